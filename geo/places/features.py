"""A vector file's features: a table of texts and a shape for each row, within limits."""

from __future__ import annotations

import lzma
import math
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.model import BoundaryError, Text, UnknownNameError, unique_names
from geo.places.file_words import plain, reason

#: The endings of the files that are read.
KINDS = (".zip", ".geojson", ".json", ".gpkg")

MOST_FEATURES = 20_000
MOST_COLUMNS = 1_000

#: What opening an untrusted file can raise.
READ_ERRORS = (
    RuntimeError, ValueError, OSError, ArithmeticError, LookupError, TypeError, EOFError,
    struct.error, sqlite3.Error, zipfile.BadZipFile, zlib.error, lzma.LZMAError,
    shapely.errors.GEOSException,
)  # fmt: skip

# Stands for a shape that cannot be read.
NOWHERE = shapely.Point(math.inf, math.inf)

Geometries = NDArray[np.object_]


@dataclass(frozen=True)
class Features:
    """A file's features as they are.

    ``table`` has texts, indexed by the features' numbers from 1; ``shapes`` are None where there is
    none, and have coordinates that are not finite where they cannot be read; ``crs`` is as the file
    writes it; ``notes`` say what was taken for granted.
    """

    table: pd.DataFrame
    shapes: Geometries
    crs: str | None
    notes: tuple[Text, ...] = ()


def features_of(
    columns: Mapping[str, Iterable[object]], shapes: Geometries, name: str, *, crs: str | None
) -> Features:
    """Features that are no file, checked as those of a file are.

    Raises
    ------
    BoundaryError
        If there are none, or more than a file may have.
    """
    check_size(name, features=len(shapes), columns=len(columns))
    table = make_table(columns, columns.values(), len(shapes))
    return Features(table, shapely.force_2d(shapes), crs)


def check_size(name: str, *, features: int, columns: int) -> None:
    if not features:
        raise BoundaryError("vector_file.no_features", file=name)
    if features > MOST_FEATURES:
        raise BoundaryError("vector_file.features", file=name, most=MOST_FEATURES)
    if columns > MOST_COLUMNS:
        raise BoundaryError("vector_file.columns", file=name, count=columns, most=MOST_COLUMNS)


@contextmanager
def refusing(what: Text) -> Iterator[None]:
    """What goes wrong in reading is a refusal: what cannot be, and why."""
    try:
        yield
    except READ_ERRORS as error:
        raise BoundaryError("vector_file.refused", what=what, reason=reason(error)) from error


def choose_layer(layers: Mapping[str, object], wanted: str | None, what: str, *, of: str) -> str:
    if wanted is not None and wanted not in layers:
        raise UnknownNameError(what, wanted, layers, of=of)
    return next(iter(layers)) if wanted is None else wanted


def make_table(
    fields: Iterable[str], cells: Iterable[Iterable[object]], count: int
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            column: [_cell(value) for value in values]
            for column, values in zip(unique_names(map(plain, fields)), cells, strict=True)
        },
        index=pd.RangeIndex(1, count + 1),
        dtype=object,
    )


def _cell(value: Any) -> str:
    """An attribute as text; a whole number has no decimals."""
    if value is None or isinstance(value, bytes) or value != value:  # no number, no time
        return ""
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    if isinstance(value, float | np.floating):
        number = float(value)
        if not math.isfinite(number):
            return ""
        return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else repr(number)
    return plain(str(value))


def read_wkb(shapes: Iterable[bytes | None]) -> Geometries:
    raw = np.array([*shapes, None], dtype=object)[:-1]
    with np.errstate(invalid="ignore"):
        found = shapely.from_wkb(raw, on_invalid="fix")
    found[shapely.is_missing(found) & (raw != None)] = NOWHERE  # noqa: E711, one by one
    return np.asarray(shapely.force_2d(found))
