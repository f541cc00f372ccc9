"""Synthetic registers of 5G base stations, of any size, whose true counts are known.

For tests, benchmarks and an example; nothing in them is real. Every row says so in its ``id``, the
operators have no names, and a Parquet file says it in its metadata too.

Stations are shared out by the population of 2020. Hong Kong, Macau and Taiwan have no figure in
that source, so they get no station. Inside a province positions are uniform in the plane of
longitude and latitude; the columns do not depend on each other.

The true place of a row is known before its position: a triangle is drawn, then a point in it. No
test of points in polygons is asked, so that such a test can be checked by the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
import pyarrow
import shapely
from numpy.typing import NDArray

from geo.indicators import read_indicator
from geo.model import GeoError, UnknownNameError
from geo.places import DATUMS, Datum, convert, read_boundaries

#: What can be wrong with a row, in the order faults are dealt out.
FAULTS = ("zero", "no_coordinate", "not_a_number", "out_of_range", "swapped", "at_sea")

#: Where stations at sea stand (west, south, east, north): the East China Sea, two degrees from
#: any province.
SEA = (125.0, 29.0, 126.0, 30.0)

#: Names and how many of ten rows have them.
_OPERATORS = {"operator A": 4, "operator B": 3, "operator C": 2, "operator D": 1}

_BANDS = {"700 MHz": 3, "2.6 GHz": 4, "3.5 GHz": 3}

_STATUSES = {"in service": 8, "planned": 1, "under construction": 1}

_OPENED = (np.datetime64("2019-06-01"), np.datetime64("2024-06-30"))

_NOTE = (
    "Synthetic base stations made by Province Atlas, shared out by the population of 2020. "
    "No row is a real station."
)

SCHEMA = pyarrow.schema(
    {
        "id": pyarrow.string(),
        "lon": pyarrow.float64(),
        "lat": pyarrow.float64(),
        "operator": pyarrow.string(),
        "band": pyarrow.string(),
        "status": pyarrow.string(),
        "opened": pyarrow.date32(),
        "sites": pyarrow.int32(),
    },
    metadata={"synthetic": "true", "note": _NOTE},
)

#: Rows drawn at once, each lot from a random stream of its own, so that lots do not depend on each
#: other. Another number would make another register.
_BATCH = 1 << 18

_DECIMALS = 6

# Degrees. Rounding moves a position by up to 0.71e-6, in whichever datum: the shifts change no
# distance by more than a few in a hundred. The rest is room.
_MARGIN = 2e-6


@dataclass(frozen=True)
class Truth:
    """What is true of a register, or of a part of it.

    ``counts`` and ``sites``, the rows and the sum of their column ``sites``, by (adcode, operator)
    for all provinces, also those without a station; faulty rows are in neither. ``faults`` are the
    faulty rows by kind.
    """

    counts: Mapping[tuple[str, str], int]
    sites: Mapping[tuple[str, str], int]
    faults: Mapping[str, int]

    @property
    def rows(self) -> int:
        """All rows, faulty ones included."""
        return sum(self.counts.values()) + sum(self.faults.values())

    @property
    def counts_by_place(self) -> dict[str, int]:
        return _by_place(self.counts)

    @property
    def sites_by_place(self) -> dict[str, int]:
        return _by_place(self.sites)

    def __add__(self, other: Truth) -> Truth:
        return Truth(
            counts={key: n + other.counts[key] for key, n in self.counts.items()},
            sites={key: n + other.sites[key] for key, n in self.sites.items()},
            faults={key: n + other.faults[key] for key, n in self.faults.items()},
        )

    def to_csv(self) -> str:
        """A table whose ``rows`` add up to the register's: one line for each province and operator,
        then one for each fault."""
        lines = ["adcode,operator,fault,rows,sites"]
        for (adcode, operator), count in self.counts.items():
            lines.append(f"{adcode},{operator},,{count},{self.sites[adcode, operator]}")
        lines += [f",,{fault},{count}," for fault, count in self.faults.items()]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Batch:
    """Some rows of a register (a ``pyarrow.RecordBatch`` of :data:`SCHEMA`) and their truth."""

    rows: pyarrow.RecordBatch
    truth: Truth


@dataclass(frozen=True)
class _Triangles:
    """The provinces with a population, cut into n triangles.

    ``corner`` and its two ``sides`` are n x 2, in degrees; ``place`` is each triangle's position in
    ``adcodes``, and ``chances`` are the cumulated chances of being drawn, from above 0 to 1.
    """

    adcodes: tuple[str, ...]
    corner: NDArray[np.float64]
    sides: tuple[NDArray[np.float64], NDArray[np.float64]]
    place: NDArray[np.intp]
    chances: NDArray[np.float64]


@cache
def _triangles() -> _Triangles:
    provinces = read_boundaries("provinces")
    observations = read_indicator("population-2020").values
    population = {o.adcode: o.value for o in observations if o.value is not None}
    # The triangles have the polygons' corners and no others, so they fill them exactly.
    triangles, place = shapely.get_parts(
        shapely.constrained_delaunay_triangles(provinces.geometries), return_index=True
    )
    corners = shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3]
    # A rounded position must not cross a border. Every side is therefore moved inwards by the
    # margin: a triangle is scaled towards the centre of its inscribed circle, whose radius shrinks
    # by just that. What is left of a triangle is further from its outline than any rounding goes.
    lengths = np.linalg.norm(np.roll(corners, -1, axis=1) - np.roll(corners, 1, axis=1), axis=2)
    perimeter = lengths.sum(axis=1)
    centre = (corners * lengths[..., None]).sum(axis=1) / perimeter[:, None]
    radius = 2 * shapely.area(triangles) / perimeter
    kept = radius > _MARGIN
    scale = (1 - _MARGIN / radius[kept])[:, None, None]
    centre = centre[kept][:, None]
    corners, place = centre + scale * (corners[kept] - centre), place[kept]
    sides = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = np.abs(sides[0][:, 0] * sides[1][:, 1] - sides[0][:, 1] * sides[1][:, 0]) / 2
    people = np.array([population.get(adcode, 0.0) for adcode in provinces.adcodes])
    weight = area * (people / np.bincount(place, area, minlength=len(people)))[place]
    kept = weight > 0
    chances = np.cumsum(weight[kept])
    return _Triangles(
        adcodes=provinces.adcodes,
        corner=corners[kept, 0],
        sides=(sides[0][kept], sides[1][kept]),
        place=place[kept],
        chances=chances / chances[-1],
    )


def make_batches(
    rows: int, *, seed: int = 1, datum: Datum = "wgs84", faults: float = 0.0
) -> Iterator[Batch]:
    """A synthetic register, some rows at a time, so that memory does not grow with it.

    Parameters
    ----------
    rows
        How many rows.
    seed
        Another one makes another register; same arguments make the same.
    datum
        What ``lon`` and ``lat`` are in: ``wgs84``, ``gcj02`` or ``bd09``, rounded to 6 decimals.
    faults
        The part of the rows that have a fault, 0 to 1; the kinds of :data:`FAULTS` in equal parts
        (to one row), in random places:
        ``zero``, 0 and 0; ``no_coordinate``, both missing; ``not_a_number``, both NaN;
        ``out_of_range``, a longitude of 999; ``swapped``, latitude and longitude exchanged;
        ``at_sea``, a position in :data:`SEA`.

    Raises
    ------
    GeoError
        If an argument is out of its range.
    """
    _check(rows, seed, datum, faults)
    return _batches(rows, seed, datum, faults)


def _check(rows: int, seed: int, datum: str, faults: float) -> None:
    if rows < 0:
        raise GeoError("synthetic.rows", rows=rows)
    if seed < 0:
        raise GeoError("synthetic.seed", seed=seed)
    if datum not in DATUMS:
        raise UnknownNameError("datum", datum, DATUMS)
    if not 0 <= faults <= 1:
        raise GeoError("synthetic.faults", faults=faults)


def _batches(rows: int, seed: int, datum: Datum, faults: float) -> Iterator[Batch]:
    part = Fraction(str(faults))  # as it is written: 0.3, not the nearest double
    digits = max(8, len(str(rows)))
    for number, start in enumerate(range(0, rows, _BATCH)):
        end = min(start + _BATCH, rows)
        stream = np.random.SeedSequence(seed, spawn_key=(number,))
        yield _draw(
            np.random.Generator(np.random.PCG64(stream)),
            _numbered(start + 1, end + 1, digits),
            datum=datum,
            kinds=np.arange(int(start * part), int(end * part)) % len(FAULTS),
        )


def _draw(
    rng: np.random.Generator,
    ids: pyarrow.StringArray,
    *,
    datum: Datum,
    kinds: NDArray[np.intp],
) -> Batch:
    """One row for each id; as many as there are ``kinds`` (positions in FAULTS) are faulty."""
    n, triangles = len(ids), _triangles()
    drawn = np.searchsorted(triangles.chances, rng.random(n), side="right")
    u, v = rng.random(n), rng.random(n)
    beyond = u + v > 1  # the other half of the parallelogram
    u[beyond], v[beyond] = 1 - u[beyond], 1 - v[beyond]
    corner, (one, two) = triangles.corner, triangles.sides
    lon, lat = (corner[drawn, i] + u * one[drawn, i] + v * two[drawn, i] for i in (0, 1))
    operator, band, status = (_choose(rng, of, n) for of in (_OPERATORS, _BANDS, _STATUSES))
    first, last = (int(day.astype(np.int64)) for day in _OPENED)
    opened = rng.integers(first, last, n, dtype=np.int32, endpoint=True)
    sites = rng.geometric(0.5, n).astype(np.int32)  # 1, 2, 3 …; the mean is 2

    bad = rng.choice(n, len(kinds), replace=False) if len(kinds) else np.array([], dtype=np.intp)
    faulty = {fault: bad[kinds == k] for k, fault in enumerate(FAULTS)}
    at_sea, (west, south, east, north) = faulty["at_sea"], SEA
    lon[at_sea] = rng.uniform(west, east, len(at_sea))
    lat[at_sea] = rng.uniform(south, north, len(at_sea))
    lon, lat = convert(lon, lat, source="wgs84", target=datum)
    lon, lat = np.round(lon, _DECIMALS), np.round(lat, _DECIMALS)
    for column in (lon, lat):
        column[faulty["zero"]] = 0
        column[faulty["not_a_number"]] = np.nan
    lon[faulty["out_of_range"]] = 999
    swapped = faulty["swapped"]
    lon[swapped], lat[swapped] = lat[swapped], lon[swapped]
    missing = np.zeros(n, dtype=bool)
    missing[faulty["no_coordinate"]] = True

    columns = [
        ids,
        pyarrow.array(lon, mask=missing),
        pyarrow.array(lat, mask=missing),
        pyarrow.array(list(_OPERATORS)).take(pyarrow.array(operator)),
        pyarrow.array(list(_BANDS)).take(pyarrow.array(band)),
        pyarrow.array(list(_STATUSES)).take(pyarrow.array(status)),
        pyarrow.array(opened).view(pyarrow.date32()),
        pyarrow.array(sites),
    ]
    sound = np.ones(n, dtype=bool)
    sound[bad] = False
    return Batch(
        rows=pyarrow.record_batch(columns, schema=SCHEMA),
        truth=_tally(
            triangles.place[drawn[sound]] * len(_OPERATORS) + operator[sound],
            sites[sound],
            faults=kinds,
        ),
    )


def _choose(rng: np.random.Generator, of: Mapping[str, int], n: int) -> NDArray[np.int8]:
    """Positions in a table of names, each as often as it says."""
    tickets = np.repeat(np.arange(len(of), dtype=np.int8), list(of.values()))
    return tickets[rng.integers(0, len(tickets), n, dtype=np.uint8)]


def _numbered(start: int, end: int, digits: int) -> pyarrow.StringArray:
    """``synthetic-00000001`` and so on, all of one length, without a Python string for each."""
    prefix = np.frombuffer(b"synthetic-", dtype=np.uint8)
    width, n = len(prefix) + digits, end - start
    letters = np.empty((n, width), dtype=np.uint8)
    letters[:, : len(prefix)] = prefix
    rest = np.arange(start, end)
    for column in range(width - 1, len(prefix) - 1, -1):
        rest, digit = np.divmod(rest, 10)
        letters[:, column] = digit + ord("0")
    offsets = np.arange(0, (n + 1) * width, width, dtype=np.int32)
    return pyarrow.StringArray.from_buffers(
        n, pyarrow.py_buffer(offsets), pyarrow.py_buffer(letters)
    )


def _tally(
    groups: NDArray[np.intp], sites: NDArray[np.int32], *, faults: NDArray[np.intp]
) -> Truth:
    """The truth of sound rows, each in a group (a province and an operator), and of faulty ones."""
    keys = [(adcode, operator) for adcode in _triangles().adcodes for operator in _OPERATORS]
    counts = np.bincount(groups, minlength=len(keys))
    sums = np.bincount(groups, sites, minlength=len(keys))  # doubles, exact far beyond any batch
    kinds = np.bincount(faults, minlength=len(FAULTS))
    return Truth(
        counts=dict(zip(keys, counts.tolist(), strict=True)),
        sites=dict(zip(keys, map(int, sums), strict=True)),
        faults=dict(zip(FAULTS, kinds.tolist(), strict=True)),
    )


def nothing() -> Truth:
    """What is true of no rows."""
    none = np.array([], dtype=np.intp)
    return _tally(none, none.astype(np.int32), faults=none)


def _by_place(figures: Mapping[tuple[str, str], int]) -> dict[str, int]:
    places: dict[str, int] = {}
    for (adcode, _), figure in figures.items():
        places[adcode] = places.get(adcode, 0) + figure
    return places
