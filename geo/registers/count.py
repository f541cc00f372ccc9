"""A register of points becomes figures by place: planned, counted, reported.

:mod:`geo.registers.files` reads the files, :mod:`geo.registers.part_count` counts their parts,
:mod:`geo.registers.engines` says where. Here the parts become one result, and every row is
accounted for: those counted and those not counted add up to the rows that were read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from geo.model import (
    LEVELS,
    Boundaries,
    GeoError,
    RegisterError,
    Text,
    UnknownNameError,
    phrase,
)
from geo.places import (
    DATUMS,
    Datum,
    level_of_set,
    load_boundaries,
    read_hierarchy,
)
from geo.registers.engines import Engine, count_in_order, local_engine
from geo.registers.files.columns import find_columns
from geo.registers.files.find import change_since, find_files, open_register, parts_of
from geo.registers.files.parts import FAULTS, Every, Fault, FoundColumns, Part, RegisterFile
from geo.registers.first_rows import DatumNeededError as DatumNeededError
from geo.registers.first_rows import check_sample, datum_needed, sample_of
from geo.registers.part_count import (
    MOST_CATEGORIES,
    Counter,
    PartCount,
    Rejects,
    add,
    make_counter,
    too_many_categories,
)

#: Told after each part: bytes counted so far, bytes in all, rows counted so far.
Progress = Callable[[int, int, int], None]
#: Takes the rows of a file that are not counted, with the number of the line before their first.
TakeRejects = Callable[[RegisterFile, int, Rejects], None]

_SAMPLED_FILES = 3


class StoppedError(RegisterError):
    """A count that came to no end; ``partial`` is what was counted until then."""

    def __init__(self, key: str, /, *, partial: Count, **values: object) -> None:
        super().__init__(key, **values)
        self.partial = partial


@dataclass(frozen=True)
class Columns:
    """What a user says of a register's columns; None and "" are left to be found, or not asked."""

    lon: str | None = None
    lat: str | None = None
    category: str = ""
    weight: str = ""
    date: str = ""
    every: Every = "year"

    @property
    def named(self) -> tuple[str, ...]:
        every = (self.lon, self.lat, self.category, self.weight, self.date)
        return tuple(name for name in every if name)


@dataclass(frozen=True, eq=False)
class CountPlan:
    """A count that can begin: files, their parts, the datum, and the places."""

    files: tuple[RegisterFile, ...]
    fields: tuple[FoundColumns, ...]
    parts: tuple[Part, ...]
    columns: Columns
    datum: Datum
    boundaries: Boundaries

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)

    @property
    def whole(self) -> Boundaries:
        """The places that positions are looked up in: of a part of a level all of that level, so
        that points elsewhere are known to be there."""
        return whole_of(self.boundaries)

    @property
    def within(self) -> tuple[str, ...]:
        """The places whose points are counted, where those of others are not."""
        return self.boundaries.adcodes if self.boundaries.within else ()

    @property
    def above(self) -> list[dict[str, str]] | None:
        """The places of the levels above that those of a level lie in, the next level first; None
        of places of one's own, of groups, and of provinces."""
        level = level_of_set(self.boundaries.id)
        if level in (None, "province"):
            return None
        hierarchy, codes = read_hierarchy(), self.whole.adcodes
        upper = LEVELS[: LEVELS.index(level)]
        return [
            {code: hierarchy.ancestor(code, level, each) for code in codes}
            for each in reversed(upper)
        ]


@dataclass(frozen=True, eq=False)
class Count:
    """The figures of a register by place.

    ``total`` has the sums over all parts; ``files`` the rows of each file; ``complete`` is False
    where the count was stopped; ``notes`` say what happened to the files meanwhile.
    """

    plan: CountPlan
    total: PartCount
    files: Mapping[Path, int]
    engine: str
    complete: bool = True
    notes: tuple[Text, ...] = ()

    @property
    def rows(self) -> int:
        return self.total.rows

    @property
    def counted(self) -> int:
        return sum(tally.points for tally in self.total.tallies.values())

    @property
    def not_counted(self) -> dict[str, int]:
        """How many rows are not counted, for every reason there is."""
        faults = [f for f in FAULTS if f != Fault.ELSEWHERE or self.plan.within]
        return {fault.key: self.total.faults.get(fault, 0) for fault in faults}

    @cached_property
    def adcodes(self) -> tuple[str, ...]:
        """The places in the order of their indexes."""
        return tuple(sorted(self.plan.whole.adcodes))

    @cached_property
    def points_by_place(self) -> dict[str, int]:
        """The number of points of every place that has any."""
        points: dict[str, int] = {}
        for key, tally in self.total.tallies.items():
            adcode = self.adcodes[key.place]
            points[adcode] = points.get(adcode, 0) + tally.points
        return points


# Planning


def plan_count(
    names: Iterable[str],
    *,
    datum: str | None,
    boundaries: Boundaries,
    columns: Columns = Columns(),
) -> CountPlan:
    """Find the files, their columns and parts; look at the first rows.

    Parameters
    ----------
    names
        Files, folders and patterns.
    datum
        The datum of the positions; without one nothing is counted.
    boundaries
        The places; points outside a part of a level are counted as lying elsewhere.
    columns
        What is known of the columns.

    Raises
    ------
    DatumNeededError
        If no datum is given.
    SwappedError
        If longitudes and latitudes stand in each other's columns.
    RegisterError
        If a file cannot be read, or its first rows have no coordinates in degrees.
    UnknownNameError
        If there is no such datum or column.
    """
    known = next((known for known in DATUMS if known == datum), None)
    if datum is not None and known is None:
        raise UnknownNameError("datum", datum, DATUMS)
    files = tuple(open_register(path, wanted=columns.named) for path in find_files(names))
    fields = [
        find_columns(
            file, lon=columns.lon, lat=columns.lat, category=columns.category,
            weight=columns.weight, date=columns.date, every=columns.every,
        )
        for file in files
    ]  # fmt: skip
    samples = [sample_of(f, s) for f, s in list(zip(files, fields, strict=True))[:_SAMPLED_FILES]]
    for file, found, sample in zip(files, fields, samples, strict=False):
        check_sample(file, found, sample)
    if known is None:
        raise datum_needed(files[0], fields[0], samples[0], dict(_territory(boundaries).polygons))
    parts = [part for f, s in zip(files, fields, strict=True) for part in parts_of(f, s)]
    return CountPlan(files, tuple(fields), tuple(parts), columns, known, boundaries)


def whole_of(boundaries: Boundaries) -> Boundaries:
    """All places of a set's level, of which it may be a part."""
    return load_boundaries(boundaries.id) if boundaries.within else boundaries


def _territory(boundaries: Boundaries) -> Boundaries:
    """All that places cover, in the fewest of them: the provinces, where it is the country."""
    return load_boundaries() if level_of_set(boundaries.id) else boundaries


# Counting


def counter_of(
    plan: CountPlan, *, keeps_rejects: bool = False, keeps_cells: bool = False, sample: int = 0
) -> Counter:
    """What the parts of a plan are counted with."""
    return make_counter(
        dict(plan.whole.polygons),
        datum=plan.datum,
        tolerance=plan.boundaries.tolerance,
        within=plan.within,
        above=plan.above,
        keeps_rejects=keeps_rejects,
        keeps_cells=keeps_cells,
        sample=sample,
    )


def count_points(
    plan: CountPlan,
    *,
    engine: AbstractContextManager[Engine] | None = None,
    counter: Counter | None = None,
    progress: Progress | None = None,
    take_rejects: TakeRejects | None = None,
) -> Count:
    """Count the points of a register by place.

    Parameters
    ----------
    plan
        What to count.
    engine
        Where; threads of this process unless said otherwise.
    counter
        What the parts are counted with, where no engine is given; made from the plan when left out.
    progress
        Told after each part.
    take_rejects
        Takes the rows that are not counted, in their order.

    Raises
    ------
    StoppedError
        If a file turns out to be damaged, a column has too many categories, or the user stops the
        count: with what was counted until then.
    """
    if engine is None:
        counter = counter or counter_of(plan, keeps_rejects=take_rejects is not None)
        engine = local_engine(counter)
    running = _Running(plan, sample=counter.sample if counter is not None else 0)
    try:
        with engine as chosen:
            running.engine = chosen.name
            for count in count_in_order(plan.parts, chosen):
                running.take(count, progress, take_rejects)
    except KeyboardInterrupt:
        raise running.stopped(phrase("points.interrupted")) from None
    except GeoError as error:
        if not running.engine:  # it never began, so there is nothing to keep
            raise
        raise running.stopped(error) from error
    return running.result(complete=True)


class _Running:
    """What has been counted so far."""

    def __init__(self, plan: CountPlan, *, sample: int) -> None:
        self.plan, self.sample, self.engine = plan, sample, ""
        self.total = PartCount()
        self.rows = dict.fromkeys((file.path for file in plan.files), 0)
        self.bytes = 0

    def take(
        self, count: PartCount, progress: Progress | None, take_rejects: TakeRejects | None
    ) -> None:
        if count.problem is not None:
            raise count.problem
        assert count.part is not None
        file = count.part.file
        if take_rejects is not None:
            before = file.heading + self.rows[file.path]
            for rejects in count.rejects:
                take_rejects(file, before, rejects)
        self.total = add(self.total, replace(count, rejects=()), sample=self.sample)
        self.rows[file.path] += count.rows
        self.bytes += count.part.size
        categories = dict.fromkeys(key.category for key in self.total.tallies)
        if len(categories) > MOST_CATEGORIES:
            raise too_many_categories(categories)
        if progress is not None:
            progress(self.bytes, self.plan.size, self.total.rows)

    def result(self, *, complete: bool) -> Count:
        notes = tuple(filter(None, map(change_since, self.plan.files)))
        return Count(self.plan, self.total, self.rows, self.engine, complete, notes)

    def stopped(self, why: GeoError | Text) -> StoppedError:
        part = self.result(complete=False)
        return StoppedError(
            "points.stopped",
            partial=part,
            why=why,
            rows=part.rows,
            counted=part.counted,
            share=self.bytes / max(self.plan.size, 1),
        )
