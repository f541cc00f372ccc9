"""Figures made from two others: a count per people, per area, per yuan of GDP."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.indicators.catalogue import list_indicators, read_indicator
from geo.indicators.derive import load_denominator, load_indicator, per, read_denominators, sum_over
from geo.indicators.steps import ratio
from geo.indicators.subtraction import change, difference, nearest_period
from geo.model.errors import GeoError
from geo.model.text import Text
from geo.model.values import Indicator, Observation, Status
from geo.places.boundaries import load_boundaries
from tests.gathered import gathered

PROJECTS, SHARE = read_indicator("ccid-projects"), read_indicator("ccid-share")
POPULATION = read_indicator("population-2020")
A, B, C = "340000", "440000", "330000"


def figures(*rows: tuple[str, str, float | None, Status], identifier: str = "made") -> Indicator:
    return replace(PROJECTS, id=identifier, values=tuple(Observation(*row) for row in rows))


def test_a_ratio_is_scale_times_one_by_the_other() -> None:
    above = figures((A, "2020", 6, "reported"), (B, "2020", 5, "announced"))
    below = figures((A, "2020", 3, "reported"), (B, "2020", 4, "reported"))
    found = ratio(above, below, scale=100)
    assert [(o.adcode, o.value, o.status) for o in found] == [
        (A, 200.0, "derived"),
        (B, 125.0, "derived"),
    ]


def test_results_are_rounded_where_that_is_asked_for() -> None:
    above, below = figures((A, "2020", 165, "reported")), figures((A, "2020", 34.1, "reported"))
    assert ratio(above, below, scale=100, decimals=0)[0].value == 484
    assert ratio(above, below, scale=100, decimals=2)[0].value == 483.87


@pytest.mark.parametrize(
    "below",
    [
        figures((B, "2020", 4, "reported")),
        figures((A, "2020", None, "no_data")),
        figures((A, "2020", 0, "reported")),
    ],
)
def test_without_a_denominator_there_is_no_figure(below: Indicator) -> None:
    found = ratio(figures((A, "2020", 6, "reported")), below, scale=1)
    assert [(o.value, o.status) for o in found] == [(None, "no_data")]


@pytest.mark.parametrize("status", ["no_data", "not_applicable"])
def test_without_a_numerator_there_is_no_figure_either(status: Status) -> None:
    above = figures((A, "2020", None, status))
    assert ratio(above, POPULATION, scale=1) == above.values


def test_zero_divided_is_zero() -> None:
    found = ratio(figures((A, "2020", 0, "reported")), POPULATION, scale=1e6)
    assert found[0].value == 0


def test_notes_dates_and_sources_of_the_numerator_stay() -> None:
    stations = read_indicator("5g-stations-announced-2020")
    for before, after in zip(stations.values, ratio(stations, POPULATION, scale=1e6), strict=True):
        assert (after.note, after.date, after.source) == (before.note, before.date, before.source)


def test_the_same_period_goes_before_any_other() -> None:
    above = figures((A, "2019", 6, "reported"), (A, "2020", 6, "reported"))
    below = figures((A, "2019", 2, "reported"), (A, "2020", 3, "reported"))
    assert [o.value for o in ratio(above, below, scale=1)] == [3, 2]


def test_the_only_period_serves_all() -> None:
    above = figures((A, "2022-02", 6, "reported"), (A, "2024-06", 9, "reported"))
    below = figures((A, "", 3, "reported"))
    assert [(o.period, o.value) for o in ratio(above, below, scale=1)] == [
        ("2022-02", 2),
        ("2024-06", 3),
    ]


def test_several_periods_of_which_none_fits_are_refused() -> None:
    below = figures((A, "2010", 3, "reported"), (A, "2015", 3, "reported"), identifier="people")
    told = "people has no figure for 2009, nor for an earlier year; it has 2010, 2015"
    with pytest.raises(GeoError, match=told):
        ratio(figures((A, "2009", 6, "reported")), below, scale=1)


def test_a_period_before_all_denominators_is_left_out_and_said() -> None:
    below = figures((A, "2010", 3, "reported"), (A, "2015", 3, "reported"), identifier="gdp")
    above = figures((A, "2008", 6, "reported"), (A, "2012", 6, "reported"))
    related = per(above, read_denominators()["gdp"], below)
    assert [(o.period, o.value) for o in related.values] == [("2012", 2000)]
    assert related.divisor is not None
    assert related.divisor.periods == {"2012": "2010"}
    assert related.notes[0].en.endswith("stated for that year or before: 2008.")
    assert "2008年" in related.notes[0].zh


def test_both_figures_notes_are_kept() -> None:
    above = replace(figures((A, "2020", 6, "reported")).values[0], note=Text("One.", "甲。"))
    below = replace(figures((A, "2020", 3, "reported")).values[0], note=Text("Two.", "乙。"))
    first, second = (replace(PROJECTS, values=(o,)) for o in (above, below))
    assert ratio(first, second, scale=1)[0].note == Text("One. Two.", "甲。乙。")


@pytest.mark.parametrize("status", ["estimated", "forecast", "unconfirmed"])
def test_what_rests_on_a_weak_figure_is_weak(status: Status) -> None:
    above = figures((A, "2020", 6, "reported"))
    assert ratio(above, figures((A, "2020", 3, status)), scale=1)[0].status == status


def test_what_rests_on_a_place_outside_a_list_is_not_listed() -> None:
    above = figures((A, "2020", None, "not_listed"), (B, "2020", 4, "reported"))
    assert ratio(above, POPULATION, scale=1)[0].status == "not_listed"
    summed = sum_over(above, {A: "group", C: "group"}, boundaries="groups")
    assert {o.adcode: o.status for o in summed.values} == {"group": "no_data", B: "reported"}
    alone = sum_over(figures((A, "2020", None, "not_listed")), {A: "group"}, boundaries="groups")
    assert alone.values[0].status == "not_listed"


@given(
    st.floats(0, 1e9),
    st.floats(1e-3, 1e9),
    st.sampled_from([1, 100, 1e3, 1e6]),
)
def test_a_ratio_times_its_denominator_is_the_numerator(
    above: float, below: float, scale: float
) -> None:
    value = ratio(
        figures((A, "2020", above, "reported")),
        figures((A, "2020", below, "reported")),
        scale=scale,
    )[0].value
    assert value is not None
    assert value * below / scale == pytest.approx(above)


def test_counts_can_be_related_to_three_things() -> None:
    known = read_denominators()
    assert {d.id: (d.indicator, d.scale) for d in known.values()} == {
        "population": ("population", 1e6),
        "area": ("area-stated", 1e4),
        "gdp": ("gdp", 1e3),
    }
    assert list(known) == ["population", "area", "gdp"]
    assert known["population"].title.zh == "每百万人"


def test_projects_per_million_people() -> None:
    related = per(PROJECTS, read_denominators()["population"], POPULATION)
    values = {o.adcode: o.value for o in related.values}
    assert values[A] == pytest.approx(280 / 61.027171)
    assert values[B] == pytest.approx(165 / 126.01251)
    assert (related.id, related.kind) == ("ccid-projects-per-population", "ratio")
    assert related.title.en == "New-infrastructure projects per million people"
    assert related.title.zh == "每百万人新基建项目数"
    assert related.unit.en == "projects per million people"
    assert related.unit.zh == "项（每百万人）"
    assert {o.status for o in related.values} == {"derived"}
    assert related.derived is not None
    assert (related.derived.numerator, related.derived.denominator) == (
        "ccid-projects",
        "population-2020",
    )
    assert set(PROJECTS.notes) | set(POPULATION.notes) == set(related.notes)


@pytest.mark.parametrize(
    ("denominator", "scale"), [("population", "1,000,000"), ("area", "10,000"), ("gdp", "1,000")]
)
def test_the_formula_is_said_in_plain_numbers(denominator: str, scale: str) -> None:
    chosen = read_denominators()[denominator]
    below = read_indicator(chosen.indicator)
    method = per(PROJECTS, chosen, below).method
    assert method.en.startswith(f"New-infrastructure projects ÷ {below.title.en} × {scale}. ")
    assert method.zh.startswith(f"新基建项目数 ÷ {below.title.zh} × {scale}。")
    assert below.source.citation.en in method.en
    assert below.source.citation.zh in method.zh


@gathered("indicator", list_indicators(), ids=lambda indicator: indicator.id)
@gathered("denominator", read_denominators())
def test_only_a_count_is_related_and_never_to_itself(
    indicator: Indicator, denominator: str
) -> None:
    chosen = read_denominators()[denominator]
    below = read_indicator(chosen.indicator)
    if indicator.kind != "count":
        with pytest.raises(GeoError, match=rf"{indicator.id} is a {indicator.kind}; only a count"):
            per(indicator, chosen, below)
    elif not chosen.suits(indicator):
        assert indicator.id in (chosen.indicator, *chosen.same)
        with pytest.raises(GeoError, match=f"{indicator.id} cannot be related to itself"):
            per(indicator, chosen, below)
    else:
        if indicator.boundaries != below.boundaries:
            below = load_denominator(chosen, load_boundaries(indicator.boundaries))
        related = per(indicator, chosen, below)
        assert related.divisor is not None
        years = related.divisor.periods
        known = {(o.adcode, o.period) for o in below.values if o.value}
        present = [
            o
            for o in indicator.values
            if o.value is not None and o.period in years and (o.adcode, years[o.period]) in known
        ]
        assert len(related.numbers()) == len(present)


def test_the_denominator_of_a_region_is_the_sum_of_its_provinces() -> None:
    """East per million people: 1,741,000 stations and its ten provinces at the end of 2024."""
    year = [o for o in read_indicator("population").values if o.period == "2024"]
    census = {o.adcode: o.value for o in year}
    part_of = load_boundaries("regions").part_of
    assert Counter(part_of.values()) == {"east": 10, "central": 6, "west": 12, "northeast": 3}
    people = sum(census[a] for a, region in part_of.items() if region == "east")  # type: ignore[misc]
    assert people == 567_020_000
    related = load_indicator("5g-stations-region", "population")
    found = {o.adcode: o.value for o in related.values if o.period == "2024-06"}
    assert found["east"] == pytest.approx(1_741_000 / 567.02)
    assert set(found) == {"east", "central", "west", "northeast"}


def test_a_group_with_a_gap_has_no_figure() -> None:
    census = read_indicator("population-2020")
    kept = tuple(o for o in census.values if o.adcode != "340000")
    part_of = {"340000": "a", "110000": "a", "120000": "b", "130000": "b"}
    summed = sum_over(replace(census, values=kept), part_of, boundaries="groups")
    found = {o.adcode: o for o in summed.values}
    assert (found["a"].value, found["a"].status) == (None, "no_data")
    assert found["b"].value == 13_866_009 + 74_610_235
    assert found["310000"].value == 24_870_895  # in no group
    assert summed.boundaries == "groups"
    with pytest.raises(GeoError, match="cannot be added up"):
        sum_over(read_indicator("gdp-per-person"), part_of, boundaries="groups")


def test_a_group_of_one_has_its_own_code() -> None:
    summed = sum_over(figures((A, "2020", 6, "reported")), {A: "east"}, boundaries="groups")
    assert [(o.adcode, o.value, o.status) for o in summed.values] == [("east", 6, "reported")]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("not_applicable",), "not_applicable"), (("no_data",), "no_data"),
        (("not_applicable", "not_applicable"), "not_applicable"),
        (("not_applicable", "reported"), "not_applicable"),
        (("not_applicable", "no_data"), "no_data"), (("no_data", "reported"), "no_data"),
    ],
)  # fmt: skip
def test_a_group_lacks_what_its_members_lack(
    statuses: tuple[Status, ...], expected: Status
) -> None:
    members = [
        (place, "2020", 1.0 if status == "reported" else None, status)
        for place, status in zip((A, B), statuses, strict=False)
    ]
    summed = sum_over(figures(*members), {place: "g" for place, *_ in members}, boundaries="groups")
    assert [(o.adcode, o.value, o.status) for o in summed.values] == [("g", None, expected)]


_FIGURE: dict[Status, float | None] = {"reported": 2.0, "no_data": None, "not_applicable": None}


@gathered("above", _FIGURE)
@gathered("below", _FIGURE)
def test_what_rests_on_what_is_not_applicable_is_not_applicable(
    above: Status, below: Status
) -> None:
    one = figures((A, "2020", _FIGURE[above], above), identifier="one")
    two = figures((A, "2020", _FIGURE[below], below), identifier="two")
    years = figures((A, "2019", _FIGURE[below], below), (A, "2020", _FIGURE[above], above))
    made = (
        *difference(one, two).values,
        *ratio(one, two, scale=1),
        *change(years, "difference", first="2019", last="2020").values,
        *change(years, "percent", first="2019", last="2020").values,
    )
    found = {o.status for o in made}
    if "not_applicable" in (above, below):
        assert found == {"not_applicable"}
    elif "no_data" in (above, below):
        assert found == {"no_data"}
    else:
        assert found == {"derived"}


@gathered(
    ("known", "wanted", "nearest"),
    [
        (("2019", "2020", "2021"), "2020", "2020"),
        (("2020-02", "2020-06-30", "2020-12", "2021-01"), "2020", "2020-12"),
        (("2020-02", "2020-06-30", "2020-12"), "2020-07-15", "2020-06-30"),
        (("2020-Q1", "2020-Q3"), "2020-08", "2020-Q3"),
        (("2020",), "2020-02", "2020"), (("2020",), "2024-06", None),
        (("2019-12",), "2020-01", None), (("",), "2024-06", ""), (("2019", "2020"), "", "2020"),
        (("", "2020"), "2020-05", "2020"),
    ],
)  # fmt: skip
def test_the_nearest_date_is_of_the_same_year(
    known: tuple[str, ...], wanted: str, nearest: str | None
) -> None:
    one = figures(*((A, period, 1.0, "reported") for period in known))
    assert nearest_period(one, wanted) == nearest


def test_a_difference_takes_the_nearest_date_and_says_so() -> None:
    made = difference(
        figures((A, "2020", 6, "reported"), identifier="one"),
        figures((A, "2020-02", 1, "reported"), (A, "2020-12", 2, "reported"), identifier="two"),
    )
    assert [(o.value, o.period) for o in made.values] == [(4, "2020")]
    assert "no figure of 2020; that of December 2020, the nearest date" in made.notes[0].en
    assert "没有2020年的数值" in made.notes[0].zh
    assert "The figures of 2020" in made.method.en
    assert "less those of December 2020" in made.method.en


def test_a_difference_of_different_years_must_be_asked_for() -> None:
    one = figures((A, "2024-06", 6, "reported"), identifier="one")
    two = figures((A, "2020", 1, "reported"), identifier="two")
    with pytest.raises(
        GeoError,
        match=r"one is of 2024-06, and two has no figure .* it has 2020\. .*--minus-period",
    ) as error:
        difference(one, two)
    assert "--minus-period" in error.value.told("zh")
    made = difference(one, two, other_period="2020")
    assert [(o.value, o.period) for o in made.values] == [(5, "2020/2024-06")]
    timeless = figures((A, "", 1, "reported"), identifier="two")
    assert [(o.value, o.period) for o in difference(one, timeless).values] == [(5, "2024-06")]


def test_what_rests_on_an_estimate_is_one() -> None:
    estimates = read_indicator("5g-stations-estimated")
    related = load_indicator("5g-stations-estimated", "population")
    assert {o.status for o in related.values} == {"estimated"}
    less = difference(estimates, estimates, period="2020-12", other_period="2020-02")
    assert {o.status for o in less.values} == {"estimated"}
    grown = change(estimates, "difference", first="2020-02", last="2020-12")
    assert {o.status for o in grown.values} == {"estimated"}
    forecast = figures((A, "2020", 6, "forecast"))
    assert [o.status for o in ratio(forecast, POPULATION, scale=1)] == ["forecast"]


def test_the_change_per_year_is_the_compound_rate() -> None:
    """From 100 to 121 in two years is ten percent a year."""
    grown = figures((A, "2018", 100, "reported"), (A, "2020", 121, "reported"))
    found = change(grown, "per_year", first="2018", last="2020")
    assert found.values[0].value == pytest.approx(10)
    assert found.values[0].period == "2018/2020"
    assert found.unit.en == "% per year"
    assert found.title.zh.endswith("年均增速")
    assert "((2020 ÷ 2018)^(1 ÷ 2) − 1) × 100" in found.method.en
    back = change(grown, "per_year", first="2020", last="2018")
    assert back.values[0].value == pytest.approx(10), "the rate is the same, read backwards"


@gathered(
    ("first", "last", "value"),
    [(100, 0, -100), (0, 5, None), (-1, 5, None), (5, -1, None), (None, 5, None), (4, 4, 0)],
)
def test_a_rate_needs_figures_that_have_one(
    first: float | None, last: float, value: float | None
) -> None:
    status: Status = "no_data" if first is None else "reported"
    one = figures((A, "2018", first, status), (A, "2020", last, "reported"))
    assert change(one, "per_year", first="2018", last="2020").values[0].value == value


@gathered(("first", "last"), [("2020", "2020-12"), ("--03", "--04")])
def test_a_change_per_year_needs_years(first: str, last: str) -> None:
    one = figures((A, first, 5, "reported"), (A, last, 6, "reported"))
    with pytest.raises(GeoError, match="needs two periods with years between them"):
        change(one, "per_year", first=first, last=last)


def test_the_notes_of_both_periods_are_told_with_their_period() -> None:
    beijing = load_indicator("mobile-internet-users")
    found = change(beijing, "percent", first="2017", last="2018").values[0]
    assert found.status == "unconfirmed"
    assert found.note.en.startswith("2017: ")
    assert "2017年：" in found.note.zh
