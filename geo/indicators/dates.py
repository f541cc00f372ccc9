"""Periods in relation to each other: which is nearest, which is stated before, how far apart."""

from __future__ import annotations

from collections.abc import Sequence


def nearest_of_year(known: Sequence[str], period: str) -> str | None:
    """The period that is nearest to another, of the same year.

    A period is as late as its last day: December 2020 is nearer to the year 2020 than its March is.
    Figures without a period, such as areas, go with any. None where there is no such.
    """
    if period in known:
        return period
    if not period:
        return known[-1]
    of_the_year = [one for one in known if one[:4] == period[:4]]
    if not of_the_year:
        return "" if "" in known else None
    end = _end_in_year(period)
    return min(reversed(of_the_year), key=lambda one: abs(_end_in_year(one) - end))


def stated_for(known: Sequence[str], period: str) -> str | None:
    """The period whose figures speak for another: of the same year, else the last one before it.

    Figures without a period speak for any, and the newest for what has none. None where all are of
    later years.

    Parameters
    ----------
    known
        Periods in their order.
    """
    near = nearest_of_year(known, period)
    if near is not None:
        return near
    before = [one for one in known if one[:4] < period[:4]]
    return before[-1] if before else None


def runs_of_years(periods: Sequence[str]) -> list[list[str]]:
    """Periods in their order, in groups: years that follow each other are one, any other period is
    one by itself."""
    runs: list[list[str]] = []
    for period in periods:
        follows = runs and period.isdecimal() and runs[-1][-1].isdecimal()
        if follows and int(period) == int(runs[-1][-1]) + 1:
            runs[-1].append(period)
        else:
            runs.append([period])
    return runs


def years_between(first: str, last: str) -> float:
    """The years from one period's end to another's, negative where the second is earlier."""
    months = [12 * int(period[:4]) + _end_in_year(period) / 31 for period in (first, last)]
    return (months[1] - months[0]) / 12


def _end_in_year(period: str) -> int:
    """How late in its year a period ends, in days, where each month has 31."""
    parts = period.split("-")[1:]
    if not parts:
        return 12 * 31
    month = 3 * int(parts[0][1:]) if parts[0].startswith("Q") else int(parts[0])
    return 31 * (month - 1) + (int(parts[1]) if len(parts) > 1 else 31)
