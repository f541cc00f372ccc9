"""How numbers and periods are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from geo.model.text import Language
from geo.model.values import Indicator
from geo.model.words import word

# Units that are no plain unit, but have a number in them, are not counted in another one:
# 亿元, 100 million yuan, score (0–100), 人/百万人. 千米 and 个百分点 have none.
_HAS_NUMBER = re.compile(
    r"\d|[万亿]|千(?![米克瓦])|百(?!分)|%|‰|hundred|thousand|million|billion|trillion",
    re.IGNORECASE,
)

#: The sign of a number below zero: a hyphen is too short for one.
MINUS = "\u2212"

_NOISE_DIGITS = 12  # beyond them lies what arithmetic leaves behind, as in 0.30000000000000004


def format_number(value: float | Decimal, decimals: int = 0) -> str:
    """A number with thousands separators and a true minus, in the same form in both languages."""
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else with_minus(text)


def with_minus(text: str) -> str:
    """A number with a true minus before it where it has a hyphen."""
    return f"{MINUS}{text[1:]}" if text.startswith("-") else text


def plain_number(value: float) -> str:
    """A number for a file: without separators, exponent or needless decimals, to the last digit."""
    return f"{value:.0f}" if value.is_integer() else f"{Decimal(repr(value)):f}"


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


def decimals_of_quotients(numbers: Iterable[float], most: int) -> int:
    """How many decimals computed figures are written with: the middle one has four digits."""
    sizes = sorted(abs(number) for number in numbers if number)
    middle = exponent_of(sizes[len(sizes) // 2]) if sizes else 0
    return min(max(3 - middle, 0), most)


def read_number(text: str) -> float:
    """The number that :func:`format_number` wrote."""
    return float(text.replace(",", "").replace(MINUS, "-"))


def has_magnitude(unit: str) -> bool:
    """Whether a unit has a number in it, so that its numbers are not shortened by another."""
    return bool(_HAS_NUMBER.search(unit))


def decimals_for(number: Decimal, digits: int) -> int:
    """How many decimals a number has."""
    written = Decimal(f"{number:.{max(digits, _NOISE_DIGITS)}g}")
    return max(0, -int(written.normalize().as_tuple().exponent))


def exponent_of(number: float | Decimal) -> int:
    """The power of ten of a number's first digit; of 0 it is 0."""
    return int(f"{number:e}".partition("e")[2]) if number else 0


#: A period of a year.
_DATED = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?|-Q[1-4])?"


def format_period(period: str, language: Language) -> str:
    """An ISO 8601 date of any precision, a quarter ``2020-Q1``, a month or a quarter of no year
    ``--02``, or two years or dates ``2020/2025``, as the language writes it."""
    if re.fullmatch(r"\d{4}/\d{4}", period):
        first, last = period.split("/")
        return f"{first} to {last}" if language == "en" else f"{first}—{last}年"
    if re.fullmatch(rf"{_DATED}/{_DATED}", period):
        first, last = (format_period(one, language) for one in period.split("/"))
        return f"{first} to {last}" if language == "en" else f"{first}至{last}"
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
