"""Lists become figures: the rows of a register of projects are counted, summed, averaged, or their
share that meets a condition is taken, place by place.

A place with rows of which none meets the condition has zero; a place without any row has no
figure: the list may not be complete.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from geo import cells
from geo.errors import TableError, UnknownNameError
from geo.model import NotNumber, Table

HOW = ("count", "sum", "mean", "share")

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt,
}  # fmt: skip
_SIGN = re.compile(r"\s*(?P<sign>!=|>=|<=|=|>|<|~)\s*(?P<value>.*)", re.S)


@dataclass(frozen=True)
class Condition:
    """A column's cell compared with values: ``=`` one of them, ``!=`` none of them, ``~`` contains
    one of them, ``<`` and the like with a number."""

    column: str
    sign: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.column} {self.sign} {'|'.join(self.values)}"

    def test(self) -> Callable[[str], bool]:
        """A function that says whether a cell meets the condition.

        Raises
        ------
        TableError
            If a cell is to be compared with what is no number, or to contain nothing.
        """
        if self.sign in _COMPARE:
            value = "|".join(self.values)
            limit, compare = cells.read_number(value), _COMPARE[self.sign]
            if not isinstance(limit, float):
                raise TableError(f"{self}: {value!r} is no number to compare with.")

            def meets(cell: str) -> bool:
                number = cells.read_number(cell)
                return isinstance(number, float) and compare(number, limit)

            return meets
        wanted = {cells.fold(value).casefold() for value in self.values}
        if self.sign == "~":
            if "" in wanted:
                raise TableError(f"{self}: every cell contains nothing; say what it must contain.")
            return lambda cell: any(value in cells.fold(cell).casefold() for value in wanted)
        return lambda cell: (cells.fold(cell).casefold() in wanted) == (self.sign == "=")


def parse_condition(text: str, columns: Iterable[str]) -> Condition:
    """A condition as it is written: ``状态=在建|拟建``, ``investment >= 10``.

    Raises
    ------
    TableError
        If it is none.
    UnknownNameError
        If there is no such column.
    """
    text = text.strip()
    known = list(columns)
    # The longest name first: a column's name may begin with another's, and have a sign in it.
    for column in sorted(known, key=len, reverse=True):
        found = _SIGN.fullmatch(text.removeprefix(column)) if text.startswith(column) else None
        if found:
            values = tuple(value.strip() for value in found["value"].split("|"))
            return Condition(column, found["sign"], values)
    found = _SIGN.search(text)
    if found and found.start():
        raise UnknownNameError("column", text[: found.start()], known)
    raise TableError(
        f"{text!r} is no condition. Write a column, one of = != ~ < <= > >=, and a value, "
        "several parted by |: 状态=在建|拟建, investment>=10."
    )


@dataclass(frozen=True)
class Aggregated:
    """A number for each place that has a row, how many rows there were, and the cells that were to
    be added up and are no number."""

    numbers: Mapping[str, float | None]
    rows: int
    not_numbers: tuple[NotNumber, ...] = ()


def aggregate(
    table: Table,
    adcodes: tuple[str, ...],
    *,
    how: str,
    column: str = "",
    where: tuple[Condition, ...] = (),
    kept: Callable[[str], bool] | None = None,
    kept_column: str = "",
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

    Raises
    ------
    UnknownNameError
        If ``how`` or a column is unknown.
    TableError
        If ``column`` or a condition is missing where it is needed.
    """
    if how not in HOW:
        raise UnknownNameError("way to sum up rows", how, HOW)
    if how in ("sum", "mean") and not column:
        raise TableError(f"say of which column the {how} is taken.")
    if how == "share" and not where:
        raise TableError("a share needs a condition that rows meet or do not: 状态=在建.")
    for name in filter(None, (column, kept_column, *(c.column for c in where))):
        if name not in table.columns:
            raise UnknownNameError("column", name, table.columns)
    tests = [(table.columns.index(c.column), cache(c.test())) for c in where]
    narrow = [(table.columns.index(kept_column), cache(kept))] if kept and kept_column else []
    index = table.columns.index(column) if column else 0
    rows: dict[str, int] = {}
    met: dict[str, int] = {}
    found: dict[str, list[float]] = {}
    read = cache(cells.read_number)
    not_numbers: list[NotNumber] = []
    for row, number, adcode in zip(table.rows, table.row_numbers, adcodes, strict=True):
        if not adcode:
            continue
        rows.setdefault(adcode, 0)
        if not all(test(row[i]) for i, test in narrow):
            continue
        rows[adcode] += 1
        if not all(test(row[i]) for i, test in tests):
            continue
        met[adcode] = met.get(adcode, 0) + 1
        if how in ("sum", "mean"):
            cell = read(row[index])
            if isinstance(cell, float):
                found.setdefault(adcode, []).append(cell)
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
    return Aggregated(numbers, sum(met.values()), tuple(not_numbers))


def _zero(rows: int | None) -> float | None:
    """The sum of no number: zero where no row meets the conditions, else unknown."""
    return None if rows else 0.0
