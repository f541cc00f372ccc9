"""The map in words, for whoever cannot see it."""

from __future__ import annotations

from geo.maps.arranged_words import arranged_notes
from geo.maps.legend_numbers import has_no_unit
from geo.maps.legend_words import class_labels, legend_unit
from geo.maps.notes import say_made_from
from geo.maps.subject import Subject
from geo.maps.titles import source_line, suggested_title, title
from geo.maps.value_words import FEW_VALUES, describe, write_value
from geo.model import (
    ABSENT,
    MARKED,
    MOST_UNIT,
    Observation,
    fitting,
    listed,
    word,
)

# More names than this are not listened to.
_MOST_TOLD = 4
# How long it may be, in Latin letters; a Chinese character is as wide as two.
_DESCRIPTION = 1500


def describe_map(subject: Subject) -> str:
    """What the map shows: what, when, of how many places, in which classes, the highest and the
    lowest, what nobody counted, from whom."""
    language = subject.language
    what, own = suggested_title(subject.layer, language), title(subject)
    sentences = [word("told_map", language, title=own or what)]
    if own and own != what:
        sentences.append(what + word("stop", language))
    sentences += _places(subject)
    sentences += arranged_notes(subject)
    if not subject.is_circles_alone:
        sentences.append(_colours(subject))
        sentences += say_made_from(subject)
    sentences += [*_ends(subject), *_all_figures(subject), *_marks(subject), *_circles(subject)]
    sentences.append(source_line(subject))
    return fitting((" " if language == "en" else "").join(sentences), _DESCRIPTION)


def _places(subject: Subject) -> list[str]:
    """How many places have a figure, and which have none, where these are few."""
    values, language = subject.layer.values, subject.language
    count = len(subject.numbers())
    sentences = [word("told_places", language, count=count, total=len(values))]
    for status in ABSENT:
        names = subject.names(o.adcode for o in values if o.status == status)
        if not names:
            continue
        told = [fitting(subject.indicator.no_data[language], MOST_UNIT)] * (status == "no_data")
        if len(names) <= _MOST_TOLD:
            told.append(listed(names, language))
        number = word("told_number", language, label=word(status, language), count=len(names))
        pause = "; " if language == "en" else "；"
        if told:
            number = word("unit_of", language, what=number, unit=pause.join(told))
        sentences.append(number + word("stop", language))
    return sentences


def _colours(subject: Subject) -> str:
    classes, language, unit = subject.scale.classes, subject.language, legend_unit(subject)
    if classes.is_continuous:
        low, *_, high = map(subject.notation.write, subject.figures.edges)
        return word("told_continuous", language, low=low, high=high, unit=unit)
    labels, counts = class_labels(subject, between="told_range"), classes.counts(subject.numbers())
    told = listed(
        (
            word("told_count", language, label=label, count=count)
            for label, count in zip(labels, counts, strict=True)
        ),
        language,
    )
    if subject.indicator.kind == "category":
        return word("told_categories", language, classes=told)
    if classes.distinct:
        return word("told_distinct", language, unit=unit, classes=told)
    scheme = word(classes.scheme, language, section="schemes")
    return word("told_classes", language, k=classes.k, scheme=scheme, unit=unit, classes=told)


def _ends(subject: Subject) -> list[str]:
    """The highest and the lowest figure in full, with all places that have it."""
    language, numbers = subject.language, subject.numbers()
    if subject.indicator.kind == "category" or not numbers:
        return []
    ends = {"told_highest": max(numbers), "told_lowest": min(numbers)}
    if max(numbers) == min(numbers):
        ends = {"told_same": max(numbers)}
    sentences = []
    for key, number in ends.items():
        those = [o for o in subject.layer.values if o.value == number]
        names = listed(subject.names(o.adcode for o in those), language, most=_MOST_TOLD)
        sentences.append(word(key, language, figure=_figure(those[0], subject), names=names))
    if not subject.indicator.ranked:
        sentences.append(word("told_unranked", language))
    return sentences


def _figure(observation: Observation, subject: Subject) -> str:
    """A figure with its unit, where it has one."""
    indicator, language = subject.indicator, subject.language
    if observation.value is not None and has_no_unit(indicator):
        return write_value(observation.value, indicator, language)
    return describe(observation, indicator, language)


def _all_figures(subject: Subject) -> list[str]:
    """All figures, the highest first, where they are few."""
    indicator, language = subject.indicator, subject.language
    figures = [(o.value, o.adcode) for o in subject.layer.values if o.value is not None]
    if indicator.kind == "category" or not 1 < len(figures) <= FEW_VALUES:
        return []
    every = sorted(figures, key=lambda figure: -figure[0])
    names = subject.names(adcode for _, adcode in every)
    told = (
        word("told_one", language, name=name, figure=write_value(value, indicator, language))
        for name, (value, _) in zip(names, every, strict=True)
    )
    return [word("told_all", language, figures=listed(told, language))]


def _marks(subject: Subject) -> list[str]:
    layer, language = subject.layer, subject.language
    sentences = []
    if layer.common_mark:
        status = word(layer.common_mark, language)
        sentences.append(word("told_all_marked", language, status=status))
    for status in MARKED:
        if status == layer.common_mark:
            continue
        names = subject.names(o.adcode for o in layer.values if o.status == status)
        if names:
            told = listed(names, language, most=_MOST_TOLD)
            status_word = word(status, language)
            sentences.append(word("told_marked", language, status=status_word, names=told))
    return sentences


def _circles(subject: Subject) -> list[str]:
    """What circles show, and which places have none."""
    if subject.symbols is None:
        return []
    layer, language, other = subject.symbols.layer, subject.language, subject.of_circles
    sentences = [word("told_circles", language, title=suggested_title(layer, language))]
    if other:
        sentences += [*_ends(other), *_marks(other)]
    without = sum(o.value is None for o in layer.values)
    if without:
        sentences.append(word("told_without_circle", language, count=without))
    return sentences
