"""The join: boundaries and figures become a :class:`Layer` and a :class:`JoinReport`.

Nothing joins silently. What did not match, stands twice or is no number is in the report, and so
is every place that is left without a figure.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from geo.errors import GeoError, TableError, UnknownNameError
from geo.model import (
    Boundaries,
    Indicator,
    JoinReport,
    Layer,
    Match,
    NotNumber,
    Observation,
    Table,
    Unmatched,
)

Resolve = Callable[[str], Match | None]
Suggest = Callable[[str], tuple[str, ...]]

#: Spellings of a missing figure, after stripping. Missing is never zero.
MISSING = frozenset(
    ("", "-", "--", "—", "——", "–", "−", "…", "……", "...", "..", "/", "na", "n/a", "nan", "null",
     "none", "无", "暂无", "缺")
)  # fmt: skip


_THOUSANDS = re.compile(r"[+-]?\d{1,3}([,，]\d{3})+(\.\d*)?")


def join(boundaries: Boundaries, indicator: Indicator, *, period: str | None = None) -> Layer:
    """Join an indicator's figures of one period with boundaries.

    Parameters
    ----------
    boundaries, indicator
        The places and the figures.
    period
        One of ``indicator.periods``; the last one when left out.

    Returns
    -------
    Layer
        One observation for every place, *no data* where the indicator has none; its ``report``
        names the codes the boundaries do not have.

    Raises
    ------
    UnknownNameError
        If the indicator has no such period.
    GeoError
        If the indicator has no figures at all.
    """
    if not indicator.values:
        raise GeoError(f"{indicator.id} has no figures.")
    period = period or indicator.periods[-1]
    if period not in indicator.periods:
        raise UnknownNameError(f"period of {indicator.id}", period, indicator.periods)
    rows = {row: o for row, o in enumerate(indicator.values, start=2) if o.period == period}
    given = {o.adcode: o for o in rows.values()}
    values = tuple(
        given.get(adcode, Observation(adcode, period, None, "no_data", note=indicator.no_data))
        for adcode in boundaries.adcodes
    )
    report = JoinReport(
        rows=len(rows),
        matched={"code": sum(adcode in boundaries.names for adcode in given)},
        unmatched=tuple(
            Unmatched(row, o.adcode) for row, o in rows.items() if o.adcode not in boundaries.names
        ),
        places_without_data=tuple(o.adcode for o in values if o.value is None),
    )
    return Layer(boundaries, indicator, period, values, report)


@dataclass(frozen=True)
class JoinedTable:
    """A table's rows that name a place, with their numbers, and the report on all rows.

    ``values[adcode][column]`` is a number, or None where the cell is empty or no number.
    """

    key: str
    columns: tuple[str, ...]
    values: Mapping[str, Mapping[str, float | None]]
    report: JoinReport


def join_table(
    boundaries: Boundaries,
    table: Table,
    *,
    resolve: Resolve,
    suggest: Suggest,
    key: str | None = None,
    value: str | None = None,
) -> JoinedTable:
    """Find out which place each row of a table names, and read its numbers.

    Parameters
    ----------
    boundaries, table
        The places and the rows.
    resolve, suggest
        A gazetteer's: from a spelling to its place, and to names that are near.
    key
        The column with names or codes; the one in which most cells are known when left out.
    value
        The column with numbers; all columns that are mostly numbers when left out.

    A place that stands twice is in ``report.duplicates``; its first row's numbers are kept, and it
    is for the caller to refuse them (:func:`refuse_duplicates`).

    Raises
    ------
    UnknownNameError
        If a column is not in the table.
    TableError
        If no column can serve as key, or none as value.
    """
    for column in (key, value):
        if column is not None and column not in table.columns:
            raise UnknownNameError("column", column, table.columns)
    key = key or _find_key(table, resolve)
    columns = (value,) if value else _number_columns(table, key, resolve)
    if value and not any(isinstance(read_number(cell), float) for cell in table.cells(value)):
        raise _no_value_column(table, f"column {value!r} has no number in it")
    if not columns:
        raise _no_value_column(table, f"no column besides {key!r} holds numbers")

    values: dict[str, dict[str, float | None]] = {}
    rows_of: dict[str, list[int]] = {}
    matched: Counter[str] = Counter()
    unmatched: list[Unmatched] = []
    not_numbers: list[NotNumber] = []
    key_cells = table.cells(key)
    for row, number, spelling in zip(table.rows, table.row_numbers, key_cells, strict=True):
        match = resolve(spelling)
        if match is None or match.adcode not in boundaries.names:
            unmatched.append(Unmatched(number, spelling, suggest(spelling)))
            continue
        matched[match.how] += 1
        rows_of.setdefault(match.adcode, []).append(number)
        numbers: dict[str, float | None] = {}
        for column in columns:
            cell = row[table.columns.index(column)]
            found = read_number(cell)
            if isinstance(found, str):
                not_numbers.append(NotNumber(number, found, column))
            numbers[column] = found if isinstance(found, float) else None
        values.setdefault(match.adcode, numbers)
    report = JoinReport(
        rows=len(table.rows),
        matched=dict(sorted(matched.items())),
        unmatched=tuple(unmatched),
        duplicates={code: tuple(rows) for code, rows in rows_of.items() if len(rows) > 1},
        not_numbers=tuple(not_numbers),
        places_without_data=tuple(
            adcode
            for adcode in boundaries.adcodes
            if all(number is None for number in values.get(adcode, {}).values())
        ),
    )
    return JoinedTable(key, columns, values, report)


def refuse_duplicates(joined: JoinedTable, boundaries: Boundaries) -> None:
    """Raise if a place stands in two rows.

    Raises
    ------
    TableError
        Naming the places and their rows.
    """
    if joined.report.duplicates:
        twice = "; ".join(
            f"{boundaries.names[adcode].en} {boundaries.names[adcode].zh} in rows "
            f"{', '.join(map(str, rows))}"
            for adcode, rows in joined.report.duplicates.items()
        )
        raise TableError(f"a place must stand in one row only: {twice}. Remove the other rows.")


def read_number(cell: str) -> float | str | None:
    """The number in a cell, None where it says that there is none, else the cell itself.

    Thousands separators and a percent sign are understood: ``1,234`` is 1234 and ``43.5%`` is
    43.5. A comma elsewhere makes no number: ``43,5`` may be 43.5, and is never taken for 435.
    """
    text = cell.strip()
    if text.casefold() in MISSING:
        return None
    text = text.removesuffix("%").rstrip()
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "").replace("，", "")
    try:
        number = float(text)
    except ValueError:
        return cell
    return number if math.isfinite(number) else cell


def _find_key(table: Table, resolve: Resolve) -> str:
    known = {
        column: [match for cell in table.cells(column) if (match := resolve(cell))]
        for column in table.columns
    }
    # Names go before codes: a column of small numbers may look like codes.
    best = max(known, key=lambda c: (len(known[c]), sum(m.how != "code" for m in known[c])))
    filled = sum(bool(cell) for cell in table.cells(best))
    if not known[best] or len(known[best]) * 2 < filled:
        sample = ", ".join(repr(cell) for cell in table.rows[0][:5])
        raise TableError(
            f"{table.name} has no column with names or codes of provinces. Columns: "
            f"{', '.join(table.columns)}; first row: {sample}. A key column holds names such as "
            "安徽, Anhui or codes such as 340000; name it if it is not recognised."
        )
    return best


def _number_columns(table: Table, key: str, resolve: Resolve) -> tuple[str, ...]:
    places = [match and match.adcode for match in map(resolve, table.cells(key))]
    found = []
    for column in table.columns:
        codes = [match and match.adcode for match in map(resolve, table.cells(column))]
        if any(codes) and codes == places:  # the key again, as codes beside names
            continue
        cells = [read_number(cell) for cell in table.cells(column)]
        numbers = sum(isinstance(cell, float) for cell in cells)
        if column != key and numbers and numbers * 2 >= sum(cell is not None for cell in cells):
            found.append(column)
    return tuple(found)


def _no_value_column(table: Table, why: str) -> TableError:
    return TableError(
        f"{table.name}: {why}. Columns: {', '.join(table.columns)}. "
        "A value column holds numbers such as 280, 1,234.5 or 43.5%."
    )
