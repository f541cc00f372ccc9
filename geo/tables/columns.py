"""Which column of a table is what: names, periods, figures. Found here, shown to the user, who can
say it better.

What the headings mean is a vocabulary (:mod:`geo.tables.column_words`); what the cells say goes
before it where the two disagree. Two columns that name different places equally well are asked
about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.model import Table, UnknownNameError
from geo.tables.column_words import is_figure, last_part, says
from geo.tables.evidence import SAMPLE_ROWS, Evidence, Resolve, weigh
from geo.tables.keys import find_key, names_again, places_of
from geo.tables.measures import Measure, are_numbers, are_years, find_measures, is_series
from geo.tables.period_columns import find_when, sampled_periods, says_when


@dataclass(frozen=True)
class Roles:
    """The columns of a table by what they hold.

    ``period`` is a column with periods, or "", and ``part`` one with the months or quarters of its
    years. ``dates`` says of when each row's figure is, where every place has one row only.
    ``series`` is a column that says what a row's figure is of, or "". ``texts`` are columns with
    words, ``levels`` those that name places within a place, from the larger to the smaller.
    ``is_list`` says that the rows are things in a place (projects, stations), not places.
    ``conflicts`` are columns whose headings name the same measure and period.
    """

    key: str
    period: str
    series: str
    measures: tuple[Measure, ...]
    texts: tuple[str, ...]
    is_list: bool
    evidence: Evidence
    part: str = ""
    dates: str = ""
    levels: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()

    def measure(self, name: str) -> Measure:
        """The measure of that name, or of which that is a column.

        Raises
        ------
        UnknownNameError
            If there is none.
        """
        for measure in self.measures:
            if name == measure.name or name in measure.columns.values():
                return measure
        raise UnknownNameError("value column", name, [m.name for m in self.measures])


def find_roles(
    table: Table,
    *,
    resolve: Resolve,
    key: str | None = None,
    period: str | None = None,
    recognise: Resolve | None = None,
) -> Roles:
    """Tell a table's columns apart.

    Parameters
    ----------
    table, resolve
        The table, and which place a cell names.
    key, period
        The columns with names and with periods; found when left out, "" for no period column.
    recognise
        Which place a cell names, be it one of several of that name; ``resolve`` when left out.

    Raises
    ------
    GeoError
        If a column is not in the table, or none names places, or two do equally well.
    """
    for column in (key, period):
        if column and column not in table.columns:
            raise UnknownNameError("column", column, table.columns)
    sample = {
        column: [row[i] for row in table.rows[:SAMPLE_ROWS]]
        for i, column in enumerate(table.columns)
    }
    recognise = recognise or resolve
    key = key or find_key(table, sample, recognise)
    places = places_of(sample[key], resolve)
    others = [column for column in table.columns if column != key]
    named = {c: sampled_periods(c, sample[c], places) for c in others}
    when = find_when(others, named, places, period=period)
    names = [column for column in others if names_again(column, sample[column], places, resolve)]
    levels = tuple(
        c for subject in ("prefecture", "county") for c in others if says(subject, last_part(c))
    )
    taken = (when.period, when.part, when.dates, *names, *levels)
    figures = [
        column
        for column in others
        if column not in taken and _are_figures(column, sample[column], dated=bool(named[column]))
    ]
    taken = (when.period, when.part, *names, *figures)
    texts = [c for c in others if c not in taken and not says("numbering", last_part(c))]
    periods = sample[when.period] if when.period else [""] * len(places)
    series = next((c for c in texts if is_series(c, sample[c], periods, places)), "")
    measures, conflicts = find_measures(table, figures, single=bool(when.period), series=series)
    things = [sample[c] for c in texts if c not in levels and not says_when(last_part(c))]
    return Roles(
        key=key,
        period=when.period,
        series=series,
        measures=tuple(sorted(measures, key=lambda measure: are_years(sample, measure))),
        texts=tuple(texts),
        is_list=not when.period
        and not series
        and (_is_list(places, things) or _are_addresses(sample[key], resolve)),
        part=when.part,
        dates=when.dates,
        levels=levels,
        conflicts=conflicts,
        evidence=weigh(sample[key], recognise, heading=last_part(key)),
    )


def _are_figures(column: str, cells_of: Sequence[str], *, dated: bool) -> bool:
    """Whether a column holds figures; ``dated`` says that all its cells can be periods."""
    heading = last_part(column)
    return is_figure(heading) and not (dated and says_when(heading)) and are_numbers(cells_of)


def _are_addresses(cells_of: Sequence[str], resolve: Resolve) -> bool:
    """Whether most cells that name a place are addresses: what has one is a thing in a place."""
    found = [match.how for cell in cells_of if cell and (match := resolve(cell))]
    return 2 * found.count("address") > len(found)


def _is_list(places: Sequence[str], texts: Sequence[Sequence[str]]) -> bool:
    """Whether a place's rows are different things: there are many, and words tell them apart."""
    rows = [number for number, place in enumerate(places) if place]
    distinct = {places[number] for number in rows}
    return len(rows) >= 1.5 * len(distinct) and any(
        len({(places[n], column[n]) for n in rows}) > 1.3 * len(distinct) for column in texts
    )
