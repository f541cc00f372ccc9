"""Numbers become :class:`Classes`, by one function for each scheme.

mapclassify computes the edges, from finite numbers only. Where there are no more distinct numbers
than classes, each distinct number is a class of its own: no scheme says anything better about
three values.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from geo.errors import ClassificationError, UnknownNameError
from geo.model import CONTINUOUS, Classes

MIN_K, MAX_K, DEFAULT_K = 2, 9, 5
DEFAULT_SCHEME = "quantiles"

#: The scheme of a map of categories.
CATEGORIES = "categories"

_LARGEST = 1e300  # beyond it, mapclassify's sums overflow

Values = Sequence[float]
Edges = tuple[float, ...]


# mapclassify takes over half a second to import, so each scheme imports it when it is used.


def _quantiles(values: Values, k: int) -> Edges:
    from mapclassify import Quantiles

    return _closed(values, Quantiles(np.asarray(values), k=k).bins)


def _equal_interval(values: Values, k: int) -> Edges:
    from mapclassify import EqualInterval

    return _closed(values, EqualInterval(np.asarray(values), k=k).bins)


def _fisher_jenks(values: Values, k: int) -> Edges:
    from mapclassify import FisherJenks

    # It squares the numbers in single precision, in which 1,000,001 and 1,000,002 are the same, so
    # it is given their positions between the lowest and the highest; edges are among the numbers.
    ordered = np.sort(np.asarray(values, dtype=float))
    positions = (ordered - ordered[0]) / (ordered[-1] - ordered[0])
    bins = FisherJenks(positions, k=min(k, len(np.unique(positions)))).bins
    return _closed(values, ordered[np.searchsorted(positions, bins, side="right") - 1])


def _pretty_breaks(values: Values, k: int) -> Edges:
    from mapclassify import PrettyBreaks

    numbers = np.asarray(values)
    found = PrettyBreaks(numbers, k=k).bins
    if len(found) == 1:  # one class for all says nothing
        found = PrettyBreaks(numbers, k=k + 1).bins
    bins = [float(edge) for edge in found]
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
    """Upper edges as all edges, from the lowest value to the highest; edges outside them, such as
    a boxplot's fence below all values, would only make empty classes."""
    low, high = min(values), max(values)
    return (low, *sorted({float(edge) for edge in upper if low < edge < high}), high)


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
#: All schemes by name, as they are offered.
NAMES = (*SCHEMES, CONTINUOUS, MANUAL)
FIXED_K = frozenset(("std_mean", "head_tail_breaks", "boxplot", CONTINUOUS))


def classify(
    values: Values,
    *,
    scheme: str = DEFAULT_SCHEME,
    k: int = DEFAULT_K,
    edges: Sequence[float] | None = None,
) -> Classes:
    """Divide finite numbers into classes ``(low, high]``, the first closed on both sides.

    Parameters
    ----------
    values
        The numbers of all places that have one (of all periods, for a legend that stands still).
    scheme
        A key of :data:`SCHEMES`, ``continuous``, or ``manual`` with ``edges``.
    k
        The number of classes wished for, 2 to 9; ties and few distinct numbers give fewer.
    edges
        All edges from lowest to highest, for ``manual``; they must include every value.

    Raises
    ------
    UnknownNameError
        If there is no such scheme.
    ClassificationError
        If there are no values, one is not finite, k is out of range, or edges are out of order
        or leave values out.
    """
    if scheme not in NAMES:
        raise UnknownNameError("scheme", scheme, NAMES)
    if (scheme == MANUAL) != (edges is not None):
        raise ClassificationError(
            "edges and the scheme 'manual' go together: give both or neither."
        )
    if not MIN_K <= k <= MAX_K:
        raise ClassificationError(f"{k} classes cannot be drawn: choose {MIN_K} to {MAX_K}.")
    if not values:
        raise ClassificationError("there is no figure to classify: every place is without data.")
    if not all(abs(value) <= _LARGEST for value in values):
        raise ClassificationError(f"only finite numbers up to {_LARGEST:g} can be classified.")
    if edges is not None:
        return Classes(MANUAL, _checked(edges, values))
    distinct = sorted(set(values))
    if scheme == CONTINUOUS:
        if len(distinct) == 1:  # nothing runs on from a single figure
            return Classes("equal_interval", (distinct[0], *distinct), distinct=True)
        steps = np.linspace(distinct[0], distinct[-1], _STEPS + 1).tolist()
        return Classes(CONTINUOUS, (distinct[0], *steps[1:-1], distinct[-1]))
    if len(distinct) > (MIN_K if scheme in FIXED_K else k):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of ties, and of a compiler it would like to have
            found = SCHEMES[scheme](sorted(values), k)
        # Never more classes than distinct values, nor more than can be told apart.
        if len(found) - 1 <= min(len(distinct), MAX_K):
            return Classes(scheme, found)
        if len(distinct) > MAX_K:
            raise ClassificationError(
                f"{scheme} needs {len(found) - 1} classes for these figures, more than the "
                f"{MAX_K} that can be told apart. Choose another scheme."
            )
    return Classes(scheme, (distinct[0], *distinct), distinct=True)


def categories(count: int) -> Classes:
    """One class for each of so many categories, whose values are 1, 2, 3 …

    Raises
    ------
    ClassificationError
        If there is none.
    """
    if count < 1:
        raise ClassificationError("there is no category to draw: every place is without data.")
    return Classes(CATEGORIES, tuple(float(edge) for edge in range(count + 1)), distinct=True)


def _checked(edges: Sequence[float], values: Values) -> Edges:
    shown = ", ".join(f"{edge:g}" for edge in edges)
    if not MIN_K <= len(edges) - 1 <= MAX_K:
        raise ClassificationError(
            f"edges {shown} make {max(len(edges) - 1, 0)} classes; give {MIN_K + 1} to {MAX_K + 1} "
            "edges, the lowest and the highest included."
        )
    if not all(map(math.isfinite, edges)) or any(low >= high for low, high in pairwise(edges)):
        raise ClassificationError(f"edges must be finite and rise from one to the next: {shown}.")
    outside = sorted(value for value in set(values) if not edges[0] <= value <= edges[-1])
    if outside:
        raise ClassificationError(
            f"edges {shown} leave out {', '.join(f'{value:g}' for value in outside)}; "
            f"they must reach from {min(values):g} to {max(values):g}."
        )
    return tuple(float(edge) for edge in edges)
