"""Columns as they stand in a file become a batch: numbers, codes, and what is wrong with a row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.registers.files.degrees import read_decimals, read_degrees
from geo.registers.files.parts import Batch, Coded, Every, Fault, Faults, Floats, FoundColumns
from geo.tables import LARGEST, parse_number, read_period

# Where a position with its coordinates exchanged must lie to be told: China, west to east and
# south to north.
_LON, _LAT = (73.0, 136.0), (3.0, 54.0)
_TIME = r"^\s*(\d{4}-\d{2}-\d{2})[T ]\d{2}:.*$"
_NO_NUMBERS = np.zeros(0, dtype=np.int64)


def make_batch(
    columns: Mapping[str, pa.Array],
    fields: FoundColumns,
    *,
    first: int = 0,
    broken: NDArray[np.int64] = _NO_NUMBERS,
) -> Batch:
    """A batch from columns as they were read.

    Parameters
    ----------
    columns
        By name, all of one length: numbers, or texts.
    fields
        Which of them holds what.
    first
        The number of the first row in its part.
    broken
        The numbers of rows in between that have the wrong number of cells.
    """
    lon, no_lon = _degrees(columns[fields.lon])
    lat, no_lat = _degrees(columns[fields.lat])
    faults = judge(lon, lat, no_lon | no_lat)
    headings = _is_heading(columns[fields.lon], fields.lon)
    faults[headings & (faults == Fault.NOT_A_NUMBER)] = Fault.HEADING
    every = np.arange(first, first + len(lon) + len(broken))
    return Batch(
        numbers=np.delete(every, broken - first),
        lon=lon,
        lat=lat,
        faults=faults,
        told_lon=columns[fields.lon],
        told_lat=columns[fields.lat],
        broken=broken,
        categories=_coded(columns[fields.category]) if fields.category else None,
        periods=_periods(columns[fields.date], fields.every) if fields.date else None,
        weights=_weights(columns[fields.weight]) if fields.weight else None,
    )


def judge(lon: Floats, lat: Floats, missing: NDArray[np.bool_]) -> Faults:
    """What is wrong with each position, before anybody asks where it lies.

    Parameters
    ----------
    lon, lat
        Degrees, of shape (n,); NaN where the cell is no number.
    missing
        Where a cell is blank.
    """
    with np.errstate(invalid="ignore"):  # NaN is neither in nor out of range
        beyond = (np.abs(lon) > 180) | (np.abs(lat) > 90)
        swapped = _within(lat, _LON) & _within(lon, _LAT)
    faults = np.zeros(len(lon), dtype=np.int8)
    faults[beyond] = Fault.OUT_OF_RANGE
    faults[swapped] = Fault.SWAPPED
    faults[(lon == 0) & (lat == 0)] = Fault.ZERO
    faults[np.isnan(lon) | np.isnan(lat)] = Fault.NOT_A_NUMBER
    faults[missing] = Fault.NO_COORDINATE
    return faults


def _within(values: Floats, limits: tuple[float, float]) -> NDArray[np.bool_]:
    return (values >= limits[0]) & (values <= limits[1])


def texts_of(column: pa.Array) -> pa.Array:
    """A column as texts."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        texts = (None if b is None else as_utf8(b).decode() for b in column.to_pylist())
        return pa.array(texts, pa.string())
    return column.cast(pa.string())


def as_utf8(data: bytes, encoding: str = "utf-8") -> bytes:
    """Bytes as UTF-8. What is said to be UTF-8 and is not, is GB18030 if all of it can be."""
    if data.isascii() or (encoding == "utf-8" and _is_utf8(data)):
        return data
    if encoding == "utf-8":
        try:
            return data.decode("gb18030").encode()
        except UnicodeDecodeError:
            pass
    return data.decode(encoding, "replace").encode()


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8; pyarrow finds out faster than Python, and beside other threads."""
    ends = pa.array([0, len(data)], pa.int64()).buffers()[1]
    try:
        pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _is_number(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    )


def _floats(column: pa.Array) -> Floats:
    """A column of numbers; NaN where there is none."""
    return np.array(pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False))


def _degrees(column: pa.Array) -> tuple[Floats, NDArray[np.bool_]]:
    if _is_number(column.type):
        return _floats(column), np.asarray(column.is_null())
    if pa.types.is_null(column.type):
        return np.full(len(column), np.nan), np.ones(len(column), dtype=bool)
    return read_degrees(texts_of(column))


def _is_heading(column: pa.Array, name: str) -> NDArray[np.bool_]:
    """Where the heading stands once more between the rows."""
    if _is_number(column.type) or pa.types.is_null(column.type):
        return np.zeros(len(column), dtype=bool)
    # The mark of UTF-8 stands before a heading where files were put together.
    trimmed = pc.utf8_trim(texts_of(column), characters="\ufeff \t\r\n")
    return np.asarray(pc.fill_null(pc.equal(trimmed, name), False))


def _weights(column: pa.Array) -> Floats:
    """Numbers, NaN where the cell is none, or a larger one than anybody means."""
    if _is_number(column.type):
        numbers = _floats(column)
    else:
        texts = texts_of(column)
        numbers = read_decimals(texts)
        left = np.flatnonzero(np.isnan(numbers))
        coded = _coded(texts.take(pa.array(left)))
        found = [parse_number(name) for name in coded.names]
        known = np.array([n if isinstance(n, float) else np.nan for n in found])
        numbers[left] = known[coded.codes] if len(left) else known
    with np.errstate(invalid="ignore"):  # NaN is no number anyway
        numbers[~(np.abs(numbers) <= LARGEST)] = np.nan
    return numbers


def _periods(column: pa.Array, every: Every) -> Coded:
    """Dates cut to years, quarters, months or days; "" where a cell is no date."""
    # There are many rows and times, but few days, and only those are worded.
    if pa.types.is_timestamp(column.type):
        column = pc.strftime(column, format="%Y-%m-%d")
    elif pa.types.is_string(column.type):
        column = pc.replace_substring_regex(column, _TIME, r"\1")
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    days = column.dictionary
    if pa.types.is_date(days.type) or pa.types.is_timestamp(days.type):
        days = pc.strftime(days, format="%Y-%m-%d")
    coded = _coded(pa.DictionaryArray.from_arrays(column.indices, texts_of(days)))
    return _merged(coded, [cut(name, every) for name in coded.names])


def cut(text: str, every: Every) -> str:
    """The period a date lies in, in the form of ISO 8601, a quarter as ``2020-Q1``; a coarser date
    than asked for stays as it is, and what is no date is ""."""
    day = text.strip().replace("T", " ").partition(" ")[0]
    if len(day) == 8 and day.isascii() and day.isdecimal():
        day = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    period = read_period(day) or read_period(text) or ""
    if every == "quarter" and len(period) >= 7 and "Q" not in period:
        return f"{period[:4]}-Q{(int(period[5:7]) + 2) // 3}"
    return period[: {"year": 4, "month": 7}.get(every, len(period))]


def _coded(column: pa.Array) -> Coded:
    """A column as codes into the different texts that occur in it; "" where a cell is empty."""
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    names = [name or "" for name in texts_of(column.dictionary).to_pylist()]
    codes = np.asarray(
        pc.fill_null(column.indices.cast(pa.int64()), len(names)).to_numpy(zero_copy_only=False)
    )
    used = np.flatnonzero(np.bincount(codes, minlength=len(names) + 1))
    new = np.zeros(len(names) + 1, dtype=np.int64)
    new[used] = np.arange(len(used))
    names.append("")
    return _merged(Coded(new[codes], ()), [names[code].strip() for code in used])


def _merged(coded: Coded, names: list[str]) -> Coded:
    """Codes into names, of which those that are equal have one code."""
    places = {name: position for position, name in enumerate(dict.fromkeys(names))}
    new = np.array([places[name] for name in names], dtype=np.int64)
    return Coded(new[coded.codes], tuple(places))
