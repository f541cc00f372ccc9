"""A register of points that a user brings: its file is taken and kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

import numpy as np

from geo.model import (
    GeoError,
    RegisterError,
)
from geo.places import Datum
from geo.registers.count import (
    Columns,
)
from geo.registers.files.columns import find_coordinates, has_coordinates
from geo.registers.files.find import ENDINGS, TEXTS, open_register, parts_of, read_part
from geo.registers.files.parts import Fault, FoundColumns, RegisterFile
from geo.registers.synthetic_file import register_bytes
from geo.tables import (
    Work,
    is_saved,
    open_bytes,
    read_work,
    understand,
)

#: Endings that nothing but a register has.
ONLY_REGISTERS = (".gpkg", ".zip")

SYNTHETIC_DATUM: Datum = "gcj02"

_SYNTHETIC_ROWS = 50_000

_HEAD_BYTES = 2**16

_MOST_PLACE_BYTES = 2**20

_LONGEST_NAME = 60  # a file's name has at most 255 bytes, and a Chinese character has three


class Folder:
    """A temporary folder: there as long as anything that holds it, at most until the program ends.

    Whatever has a file in it holds the folder, too, so that no copy of a value loses its file with
    the first one that goes.
    """

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="province-atlas-"))
        self._remove = finalize(self, rmtree, self.path, ignore_errors=True)

    def remove(self) -> None:
        """Take the folder away now: nothing is kept in it."""
        self._remove()


@dataclass(frozen=True, eq=False)
class Register:
    """A register that was taken, and the folder it is kept in.

    ``columns`` has the coordinates where they must be named. ``has_places`` says that it can be
    read as a table of places, too.
    """

    file: RegisterFile
    folder: Folder
    columns: Columns
    has_places: bool = False
    synthetic: bool = False

    @property
    def name(self) -> str:
        return self.file.path.name


def take_register(
    data: bytes | memoryview, name: str, *, synthetic: bool = False
) -> Register | None:
    """A register from a file's bytes; None where it has no coordinates and may be something else.

    Raises
    ------
    RegisterError
        If a file that can be nothing else is none, or it cannot be kept.
    """
    name = PurePath(name.replace("\\", "/")).name
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS or is_saved(bytes(data[:_HEAD_BYTES])):
        return None
    folder = Folder()
    path = folder.path / f"{PurePath(name).stem[:_LONGEST_NAME]}{ending}"
    try:
        path.write_bytes(data)
        file = open_register(path)
        columns = _find_positions(file)
        if columns is not None:
            return Register(
                file, folder, columns, has_places=not synthetic and _has_places(data, path.name),
                synthetic=synthetic,
            )  # fmt: skip
        if ending in ONLY_REGISTERS:
            raise RegisterError("register.no_positions", file=name)
    except GeoError:
        folder.remove()
        if ending in ONLY_REGISTERS:
            raise
        return None
    except OSError as error:
        folder.remove()
        reason = error.strerror or str(error)
        raise RegisterError("register.not_kept", file=name, reason=reason) from error
    folder.remove()
    return None


def make_synthetic(name: str) -> Register:
    """The example: synthetic stations, none of them real."""
    data = register_bytes(_SYNTHETIC_ROWS, datum=SYNTHETIC_DATUM)
    register = take_register(data, name, synthetic=True)
    if register is None:
        raise RegisterError("register.no_register", file=name)
    return register


def _find_positions(file: RegisterFile) -> Columns | None:
    """Where the coordinates stand: in points, or in columns; None where in neither."""
    if file.geometry and _has_points(file):
        return Columns()
    if not has_coordinates(file.columns):
        return None
    # A geometry without points would go before the columns.
    return Columns(*find_coordinates(file.columns, file.path.name)) if file.geometry else Columns()


def _has_points(file: RegisterFile) -> bool:
    for part in parts_of(file, FoundColumns("", "")):
        for batch in read_part(part).batches:
            return not np.isin(batch.faults, (Fault.NOT_A_POINT, Fault.NO_COORDINATE)).all()
    return False


def _has_places(data: bytes | memoryview, name: str) -> bool:
    """Whether its first rows can be read as a table of places."""
    if PurePath(name).suffix.lower() in TEXTS:
        head = bytes(data[:_HEAD_BYTES])
        head = head[: head.rfind(b"\n") + 1] or head
    elif len(data) <= _MOST_PLACE_BYTES:
        head = bytes(data)
    else:
        return False
    try:
        understand(read_work(Work(open_bytes(head, name))))
    except GeoError:
        return False
    return True
