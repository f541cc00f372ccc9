"""Which rows count: conditions as they are written, ``状态=在建|拟建``, ``投资 >= 10``.

A cell and a value are compared as what both of them are:

- **dates** as dates: 2020/3/1, 2020-03-01, 2020年3月1日 and 2020-03-01 00:00:00 are one day (the
  time of a day does not count), and a month is before a day where all of it is,
- **numbers** as numbers: 10 is 10.0, and 1,000 is 1000, and 12万 is 120000,
- **texts** without regard to full-width forms, case and blanks. Names of places are texts too: a
  column that is not the key may hold names of something else.

A value that no row has is more often a slip than a question, and would be answered with zero for
every place: it is refused, with the nearest values that the column has.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from geo.model import Table, TableError, UnknownNameError
from geo.tables import cells

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt,
}  # fmt: skip
_SIGN = re.compile(
    r"\s*(?P<sign>[!！][=＝]|≠|[<＜][>＞]|[>＞][=＝]|≥|⩾|[<＜][=＝]|≤|⩽|[=＝]{1,2}|[>＞<＜~～])"
    r"\s*(?P<value>.*)",
    re.S,
)
_SAME_SIGN = {"==": "=", "≠": "!=", "<>": "!=", "≥": ">=", "⩾": ">=", "≤": "<=", "⩽": "<="}
_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"), ("「", "」"), ("＂", "＂"), ("＇", "＇"))
_QUOTED = "|".join(f"{opening}[^{closing}]*{closing}" for opening, closing in _QUOTES)
_VALUE = re.compile(rf"(?:\A|[|｜])\s*(?:(?P<quoted>{_QUOTED})\s*(?=[|｜]|\Z)|(?P<bare>[^|｜]*))")

_TIME = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?(z|[ap]m|[+-]\d{2}:?\d{2}))?", re.ASCII)
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff"
_BLANK = re.compile(rf"(?<=[{_CHINESE}]) | (?=[{_CHINESE}])")
_QUARTERS = {"Q1": ("01", "03"), "Q2": ("04", "06"), "Q3": ("07", "09"), "Q4": ("10", "12")}
#: From here on different numbers may be the same floating-point number: they are texts.
_MOST_EXACT = 2**53

#: So many values of a column are looked through, shown, and shown of each so many characters.
_MOST_SEARCHED, _MOST_SHOWN, _LONGEST = 20_000, 5, 40


@dataclass(frozen=True)
class Condition:
    """A column's cell compared with values: ``=`` one of them, ``!=`` none of them, ``~`` contains
    one of them, ``<`` and the like with a number or a date.

    ``str()`` writes it so that :func:`parse_condition` reads the same.
    """

    column: str
    sign: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.column} {self.sign} {'|'.join(map(_quoted, self.values))}"

    def test(self) -> Callable[[str], bool | None]:
        """A function that says whether a cell meets the condition; None where the cell has words
        and should have a number or a date.

        Raises
        ------
        TableError
            If a cell is to be compared with what is no number and no date, or to contain nothing.
        """
        if self.sign in _COMPARE:
            limit = _Value("|".join(self.values))
            if limit.number is None and limit.span is None:
                raise TableError("conditions.no_limit", condition=str(self), value=limit.written)
            return lambda cell: _compare(_Value(cell), self.sign, limit)
        wanted = [_Value(value) for value in self.values]
        texts = {value.text for value in wanted}
        if self.sign == "~":
            if "" in texts:
                raise TableError("conditions.contains_nothing", condition=str(self))
            return lambda cell: any(text in _Value(cell).text for text in texts)
        others = [value for value in wanted if value.number is not None or value.period]

        def is_one_of(cell: str) -> bool:
            given = _Value(cell)
            return given.text in texts or any(value.equals(given) for value in others)

        return lambda cell: is_one_of(cell) == (self.sign == "=")


class _Value:
    """What is written, and what it may be: a text, a number, a span of days."""

    def __init__(self, written: str) -> None:
        self.written = written

    @cached_property
    def text(self) -> str:
        return _BLANK.sub("", " ".join(cells.fold(self.written).casefold().split()))

    @cached_property
    def number(self) -> float | None:
        number = cells.parse_number(self.written)
        return number if isinstance(number, float) and abs(number) < _MOST_EXACT else None

    @cached_property
    def period(self) -> str | None:
        folded = cells.fold(self.written).casefold()
        time = _TIME.search(folded)
        day = folded[: time.start()] if time and time.end() == len(folded) else folded
        return cells.read_period(day)

    @cached_property
    def span(self) -> tuple[str, str] | None:
        """The first and the last day, as texts in whose order days follow each other."""
        if self.period is None:
            return None
        year, *rest = self.period.split("-")
        months = _QUARTERS.get(rest[0], (rest[0], rest[0])) if rest else ("01", "12")
        days = (rest[1], rest[1]) if len(rest) > 1 else ("01", "31")
        first, last = (f"{year}-{m}-{d}" for m, d in zip(months, days, strict=True))
        return first, last

    def equals(self, other: _Value) -> bool:
        if self.text == other.text:
            return True
        same_period = self.period is not None and self.period == other.period
        if self.number is None or other.number is None:
            return same_period
        # As months, 2020.1 and 2020.10 are two; as numbers, 2020.1 and 2020.01 are.
        differ = bool(self.period and other.period and not same_period)
        return self.number == other.number and not differ


def _compare(cell: _Value, sign: str, limit: _Value) -> bool | None:
    if limit.number is None or cell.number is None:
        by_date = _compare_days(cell, sign, limit)
        return False if by_date is None and cells.parse_number(cell.written) is None else by_date
    by_number = _COMPARE[sign](cell.number, limit.number)
    months = all(one.period and len(one.period) == len("2020-10") for one in (limit, cell))
    if months and by_number != _compare_days(cell, sign, limit):
        return None  # 2020.10 beside 2020.2: numbers or months?
    return by_number


def _compare_days(cell: _Value, sign: str, limit: _Value) -> bool | None:
    if limit.span is None or cell.span is None:
        return None
    (first, last), (limit_first, limit_last) = cell.span, limit.span
    return {
        ">=": first >= limit_first, ">": first > limit_last,
        "<=": last <= limit_last, "<": last < limit_first,
    }[sign]  # fmt: skip


def parse_condition(text: str, columns: Iterable[str]) -> Condition:
    """A condition as it is written: ``状态=在建|拟建``, ``类型 == '新基建'``, ``investment ≥ 10``.

    Raises
    ------
    TableError
        If it is none.
    UnknownNameError
        If there is no such column.
    """
    text, known = text.strip(), list(columns)
    for as_written in (str, cells.fold):
        start = as_written(text)
        # The longest name first: a column's name may begin with another's, and have a sign in it.
        for column in sorted(known, key=len, reverse=True):
            name = as_written(column)
            found = _SIGN.fullmatch(start, len(name)) if start.startswith(name) else None
            if found:
                sign = cells.fold(found["sign"])
                return Condition(column, _SAME_SIGN.get(sign, sign), _values(found["value"]))
    found = _SIGN.search(text)
    if found and found.start():
        raise UnknownNameError("column", text[: found.start()], known)
    raise TableError("conditions.none", text=text)


def _values(text: str) -> tuple[str, ...]:
    return tuple(
        found["quoted"][1:-1] if found["quoted"] else found["bare"].strip()
        for found in _VALUE.finditer(text)
    )


def _quoted(value: str) -> str:
    """A value as it must be written to be read again."""
    if _values(value) == (value,) and not value.startswith(tuple(mark for mark, _ in _QUOTES)):
        return value
    opening, closing = next((pair for pair in _QUOTES if pair[1] not in value), ("", ""))
    return f"{opening}{value}{closing}"


def check_conditions(table: Table, conditions: Iterable[Condition]) -> None:
    """Refuse a condition that no row of the table meets, or with a value that no row has.

    Raises
    ------
    TableError
        Naming the values of the column that are nearest.
    """
    for condition in conditions:
        texts = table.cells(condition.column)
        if condition.sign in _COMPARE:
            _check_limit(condition, texts)
        else:
            _check_values(condition, texts)


def _check_values(condition: Condition, texts: Sequence[str]) -> None:
    present = [_Value(text) for text in dict.fromkeys(texts)]
    wanted = [_Value(value) for value in condition.values]
    for value in wanted:
        if condition.sign == "!=" and not value.text:
            continue  # that nothing is empty is no slip
        found = (
            any(value.text in one.text for one in present)
            if condition.sign == "~"
            else any(value.equals(one) for one in present)
        )
        if not found:
            raise TableError(
                "conditions.no_row_contains" if condition.sign == "~" else "conditions.no_row",
                condition=str(condition),
                value=value.written,
                column=condition.column,
                near=_nearest(value, present) or _most_common(texts),
            )
    meets = condition.test()
    if condition.sign == "!=" and not any(meets(one.written) for one in present):
        raise TableError("conditions.every_row", condition=str(condition))


def _check_limit(condition: Condition, texts: Sequence[str]) -> None:
    meets = condition.test()
    distinct = dict.fromkeys(texts)
    if any(meets(text) for text in distinct):
        return
    limit = _Value("|".join(condition.values))
    comparable = [
        value
        for value in map(_Value, distinct)
        if meets(value.written) is not None and (value.number is not None or value.span)
    ]
    if not comparable:
        raise TableError(
            "conditions.not_comparable",
            condition=str(condition),
            column=condition.column,
            known=_most_common(texts),
        )
    ordered = sorted(comparable, key=_order(limit))
    raise TableError(
        "conditions.beyond",
        condition=str(condition),
        column=condition.column,
        least=ordered[0].written,
        most=ordered[-1].written,
    )


def _order(value: _Value) -> Callable[[_Value], tuple[float, str]]:
    """What values are sorted by: their numbers where the value is one, else their days."""
    if value.number is not None:
        return lambda one: (one.number if one.number is not None else float("inf"), "")
    return lambda one: (0.0, one.span[0] if one.span else "")


def _nearest(value: _Value, present: Sequence[_Value]) -> tuple[str, ...]:
    """The values that are nearest: numbers to a number, days to a day, else alike texts."""
    from rapidfuzz import process  # only needed once something went wrong

    for attribute in ("number", "span"):
        if getattr(value, attribute) is None:
            continue
        alike = [one for one in present if getattr(one, attribute) is not None]
        if alike:
            ordered = sorted([value, *alike], key=_order(value))
            place = ordered.index(value)
            around = ordered[max(0, place - 2) : place] + ordered[place + 1 : place + 3]
            return tuple(_shown(one.written) for one in around)
    texts = {one.text: one.written for one in present[:_MOST_SEARCHED] if one.text}
    found = process.extract(value.text, list(texts), limit=3, score_cutoff=50)
    return tuple(_shown(texts[match[0]]) for match in found)


def _most_common(texts: Iterable[str]) -> tuple[str, ...]:
    counted = Counter(filter(None, texts)).most_common(_MOST_SHOWN + 1)
    shown = [_shown(text) for text, _ in counted[:_MOST_SHOWN]]
    return (*shown, "…") if len(counted) > _MOST_SHOWN else tuple(shown)


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
