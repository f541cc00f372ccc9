"""Lists become figures: the rows of a register of projects are counted, summed, averaged, or their
share that meets a condition is taken, place by place.

A place with rows of which none meets the condition has zero; a place without any row has no
figure: the list may not be complete.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
    of_column = how in ("sum", "mean")
    if how not in HOW:
        raise UnknownNameError("way to sum up rows", how, HOW)
    if of_column and not column:
        what = sentence("aggregate.sum" if how == "sum" else "aggregate.mean")
        raise TableError("aggregate.of_which_column", how=what)
    if how == "share" and not where:
        raise TableError("aggregate.share_of_what")
    for name in filter(None, (column, kept_column, *(c.column for c in where))):
        if name not in table.columns:
            raise UnknownNameError("column", name, table.columns)
    check_conditions(table, where)
    counted = _count(
        table,
        adcodes,
        where=[(c.column, c.test()) for c in where],
        kept=(kept_column, kept) if kept and kept_column else None,
        column=column if of_column else "",
        power=cells.magnitude_of(unit),
    )
    return Aggregated(
        numbers={place: counted.figure(place, how) for place in counted.rows},
        rows=sum(counted.met.values()),
        not_numbers=tuple(counted.not_numbers),
        inexact=tuple(counted.inexact),
    )


@dataclass
class _Counted:
    """Of each place: how many rows it has, how many of these meet the conditions, and the numbers
    in those; and the cells that are none, or have more digits than a figure holds."""

    rows: dict[str, int] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, list[float]] = field(default_factory=dict)
    not_numbers: list[NotNumber] = field(default_factory=list)
    inexact: list[NotNumber] = field(default_factory=list)

    def figure(self, place: str, how: str) -> float | None:
        """The figure of a place that has a row."""
        rows, met, numbers = self.rows[place], self.met.get(place, 0), self.numbers.get(place)
        if how == "count":
            return float(met)
        if how == "share":
            return 100 * met / rows if rows else None
        if numbers is None:
            # The sum of no number: zero where no row meets the conditions, else unknown.
            return 0.0 if how == "sum" and not met else None
        total = math.fsum(numbers)  # tenths added one by one do not give the sum that is printed
        return total if how == "sum" else total / len(numbers)


def _count(
    table: Table,
    adcodes: Sequence[str],
    *,
    where: Sequence[tuple[str, Callable[[str], bool | None]]],
    kept: tuple[str, Callable[[str], bool]] | None,
    column: str,
    power: int,
) -> _Counted:
    """Go through the rows that are of a place; every different cell is looked at once."""
    counted = _Counted()
    rows, met, not_numbers = counted.rows, counted.met, counted.not_numbers
    tests = [(name, table.columns.index(name), cache(test)) for name, test in where]
    narrow = [(table.columns.index(kept[0]), cache(kept[1]))] if kept else []
    index = table.columns.index(column) if column else None
    read = cache(partial(cells.parse_number, power=power))
    inexact = cache(cells.is_inexact)
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
                unread = [(name, i) for name, i, test in tests if test(row[i]) is None]
                not_numbers += [NotNumber(number, row[i], name) for name, i in unread]
            continue
        met[adcode] = met.get(adcode, 0) + 1
        if index is None:
            continue
        text = row[index]
        cell = read(text)
        if isinstance(cell, float):
            counted.numbers.setdefault(adcode, []).append(cell)
            if len(text) > cells.EXACT_DIGITS and inexact(text):
                counted.inexact.append(NotNumber(number, text, column))
        elif isinstance(cell, str):
            not_numbers.append(NotNumber(number, cell, column))
    return counted
