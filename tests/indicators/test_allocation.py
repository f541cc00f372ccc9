"""Sharing a national figure out: known answers, the properties of the method, and refusals."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.data.indicators.build import estimates, to_csv
from geo.indicators.allocation import (
    MOST,
    AllocationKey,
    Controls,
    allocate,
    allocation_method,
    blend,
    make_controls,
    make_key,
    share_out,
)
from geo.indicators.back_test import back_test
from geo.indicators.catalogue import INDICATORS
from geo.indicators.derive import load_indicator
from geo.indicators.estimates import choose_series, estimate_series
from geo.indicators.scenario import all_controls
from geo.indicators.timeline import read_timeline
from geo.model.errors import AllocationError, UnknownNameError
from geo.model.text import Text
from geo.model.values import Indicator, Observation, Source

ANSWERS = Path(__file__).parents[1] / "allocations" / "paper-by-population.csv"

_TEXT = Text("words", "文字")
_SOURCE = Source(_TEXT, _TEXT, _TEXT, _TEXT, "2020", "2026-11-24")


def an_indicator(
    values: dict[str, float | None], *, identifier: str = "key", kind: str = "count"
) -> Indicator:
    observations = tuple(
        Observation(place, "2020", value, "no_data" if value is None else "reported")
        for place, value in values.items()
    )
    return Indicator(identifier, _TEXT, _TEXT, _TEXT, kind, observations, _SOURCE)  # type: ignore[arg-type]


def a_key(values: dict[str, float]) -> AllocationKey:
    return make_key(an_indicator(dict(values)), named(values))


def named(places: Iterable[str]) -> dict[str, Text]:
    return {place: Text(place, place) for place in places}


#: Balinski and Young's kind of example, worked by hand: quotas 5.4, 3.4, 1.2 of 10.
THREE = {"a": 54.0, "b": 34.0, "c": 12.0}


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (1, {"a": 1, "b": 0, "c": 0}),  # 0.54, 0.34, 0.12
        (2, {"a": 1, "b": 1, "c": 0}),  # 1.08, 0.68, 0.24
        (3, {"a": 2, "b": 1, "c": 0}),  # 1.62, 1.02, 0.36
        (4, {"a": 2, "b": 1, "c": 1}),  # 2.16, 1.36, 0.48
        (10, {"a": 6, "b": 3, "c": 1}),  # 5.4, 3.4, 1.2: a tie, and a is larger
        (100, {"a": 54, "b": 34, "c": 12}),
    ],
)
def test_three_provinces_by_hand(total: int, expected: dict[str, int]) -> None:
    assert share_out(total, a_key(THREE)).stations == expected


def test_equal_shares_go_by_code() -> None:
    assert share_out(2, a_key({"c": 1.0, "a": 1.0, "b": 1.0})).stations == {"a": 1, "b": 1, "c": 0}


def test_a_larger_total_may_take_one_away() -> None:
    """The Alabama paradox, which the method is known for: quotas of 6 : 6 : 2."""
    key = a_key({"a": 6.0, "b": 6.0, "c": 2.0})
    assert share_out(10, key).stations["c"] == 2  # 4.29, 4.29, 1.43
    assert share_out(11, key).stations["c"] == 1  # 4.71, 4.71, 1.57


shares = st.dictionaries(
    st.text("0123456789", min_size=6, max_size=6),
    st.floats(0, 1e12, allow_subnormal=False),
    min_size=1,
    max_size=31,
).filter(lambda found: any(found.values()))


@given(total=st.integers(1, MOST), weights=shares, shuffle=st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_the_sum_is_exact_and_the_order_decides_nothing(
    total: int, weights: dict[str, float], shuffle: object
) -> None:
    key = a_key(weights)
    found = share_out(total, key).stations
    assert sum(found.values()) == total
    for place, share in key.shares.items():
        assert abs(found[place] - total * share) < 1
        assert found[place] >= 0
    mixed = list(weights.items())
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    assert share_out(total, a_key(dict(mixed))).stations == found


def test_ten_thousand_totals_are_met_to_the_station() -> None:
    draw = random.Random(31)
    for _ in range(10_000):
        weights = [draw.randint(1, 10**8) for _ in range(31)]
        whole = sum(weights)
        total = draw.randint(1, MOST)
        found = allocate(total, {f"{i:02}": Fraction(w, whole) for i, w in enumerate(weights)})
        assert sum(found.values()) == total
        assert min(found.values()) >= 0


def provinces() -> dict[str, Text]:
    return named(o.adcode for o in load_indicator("population-2020").values if o.value is not None)


def by(indicator: str) -> AllocationKey:
    return make_key(load_indicator(indicator), provinces())


def test_all_31_for_the_dates_of_the_paper() -> None:
    """Anhui by hand: 61,027,171 of 1,409,778,724 persons are 4.328847 %, of 130,000 stations
    5,627.50, of 164,000 7,099.31, of 250,000 10,822.12 and of 650,000 28,137.51."""
    key = by("population-2020")
    assert len(key.shares) == 31
    anhui = []
    for total in (130_000, 164_000, 250_000, 650_000):
        found = share_out(total, key).stations
        assert sum(found.values()) == total
        anhui.append(found["340000"])
    quotas = [n * 61_027_171 / 1_409_778_724 for n in (130_000, 164_000, 250_000, 650_000)]
    assert [q - n for q, n in zip(quotas, anhui, strict=True)] == pytest.approx([0, 0, 0, 0], abs=1)
    assert anhui == [5627, 7099, 10822, 28138]


@pytest.mark.parametrize("total", [130_000, 164_000, 250_000, 650_000])
def test_every_province_as_worked_without_the_program(total: int) -> None:
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        worked = {row["adcode"]: int(row[str(total)]) for row in csv.DictReader(file)}
    assert len(worked) == 31
    assert share_out(total, by("population-2020")).stations == worked


def test_keys_are_blended_between_their_ends() -> None:
    one, other = by("population-2020"), by("gdp-2020")
    assert blend(one, other, weight=0).shares == one.shares
    assert blend(one, other, weight=1).shares == other.shares
    between = blend(one, other, weight=0.4)
    assert sum(between.shares.values()) == 1
    expected = Fraction(3, 5) * one.shares["340000"] + Fraction(2, 5) * other.shares["340000"]
    assert between.shares["340000"] == expected
    assert between.title.en.startswith("60 % ")
    assert "40 % " in between.title.en


@pytest.mark.parametrize("weight", [-0.01, 1.01, float("nan")])
def test_a_blend_outside_its_ends_is_refused(weight: float) -> None:
    with pytest.raises(AllocationError, match="between 0 and 1"):
        blend(by("population-2020"), by("gdp-2020"), weight=weight)


@pytest.mark.parametrize(
    ("total", "message"),
    [
        (0, "above zero"),
        (-5, "above zero"),
        (0.5, "no whole number"),
        (MOST + 1, "no more than 1,000,000,000"),
        (float("nan"), "no whole number"),
        (float("inf"), "no whole number"),
    ],
)
def test_what_is_no_total_is_refused(total: float, message: str) -> None:
    with pytest.raises(AllocationError, match=message):
        share_out(total, a_key(THREE))


def test_both_ends_of_what_is_a_total() -> None:
    assert share_out(1, a_key(THREE)).total == 1
    assert share_out(MOST, a_key(THREE)).total == MOST


def test_missing_weights_are_named_or_left_out() -> None:
    indicator = an_indicator({"a": 3.0, "b": None, "c": 1.0})
    with pytest.raises(AllocationError, match=r"key has no figure of b: .*covers all 3 places"):
        make_key(indicator, named("abc"))
    key = make_key(indicator, named("abc"), missing="leave_out")
    assert list(key.left_out) == ["b"]
    allocation = share_out(100, key)
    assert allocation.stations == {"a": 75, "c": 25}
    assert "Left out, because the key has no figure: b." in allocation_method(allocation).en
    with pytest.raises(UnknownNameError, match="Did you mean leave_out"):
        make_key(indicator, named("abc"), missing="leave")


def test_weights_that_are_none_are_refused() -> None:
    with pytest.raises(AllocationError, match="negative for b"):
        a_key({"a": 1.0, "b": -1.0})
    with pytest.raises(AllocationError, match="no figure above zero"):
        a_key({"a": 0.0, "b": 0.0})
    words = replace(an_indicator({"a": 1.0}), kind="category", categories=("x",))
    with pytest.raises(AllocationError, match="shows categories"):
        make_key(words, named("a"))


REGION_OF = {"a": "east", "b": "east", "c": "west"}


def controls(east: int = 60_000, west: int = 40_000) -> Controls:
    return Controls(_TEXT, {"east": east, "west": west}, REGION_OF)


def test_control_totals_are_met_and_the_key_works_inside() -> None:
    allocation = share_out(100_000, a_key({"a": 2.0, "b": 1.0, "c": 1.0}), controls=controls())
    assert allocation.stations == {"a": 40_000, "b": 20_000, "c": 40_000}
    assert "met exactly" in allocation_method(allocation).en


def test_control_totals_may_differ_by_rounding_only() -> None:
    """East and West are printed in ten thousands: each may be off by 5,000, the total by 5,000."""
    key = a_key({"a": 2.0, "b": 1.0, "c": 1.0})
    allocation = share_out(110_000, key, controls=controls())
    assert (allocation.asked, allocation.total) == (110_000, 100_000)
    assert (
        "add up to 100,000, and the national figure is 110,000" in allocation_method(allocation).en
    )
    with pytest.raises(AllocationError, match="add up to 100,000, and the total is 120,000"):
        share_out(120_000, key, controls=controls())


def test_a_region_without_a_share_is_refused() -> None:
    with pytest.raises(AllocationError, match="no share above zero in west"):
        share_out(100_000, a_key({"a": 2.0, "b": 1.0}), controls=controls())


def test_control_totals_come_from_an_indicator() -> None:
    found = make_controls(an_indicator({"east": 6.0, "west": 4.0}), REGION_OF)
    assert found.totals == {"east": 6, "west": 4}
    with pytest.raises(AllocationError, match="no whole number of west in 2020"):
        make_controls(an_indicator({"east": 6.0}), REGION_OF)
    with pytest.raises(UnknownNameError, match="period"):
        make_controls(an_indicator({"east": 6.0, "west": 4.0}), REGION_OF, period="2019")


@pytest.mark.parametrize(
    ("series", "figure"), [("revised", 771_000), ("announced", 718_000), ("forecast", 650_000)]
)
def test_a_date_of_several_figures_has_the_one_of_its_series(series: str, figure: int) -> None:
    chosen = choose_series(read_timeline().values, series=series)
    assert len({o.period for o in chosen}) == len(chosen) == 25
    assert [o.value for o in chosen if o.period == "2020-12"] == [figure]
    with pytest.raises(UnknownNameError, match="series"):
        choose_series(read_timeline().values, series="reported")


def test_every_date_of_the_timeline_is_estimated() -> None:
    national = choose_series(read_timeline().values)
    found = estimate_series(an_indicator({"a": 1.0}), national, key=by("population-2020"))
    for figure in national:
        assert sum(found.numbers(figure.period)) == figure.value
    assert {o.status for o in found.values} == {"estimated"}
    assert "largest-remainder" in found.method.en
    lower = next(o for o in found.values if o.period == "2020-06-06")
    assert "lower bound" in lower.note.en


def test_dates_with_control_totals_meet_them() -> None:
    national = [
        o for o in choose_series(read_timeline().values) if o.period in ("2023-02", "2024-06")
    ]
    key, known = by("population-2020"), all_controls()
    found = estimate_series(
        an_indicator({"a": 1.0}), national, key=key, controls={"2024-06": known["2024-06"]}
    )
    values = {(o.adcode, o.period): o.value for o in found.values}
    free = share_out(2_384_000, key).stations
    assert {p: values[p, "2023-02"] for p in free} == free
    region_of = known["2024-06"].region_of
    sums = Counter[str]()
    for place in free:
        sums[region_of[place]] += int(values[place, "2024-06"] or 0)
    assert sums == {"east": 1_741_000, "central": 887_000, "west": 1_043_000, "northeast": 245_000}
    assert "At the dates with figures by region" in found.method.en


def test_the_catalogue_has_what_the_recipe_makes() -> None:
    shipped = load_indicator("5g-stations-estimated")
    assert shipped.values == estimates()
    assert (INDICATORS / "5g-stations-estimated.csv").read_bytes() == to_csv(estimates())
    assert sum(shipped.numbers("2020-02")) == 164_000
    assert sum(shipped.numbers("2020-12")) == 771_000


def test_the_back_test_by_hand() -> None:
    allocation = share_out(100, a_key(THREE))  # 54, 34, 12
    tested = back_test(allocation, an_indicator({"a": 60.0, "b": 20.0, "c": 10.0, "d": 5.0}))
    assert [c.difference for c in tested.comparisons] == [-6, 14, 2]
    assert [c.percent for c in tested.comparisons] == pytest.approx([-10, 70, 20])
    assert tested.median_error == pytest.approx(20)
    assert tested.rank_correlation == pytest.approx(1)
    turned = back_test(allocation, an_indicator({"a": 1.0, "b": 2.0, "c": 2.0}))
    # Ranks 3, 2, 1 and 1, 2.5, 2.5: covariance -1.5 over the root of 2 times 1.5.
    assert turned.rank_correlation == pytest.approx(-1.5 / 3**0.5)


def test_a_back_test_needs_three_places() -> None:
    with pytest.raises(AllocationError, match="fewer than three"):
        back_test(share_out(100, a_key(THREE)), an_indicator({"a": 1.0, "b": None, "c": 2.0}))
