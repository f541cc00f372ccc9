"""The indicators of the catalogue at lower levels: by prefecture, by county.

Figures of a lower level are an indicator of their own, with its own source; its label names the one
of the provinces that it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from geo.indicators.catalogue import list_lower, load_every_level, read_indicator
from geo.indicators.sets import boundaries_of
from geo.model import LANGUAGES, GeoError, Indicator, Level, Text, listed, word
from geo.places import level_of_set, read_hierarchy


def codes_of(boundaries: str) -> tuple[str, ...]:
    """The codes of the places of a set; those of a level by its list of names, without polygons.

    Raises
    ------
    UnknownNameError
        If there is no such set.
    """
    level = level_of_set(boundaries)
    if level is None:
        return boundaries_of(boundaries).adcodes
    return read_hierarchy().members(level, "")


def levels_of(identifier: str) -> tuple[Level, ...]:
    """The levels at which the catalogue has an indicator, its own first.

    Raises
    ------
    UnknownNameError
        If there is no such indicator.
    """
    own = level_of_set(read_indicator(identifier).boundaries)
    return (*((own,) if own else ()), *lower_indicators().get(identifier, {}))


def find_at(identifier: str, level: Level) -> str:
    """The id of an indicator at a level.

    Raises
    ------
    UnknownNameError
        If there is no such indicator.
    GeoError
        If it has no figures at this level.
    """
    indicator = read_indicator(identifier)
    if level_of_set(indicator.boundaries) == level:
        return identifier
    for lower in list_lower(identifier):  # without the figures of all others
        if level_of_set(read_indicator(lower).boundaries) == level:
            return lower
    raise GeoError(
        "indicators.no_level", indicator=indicator.title, level=_worded([level]),
        known=_worded(levels_of(identifier)),
    )  # fmt: skip


@cache
def lower_indicators() -> Mapping[str, Mapping[Level, Indicator]]:
    """The indicators of the catalogue that are others at a lower level, by the ids of those."""
    found: defaultdict[str, dict[Level, Indicator]] = defaultdict(dict)
    for indicator in load_every_level():
        level = level_of_set(indicator.boundaries)
        if indicator.level_of and level:
            found[indicator.level_of][level] = indicator
    return found


def _worded(levels: list[Level] | tuple[Level, ...]) -> Text:
    """Levels as they are called: by province, by prefecture."""
    said = [listed([word(f"by_{level}", lang) for level in levels], lang) for lang in LANGUAGES]
    return Text(*said)
