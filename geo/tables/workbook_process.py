"""Reads a workbook in a process of its own: run as a script, bytes in, JSON out.

A workbook of a few kilobytes can claim a cell in row 1,048,576 and column 16,384, and the parser
would reserve half a terabyte and take the whole program down. Here it takes down only itself, and
memory is bounded where the system can do that.

What calamine does not tell is read from the XML beside it: which numbers are shown as percentages,
which dates as months, and errors such as #DIV/0!, which must not pass for empty cells.
"""

from __future__ import annotations

import io
import json
import posixpath
import re
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

_MEMORY = 3 * 2**30
_CHUNK = 2**24
_LONGEST_ROW = 2**26
#: No cell of a workbook can have more characters than 32,767; a longer one is no text of a table.
_LONGEST = 2**17

#: What is shown in the cells of a row, by column: a number format, or the text of an error.
Shown = Mapping[int, str]

#: Of the formats that have only a number: two decimals, percentages, and a month with its year.
_HUNDREDTHS = "0.00"
_BUILT_IN = {2: _HUNDREDTHS, 9: "0%", 10: "0.00%", 17: "mmm-yy"}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_ERROR_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
#: Without these marks a workbook is still what calamine reads of it.
_UNREADABLE = (
    KeyError, ValueError, OSError, RuntimeError, zlib.error, zipfile.BadZipFile,
    ElementTree.ParseError, expat.ExpatError,
)  # fmt: skip


def read(data: bytes, most_cells: int, most_columns: int) -> dict[str, Any]:
    """The visible sheets with their cells as text; what went wrong under ``error``."""
    try:
        workbook = _open(data)
        visible = [
            entry.name
            for entry in workbook.sheets_metadata
            if entry.visible == SheetVisibleEnum.Visible
        ]
        sheets: list[dict[str, Any]] = []
        cells = 0
        for name in visible or workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            last_row, last_column = sheet.end or (-1, -1)
            cells += (last_row + 1) * (last_column + 1)
            if cells > most_cells:
                return {"error": "size"}
            if last_column >= most_columns:
                return {"error": "columns", "detail": f"{last_column + 1:,}"}
            values = sheet.to_python(skip_empty_area=False)
            rows = [
                [_text(cell, shown.get(column, "")) for column, cell in enumerate(row)]
                for row, shown in zip(values, _shown(data, name), strict=False)
            ]
            # None for OpenDocument, whose merged cells are not read.
            sheets.append({"name": name, "rows": rows, "merged": sheet.merged_cell_ranges})
    except PasswordError:
        return {"error": "password"}
    except (CalamineError, OSError, ValueError) as error:
        return {"error": "damaged", "detail": str(error)}
    return {"sheets": sheets}


def _open(data: bytes) -> CalamineWorkbook:
    if data.startswith(b"PK"):
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    # From bytes an old workbook with a password is not told from one that is damaged.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xls"
        path.write_bytes(data)
        return CalamineWorkbook.from_path(path)


def _text(cell: object, shown: str) -> str:
    """A cell as the text a CSV would have: whole numbers without a decimal point."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float):
        if "%" in shown:
            return f"{cell * 100:.12g}%"
        if shown == _HUNDREDTHS and 1900 < cell < 2200 and round(cell, 2) == cell:
            return f"{cell:.2f}"  # 2020.10, a month's heading, is stored as 2020.1
        return str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, date):
        # A month is stored as its first day.
        return cell.isoformat()[: 7 if _is_month(shown) else None]
    text = str(cell).strip()
    if len(text) > _LONGEST:
        raise ValueError(f"a cell has {len(text):,} characters")
    return text or (shown if shown.startswith("#") else "")


def _is_month(shown: str) -> bool:
    return "m" in shown and not set("dhs") & set(shown)


def _shown(data: bytes, sheet: str) -> Iterator[Shown]:
    """What is shown in the cells of each row of a sheet, without end."""
    row = 0
    with suppress(*_UNREADABLE), zipfile.ZipFile(io.BytesIO(data)) as archive:
        marked = _in_office_xml if "xl/workbook.xml" in archive.namelist() else _in_open_document
        for number, shown in marked(archive, sheet):
            for _ in range(row, number):
                yield {}
            if row <= number:
                yield shown
                row = number + 1
    while True:
        yield {}


def _in_office_xml(archive: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, Shown]]:
    """The rows of an .xlsx that have a cell which is an error or has a telling format."""
    formats = _formats(archive)
    styles = "|".join(map(str, formats)) or "-"
    marked = re.compile(
        rb'<(?:\w+:)?c\s(?=[^>]*\b(?:t="e"|s="(?P<style>%b)"))[^>]*'
        rb'\br="(?P<column>[A-Z]{1,3})(?P<row>\d{1,7})"[^>]*>' % styles.encode()
    )
    at, shown = -1, dict[int, str]()
    for rows in _whole_rows(archive, _part(archive, sheet)):
        if not formats and b't="e"' not in rows:
            continue
        for found in marked.finditer(rows):
            number = int(found["row"]) - 1
            if number != at:
                yield at, shown
                at, shown = number, {}
            column = 0
            for letter in found["column"]:
                column = 26 * column + letter - 64
            if found["style"]:
                shown[column - 1] = formats[int(found["style"])]
            if b't="e"' in found[0] and (value := _VALUE.search(rows, found.end())):
                shown[column - 1] = value[1].decode()
    yield at, shown


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """The file of a sheet within the workbook."""
    (key,) = (
        value
        for entry in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter()
        if entry.get("name") == sheet
        for name, value in entry.attrib.items()
        if name.endswith("relationships}id")
    )
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    (target,) = (link.attrib["Target"] for link in links if link.get("Id") == key)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _formats(archive: zipfile.ZipFile) -> dict[int, str]:
    """The styles whose numbers are percentages, months or hundredths, and their formats."""
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    codes = dict(_BUILT_IN)
    for entry in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[int(entry.attrib["numFmtId"])] = _QUOTED.sub("", entry.attrib["formatCode"]).lower()
    found = {}
    for number, entry in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        code = codes.get(int(entry.get("numFmtId", "0")), "")
        if "%" in code or _is_month(code) or code == _HUNDREDTHS:
            found[number] = code
    return found


def _whole_rows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A large file in pieces, cut where a row ends."""
    rest = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            rows, end, rest = (rest + chunk).rpartition(b"row>")
            yield rows + end
            if len(rest) > _LONGEST_ROW:
                raise ValueError("a row without an end")
    yield rest


def _in_open_document(archive: zipfile.ZipFile, sheet: str) -> list[tuple[int, Shown]]:
    """The rows of an .ods that have a cell which is an error or a percentage."""
    marked: list[tuple[int, Shown]] = []
    shown: dict[int, str] = {}
    table, row, rows, column, error = "", 0, 1, 0, -1

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal table, row, rows, column, error, shown
        if name == _TABLE + "table":
            table, row = attributes.get(_TABLE + "name", ""), 0
        elif name == _TABLE + "table-row":
            rows = int(attributes.get(_TABLE + "number-rows-repeated", "1"))
            column, shown = 0, {}
        elif name in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            repeated = int(attributes.get(_TABLE + "number-columns-repeated", "1"))
            if attributes.get(_ERROR_TYPE) == "error":
                error, shown[column] = column, ""
            elif attributes.get(_OFFICE + "value-type") == "percentage":
                shown.update(dict.fromkeys(range(column, column + min(repeated, 2**14)), "%"))
            column += repeated

    def text(content: str) -> None:
        if error >= 0:
            shown[error] += content

    def end(name: str) -> None:
        nonlocal row, error
        if name == _TABLE + "table-cell":
            error = -1
        elif name == _TABLE + "table-row":
            if shown and table == sheet:
                marked.extend((row + i, shown) for i in range(min(rows, 2**20 - row)))
            row += rows

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    with archive.open("content.xml") as file:
        parser.ParseFile(file)
    return marked


def main() -> None:
    """Read standard input, write standard output; the most cells and columns are the arguments."""
    with suppress(ImportError, ValueError, OSError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        answer = read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    except MemoryError:
        answer = {"error": "size"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
