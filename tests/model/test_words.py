"""The words: the same in both languages, and numbers that say what they are."""

from __future__ import annotations

import re
from dataclasses import replace
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.indicators.catalogue import list_indicators, read_indicator
from geo.maps.classes import MANUAL, SCHEMES
from geo.model.numbers import (
    decimals_of,
    decimals_of_quotients,
    format_number,
    format_period,
    read_number,
)
from geo.model.text import LANGUAGES, Language
from geo.model.values import STATUSES, Indicator, Kind, Observation
from geo.model.words import WORDS as FOLDER
from geo.model.words import listed, read_words, word
from tests.gathered import gathered

WORDS = [
    pytest.param(text, id=f"{section}.{key}")
    for section in sorted(path.stem for path in FOLDER.glob("*.toml"))
    for key, text in read_words(section).items()
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
        (0, 0, "0"), (0, 2, "0.00"), (-5, 0, "−5"), (-1234.5, 1, "−1,234.5"),
        (-0.04, 1, "0.0"), (-0.0, 0, "0"), (-0.05000001, 1, "−0.1"), (0.999, 1, "1.0"),
        (999999.99, 1, "1,000,000.0"),
    ],
)  # fmt: skip
def test_numbers(value: float, decimals: int, text: str) -> None:
    assert format_number(value, decimals) == text


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_a_number_reads_back_within_its_decimals(value: float, decimals: int) -> None:
    text = format_number(value, decimals)
    assert abs(read_number(text) - value) <= 0.5 * 10**-decimals + 1e-6
    assert not re.fullmatch(r"[-−]0(\.0*)?", text)
    assert "-" not in text


@pytest.mark.parametrize(
    ("period", "en", "zh"),
    [
        ("", "", ""),
        ("2020", "2020", "2020年"),
        ("2020-12", "December 2020", "2020年12月"),
        ("2020-06-06", "6 June 2020", "2020年6月6日"),
        ("2020/2025", "2020 to 2025", "2020—2025年"),
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


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ((8_167_908.4, 7_200_000.2), 0),
        ((78.26, 90.4), 2),
        ((782.6, 904.1), 1),
        ((0.031, 9.0), 2),
    ],
)
def test_a_quotient_has_no_more_digits_than_are_read(
    values: tuple[float, ...], decimals: int
) -> None:
    assert decimals_of_quotients(values, 2) == decimals


def test_the_catalogue_keeps_the_decimals_of_its_labels() -> None:
    for indicator in list_indicators():
        assert decimals_of(indicator) == indicator.decimals, indicator.id
