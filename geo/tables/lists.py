"""Lists become figures: the rows of a register of projects are counted, summed, averaged, or their
share that meets a condition is taken, place by place.

A place with rows of which none meets the condition has zero; a place without any row has no
figure: the list may not be complete.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from geo.model import NotNumber, Table, TableError, UnknownNameError, sentence
from geo.tables import cells
from geo.tables.conditions import Condition, check_conditions

HOW = ("count", "sum", "mean", "share")


@dataclass(frozen=True)
class Aggregated:
    """A number for each place that has a row, how many rows there were, the cells that were to be
    added up or compared and are no number, and those with more digits than a figure holds."""

    numbers: Mapping[str, float | None]
    rows: int
    not_numbers: tuple[NotNumber, ...] = ()
    inexact: tuple[NotNumber, ...] = ()


def aggregate(
    table: Table,
    adcodes: tuple[str, ...],
    *,
    how: str,
    column: str = "",
    where: tuple[Condition, ...] = (),
    kept: Callable[[str], bool] | None = None,
    kept_column: str = "",
    unit: str = "",
) -> Aggregated:
    """Make one figure for each place from its rows.

    Parameters
    ----------
    table, adcodes
        The rows, and the place of each ("" for none).
    how
        ``count``; ``sum`` or ``mean`` of ``column``; ``share``, the percentage of a place's rows
        that meet ``where``.
    where
        Conditions that rows must meet, all of them.
    kept, kept_column
        A further test of one column's cells, which narrows the rows also of a share.
    unit
        The unit of ``column``: a magnitude in it is not applied again to a cell that has it.

    Raises
    ------
    UnknownNameError
        If ``how`` or a column is unknown.
    TableError
        If ``column`` or a condition is missing where it is needed, or a condition meets no row.
    """
    if how not in HOW:
        raise UnknownNameError("way to sum up rows", how, HOW)
    if how in ("sum", "mean") and not column:
        what = sentence("aggregate.sum" if how == "sum" else "aggregate.mean")
        raise TableError("aggregate.of_which_column", how=what)
    if how == "share" and not where:
        raise TableError("aggregate.share_of_what")
    for name in filter(None, (column, kept_column, *(c.column for c in where))):
        if name not in table.columns:
            raise UnknownNameError("column", name, table.columns)
    check_conditions(table, where)
    tests = [(c.column, table.columns.index(c.column), cache(c.test())) for c in where]
    narrow = [(table.columns.index(kept_column), cache(kept))] if kept and kept_column else []
    index = table.columns.index(column) if column else 0
    rows: dict[str, int] = {}
    met: dict[str, int] = {}
    found: dict[str, list[float]] = {}
    read = cache(partial(cells.parse_number, power=cells.magnitude_of(unit)))
    exact = cache(lambda cell: not cells.is_inexact(cell))
    not_numbers: list[NotNumber] = []
    inexact: list[NotNumber] = []
    for row, number, adcode in zip(table.rows, table.row_numbers, adcodes, strict=True):
        if not adcode:
            continue
        rows.setdefault(adcode, 0)
        if not all(test(row[i]) for i, test in narrow):
            continue
        rows[adcode] += 1
        results = [test(row[i]) for _, i, test in tests]
        if not all(results):
            if False not in results:  # whether the row counts rests on cells that are no numbers
                unread = [(name, i) for (name, i, test) in tests if test(row[i]) is None]
                not_numbers += [NotNumber(number, row[i], name) for name, i in unread]
            continue
        met[adcode] = met.get(adcode, 0) + 1
        if how in ("sum", "mean"):
            cell = read(row[index])
            if isinstance(cell, float):
                found.setdefault(adcode, []).append(cell)
                if len(row[index]) > cells.EXACT_DIGITS and not exact(row[index]):
                    inexact.append(NotNumber(number, row[index], column))
            elif isinstance(cell, str):
                not_numbers.append(NotNumber(number, cell, column))
    figure: Callable[[str], float | None] = {
        "count": lambda place: float(met.get(place, 0)),
        "share": lambda place: 100 * met.get(place, 0) / rows[place] if rows[place] else None,
        # fsum, since tenths added one by one do not give the sum that is printed.
        "sum": lambda place: math.fsum(found[place]) if place in found else _zero(met.get(place)),
        "mean": lambda place: (
            math.fsum(found[place]) / len(found[place]) if place in found else None
        ),
    }[how]
    numbers = {place: figure(place) for place in rows}
    return Aggregated(numbers, sum(met.values()), tuple(not_numbers), tuple(inexact))


def _zero(rows: int | None) -> float | None:
    """The sum of no number: zero where no row meets the conditions, else unknown."""
    return None if rows else 0.0
