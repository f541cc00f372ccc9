"""The words of a legend: its title, and a line for every class and every status."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

from geo.maps.legend_numbers import LegendWords, word_legend
from geo.maps.subject import Subject
from geo.maps.ticks import along, ticks_of
from geo.maps.value_words import write_value
from geo.model import ABSENT, CLIPPED, MARKED, LegendEntry, format_number, word


def legend_title(subject: Subject) -> str:
    """The unit; and of which periods or maps the classes are, where not of this map alone."""
    made_from = subject.scale.classes.made_from
    unit = legend_unit(subject)
    if made_from == "map":
        return unit
    return f"{unit} · {word(f'made_from_{made_from}', subject.language)}"


def legend_unit(subject: Subject) -> str:
    """The unit as the numbers of the legend have it, with their magnitude."""
    return subject.unit if subject.indicator.kind == "category" else edge_words(subject).title


def legend_entries(subject: Subject) -> tuple[LegendEntry, ...]:
    """The lines of the legend: classes, unless circles take their place, then statuses."""
    classes = [] if subject.is_circles_alone else _class_entries(subject)
    return (*classes, *_status_entries(subject))


def edge_words(subject: Subject) -> LegendWords:
    """The edges of the classes, in words; of continuous colours those of the legend's ticks."""
    classes = subject.scale.classes
    edges = classes.edges
    if classes.is_continuous:
        edges = ticks_of(classes)
    return word_legend(edges, subject.indicator, language=subject.language, exact=classes.distinct)


def whole_bounds(subject: Subject) -> list[tuple[int, int]] | None:
    """The lowest and the highest whole number of each class of a count: 1 to 3, 4 to 7.

    None where the classes are worded from edge to edge: of other figures; where numbers are
    counted in a magnitude, so that one more cannot be written; where a class has no whole number.
    """
    classes = subject.scale.classes
    counted = subject.indicator.kind == "count" and classes.whole and not classes.distinct
    if not counted or classes.is_continuous or not edge_words(subject).in_full:
        return None
    low, *inner, high = classes.edges
    lows = [math.ceil(low), *(math.floor(edge) + 1 for edge in inner)]
    highs = [math.floor(edge) for edge in (*inner, high)]
    bounds = list(zip(lows, highs, strict=True))
    return bounds if all(first <= last for first, last in bounds) else None


def class_labels(subject: Subject, *, between: str = "range") -> list[str]:
    """The classes in words, the lowest first; ``between`` is how two edges are joined."""
    indicator, classes, language = subject.indicator, subject.scale.classes, subject.language
    if indicator.kind == "category":
        return [write_value(i + 1, indicator, language) for i in range(classes.k)]
    edges = edge_words(subject).numbers
    if classes.distinct:
        return list(edges[1:])
    whole = whole_bounds(subject)
    bounds = [(edges[0], edges[-1])] if classes.is_continuous else list(pairwise(edges))
    if whole:
        bounds = [(format_number(low), format_number(high)) for low, high in whole]
    labels = [
        word(between, language, low=low, high=high) if low != high else high for low, high in bounds
    ]
    if subject.wording.open_ended and len(labels) > 1:
        (first, first_high), (last_low, _) = bounds[0], bounds[-1]
        if first != first_high:
            labels[0] = word("up_to", language, high=first_high)
        labels[-1] = word("from" if whole else "over", language, low=last_low)
    return labels


def _class_entries(subject: Subject) -> list[LegendEntry]:
    scale, classes, numbers = subject.scale, subject.scale.classes, subject.numbers()
    labels = class_labels(subject)
    if classes.is_continuous:
        low, high = classes.edges[0], classes.edges[-1]
        colour, ticks = scale.colours[-1], _ticks(subject)
        return [LegendEntry("continuous", labels[0], len(numbers), colour, low, high, ticks)]
    return [
        LegendEntry("class", label, count, colour, low, high, ticks)
        for label, count, colour, (low, high), ticks in zip(
            labels, classes.counts(numbers), scale.colours, pairwise(classes.edges),
            _edge_ticks(subject), strict=True,
        )
    ]  # fmt: skip


def _edge_ticks(subject: Subject) -> list[tuple[tuple[float, str], ...]]:
    """The edges of each class in words, unless classes are single figures or whole numbers, of
    which no two classes share one."""
    classes = subject.scale.classes
    if subject.indicator.kind == "category" or classes.distinct or whole_bounds(subject):
        return [()] * classes.k
    words = edge_words(subject).numbers
    ticks = [((0.0, low), (1.0, high)) if low != high else () for low, high in pairwise(words)]
    if subject.wording.open_ended and len(ticks) > 1:
        return [ticks[0][1:], *ticks[1:-1], ticks[-1][:1]]
    return list(ticks)


def _ticks(subject: Subject) -> tuple[tuple[float, str], ...]:
    """The ticks of continuous colours by their places; the ends of clipped ones are open."""
    classes, language = subject.scale.classes, subject.language
    figures = ticks_of(classes)
    words = list(edge_words(subject).numbers)
    if classes.scheme == CLIPPED:
        words[0] = word("up_to", language, high=words[0])
        words[-1] = word("from", language, low=words[-1])
    return tuple((along(classes, f), text) for f, text in zip(figures, words, strict=True))


def _status_entries(subject: Subject) -> list[LegendEntry]:
    layer, language = subject.layer, subject.language
    statuses = Counter(o.status for o in layer.values)
    order = sorted(MARKED, key=lambda status: not layer.marks(status))  # what is drawn comes first
    labels = {status: word(status, language) for status in (*order, *ABSENT)}
    if layer.common_mark:
        some = any(statuses[status] for status in MARKED if status != layer.common_mark)
        said = "all_others" if some else "all_figures"
        labels[layer.common_mark] = word(said, language, status=labels[layer.common_mark])
    return [
        LegendEntry(status, label, statuses[status], subject.scale.no_data)
        for status, label in labels.items()
        if statuses[status]
    ]
