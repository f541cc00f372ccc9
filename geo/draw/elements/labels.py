"""Names and figures on a map: on the place where it has room for them, else beside the map with a
swatch and a line to the place. Nothing is written over any other place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely

from geo.draw.elements.hatching import hatch
from geo.draw.elements.ink import ink_on
from geo.draw.elements.view import View
from geo.draw.layout import Box, FreePlaces, place_within
from geo.draw.pen import LABEL, LABEL_LEADING
from geo.draw.scene import Circle, Group, Line, Named, Rectangle, Words
from geo.maps import has_few_values, write_short
from geo.model import ABSENT, Observation, word
from geo.places import extent, small_places

_FAR = 0.6  # of the page's width: how far a callout may be from its place
_NEAR, _FEW_FAR = 90.0, 250.0  # and one that only names a place; the last few may be farther
_FEW = 3
_MOST_NAMED = 60  # with more places, names stand only where there is room for them
_SWATCH, _GAP, _HIGH = 15.0, 7.0, 20.0
_OVER = 3.0  # how far a label's first and last letter may reach over the border


@dataclass(frozen=True)
class _Wanted:
    """A label that has no room on its place."""

    observation: Observation
    point: tuple[float, float]
    lines: tuple[str, ...]
    must: bool


def draw_labels(
    view: View,
    *,
    page: Box,
    taken: Sequence[Box],
    circles: Sequence[shapely.Geometry] = (),
    strokes: Sequence[shapely.Geometry] = (),
    without: frozenset[str] = frozenset(),
    callouts: bool = True,
) -> tuple[Group, ...]:
    """The labels on the places as one group, and one group for each callout.

    Parameters
    ----------
    view
        The map.
    page, taken
        Where callouts may stand, and the boxes there that they keep clear of.
    circles, strokes
        Symbols, and lines at sea, which no label covers.
    without
        Places that are labelled elsewhere.
    callouts
        Whether what has no room on its place stands beside it.
    """
    if view.style.labels == "none":
        return ()
    shapes = {a: shapely.difference(p, shapely.union_all(list(circles))) if circles else p
              for a, p in view.shown.items()}  # fmt: skip
    small = _small(view) if callouts else frozenset()
    labels: dict[str, Words] = {}
    wanted: list[_Wanted] = []
    for observation in _largest_first(view):
        adcode = observation.adcode
        lines = _lines(view, observation, small=adcode in small)
        if adcode not in shapes or adcode in without or not lines:
            continue
        if adcode not in small and _is_crowded(view) and not _may_fit(view, lines, shapes[adcode]):
            continue
        point = view.pole(adcode)
        boxes = [label.box for label in labels.values()]
        label = None if adcode in small else _label(view, observation, lines, shapes[adcode], boxes)
        if label:
            labels[adcode] = label
        else:
            must = adcode in small or len(lines) > 1 or view.style.labels == "values"
            wanted.append(_Wanted(observation, point, lines, must))
    room = [*taken, *(label.box for label in labels.values())]
    free = FreePlaces([*view.drawn.values(), *circles, *strokes], page, room, view.pen.unit)
    on_places = Group(f"{view.prefix}labels", "labels", tuple(labels.values()))
    beside = _callouts(view, wanted, free, reach=_FAR * page.width) if callouts else ()
    return on_places, *beside


def _is_crowded(view: View) -> bool:
    """Whether names stand only where there is room for them."""
    return len(view.choropleth.places) > _MOST_NAMED


def _largest_first(view: View) -> Sequence[Observation]:
    """The places, where there are too many to name them all the largest first."""
    places = view.choropleth.places
    if not _is_crowded(view):
        return places
    areas = {adcode: polygon.area for adcode, polygon in view.shown.items()}
    return sorted(places, key=lambda o: (-areas.get(o.adcode, 0.0), o.adcode))


def _may_fit(view: View, lines: tuple[str, ...], shape: shapely.Geometry) -> bool:
    """Whether a place is at all as large as its label, which is soon known."""
    left, top, right, bottom = shape.bounds
    wide = max(view.pen.width(line, LABEL) for line in lines) - 2 * _OVER * view.pen.unit
    high = view.pen.size(LABEL)
    return bool(right - left >= wide and bottom - top >= high and shape.area >= wide * high)


def _small(view: View) -> frozenset[str]:
    polygons = {adcode: view.ground.polygons[adcode] for adcode in view.shown}
    about = view.ground.bounds_of(frozenset(polygons)) if view.style.crop else view.ground.bounds
    return frozenset(small_places(polygons, extent=extent(about)))


def _lines(view: View, observation: Observation, *, small: bool) -> tuple[str, ...]:
    """What is written on a place: its name, its figure, or both."""
    choropleth, labels = view.choropleth, view.style.labels
    if view.stands_back(observation.adcode):
        return ()
    lines = [choropleth.name(observation.adcode)] if labels != "values" else []
    few = has_few_values(choropleth.layer) or small
    if labels in ("values", "both") or (labels == "auto" and few):
        lines += _value(view, observation)
    return tuple(line for line in lines if line)


def _value(view: View, observation: Observation) -> list[str]:
    if observation.value is None:
        return []
    choropleth = view.choropleth
    text = write_short(observation.value, choropleth.layer.indicator, choropleth.language)
    if view.is_marked(observation):
        text += f" ({word(observation.status, choropleth.language)})"
    return [text]


def _label(
    view: View,
    observation: Observation,
    lines: tuple[str, ...],
    shape: shapely.Geometry,
    others: Sequence[Box],
) -> Words | None:
    """Words that fit into a place, as near to its pole as can be; a letter may touch the border
    before a name is left out."""
    pen = view.pen
    size, leading = pen.size(LABEL), pen.size(LABEL) * LABEL_LEADING
    wide = max(pen.width(line, LABEL) for line in lines)
    high = (len(lines) - 1) * leading + 0.95 * size  # of the letters
    step, over = 5 * pen.unit, _OVER * pen.unit
    centre = view.pole(observation.adcode)
    box = place_within(shape, wide, high, centre, step=step)
    if box is None:
        box = place_within(shape, wide - 2 * over, high, centre, step=step)
        if box is None:
            return None
        box = Box(box.left - over, box.top, box.right + over, box.bottom)
        if any(box.overlaps(other) for other in others):
            return None
    fill = view.fill(observation)
    x, y = box.centre
    return Words(
        tuple(pen.writable(line) for line in lines), x, y - (len(lines) - 1) / 2 * leading, size,
        ink_on(fill), "middle", leading,
        halo=fill if view.is_hatched(observation) else None,  # lines would run through the letters
        text=pen.writable("\n".join(lines)), id=f"{view.prefix}label-{observation.adcode}",
        names=Named(observation.adcode, *centre),
    )  # fmt: skip


def _callouts(
    view: View, wanted: Sequence[_Wanted], free: FreePlaces, *, reach: float
) -> list[Group]:
    """From north to south, so that the lines of a coast do not cross; first those that must be."""
    groups, left = [], []
    for label in sorted(wanted, key=lambda label: (not label.must, label.point[1])):
        # A name alone is not worth a long line across other places.
        if not label.must and _is_crowded(view):
            continue
        far = _FEW_FAR if view.ground.is_part else _NEAR  # over the surroundings there is room
        near = reach if label.must else min(far * view.pen.unit, reach)
        group = _callout(view, label, free, reach=near)
        if group:
            groups.append(group)
        else:
            left.append(label)
    if len(left) <= _FEW:  # where all others have their names, these should too
        far = min(_FEW_FAR * view.pen.unit, reach)
        groups += filter(None, (_callout(view, label, free, reach=far) for label in left))
    return groups


def _callout(view: View, label: _Wanted, free: FreePlaces, *, reach: float) -> Group | None:
    """Swatch and words at the nearest free place, with a line to the place."""
    pen, observation, point = view.pen, label.observation, label.point
    unit, text = pen.unit, "  ".join(label.lines)
    em = pen.em(LABEL)  # swatch and gap are as large as the words
    wide = (_SWATCH + _GAP) * em + pen.width(text, LABEL)
    found = free.take(point, wide, _HIGH * em, reach=reach)
    if found is None:
        return None
    box, (_, y), swatch = found.box, found.box.centre, _SWATCH * em
    ink, fill = pen.colours.ink, view.fill(observation)
    square = Box(box.left, y - swatch / 2, box.left + swatch, y + swatch / 2)
    absent = observation.status in ABSENT
    lines = view.choropleth.scale.no_data_lines
    items = (
        Line(shapely.LineString([point, found.end]), pen.stroke(ink, 0.8)),
        Circle(*point, 1.5 * unit, ink_on(fill)),
        Rectangle(
            square, fill,
            pen.stroke(pen.colours.outline, 0.7) if absent else None,
            hatch(square.polygon, observation.status, pen=pen, colour=lines) if absent else None,
        ),
        replace(
            pen.line(square.right + _GAP * em, y, text, LABEL),
            names=Named(observation.adcode, *point),
        ),
    )  # fmt: skip
    name = f"{view.prefix}callout-{observation.adcode}"
    return Group(name, "callout", items, box)
