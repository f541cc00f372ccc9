"""A temporary folder of this server's own, so that what a server that was killed has left half done is
cleared away when the next one starts."""

from __future__ import annotations

import atexit
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import IO

_PREFIX = "province-atlas-server-"
_LOCK = "running"
_SECONDS_TO_WRITE = 3600

#: Held for as long as the process lives, however it ends: by it others know that it does.
_held: list[IO[bytes]] = []


def keep_apart(cache: Path) -> None:
    """Put what this process writes for the time being into a folder of its own; clear away the
    folders of servers that run no longer, and what was left half written in the cache folder."""
    for half in cache.glob(".atlas-*"):
        with suppress(OSError):
            if time.time() - half.stat().st_mtime > _SECONDS_TO_WRITE:
                half.unlink()
    try:
        import fcntl
    except ImportError:  # on Windows no program sees so simply whether another still runs
        return
    shared = Path(tempfile.gettempdir())
    for folder in shared.glob(f"{_PREFIX}*"):
        with suppress(OSError), (folder / _LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails while its server runs
            rmtree(folder, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix="province-atlas-", dir=shared))
    held = (made / _LOCK).open("wb")
    fcntl.flock(held, fcntl.LOCK_EX)
    _held.append(held)
    own = made.rename(
        shared / f"{_PREFIX}{made.name.rpartition('-')[2]}"
    )  # locked before it is seen
    atexit.register(rmtree, own, ignore_errors=True)
    # For the processes that this one starts, too.
    tempfile.tempdir = os.environ["TMPDIR"] = str(own)
