"""Saved work: a table, all that was decided about it, and the boundaries it was joined with, in one
JSON file that opens again next year.

The cells are stored as they were read, not the file they came from, so that a later version reads
the same; what was found is stored like what was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from geo.indicators import Scenario
from geo.model import (
    FieldError,
    GeoError,
    Sheet,
    Workbook,
    parse_json,
    phrase,
    schema_of,
    to_json,
    value_of,
)
from geo.tables.reading import Reading
from geo.tables.work import BoundaryUpload, Choices, Look, Work, open_bytes

FORMAT: Literal["province-atlas-work"] = "province-atlas-work"
#: Rises when older programs would misread a file.
VERSION = 1
ENDING = ".atlas.json"


class SavedError(GeoError):
    """A file of saved work that cannot be opened."""


@dataclass(frozen=True)
class SavedWork:
    """A file of saved work: what was chosen and found, the table's cells, the boundaries that it
    was joined with, where they are the user's own, how its map is drawn, and the scenario of the
    rollout that was made beside it."""

    format: Literal["province-atlas-work"]
    version: int
    choices: Choices
    file: Workbook
    boundaries: BoundaryUpload | None = None
    look: Look = field(default_factory=Look)
    scenario: Scenario | None = None


def saved_schema() -> dict[str, Any]:
    """The JSON Schema of saved work."""
    return schema_of(SavedWork, title="Saved work of Province Atlas")


def to_saved(work: Work, reading: Reading | None = None) -> bytes:
    """Work as a file's bytes; with its reading, what was found is stored too.

    Raises
    ------
    SavedError
        If its boundaries come from no file.
    """
    if work.places is not None:
        raise SavedError("saved.of_frame")
    choices = reading.choices if reading is not None else work.choices
    content = SavedWork(
        FORMAT, VERSION, choices, work.workbook, work.boundary_file, work.look, work.scenario
    )
    return to_json(content, indent=None)


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
        return open_saved(path.read_bytes())
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
        return open_saved(data)
    return Work(open_bytes(data, name, most_bytes=most_bytes))


def open_saved(data: bytes) -> Work:
    """Work from a file's bytes.

    Raises
    ------
    SavedError
        If it is no saved work, from a newer version, or damaged.
    """
    try:
        content = parse_json(data)
    except ValueError as error:
        raise SavedError("saved.no_json", reason=str(error)) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise SavedError("saved.other_format", format=FORMAT)
    version = content.get("version")
    if not isinstance(version, int) or version < 1:
        reason = phrase("saved.version", version=repr(version))
        raise SavedError("saved.damaged", reason=reason)
    if version > VERSION:
        raise SavedError("saved.newer", version=version, known=VERSION)
    try:
        found = value_of(_renewed(content), SavedWork)
    except FieldError as error:
        raise SavedError("saved.damaged", reason=error.fault) from error
    sheets = tuple(map(_checked, found.file.sheets))
    if not sheets:
        raise SavedError("saved.damaged", reason=phrase("saved.no_sheet"))
    return Work(
        replace(found.file, sheets=sheets), found.choices, found.boundaries,
        look=found.look, scenario=found.scenario,
    )  # fmt: skip


def _renewed(content: dict[str, Any]) -> dict[str, Any]:
    """A file's content with today's names of its fields."""
    choices = content.get("choices")
    if isinstance(choices, dict) and "period" in choices:  # as version 1 called it at first
        content = {**content, "choices": {"period_column": choices["period"], **choices}}
    return content


def _checked(sheet: Sheet) -> Sheet:
    """A sheet that can be read: with cells, and with ranges that are none of another sheet's."""
    rows = tuple([tuple([cell.strip() for cell in row]) for row in sheet.rows])
    if not any(map(any, rows)):
        raise SavedError("saved.damaged", reason=phrase("saved.no_cells"))
    for merged in sheet.merged:
        top, left, bottom, right = merged
        if not (0 <= top <= bottom and 0 <= left <= right):
            raise SavedError("saved.damaged", reason=phrase("saved.range", range=str(list(merged))))
    return replace(sheet, rows=rows)
