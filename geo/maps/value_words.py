"""A figure in words: with its unit, its status, its rank."""

from __future__ import annotations

from geo.model import (
    MOST_NAME,
    MOST_UNIT,
    Indicator,
    Language,
    Layer,
    Observation,
    fitting,
    format_number,
    format_short,
    has_magnitude,
    word,
)

#: Up to so many figures, each is written on the map.
FEW_VALUES = 10
#: From here on a ratio is shortened on the map.
_LARGE_RATIO = 1e6


def has_few_values(layer: Layer) -> bool:
    """Whether the figures are so few that each is written on the map."""
    return sum(o.value is not None for o in layer.values) <= FEW_VALUES


def write_value(value: float, indicator: Indicator, language: Language) -> str:
    """A figure without its unit, but for a percent sign; a category's name."""
    if indicator.kind == "category":
        return fitting(indicator.categories[round(value) - 1], MOST_NAME)
    number = format_number(value, indicator.decimals)
    return f"{number}%" if indicator.unit[language] == "%" else number


def describe(observation: Observation, indicator: Indicator, language: Language) -> str:
    """A place's figure with its unit, or that there is none."""
    if observation.value is None:
        return word(observation.status, language)
    number = write_value(observation.value, indicator, language)
    unit = fitting(indicator.unit[language], MOST_UNIT)
    return number if unit == "%" or indicator.kind == "category" else f"{number} {unit}"


def ranks(layer: Layer) -> dict[str, int]:
    """The rank of each place with a figure, 1 for the highest; equal figures share a rank."""
    values = sorted((o.value for o in layer.values if o.value is not None), reverse=True)
    return {o.adcode: values.index(o.value) + 1 for o in layer.values if o.value is not None}


def write_short(value: float, indicator: Indicator, language: Language) -> str:
    """A figure for a label on the map, without its unit: 1.26亿, 126 million, or in full; a figure
    in full stands in the table. A ratio stays in full while it is below a million, as its legend
    does: 238,705 yuan per person."""
    unit = indicator.unit[language]
    if indicator.kind == "category" or unit == "%":
        return write_value(value, indicator, language)
    in_full = has_magnitude(unit) or (indicator.kind == "ratio" and abs(value) < _LARGE_RATIO)
    return format_short(value, indicator.decimals, language=language, in_full=in_full)
