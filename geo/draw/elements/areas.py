"""The places of a map: fills with hairlines, hatches, dashes round marked figures, the line round
the whole, and a strong one round what is highlighted."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from geo.draw.elements.marks import draw_marks
from geo.draw.elements.view import View
from geo.draw.scene import Area, Item, Line
from geo.draw.theme import mixed

_HAIRLINE, _OUTLINE, _HIGHLIGHT = 0.9, 1.0, 2.4
_UPPER = 0.7  # of borders between places of the level above
_FOREIGN = 0.55  # of the ground is in the colour of foreign land
_INNER, _FAINT = 0.7, 0.45  # of borders inside a group
_MOST_HAIRLINES = 150  # with more places, the lines between them are thinner


def draw_areas(view: View, *, inset: bool = False) -> tuple[Item, ...]:
    """All places, those without a figure first.

    Places without data have grey hairlines, which a white one would not show on the hatch; in the
    inset all have, so that islets show, and what lies outside of it is left out.
    """
    layers = (_surroundings, _fills, _inner, _dashes, _lines)
    return tuple(item for draw in layers for item in draw(view, inset=inset))


def _surroundings(view: View, *, inset: bool) -> Iterator[Item]:
    """What lies round a part of the country: pale, and in no class."""
    pen, around = view.pen, view.choropleth.layer.boundaries.around
    window = view.window.polygon
    land = [part for part in shapely.get_parts(view.land) if part.geom_type == "Polygon"]
    if land and not inset:
        fill = mixed(pen.colours.surroundings, pen.colours.ground, _FOREIGN)
        yield Area(shapely.multipolygons(land), fill, id=_id(view, "land", inset=inset))
        coast = pen.stroke(mixed(pen.colours.border, pen.colours.ground, _FOREIGN), _HAIRLINE)
        edges = shapely.boundary(shapely.union_all(land))
        lines = shapely.get_parts(shapely.line_merge(shapely.difference(edges, view.land_ends)))
        yield Line(shapely.multilinestrings(lines), coast, id=_id(view, "coast", inset=inset))
    for key, polygon in view.surroundings.items():
        assert around is not None
        if shapely.intersects(polygon, window):
            adcode = key.rpartition("-")[2]
            yield Area(
                polygon,
                pen.colours.surroundings,
                pen.stroke(pen.colours.border, _HAIRLINE),
                id=_id(view, key, inset=inset),
                name=view.name(adcode),
                told=around.names[adcode][view.choropleth.language],
            )


def _fills(view: View, *, inset: bool) -> Iterator[Area]:
    pen, colours = view.pen, view.pen.colours
    indicator = view.choropleth.layer.indicator
    # Where hundreds of borders meet they must not be all there is to see.
    thin = (_MOST_HAIRLINES / max(len(view.drawn), _MOST_HAIRLINES)) ** 0.5
    places = view.in_window() if inset else view.choropleth.places
    hatches = view.hatches(places)
    usual = pen.stroke(colours.outline if inset else colours.hairline, _HAIRLINE * thin)
    grey = usual if inset else pen.stroke(colours.border, _HAIRLINE * thin)
    for observation in sorted(places, key=lambda o: o.value is not None):
        adcode = observation.adcode
        yield Area(
            view.drawn[adcode],
            view.fill(observation),
            grey if observation.value is None or not view.is_about(adcode) else usual,
            hatches.get(adcode),
            id=_id(view, adcode, inset=inset),
            name=view.name(adcode),
            told=view.told(observation, indicator)
            if view.is_about(adcode)
            else view.choropleth.name(adcode),
        )


def _inner(view: View, *, inset: bool) -> Iterator[Line]:
    """Faint borders inside groups of places, whose figure is the group's."""
    for observation in view.choropleth.places:
        lines = view.inner_lines.get(observation.adcode)
        if lines is not None and not lines.is_empty and view.is_about(observation.adcode):
            colour = mixed(view.fill(observation), view.pen.colours.hairline, _FAINT)
            name = _id(view, f"parts-{observation.adcode}", inset=inset)
            yield Line(lines, view.pen.stroke(colour, _INNER), id=name)


def _dashes(view: View, *, inset: bool) -> Iterator[Line]:
    return draw_marks(view, prefix=_id(view, "", inset=inset))


def _lines(view: View, *, inset: bool) -> Iterator[Area]:
    pen, colours = view.pen, view.pen.colours
    for code, polygon in view.upper.items():
        line = pen.stroke(colours.outline, _UPPER)
        yield Area(polygon, None, line, id=_id(view, f"upper-{code}", inset=inset))
    if not inset or len(view.drawn) > _MOST_HAIRLINES:
        stroke = pen.stroke(colours.outline, _OUTLINE)
        yield Area(view.outline, None, stroke, id=_id(view, "outline", inset=inset))
    for adcode in view.style.highlight:
        stroke = pen.stroke(colours.ink, _HIGHLIGHT)
        name = _id(view, f"highlight-{adcode}", inset=inset)
        yield Area(_without_islets(view.drawn[adcode], stroke.width), None, stroke, id=name)


def _without_islets(polygon: shapely.Geometry, width: float) -> shapely.Geometry:
    """What a line of a width can go round without filling it, and the largest part in any case;
    gaps where simplified polygons were united, and holes as small, would be specks of the line."""
    closed = shapely.buffer(shapely.buffer(polygon, width / 2, join_style="mitre"), -width / 2,
                            join_style="mitre")  # fmt: skip
    parts, least = shapely.get_parts(closed), (4 * width) ** 2
    areas = shapely.area(parts)
    kept = parts[areas >= min(least, areas.max())]
    return shapely.multipolygons([
        shapely.Polygon(
            part.exterior, [r for r in part.interiors if shapely.Polygon(r).area >= least]
        )
        for part in kept
    ])  # fmt: skip


def _id(view: View, name: str, *, inset: bool) -> str:
    return f"{view.prefix}inset-{name}" if inset else f"{view.prefix}{name}"
