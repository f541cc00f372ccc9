"""The figures that stand along a row of continuous colours: its ends, and round ones between."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from geo.model import LOGARITHMIC, Classes

_APART = 0.16  # of the row's length


def ticks_of(classes: Classes) -> tuple[float, ...]:
    """The ends of the row and round figures between, none too near to another."""
    low, high = classes.run
    for step in _steps(classes):
        inside = [tick for tick in step if low < tick < high]
        between = [tick for tick in inside if _APART <= along(classes, tick) <= 1 - _APART]
        places = [along(classes, tick) for tick in between]
        if between and all(b - a >= _APART for a, b in pairwise(places)):
            return (low, *between, high)
    return low, high


def along(classes: Classes, figure: float) -> float:
    """How far along the row a figure is, from 0 to 1."""
    of = math.log if classes.scheme == LOGARITHMIC else float
    low, high = map(of, classes.run)
    return min(max((of(figure) - low) / (high - low), 0.0), 1.0)


def _steps(classes: Classes) -> Iterator[list[float]]:
    """Round figures in the range, from many to few."""
    low, high = classes.run
    if classes.scheme == LOGARITHMIC:
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        for digits in ((1, 2, 5), (1, 3), (1,)):
            yield [float(f"{digit}e{power}") for power in powers for digit in digits]
        yield [float(f"1e{power}") for power in powers if power % 2 == 0]
        return
    power = math.floor(math.log10((high - low) / 2))
    for size, digit in ((power - 1, 5), (power, 1), (power, 2), (power, 5), (power + 1, 1)):
        step = float(f"{digit}e{size}")
        first, last = math.ceil(low / step), math.floor(high / step)
        yield [float(f"{digit * number}e{size}") for number in range(first, last + 1)]
