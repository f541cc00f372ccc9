"""The figures of one measure by place and period, read from the rows that were matched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import NamedTuple

from geo.model import GroupRow, NotNumber, Table, TotalCheck, UnknownNameError
from geo.tables import cells
from geo.tables.duplicates import COMBINE, Figure, rows_by_place
from geo.tables.match import MatchedRows
from geo.tables.totals import Total, check_totals


@dataclass(frozen=True)
class Figures:
    """The numbers of one measure by place and period; None where the table says there is none.

    ``rows_of`` are the rows of a place and period that stands in several, ``inexact`` cells with
    more digits than a figure holds.
    """

    numbers: Mapping[tuple[str, str], Figure]
    rows_of: Mapping[tuple[str, str], tuple[int, ...]]
    not_numbers: tuple[NotNumber, ...]
    inexact: tuple[NotNumber, ...]
    totals: tuple[TotalCheck, ...]

    @property
    def rows_of_places(self) -> dict[str, tuple[int, ...]]:
        """The rows of each place that stands in several for one period."""
        return rows_by_place(self.rows_of)


def read_figures(
    table: Table,
    matched: MatchedRows,
    *,
    columns: Mapping[str, str],
    periods: Sequence[str] = (),
    series: tuple[str, str] | None = None,
    combine: str = "",
    unit: str = "",
) -> Figures:
    """Read the numbers of one measure.

    Parameters
    ----------
    table, matched
        The rows, and the place of each.
    columns
        The column of each period; one column under "" where periods stand in a column.
    periods
        The period of each row, where periods stand in a column.
    series
        A column and the text in it that the measure's rows have; all rows when left out.
    combine
        One of :data:`COMBINE` for places that stand in several rows; without one the first row
        counts, and it is for the caller to refuse them (:func:`refuse_duplicates`).
    unit
        The unit of the figures: a magnitude in it is not applied again to a cell that has it. Whole
        numbers of 万人 are rounded, whole numbers of persons are not, so that these must add up to
        the table's total exactly.

    Raises
    ------
    UnknownNameError
        If ``combine`` or a column is unknown.
    """
    if combine and combine not in COMBINE:
        raise UnknownNameError("way to combine rows", combine, COMBINE)
    for column in columns.values():
        if column not in table.columns:
            raise UnknownNameError("column", column, table.columns)
    read = _Read()
    parse = cache(partial(cells.parse_number, power=cells.magnitude_of(unit)))
    for cell in cells_of(table, matched, columns, periods, series):
        read.add(cell, parse(cell.text))
    combined = COMBINE[combine or "first"]
    numbers = {place: combined(values) for place, values in read.figures.items()}
    return Figures(
        numbers=numbers,
        rows_of={place: tuple(rows) for place, rows in read.rows_of.items() if len(rows) > 1},
        not_numbers=tuple(read.not_numbers),
        inexact=tuple(read.inexact),
        totals=check_totals(read.totals, numbers, printed=read.printed, unit=unit),
    )


class FigureCell(NamedTuple):
    """A cell of a measure: the number of its row, the place or the total that this is of, its
    period, its column and what stands in it."""

    row: int
    adcode: str
    total: GroupRow | None
    period: str
    column: str
    text: str


@dataclass
class _Read:
    """What was read so far: figures and their rows by place and period, totals, the cells with a
    number by period, those that are none, and those with more digits than a figure holds."""

    figures: dict[tuple[str, str], list[Figure]] = field(default_factory=dict)
    rows_of: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    totals: list[Total] = field(default_factory=list)
    printed: dict[str, list[str]] = field(default_factory=dict)
    not_numbers: list[NotNumber] = field(default_factory=list)
    inexact: list[NotNumber] = field(default_factory=list)

    def add(self, cell: FigureCell, found: float | str | None) -> None:
        """Take in a cell, and the number that was found in it."""
        number = found if isinstance(found, float) else None
        if cell.total is not None:
            if number is not None:
                self.totals.append(Total(cell.total, cell.period, cell.text, number))
            return
        if number is not None:
            self.printed.setdefault(cell.period, []).append(cell.text)
        if isinstance(found, str):
            self.not_numbers.append(NotNumber(cell.row, found, cell.column))
        elif len(cell.text) > cells.EXACT_DIGITS and cells.is_inexact(cell.text):
            self.inexact.append(NotNumber(cell.row, cell.text, cell.column))
        self.figures.setdefault((cell.adcode, cell.period), []).append(number)
        self.rows_of.setdefault((cell.adcode, cell.period), []).append(cell.row)


def cells_of(
    table: Table,
    matched: MatchedRows,
    columns: Mapping[str, str],
    periods: Sequence[str],
    series: tuple[str, str] | None,
) -> Iterator[FigureCell]:
    """The cells of a measure in the rows that are of a place, or a total."""
    total_of = {group.row: group for group in matched.report.groups if group.kind == "total"}
    kinds = table.cells(series[0]) if series else ()
    for name, column in columns.items():
        for position, (text, number, adcode) in enumerate(
            zip(table.cells(column), table.row_numbers, matched.adcodes, strict=True)
        ):
            if series and kinds[position] != series[1]:
                continue
            total = None if adcode else total_of.get(number)
            if adcode or total:
                period = periods[position] if periods else name
                yield FigureCell(number, adcode, total, period, column, text)


@dataclass(frozen=True)
class Texts:
    """The words of one column by place and period, and the rows of a place that stands in several
    for one period."""

    texts: Mapping[tuple[str, str], str]
    rows_of: Mapping[str, tuple[int, ...]]


def read_texts(
    table: Table,
    matched: MatchedRows,
    *,
    column: str,
    periods: Sequence[str] = (),
    combine: str = "",
) -> Texts:
    """Read the words of one column; ``periods`` has the period of each row, where the table has
    periods, and ``combine`` is ``first`` or ``last``.

    Raises
    ------
    UnknownNameError
        If words cannot be combined so.
    """
    if combine not in ("", "first", "last"):
        raise UnknownNameError("way to combine rows of words", combine, ("first", "last"))
    found: dict[tuple[str, str], list[str]] = {}
    rows_of: dict[tuple[str, str], list[int]] = {}
    for position, (cell, number, adcode) in enumerate(
        zip(table.cells(column), table.row_numbers, matched.adcodes, strict=True)
    ):
        if adcode:
            text = "" if cells.fold(cell).casefold() in cells.MISSING else " ".join(cell.split())
            at = (adcode, periods[position] if periods else "")
            found.setdefault(at, []).append(text)
            rows_of.setdefault(at, []).append(number)
    return Texts(
        {at: texts[-1 if combine == "last" else 0] for at, texts in found.items()},
        rows_by_place(rows_of),
    )
