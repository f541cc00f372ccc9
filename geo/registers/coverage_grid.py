"""In which place of a coverage a position lies, where there are thousands of small places.

Half of all positions come near some border of counties, too many for tests against polygons. Here
the few pieces of border in a small cell decide: from a position towards a point on one of them, the
first piece that is met has the position on its left or on its right, and a coverage has one place
there, or none. Where rounding might decide, polygons do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, cos, radians
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Degrees
from geo.places import LARGEST_SHIFT_DEGREES, Datum, convert
from geo.registers.place_grid import (
    METRES_PER_DEGREE,
    OUTSIDE,
    Flags,
    Indexes,
    Polygons,
    Raster,
    inside_pairs,
    lowest_of,
)

_FINE_DEGREES = 0.02
_COARSE = 3  # small cells on a large cell's side
_NEAR = -2
# So many positions at once: what is computed of them stays in a processor's cache.
_AT_ONCE = 65_536
# Below this the sign of a cross product (square degrees) is not sure: about a metre off a border of
# a kilometre. Half the digits are twice as fast, and from the mark of a cell distances are small.
_UNSURE = 1e-7
# With all digits; a mark is off its piece by the last digit of a longitude, 1.5e-14.
_UNSURE_DOUBLE = 1e-12
Halves = NDArray[np.float32]
Numbers = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Pieces:
    """Straight pieces of border from ``ends`` (k x 4: lon, lat, lon, lat) with the place on the
    left and on the right of each, and its rank: 1 between places, 2 where it also bounds a place of
    the next level above, and so on."""

    ends: Degrees = field(repr=False)
    left: Indexes = field(repr=False)
    right: Indexes = field(repr=False)
    rank: NDArray[np.int8] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Views:
    """What is near each small cell that a border comes near, seen from its mark, a point on one of
    the pieces: ``marks`` (lon, lat) and ``unsure`` are of cells, whose pairs with pieces begin at
    ``first``; of each pair, ``pieces`` is the number of the piece, ``sides`` the place on its left
    and on its right, and ``seen`` what is asked of every pair, side by side in memory: the first
    end and the way to the other, on which side of the mark the piece runs (0 where the mark is on
    it), how late it may be met, its rank, and a degree of longitude in degrees of latitude.
    """

    cells: Indexes = field(repr=False)
    first: Indexes = field(repr=False)
    marks: Degrees = field(repr=False)
    unsure: NDArray[np.bool_] = field(repr=False)
    pieces: NDArray[np.int32] = field(repr=False)
    sides: NDArray[np.int32] = field(repr=False)
    seen: Halves = field(repr=False)


@dataclass(frozen=True, eq=False)
class CoverageGrid:
    """Places of one coverage in WGS 84 degrees; see :class:`geo.registers.place_grid.PlaceGrid`,
    of which it is another kind.

    ``cells`` has the place of each large cell, or :data:`_NEAR`; ``fine`` that of each small one,
    or ``-2 - n``, where the pieces near the n-th cell of the ``views`` come into question.
    """

    adcodes: tuple[str, ...]
    polygons: Polygons = field(repr=False)
    datum: Datum
    raster: Raster
    cells: NDArray[np.int32] = field(repr=False)
    fine_raster: Raster
    fine: NDArray[np.int32] = field(repr=False)
    views: Views = field(repr=False)
    pieces: Pieces = field(repr=False)
    tolerance: float

    def __post_init__(self) -> None:
        shapely.prepare(self.polygons)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__post_init__()

    def locate(self, lon: Degrees, lat: Degrees) -> tuple[Indexes, NDArray[np.int8]]:
        """The place of each position as :meth:`PlaceGrid.locate` has it, and the highest rank of a
        border within the tolerance, 0 where there is none."""
        places = self.cells[self.raster.cells_of(lon, lat)].astype(np.int64)
        close = np.zeros(len(places), dtype=np.int8)
        near = np.flatnonzero(places == _NEAR)
        if len(near):
            x, y = convert(lon[near], lat[near], source=self.datum, target="wgs84")
            found = self.fine[self.fine_raster.cells_of(x, y)].astype(np.int64)
            hard = np.flatnonzero(found < OUTSIDE)
            for start in range(0, len(hard), _AT_ONCE):
                some = hard[start : start + _AT_ONCE]
                sides = _seen(self, x[some], y[some], -2 - found[some])
                found[some], close[near[some]] = sides
            places[near] = found
        return places, close


def make_coverage_grid(
    places: Mapping[str, shapely.Geometry],
    *,
    datum: Datum = "wgs84",
    tolerance: float = 0.0,
    above: Sequence[Mapping[str, str]] = (),
) -> CoverageGrid:
    """Lay the grid over the polygons of a valid coverage.

    Parameters
    ----------
    places, datum, tolerance
        As for :func:`geo.registers.place_grid.make_grid`.
    above
        The place that each lies in, of the next level above first.
    """
    adcodes = tuple(sorted(places))
    polygons = np.array([places[adcode] for adcode in adcodes])
    west, south, east, north = map(float, shapely.total_bounds(polygons))
    furthest = min(max(abs(south), abs(north)), 89.0)
    # Marks of cells must be within reach of the next one's side, too.
    reach = max(tolerance / (METRES_PER_DEGREE * cos(radians(furthest))), _FINE_DEGREES / 8)
    shift = LARGEST_SHIFT_DEGREES[datum]
    step = _FINE_DEGREES * _COARSE
    rim = shift + 2 * step
    columns, rows = (ceil((b - a + 2 * rim) / step) for a, b in ((west, east), (south, north)))
    raster = Raster(west - rim, south - rim, step, columns, rows)
    fine = Raster(raster.west, raster.south, _FINE_DEGREES, columns * _COARSE, rows * _COARSE)
    groups = [[parents[adcode] for adcode in adcodes] for parents in above]
    pieces = _pieces(polygons, groups)
    views = _views(pieces, fine, reach)
    none = np.zeros(0, dtype=np.int32)
    grid = CoverageGrid(
        adcodes, polygons, datum, raster, none, fine, none, views, pieces, tolerance
    )
    cells = _fill(grid, reach)
    return replace(grid, cells=_coarse(cells, raster, ceil(shift / step)), fine=cells)


def _pieces(polygons: Polygons, groups: Sequence[Sequence[str]]) -> Pieces:
    """Every piece of border once. Inside a place lies what is left of its rings."""
    parts, owners = shapely.get_parts(shapely.orient_polygons(polygons), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    on = ring[:-1] == ring[1:]
    ends, owner = np.column_stack([xy[:-1], xy[1:]])[on], owners[part[ring[:-1][on]]]
    back = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[back] = ends[back][:, [2, 3, 0, 1]]
    order = np.lexsort(ends.T)
    ends, owner, back = ends[order], owner[order], back[order]
    new = np.append(True, (ends[1:] != ends[:-1]).any(axis=1))
    number = np.cumsum(new) - 1
    left, right = np.full((2, number[-1] + 1), OUTSIDE)
    left[number[~back]], right[number[back]] = owner[~back], owner[back]
    rank = np.ones(len(left), dtype=np.int8)
    for group in groups:
        ids = np.append(np.unique(group, return_inverse=True)[1], OUTSIDE)  # the last is outside
        rank += ids[left] != ids[right]
    return Pieces(ends[new], left, right, rank)


def _views(borders: Pieces, raster: Raster, reach: float) -> Views:
    """The pieces within reach of each small cell, seen from a point on one of them."""
    ends = borders.ends
    which, column, row = _boxes(ends, raster, reach)
    low = np.column_stack((raster.west + column * raster.step, raster.south + row * raster.step))
    low -= reach
    first, last = _clip(ends[which], low, low + raster.step + 2 * reach)
    kept = np.flatnonzero(first <= last)
    cells = (row * raster.columns + column)[kept]
    kept = kept[np.argsort(cells, kind="stable")]
    which, cells = which[kept], np.sort(cells)
    pieces = ends[which]
    start, span = pieces[:, :2].T.copy(), (pieces[:, 2:] - pieces[:, :2]).T.copy()
    starts = np.flatnonzero(np.append(True, np.diff(cells) != 0))
    number = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(cells))))
    # The mark is far from the ends of its piece, so that no other piece goes through it.
    long = (last - first)[kept] * np.hypot(*span)
    winners = np.flatnonzero(long == np.maximum.reduceat(long, starts)[number])
    best = np.zeros(len(starts), dtype=np.int64)
    best[number[winners[::-1]]] = winners[::-1]
    marks = start[:, best] + ((first + last) / 2)[kept][best] * span[:, best]
    start -= marks[:, number]
    side = span[1] * start[0] - span[0] * start[1]
    side[best], last = 0.0, np.full(len(which), np.inf)
    last[best] = 1.0
    sure = np.abs(side) >= _UNSURE
    sure[best] = True
    unsure = ~np.logical_and.reduceat(sure, starts)
    scales = np.cos(np.radians(marks[1]))[number]
    seen = np.empty((len(which), 8), dtype=np.float32)
    for at, each in enumerate((*start, *span, side, last, borders.rank[which], scales)):
        seen[:, at] = each
    sides = np.stack((borders.left, borders.right), axis=1, dtype=np.int32)[which]
    firsts = np.append(starts, len(cells))
    return Views(cells[starts], firsts, marks, unsure, which.astype(np.int32), sides, seen)


def _boxes(ends: Degrees, raster: Raster, reach: float) -> tuple[Indexes, Indexes, Indexes]:
    """Triples of a piece, and column and row of a cell that its box comes near."""
    found = []
    for axis, origin in ((0, raster.west), (1, raster.south)):
        low = np.minimum(ends[:, axis], ends[:, axis + 2]) - reach
        high = np.maximum(ends[:, axis], ends[:, axis + 2]) + reach
        found += [((each - origin) / raster.step).astype(np.int64) for each in (low, high)]
    west, east, south, north = found
    wide = east - west + 1
    counts = wide * (north - south + 1)
    which = np.repeat(np.arange(len(ends)), counts)
    at = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    up, along = np.divmod(at, wide[which])
    return which, west[which] + along, south[which] + up


def _clip(ends: Degrees, low: Degrees, high: Degrees) -> tuple[Degrees, Degrees]:
    """Which part of each piece (0 to 1) lies in its box (Liang and Barsky 1984); the first is after
    the last where none does."""
    first, last = np.zeros(len(ends)), np.ones(len(ends))
    for axis in (0, 1):
        start, span = ends[:, axis], ends[:, axis + 2] - ends[:, axis]
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = (low[:, axis] - start) / span, (high[:, axis] - start) / span
        level = span == 0
        inside = (start >= low[:, axis]) & (start <= high[:, axis])
        enter = np.where(level, np.where(inside, 0.0, 2.0), np.minimum(one, other))
        leave = np.where(level, 1.0, np.maximum(one, other))
        first, last = np.maximum(first, enter), np.minimum(last, leave)
    return first, last


def _fill(grid: CoverageGrid, reach: float) -> NDArray[np.int32]:
    """The place of every small cell. In a row, the cells between two with a border near lie in the
    same place: it is that of a position just beyond the first of the two."""
    raster, crossed = grid.fine_raster, grid.views.cells
    is_hard = np.zeros(raster.rows * raster.columns, dtype=bool)
    is_hard[crossed] = True
    first = np.flatnonzero(is_hard[:-1] & ~is_hard[1:]) + 1
    row, column = np.divmod(first, raster.columns)
    x = raster.west + column * raster.step + reach / 2
    y = raster.south + (row + 0.5) * raster.step
    owners = np.full(len(first) + 1, OUTSIDE, dtype=np.int32)  # the first is the rim
    owners[1:] = _seen(grid, x, y, np.searchsorted(crossed, first - 1))[0]
    run = np.zeros(len(is_hard), dtype=np.int32)
    run[first] = 1
    cells = owners[np.cumsum(run, dtype=np.int32)]
    cells[crossed] = -2 - np.arange(len(crossed), dtype=np.int32)
    return cells


def _coarse(fine: NDArray[np.int32], raster: Raster, shift: int) -> NDArray[np.int32]:
    """The place of every large cell whose small ones, and those of cells that a datum may shift a
    position to, have no border near."""
    blocks = fine.reshape(raster.rows, _COARSE, raster.columns, _COARSE)
    low = blocks.min(axis=(1, 3))
    near = low < OUTSIDE
    for _ in range(shift):
        near[1:] |= near[:-1].copy()
        near[:-1] |= near[1:].copy()
        near[:, 1:] |= near[:, :-1].copy()
        near[:, :-1] |= near[:, 1:].copy()
    return np.where(near, np.int32(_NEAR), low).ravel()


def _seen(
    grid: CoverageGrid, x: Degrees, y: Degrees, found: Indexes
) -> tuple[Indexes, NDArray[np.int8]]:
    """The place of WGS 84 positions in the ``found`` cells among those with a border near, and the
    highest rank of a border within the tolerance."""
    views = grid.views
    which, pairs, starts = _pairs(views, found)
    seen = views.seen.take(pairs, axis=0).T
    qx = (x - views.marks[0][found]).astype(np.float32)[which]
    qy = (y - views.marks[1][found]).astype(np.float32)[which]
    met, on_right, surely = _first_met(seen, qx, qy, which, starts)
    owner = views.sides.ravel()[2 * pairs[met] + on_right].astype(np.int64)
    doubtful = np.flatnonzero((surely < _UNSURE) | views.unsure[found])
    if len(doubtful):
        owner[doubtful] = _by_all_digits(grid, x[doubtful], y[doubtful], found[doubtful])
    if not grid.tolerance:
        return owner, np.zeros(len(x), dtype=np.int8)
    ax, ay, dx, dy, _, _, rank, scale = seen
    away = _squared((ax - qx) * scale, ay - qy, dx * scale, dy)
    near = away <= (grid.tolerance / METRES_PER_DEGREE) ** 2
    return owner, np.maximum.reduceat(rank * near, starts).astype(np.int8)


def _first_met(
    seen: Numbers, qx: Numbers, qy: Numbers, which: Indexes, starts: Indexes
) -> tuple[Indexes, Flags, Numbers]:
    """Which pair has the piece that is met first on the way from each position to its mark, whether
    the position is on the right of that, and how far from 0 all that decided it is."""
    ax, ay, dx, dy, mark_side, last = seen[:6]
    # All from the mark; side is above zero where the position lies on the left of a piece.
    turn = dx * qy - dy * qx
    side = turn + mark_side
    a_side = ax * qy - ay * qx
    b_side = a_side + turn
    crossed = (side * mark_side < 0) & (a_side * b_side < 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        way = np.where(crossed, side / (side - mark_side), last)
    winners = np.flatnonzero(way == np.minimum.reduceat(way, starts)[which])
    met = starts.copy()
    met[which[winners]] = winners
    surely = np.minimum(np.minimum(np.abs(side), np.abs(a_side)), np.abs(b_side))
    return met, side[met] <= 0, np.minimum.reduceat(surely, starts)


def _by_all_digits(grid: CoverageGrid, x: Degrees, y: Degrees, found: Indexes) -> Indexes:
    """The place of positions as :func:`_seen` has it, but with double the digits, and by polygons
    where these do not decide either."""
    views = grid.views
    which, pairs, starts = _pairs(views, found)
    ends = grid.pieces.ends[views.pieces[pairs]].T
    mark_x, mark_y = views.marks[:, found[which]]
    ax, ay, last = ends[0] - mark_x, ends[1] - mark_y, views.seen[pairs, 5].astype(np.float64)
    dx, dy = ends[2] - ends[0], ends[3] - ends[1]
    on_it = last == 1
    mark_side = np.where(on_it, 0, dy * ax - dx * ay)
    seen = np.stack((ax, ay, dx, dy, mark_side, last))
    met, on_right, surely = _first_met(seen, x[which] - mark_x, y[which] - mark_y, which, starts)
    owner = views.sides.ravel()[2 * pairs[met] + on_right].astype(np.int64)
    marked = np.minimum.reduceat(np.where(on_it, 1, np.abs(mark_side)), starts)
    unsure = np.flatnonzero(np.minimum(surely, marked) < _UNSURE_DOUBLE)
    if len(unsure):
        owner[unsure] = _by_polygons(grid, x[unsure], y[unsure], found[unsure])
    return owner


def _pairs(views: Views, found: Indexes) -> tuple[Indexes, Indexes, Indexes]:
    """Pairs of a position in a ``found`` cell and a piece near that: which position it is, which of
    the views, and where the pairs of each position begin."""
    first, counts = views.first[found], np.diff(views.first)[found]
    starts = np.cumsum(counts) - counts
    which = np.repeat(np.arange(len(found)), counts)
    return which, np.arange(len(which)) + np.repeat(first - starts, counts), starts


def _squared(ax: Halves, ay: Halves, dx: Halves, dy: Halves) -> Halves:
    """The square of how far pieces that start at a and go on by d come to the origin."""
    length = dx * dx + dy * dy  # never 0: two ends that are one are no piece
    nearest = np.clip(-(ax * dx + ay * dy) / length, 0, 1)
    x, y = ax + nearest * dx, ay + nearest * dy
    return np.asarray(x * x + y * y, dtype=np.float32)


def _by_polygons(grid: CoverageGrid, x: Degrees, y: Degrees, found: Indexes) -> Indexes:
    """The lowest of the places beside the pieces that positions lie in, or on the border of."""
    which, pairs, _ = _pairs(grid.views, found)
    ids = grid.views.pieces[pairs]
    points = np.concatenate([which, which])
    places = np.concatenate([grid.pieces.left[ids], grid.pieces.right[ids]])
    count = len(grid.adcodes)
    both = np.unique((points * count + places)[places != OUTSIDE])
    points, places = np.divmod(both, count)
    inside = inside_pairs(grid.polygons, x, y, points=points, places=places)
    return lowest_of(*inside, count=len(x))
