"""The wording: a layer and its colours become the :class:`Choropleth` that every back end draws.

What is said here is said the same way on the page, in the picture and in the files: title,
subtitle, legend, source line and notes, in one language.
"""

from __future__ import annotations

from collections import Counter

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
    unit = indicator.unit[language]
    subtitle = _subtitle(layer, language)
    return Choropleth(
        layer=layer,
        scale=scale,
        language=language,
        title=indicator.title[language] if title is None else title,
        subtitle=subtitle,
        unit=unit,
        legend_title=unit,
        legend=(*_class_entries(layer, scale), *_status_entries(layer, scale, language)),
        source_line=_source_line(layer, language),
        notes=_notes(layer, scale, language),
    )


def has_few_values(layer: Layer) -> bool:
    """Whether the figures are so few that each is written on the map."""
    return sum(o.value is not None for o in layer.values) <= FEW_VALUES


def write_value(value: float, indicator: Indicator, language: Language) -> str:
    """A figure without its unit, but for a percent sign."""
    number = format_number(value, indicator.decimals)
    return f"{number}%" if indicator.unit[language] == "%" else number


def describe(observation: Observation, indicator: Indicator, language: Language) -> str:
    """A place's figure with its unit, or that there is none."""
    if observation.value is None:
        return word(observation.status, language)
    number, unit = write_value(observation.value, indicator, language), indicator.unit[language]
    return number if unit == "%" else f"{number} {unit}"


def ranks(layer: Layer) -> dict[str, int]:
    """The rank of each place with a figure, 1 for the highest; equal figures share a rank."""
    values = sorted((o.value for o in layer.values if o.value is not None), reverse=True)
    return {o.adcode: values.index(o.value) + 1 for o in layer.values if o.value is not None}


def _subtitle(layer: Layer, language: Language) -> str:
    period = format_period(layer.period, language)
    parts = [layer.indicator.unit[language]]
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
    text = source.title[language]
    if source.publisher[language] not in text:
        text += (
            f". {source.publisher[language]}" if language == "en" else f"，{source.publisher.zh}"
        )
    if source.published:
        text += f" ({source.published})" if language == "en" else f"（{source.published}）"
    boundaries = word("boundaries", language, source=layer.boundaries.source.title[language])
    stop, gap = (".", " ") if language == "en" else ("。", "")
    return f"{word('source', language, source=text)}{stop}{gap}{boundaries}{stop}"


def _notes(layer: Layer, scale: ColorScale, language: Language) -> tuple[str, ...]:
    indicator, report, classes = layer.indicator, layer.report, scale.classes
    notes = []
    if classes.distinct:
        notes.append(word("distinct_note", language))
    else:
        scheme = word(classes.scheme, language, section="schemes")
        notes.append(word("scheme_note", language, scheme=scheme, k=classes.k))
    if scale.midpoint is not None:
        key = "midpoint_note" if indicator.midpoint is not None else "midpoint_median_note"
        value = format_number(scale.midpoint, indicator.decimals)
        notes.append(word(key, language, value=value))
    if report.places_without_data:
        names = [layer.boundaries.names[code][language] for code in report.places_without_data]
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
    if report.unmatched:
        rows = [word("row", language, row=u.row, text=u.text) for u in report.unmatched]
        notes.append(
            word(
                "join_note",
                language,
                matched=report.matched_rows,
                rows=report.rows,
                names=listed(rows, language, most=_MOST_NAMES),
            )
        )
    if report.not_numbers:
        cells = [word("row", language, row=n.row, text=n.text) for n in report.not_numbers]
        notes.append(
            word("not_number_note", language, cells=listed(cells, language, most=_MOST_NAMES))
        )
    if indicator.method:
        notes.append(indicator.method[language])
    notes.extend(note[language] for note in indicator.notes)
    return tuple(notes)
