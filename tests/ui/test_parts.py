"""The part of the country that is looked at, without a browser: which places, what is told of them,
and what is said where there are no figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.indicators import levels_of
from geo.model import word
from geo.model.text import LANGUAGES
from geo.places import read_hierarchy
from geo.ui import atlas, look, parts, served
from geo.ui.look import Look
from tests.ui.shown import choose, data_of

APP = str(Path(__file__).resolve().parents[2] / "app.py")
ANHUI, HEFEI, BEIJING = "340000", "340100", "110000"


@pytest.fixture(scope="module")
def app() -> AppTest:
    started = AppTest.from_file(APP, default_timeout=120)
    started.query_params["lang"] = "en"
    return started.run()


def part_of(app: AppTest, **fields: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The part that the browser is told of where a look asks for it, and all else."""
    told = data_of(choose(app, **fields))
    assert not app.exception
    return told["part"], told


def test_a_part_with_figures_is_a_map_of_its_own(app: AppTest) -> None:
    base = data_of(choose(app, indicator="population-2020", within=None))
    part, told = part_of(app, indicator="population-2020", within=ANHUI)
    assert (part["within"], part["level"]) == (ANHUI, "prefecture")
    assert [level for level, _ in part["levels"]] == ["prefecture", "county"]
    assert set(part["map"]["adcodes"]) == set(read_hierarchy().members("prefecture", ANHUI))
    assert part["map"]["frames"][0]["title"] == "Census population by prefecture, Anhui, 2020"
    assert told["map"] == base["map"], "the country stays as it is"
    assert f"within={ANHUI}" in told["address"]
    own = part["map"]["views"][0]["classes"]
    country, _ = part_of(app, country=True)
    assert country["map"]["views"][0]["classes"] != own


def test_a_part_without_figures_says_so(app: AppTest) -> None:
    part, _ = part_of(app, indicator="gdp-2020", within=HEFEI, country=False)
    assert part["map"] is None
    assert part["level"] == "county"
    assert part["title"] == "Hefei by county"
    assert part["told"] == word("part_none", "en", section="page")
    assert part["source"].startswith("Boundaries: ")
    refused, _ = part_of(app, indicator="population-2020", within=HEFEI)
    assert "there are no figures by county" in refused["told"]


def test_what_cannot_be_gone_into_is_not(app: AppTest) -> None:
    before = data_of(choose(app, within=None))
    assert before["part"] is None
    assert before["opens"]
    for nonsense in ("710000", "441900", "340104", "nonsense"):
        assert data_of(choose(app, within=nonsense))["part"] is None
    regions, _ = part_of(app, indicator="5g-stations-region", within=None)
    assert regions is None
    assert not data_of(app)["opens"]


def test_the_country_by_its_prefectures(app: AppTest) -> None:
    told = data_of(choose(app, indicator="population-2020", base="prefecture", within=None))
    assert told["boundaries"] == "prefectures"
    assert told["names"].startswith(f"{served.root()}/names-prefectures-en-")
    assert [level for level, _ in told["offer"]["levels"]] == list(levels_of("population-2020"))
    per = [identifier for identifier, _ in told["offer"]["per"]]
    assert "gdp" not in per, "nobody has the GDP of all prefectures"
    divided = data_of(choose(app, base=None, per="gdp"))
    assert divided["look"]["per"] == "gdp"
    whole = data_of(choose(app, base="prefecture"))
    assert (whole["look"]["per"], whole["boundaries"]) == (None, "prefectures")
    assert not app.error
    area = data_of(choose(app, per="area"))
    assert area["look"]["per"] == "area"
    assert data_of(choose(app, indicator="gdp-2020"))["look"]["base"] is None


def test_a_look_keeps_no_level_that_is_none() -> None:
    settled = parts.settled
    assert settled(Look(base="county"), ("province", "prefecture")).base is None
    assert settled(Look(base="prefecture"), ("province", "prefecture")).base == "prefecture"
    assert settled(Look(level="county", country=True), ("province",)) == Look()
    assert settled(Look(within=ANHUI, level="prefecture"), ()).level is None
    assert settled(Look(within=ANHUI, level="county"), ()).level == "county"
    assert settled(Look(within=BEIJING, level="county"), ()).level is None


def test_an_address_says_the_part() -> None:
    shown = look.to_address(Look(within=ANHUI, level="county", country=True, base="prefecture"))
    said = {key: value for key, value in shown.items() if value is not None}
    assert said == {"within": ANHUI, "level": "county", "country": "all", "base": "prefecture"}
    assert look.to_address(Look(level="county", country=True)).get("level") is None


def test_what_divides_each_province() -> None:
    ways, hierarchy = parts.ways_down(), read_hierarchy()
    assert "710000" not in ways, "of Taiwan there is no lower level"
    assert ways[BEIJING] == {"level": "county", "divided": []}
    assert HEFEI in ways[ANHUI]["divided"]
    assert "441900" not in ways["440000"]["divided"]
    assert sum(len(way["divided"]) for way in ways.values()) > 320
    assert set(ways) <= set(hierarchy.names["province"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_can_be_gone_to(language: str) -> None:
    hierarchy = read_hierarchy()
    rows = parts.findable(language)  # type: ignore[arg-type]
    for level, adcode, *_, within in rows:
        if level == "province":
            assert not within
        else:
            below = hierarchy.below(within)
            assert below is not None
            assert adcode in below.adcodes


def test_files_of_provinces_are_made_when_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(served, "cache_folder", lambda: tmp_path)
    made: list[str] = []
    address = served.later("thing", lambda: made.append("once") or {"a": 1})
    assert not list(tmp_path.iterdir())
    name = address.rpartition("/")[2]
    served._make(name)
    served._make(name)
    assert made == ["once"]
    assert (tmp_path / name).read_text() == '{"a":1}'


def test_the_words_know_where_every_province_is_found() -> None:
    words = atlas.words_of("zh")
    assert set(words["places"]) >= {"provinces", "regions"}
    assert not {"prefectures", "counties"} & set(words["places"]), "thousands of names"
    assert all(way["file"].startswith(served.root()) for way in words["ways"].values())
