"""A user's file becomes a :class:`Workbook` of sheets with text cells; what they mean is decided
later.

The kind is told by the content, not by the ending: many systems call a web page or a text file
``.xls``.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

from charset_normalizer import from_bytes

from geo.model import Sheet, TableError, Text, Workbook

#: Whether a cell names a place: what confirms an encoding and a separator.
Known = Callable[[str], bool]

MOST_BYTES = 100 * 2**20
MOST_CELLS = 20_000_000
MOST_COLUMNS = 1_000
#: A workbook is a ZIP file; unpacked it may be so large.
_MOST_UNPACKED = 2**30
_MOST_MEMBERS = 5_000
#: A Parquet file stores a text once for all its rows; unpacked, so many rows may be so large.
_BATCH_ROWS = 2_000
_MOST_BATCH_BYTES = 2**28
_SECONDS = 300
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError)

_SEPARATORS = "\t;|,，"
_SAMPLE_LINES = 300
_LONGEST_LINE = 2**22
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
#: A formula without a value; that of one whose result is a text may be empty.
_UNSAVED = re.compile(
    rb'<c\s(?![^>]*\bt="str")[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v></v>|<v ?/>)?</c>'
)
_RECORDS = re.compile(r"\s*(\[\s*)?\{")
_READER = Path(__file__).with_name("workbook_process.py")

TEXTS = ("csv", "tsv", "txt")
WORKBOOKS = ("xlsx", "xlsm", "xls", "ods")
#: The endings of the files that are understood.
ENDINGS = (*TEXTS, *WORKBOOKS, "parquet", "json", "geojson")


def read_file(path: Path | str, *, known: Known, most_bytes: int = MOST_BYTES) -> Workbook:
    """Read a user's file; see :func:`read_workbook`.

    Raises
    ------
    TableError
        If the file is missing or cannot be read.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > most_bytes:
            raise _too_large(path.name, size, most_bytes)
        data = path.read_bytes()
    except (OSError, ValueError) as error:  # a NUL in the name is no OSError
        reason = getattr(error, "strerror", None) or error
        raise TableError("sheets.unreadable", path=path, reason=reason) from error
    return read_workbook(data, path.name, known=known, most_bytes=most_bytes)


def read_workbook(
    data: bytes, name: str, *, known: Known, most_bytes: int = MOST_BYTES
) -> Workbook:
    """Read a file from its bytes.

    Parameters
    ----------
    data, name
        The content and the file's name, whose ending tells kinds apart that look alike.
    known
        Whether a text names a place: tells GB18030 from Big5, and a separator from a mark.
    most_bytes
        A larger file is refused.

    Raises
    ------
    TableError
        If the file is empty, too large, damaged, protected, or of an unknown kind.
    """
    name = PurePath(name.replace("\\", "/")).name or "table"
    if len(data) > most_bytes:
        raise _too_large(name, len(data), most_bytes)
    if not data.strip():
        raise TableError("sheets.empty", name=name)
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _read_cells(data, name)
    if data.startswith(b"PAR1"):
        return one_sheet(_parquet_rows(data, name), name)
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise TableError("sheets.web_page", name=name)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc")):
        raise TableError("sheets.no_table", name=name, endings=list(ENDINGS))
    if PurePath(name).suffix.lower() in (".json", ".geojson"):
        return one_sheet(_json_rows(data, name), name)
    return _read_text(data, name, known)


def read_pasted(text: str, *, known: Known, name: str = "pasted cells") -> Workbook:
    """Cells that were copied in a spreadsheet program and pasted.

    Raises
    ------
    TableError
        If there are none.
    """
    if not text.strip():
        raise TableError("sheets.nothing_pasted")
    return _read_text(text.encode("utf-8", "replace"), name, known)


def _too_large(name: str, size: int, most: int) -> TableError:
    return TableError("sheets.too_large", name=name, size=size / 2**20, most=most / 2**20)


def one_sheet(
    rows: Iterable[Iterable[str]], name: str, *, encoding: str = "", separator: str = ""
) -> Workbook:
    """Rows as a file without sheets; too many cells are an error before they are held."""
    sheet = Sheet("", _checked_rows(rows, name))
    return Workbook(name, (sheet,), encoding, separator)


def _checked_rows(rows: Iterable[Iterable[str]], name: str) -> tuple[tuple[str, ...], ...]:
    """The rows as tuples, equal texts shared; too many cells are an error before they are held."""
    shared: dict[str, str] = {}
    cells, held = 0, []
    for row in rows:
        held.append(tuple([shared.setdefault(cell, cell) for cell in map(str.strip, row)]))
        cells += len(held[-1])
        if len(held[-1]) > MOST_COLUMNS and any(held[-1][MOST_COLUMNS:]):
            raise _too_many_columns(name, f"{len(held[-1]):,}")
        if cells > MOST_CELLS:
            raise _too_many_cells(name)
    if not any(map(any, held)):
        raise TableError("sheets.no_text", name=name)
    return tuple(held)


def _too_many_cells(name: str) -> TableError:
    return TableError("sheets.many_cells", name=name, most=MOST_CELLS)


def _too_many_columns(name: str, columns: str) -> TableError:
    return TableError("sheets.many_columns", name=name, columns=columns, most=MOST_COLUMNS)


# Workbooks


def _read_cells(data: bytes, name: str) -> Workbook:
    if data.startswith(b"PK"):
        _check_archive(data, name)
    try:
        run = subprocess.run(
            # -P: this folder's modules must not stand before the library's.
            [sys.executable, "-P", str(_READER), str(MOST_CELLS), str(MOST_COLUMNS)],
            input=data, capture_output=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _too_many_cells(name) from None
    try:
        answer: dict[str, Any] = json.loads(run.stdout)
    except ValueError:
        answer = {"error": "size" if b"memory" in run.stderr else "damaged"}
    if "error" in answer and _is_protected(data):
        answer = {"error": "password"}
    match answer.get("error"):
        case "password":
            raise TableError("sheets.protected", name=name)
        case "size":
            raise _too_many_cells(name)
        case "columns":
            raise _too_many_columns(name, answer["detail"])
        case "damaged":
            if answer.get("detail"):
                raise TableError("sheets.damaged_at", name=name, detail=answer["detail"][:200])
            raise TableError("sheets.damaged", name=name)
    sheets = []
    for entry in answer["sheets"]:
        merged = entry["merged"]
        rows = entry["rows"]
        if any(map(any, rows)):
            ranges = tuple(
                (top, left, bottom, right) for (top, left), (bottom, right) in merged or ()
            )
            sheets.append(
                Sheet(entry["name"], _checked_rows(rows, name), ranges, merged is not None)
            )
    if not sheets:
        raise TableError("sheets.no_text", name=name)
    return Workbook(name, tuple(sheets), notes=_unsaved_formulas(data))


def _is_protected(data: bytes) -> bool:
    """Whether a workbook is encrypted: Office puts an encrypted part into an OLE file, and
    OpenDocument says so in its list of parts."""
    if not data.startswith(b"PK"):
        return "EncryptedPackage".encode("utf-16-le") in data
    with (
        suppress(KeyError, *_ZIP_ERRORS),
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        archive.open("META-INF/manifest.xml") as manifest,
    ):
        return b"encryption-data" in manifest.read(2**20)
    return False


def _check_archive(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except _ZIP_ERRORS as error:
        raise TableError("sheets.no_workbook", name=name, reason=str(error)) from error
    if len(members) > _MOST_MEMBERS or sum(m.file_size for m in members) > _MOST_UNPACKED:
        raise TableError(
            "sheets.unpacks",
            name=name,
            size=sum(m.file_size for m in members) / 2**20,
            parts=len(members),
        )
    names = {member.filename for member in members}
    if not names & {"[Content_Types].xml", "mimetype", "content.xml"}:
        raise TableError("sheets.zip", name=name)


def _unsaved_formulas(data: bytes) -> tuple[Text, ...]:
    """Say so where a workbook has formulas whose values were never computed."""
    if not data.startswith(b"PK") or len(data) > 2**23:
        return ()
    count = 0
    with suppress(*_ZIP_ERRORS), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                with archive.open(member) as file:
                    count += len(_UNSAVED.findall(file.read(2**25)))
    if not count:
        return ()
    return (
        Text(
            f"{count} formulas have no stored value and are read as empty: open the file in a "
            "spreadsheet program, save it, and choose it again.",
            f"{count}个公式没有保存计算结果，按空单元格读取：请用电子表格软件打开并保存后重新选择。",
        ),
    )


# Text


def _read_text(data: bytes, name: str, known: Known) -> Workbook:
    content, encoding = _decode(data, name, known)
    if "\x00" in content:
        raise TableError("sheets.nul", name=name)
    separator = _find_separator(content, known)
    if PurePath(name).suffix.lower() not in (".csv", ".tsv", ".txt", ""):
        if not separator or _CONTROLS.search(content):
            raise TableError("sheets.unknown_kind", name=name, endings=list(ENDINGS))
    elif _RECORDS.match(content):
        return one_sheet(_json_rows(content.encode(), name), name)
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
    separator = _find_separator(content, known)
    return sum(any(map(known, _cells(line, separator))) for line in _lines(content))


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


# Parquet and JSON


def _parquet_rows(data: bytes, name: str) -> Iterator[list[str]]:
    import pyarrow
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        columns = file.schema_arrow.names
        groups = map(file.metadata.row_group, range(file.metadata.num_row_groups))
        if (
            file.metadata.num_rows * max(len(columns), 1) > MOST_CELLS
            or sum(group.total_byte_size for group in groups) > _MOST_UNPACKED
        ):
            raise _too_many_cells(name)
        yield list(columns)
        for batch in file.iter_batches(batch_size=_BATCH_ROWS):
            if batch.nbytes > _MOST_BATCH_BYTES:
                raise _too_many_cells(name)
            parts = [column.to_pylist() for column in batch.columns]
            for row in zip(*parts, strict=True):
                yield [_plain(value) for value in row]
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        raise TableError("sheets.no_parquet", name=name, reason=str(error)[:200]) from error


def _json_rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Records as rows: a list of objects, the properties of GeoJSON, or one object of name and
    value."""
    if data.count(b",") > MOST_CELLS:
        raise _too_many_cells(name)
    try:
        records = _records_of(json.loads(data.decode("utf-8-sig")))
        if not records:
            raise TableError("sheets.no_records", name=name)
        columns = list(dict.fromkeys(key for record in records for key in record))
        if len(columns) > MOST_COLUMNS:
            raise _too_many_columns(name, f"{len(columns):,}")
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
