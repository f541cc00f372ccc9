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
    places = _places(indicator)
    if indicator.kind == "category" or not indicator.ranked or len(places) < 2:
        return None
    if indicator.kind == "count" and not indicator.summable:
        return None
    if indicator.kind == "count":
        return National(_each(indicator, fsum), both("national_sum", count=len(places)), True)
    found = _ratio_of_sums(indicator) if indicator.derived else None
    if found:
        return National(found, both("national_ratio", count=len(places)), False)
    return National(_each(indicator, median), both("national_median", count=len(places)), False)


def _places(indicator: Indicator) -> set[str]:
    """The places that have a figure in some period."""
    return {o.adcode for o in indicator.values if o.value is not None}


def _each(indicator: Indicator, make: Callable[[list[float]], float]) -> dict[str, float]:
    """What the figures of every period make in which no place is missing."""
    every = len(_places(indicator))
    numbers = {period: list(indicator.numbers(period)) for period in indicator.periods}
    return {period: make(found) for period, found in numbers.items() if len(found) == every}


def _ratio_of_sums(indicator: Indicator) -> dict[str, float]:
    """The sums of numerators and of denominators divided, over the places that have a figure; empty
    where they cannot be added up, or are not in the catalogue."""
    formula = indicator.derived
    assert isinstance(formula, Derivation)
    try:
        above, below = map(load_indicator, (formula.numerator, formula.denominator))
    except GeoError:
        return {}
    if not all(part.kind == "count" and part.summable for part in (above, below)):
        return {}
    if above.boundaries != below.boundaries or above.boundaries != indicator.boundaries:
        return {}
    places, pairs = _places(indicator), pair_periods(above, below)
    sums = [
        {
            period: [o.value for o in part.values if o.period == period and o.adcode in places]
            for period in part.periods
        }
        for part in (above, below)
    ]
    found = {}
    for period, other in pairs.items():
        numbers, under = (
            [value for value in numbers if value is not None]
            for numbers in (sums[0][period], sums[1][other])
        )
        if len(numbers) == len(under) == len(places) and fsum(under):
            found[period] = formula.scale * fsum(numbers) / fsum(under)
    return found
