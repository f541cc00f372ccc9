"""The wording: a layer and its colours become the :class:`Choropleth` that every back end draws.

What is said here is said the same way on the page, in the picture and in the files: title,
subtitle, legend, source line and notes, in one language. A user's words are cut here to what a
picture has room for; the files of data have them whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.maps.description import describe_map
from geo.maps.legend_numbers import title_of_unit
from geo.maps.legend_words import legend_entries, legend_title
from geo.maps.notation import check_wording, notation_of
from geo.maps.notes import make_notes
from geo.maps.pair_words import word_pair
from geo.maps.subject import Subject
from geo.maps.titles import source_line, subtitle, title
from geo.model import Choropleth, ColorScale, Figures, Language, Layer, Pair, Symbols, Text, Wording

_USUAL = Wording()


def make_choropleth(
    layer: Layer,
    scale: ColorScale,
    *,
    language: Language,
    wording: Wording = _USUAL,
    symbols: Symbols | None = None,
    pair: Pair | None = None,
) -> Choropleth:
    """Word one map.

    Parameters
    ----------
    layer, scale
        What is shown, and how it is coloured.
    language
        ``en`` or ``zh``.
    wording
        What is asked for about the words. Classes of one value, categories and continuous colours
        have no open end.
    symbols
        Circles over the colours, worded in the same language; circles of the same layer take the
        place of the classes.
    pair
        Two indicators, of which the layer is the first.
    """
    subject = Subject(layer, scale, language, wording, symbols, pair)
    check_wording(layer.indicator, subject.figures, language, wording)
    return _worded(subject)


def _worded(subject: Subject) -> Choropleth:
    if subject.pair is not None:
        return word_pair(subject, subject.pair)
    subject = replace(subject, symbols=_worded_circles(subject))
    return Choropleth(
        layer=subject.layer,
        scale=subject.scale,
        language=subject.language,
        title=title(subject),
        subtitle=subtitle(subject),
        unit=subject.unit,
        legend_title=legend_title(subject),
        legend=legend_entries(subject),
        source_line=source_line(subject),
        notes=make_notes(subject),
        notation=subject.notation,
        description=Text(
            en=describe_map(replace(subject, language="en")),
            zh=describe_map(replace(subject, language="zh")),
        ),
        symbols=subject.symbols,
        wording=subject.wording,
        together=subject.together,
    )


def _worded_circles(subject: Subject) -> Symbols | None:
    """Circles with their legend as the figures of the picture are written, where they share its
    unit."""
    circles, language = subject.symbols, subject.language
    if circles is None:
        return None
    indicator, steps = circles.layer.indicator, [step for step, _ in circles.steps]
    if indicator.unit == subject.indicator.unit:
        notation = subject.notation
    else:
        figures = Figures((), tuple(steps), indicator.decimals)
        notation = notation_of(indicator, (figures,), language, Wording())
    return replace(
        circles,
        legend_title=title_of_unit(indicator, notation, language),
        steps=tuple((step, notation.write(step)) for step in steps),
        notation=notation,
    )


def in_language(
    choropleth: Choropleth, language: Language, *, symbols: Symbols | None = None
) -> Choropleth:
    """The same map in another language; a title of the user's own stays as it is.

    ``symbols`` take the place of its circles.
    """
    return _worded(
        replace(_subject_of(choropleth, language), symbols=symbols or choropleth.symbols)
    )


def written_alike(maps: Sequence[Choropleth]) -> tuple[Choropleth, ...]:
    """Maps of one picture, with all figures that have the same unit written in the same way."""
    by_unit: dict[Text, list[Choropleth]] = {}
    for one in maps:
        by_unit.setdefault(one.layer.indicator.unit, []).append(one)
    together = {
        unit: tuple(_subject_of(one, one.language).figures for one in those)
        for unit, those in by_unit.items()
        if len({one.notation for one in those}) > 1
    }
    return tuple(
        _worded(replace(_subject_of(one, one.language), together=together[unit]))
        if (unit := one.layer.indicator.unit) in together
        else one
        for one in maps
    )


def _subject_of(choropleth: Choropleth, language: Language) -> Subject:
    return Subject(
        choropleth.layer, choropleth.scale, language, choropleth.wording, choropleth.symbols,
        choropleth.pair, choropleth.together,
    )  # fmt: skip
