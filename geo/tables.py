"""A user's file becomes a :class:`Table` of text cells; what they mean is decided in the join."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from charset_normalizer import from_bytes
from python_calamine import CalamineError, CalamineWorkbook

from geo.errors import TableError
from geo.model import Table

#: Tried in this order before the encoding is guessed; GB18030 contains GBK and GB 2312.
_ENCODINGS = ("utf-8-sig", "gb18030")
_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
_TEXTS = (".csv", ".tsv", ".txt")


def read_table(path: Path | str) -> Table:
    """Read a CSV, a TSV, or the first sheet of a workbook.

    The first row that is not empty is the header; rows without any cell are left out but keep
    their number.

    Raises
    ------
    TableError
        If the file is missing, of an unknown kind, damaged, or empty.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror or error}.") from error
    return parse_table(data, path.name)


def parse_table(data: bytes, name: str) -> Table:
    """Like :func:`read_table`, from the file's bytes; ``name`` gives the kind by its ending."""
    ending = Path(name).suffix.lower()
    if not data:
        raise TableError(f"{name} is empty: it must have a header row and at least one row more.")
    if ending in _WORKBOOKS:
        rows: Iterable[list[str]] = _workbook_rows(data, name)
    elif ending in _TEXTS:
        rows = _text_rows(data, name)
    else:
        raise TableError(
            f"{name} is of an unknown kind {ending!r}; known are "
            f"{', '.join((*_TEXTS, *_WORKBOOKS))}."
        )
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if len(numbered) < 2:
        raise TableError(
            f"{name} has no rows: it must have a header row and at least one row more."
        )
    (_, header), *body = numbered
    width = max(len(row) for _, row in numbered)
    columns = _unique_names(header, width)
    return Table(
        name=name,
        columns=columns,
        rows=tuple(tuple(row) + ("",) * (width - len(row)) for _, row in body),
        row_numbers=tuple(number for number, _ in body),
    )


def _unique_names(header: list[str], width: int) -> tuple[str, ...]:
    names: list[str] = []
    for position in range(width):
        base = header[position] if position < len(header) and header[position] else ""
        base = base or f"column {position + 1}"
        name, count = base, 2
        while name in names:
            name, count = f"{base} ({count})", count + 1
        names.append(name)
    return tuple(names)


def _text_rows(data: bytes, name: str) -> list[list[str]]:
    content = _decode(data, name)
    if "\x00" in content:
        raise TableError(f"{name} is no text file: it contains NUL bytes.")
    lines = [line for line in content[:10_000].splitlines()[:50] if line.strip()]
    separator = max("\t;,", key=lambda mark: _lines_as_wide_as_the_header(lines, mark))
    try:
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        raise TableError(f"{name} is no proper table of separated values: {error}.") from error


def _lines_as_wide_as_the_header(lines: list[str], mark: str) -> tuple[int, int]:
    """How many lines have as many of a mark as the first, and how many it has: tells the separator
    from the same mark in numbers and notes."""
    count = lines[0].count(mark) if lines else 0
    return (sum(line.count(mark) == count for line in lines) if count else 0), count


def _decode(data: bytes, name: str) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(data).best()
    if best is None:
        raise TableError(f"{name} is in an unknown encoding; save it as UTF-8.")
    return str(best)


def _workbook_rows(data: bytes, name: str) -> list[list[str]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = workbook.get_sheet_by_index(0)
        cells = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError) as error:
        raise TableError(f"{name} is no readable workbook: {error}.") from error
    return [[_cell_text(cell) for cell in row] for row in cells]


def _cell_text(cell: object) -> str:
    """A workbook's cell as the text a CSV would have: whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()
