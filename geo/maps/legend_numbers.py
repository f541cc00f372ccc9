"""The numbers of a legend, and the unit they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.model import (
    LANGUAGES,
    MOST_NAME,
    MOST_UNIT,
    NAMED_LEVELS,
    Indicator,
    Language,
    fitting,
    format_edges,
    format_exact,
    has_magnitude,
    magnitude_at,
    read_number,
    split_title,
    word,
)


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
        texts = format_exact(numbers, indicator.decimals)
        title = _legend_title(indicator, language, unit=unit)
        return LegendWords(title, texts, rounded=False, in_full=True)
    sizes = sorted(abs(number) for number in numbers if number)
    middle = sizes[len(sizes) // 2] if sizes else 0.0
    power, magnitude = (0, "") if has_magnitude(unit) else magnitude_at(middle, language)
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
        for level in NAMED_LEVELS:
            where = word(f"by_{level}", every)
            title = title.removeprefix(where) if every == "zh" else title.removesuffix(f" {where}")
    return title
