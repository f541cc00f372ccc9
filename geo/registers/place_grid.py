"""In which place a position lies: polygons behind a grid of cells.

Most cells of the grid are crossed by no border, and every position in them lies in one known place,
or in none. Only positions in the other cells are tested against polygons, and only they need an
exact datum: a cell counts as crossed where a border comes nearer than a datum can shift a position.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil, cos, radians
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Degrees
from geo.places import LARGEST_SHIFT_DEGREES, Bounds, Datum, convert

#: The place of a position that lies in none.
OUTSIDE = -1

_CELLS = 1_250_000  # of 0.05 degrees on a map of the country
_FINER = 4  # small cells on a cell's side
_SAMPLES = 4  # positions along a border for each cell it crosses
METRES_PER_DEGREE = 111_195.0  # on a sphere of 6,371,009 m

Indexes = NDArray[np.int64]
Flags = NDArray[np.bool_]
Polygons = NDArray[np.object_]


@dataclass(frozen=True)
class Raster:
    """Square cells in degrees, numbered by rows from the south-western one."""

    west: float
    south: float
    step: float
    columns: int
    rows: int

    def cells_of(self, lon: Degrees, lat: Degrees) -> Indexes:
        """The cell of each position; of those beyond the raster, the nearest one on its rim."""
        column = np.clip((lon - self.west) / self.step, 0, self.columns - 1).astype(np.int64)
        row = np.clip((lat - self.south) / self.step, 0, self.rows - 1).astype(np.int64)
        return row * self.columns + column

    def centres_of(self, cells: Indexes) -> tuple[Degrees, Degrees]:
        """The middle of each cell: longitude, latitude."""
        row, column = np.divmod(cells, self.columns)
        return self.west + (column + 0.5) * self.step, self.south + (row + 0.5) * self.step


@dataclass(frozen=True, eq=False)
class Candidates:
    """What comes near some cells of a raster: near ``cells[n]``, in ascending order, come the
    numbers ``ids[starts[n]:starts[n + 1]]``."""

    cells: Indexes = field(repr=False)
    starts: Indexes = field(repr=False)
    ids: Indexes = field(repr=False)

    def pairs(self, found: Indexes) -> tuple[Indexes, Indexes]:
        """The numbers near each of n cells, which are given by their places among ``cells``: pairs
        of 0 … n - 1 and a number."""
        first, end = self.starts[found], self.starts[found + 1]
        which = np.repeat(np.arange(len(found)), end - first)
        ids = np.arange(len(which)) - np.repeat(np.cumsum(end - first) - end, end - first)
        return which, self.ids[ids]


@dataclass(frozen=True, eq=False)
class Borders:
    """Borders cut into straight pieces, to tell which positions lie within ``tolerance`` (metres).

    ``pieces`` (k x 4) are the ends of each on Mercator's plane, in degrees; ``near`` has the pieces
    that come near small cells.
    """

    tolerance: float
    raster: Raster
    near: Candidates
    pieces: Degrees = field(repr=False)

    def close(self, lon: Degrees, lat: Degrees) -> Flags:
        """Whether WGS 84 positions lie within the tolerance of a border, to 1 %: measured on
        Mercator's plane, which is true to scale around a point."""
        close = np.zeros(len(lon), dtype=bool)
        cells = self.raster.cells_of(lon, lat)
        found = np.minimum(np.searchsorted(self.near.cells, cells), len(self.near.cells) - 1)
        some = np.flatnonzero(self.near.cells[found] == cells)
        which, pieces = self.near.pairs(found[some])
        metres = METRES_PER_DEGREE * np.cos(np.radians(lat[some]))
        distance = _to_piece(lon[some][which], _mercator(lat[some])[which], self.pieces[pieces])
        close[some[which[distance * metres[which] <= self.tolerance]]] = True
        return close


@dataclass(frozen=True, eq=False)
class PlaceGrid:
    """Polygons in WGS 84 degrees, with the cells that make most tests needless.

    ``adcodes`` are in ascending order, and a place is an index into them. ``datum`` is that of the
    positions to be located. ``cells`` has the place of each cell, :data:`OUTSIDE`, or, near a
    border, ``-2 - n``: then only the n-th ``candidates`` come into question. ``borders`` is None
    where nobody asks how near a position is to one.
    """

    adcodes: tuple[str, ...]
    polygons: Polygons = field(repr=False)
    datum: Datum
    raster: Raster
    cells: NDArray[np.int32] = field(repr=False)
    candidates: Candidates = field(repr=False)
    borders: Borders | None = field(repr=False)

    def __post_init__(self) -> None:
        # What is prepared builds its index when first asked, which threads must not do at once.
        shapely.prepare(self.polygons)
        for polygon in self.polygons:
            shapely.intersects_xy(polygon, *polygon.envelope.centroid.coords[0])

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__post_init__()

    def locate(self, lon: Degrees, lat: Degrees) -> tuple[Indexes, Flags]:
        """The place of each position, and whether it lies within the tolerance of a border.

        Parameters
        ----------
        lon, lat
            Finite degrees in the grid's datum, of shape (n,).

        Returns
        -------
        tuple
            Indexes into ``adcodes``, or :data:`OUTSIDE`, and flags, both of shape (n,). A position
            on a border belongs to the place with the lowest adcode of those that it touches.
        """
        places = self.cells[self.raster.cells_of(lon, lat)].astype(np.int64)
        close = np.zeros(len(places), dtype=bool)
        near = np.flatnonzero(places < OUTSIDE)
        if len(near):
            x, y = convert(lon[near], lat[near], source=self.datum, target="wgs84")
            points, candidates = self.candidates.pairs(-2 - places[near])
            inside = inside_pairs(self.polygons, x, y, points=points, places=candidates)
            places[near] = lowest_of(*inside, count=len(near))
            if self.borders is not None:
                close[near] = self.borders.close(x, y)
        return places, close


def make_grid(
    places: Mapping[str, shapely.Geometry],
    *,
    datum: Datum = "wgs84",
    tolerance: float | None = None,
) -> PlaceGrid:
    """Lay the grid over polygons.

    Parameters
    ----------
    places
        Polygons by adcode, WGS 84 degrees.
    datum
        The datum of the positions to be located.
    tolerance
        Metres; positions nearer than this to a border are told.
    """
    adcodes = tuple(sorted(places))
    polygons = np.array([places[adcode] for adcode in adcodes])
    west, south, east, north = map(float, shapely.total_bounds(polygons))
    furthest = min(max(abs(south), abs(north)), 89.0)
    width = (tolerance or 0.0) / (METRES_PER_DEGREE * cos(radians(furthest)))
    reach = LARGEST_SHIFT_DEGREES[datum] + width
    # Cells much smaller than what is near would be near in their thousands.
    step = max(((east - west) * (north - south) / _CELLS) ** 0.5, reach / 2, 1e-6)
    raster = _raster((west, south, east, north), step, rim=reach + 2 * step)
    lines = shapely.boundary(polygons)
    near, owners = _near_cells(lines, raster, reach)
    crossed = _distinct(near)
    # Where places overlap, a cell near the border of one may lie wholly in another.
    centres, around = _pairs_around(polygons, *raster.centres_of(crossed))
    candidates = _by_cell(
        np.concatenate([near, crossed[centres]]), np.concatenate([owners, around])
    )
    return PlaceGrid(
        adcodes=adcodes,
        polygons=polygons,
        datum=datum,
        raster=raster,
        cells=_fill(polygons, raster, crossed),
        candidates=candidates,
        borders=_borders(lines, raster, width, tolerance=tolerance) if tolerance else None,
    )


def _raster(bounds: Bounds, step: float, *, rim: float) -> Raster:
    west, south, east, north = bounds
    return Raster(
        west=west - rim,
        south=south - rim,
        step=step,
        columns=ceil((east - west + 2 * rim) / step),
        rows=ceil((north - south + 2 * rim) / step),
    )


def _borders(lines: Polygons, raster: Raster, width: float, *, tolerance: float) -> Borders:
    """Every border once, in pieces, and the small cells within ``width`` (degrees) of each."""
    xy, owners = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    ends = np.column_stack([xy[:-1], xy[1:]])[owners[:-1] == owners[1:]]
    backwards = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[backwards] = ends[backwards][:, [2, 3, 0, 1]]
    ends = np.unique(ends, axis=0)  # two places share a border
    finer = max(1, min(_FINER, int(2 * raster.step / width)))
    fine = Raster(raster.west, raster.south, raster.step / finer,
                  raster.columns * finer, raster.rows * finer)  # fmt: skip
    near = _near_cells(shapely.linestrings(ends.reshape(-1, 2, 2)), fine, width)
    ends[:, [1, 3]] = _mercator(ends[:, [1, 3]])
    return Borders(tolerance, fine, _by_cell(*near), ends)


def _near_cells(lines: Polygons, raster: Raster, reach: float) -> tuple[Indexes, Indexes]:
    """The cells within reach (degrees) of lines, with the number of the line: pairs, of which some
    may stand twice."""
    spacing = raster.step / _SAMPLES
    xy, owners = shapely.get_coordinates(shapely.segmentize(lines, spacing), return_index=True)
    reach += spacing / 2  # as far as a position on a line can be from the nearest sample
    offsets = np.linspace(-reach, reach, ceil(2 * reach / raster.step) + 1)
    found = []
    for east in offsets:
        for north in offsets:
            cells = raster.cells_of(xy[:, 0] + east, xy[:, 1] + north)
            new = np.append(True, (np.diff(cells) != 0) | (np.diff(owners) != 0))
            found.append((cells[new], owners[new]))
    cells, numbers = map(np.concatenate, zip(*found, strict=True))
    return cells, numbers


def _by_cell(cells: Indexes, ids: Indexes) -> Candidates:
    """Pairs of a cell and a number, each once and in order."""
    count = int(ids.max(initial=0)) + 1
    cells, ids = np.divmod(_distinct(cells * count + ids), count)
    firsts = np.flatnonzero(np.append(True, np.diff(cells) != 0))
    return Candidates(cells[firsts], np.append(firsts, len(cells)), ids)


def _distinct(numbers: Indexes) -> Indexes:
    """Each number once, in ascending order; for so many, faster than ``numpy.unique``."""
    numbers = np.sort(numbers)
    return np.asarray(numbers[np.append(True, np.diff(numbers) != 0)])


def _fill(polygons: Polygons, raster: Raster, crossed: Indexes) -> NDArray[np.int32]:
    """The place of every cell. In a row, the cells between two near a border lie in the same
    place, so only the first of them is tested."""
    is_near = np.zeros(raster.rows * raster.columns, dtype=bool)
    is_near[crossed] = True
    first = np.flatnonzero(is_near[:-1] & ~is_near[1:]) + 1
    run = np.zeros(len(is_near), dtype=np.int64)  # run 0 is the rim, outside all places
    run[first] = np.arange(1, len(first) + 1)
    owners = np.full(len(first) + 1, OUTSIDE, dtype=np.int32)
    owners[1:] = lowest_of(*_pairs_around(polygons, *raster.centres_of(first)), count=len(first))
    cells = owners[np.maximum.accumulate(run)]
    cells[crossed] = -2 - np.arange(len(crossed), dtype=np.int32)
    return cells


def _pairs_around(polygons: Polygons, x: Degrees, y: Degrees) -> tuple[Indexes, Indexes]:
    """The places around each position: pairs of a position's and a place's index."""
    points, places = shapely.STRtree(polygons).query(shapely.points(x, y))
    return inside_pairs(polygons, x, y, points=points, places=places)


def inside_pairs(
    polygons: Polygons, x: Degrees, y: Degrees, *, points: Indexes, places: Indexes
) -> tuple[Indexes, Indexes]:
    """The pairs whose position lies in the place or on its border, in ascending order of places."""
    order = np.argsort(places, kind="stable")
    points, places = points[order], places[order]
    inside = np.zeros(len(points), dtype=bool)
    ends = np.append(np.flatnonzero(np.diff(places)) + 1, len(places))
    start = 0
    for end in ends if len(places) else ():
        some = points[start:end]
        inside[start:end] = shapely.intersects_xy(polygons[places[start]], x[some], y[some])
        start = end
    return points[inside], places[inside]


def lowest_of(points: Indexes, places: Indexes, *, count: int) -> Indexes:
    """The lowest place of each of ``count`` positions, from pairs in ascending order of places."""
    lowest = np.full(count, OUTSIDE, dtype=np.int64)
    lowest[points[::-1]] = places[::-1]  # of several, the last one written stays
    return lowest


def _to_piece(x: Degrees, y: Degrees, pieces: Degrees) -> Degrees:
    """The distance of each position from its straight piece (n x 4: the ends' x, y, x, y)."""
    along_x, along_y = pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]
    from_x, from_y = x - pieces[:, 0], y - pieces[:, 1]
    length = along_x**2 + along_y**2  # never 0: two ends that are one are no piece
    nearest = np.clip((from_x * along_x + from_y * along_y) / length, 0, 1)
    return np.hypot(from_x - nearest * along_x, from_y - nearest * along_y)


def _mercator(lat: Degrees) -> Degrees:
    """Latitudes on Mercator's plane, in degrees, as longitudes are (Snyder 1987, p. 41)."""
    return np.degrees(np.arcsinh(np.tan(np.radians(lat))))
