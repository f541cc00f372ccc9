"""The whole pipe: every request gives a map, or an error in words; a new file needs no code."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.draw.media.web.message import browser_message
from geo.draw.style import Style
from geo.export.formats import export
from geo.indicators.catalogue import INDICATORS, list_indicators, load_catalogue, read_indicator
from geo.indicators.derive import load_indicator
from geo.maps.choropleth import in_language
from geo.maps.classes import SCHEMES
from geo.maps.facts import profiles
from geo.maps.palettes import list_palettes
from geo.maps.pipeline import build, draw_indicator
from geo.maps.request import MapRequest
from geo.maps.value_words import write_label, write_value
from geo.model.errors import ClassificationError, DrawingError, GeoError, UnknownNameError
from geo.model.maps import Choropleth
from geo.model.text import LANGUAGES
from geo.model.values import Indicator, Observation
from geo.places.boundaries import load_boundaries
from tests.gathered import gathered

IDS = [indicator.id for indicator in list_indicators()]
COUNTS = [indicator.id for indicator in list_indicators() if indicator.kind == "count"]
ANHUI, GUANGDONG, ZHEJIANG = "340000", "440000", "330000"


def check(choropleth: Choropleth) -> None:
    """What is true of every map."""
    colours = set(choropleth.scale.colours)
    assert len(colours) == choropleth.scale.classes.k
    for place in choropleth.places:
        index = choropleth.class_of(place)
        if place.value is None:
            assert index is None
            assert choropleth.colour_of(place) == choropleth.scale.no_data
        else:
            assert index is not None
            assert choropleth.colour_of(place) == choropleth.scale.colours[index]
    assert choropleth.title
    assert choropleth.source_line
    assert choropleth.legend


@gathered("scheme", SCHEMES)
@gathered("identifier", IDS)
def test_every_indicator_in_every_scheme_and_both_languages(identifier: str, scheme: str) -> None:
    maps = [build(MapRequest(identifier, scheme=scheme, language=lang)) for lang in LANGUAGES]
    for choropleth in maps:
        check(choropleth)
    english, chinese = maps
    assert english.scale == chinese.scale
    assert english.places == chinese.places


@gathered("palette", list_palettes())
@gathered("identifier", ["ccid-projects", "population-density"])
def test_every_palette(identifier: str, palette: str) -> None:
    choropleth = build(MapRequest(identifier, palette=palette))
    check(choropleth)
    assert choropleth.scale.palette.id == palette


def test_the_defaults_need_no_change() -> None:
    for identifier in IDS:
        choropleth = build(MapRequest(identifier))
        values = {o.value for o in choropleth.places if o.value is not None}
        assert choropleth.scale.classes.scheme == "quantiles"
        assert choropleth.scale.classes.k == min(5, len(values))
        assert choropleth.scale.palette.kind == "sequential"
        assert choropleth.language == "en"


def test_the_map_of_the_projects() -> None:
    choropleth = build(MapRequest("ccid-projects"))
    found = {o.adcode: choropleth.class_of(o) for o in choropleth.places if o.value is not None}
    assert found == {ZHEJIANG: 0, GUANGDONG: 1, ANHUI: 2}
    assert choropleth.scale.palette.id == "purples"


def test_the_same_request_gives_the_same_map() -> None:
    request = MapRequest("gdp-2020", scheme="fisher_jenks", k=7, language="zh")
    assert build(request).legend == build(request).legend
    assert build(request).notes == build(request).notes


def test_edges_by_hand_need_no_scheme() -> None:
    choropleth = build(MapRequest("ccid-projects", edges=(100, 150, 300)))
    assert choropleth.scale.classes.scheme == "manual"
    assert [e.count for e in choropleth.legend if e.kind == "class"] == [1, 2]


def test_a_diverging_palette_turns_at_the_median_or_where_the_label_says() -> None:
    scores = load_indicator("ccid-potential-foundation")
    request = MapRequest("", palette="blue-red")
    assert draw_indicator(scores, request).scale.midpoint == 67.19
    stated = draw_indicator(replace(scores, midpoint=60.0), request)
    assert stated.scale.midpoint == 60
    assert draw_indicator(scores, MapRequest("", palette="blues")).scale.midpoint is None


def test_an_indicator_without_a_palette_gets_one_for_its_kind() -> None:
    palettes = {
        kind: draw_indicator(
            replace(load_indicator("gdp-2020"), palette="", kind=kind), MapRequest("")
        ).scale.palette.id
        for kind in ("count", "ratio", "index")
    }
    assert len(set(palettes.values())) == 3
    assert all(list_palettes()[palette].kind == "sequential" for palette in palettes.values())


@gathered(
    ("request_", "error", "message"),
    [
        (MapRequest("ccid-project"), UnknownNameError, "unknown indicator 'ccid-project'. Did you"),
        (MapRequest("gdp-2020", period="2019"), UnknownNameError, "unknown period of gdp-2020"),
        (MapRequest("gdp-2020", scheme="jenks"), UnknownNameError, "unknown scheme 'jenks'"),
        (MapRequest("gdp-2020", palette="viridis"), UnknownNameError, "unknown palette 'viridis'"),
        (MapRequest("gdp-2020", language="fr"), UnknownNameError, "unknown language 'fr'"),  # type: ignore[arg-type]
        (
            MapRequest("ccid-projects", per="people"),
            UnknownNameError,
            "unknown denominator 'people'",
        ),
        (MapRequest("ccid-share", per="area"), GeoError, "ccid-share is a ratio; only a count"),
        (MapRequest("gdp-2020", per="gdp"), GeoError, "gdp-2020 cannot be related to itself"),
        (MapRequest("gdp-2020", k=1), ClassificationError, "1 classes cannot be drawn"),
        (MapRequest("gdp-2020", k=10), ClassificationError, "10 classes cannot be drawn"),
        (MapRequest("gdp-2020", edges=(3, 2, 1)), ClassificationError, "rise from one to the next"),
        (MapRequest("gdp-2020", edges=(0, 1, 2)), ClassificationError, r"leave out 1902\.74"),
        (MapRequest("gdp-2020", scheme="manual"), ClassificationError, "go together"),
        (MapRequest("gdp-2020", k=9, palette="okabe-ito"), DrawingError, "at most 7 colours"),
    ],
)
def test_what_cannot_be_done_is_said(
    request_: MapRequest, error: type[GeoError], message: str
) -> None:
    with pytest.raises(error, match=message):
        build(request_)


@pytest.mark.parametrize("per", ["population", "area", "gdp"])
@pytest.mark.parametrize("identifier", ["ccid-projects", "5g-stations-announced-2020"])
def test_a_count_is_made_comparable(identifier: str, per: str) -> None:
    choropleth = build(MapRequest(identifier, per=per))
    check(choropleth)
    assert choropleth.layer.indicator.kind == "ratio"
    assert choropleth.layer.common_mark == "derived"
    assert choropleth.layer.indicator.method.en in choropleth.notes
    counted = build(MapRequest(identifier))
    assert [o.value is None for o in choropleth.places] == [o.value is None for o in counted.places]


def test_files_are_read_once() -> None:
    assert load_boundaries("provinces") is load_boundaries("provinces")
    assert load_boundaries() is load_boundaries("provinces")
    assert load_boundaries(identifier="provinces") is load_boundaries("provinces")
    assert load_indicator("gdp-2020", None) is load_indicator("gdp-2020", denominator=None)
    assert load_indicator("gdp-2020") is load_indicator("gdp-2020")


def test_the_profile_of_a_place_has_every_indicator() -> None:
    facts = {fact.indicator.id: fact.observation for fact in profiles()[GUANGDONG]}
    assert list(facts) == [i.id for i in load_catalogue() if i.boundaries == "provinces"]
    assert facts["ccid-projects"].value == 165
    assert facts["ccid-key-projects-implied"].value == 484
    assert {o.adcode for o in facts.values()} == {GUANGDONG}
    assert {fact.observation.value for fact in profiles()["710000"]} > {None}


# An indicator that comes later


STATIONS = {
    "2022-02": {"east": 719000, "central": 324000, "west": 366000, "northeast": 97000},
    "2024-06": {"east": 1741000, "central": 887000, "west": 1043000, "northeast": 245000},
}


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A folder with one indicator: stations by region at two dates. Files only, no code."""
    rows = ["adcode,period,value,status"] + [
        f"{region},{period},{value},reported"
        for period, values in STATIONS.items()
        for region, value in values.items()
    ]
    data = ("\n".join(rows) + "\n").encode()
    (tmp_path / "stations.csv").write_bytes(data)
    label = (INDICATORS / "ccid-projects.toml").read_text(encoding="utf-8")
    for old, new in (
        ('id = "ccid-projects"', 'id = "stations"'),
        ('boundaries = "provinces"', 'boundaries = "regions"'),
        ('sha256 = ".*"', f'sha256 = "{hashlib.sha256(data).hexdigest()}"'),
    ):
        label, count = re.subn(old, new, label, count=1)
        assert count == 1
    (tmp_path / "stations.toml").write_text(label, encoding="utf-8")
    return tmp_path


@pytest.fixture
def stations(catalogue: Path) -> Indicator:
    return read_indicator("stations", folder=catalogue)


def test_a_new_indicator_is_two_new_files(catalogue: Path) -> None:
    (indicator,) = list_indicators(catalogue)
    assert (indicator.id, indicator.boundaries) == ("stations", "regions")
    assert indicator.periods == ("2022-02", "2024-06")
    assert len(indicator.numbers()) == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_indicator_by_region_is_drawn(stations: Indicator, language: str) -> None:
    choropleth = draw_indicator(stations, MapRequest("", language=language))  # type: ignore[arg-type]
    check(choropleth)
    assert choropleth.layer.boundaries.id == "regions"
    assert choropleth.layer.period == "2024-06"
    values = {o.adcode: o.value for o in choropleth.places}
    absent = dict.fromkeys(("710000", "810000", "820000"))
    assert values == {**STATIONS["2024-06"], **absent}
    assert choropleth.name("east") == {"en": "East", "zh": "东部地区"}[language]
    assert {e.kind: e.count for e in choropleth.legend}["no_data"] == 3
    assert {"en": "June 2024", "zh": "2024年6月"}[language] in choropleth.title


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_legend_stands_still_while_time_moves(stations: Indicator, scheme: str) -> None:
    maps = [
        draw_indicator(stations, MapRequest("", period=period, scheme=scheme, classes_of="all"))
        for period in ("2022-02", "2024-06", None)
    ]
    assert maps[0].scale == maps[1].scale == maps[2].scale
    everything = [value for values in STATIONS.values() for value in values.values()]
    edges = maps[0].scale.classes.edges
    assert edges[0] <= min(everything)
    assert edges[-1] >= max(everything)
    if scheme == "quantiles":
        assert edges == (97000, 300000, 350000, 800000, 1000000, 1750000)
    labels = [[e.label for e in m.legend if e.kind == "class"] for m in maps]
    assert labels[0] == labels[1]
    counts = [[e.count for e in m.legend if e.kind == "class"] for m in maps]
    assert counts[0] != counts[1]
    assert sum(counts[0]) == sum(counts[1]) == 4


# Whose figures classes are made from


def over_time(**years: Sequence[float | None]) -> Indicator:
    """Figures of the first provinces in so many years."""
    codes = load_boundaries("provinces").adcodes
    values = tuple(
        Observation(adcode, year[1:], value, "no_data" if value is None else "reported")
        for year, figures in years.items()
        for adcode, value in zip(codes, figures, strict=False)
    )
    return replace(load_indicator("ccid-projects"), values=values)


def class_counts(choropleth: Choropleth) -> list[int]:
    return [entry.count for entry in choropleth.legend if entry.kind == "class"]


@pytest.mark.parametrize("scheme", ["quantiles", "equal_interval", "fisher_jenks", "pretty_breaks"])
@pytest.mark.parametrize("identifier", ["5g-stations-region", "5g-stations-estimated"])
def test_a_map_of_one_period_is_classed_by_that_period(identifier: str, scheme: str) -> None:
    indicator = load_indicator(identifier)
    for period in indicator.periods:
        choropleth = build(MapRequest(identifier, period=period, scheme=scheme))
        alone = replace(indicator, values=tuple(o for o in indicator.values if o.period == period))
        assert choropleth.scale == draw_indicator(alone, MapRequest("", scheme=scheme)).scale
        assert choropleth.scale.classes.made_from == "map"
        if scheme == "quantiles":
            assert min(class_counts(choropleth)) >= 1
            assert max(class_counts(choropleth)) <= 7


grown = st.lists(st.integers(0, 10**6), min_size=3, max_size=20)


@given(grown, grown)
def test_other_periods_change_no_class(old: list[int], new: list[int]) -> None:
    both = draw_indicator(over_time(y2019=old, y2020=new), MapRequest(""))
    alone = draw_indicator(over_time(y2020=new), MapRequest(""))
    assert both.scale == alone.scale
    assert both.legend == alone.legend
    assert both.notes == alone.notes


@given(grown, grown)
def test_classes_of_all_periods_are_the_same_in_each_and_say_so(
    old: list[int], new: list[int]
) -> None:
    indicator = over_time(y2019=old, y2020=new)
    first, second = (
        draw_indicator(indicator, MapRequest("", period=period, classes_of="all"))
        for period in ("2019", "2020")
    )
    assert first.scale == second.scale
    assert first.legend_title == second.legend_title
    for choropleth in (first, second):
        assert choropleth.legend_title.endswith(" · classes of all periods")
        assert "Classes are made from the figures of all periods." in choropleth.notes
        assert "Classes are made from the figures of all periods." in choropleth.description.en
        assert "按各期全部数值统一分级。" in choropleth.description.zh
        assert in_language(choropleth, "zh").legend_title.endswith(" · 各期统一分级")


def test_of_one_period_nothing_is_said() -> None:
    asked, usual = (build(MapRequest("gdp-2020", classes_of=of)) for of in ("all", "shown"))
    assert asked.legend_title == usual.legend_title
    assert asked.scale == usual.scale


def test_edges_by_hand_hold_what_is_shown_and_nothing_else() -> None:
    indicator = over_time(y2019=[1, 2, 3], y2020=[100, 200, 300])
    request = MapRequest("", edges=(100, 150, 300))
    assert class_counts(draw_indicator(indicator, request)) == [1, 2]
    with pytest.raises(ClassificationError, match="leave out 1, 2, 3; they must reach from 1 to"):
        draw_indicator(indicator, replace(request, period="2019"))
    with pytest.raises(ClassificationError, match="leave out 1, 2, 3; they must reach from 1 to"):
        draw_indicator(indicator, replace(request, classes_of="all"))
    by_hand = draw_indicator(indicator, MapRequest("", edges=(0, 50, 300), classes_of="all"))
    assert "classes of" not in by_hand.legend_title


def test_a_period_without_any_figure_has_the_classes_of_the_others() -> None:
    indicator = over_time(y2019=[1, 2, 3], y2020=[None, None, None])
    choropleth = draw_indicator(indicator, MapRequest(""))
    assert choropleth.layer.period == "2020"
    assert class_counts(choropleth) == [0, 0, 0]
    assert choropleth.scale.classes.made_from == "periods"


def test_an_unknown_choice_of_classes_is_refused() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown choice of classes 'both'\. .*shown, all"):
        MapRequest("gdp-2020", classes_of="both")  # type: ignore[arg-type]


def test_the_midpoint_is_the_median_of_what_is_shown() -> None:
    indicator = over_time(y2019=[1, 2, 3], y2020=[10, 20, 30])
    request = MapRequest("", palette="blue-red")
    assert draw_indicator(indicator, request).scale.midpoint == 20
    assert draw_indicator(indicator, replace(request, classes_of="all")).scale.midpoint == 6.5


# As many digits as tell the figures apart


def test_small_figures_are_told_apart_wherever_they_are_written() -> None:
    figures = [0.00101, 0.00113, 0.00122, 0.0013]
    texts = ["0.00101", "0.00113", "0.00122", "0.00130"]
    indicator = replace(over_time(y2020=figures), kind="ratio", decimals=2)
    choropleth = draw_indicator(indicator, MapRequest(""))
    places = [o for o in choropleth.places if o.value is not None]
    shown = choropleth.layer.indicator
    assert [write_value(o.value or 0, shown, "en") for o in places] == texts
    assert [write_label(o.value or 0, choropleth) for o in places] == texts
    assert [entry.label for entry in choropleth.legend if entry.kind == "class"] == texts
    for language in LANGUAGES:
        assert "0.00101" in choropleth.description[language]
        assert "0.00130" in choropleth.description[language]
    tips = browser_message(choropleth)["places"]
    assert [tips[o.adcode]["lines"][0].split()[0] for o in places] == texts
    assert "0.00101" in export(choropleth, "svg", style=Style(letters="text")).decode()
