"""What a user's table says: file, sheet, table, and the roles of its columns.

Every decision on the way is a field of :class:`geo.tables.Choices`. What the user leaves open is
found, and shown as found; nothing is guessed silently.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from geo.indicators import CHANGES
from geo.model import (
    KINDS,
    Boundaries,
    Kind,
    QuestionError,
    Sheet,
    Table,
    TableError,
    UnknownNameError,
)
from geo.tables.column_questions import (
    ask_heading,
    ask_level,
    ask_other_level,
    ask_period,
    no_figures,
)
from geo.tables.columns import Roles, find_roles
from geo.tables.duplicates import COMBINE
from geo.tables.evidence import SAMPLE_ROWS, Resolve
from geo.tables.layout import read_table
from geo.tables.level_names import NamesOfLevel
from geo.tables.level_of_table import Found
from geo.tables.lists import HOW
from geo.tables.measures import Measure, suggest_kind, suggest_unit
from geo.tables.names import Names
from geo.tables.periods import combine, read_row_periods
from geo.tables.sectors import read_sectors, suggest_sector
from geo.tables.sheets import choose_sheet, places_by_sheet
from geo.tables.table_places import find_places, level_left_open
from geo.tables.work import EACH_ROW, Choices, Work

_YEAR = re.compile(r"(?:19|20)\d\d")
#: Ways that need a column with figures.
_OF_FIGURES = (EACH_ROW, "sum", "mean")


@dataclass(frozen=True)
class Opened:
    """A table with the boundaries it is to be joined with; nothing is said of its columns yet.

    ``places_by_sheet`` says of each sheet how many places it names: why this one was chosen.
    ``found`` is the level, unless the boundaries are of none of ours.
    """

    work: Work
    boundaries: Boundaries
    names: Names
    sheet: Sheet
    table: Table
    places_by_sheet: Mapping[str, int]
    found: Found | None = None


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
    found: Found | None = None

    def measure(self, name: str) -> Measure:
        """A measure by its name or by one of its columns; any other column is a measure of its
        own."""
        return _measure(self.roles, self.table, name)

    def unit_of(self, measure: Measure) -> str:
        """The unit of a measure's cells: what the user says of the one that is drawn, else what the
        table says."""
        choices = self.choices
        if choices.value and choices.unit and measure == self.measure(choices.value):
            return choices.unit
        return suggest_unit(self.table, measure)

    @property
    def is_list(self) -> bool:
        """Whether the rows are things in a place, which are counted or added up."""
        return self.choices.aggregate != EACH_ROW


def read_work(work: Work) -> Opened:
    """Read the boundaries, and a table from the sheet that was chosen or has the most places.

    Raises
    ------
    GeoError
        If the boundaries or the table cannot be read, or a choice names what is not there.
    """
    choices = work.choices
    found = find_places(work)
    names, places = found.names, {}
    if len(work.workbook.sheets) > 1:
        places = places_by_sheet(work.workbook, resolve=_recognise(names))
    sheet = choose_sheet(work.workbook, choices.sheet, places)
    table = read_table(
        work.workbook,
        sheet,
        resolve=_recognise(names),
        group=names.group,
        header=choices.header,
    )
    if isinstance(names, NamesOfLevel) and (year := _YEAR.match(table.period)):
        names = names.of_year(int(year[0]))
    return Opened(work, found.boundaries, names, sheet, table, places, found.found)


def _recognise(names: Names) -> Resolve:
    """What is a name of a place, be it of several."""
    return names.recognise if isinstance(names, NamesOfLevel) else names.resolve


def understand(opened: Opened) -> Reading:
    """Find out what a table's columns hold; what the user decided goes before what is found.

    Raises
    ------
    QuestionError
        If a table can be read in two ways of which neither is clearly the right one.
    GeoError
        If a choice names what is not there, or no column has names of places.
    """
    given, table = opened.work.choices, opened.table
    ask_level(opened.found, table.name)
    if given.header is None:
        ask_heading(table)
    _check(given, table)
    resolve = opened.names.resolve
    try:
        roles = find_roles(
            table,
            resolve=resolve,
            key=given.key,
            period=given.period_column,
            recognise=_recognise(opened.names),
        )
    except TableError as error:
        if given.boundaries and opened.found and not isinstance(error, QuestionError):
            ask_other_level(level_left_open(opened.work), table.name, opened.found.level)
        raise
    # Who names a value asks for its figures: a list is then counted only where that is said.
    how = given.aggregate
    how = how or ("count" if roles.is_list and given.value is None else EACH_ROW)
    value = _find_value(table, roles, how) if given.value is None else given.value
    if given.value is not None:
        _check_value(given.value, table, roles)
    sector_column = given.sector_column
    if sector_column is None:
        wanted = how != EACH_ROW or given.sector
        sector_column = _find_sectors(table, roles) if wanted else ""
    measure = _measure(roles, table, value) if value and value not in roles.texts else None
    if measure and how in _OF_FIGURES:
        ask_period(table, roles, measure, given=given.value)
    unit = _unit_of(table, measure, how) if given.unit is None else given.unit
    choices = replace(
        given,
        sheet=opened.sheet.name,
        header=table.header,
        key=roles.key,
        value=value,
        period_column=roles.period,
        aggregate=how,
        sector_column=sector_column,
        unit=unit,
        kind=given.kind or _kind_of(how, value or "", unit, measure is not None),
        date=table.period if given.date is None else given.date,
        source=table.source if given.source is None else given.source,
        boundaries=opened.boundaries.id if opened.found else given.boundaries,
        within=opened.found.within if opened.found else given.within,
    )
    return Reading(
        work=opened.work,
        boundaries=opened.boundaries,
        names=opened.names,
        table=table,
        roles=roles,
        choices=choices,
        row_periods=_row_periods(table, roles),
        places_by_sheet=opened.places_by_sheet,
        found=opened.found,
    )


def _check_value(value: str, table: Table, roles: Roles) -> None:
    measures = [measure.name for measure in roles.measures]
    if value not in (*table.columns, *measures):
        raise UnknownNameError("value column", value, measures or table.columns)


def _unit_of(table: Table, measure: Measure | None, how: str) -> str:
    if measure and how in _OF_FIGURES:
        return suggest_unit(table, measure)
    return "%" if how == "share" else ""


def _find_value(table: Table, roles: Roles, how: str) -> str | None:
    """The first measure; where there is none, a column with words; None where no column is needed.

    Raises
    ------
    TableError
        If the names are the only column.
    QuestionError
        If nothing but ranks, codes, degrees or periods stands in the table.
    """
    if how not in _OF_FIGURES:
        return None
    for measure in roles.measures[:1]:
        ask_period(table, roles, measure)
        return measure.name
    if how != EACH_ROW:
        return None
    words = [column for column in roles.texts if column not in (*roles.levels, roles.dates)]
    if words:
        return words[0]
    others = [column for column in table.columns if column != roles.key]
    if not others:
        raise TableError("table.only_names", name=table.name, key=roles.key)
    raise no_figures(table, others)


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
    texts = table.cells(column)
    found = read_row_periods(texts, heading=column)
    return tuple(period or text for text, period in zip(texts, found, strict=True))


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


def _kind_of(how: str, name: str, unit: str, is_number: bool) -> Kind:
    if how in ("count", "sum"):
        return "count"
    if how in ("mean", "share"):
        return "ratio"
    return suggest_kind(name, unit) if is_number else "category"


def _find_sectors(table: Table, roles: Roles) -> str:
    """The column in which the most texts suggest a sector, where most of them do."""
    share = {}
    for column in roles.texts:
        texts = list(dict.fromkeys(filter(None, table.cells(column)[:SAMPLE_ROWS])))[:200]
        share[column] = sum(bool(suggest_sector(text)) for text in texts) / max(len(texts), 1)
    best = max(share, key=lambda column: share[column], default="")
    return best if best and share[best] >= 0.6 else ""
