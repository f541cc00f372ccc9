"""Pictures of several maps, differences, and colours that run on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.export.formats import export
from geo.indicators.derive import load_indicator
from geo.indicators.subtraction import difference
from geo.maps import oklab, request
from geo.maps.classes import classify
from geo.maps.palettes import color_scale
from geo.maps.pipeline import build_plate, draw_indicator
from geo.maps.plate import MOST_MAPS, make_plate
from geo.maps.request import MapRequest, beside, multiples
from geo.model.errors import DrawingError, ExportError, GeoError, UnknownNameError
from geo.model.maps import CONTINUOUS
from geo.model.text import LANGUAGES, Language, Text
from geo.model.values import Indicator, Observation
from tests.pictures import a_map

A, B = "340000", "330000"
KEY_PROJECTS = "ccid-key-projects-implied"


@contextmanager
def catalogue_of(load: Callable[..., Indicator]) -> Iterator[None]:
    """Another catalogue for a while."""
    with patch.object(request, "load_indicator", load):
        yield


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
    requests = [MapRequest(i, palette="blues") for i in ("ccid-projects", KEY_PROJECTS)]
    plate = build_plate(requests)
    assert plate.shared
    first, second = (choropleth.scale for choropleth in plate.maps)
    assert first == second
    # Three provinces with 280, 165 and 109 projects, one with 484 key projects.
    assert first.classes.edges == (109, 109, 165, 280, 484)


figures = st.lists(st.integers(-(10**9), 10**9), min_size=4, max_size=4)


@given(figures, figures, st.sampled_from(["quantiles", "equal_interval", CONTINUOUS]))
def test_pooled_classes_hold_the_figures_that_are_shown(
    a: list[int], b: list[int], scheme: str
) -> None:
    drawn = {
        name: replace(over_time(y2019=(w, x), y2020=(y, z)), id=name)
        for name, (w, x, y, z) in {"a": a, "b": b}.items()
    }
    with catalogue_of(lambda *asked: drawn[asked[0]]):
        plate = build_plate([MapRequest(name, scheme=scheme) for name in drawn])
    assert plate.shared
    for choropleth in plate.maps:
        classes = choropleth.scale.classes
        assert classes.edges[0] <= min(*a[2:], *b[2:])
        assert classes.edges[-1] >= max(*a[2:], *b[2:])
        assert classes.made_from == "maps"  # each shows one of its two periods
        assert choropleth.legend_title.endswith(" · classes of all maps")
        assert "Classes are made from the figures of all maps shown." in plate.notes
        alone = classify([*a[2:], *b[2:]], scheme=scheme, made_from="maps")
        assert classes == alone


def test_maps_that_share_no_classes_have_their_own() -> None:
    plate = build_plate([MapRequest("gdp-2020"), MapRequest("population-2020")])
    for choropleth in plate.maps:
        alone = draw_indicator(choropleth.layer.indicator, MapRequest(""))
        assert choropleth.scale == alone.scale
        assert "classes of" not in choropleth.legend_title


def test_a_map_that_is_there_shares_classes_with_those_of_the_catalogue() -> None:
    mine = replace(load_indicator("ccid-projects"), id="mine", title=Text("Mine", "我的"))
    layer = draw_indicator(mine, MapRequest("mine")).layer
    requests = [MapRequest("mine", palette="blues"), MapRequest(KEY_PROJECTS, palette="blues")]
    plate = build_plate(requests, first=layer)
    assert plate.maps[0].layer is layer
    assert plate.shared
    assert plate.maps[0].scale.classes.edges == (109, 109, 165, 280, 484)


def test_changes_over_the_years_have_one_legend() -> None:
    years = over_time(y2018=(1, 2), y2019=(10, 20), y2020=(100, 500))
    requests = [
        MapRequest("a", period="2020", minus_period="2019"),
        MapRequest("a", period="2019", minus_period="2018"),
    ]
    with catalogue_of(lambda *_: years):
        plate = build_plate(requests)
    assert plate.shared
    assert plate.title == "Change in census population by province"
    assert plate.panel_titles == ("2019 to 2020", "2018 to 2019")
    assert plate.maps[0].scale.classes.edges == (9, 9, 18, 90, 480)
    assert "2019 to 2020" in plate.maps[0].title


@pytest.mark.parametrize("language", LANGUAGES)
def test_panels_over_time_are_named_by_their_periods(language: Language) -> None:
    years = over_time(y2018=(1, 2), y2019=(10, 20), y2020=(100, 500))
    with catalogue_of(lambda *_: years):
        plate = build_plate(multiples(MapRequest("a", language=language)))
    assert plate.panel_titles == {
        "en": ("2018", "2019", "2020"), "zh": ("2018年", "2019年", "2020年"),
    }[language]  # fmt: skip
    assert plate.title == {
        "en": "Census population by province", "zh": "分地区普查常住人口",
    }[language]  # fmt: skip
    assert {choropleth.scale.classes.made_from for choropleth in plate.maps} == {"periods"}
    assert plate.shared
    told = {"en": "classes of all periods", "zh": "各期统一分级"}[language]
    assert plate.maps[0].legend_title.endswith(told)
    assert plate.subtitle == {"en": "Unit: persons", "zh": "单位：人"}[language]


def test_a_title_is_whole_or_refused() -> None:
    maps = [a_map(), a_map("gdp-2020")]
    assert make_plate(maps, title="x" * 600).title == "x" * 600
    with pytest.raises(DrawingError, match="601 letters wide"):
        make_plate(maps, title="x" * 601)


@pytest.mark.parametrize("count", [0, MOST_MAPS + 1])
def test_too_few_and_too_many_maps_are_refused(count: int) -> None:
    with pytest.raises(DrawingError, match=f"1 to 36 maps, not {count}"):
        make_plate([a_map()] * count)


def test_two_languages_are_refused() -> None:
    with pytest.raises(DrawingError, match="in one language"):
        make_plate([a_map("ccid-projects", "en"), a_map("ccid-projects", "zh")])


def test_data_formats_hold_one_map() -> None:
    with pytest.raises(
        ExportError,
        match="csv shows the periods of one indicator, and this picture has 2 maps of several",
    ):
        export(make_plate([a_map(), a_map()]), "csv")


def test_multiples_are_the_periods_from_the_first() -> None:
    (only,) = multiples(MapRequest("population-2020", language="zh"))
    assert (only.period, only.language) == ("2020", "zh")
    years = over_time(y2018=(1, 2), y2019=(10, 20), y2020=(100, 500))
    with catalogue_of(lambda *_: years):
        assert [r.period for r in multiples(MapRequest("a"))] == ["2018", "2019", "2020"]
        # Of changes since 2019, 2019 itself has none.
        since = MapRequest("a", minus_period="2019")
        assert [r.period for r in multiples(since)] == ["2018", "2020"]


def test_a_map_beside_has_the_nearest_date_of_its_year_or_a_named_one() -> None:
    announced, latest = (
        MapRequest("5g-stations-announced-2020"),
        MapRequest("5g-stations-estimated"),
    )
    assert beside([announced], "5g-stations-estimated").period == "2020-12"
    assert beside([announced], "population-2020").period == "2020"
    assert beside([latest], "area").period == ""
    assert beside([MapRequest("area")], "5g-stations-estimated").period == "2025-12"
    assert beside([replace(latest, period="2020-02"), latest], "gdp-2020").period == "2020"
    assert beside([latest], "population-2020:2020").period == "2020"
    with pytest.raises(
        GeoError, match=r"shown for 2025-12, and population-2020 has .* it has 2020\..*-2020:2020"
    ):
        beside([latest], "population-2020")
    with pytest.raises(UnknownNameError, match="2021"):
        build_plate([latest, beside([latest], "population-2020:2021")])


# -- differences --------------------------------------------------------------------------------


def test_a_difference_by_hand() -> None:
    years = over_time(y2019=(10, 7), y2020=(12, None))
    made = difference(years, years, period="2020", other_period="2019")
    found = {o.adcode: (o.value, o.status, o.period) for o in made.values}
    assert found == {A: (2, "derived", "2019/2020"), B: (None, "no_data", "2019/2020")}
    assert made.midpoint == 0
    assert (made.title.en, made.title.zh) == ("Change in census population", "普查常住人口变化")
    assert "2020 (Census population) less those of 2019 (Census" in made.method.en
    assert "2020年（普查常住人口）减去2019年（普查常住人口）" in made.method.zh


def test_a_difference_of_two_is_told_with_both() -> None:
    one, base = over_time(y2019=(10, 7), y2020=(12.5, 8)), load_indicator("area")
    two = replace(
        base, unit=one.unit, values=one.values, decimals=1, notes=(Text("Note.", "注。"),),
        method=Text("Counted twice.", "数两遍。"),
    )  # fmt: skip
    made = difference(one, two, period="2019")  # the other's is the same
    assert [(o.value, o.period) for o in made.values] == [(0, "2019"), (0, "2019")]
    assert made.title.en == (
        "Difference between census population and area of the polygons (computed)"
    )
    assert made.title.zh == f"{one.title.zh}与{two.title.zh}之差"
    assert made.decimals == 1
    assert made.notes == (*one.notes, *two.notes)
    assert "Counted twice. The figures of 2019" in made.method.en
    for lang in LANGUAGES:
        for source in (one.source, two.source):
            assert source.citation[lang].rstrip(".。") in made.source.citation[lang]
            assert source.title[lang] in made.source.title[lang]
            assert source.publisher[lang] in made.source.publisher[lang]
    # The dates differ, so each stands with its title; an address of one is not that of both.
    assert "(11 May 2021); " in made.source.title.en
    assert (made.source.published, made.source.url) == ("", "")


def test_a_difference_of_percentages_is_in_percentage_points() -> None:
    years = replace(over_time(y2019=(10, 20), y2020=(12, 30)), unit=Text("%", "%"))
    made = difference(years, years, period="2020", other_period="2019")
    assert (made.unit.en, made.unit.zh) == ("percentage points", "个百分点")


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
    assert choropleth.title.startswith("Difference between key infrastructure projects")
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


def test_a_single_figure_does_not_run_on() -> None:
    for palette in ("blues", "blue-red"):
        scale = color_scale(classify([0, 0], scheme=CONTINUOUS), palette, midpoint=0)
        assert scale.classes.distinct
        assert len(scale.colours) == 1
    one = over_time(y2020=(5, 5))
    choropleth = draw_indicator(one, MapRequest("", scheme=CONTINUOUS))
    assert [(e.kind, e.label) for e in choropleth.legend] == [
        ("class", "5"),
        ("no_data", "No data"),
    ]
    assert choropleth.notes[0] == "Classes: one for each distinct value."


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
