"""Which year goes with which: the population of 2016 under a figure of 2016."""

from __future__ import annotations

import csv
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.indicators.catalogue import INDICATORS, list_indicators
from geo.indicators.dates import stated_for, years_between
from geo.indicators.derive import load_indicator, read_denominators
from geo.model.values import Indicator
from tests.gathered import gathered

YEARS = [str(year) for year in range(2005, 2025)]
COUNTS = [i for i in list_indicators() if i.kind == "count" and i.boundaries == "provinces"]


def published(identifier: str) -> dict[tuple[str, str], str]:
    """The figures of a file, read without the program."""
    with (INDICATORS / f"{identifier}.csv").open(encoding="utf-8", newline="") as file:
        return {(row["adcode"], row["period"]): row["value"] for row in csv.DictReader(file)}


@gathered(("period", "stated"), [(year, year) for year in YEARS])
def test_a_year_has_its_own(period: str, stated: str) -> None:
    assert stated_for(YEARS, period) == stated


@pytest.mark.parametrize(
    ("known", "period", "stated"),
    [
        (YEARS, "2025", "2024"),
        (YEARS, "2026-03", "2024"),
        (YEARS, "2004", None),
        (YEARS, "2004-12", None),
        (YEARS, "2016-02", "2016"),
        (YEARS, "2022-Q3", "2022"),
        (YEARS, "2024-12-31", "2024"),
        (YEARS, "", "2024"),
        (["2010", "2015"], "2014", "2010"),
        (["2010", "2015"], "2015", "2015"),
        (["2010", "2015"], "2016", "2015"),
        (["2010", "2015"], "2009", None),
        ([""], "2016", ""),
        (["2020-03", "2020-12"], "2020", "2020-12"),
    ],
)
def test_the_same_year_else_the_last_before_it(
    known: list[str], period: str, stated: str | None
) -> None:
    assert stated_for(known, period) == stated


@given(st.lists(st.sampled_from(YEARS), min_size=1, unique=True), st.sampled_from(YEARS))
def test_no_later_year_is_ever_taken(known: list[str], period: str) -> None:
    known = sorted(known)
    stated = stated_for(known, period)
    assert stated == max((year for year in known if year <= period), default=None)


@gathered("indicator", COUNTS, ids=lambda indicator: indicator.id)
@gathered("denominator", read_denominators())
def test_every_figure_is_divided_by_that_of_its_year(
    indicator: Indicator, denominator: str
) -> None:
    """Against the files, pair by pair of years."""
    chosen = read_denominators()[denominator]
    if not chosen.suits(indicator) or indicator.derived:
        return
    above, below = published(indicator.id), published(chosen.indicator)
    related = load_indicator(indicator.id, denominator)
    years = sorted({period for _, period in below})
    checked = set()
    for o in related.values:
        year = max(y for y in years if y <= (o.period[:4] or years[-1]))
        figure, under = above[o.adcode, o.period], below.get((o.adcode, year), "")
        if o.value is None:
            assert not figure or not under
        else:
            assert o.value == pytest.approx(chosen.scale * float(figure) / float(under), rel=1e-12)
        checked.add((o.period, year))
    assert related.divisor is not None
    assert dict(sorted(checked)) == related.divisor.periods
    first = years[0]
    left_out = {period for _, period in above if period and period[:4] < first}
    assert {period for _, period in above} - set(related.periods) == left_out


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2010", "2020", 10),
        ("2020", "2010", -10),
        ("2019-12", "2020", 1),
        ("2020-06", "2020-12", 0.5),
    ],
)
def test_the_years_between(first: str, last: str, years: float) -> None:
    assert years_between(first, last) == pytest.approx(years)


def test_one_period_and_itself_have_no_years_between() -> None:
    for period in ("2020", "2020-06", "2020-Q2", "2020-06-30"):
        assert years_between(period, period) == 0
    assert all(years_between(a, b) == int(b) - int(a) for a, b in product(YEARS[:4], YEARS))
