"""Synthetic registers as files: CSV and Parquet, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import IO

import pyarrow
from pyarrow import compute, csv, parquet

from geo.model import ExportError, phrase, unwritable
from geo.places import Datum
from geo.registers.synthetic import SCHEMA, Batch, Truth, make_batches, nothing

#: What stands in a CSV in place of a number: "to be determined".
NOT_A_NUMBER = "待定"

_CSV_SCHEMA = pyarrow.schema(
    [
        pyarrow.field(field.name, pyarrow.string()) if field.name in ("lon", "lat") else field
        for field in SCHEMA
    ]
)


def write_register(
    path: Path,
    rows: int,
    *,
    seed: int = 1,
    datum: Datum = "wgs84",
    faults: float = 0.0,
    truth: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> Truth:
    """Write a synthetic register as CSV or Parquet, whole or not at all; return what is true of it.

    Parameters
    ----------
    path
        Where to; its ending, ``.csv`` or ``.parquet``, decides.
    rows, seed, datum, faults
        As for :func:`make_batches`. In a CSV, what is not a number is :data:`NOT_A_NUMBER`.
    truth
        Where the truth is written to as CSV, if anywhere.
    progress
        Told from time to time how many rows are written.

    Raises
    ------
    GeoError
        If an argument is out of its range.
    ExportError
        If the ending is another, a folder does not exist, or a file cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in _WRITERS:
        first, second = _WRITERS
        raise ExportError(
            "synthetic.ending", file=path.name, ending=ending or phrase("synthetic.no_ending"),
            first=first, second=second,
        )  # fmt: skip
    for file in (path, truth or path):
        if not file.parent.is_dir():
            raise ExportError("export.no_folder", path=file, folder=file.parent)
    if truth is not None and truth.resolve() == path.resolve():
        raise ExportError("synthetic.same_file", path=path)
    batches = make_batches(rows, seed=seed, datum=datum, faults=faults)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as sink:
            total = _WRITERS[ending](sink, batches, progress or _silent)
        if truth is not None:
            truth.write_text(total.to_csv(), encoding="utf-8", newline="\n")
        unfinished.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return total


def register_bytes(rows: int, *, seed: int = 1, datum: Datum = "wgs84") -> bytes:
    """A synthetic register without faults as the content of a CSV, for small ones.

    Raises
    ------
    GeoError
        If an argument is out of its range.
    """
    sink = BytesIO()
    _write_csv(sink, make_batches(rows, seed=seed, datum=datum), _silent)
    return sink.getvalue()


def _silent(rows: int) -> None:
    pass


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, each drawn while the one before it is written."""
    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(next, batches, None)
        while (batch := following.result()) is not None:
            following = thread.submit(next, batches, None)
            yield batch


def _write_csv(sink: IO[bytes], batches: Iterator[Batch], progress: Callable[[int], None]) -> Truth:
    sink.write(",".join(SCHEMA.names).encode() + b"\n")  # pyarrow would put it in quotes
    options = csv.WriteOptions(include_header=False, quoting_style="none", batch_size=1 << 14)
    total = nothing()
    with csv.CSVWriter(sink, _CSV_SCHEMA, write_options=options) as writer:
        for batch in _ahead(batches):
            columns = dict(zip(SCHEMA.names, batch.rows.columns, strict=True))
            for name in ("lon", "lat"):
                # The shortest text that reads as the same number: at most 6 decimals.
                words = columns[name].cast(pyarrow.string())
                nan = compute.is_nan(columns[name])
                columns[name] = compute.if_else(nan, NOT_A_NUMBER, words)
            writer.write_batch(pyarrow.record_batch(columns, schema=_CSV_SCHEMA))
            total += batch.truth
            progress(total.rows)
    return total


def _write_parquet(
    sink: IO[bytes], batches: Iterator[Batch], progress: Callable[[int], None]
) -> Truth:
    words = ["operator", "band", "status", "opened", "sites"]
    total = nothing()
    with parquet.ParquetWriter(
        sink, SCHEMA, compression="zstd", compression_level=1, use_dictionary=words
    ) as writer:
        for batch in _ahead(batches):
            writer.write_batch(batch.rows)
            total += batch.truth
            progress(total.rows)
    return total


_WRITERS = {".csv": _write_csv, ".parquet": _write_parquet}
