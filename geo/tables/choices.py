"""What a user's table says: file, sheet, table, and the roles of its columns.

Every decision on the way is a field of :class:`Choices`. What the user leaves open is found, and
shown as found; nothing is guessed silently.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from geo.indicators import CHANGES
from geo.model import (
    KINDS,
    Answer,
    Boundaries,
    Kind,
    QuestionError,
    Sheet,
    Table,
    TableError,
    UnknownNameError,
    phrase,
)
from geo.tables import cells
from geo.tables.columns import Roles, find_roles
from geo.tables.duplicates import COMBINE
from geo.tables.layout import read_table
from geo.tables.lists import HOW
from geo.tables.measures import Measure, suggest_kind
from geo.tables.names import Names, RememberedNames
from geo.tables.periods import combine, read_periods
from geo.tables.sectors import read_sectors, suggest_sector
from geo.tables.sheets import choose_sheet, places_by_sheet
from geo.tables.work import EACH_ROW, Choices, Work, places_of

#: So many cells of a column are looked at to say what it holds.
_LOOKED_AT = 2_000
#: So many columns are offered to choose from.
_MOST_OFFERED = 8
#: Ways that need a column with figures.
_OF_FIGURES = (EACH_ROW, "sum", "mean")


@dataclass(frozen=True)
class Opened:
    """A table with the boundaries it is to be joined with; nothing is said of its columns yet.

    ``places_by_sheet`` says of each sheet how many places it names: why this one was chosen.
    """

    work: Work
    boundaries: Boundaries
    names: Names
    sheet: Sheet
    table: Table
    places_by_sheet: Mapping[str, int]


@dataclass(frozen=True)
class Reading:
    """What was understood of a table; ``choices`` has what was found in place of every None.

    ``row_periods`` has the period of each row, where the table keeps periods in a column.
    """

    work: Work
    boundaries: Boundaries
    names: Names
    table: Table
    roles: Roles
    choices: Choices
    row_periods: tuple[str, ...] = ()
    places_by_sheet: Mapping[str, int] = field(default_factory=dict)

    def measure(self, name: str) -> Measure:
        """A measure by its name or by one of its columns; any other column is a measure of its
        own."""
        return _measure(self.roles, self.table, name)

    @property
    def is_list(self) -> bool:
        """Whether the rows are things in a place, which are counted or added up."""
        return self.choices.aggregate != EACH_ROW


# Reading


def read_work(work: Work) -> Opened:
    """Read the boundaries, and a table from the sheet that was chosen or has the most places.

    Raises
    ------
    GeoError
        If the boundaries or the table cannot be read, or a choice names what is not there.
    """
    choices = work.choices
    boundaries, gazetteer = places_of(work)
    names = RememberedNames(gazetteer)
    places = {}
    if len(work.workbook.sheets) > 1:
        places = places_by_sheet(work.workbook, resolve=names.resolve)
    sheet = choose_sheet(work.workbook, choices.sheet, places)
    table = read_table(
        work.workbook,
        sheet,
        resolve=names.resolve,
        group=names.group,
        header=choices.header,
    )
    return Opened(work, boundaries, names, sheet, table, places)


def understand(opened: Opened) -> Reading:
    """Find out what a table's columns hold; what the user decided goes before what is found.

    Raises
    ------
    QuestionError
        If a table can be read in two ways of which neither is clearly the right one.
    GeoError
        If a choice names what is not there, or no column has names of places.
    """
    work, table = opened.work, opened.table
    given = work.choices
    if given.header is None:
        _ask_heading(table)
    _check(given, table)
    roles = find_roles(
        table, resolve=opened.names.resolve, key=given.key, period=given.period_column
    )
    value = given.value
    # Who names a value asks for its figures: a list is then counted only where that is said.
    how = given.aggregate or ("count" if roles.is_list and value is None else EACH_ROW)
    if value is not None and value not in (*table.columns, *(m.name for m in roles.measures)):
        raise UnknownNameError("value column", value, [m.name for m in roles.measures])
    if value is None and how in _OF_FIGURES:
        value = _find_value(table, roles, how)
    sector_column = given.sector_column
    if sector_column is None:
        wanted = how != EACH_ROW or given.sector
        sector_column = _find_sectors(table, roles) if wanted else ""
    measure = _measure(roles, table, value) if value and value not in roles.texts else None
    if measure and how in _OF_FIGURES:
        _ask_period(table, roles, measure, given=given.value)
    unit = given.unit
    if unit is None:
        unit = "%" if how == "share" else ""
        if measure and how in _OF_FIGURES:
            unit = suggest_unit(table, measure)
    return Reading(
        work=work,
        boundaries=opened.boundaries,
        names=opened.names,
        table=table,
        roles=roles,
        choices=replace(
            given,
            sheet=opened.sheet.name,
            header=table.header,
            key=roles.key,
            value=value,
            period_column=roles.period,
            aggregate=how,
            sector_column=sector_column,
            unit=unit,
            kind=given.kind or _suggest_kind(how, value or "", unit, measure is not None),
            date=table.period if given.date is None else given.date,
            source=table.source if given.source is None else given.source,
        ),
        row_periods=_row_periods(table, roles),
        places_by_sheet=opened.places_by_sheet,
    )


def _ask_heading(table: Table) -> None:
    """Ask which rows are the heading where two ways to read it are as good."""
    if table.rival_header is None:
        return
    raise QuestionError(
        "table.two_headings",
        answers=[
            Answer(
                phrase("table.take_heading", rows=list(rows))
                if rows
                else phrase("table.take_no_heading"),
                f"--header {_written(rows)}",
                {"header": rows},
            )
            for rows in (table.header, table.rival_header)
        ],
        name=table.name,
    )


def _written(rows: tuple[int, ...]) -> str:
    """Rows of a heading as :func:`parse_rows` reads them."""
    return f"{rows[0]}-{rows[-1]}" if len(rows) > 1 else str(*rows) or "none"


def _find_value(table: Table, roles: Roles, how: str) -> str | None:
    """The first measure; where there is none, a column with words.

    Raises
    ------
    TableError
        If the names are the only column.
    QuestionError
        If nothing but ranks, codes, degrees or periods stands in the table.
    """
    for measure in roles.measures[:1]:
        for pair in roles.conflicts:
            if set(pair) & set(measure.columns.values()):
                raise QuestionError(
                    "table.same_period",
                    answers=[
                        Answer(
                            phrase("table.take_column", column=c), f"--value {c!r}", {"value": c}
                        )
                        for c in pair
                    ],
                    name=table.name,
                    columns=list(pair),
                )
        return measure.name
    if how != EACH_ROW:
        return None
    words = [column for column in roles.texts if column not in (*roles.levels, roles.dates)]
    if words:
        return words[0]
    others = [column for column in table.columns if column != roles.key]
    if not others:
        raise TableError("table.only_names", name=table.name, key=roles.key)
    raise QuestionError(
        "table.no_figures",
        answers=[
            Answer(phrase("table.take_column", column=column), f"--value {column!r}",
                   {"value": column})
            for column in others[:_MOST_OFFERED]
        ],
        name=table.name,
        columns=others[:20],
    )  # fmt: skip


def _ask_period(table: Table, roles: Roles, measure: Measure, *, given: str | None) -> None:
    """Ask which column is meant where two say the same of different figures, and neither was
    ``given`` by its own name."""
    for pair in roles.conflicts:
        if given not in pair and set(pair) & set(measure.columns.values()):
            raise QuestionError(
                "table.same_period",
                answers=[
                    Answer(phrase("table.take_column", column=c), f"--value {c!r}", {"value": c})
                    for c in pair
                ],
                name=table.name,
                columns=list(pair),
            )


def _row_periods(table: Table, roles: Roles) -> tuple[str, ...]:
    """The period of each row, as the column of periods says it; that of a cell that is none is the
    cell itself."""
    if not roles.period:
        return ()
    found = _periods(table, roles.period)
    if roles.part:
        parts = _periods(table, roles.part)
        found = tuple(combine(year, part) or year for year, part in zip(found, parts, strict=True))
    return found


def _periods(table: Table, column: str) -> tuple[str, ...]:
    """The period in each cell of a column. Cells with words, such as those of a total's row, do not
    keep the others from being read together."""
    texts = table.cells(column)
    numbered = [text if any(map(str.isdecimal, text)) else "" for text in texts]
    found = read_periods(numbered, heading=column)
    if not any(found):
        found = read_periods(texts, heading=column)
    return tuple(
        period or cells.read_period(text) or text for text, period in zip(texts, found, strict=True)
    )


def _check(choices: Choices, table: Table) -> None:
    """Refuse names that no later step would know."""
    known: list[tuple[str, str | None, Collection[str]]] = [
        ("way to take rows", choices.aggregate, (EACH_ROW, *HOW)),
        ("kind", choices.kind, KINDS),
        ("way to combine rows", choices.duplicates, COMBINE),
        ("change", choices.change, CHANGES),
        ("column", choices.sector_column, table.columns),
    ]
    sectors = (choices.sector, *choices.sectors.values())
    known += [("sector", sector, read_sectors()) for sector in sectors]
    for what, said, names in known:
        if said and said not in names:
            raise UnknownNameError(what, said, names)


def _measure(roles: Roles, table: Table, value: str) -> Measure:
    try:
        measure = roles.measure(value)
    except UnknownNameError:
        column = next((c for c in table.headings if c.name == value), None)
        if column is None:
            raise
        return Measure(column.measure or value, column.unit, {"": value})
    if value != measure.name and value in table.columns:
        periods = {p: c for p, c in measure.columns.items() if c == value}
        return replace(measure, columns=periods)
    return measure


def suggest_unit(table: Table, measure: Measure) -> str:
    """The unit of a measure: that of its heading, or % where all its cells are percentages."""
    filled = [
        c for column in measure.columns.values() for c in table.cells(column)[:_LOOKED_AT] if c
    ]
    return "%" if filled and all(map(cells.is_percentage, filled)) else measure.unit


def _suggest_kind(how: str, name: str, unit: str, is_number: bool) -> Kind:
    if how in ("count", "sum"):
        return "count"
    if how in ("mean", "share"):
        return "ratio"
    return suggest_kind(name, unit) if is_number else "category"


def _find_sectors(table: Table, roles: Roles) -> str:
    """The column in which the most texts suggest a sector, where most of them do."""
    share = {}
    for column in roles.texts:
        texts = list(dict.fromkeys(filter(None, table.cells(column)[:_LOOKED_AT])))[:200]
        share[column] = sum(bool(suggest_sector(text)) for text in texts) / max(len(texts), 1)
    best = max(share, key=lambda column: share[column], default="")
    return best if best and share[best] >= 0.6 else ""


# What a reading offers to choose from


def sectors_of(reading: Reading) -> dict[str, str]:
    """The sector of every different text of the sector column: what the user says, else what its
    words suggest; "" for none."""
    column = reading.choices.sector_column
    if not column:
        return {}
    texts = dict.fromkeys(filter(None, reading.table.cells(column)))
    said = reading.choices.sectors
    return {text: said[text] if text in said else suggest_sector(text) for text in texts}


def periods_of(reading: Reading) -> tuple[str, ...]:
    """The periods of the measure chosen, first to last."""
    choices = reading.choices
    if reading.is_list or choices.kind == "category" or not choices.value:
        return ()
    if reading.row_periods:
        found = set(reading.row_periods)
    else:
        found = set(reading.measure(choices.value).columns)
    return tuple(sorted(found - {""}))


def blank_periods(reading: Reading) -> tuple[str, ...]:
    """The columns whose heading names a period, and that have no text at all below it."""
    table = reading.table
    return tuple(
        column.name
        for column in table.headings
        if column.period and not any(table.cells(column.name)[:_LOOKED_AT])
    )


def counts_of(reading: Reading) -> tuple[str, ...]:
    """The other measures of the table that are counts: what a count can be divided by."""
    choices = reading.choices
    if reading.is_list:
        return ()
    return tuple(
        measure.name
        for measure in reading.roles.measures
        if measure.name != choices.value
        and suggest_kind(measure.name, suggest_unit(reading.table, measure)) == "count"
    )
