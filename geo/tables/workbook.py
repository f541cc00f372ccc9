"""A user's file becomes a :class:`Workbook` of sheets with text cells; what they mean is decided
later.

The kind is told by the content, not by the ending: many systems call a web page or a text file
``.xls``.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from geo.model import TableError, Workbook
from geo.tables.limits import ENDINGS, one_sheet
from geo.tables.office_file import read_office
from geo.tables.records import json_rows, parquet_rows
from geo.tables.text_file import Known, read_text

MOST_BYTES = 100 * 2**20


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
        return read_office(data, name)
    if data.startswith(b"PAR1"):
        return one_sheet(parquet_rows(data, name), name)
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise TableError("sheets.web_page", name=name)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc")):
        raise TableError("sheets.no_table", name=name, endings=list(ENDINGS))
    if PurePath(name).suffix.lower() in (".json", ".geojson"):
        return one_sheet(json_rows(data, name), name)
    return read_text(data, name, known)


def read_pasted(text: str, *, known: Known, name: str = "pasted cells") -> Workbook:
    """Cells that were copied in a spreadsheet program and pasted.

    Raises
    ------
    TableError
        If there are none.
    """
    if not text.strip():
        raise TableError("sheets.nothing_pasted")
    return read_text(text.encode("utf-8", "replace"), name, known)


def _too_large(name: str, size: int, most: int) -> TableError:
    return TableError("sheets.too_large", name=name, size=size / 2**20, most=most / 2**20)
