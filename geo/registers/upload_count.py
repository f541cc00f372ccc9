"""What a user asks of a register that was taken, and its count."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from geo.model import (
    Boundaries,
    GeoError,
    Level,
    Marks,
    csv_bytes,
)
from geo.places import Datum, DatumSuggestion, level_of_set, load_level
from geo.registers.count import (
    Columns,
    Count,
    DatumNeededError,
    Progress,
    StoppedError,
    count_points,
    counter_of,
    plan_count,
)
from geo.registers.files.columns import find_coordinates, has_coordinates
from geo.registers.levels import add_up
from geo.registers.marks import MOST_MARKS, mark_cells, mark_points
from geo.registers.place_records import records
from geo.registers.rejects import open_rejects
from geo.registers.upload import Register
from geo.tables import (
    BoundaryUpload,
    load_places,
)


@dataclass(frozen=True)
class Asked:
    """What a user says of a register: all that a count depends on."""

    datum: Datum | None = None
    columns: Columns = field(default_factory=Columns)
    boundaries: str = "provinces"
    boundary_file: BoundaryUpload | None = None


@dataclass(frozen=True, eq=False)
class Counted:
    """A register, what was asked of it, and its count, with the marks of its points and the file of
    the rows that are not counted, in the register's folder. ``lowest`` is the count by counties
    that all levels are added up from; else it is the count itself. ``problem`` is what went wrong;
    where it stopped the count, that is not complete."""

    register: Register
    asked: Asked
    count: Count
    lowest: Count
    marks: Marks
    rejects: Path
    problem: GeoError | None = None


def positions_of(register: Register, asked: Asked) -> tuple[str, str]:
    """The columns with longitudes and latitudes; "" and "" where points say it, or nothing does."""
    columns = asked.columns
    if columns.lon or columns.lat:
        return columns.lon or "", columns.lat or ""
    if register.file.geometry or not has_coordinates(register.file.columns):
        return "", ""
    return find_coordinates(register.file.columns, register.name)


def load_boundaries(asked: Asked) -> Boundaries:
    """The places that points are counted by.

    Raises
    ------
    GeoError
        If the user's own boundary file cannot be used, or there is no such set.
    """
    return load_places(asked.boundaries, asked.boundary_file)[0]


def suggest(register: Register, asked: Asked) -> DatumSuggestion:
    """The datum that a register's first rows speak for; whoever knows has to say it.

    Raises
    ------
    SwappedError
        If longitudes and latitudes stand in each other's columns.
    GeoError
        If it cannot be counted for another reason.
    """
    try:
        plan_count(
            [str(register.file.path)],
            datum=None,
            boundaries=load_boundaries(asked),
            columns=asked.columns,
        )
    except DatumNeededError as error:
        return error.suggestion
    raise AssertionError("a count without a datum is refused")


def count_register(
    register: Register, asked: Asked, *, progress: Progress | None = None
) -> Counted:
    """Count a register's points by place.

    Raises
    ------
    GeoError
        If it cannot be counted at all.
    """
    level = _level_of(asked)
    places = load_boundaries(asked) if level is None else load_level("county")
    plan = plan_count(
        [str(register.file.path)], datum=asked.datum, boundaries=places, columns=asked.columns
    )
    counter = counter_of(plan, keeps_rejects=True, keeps_cells=True, sample=MOST_MARKS)
    rejects = register.folder.path / "rejects.csv"
    problem: GeoError | None = None
    with open_rejects(rejects) as held:
        take = held.take if held is not None else None
        try:
            count = count_points(plan, counter=counter, progress=progress, take_rejects=take)
        except StoppedError as error:
            count, problem = error.partial, error
    if held is not None:
        problem = problem or held.problem
    if count.counted <= MOST_MARKS:
        marks = mark_points(count.total.sample, datum=plan.datum)
    else:
        marks = mark_cells(count.total.cells, counter.places.raster, datum=plan.datum)
    shown = count if level is None else add_up(count, level)
    return Counted(register, asked, shown, count, marks, rejects, problem)


def at_another_level(counted: Counted, asked: Asked) -> Counted | None:
    """The same count for what is asked now, if only the level is another one; nothing is counted
    again."""
    level = _level_of(asked)
    same = replace(counted.asked, boundaries=asked.boundaries) == asked
    if level is None or _level_of(counted.asked) is None or not same:
        return None
    return replace(counted, asked=asked, count=add_up(counted.lowest, level))


def _level_of(asked: Asked) -> Level | None:
    """The level of the country's places that is asked for; None of groups and of one's own."""
    return None if asked.boundary_file is not None else level_of_set(asked.boundaries)


def counts_csv(count: Count) -> bytes:
    """A line for each place, category and period, as the command line writes it."""
    return csv_bytes(records(count))
