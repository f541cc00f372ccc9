"""Registers as text: rows of separated cells, cut into parts at line ends that end a row.

A line end inside quotation marks ends no row. Whether a quotation is open where a part starts
depends on everything before it, so a part is read as if none were; :class:`PartReader` counts the
marks, and whoever reads the parts in order finds out which assumption was wrong.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from geo.degrees import MISSING
from geo.errors import RegisterError
from geo.register.columns import has_coordinates
from geo.register.rows import make_batch, texts_of
from geo.register.values import Batch, Fields, Part, RegisterFile

#: Bytes of a part.
PART_BYTES = 2**24

_HEAD_BYTES = 2**18
_HEAD_LINES = 60
_SEPARATORS = ",;\t|"
_MORE_BYTES = 2**16
# No row is so long; a quotation that long was never closed.
_LONGEST_ROW = 2**24
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def open_text(path: Path, *, size: int, modified: int, wanted: tuple[str, ...]) -> RegisterFile:
    """Find encoding, separator and heading of a text.

    Parameters
    ----------
    path, size, modified
        The file, its bytes, and when it was changed (nanoseconds).
    wanted
        Names of columns by which the heading is known; empty where coordinates say it.

    Raises
    ------
    RegisterError
        If there is no heading with coordinates, or the encoding cannot be read in parts.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.strip():
        raise RegisterError(f"{path.name} is empty: a register has a heading and a row for each.")
    encoding, mark = _encoding(head, path.name)
    lines = head[mark:].split(b"\n")
    if len(head) == _HEAD_BYTES:
        del lines[-1]  # cut off
    texts = [line.decode(encoding, "replace") for line in lines[:_HEAD_LINES]]
    fallback: tuple[int, str, list[str]] | None = None
    for position, line in enumerate(texts):
        separator = max(_SEPARATORS, key=line.count)
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
        if len(cells) > 1 and fallback is None:
            fallback = position, separator, cells
        if set(wanted) <= set(cells) if wanted else has_coordinates(cells):
            break
    else:
        # Whoever looks for the columns says what is missing.
        position, separator, cells = fallback or (0, ",", [texts[0].strip()])
    return RegisterFile(
        path=path,
        kind="text",
        size=size,
        modified=modified,
        columns=_unique(cells),
        encoding=encoding,
        separator=separator,
        first=mark + sum(len(line) + 1 for line in lines[: position + 1]),
        heading=position + 1,
    )


def _encoding(head: bytes, name: str) -> tuple[str, int]:
    """The encoding of a text, and how many bytes its mark has."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            break
    else:
        mark, encoding = b"", "utf-16" if b"\x00" in head[:2000] else "utf-8"
    if encoding == "utf-16":
        raise RegisterError(
            f"{name} is UTF-16 text, or no text at all: a register is read in parts, which needs "
            "UTF-8 or GB18030. Save it as CSV UTF-8."
        )
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        encoding = "gb18030"
    return encoding, len(mark)


def _unique(cells: list[str]) -> tuple[str, ...]:
    """Names of columns, each once and none empty."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = cell or f"column {position}"
        while name in names:
            name += " (2)"
        names.append(name)
    return tuple(names)


def parts_of_text(file: RegisterFile, fields: Fields, *, part_bytes: int) -> list[Part]:
    """The parts of a text, in order."""
    starts = range(file.first, file.size, part_bytes)
    ends = [min(start + part_bytes, file.size) for start in starts]
    return [Part(file, fields, s, e, e - s) for s, e in zip(starts, ends, strict=True)]


def read_text(part: Part) -> Iterator[Batch]:
    """The rows that begin in a part.

    Raises
    ------
    RegisterError
        If a quotation is never closed.
    OSError
        If the file cannot be read.
    """
    data = _rows_of(part)
    if data:
        yield _parse(data, part)


def odd_quotes(part: Part) -> bool:
    """Whether an odd number of quotation marks stands in a part's bytes."""
    with part.file.path.open("rb") as file:
        file.seek(part.start)
        return file.read(part.end - part.start).count(b'"') % 2 == 1


def _rows_of(part: Part) -> bytes:
    """The bytes of the rows that begin in a part, each whole."""
    with part.file.path.open("rb") as file:
        # One byte more tells whether the part starts where a row does.
        file.seek(part.start - 1)
        data = file.read(part.end - part.start + 1)
        starts_a_row = part.start == part.file.first or (data[:1] == b"\n" and not part.quoted)
        begin = 1 if starts_a_row else _row_end(data, 1, part.quoted)
        if begin is None:
            return b""  # one row, begun earlier, goes on through all of it
        end = _row_end(data, len(data) - 1, _quoted_at(data, len(data) - 1, part.quoted))
        while end is None and (more := file.read(_MORE_BYTES)):
            searched = len(data)
            data += more
            if len(data) - part.end + part.start > _LONGEST_ROW:
                raise RegisterError(
                    f"{part.file.path.name}: a quotation mark near byte {part.end:,} opens a cell "
                    "that is never closed. Remove the mark, or close the quotation."
                )
            end = _row_end(data, searched, _quoted_at(data, searched, part.quoted))
    return data[begin:end]


def _quoted_at(data: bytes, at: int, quoted: bool) -> bool:
    """Whether a quotation is open before a byte; the first byte of the data does not count."""
    return quoted ^ (data.count(b'"', 1, at) % 2 == 1)


def _row_end(data: bytes, at: int, quoted: bool) -> int | None:
    """The byte after the first line end, from a byte on, that ends a row; None where none does."""
    while (newline := data.find(b"\n", at)) >= 0:
        quoted ^= data.count(b'"', at, newline) % 2 == 1
        if not quoted:
            return newline + 1
        at = newline + 1
    return None


def _parse(data: bytes, part: Part) -> Batch:
    file, fields = part.file, part.fields
    broken: list[int] = []

    def skip(row: pc.InvalidRow) -> str:
        broken.append(row.number - 1)
        return "skip"

    numbers = {name: pa.float64() for name in (fields.lon, fields.lat, fields.weight) if name}
    coded = {name: pa.dictionary(pa.int32(), pa.binary()) for name in (fields.category, fields.date)
             if name}  # fmt: skip
    options = {
        "read_options": pc.ReadOptions(
            column_names=file.columns, use_threads=False, block_size=len(data) + 1
        ),
        "parse_options": pc.ParseOptions(
            delimiter=file.separator, newlines_in_values=b'"' in data, invalid_row_handler=skip
        ),
    }
    for kinds in (numbers, dict.fromkeys(numbers, pa.binary())):
        broken.clear()
        try:
            table = pc.read_csv(
                pa.py_buffer(data),
                convert_options=pc.ConvertOptions(
                    include_columns=[*kinds, *coded],
                    column_types={**kinds, **coded},
                    null_values=MISSING,
                    strings_can_be_null=True,
                    check_utf8=False,
                ),
                **options,
            )
            break
        except pa.ArrowInvalid as error:  # a cell is no number
            failure = error
    else:
        raise RegisterError(f"{file.path.name} cannot be read as a table: {failure}.")
    return make_batch(
        {name: table[name].combine_chunks() for name in table.column_names},
        fields,
        broken=np.array(broken, dtype=np.int64),
        encoding=file.encoding,
    )
