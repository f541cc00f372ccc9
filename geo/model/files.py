"""Where the program's own files lie, in a clone and in an installed package, where it may keep
what it made, and how a file is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO

# Found without importlib.resources, which brings archives and temporary files to every start: the
# program is a folder.
_PROGRAM = Path(__file__).parents[1]

#: Figures, names, palettes and words, each with its label.
DATA = _PROGRAM / "data"

#: The boundary sets: inside the package where it is installed, beside it in a clone.
SHAPES = next((p for p in (_PROGRAM / "shapes",) if p.is_dir()), _PROGRAM.parent / "shapes")

#: The page's script, likewise. In the package it has a folder of its own: Streamlit puts that on
#: Python's path and reads ``.streamlit`` there.
PAGE = next((p for p in (_PROGRAM / "page" / "app.py",) if p.is_file()), _PROGRAM.parent / "app.py")


def user_cache() -> Path | None:
    """The user's cache folder, or None where it cannot be written to."""
    from platformdirs import user_cache_path  # not above: few ask for it, and everything loads this

    folder = user_cache_path("province-atlas")
    return folder if _takes_files(folder) else None


@cache
def _takes_files(folder: Path) -> bool:
    """Whether files can be written to a folder, which only writing one tells."""
    import tempfile

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def keep_newest(folder: Path, pattern: str, most: int) -> None:
    """Take away those files of a kind that were written longest ago, but for so many.

    Raises
    ------
    OSError
        If that is not possible.
    """
    found = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime)
    for old in found[:-most]:
        old.unlink(missing_ok=True)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that is written whole or not at all: beside its place first, then into it.

    Raises
    ------
    OSError
        If the folder does not exist or cannot be written to.
    """
    temporary = path.parent / f".atlas-{os.urandom(8).hex()}"
    # As any other new file: what others may do with it, the system takes from the process's mask,
    # which cannot be asked without setting it for all threads.
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
