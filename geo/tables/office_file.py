"""Workbooks of spreadsheet programs, as a process of its own reads them, and what keeps one from
being read: a password, an archive that is something else, formulas without a value."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from contextlib import suppress
from importlib.resources import files
from typing import Any

from geo.model import Sheet, TableError, Text, Workbook
from geo.tables.limits import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_UNPACKED,
    checked_rows,
    too_many_cells,
    too_many_columns,
)

_MOST_MEMBERS = 5_000
_SECONDS = 300
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError)
#: A formula without a value; that of one whose result is a text may be empty.
_UNSAVED = re.compile(
    rb'<c\s(?![^>]*\bt="str")[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v></v>|<v ?/>)?</c>'
)
#: Run by its path: as a module it would load the whole program first.
_READER = files("geo.tables") / "workbook_process.py"


def read_office(data: bytes, name: str) -> Workbook:
    """Read the visible sheets of a workbook.

    Raises
    ------
    TableError
        If it is damaged, protected, too large, or an archive of something else.
    """
    if data.startswith(b"PK"):
        _check_archive(data, name)
    try:
        run = subprocess.run(
            # -P: this folder's modules must not stand before the library's.
            [sys.executable, "-P", str(_READER), str(MOST_CELLS), str(MOST_COLUMNS)],
            input=data, capture_output=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise too_many_cells(name) from None
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
            raise too_many_cells(name)
        case "columns":
            raise too_many_columns(name, answer["detail"])
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
                Sheet(entry["name"], checked_rows(rows, name), ranges, merged is not None)
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
    if len(members) > _MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
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
