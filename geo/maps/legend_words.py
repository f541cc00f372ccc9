"""The words of a legend: its title, and a line for every class and every status."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from geo.maps.legend_numbers import title_of_unit
from geo.maps.subject import Subject
from geo.maps.value_words import write_value
from geo.model import ABSENT, CONTINUOUS, MARKED, LegendEntry, read_number, word


def legend_title(subject: Subject) -> str:
    """The unit; and of which periods or maps the classes are, where not of this map alone."""
    made_from = subject.scale.classes.made_from
    unit = legend_unit(subject)
    if made_from == "map":
        return unit
    return f"{unit} · {word(f'made_from_{made_from}', subject.language)}"


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
    bounds = list(pairwise(edges))
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
    if classes.scheme == CONTINUOUS:
        low, high = classes.edges[0], classes.edges[-1]
        return [LegendEntry("continuous", labels[0], len(numbers), scale.colours[-1], low, high)]
    return [
        LegendEntry("class", label, count, colour, low, high)
        for label, count, colour, (low, high) in zip(
            labels, classes.counts(numbers), scale.colours, pairwise(classes.edges), strict=True
        )
    ]


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
