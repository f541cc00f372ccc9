"""One map on a page: places, inset, circles, labels and legend, each where it covers nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely

from geo.draw.elements.areas import draw_areas
from geo.draw.elements.circles import draw_circles, largest_radius
from geo.draw.elements.enlarged import draw_enlargements
from geo.draw.elements.furniture import (
    GAP,
    Wanted,
    beside_frame,
    boxes_of,
    check_apart,
    in_corners,
)
from geo.draw.elements.ground import ground_of
from geo.draw.elements.labels import draw_labels
from geo.draw.elements.neighbours import name_neighbours
from geo.draw.elements.notes_on_map import draw_annotations
from geo.draw.elements.scale_bar import draw_scale_bar
from geo.draw.elements.shape_labels import draw_shape_labels
from geo.draw.elements.view import View
from geo.draw.layout import Box, Placement, fit, fit_beside
from geo.draw.pen import SMALL, Pen
from geo.draw.scene import Group, Item, Line, Rectangle
from geo.draw.style import Style
from geo.model import Choropleth, DrawingError, word
from geo.places import Bounds, inset_bounds

_COAST = 130.0  # room east of the map for callouts
_FRAME = 0.8  # of the least size of a map: that of both sides of a frame
_FEW, _LARGER = 8, 1.25  # places, and how much larger their names are in a frame of their own
_AROUND = 0.06  # of a region's size is shown round it


@dataclass(frozen=True)
class Panel:
    """``area`` is where the map and its legend may be, ``page`` where its callouts may also stand,
    ``taken`` what else stands there; the map is at least as wide or as high as the two of ``least``
    are, pixels. A ``legend`` and an ``inset`` are drawn unless several maps
    share them."""

    choropleth: Choropleth
    pen: Pen
    style: Style
    area: Box
    page: Box
    taken: tuple[Box, ...]
    prefix: str = ""
    legend: bool = True
    inset: bool = True
    least: tuple[float, float] = (0.0, 0.0)

    def check(self, width: float, height: float) -> None:
        """Refuse a map that is too small to be read."""
        if width < self.least[0] and height < self.least[1]:
            raise DrawingError("drawing.no_room")


def draw_panel(panel: Panel) -> tuple[View, tuple[Group, ...]]:
    """The map as it lies on the page, and its groups from back to front.

    Raises
    ------
    DrawingError
        If there is no room for the map.
    """
    style = panel.style
    if panel.choropleth.pair and style.labels == "auto":  # one figure would be read as the only one
        panel = replace(panel, style=replace(style, labels="names"))
    draw = _draw_region if panel.choropleth.layer.boundaries.around else _draw_whole
    return draw(panel)


def _draw_whole(panel: Panel) -> tuple[View, tuple[Group, ...]]:
    ground, pen = ground_of(panel.choropleth.layer.boundaries), panel.pen
    wanted = _wanted(panel, panel.choropleth, inset=ground.has_inset)
    furnished = in_corners(wanted)
    furniture = [*panel.taken, *furnished.boxes]
    check_apart(furniture)
    placement = _place(replace(panel, area=furnished.room), furniture)
    bottom = panel.area.bottom
    if ground.has_inset:  # what lies south of the map is in the inset
        south = placement.top - placement.scale * ground.bounds[1] + 4 * pen.unit
        bottom = min(bottom, south)
    window = replace(panel.page, bottom=bottom)
    view = View(panel.choropleth, ground, pen, panel.style, placement, window, panel.prefix)
    map_group = _map(view, furniture)
    groups = [map_group]
    if furnished.inset:
        groups.append(_inset(view, furnished.inset))
    maritime = f"{panel.prefix}maritime"
    lines = [i.geometry for i in map_group.items if isinstance(i, Line) and i.id == maritime]
    words = _words(view, panel, furniture, lines=lines)
    return view, (*groups, *words, *furnished.legend)


def _draw_region(panel: Panel) -> tuple[View, tuple[Group, ...]]:
    """A region in a frame that its surroundings fill; legend and inset stand beside the frame."""
    choropleth, ground = panel.choropleth, ground_of(panel.choropleth.layer.boundaries)
    pen, crop = panel.pen, _shown(panel)
    wanted = _wanted(panel, choropleth, inset=ground.reach_inset(crop))
    furnished = beside_frame(wanted)
    frame, inset = furnished.room, furnished.inset
    check_apart([*panel.taken, *furnished.boxes])
    if frame.width < _FRAME * panel.least[0] or frame.height < _FRAME * panel.least[1]:
        raise DrawingError("drawing.no_room")
    few = len(crop) <= _FEW and not panel.prefix
    view = View(
        choropleth, ground, pen.lettered(_LARGER) if few else pen, panel.style,
        fit(_around(ground.bounds_of(crop)), frame), frame, panel.prefix,
    )  # fmt: skip
    border = Rectangle(frame, None, pen.stroke(pen.colours.outline, 0.9), id=f"{panel.prefix}frame")
    groups = [_map(view, []), Group(f"{panel.prefix}frame", "frame", (border,), frame)]
    if inset:
        groups.append(_inset(view, inset))
    inside = replace(panel, page=frame.grown(-6 * pen.unit))
    larger = draw_enlargements(view) if ground.is_part else ()
    named = frozenset(adcode for one in larger for adcode in one.adcodes)
    drawn = [group for one in larger for group in one.groups]
    boxes = [one.box for one in larger]
    words = _words(view, inside, boxes, lines=_leaders(drawn), without=named)
    names = name_neighbours(view, taken=[*boxes, *boxes_of(words)])
    return view, (*groups, *names, *drawn, *words, draw_scale_bar(view), *furnished.legend)


def _wanted(panel: Panel, choropleth: Choropleth, *, inset: bool) -> Wanted:
    """The furniture that this panel has of its own, and no other shares."""
    top = max([panel.area.top, *(box.bottom for box in panel.taken)])
    return Wanted(
        choropleth if panel.legend else None, panel.pen, panel.style, panel.area, top,
        inset and panel.inset, f"{panel.prefix}legend",
    )  # fmt: skip


def _leaders(groups: Sequence[Group]) -> list[shapely.Geometry]:
    """The lines from enlargements to what they show."""
    return [
        item.geometry
        for group in groups
        if group.role == "enlarged-mark"
        for item in group.items
        if isinstance(item, Line)
    ]


def _shown(panel: Panel) -> frozenset[str]:
    """The places that the frame is fitted to."""
    return frozenset(panel.choropleth.layer.boundaries.adcodes)


def _around(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    more = _AROUND * max(east - west, north - south)
    return west - more, south - more, east + more, north + more


def _place(panel: Panel, furniture: Sequence[Box]) -> Placement:
    """The largest place for the map where title, legend and inset cover none of it."""
    ground, area, unit = ground_of(panel.choropleth.layer.boundaries), panel.area, panel.pen.unit
    boxes = [box.grown(GAP * unit / 2) for box in furniture]
    over = max([area.top, *(box.bottom for box in panel.taken)])
    lower = [box.top for box in furniture if box not in panel.taken]
    coast = 0.0 if panel.style.labels == "none" else _COAST * unit
    page = replace(area, right=area.right - coast)
    centre = (area.centre[0], (over + min([area.bottom, *lower])) / 2)
    silhouette, bounds = ground.silhouette, ground.bounds
    placement = fit_beside(silhouette, bounds, page, boxes, centre=centre)
    if placement and panel.choropleth.symbols:
        # Circles reach over the coast; how far in metres depends on the scale just found.
        radius = largest_radius(panel.choropleth, panel.pen) / placement.scale
        discs = [
            shapely.Point(ground.pole(o.adcode, 1 / placement.scale)).buffer(
                1.1 * radius * panel.choropleth.symbols.radius(o.value)
            )
            for o in panel.choropleth.symbols.layer.values
            if o.value
        ]
        silhouette = shapely.union_all([silhouette, *discs])
        west, south, east, north = (float(side) for side in silhouette.bounds)
        placement = fit_beside(silhouette, (west, south, east, north), page, boxes, centre=centre)
    if placement is None:
        raise DrawingError("drawing.no_room")
    west, south, east, north = ground.bounds
    panel.check(placement.scale * (east - west), placement.scale * (north - south))
    return placement


def _map(view: View, furniture: Sequence[Box]) -> Group:
    items: list[Item] = list(draw_areas(view))
    if view.style.maritime and view.ground.has_inset:
        keep_off = shapely.union_all(
            [box.grown(GAP / 2 * view.pen.unit).polygon for box in furniture]
        )
        items += _maritime(view, view.placement, view.window, keep_off=keep_off)
    name = f"{view.prefix}map"
    return Group(name, "map", tuple(items), clip=view.window, placement=view.placement)


def _maritime(
    view: View, placement: Placement, window: Box, *, keep_off: shapely.Geometry, inset: str = ""
) -> list[Item]:
    lines = placement.apply({"": view.ground.maritime_lines})[""]
    lines = shapely.difference(shapely.clip_by_rect(lines, *window.polygon.bounds), keep_off)
    parts = [part for part in shapely.get_parts(lines) if part.length > 0]
    if not parts:
        return []
    stroke = view.pen.stroke(view.pen.colours.outline, 1.6)
    name = f"{view.prefix}{inset}maritime"
    return [Line(shapely.multilinestrings(parts), stroke, id=name)]


def draw_locator(
    choropleth: Choropleth, pen: Pen, style: Style, *, right: float, bottom: float, high: float
) -> Group | None:
    """The inset that several maps share, without the colours of any of them, by its corner; None
    where the maps have none."""
    ground = ground_of(choropleth.layer.boundaries)
    if not ground.has_inset:
        return None
    west, south, east, north = inset_bounds()
    box = Box(right - high * (east - west) / (north - south), bottom - high, right, bottom)
    bare = replace(style, crop=("none of them",), highlight=())
    return _inset(View(choropleth, ground, pen, bare, fit(inset_bounds(), box), box), box)


def _inset(view: View, box: Box) -> Group:
    """The islands of the South China Sea, in a frame."""
    pen, placement = view.pen, fit(inset_bounds(), box)
    there = replace(view, placement=placement, window=box)
    items: list[Item] = list(draw_areas(there, inset=True))
    name = f"{view.prefix}inset"
    if view.style.maritime:
        items += _maritime(there, placement, box, keep_off=shapely.Point(), inset="inset-")
    frame = Rectangle(box, None, pen.stroke(pen.colours.outline, 0.9), id=f"{name}-frame")
    words = pen.line(
        box.centre[0], box.bottom - 12 * pen.em(SMALL), word("south_china_sea", pen.language),
        SMALL,
        colour=pen.colours.grey, anchor="middle",
    )  # fmt: skip
    # In the smallest of many maps there is no room for the name.
    named = (words,) if words.box.width < box.width else ()
    return Group(name, "inset", (*items, frame, *named), box, clip=box, placement=placement)


def _words(
    view: View,
    panel: Panel,
    furniture: Sequence[Box],
    *,
    lines: Sequence[shapely.Geometry] = (),
    without: frozenset[str] = frozenset(),
) -> tuple[Group, ...]:
    """Circles, and labels that keep clear of them and of lines."""
    circles = draw_circles(view)
    arranged = view.choropleth.layer.boundaries.arrangement != "map"
    inside = draw_shape_labels(view) if arranged else None
    noted = draw_annotations(view, page=panel.page, taken=furniture)
    furniture = [*furniture, *noted.boxes]
    groups = draw_labels(
        view, page=panel.page, taken=furniture, clear=noted.clear, circles=circles, strokes=lines,
        without=without | inside.adcodes if inside else without,
    )  # fmt: skip
    if inside:
        groups = inside.joined(groups)
    groups = (*groups, *noted.groups)
    if not circles:
        return groups
    return Group(f"{view.prefix}symbols", "symbols", circles), *groups
