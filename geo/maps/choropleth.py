"""The wording: a layer and its colours become the :class:`Choropleth` that every back end draws.

What is said here is said the same way on the page, in the picture and in the files: title,
subtitle, legend, source line and notes, in one language. A user's words are cut here to what a
picture has room for; the files of data have them whole.
"""

from __future__ import annotations

from dataclasses import replace

from geo.maps.description import describe_map
from geo.maps.legend_numbers import word_legend
from geo.maps.legend_words import legend_entries, legend_title
from geo.maps.notes import make_notes
from geo.maps.subject import Subject
from geo.maps.titles import source_line, subtitle, title
from geo.model import Choropleth, ColorScale, Language, Layer, Symbols, Text, Wording

_USUAL = Wording()


def make_choropleth(
    layer: Layer,
    scale: ColorScale,
    *,
    language: Language,
    wording: Wording = _USUAL,
    symbols: Symbols | None = None,
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
    """
    return _worded(Subject(layer, scale, language, wording, symbols))


def _worded(subject: Subject) -> Choropleth:
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
        description=Text(
            en=describe_map(replace(subject, language="en")),
            zh=describe_map(replace(subject, language="zh")),
        ),
        symbols=subject.symbols,
        wording=subject.wording,
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
    wording = choropleth.wording
    return _worded(Subject(choropleth.layer, choropleth.scale, language, wording, circles))
