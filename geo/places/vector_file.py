"""A vector file becomes :class:`Features`: a shapefile in a ZIP, a GeoPackage or a GeoJSON."""

from __future__ import annotations

from pathlib import PurePosixPath

from geo.model import BoundaryError
from geo.places.features import KINDS, Features
from geo.places.file_words import file_name, size_of
from geo.places.geojson import read_geojson
from geo.places.geopackage import open_geopackage, polygon_layers, read_geopackage
from geo.places.shapefile import SHAPEFILE, find_shapefiles, open_zip, read_zip

MOST_BYTES = 200 * 2**20


def read_features(
    data: bytes, name: str, *, layer: str | None = None, most_bytes: int = MOST_BYTES
) -> Features:
    """Read the features of a file from its bytes; the ending of its name says what it is.

    Raises
    ------
    UnknownNameError
        If there is no such ``layer`` (see :func:`list_layers`).
    BoundaryError
        If the file cannot be read, has no features, or is larger than the limits.
    """
    ending = _check_kind(data, name, most_bytes)
    if ending == ".zip":
        return read_zip(data, name, layer)
    if ending == ".gpkg":
        return read_geopackage(data, name, layer)
    return read_geojson(data, name)


def list_layers(data: bytes, name: str, *, most_bytes: int = MOST_BYTES) -> tuple[str, ...]:
    """The names that ``layer`` can have: the shapefiles of a ZIP, or a GeoPackage's layers that
    may hold polygons; none for a GeoJSON.

    Raises
    ------
    BoundaryError
        If the file cannot be read.
    """
    name = file_name(name)
    ending = _check_kind(data, name, most_bytes)
    if ending == ".zip":
        with open_zip(data, name) as archive:
            return tuple(sorted(find_shapefiles(archive, name)))
    if ending == ".gpkg":
        with open_geopackage(data, name) as database:
            return tuple(polygon_layers(database, name))
    return ()


def _check_kind(data: bytes, name: str, most_bytes: int) -> str:
    ending = PurePosixPath(name).suffix.lower()
    if ending in SHAPEFILE:
        raise BoundaryError("vector_file.one_part", file=name, parts=SHAPEFILE)
    if ending not in KINDS:
        raise BoundaryError("vector_file.kind", file=name, kind=ending, kinds=KINDS)
    if not data:
        raise BoundaryError("vector_file.empty", file=name)
    if len(data) > most_bytes:
        raise BoundaryError(
            "vector_file.too_large", file=name, size=size_of(len(data)), most=size_of(most_bytes)
        )
    return ending
