"""The join: boundaries and figures become a :class:`Layer` and a :class:`JoinReport`.

Nothing joins silently. What did not match, stands twice or is no number is in the report, and so
is every place that is left without a figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import chain
from math import fsum, hypot
from statistics import fmean
from typing import Protocol

from geo.model import (
    CLAUSES,
    Answer,
    Boundaries,
    GroupKind,
    GroupRow,
    JoinReport,
    Match,
    NotNumber,
    Place,
    QuestionError,
    Table,
    Text,
    TotalCheck,
    UnknownNameError,
    Unmatched,
    has_magnitude,
    joined,
    phrase,
)
from geo.tables import cells

Figure = float | None


def _of_present(combine: Callable[[list[float]], float]) -> Callable[[list[Figure]], Figure]:
    """The same for figures of which some are missing."""

    def combined(figures: list[Figure]) -> Figure:
        present = [figure for figure in figures if figure is not None]
        return combine(present) if present else None

    return combined


#: How the rows of a place that stands in several are combined.
COMBINE: Mapping[str, Callable[[list[Figure]], Figure]] = {
    "first": lambda figures: figures[0],
    "last": lambda figures: figures[-1],
    "sum": _of_present(fsum),
    "mean": _of_present(fmean),
}

#: Figures with more digits are not printed but computed, and computed figures may have passed
#: through numbers of single precision, which have seven.
_MOST_PRINTED, _SINGLE = 12, 1e-7

#: So many different spellings get suggestions.
_MOST_SUGGESTED = 200
#: So many rows tell which columns name what the places lie in.
_SAMPLE_ROWS = 2_000
#: What such columns are called.
_PARENT = re.compile(
    r"(所属|所在|上级|隶属)?(省级?|省份|省市|省区市?|自治区|直辖市|地级市?|地市|市州|州市|市级?|城市|地区|上级)"
    r"(名称?|单位)?|(parent|province|prefecture|city|municipality|state)([ _]?name)?|"
    r"(nl_)?name_[12]|adm[12]_(zh|en)",
    re.I,
)


class Names(Protocol):
    """What the join asks of a gazetteer."""

    def resolve(self, text: str, *, within: Sequence[str] = ()) -> Match | None: ...
    def namesakes(self, text: str) -> tuple[str, ...]: ...
    def lies_in(self, adcode: str, text: str) -> bool | None: ...
    def suggest(self, text: str) -> tuple[Place, ...]: ...
    def explain(self, text: str, *, within: Sequence[str] = ()) -> Text: ...
    def group(self, text: str) -> GroupKind | None: ...


@dataclass(frozen=True)
class MatchedRows:
    """Which place each row of a table names (its adcode, or ""), and the report on all rows."""

    key: str
    adcodes: tuple[str, ...]
    report: JoinReport


def match_rows(
    boundaries: Boundaries,
    table: Table,
    *,
    names: Names,
    key: str,
    fixes: Mapping[str, str] | None = None,
) -> MatchedRows:
    """Find out which place each row of a table names.

    Beside names that several places bear, the columns count that name what a place lies in (鼓楼区
    with a column 市). A row in which these contradict the name is matched with no place.

    Parameters
    ----------
    boundaries, table
        The places and the rows.
    names
        A gazetteer: nothing but what it resolves is matched.
    key
        The column with names or codes.
    fixes
        What the user says of single spellings: an adcode, or "" for rows to leave out. It holds
        for all rows with that spelling but those that say what their place lies in.

    Raises
    ------
    UnknownNameError
        If the column is not in the table, or a fix is no place of the boundaries.
    """
    if key not in table.columns:
        raise UnknownNameError("column", key, table.columns)
    fixes = {text.strip(): adcode for text, adcode in (fixes or {}).items()}
    for adcode in filter(None, fixes.values()):
        if adcode not in boundaries.names:
            raise UnknownNameError("place", adcode, boundaries.names)

    @cache
    def find(text: str, within: tuple[str, ...]) -> Match | GroupKind | None:
        match = names.resolve(text, within=within)
        # What is said of a name is said of the rows that do not tell which place they mean.
        if text in fixes and not (match and match.how == "parent"):
            return Match(fixes[text], "choice") if fixes[text] else "other"
        if match is not None and match.adcode in boundaries.names:
            return match
        return names.group(text)

    index = table.columns.index(key)
    upper = _parent_columns(table, index, names)
    adcodes: list[str] = []
    matched: Counter[str] = Counter()
    missed: list[tuple[int, str, tuple[str, ...]]] = []
    groups: list[GroupRow] = []
    for row, number in zip(table.rows, table.row_numbers, strict=True):
        text, within = row[index], tuple([row[column] for column in upper])
        found = find(text, within)
        if found is None and not text:  # a total may stand in another column
            found = next((kind for cell in row if (kind := names.group(cell))), None)
            text = next((cell for cell in row if names.group(cell)), "")
        if isinstance(found, Match):
            matched[found.how] += 1
            adcodes.append(found.adcode)
            continue
        adcodes.append("")
        if found is None:
            missed.append((number, text, within))
        else:
            groups.append(GroupRow(number, text, found))
    spellings = list(dict.fromkeys((text, within) for _, text, within in missed))
    near = {
        (text, within): (names.suggest(text), names.explain(text, within=within))
        for text, within in spellings[:_MOST_SUGGESTED]
    }
    nothing = ((), Text("", ""))
    report = JoinReport(
        rows=len(table.rows) - len(groups),
        matched=dict(sorted(matched.items())),
        unmatched=tuple(
            Unmatched(number, text, *near.get((text, within), nothing))
            for number, text, within in missed
        ),
        groups=tuple(groups),
        fixes={text: adcode for text, adcode in fixes.items() if text in set(table.cells(key))},
    )
    return MatchedRows(key, tuple(adcodes), report)


def _parent_columns(table: Table, key: int, names: Names) -> tuple[int, ...]:
    """The columns that name what the places of the rows lie in: those that are called so, and those
    that agree with the names of places wherever these are beyond doubt."""
    rows = table.rows[:_SAMPLE_ROWS]
    meant = [
        (match.adcode,) if (match := names.resolve(row[key])) else names.namesakes(row[key])
        for row in rows
    ]

    @cache
    def lies_in(places: tuple[str, ...], cell: str) -> bool | None:
        found = {names.lies_in(adcode, cell) for adcode in places}
        return True if True in found else False if False in found else None

    def is_one(column: int) -> bool:
        told = {lies_in(places, row[column]) for places, row in zip(meant, rows, strict=True)}
        called = _PARENT.fullmatch("".join(table.columns[column].split()))
        return bool(told - {None}) if called else True in told and False not in told

    return tuple(column for column in range(len(table.columns)) if column != key and is_one(column))


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
        rows: dict[str, set[int]] = {}
        for (adcode, _), numbers in self.rows_of.items():
            rows.setdefault(adcode, set()).update(numbers)
        return {adcode: tuple(sorted(numbers)) for adcode, numbers in rows.items()}


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
    group_of = {group.row: group for group in matched.report.groups}
    found: dict[tuple[str, str], list[Figure]] = {}
    rows_of: dict[tuple[str, str], list[int]] = {}
    totals: list[_Total] = []
    printed: dict[str, list[str]] = {}
    not_numbers: list[NotNumber] = []
    power = cells.magnitude_of(unit)
    inexact: list[NotNumber] = []
    kind = table.columns.index(series[0]) if series else None
    for name, column in columns.items():
        index = table.columns.index(column)
        for position, (row, number, adcode) in enumerate(
            zip(table.rows, table.row_numbers, matched.adcodes, strict=True)
        ):
            if kind is not None and series and row[kind] != series[1]:
                continue
            group = group_of.get(number)
            if not adcode and (group is None or group.kind != "total"):
                continue
            cell = cells.parse_number(row[index], power=power)
            at = periods[position] if periods else name
            if not adcode and group is not None:
                if isinstance(cell, float):
                    totals.append(_Total(group, at, row[index], cell))
                continue
            if isinstance(cell, float):
                printed.setdefault(at, []).append(row[index])
            if isinstance(cell, str):
                not_numbers.append(NotNumber(number, cell, column))
            elif len(row[index]) > cells.EXACT_DIGITS and cells.is_inexact(row[index]):
                inexact.append(NotNumber(number, row[index], column))
            found.setdefault((adcode, at), []).append(cell if isinstance(cell, float) else None)
            rows_of.setdefault((adcode, at), []).append(number)
    combined = COMBINE[combine or "first"]
    numbers = {place: combined(values) for place, values in found.items()}
    return Figures(
        numbers=numbers,
        rows_of={place: tuple(rows) for place, rows in rows_of.items() if len(rows) > 1},
        not_numbers=tuple(not_numbers),
        inexact=tuple(inexact),
        totals=_check_totals(totals, numbers, printed=printed, unit=unit),
    )


@dataclass(frozen=True)
class _Total:
    """A cell with a number in a row that is a total."""

    group: GroupRow
    period: str
    cell: str
    number: float


def _check_totals(
    totals: list[_Total],
    numbers: Mapping[tuple[str, str], Figure],
    *,
    printed: Mapping[str, list[str]],
    unit: str,
) -> tuple[TotalCheck, ...]:
    """The table's totals beside the sums of the places, for the periods that these have."""
    if not totals:
        return ()
    figures: dict[str, list[float]] = {}
    for (_, period), value in numbers.items():
        figures.setdefault(period, []).append(value or 0.0)
    every = [*chain.from_iterable(printed.values()), *(total.cell for total in totals)]
    step = _last_digit(every, unit)
    return tuple(
        TotalCheck(
            row=total.group.row,
            text=total.group.text,
            period=total.period,
            total=total.number,
            sum=fsum(figures[total.period]),
            rounding=_rounding([*printed.get(total.period, ()), total.cell], step),
        )
        for total in totals
        if total.period in figures
    )


def _last_digit(printed: list[str], unit: str) -> float:
    """What one more in the last digit of a measure would be; 0 where its figures are counts."""
    last = min(1.0, *map(cells.last_digit, printed))
    return 0.0 if last == 1.0 and not has_magnitude(unit) else last


def _rounding(printed: list[str], step: float) -> float:
    """How far a printed total may well be from the sum of the printed figures.

    Each of them is wrong by up to half a unit of its last digit, so that all of them together are
    never wrong by more than the sum of the halves, and in fewer than one case of a thousand by more
    than the root of the sum of the squares of those units. The smaller one holds.
    """
    units = []
    for cell in printed:
        number, last = cells.parse_number(cell), cells.last_digit(cell)
        # 12.4万 is rounded, however exact the others are; else all have the digits of the finest,
        # since a spreadsheet leaves zeros at the end out.
        last = last if last > 1 else step
        if isinstance(number, float) and _is_computed(number):
            last = max(last, _SINGLE * abs(number))
        units.append(last)
    return min(fsum(units) / 2, hypot(*units))


def _is_computed(number: float) -> bool:
    """Whether a number has more digits than anybody prints: it came from arithmetic."""
    digits = Decimal(repr(number)).normalize().as_tuple().digits
    return len(digits) > _MOST_PRINTED and not number.is_integer()


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
    twice: dict[str, list[int]] = {}
    for (adcode, _), rows in rows_of.items():
        if len(rows) > 1:
            twice.setdefault(adcode, []).extend(rows)
    return Texts(
        {at: texts[-1 if combine == "last" else 0] for at, texts in found.items()},
        {adcode: tuple(sorted(rows)) for adcode, rows in twice.items()},
    )


def refuse_duplicates(
    rows_of: Mapping[str, tuple[int, ...]], boundaries: Boundaries, *, words: bool = False
) -> None:
    """Raise if a place stands in several rows, of numbers or of ``words``.

    Raises
    ------
    QuestionError
        Naming the places and their rows, and how to say which counts.
    """
    if not rows_of:
        return
    names = boundaries.names
    lines = [
        phrase("join.in_rows", place=Text(f"{name.en} {name.zh}", name.zh), rows=rows[:10])
        for name, rows in [(names[adcode], rows) for adcode, rows in rows_of.items()][:20]
    ]
    raise QuestionError(
        "join.twice",
        answers=[
            Answer(meaning, f"--duplicates {how}", {"duplicates": how})
            for how, meaning in (
                ("first", phrase("join.take_first")),
                ("last", phrase("join.take_last")),
                ("sum", phrase("join.take_sum")),
                ("mean", phrase("join.take_mean")),
            )[: 2 if words else 4]
        ]
        + [Answer(phrase("join.count_rows"), "--aggregate count", {"aggregate": "count"})],
        places=joined(lines, CLAUSES),
    )
