"""The files of a register: found by name, folder or pattern, opened, and cut into parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from stat import S_ISREG

from geo.model import RegisterError, Text, phrase
from geo.registers.files.parquet import open_parquet, parts_of_parquet, read_parquet
from geo.registers.files.parts import Batch, FoundColumns, Part, RegisterFile
from geo.registers.files.text import PART_BYTES, Quotes, open_text, parts_of_text, read_text
from geo.registers.files.vector import open_vector, parts_of_vector, read_vector

TEXTS = (".csv", ".tsv", ".txt")
PARQUETS = (".parquet", ".geoparquet", ".pq")
VECTORS = (".geojson", ".json", ".gpkg", ".shp", ".zip")
ENDINGS = (*TEXTS, *PARQUETS, *VECTORS)

_PACKED = (".gz", ".bz2", ".xz", ".zst", ".7z", ".rar")
_WORKBOOKS = (".xlsx", ".xls", ".et")


@dataclass(frozen=True)
class PartRows:
    """The rows of a part in batches; of a text also what its quotation marks say."""

    batches: Iterator[Batch]
    quotes: Quotes | None = None


def find_files(names: Iterable[str]) -> list[Path]:
    """The files that names, folders and patterns (``*``, ``**``, ``?``) stand for, each once.

    Of a folder, every file in it and below whose ending is one of :data:`ENDINGS`.

    Raises
    ------
    RegisterError
        If one of them stands for nothing.
    """
    found: dict[Path, Path] = {}
    for name in names:
        try:
            files = _files_of(name)
            if not files:
                raise RegisterError("register.no_file", name=name[:200], endings=ENDINGS)
            for path in files:
                found.setdefault(path.resolve(), path)
        except OSError as error:
            raise unreadable(Path(name), error) from error
    if not found:
        raise RegisterError("register.no_files")
    return list(found.values())


def _files_of(name: str) -> list[Path]:
    """The files that a name stands for; a pattern may also stand for folders."""
    path = Path(name)
    if not name.strip():
        return []
    paths = [path] if path.exists() else [Path(p) for p in sorted(glob(name, recursive=True))]  # noqa: PTH207
    files: list[Path] = []
    for each in paths:
        if each.exists() and not each.is_dir():
            files.append(each)
        elif each == path or each.suffix.lower() in ENDINGS:  # ** stands for folders, too
            files += sorted(p for p in each.rglob("*") if p.is_file() and _is_known(p, each))
    return files


def _is_known(path: Path, folder: Path) -> bool:
    """Whether a file in a folder may be a register; what programs keep for themselves is none."""
    hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
    return path.suffix.lower() in ENDINGS and not hidden


def open_register(path: Path, *, wanted: tuple[str, ...] = ()) -> RegisterFile:
    """Open a file of a register; ``wanted`` are columns by which a text's heading is known.

    Raises
    ------
    RegisterError
        If it cannot be read, or is of an unknown kind.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise RegisterError(
            "register.kind",
            file=path.name, ending=ending, endings=ENDINGS, advice=_advice(ending),
        )  # fmt: skip
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise RegisterError("register.no_parts", file=path.name)
        about = {"size": status.st_size, "modified": status.st_mtime_ns}
        if ending in TEXTS:
            return open_text(path, **about, wanted=wanted)
        if ending in PARQUETS:
            return open_parquet(path, **about)
        return open_vector(path, **about)
    except OSError as error:
        raise unreadable(path, error) from error


def _advice(ending: str) -> Text | str:
    """How a file of another kind is made one that can be read, where that is known."""
    if ending in _PACKED:
        return phrase("register.unpack")
    return phrase("register.save_sheet") if ending in _WORKBOOKS else ""


def parts_of(
    file: RegisterFile, fields: FoundColumns, *, part_bytes: int = PART_BYTES
) -> list[Part]:
    """The parts of a file, in order; they have every row once."""
    if file.kind == "text":
        return parts_of_text(file, fields, part_bytes=part_bytes)
    return (parts_of_parquet if file.kind == "parquet" else parts_of_vector)(file, fields)


def read_part(part: Part) -> PartRows:
    """Read a part of a register.

    Raises
    ------
    RegisterError
        While reading or with the batches, if the file is damaged, or is no longer as it was.
    """
    try:
        if part.file.kind == "text":
            text = read_text(part)
            return PartRows(text.batches(), text.quotes)
    except OSError as error:
        raise unreadable(part.file.path, error) from error
    return PartRows((read_parquet if part.file.kind == "parquet" else read_vector)(part))


def change_since(file: RegisterFile) -> Text | None:
    """What happened to a file since it was opened, in words; None where it is as it was."""
    name, before = file.path.name, file.size
    try:
        status = file.path.stat()
    except OSError as error:
        return phrase("register.now_gone", file=name, reason=error.strerror or str(error))
    if status.st_size > before:
        return phrase("register.grew", file=name, before=before, after=status.st_size)
    if status.st_size < before:
        return phrase("register.became_shorter", file=name, before=before, after=status.st_size)
    if status.st_mtime_ns != file.modified:
        return phrase("register.written_to", file=name)
    return None


def unreadable(path: Path, error: OSError) -> RegisterError:
    """The error for a file that the system does not let be read."""
    return RegisterError("register.unreadable", path=path, reason=error.strerror or str(error))
