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
    mine = [order[a:b].tolist() for a, b in itertools.pairwise(ends)]
    packed = np.packbits(clashes, axis=1, bitorder="little")
    bits = [int.from_bytes(row.tobytes(), "little") for row in packed]
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
        chosen = _Chosen(mine, bits)
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
    """A choice that grows better: ``mine`` are the candidates of each wish, the cheapest first;
    ``clashes`` of each candidate those that it cannot be with, as the bits of a number: thousands
    of choices are tried, and so each takes no longer than one addition."""

    def __init__(self, mine: list[list[int]], clashes: list[int]) -> None:
        self.of: Choice = [None] * len(mine)
        self._mine, self._clashes = mine, clashes
        self._taken = 0

    def take(self, wish: int, number: int | None) -> None:
        """Give a wish a candidate, or nothing, instead of what it has."""
        for one in (self.of[wish], number):
            if one is not None:
                self._taken ^= 1 << one
        self.of[wish] = number

    def first_free(self, wish: int) -> int | None:
        """The cheapest candidate that goes with all the others'."""
        taken, clashes = self._taken, self._clashes
        return next((n for n in self._mine[wish] if not clashes[n] & taken), None)

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
        barred = ((number, self._clashes[number] & self._taken) for number in self._mine[wish])
        for number, by in [one for one in barred if one[1].bit_count() <= _MOST_PUSHED]:
            pushed = [w for w, one in enumerate(self.of) if one is not None and by >> one & 1]
            self.take(wish, number)
            for other in pushed:
                self.take(other, None)
            for other in pushed:
                self.take(other, self.first_free(other))
            if all(self.of[other] is not None for other in pushed):
                return
            for changed in (wish, *pushed):
                self.take(changed, before[changed])
