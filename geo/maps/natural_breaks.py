"""Natural breaks: the division of numbers into classes that differ least within themselves.

It is exact, by dynamic programming over the ordered numbers (W. D. Fisher, *On Grouping for Maximum
Homogeneity*, Journal of the American Statistical Association 53, 1958, pp. 789–798), as the field
knows it from Jenks. mapclassify's own is in single precision, and takes minutes for 3,000 counties
where no compiler is installed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def natural_breaks(numbers: Numbers, weights: Numbers, k: int) -> NDArray[np.int64]:
    """Where each of k classes ends, as positions in the numbers.

    Parameters
    ----------
    numbers
        Rising, at least k of them, small enough to be squared.
    weights
        How often each occurs.
    k
        The number of classes.

    The sum of squared distances to the mean of each class is least; of several such divisions it
    is the one whose upper classes begin lowest.
    """
    count, total, square = (
        np.concatenate([[0.0], np.cumsum(weights * numbers**power)]) for power in (0, 1, 2)
    )
    # The least sum for all numbers before an end, in one class, then in two, three …
    least = np.full(len(numbers) + 1, np.inf)
    least[1:] = square[1:] - total[1:] ** 2 / count[1:]
    begins = []
    for classes in range(2, k + 1):
        begin, before = np.zeros(len(least), dtype=np.int64), least
        least = np.full(len(before), np.inf)
        for end in range(classes, len(before)):
            first = slice(classes - 1, end)  # where the last class may begin
            apart = total[end] - total[first]
            within = square[end] - square[first] - apart**2 / (count[end] - count[first])
            sums = before[first] + within
            best = int(sums.argmin())
            begin[end], least[end] = classes - 1 + best, sums[best]
        begins.append(begin)
    ends = [len(numbers)]
    for begin in reversed(begins):
        ends.append(int(begin[ends[-1]]))
    return np.array(ends[::-1], dtype=np.int64) - 1
