"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from geo.model import unwritable, whole_file


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    ExportError
        If the folder does not exist or cannot be written to.
    """
    try:
        with whole_file(path) as file:
            file.write(content)
    except OSError as error:
        raise unwritable(path, error) from error
