"""Registers in Parquet: columns with coordinates, or the points of a GeoParquet file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geo.model import RegisterError
from geo.registers.files.parts import Batch, FoundColumns, Part, RegisterFile
from geo.registers.files.points import positions
from geo.registers.files.rows import make_batch

_BATCH_ROWS = 2**18
#: Row groups are put together until they have so many rows.
_PART_ROWS = 2**20


def open_parquet(path: Path, *, size: int, modified: int) -> RegisterFile:
    """Read what the end of a Parquet file says of it.

    Raises
    ------
    RegisterError
        If the file is cut off, damaged, or no Parquet file.
    """
    try:
        with pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError) as error:
        raise RegisterError("register.cut_off", file=path.name, reason=_short(error)) from error
    geometry, crs = _geometry(schema)
    return RegisterFile(
        path=path,
        kind="parquet",
        size=size,
        modified=modified,
        columns=tuple(schema.names),
        geometry=geometry,
        crs=crs,
        rows=rows,
        encoding="",
    )


def _geometry(schema: pa.Schema) -> tuple[str, str]:
    """The column with points and its CRS, as the GeoParquet metadata state them."""
    stated = (schema.metadata or {}).get(b"geo")
    if stated is None:
        return "", ""
    try:
        geo: dict[str, Any] = json.loads(stated)
        column = geo["primary_column"]
        about = geo["columns"][column]
    except (ValueError, KeyError, TypeError):
        return "", ""
    if column not in schema.names:
        return "", ""
    crs = about.get("crs", "OGC:CRS84")
    return column, json.dumps(crs) if isinstance(crs, dict) else crs or ""


def parts_of_parquet(file: RegisterFile, fields: FoundColumns) -> list[Part]:
    """The parts of a file: row groups, small ones together."""
    with pq.ParquetFile(file.path) as parquet:
        groups = [
            parquet.metadata.row_group(i).num_rows for i in range(parquet.metadata.num_row_groups)
        ]
    parts, start, held = [], 0, 0
    for position, rows in enumerate(groups, start=1):
        held += rows
        if held >= _PART_ROWS or position == len(groups):
            size = round(file.size * held / max(sum(groups), 1))
            parts.append(Part(file, fields, start, position, size))
            start, held = position, 0
    return parts


def read_parquet(part: Part) -> Iterator[Batch]:
    """The rows of some row groups.

    Raises
    ------
    RegisterError
        If they are damaged.
    """
    file, fields = part.file, part.fields
    columns = fields.names if fields.lon else list(dict.fromkeys([file.geometry, *fields.names]))
    first = 0
    try:
        with pq.ParquetFile(file.path, page_checksum_verification=True) as parquet:
            for found in parquet.iter_batches(
                batch_size=_BATCH_ROWS,
                row_groups=range(part.start, part.end),
                columns=columns,
                use_threads=False,
            ):
                table = dict(zip(found.schema.names, map(_plain, found.columns), strict=True))
                if fields.lon:
                    yield make_batch(table, fields, first=first)
                else:
                    yield positions(table, file, fields, first=first)
                first += found.num_rows
    except pa.ArrowNotImplementedError as error:
        raise RegisterError(
            "register.column_type", file=file.path.name, reason=_short(error)
        ) from error
    except FileNotFoundError as error:
        raise RegisterError("register.gone", file=file.path.name) from error
    except (pa.ArrowException, OSError) as error:
        raise RegisterError(
            "register.damaged_groups",
            file=file.path.name, first=part.start + 1, last=part.end, reason=_short(error),
        ) from error  # fmt: skip


def _plain(column: pa.Array) -> pa.Array:
    """A column of a type that all kernels know."""
    return column.cast(pa.string()) if pa.types.is_string_view(column.type) else column


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160]
