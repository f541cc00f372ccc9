"""Squares and circles in place of provinces: the figures stay, and what is drawn is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.export.data import data_rows, to_json
from geo.indicators import load_indicator
from geo.maps import MapRequest, build, build_by_province, draw_indicator
from geo.model import LANGUAGES, GeoError, Observation, UnknownNameError

TILES = MapRequest("gdp-2020", arrangement="tiles")
CIRCLES = MapRequest("gdp-per-person", arrangement="dorling", sized_by="population-2020")


@pytest.mark.parametrize("asked", [TILES, CIRCLES])
def test_the_figures_and_classes_are_those_of_the_map(asked: MapRequest) -> None:
    arranged, usual = build(asked), build(replace(asked, arrangement="map", sized_by=None))
    assert data_rows(arranged) == data_rows(usual)
    assert arranged.legend == usual.legend
    assert to_json(arranged)["arrangement"] == asked.arrangement
    assert "arrangement" not in to_json(usual)


def test_a_count_sizes_its_own_circles() -> None:
    layer = build(MapRequest("population-2020", arrangement="dorling")).layer
    assert layer.sizes is not None
    assert layer.sizes.indicator.id == "population-2020"


def test_circles_are_of_the_nearest_date() -> None:
    layer = build(CIRCLES).layer
    assert layer.sizes is not None
    assert layer.sizes.period == "2020"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tile_grid_says_that_it_is_no_geography(language: str) -> None:
    shown = build(replace(TILES, language=language))  # type: ignore[arg-type]
    said = {"en": ("each square is a province", "no geography"), "zh": ("每格", "不代表实际地理")}
    assert said[language][0] in shown.subtitle
    assert said[language][1] in shown.notes[0] + shown.notes[1]
    assert "AutoNavi" not in shown.source_line
    assert "高德" not in shown.source_line


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cartogram_says_what_its_circles_are_by_and_how_large_the_largest_is(
    language: str,
) -> None:
    shown = build(replace(CIRCLES, language=language))  # type: ignore[arg-type]
    notes = " ".join(shown.notes)
    assert load_indicator("population-2020").title[shown.language] in shown.subtitle
    assert "126,012,510" in notes
    assert ("Hong Kong" if language == "en" else "香港") in notes
    (largest,) = (note for note in shown.notes if "126,012,510" in note)
    assert largest in shown.description[shown.language]


def test_a_ratio_asks_which_count_the_circles_are_by() -> None:
    with pytest.raises(GeoError, match="which count should they be by"):
        build(MapRequest("gdp-per-person", arrangement="dorling"))
    with pytest.raises(GeoError, match="which count"):
        build(MapRequest("gdp-2020", per="population", arrangement="dorling"))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (replace(CIRCLES, sized_by="gdp-per-person-official"), "unknown"),
        (replace(CIRCLES, sized_by="population-density"), "which is no count"),
        (replace(TILES, sized_by="population-2020"), "say arrangement dorling, too"),
        (replace(TILES, symbols="gdp-2020"), "symbols does not go with a tile grid"),
        (MapRequest("population-2020", level="prefecture", arrangement="tiles"), "34 provinces"),
        (MapRequest("population-2020", within="340000", arrangement="tiles"), "34 provinces"),
    ],
)
def test_what_cannot_be_arranged_is_refused_by_name(asked: MapRequest, told: str) -> None:
    with pytest.raises(GeoError, match=told):
        build(asked)


def test_maps_of_all_provinces_are_no_arrangement() -> None:
    asked = MapRequest("population-2020", arrangement="dorling")
    with pytest.raises(GeoError, match="by_province does not go with"):
        build_by_province(asked)


def test_sizes_below_zero_or_none_at_all_are_refused() -> None:
    indicator = load_indicator("population-2020")
    below = tuple(replace(o, value=-1.0) for o in indicator.values if o.value is not None)
    asked = MapRequest("", arrangement="dorling")
    with pytest.raises(GeoError, match="it is below zero in Beijing"):
        draw_indicator(replace(indicator, values=below), asked)
    zero: tuple[Observation, ...] = tuple(replace(o, value=0.0) for o in below)
    with pytest.raises(GeoError, match="no place here has a figure above zero"):
        draw_indicator(replace(indicator, values=zero), asked)


def test_an_unknown_arrangement_is_named() -> None:
    with pytest.raises(UnknownNameError, match="arrangement 'hexagons'"):
        MapRequest("gdp-2020", arrangement="hexagons")  # type: ignore[arg-type]
