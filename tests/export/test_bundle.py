"""The bundle: one ZIP with everything that belongs to a map."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from geo.draw.style import Style
from geo.export.bundle import citation, make_bundle
from geo.export.formats import export
from geo.export.honoured import for_file
from geo.model.errors import UnknownNameError
from tests.pictures import a_map


def read_zip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_bundle_holds_the_exports_themselves() -> None:
    choropleth, style = a_map("ccid-projects", "zh"), Style(size=(480, 360), theme="dark")
    files = read_zip(
        make_bundle(choropleth, ("png", "svg"), style=style, work={".atlas.json": b"{}"})
    )
    name = "ccid-projects-zh"
    assert set(files) == {
        *(f"{name}.{ending}" for ending in ("png", "svg", "csv", "xlsx", "json", "atlas.json")),
        "CITATION.txt",
    }
    for ending in ("png", "svg", "csv", "xlsx", "json"):
        assert files[f"{name}.{ending}"] == export(
            choropleth, ending, style=for_file(style, ending)
        )
    assert json.loads(files[f"{name}.json"])["indicator"] == "ccid-projects"


def test_the_same_map_gives_the_same_bundle() -> None:
    assert make_bundle(a_map(), ("pptx",)) == make_bundle(a_map(), ("pptx",))


def test_the_citation_names_all_sources_in_both_languages() -> None:
    choropleth = a_map("gdp-per-person", "en", symbols="population-2020")
    text = citation(choropleth)
    boundaries = choropleth.layer.boundaries.source
    assert choropleth.symbols is not None
    for source in (
        choropleth.layer.indicator.source, boundaries, choropleth.symbols.layer.indicator.source
    ):  # fmt: skip
        for language in ("en", "zh"):
            assert source.citation[language] in text
            assert source.licence[language] in text
        assert source.accessed in text
        assert source.url in text


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UnknownNameError, match="pgn"):
        make_bundle(a_map(), ("pgn",))
