"""Each page through streamlit's AppTest: words, controls, messages; no browser."""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.export.data import to_json
from geo.indicators.catalogue import list_indicators
from geo.indicators.paper import read_paper
from geo.model.maps import Choropleth
from geo.model.numbers import format_period
from geo.places.boundaries import load_boundaries
from tests.gathered import gathered
from tests.pictures import a_map
from tests.ui.shown import ATLAS, choose, data_of, fetched, shown

APP = str(Path(__file__).parents[2] / "app.py")
LATIN_WORDS = re.compile(r"[A-Za-z]{4,}")


def open_page(**address: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in address.items():
        app.query_params[key] = value
    return app.run()


def html_of(app: AppTest) -> str:
    return "\n".join(block.proto.body for block in app.get("html"))


def table_of(app: AppTest) -> list[dict[str, str]]:
    """The rows of the table below the map, by the heads of its columns."""
    (shown,) = (b.proto.body for b in app.get("html") if "class=figures" in b.proto.body)
    rows = [
        [unescape(re.sub("<[^>]*>", "", cell)) for cell in re.split("<t[hd](?: [^>]*)?>", row)[1:]]
        for row in re.split("<tr[^>]*>", shown)[1:]
    ]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def open_part(app: AppTest, name: str, *, page: str = "map") -> AppTest:
    """Open a part below the map by its id; a walk in a browser clicks it."""
    app.session_state[f"below {page}"] = name
    return app.run()


def colours_in(choropleth: Choropleth) -> dict[str, str]:
    """The colours of an export, by place."""
    return {place["adcode"]: place["colour"] for place in to_json(choropleth)["places"]}


def everything(app: AppTest) -> str:
    texts = [element.value for kind in (app.markdown, app.caption, app.header) for element in kind]
    has_map = any(e.proto.component_name == ATLAS for e in app.get("bidi_component"))
    return "\n".join((html_of(app), *map(str, texts), shown(app).words if has_map else ""))


def test_the_page_opens_on_a_finished_map() -> None:
    app = open_page()
    assert not app.exception
    assert not app.error
    first = list_indicators()[0]
    assert first.title.en in shown(app).title
    assert first.source.title.en in everything(app)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_indicator_is_drawn_and_shows_its_source(language: str) -> None:
    app = open_part(open_page(lang=language), "method")
    for indicator in list_indicators():
        choose(app, indicator=indicator.id, period=None)
        assert not app.exception
        assert not app.error
        told = everything(app)
        assert format_period(max(indicator.periods), language) in told
        assert indicator.source.citation[language] in told.replace("\\", "")
        assert shown(app).colours == colours_in(a_map(indicator.id, language))


def test_the_address_gives_the_map_and_is_written() -> None:
    app = open_page(indicator="gdp-2020", lang="zh", scheme="fisher_jenks", k="7", place="340000")
    look = data_of(app)["look"]
    assert (look["indicator"], look["scheme"], look["k"]) == ("gdp-2020", "fisher_jenks", 7)
    assert look["place"] == "340000"
    choose(app, indicator="population-2020")
    assert app.query_params["indicator"] == "population-2020"
    assert app.query_params["lang"] == "zh"


@gathered(
    "address",
    [
        {"indicator": "nonsense"},
        {"k": "99"},
        {"k": "-1"},
        {"scheme": "<script>"},
        {"palette": "none"},
        {"lang": "fr"},
        {"place": "999999"},
        {"period": "1066"},
        {"per": "head"},
    ],
)
def test_an_address_that_is_not_understood_is_the_suggested_map(address: dict[str, str]) -> None:
    app = open_page(**address)
    assert not app.exception
    assert not app.error


def test_a_count_says_that_area_misleads_and_offers_three_ratios() -> None:
    app = open_page(indicator="ccid-projects", lang="en")
    assert [title for _, title in data_of(app)["offer"]["per"]] == [
        "as counted", "per million people", "per 10,000 km²", "per 100 billion yuan of GDP",
    ]  # fmt: skip
    choose(app, per="population")
    assert not app.error
    assert "New-infrastructure projects per million people" in shown(app).title
    assert app.query_params["per"] == "population"


def test_a_ratio_offers_no_ratio() -> None:
    app = open_page(indicator="gdp-per-person")
    assert data_of(app)["offer"]["per"] == []


def test_edges_that_are_wrong_get_a_message_and_nothing_is_lost() -> None:
    app = open_page(indicator="ccid-projects", scheme="manual")
    for text, said in (
        ("100, 50, 300", "rise"),
        ("100, 200, x", "commas"),
        ("110, 200, 300", "leave out 109"),
    ):
        choose(app, edges=text)
        assert not app.exception
        assert any(said in error.value for error in app.error)
        assert data_of(app)["look"]["edges"] == text
    choose(app, edges="100, 150, 300")
    assert not app.error
    assert app.query_params["edges"] == "100, 150, 300"


def test_a_title_without_glyphs_is_refused_by_name() -> None:
    app = open_part(open_page(lang="en"), "export")
    app.text_input(key="export map title en").set_value("Projects 🚀").run()
    assert any("U+1F680" in error.value for error in app.error)
    assert app.text_input(key="export map title en").value == "Projects 🚀"


def test_the_choice_survives_another_language() -> None:
    app = open_page(lang="en")
    choose(app, indicator="gdp-2020")
    app.segmented_control(key="lang").set_value("zh").run()
    assert data_of(app)["look"]["indicator"] == "gdp-2020"
    assert "地区生产总值" in shown(app).title


def test_no_data_is_listed_by_name() -> None:
    app = open_page(indicator="ccid-projects")
    assert "No data (31; no figure in the source)" in shown(app).absent
    assert "Xinjiang" in shown(app).absent


def test_announced_figures_are_no_ranking() -> None:
    app = open_page(indicator="5g-stations-announced-2020")
    assert data_of(app)["map"]["frames"][0]["ranked"] is False


def test_details_name_every_indicator() -> None:
    app = open_page(place="440000", indicator="ccid-projects")
    details = shown(app).details
    of_provinces = [i for i in list_indicators() if i.boundaries == "provinces"]
    assert len(of_provinces) > 10
    for indicator in of_provinces:
        assert indicator.title.en in details


def test_markup_in_the_address_is_never_shown() -> None:
    app = open_page(indicator="<img src=x onerror=alert(1)>", place="<b>")
    assert "onerror" not in everything(app)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_paper_in_figures(language: str) -> None:
    app = AppTest.from_string(_page("paper", language), default_timeout=60).run()
    assert not app.exception
    shown = html_of(app)
    paper = read_paper()
    assert shown.count("class='card'") == len(paper.figures) == 36
    for figure in paper.figures:
        assert escape(figure.measure[language]) in shown
    assert shown.count("class='marked'") == 2
    assert ("3.44 trillion yuan" if language == "en" else "3.44万亿元") in shown
    assert ("2.4 trillion yuan" if language == "en" else "2.4万亿元") in shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sources(language: str) -> None:
    app = AppTest.from_string(_page("sources", language), default_timeout=60).run()
    assert not app.exception
    shown = "\n".join(element.value for element in app.markdown)
    for indicator in list_indicators():
        assert indicator.source.accessed[:4] in shown
    assert "cnmaps" in shown


def test_the_chinese_page_has_no_english_words() -> None:
    app = open_page(indicator="population-2020", lang="zh")
    texts = [*(c.value for c in app.caption), *(s.value for s in app.header)]
    texts += [s.label for s in app.selectbox] + [t.label for t in app.tabs]
    texts += [option for s in app.selectbox for option in s.options]
    controls = fetched(data_of(app)["words"])
    for part in ("words", "schemes", "film"):
        texts += [re.sub(r"\{\w+\}", "", text) for text in controls[part].values()]
    texts += [p[part] for p in controls["palettes"].values() for part in ("title", "kind")]
    allowed = {"cnmaps", "data", "Fisher", "Jenks", "Okabe", "PPTX"}
    found = {word for text in texts for word in LATIN_WORDS.findall(text)} - allowed
    assert not found


def test_a_failure_of_ours_is_a_message_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from geo.ui import controls

    def fail(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(controls, "drawn", fail)
    app = open_page()
    assert not app.exception
    assert any("not your doing" in error.value for error in app.error)


def _page(name: str, language: str) -> str:
    return (
        "import streamlit as st\n"
        f"from geo.ui import {name}\n"
        f"st.session_state['lang'] = {language!r}\n"
        f"{name}.show()\n"
    )


def test_the_geometry_is_derived_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geo.ui import served as assets

    provinces = load_boundaries()
    assets.cache_folder.cache_clear()
    monkeypatch.setattr(assets, "user_cache", lambda: tmp_path)
    address = assets.geometry(provinces)
    (path,) = tmp_path.iterdir()
    assert address.endswith(path.name)
    path.write_bytes(b"used as it is")
    assert assets.geometry(provinces) == address
    assert path.read_bytes() == b"used as it is"
    assets.cache_folder.cache_clear()


def test_a_cache_that_cannot_be_written_to_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo.ui import served as assets

    (tmp_path / "file").touch()
    assets.cache_folder.cache_clear()
    monkeypatch.setattr("platformdirs.user_cache_path", lambda _: tmp_path / "file" / "cache")
    folder = assets.cache_folder()
    assert folder.is_dir()
    folder.rmdir()
    assets.cache_folder.cache_clear()
