"""Names of columns, each its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def unique_names(names: Iterable[str], *, taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Names that differ from each other and from those ``taken``: the second ``GDP`` is
    ``GDP (2)``, and the third column, where it has no name, ``column 3``."""
    found: dict[str, None] = {}
    others = frozenset(taken)
    times: Counter[str] = Counter()
    for position, given in enumerate(names, start=1):
        name = first = given or f"column {position}"
        while name in found or name in others:
            times[first] += 1
            name = f"{first} ({times[first] + 1})"
        found[name] = None
    return tuple(found)
