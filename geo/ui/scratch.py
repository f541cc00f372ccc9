"""A temporary folder of this server's own, so that what a server that was killed has left half done is
cleared away when the next one starts."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

_PREFIX = "province-atlas-server-"
#: Held for as long as a server lives, however it ends: by it others know that it does.
_LOCK = "running"
_SECONDS_TO_WRITE = 3600


@contextmanager
def kept_apart(cache: Path) -> Iterator[None]:
    """What this process writes for the time being goes into a folder of its own, which is taken
    away at the end. The folders of servers that run no longer are cleared away now, and what was
    left half written in the cache folder."""
    for half in cache.glob(".atlas-*"):
        with suppress(OSError):
            if time.time() - half.stat().st_mtime > _SECONDS_TO_WRITE:
                half.unlink()
    try:
        import fcntl
    except ImportError:  # on Windows no program sees so simply whether another still runs
        yield
        return
    shared = Path(tempfile.gettempdir())
    for folder in shared.glob(f"{_PREFIX}*"):
        with suppress(OSError), (folder / _LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails while its server runs
            rmtree(folder, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix="province-atlas-", dir=shared))
    with (made / _LOCK).open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        # Locked before others see it.
        own = made.rename(shared / f"{_PREFIX}{made.name.rpartition('-')[2]}")
        tempfile.tempdir = os.environ["TMPDIR"] = str(own)  # for the processes it starts, too
        try:
            yield
        finally:
            rmtree(own, ignore_errors=True)
