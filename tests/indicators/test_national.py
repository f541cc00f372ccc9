"""The line that a province's figures are compared with."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import pytest
from geo.indicators.national import national

from geo.indicators.catalogue import list_indicators
from geo.indicators.derive import load_indicator
from geo.model.values import Indicator, Observation
from tests.gathered import gathered


def made(*rows: tuple[str, str, float | None], **changes: object) -> Indicator:
    base = load_indicator("ccid-projects")
    values = tuple(Observation(a, p, v, "no_data" if v is None else "reported") for a, p, v in rows)
    return replace(base, values=values, **changes)  # type: ignore[arg-type]


def test_counts_are_added_up() -> None:
    line = national(load_indicator("population"))
    assert line is not None
    assert (line.values["2020"], line.values["2024"]) == (1_410_130_000, 1_406_280_000)
    assert line.told.en == "sum of the 31 places with a figure"
    assert line.told.zh == "31个有数据地区合计"
    assert line.indexed
    assert list(line.values) == [str(year) for year in range(2005, 2025)]


def test_quotients_are_those_of_the_sums() -> None:
    """Urban population of 2024 is 941,500,000 of 1,406,280,000."""
    line = national(load_indicator("urban-share"))
    assert line is not None
    assert line.values["2024"] == pytest.approx(100 * 941_500_000 / 1_406_280_000)
    assert not line.indexed
    assert "taken together" in line.told.en


def test_what_is_related_on_the_page_has_the_quotient_of_the_sums_too() -> None:
    line = national(load_indicator("gdp", "population"))
    assert line is not None
    assert line.values["2024"] == pytest.approx(1e6 * 1_340_312.8 / 1_406_280_000, rel=1e-6)


def test_of_other_ratios_there_is_the_median() -> None:
    indicator = load_indicator("rd-intensity")
    line = national(indicator)
    assert line is not None
    assert line.values["2023"] == median(indicator.numbers("2023"))
    assert line.told.en == "median of the 31 places with a figure"


def test_a_period_in_which_a_place_is_missing_has_no_sum() -> None:
    line = national(made(("a", "2019", 1), ("b", "2019", 2), ("a", "2020", 3), ("b", "2020", None)))
    assert line is not None
    assert line.values == {"2019": 3}
    assert "2012" not in (national(load_indicator("gdp")) or line).values, "without Tibet"


@pytest.mark.parametrize(
    "indicator",
    [
        made(("a", "2019", 1), ("b", "2019", 2), summable=False),
        made(("a", "2019", 1), ("b", "2019", 2), ranked=False),
        made(("a", "2019", 1), ("a", "2020", 2)),
        made(("a", "2019", 1), ("b", "2019", 2), kind="category", categories=("x", "y")),
    ],
)
def test_what_is_not_compared_has_none(indicator: Indicator) -> None:
    assert national(indicator) is None


@gathered("indicator", list_indicators(), ids=lambda indicator: indicator.id)
def test_no_line_leaves_what_the_places_have(indicator: Indicator) -> None:
    line = national(indicator)
    for period, value in (line.values if line else {}).items():
        numbers = indicator.numbers(period)
        if line and line.indexed:
            assert value == pytest.approx(sum(numbers))
        else:
            assert min(numbers) <= value <= max(numbers)
