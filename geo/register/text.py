"""Registers as text: rows of separated cells, cut into parts at line ends that end a row.

A line end inside quotation marks ends no row. Whether a quotation is open where a part starts
depends on everything before it, so it is guessed from the rows that follow; :class:`Quotes`
also says how many marks there are, and whoever knows all parts before this one knows whether the
guess is right.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from geo.degrees import MISSING
from geo.errors import RegisterError
from geo.register.columns import has_coordinates
from geo.register.rows import make_batch
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
    mark, encoding = next(
        (found for found in _MARKS if head.startswith(found[0])),
        (b"", "utf-16" if b"\x00" in head[:2000] else "utf-8"),
    )
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
    return [
        Part(file, fields, start, end, end - start, quoted=None if start > file.first else False)
        for start, end in zip(starts, ends, strict=True)
    ]


@dataclass(frozen=True)
class Quotes:
    """The quotation marks of a part: whether a quotation is taken to be open where it starts, and
    whether they are odd in number, so that it is the other way round where it ends."""

    open_before: bool
    odd: bool


@dataclass(frozen=True)
class TextRows:
    """The rows that begin in a part of a text, each whole, as bytes, and the part's quotes."""

    part: Part
    quotes: Quotes
    data: bytes = field(repr=False)

    def batches(self) -> Iterator[Batch]:
        """The rows as a batch.

        Raises
        ------
        RegisterError
            If a quotation is never closed, or the rows cannot be read as a table.
        """
        data = _whole_rows(self.data, self.part, self.quotes)
        if data:
            yield _parse(data, self.part)


def read_text(part: Part) -> TextRows:
    """The bytes of a part, and what its quotation marks say.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    with part.file.path.open("rb") as file:
        # The byte before tells whether the part starts where a row does; its last row ends later.
        file.seek(part.start - 1)
        data = file.read(part.end - part.start + 1 + _MORE_BYTES)
    marks = _count_marks(data, 1, part.end - part.start + 1)
    if part.quoted is None:
        begin = data[:_MORE_BYTES]
        guess = bool(marks) and not _begins_well(begin, part.file, quoted=False)
        guess = guess and _begins_well(begin, part.file, quoted=True)
    else:
        guess = part.quoted
    return TextRows(part, Quotes(guess, marks % 2 == 1), data)


def _begins_well(data: bytes, file: RegisterFile, *, quoted: bool) -> bool:
    """Whether the first whole row has as many cells as the heading, if a quotation is open or
    closed before it."""
    begin = _row_end(data, 1, quoted)
    end = begin and _row_end(data, begin, False)
    if begin is None or end is None:
        return False
    row = data[begin:end].decode(file.encoding, "replace")
    cells = next(csv.reader(io.StringIO(row, newline=""), delimiter=file.separator), [])
    return len(cells) == len(file.columns)


def _whole_rows(data: bytes, part: Part, quotes: Quotes) -> bytes:
    """The bytes of the rows that begin in a part, each whole."""
    size = part.end - part.start
    starts_a_row = part.start == part.file.first or (data[:1] == b"\n" and not quotes.open_before)
    begin = 1 if starts_a_row else _row_end(data, 1, quotes.open_before)
    if begin is None or begin > size:
        return b""  # one row, begun earlier, goes on through all of it
    # Whether a quotation is open before the part's last byte.
    last_is_mark = data[size : size + 1] == b'"'
    quoted = quotes.open_before ^ quotes.odd ^ last_is_mark
    end, searched = _row_end(data, size, quoted), size
    if end is None and len(data) > size + _MORE_BYTES:
        with part.file.path.open("rb") as file:
            file.seek(part.start - 1 + len(data))
            while end is None and (more := file.read(_MORE_BYTES)):
                quoted ^= _count_marks(data, searched, len(data)) % 2 == 1
                searched = len(data)
                data += more
                if len(data) > size + _LONGEST_ROW:
                    raise RegisterError(
                        f"{part.file.path.name}: a quotation mark near byte {part.end:,} opens a "
                        "cell that is never closed. Remove the mark, or close the quotation."
                    )
                end = _row_end(data, searched, quoted)
    return data[begin:end]


def _count_marks(data: bytes, start: int, end: int) -> int:
    """The quotation marks in some bytes; where they are many, numpy is faster than ``count``."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8)[start:end] == ord('"')))


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
