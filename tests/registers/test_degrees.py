"""Coordinates as registers write them: known spellings, what is none, and what is left blank."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.registers.files.degrees import MISSING, read_decimals, read_degrees
from tests.gathered import gathered

DMS = 116 + 24 / 60 + 14.4 / 3600


def read(*texts: str | None) -> tuple[list[float], list[bool]]:
    degrees, missing = read_degrees(pa.array(texts, pa.string()))
    return degrees.tolist(), missing.tolist()


@gathered(
    "text",
    [
        "116°24′14.4″", "116°24'14.4\"", "116°24′14.4″E", "E116°24′14.4″", "116° 24′ 14.4″ E",
        "116º24'14.4\"", "116˚24´14.4″", "116°24’14.4”", "116°24‘14.4“E", "116°24`14.4''",
        "116°24’14.4’’", "116度24分14.4秒", "东经116度24分14.4秒", "東經116°24′14.4″",
        "东经：116°24′14.4″", "116:24:14.4", "116:24:14.4E", "116 24 14.4", "E 116 24 14.4",
        "116-24-14.4", "116d24m14.4s", "116°24′14,4″", "１１６°２４′１４．４″", "116°24＇14.4＂",
        "\u202a116°24′14.4″", "+116°24′14.4″", "  116°24′14.4″ ", "116°24.24′", "116 24.24",
        "116°24.24′E", "116.404", "116.404°", "116.404°E", "E116.404", "e 116.404", "116.404E",
        "东经116.404度", "116,404", "116,404°", "+116.404", "'116.404", "１１６．４０４",
        "\ufeff116.404", "\u3000116.404", "1.16404e2", "116.404deg",
    ],
)  # fmt: skip
def test_spellings_of_one_longitude(text: str) -> None:
    degrees, missing = read(text)
    assert degrees == [pytest.approx(DMS, abs=1e-12)]
    assert missing == [False]


@gathered(
    ("text", "degrees"),
    [
        ("-3.5", -3.5), ("−3.5", -3.5), ("3.5S", -3.5), ("S3°30′", -3.5), ("南纬3度30分", -3.5),
        ("-3°30′", -3.5), ("西经75°", -75.0), ("75w", -75.0), ("北緯39°54′", 39.9),
        ("39°54′N", 39.9), ("N39.9", 39.9), ("39°", 39.0), ("39", 39.0), (".5", 0.5), ("39.", 39.0),
        ("39°59′59.999″", 40 - 0.001 / 3600), ("0°0′0″", 0.0), ("999", 999.0), ("1e308", 1e308),
    ],
)  # fmt: skip
def test_known_degrees(text: str, degrees: float) -> None:
    found, missing = read(text)
    assert found == [pytest.approx(degrees, abs=1e-12)]
    assert missing == [False]


def test_what_is_too_large_is_infinite() -> None:
    assert read("1e400", "-1e400", "inf", "-Infinity") == ([np.inf, -np.inf, np.inf, -np.inf],
                                                           [False] * 4)  # fmt: skip


@gathered(
    "text",
    [
        "待定", "nan", "NaN", "x", "E", "°", "116°60′", "116°24′60″", "116.5°24′", "116°24.5′30″",
        "1,234,567", "116.4.4", "--116", "+-116", "W-116", "116°-24′", "116 24 14 14", "0x10",
        "1_0", "116-", "116.4,39.9", "N116E39", "3.5 south", "1,2,3", "116'24", "٣٩",
        "1234°", "116°24′14″X",
    ],
)  # fmt: skip
def test_what_is_no_coordinate(text: str) -> None:
    degrees, missing = read(text)
    assert missing == [False]
    assert np.isnan(degrees[0])


@gathered("text", [*MISSING, None, " ", "\t", "\u3000", " 无 ", "NULL "])
def test_what_says_that_there_is_none(text: str | None) -> None:
    degrees, missing = read(text)
    assert missing == [True]
    assert np.isnan(degrees[0])


@given(st.floats(-180, 180))
def test_decimals_are_read_exactly(number: float) -> None:
    assert read(repr(number), f" {number!r}°".replace("e", "E"))[0][0] == number
    assert read_decimals(pa.array([repr(number), f"+{abs(number)!r}"])).tolist() == [
        number, abs(number),
    ]  # fmt: skip


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59_999), st.sampled_from("EWNS"))
def test_degrees_minutes_and_seconds_add_up(d: int, m: int, ms: int, side: str) -> None:
    expected = (d + m / 60 + ms / 3_600_000) * (-1 if side in "WS" else 1)
    text = f"{d}°{m}′{ms / 1000}″{side}"
    assert (
        read(text, text.replace("°", "度").replace("′", "分").replace("″", "秒"))[0]
        == [pytest.approx(expected, abs=1e-12)] * 2
    )


@given(st.lists(st.text(max_size=12), max_size=20))
def test_a_cell_is_read_as_it_is_alone(texts: list[str]) -> None:
    degrees, missing = read_degrees(pa.array(texts, pa.string()))
    for position, text in enumerate(texts):
        alone = read(text)
        assert np.array_equal(alone[0], degrees[position : position + 1], equal_nan=True)
        assert alone[1] == [missing[position]]
