"""Registers as text: rows of separated cells, cut into parts at line ends that end a row.

A line end inside quotation marks ends no row. Whether a quotation is open where a part starts
depends on everything before it, so it is guessed from the rows that follow; :class:`Quotes`
also says how many marks there are, and whoever knows all parts before this one knows whether the
guess is right.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
from numpy.typing import NDArray

from geo.model import RegisterError, unique_names
from geo.registers.files.columns import has_coordinates, may_have_coordinates
from geo.registers.files.parts import Batch, FoundColumns, Part, RegisterFile
from geo.registers.files.rows import as_utf8, make_batch

Positions = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Bytes of a part.
PART_BYTES = 2**24

_HEAD_BYTES = 2**20
_HEAD_LINES = 60
# How much a row looks like a heading that has all that is looked for.
_SURE = 3
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
        If there is no line that can be a heading, or the file cannot be read in parts.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.strip():
        raise RegisterError("register.empty", file=path.name)
    encoding, mark = _encoding(head, path.name)
    if b"\n" not in head and (b"\r" in head.rstrip() or size > len(head)):
        raise RegisterError("register.line_ends", file=path.name)
    heading = _find_heading(head, mark, encoding, wanted)
    return RegisterFile(
        path=path,
        kind="text",
        size=size,
        modified=modified,
        columns=unique_names(heading.cells),
        encoding=encoding,
        separator=heading.separator,
        first=heading.end,
        heading=head.count(b"\n", 0, heading.end),
    )


@dataclass(frozen=True)
class _Heading:
    """A row that may be the heading: its cells, how they are separated, and the byte after it."""

    cells: list[str]
    separator: str
    end: int


def _find_heading(head: bytes, start: int, encoding: str, wanted: tuple[str, ...]) -> _Heading:
    """The first of the rows that looks most like a heading; titles may stand above it."""
    best, likeness = _Heading([], ",", len(head)), -1
    for _ in range(_HEAD_LINES):
        line = head[start : head.find(b"\n", start) + 1 or None].decode(encoding, "replace")
        for separator in sorted(_SEPARATORS, key=line.count, reverse=True):
            end = _row_end(head, start, separator, quoted=False) or len(head)
            row = head[start:end].decode(encoding, "replace")
            cells = [cell.strip() for cell in _cells(row, separator)]
            found = _likeness(cells, wanted)
            if found > likeness:
                best, likeness = _Heading(cells, separator, end), found
        start = head.find(b"\n", start) + 1
        if likeness == _SURE or not start:
            break
    return best


def _likeness(cells: list[str], wanted: tuple[str, ...]) -> int:
    """How much a row looks like a heading. Where none is sure, whoever looks for the columns says
    what is missing."""
    if len(cells) < 2:
        return 0
    if set(wanted) <= set(cells) if wanted else has_coordinates(cells):
        return _SURE
    return 2 if may_have_coordinates(cells) else 1


def _cells(row: str, separator: str) -> list[str]:
    """The cells of a row; none where one of them is longer than any cell is."""
    try:
        return next(csv.reader(io.StringIO(row, newline=""), delimiter=separator), [])
    except csv.Error:
        return []


def _encoding(head: bytes, name: str) -> tuple[str, int]:
    """The encoding of a text, and how many bytes its mark has."""
    mark, encoding = next(
        (found for found in _MARKS if head.startswith(found[0])),
        (b"", "utf-16" if b"\x00" in head[:2000] else "utf-8"),
    )
    if encoding == "utf-16":
        raise RegisterError("register.utf_16", file=name)
    try:
        # The last character may be cut off.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        encoding = "gb18030"
    return encoding, len(mark)


def parts_of_text(file: RegisterFile, fields: FoundColumns, *, part_bytes: int) -> list[Part]:
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
    whether an odd number of them counts, so that it is the other way round where it ends."""

    open_before: bool
    odd: bool


@dataclass(frozen=True)
class TextRows:
    """The rows that begin in a part of a text, each whole, as bytes, and the part's quotes.
    ``open_near_end`` says whether a quotation is open before the part's last byte."""

    part: Part
    quotes: Quotes
    open_near_end: bool
    data: bytes = field(repr=False)

    def batches(self) -> Iterator[Batch]:
        """The rows as a batch.

        Raises
        ------
        RegisterError
            If a quotation is never closed, or the rows cannot be read as a table.
        """
        data = _whole_rows(self)
        if data:
            yield _parse(data, self.part)


def read_text(part: Part) -> TextRows:
    """The bytes of a part, and what its quotation marks say.

    Raises
    ------
    OSError
        If the file cannot be read.
    RegisterError
        If it became shorter.
    """
    with part.file.path.open("rb") as file:
        # The byte before tells whether the part starts where a row does; its last row ends later.
        file.seek(part.start - 1)
        data = file.read(part.end - part.start + 1 + _MORE_BYTES)
    if len(data) <= part.end - part.start:
        last = part.start + len(data) - 1
        raise RegisterError("register.shorter", file=part.file.path.name, byte=last)
    guess = part.quoted
    if guess is None:
        begin = data[:_MORE_BYTES]
        guess = b'"' in data and not _begins_well(begin, part.file, quoted=False)
        guess = guess and _begins_well(begin, part.file, quoted=True)
    size, separator = part.end - part.start, part.file.separator
    last, next_part = _past_marks(data, size), _past_marks(data, size + 1)
    near = _quoted_after(data, _past_marks(data, 1), last, separator, quoted=guess)
    after = _quoted_after(data, last, next_part, separator, quoted=near)
    return TextRows(part, Quotes(guess, guess != after), near, data)


def _begins_well(data: bytes, file: RegisterFile, *, quoted: bool) -> bool:
    """Whether the first whole row has as many cells as the heading and no odd marks, if a quotation
    is open or closed before it."""
    start = _past_marks(data, 1)
    begin = _row_end(data, start, file.separator, quoted=quoted)
    end = begin and _row_end(data, begin, file.separator, quoted=False)
    if begin is None or end is None:
        return False
    if not _marks(data, start, end, file.separator)[1][int(quoted) :: 2].all():
        return False
    row = data[begin:end].decode(file.encoding, "replace")
    return len(_cells(row, file.separator)) == len(file.columns)


def _whole_rows(rows: TextRows) -> bytes:
    """The bytes of the rows that begin in a part, each whole."""
    part, data, quoted = rows.part, rows.data, rows.quotes.open_before
    size, separator = part.end - part.start, part.file.separator
    starts_a_row = part.start == part.file.first or (data[:1] == b"\n" and not quoted)
    begin = 1 if starts_a_row else _row_end(data, _past_marks(data, 1), separator, quoted=quoted)
    if begin is None or begin > size:
        return b""  # one row, begun earlier, goes on through all of it
    last, quoted = _past_marks(data, size), rows.open_near_end
    end = _row_end(data, last, separator, quoted=quoted)
    if end is None:
        with part.file.path.open("rb") as file:
            file.seek(part.start - 1 + len(data))
            # Twice as much each time, so that nothing is looked at often.
            while end is None and (more := file.read(max(len(data), _MORE_BYTES))):
                if len(data) > size + _LONGEST_ROW:
                    raise _endless(data[: size + 1], part)
                data += more
                end = _row_end(data, last, separator, quoted=quoted)
    if end is None and _quoted_after(data, last, len(data), separator, quoted=quoted):
        raise _endless(data, part)
    return data[begin:end]


def _endless(data: bytes, part: Part) -> RegisterError:
    """What is wrong with a row that has no end: a quotation, or nothing but its length."""
    at = max(data.rfind(b'"'), 1)
    shown = data[at : at + 40].decode(part.file.encoding, "replace").partition("\n")[0]
    byte = part.start - 1 + at
    return RegisterError("register.no_end", file=part.file.path.name, byte=byte, shown=shown)


def _past_marks(data: bytes, at: int) -> int:
    """The byte itself, or the one after the quotation marks that it stands between: what one of
    them means depends on all before it, so they are never taken apart."""
    if data[at - 1 : at] == b'"':
        while data[at : at + 1] == b'"':
            at += 1
    return at


def _marks(data: bytes, start: int, end: int, separator: str) -> tuple[Positions, Flags]:
    """Where quotation marks stand, and which of them may open a quotation: one where a cell begins,
    or one right after another, with which it goes on."""
    content = np.frombuffer(data, np.uint8)
    marks = start + np.flatnonzero(content[start:end] == ord('"'))
    opens = np.isin(np.arange(256), [ord(c) for c in (separator, "\n", "\r", '"')])[
        content[marks - 1]
    ]
    opens[marks == 0] = True
    return marks, opens


def _quoted_after(data: bytes, start: int, end: int, separator: str, *, quoted: bool) -> bool:
    """Whether a quotation is open at a byte, from whether one is open at an earlier one.

    A mark opens one only where a cell begins: in ``5" pipe`` it is a part of the text. As a rule
    marks open and close by turns; only where one does not, each is looked at.
    """
    if data.find(b'"', start, end) < 0:
        return quoted
    marks, opens = _marks(data, start, end, separator)
    if opens[int(quoted) :: 2].all():
        return quoted ^ (len(marks) % 2 == 1)
    closed = -1
    for mark, may_open in zip(marks.tolist(), opens.tolist(), strict=True):
        if quoted:
            quoted, closed = False, mark
        elif may_open and (data[mark - 1 : mark] != b'"' or closed == mark - 1):
            quoted = True
    return quoted


def _row_end(data: bytes, at: int, separator: str, *, quoted: bool) -> int | None:
    """The byte after the first line end, from a byte on, that ends a row; None where none does."""
    while (newline := data.find(b"\n", at)) >= 0:
        quoted = _quoted_after(data, at, newline, separator, quoted=quoted)
        if not quoted:
            return newline + 1
        at = newline + 1
    return None


def _parse(data: bytes, part: Part) -> Batch:
    file, fields = part.file, part.fields
    data = as_utf8(data, file.encoding)
    broken: list[int] = []

    def skip(row: pc.InvalidRow) -> str:
        broken.append(row.number - 1)
        return "skip"

    coded = dict.fromkeys(
        filter(None, (fields.category, fields.date)), pa.dictionary(pa.int32(), pa.string())
    )
    numbers = [n for n in (fields.lon, fields.lat, fields.weight) if n and n not in coded]
    options = {
        "read_options": pc.ReadOptions(
            column_names=file.columns, use_threads=False, block_size=len(data) + 1
        ),
        "parse_options": pc.ParseOptions(
            delimiter=file.separator, newlines_in_values=b'"' in data, invalid_row_handler=skip
        ),
    }
    for kind in (pa.float64(), pa.string()):
        broken.clear()
        try:
            table = pc.read_csv(
                pa.py_buffer(data),
                convert_options=pc.ConvertOptions(
                    include_columns=[*numbers, *coded],
                    column_types={**dict.fromkeys(numbers, kind), **coded},
                    # Anything else is told as it stands.
                    null_values=[""],
                    strings_can_be_null=True,
                    check_utf8=False,
                ),
                **options,
            )
            break
        except pa.ArrowInvalid as error:  # a cell is no number
            failure = error
    else:
        raise RegisterError("register.no_table", file=file.path.name, reason=str(failure))
    return make_batch(
        {name: table[name].combine_chunks() for name in table.column_names},
        fields,
        broken=np.array(broken, dtype=np.int64),
    )
