"""Records as rows of text cells: Parquet, and what JSON has of them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from geo.model import TableError
from geo.tables.limits import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_UNPACKED,
    too_many_cells,
    too_many_columns,
)

#: A Parquet file stores a text once for all its rows; unpacked, so many rows may be so large.
_BATCH_ROWS = 2_000
_MOST_BATCH_BYTES = 2**28


def parquet_rows(data: bytes, name: str) -> Iterator[list[str]]:
    """The heading and the rows of a Parquet file."""
    import pyarrow
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        columns = file.schema_arrow.names
        groups = map(file.metadata.row_group, range(file.metadata.num_row_groups))
        if (
            file.metadata.num_rows * max(len(columns), 1) > MOST_CELLS
            or sum(group.total_byte_size for group in groups) > MOST_UNPACKED
        ):
            raise too_many_cells(name)
        yield list(columns)
        for batch in file.iter_batches(batch_size=_BATCH_ROWS):
            if batch.nbytes > _MOST_BATCH_BYTES:
                raise too_many_cells(name)
            parts = [column.to_pylist() for column in batch.columns]
            for row in zip(*parts, strict=True):
                yield [_plain(value) for value in row]
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        raise TableError("sheets.no_parquet", name=name, reason=str(error)[:200]) from error


def json_rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Records as rows: a list of objects, the properties of GeoJSON, or one object of name and
    value."""
    if data.count(b",") > MOST_CELLS:
        raise too_many_cells(name)
    try:
        records = _records_of(json.loads(data.decode("utf-8-sig")))
        if not records:
            raise TableError("sheets.no_records", name=name)
        columns = list(dict.fromkeys(key for record in records for key in record))
        if len(columns) > MOST_COLUMNS:
            raise too_many_columns(name, f"{len(columns):,}")
        yield [_plain(key) for key in columns]
        for record in records:
            yield [_plain(record.get(key)) for key in columns]
    except (ValueError, RecursionError) as error:
        raise TableError("sheets.no_json", name=name, reason=str(error)[:200]) from error


def _records_of(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, dict) and isinstance(content.get("features"), list):
        content = [
            feature.get("properties") or {} for feature in content["features"]
            if isinstance(feature, dict)
        ]  # fmt: skip
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        if len(lists) == 1:
            content = lists[0]
        else:
            content = [{"name": key, "value": value} for key, value in content.items()]
    return [r for r in content if isinstance(r, dict)] if isinstance(content, list) else []


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    # JSON can write half a character, which no file can.
    return str(value).encode("utf-8", "replace").decode("utf-8")
