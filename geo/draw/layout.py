"""Where things go on a picture, in pixels with y downwards: boxes, fitting, and free places."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.model import DrawingError
from geo.places import Bounds


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def about(cls, centre: tuple[float, float], width: float, height: float) -> Box:
        """A box of a size with its middle at a point."""
        x, y = centre
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

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

    def without(self, other: Box) -> Box:
        """The largest part of it that another leaves."""
        if not self.overlaps(other):
            return self
        parts = (
            replace(self, top=other.bottom), replace(self, bottom=other.top),
            replace(self, left=other.right), replace(self, right=other.left),
        )  # fmt: skip
        return max(parts, key=lambda part: max(part.width, 0.0) * max(part.height, 0.0))

    def within(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def inside(shapes: Sequence[shapely.Geometry], box: Box) -> list[bool]:
    """Which of many shapes lie in a box."""
    left, top, right, bottom = shapely.bounds(list(shapes)).T
    found: list[bool] = (
        (left >= box.left) & (top >= box.top) & (right <= box.right) & (bottom <= box.bottom)
    ).tolist()
    return found


def near(shapes: Sequence[shapely.Geometry], box: Box) -> list[bool]:
    """Which of many shapes may reach into a box, by the boxes round them."""
    left, top, right, bottom = shapely.bounds(list(shapes)).T
    found: list[bool] = (
        (left < box.right) & (top < box.bottom) & (right > box.left) & (bottom > box.top)
    ).tolist()
    return found


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
    box = Box.about(centre, width, height)
    shapely.prepare(shape)
    if shapely.contains(shape, box.polygon):
        return box
    left, top, right, bottom = shape.bounds
    xs, ys = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(left, right, step), np.arange(top, bottom, step))
    )
    for side, end in itertools.product((-1, 1), (-1, 1)):  # soon asked, and most are out already
        inside = shapely.contains_xy(shape, xs + side * width / 2, ys + end * height / 2)
        xs, ys = xs[inside], ys[inside]
    boxes = shapely.box(xs - width / 2, ys - height / 2, xs + width / 2, ys + height / 2)
    x, y = centre
    distances = np.where(shapely.contains(shape, boxes), np.hypot(xs - x, ys - y), np.inf)
    nearest = distances.argmin() if len(distances) else 0
    if not len(distances) or distances[nearest] == np.inf:
        return None
    return Box(*map(float, boxes[nearest].bounds))
