"""The line that a province's own figures are compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import fsum
from statistics import median

from geo.indicators.derive import load_indicator
from geo.indicators.steps import pair_periods
from geo.model import Derivation, GeoError, Indicator, Text, both


@dataclass(frozen=True)
class National:
    """Figures of all places together by period, and in words what they are.

    ``indexed`` says that they are of another size than those of one place, so that both are
    compared from a common start. A period in which a place is missing has no figure.
    """

    values: Mapping[str, float]
    told: Text
    indexed: bool


def national(indicator: Indicator) -> National | None:
    """The figures of all places together: their sum where they can be added up, the ratio of two
    sums where they are such ratios of the catalogue, else their median.

    None of categories, of figures that are not to be compared, and of a single place.
    """
    places = {o.adcode for o in indicator.values if o.value is not None}
    if indicator.kind == "category" or not indicator.ranked or len(places) < 2:
        return None
    if indicator.kind == "count" and not indicator.summable:
        return None
    count = len(places)
    if indicator.kind == "count":
        return National(_each(indicator, places, fsum), both("national_sum", count=count), True)
    formula = indicator.derived
    found = _ratio_of_sums(formula, indicator, places) if formula else None
    if found:
        return National(found, both("national_ratio", count=count), False)
    return National(_each(indicator, places, median), both("national_median", count=count), False)


def _each(
    indicator: Indicator, places: set[str], make: Callable[[list[float]], float]
) -> dict[str, float]:
    """What the figures of places make in every period in which none of them is missing."""
    numbers: dict[str, list[float]] = {period: [] for period in indicator.periods}
    for o in indicator.values:
        if o.value is not None and o.adcode in places:
            numbers[o.period].append(o.value)
    return {period: make(found) for period, found in numbers.items() if len(found) == len(places)}


def _ratio_of_sums(formula: Derivation, indicator: Indicator, places: set[str]) -> dict[str, float]:
    """The sums of numerators and of denominators divided, over places; empty where they cannot be
    added up, or are not in the catalogue."""
    try:
        above, below = map(load_indicator, (formula.numerator, formula.denominator))
    except GeoError:
        return {}
    if not all(part.kind == "count" and part.summable for part in (above, below)):
        return {}
    if above.boundaries != below.boundaries or above.boundaries != indicator.boundaries:
        return {}
    over, under = (_each(part, places, fsum) for part in (above, below))
    return {
        period: formula.scale * over[period] / under[other]
        for period, other in pair_periods(above, below).items()
        if period in over and under.get(other)
    }
