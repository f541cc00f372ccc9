"""Registers in GeoJSON, GeoPackage and shapefiles, read by GDAL in batches."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyogrio

from geo.model import RegisterError
from geo.places import find_encoding
from geo.registers.files.parts import Batch, FoundColumns, Part, RegisterFile
from geo.registers.files.points import positions
from geo.registers.files.rows import make_batch

_BATCH_ROWS = 2**17
_SAMPLED_ROWS = 500
_MOST_SHOWN = 200  # characters of what GDAL says
_ERRORS = (
    pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, zipfile.BadZipFile,
    RuntimeError, OSError, UnicodeDecodeError,
)  # fmt: skip
# What a file must begin with, so that GDAL opens nothing else under its name.
_STARTS = {
    ".gpkg": (b"SQLite format 3\x00",),
    ".shp": (b"\x00\x00\x27\x0a",),
    ".zip": (b"PK\x03\x04",),
    ".geojson": (b"{",),
    ".json": (b"{",),
}


def open_vector(path: Path, *, size: int, modified: int) -> RegisterFile:
    """Read what a vector file says of itself.

    Raises
    ------
    RegisterError
        If it cannot be read, or has several layers.
    """
    with path.open("rb") as file:
        start = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(_STARTS[path.suffix.lower()]):
        raise RegisterError("register.ending", file=path.name, start=start[:8])
    if path.suffix.lower() == ".shp" and not _beside(path, ".shx"):
        raise RegisterError("register.shapefile", file=path.name)
    try:
        name = _gdal_name(path)
        layers = [str(layer) for layer, _ in pyogrio.list_layers(name)]
        if len(layers) != 1:
            raise RegisterError(
                "register.layers", file=path.name, count=len(layers), layers=layers[:6]
            )
        encoding = _encoding_of_dbf(name) if name.lower().endswith(".shp") else ""
        about = pyogrio.read_info(name, encoding=encoding or None)
    except _ERRORS as error:
        reason = str(error)[:_MOST_SHOWN]
        raise RegisterError("register.unreadable", path=path.name, reason=reason) from error
    return RegisterFile(
        path=path,
        kind="vector",
        size=size,
        modified=modified,
        columns=tuple(map(str, about["fields"])),
        geometry="geometry" if about["geometry_type"] else "",
        crs=about["crs"] or "",
        rows=about["features"] if about["features"] >= 0 else None,
        encoding=encoding,
    )


def _encoding_of_dbf(name: str) -> str:
    """The encoding of a shapefile's texts; "" where it is as the file says."""
    stated = pyogrio.read_info(name)["encoding"]
    # Latin-1 loses no byte; GDAL also names it where the file says nothing.
    raw = pyogrio.read_dataframe(
        name, encoding="ISO-8859-1", read_geometry=False, max_features=_SAMPLED_ROWS
    )
    cells = [*raw.columns, *(cell for cell in raw.to_numpy().flat if isinstance(cell, str))]
    found = find_encoding(cells, "" if stated == "ISO-8859-1" else stated)
    return found.name if found.differs else ""


def _beside(path: Path, ending: str) -> bool:
    return any(path.with_suffix(written).is_file() for written in (ending, ending.upper()))


def _gdal_name(path: Path) -> str:
    if path.suffix.lower() != ".zip":
        return str(path)
    with zipfile.ZipFile(path) as archive:
        shapefiles = [name for name in archive.namelist() if name.lower().endswith(".shp")]
    if len(shapefiles) != 1:
        raise RegisterError("register.shapefiles", file=path.name, count=len(shapefiles))
    return f"/vsizip/{{{path}}}/{shapefiles[0]}"


def parts_of_vector(file: RegisterFile, fields: FoundColumns) -> list[Part]:
    """One part: nothing says where a row begins."""
    return [Part(file, fields, 0, 0, file.size)]


def read_vector(part: Part) -> Iterator[Batch]:
    """The rows of a vector file.

    Raises
    ------
    RegisterError
        If it turns out to be damaged.
    """
    file, fields = part.file, part.fields
    first = 0
    try:
        with pyogrio.open_arrow(
            _gdal_name(file.path),
            columns=fields.names,
            read_geometry=not fields.lon,
            batch_size=_BATCH_ROWS,
            encoding=file.encoding or None,
            use_pyarrow=True,
        ) as (about, reader):
            for found in reader:
                table = dict(zip(found.schema.names, found.columns, strict=True))
                if fields.lon:
                    yield make_batch(table, fields, first=first)
                else:
                    table[file.geometry] = table.pop(about["geometry_name"] or "wkb_geometry")
                    yield positions(table, file, fields, first=first)
                first += found.num_rows
    except _ERRORS as error:
        if not file.path.exists():
            raise RegisterError("register.gone", file=file.path.name) from error
        reason = str(error)[:_MOST_SHOWN]
        raise RegisterError("register.damaged", file=file.path.name, reason=reason) from error
