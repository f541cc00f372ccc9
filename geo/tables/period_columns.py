"""Which columns say of when the rows are: in one column, in two (a year and its months), or as the
date of each row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.tables.column_words import last_part, says
from geo.tables.periods import combine, read_periods


@dataclass(frozen=True)
class When:
    """The column with periods, the one with the months or quarters of its years, and the one that
    dates rows that stand for one place each."""

    period: str
    part: str
    dates: str


def says_when(heading: str) -> bool:
    """Whether a heading says that its column holds periods."""
    return says("period", heading) or says("month", heading) or says("quarter", heading)


def sampled_periods(column: str, cells_of: Sequence[str], places: Sequence[str]) -> tuple[str, ...]:
    """The periods of a column, one for each cell of a row that names a place; nothing unless all
    have one. Blank cells have ""."""
    here = [cell if place else "" for cell, place in zip(cells_of, places, strict=True)]
    found = read_periods(here, heading=last_part(column))
    filled = [cell for cell in here if cell]
    if not filled or sum(period is not None for period in found) < len(filled):
        return ()
    return tuple(period or "" for period in found)


def find_when(
    others: Sequence[str],
    named: Mapping[str, tuple[str, ...]],
    places: Sequence[str],
    *,
    period: str | None,
) -> When:
    """Find the columns that say when, among those whose cells are ``named`` periods; ``period`` is
    the one that somebody chose, "" for none."""
    if period is not None:
        return When(period, _part_of(period, others, named) if period else "", "")
    once = len(set(filter(None, places))) == len([place for place in places if place])
    dated = [c for c in others if named[c]]
    if once:
        own = (c for c in dated if says_when(last_part(c)) and not says("record", last_part(c)))
        return When("", "", next(own, ""))
    for column in dated:
        part = _part_of(column, dated, named)
        periods = named[column]
        if part:
            periods = tuple(f"{a} {b}" for a, b in zip(periods, named[part], strict=True))
        if _is_period(column, periods, places):
            return When(column, part, "")
    return When("", "", "")


def _part_of(column: str, others: Sequence[str], named: Mapping[str, tuple[str, ...]]) -> str:
    """The column with months or quarters beside one with years."""
    if not named[column] or not all(combine(p, "--01") for p in named[column] if p):
        return ""
    return next(
        (
            c
            for c in others
            if c != column and named[c] and all(p[:2] == "--" for p in named[c] if p)
        ),
        "",
    )


def _is_period(column: str, periods: Sequence[str], places: Sequence[str]) -> bool:
    """Whether periods tell a place's rows apart, as those of a list of projects do not."""
    rows = [pair for pair in zip(places, periods, strict=True) if all(pair)]
    filled = [period for _, period in rows]
    # The dates of a register are many and each of few places; those of a panel are of most.
    whole = len(set(places) - {""}) * len(set(filled))
    if 2 * len(set(filled)) > len(filled) and 2 * len(set(rows)) < whole:
        return False
    short = all(re.fullmatch(r"\d{4}|--\w\d", period) for period in filled)
    return (says_when(last_part(column)) or short) and _explains(places, periods)


def _explains(places: Sequence[str], periods: Sequence[str]) -> bool:
    rows = [pair for pair in zip(places, periods, strict=True) if pair[0]]
    return len(set(rows)) * 1.25 >= len(rows)
