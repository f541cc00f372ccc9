"""What stands over a map and under it: title, subtitle and source line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from geo.indicators import runs_of_years
from geo.maps.arranged_words import arranged_subtitle, boundaries_cited
from geo.maps.legend_numbers import has_no_unit
from geo.maps.subject import Subject
from geo.model import (
    LANGUAGES,
    MOST_CITED,
    MOST_NAME,
    MOST_TITLE,
    Boundaries,
    DrawingError,
    Language,
    Layer,
    Source,
    Symbols,
    Text,
    fitting,
    format_period,
    inside,
    listed_in_both,
    speech_of,
    split_title,
    text_width,
    where_of,
    word,
)
from geo.places import read_hierarchy

# How long texts may be, in Latin letters; a Chinese character is as wide as two.
_OWN = 600  # columns of a user's own title, that a picture may have room for
#: So many places a title may name.
_FEW = 3
#: And so many of those that a map was cut to.
_MOST_OF_CUT = 5
_MUNICIPALITIES = ("110000", "120000", "310000", "500000")
#: What counties are called in parts of the country that have no others.
_CALLED = {
    "110000": "district",
    "120000": "district",
    "310000": "district",
    "500000": "district_and_county",
    "810000": "district",
    "820000": "parish",
}


def title(subject: Subject) -> str:
    """The user's own title, or the one that the labels suggest."""
    own = subject.wording.title
    if own is not None:
        return own_title(own)
    return suggested_title(subject.layer, subject.language)


def own_title(text: str) -> str:
    """A user's own title in one line, whole.

    Raises
    ------
    DrawingError
        If it is longer than any picture has room for.
    """
    if text_width(text) > _OWN:
        raise DrawingError("drawing.long_title", columns=text_width(text), most=_OWN)
    return fitting(text, _OWN)


def suggested_title(layer: Layer, language: Language) -> str:
    """A title from the labels, as a statistics office has it: what is shown, by which places, when,
    and what is to be said of it. A user's own words are told in their language."""
    room = MOST_TITLE - MOST_NAME - 20  # for when and where
    what, qualifier = split_title(fitting(layer.indicator.title[language], room))
    cut = layer.boundaries.around is not None and not layer.boundaries.within
    alone = cut and len(layer.boundaries.adcodes) == 1  # which the title names
    language = speech_of(what, language)
    where = (
        ""
        if alone or _names_all(what + qualifier, layer, language)
        else _by_which(what, layer, language)
    )
    part = part_name(layer.boundaries)[language]
    when = _period(layer, language)
    if _says_when(what + qualifier, layer, language):
        when = ""
    if language == "zh":
        return f"{when}{part}{where}{what}{qualifier}"
    return ", ".join(filter(None, (f"{what} {where}".rstrip(), part, when))) + qualifier


def _by_which(what: str, layer: Layer, language: Language) -> str:
    """By which places figures are: those of some parts of the country have a name of their own."""
    where = where_of(what, _level(layer), language=language)
    if len(where) > 1 and what.startswith(where[1:]):  # 分地区地区生产总值
        where = word("by_province_too", language)
    kind = _CALLED.get(layer.boundaries.within) if _level(layer) == "county" else None
    return word(f"by_{kind}", language) if where and kind else where


def part_name(boundaries: Boundaries) -> Text:
    """What the part of the country is called that a map is of, or the places it was cut to; empty
    for the whole."""
    within = boundaries.within
    if not within and boundaries.around is None:
        return Text("", "")
    if not within:
        names = boundaries.names.values()
        if len(names) > _MOST_OF_CUT:
            return Text(*(word("of_places", each, count=len(names)) for each in LANGUAGES))
        return listed_in_both(names)
    name = read_hierarchy().name_of(within)
    return Text(name.en, f"{name.zh}市" if within in _MUNICIPALITIES else name.zh)


def _names_all(title: str, layer: Layer, language: Language) -> bool:
    """Whether a title names every place that has a figure, so that it is not of places at large."""
    found = [o.adcode for o in layer.values if o.value is not None]
    names = layer.boundaries.names
    return 0 < len(found) <= _FEW and all(names[adcode][language] in title for adcode in found)


def _level(layer: Layer) -> str:
    """What the places are; of a set of the user's own it shows in most of its codes, if in any."""
    boundaries = layer.boundaries
    codes = boundaries.adcodes
    if boundaries.level != "own" or not all(len(c) == 6 and c.isdecimal() for c in codes):
        return boundaries.level
    levels = Counter(
        "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
        for code in codes
    )
    return levels.most_common(1)[0][0]


def _period(layer: Layer, language: Language) -> str:
    return fitting(format_period(layer.period, language), MOST_NAME)


def _says_when(title: str, layer: Layer, language: Language) -> bool:
    """Whether a title says of when the figures are; a year may stand in it by itself."""
    period = layer.period
    if len(period) == 4 and period.isdecimal():
        return period in re.findall(r"\d+", title)
    return _period(layer, language) in title


def subtitle(subject: Subject) -> str:
    """What the title does not say: the unit, the period, a mark that all figures share."""
    layer, language, parts = subject.layer, subject.language, []
    if subject.unit and not has_no_unit(subject.indicator):
        parts.append(word("unit", language, unit=subject.notation.unit))
    if not _says_when(title(subject), layer, language):
        parts.append(_period(layer, language))
    if layer.common_mark:
        parts.append(word(layer.common_mark, language))
    parts += arranged_subtitle(subject)
    if subject.symbols and not subject.is_circles_alone:
        parts.append(say_circles("circles_subtitle", subject.symbols, language))
    return (", " if language == "en" else "，").join(parts)


def say_circles(key: str, symbols: Symbols, language: Language) -> str:
    """A sentence of what circles show, and in which unit."""
    what = inside(suggested_title(symbols.layer, language))
    return word(key, language, what=what, unit=symbols.notation.unit)


def source_line(subject: Subject) -> str:
    """From whom the figures are, those of the circles, and the boundaries."""
    language, source = subject.language, subject.indicator.source
    stop, gap = word("stop", language), " " if language == "en" else ""
    cited = _cited(source, language, vintage=subject.indicator.vintage[language])
    parts = [word("source", language, source=cited)]
    symbols = subject.symbols
    if symbols and symbols.layer.indicator.source != source:
        circles = _cited(symbols.layer.indicator.source, language)
        parts.append(word("circles_source", language, source=circles))
    parts += _divided_by(subject)
    sizes = subject.layer.sizes
    if sizes and sizes.indicator.source != source:
        counted = _cited(sizes.indicator.source, language)
        parts.append(word("sizes_source", language, source=counted))
    parts.append(boundaries_cited(subject.layer.boundaries, language))
    return gap.join(f"{part}{stop}" for part in parts)


def _divided_by(subject: Subject) -> list[str]:
    """What the figures were divided by: its vintage, of which years, and whose."""
    divisor, language = subject.indicator.divisor, subject.language
    if divisor is None:
        return []
    own = subject.layer.period.split("/")
    periods = [divisor.periods.get(period, "") for period in own]
    if divisor.cited and (periods == own or not any(periods)):
        return []
    facts = _years(sorted({period for period in periods if period}), language)
    if divisor.vintage:
        facts.append(divisor.vintage[language])
    facts.append(fitting(divisor.source.publisher[language], MOST_CITED).rstrip("。. "))
    joint = ", " if language == "en" else "，"
    return [word("divided_by", language, what=divisor.title[language], facts=joint.join(facts))]


def _years(periods: Sequence[str], language: Language) -> list[str]:
    """Periods in words; three years or more that follow each other as one span."""
    return [
        format_period(period, language)
        for run in runs_of_years(periods)
        for period in (run if len(run) < 3 else [f"{run[0]}/{run[-1]}"])
    ]


def _cited(source: Source, language: Language, *, vintage: str = "") -> str:
    """Title, publisher, date and vintage, without a full stop."""
    text = fitting(source.title[language], MOST_CITED).rstrip("。. ")
    publisher = fitting(source.publisher[language], MOST_CITED).rstrip("。. ")
    if publisher not in text:
        text += f". {publisher}" if language == "en" else f"，{publisher}"
    published = fitting(format_period(source.published, language), MOST_NAME)
    facts = (", " if language == "en" else "，").join(filter(None, (published, vintage)))
    if facts:
        text += f" ({facts})" if language == "en" else f"（{facts}）"
    return text
