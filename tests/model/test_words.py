"""The words: the same in both languages, and numbers that say what they are."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.indicators.catalogue import list_indicators, read_indicator
from geo.maps.classes import MANUAL, SCHEMES
from geo.model.numbers import (
    decimals_of,
    format_edges,
    format_number,
    format_period,
    format_short,
    read_number,
)
from geo.model.text import LANGUAGES, Language
from geo.model.values import STATUSES, Indicator, Kind, Observation
from geo.model.words import listed, read_words, word
from tests.gathered import gathered

WORDS = [
    pytest.param(text, id=f"{section}.{key}")
    for section, entries in read_words().items()
    for key, text in entries.items()
]


def braces(text: str) -> set[str]:
    """What is filled in, whatever form it is written in: 12,345 or 'as it is'."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@gathered("text", WORDS)
def test_every_word_is_in_both_languages_with_the_same_braces(text: object) -> None:
    en, zh = (text[language] for language in LANGUAGES)  # type: ignore[index]
    assert en.strip()
    assert zh.strip()
    assert braces(en) == braces(zh)
    assert not re.search("[\u4e00-\u9fff]", en)


def test_every_status_and_scheme_has_a_word() -> None:
    for language in LANGUAGES:
        assert all(word(status, language) for status in STATUSES)
        assert all(word(scheme, language, section="schemes") for scheme in (*SCHEMES, MANUAL))
    assert len({word(status, "zh") for status in STATUSES}) == len(STATUSES)


def test_braces_are_filled_in() -> None:
    assert word("rank", "en", rank=2, total=27) == "rank 2 of 27"
    assert word("rank", "zh", rank=2, total=27) == "第2名（共27个）"
    with pytest.raises(KeyError):
        word("rank", "en", rank=2)
    with pytest.raises(KeyError):
        word("no such word", "en")


@pytest.mark.parametrize(
    ("language", "most", "text"),
    [
        ("en", None, "a, b, c"),
        ("zh", None, "a、b、c"),
        ("en", 3, "a, b, c"),
        ("en", 2, "a, b and 1 more"),
        ("zh", 2, "a、b，另有1项"),
        ("en", 1, "a and 2 more"),
    ],
)
def test_enumerations(language: Language, most: int | None, text: str) -> None:
    assert listed(iter(("a", "b", "c")), language, most=most) == text


def test_an_empty_enumeration_is_empty() -> None:
    assert listed((), "en", most=3) == ""


@gathered(
    ("value", "decimals", "text"),
    [
        (280, 0, "280"), (1234567, 0, "1,234,567"), (34.1, 1, "34.1"), (35.0, 1, "35.0"),
        (0, 0, "0"), (0, 2, "0.00"), (-5, 0, "-5"), (-1234.5, 1, "-1,234.5"),
        (-0.04, 1, "0.0"), (-0.0, 0, "0"), (-0.05000001, 1, "-0.1"), (0.999, 1, "1.0"),
        (999999.99, 1, "1,000,000.0"),
    ],
)  # fmt: skip
def test_numbers(value: float, decimals: int, text: str) -> None:
    assert format_number(value, decimals) == text


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_a_number_reads_back_within_its_decimals(value: float, decimals: int) -> None:
    text = format_number(value, decimals)
    assert abs(float(text.replace(",", "")) - value) <= 0.5 * 10**-decimals + 1e-6
    assert not re.fullmatch(r"-0(\.0*)?", text)


@pytest.mark.parametrize(
    ("edges", "power", "texts"),
    [
        ((0, 100, 200), 0, ("0", "100", "200")),
        ((109, 109, 165, 280), 0, ("109", "109", "165", "280")),
        ((0, 0.4, 0.6), 0, ("0", "0.4", "0.6")),
        ((1.001, 1.002, 1.0035), 0, ("1.001", "1.002", "1.004")),  # three digits are the same
        ((1, 1 + 1e-9, 2), 0, ("1.000000000", "1.000000001", "2.000000000")),
        ((3_648_100, 24_049_155, 126_012_510), 6, ("3.65", "24.0", "126")),
        ((3_648_100, 24_049_155, 126_012_510), 4, ("365", "2,405", "12,601")),
    ],
)
def test_edges(edges: tuple[float, ...], power: int, texts: tuple[str, ...]) -> None:
    assert format_edges(edges, power=power) == texts


@given(
    st.sets(st.integers(-(10**9), 10**9), min_size=2, max_size=10), st.sampled_from([0, 4, 6, 8])
)
def test_different_edges_look_different(edges: set[int], power: int) -> None:
    numbers = [edge / 1e6 for edge in sorted(edges)]
    texts = format_edges(numbers, power=power)
    assert len(set(texts)) == len(numbers)
    read = [read_number(text) for text in texts]
    assert all(low < high for low, high in pairwise(read))


@given(st.sets(st.integers(-(10**9), 10**9), min_size=2, max_size=10), st.sampled_from([0, 4, 6]))
def test_an_edge_is_read_back_to_three_digits(edges: set[int], power: int) -> None:
    numbers = sorted(edges)
    for text, number in zip(format_edges(numbers, power=power), numbers, strict=True):
        assert read_number(text) * 10**power == pytest.approx(number, rel=0.005001, abs=1e-9)


@gathered(
    ("value", "en", "zh"),
    [
        (0, "0", "0"),
        (280, "280", "280"),
        (99_999, "99,999", "99,999"),
        (100_000, "100,000", "10万"),
        (999_999, "999,999", "100万"),
        (1_000_000, "1 million", "100万"),
        (126_012_510, "126 million", "1.26亿"),
        (-126_012_510, "-126 million", "-1.26亿"),
        (1_411_778_724, "1.412 billion", "14.12亿"),
    ],
)
def test_short_numbers_have_a_magnitude(value: float, en: str, zh: str) -> None:
    assert format_short(value, 0, language="en") == en
    assert format_short(value, 0, language="zh") == zh


@pytest.mark.parametrize(
    ("period", "en", "zh"),
    [
        ("", "", ""),
        ("2020", "2020", "2020年"),
        ("2020-12", "December 2020", "2020年12月"),
        ("2020-06-06", "6 June 2020", "2020年6月6日"),
        ("2020/2025", "2020–2025", "2020—2025年"),
        ("2020 Q4", "2020 Q4", "2020 Q4"),
    ],
)
def test_periods(period: str, en: str, zh: str) -> None:
    assert format_period(period, "en") == en
    assert format_period(period, "zh") == zh


def figures(*values: float, decimals: int = 0, kind: Kind = "ratio") -> Indicator:
    observed = tuple(Observation("110000", str(i), v, "reported") for i, v in enumerate(values))
    base = read_indicator("ccid-projects")
    return replace(base, values=observed, decimals=decimals, kind=kind)


@gathered(
    ("values", "stated", "decimals"),
    [
        ((0.00101, 0.00113, 0.00122, 0.0013), 2, 5),
        ((0.001, 0.00101, 0.00102, 0.00103), 2, 5),
        ((100.001, 100.002, 100.003), 1, 3),
        ((1, 2, 3), 0, 0),
        ((1.25, 2.5), 1, 1),  # told apart as they are
        ((0.0003, 5000), 0, 4),  # no figure is written as zero
        ((0.3, 0.1 + 0.2, 5), 1, 1),  # what arithmetic leaves behind is no difference
        ((0.5, 0.5), 0, 1),
        ((1e-20, 5.0), 0, 0),  # noise
        ((), 1, 1),
        ((0, 0), 2, 2),
        ((1e-7, 2e-7), 0, 7),
    ],
)
def test_decimals_that_tell_figures_apart(
    values: tuple[float, ...], stated: int, decimals: int
) -> None:
    assert decimals_of(figures(*values, decimals=stated)) == decimals


@given(st.sets(st.integers(-10_000, 10_000), min_size=1, max_size=30), st.integers(0, 9))
def test_figures_that_differ_look_different(numbers: set[int], power: int) -> None:
    values = [number / 10**power for number in numbers]
    decimals = decimals_of(figures(*values))
    texts = [format_number(value, decimals) for value in values]
    assert len(set(texts)) == len(values)
    assert all((read_number(t) == 0) == (v == 0) for t, v in zip(texts, values, strict=True))


def test_the_catalogue_keeps_the_decimals_of_its_labels() -> None:
    for indicator in list_indicators():
        assert decimals_of(indicator) == indicator.decimals, indicator.id
