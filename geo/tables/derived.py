"""What is computed from a table's figures: added up to a higher level, divided by others, and their
change."""

from __future__ import annotations

from dataclasses import replace

from geo.indicators import change, per_measure, read_denominators, relate
from geo.model import Boundaries, GeoError, Indicator, Level, TableError, Text, UnknownNameError
from geo.tables.adding_up import AddedUp, add_up, upper_boundaries
from geo.tables.match import MatchedRows
from geo.tables.observations import figures_of, observe
from geo.tables.reading import Reading


def map_boundaries(reading: Reading) -> Boundaries:
    """The places that the map is of: those of the rows, or those that these are added up to.

    Raises
    ------
    GeoError
        If the rows are of no level below that one.
    """
    upper = reading.choices.sum_to
    if not upper:
        return reading.boundaries
    return upper_boundaries(upper, reading.boundaries, _level(reading))


def at_map_level(reading: Reading, indicator: Indicator) -> AddedUp:
    """The figures of the rows' places at the level of the map.

    Raises
    ------
    GeoError
        If they cannot be added up.
    """
    upper = reading.choices.sum_to
    if not upper:
        return AddedUp(indicator)
    map_boundaries(reading)
    return add_up(indicator, upper, reading.boundaries, _level(reading))


def _level(reading: Reading) -> Level:
    if reading.found is None:
        raise GeoError("own.sum_to_none", boundaries=reading.boundaries.title)
    return reading.found.level


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
        return relate(indicator, wanted, map_boundaries(reading))
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
    return per_measure(indicator, at_map_level(reading, below).indicator)
