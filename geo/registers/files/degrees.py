"""Coordinates as registers write them: decimal, or in degrees, minutes and seconds.

Whole columns are read at once by pyarrow's kernels. What is no coordinate is told apart from what
is left blank; nothing is guessed.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

#: Spellings of a missing coordinate.
MISSING = ("", "-", "--", "—", "/", "NULL", "null", "Null", "None", "none", "NA", "N/A", "n/a",
           "#N/A", "\\N", "(null)", "<null>", "<Null>", "<NULL>", "无", "無", "空", "缺", "不详",
           "未知", "暂无", "无数据", "暂无数据")  # fmt: skip

_DECIMAL = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$|^[+-]?(?i:inf|infinity|nan)$"
_DECIMAL_COMMA = r"^[+-]?\d{1,3},\d+$"
_WHOLE, _NUMBER = r"\d{1,3}", r"\d{1,3}(?:\.\d+)?"
# 116°24′14.4″E, N39 54 27, 东经116度24分14秒, 116:24:14, 116-24-14; minutes and seconds may be
# missing, and only the last of the three has decimals.
_SEXAGESIMAL = (
    r"^(?P<before>东经|西经|北纬|南纬|東經|西經|北緯|南緯|[EWNSewns]|[+-])?\s*:?\s*"
    rf"(?:(?P<degrees>{_NUMBER})\s*(?:°|度|[dD](?:eg)?)?|"
    rf"(?P<of_minutes>{_WHOLE})\s*(?:°|度|[dD]|[:\s-])\s*"
    rf"(?:(?P<minutes>{_NUMBER})\s*(?:['′’‘`分mM:])?|"
    rf"(?P<of_seconds>{_WHOLE})\s*(?:['′’‘`分mM]|[:\s-])\s*"
    rf"(?P<seconds>{_NUMBER})\s*(?:['′’‘`]{{2}}|[\"″”“秒sS])?))\s*"
    r"(?P<after>[EWNSewns])?$"
)
# Marks that stand for others here and there, and what leaves no trace on a screen.
_ALIKE = ((r"[˚º∘]", "°"), ("´", "'"), ("〃", '"'), ("−", "-"), (r"^'", ""),
          (r"[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{feff}]", ""))  # fmt: skip
_ANY_ALIKE = "|".join(pattern for pattern, _ in _ALIKE)
_NEGATIVE = ("-", "W", "w", "S", "s", "西经", "西經", "南纬", "南緯")


def read_degrees(texts: pa.Array) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The degrees in a column of texts.

    Parameters
    ----------
    texts
        Strings, of shape (n,); null where a cell is empty.

    Returns
    -------
    tuple
        Degrees, NaN where there are none, and whether the cell is blank or says that there is no
        coordinate; both of shape (n,). Where neither holds, the cell is no coordinate. West and
        south are negative; with a decimal comma, ``39,915`` is 39.915.
    """
    texts = pc.utf8_trim_whitespace(texts)
    missing = pc.or_kleene(pc.is_null(texts), pc.is_in(texts, pa.array(MISSING, pa.string())))
    missing = np.asarray(pc.fill_null(missing, True))
    degrees = read_decimals(texts)
    left = np.flatnonzero(np.isnan(degrees) & ~missing)
    if len(left):
        rest = texts.take(pa.array(left))
        if pc.any(_matches(rest, _ANY_ALIKE)).as_py():
            for pattern, mark in _ALIKE:
                rest = pc.replace_substring_regex(rest, pattern, mark)
        # Full-width digits and signs; a blank or a mark at an end may come out of it.
        rest = pc.utf8_trim_whitespace(pc.utf8_normalize(rest, form="NFKC"))
        commas = pc.replace_substring(rest, ",", ".")
        for found in (
            read_decimals(rest),
            read_decimals(pc.if_else(_matches(rest, _DECIMAL_COMMA), commas, None)),
            _sexagesimal(pc.if_else(_matches(rest, r"\d,\d+\D+$"), commas, rest)),
        ):
            open_still = np.isnan(degrees[left])
            degrees[left[open_still]] = found[open_still]
    return degrees, missing


def _matches(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.match_substring_regex(texts, pattern)


def read_decimals(texts: pa.Array) -> NDArray[np.float64]:
    """The numbers in those texts that are decimals, maybe with an exponent; NaN for the rest."""
    written = pc.utf8_ltrim(pc.if_else(_matches(texts, _DECIMAL), texts, None), characters="+")
    return np.array(pc.cast(written, pa.float64()).to_numpy(zero_copy_only=False))


def _sexagesimal(texts: pa.Array) -> NDArray[np.float64]:
    parts = pc.extract_regex(texts, _SEXAGESIMAL)

    def number(name: str) -> NDArray[np.float64]:
        field = pc.struct_field(parts, name)
        written = pc.if_else(pc.equal(field, ""), "0", field)
        return np.asarray(pc.cast(written, pa.float64()).to_numpy(zero_copy_only=False))

    # A number stands in one group of each pair: what stands in the other is nothing, 0.
    degrees = number("degrees") + number("of_minutes")
    minutes, seconds = number("minutes") + number("of_seconds"), number("seconds")
    value = degrees + minutes / 60 + seconds / 3600
    negative = [
        np.asarray(pc.fill_null(pc.is_in(pc.struct_field(parts, name), pa.array(_NEGATIVE)), False))
        for name in ("before", "after")
    ]
    value = np.where(negative[0] | negative[1], -value, value)
    return np.where((minutes < 60) & (seconds < 60), value, np.nan)
