"""The rows of a register that are not counted, as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.model import ExportError, harmless, unwritable
from geo.registers.files.parts import Fault, RegisterFile
from geo.registers.part_count import Rejects


class RejectsFile:
    """The rows that are not counted, written as they come. A disk that is full ends the file, not
    the count: ``problem`` says so."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self.problem: ExportError | None = None
        try:
            self._file = path.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._file, lineterminator="\n")
            self._writer.writerow(("file", "row", "longitude", "latitude", "why"))
        except OSError as error:
            raise unwritable(path, error) from error

    def take(self, file: RegisterFile, before: int, rejects: Rejects) -> None:
        """Write some rows; ``before`` is the number of the line before the part they are in."""
        if self.problem is not None:
            return
        lines = (
            (file.path.name, before + 1 + number, harmless(lon), harmless(lat), Fault(why).key)
            for number, lon, lat, why in zip(
                rejects.numbers.tolist(), rejects.lon.to_pylist(), rejects.lat.to_pylist(),
                rejects.faults.tolist(), strict=True,
            )
        )  # fmt: skip
        try:
            self._writer.writerows(lines)
            self._file.flush()
            self.rows += len(rejects.numbers)
        except OSError as error:
            self._fail(error)

    def close(self) -> None:
        try:
            self._file.close()
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        self.problem = ExportError(
            "points.rejects", path=self.path, rows=self.rows, reason=error.strerror or str(error)
        )


@contextmanager
def open_rejects(path: Path | None) -> Iterator[RejectsFile | None]:
    """A file for the rows that are not counted, where one is wanted."""
    if path is None:
        yield None
        return
    file = RejectsFile(path)
    try:
        yield file
    finally:
        file.close()
