"""Pictures of several maps, differences, and colours that run on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import oklab
from geo.classify import classify
from geo.derive import difference
from geo.errors import DrawingError, ExportError, GeoError
from geo.export import export
from geo.model import CONTINUOUS, Indicator, Observation
from geo.palettes import color_scale
from geo.pipeline import MapRequest, build_plate, load_indicator, multiples
from geo.plate import MOST_MAPS, make_plate
from tests.pictures import a_map

A, B = "340000", "330000"


def over_time(**figures: tuple[float | None, float | None]) -> Indicator:
    """Two places in so many years."""
    base = load_indicator("population-2020")
    values = tuple(
        Observation(adcode, year[1:], value, "no_data" if value is None else "reported")
        for year, pair in figures.items()
        for adcode, value in zip((A, B), pair, strict=True)
    )
    return replace(base, values=values)


def test_one_map_is_the_whole_picture() -> None:
    choropleth = a_map("ccid-projects", "zh")
    plate = make_plate([choropleth])
    assert (plate.title, plate.notes) == (choropleth.title, choropleth.notes)
    assert plate.source_line == choropleth.source_line
    assert make_plate([choropleth], title="别的").title == "别的"


def test_several_maps_say_everything_once() -> None:
    plate = build_plate([MapRequest("gdp-2020"), MapRequest("population-2020")])
    assert plate.panel_titles == tuple(choropleth.title for choropleth in plate.maps)
    assert plate.source_line.count("Boundaries: AutoNavi") == 1
    assert plate.source_line.count("Source:") == 2
    assert len(plate.notes) == len(set(plate.notes))
    assert not plate.shared


def test_maps_of_one_unit_have_one_legend_made_from_all_figures() -> None:
    plate = build_plate([MapRequest("population-2020"), MapRequest("population-2020", k=5)])
    assert plate.shared
    first, second = (choropleth.scale for choropleth in plate.maps)
    assert first == second


@pytest.mark.parametrize("count", [0, MOST_MAPS + 1])
def test_too_few_and_too_many_maps_are_refused(count: int) -> None:
    with pytest.raises(DrawingError, match=f"1 to 36 maps, not {count}"):
        make_plate([a_map()] * count)


def test_two_languages_are_refused() -> None:
    with pytest.raises(DrawingError, match="in one language"):
        make_plate([a_map("ccid-projects", "en"), a_map("ccid-projects", "zh")])


def test_data_formats_hold_one_map() -> None:
    with pytest.raises(ExportError, match="csv holds one map, and this picture has 2"):
        export(make_plate([a_map(), a_map()]), "csv")


def test_multiples_are_the_periods_from_the_first() -> None:
    (request,) = multiples(MapRequest("population-2020", language="zh"))
    assert (request.period, request.language) == ("2020", "zh")


# -- differences --------------------------------------------------------------------------------


def test_a_difference_by_hand() -> None:
    years = over_time(y2019=(10, 7), y2020=(12, None))
    made = difference(years, years, period="2020", other_period="2019")
    found = {o.adcode: (o.value, o.status, o.period) for o in made.values}
    assert found == {A: (2, "derived", "2019/2020"), B: (None, "no_data", "2019/2020")}
    assert made.midpoint == 0
    assert made.title.en == "Resident population, change from 2019 to 2020"
    assert made.title.zh == "常住人口：2019至2020变化"


@given(st.tuples(st.integers(-999, 999), st.integers(-999, 999)))
def test_a_difference_turned_round_has_the_other_sign(pair: tuple[int, int]) -> None:
    years = over_time(y2019=(0, 5), y2020=pair)
    there = difference(years, years, period="2020", other_period="2019")
    back = difference(years, years, period="2019", other_period="2020")
    for one, two in zip(there.values, back.values, strict=True):
        assert one.value is not None
        assert two.value is not None
        assert one.value == -two.value


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("population-2020", "gdp-2020", "different units"),
        ("population-2020", "population-2020", "less itself is zero"),
    ],
)
def test_what_cannot_be_subtracted(first: str, second: str, message: str) -> None:
    with pytest.raises(GeoError, match=message):
        difference(load_indicator(first), load_indicator(second))


def test_a_difference_is_drawn_around_zero() -> None:
    choropleth = a_map("ccid-key-projects-implied", "en", minus="ccid-projects", palette="blue-red")
    assert choropleth.scale.midpoint == 0
    assert "minus" in choropleth.title
    assert any("Colours turn at 0" in note for note in choropleth.notes)


# -- colours that run on ------------------------------------------------------------------------


def far_apart(one: str, other: str) -> int:
    """The largest difference of two colours' channels."""
    return max(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) for i in (1, 3, 5))


def test_a_continuous_scale_runs_from_the_first_colour_to_the_last() -> None:
    scale = color_scale(classify([0, 3, 100], scheme=CONTINUOUS), "blues")
    ends = scale.palette.colours[9][0], scale.palette.colours[9][-1]
    assert len(set(scale.colours)) == 64
    for colour, end in zip((scale.colours[0], scale.colours[-1]), ends, strict=True):
        assert far_apart(colour, end) <= 4
    choropleth = a_map("population-2020", "en", scheme=CONTINUOUS)
    kinds = [entry.kind for entry in choropleth.legend]
    assert kinds == ["continuous", "no_data"]
    assert "Colours run continuously" in choropleth.notes[0]


def test_around_a_midpoint_equal_distances_have_equal_strength() -> None:
    scale = color_scale(classify([-10, 0, 10], scheme=CONTINUOUS), "blue-red", midpoint=0)
    turned = color_scale(classify([-5, 0, 10], scheme=CONTINUOUS), "blue-red", midpoint=0)
    assert far_apart(scale.colour(10), turned.colour(10)) <= 8
    assert far_apart(scale.colour(-5), turned.colour(-5)) <= 8
    assert far_apart(scale.colour(-5), scale.colour(-10)) > 40


def test_colours_of_categories_do_not_run_on() -> None:
    with pytest.raises(DrawingError, match="for categories"):
        color_scale(classify([0, 1, 2], scheme=CONTINUOUS), "okabe-ito")


@given(st.from_regex("#[0-9a-f]{6}", fullmatch=True), st.from_regex("#[0-9a-f]{6}", fullmatch=True))
def test_between_two_colours_the_ends_are_the_two(a: str, b: str) -> None:
    assert oklab.between([a, b], 0) == a
    assert oklab.between([a, b], 1) == b


def test_the_middle_of_black_and_white() -> None:
    # Oklab's lightness of 0.5 is this grey (computed with coloraide).
    assert oklab.between(["#000000", "#ffffff"], 0.5) == "#636363"
