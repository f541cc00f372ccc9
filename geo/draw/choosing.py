"""One candidate for each wish, of which some cannot be together: the cheapest choice that is found
soon, always the same."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MISSING, _LOST = 12.0, 1000.0  # what a wish costs that gets nothing, or no more
_ROUNDS, _MOST_PUSHED = 4, 3

Choice = list[int | None]


def choose(
    of: NDArray[np.int_],
    cost: NDArray[np.float64],
    clashes: NDArray[np.bool_],
    before: Sequence[int | None],
) -> Choice:
    """The number of a candidate for each wish, or None.

    Parameters
    ----------
    of, cost
        Which wish each candidate is of, and what it costs.
    clashes
        Which candidates cannot be together, shape (n, n).
    before
        What each wish had, if it had something: none of these goes away empty.
    """
    wishes = len(before)
    order = np.lexsort((cost, of))
    ends = np.searchsorted(of[order], np.arange(wishes + 1))
    mine = [order[a:b] for a, b in itertools.pairwise(ends)]
    poor = sorted(range(wishes), key=lambda wish: (len(mine[wish]), wish))
    dear = sorted(range(wishes), key=lambda w: (-cost[mine[w][0]] if len(mine[w]) else 0.0, w))
    best: Choice = [None] * wishes
    lowest = np.inf
    lost = [MISSING if one is None else _LOST for one in before]
    none: list[int | None] = [None] * wishes
    every = list(range(wishes))
    starts: tuple[tuple[list[int], Sequence[int | None]], ...]
    starts = ((poor, before), (every, none), (every[::-1], none), (poor, none), (dear, none))
    for turn, had in starts:
        chosen = _Chosen(mine, clashes)
        for wish, number in enumerate(had):
            chosen.take(wish, number)
        for wish in turn:
            if chosen.of[wish] is None:
                chosen.take(wish, chosen.first_free(wish))
        chosen.improve()
        total = sum(
            lost[wish] if one is None else float(cost[one]) for wish, one in enumerate(chosen.of)
        )
        if total < lowest:
            best, lowest = chosen.of, total
    return best


class _Chosen:
    """A choice that grows better: ``mine`` are the candidates of each wish, the cheapest first."""

    def __init__(self, mine: list[NDArray[np.int_]], clashes: NDArray[np.bool_]) -> None:
        self.of: Choice = [None] * len(mine)
        self._mine, self._clashes = mine, clashes
        #: With how many of those chosen a candidate cannot be.
        self._barred = np.zeros(len(clashes), dtype=np.int32)

    def take(self, wish: int, number: int | None) -> None:
        """Give a wish a candidate, or nothing, instead of what it has."""
        old = self.of[wish]
        if old is not None:
            self._barred -= self._clashes[old]
        if number is not None:
            self._barred += self._clashes[number]
        self.of[wish] = number

    def first_free(self, wish: int) -> int | None:
        """The cheapest candidate that goes with all the others'."""
        numbers = self._mine[wish]
        free = numbers[self._barred[numbers] == 0]
        return int(free[0]) if len(free) else None

    def improve(self) -> None:
        """Give each the best that the others leave; whoever has nothing pushes some aside that find
        something else."""
        for _ in range(_ROUNDS):
            before = list(self.of)
            for wish in range(len(self.of)):
                self.take(wish, None)
                self.take(wish, self.first_free(wish))
                if self.of[wish] is None:
                    self._push(wish)
            if self.of == before:
                break

    def _push(self, wish: int) -> None:
        before = list(self.of)
        numbers = self._mine[wish]
        for number in numbers[self._barred[numbers] <= _MOST_PUSHED].tolist():
            row = self._clashes[number]
            pushed = [w for w, one in enumerate(self.of) if one is not None and row[one]]
            self.take(wish, number)
            for other in pushed:
                self.take(other, None)
            for other in pushed:
                self.take(other, self.first_free(other))
            if all(self.of[other] is not None for other in pushed):
                return
            for changed in (wish, *pushed):
                self.take(changed, before[changed])
