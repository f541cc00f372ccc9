"""The wording: a layer and its colours become the :class:`Choropleth` that every back end draws.

What is said here is said the same way on the page, in the picture and in the files: title,
subtitle, legend, source line and notes, in one language. A user's words are cut here to what a
picture has room for; the files of data have them whole.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from geo.model import (
    ABSENT,
    MARKED,
    Choropleth,
    ColorScale,
    Indicator,
    Language,
    Layer,
    LegendEntry,
    Observation,
)
from geo.words import format_edges, format_number, format_period, listed, word

# More names than this are no longer read on a picture; the page's table has them all.
_MOST_NAMES = 6
# How long texts may be, in Latin letters; a Chinese character is as wide as two.
_TITLE, _UNIT, _NAME, _SOURCE, _NOTE, _NOTES = 150, 80, 40, 200, 500, 2000
#: Up to so many figures, each is written on the map.
FEW_VALUES = 10


def make_choropleth(
    layer: Layer, scale: ColorScale, *, language: Language, title: str | None = None
) -> Choropleth:
    """Word one map.

    Parameters
    ----------
    layer, scale
        What is shown, and how it is coloured.
    language
        ``en`` or ``zh``.
    title
        The indicator's own title when left out.
    """
    indicator = layer.indicator
    unit = fitting(indicator.unit[language], _UNIT)
    return Choropleth(
        layer=layer,
        scale=scale,
        language=language,
        title=fitting(indicator.title[language] if title is None else title, _TITLE),
        subtitle=_subtitle(layer, unit, language),
        unit=unit,
        legend_title=unit,
        legend=(*_class_entries(layer, scale), *_status_entries(layer, scale, language)),
        source_line=_source_line(layer, language),
        notes=_notes(layer, scale, language),
    )


def fitting(text: str, most: int) -> str:
    """Text in one line, without characters that show nothing, cut to so many columns."""
    shown = "".join(
        c if (kind := unicodedata.category(c)) == "Zs" or kind[0] not in "CZ" else " " * c.isspace()
        for c in text[: 4 * most]
    ).strip()
    if _columns(shown) <= most:
        return shown
    while _columns(shown) >= most:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "FW" else 1 for c in text)


def has_few_values(layer: Layer) -> bool:
    """Whether the figures are so few that each is written on the map."""
    return sum(o.value is not None for o in layer.values) <= FEW_VALUES


def write_value(value: float, indicator: Indicator, language: Language) -> str:
    """A figure without its unit, but for a percent sign; a category's name."""
    if indicator.kind == "category":
        return fitting(indicator.categories[round(value) - 1], _NAME)
    number = format_number(value, indicator.decimals)
    return f"{number}%" if indicator.unit[language] == "%" else number


def describe(observation: Observation, indicator: Indicator, language: Language) -> str:
    """A place's figure with its unit, or that there is none."""
    if observation.value is None:
        return word(observation.status, language)
    number = write_value(observation.value, indicator, language)
    unit = fitting(indicator.unit[language], _UNIT)
    return number if unit == "%" or indicator.kind == "category" else f"{number} {unit}"


def ranks(layer: Layer) -> dict[str, int]:
    """The rank of each place with a figure, 1 for the highest; equal figures share a rank."""
    values = sorted((o.value for o in layer.values if o.value is not None), reverse=True)
    return {o.adcode: values.index(o.value) + 1 for o in layer.values if o.value is not None}


def _subtitle(layer: Layer, unit: str, language: Language) -> str:
    period = fitting(format_period(layer.period, language), _NAME)
    parts = [unit]
    if period:
        parts.append(period)
    if layer.common_mark:
        parts.append(word(layer.common_mark, language))
    return (", " if language == "en" else "，").join(parts)


def _class_entries(layer: Layer, scale: ColorScale) -> list[LegendEntry]:
    classes = scale.classes
    counts = classes.counts(tuple(o.value for o in layer.values if o.value is not None))
    texts = format_edges(classes.edges, layer.indicator.decimals)
    entries = []
    for i, (colour, count) in enumerate(zip(scale.colours, counts, strict=True)):
        label = texts[i + 1] if classes.distinct else f"{texts[i]} – {texts[i + 1]}"
        if layer.indicator.kind == "category":
            label = write_value(i + 1, layer.indicator, "en")
        entries.append(
            LegendEntry("class", label, count, colour, classes.edges[i], classes.edges[i + 1])
        )
    return entries


def _status_entries(layer: Layer, scale: ColorScale, language: Language) -> list[LegendEntry]:
    statuses = Counter(o.status for o in layer.values)
    labels = {status: word(status, language) for status in (*MARKED, *ABSENT)}
    if layer.common_mark:
        labels[layer.common_mark] = word("all_figures", language, status=labels[layer.common_mark])
    return [
        LegendEntry(status, label, statuses[status], scale.no_data)
        for status, label in labels.items()
        if statuses[status]
    ]


def _source_line(layer: Layer, language: Language) -> str:
    source = layer.indicator.source
    text = fitting(source.title[language], _SOURCE).rstrip("。. ")
    publisher = fitting(source.publisher[language], _SOURCE).rstrip("。. ")
    if publisher not in text:
        text += f". {publisher}" if language == "en" else f"，{publisher}"
    if source.published:
        published = fitting(source.published, _NAME)
        text += f" ({published})" if language == "en" else f"（{published}）"
    boundaries = word("boundaries", language, source=layer.boundaries.source.title[language])
    stop, gap = (".", " ") if language == "en" else ("。", "")
    return f"{word('source', language, source=text)}{stop}{gap}{boundaries}{stop}"


def _notes(layer: Layer, scale: ColorScale, language: Language) -> tuple[str, ...]:
    indicator, report, classes = layer.indicator, layer.report, scale.classes
    notes = []
    if indicator.kind == "category":
        notes.append(word("category_note", language))
    elif classes.distinct:
        notes.append(word("distinct_note", language))
    else:
        scheme = word(classes.scheme, language, section="schemes")
        notes.append(word("scheme_note", language, scheme=scheme, k=classes.k))
    if scale.midpoint is not None:
        key = "midpoint_note" if indicator.midpoint is not None else "midpoint_median_note"
        value = format_number(scale.midpoint, indicator.decimals)
        notes.append(word(key, language, value=value))
    if report.places_without_data:
        places = layer.boundaries.names
        names = [fitting(places[code][language], _NAME) for code in report.places_without_data]
        key = "without_data_note" if len(names) <= _MOST_NAMES else "without_data_many"
        notes.append(
            word(
                key,
                language,
                count=len(names),
                total=len(layer.values),
                reason=indicator.no_data[language],
                names=listed(names, language),
            )
        )
    notes.extend(_join_notes(layer, language))
    if indicator.method:
        notes.append(indicator.method[language])
    notes.extend(note[language] for note in indicator.notes)
    return _with_room(notes, language)


def _with_room(notes: Sequence[str], language: Language) -> tuple[str, ...]:
    """As many notes as a picture has room for, and how many there are more."""
    kept: list[str] = []
    room = _NOTES
    for note in notes:
        text = fitting(note, _NOTE)
        room -= _columns(text)
        if room < 0:
            return (*kept, word("more_notes", language, count=len(notes) - len(kept)))
        kept.append(text)
    return tuple(kept)


def _join_notes(layer: Layer, language: Language) -> list[str]:
    """What the join of a user's table did not understand, and what the user said of it."""
    report, names = layer.report, layer.boundaries.names
    notes = []
    if report.unmatched:
        rows = listed(
            (_row(u.row, u.text, language) for u in report.unmatched), language, most=_MOST_NAMES
        )
        matched, every = report.matched_rows, report.rows
        notes.append(word("join_note", language, matched=matched, rows=every, names=rows))
    if report.not_numbers:
        cells = [_row(n.row, n.text, language) for n in report.not_numbers]
        notes.append(
            word("not_number_note", language, cells=listed(cells, language, most=_MOST_NAMES))
        )
    if report.fixes:
        fixed = []
        for text, code in report.fixes.items():
            name = fitting(names[code][language], _NAME) if code else ""
            key = "fix" if code else "left_out"
            fixed.append(word(key, language, text=fitting(text, _NAME), name=name))
        notes.append(word("fix_note", language, fixes=listed(fixed, language, most=_MOST_NAMES)))
    if report.combined and report.duplicates:
        how = word(f"combined_{report.combined}", language)
        notes.append(word("combined_note", language, count=len(report.duplicates), how=how))
    wrong = [t for t in report.totals if not t.agrees and t.period in ("", layer.period)]
    if wrong and layer.indicator.kind == "count":
        decimals = layer.indicator.decimals
        total, found = (format_number(n, decimals) for n in (wrong[0].total, wrong[0].sum))
        notes.append(word("total_note", language, row=wrong[0].row, total=total, sum=found))
    return notes


def _row(number: int, text: str, language: Language) -> str:
    return word("row", language, row=number, text=fitting(text, _NAME))
