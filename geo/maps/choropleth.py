"""The wording: a layer and its colours become the :class:`Choropleth` that every back end draws.

What is said here is said the same way on the page, in the picture and in the files: title,
subtitle, legend, source line and notes, in one language. A user's words are cut here to what a
picture has room for; the files of data have them whole.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from geo.maps.legend_numbers import LegendWords, has_no_unit, word_legend
from geo.maps.value_words import FEW_VALUES, describe, write_value
from geo.model import (
    ABSENT,
    CONTINUOUS,
    MARKED,
    MOST_NAME,
    MOST_UNIT,
    Choropleth,
    ColorScale,
    Indicator,
    Language,
    Layer,
    LegendEntry,
    Observation,
    Source,
    Symbols,
    Text,
    Wording,
    fitting,
    format_number,
    format_period,
    listed,
    split_title,
    text_width,
    where_of,
    word,
)

# More names than this are no longer read on a picture; the page's table has them all.
_MOST_NAMES = 6
# In a description, which is listened to.
_MOST_TOLD = 4
# How long texts may be, in Latin letters; a Chinese character is as wide as two.
_TITLE, _SOURCE, _NOTE, _NOTES, _DESCRIPTION = 150, 200, 500, 2000, 1500


def make_choropleth(
    layer: Layer,
    scale: ColorScale,
    *,
    language: Language,
    title: str | None = None,
    open_ended: bool = False,
    symbols: Symbols | None = None,
) -> Choropleth:
    """Word one map.

    Parameters
    ----------
    layer, scale
        What is shown, and how it is coloured.
    language
        ``en`` or ``zh``.
    title
        What is shown, by which places and when, from the labels, where it is left out.
    open_ended
        Word the first class as "up to 100" and the last as "over 500". Classes of one value,
        categories and continuous colours have no open end.
    symbols
        Circles over the colours, worded in the same language; circles of the same layer take the
        place of the classes.
    """
    wording = Wording(title, open_ended)
    unit = fitting(layer.indicator.unit[language], MOST_UNIT)
    shown = _title(layer, language, own=title)
    return Choropleth(
        layer=layer,
        scale=scale,
        language=language,
        title=shown,
        subtitle=_subtitle(layer, language, title=shown, symbols=symbols),
        unit=unit,
        legend_title=_legend_title(layer, scale, language=language),
        legend=(
            *(
                ()
                if _stands_alone(symbols, layer)
                else _class_entries(layer, scale, language=language, open_ended=open_ended)
            ),
            *_status_entries(layer, scale, language),
        ),
        source_line=_source_line(layer, language, symbols=symbols),
        notes=_notes(layer, scale, language=language, symbols=symbols),
        description=Text(
            en=_description(layer, scale, language="en", wording=wording, symbols=symbols),
            zh=_description(layer, scale, language="zh", wording=wording, symbols=symbols),
        ),
        symbols=symbols,
        wording=wording,
    )


def in_language(
    choropleth: Choropleth, language: Language, *, symbols: Symbols | None = None
) -> Choropleth:
    """The same map in another language; a title of the user's own stays as it is.

    ``symbols`` are its circles in that language; where they are left out, the legend of its own is
    worded anew.
    """
    circles = symbols or choropleth.symbols
    if circles and not symbols:
        steps = [number for number, _ in circles.steps]
        words = word_legend(steps, circles.layer.indicator, language=language)
        texts = tuple(zip(steps, words.numbers, strict=True))
        circles = replace(circles, legend_title=words.title, steps=texts)
    return make_choropleth(
        choropleth.layer,
        choropleth.scale,
        language=language,
        title=choropleth.wording.title,
        open_ended=choropleth.wording.open_ended,
        symbols=circles,
    )


def _stands_alone(symbols: Symbols | None, layer: Layer) -> bool:
    """Whether circles alone show the figures of a layer, whose colours then mean nothing."""
    return symbols is not None and symbols.layer is layer


# Title and subtitle


def _title(layer: Layer, language: Language, *, own: str | None) -> str:
    """The user's own title, or one from the labels: what, by which places, when."""
    if own is not None:
        return fitting(own, _TITLE)
    room = _TITLE - MOST_NAME - 20  # for when and where
    what, qualifier = split_title(fitting(layer.indicator.title[language], room))
    where, when = where_of(what, _level(layer), language=language), _period(layer, language)
    if _says(what + qualifier, layer, language):
        when = ""
    if language == "zh":
        return f"{when}{where}{what}{qualifier}"
    return ", ".join(filter(None, (f"{what} {where}".rstrip() + qualifier, when)))


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


def _says(title: str, layer: Layer, language: Language) -> bool:
    """Whether a title says of when the figures are; a year may stand in it by itself."""
    period = layer.period
    if len(period) == 4 and period.isdecimal():
        return period in re.findall(r"\d+", title)
    return _period(layer, language) in title


def _subtitle(layer: Layer, language: Language, *, title: str, symbols: Symbols | None) -> str:
    """What the title does not say: the unit, the period, a mark that all figures share."""
    indicator, parts = layer.indicator, []
    unit = fitting(indicator.unit[language], MOST_UNIT)
    if unit and not has_no_unit(indicator):
        parts.append(word("unit", language, unit=unit))
    if not _says(title, layer, language):
        parts.append(_period(layer, language))
    if layer.common_mark:
        parts.append(word(layer.common_mark, language))
    if symbols and not _stands_alone(symbols, layer):
        parts.append(_circles("circles_subtitle", symbols, language))
    return (", " if language == "en" else "，").join(parts)


def _circles(key: str, symbols: Symbols, language: Language) -> str:
    """A sentence of what circles show, and in which unit."""
    unit = fitting(symbols.layer.indicator.unit[language], MOST_UNIT)
    what = _title(symbols.layer, language, own=None)
    return word(key, language, what=what, unit=unit)


# Legend


def _legend_title(layer: Layer, scale: ColorScale, *, language: Language) -> str:
    """The unit; and of which periods or maps the classes are, where not of this map alone."""
    made_from = scale.classes.made_from
    unit = _legend_unit(layer, scale, language=language)
    return unit if made_from == "map" else f"{unit} · {word(f'made_from_{made_from}', language)}"


def _legend_unit(layer: Layer, scale: ColorScale, *, language: Language) -> str:
    if layer.indicator.kind == "category":
        return fitting(layer.indicator.unit[language], MOST_UNIT)
    return _legend_words(layer, scale, language=language).title


def _legend_words(layer: Layer, scale: ColorScale, *, language: Language) -> LegendWords:
    """The edges of the classes, in words; only the first and the last of continuous colours."""
    edges = scale.classes.edges
    if scale.classes.scheme == CONTINUOUS:
        edges = (edges[0], edges[-1])
    return word_legend(edges, layer.indicator, language=language, exact=scale.classes.distinct)


def _whole_bounds(
    layer: Layer, scale: ColorScale, *, language: Language
) -> list[tuple[int, int]] | None:
    """The lowest and the highest whole number of each class of a count: 1 to 3, 4 to 7.

    None where the classes are worded from edge to edge: of other figures; where numbers are
    counted in a magnitude, so that one more cannot be written; where a class has no whole number.
    """
    classes = scale.classes
    counted = layer.indicator.kind == "count" and classes.whole and not classes.distinct
    if not counted or classes.scheme == CONTINUOUS:
        return None
    if not _legend_words(layer, scale, language=language).in_full:
        return None
    low, *inner, high = classes.edges
    lows = [math.ceil(low), *(math.floor(edge) + 1 for edge in inner)]
    highs = [math.floor(edge) for edge in (*inner, high)]
    bounds = list(zip(lows, highs, strict=True))
    return bounds if all(first <= last for first, last in bounds) else None


def _class_entries(
    layer: Layer, scale: ColorScale, *, language: Language, open_ended: bool
) -> list[LegendEntry]:
    classes = scale.classes
    numbers = tuple(o.value for o in layer.values if o.value is not None)
    labels = _class_labels(layer, scale, language=language, open_ended=open_ended)
    if classes.scheme == CONTINUOUS:
        low, high = classes.edges[0], classes.edges[-1]
        return [LegendEntry("continuous", labels[0], len(numbers), scale.colours[-1], low, high)]
    return [
        LegendEntry("class", label, count, colour, low, high)
        for label, count, colour, (low, high) in zip(
            labels, classes.counts(numbers), scale.colours, pairwise(classes.edges), strict=True
        )
    ]


def _class_labels(
    layer: Layer,
    scale: ColorScale,
    *,
    language: Language,
    open_ended: bool,
    between: str = "range",
) -> list[str]:
    """The classes in words, the lowest first; ``between`` is how two edges are joined."""
    indicator, classes = layer.indicator, scale.classes
    if indicator.kind == "category":
        return [write_value(i + 1, indicator, language) for i in range(classes.k)]
    edges = _legend_words(layer, scale, language=language).numbers
    if classes.distinct:
        return list(edges[1:])
    whole = _whole_bounds(layer, scale, language=language)
    bounds = list(pairwise(edges))
    if whole:
        bounds = [(format_number(low), format_number(high)) for low, high in whole]
    labels = [
        word(between, language, low=low, high=high) if low != high else high for low, high in bounds
    ]
    if open_ended and len(labels) > 1:
        (first, first_high), (last_low, _) = bounds[0], bounds[-1]
        if first != first_high:
            labels[0] = word("up_to", language, high=first_high)
        labels[-1] = word("from" if whole else "over", language, low=last_low)
    return labels


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


# Source and notes


def _source_line(layer: Layer, language: Language, *, symbols: Symbols | None) -> str:
    stop, gap = word("stop", language), " " if language == "en" else ""
    source = layer.indicator.source
    parts = [word("source", language, source=_cited(source, language))]
    if symbols and symbols.layer.indicator.source != source:
        circles = _cited(symbols.layer.indicator.source, language)
        parts.append(word("circles_source", language, source=circles))
    boundaries = fitting(layer.boundaries.source.title[language], _SOURCE)
    parts.append(word("boundaries", language, source=boundaries))
    return gap.join(f"{part}{stop}" for part in parts)


def _cited(source: Source, language: Language) -> str:
    """Title, publisher and date, without a full stop."""
    text = fitting(source.title[language], _SOURCE).rstrip("。. ")
    publisher = fitting(source.publisher[language], _SOURCE).rstrip("。. ")
    if publisher not in text:
        text += f". {publisher}" if language == "en" else f"，{publisher}"
    if source.published:
        published = fitting(format_period(source.published, language), MOST_NAME)
        text += f" ({published})" if language == "en" else f"（{published}）"
    return text


def _notes(
    layer: Layer, scale: ColorScale, *, language: Language, symbols: Symbols | None
) -> tuple[str, ...]:
    indicator = layer.indicator
    notes = [] if _stands_alone(symbols, layer) else _colour_notes(layer, scale, language)
    if symbols:
        notes.append(_circles("circles_note", symbols, language))
    for shown in (layer, *([symbols.layer] if symbols and symbols.layer is not layer else [])):
        notes.extend(_absence_notes(shown, language))
        notes.extend(_join_notes(shown, language))
        indicator = shown.indicator
        notes.extend(note[language] for note in (indicator.method, *indicator.notes) if note)
    return _with_room(list(dict.fromkeys(notes)), language)


def _colour_notes(layer: Layer, scale: ColorScale, language: Language) -> list[str]:
    indicator, classes = layer.indicator, scale.classes
    if indicator.kind == "category":
        return [word("category_note", language)]
    if classes.distinct:
        notes = [word("distinct_note", language)]
    elif classes.scheme == CONTINUOUS:
        notes = [word("continuous_note", language)]
    else:
        scheme = word(classes.scheme, language, section="schemes")
        words = _legend_words(layer, scale, language=language)
        key = "scheme_note_rounded" if words.rounded else "scheme_note"
        if _whole_bounds(layer, scale, language=language):
            key = "scheme_note_whole"
        notes = [word(key, language, scheme=scheme, k=classes.k)]
    notes += _made_from(scale, language)
    if scale.midpoint is not None:
        key = "midpoint_note" if indicator.midpoint is not None else "midpoint_median_note"
        decimals = 0 if float(scale.midpoint).is_integer() else indicator.decimals
        value = format_number(scale.midpoint, decimals)
        notes.append(word(key, language, value=value))
    return notes


def _made_from(scale: ColorScale, language: Language) -> list[str]:
    """Of which periods or maps classes are that are not of this map alone."""
    made_from = scale.classes.made_from
    return [] if made_from == "map" else [word(f"made_from_{made_from}_note", language)]


def _absence_notes(layer: Layer, language: Language) -> list[str]:
    names = _names(layer, layer.report.places_without_data, language)
    if not names:
        return []
    key = "without_data_note" if len(names) <= _MOST_NAMES else "without_data_many"
    reason = layer.indicator.no_data[language]
    return [
        word(
            key,
            language,
            count=len(names),
            total=len(layer.values),
            reason=reason,
            names=listed(names, language),
        )
    ]


def _names(layer: Layer, adcodes: Iterable[str], language: Language) -> list[str]:
    names = layer.boundaries.names
    return [fitting(names[adcode][language], MOST_NAME) for adcode in adcodes]


def _with_room(notes: Sequence[str], language: Language) -> tuple[str, ...]:
    """As many notes as a picture has room for, and how many there are more."""
    kept: list[str] = []
    room = _NOTES
    for note in notes:
        text = fitting(note, _NOTE)
        room -= text_width(text)
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
            (_in_rows(one.text, one.rows, language) for one in report.unmatched_texts),
            language,
            most=_MOST_NAMES,
        )
        matched, every = report.matched_rows, report.rows
        notes.append(word("join_note", language, matched=matched, rows=every, names=rows))
    if report.not_numbers:
        cells = [_row(n.row, n.text, language) for n in report.not_numbers]
        notes.append(
            word("not_number_note", language, cells=listed(cells, language, most=_MOST_NAMES))
        )
    if report.inexact:
        cells = [_row(n.row, n.text, language) for n in report.inexact]
        notes.append(
            word("inexact_note", language, cells=listed(cells, language, most=_MOST_NAMES))
        )
    if report.fixes:
        fixed = []
        for text, code in report.fixes.items():
            name = fitting(names[code][language], MOST_NAME) if code else ""
            key = "fix" if code else "left_out"
            fixed.append(word(key, language, text=fitting(text, MOST_NAME), name=name))
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


def _in_rows(text: str, rows: Sequence[int], language: Language) -> str:
    """A text and its row, or the number of its rows."""
    if len(rows) == 1:
        return _row(rows[0], text, language)
    return word("rows", language, text=fitting(text, MOST_NAME), count=f"{len(rows):,}")


def _row(number: int, text: str, language: Language) -> str:
    return word("row", language, row=number, text=fitting(text, MOST_NAME))


# The map in words


def _description(
    layer: Layer,
    scale: ColorScale,
    *,
    language: Language,
    wording: Wording,
    symbols: Symbols | None,
) -> str:
    """What the map shows, for whoever cannot see it: what, when, of how many places, in which
    classes, the highest and the lowest, what nobody counted, from whom."""
    what = _title(layer, language, own=None)
    own = _title(layer, language, own=wording.title)
    sentences = [word("told_map", language, title=own or what)]
    if own and own != what:
        sentences.append(what + word("stop", language))
    sentences += _told_places(layer, language)
    if not _stands_alone(symbols, layer):
        sentences.append(_told_colours(layer, scale, language=language, wording=wording))
        sentences += _made_from(scale, language)
    sentences += [*_told_ends(layer, language), *_told_all(layer, language)]
    sentences += _told_marks(layer, language)
    if symbols:
        sentences.append(
            word("told_circles", language, title=_title(symbols.layer, language, own=None))
        )
        if symbols.layer is not layer:
            sentences += [
                *_told_ends(symbols.layer, language),
                *_told_marks(symbols.layer, language),
            ]
        without = sum(o.value is None for o in symbols.layer.values)
        if without:
            sentences.append(word("told_without_circle", language, count=without))
    sentences.append(_source_line(layer, language, symbols=symbols))
    return fitting((" " if language == "en" else "").join(sentences), _DESCRIPTION)


def _told_places(layer: Layer, language: Language) -> list[str]:
    """How many places have a figure, and which have none, where these are few."""
    count = sum(o.value is not None for o in layer.values)
    sentences = [word("told_places", language, count=count, total=len(layer.values))]
    for status in ABSENT:
        names = _names(layer, (o.adcode for o in layer.values if o.status == status), language)
        if not names:
            continue
        told = [fitting(layer.indicator.no_data[language], MOST_UNIT)] * (status == "no_data")
        if len(names) <= _MOST_TOLD:
            told.append(listed(names, language))
        number = word("told_number", language, label=word(status, language), count=len(names))
        pause = "; " if language == "en" else "；"
        if told:
            number = word("unit_of", language, what=number, unit=pause.join(told))
        sentences.append(number + word("stop", language))
    return sentences


def _told_colours(layer: Layer, scale: ColorScale, *, language: Language, wording: Wording) -> str:
    classes, unit = scale.classes, _legend_unit(layer, scale, language=language)
    if classes.scheme == CONTINUOUS:
        low, high = _legend_words(layer, scale, language=language).numbers
        return word("told_continuous", language, low=low, high=high, unit=unit)
    labels = _class_labels(
        layer, scale, language=language, open_ended=wording.open_ended, between="told_range"
    )
    counts = classes.counts(tuple(o.value for o in layer.values if o.value is not None))
    told = listed(
        (
            word("told_count", language, label=label, count=count)
            for label, count in zip(labels, counts, strict=True)
        ),
        language,
    )
    if layer.indicator.kind == "category":
        return word("told_categories", language, classes=told)
    if classes.distinct:
        return word("told_distinct", language, unit=unit, classes=told)
    scheme = word(classes.scheme, language, section="schemes")
    return word("told_classes", language, k=classes.k, scheme=scheme, unit=unit, classes=told)


def _told_ends(layer: Layer, language: Language) -> list[str]:
    """The highest and the lowest figure in full, with all places that have it."""
    indicator = layer.indicator
    figures = [o for o in layer.values if o.value is not None]
    if indicator.kind == "category" or not figures:
        return []
    numbers = [o.value for o in figures if o.value is not None]
    ends = {"told_highest": max(numbers), "told_lowest": min(numbers)}
    if max(numbers) == min(numbers):
        ends = {"told_same": max(numbers)}
    sentences = []
    for key, number in ends.items():
        those = [o for o in figures if o.value == number]
        names = _names(layer, (o.adcode for o in those), language)
        told = listed(names, language, most=_MOST_TOLD)
        figure = _told_figure(those[0], indicator, language)
        sentences.append(word(key, language, figure=figure, names=told))
    if not indicator.ranked:
        sentences.append(word("told_unranked", language))
    return sentences


def _told_figure(observation: Observation, indicator: Indicator, language: Language) -> str:
    """A figure with its unit; a unit that begins with a number stands in brackets."""
    unit = fitting(indicator.unit[language], MOST_UNIT)
    if observation.value is not None and (unit[:1].isdigit() or has_no_unit(indicator)):
        number = write_value(observation.value, indicator, language)
        return (
            number if has_no_unit(indicator) else word("unit_of", language, what=number, unit=unit)
        )
    return describe(observation, indicator, language)


def _told_all(layer: Layer, language: Language) -> list[str]:
    """All figures, the highest first, where they are few."""
    figures = [(o.value, o.adcode) for o in layer.values if o.value is not None]
    if layer.indicator.kind == "category" or not 1 < len(figures) <= FEW_VALUES:
        return []
    every = sorted(figures, key=lambda figure: -figure[0])
    names = _names(layer, (adcode for _, adcode in every), language)
    told = (
        word("told_one", language, name=name, figure=write_value(value, layer.indicator, language))
        for name, (value, _) in zip(names, every, strict=True)
    )
    return [word("told_all", language, figures=listed(told, language))]


def _told_marks(layer: Layer, language: Language) -> list[str]:
    if layer.common_mark:
        return [word("told_all_marked", language, status=word(layer.common_mark, language))]
    sentences = []
    for status in MARKED:
        marked = [o.adcode for o in layer.values if o.status == status]
        if marked:
            names = listed(_names(layer, marked, language), language, most=_MOST_TOLD)
            told = word(status, language)
            sentences.append(word("told_marked", language, status=told, names=names))
    return sentences
