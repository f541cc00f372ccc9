"""The figures of a reading as observations, each of its period and of its date."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from geo.model import Observation, Status
from geo.tables.figures import Figures, read_figures
from geo.tables.match import MatchedRows
from geo.tables.measures import Measure
from geo.tables.periods import read_row_periods
from geo.tables.reading import Reading


def figures_of(reading: Reading, matched: MatchedRows, measure: Measure) -> Figures:
    """The figures of one of a reading's measures."""
    return read_figures(
        reading.table,
        matched,
        columns=measure.columns,
        periods=reading.row_periods,
        series=(reading.roles.series, measure.of) if measure.of else None,
        combine=reading.choices.duplicates,
        unit=reading.unit_of(measure),
    )


def observe(
    reading: Reading,
    matched: MatchedRows,
    numbers: Mapping[tuple[str, str], float | None],
    *,
    status: Status = "reported",
) -> tuple[Observation, ...]:
    """Figures as observations, without the periods of which no place has one.

    Figures without a period have the table's date, unless others have that one as theirs. Where
    each row says of when it is, that is its date, and the period is that of all of them.
    """
    dates = _dates(reading, matched)
    date = _span(dates.values()) or reading.choices.date or ""
    if any(period == date for _, period in numbers):
        date = ""
    known = {period for (_, period), number in numbers.items() if number is not None}
    return tuple(
        Observation(
            adcode,
            period or date,
            number,
            "no_data" if number is None else status,
            date=dates.get(adcode, ""),
        )
        for (adcode, period), number in numbers.items()
        if period in known or not known
    )


def _dates(reading: Reading, matched: MatchedRows) -> dict[str, str]:
    """Of when the figure of each place is, where a column says it of every row."""
    column = reading.roles.dates
    if not column or reading.is_list:
        return {}
    rows = zip(reading.table.cells(column), matched.adcodes, strict=True)
    found = read_row_periods([cell if adcode else "" for cell, adcode in rows], heading=column)
    return {
        adcode: period
        for adcode, period in zip(matched.adcodes, found, strict=True)
        if adcode and period
    }


def _span(dates: Collection[str]) -> str:
    """One period for figures of different dates: the date they share, else their first and last
    year."""
    if len(set(dates)) < 2:
        return next(iter(dates), "")
    years = sorted(date[:4] for date in dates if date[:4].isdecimal())
    if not years:
        return ""
    return years[0] if years[0] == years[-1] else f"{years[0]}/{years[-1]}"
