"""The words of a legend: its title, and a line for every class and every status."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from geo.maps.legend_numbers import title_of_unit
from geo.maps.subject import Subject
from geo.maps.ticks import along
from geo.maps.value_words import write_value
from geo.model import (
    ABSENT,
    CLIPPED,
    MARKED,
    UNCOUNTED,
    LegendEntry,
    read_number,
    word,
)


def legend_title(subject: Subject) -> str:
    """The unit; that nobody counted the figures, where that is so of all; and of which periods or
    maps the classes are, where not of this map alone."""
    layer, made_from = subject.layer, subject.scale.classes.made_from
    said = [legend_unit(subject)]
    if layer.common_mark in UNCOUNTED:
        said.append(word(layer.common_mark, subject.language))
    if made_from != "map":
        said.append(word(f"made_from_{made_from}", subject.language))
    return " · ".join(said)


def legend_unit(subject: Subject) -> str:
    """The unit that all figures are written in, and what is counted, where it does not say it."""
    if subject.indicator.kind == "category":
        return subject.unit
    return title_of_unit(subject.indicator, subject.notation, subject.language)


def legend_entries(subject: Subject) -> tuple[LegendEntry, ...]:
    """The lines of the legend: classes, unless circles take their place, then statuses."""
    classes = [] if subject.is_circles_alone else _class_entries(subject)
    return (*classes, *_status_entries(subject))


def is_rounded(subject: Subject) -> bool:
    """Whether an edge of a class is not written to its last digit."""
    written = subject.notation
    return any(
        abs(float(written.scaled(edge)) - read_number(written.write(edge)))
        > 1e-9 * abs(float(written.scaled(edge)))
        for edge in subject.figures.edges
    )


def class_labels(subject: Subject, *, between: str = "range") -> list[str]:
    """The classes in words, the lowest first; ``between`` is how two edges are joined."""
    indicator, classes, language = subject.indicator, subject.scale.classes, subject.language
    if indicator.kind == "category":
        return [write_value(i + 1, indicator, language) for i in range(classes.k)]
    write = subject.notation.write
    edges = [write(edge) for edge in subject.figures.edges]
    if classes.distinct:
        return edges[1:]
    whole = subject.whole_bounds()
    bounds = [(edges[0], edges[-1])] if classes.is_continuous else list(pairwise(edges))
    if whole:
        bounds = [(write(low), write(high)) for low, high in whole]
    if any(edge < 0 for edge in classes.edges):
        between = "told_range"  # a dash before a minus is none
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
    if subject.indicator.kind == "category" or classes.distinct or subject.whole_bounds():
        return [()] * classes.k
    words = map(subject.notation.write, subject.figures.edges)
    ticks = [((0.0, low), (1.0, high)) if low != high else () for low, high in pairwise(words)]
    if subject.wording.open_ended and len(ticks) > 1:
        return [ticks[0][1:], *ticks[1:-1], ticks[-1][:1]]
    return list(ticks)


def _ticks(subject: Subject) -> tuple[tuple[float, str], ...]:
    """The ticks of continuous colours by their places; the ends of clipped ones are open."""
    classes, language = subject.scale.classes, subject.language
    figures = subject.figures.edges
    words = [subject.notation.write(figure) for figure in figures]
    if classes.scheme == CLIPPED:
        words[0] = word("up_to", language, high=words[0])
        words[-1] = word("from", language, low=words[-1])
    return tuple((along(classes, f), text) for f, text in zip(figures, words, strict=True))


def _status_entries(subject: Subject) -> list[LegendEntry]:
    """What is drawn in a way of its own; what all figures share, a note says."""
    layer, language = subject.layer, subject.language
    statuses = Counter(o.status for o in layer.values)
    return [
        LegendEntry(status, word(status, language), statuses[status], subject.scale.no_data)
        for status in (*filter(layer.marks, MARKED), *ABSENT)
        if statuses[status]
    ]
