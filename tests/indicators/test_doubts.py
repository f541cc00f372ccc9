"""Doubts and gaps of the series: what is marked, what is absent and why, what is not comparable."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from geo.indicators.catalogue import load_catalogue
from geo.indicators.derive import load_indicator
from geo.model.values import Indicator, Observation
from geo.places.boundaries import load_boundaries
from tests.gathered import gathered

BEIJING, SHANGHAI, JIANGSU, TIBET = "110000", "310000", "320000", "540000"
HAINAN, NINGXIA, XINJIANG = "460000", "640000", "650000"
TAIWAN, HONG_KONG, MACAU = "710000", "810000", "820000"


def observed(identifier: str, per: str | None = None) -> dict[tuple[str, str], Observation]:
    return {(o.adcode, o.period): o for o in load_indicator(identifier, per).values}


def doubtful(identifier: str) -> set[tuple[str, str]]:
    return {key for key, o in observed(identifier).items() if o.status == "unconfirmed"}


def years(identifier: str) -> set[str]:
    return {period for _, period in doubtful(identifier)}


def without(identifier: str, periods: int) -> set[str]:
    """The mainland's provinces that lack a figure in so many periods."""
    indicator = load_indicator(identifier)
    have = Counter(o.adcode for o in indicator.values if o.value is not None)
    every = len(indicator.periods)
    return {a for a in load_boundaries("regions").part_of if every - have[a] == periods}


def test_steps_of_mobile_internet_users_are_marked() -> None:
    steps = {
        (BEIJING, "2017"), (BEIJING, "2018"), (SHANGHAI, "2017"), (SHANGHAI, "2018"),
        (JIANGSU, "2018"), (TIBET, "2018"),
    }  # fmt: skip
    assert doubtful("mobile-internet-users") == steps
    assert doubtful("mobile-internet-per-100-people") == doubtful("traffic-per-user") == steps
    note = observed("mobile-internet-users")[BEIJING, "2017"].note
    assert "large step" in note.en
    assert "变动较大" in note.zh


def test_all_optical_cable_of_2024_is_marked() -> None:
    marked = Counter(period for _, period in doubtful("optical-cable"))
    assert marked == {"2017": 5, "2018": 5, "2019": 3, "2021": 2, "2024": 31}


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("population", {str(year) for year in range(2005, 2015)}),
        ("population-density", {str(year) for year in range(2005, 2015)}),
        ("rd-per-person", {"2011", "2012", "2013", "2014"}),
        ("gdp", {"2012", "2013", "2014", "2015"}),
        ("gdp-per-capita", {"2025"}),
        ("gdp-before-revision", {str(year) for year in range(2005, 2024)} - {"2018", "2023"}),
        ("population-urban", set()),
        ("rd-expenditure", set()),
    ],
)
def test_years_in_doubt_are_marked_whole(identifier: str, expected: set[str]) -> None:
    assert years(identifier) == expected
    left = [o for o in load_indicator(identifier).values if o.period in expected]
    assert {o.status for o in left} <= {"unconfirmed"}


@gathered("indicator", load_catalogue(), ids=lambda indicator: indicator.id)
def test_what_is_unconfirmed_says_why(indicator: Indicator) -> None:
    found = [o for o in indicator.values if o.status == "unconfirmed"]
    assert all(o.note.en and o.note.zh for o in found)


def test_who_is_not_in_the_list_is_neither_zero_nor_unknown() -> None:
    for period in ("2017-03", "2018-07"):
        found = [o for o in load_indicator("charging-points").values if o.period == period]
        assert Counter(o.status for o in found) == {"reported": 10, "not_listed": 21}
        assert {o.value for o in found if o.status == "not_listed"} == {None}
    assert observed("charging-points", "population")[TIBET, "2018-07"].status == "not_listed"
    assert (TAIWAN, "2018-07") not in observed("charging-points")


def test_gaps_stay_gaps() -> None:
    assert without("electricity-consumption", 9) == {NINGXIA, XINJIANG}
    assert without("electricity-per-person", 9) == {NINGXIA, XINJIANG}
    assert without("gdp", 4) == {TIBET}
    assert {(TIBET, str(y)) in observed("gdp") for y in range(2012, 2016)} == {False}
    assert without("expressways", 7) == {TIBET}
    assert observed("expressways")[TIBET, "2014"].value == 0
    assert "under 50 km" in observed("expressways")[TIBET, "2014"].note.en
    for dimension in ("industry", "capacity", "innovation"):
        scores = observed(f"ccid-potential-{dimension}")
        assert scores[TIBET, "2020"].status == "not_applicable"
        assert len(scores) == 20


@pytest.mark.parametrize("dimension", ["industry", "capacity", "innovation"])
def test_scores_fall_as_ranks_rise(dimension: str) -> None:
    ranked = sorted(
        (int(match[1]), o.value)
        for o in load_indicator(f"ccid-potential-{dimension}").values
        if o.value is not None and (match := re.match(r"rank (\d+) of 30", o.note.en))
    )
    assert [rank for rank, _ in ranked] == list(range(1, 20))
    assert [score for _, score in ranked] == sorted((s for _, s in ranked), reverse=True)


@pytest.mark.parametrize(
    "identifier", ["key-projects", "key-projects-total-investment", "key-projects-investment"]
)
def test_plans_are_never_added_or_ranked(identifier: str) -> None:
    indicator = load_indicator(identifier)
    assert (indicator.ranked, indicator.summable) == (False, False)
    assert {o.status for o in indicator.values} == {"announced"}
    assert all(o.source.en and o.source.zh for o in indicator.values)
    assert any("65-fold" in note.en and "65倍" in note.zh for note in indicator.notes)
    assert {o.status for o in load_indicator("key-projects-completed").values} == {"reported"}


def test_a_polygon_that_differs_from_the_stated_area_is_said_by_how_much() -> None:
    polygons = {a: o.value for (a, _), o in observed("area").items()}
    said = set()
    for (place, _), o in observed("area-stated").items():
        assert o.value
        assert o.source.en
        percent = 100 * ((polygons[place] or 0) - o.value) / o.value
        told = re.search(r"polygon .* has ([\d,.]+) km², ([\d.]+) % (more|less)", o.note.en)
        assert (told is not None) == (abs(percent) > 2), place
        if told:
            said.add(place)
            assert float(told[2]) == pytest.approx(abs(percent), abs=0.051)
            assert (told[3] == "more") == (percent > 0)
    assert len(said) == 9
    assert {HAINAN, TAIWAN, HONG_KONG, MACAU} <= said
    assert observed("area-stated")[XINJIANG, ""].status == "derived"
    assert observed("area-stated")[TAIWAN, ""].status == "unconfirmed"


def test_dollars_are_said_not_to_be_comparable() -> None:
    notes = load_indicator("hong-kong-macau-gdp").notes
    assert any("Not comparable with the mainland series" in note.en for note in notes)
