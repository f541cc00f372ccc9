"""Annotations on a map: words of the presenter's own, with an arrow to what they are about, or a
line to a box or a circle round it. They are placed first; labels keep clear of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import shapely

from geo.draw.annotations import Annotation, about_places
from geo.draw.elements.view import View
from geo.draw.layout import Box
from geo.draw.pen import LABEL_LEADING, TEXT
from geo.draw.scene import Area, Circle, Group, Item, Line, Rectangle
from geo.model import DrawingError, GeoError
from geo.places import equal_area, transform

_WIDE = 260.0  # of a line of words
_STROKE, _HEAD, _SHAFT = 1.4, (13.0, 9.0), 3.0  # of lines; an arrow's head; what it stops short of
_PAD, _CLEAR = 4.0, 3.0  # round words, and round lines
_POINT_KM = 60.0  # how far a mark round a point reaches
_RINGS, _TURNS = (44.0, 700.0, 14.0), 36  # where words are tried: from, to, step
_OVER_LAND, _OVER_LINE = 420.0, 240.0  # units that it costs to cover places, or to cross a word


@dataclass(frozen=True)
class Annotated:
    """The groups, and what labels are to keep clear of."""

    groups: tuple[Group, ...] = ()
    clear: tuple[shapely.Geometry, ...] = ()
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class _Mark:
    """What is pointed at: a point, and what is drawn round it."""

    point: tuple[float, float]
    rim: Rectangle | Circle | None

    @property
    def shape(self) -> shapely.Geometry:
        """What the line ends at."""
        if isinstance(self.rim, Circle):
            return shapely.Point(self.rim.x, self.rim.y).buffer(self.rim.radius)
        if self.rim:
            return self.rim.box.polygon
        return shapely.Point(self.point)


def draw_annotations(view: View, *, page: Box, taken: Sequence[Box]) -> Annotated:
    """The annotations of a style on a map.

    Parameters
    ----------
    view
        The map.
    page, taken
        Where words may stand, and what they keep clear of.

    Raises
    ------
    DrawingError
        If what one is about is not on the map, it is moved off the page, or there is no room.
    GeoError
        If there is no such place, or a point is meant where places are arranged.
    """
    given = about_places(view.style.annotations, view.choropleth.layer.boundaries)
    if not given:
        return Annotated()
    groups: list[Group] = []
    boxes: list[Box] = []
    clear: list[shapely.Geometry] = []
    marks = [
        _mark(view, annotation, page, taken, number) for number, annotation in enumerate(given, 1)
    ]
    rims = [mark.shape for mark in marks if mark.rim]
    for number, (annotation, mark) in enumerate(zip(given, marks, strict=True), start=1):
        size, lines = _measured(view, annotation)
        box = _placed(view, annotation, mark, size, page=page, taken=[*taken, *boxes], rims=rims)
        boxes.append(box)
        line, head = _line(view, mark, box)
        name = f"{view.prefix}annotation-{number}"
        items: list[Item] = [mark.rim] if mark.rim else []
        words = view.pen.block(
            lines, *box.centre, view.pen.size(TEXT), colour=view.pen.colours.ink,
            halo=view.pen.colours.ground, id=f"{name}-words",
        )  # fmt: skip
        items += [*line, *head, words]
        groups.append(Group(name, "annotation", tuple(items), box))
        by = _CLEAR * view.pen.unit
        clear += [box.polygon, *(shapely.buffer(one.geometry, by) for one in line)]
        if mark.rim:
            clear.append(shapely.buffer(shapely.boundary(mark.shape), by))
    return Annotated(tuple(groups), tuple(clear), tuple(boxes))


def _mark(
    view: View, annotation: Annotation, page: Box, taken: Sequence[Box], number: int
) -> _Mark:
    """What an annotation is about, as it lies on the page."""
    said = annotation.said(view.choropleth.language)
    if annotation.at is not None:
        point = _point(view, annotation.at)
        reach = (annotation.km or _POINT_KM) * 1000 * view.placement.scale
        around = Box(*point, *point).grown(reach)
        inside = shapely.contains_xy(view.window.polygon, *point)
    else:
        shape = view.shown.get(annotation.place)
        inside = shape is not None
        point = view.pole(annotation.place) if inside else (0.0, 0.0)
        around = _largest_part(shape) if shape is not None else Box(0, 0, 0, 0)
        around = around.grown(_PAD * view.pen.unit)
        if annotation.km is not None:
            around = Box(*point, *point).grown(annotation.km * 1000 * view.placement.scale)
    if not inside:
        raise DrawingError("drawing.annotation_off_map", text=said)
    around = reduce(Box.without, taken, around)  # it covers nothing else
    rim = _rim(view, annotation, around, taken, f"{view.prefix}annotation-{number}-mark")
    mark = _Mark(point, rim)
    if rim and not Box(*mark.shape.bounds).within(page.grown(1.0)):
        raise DrawingError("drawing.annotation_outside", text=said)
    return mark


def _point(view: View, at: tuple[float, float]) -> tuple[float, float]:
    """A longitude and a latitude on the page."""
    boundaries = view.choropleth.layer.boundaries
    if boundaries.arrangement != "map":
        raise GeoError("arranged.no_points", lon=at[0], lat=at[1])
    metres = transform(np.array([shapely.Point(at)]), "EPSG:4326", equal_area(boundaries))
    point = view.placement.apply({"": metres[0]})[""]
    return point.x, point.y


def _largest_part(shape: shapely.Geometry) -> Box:
    """The room of a place without its far islands."""
    parts = shapely.get_parts(shape)
    return Box(*map(float, parts[shapely.area(parts).argmax()].bounds))


def _rim(
    view: View, annotation: Annotation, around: Box, taken: Sequence[Box], name: str
) -> Rectangle | Circle | None:
    stroke = view.pen.stroke(view.pen.colours.ink, _STROKE)
    if annotation.mark == "box":
        return Rectangle(around, None, stroke, id=name)
    if annotation.mark == "circle":
        radius = max(around.width, around.height) / 2
        if annotation.km is None and annotation.place:
            radius = float(np.hypot(around.width, around.height)) / 2
        middle = shapely.Point(around.centre)
        radius = min([radius, *(shapely.distance(middle, box.polygon) for box in taken)])
        return Circle(*around.centre, radius, None, stroke, id=name)
    return None


def _measured(view: View, annotation: Annotation) -> tuple[tuple[float, float], tuple[str, ...]]:
    """The width and height of the words with some air, and their lines."""
    pen = view.pen
    said = annotation.said(view.choropleth.language).strip().split("\n")
    lines = tuple(line for part in said for line in pen.wrap(part, TEXT, _WIDE * pen.em(TEXT)))
    pad = 2 * _PAD * pen.unit
    wide = max(pen.width(line, TEXT) for line in lines) + pad
    return (wide, len(lines) * LABEL_LEADING * pen.size(TEXT) + pad), lines


def _placed(
    view: View,
    annotation: Annotation,
    mark: _Mark,
    size: tuple[float, float],
    *,
    page: Box,
    taken: Sequence[Box],
    rims: Sequence[shapely.Geometry],
) -> Box:
    """Where the words stand: as they are moved, or where they cover least, near what they are
    about."""
    x, y = mark.point
    said = annotation.said(view.choropleth.language)
    if annotation.move is not None:
        side, (right, down) = view.pen.short_side, annotation.move
        box = Box.about((x + right * side, y + down * side), *size)
        if not box.within(page):
            raise DrawingError("drawing.annotation_outside", text=said)
        return box
    boxes = _tried(view, mark, size, page, [*(box.polygon for box in taken), *rims])
    if not len(boxes):
        raise DrawingError("drawing.annotation_no_room", text=said)
    return Box(*map(float, boxes[_cost(view, mark, boxes, taken).argmin()].bounds))


def _tried(
    view: View, mark: _Mark, size: tuple[float, float], page: Box,
    taken: Sequence[shapely.Geometry],
) -> np.ndarray:  # fmt: skip
    """Boxes round a mark that lie on the page and touch nothing that stands there."""
    unit, (x, y), (wide, high) = view.pen.unit, mark.point, size
    distances, angles = np.meshgrid(
        np.arange(*_RINGS) * unit, np.linspace(0, 2 * np.pi, _TURNS, endpoint=False)
    )
    # So far from the middle of a box that its near side is at the distance.
    xs = x + (distances * np.cos(angles) + np.sign(np.cos(angles).round(6)) * wide / 2).ravel()
    ys = y + (distances * np.sin(angles)).ravel()
    inside = (xs - wide / 2 >= page.left) & (xs + wide / 2 <= page.right)
    inside &= (ys - high / 2 >= page.top) & (ys + high / 2 <= page.bottom)
    xs, ys = xs[inside], ys[inside]
    boxes = shapely.box(xs - wide / 2, ys - high / 2, xs + wide / 2, ys + high / 2)
    free = np.ones(len(boxes), dtype=bool)
    for shape in (*taken, *([mark.shape] if mark.rim else [])):
        free &= ~shapely.intersects(boxes, shape)
    return np.asarray(boxes[free])


def _cost(view: View, mark: _Mark, boxes: np.ndarray, taken: Sequence[Box]) -> np.ndarray:
    """How far boxes are, how much of the places they cover, and whether the line to them crosses
    other words."""
    unit = view.pen.unit
    land = view.placement.apply({"": view.ground.silhouette})[""]
    shapely.prepare(land)
    covered = np.zeros(len(boxes))
    over = shapely.intersects(boxes, land)
    covered[over] = shapely.area(shapely.intersection(boxes[over], land))
    lines = shapely.shortest_line(boxes, mark.shape)
    crossed = np.zeros(len(boxes), dtype=bool)
    for box in taken:
        crossed |= shapely.intersects(lines, box.polygon)
    share = covered / shapely.area(boxes)
    return np.asarray(
        shapely.length(lines)
        + _OVER_LAND * unit * (share + 0.4 * (share > 0))
        + _OVER_LINE * unit * crossed
    )


def _line(view: View, mark: _Mark, box: Box) -> tuple[tuple[Line, ...], tuple[Area, ...]]:
    """The line from the words to the mark, and the head of an arrow."""
    pen = view.pen
    line = shapely.shortest_line(box.polygon, mark.shape)
    if line.length < 1e-6:  # the words lie on it
        return (), ()
    (x, y), (to_x, to_y) = shapely.get_coordinates(line)
    along = np.array([to_x - x, to_y - y]) / line.length
    stroke = pen.stroke(pen.colours.ink, _STROKE)
    if mark.rim:
        return (Line(line, stroke),), ()
    tip = np.array([to_x, to_y]) - along * min(_SHAFT * pen.unit, line.length / 4)
    long, wide = (side * pen.unit for side in _HEAD)
    back = tip - along * min(long, line.length / 2)
    across = np.array([-along[1], along[0]]) * wide / 2
    head = shapely.Polygon([tip, back + across, back - across])
    shaft = shapely.LineString([(x, y), back])
    return (Line(shaft, stroke),), (Area(head, pen.colours.ink),)
