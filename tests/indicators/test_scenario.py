"""Scenarios: what a target means for each province, what it costs, what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.indicators.derive import load_indicator
from geo.indicators.scenario import (
    MEASURES,
    OWN,
    Scenario,
    compare_plan,
    covered_places,
    make_plan,
    paper_statements,
    plan_indicator,
    scenario_from_json,
    scenario_to_json,
)
from geo.maps.pipeline import draw_indicator
from geo.maps.request import MapRequest
from geo.model.errors import AllocationError, UnknownNameError
from tests import back_test_page

FORECAST = Scenario(650_000)


def test_anhui_by_hand() -> None:
    """28,138 stations (4.328847 % of 650,000); 4,610.7 per million people."""
    plan = make_plan(FORECAST)
    anhui = next(share for share in plan.shares if share.adcode == "340000")
    assert (anhui.stations, anhui.cost) == (28_138, 4_502_080_000)
    assert anhui.per_people == pytest.approx(28_138 / 6102.7171)
    assert anhui.gap is None  # none was announced
    assert plan.cost == 104_000_000_000
    guangdong = next(share for share in plan.shares if share.adcode == "440000")
    assert guangdong.announced is not None
    assert guangdong.gap == guangdong.stations - 124_000


def test_it_covers_the_31() -> None:
    assert len(covered_places()) == len(make_plan(FORECAST).shares) == 31
    assert not {"710000", "810000", "820000"} & set(covered_places())


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_measure_is_drawn(measure: str, language: str) -> None:
    indicator = plan_indicator(make_plan(FORECAST), measure)
    statuses = {o.status for o in indicator.values}
    assert statuses == ({"estimated", "no_data"} if measure == "gap" else {"estimated"})
    assert len(indicator.numbers()) == (22 if measure == "gap" else 31)
    request = MapRequest(indicator.id, language=language)  # type: ignore[arg-type]
    choropleth = draw_indicator(indicator, request)
    assert "650,000" in choropleth.title
    assert choropleth.layer.common_mark == "estimated"
    with pytest.raises(UnknownNameError, match="measure"):
        plan_indicator(make_plan(FORECAST), "gaps")


def test_the_gap_turns_at_zero() -> None:
    indicator = plan_indicator(make_plan(FORECAST), "gap")
    assert (indicator.midpoint, indicator.palette) == (0.0, "blue-red")
    assert min(indicator.numbers()) < 0 < max(indicator.numbers())


def test_the_back_test_tells_keys_apart() -> None:
    by_people, by_gdp = (
        compare_plan(make_plan(Scenario(718_000, by=key)))
        for key in ("population-2020", "gdp-2020")
    )
    assert len(by_people.comparisons) == len(by_gdp.comparisons) == 22
    assert by_people.rank_correlation < by_gdp.rank_correlation
    assert by_people.median_error > by_gdp.median_error


def test_figures_of_the_users_table_are_a_key() -> None:
    own = replace(load_indicator("gdp-2020"), id="mine")
    by_own = make_plan(replace(FORECAST, by=OWN), own=own).allocation.stations
    with pytest.raises(AllocationError, match="open it first"):
        make_plan(replace(FORECAST, by=OWN))
    assert by_own == make_plan(replace(FORECAST, by="gdp-2020")).allocation.stations


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"total": 0}, "above zero"),
        ({"unit_cost": -1}, "must be from 0 to"),
        ({"unit_cost": float("inf")}, "must be from 0 to"),
        ({"unit_cost": 1_000_000_001}, "must be from 0 to"),
        ({"weight": 0.4}, "needs a second key"),
        ({"controls": "2022-02"}, "add up to 1,506,000"),
    ],
)
def test_what_cannot_be_planned(change: dict[str, float], message: str) -> None:
    with pytest.raises(AllocationError, match=message):
        make_plan(replace(FORECAST, **change))  # type: ignore[arg-type]


def test_stations_may_cost_nothing() -> None:
    assert make_plan(replace(FORECAST, unit_cost=0)).cost == 0


def test_a_scenario_is_saved_and_opened() -> None:
    scenario = Scenario(718_000, "2020-12-31", "gdp-2020", "area", 0.25, "", "leave_out", 1.5)
    assert scenario_from_json(scenario_to_json(scenario)) == scenario


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"kind": "province-atlas-scenario"}', b"\xff",
                b'{"kind": "province-atlas-scenario", "total": "x"}',
                b'{"kind": "province-atlas-scenario", "total": 5, "more": 1}'],
)  # fmt: skip
def test_what_is_no_scenario_is_refused(content: bytes) -> None:
    with pytest.raises(AllocationError, match="no scenario that was saved here"):
        scenario_from_json(content)


def test_the_paper_is_quoted_as_printed() -> None:
    assert paper_statements() == {
        "5g_station_cost": "160000",
        "5g_procurement_stations": "232143",
        "5g_procurement_amount": "37.088",
        "5g_cost_vs_4g": "3",
        "multiplier_ict": "6",
        "multiplier_rail": "3",
    }


def test_the_page_of_the_back_test_is_what_is_computed() -> None:
    assert back_test_page.PAGE.read_text("utf-8") == back_test_page.content()
