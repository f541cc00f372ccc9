"""Periods in a line of cells, a column or a heading, read together: what one cell leaves open, the
others settle.

``1/22/20`` is a day only if all cells can be days so; ``20200120`` only if all are; a bare 2 is a
month where the heading says so. Periods without a year are written ``--02`` and ``--Q1``, so that
they sort as they follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from geo.tables.cells import MISSING, fold, read_period
from geo.tables.column_words import says

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
            "十": 10, "十一": 11, "十二": 12}  # fmt: skip
_DOTTED = re.compile(r"(?P<year>(?:19|20|21)\d\d)\.(?P<month>\d{1,2})")

Found = Mapping[str, str]


@dataclass(frozen=True)
class _Form:
    """One way to write periods. ``under`` is what the heading must say where the cells alone are
    weak evidence; ``distinct`` so many different cells are evidence enough without it."""

    pattern: re.Pattern[str]
    period: Callable[[Found], str | None]
    under: Literal["", "period", "month", "quarter"] = ""
    distinct: int = 1


def read_periods(texts: Sequence[str], *, heading: str = "") -> tuple[str | None, ...]:
    """The periods that cells name, each in the form of ISO 8601, or None for all of them.

    Blank cells have none; they do not speak against the others.

    Parameters
    ----------
    texts
        The cells of a column, or the headings of columns side by side.
    heading
        What stands above them.
    """
    folded = {text: fold(text).casefold() for text in dict.fromkeys(texts)}
    filled = [text for text, bare in folded.items() if bare not in MISSING]
    if not filled:
        return (None,) * len(texts)
    found = _each(filled) or _together([folded[t] for t in filled], filled, heading)
    return tuple(found.get(text) if found else None for text in texts)


def read_row_periods(texts: Sequence[str], *, heading: str) -> tuple[str | None, ...]:
    """The period in each cell of a column, None where there is none. Cells with words, such as
    those of a total's row, do not keep the others from being read together."""
    numbered = [text if any(map(str.isdecimal, text)) else "" for text in texts]
    found = read_periods(numbered, heading=heading)
    if not any(found):
        found = read_periods(texts, heading=heading)
    return tuple(period or read_period(text) for text, period in zip(texts, found, strict=True))


def read_headings(texts: Sequence[str]) -> dict[str, str]:
    """The periods among headings side by side that only their neighbours make clear: ``1/22/20``,
    ``1月``. Headings written alike are read together."""
    alike: dict[str, list[str]] = {}
    for text in dict.fromkeys(filter(None, texts)):
        if read_period(text) is None:
            shape = re.sub(r"\d+", "9", re.sub(_NAMED, "m", fold(text).casefold()))
            alike.setdefault(shape, []).append(text)
    found: dict[str, str] = {}
    for group in alike.values():
        found |= {t: p for t, p in zip(group, read_periods(group), strict=True) if p}
    return found


def combine(year: str, part: str) -> str | None:
    """A year and a month or quarter without one as one period; None where they are not that."""
    if re.fullmatch(r"\d{4}", year) and part.startswith("--"):
        return f"{year}-{part[2:]}"
    return None


def settle_tenth_months(texts: Sequence[str]) -> tuple[str, ...]:
    """Headings with a tenth month that a spreadsheet wrote as a number put right.

    ``2020.10`` is stored as 2020.1, which is January's heading. Between 2020.9 and 2020.11 it can
    only be October; where nothing tells, it stays as it is.
    """
    dotted = [(i, m) for i, text in enumerate(texts) if (m := _DOTTED.fullmatch(fold(text)))]
    settled = list(texts)
    for place, (index, found) in enumerate(dotted):
        if found["month"] != "1":
            continue
        beside = [
            int(m["month"])
            for at in (place - 1, place + 1)
            if 0 <= at < len(dotted) and (m := dotted[at][1])["year"] == found["year"]
        ]
        if {9, 11} & set(beside) and 2 not in beside:
            settled[index] = f"{found['year']}.10"
    return tuple(settled)


def _each(texts: list[str]) -> dict[str, str]:
    """The periods of cells each of which says its own; nothing if one does not."""
    found = {text: period for text in texts if (period := read_period(text))}
    return found if len(found) == len(texts) else {}


def _together(bare: list[str], texts: list[str], heading: str) -> dict[str, str]:
    readings = []
    for form in _FORMS:
        if form.under and not (says(form.under, heading) or len(bare) >= form.distinct):
            continue
        found = {}
        for text, plain in zip(texts, bare, strict=True):
            match = form.pattern.fullmatch(plain)
            period = form.period(match.groupdict()) if match else read_period(text)
            if period is None:
                break
            found[text] = period
        else:
            readings.append(found)
    if len(readings) > 1 and readings[0] != readings[1]:
        # Two orders of month and day: the one in which the days follow each other.
        readings = [found for found in readings if _follow_each_other(list(found.values()))]
        if len(readings) != 1:
            return {}
    return readings[0] if readings else {}


def _follow_each_other(periods: list[str]) -> bool:
    days = sorted(date.fromisoformat(p).toordinal() for p in set(periods) if len(p) == 10)
    steps = [after - before for before, after in pairwise(days)]
    return bool(steps) and max(steps) <= 7


def _day(year: str, month: str, day: str) -> str | None:
    full = int(_full(year))
    try:
        return date(full, int(month), int(day)).isoformat()
    except ValueError:
        return None


def _full(year: str) -> str:
    """A year of two digits in full: from 69 on it is of the last century, as POSIX has it."""
    return year if len(year) != 2 else f"{19 if int(year) >= 69 else 20}{year}"


def _named_month(found: Found) -> str:
    month = _MONTHS.index(found["name"][:3]) + 1
    year = _full(found.get("year") or "")
    return f"{year or '-'}-{month:02}"


def _month_alone(found: Found) -> str | None:
    number = _CHINESE.get(found["month"]) or int(found["month"])
    return f"--{number:02}" if 1 <= number <= 12 else None


def _quarter_alone(found: Found) -> str | None:
    number = _CHINESE.get(found["quarter"]) or int(found["quarter"])
    return f"--Q{number}" if 1 <= number <= 4 else None


_Y = r"(?P<year>(?:19|20|21)\d\d)"
_SLASHED = r"(?P<{}>\d{{1,2}})[/-](?P<{}>\d{{1,2}})[/-](?P<year>(?:19|20|21)?\d\d)"
_FORMS = (
    _Form(
        re.compile(rf"{_Y}(?P<month>\d\d)(?P<day>\d\d)"),
        lambda f: _day(f["year"], f["month"], f["day"]),
        under="period",
        distinct=3,
    ),
    _Form(
        re.compile(rf"{_Y}(?P<month>0[1-9]|1[0-2])"),
        lambda f: f"{f['year']}-{f['month']}",
        under="period",
        distinct=10**9,
    ),
    _Form(re.compile(rf"{_NAMED}[ ,./'-]*(?P<year>(?:(?:19|20|21)\d\d|\d\d))"), _named_month),
    _Form(re.compile(rf"{_Y}[ ,./-]*{_NAMED}"), _named_month),
    _Form(re.compile(_NAMED), _named_month, under="month", distinct=3),
    _Form(
        re.compile(r"(?P<month>\d{1,2}|十?[一二]|[三四五六七八九十]) ?月(?:份|末|底)?"),
        _month_alone,
    ),
    _Form(re.compile(r"(?P<month>\d{1,2})"), _month_alone, under="month", distinct=10**9),
    _Form(
        re.compile(r"(?:第? ?(?P<quarter>[1-4一二三四]) ?季度?)"),
        _quarter_alone,
    ),
    _Form(re.compile(r"q(?P<quarter>[1-4])"), _quarter_alone),
    _Form(re.compile(r"(?P<quarter>[1-4])"), _quarter_alone, under="quarter", distinct=10**9),
    _Form(
        re.compile(_SLASHED.format("month", "day")),
        lambda f: _day(f["year"], f["month"], f["day"]),
    ),
    _Form(
        re.compile(_SLASHED.format("day", "month")),
        lambda f: _day(f["year"], f["month"], f["day"]),
    ),
)
