"""The files that verbs read and write."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from geo.model import ExportError, GeoError, csv_bytes


def read_file(path: Path) -> bytes:
    """A file's bytes.

    Raises
    ------
    GeoError
        If it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise GeoError("cli.unreadable", path=path, reason=error.strerror or str(error)) from error


def check_ending(path: Path | None, ending: str) -> None:
    """Refuse a name that does not say what is written to the file.

    Raises
    ------
    ExportError
        If there is a path and its ending is another one.
    """
    if path is not None and path.suffix.lower() != ending:
        raise ExportError("cli.ending", file=path.name, ending=ending)


def write_table(records: Iterable[dict[str, Any]], path: Path | None) -> None:
    """Write records as CSV, to standard output where no file is named.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    from geo.export import write_file

    content = csv_bytes(records)
    if path is None:
        sys.stdout.write(content.decode())
    else:
        write_file(path, content)


def write_report(report: Mapping[str, object], path: Path | None) -> None:
    """Write a report as JSON where a file is named.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    from geo.export import write_file

    if path is not None:
        text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
        write_file(path, text.encode())
