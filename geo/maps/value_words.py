"""A figure in words: with its unit, its status, its rank."""

from __future__ import annotations

from geo.maps.notation import in_full
from geo.model import (
    MOST_NAME,
    Choropleth,
    Indicator,
    Language,
    Layer,
    Observation,
    fitting,
    format_number,
    word,
)

#: Up to so many figures, each is written on the map.
FEW_VALUES = 10


def has_few_values(layer: Layer) -> bool:
    """Whether the figures are so few that each is written on the map."""
    return layer.figures <= FEW_VALUES


def write_value(value: float, indicator: Indicator, language: Language) -> str:
    """A figure without its unit, but for a percent sign; a category's name."""
    if indicator.kind == "category":
        return fitting(indicator.categories[round(value) - 1], MOST_NAME)
    number = format_number(value, indicator.decimals)
    return f"{number}%" if indicator.unit[language] == "%" else number


def describe(observation: Observation, indicator: Indicator, language: Language) -> str:
    """A place's figure in full with its unit, or that there is none."""
    if observation.value is None:
        return word(observation.status, language)
    if indicator.kind == "category":
        return write_value(observation.value, indicator, language)
    return in_full(indicator, language).with_unit(observation.value)


def ranks(layer: Layer) -> dict[str, int]:
    """The rank of each place with a figure, 1 for the highest; equal figures share a rank."""
    values = sorted((o.value for o in layer.values if o.value is not None), reverse=True)
    first = {value: len(values) - i for i, value in enumerate(reversed(values))}
    return {o.adcode: first[o.value] for o in layer.values if o.value is not None}


def write_label(value: float, choropleth: Choropleth) -> str:
    """A figure for where it stands by itself in the picture: as all of the picture are written, in
    the unit that its legend names; a category's name. A figure in full stands in the table."""
    indicator = choropleth.layer.indicator
    if indicator.kind == "category":
        return write_value(value, indicator, choropleth.language)
    return choropleth.notation.label(value)
