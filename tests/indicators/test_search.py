"""The catalogue searched by word, and what is told of what it covers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.indicators.catalogue import load_catalogue, read_indicator
from geo.indicators.coverage import coverage_of, spell_periods
from geo.indicators.search import find_indicators, near_indicators
from geo.model.text import Language
from geo.model.values import Observation

CATALOGUE = load_catalogue()


def found(words: str) -> set[str]:
    return {indicator.id for indicator in find_indicators(CATALOGUE, words)}


BROADBAND = {"broadband-ports", "broadband-subscribers", "broadband-per-100-people"}


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("broadband", BROADBAND),
        ("Broadband", BROADBAND),
        ("宽带", BROADBAND),
        (
            "ｂroadband　subscriber",
            BROADBAND - {"broadband-ports"},
        ),  # wide letters and blank
        ("宽带 subscribers", BROADBAND - {"broadband-ports"}),  # two languages, and a plural
        ("broadband ports", {"broadband-ports"}),
        ("宽带 端口", {"broadband-ports"}),
        ("端口 宽带", {"broadband-ports"}),
        ("population-2020", {"population-2020"}),
        ("ecommerce", {"ecommerce-sales", "ecommerce-per-person"}),
        ("e-commerce", {"ecommerce-sales", "ecommerce-per-person"}),
        ("铁路 km2", {"railways-per-10000-km2"}),  # km² in the unit
        ("expressway 里程", {"expressways", "expressways-per-10000-km2"}),
        ("broadband railway", set()),
        ("no such word", set()),
    ],
)
def test_every_word_must_be_found(words: str, ids: set[str]) -> None:
    assert found(words) == ids


def test_words_of_a_group_find_all_of_it_in_the_order_of_the_catalogue() -> None:
    members = [indicator for indicator in CATALOGUE if indicator.group_id == "transport"]
    assert list(find_indicators(CATALOGUE, "交通")) == members
    assert len(members) > 2
    assert find_indicators(CATALOGUE, "  ") == CATALOGUE


def test_no_word_is_found_across_two_texts() -> None:
    indicator = read_indicator("railways")
    assert not find_indicators([indicator], "railways铁路")


@pytest.mark.parametrize(
    ("words", "nearest"),
    [("popultion", "population"), ("brodband", "broadband-ports"), ("光纜线路", "optical-cable")],
)
def test_what_is_nearest_is_named(words: str, nearest: str) -> None:
    assert not found(words)
    near = near_indicators(CATALOGUE, words)
    assert nearest in [indicator.id for indicator in near]
    assert len(near) <= 3
    assert near_indicators(CATALOGUE, "xyzxyz") == ()


def test_coverage_counts_places_and_names_gaps() -> None:
    covered = coverage_of(read_indicator("gdp"))
    assert (len(covered.places), len(covered.expected), covered.figures) == (31, 31, 31 * 13 - 4)
    assert covered.gaps == {"540000": ("2012", "2013", "2014", "2015")}
    assert not covered.complete
    assert coverage_of(read_indicator("population")).complete
    projects = coverage_of(read_indicator("ccid-projects"))
    assert set(projects.places) == {"330000", "340000", "440000"}
    assert len(projects.without) == 28
    assert set(projects.places) | set(projects.without) == set(projects.expected)


def test_coverage_of_regions_and_of_all_34() -> None:
    regions = coverage_of(read_indicator("5g-stations-region"))
    assert set(regions.places) == set(regions.expected) == {"east", "central", "west", "northeast"}
    assert len(coverage_of(read_indicator("area-stated")).expected) == 34
    assert len(coverage_of(read_indicator("population")).expected) == 31


def test_a_place_that_has_no_figure_at_all_is_without() -> None:
    indicator = read_indicator("ccid-projects")
    gone = tuple(
        replace(o, value=None, status="no_data") if o.adcode == "340000" else o
        for o in indicator.values
    )
    covered = coverage_of(replace(indicator, values=gone))
    assert "340000" in covered.without
    assert not covered.gaps
    one_more = Observation("330000", "2021", 7.0, "reported")
    covered = coverage_of(replace(indicator, values=(*indicator.values, one_more)))
    assert covered.gaps == {"340000": ("2021",), "440000": ("2021",)}


@pytest.mark.parametrize(
    ("periods", "en", "zh"),
    [
        (["2016", "2017", "2018"], "2016–2018", "2016–2018"),
        (["2020"], "2020", "2020"),
        (["2011", "2012", "2015"], "2011–2012, 2015", "2011–2012、2015"),
        ([""], "of no period", "不分时期"),
        (["2020-06"], "June 2020", "2020年6月"),
        (["2020-06", "2021-09"], "June 2020 to September 2021, 2 dates",
         "2020年6月至2021年9月，2个时点"),
    ],
)  # fmt: skip
def test_periods_in_words(periods: list[str], en: str, zh: str) -> None:
    told: dict[Language, str] = {"en": en, "zh": zh}
    for language, text in told.items():
        assert spell_periods(periods, language) == text
