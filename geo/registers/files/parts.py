"""The values that reading a register makes: its files, parts of them, and batches of their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Faults = NDArray[np.int8]

#: What a period is cut to.
Every = Literal["year", "quarter", "month", "day"]


class Fault(IntEnum):
    """Why a row is not counted; ``NONE`` where it may be. ``ELSEWHERE`` is in a place that is not
    looked at."""

    NONE = 0
    OUTSIDE = 1
    AT_SEA = 2
    NO_COORDINATE = 3
    NOT_A_NUMBER = 4
    ZERO = 5
    OUT_OF_RANGE = 6
    SWAPPED = 7
    HEADING = 8
    WRONG_CELLS = 9
    NOT_A_POINT = 10
    ELSEWHERE = 11

    @property
    def key(self) -> str:
        """The fault in reports: ``at_sea``."""
        return self.name.lower()


FAULTS: tuple[Fault, ...] = tuple(fault for fault in Fault if fault)


@dataclass(frozen=True)
class RegisterFile:
    """A file as it was found: what it is, how large, and what its columns are called.

    ``geometry`` is the column with geometries, ``crs`` their reference system as the file states
    it. ``rows`` is None where the file does not say. Of a text, ``first`` is the byte where the
    first row begins, and ``heading`` the number of the line with the names of the columns, the last
    of them where they fill several. ``encoding`` is "" where the file's format settles it.
    """

    path: Path
    kind: Literal["text", "parquet", "vector"]
    size: int
    modified: int
    columns: tuple[str, ...]
    geometry: str = ""
    crs: str = ""
    rows: int | None = None
    encoding: str = "utf-8"
    separator: str = ","
    first: int = 0
    heading: int = 0


@dataclass(frozen=True)
class FoundColumns:
    """The columns of a file that are read. Positions come from ``lon`` and ``lat``, or from the
    geometry where both are empty. ``every`` is what dates are cut to."""

    lon: str
    lat: str
    category: str = ""
    weight: str = ""
    date: str = ""
    every: Every = "year"

    @property
    def names(self) -> list[str]:
        """The names of the columns that are read, each once."""
        every = (self.lon, self.lat, self.category, self.weight, self.date)
        return list(dict.fromkeys(filter(None, every)))


@dataclass(frozen=True)
class Part:
    """A part of a file: the rows that begin in the bytes ``[start, end)`` of a text, the row groups
    ``[start, end)`` of a Parquet file, or all of any other file. ``size`` is its share of the
    file's bytes. ``quoted`` says whether a quotation is open where a part of a text starts; None
    where nobody knows."""

    file: RegisterFile
    fields: FoundColumns
    start: int
    end: int
    size: int
    quoted: bool | None = None


@dataclass(frozen=True)
class Batch:
    """Some rows, in their order.

    ``lon`` and ``lat`` are degrees, of shape (n,); ``faults`` says which of them are none.
    ``numbers`` are the rows' numbers in their part, from 0; rows with the wrong number of cells are
    not among them, but in ``broken``. ``told_lon`` and ``told_lat`` are the cells as they stand.
    ``categories`` and ``periods`` are codes into their names; ``weights`` are NaN where the cell is
    no number.
    """

    numbers: NDArray[np.int64]
    lon: Floats
    lat: Floats
    faults: Faults
    told_lon: pa.Array = field(repr=False)
    told_lat: pa.Array = field(repr=False)
    broken: NDArray[np.int64]
    categories: Coded | None = None
    periods: Coded | None = None
    weights: Floats | None = None


@dataclass(frozen=True)
class Coded:
    """A column as codes into the names that occur in it."""

    codes: NDArray[np.int64]
    names: tuple[str, ...]
