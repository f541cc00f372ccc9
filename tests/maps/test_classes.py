"""Classes: every value lies in exactly one, whatever the scheme and whatever the values."""

from __future__ import annotations

import math
import random
import warnings
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

import mapclassify
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.indicators.catalogue import list_indicators
from geo.maps.classes import (
    FIXED_K,
    MAX_K,
    MIN_K,
    SCHEMES,
    categories,
    classify,
    divided_at,
)
from geo.model.errors import ClassificationError, UnknownNameError
from geo.model.maps import Classes
from tests.gathered import gathered
from tests.slow import up_to

CATALOGUE = {indicator.id: indicator.numbers() for indicator in list_indicators()}
KS = range(MIN_K, MAX_K + 1)
WISHED_K = [scheme for scheme in SCHEMES if scheme not in FIXED_K]

numbers = st.one_of(
    st.integers(-1000, 1000).map(float),
    st.floats(-1e12, 1e12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, 1.0, 2.0, 1e9, 1e9 + 1, 1e-9]),
)
samples = st.lists(numbers, min_size=1, max_size=40)


def made(values: list[float], **request: object) -> Classes:
    """The classes, where the values can be classified that way."""
    try:
        return classify(values, **request)  # type: ignore[arg-type]
    except ClassificationError:
        assume(False)
        raise


def check(classes: Classes, values: list[float] | tuple[float, ...]) -> None:
    """What is true of all classes."""
    assert 1 <= classes.k <= min(MAX_K, len(set(values)))
    assert all(map(math.isfinite, classes.edges))
    if classes.distinct:
        assert list(classes.edges[1:]) == sorted(set(values))
        assert classes.edges[0] == classes.edges[1]
    else:
        assert classes.edges[0] <= classes.edges[1]
        assert all(low < high for low, high in pairwise(classes.edges[1:]))
        if classes.edges[0] == classes.edges[1]:
            assert classes.edges[0] == min(values)
    for value in values:
        held = [
            i
            for i, (low, high) in enumerate(pairwise(classes.edges))
            if low < value <= high or (i == 0 and value == low)
        ]
        assert held == [classes.index(value)]
    assert sum(classes.counts(tuple(values))) == len(values)


@given(samples, st.sampled_from(list(SCHEMES)), st.sampled_from(KS))
def test_every_value_lies_in_exactly_one_class(values: list[float], scheme: str, k: int) -> None:
    classes = made(values, scheme=scheme, k=k)
    check(classes, values)
    assert classes.scheme == scheme
    if scheme in WISHED_K and scheme != "pretty_breaks":
        assert classes.k <= k


@given(samples, st.sampled_from(list(SCHEMES)), st.sampled_from(KS), st.integers())
def test_the_order_of_the_values_does_not_matter(
    values: list[float], scheme: str, k: int, seed: int
) -> None:
    shuffled = values.copy()
    random.Random(seed).shuffle(shuffled)
    assert made(shuffled, scheme=scheme, k=k) == made(values, scheme=scheme, k=k)


@pytest.mark.slow(reads=up_to("maps"))
@gathered("scheme", SCHEMES)
@gathered("identifier", CATALOGUE)
def test_the_order_of_the_rows_does_not_matter(identifier: str, scheme: str) -> None:
    """Sums of real figures differ in their last digits with their order."""
    values = CATALOGUE[identifier]
    for seed in range(3):
        shuffled = random.Random(seed).sample(values, len(values))
        assert classify(shuffled, scheme=scheme) == classify(values, scheme=scheme)


@given(samples, st.sampled_from(list(SCHEMES)), st.sampled_from(KS))
def test_equal_values_share_a_class_and_greater_ones_have_no_lower(
    values: list[float], scheme: str, k: int
) -> None:
    classes = made(values, scheme=scheme, k=k)
    indexes = [classes.index(value) for value in sorted(values)]
    assert indexes == sorted(indexes)


@pytest.mark.slow(reads=up_to("maps"))
@gathered("scheme", SCHEMES)
@gathered("identifier", CATALOGUE)
def test_every_scheme_can_show_every_indicator(identifier: str, scheme: str) -> None:
    values = CATALOGUE[identifier]
    for k in KS:
        try:
            classes = classify(values, scheme=scheme, k=k)
        except ClassificationError as error:
            # A scheme that finds its own number of classes may find too many.
            assert "more than the 9 that can be told apart. Choose another" in str(error)  # noqa: PT017
            assert scheme in (*FIXED_K, "pretty_breaks")
            continue
        check(classes, values)


@given(samples, st.sampled_from(list(SCHEMES)), st.sampled_from(KS))
def test_different_values_are_never_all_in_one_class(
    values: list[float], scheme: str, k: int
) -> None:
    classes = made(values, scheme=scheme, k=k)
    occupied = {classes.index(value) for value in values}
    assert len(occupied) >= min(2, len(set(values)))


# mapclassify's own classes

THEIRS = {
    "quantiles": mapclassify.Quantiles,
    "equal_interval": mapclassify.EqualInterval,
    "fisher_jenks": mapclassify.FisherJenks,
    "pretty_breaks": mapclassify.PrettyBreaks,
    "std_mean": mapclassify.StdMean,
    "head_tail_breaks": mapclassify.HeadTailBreaks,
    "boxplot": mapclassify.BoxPlot,
}


def classes_of_mapclassify(values: list[float], scheme: str, k: int) -> list[int]:
    """The class of each of the values in order, as mapclassify says it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wish = {} if scheme in FIXED_K else {"k": k}
        found: list[int] = THEIRS[scheme](np.asarray(values), **wish).yb.tolist()
    return found


def parted(indexes: list[int]) -> list[bool]:
    """Where one class ends and another begins."""
    return [one != other for one, other in pairwise(indexes)]


def variance(values: list[float], indexes: list[int]) -> float:
    """The squared distances of all values from the means of their classes."""
    return sum(
        len(group) * float(np.var(group))
        for i in set(indexes)
        for group in [[v for v, index in zip(values, indexes, strict=True) if index == i]]
    )


#: Values with ties at both ends: many zeros, many full scores.
tied = st.builds(
    lambda middle, low, high: sorted([min(middle)] * low + middle + [max(middle)] * high),
    st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=30),
    st.integers(0, 30),
    st.integers(0, 30),
)


@given(st.one_of(tied, samples.map(sorted)), st.sampled_from(sorted(THEIRS)), st.sampled_from(KS))
def test_values_are_parted_where_mapclassify_parts_them(
    values: list[float], scheme: str, k: int
) -> None:
    classes = made(values, scheme=scheme, k=k)
    assume(not classes.distinct)
    theirs = classes_of_mapclassify(values, scheme, k)
    assume(len(set(theirs)) > 1)  # one class for all says nothing
    ours = [classes.index(value) for value in values]
    if scheme != "fisher_jenks":
        assert parted(ours) == parted(theirs)
        return
    # Several divisions may be equally good, and theirs is made in single precision.
    assume(max(map(abs, values)) <= 1000 and all(v.is_integer() for v in values))
    assert len(set(ours)) == k
    assert variance(values, ours) <= variance(values, theirs) * (1 + 1e-5) + 1e-9


@pytest.mark.slow(reads=up_to("maps"))
@gathered("k", KS)
@gathered("identifier", [i for i, v in CATALOGUE.items() if len(v) > MAX_K])
@gathered("scheme", sorted(THEIRS))
def test_the_catalogue_is_parted_like_that(identifier: str, scheme: str, k: int) -> None:
    values = sorted(CATALOGUE[identifier])
    try:
        classes = classify(values, scheme=scheme, k=k)
    except ClassificationError:
        return  # of too many classes: see above
    theirs = classes_of_mapclassify(values, scheme, k)
    if len(set(theirs)) > 1:
        assert parted([classes.index(v) for v in values]) == parted(theirs)


# The lowest value


@pytest.mark.parametrize(
    ("values", "scheme", "k", "edges"),
    [
        ([0] * 10 + [5, 6, 7, 100, 101], "fisher_jenks", 3, (0, 0, 50, 101)),
        ([0] * 20 + [1, 2, 3, 4, 5, 6, 7], "quantiles", 5, (0, 0, 1, 7)),
        ([0] * 20 + [10, 20, 30, 40, 50, 60, 70], "boxplot", 5, (0, 0, 5, 12.5, 70)),
        ([-9] * 9 + [-3, 1, 2, 8], "fisher_jenks", 3, (-9, -9, 5, 8)),
    ],
)
def test_many_equal_lowest_values_are_a_class_of_their_own(
    values: list[float], scheme: str, k: int, edges: tuple[float, ...]
) -> None:
    classes = classify(values, scheme=scheme, k=k)
    low = min(values)
    assert classes.edges == edges
    assert classes.counts(tuple(values))[0] == values.count(low)
    assert classes.index(min(value for value in values if value > low)) >= 1


@given(tied, st.sampled_from(["quantiles", "fisher_jenks"]), st.sampled_from(KS))
def test_zeros_share_no_class_with_others_where_they_fill_one(
    values: list[float], scheme: str, k: int
) -> None:
    low = min(values)
    assume(values.count(low) >= 2 * len(values) / k)
    classes = made(values, scheme=scheme, k=k)
    if scheme == "quantiles":
        assert classes.counts(tuple(values))[0] == values.count(low)


def test_values_that_are_nearly_equal_are_still_told_apart() -> None:
    steps = [1e9, 1e9 + 1e-6, 1e9 + 2e-6, 1e9 + 3e-6]
    for scheme in ("quantiles", "fisher_jenks", "equal_interval"):
        classes = classify([steps[0]] * 20 + steps[1:], scheme=scheme, k=3)
        assert classes.k >= 2, scheme
        assert classes.index(steps[0]) == 0
        assert classes.index(steps[3]) == classes.k - 1


# Round edges


@given(
    st.one_of(tied, samples), st.sampled_from(["quantiles", "fisher_jenks"]), st.sampled_from(KS)
)
def test_no_edge_can_be_rounder_without_a_value_changing_its_class(
    values: list[float], scheme: str, k: int
) -> None:
    classes = made(values, scheme=scheme, k=k)
    assume(not classes.distinct)
    for i, edge in enumerate(classes.edges[1:-1]):
        below = max(value for value in values if classes.index(value) == i)
        above = min(value for value in values if classes.index(value) == i + 1)
        assert below <= edge < above
        if edge == classes.edges[0]:
            continue
        # No multiple of a power of ten above the edge's last digit lies between the two.
        digits = Decimal(repr(edge)).normalize().as_tuple()
        step = Decimal(1).scaleb(int(digits.exponent) + 1)
        rounder = float((Decimal(repr(below)) / step).to_integral_value(ROUND_CEILING) * step)
        assert edge == 0 or not below <= rounder < above
    low, high = min(values), max(values)
    assert low - abs(low) / 20 <= classes.edges[0] <= low
    assert high <= classes.edges[-1] <= high + abs(high) / 20


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 17], (1, 3, 5, 10, 13, 17)),
        ([-61, -48, -47, -3, 5, 8, 9, 31], (-61, -48, 0, 8, 31)),
        ([103, 240, 470, 481, 890, 1741], (100, 400, 500, 1800)),
        ([0.0101, 0.0113, 0.0122, 0.0131, 0.0187, 0.02], (0.0101, 0.012, 0.015, 0.02)),
    ],
)
def test_known_round_edges(values: list[float], edges: tuple[float, ...]) -> None:
    assert classify(values, k=len(edges) - 1).edges == edges


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        ([3, 4, 5, 7, 8, 9], (3, 5, 9)),  # the highest of a class may be its edge
        ([-5, -4, -3, 0, 3, 5], (-5, -2, 5)),  # the lowest of the next class may not
        ([-40, -20, -10, 10, 20, 190.5], (-40, 0, 200)),  # less than a twentieth beyond
        ([-40, -20, -10, 10, 20, 190.4], (-40, 0, 191)),  # 200 would be more
        ([11, 12, 13, 1702, 1703, 1707, 1731, 1738, 1741], (11, 1000, 1720, 1741)),
    ],
)
def test_how_far_an_edge_may_move(values: list[float], edges: tuple[float, ...]) -> None:
    """In the last row the class at the end is narrow, so that its end is exact."""
    assert classify(values, k=len(edges) - 1).edges == edges


def test_where_one_class_would_hold_all_the_highest_are_told_apart() -> None:
    values = [1.0, 2, 3] + [9.0] * 20
    for scheme in ("quantiles", "boxplot"):
        classes = classify(values, scheme=scheme, k=2)
        assert [classes.index(value) for value in (1, 2, 3, 9)] == [0, 0, 0, 1], scheme


def test_whole_numbers_have_whole_edges() -> None:
    classes = classify([1, 2, 3, 5, 8, 13, 21, 34, 55], k=4)
    assert classes.whole
    assert all(edge.is_integer() for edge in classes.edges)
    assert not classify([1, 2, 3, 5.5, 8, 13], k=4).whole


@pytest.mark.parametrize(
    ("scheme", "edges"),
    [
        ("quantiles", (1, 3, 5, 7, 9, 11)),
        ("equal_interval", (1, 3, 5, 7, 9, 11)),
        ("pretty_breaks", (0, 2, 4, 6, 8, 10, 12)),
    ],
)
def test_the_numbers_from_one_to_eleven(scheme: str, edges: tuple[float, ...]) -> None:
    classes = classify(range(1, 12), scheme=scheme, k=5)
    assert classes.edges == pytest.approx(edges)


def test_natural_breaks_are_found_among_large_numbers_close_together() -> None:
    steps = (0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32)
    for base in (0, 1e6, 1e8, 1e12, -1e6):
        values = [base + step for step in steps]
        classes = classify(values, scheme="fisher_jenks", k=4)
        assert [classes.index(value) for value in values] == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3


def test_natural_breaks_do_not_part_what_cannot_be_told_apart() -> None:
    values = [-1e300, 1.0, 2, 3, 4, 1e300]
    classes = classify(values, scheme="fisher_jenks", k=3)
    assert [classes.index(value) for value in values] == [0, 1, 1, 1, 1, 2]


def test_standard_deviations_from_the_mean() -> None:
    values = [float(v) for v in range(1, 12)]  # mean 6, deviation the square root of 11
    root = math.sqrt(11)
    assert classify(values, scheme="std_mean").edges == pytest.approx((1, 6 - root, 6 + root, 11))


def test_head_and_tail() -> None:
    values = [1.0, 2, 3, 4, 5, 6, 7, 8, 100]
    mean = sum(values) / 9
    assert classify(values, scheme="head_tail_breaks").edges == pytest.approx((1, mean, 100))


def test_the_box_and_its_whiskers() -> None:
    values = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 100]  # quartiles 3.25, 5.5, 7.75
    edges = classify(values, scheme="boxplot").edges
    assert edges == pytest.approx((1, 3.25, 5.5, 7.75, 7.75 + 1.5 * 4.5, 100))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_three_values_are_three_classes_of_one_value_each(scheme: str) -> None:
    for k in KS:
        if k >= 3 or scheme in FIXED_K:
            classes = classify(CATALOGUE["ccid-projects"], scheme=scheme, k=k)
            if classes.distinct:
                assert classes.edges == (109, 109, 165, 280)
                assert classes.counts((109, 165, 280)) == (1, 1, 1)
            assert scheme in FIXED_K or classes.distinct


@pytest.mark.parametrize("scheme", SCHEMES)
def test_one_value_is_one_class(scheme: str) -> None:
    classes = classify([484.0], scheme=scheme)
    assert classes.edges == (484, 484)
    assert classes.distinct
    assert classes.index(484) == 0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_many_equal_values_are_one_class(scheme: str) -> None:
    assert classify([7.0] * 31, scheme=scheme).edges == (7, 7)


def test_as_many_classes_as_distinct_values_at_the_very_edge() -> None:
    values = [1.0, 1, 2, 3, 4, 5]
    assert classify(values, k=5).distinct
    assert classify(values, k=5).counts(tuple(values)) == (2, 1, 1, 1, 1)
    assert not classify(values, k=4).distinct


def test_ties_give_fewer_classes_than_asked_for_without_a_word_on_the_console() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        classes = classify([0.0] * 20 + [1, 2, 3, 4, 5, 6], k=5)
    assert classes.k < 5


def test_round_numbers_make_more_than_one_class() -> None:
    for values in CATALOGUE.values():
        if len(set(values)) > 2:
            assert classify(values, scheme="pretty_breaks", k=2).k >= 2


@pytest.mark.parametrize(
    ("values", "k", "edges"),
    [
        ([20, 21, 22, 23, 24, 25], 2, (20, 22, 24, 26)),  # 2 would make one class, 3 makes three
        ([0.02, 0.021, 0.022, 0.023, 0.024, 0.025], 2, (0.02, 0.022, 0.024, 0.026)),  # so would 3
        ([2, 2, 3, 8, 9, 100], 3, (0, 50, 100)),  # two are enough
        ([15, 20, 30, 40, 50, 65], 5, (10, 20, 30, 40, 50, 60, 70)),  # as many as values
    ],
)
def test_known_round_numbers(values: list[float], k: int, edges: tuple[float, ...]) -> None:
    classes = classify(values, scheme="pretty_breaks", k=k)
    assert classes.edges == pytest.approx(edges)
    assert not classes.distinct


@pytest.mark.parametrize(
    "values",
    [
        [-0.030000000000000002, -0.029, -0.028, -0.027, -0.026, -0.024999999999999998],
        [0.5999999999999999, 0.62, 0.64, 0.66, 0.68, 0.7000000000000001],
    ],
)
def test_values_beyond_a_round_number_by_their_last_digit_have_a_class(
    values: list[float],
) -> None:
    check(classify(values, scheme="pretty_breaks", k=3), values)


def test_nine_classes_can_be_told_apart_and_ten_cannot() -> None:
    assert classify(range(91), scheme="pretty_breaks", k=9).edges == tuple(range(0, 91, 10))
    with pytest.raises(ClassificationError, match="pretty_breaks needs 10 classes"):
        classify(range(101), scheme="pretty_breaks", k=9)
    nine = [0, 12, 25, 37, 50, 62, 75, 87, 100]  # round numbers would make ten of nine
    assert classify(nine, scheme="pretty_breaks", k=8).distinct
    with pytest.raises(ClassificationError, match="needs 10 classes"):
        classify([*nine, 99], scheme="pretty_breaks", k=8)


def test_the_outer_round_numbers_hold_all_values() -> None:
    classes = classify(CATALOGUE["ccid-potential-foundation"], scheme="pretty_breaks", k=5)
    assert classes.edges == (40, 50, 60, 70, 80, 90)


def test_too_many_head_tail_classes_are_refused() -> None:
    with pytest.raises(
        ClassificationError,
        match=r"head_tail_breaks needs 1\d classes for these figures, more than",
    ):
        classify(range(4000), scheme="head_tail_breaks")


def test_five_quantiles_where_nothing_is_said() -> None:
    classes = classify(range(100))
    assert (classes.scheme, classes.k, classes.made_from) == ("quantiles", 5, "map")


def test_continuous_colours_have_64_even_steps() -> None:
    classes = classify([1, 2, 65], scheme="continuous")
    assert classes.edges == tuple(range(1, 66))
    assert classify([0.1, 0.7], scheme="continuous").edges[::64] == (0.1, 0.7)


def test_nothing_runs_on_from_a_single_figure() -> None:
    classes = classify([-3, -3], scheme="continuous")
    assert classes.edges == (-3, -3)
    assert classes.distinct


def test_each_category_is_a_class() -> None:
    classes = categories(3)
    assert (classes.scheme, classes.distinct, classes.k) == ("categories", True, 3)
    assert [classes.index(value) for value in (1, 2, 3)] == [0, 1, 2]
    assert categories(1).k == 1
    with pytest.raises(ClassificationError, match="no category to draw"):
        categories(0)


# What is asked for wrongly


@pytest.mark.parametrize("k", [1, 0, -1, 10, 100])
def test_the_number_of_classes_is_two_to_nine(k: int) -> None:
    with pytest.raises(ClassificationError, match=rf"{k} classes cannot be drawn: choose 2 to 9"):
        classify([1, 2, 3], k=k)


def test_an_unknown_scheme_is_named_with_its_neighbours() -> None:
    with pytest.raises(
        UnknownNameError,
        match=r"unknown scheme 'quantile'. Did you mean quantiles.*Known: .*manual",
    ):
        classify([1, 2, 3], scheme="quantile")


def test_no_values_are_refused() -> None:
    with pytest.raises(ClassificationError, match="no figure to classify: every place is without"):
        classify([])


@gathered("scheme", [*SCHEMES, "manual"])
@gathered("bad", [math.nan, math.inf, -math.inf])
def test_only_finite_numbers_are_classified(scheme: str, bad: float) -> None:
    edges = (0, 2, 4) if scheme == "manual" else None
    for values in ([1, bad, 3], [bad], [bad, bad, 1]):
        with pytest.raises(ClassificationError, match="only finite numbers"):
            classify(values, scheme=scheme, edges=edges)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_of_which_no_sum_exists_are_refused(scheme: str) -> None:
    with pytest.raises(ClassificationError, match=r"only finite numbers up to 1e\+300"):
        classify([0, 1, 2, 3, 1e308], scheme=scheme, k=3)
    check(classify([0, 1, 2, 3, 1e300], scheme=scheme, k=3), [0, 1, 2, 3, 1e300])


# Edges given by hand


def test_edges_are_taken_as_given() -> None:
    classes = classify([1, 5, 9], scheme="manual", edges=(0, 5, 10))
    assert (classes.scheme, classes.edges, classes.distinct) == ("manual", (0, 5, 10), False)
    assert classes.counts((1, 5, 9)) == (2, 1)


def test_edges_may_begin_with_a_class_of_the_lowest_value() -> None:
    classes = classify([0, 0, 3, 9], scheme="manual", edges=(0, 0, 5, 9))
    assert classes.edges == (0, 0, 5, 9)
    assert classes.counts((0, 0, 3, 9)) == (2, 1, 1)


def test_edges_may_be_as_narrow_as_the_values() -> None:
    assert classify([1, 5, 9], scheme="manual", edges=(1, 2, 9)).counts((1, 5, 9)) == (1, 2)


@pytest.mark.parametrize(
    ("edges", "shown"),
    [
        ((0, 5, 3, 10), "0, 5, 3, 10"),
        ((0, 5, 5, 10), "0, 5, 5, 10"),
        ((0, 0, 0, 10), "0, 0, 0, 10"),
        ((0, 5, 10, 10), "0, 5, 10, 10"),
        ((10, 5, 0), "10, 5, 0"),
        ((6, 5, 10), "6, 5, 10"),
        ((0, math.nan, 10), "0, nan, 10"),
        ((0, 5, math.inf), "0, 5, inf"),
        ((-math.inf, 5, 10), "-inf, 5, 10"),
    ],
)
def test_edges_out_of_order_are_refused(edges: tuple[float, ...], shown: str) -> None:
    with pytest.raises(
        ClassificationError, match=f"must be finite and rise from one to the next: {shown}"
    ):
        classify([1, 5, 9], scheme="manual", edges=edges)


@pytest.mark.parametrize(
    ("edges", "made"), [((), 0), ((1,), 0), ((0, 10), 1), (tuple(range(11)), 10)]
)
def test_too_few_and_too_many_edges_are_refused(edges: tuple[float, ...], made: int) -> None:
    with pytest.raises(ClassificationError, match=rf"make {made} classes; give 3 to 10 edges"):
        classify([1, 5, 9], scheme="manual", edges=edges)


@pytest.mark.parametrize("edges", [(0, 1, 2), tuple(range(10))])
def test_as_many_edges_as_can_be_shown(edges: tuple[float, ...]) -> None:
    assert classify([1, 2], scheme="manual", edges=edges).k == len(edges) - 1


def test_edges_that_leave_values_out_name_them() -> None:
    with pytest.raises(
        ClassificationError, match=r"edges 2, 4, 6 leave out 1, 7, 9; they must reach from 1 to 9"
    ):
        classify([9, 1, 5, 7, 7], scheme="manual", edges=(2, 4, 6))


@pytest.mark.parametrize(("scheme", "edges"), [("manual", None), ("quantiles", (0, 5, 10))])
def test_edges_and_manual_go_together(scheme: str, edges: tuple[float, ...] | None) -> None:
    with pytest.raises(ClassificationError, match="edges and the scheme 'manual' go together"):
        classify([1, 5, 9], scheme=scheme, edges=edges)


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=20),
    st.sets(st.integers(1, 99), min_size=1, max_size=8),
)
def test_edges_by_hand_hold_every_value_once(values: list[int], inner: set[int]) -> None:
    edges = (0, *sorted(inner), 100)
    classes = classify(values, scheme="manual", edges=edges)
    for value in values:
        low, high = edges[classes.index(value)], edges[classes.index(value) + 1]
        assert low < value <= high or value == low == 0
    assert sum(classes.counts(tuple(values))) == len(values)


# -- parted at a midpoint --------------------------------------------------------------------


def test_no_class_has_what_rises_and_what_falls() -> None:
    fallen, risen = (-710.0, -5.0), (3.0, 1500.0, 5000.0)
    classes = Classes("quantiles", (-710.0, 1500.0, 5000.0))
    assert divided_at(classes, 0.0, (*fallen, *risen)).edges == (-710.0, 0.0, 1500.0, 5000.0)
    # Figures on one side only, or an edge at the midpoint, leave all as it is.
    assert divided_at(classes, 0.0, risen) is classes
    at_zero = Classes("quantiles", (-710.0, 0.0, 5000.0))
    assert divided_at(at_zero, 0.0, (*fallen, *risen)) is at_zero
    by_hand = Classes("manual", (-710.0, 5000.0))
    assert divided_at(by_hand, 0.0, (*fallen, *risen)) is by_hand


@given(
    st.lists(st.integers(-1000, 1000).map(float), min_size=2, max_size=40),
    st.integers(2, 9),
    st.sampled_from(["quantiles", "equal_interval", "fisher_jenks"]),
)
def test_parted_classes_hold_all_figures_in_no_more_than_nine(
    values: list[float], k: int, scheme: str
) -> None:
    classes = divided_at(classify(values, scheme=scheme, k=k), 0.0, values)
    assert 1 <= classes.k <= 9
    assert list(classes.edges[1:]) == sorted(set(classes.edges[1:]))
    signs: dict[int, set[float]] = {}
    for value in values:
        if value:
            signs.setdefault(classes.index(value), set()).add(math.copysign(1, value))
    assert all(len(found) == 1 for found in signs.values())
