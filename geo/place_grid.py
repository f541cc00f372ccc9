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

from geo.datums import LARGEST_SHIFT_DEGREES, Datum, Degrees, convert
from geo.geometry import Bounds

#: The place of a position that lies in none.
OUTSIDE = -1

_CELLS = 1_250_000  # of 0.05 degrees on a map of the country
_FINER = 4  # small cells on a cell's side
_METRES_PER_DEGREE = 111_195.0  # on a sphere of 6,371,009 m

Indexes = NDArray[np.int64]
Flags = NDArray[np.bool_]


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
class Band:
    """The small cells that a border comes near, in ascending order."""

    raster: Raster
    cells: Indexes = field(repr=False)

    def holds(self, lon: Degrees, lat: Degrees) -> Flags:
        """Whether positions lie in one of the cells."""
        cells = self.raster.cells_of(lon, lat)
        found = np.searchsorted(self.cells, cells)
        return np.asarray(self.cells[np.minimum(found, len(self.cells) - 1)] == cells)


@dataclass(frozen=True, eq=False)
class PlaceGrid:
    """Polygons in WGS 84 degrees, with the cells that make most tests needless.

    ``adcodes`` are in ascending order, and a place is an index into them. ``datum`` is that of the
    positions to be located. ``tolerance`` is how near to a border :meth:`locate` looks, in metres;
    None where nobody asks.

    ``cells`` has the place of each cell, :data:`OUTSIDE`, or, near a border, ``-2 - n``: then only
    the places ``candidates[starts[n]:starts[n + 1]]`` come into question. ``band`` holds what is
    near enough to a border to be measured.
    """

    adcodes: tuple[str, ...]
    polygons: NDArray[np.object_] = field(repr=False)
    datum: Datum
    tolerance: float | None
    raster: Raster
    cells: NDArray[np.int32] = field(repr=False)
    starts: Indexes = field(repr=False)
    candidates: Indexes = field(repr=False)
    borders: shapely.Geometry = field(repr=False)
    band: Band | None = None

    def __post_init__(self) -> None:
        # What is prepared builds its index when first asked, which threads must not do at once.
        shapely.prepare(self.polygons)
        for polygon in self.polygons:
            shapely.intersects_xy(polygon, *polygon.envelope.centroid.coords[0])
        shapely.prepare(self.borders)
        shapely.dwithin(self.borders, shapely.Point(0, 0), 1.0)

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
            points, candidates = self._candidates_of(-2 - places[near])
            pairs = _inside(self.polygons, x, y, points=points, places=candidates)
            places[near] = _lowest(*pairs, count=len(near))
            close[near] = self._near_border(x, y)
        return places, close

    def _candidates_of(self, cells: Indexes) -> tuple[Indexes, Indexes]:
        """The places that come into question for positions in cells near a border, as pairs."""
        first, end = self.starts[cells], self.starts[cells + 1]
        points = np.repeat(np.arange(len(cells)), end - first)
        position = np.arange(len(points)) - np.repeat(np.cumsum(end - first) - end, end - first)
        return points, self.candidates[position]

    def _near_border(self, x: Degrees, y: Degrees) -> Flags:
        """Whether WGS 84 positions lie within the tolerance of a border, to 1 %: measured on
        Mercator's plane, which is true to scale around a point."""
        close = np.zeros(len(x), dtype=bool)
        if self.band is not None and self.tolerance is not None:
            (some,) = np.nonzero(self.band.holds(x, y))
            points = shapely.points(x[some], _mercator(y[some]))
            metres = _METRES_PER_DEGREE * np.cos(np.radians(y[some]))
            close[some] = shapely.dwithin(self.borders, points, self.tolerance / metres)
        return close


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
    west, south, east, north = (float(value) for value in shapely.total_bounds(polygons))
    furthest = min(max(abs(south), abs(north)), 89.0)
    width = (tolerance or 0.0) / (_METRES_PER_DEGREE * cos(radians(furthest)))
    reach = LARGEST_SHIFT_DEGREES[datum] + width
    step = max(((east - west) * (north - south) / _CELLS) ** 0.5, 1e-6)
    raster = _raster((west, south, east, north), step, rim=reach + 2 * step)
    band = None
    if tolerance is not None:
        fine = _raster((west, south, east, north), step / _FINER, rim=reach + step)
        band = Band(fine, np.unique(_near_cells(polygons, fine, width, samples=1)[0]))
    near, owners = _near_cells(polygons, raster, reach, samples=4)
    crossed = np.unique(near)
    # Where places overlap, a cell near the border of one may lie wholly in another.
    centres, around = _pairs_around(polygons, *raster.centres_of(crossed))
    near, owners = _unique_pairs(
        np.concatenate([near, crossed[centres]]), np.concatenate([owners, around])
    )
    return PlaceGrid(
        adcodes=adcodes,
        polygons=polygons,
        datum=datum,
        tolerance=tolerance,
        raster=raster,
        cells=_fill(polygons, raster, crossed),
        starts=np.append(np.searchsorted(near, crossed), len(near)),
        candidates=owners,
        borders=shapely.multilinestrings(
            shapely.get_parts(shapely.transform(shapely.boundary(polygons), _to_mercator))
        ),
        band=band,
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


def _near_cells(
    polygons: NDArray[np.object_], raster: Raster, reach: float, *, samples: int
) -> tuple[Indexes, Indexes]:
    """The cells within reach (degrees) of a border and the place whose border it is, as pairs."""
    spacing = raster.step / samples
    lines = shapely.segmentize(shapely.boundary(polygons), spacing)
    xy, places = shapely.get_coordinates(lines, return_index=True)
    reach += spacing / 2  # as far as a position on a border can be from the nearest sample
    offsets = np.linspace(-reach, reach, ceil(2 * reach / raster.step) + 1)
    found = [
        _unique_pairs(raster.cells_of(xy[:, 0] + east, xy[:, 1] + north), places)
        for east in offsets
        for north in offsets
    ]
    return _unique_pairs(*map(np.concatenate, zip(*found, strict=True)))


def _unique_pairs(cells: Indexes, places: Indexes) -> tuple[Indexes, Indexes]:
    count = int(places.max(initial=0)) + 1
    return np.divmod(np.unique(cells * count + places), count)


def _fill(polygons: NDArray[np.object_], raster: Raster, crossed: Indexes) -> NDArray[np.int32]:
    """The place of every cell. In a row, the cells between two near a border lie in the same
    place, so only the first of them is tested."""
    is_near = np.zeros(raster.rows * raster.columns, dtype=bool)
    is_near[crossed] = True
    first = np.flatnonzero(is_near[:-1] & ~is_near[1:]) + 1
    run = np.zeros(len(is_near), dtype=np.int64)  # run 0 is the rim, outside all places
    run[first] = np.arange(1, len(first) + 1)
    owners = np.full(len(first) + 1, OUTSIDE, dtype=np.int32)
    owners[1:] = _lowest(*_pairs_around(polygons, *raster.centres_of(first)), count=len(first))
    cells = owners[np.maximum.accumulate(run)]
    cells[crossed] = -2 - np.arange(len(crossed), dtype=np.int32)
    return cells


def _pairs_around(polygons: NDArray[np.object_], x: Degrees, y: Degrees) -> tuple[Indexes, Indexes]:
    """The places around each position: pairs of a position's and a place's index."""
    pairs = shapely.STRtree(polygons).query(shapely.points(x, y))
    return _inside(polygons, x, y, points=pairs[0], places=pairs[1])


def _inside(
    polygons: NDArray[np.object_], x: Degrees, y: Degrees, *, points: Indexes, places: Indexes
) -> tuple[Indexes, Indexes]:
    """Those pairs whose position lies in the place or on its border, by place in ascending order."""
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


def _lowest(points: Indexes, places: Indexes, *, count: int) -> Indexes:
    """The lowest place of each of ``count`` positions, from pairs in ascending order of places."""
    lowest = np.full(count, OUTSIDE, dtype=np.int64)
    lowest[points[::-1]] = places[::-1]  # of several, the last one written stays
    return lowest


def _mercator(lat: Degrees) -> Degrees:
    """Latitudes on Mercator's plane, in degrees, as longitudes are (Snyder 1987, p. 41)."""
    return np.degrees(np.arcsinh(np.tan(np.radians(lat))))


def _to_mercator(xy: Degrees) -> Degrees:
    return np.column_stack([xy[:, 0], _mercator(xy[:, 1])])
