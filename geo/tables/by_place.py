"""The figures of a joined table by place, a column for each measure and period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from geo.model import GeoError, Indicator, UnknownNameError
from geo.tables.duplicates import refuse_duplicates
from geo.tables.indicator import Joined, indicator_of
from geo.tables.observations import figures_of


def figures_by_place(
    joined: Joined, *, only: str | None = None, period: str | None = None
) -> dict[str, dict[str, float | str | None]]:
    """The figures by adcode and column; a measure of several periods has a column for each.

    All measures of the table where its rows are places and nothing else was asked for; else those
    that are drawn, as where they are added up to a higher level. With ``period``, only figures of
    that one.

    Raises
    ------
    UnknownNameError
        If there is no such period.
    TableError
        If a place stands in several rows and nobody has said which counts.
    """
    columns = _columns(joined, indicator_of(joined), only)
    if period is not None:
        every = sorted({at for column in columns for at in column.periods})
        if not any(every):
            raise GeoError("join.no_periods", indicator=joined.reading.table.name, period=period)
        if period not in every:
            raise UnknownNameError("period", period, every)
        columns = [replace(column, periods=(period,)) for column in columns]
    table: dict[str, dict[str, float | str | None]] = {}
    for column in columns:
        for (adcode, at), figure in column.figures.items():
            if at in column.periods:
                name = f"{column.name} {at}".rstrip() if len(column.periods) > 1 else column.name
                table.setdefault(adcode, {})[name] = figure
    names = list(dict.fromkeys(name for row in table.values() for name in row))
    return {adcode: {name: row.get(name) for name in names} for adcode, row in table.items()}


@dataclass(frozen=True)
class _Columns:
    """The figures of one measure, of which those of ``periods`` are wanted."""

    name: str
    periods: tuple[str, ...]
    figures: Mapping[tuple[str, str], float | str | None]


def _columns(joined: Joined, indicator: Indicator, only: str | None) -> list[_Columns]:
    reading, choices = joined.reading, joined.reading.choices
    derived = choices.per or choices.change
    words, added = choices.kind == "category", bool(choices.sum_to)
    if only or derived or added or reading.is_list or words or not reading.roles.measures:
        counted = choices.aggregate in ("count", "share")
        named = only and not derived and not counted
        shown = choices.value if (words or added) and not derived and not counted else None
        name = only if only and named else shown or indicator.title.en
        return [_Columns(name, indicator.periods, _drawn(indicator))]
    found = []
    for measure in reading.roles.measures:
        figures = figures_of(reading, joined.matched, measure)
        if not choices.duplicates:
            refuse_duplicates(figures.rows_of_places, reading.boundaries)
        periods = tuple(sorted({at for _, at in figures.numbers}))
        name = measure.name if measure.of else next(iter(measure.columns.values()))
        name = measure.name if len(periods) > 1 else name
        found.append(_Columns(name, periods, figures.numbers))
    return found


def _drawn(indicator: Indicator) -> dict[tuple[str, str], float | str | None]:
    """The figures of an indicator by place and period; of categories their names."""
    return {
        (o.adcode, o.period): indicator.categories[round(o.value) - 1]
        if indicator.kind == "category" and o.value is not None
        else o.value
        for o in indicator.values
    }
