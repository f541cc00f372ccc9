"""What a cell says: a number, that there is none, a period, a unit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.tables import cells
from tests.gathered import gathered


@gathered(
    ("cell", "number"),
    [
        ("280", 280), ("1,234", 1234), ("1,234,567.5", 1234567.5), ("1 234", 1234), ("43.5%", 43.5),
        ("４３．５％", 43.5), ("12.4万", 124000), ("3.44万亿", 3.44e12), ("1.2亿", 1.2e8),
        ("5千", 5000), ("3百万", 3e6), ("(1.2)", -1.2), ("（1,234）", -1234), ("−5", -5), ("+3", 3),
        ("1e5", 1e5), ("１２", 12), ("\u30005\xa0", 5), ("0", 0), ("1e21", 1e21),
    ],
)  # fmt: skip
def test_numbers(cell: str, number: float) -> None:
    assert cells.parse_number(cell) == number


@gathered(
    "cell",
    ["", " ", "—", "–", "-", "−", "…", "...", "..", "/", "NA", "n/a", "无", "暂无", "……", "NaN"],
)
def test_missing_is_never_zero(cell: str) -> None:
    assert cells.parse_number(cell) is None


@gathered(
    "cell",
    ["约50", "124①", "12²", "43,5", "1,23,456", "12,3456", "inf", "1e308", "1.1e21", "1_000",
     "٣", "12.4万个", "5%万", "(-1)", "--5", "#DIV/0!", "1.2.3", "<b>1</b>"],
)  # fmt: skip
def test_what_is_neither_is_given_back(cell: str) -> None:
    assert cells.parse_number(cell) == cell


@given(st.integers(-(10**15), 10**15))
def test_a_number_written_with_separators_is_read_back(number: int) -> None:
    for text in (f"{number:,}", str(number), f"{number}.0"):
        assert cells.parse_number(text) == number
    if number < 0:
        assert cells.parse_number(f"({-number:,})") == number


@given(st.integers(0, 10**7))
def test_magnitudes_are_exact(tenths: int) -> None:
    assert cells.parse_number(f"{tenths // 10}.{tenths % 10}万") == tenths * 1000


@given(st.text())
def test_any_text_is_a_finite_number_missing_or_itself(text: str) -> None:
    read = cells.parse_number(text)
    assert read is None or read == text or (isinstance(read, float) and math.isfinite(read))
    for ask in (cells.read_period, cells.is_unit, cells.stated_unit, cells.split_unit):
        ask(text)


@gathered(
    ("cell", "period"),
    [
        ("2020", "2020"), ("2020年", "2020"), ("2020.0", "2020"), ("２０２０年末", "2020"),
        ("2020-06", "2020-06"), ("2020年6月", "2020-06"), ("2020/6/6", "2020-06-06"),
        ("2020年12月31日", "2020-12-31"), ("2020Q1", "2020-Q1"), ("2020年第三季度", "2020-Q3"),
        ("1899", None), ("2200", None), ("2020-13", None), ("2020年2月30日", None), ("12", None),
        ("20201", None), ("2020 1", None), ("", None), ("二〇二〇年", None),
    ],
)  # fmt: skip
def test_periods(cell: str, period: str | None) -> None:
    assert cells.read_period(cell) == period


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("GDP（亿元）", ("GDP", "亿元")), ("占比/%", ("占比", "%")), ("GDP, 亿元", ("GDP", "亿元")),
        ("人口", ("人口", "")), ("面积(2020)", ("面积(2020)", "")), ("（亿元）", ("(亿元)", "")),
    ],
)  # fmt: skip
def test_the_unit_of_a_heading(heading: str, parts: tuple[str, str]) -> None:
    assert cells.split_unit(heading) == parts


def test_units() -> None:
    assert cells.stated_unit("单位：亿元") == "亿元"
    assert cells.stated_unit("（单位：万人）") == "万人"
    assert cells.stated_unit("单位") is None
    assert cells.is_unit("（亿元）")
    assert cells.is_unit("万人")
    assert not cells.is_unit("GDP")
    assert not cells.is_unit("(1)")
    assert not cells.is_unit("(2020)")
    assert cells.is_percentage("43.5%")
    assert cells.is_percentage("(1%)")
    assert not cells.is_percentage("43.5")
    assert not cells.is_percentage("%")


@gathered(
    ("cell", "unit"),
    [
        ("280", 1), ("1,234", 1), ("1.50", 0.01), ("12.4万", 1000), ("12.45678万", 0.1),
        ("３亿", 1e8), ("(1.2)", 0.1), ("43.5%", 0.1), ("1.2e5", 1e4), ("", 0), ("many", 0),
    ],
)  # fmt: skip
def test_the_last_digit_of_a_printed_number(cell: str, unit: float) -> None:
    assert cells.last_digit(cell) == pytest.approx(unit)
