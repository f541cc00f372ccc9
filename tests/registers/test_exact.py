"""Sums without rounding: equal to the standard library's, whatever the order and the parts."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.registers.exact import exact_sums, to_float

finite = st.floats(allow_nan=False, allow_infinity=False)


def one_sum(numbers: list[float]) -> float:
    (total,) = exact_sums(np.array(numbers), np.zeros(len(numbers), dtype=np.int64), count=1)
    return to_float(total)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], 0.0),
        ([0.1] * 10, 1.0),
        ([1e308, 1.0, -1e308], 1.0),
        ([5e-324, 5e-324], 1e-323),  # the smallest double
        ([2.0**53, 1.0, 1.0], 2.0**53 + 2),
        ([-0.0], 0.0),
        ([1.7e308, 1.7e308], math.inf),
        ([-1.7e308, -1.7e308], -math.inf),
    ],
)
def test_known_sums(numbers: list[float], expected: float) -> None:
    assert one_sum(numbers) == expected


@given(st.lists(finite.map(lambda x: x / 1e3), max_size=60))
def test_the_nearest_double_to_the_true_sum(numbers: list[float]) -> None:
    assert one_sum(numbers) == math.fsum(numbers)


@given(st.lists(st.tuples(finite, st.integers(0, 3)), max_size=60), st.data())
def test_neither_order_nor_parts_change_a_sum(
    rows: list[tuple[float, int]], data: st.DataObject
) -> None:
    whole = sums(rows)
    shuffled = data.draw(st.permutations(rows))
    cuts = data.draw(st.lists(st.integers(0, len(rows)), max_size=4))
    bounds = [0, *sorted(cuts), len(rows)]
    parts = [sums(shuffled[start:end]) for start, end in pairwise(bounds)]
    assert [sum(group) for group in zip(*parts, strict=True)] == whole


def sums(rows: list[tuple[float, int]]) -> list[int]:
    numbers = np.array([number for number, _ in rows], dtype=float)
    groups = np.array([group for _, group in rows], dtype=np.int64)
    return exact_sums(numbers, groups, count=4)


def test_halves_stay_exact_where_numbers_are_many() -> None:
    largest = np.full(3_000_000, 2.0**53 - 1)
    (total,) = exact_sums(largest, np.zeros(len(largest), dtype=np.int64), count=1)
    assert to_float(total) == float(3_000_000 * (2**53 - 1))
