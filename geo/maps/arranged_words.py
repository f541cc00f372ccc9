"""What is said of an arrangement: that squares and circles are no geography, and what they show."""

from __future__ import annotations

from geo.maps.subject import Subject
from geo.maps.value_words import describe
from geo.model import (
    MOST_CITED,
    MOST_NAME,
    MOST_UNIT,
    Boundaries,
    Language,
    Layer,
    fitting,
    format_period,
    listed,
    word,
)

_MOST_NAMES = 6


def arranged_subtitle(subject: Subject) -> list[str]:
    """What squares and circles stand for."""
    layer, language = subject.layer, subject.language
    arrangement = layer.boundaries.arrangement
    if arrangement == "tiles":
        return [word("tiles_subtitle", language)]
    if arrangement == "dorling":
        assert layer.sizes is not None
        if layer.sizes is layer or layer.sizes.indicator.id == layer.indicator.id:
            return [word("dorling_own_subtitle", language)]
        return [word("dorling_subtitle", language, what=_counted(layer.sizes, language))]
    return []


def arranged_notes(subject: Subject) -> list[str]:
    """That positions are no geography; which circle is how large, and which place has none."""
    layer, language = subject.layer, subject.language
    arrangement, sizes = layer.boundaries.arrangement, layer.sizes
    if arrangement == "tiles":
        return [word("tiles_note", language)]
    if sizes is None:
        return []
    largest = max(sizes.values, key=lambda o: o.value or 0.0)
    names = sizes.boundaries.names
    notes = [
        word(
            "dorling_note", language, what=_counted(sizes, language),
            name=fitting(names[largest.adcode][language], MOST_NAME),
            figure=describe(largest, sizes.indicator, language),
        )
    ]  # fmt: skip
    without = [fitting(names[o.adcode][language], MOST_NAME) for o in sizes.values if not o.value]
    if without:
        told = listed(without, language, most=_MOST_NAMES)
        notes.append(word("dorling_without", language, names=told))
    return notes


def _counted(sizes: Layer, language: Language) -> str:
    """What circles are by, and of when: population, 2020."""
    indicator = sizes.indicator
    what = fitting(indicator.title[language], MOST_UNIT)
    when = fitting(format_period(sizes.period, language), MOST_NAME)
    if when in what:
        return what
    return f"{what}, {when}" if language == "en" else f"{when}{what}"


def boundaries_cited(boundaries: Boundaries, language: Language) -> str:
    """Whose boundaries a map has, or whose arrangement."""
    source = fitting(boundaries.source.title[language], MOST_CITED)
    key = {"map": "boundaries", "tiles": "arrangement", "dorling": "positions"}
    return word(key[boundaries.arrangement], language, source=source)
