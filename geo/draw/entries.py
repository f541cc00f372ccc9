"""Lists of small tables that say what is changed on a picture or added to it: in a TOML file of
their own, under one key, or in a file of jobs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import make_dataclass
from pathlib import Path
from typing import Any, TypeVar

from geo.model import DrawingError, FieldError, to_plain, value_of

Entry = TypeVar("Entry")


def read_entries(path: Path, form: type[Entry], *, key: str) -> tuple[Entry, ...]:
    """The tables that stand under a key of a TOML file, which has nothing else.

    Parameters
    ----------
    path
        The file.
    form
        The dataclass that each table becomes.
    key
        What they stand under.

    Raises
    ------
    DrawingError
        If the file cannot be read, or what is wrong in it.
    """
    try:
        content = to_plain(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError) as error:  # also of what is no TOML, or no text in UTF-8
        raise DrawingError("drawing.table_file", path=path, key=key, reason=str(error)) from error
    file = make_dataclass("File", [(key, list[dict[str, Any]])], frozen=True)
    try:
        entries = getattr(value_of(content, file, closed=True), key)
    except FieldError as error:
        raise DrawingError("drawing.table_field", key=key, fault=error.fault) from error
    return as_entries(entries, form, key=key)


def as_entries(
    entries: Sequence[Mapping[str, Any]], form: type[Entry], *, key: str
) -> tuple[Entry, ...]:
    """Tables as values of a dataclass; ``key`` names them in errors.

    Raises
    ------
    DrawingError
        If something is wrong in one of them.
    """
    try:
        return tuple(value_of(entry, form, closed=True) for entry in entries)
    except FieldError as error:
        raise DrawingError("drawing.table_field", key=key, fault=error.fault) from error
