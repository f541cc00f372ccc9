"""What a legend says of its figures: the unit, and what is counted in it."""

from __future__ import annotations

from geo.model import (
    LANGUAGES,
    MOST_NAME,
    Indicator,
    Language,
    Notation,
    places_said,
    split_title,
    text_width,
    word,
)


def title_of_unit(indicator: Indicator, notation: Notation, language: Language) -> str:
    """The unit that figures are written in, 万人 or million persons; and what is counted, where the
    unit does not say it: 5G基站数（万个）."""
    unit = notation.unit
    what = what_is_shown(indicator, language)
    if unit and text_width(what) > MOST_NAME:  # the title says it
        return unit
    measure, rest = split_title(unit)  # 个（每百万人）, where the title may say 每百万人 as well
    if not unit or _is_measure(indicator, language):
        scaled = measure if rest.strip("（）") in what else unit
        return word("unit_of", language, what=what, unit=scaled) if scaled else what
    return unit


def _is_measure(indicator: Indicator, language: Language) -> bool:
    """Whether a unit only counts, and does not say what: 个, %."""
    measure, _ = split_title(indicator.unit[language])
    return any(measure in word("measure_words", every).split() for every in LANGUAGES)


def has_no_unit(indicator: Indicator) -> bool:
    """Whether a table states no unit: the name of what it counts stands in its place."""
    unit = indicator.unit
    return unit.en == unit.zh and all(
        unit[each].casefold() == what_is_shown(indicator, each).casefold()
        or (len(unit.en) > 1 and unit.en.casefold() in indicator.title[each].casefold())
        for each in LANGUAGES
    )


def what_is_shown(indicator: Indicator, language: Language) -> str:
    """The title without qualifiers, and without the places it is told by: 分地区GDP is GDP."""
    title = split_title(indicator.title[language])[0]
    for where in places_said():
        title = title.removesuffix(f" {where}") if where.isascii() else title.removeprefix(where)
    return title
