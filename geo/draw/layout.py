"""Where things go on a picture, in pixels with y downwards: boxes, fitting, and free places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.errors import DrawingError
from geo.geometry import Bounds


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
        raise DrawingError(
            "there is no room left for the map: make the picture larger, or the title shorter."
        )
    scale = min(area.width / (east - west), area.height / (north - south))
    x, y = area.centre
    return Placement(scale, x - scale * (west + east) / 2, y + scale * (south + north) / 2)


class FreePlaces:
    """Finds the nearest place for a box that covers no territory and nothing placed before."""

    def __init__(
        self, polygons: Sequence[Any], page: Box, taken: Sequence[Box], unit: float
    ) -> None:
        self._tree = shapely.STRtree(polygons)
        self._page = page
        self._taken = list(taken)
        self._unit = unit

    def take(self, point: tuple[float, float], width: float, height: float) -> Box | None:
        """The nearest free box to a point, taken from now on; None where there is none.

        East counts as nearer than west: there is the sea, and there readers look for the labels
        of a coast.
        """
        unit = self._unit
        candidates = []
        for distance in np.arange(26 * unit, 0.6 * self._page.width, 9 * unit):
            for degrees in range(-180, 180, 10):
                east = math.cos(math.radians(degrees))
                x, y = (
                    point[0] + distance * east,
                    point[1] + distance * math.sin(math.radians(degrees)),
                )
                left = x if east >= 0 else x - width
                box = Box(left, y - height / 2, left + width, y + height / 2)
                candidates.append((distance * (1.6 - 0.6 * east), degrees, box))
        for _, _, box in sorted(candidates, key=lambda candidate: candidate[:2]):
            if self._is_free(box):
                self._taken.append(box)
                return box
        return None

    def _is_free(self, box: Box) -> bool:
        padded = box.grown(5 * self._unit)
        return (
            box.within(self._page)
            and not any(padded.overlaps(other) for other in self._taken)
            and len(self._tree.query(padded.polygon, predicate="intersects")) == 0
        )
