"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex

from geo.model import unwritable


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then into it.

    Raises
    ------
    ExportError
        If the folder does not exist or cannot be written to.
    """
    temporary = path.parent / f".atlas-{token_hex(8)}"
    # As any other new file: what others may do with it, the system takes from the process's mask,
    # which cannot be asked without setting it for all threads.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(temporary, flags, 0o666)
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)
