"""From a part of a register to counts by place: the piece of work that any engine runs.

Counts of parts are added up exactly, so neither the order of the rows nor how they are dealt out to
parts changes a result.
"""

from __future__ import annotations

from collections import Counter as Totals
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice, zip_longest
from math import prod
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from geo.model import Degrees, GeoError, RegisterError, user_cache
from geo.places import LAND_WINDOW, Datum, convert, read_land
from geo.registers.coverage_grid import CoverageGrid
from geo.registers.exact import exact_sums, to_float
from geo.registers.files.find import read_part, unreadable
from geo.registers.files.parts import Batch, Coded, Fault, Faults, Part
from geo.registers.files.rows import texts_of
from geo.registers.kept_grids import kept_grid
from geo.registers.place_grid import OUTSIDE, PlaceGrid, make_grid

#: More different categories are no categories.
MOST_CATEGORIES = 1_000

_NOT_ASKED = Coded(np.zeros(0, dtype=np.int64), ("",))
# So few codes are counted faster than sorted.
_FEW_CODES = 10_000


class Key(NamedTuple):
    """What is counted by itself: a place (an index into the grid's adcodes), a category, a period;
    "" where nobody asks, or the cell is empty."""

    place: int
    category: str = ""
    period: str = ""


class Tally(NamedTuple):
    """How many points there are, how many of them have a weight, and the sum of the weights in the
    units of :mod:`geo.registers.exact`."""

    points: int = 0
    weighed: int = 0
    total: int = 0

    @property
    def sum(self) -> float:
        """The sum of the weights."""
        return to_float(self.total)

    @property
    def mean(self) -> float:
        """The mean weight of the points that have one; there must be some."""
        return self.sum / self.weighed

    def __add__(self, other: Tally) -> Tally:  # type: ignore[override]
        return Tally(self[0] + other[0], self[1] + other[1], self[2] + other[2])


@dataclass(frozen=True)
class Rejects:
    """Rows that are not counted: their numbers in their part (from 0), their coordinates as they
    stand, and why."""

    numbers: NDArray[np.int64]
    lon: pa.Array
    lat: pa.Array
    faults: Faults


@dataclass(frozen=True)
class PartCount:
    """What a part's rows came to.

    ``close`` counts the points within the tolerance of a border, and after that those within the
    tolerance of a border of the levels above, where these are known, the next one first.
    ``undated`` counts those whose date cannot be read. ``cells`` are points by cell of the grid,
    ``sample`` the first few positions (degrees in the register's datum), ``rejects`` the rows not
    counted: each only where asked for. ``odd`` says whether quotation marks leave a quotation open;
    ``problem`` why the part could not be counted.
    """

    part: Part | None = None
    rows: int = 0
    tallies: Mapping[Key, Tally] = field(default_factory=dict)
    faults: Mapping[Fault, int] = field(default_factory=dict)
    close: tuple[int, ...] = (0,)
    undated: int = 0
    cells: Mapping[int, int] = field(default_factory=dict)
    sample: tuple[tuple[float, float], ...] = ()
    rejects: tuple[Rejects, ...] = ()
    odd: bool = False
    problem: GeoError | None = None


@dataclass(frozen=True, eq=False)
class Counter:
    """What every part is counted with: the places, the land, and what is asked for besides.

    ``ranks`` are those of borders that points may be close to: 1 for any, 2 for those of the level
    above, and so on. ``elsewhere`` are flags of places whose points are not counted.
    """

    places: PlaceGrid | CoverageGrid
    land: PlaceGrid
    ranks: tuple[int, ...] = (1,)
    elsewhere: NDArray[np.bool_] | None = None
    keeps_rejects: bool = False
    keeps_cells: bool = False
    sample: int = 0


def make_counter(
    polygons: Mapping[str, shapely.Geometry],
    *,
    datum: Datum,
    tolerance: float | None = None,
    within: Collection[str] = (),
    above: Sequence[Mapping[str, str]] | None = None,
    keeps_rejects: bool = False,
    keeps_cells: bool = False,
    sample: int = 0,
) -> Counter:
    """Lay the grids that a count needs; of places of a level they are kept for the next time.

    Parameters
    ----------
    polygons
        The places by adcode, WGS 84 degrees.
    datum
        The datum of the register.
    tolerance
        Metres; points nearer than this to a border are told.
    within
        The places whose points are counted, where those of others are not.
    above
        Of the places of a valid coverage, the place that each lies in of every level above, the
        next one first: what is told of borders is told of theirs, too.
    """
    places: PlaceGrid | CoverageGrid
    if above is None:
        places = make_grid(polygons, datum=datum, tolerance=tolerance)
    else:
        places = kept_grid(
            user_cache(), polygons, datum=datum, tolerance=tolerance or 0.0, above=above
        )
    return Counter(
        places=places,
        ranks=tuple(range(1, len(above or ()) + 2)),
        elsewhere=~np.isin(places.adcodes, list(within)) if within else None,
        land=_land_grid(),
        keeps_rejects=keeps_rejects,
        keeps_cells=keeps_cells,
        sample=sample,
    )


@cache
def _land_grid() -> PlaceGrid:
    return make_grid({"land": read_land()})


def count_part(part: Part, counter: Counter) -> PartCount:
    """Count a part of a register. What keeps it from being counted is said in ``problem``: it may
    rest on a wrong guess about quotations."""
    total = PartCount(part)
    try:
        rows = read_part(part)
        if rows.quotes is not None:
            part = replace(part, quoted=rows.quotes.open_before)
            total = replace(total, part=part, odd=rows.quotes.odd)
        for batch in rows.batches:
            total = add(total, _count_batch(batch, part, counter), sample=counter.sample)
    except GeoError as error:
        # A copy has no traceback, which would hold the part's rows.
        return replace(total, problem=copy(error))
    except OSError as error:
        return replace(total, problem=unreadable(part.file.path, error))
    return total


def add(one: PartCount, other: PartCount, *, sample: int = 0) -> PartCount:
    """Two counts as one, which keeps the part of the first."""
    tallies = dict(one.tallies or other.tallies)
    for key, tally in other.tallies.items() if one.tallies else ():
        before = tallies.get(key)
        tallies[key] = tally if before is None else before + tally
    return replace(
        one,
        rows=one.rows + other.rows,
        tallies=tallies,
        faults=Totals(one.faults) + Totals(other.faults),
        close=tuple(map(sum, zip_longest(one.close, other.close, fillvalue=0))),
        undated=one.undated + other.undated,
        cells=Totals(one.cells) + Totals(other.cells),
        sample=(*one.sample, *other.sample)[:sample],
        rejects=(*one.rejects, *other.rejects),
    )


def _count_batch(batch: Batch, part: Part, counter: Counter) -> PartCount:
    faults = batch.faults.copy()
    fine = np.flatnonzero(faults == Fault.NONE)
    lon, lat = batch.lon[fine], batch.lat[fine]
    places, close = counter.places.locate(lon, lat)
    inside = places != OUTSIDE
    out = ~inside
    faults[fine[out]] = _outside(lon[out], lat[out], counter)
    if counter.elsewhere is not None:
        away = inside & counter.elsewhere[places]
        faults[fine[away]] = Fault.ELSEWHERE
        inside &= ~away
    rows = fine[inside]
    undated = 0
    if batch.periods is not None and "" in batch.periods.names:
        undated = int((batch.periods.codes[rows] == batch.periods.names.index("")).sum())
    counted = Totals(dict(enumerate(np.bincount(faults, minlength=len(Fault)).tolist())))
    counted[Fault.WRONG_CELLS] += len(batch.broken)
    return PartCount(
        part,
        rows=len(faults) + len(batch.broken),
        tallies=_tallies(batch, rows, places[inside]),
        faults=Totals({fault: counted[fault] for fault in Fault if fault and counted[fault]}),
        close=tuple(int((close[inside] >= rank).sum()) for rank in counter.ranks),
        undated=undated,
        cells=_cells(counter, lon[inside], lat[inside]) if counter.keeps_cells else {},
        sample=_sample(lon[inside], lat[inside], counter.sample) if counter.sample else (),
        rejects=(_rejects(batch, faults),) if counter.keeps_rejects else (),
    )


def _outside(lon: Degrees, lat: Degrees, counter: Counter) -> Faults:
    """For positions in no place, whether they lie at sea; where the land is not known, nobody
    says so."""
    x, y = convert(lon, lat, source=counter.places.datum, target="wgs84")
    west, south, east, north = LAND_WINDOW
    known = (x > west) & (x < east) & (y > south) & (y < north)
    at_sea = known & (counter.land.locate(x, y)[0] == OUTSIDE)
    return np.where(at_sea, np.int8(Fault.AT_SEA), np.int8(Fault.OUTSIDE))


def _tallies(batch: Batch, rows: NDArray[np.int64], places: NDArray[np.int64]) -> dict[Key, Tally]:
    """The counts of the rows that lie in a place, by all that is asked for."""
    axes = [batch.categories or _NOT_ASKED, batch.periods or _NOT_ASKED]
    if len(axes[0].names) > MOST_CATEGORIES:
        raise too_many_categories(axes[0].names)
    shape = [int(places.max(initial=0)) + 1, *(len(axis.names) for axis in axes)]
    codes = places
    for axis in axes:
        codes = codes * len(axis.names) + axis.codes[rows] if axis is not _NOT_ASKED else codes
    found, groups, counts = _grouped(codes, prod(shape))
    weighed = np.zeros(len(found), dtype=np.int64)
    totals = [0] * len(found)
    if batch.weights is not None:
        weights = batch.weights[rows]
        known = ~np.isnan(weights)
        weighed = np.bincount(groups[known], minlength=len(found))
        totals = exact_sums(weights[known], groups[known], count=len(found))
    keys = zip(*(axis.tolist() for axis in np.unravel_index(found, shape)), strict=True)
    return {
        Key(place, axes[0].names[category], axes[1].names[period]): Tally(*numbers)
        for (place, category, period), *numbers in zip(
            keys, counts.tolist(), weighed.tolist(), totals, strict=True
        )
    }


def _grouped(
    codes: NDArray[np.int64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The different codes below ``size``, which of them each code is, and how often each stands."""
    if size > len(codes) + _FEW_CODES:
        return np.unique(codes, return_inverse=True, return_counts=True)
    counts = np.bincount(codes, minlength=size)
    return np.flatnonzero(counts), (np.cumsum(counts > 0) - 1)[codes], counts[counts > 0]


def too_many_categories(names: Iterable[str]) -> RegisterError:
    """What is wrong with a column of so many different values."""
    shown = [repr(name[:30]) for name in islice(names, 5)]
    return RegisterError("points.categories", most=MOST_CATEGORIES, names=shown)


def _cells(counter: Counter, lon: Degrees, lat: Degrees) -> dict[int, int]:
    cells, counts = np.unique(counter.places.raster.cells_of(lon, lat), return_counts=True)
    return dict(zip(cells.tolist(), counts.tolist(), strict=True))


def _sample(lon: Degrees, lat: Degrees, most: int) -> tuple[tuple[float, float], ...]:
    return tuple(zip(lon[:most].tolist(), lat[:most].tolist(), strict=True))


def _rejects(batch: Batch, faults: Faults) -> Rejects:
    bad = np.flatnonzero(faults)
    blank = pa.nulls(len(batch.broken), pa.string())
    lon, lat = (
        pa.concat_arrays([texts_of(told.take(pa.array(bad))), blank])
        for told in (batch.told_lon, batch.told_lat)
    )
    numbers = np.concatenate([batch.numbers[bad], batch.broken])
    why = np.concatenate([faults[bad], np.full(len(batch.broken), Fault.WRONG_CELLS, np.int8)])
    order = np.argsort(numbers)
    return Rejects(numbers[order], lon.take(pa.array(order)), lat.take(pa.array(order)), why[order])
