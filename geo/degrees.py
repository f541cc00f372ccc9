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
           "#N/A", "\\N", "无", "空", "缺", "不详", "暂无")  # fmt: skip

_DECIMAL = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$|^[+-]?(?i:inf|infinity|nan)$"
_DECIMAL_COMMA = r"^[+-]?\d{1,3},\d+$"
_NUMBER = r"\d{1,3}(?:\.\d+)?"
# 116°24′14.4″E, N39 54 27, 东经116度24分14秒, 116:24:14; minutes and seconds may be missing.
_SEXAGESIMAL = (
    r"^(?P<before>东经|西经|北纬|南纬|東經|西經|北緯|南緯|[EWNSewns]|[+-])?\s*"
    rf"(?P<degrees>{_NUMBER})\s*(?:(?:°|º|度|:|\s)\s*"
    rf"(?:(?P<minutes>{_NUMBER})\s*(?:′|'|’|`|分|:|\s|$)\s*)?"
    rf"(?:(?P<seconds>{_NUMBER})\s*(?:″|\"|”|''|′′|’’|秒)?\s*)?)?"
    r"(?P<after>[EWNSewns])?$"
)
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
    degrees = _numbers(texts, _DECIMAL)
    left = np.flatnonzero(np.isnan(degrees) & ~missing)
    if len(left):
        rest = pc.utf8_normalize(texts.take(pa.array(left)), form="NFKC")  # full-width digits
        degrees[left] = _numbers(rest, _DECIMAL)
        commas = pc.replace_substring(rest, ",", ".")
        for found in (
            _numbers(pc.if_else(_matches(rest, _DECIMAL_COMMA), commas, None), _DECIMAL),
            _sexagesimal(rest),
        ):
            open_still = np.isnan(degrees[left])
            degrees[left[open_still]] = found[open_still]
    return degrees, missing


def _matches(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.match_substring_regex(texts, pattern)


def _numbers(texts: pa.Array, pattern: str) -> NDArray[np.float64]:
    """The numbers in those texts that have the form of one; NaN for the rest."""
    written = pc.utf8_ltrim(pc.if_else(_matches(texts, pattern), texts, None), characters="+")
    return np.array(pc.cast(written, pa.float64()).to_numpy(zero_copy_only=False))


def _sexagesimal(texts: pa.Array) -> NDArray[np.float64]:
    parts = pc.extract_regex(texts, _SEXAGESIMAL)

    def number(name: str) -> NDArray[np.float64]:
        field = pc.struct_field(parts, name)
        written = pc.if_else(pc.equal(field, ""), "0", field)
        return np.asarray(pc.cast(written, pa.float64()).to_numpy(zero_copy_only=False))

    degrees, minutes, seconds = number("degrees"), number("minutes"), number("seconds")
    value = degrees + minutes / 60 + seconds / 3600
    negative = [
        np.asarray(pc.fill_null(pc.is_in(pc.struct_field(parts, name), pa.array(_NEGATIVE)), False))
        for name in ("before", "after")
    ]
    value = np.where(negative[0] | negative[1], -value, value)
    return np.where((minutes < 60) & (seconds < 60), value, np.nan)
