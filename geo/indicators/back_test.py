"""How near an allocation comes to what single provinces announced."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from geo.indicators.allocation import Allocation
from geo.model import AllocationError, Indicator


@dataclass(frozen=True)
class Comparison:
    """An estimate beside the figure a province announced; ``percent`` is of the announced one."""

    adcode: str
    estimate: int
    announced: float
    date: str

    @property
    def difference(self) -> float:
        return self.estimate - self.announced

    @property
    def percent(self) -> float:
        return 100 * self.difference / self.announced


@dataclass(frozen=True)
class BackTest:
    """How near an allocation comes to what provinces announced.

    ``rank_correlation`` is Spearman's, equal figures having their mean rank; ``median_error`` is
    the median of the absolute percentage errors.
    """

    comparisons: tuple[Comparison, ...]
    rank_correlation: float
    median_error: float


def back_test(allocation: Allocation, announced: Indicator) -> BackTest:
    """Compare an allocation with what single provinces announced.

    Raises
    ------
    AllocationError
        If fewer than three places have both figures.
    """
    from statistics import correlation, median

    comparisons = tuple(
        Comparison(o.adcode, allocation.stations[o.adcode], o.value, o.date or o.period)
        for o in announced.values
        if o.value and o.adcode in allocation.stations
    )
    if len(comparisons) < 3:
        raise AllocationError("rollout.few")
    estimates = _ranked([c.estimate for c in comparisons])
    figures = _ranked([c.announced for c in comparisons])
    alike = len(set(estimates)) == 1 or len(set(figures)) == 1
    return BackTest(
        comparisons=comparisons,
        rank_correlation=math.nan if alike else correlation(estimates, figures),
        median_error=median(abs(c.percent) for c in comparisons),
    )


def _ranked(values: list[float]) -> list[float]:
    """Ranks from 1; equal values share the mean of theirs."""

    @cache
    def rank(value: float) -> float:
        return sum(v < value for v in values) + (values.count(value) + 1) / 2

    return [rank(value) for value in values]
