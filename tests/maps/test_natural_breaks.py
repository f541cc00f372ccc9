"""Natural breaks: no other division of the numbers differs less within its classes."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.natural_breaks import natural_breaks

weighed = st.dictionaries(
    st.floats(0, 1, allow_subnormal=False), st.integers(1, 5), min_size=2, max_size=9
)


def within(numbers: list[float], weights: list[int], ends: list[int]) -> float:
    """The squared distances to the means of the classes that end there."""
    values = np.asarray(numbers)
    total = 0.0
    for begin, end in pairwise([0, *(end + 1 for end in ends)]):
        own, often = values[begin:end], np.asarray(weights[begin:end])
        total += float((often * (own - np.average(own, weights=often)) ** 2).sum())
    return total


@given(weighed, st.integers(2, 9))
def test_no_other_division_is_better(given_weights: dict[float, int], wanted: int) -> None:
    numbers = sorted(given_weights)
    weights = [given_weights[number] for number in numbers]
    k, last = min(wanted, len(numbers)), len(numbers) - 1
    ends = natural_breaks(np.array(numbers), np.array(weights, dtype=float), k).tolist()
    assert len(set(ends)) == k
    assert ends == sorted(ends)
    assert ends[-1] == last
    others = ([*inner, last] for inner in combinations(range(last), k - 1))
    least = min(within(numbers, weights, other) for other in others)
    assert within(numbers, weights, ends) <= least + 1e-14


def test_thousands_of_counties_are_divided() -> None:
    """Four heaps of a thousand numbers; pure Python would take minutes."""
    heaps = np.concatenate([np.linspace(low, low + 0.1, 1000) for low in (0.0, 0.2, 0.5, 0.9)])
    assert natural_breaks(heaps, np.ones(4000), 4).tolist() == [999, 1999, 2999, 3999]


def test_a_number_counts_as_often_as_it_occurs() -> None:
    numbers = np.array([0.0, 0.5, 1.0])
    assert natural_breaks(numbers, np.array([1.0, 1, 5]), 2).tolist() == [1, 2]
    assert natural_breaks(numbers, np.array([5.0, 1, 1]), 2).tolist() == [0, 2]
