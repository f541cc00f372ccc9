"""Saved work: a table, all that was decided about it, and the boundaries it was joined with, in one
JSON file that opens again next year.

The cells are stored as they were read, not the file they came from, so that a later version reads
the same; what was found is stored like what was chosen.
"""

from __future__ import annotations

import base64
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from geo.model import KINDS, GeoError, Sheet, Text, Workbook, phrase
from geo.tables.reading import Reading
from geo.tables.work import BoundaryUpload, Choices, Work, open_bytes

FORMAT = "province-atlas-work"
#: Rises when older programs would misread a file.
VERSION = 1
ENDING = ".atlas.json"

_TUPLES = ("header", "where")
_MAPPINGS = ("sectors", "fixes")
_MOST_SHOWN = 200  # characters of what is wrong


class SavedError(GeoError):
    """A file of saved work that cannot be opened."""


def to_saved(work: Work, reading: Reading | None = None) -> bytes:
    """Work as a file's bytes; with its reading, what was found is stored too."""
    choices = reading.choices if reading is not None else work.choices
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "choices": vars(choices),
        "file": {
            "name": work.workbook.name,
            "encoding": work.workbook.encoding,
            "separator": work.workbook.separator,
            "notes": [vars(note) for note in work.workbook.notes],
            "sheets": [vars(sheet) for sheet in work.workbook.sheets],
        },
        "boundaries": None,
    }
    if work.boundary_file is not None:
        upload = work.boundary_file
        content["boundaries"] = vars(upload) | {"data": base64.b64encode(upload.data).decode()}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
    return text.encode("utf-8", "replace")


def is_saved(data: bytes) -> bool:
    """Whether a file's bytes say that they are saved work."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and f'"{FORMAT}"'.encode() in start


def read_saved(path: Path) -> Work | None:
    """Work from a file; None if the file is something else, or is not there.

    Raises
    ------
    SavedError
        If it is saved work that cannot be opened.
    """
    try:
        with path.open("rb") as file:
            if not is_saved(file.read(200)):
                return None
        return from_saved(path.read_bytes())
    except OSError:
        return None


def open_any(data: bytes, name: str, *, most_bytes: int) -> Work:
    """Saved work, or new work from a table.

    Raises
    ------
    GeoError
        If it is neither.
    """
    if is_saved(data):
        return from_saved(data)
    return Work(open_bytes(data, name, most_bytes=most_bytes))


def from_saved(data: bytes) -> Work:
    """Work from a file's bytes.

    Raises
    ------
    SavedError
        If it is no saved work, from a newer version, or damaged.
    """
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SavedError("saved.no_json", reason=str(error)) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise SavedError("saved.other_format", format=FORMAT)
    version = content.get("version")
    if not isinstance(version, int) or version < 1:
        raise _wrong(phrase("saved.version"), version)
    if version > VERSION:
        raise SavedError("saved.newer", version=version, known=VERSION)
    try:
        return _work(content)
    except KeyError as error:
        raise SavedError("saved.lacks", key=error.args[0]) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise SavedError("saved.damaged", reason=str(error)[:_MOST_SHOWN]) from error


def _work(content: dict[str, Any]) -> Work:
    file = content["file"]
    sheets = tuple(map(_sheet, file["sheets"]))
    if not sheets:
        raise SavedError("saved.no_sheet")
    workbook = Workbook(
        name=_text(file["name"]),
        sheets=sheets,
        encoding=_text(file["encoding"]),
        separator=_text(file["separator"]),
        notes=tuple(Text(_text(note["en"]), _text(note["zh"])) for note in file["notes"]),
    )
    upload = content.get("boundaries")
    if upload is not None:
        upload = BoundaryUpload(
            name=_text(upload["name"]),
            data=base64.b64decode(upload["data"], validate=True),
            **{key: _optional(upload[key]) for key in ("crs", "code", "label")},
        )
    return Work(workbook, _choices(_checked(content["choices"], dict, "choices")), upload)


def _sheet(stored: dict[str, Any]) -> Sheet:
    lines = [_checked(row, list, phrase("saved.row")) for row in stored["rows"]]
    rows = tuple([tuple([_text(cell).strip() for cell in line]) for line in lines])
    if not any(map(any, rows)):
        raise SavedError("saved.no_cells")
    return Sheet(
        name=_text(stored["name"]),
        rows=rows,
        merged=tuple(_range(merged) for merged in stored["merged"]),
        states_merged=bool(stored["states_merged"]),
    )


def _choices(stored: dict[str, Any]) -> Choices:
    """Choices of known names and types; the names of a later version are passed over."""
    choices = Choices()
    if "period" in stored:  # as version 1 called it
        stored = {"period_column": stored["period"], **stored}
    for entry in fields(Choices):
        if entry.name not in stored:
            continue
        value = stored[entry.name]
        if entry.name in _TUPLES and value is not None:
            items = _checked(value, list, entry.name)
            check = _number if entry.name == "header" else _text
            value = tuple(check(item) for item in items)
        elif entry.name in _MAPPINGS:
            items = _checked(value, dict, entry.name).items()
            value = {_text(key): _text(item) for key, item in items}
        elif entry.name == "kind" and value not in (None, *KINDS):
            raise _wrong("kind", value)
        elif value is not None:
            value = _text(value)
        elif getattr(choices, entry.name) is not None:
            raise _wrong(entry.name, value)
        choices = replace(choices, **{entry.name: value})
    return choices


def _wrong(what: str | Text, value: Any) -> SavedError:
    return SavedError("saved.wrong", what=what, value=repr(value)[:_MOST_SHOWN])


def _checked(value: Any, kind: type, what: str | Text) -> Any:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _wrong(what, value)
    return value


def _number(value: Any) -> int:
    number: int = _checked(value, int, phrase("saved.number"))
    return number


def _text(value: Any) -> str:
    text: str = _checked(value, str, phrase("saved.text"))
    # JSON can write half a character, which no file can hold.
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _optional(value: Any) -> str | None:
    return None if value is None else _text(value)


def _range(merged: Any) -> tuple[int, int, int, int]:
    top, left, bottom, right = map(_number, merged)
    if not (0 <= top <= bottom and 0 <= left <= right):
        raise _wrong(phrase("saved.range"), merged)
    return (top, left, bottom, right)
