"""How all figures of a picture are written: one unit and one number of decimals, decided once.

A source's unit is kept where a language has it and the figures are readable in it; else figures are
counted in millions or in 万, by the middle one, as far as the smallest can still be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from geo.maps.legend_numbers import has_no_unit
from geo.model import (
    MOST_UNIT,
    POWERS,
    ClassificationError,
    Figures,
    Indicator,
    Language,
    Notation,
    Text,
    Wording,
    counted_in,
    exponent_of,
    fitting,
    powers_of,
    read_unit,
    speech_of,
    word,
)

#: From which size on figures are counted in a power of ten. Readers of Chinese take in 99,999 as it
#: stands, and write 10万; a ratio stays in full longer: 238,705 yuan per person.
_FROM: dict[Language, tuple[tuple[float, int], ...]] = {
    "en": ((1e6, 6), (1e9, 9), (1e13, 12)),
    "zh": ((1e5, 4), (1e8, 8), (1e13, 12)),
}
_RATIO_FROM = 1e6
_READABLE = 1e5
#: Digits that are written of the middle figure, as far as it has them.
_DIGITS = 3
#: More decimals than these are not read; figures that need more are counted in less.
_MOST_DECIMALS = 2
#: Beyond them nobody counts the zeros.
_MOST_ZEROS, _MOST_WHOLE = 9, 15
#: How much an edge may be rounded.
_OFF = Decimal("0.005")
_MOST_DIGITS = 18  # tell any two floating-point numbers apart
#: What a user may ask for.
MOST_DECIMALS = 9


def notation_of(
    indicator: Indicator, figures: Sequence[Figures], language: Language, wording: Wording
) -> Notation:
    """The notation of what the maps of a picture write of an indicator's unit, in the unit and with
    the decimals asked for, where the language has them; see :func:`check_wording`."""
    unit = fitting(indicator.unit[language], MOST_UNIT)
    own, _ = read_unit(unit)
    power = power_asked(wording.unit, indicator, language)
    if power is None:
        power = _power(figures, unit, language, is_ratio=indicator.kind == "ratio")
    notation = Notation(power - own, 0, _unit(indicator, unit, power, language))
    if indicator.kind == "category":
        return notation
    least = max(least_decimals(one.edges, notation) for one in figures)
    if wording.decimals is not None:
        return replace(notation, decimals=max(wording.decimals, least))
    close = max(_close_decimals(one.edges, notation) for one in figures)
    decimals = max(_decimals(figures, notation), least, close)
    return _readable(replace(notation, decimals=decimals), figures)


def _unit(indicator: Indicator, unit: str, power: int, language: Language) -> str:
    """A unit counted in a power of ten; what is counted by its name has that in brackets."""
    counted = counted_in(unit, power, language)
    if counted == unit or not has_no_unit(indicator):
        return counted
    speech = speech_of(unit, language)
    return word("unit_of", speech, what=unit, unit=counted.replace(unit, "").strip())


def _sizes(figures: Sequence[Figures]) -> list[float]:
    """How large figures are, the smallest first, without zeros."""
    return sorted(abs(n) for one in figures for n in (*one.numbers, *one.edges) if n)


def units_of(indicator: Indicator, language: Language) -> dict[str, int]:
    """The units that figures can be written in, with the power of ten of each."""
    unit = indicator.unit[language]
    return {counted_in(unit, power, language): power for power in powers_of(unit, language)}


def power_asked(asked: str | None, indicator: Indicator, language: Language) -> int | None:
    """The power of ten of a unit that a user asks for, by its words in either language; None where
    none is asked for, or the language has no words for it."""
    if asked is None:
        return None
    others: tuple[Language, Language] = ("en", "zh")
    for each in sorted(others, key=lambda other: other != language):
        known = {_plain(unit): power for unit, power in units_of(indicator, each).items()}
        if (power := known.get(_plain(asked))) is not None:
            return power if power in powers_of(indicator.unit[language], language) else None
    return None


def _plain(unit: str) -> str:
    return "".join(unit.casefold().split())


def check_wording(
    indicator: Indicator, figures: Figures, language: Language, wording: Wording
) -> None:
    """Refuse what the words of a picture cannot be.

    Raises
    ------
    ClassificationError
        If figures cannot be written in the unit or with the decimals asked for.
    """
    if wording.unit is not None:
        known = units_of(indicator, language)
        if _plain(wording.unit) not in map(_plain, known):
            raise ClassificationError("words.unit", unit=wording.unit, known=tuple(known))
    if wording.decimals is None or indicator.kind == "category":
        return
    if not 0 <= wording.decimals <= MOST_DECIMALS:
        raise ClassificationError("words.decimals", decimals=wording.decimals, most=MOST_DECIMALS)
    notation = notation_of(indicator, (figures,), language, wording)
    if notation.decimals > wording.decimals:
        rough = replace(notation, decimals=wording.decimals)
        edges = sorted(set(figures.edges))
        pairs = [pair for pair in pairwise(edges) if _are_alike(rough, pair)]
        alike = pairs[0] if pairs else edges
        exact = Notation(notation.power, MOST_DECIMALS, notation.unit)
        raise ClassificationError(
            "words.too_rough", decimals=wording.decimals, least=notation.decimals,
            edges=Text(*[_told(exact, alike)] * 2),
        )  # fmt: skip


def _are_alike(notation: Notation, edges: Sequence[float]) -> bool:
    return len({notation.write(edge) for edge in edges}) < len(set(edges))


def _told(notation: Notation, edges: Sequence[float]) -> str:
    return ", ".join(notation.write(edge).rstrip("0").rstrip(".") for edge in edges)


def in_full(indicator: Indicator, language: Language) -> Notation:
    """How a figure is written to its last digit: in its own unit, or where a language has no word
    for that, in the next larger one that it has: 9,016.7 × 100 million yuan are 901.67 billion."""
    return _in_full(indicator.unit[language], indicator.decimals, language)


@lru_cache(maxsize=256)  # asked for each figure of a map
def _in_full(unit: str, decimals: int, language: Language) -> Notation:
    unit = fitting(unit, MOST_UNIT)
    own, base = read_unit(unit)
    known = POWERS[speech_of(base, language)]
    if own in known or speech_of(base, language) == "zh" or own > known[-1]:
        return Notation(0, decimals, unit)
    power = min(power for power in known if power > own)
    return Notation(power - own, decimals + power - own, counted_in(unit, power, language))


def _power(figures: Sequence[Figures], unit: str, language: Language, *, is_ratio: bool) -> int:
    """The power of ten that suits the middle figure, or a smaller one where the smallest figure
    would have too many decimals in it."""
    own, base = read_unit(unit)
    sizes = _sizes(figures)
    speech = speech_of(base, language)
    known = powers_of(unit, language)
    middle = sizes[len(sizes) // 2] if sizes else 0.0
    if known == (0,) or not sizes:
        return own
    natural = own in POWERS[speech] or (speech == "zh" and own > 0)
    if natural and own and 1 <= middle < _READABLE:
        return own
    base_size = middle * 10.0**own
    found = 0
    for least, power in _FROM[speech]:
        if base_size >= (max(least, _RATIO_FROM) if is_ratio and not own else least):
            found = power
    lower = [power for power in (0, *(p for _, p in _FROM[speech])) if power <= found]
    while len(lower) > 1 and -exponent_of(sizes[0] * 10.0 ** (own - lower[-1])) > _MOST_DECIMALS:
        lower.pop()
    return lower[-1]


def _decimals(figures: Sequence[Figures], notation: Notation) -> int:
    """As many decimals as show some digits of the middle figure and one of the smallest, but none
    that the figures do not have."""
    sizes = _sizes(figures)
    known = max(one.decimals for one in figures)
    if not sizes:
        return known
    most = max(0, known + notation.power)
    middle, least = (exponent_of(notation.scaled(n)) for n in (sizes[len(sizes) // 2], sizes[0]))
    decimals = min(most, max(_DIGITS - 1 - middle, -least, 0))
    every = [notation.scaled(size) for size in sizes]
    while decimals and all(round(size, decimals - 1) == size for size in every):
        decimals -= 1  # zeros alone
    return decimals


def least_decimals(edges: Sequence[float], notation: Notation) -> int:
    """The decimals that it takes to tell different edges apart."""
    different = sorted(set(edges))
    for decimals in range(_MOST_DIGITS):
        if not _are_alike(replace(notation, decimals=decimals), different):
            break
    return decimals


def _close_decimals(edges: Sequence[float], notation: Notation) -> int:
    """The decimals that it takes to write each edge as it is, but for half a percent of it."""
    sizes = sorted(abs(notation.scaled(edge)) for edge in edges if edge)
    small = sizes[len(sizes) // 2] / 10 if sizes else Decimal(0)
    for decimals in range(_MOST_DIGITS):
        if all(abs(round(size, decimals) - size) <= max(size, small) * _OFF for size in sizes):
            break
    return decimals


def _readable(notation: Notation, figures: Sequence[Figures]) -> Notation:
    """The notation, or one with exponents where figures would be rows of zeros."""
    sizes = _sizes(figures)
    largest = exponent_of(notation.scaled(sizes[-1])) if sizes else 0
    if notation.decimals <= _MOST_ZEROS and largest < _MOST_WHOLE:
        return notation
    scientific = replace(notation, scientific=True)
    decimals = max(least_decimals(one.edges, scientific) for one in figures)
    return replace(scientific, decimals=max(decimals, 2))
