"""The bundle: a map with everything that belongs to it, as one ZIP. It has the picture in the
formats chosen, the data, the map as values, the work to go on with, and how to cite it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace

import geo
from geo.draw import DEFAULT, Style
from geo.export.formats import FORMATS, export
from geo.export.honoured import as_honoured
from geo.export.parents import said_level, stem_of
from geo.model import LANGUAGES, Choropleth, Language, Source, UnknownNameError, word

#: What every bundle holds beside its pictures.
DATA = ("csv", "xlsx", "json")


def make_bundle(
    choropleth: Choropleth,
    formats: Sequence[str] = ("png",),
    *,
    style: Style = DEFAULT,
    work: Mapping[str, bytes] | None = None,
    name: str | None = None,
) -> bytes:
    """A ZIP; the same bytes for the same arguments.

    Parameters
    ----------
    choropleth
        The map.
    formats
        Keys of :data:`geo.export.formats.FORMATS` beside those of :data:`DATA`, which are always
        there.
    style
        How the pictures look.
    work
        What opens the map again, by its ending: saved work (``.atlas.json``) or a batch file
        (``.batch.json``).
    name
        What the files are called, without an ending: by indicator, level, part and language when
        left out.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    DrawingError
        If a picture cannot be drawn as asked for.
    """
    for file_format in formats:
        if file_format not in FORMATS:
            raise UnknownNameError("format", file_format, FORMATS)
    name = name or stem_of(choropleth)
    files = {
        f"{name}.{ending}": export(choropleth, ending, style=as_honoured(style, ending))
        for ending in dict.fromkeys((*formats, *DATA))
    }
    files |= {f"{name}{ending}": content for ending, content in (work or {}).items()}
    files["CITATION.txt"] = citation(choropleth).encode()
    return zipped(files)


def zipped(files: dict[str, bytes]) -> bytes:
    """Files by name as a ZIP that carries no clock."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def citation(choropleth: Choropleth) -> str:
    """How to cite figures, boundaries and the map, in both languages."""
    return "\n\n".join(_cited(choropleth, language) for language in LANGUAGES) + "\n"


def _cited(choropleth: Choropleth, language: Language) -> str:
    indicator, boundaries = choropleth.layer.indicator, choropleth.layer.boundaries
    part = said_level(replace(choropleth, language=language))
    lines = [
        " · ".join(filter(None, (indicator.title[language], part))),
        "",
        word("cite_figures", language, section="picture"),
        *_source(indicator.source, language),
        "",
        word("cite_boundaries", language, section="picture"),
        *_source(boundaries.source, language),
    ]
    if choropleth.symbols and choropleth.symbols.layer.indicator.source != indicator.source:
        circles = choropleth.symbols.layer.indicator
        lines += ["", circles.title[language], *_source(circles.source, language)]
    drawn = word("cite_map", language, section="picture", version=geo.__version__)
    return "\n".join([*lines, "", drawn])


def _source(source: Source, language: Language) -> list[str]:
    facts = {
        "": source.citation[language],
        "publisher": source.publisher[language],
        "published": source.published,
        "accessed": source.accessed,
        "licence": source.licence[language],
        "address": source.url,
    }
    colon = ": " if language == "en" else "："
    return [
        f"{word(key, language, section='page')}{colon}{fact}" if key else fact
        for key, fact in facts.items()
        if fact
    ]
