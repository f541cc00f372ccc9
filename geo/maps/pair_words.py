"""The words of a map of two indicators: both are named wherever a map names its own."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from geo.maps.arranged_words import arranged_notes, arranged_subtitle, boundaries_cited
from geo.maps.legend_numbers import what_is_shown
from geo.maps.legend_words import class_labels, legend_entries, legend_unit
from geo.maps.notes import make_notes
from geo.maps.subject import Subject
from geo.maps.titles import own_title, part_name, source_line
from geo.maps.value_words import describe
from geo.model import (
    LANGUAGES,
    MARKED,
    MOST_NAME,
    MOST_TITLE,
    Choropleth,
    Language,
    LegendEntry,
    Observation,
    Pair,
    Text,
    fitting,
    format_period,
    inside,
    listed,
    where_of,
    word,
)

_DESCRIPTION = 1500
_MOST_TOLD = 6


def word_pair(subject: Subject, pair: Pair) -> Choropleth:
    """A map of two indicators in words."""
    one, two = _sides(subject, pair)
    titles, language = (_axis(one), _axis(two)), subject.language
    edges = (_edges(one), _edges(two))
    title = subject.wording.title
    return Choropleth(
        layer=subject.layer,
        scale=subject.scale,
        language=language,
        title=_title(subject, pair, language) if title is None else own_title(title),
        subtitle=_subtitle(subject, one, two),
        unit=subject.unit,
        legend_title=word("pair_titles", language, first=titles[0], second=titles[1]),
        legend=_entries(subject, one, two),
        source_line=_source_line(one, two),
        notes=_notes(subject, one, two),
        notation=one.notation,
        description=Text(*(_described(subject, pair, each) for each in LANGUAGES)),
        wording=subject.wording,
        pair=replace(pair, titles=titles, edges=edges),
    )


def describe_pair(choropleth: Choropleth, observation: Observation) -> tuple[str, ...]:
    """Both figures of a place in full, each with its title; of any other map, its only figure."""
    pair, language = choropleth.pair, choropleth.language
    if pair is None:
        return (describe(observation, choropleth.layer.indicator, language),)
    figures = (
        (pair.own[observation.adcode], pair.first.indicator),
        (pair.others[observation.adcode], pair.second.indicator),
    )
    return tuple(
        word(
            "told", language, section="picture", name=what_is_shown(indicator, language),
            value=_figure(figure, choropleth, describe(figure, indicator, language)),
        )
        for figure, indicator in figures
    )  # fmt: skip


def _figure(figure: Observation, choropleth: Choropleth, text: str) -> str:
    """A figure with its mark."""
    language = choropleth.language
    if figure.status not in MARKED:
        return text
    status = word(figure.status, language)
    return word("marked", language, section="picture", value=text, status=status)


def _sides(subject: Subject, pair: Pair) -> tuple[Subject, Subject]:
    """Each indicator by itself, in its own classes; their colours are of no account."""
    scale = replace(subject.scale, colours=subject.scale.colours[: subject.scale.classes.k])
    other = replace(
        subject.scale, classes=pair.classes, colours=subject.scale.colours[: pair.classes.k]
    )
    # The unit and the decimals asked for are those of the first.
    usual = replace(subject.wording, unit=None, decimals=None)
    return (
        replace(subject, layer=pair.first, scale=scale, pair=None),
        replace(subject, layer=pair.second, scale=other, wording=usual, pair=None),
    )


def _axis(side: Subject) -> str:
    """What a side of the legend shows, with its unit."""
    what = fitting(what_is_shown(side.indicator, side.language), MOST_NAME)
    unit = legend_unit(side)
    if what.casefold() in unit.casefold():
        return unit
    return word("unit_of", side.language, what=what, unit=unit)


def _edges(side: Subject) -> tuple[str, ...]:
    """The edges of the classes of one indicator in words."""
    return tuple(map(side.notation.write, side.figures.edges))


def _title(subject: Subject, pair: Pair, language: Language) -> str:
    """What is shown against what, by which places; when, if it is the same time."""
    first, second = (
        fitting(what_is_shown(layer.indicator, language), MOST_TITLE // 3)
        for layer in (pair.first, pair.second)
    )
    if language == "en":
        second = inside(second)
    boundaries = subject.layer.boundaries
    what = word("pair_title", language, first=first, second=second)
    where = where_of(what, boundaries.level, language=language)
    part = part_name(boundaries)[language]
    same = pair.first.period == pair.second.period
    when = fitting(format_period(pair.first.period, language), MOST_NAME) if same else ""
    if language == "zh":
        return f"{when}{part}{where}{what}"
    return ", ".join(filter(None, (f"{what} {where}".rstrip(), part, when)))


def _subtitle(subject: Subject, one: Subject, two: Subject) -> str:
    """Of each indicator its unit, its date, and a mark that all of its figures share."""
    language = subject.language
    comma, pause = (", ", "; ") if language == "en" else ("，", "；")
    said = []
    for side in (one, two):
        facts = [side.notation.unit, format_period(side.layer.period, language)]
        if side.layer.common_mark:
            facts.append(word(side.layer.common_mark, language))
        name = fitting(side.indicator.title[language], MOST_TITLE // 2)
        told = comma.join(filter(None, facts))
        said.append(word("told", language, section="picture", name=name, value=told))
    return pause.join([*said, *arranged_subtitle(subject)])


def _entries(subject: Subject, one: Subject, two: Subject) -> tuple[LegendEntry, ...]:
    """A line for each pair of classes, in the order of the colours, then statuses."""
    layer, scale, language = subject.layer, subject.scale, subject.language
    k = scale.classes.k
    firsts, seconds = class_labels(one), class_labels(two)
    others = {o.adcode: o.value for o in two.layer.values}
    found = [
        k * two.scale.classes.index(other) + scale.classes.index(o.value)
        for o in layer.values
        for other in (others[o.adcode],)
        if o.value is not None and other is not None
    ]
    edges = scale.classes.edges
    classes = [
        LegendEntry(
            "class", word("pair_class", language, first=firsts[i], second=seconds[j]),
            found.count(k * j + i), scale.colours[k * j + i], edges[i], edges[i + 1],
        )
        for j, i in product(range(len(seconds)), range(len(firsts)))
    ]  # fmt: skip
    shown = replace(one, layer=layer)
    rest = [
        entry
        for entry in legend_entries(shown)
        if entry.kind not in ("class", *MARKED)
        or (entry.kind in MARKED and layer.marks(entry.kind))
    ]
    return (*classes, *rest)


def _source_line(one: Subject, two: Subject) -> str:
    """Both sources, and that of the boundaries at the end."""
    language = one.language
    cited = boundaries_cited(one.layer.boundaries, language) + word("stop", language)
    gap = " " if language == "en" else ""
    lines = (source_line(side).removesuffix(cited).rstrip() for side in (one, two))
    return gap.join([*dict.fromkeys(lines), cited])


def _notes(subject: Subject, one: Subject, two: Subject) -> tuple[str, ...]:
    """The notes of both, those of one alone under its title, and which places lack a figure."""
    language = subject.language
    if subject.wording.notes not in ("full", "short"):
        return make_notes(one)
    arranged = arranged_notes(subject)
    sides = [[n for n in make_notes(side) if n not in arranged] for side in (one, two)]
    both = [note for note in sides[0] if note in sides[1]]
    notes = [word("pair_note", language), *arranged, *both]
    for side, own in zip((one, two), sides, strict=True):
        name = fitting(what_is_shown(side.indicator, language), MOST_NAME)
        text = (" " if language == "en" else "").join(note for note in own if note not in both)
        if text:
            notes.append(word("told", language, section="picture", name=name, value=text))
    return tuple(dict.fromkeys(notes))


def _described(subject: Subject, pair: Pair, language: Language) -> str:
    """The map for whoever cannot see it: what, where both are highest and lowest, from whom."""
    told = replace(subject, language=language)
    one, two = _sides(told, pair)
    title = subject.wording.title or _title(subject, pair, language)
    values = subject.layer.values
    count = sum(o.value is not None for o in values)
    sentences = [
        word("told_map", language, title=title),
        word("told_places", language, count=count, total=len(values)),
        word("told_pair", language, first=_axis(one), second=_axis(two),
             firsts=listed(class_labels(one, between="told_range"), language),
             seconds=listed(class_labels(two, between="told_range"), language)),
    ]  # fmt: skip
    last = (subject.scale.classes.k - 1, pair.classes.k - 1)
    for key, wanted in (("told_pair_highest", last), ("told_pair_lowest", (0, 0))):
        names = told.names(_of_classes(subject, pair, wanted))
        if names:
            sentences.append(word(key, language, names=listed(names, language, most=_MOST_TOLD)))
    sentences.append(_source_line(one, two))
    return fitting((" " if language == "en" else "").join(sentences), _DESCRIPTION)


def _of_classes(subject: Subject, pair: Pair, wanted: tuple[int, int]) -> list[str]:
    """The places whose figures lie in a class of each."""
    found = []
    for o in subject.layer.values:
        other = pair.others[o.adcode].value
        if o.value is not None and other is not None:
            number = subject.scale.classes.index(o.value), pair.classes.index(other)
            if number == wanted:
                found.append(o.adcode)
    return found
