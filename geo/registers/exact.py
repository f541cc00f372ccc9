"""Sums of floating-point numbers without any rounding, so that neither the order of the numbers nor
how they are dealt out to parts changes a sum.

A double is a whole number of 53 bits times a power of two (IEEE 754). Whole numbers of one power
are added up in two halves, which stay exact, and the totals are Python's integers of any length.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

_BITS = 53
_HALF = 27
#: Sums are counted in units of this power of two, small enough for every double.
_UNIT = -1126
# So many numbers can be added up before a half of them leaves the range of exact doubles.
_MOST = 2**25


def exact_sums(numbers: NDArray[np.float64], groups: NDArray[np.int64], *, count: int) -> list[int]:
    """The sum of each group, as whole numbers of a tiny unit; :func:`to_float` reads them.

    Parameters
    ----------
    numbers
        Finite, of shape (n,), fewer than 33 million.
    groups
        The group of each, 0 to ``count - 1``, of shape (n,).
    """
    assert len(numbers) < _MOST
    fractions, powers = np.frexp(numbers)
    whole = np.ldexp(fractions, _BITS).astype(np.int64)
    lowest = int(powers.min(initial=0))
    keys, inverse = np.unique((powers - lowest) * count + groups, return_inverse=True)
    high = np.bincount(inverse, weights=whole >> _HALF, minlength=len(keys))
    low = np.bincount(inverse, weights=whole & (2**_HALF - 1), minlength=len(keys))
    sums = [0] * count
    for key, upper, lower in zip(keys.tolist(), high.tolist(), low.tolist(), strict=True):
        power, group = divmod(key, count)
        total = (int(upper) << _HALF) + int(lower)
        sums[group] += total << (power + lowest - _BITS - _UNIT)
    return sums


def to_float(total: int) -> float:
    """The double nearest to a sum; infinite where none is large enough."""
    try:
        return float(Fraction(total, 2**-_UNIT))
    except OverflowError:
        return float("inf") if total > 0 else float("-inf")
