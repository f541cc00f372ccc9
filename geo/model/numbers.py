"""How numbers and periods are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from geo.model.text import Language
from geo.model.values import Indicator
from geo.model.words import word

# From which size on numbers are counted in a magnitude, and its power of ten; the n-th is worded
# ``magnitude_n``. Readers of Chinese take in 99,999 as it stands, and write 10万.
_MAGNITUDES: dict[Language, tuple[tuple[float, int], ...]] = {
    "en": ((1e6, 6), (1e9, 9), (1e12, 12)),
    "zh": ((1e5, 4), (1e8, 8), (1e12, 12)),
}
# Units that are no plain unit, but have a number in them, are not counted in another one:
# 亿元, 100 million yuan, score (0–100), 人/百万人. 千米 and 个百分点 have none.
_HAS_NUMBER = re.compile(
    r"\d|[万亿]|千(?![米克瓦])|百(?!分)|%|‰|hundred|thousand|million|billion|trillion",
    re.IGNORECASE,
)

_MOST_DIGITS = 17  # tell any two floating-point numbers apart
_NOISE_DIGITS = 12  # beyond them lies what arithmetic leaves behind, as in 0.30000000000000004
_LEAST_EXPONENT, _MOST_EXPONENT = -7, 15  # beyond them nobody counts the zeros


def format_number(value: float, decimals: int = 0) -> str:
    """A number with thousands separators, in the same form in both languages."""
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def plain_number(value: float) -> str:
    """A number for a file: without separators, exponent or needless decimals, to the last digit."""
    return f"{value:.0f}" if value.is_integer() else f"{Decimal(repr(value)):f}"


def format_edges(edges: Sequence[float], *, power: int = 0) -> tuple[str, ...]:
    """Edges as bare numbers: whole, or with three significant digits, more where it takes more to
    tell different edges apart.

    ``power`` is that of the ten they are counted in: with 4, 120,000 is written 12.
    """
    distinct = len(set(edges))
    numbers = [Decimal(repr(float(edge))).scaleb(-power) for edge in edges]
    for digits in range(3, _MOST_DIGITS + 1):
        most = max((decimals_for(number, digits) for number in numbers), default=0)
        texts = tuple(_round(number, digits, most=most) for number in numbers)
        if len({read_number(text) for text in texts}) == distinct:
            break
    return texts


def decimals_of(indicator: Indicator) -> int:
    """How many decimals an indicator's figures are written with: those its label asks for; more
    where one would look like zero, or different ones the same; the latter not for quotients, of
    which nobody published a digit.

    Not finer than a ten-thousandth of what the figures range over, beyond which nobody compares
    them, unless it takes that to tell a figure from zero. What is then written has three digits of
    the largest figure, as far as it has them.
    """
    numbers = {float(f"{number:.{_NOISE_DIGITS}g}") for number in indicator.numbers()}
    most = max(map(abs, numbers), default=0.0)
    sizes = [abs(number) for number in numbers if abs(number) > most / 10**_NOISE_DIGITS]
    if indicator.kind == "category" or not sizes:
        return indicator.decimals
    spread = max(numbers) - min(numbers)
    for decimals in range(indicator.decimals, _NOISE_DIGITS):
        seen = read_number(format_number(min(sizes), decimals)) > 0
        apart = len({format_number(number, decimals) for number in numbers}) == len(numbers)
        if seen and (apart or indicator.quotient or 10.0**-decimals <= spread / 10_000):
            break
    if decimals == indicator.decimals:
        return decimals
    written = max(decimals_for(Decimal(repr(number)), 3) for number in numbers)
    return max(decimals, min(2 - exponent_of(most), written))


def read_number(text: str) -> float:
    """The number that :func:`format_number` or :func:`format_edges` wrote."""
    return float(text.replace(",", ""))


def format_short(value: float, decimals: int, *, language: Language, in_full: bool = False) -> str:
    """A number for where there is little room: 1.26亿, 126 million, with four significant digits.

    Smaller numbers, and all of them ``in_full``, have no magnitude: they are whole, or have up to
    so many decimals while four digits are not reached.
    """
    shown = float(f"{value:.4g}")  # 99,999,999 is 1亿, not 10,000万
    power, name = magnitude_at(shown if magnitude_at(value, language)[0] else value, language)
    if power and not in_full:
        scaled = Decimal(repr(shown)).scaleb(-power)
        number = _round(scaled, 4, most=decimals_for(scaled, 4))
        return word("short_number", language, number=number, magnitude=name)
    needed = max(0, 3 - exponent_of(value))
    return format_number(value, min(decimals, needed))


def has_magnitude(unit: str) -> bool:
    """Whether a unit has a number in it, so that its numbers are not shortened by another."""
    return bool(_HAS_NUMBER.search(unit))


def magnitude_at(value: float, language: Language) -> tuple[int, str]:
    """The power of ten a number of this size is counted in, and its word; 0 where it is not."""
    found = (0, "")
    for position, (least, power) in enumerate(_MAGNITUDES[language], start=1):
        if abs(value) >= least:
            found = power, word(f"magnitude_{position}", language)
    return found


def _round(number: Decimal, digits: int, *, most: int) -> str:
    """A number with so many significant digits, or whole; with no more than ``most`` decimals."""
    exponent = exponent_of(number)
    if not _LEAST_EXPONENT < exponent < _MOST_EXPONENT:
        return f"{number:.{digits - 1}e}"
    return f"{number:,.{max(0, min(digits - 1 - exponent, most))}f}" if number else "0"


def decimals_for(number: Decimal, digits: int) -> int:
    """How many decimals a number has."""
    written = Decimal(f"{number:.{max(digits, _NOISE_DIGITS)}g}")
    return max(0, -int(written.normalize().as_tuple().exponent))


def exponent_of(number: float | Decimal) -> int:
    """The power of ten of a number's first digit; of 0 it is 0."""
    return int(f"{number:e}".partition("e")[2]) if number else 0


def format_exact(numbers: Sequence[float], decimals: int) -> tuple[str, ...]:
    """Numbers with so many decimals, more where it takes more to tell different ones apart."""
    distinct = len(set(numbers))
    for count in range(decimals, _MOST_DIGITS):
        texts = tuple(format_number(number, count) for number in numbers)
        if len(set(texts)) == distinct:
            return texts
    return tuple(repr(float(number)) for number in numbers)


#: A period of a year.
_DATED = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?|-Q[1-4])?"


def format_period(period: str, language: Language) -> str:
    """An ISO 8601 date of any precision, a quarter ``2020-Q1``, a month or a quarter of no year
    ``--02``, or two years or dates ``2020/2025``, as the language writes it."""
    if re.fullmatch(r"\d{4}/\d{4}", period):
        first, last = period.split("/")
        return f"{first}–{last}" if language == "en" else f"{first}—{last}年"
    if re.fullmatch(rf"{_DATED}/{_DATED}", period):
        first, last = (format_period(one, language) for one in period.split("/"))
        return f"{first} – {last}" if language == "en" else f"{first}—{last}"
    if found := re.fullmatch(r"--(?:(0[1-9]|1[0-2])|Q([1-4]))", period):
        if found[2]:
            return word("quarter_alone", language, quarter=found[2])
        return word("months", language).split()[int(found[1]) - 1]
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", period):
        return word("quarter", language, year=found[1], quarter=found[2])
    if re.fullmatch(r"\d{4}", period):
        return period if language == "en" else f"{period}年"
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?", period):
        return period.replace("/", "–") if language == "en" else period
    year, number, *days = period.split("-")
    month = word("months", language).split()[int(number) - 1]
    if not days:
        return word("month", language, year=year, month=month)
    return word("day", language, year=year, month=month, day=int(days[0]))
