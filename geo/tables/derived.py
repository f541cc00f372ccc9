"""What is computed from a table's figures: divided by others, and their change."""

from __future__ import annotations

from dataclasses import replace

from geo.indicators import change, per_measure, read_denominators, relate
from geo.model import Indicator, TableError, Text, UnknownNameError
from geo.tables.match import MatchedRows
from geo.tables.observations import figures_of, observe
from geo.tables.reading import Reading


def computed(reading: Reading, matched: MatchedRows, indicator: Indicator) -> Indicator:
    """The indicator divided by something, and its change between two periods."""
    choices = reading.choices
    if choices.per:
        indicator = _divided(reading, matched, indicator)
    if choices.change:
        periods = indicator.periods
        indicator = change(
            indicator,
            choices.change,
            first=choices.change_from or periods[0],
            last=choices.change_to or periods[-1],
        )
    # What was done is said in the unit and the method; a title of the user's own stays.
    title = choices.title.strip()
    return replace(indicator, title=Text(title, title)) if title else indicator


def _divided(reading: Reading, matched: MatchedRows, indicator: Indicator) -> Indicator:
    wanted, known = reading.choices.per, read_denominators()
    if wanted in known:
        return relate(indicator, wanted, reading.boundaries)
    names = [m.name for m in reading.roles.measures]
    if wanted not in (*reading.table.columns, *names):
        raise UnknownNameError("denominator", wanted, [*known, *names])
    if reading.is_list:
        raise TableError("derive.list_by_column", known=tuple(known), column=wanted)
    measure = reading.measure(wanted)
    figures = figures_of(reading, matched, measure)
    below = replace(
        indicator,
        id=measure.name,
        title=Text(measure.name, measure.name),
        unit=Text(measure.unit, measure.unit),
        values=observe(reading, matched, figures.numbers),
    )
    return per_measure(indicator, below)
