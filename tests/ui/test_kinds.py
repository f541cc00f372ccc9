"""The kinds of map: tile grid, cartogram, two indicators; what the page shows, says and takes away
is the same."""

from __future__ import annotations

import re

import pytest

from geo.maps.bivariate import DEFAULT_PAIR
from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from geo.model.text import Language
from tests.ui.shown import choose, data_of, fetched, shown
from tests.ui.test_pages import colours_in, html_of, open_page, open_part, table_of


def outlines(address: str) -> int:
    """How many shapes a map has, by the address of its geometry."""
    return len(fetched(address)["features"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_tile_grid_has_the_colours_and_words_of_the_map(lang: Language) -> None:
    app = open_page(lang=lang, indicator="gdp-per-person")
    before, shapes = shown(app), data_of(app)["geometry"]
    choose(app, arrangement="tiles")
    assert not app.exception
    assert not app.error
    after, data = shown(app), data_of(app)
    assert after.colours == before.colours
    assert after.ranking == before.ranking
    assert after.legend == before.legend
    assert data["geometry"] != shapes
    assert outlines(data["geometry"]) == 34
    assert data["opens"] is False
    assert app.query_params["arrangement"] == "tiles"
    asked = build(MapRequest("gdp-per-person", language=lang, arrangement="tiles"))
    assert after.title == asked.title
    assert after.notes[: len(asked.notes)] == asked.notes


def test_a_cartogram_says_what_it_is_sized_by() -> None:
    app = open_page(lang="en", indicator="gdp-per-person", arrangement="dorling")
    assert not app.error
    data = data_of(app)
    sized_by = data["look"]["sized_by"]
    assert sized_by == "population"
    assert app.query_params["sized_by"] == sized_by
    first = data["geometry"]
    choose(app, sized_by="population-2020")
    assert data_of(app)["geometry"] != first
    assert "population" in " ".join(shown(app).notes)
    choose(app, indicator="gdp-2020", sized_by=None, period=None)
    assert data_of(app)["look"]["sized_by"] == "gdp-2020"
    assert not app.error
    assert not data_of(app)["offer"]["film"]


def test_two_indicators_agree_everywhere() -> None:
    app = open_page(lang="en", indicator="gdp-per-person", against="population-2020")
    assert not app.error
    asked = build(MapRequest("gdp-per-person", against="population-2020"))
    data, found = data_of(app), shown(app)
    view = data["map"]["views"][0]
    assert view["palette"] == DEFAULT_PAIR
    assert view["pair"]["titles"] == list(asked.pair.titles)  # type: ignore[union-attr]
    assert found.title == asked.title
    assert found.colours == colours_in(asked)
    assert len(view["ramp"]) == 9
    assert not data["offer"]["palettes"]
    assert data["offer"]["schemes"]
    lines = data["map"]["frames"][0]["lines"][0]
    assert len(lines) > 2  # the tip has both figures
    table = table_of(open_part(app, "table"))
    column = next(name for name in table[0] if "opulation" in name and "Status" not in name)
    guangdong = next(row for row in table if row[next(iter(row))] == "Guangdong")
    assert "126" in guangdong[column]
    assert re.search("Taiwan", html_of(app))


def test_what_does_not_go_with_a_kind_is_left_behind() -> None:
    app = open_page(
        lang="en", indicator="gdp-per-person", against="population-2020", scheme="fisher_jenks",
        k="7", palette="blues", change="percent",
    )  # fmt: skip
    assert not app.error
    look = data_of(app)["look"]
    assert (look["k"], look["palette"], look["change"]) == (5, None, None)
    choose(app, against=None, arrangement="tiles", within="340000")
    assert data_of(app)["look"]["within"] is None
    assert not app.error
    app = open_page(lang="en", indicator="gdp-per-person", arrangement="hexagons")
    assert "hexagons" in app.warning[0].value


@pytest.mark.parametrize("kind", [{"arrangement": "tiles"}, {"against": "population-2020"}])
def test_a_kind_is_what_is_taken_away(kind: dict[str, str]) -> None:
    app = open_part(open_page(lang="zh", indicator="gdp-per-person", **kind), "export")
    assert not app.exception
    assert not app.error
    alt = app.get("image")[0].proto.imgs[0].alt if app.get("image") else ""
    assert build(MapRequest("gdp-per-person", language="zh", **kind)).title in alt  # type: ignore[arg-type]
