"""All figures of the catalogue as one long table in Parquet, with what is known of them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence

import pyarrow
from pyarrow import parquet

import geo
from geo.export.catalogue_rows import Row, figure_rows, flat, heading, indicator_rows, status_rows
from geo.model import LANGUAGES, Indicator, both

#: The columns that every figure has something in; the others may be empty.
_ALWAYS = ("indicator", "adcode", "period", "status")


def catalogue_parquet(indicators: Sequence[Indicator]) -> bytes:
    """The long table. Text is UTF-8, ``value`` a 64-bit number, null where the source has none; an
    empty note, date or source is null too. The schema's metadata has the indicators and the
    statuses as JSON; the same bytes for the same catalogue."""
    rows = [flat(row) for row in figure_rows(indicators)]
    schema = pyarrow.schema([_field(key) for key in rows[0]], metadata=_metadata(indicators))
    table = pyarrow.Table.from_pylist([_with_nulls(row) for row in rows], schema=schema)
    buffer = io.BytesIO()
    parquet.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _field(key: str) -> pyarrow.Field:
    kind = pyarrow.float64() if key == "value" else pyarrow.string()
    name = heading(key)
    said = {f"title_{language}": name[language] for language in LANGUAGES}
    return pyarrow.field(key, kind, nullable=key not in _ALWAYS, metadata=said)


def _with_nulls(row: Row) -> Row:
    return {k: None if value == "" and k not in _ALWAYS else value for k, value in row.items()}


def _metadata(indicators: Sequence[Indicator]) -> dict[str, str]:
    title = both("title", section="catalogue")
    return {
        "title_en": title.en,
        "title_zh": title.zh,
        "version": geo.__version__,
        "indicators": _json(map(flat, indicator_rows(indicators))),
        "statuses": _json(map(flat, status_rows())),
    }


def _json(rows: Iterable[Row]) -> str:
    return json.dumps(list(rows), ensure_ascii=False)
