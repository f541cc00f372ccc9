"""Where things go on a picture, in pixels with y downwards: boxes, fitting, and free places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import DrawingError
from geo.places import Bounds


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def polygon(self) -> shapely.Polygon:
        return shapely.box(self.left, self.top, self.right, self.bottom)

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Placement:
    """Where a map lies on the page: pixel = offset + metres * scale, with y turned down."""

    scale: float
    left: float
    top: float

    def apply(self, polygons: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
        matrix, offset = np.array([self.scale, -self.scale]), np.array([self.left, self.top])
        moved = shapely.transform(list(polygons.values()), lambda xy: xy * matrix + offset)
        return dict(zip(polygons, moved, strict=True))


def fit(bounds: Bounds, area: Box) -> Placement:
    """The largest placement of bounds (west, south, east, north) in a box, centred.

    Raises
    ------
    DrawingError
        If the box has no room.
    """
    west, south, east, north = bounds
    if area.width <= 0 or area.height <= 0:
        raise DrawingError("drawing.no_room")
    scale = min(area.width / (east - west), area.height / (north - south))
    x, y = area.centre
    return Placement(scale, x - scale * (west + east) / 2, y + scale * (south + north) / 2)


def fit_beside(
    shape: shapely.Geometry,
    bounds: Bounds,
    page: Box,
    boxes: Sequence[Box],
    *,
    centre: tuple[float, float],
) -> Placement | None:
    """The largest placement of a shape's ``bounds`` in a page where no box touches the shape, as
    near to a centre as can be; None where there is none."""
    if page.width <= 0 or page.height <= 0:
        return None
    shapely.prepare(shape)
    whole = fit(bounds, page)
    found = _beside(shape, bounds, page, boxes, whole.scale, centre)
    low, high = 0.0, whole.scale
    while found is None or (low > 0 and high - low > _PRECISION * whole.scale):
        middle = (low + high) / 2
        if middle < _PRECISION * whole.scale:
            return None
        smaller = _beside(shape, bounds, page, boxes, middle, centre)
        if smaller is None:
            high = middle
        else:
            found, low = smaller, middle
    return found


# How finely the scale and the position of a map are searched, as a part of the largest.
_PRECISION = 0.004
_STEPS = 25


def _beside(
    shape: shapely.Geometry,
    bounds: Bounds,
    page: Box,
    boxes: Sequence[Box],
    scale: float,
    centre: tuple[float, float],
) -> Placement | None:
    """The placement at one scale, sought on a grid."""
    west, south, east, north = bounds
    wide, high = scale * (east - west), scale * (north - south)
    lefts, tops = np.meshgrid(
        np.linspace(page.left, page.right - wide, _STEPS),
        np.linspace(page.top, page.bottom - high, _STEPS),
    )
    lefts, tops = lefts.ravel() - scale * west, tops.ravel() + scale * north
    free = np.ones(lefts.shape, dtype=bool)
    for box in boxes:  # the box in the shape's plane, for every position at once
        there = shapely.box(
            (box.left - lefts) / scale, (tops - box.bottom) / scale,
            (box.right - lefts) / scale, (tops - box.top) / scale,
        )  # fmt: skip
        free &= ~shapely.intersects(shape, there)
    if not free.any():
        return None
    x, y = lefts + scale * (west + east) / 2, tops - scale * (south + north) / 2
    best = np.where(free, np.hypot(x - centre[0], y - centre[1]), np.inf).argmin()
    return Placement(scale, float(lefts[best]), float(tops[best]))


def place_within(
    shape: shapely.Geometry,
    width: float,
    height: float,
    centre: tuple[float, float],
    *,
    step: float,
) -> Box | None:
    """A box of a size in a shape, at a centre or as near to it as can be on a grid of ``step``;
    None where there is none."""
    x, y = centre
    box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    shapely.prepare(shape)
    if shapely.contains(shape, box.polygon):
        return box
    left, top, right, bottom = shape.bounds
    xs, ys = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(left, right, step), np.arange(top, bottom, step))
    )
    boxes = shapely.box(xs - width / 2, ys - height / 2, xs + width / 2, ys + height / 2)
    distances = np.where(shapely.contains(shape, boxes), np.hypot(xs - x, ys - y), np.inf)
    nearest = distances.argmin()
    return Box(*map(float, boxes[nearest].bounds)) if distances[nearest] < np.inf else None


@dataclass(frozen=True)
class Callout:
    """A box for words, and where the line from the place meets it."""

    box: Box
    end: tuple[float, float]


_Sides = NDArray[np.float64]
_AT_ONCE = 64  # boxes that are compared with the territory in one step


class FreePlaces:
    """Finds the nearest place for a box that covers no territory and nothing placed before."""

    def __init__(
        self, polygons: Sequence[Any], page: Box, taken: Sequence[Box], unit: float
    ) -> None:
        self._tree = shapely.STRtree(polygons)
        self._page = page
        self._taken = list(taken)
        self._lines: list[shapely.LineString] = []
        self._unit = unit

    def take(
        self, point: tuple[float, float], width: float, height: float, *, reach: float
    ) -> Callout | None:
        """The free box nearest to a point, taken from now on; None where there is none in reach.

        East counts as nearer than west: there is the sea, and there readers look for the labels
        of a coast. The line to it crosses no word and no other line, unless there is no such box.
        """
        first = None
        for callout in self._free(*self._candidates(point, width, height, reach), point):
            first = first or callout
            if self._is_clear(shapely.LineString([point, callout.end])):
                first = callout
                break
        if first:
            self._taken.append(first.box)
            self._lines.append(shapely.LineString([point, first.end]))
        return first

    def _candidates(
        self, point: tuple[float, float], width: float, height: float, reach: float
    ) -> tuple[_Sides, _Sides, _Sides, _Sides]:
        """Left, top, right and bottom of boxes around a point, the nearest first."""
        distances, degrees = np.meshgrid(
            np.arange(26 * self._unit, reach, 9 * self._unit), np.arange(-180, 180, 10)
        )
        east = np.cos(np.radians(degrees))
        order = np.lexsort((degrees.ravel(), (distances * (1.6 - 0.6 * east)).ravel()))
        xs = (point[0] + distances * east).ravel()[order]
        ys = (point[1] + distances * np.sin(np.radians(degrees))).ravel()[order]
        lefts = np.where((east >= 0).ravel()[order], xs, xs - width)
        return lefts, ys - height / 2, lefts + width, ys + height / 2

    def _free(
        self, lefts: _Sides, tops: _Sides, rights: _Sides, bottoms: _Sides,
        point: tuple[float, float],
    ) -> Iterator[Callout]:  # fmt: skip
        """Those of the boxes that cover nothing, one after another."""
        page, by = self._page, 5 * self._unit
        free = (page.left <= lefts) & (rights <= page.right)
        free &= (page.top <= tops) & (bottoms <= page.bottom)
        west, north, east, south = lefts - by, tops - by, rights + by, bottoms + by
        for other in self._taken:
            free &= ~(
                (west < other.right) & (other.left < east)
                & (north < other.bottom) & (other.top < south)
            )  # fmt: skip
        left = np.flatnonzero(free)
        for some in (left[i : i + _AT_ONCE] for i in range(0, len(left), _AT_ONCE)):
            padded = shapely.box(west[some], north[some], east[some], south[some])
            covering = set(self._tree.query(padded, predicate="intersects")[0].tolist())
            for i, number in enumerate(some.tolist()):
                if i not in covering:
                    sides = (lefts[number], tops[number], rights[number], bottoms[number])
                    box = Box(*map(float, sides))
                    yield Callout(box, self._end(point, box))

    def _end(self, point: tuple[float, float], box: Box) -> tuple[float, float]:
        _, y = box.centre
        if box.left <= point[0] <= box.right:
            return point[0], box.top if point[1] < y else box.bottom
        gap = 4 * self._unit
        return (box.left - gap if point[0] < box.left else box.right + gap), y

    def _is_clear(self, line: shapely.LineString) -> bool:
        return not any(line.intersects(box.polygon) for box in self._taken) and not any(
            line.intersects(other) for other in self._lines
        )
