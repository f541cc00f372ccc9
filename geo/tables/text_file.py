"""Text files of separated values: in which encoding, and what parts the cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import PurePath

from charset_normalizer import from_bytes

from geo.model import TableError, Workbook
from geo.tables.limits import ENDINGS, one_sheet
from geo.tables.records import json_rows

#: Whether a cell names a place: what confirms an encoding and a separator.
Known = Callable[[str], bool]
_SEPARATORS = "\t;|,，"
_SAMPLE_LINES = 300
_LONGEST_LINE = 2**22
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_RECORDS = re.compile(r"\s*(\[\s*)?\{")


def read_text(data: bytes, name: str, known: Known) -> Workbook:
    """Read a text file, or records of JSON in one.

    Raises
    ------
    TableError
        If it has no encoding that is understood, or is no table.
    """
    content, encoding = _decode(data, name, known)
    if "\x00" in content:
        raise TableError("sheets.nul", name=name)
    separator = _find_separator(content, known)
    if PurePath(name).suffix.lower() not in (".csv", ".tsv", ".txt", ""):
        if not separator or _CONTROLS.search(content):
            raise TableError("sheets.unknown_kind", name=name, endings=list(ENDINGS))
    elif _RECORDS.match(content):
        return one_sheet(json_rows(content.encode(), name), name)
    try:
        reader = csv.reader(
            _records(content, name), delimiter=separator or "\t", strict=True, skipinitialspace=True
        )
        return one_sheet(reader, name, encoding=encoding, separator=separator)
    except csv.Error as error:
        raise TableError(
            "sheets.no_csv", name=name, reason=str(error), line=reader.line_num
        ) from error


def _records(content: str, name: str) -> Iterator[str]:
    """The lines of a text; a line of nothing but separators would fill the memory with cells."""
    for line in io.StringIO(content, newline=""):
        if len(line) > _LONGEST_LINE:
            raise TableError("sheets.long_line", name=name, count=len(line))
        yield line


def _lines(content: str) -> list[str]:
    return [line for line in islice(content[:200_000].splitlines(), _SAMPLE_LINES) if line.strip()]


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip(' "') for cell in (line.split(separator) if separator else [line])]


def _find_separator(content: str, known: Known) -> str:
    """The mark that parts the most names of places from the rest, that leaves no other mark at the
    edge of a cell (some downloads have a TAB before each comma), and that stands equally often in
    the most lines; "" where there is only one column."""
    lines = _lines(content)

    def fitness(mark: str) -> tuple[int, int, int, int]:
        counts = Counter(count for line in lines if (count := line.count(mark)))
        names = sum(any(map(known, _cells(line, mark))) for line in lines if mark in line)
        torn = sum(
            cell.startswith(other)
            for line in lines
            if mark in line
            for cell in line.split(mark)[1:]
            for other in _SEPARATORS
        )
        return names, -torn, max(counts.values(), default=0), -_SEPARATORS.index(mark)

    best = max(_SEPARATORS, key=fitness)
    return best if any(best in line for line in lines) else ""


def _decode(data: bytes, name: str, known: Known) -> tuple[str, str]:
    """The text and its encoding: what a mark at the start says, else UTF-8, else whichever of the
    Chinese encodings and the library's guess has the most names of places."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    ):  # fmt: skip
        if data.startswith(mark):
            try:
                return data.decode(encoding), "utf-8" if encoding == "utf-8-sig" else encoding
            except UnicodeDecodeError as error:
                raise _broken(data, name, encoding, error) from error
    if encoding := _utf_16_without_mark(data):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError as error:
            raise _broken(data, name, encoding, error) from error
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        not_utf_8 = error
    guess = from_bytes(data[:65536]).best()
    candidates = dict.fromkeys(("gb18030", "big5hkscs", guess.encoding if guess else "gb18030"))
    names, decoded = -1, ("", "")
    for encoding in candidates:
        try:
            content = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        found = _names_in(content, known)
        if found > names:
            names, decoded = found, (content, encoding)
    in_utf_8 = _names_in(_utf_8_lines(data), known)
    if names < 0 or in_utf_8 > 0:
        raise _broken(data, name, "utf-8", not_utf_8)
    return decoded


def _utf_16_without_mark(data: bytes) -> str:
    sample = data[:2000]
    if sample[1::2].count(0) > len(sample) / 8 and not sample[::2].count(0):
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) / 8 and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def _names_in(content: str, known: Known) -> int:
    """The lines with a name that speaks for an encoding: 14 is a code in any."""
    separator = _find_separator(content, known)
    return sum(
        any(known(cell) for cell in _cells(line, separator) if not cell.isascii())
        for line in _lines(content)
    )


def _utf_8_lines(data: bytes) -> str:
    """The lines that are UTF-8 and more than ASCII: those of a file that changes half-way."""
    lines = []
    for line in data[: 2**20].splitlines():
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if not text.isascii():
            lines.append(text)
    return "\n".join(lines)


def _broken(data: bytes, name: str, encoding: str, error: UnicodeDecodeError) -> TableError:
    line = data.count(b"\n", 0, error.start) + 1
    return TableError("sheets.broken", name=name, line=line, encoding=encoding.upper())
