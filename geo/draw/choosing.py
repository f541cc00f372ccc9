"""One candidate for each wish, of which some cannot be together: the cheapest choice that is found
soon, always the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MISSING = 12.0  # what a wish costs that gets nothing
_ROUNDS, _MOST_PUSHED = 4, 3

Choice = list[int | None]


def choose(
    of: NDArray[np.int_], cost: NDArray[np.float64], clashes: NDArray[np.bool_], wishes: int
) -> Choice:
    """The number of a candidate for each wish, or None.

    Parameters
    ----------
    of, cost
        Which wish each candidate is of, and what it costs.
    clashes
        Which candidates cannot be together, shape (n, n).
    wishes
        How many there are.
    """
    mine = [_cheapest_first(np.flatnonzero(of == wish), cost) for wish in range(wishes)]
    poor = sorted(range(wishes), key=lambda wish: (len(mine[wish]), wish))
    dear = sorted(range(wishes), key=lambda w: (-cost[mine[w][0]] if len(mine[w]) else 0.0, w))
    best: Choice = [None] * wishes
    lowest = np.inf
    for order in (list(range(wishes)), poor, dear):
        chosen = _improved(_greedy(order, mine, clashes), mine, cost, clashes)
        total = sum(MISSING if one is None else float(cost[one]) for one in chosen)
        if total < lowest:
            best, lowest = chosen, total
    return best


def _cheapest_first(numbers: NDArray[np.int_], cost: NDArray[np.float64]) -> NDArray[np.int_]:
    ordered: NDArray[np.int_] = numbers[np.argsort(cost[numbers], kind="stable")]
    return ordered


def _taken(chosen: Choice, *, but: tuple[int, ...] = ()) -> list[int]:
    return [one for wish, one in enumerate(chosen) if one is not None and wish not in but]


def _first_free(
    numbers: NDArray[np.int_], taken: list[int], clashes: NDArray[np.bool_]
) -> int | None:
    """The first candidate that goes with all that are taken."""
    free = numbers[~clashes[np.ix_(numbers, taken)].any(axis=1)]
    return int(free[0]) if len(free) else None


def _greedy(order: list[int], mine: list[NDArray[np.int_]], clashes: NDArray[np.bool_]) -> Choice:
    chosen: Choice = [None] * len(mine)
    for wish in order:
        chosen[wish] = _first_free(mine[wish], _taken(chosen), clashes)
    return chosen


def _improved(
    chosen: Choice,
    mine: list[NDArray[np.int_]],
    cost: NDArray[np.float64],
    clashes: NDArray[np.bool_],
) -> Choice:
    """A choice in which each has the best that the others leave, and whoever has nothing has pushed
    one other aside if that one finds something else."""
    for _ in range(_ROUNDS):
        before = list(chosen)
        for wish, numbers in enumerate(mine):
            chosen[wish] = _first_free(numbers, _taken(chosen, but=(wish,)), clashes)
            if chosen[wish] is None:
                _push(chosen, wish, mine, clashes)
        if chosen == before:
            break
    return chosen


def _push(
    chosen: Choice, wish: int, mine: list[NDArray[np.int_]], clashes: NDArray[np.bool_]
) -> None:
    """Give a wish a candidate by moving those in its way, if they find something else."""
    for number in mine[wish].tolist():
        pushed = [w for w, one in enumerate(chosen) if one is not None and clashes[number, one]]
        if len(pushed) > _MOST_PUSHED:
            continue
        moved = list(chosen)
        moved[wish] = number
        for other in pushed:
            moved[other] = None
        for other in pushed:
            moved[other] = _first_free(mine[other], _taken(moved), clashes)
        if all(moved[other] is not None for other in pushed):
            chosen[:] = moved
            return
