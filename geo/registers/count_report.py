"""What became of every row of a register, as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from geo import __version__
from geo.model import LEFT_OUT, Boundaries, LeftOut, schema_of, to_json, to_plain
from geo.places import Datum
from geo.registers.count import Count
from geo.registers.files.parts import Every
from geo.registers.place_records import related_to

#: The rule for points on a border.
RULE = "A point on a border belongs to the place with the lowest adcode of those it touches."


@dataclass(frozen=True)
class CountedBy:
    """The places that points were counted by: their set and its level (province, prefecture,
    county, or what a set of the user's own has), and the place in which they lie, where they are
    not all of the set. The points near a border are those within the tolerance of the boundaries;
    null where that is not known, as at levels that were added up from a lower one."""

    id: str
    level: str
    title: str
    source: str
    tolerance_metres: float | None
    points_within_tolerance_of_a_border: int | None
    rule: str
    within: str | LeftOut = LEFT_OUT


@dataclass(frozen=True)
class CountedLevel:
    """A level above that the counts were added up to."""

    level: str
    places: int
    places_without_points: tuple[str, ...]
    related_to: Mapping[str, str]


@dataclass(frozen=True)
class CountedFile:
    """A file of the register. Encoding and heading are those of a text; longitude and latitude are
    columns, or both the column of points."""

    file: str
    bytes: int
    rows: int
    encoding: str | None
    heading_in_line: int | None
    longitude: str
    latitude: str


@dataclass(frozen=True)
class CountedPeriods:
    """The column with dates, and how they were put together."""

    column: str
    every: Every
    points_without_date: int


@dataclass(frozen=True)
class CountedWeights:
    """The column with numbers that were added up."""

    column: str
    points_without_number: int


@dataclass(frozen=True)
class CountReport:
    """Everything that was read and what became of it. ``not_counted`` has the rows for every reason
    there is; ``complete`` is false where the count was stopped. Category, period and weight are
    there where they were asked for, and so are the levels above; ``related_to`` says by column what
    numbers were divided by. Rows that lie elsewhere are those in places outside the part that was
    asked for."""

    program: str
    complete: bool
    rows: int
    counted: int
    not_counted: Mapping[str, int]
    datum: Datum
    boundaries: CountedBy
    places_without_points: tuple[str, ...]
    files: tuple[CountedFile, ...]
    counted_by: str
    notes: tuple[str, ...]
    related_to: Mapping[str, str]
    category: str | LeftOut = LEFT_OUT
    period: CountedPeriods | LeftOut = LEFT_OUT
    weight: CountedWeights | LeftOut = LEFT_OUT
    levels_above: tuple[CountedLevel, ...] | LeftOut = LEFT_OUT


def report_schema() -> dict[str, Any]:
    """The JSON Schema of a count's report."""
    return schema_of(CountReport, title="The report of a count by Province Atlas", closed=True)


def report(count: Count, *, above: Sequence[Count] = ()) -> dict[str, Any]:
    """Everything that was read and what became of it, for a file of JSON; see
    :class:`CountReport`. ``above`` are the same count at higher levels."""
    found = make_report(count)
    if above:
        found = replace(found, levels_above=tuple(map(_level_above, above)))
    content: dict[str, Any] = to_plain(found)
    return content


def _level_above(count: Count) -> CountedLevel:
    boundaries = count.plan.boundaries
    without = _without_points(count)
    return CountedLevel(boundaries.level, len(boundaries.adcodes), without, related_to(count))


def _without_points(count: Count) -> tuple[str, ...]:
    return tuple(a for a in sorted(count.plan.boundaries.adcodes) if a not in count.points_by_place)


def report_json(count: Count) -> bytes:
    """The report as a file; the register's files are called as the user calls them."""
    found = make_report(count)
    files = [replace(each, file=PurePath(each.file).name) for each in found.files]
    return to_json(replace(found, files=tuple(files)))


def make_report(count: Count) -> CountReport:
    """Everything that was read and what became of it."""
    plan, total, columns = count.plan, count.total, count.plan.columns
    found = CountReport(
        program=f"Province Atlas {__version__}",
        complete=count.complete,
        rows=count.rows,
        counted=count.counted,
        not_counted=count.not_counted,
        datum=plan.datum,
        boundaries=_counted_by(plan.boundaries, total.close[0]),
        places_without_points=_without_points(count),
        files=_counted_files(count),
        counted_by=count.engine,
        notes=tuple(note.en for note in count.notes),
        related_to=related_to(count),
    )
    if columns.category:
        found = replace(found, category=columns.category)
    if columns.date:
        periods = CountedPeriods(columns.date, columns.every, total.undated)
        found = replace(found, period=periods)
    if columns.weight:
        weighed = sum(tally.weighed for tally in total.tallies.values())
        weights = CountedWeights(columns.weight, count.counted - weighed)
        found = replace(found, weight=weights)
    return found


def _counted_by(boundaries: Boundaries, close: int) -> CountedBy:
    known = boundaries.tolerance is not None
    return CountedBy(
        id=boundaries.id,
        level=boundaries.level,
        title=boundaries.title.en,
        source=boundaries.source.citation.en,
        tolerance_metres=boundaries.tolerance,
        points_within_tolerance_of_a_border=close if known else None,
        rule=RULE,
        within=boundaries.within or LEFT_OUT,
    )


def _counted_files(count: Count) -> tuple[CountedFile, ...]:
    return tuple(
        CountedFile(
            file=str(file.path),
            bytes=file.size,
            rows=count.files[file.path],
            encoding=file.encoding if file.kind == "text" else None,
            heading_in_line=file.heading or None,
            longitude=fields.lon or file.geometry,
            latitude=fields.lat or file.geometry,
        )
        for file, fields in zip(count.plan.files, count.plan.fields, strict=True)
    )
