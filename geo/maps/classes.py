"""Numbers become :class:`Classes`, by one function for each scheme.

mapclassify finds the classes of most schemes, from finite numbers only. Where there are no more
distinct numbers than classes, each distinct number is a class of its own: no scheme says anything
better about three values. Where a scheme only says which numbers belong together, as quantiles and
natural breaks do, the edges between them are the roundest there are.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

import numpy as np

from geo.maps.natural_breaks import natural_breaks
from geo.model import (
    CLIPPED,
    CONTINUOUS,
    CONTINUOUS_SCHEMES,
    LOGARITHMIC,
    Classes,
    ClassificationError,
    MadeFrom,
    UnknownNameError,
)

MIN_K, MAX_K, DEFAULT_K = 2, 9, 5
DEFAULT_SCHEME = "quantiles"

#: The scheme of a map of categories.
CATEGORIES = "categories"

_LARGEST = 1e300  # beyond it, mapclassify's sums overflow
_MOST_DIGITS = 17  # tell any two floating-point numbers apart
_MOST_WISHED = 20  # steps of a twentieth always make several classes

Values = Sequence[float]
Edges = tuple[float, ...]


# mapclassify takes over half a second to import, so each scheme imports it when it is used.


def _quantiles(values: Values, k: int) -> Edges:
    # As mapclassify.quantile, to the last digit, without its warning of ties and without scipy,
    # which takes longer to import than a map to draw: quantiles that repeat are one edge.
    step = 100.0 / k
    percents = np.minimum(np.arange(step, 100 + step, step), 100)
    ordered = np.sort(np.asarray(values, dtype=float))
    ranks = percents / 100 * (len(ordered) - 1)
    below = ranks.astype(int)
    above = np.minimum(below + 1, len(ordered) - 1)
    parts, rest = ranks - below, below + 1 - ranks
    return _rounded(
        values, ((ordered[below] * rest + ordered[above] * parts) / (rest + parts)).tolist()
    )


def _equal_interval(values: Values, k: int) -> Edges:
    from mapclassify import EqualInterval

    return _closed(values, EqualInterval(np.asarray(values), k=k).bins)


def _fisher_jenks(values: Values, k: int) -> Edges:
    ordered = np.sort(np.asarray(values, dtype=float))
    # Between 0 and 1 squares neither overflow nor lose their digits; edges are among the numbers.
    positions = (ordered - ordered[0]) / (ordered[-1] - ordered[0])
    distinct, counts = np.unique(positions, return_counts=True)
    ends = natural_breaks(distinct, counts.astype(float), min(k, len(distinct)))
    return _rounded(
        values, ordered[np.searchsorted(positions, distinct[ends], side="right") - 1].tolist()
    )


def _pretty_breaks(values: Values, k: int) -> Edges:
    from mapclassify import PrettyBreaks

    numbers = np.asarray(values)
    found = (PrettyBreaks(numbers, k=wish).bins for wish in range(k, _MOST_WISHED))
    # One class for all says nothing.
    bins = [float(edge) for edge in next(edges for edges in found if len(edges) > 1)]
    # The outer edges stay round too, where that makes no class without need.
    return (min(2 * bins[0] - bins[1], min(values)), *bins[:-1], max(bins[-1], max(values)))


def _std_mean(values: Values, k: int) -> Edges:
    from mapclassify import StdMean

    return _closed(values, StdMean(np.asarray(values)).bins)


def _head_tail_breaks(values: Values, k: int) -> Edges:
    from mapclassify import HeadTailBreaks

    return _closed(values, HeadTailBreaks(np.asarray(values)).bins)


def _boxplot(values: Values, k: int) -> Edges:
    from mapclassify import BoxPlot

    return _closed(values, BoxPlot(np.asarray(values)).bins)


def _closed(values: Values, upper: Sequence[float]) -> Edges:
    """Upper edges as all edges, from the lowest value to the highest. One at the lowest value makes
    a class of that value alone; edges outside the values, such as a boxplot's fence below all of
    them, would only make empty classes."""
    low, high = min(values), max(values)
    inner = sorted({float(edge) for edge in upper if low <= edge < high})
    if not inner:  # one class for all says nothing: what is the highest is told apart
        inner = [max(value for value in values if value < high)]
    return (low, *inner, high)


def _rounded(values: Values, upper: Sequence[float]) -> Edges:
    """Upper edges as all edges, each the roundest number that leaves every value in its class.

    An edge between two classes lies anywhere from the highest value of the one up to the lowest of
    the other. The outer edges reach beyond the values by less than a twentieth, of the class
    and of the value, so that a legend still says what the lowest and the highest are about.
    """
    distinct = sorted(set(values))
    # Edges between the same two values are one: nothing lies between them.
    below = sorted({bisect_right(distinct, edge) for edge in _closed(values, upper)[1:-1]})
    inner = [_roundest(distinct[i - 1], distinct[i]) for i in below]
    low, high = distinct[0], distinct[-1]
    highest = _raised(high, inner[-1])
    if below[0] == 1:  # the lowest value alone
        return (low, low, *inner[1:], highest)
    return (0.0 - _raised(-low, -inner[0]), *inner, highest)


def _raised(value: float, edge: float) -> float:
    """A number with few digits at a value or somewhat above it; its class begins at ``edge``."""
    return _roundest(value, value + min(value - edge, abs(value)) / 20, digits=(1,))


def _roundest(low: float, high: float, *, digits: Sequence[int] = (5, 2, 1)) -> float:
    """The roundest number from ``low`` up to but not including ``high``: a multiple of the largest
    of 1, 2, 5, 10, 20, 50 … that has one there, or of those with other ``digits``."""
    if low <= 0 < high:
        return 0.0
    exact = Decimal(repr(low))
    largest = max(exact.adjusted(), Decimal(repr(high)).adjusted())
    for power in range(largest, exact.adjusted() - _MOST_DIGITS, -1):
        for digit in digits:
            step = Decimal(digit).scaleb(power)
            found = float((exact / step).to_integral_value(ROUND_CEILING) * step)
            if low <= found < high:
                return found
    return low


#: Scheme → its edges. std_mean, head_tail_breaks and boxplot find their own number of classes.
SCHEMES: dict[str, Callable[[Values, int], Edges]] = {
    "quantiles": _quantiles,
    "equal_interval": _equal_interval,
    "fisher_jenks": _fisher_jenks,
    "pretty_breaks": _pretty_breaks,
    "std_mean": _std_mean,
    "head_tail_breaks": _head_tail_breaks,
    "boxplot": _boxplot,
}
MANUAL = "manual"
_STEPS = 64  # as many as a screen shows apart
_CLIPPED = (5.0, 95.0)  # percentiles
#: All schemes by name, as they are offered.
NAMES = (*SCHEMES, *CONTINUOUS_SCHEMES, MANUAL)
FIXED_K = frozenset(("std_mean", "head_tail_breaks", "boxplot", *CONTINUOUS_SCHEMES))


def classify(
    values: Values,
    *,
    scheme: str = DEFAULT_SCHEME,
    k: int = DEFAULT_K,
    edges: Sequence[float] | None = None,
    made_from: MadeFrom = "map",
) -> Classes:
    """Divide finite numbers into classes ``(low, high]``, the first closed on both sides.

    Parameters
    ----------
    values
        The numbers of all places that have one; of all maps that share the classes.
    scheme
        A key of :data:`SCHEMES`, ``continuous``, ``continuous_log``, ``continuous_clipped``, or
        ``manual`` with ``edges``.
    k
        The number of classes wished for, 2 to 9; ties and few distinct numbers give fewer.
    edges
        All edges from lowest to highest, for ``manual``; they must include every value. The first
        two may be equal: the lowest value is then a class of its own.
    made_from
        Whose numbers the values are, as the legend says it.

    Raises
    ------
    UnknownNameError
        If there is no such scheme.
    ClassificationError
        If there are no values, one is not finite, k is out of range, edges are out of order or
        leave values out, or a logarithm is wished of what has none.
    """
    if scheme not in NAMES:
        raise UnknownNameError("scheme", scheme, NAMES)
    if (scheme == MANUAL) != (edges is not None):
        raise ClassificationError("classify.manual")
    if not MIN_K <= k <= MAX_K:
        raise ClassificationError("classify.k", k=k, least=MIN_K, most=MAX_K)
    numbers = sorted(map(float, values))  # sums of numbers differ in their last digits with order
    if not numbers:
        raise ClassificationError("classify.no_values")
    if not all(abs(number) <= _LARGEST for number in numbers):
        raise ClassificationError("classify.not_finite", most=_LARGEST)
    if edges is not None:
        made = Classes(MANUAL, _checked(edges, numbers))
    elif scheme in CONTINUOUS_SCHEMES:
        made = _continuous(numbers, scheme)
    else:
        made = _in_classes(numbers, scheme=scheme, k=k)
    whole = all(number.is_integer() for number in numbers)
    return replace(made, whole=whole, made_from=made_from)


def _continuous(numbers: Values, scheme: str) -> Classes:
    low, high = numbers[0], numbers[-1]
    if low == high:  # nothing runs on from a single figure
        return Classes("equal_interval", (low, low), distinct=True)
    if scheme == LOGARITHMIC:
        if low <= 0:
            raise ClassificationError("classify.logarithm", low=low)
        steps = np.geomspace(low, high, _STEPS + 1).tolist()
        return Classes(scheme, (low, *steps[1:-1], high))
    if scheme == CLIPPED:
        first, last = np.percentile(numbers, _CLIPPED).tolist()
        if low < first < last < high:
            return Classes(scheme, (low, *np.linspace(first, last, _STEPS + 1).tolist(), high))
    steps = np.linspace(low, high, _STEPS + 1).tolist()  # nothing lies beyond the percentiles
    return Classes(CONTINUOUS, (low, *steps[1:-1], high))


def _in_classes(numbers: Values, *, scheme: str, k: int) -> Classes:
    distinct = sorted(set(numbers))
    if len(distinct) > (MIN_K if scheme in FIXED_K else k):
        with np.errstate(all="ignore"):  # mapclassify also sums squares, which may overflow
            found = SCHEMES[scheme](numbers, k)
        # Never more classes than distinct values, nor more than can be told apart.
        if len(found) - 1 <= min(len(distinct), MAX_K):
            return Classes(scheme, found)
        if len(distinct) > MAX_K:
            raise ClassificationError(
                "classify.too_many", scheme=scheme, k=len(found) - 1, most=MAX_K
            )
    return Classes(scheme, (distinct[0], *distinct), distinct=True)


def divided_at(classes: Classes, midpoint: float, values: Values) -> Classes:
    """Classes none of which holds figures on both sides of a midpoint, so that what rises and what
    falls never has one colour: the class that does is divided there, or, where there would be too
    many, its nearer edge moves there. Classes by hand and continuous colours stay as they are."""
    if classes.distinct or classes.is_continuous or classes.scheme == MANUAL:
        return classes
    edges = classes.edges
    for i, (low, high) in enumerate(pairwise(edges)):
        inside = [value for value in values if low < value <= high or (i == 0 and value == low)]
        if low < midpoint < high and min(inside, default=high) < midpoint < max(
            inside, default=low
        ):
            before, after = edges[: i + 1], edges[i + 1 :]
            if classes.k == MAX_K:
                nearer_low = i > 0 and (midpoint - low < high - midpoint or len(after) == 1)
                before, after = (before[:-1], after) if nearer_low else (before, after[1:])
            return replace(classes, edges=(*before, midpoint, *after))
    return classes


def categories(count: int) -> Classes:
    """One class for each of so many categories, whose values are 1, 2, 3 …

    Raises
    ------
    ClassificationError
        If there is none.
    """
    if count < 1:
        raise ClassificationError("classify.no_category")
    return Classes(CATEGORIES, tuple(float(edge) for edge in range(count + 1)), distinct=True)


def _checked(edges: Sequence[float], numbers: Values) -> Edges:
    shown = [f"{edge:g}" for edge in edges]
    if not MIN_K <= len(edges) - 1 <= MAX_K:
        made = max(len(edges) - 1, 0)
        raise ClassificationError(
            "classify.number_of_edges", edges=shown, k=made, least=MIN_K + 1, most=MAX_K + 1
        )
    rise = all(low < high for low, high in pairwise(edges[1:])) and edges[0] <= edges[1]
    if not rise or not all(map(math.isfinite, edges)):
        raise ClassificationError("classify.order", edges=shown)
    outside = [number for number in dict.fromkeys(numbers) if not edges[0] <= number <= edges[-1]]
    if outside:
        raise ClassificationError(
            "classify.left_out", edges=shown, values=[f"{number:g}" for number in outside],
            low=numbers[0], high=numbers[-1],
        )  # fmt: skip
    return tuple(float(edge) for edge in edges)
