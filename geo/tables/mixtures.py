"""Numbers of one column written in ways that do not go together: whether 0.12 beside 43.5% is a
share or a percentage, the cells do not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from geo.tables import cells

Kind = Literal["percentages", "magnitudes", "words"]

#: Figures of one column may well be so many times apart.
_APART = 100


@dataclass(frozen=True)
class Mixture:
    """Two cells of a column that are not written alike; ``magnitude`` is that of the first."""

    kind: Kind
    one: str
    other: str
    magnitude: str = ""


def find_mixture(column: Sequence[str], *, unit: str) -> Mixture | None:
    """Look for cells that do not go together.

    Parameters
    ----------
    column
        The cells of the rows that count.
    unit
        The unit of their figures: numbers in % may stand with and without their sign, and a
        magnitude in the unit says what bare numbers are counted in.
    """
    filled = [cell for cell in dict.fromkeys(column) if cells.parse_number(cell) is not None]
    words = [cell for cell in filled if isinstance(cells.parse_number(cell), str)]
    numbers = [cell for cell in filled if cell not in words]
    if words and numbers and _most(column, words):
        return Mixture("words", words[0], numbers[0])
    percent = [cell for cell in numbers if cells.is_percentage(cell)]
    bare = [c for c in numbers if not cells.is_percentage(c) and cells.parse_number(c) != 0]
    # Where a bare number is more than one, they are percentages like the others.
    if percent and bare and not unit.startswith("%") and all(_size(cell) <= 1 for cell in bare):
        return Mixture("percentages", percent[0], bare[0])
    return None if cells.magnitude_of(unit) else _mixed_magnitudes(numbers)


def _most(column: Sequence[str], words: Sequence[str]) -> bool:
    known = set(words)
    said = [cell for cell in column if cells.parse_number(cell) is not None]
    return 2 * sum(cell in known for cell in said) > len(said)


def _mixed_magnitudes(numbers: Sequence[str]) -> Mixture | None:
    """Whether bare numbers only fit to those with a magnitude if they have it, too: 2189 beside
    2487万."""
    scaled = [cell for cell in numbers if cells.magnitude_in(cell)]
    bare = [cell for cell in numbers if cell not in scaled and _size(cell)]
    if not scaled or not bare:
        return None
    magnitude = cells.magnitude_in(scaled[0])
    power = cells.magnitude_of(magnitude)
    low, high = min(map(_size, scaled)), max(map(_size, scaled))
    apart = all(_APART * _size(cell) < low for cell in bare)
    fitting = all(low / _APART <= _size(cell) * 10**power <= high * _APART for cell in bare)
    return Mixture("magnitudes", scaled[0], bare[0], magnitude) if apart and fitting else None


def _size(cell: str) -> float:
    number = cells.parse_number(cell)
    return abs(number) if isinstance(number, float) else 0.0
