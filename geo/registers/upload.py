"""A register of points as a user's work: its file is taken, counted, and its counts become a table
like any other.

What is drawn of a table (classes, relations, pictures, saved work) is then drawn of a register.
"""

from __future__ import annotations

import re
from collections import Counter as Totals
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

import numpy as np

from geo.model import (
    Boundaries,
    GeoError,
    Language,
    Marks,
    RegisterError,
    Sheet,
    Workbook,
    csv_bytes,
    plain_number,
    word,
)
from geo.places import Datum, DatumSuggestion
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
from geo.registers.files.fields import find_coordinates, has_coordinates
from geo.registers.files.find import ENDINGS, TEXTS, open_register, parts_of, read_part
from geo.registers.files.parts import Fault, Fields, RegisterFile
from geo.registers.marks import MOST_MARKS, mark_cells, mark_points
from geo.registers.part_count import Tally
from geo.registers.place_records import records
from geo.registers.rejects import open_rejects
from geo.registers.synthetic import register_bytes
from geo.tables import (
    EACH_ROW,
    BoundaryUpload,
    Choices,
    Work,
    is_saved,
    load_places,
    open_bytes,
    read_work,
    understand,
)

#: Endings that nothing but a register has.
ONLY_REGISTERS = (".gpkg", ".zip")
#: So many categories, and so many periods, have a column of their own in the table.
MOST_COLUMNS = 200

SYNTHETIC_DATUM: Datum = "gcj02"
_SYNTHETIC_ROWS = 50_000
_HEAD_BYTES = 2**16
_MOST_PLACE_BYTES = 2**20
_LONGEST_NAME = 60  # a file's name has at most 255 bytes, and a Chinese character has three
_BRACKETS = re.compile(r"[()\[\]（）]")


@dataclass(frozen=True, eq=False)
class Register:
    """A register that was taken, and the folder it is kept in, which goes when nobody holds the
    register any more.

    ``columns`` has the coordinates where they must be named. ``has_places`` says that it can be
    read as a table of places, too.
    """

    file: RegisterFile
    folder: Path
    columns: Columns
    has_places: bool = False
    synthetic: bool = False

    def __post_init__(self) -> None:
        finalize(self, rmtree, self.folder, ignore_errors=True)

    @property
    def name(self) -> str:
        return self.file.path.name


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
    the rows that are not counted. ``problem`` is what went wrong; where it stopped the count, that
    is not complete."""

    register: Register
    asked: Asked
    count: Count
    marks: Marks
    rejects: Path
    problem: GeoError | None = None


# Taking a file


def take_register(
    data: bytes | memoryview, name: str, *, synthetic: bool = False
) -> Register | None:
    """A register from a file's bytes; None where it has no coordinates and may be something else.

    Raises
    ------
    RegisterError
        If a file that can be nothing else is none, or it cannot be kept.
    """
    name = PurePath(name.replace("\\", "/")).name
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS or is_saved(bytes(data[:_HEAD_BYTES])):
        return None
    folder = Path(mkdtemp(prefix="province-atlas-"))
    path = folder / f"{PurePath(name).stem[:_LONGEST_NAME]}{ending}"
    try:
        path.write_bytes(data)
        file = open_register(path)
        columns = _find_positions(file)
        if columns is not None:
            return Register(
                file, folder, columns, has_places=not synthetic and _has_places(data, path.name),
                synthetic=synthetic,
            )  # fmt: skip
        if ending in ONLY_REGISTERS:
            raise RegisterError("register.no_positions", file=name)
    except GeoError:
        rmtree(folder, ignore_errors=True)
        if ending in ONLY_REGISTERS:
            raise
        return None
    except OSError as error:
        rmtree(folder, ignore_errors=True)
        reason = error.strerror or str(error)
        raise RegisterError("register.not_kept", file=name, reason=reason) from error
    rmtree(folder, ignore_errors=True)
    return None


def make_synthetic(name: str) -> Register:
    """The example: synthetic stations, none of them real."""
    data = register_bytes(_SYNTHETIC_ROWS, datum=SYNTHETIC_DATUM)
    register = take_register(data, name, synthetic=True)
    if register is None:
        raise RegisterError("register.no_register", file=name)
    return register


def _find_positions(file: RegisterFile) -> Columns | None:
    """Where the coordinates stand: in points, or in columns; None where in neither."""
    if file.geometry and _has_points(file):
        return Columns()
    if not has_coordinates(file.columns):
        return None
    # A geometry without points would go before the columns.
    return Columns(*find_coordinates(file.columns, file.path.name)) if file.geometry else Columns()


def _has_points(file: RegisterFile) -> bool:
    for part in parts_of(file, Fields("", "")):
        for batch in read_part(part).batches:
            return not np.isin(batch.faults, (Fault.NOT_A_POINT, Fault.NO_COORDINATE)).all()
    return False


def _has_places(data: bytes | memoryview, name: str) -> bool:
    """Whether its first rows can be read as a table of places."""
    if PurePath(name).suffix.lower() in TEXTS:
        head = bytes(data[:_HEAD_BYTES])
        head = head[: head.rfind(b"\n") + 1] or head
    elif len(data) <= _MOST_PLACE_BYTES:
        head = bytes(data)
    else:
        return False
    try:
        understand(read_work(Work(open_bytes(head, name))))
    except GeoError:
        return False
    return True


# Counting


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
    plan = plan_count(
        [str(register.file.path)],
        datum=asked.datum,
        boundaries=load_boundaries(asked),
        columns=asked.columns,
    )
    counter = counter_of(plan, keeps_rejects=True, keeps_cells=True, sample=MOST_MARKS)
    rejects = register.folder / "rejects.csv"
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
    return Counted(register, asked, count, marks, rejects, problem)


def counts_csv(count: Count) -> bytes:
    """A line for each place, category and period, as the command line writes it."""
    return csv_bytes(records(count))


# A table of the counts


def left_out(count: Count) -> int:
    """How many categories and periods have no column of their own in the table."""
    keys = count.total.tallies
    found = (len({key.category for key in keys}), len({key.period for key in keys}))
    return sum(max(number - MOST_COLUMNS, 0) for number in found)


def make_work(counted: Counted, language: Language) -> Work:
    """The counts as a table with a row for each place, and all that is known of it as choices.

    A place without any point has no figures. Where a place has points, but none of a category or
    period, that count is 0.
    """
    register, count = counted.register, counted.count
    measures = _measures(register, count, language)
    names = count.plan.boundaries.names
    tallies: dict[str, dict[tuple[str, str], Tally]] = {}
    for key, tally in count.total.tallies.items():
        found = tallies.setdefault(count.adcodes[key.place], {})
        found[key.category, key.period] = tally
    head = ("adcode", "name_zh", "name_en", *(measure.heading for measure in measures))
    rows = [
        (
            adcode, names[adcode].zh, names[adcode].en,
            *(m.figure(tallies[adcode]) if adcode in tallies else "" for m in measures),
        )
        for adcode in count.adcodes
    ]  # fmt: skip
    note = _word(
        "note", language, counted=f"{count.counted:,}", rows=f"{count.rows:,}",
        datum=word(f"datum_{count.plan.datum}", language, section="page"),
    )  # fmt: skip
    sheet = Sheet("", (head, *rows, (note,)))
    choices = Choices(
        header=(1,),
        key="adcode",
        value=measures[0].name,
        period_column="",
        aggregate=EACH_ROW,
        kind="count",
        date="",
        source=_source(register, language),
        boundaries=counted.asked.boundaries,
    )
    return Work(Workbook(register.name, (sheet,)), choices, counted.asked.boundary_file)


def reword(work: Work, counted: Counted, *, before: Language, language: Language) -> Work:
    """The same work in another language, with all that the user chose in the one before."""
    old, new = (
        [measure.name for measure in _measures(counted.register, counted.count, each)]
        for each in (before, language)
    )
    names = dict(zip(old, new, strict=True))
    made, said = make_work(counted, language), work.choices
    choices = replace(
        said,
        value=names.get(said.value or "", said.value),
        per=names.get(said.per, said.per),
    )
    if said.source == _source(counted.register, before):
        choices = replace(choices, source=made.choices.source)
    return replace(made, choices=choices)


@dataclass(frozen=True)
class _Measure:
    """A column of the table: the measure's name, the heading, and the figure that is made of the
    tallies of a place, all of them or those of a category or period."""

    name: str
    heading: str
    make: Callable[[Sequence[Tally]], str]
    category: str | None = None
    period: str | None = None

    def figure(self, tallies: Mapping[tuple[str, str], Tally]) -> str:
        """The figure of a place whose tallies these are, by category and period."""
        return self.make(
            [
                tally
                for (category, period), tally in tallies.items()
                if self.category in (None, category) and self.period in (None, period)
            ]
        )


def _measures(register: Register, count: Count, language: Language) -> list[_Measure]:
    """The columns of the table: all points, then by category, by period, then the weights."""
    columns, tallies = count.plan.columns, count.total.tallies
    subject = _word("synthetic" if register.synthetic else "points", language)
    unit = "（个）" if language == "zh" else ""  # in English the name says it
    found = [_Measure(subject, f"{subject}{unit}", _points)]
    if columns.category:
        sizes = Totals[str]()
        for key, tally in tallies.items():
            sizes[key.category] += tally.points
        for category in sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST_COLUMNS]:
            name = f"{subject} · {_bare(category) or _word('no_category', language)}"
            found.append(_Measure(name, f"{name}{unit}", _points, category=category))
    if columns.date:
        name = f"{subject} · {_bare(columns.date)}"
        for period in sorted({key.period for key in tallies} - {""})[-MOST_COLUMNS:]:
            found.append(_Measure(name, f"{name}{unit} ({period})", _points, period=period))
    if columns.weight:
        for how, make in (("sum", _sum), ("mean", _mean)):
            name = _word(how, language, column=_bare(columns.weight))
            found.append(_Measure(name, name, make))
    return found


def _bare(text: str) -> str:
    """A text without brackets, in which a heading has its unit."""
    return " ".join(_BRACKETS.sub(" ", text).split())


def _points(tallies: Sequence[Tally]) -> str:
    return str(sum(tally.points for tally in tallies))


def _sum(tallies: Sequence[Tally]) -> str:
    total = sum(tallies, Tally())
    return plain_number(total.sum) if total.weighed else ""


def _mean(tallies: Sequence[Tally]) -> str:
    total = sum(tallies, Tally())
    return plain_number(total.mean) if total.weighed else ""


def _source(register: Register, language: Language) -> str:
    return _word("synthetic_source", language) if register.synthetic else register.name


def _word(key: str, language: Language, **values: object) -> str:
    return word(key, language, section="points", **values)
