"""The words of map and page in both languages, and how numbers and dates are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from geo.model import LANGUAGES, Indicator, Language, Text
from geo.text import read_texts

WORDS = Path(__file__).parent / "data" / "words.toml"

#: How long a unit and a name may be, in Latin letters; a Chinese character is as wide as two.
MOST_UNIT, MOST_NAME = 80, 40

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
# What a title says beside what is shown: "(computed)", "（推算）", ", change", ", as announced".
_QUALIFIER = re.compile(r"(?:, (?:as|per|change)\b.*|\s*[(（][^()（）]*[)）])$")
_LEVELS = ("province", "region", "prefecture", "county")

_MOST_DIGITS = 17  # tell any two floating-point numbers apart
_NOISE_DIGITS = 12  # beyond them lies what arithmetic leaves behind, as in 0.30000000000000004
_LEAST_EXPONENT, _MOST_EXPONENT = -7, 15  # beyond them nobody counts the zeros


def read_words(path: Path = WORDS) -> dict[str, dict[str, Text]]:
    """All words by section and key."""
    return read_texts(path)


def word(key: str, language: Language, *, section: str = "map", **values: object) -> str:
    """One word or sentence, with its {braces} filled in.

    Raises
    ------
    KeyError
        If there is no such word, or a value for a brace is missing.
    """
    return read_words()[section][key][language].format_map(values)


def both(key: str, *, section: str = "map", **values: object) -> Text:
    """A word or sentence in both languages; of a value in both, each gets its own."""

    def fill(language: Language) -> str:
        told = {k: v[language] if isinstance(v, Text) else v for k, v in values.items()}
        return word(key, language, section=section, **told)

    return Text(fill("en"), fill("zh"))


def listed(items: Iterable[str], language: Language, *, most: int | None = None) -> str:
    """Items as one enumeration; beyond ``most``, only how many more there are."""
    every = list(items)
    shown = every if most is None or len(every) <= most else every[:most]
    text = word("separator", language).join(shown)
    if len(shown) == len(every):
        return text
    gap = " " if language == "en" else ""
    return text + gap + word("more", language, count=len(every) - len(shown))


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
        most = max((_decimals(number, digits) for number in numbers), default=0)
        texts = tuple(_round(number, digits, most=most) for number in numbers)
        if len({read_number(text) for text in texts}) == distinct:
            break
    return texts


def decimals_of(indicator: Indicator) -> int:
    """How many decimals an indicator's figures are written with: those its label asks for; more
    where different figures would look the same, or one like zero.

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
        if seen and (apart or 10.0**-decimals <= spread / 10_000):
            break
    if decimals == indicator.decimals:
        return decimals
    written = max(_decimals(Decimal(repr(number)), 3) for number in numbers)
    return max(decimals, min(2 - _exponent(most), written))


def read_number(text: str) -> float:
    """The number that :func:`format_number` or :func:`format_edges` wrote."""
    return float(text.replace(",", ""))


def format_short(value: float, decimals: int, *, language: Language, in_full: bool = False) -> str:
    """A number for where there is little room: 1.26亿, 126 million, with four significant digits.

    Smaller numbers, and all of them ``in_full``, have no magnitude: they are whole, or have up to
    so many decimals while four digits are not reached.
    """
    shown = float(f"{value:.4g}")  # 99,999,999 is 1亿, not 10,000万
    power, name = _magnitude(shown if _magnitude(value, language)[0] else value, language)
    if power and not in_full:
        scaled = Decimal(repr(shown)).scaleb(-power)
        number = _round(scaled, 4, most=_decimals(scaled, 4))
        return word("short_number", language, number=number, magnitude=name)
    needed = max(0, 3 - _exponent(value))
    return format_number(value, min(decimals, needed))


def has_magnitude(unit: str) -> bool:
    """Whether a unit has a number in it, so that its numbers are not shortened by another."""
    return bool(_HAS_NUMBER.search(unit))


def _magnitude(value: float, language: Language) -> tuple[int, str]:
    """The power of ten a number of this size is counted in, and its word; 0 where it is not."""
    found = (0, "")
    for position, (least, power) in enumerate(_MAGNITUDES[language], start=1):
        if abs(value) >= least:
            found = power, word(f"magnitude_{position}", language)
    return found


def _round(number: Decimal, digits: int, *, most: int) -> str:
    """A number with so many significant digits, or whole; with no more than ``most`` decimals."""
    exponent = _exponent(number)
    if not _LEAST_EXPONENT < exponent < _MOST_EXPONENT:
        return f"{number:.{digits - 1}e}"
    return f"{number:,.{max(0, min(digits - 1 - exponent, most))}f}" if number else "0"


def _decimals(number: Decimal, digits: int) -> int:
    """How many decimals a number has."""
    written = Decimal(f"{number:.{max(digits, _NOISE_DIGITS)}g}")
    return max(0, -int(written.normalize().as_tuple().exponent))


def _exponent(number: float | Decimal) -> int:
    """The power of ten of a number's first digit; of 0 it is 0."""
    return int(f"{number:e}".partition("e")[2]) if number else 0


@dataclass(frozen=True)
class LegendWords:
    """What a legend says of numbers: the title with their unit and magnitude, and the numbers bare.

    ``rounded`` says that a number is not written exactly, ``in_full`` that it is counted in no
    magnitude.
    """

    title: str
    numbers: tuple[str, ...]
    rounded: bool
    in_full: bool


def word_legend(
    numbers: Sequence[float], indicator: Indicator, *, language: Language, exact: bool = False
) -> LegendWords:
    """Word the edges of classes, or the steps of circles.

    Parameters
    ----------
    numbers
        What the legend shows; the magnitude is that of the middle one.
    indicator
        Whose unit they have.
    language
        ``en`` or ``zh``.
    exact
        Write all digits: the numbers are figures of places.
    """
    unit = fitting(indicator.unit[language], MOST_UNIT)
    if exact:
        texts = _format_exact(numbers, indicator.decimals)
        title = _legend_title(indicator, language, unit=unit)
        return LegendWords(title, texts, rounded=False, in_full=True)
    sizes = sorted(abs(number) for number in numbers if number)
    middle = sizes[len(sizes) // 2] if sizes else 0.0
    power, magnitude = (0, "") if has_magnitude(unit) else _magnitude(middle, language)
    texts = format_edges(numbers, power=power)
    shown = [read_number(text) * 10.0**power for text in texts]
    rounded = any(abs(s - n) > 1e-9 * abs(n) for s, n in zip(shown, numbers, strict=True))
    title = _legend_title(indicator, language, unit=unit, magnitude=magnitude)
    return LegendWords(title, texts, rounded, in_full=not power)


def _legend_title(
    indicator: Indicator, language: Language, *, unit: str, magnitude: str = ""
) -> str:
    """The unit with its magnitude, 万人 or million persons; and what is counted, where the unit
    does not say it: 5G基站数（个）."""
    what = fitting(what_is_shown(indicator, language), MOST_NAME)
    measure, rest = split_title(unit)  # 个（每百万人）, where the title may say 每百万人 as well
    if not unit or any(measure in word("measure_words", every).split() for every in LANGUAGES):
        scaled = magnitude + (measure if rest.strip("（）") in what else unit)
        return word("unit_of", language, what=what, unit=scaled) if scaled else what
    if not magnitude:
        return unit
    if _names_unit(indicator, language):  # what is counted stands where the unit should
        return word("unit_of", language, what=unit, unit=magnitude)
    return word("unit_in", language, magnitude=magnitude, unit=unit)


def _format_exact(numbers: Sequence[float], decimals: int) -> tuple[str, ...]:
    """Numbers with so many decimals, more where it takes more to tell different ones apart."""
    distinct = len(set(numbers))
    for count in range(decimals, _MOST_DIGITS):
        texts = tuple(format_number(number, count) for number in numbers)
        if len(set(texts)) == distinct:
            return texts
    return tuple(repr(float(number)) for number in numbers)


def has_no_unit(indicator: Indicator) -> bool:
    """Whether a table states no unit: the name of what it counts stands in its place."""
    unit = indicator.unit
    return unit.en == unit.zh and _names_unit(indicator, "en") and _names_unit(indicator, "zh")


def _names_unit(indicator: Indicator, language: Language) -> bool:
    """Whether the title has the unit in it: projects, but not 人, which is in 人口."""
    unit = indicator.unit[language].casefold()
    if unit == what_is_shown(indicator, language).casefold():
        return True
    return len(unit) > 1 and unit in indicator.title[language].casefold()


def what_is_shown(indicator: Indicator, language: Language) -> str:
    """The title without qualifiers, and without the places it is told by: 各省GDP is GDP."""
    title = split_title(indicator.title[language])[0]
    for every in LANGUAGES:
        for level in _LEVELS:
            where = word(f"by_{level}", every)
            title = title.removeprefix(where) if every == "zh" else title.removesuffix(f" {where}")
    return title


def split_title(title: str) -> tuple[str, str]:
    """What a title says is shown, and its qualifier with what stands before it."""
    found = _QUALIFIER.search(title)
    if not found or not found.start():
        return title, ""
    return title[: found.start()], title[found.start() :]


def where_of(title: str, level: str, *, language: Language) -> str:
    """By which places, in words: "by province"; nothing where the title says it already, or where
    the level of the boundaries has no name."""
    said = (word(f"by_{known}", every) for every in LANGUAGES for known in _LEVELS)
    if level not in _LEVELS or any(phrase in title.casefold() for phrase in said):
        return ""
    return word(f"by_{level}", language)


def format_period(period: str, language: Language) -> str:
    """An ISO 8601 date of any precision, a quarter ``2020-Q1``, a month or a quarter of no year
    ``--02``, or two years ``2020/2025``, as the language writes it."""
    if re.fullmatch(r"\d{4}/\d{4}", period):
        first, last = period.split("/")
        return f"{first}–{last}" if language == "en" else f"{first}—{last}年"
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


def fitting(text: str, most: int) -> str:
    """Text in one line, without characters that show nothing, cut to so many columns."""
    shown = "".join(
        c if (kind := unicodedata.category(c)) == "Zs" or kind[0] not in "CZ" else " " * c.isspace()
        for c in text[: 4 * most]
    ).strip()
    if columns(shown) <= most:
        return shown
    while columns(shown) >= most:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def columns(text: str) -> int:
    """How wide a text is, in Latin letters; a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(c) in "FW" else 1 for c in text)
