"""Which of a page is free, on a fine grid: the question is asked of thousands of boxes, and a grid
answers it for all of them at once."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.draw.layout import Box

Numbers = NDArray[np.float64]
_LOOK = 2.0  # cells between two looks at what a line crosses
_MOST_SAMPLES = 4000  # of one edge, however long it is


class Room:
    """The free part of a page; what is filled is never free again.

    Parameters
    ----------
    page
        The page.
    cell
        The side of the grid's cells in pixels: so exact are the answers, on the safe side.
    places
        Polygons that are no free room and do not overlap, of which :meth:`crossed` tells.
    """

    def __init__(self, page: Box, cell: float, places: Sequence[shapely.Geometry] = ()) -> None:
        self.page, self._cell = page, cell
        self._high = max(math.ceil(page.height / cell), 1)
        self._wide = max(math.ceil(page.width / cell), 1)
        self._full = np.zeros((self._high, self._wide), dtype=bool)
        self._sums: NDArray[np.int32] | None = None
        #: Of each cell, the number of its place from one on; zero outside of them.
        self._places = self._fill_polygons(places, np.arange(1, len(places) + 1))

    def fill(self, shapes: Sequence[shapely.Geometry]) -> None:
        """Take what polygons and lines cover."""
        if not len(shapes):
            return
        parts = shapely.get_parts(np.array(shapes, dtype=object))
        kinds = shapely.get_type_id(parts)
        areas, lines = parts[kinds == 3], parts[kinds == 1]
        self._fill_polygons(areas, np.ones(len(areas), dtype=int))
        if len(lines):
            self._fill_along(self._edges(lines)[0])

    def fill_box(self, box: Box) -> None:
        """Take a box."""
        left, top, right, bottom = (
            min(max(side, 0), most)
            for side, most in zip(
                (*self._cells(box.left, box.top), *self._cells(box.right, box.bottom, up=True)),
                (self._wide, self._high) * 2,
                strict=True,
            )
        )
        self._full[top:bottom, left:right] = True
        self._sums = None

    def free(self, boxes: Numbers) -> NDArray[np.bool_]:
        """Which boxes (left, top, right, bottom; shape (n, 4)) lie on the page and on nothing."""
        if self._sums is None:
            sums = self._full.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
            self._sums = np.pad(sums, ((1, 0), (1, 0)))
        page, sums = self.page, self._sums
        left, top, right, bottom = boxes.T
        on = (left >= page.left) & (right <= page.right)
        on &= (top >= page.top) & (bottom <= page.bottom)
        x0 = np.clip(np.floor((left - page.left) / self._cell), 0, self._wide).astype(int)
        x1 = np.clip(np.ceil((right - page.left) / self._cell), 0, self._wide).astype(int)
        y0 = np.clip(np.floor((top - page.top) / self._cell), 0, self._high).astype(int)
        y1 = np.clip(np.ceil((bottom - page.top) / self._cell), 0, self._high).astype(int)
        found: NDArray[np.bool_] = on & (
            sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0] == 0
        )
        return found

    def crossed(self, starts: Numbers, ends: Numbers, own: int) -> NDArray[np.int_]:
        """How many places lines cross beside their own (its number in the sequence)."""
        longest = float(np.hypot(*(ends - starts).T).max(initial=0.0))
        parts = np.linspace(0, 1, max(round(longest / self._cell / _LOOK), 2))[:, np.newaxis]
        points = starts[:, np.newaxis] + parts * (ends - starts)[:, np.newaxis]
        cells = np.floor((points - (self.page.left, self.page.top)) / self._cell).astype(int)
        columns, rows = cells[..., 0].clip(0, self._wide - 1), cells[..., 1].clip(0, self._high - 1)
        met = np.sort(self._places[rows, columns], axis=1)
        new = np.ones(met.shape, dtype=bool)
        new[:, 1:] = met[:, 1:] != met[:, :-1]
        foreign = new & (met > 0) & (met != own + 1)
        count: NDArray[np.int_] = foreign.sum(axis=1)
        return count

    def _cells(self, x: float, y: float, *, up: bool = False) -> tuple[int, int]:
        whole = math.ceil if up else math.floor
        return whole((x - self.page.left) / self._cell), whole((y - self.page.top) / self._cell)

    def _edges(self, lines: Sequence[shapely.Geometry]) -> tuple[Numbers, NDArray[np.int_]]:
        """The edges of lines in cells, x0, y0, x1, y1 (shape (n, 4)), of those near the page, and
        of which line each is."""
        points, numbers = shapely.get_coordinates(lines, return_index=True)
        points = (points - (self.page.left, self.page.top)) / self._cell
        same = numbers[:-1] == numbers[1:]
        edges, numbers = np.hstack([points[:-1], points[1:]])[same], numbers[:-1][same]
        near = np.minimum(edges[:, 1], edges[:, 3]) < self._high
        near &= np.maximum(edges[:, 1], edges[:, 3]) > 0
        return edges[near], numbers[near]

    def _fill_polygons(
        self, shapes: Sequence[shapely.Geometry], values: NDArray[np.int_]
    ) -> NDArray[np.int_]:
        """Take polygons; the sum of the values of those in whose inside a cell's middle lies."""
        if not len(shapes):
            return np.zeros(self._full.shape, dtype=int)
        parts, of = shapely.get_parts(np.array(shapes, dtype=object), return_index=True)
        areas = shapely.get_type_id(parts) == 3
        rings, ring_of = shapely.get_rings(shapely.orient_polygons(parts[areas]), return_index=True)
        edges, numbers = self._edges(rings)
        x0, y0, x1, y1 = edges.T
        first = np.clip(np.ceil(np.minimum(y0, y1) - 0.5), 0, self._high).astype(int)
        last = np.clip(np.ceil(np.maximum(y0, y1) - 0.5), 0, self._high).astype(int)
        rows, edge = _ranges(first, last)
        steep = (x1 - x0) / np.where(y1 == y0, 1.0, y1 - y0)
        crossing = x0[edge] + (rows + 0.5 - y0[edge]) * steep[edge]
        columns = np.clip(np.ceil(crossing - 0.5), 0, self._wide).astype(int)
        # From the left, a ring is entered where it goes up, and left where it goes down.
        entered = np.where(y1 < y0, 1, -1) * values[of[areas][ring_of[numbers]]]
        inside = np.zeros(self._full.shape, dtype=int)
        if len(rows):
            top, bottom, wide = rows.min(), rows.max() + 1, self._wide + 1
            steps = np.bincount(
                (rows - top) * wide + columns,
                weights=entered[edge],
                minlength=(bottom - top) * wide,
            )
            some = steps.reshape(bottom - top, wide)[:, :-1].astype(np.int32).cumsum(axis=1)
            inside[top:bottom] = some
        self._full |= inside > 0
        self._fill_along(edges)
        return inside

    def _fill_along(self, edges: Numbers) -> None:
        """Cells that edges touch, so that what is smaller than a cell is not overlooked."""
        self._sums = None
        x0, y0, x1, y1 = edges.T
        steps = np.ceil(2 * np.hypot(x1 - x0, y1 - y0)).clip(1, _MOST_SAMPLES).astype(int)
        numbers, edge = _ranges(np.zeros_like(steps), steps + 1)
        part = numbers / steps[edge]
        columns = np.floor(x0[edge] + part * (x1 - x0)[edge]).astype(int)
        rows = np.floor(y0[edge] + part * (y1 - y0)[edge]).astype(int)
        on = (columns >= 0) & (columns < self._wide) & (rows >= 0) & (rows < self._high)
        self._full[rows[on], columns[on]] = True


def _ranges(
    first: NDArray[np.int_], last: NDArray[np.int_]
) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """The numbers of many ranges one after another, and of which range each is."""
    counts = np.maximum(last - first, 0)
    which = np.repeat(np.arange(len(counts)), counts)
    before = np.repeat(np.cumsum(counts) - counts, counts)
    return first[which] + np.arange(len(which)) - before, which
