"""Maps of a level, and of the part of the country that lies in one place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.indicators.derive import load_indicator, relate
from geo.indicators.levels import find_at, levels_of
from geo.maps.pipeline import build, draw_indicator
from geo.maps.request import MapRequest
from geo.model import GeoError, Text, UnknownNameError
from geo.places.hierarchy import read_hierarchy
from geo.places.parts import load_level

ANHUI, HEFEI, BEIJING, TAIWAN = "340000", "340100", "110000", "710000"
POPULATION = MapRequest("population-2020")


def test_a_level_has_the_figures_of_its_own_source() -> None:
    assert levels_of("population-2020") == ("province", "prefecture")
    assert levels_of("area") == ("province", "prefecture", "county")
    choropleth = build(replace(POPULATION, level="prefecture"))
    assert choropleth.layer.boundaries.id == "prefectures"
    values = {o.adcode: o.value for o in choropleth.places}
    assert len(values) == 370
    assert values[HEFEI] == 9_369_881
    province = {o.adcode: o.value for o in build(POPULATION).places}
    assert (
        sum(values[a] or 0 for a in read_hierarchy().members("prefecture", ANHUI))
        == province[ANHUI]
    )


def test_a_part_is_of_the_places_that_divide_it() -> None:
    part = build(replace(POPULATION, within=ANHUI))
    boundaries = part.layer.boundaries
    assert boundaries.adcodes == read_hierarchy().members("prefecture", ANHUI)
    assert (boundaries.level, boundaries.within) == ("prefecture", ANHUI)
    assert boundaries.around is not None
    assert ANHUI not in boundaries.around.adcodes
    assert {"320000", "410000"} <= set(boundaries.around.adcodes)
    assert "650000" not in boundaries.around.adcodes  # far away
    assert sum(part.scale.classes.counts(part.layer.indicator.numbers())) == 16
    assert part.layer.report.unmatched == ()


def test_classes_are_those_of_the_part_or_of_the_country() -> None:
    own = build(replace(POPULATION, within=ANHUI, scheme="quantiles"))
    every = build(replace(POPULATION, within=ANHUI, scheme="quantiles", classes_from="country"))
    country = build(replace(POPULATION, level="prefecture", scheme="quantiles"))
    assert own.scale.classes.edges != every.scale.classes.edges
    assert every.scale.classes.edges == country.scale.classes.edges
    assert {o.adcode: every.colour_of(o) for o in every.places}.items() <= {
        o.adcode: country.colour_of(o) for o in country.places
    }.items()
    assert every.scale.classes.made_from == "country"
    assert any("whole country" in entry.label or "country" in note
               for entry in every.legend for note in every.notes)  # fmt: skip


def test_figures_are_divided_at_their_own_level() -> None:
    density = load_indicator(find_at("population-2020", "prefecture"), "area")
    area = {o.adcode: o.value for o in load_indicator("area-prefectures").values}
    hefei = next(o.value for o in density.values if o.adcode == HEFEI)
    assert area[HEFEI]
    assert hefei == pytest.approx(9_369_881 / area[HEFEI] * 1e4)
    with pytest.raises(GeoError, match="GDP"):
        load_indicator(find_at("population-2020", "prefecture"), "gdp")
    assert relate(replace(density, kind="count", id="own", level_of=""), "population",
                  load_level("prefecture")).unit.en.endswith("per million people")  # fmt: skip


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (MapRequest("gdp", level="prefecture"), "no figures by prefecture"),
        (MapRequest("population-2020", level="county"), "no figures by county"),
        (MapRequest("population-2020", within=TAIWAN), "not divided"),
        (MapRequest("population-2020", within=BEIJING), "no figures by county"),
        (MapRequest("population-2020", within="999999"), "unknown place"),
    ],
)
def test_what_is_not_there_is_said(request_: MapRequest, said: str) -> None:
    with pytest.raises(GeoError, match=said):
        build(request_)


def test_levels_that_are_none_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="prefecture"):
        MapRequest("gdp", level="town")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="country"):
        MapRequest("gdp", classes_from="world")  # type: ignore[arg-type]


def test_a_table_of_ones_own_places_is_not_cut() -> None:
    indicator = replace(load_indicator("population-2020"), id="own", title=Text("Own", "自有"))
    regions = replace(load_level("province"), id="mine")
    with pytest.raises(GeoError, match="cut"):
        draw_indicator(indicator, MapRequest("", within=ANHUI), boundaries=regions)
