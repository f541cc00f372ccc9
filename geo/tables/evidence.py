"""How surely a line of cells, a column or a row, names places.

Names, and codes that only places have (340000, CN-AH), are strong evidence. Numbers of one or two
digits are weak: 11 is Beijing's code, and also a rank, an age, an hour. They count only where no
name stands anywhere, and only if every whole number of the line is a code and something more
speaks for it: the heading, or so many different ones that chance is no explanation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.model import GroupKind, Match
from geo.tables.cells import fold
from geo.tables.column_words import says

#: Which place a cell names, and which group of places.
Resolve = Callable[[str], Match | None]
Group = Callable[[str], GroupKind | None]

#: So many rows are looked at to find out what a table holds.
SAMPLE_ROWS = 2_000

_WEAK = re.compile(r"\d{1,5}(?:\.0*)?", re.ASCII)
_WHOLE = re.compile(r"\d+(?:\.0*)?", re.ASCII)
#: So many different codes with gaps between them, and no other number, are no chance.
_MANY = 8


@dataclass(frozen=True)
class Evidence:
    """The cells of a line that name places: by name, by a code that only places have, and by a
    weak code, where those count. ``places`` are the different ones, ``filled`` all cells with a
    text."""

    names: int
    codes: int
    weak: int
    places: int
    filled: int

    @property
    def strong(self) -> int:
        return self.names + self.codes

    @property
    def weight(self) -> float:
        """For comparing lines of one table: of a name and a code in the same row the name is the
        key, and weak codes are nothing beside either."""
        return self.names + 0.9 * self.codes + 0.001 * self.weak


def weigh(cells: Sequence[str], resolve: Resolve, *, heading: str = "") -> Evidence:
    """Weigh a line of cells; ``heading`` is what stands above or before it."""
    names = codes = filled = 0
    places: set[str] = set()
    weak: list[str] = []
    stray = False
    for cell in cells:
        if not cell:
            continue
        filled += 1
        match = resolve(cell)
        if _WEAK.fullmatch(fold(cell)):
            if match is None:
                stray = True
            else:
                weak.append(match.adcode)
            continue
        if match is None:
            stray = stray or _WHOLE.fullmatch(fold(cell)) is not None
            continue
        places.add(match.adcode)
        if match.how == "code":
            codes += 1
        else:
            names += 1
    if places or stray or not _are_codes(cells, set(weak), heading):
        weak = []
    return Evidence(names, codes, len(weak), len(places or set(weak)), filled)


def _are_codes(cells: Sequence[str], places: set[str], heading: str) -> bool:
    """Whether numbers that all are codes may be meant as codes."""
    if not places or (says("numbering", heading) and not says("code", heading)):
        return False
    if says("code", heading) or says("key", heading):
        return True
    numbers = sorted({int(float(fold(cell))) for cell in cells if _WEAK.fullmatch(fold(cell))})
    return len(places) >= _MANY and numbers != list(range(numbers[0], numbers[-1] + 1))
