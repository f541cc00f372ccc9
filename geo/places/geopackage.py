"""A GeoPackage becomes :class:`Features`; it is a SQLite database, none of whose views is run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from geo.model import BoundaryError, phrase, unique_names
from geo.places.features import (
    MOST_FEATURES,
    Features,
    check_size,
    choose_layer,
    make_table,
    read_wkb,
    refusing,
)
from geo.places.file_words import note, plain

_POLYGON_KINDS = ("POLYGON", "MULTIPOLYGON")
_ANY_KINDS = ("GEOMETRY", "GEOMETRYCOLLECTION")


@dataclass(frozen=True)
class _Layer:
    """A table of a GeoPackage with a column of geometries of some kind."""

    table: str
    geometry: str
    kind: str
    srs: int


def read_geopackage(data: bytes, name: str, layer: str | None) -> Features:
    with open_geopackage(data, name) as database:
        layers = polygon_layers(database, name)
        chosen = choose_layer(layers, layer, "layer", of=name)
        source = layers[chosen]
        table = _quoted(source.table)
        with refusing(phrase("vector_file.unreadable", file=name)):
            fields = [
                str(field)
                for _, field, _, _, _, key in database.execute(f"PRAGMA table_info({table})")
                if not key and str(field).casefold() != source.geometry.casefold()
            ]
            wanted = ", ".join(map(_quoted, (source.geometry, *fields)))
            rows = database.execute(
                f"SELECT {wanted} FROM {table} LIMIT {MOST_FEATURES + 1}"
            ).fetchall()
            crs = database.execute(
                "SELECT organization, organization_coordsys_id, definition "
                "FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
                (source.srs,),
            ).fetchone()
    check_size(name, features=len(rows), columns=len(fields))
    blobs, *cells = zip(*rows, strict=True)
    others = [other for other in layers if other != chosen]
    return Features(
        table=make_table(fields, cells, len(rows)),
        shapes=read_wkb(map(_wkb, blobs)),
        crs=_geopackage_crs(crs, source.srs),
        notes=(note("layer", layer=chosen, names=others),) if others else (),
    )


@contextmanager
def open_geopackage(data: bytes, name: str) -> Iterator[sqlite3.Connection]:
    """The database in memory: no view or function of it is run."""
    if not data.startswith(b"SQLite format 3\x00") or len(data) < 100:
        raise BoundaryError("vector_file.no_geopackage", file=name)
    with closing(sqlite3.connect(":memory:")) as database:
        with refusing(phrase("vector_file.unreadable", file=name)):
            # A database in memory has no write-ahead log, whatever the file's header says.
            database.deserialize(data[:18] + b"\x01\x01" + data[20:])
            database.text_factory = lambda raw: raw.decode("utf-8", "replace")
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA cell_size_check = ON")
            database.set_authorizer(_allow)
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield database


def _allow(*access: object) -> int:
    """SQLite names the view or trigger that wants access, and nothing for our own statements."""
    return sqlite3.SQLITE_DENY if access[-1] else sqlite3.SQLITE_OK


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def polygon_layers(database: sqlite3.Connection, name: str) -> dict[str, _Layer]:
    """The layers that may hold polygons, those that say so first."""
    with refusing(phrase("vector_file.unreadable_geopackage", file=name)):
        rows = database.execute(
            "SELECT t.name, column_name, upper(geometry_type_name), srs_id "
            "FROM gpkg_geometry_columns JOIN sqlite_master AS t ON lower(t.name) = "
            "lower(table_name) WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"
        ).fetchall()
    layers = [
        _Layer(str(table), str(column), str(kind), srs)
        for table, column, kind, srs in rows
        if isinstance(srs, int)
    ]
    fitting = [
        layer for kinds in (_POLYGON_KINDS, _ANY_KINDS) for layer in layers if layer.kind in kinds
    ]
    if not fitting:
        others = [f"{plain(layer.table)} ({layer.kind.lower()})" for layer in layers]
        if others:
            raise BoundaryError("vector_file.no_polygon_layer_but", file=name, found=others)
        raise BoundaryError("vector_file.no_polygon_layer", file=name)
    return dict(zip(unique_names(plain(layer.table) for layer in fitting), fitting, strict=True))


def _wkb(blob: object) -> bytes | None:
    """The WKB in a GeoPackage's geometry, which has a head of 8 bytes and an envelope."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return b""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}.get(blob[3] >> 1 & 7)
    return b"" if envelope is None else blob[8 + envelope :]


def _geopackage_crs(row: Sequence[object] | None, srs: int) -> str | None:
    """``srs`` is 0 or -1 where the file does not know it."""
    if row is None or srs in (0, -1):
        return None
    organization, number, definition = row
    if str(organization).casefold() in ("epsg", "esri") and isinstance(number, int):
        return f"{str(organization).upper()}:{number}"
    text = str(definition)
    return None if "undefined" in text[:40].casefold() else text
