"""A vector file becomes :class:`Features`: a shapefile in a ZIP, a GeoPackage or a GeoJSON.

Nothing is believed of a file that can be checked: its sizes, its names, its encoding.
"""

from __future__ import annotations

import io
import json
import lzma
import math
import re
import sqlite3
import struct
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely
from numpy.typing import NDArray

from geo.model import (
    LANGUAGES,
    BoundaryError,
    Text,
    UnknownNameError,
    both,
    listed,
    phrase,
    sentence,
    unique_names,
)
from geo.places.dbf_text import decode, find_encoding

KINDS = (".zip", ".geojson", ".json", ".gpkg")

MOST_BYTES = 200 * 2**20
MOST_UNPACKED_BYTES = 500 * 2**20
MOST_MEMBERS = 1_000
MOST_FEATURES = 20_000
MOST_COLUMNS = 1_000
MOST_CHARACTERS = 200
#: How many places or layers a sentence names.
MOST_NAMES = 6

# A ZIP this large that was packed more tightly than this holds no map.
_SUSPECT_BYTES, _MOST_RATIO = 50 * 2**20, 250
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_POLYGON_KINDS = ("POLYGON", "MULTIPOLYGON")
_ANY_KINDS = ("GEOMETRY", "GEOMETRYCOLLECTION")

#: What opening an untrusted file can raise.
READ_ERRORS = (
    RuntimeError, ValueError, OSError, ArithmeticError, LookupError, TypeError, EOFError,
    struct.error, sqlite3.Error, zipfile.BadZipFile, zlib.error, lzma.LZMAError,
    shapely.errors.GEOSException,
)  # fmt: skip

# Control characters, halves of characters, marks that turn the direction of text, line separators,
# and two that no XML may hold.
_UNWRITABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# Stands for a shape that cannot be read.
_NOWHERE = shapely.Point(math.inf, math.inf)

Geometries = NDArray[np.object_]
Parts = dict[str, zipfile.ZipInfo]


@dataclass(frozen=True)
class Features:
    """A file's features as they are.

    ``table`` has texts, indexed by the features' numbers from 1; ``shapes`` are None where there is
    none, and have coordinates that are not finite where they cannot be read; ``crs`` is as the file
    writes it; ``notes`` say what was taken for granted.
    """

    table: pd.DataFrame
    shapes: Geometries
    crs: str | None
    notes: tuple[Text, ...] = ()


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
        return _read_zip(data, name, layer)
    if ending == ".gpkg":
        return _read_geopackage(data, name, layer)
    return _read_geojson(data, name)


def features_of(
    columns: Mapping[str, Iterable[object]], shapes: Geometries, name: str, *, crs: str | None
) -> Features:
    """Features that are no file, checked as those of a file are.

    Raises
    ------
    BoundaryError
        If there are none, or more than a file may have.
    """
    _check_size(name, features=len(shapes), columns=len(columns))
    table = _table(columns, columns.values(), len(shapes))
    return Features(table, shapely.force_2d(shapes), crs)


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
        with _open_zip(data, name) as archive:
            return tuple(sorted(_shapefiles(archive, name)))
    if ending == ".gpkg":
        with _open_geopackage(data, name) as database:
            return tuple(_polygon_layers(database, name))
    return ()


def _check_kind(data: bytes, name: str, most_bytes: int) -> str:
    ending = PurePosixPath(name).suffix.lower()
    if ending in _SHAPEFILE:
        raise BoundaryError("vector_file.one_part", file=name, parts=_SHAPEFILE)
    if ending not in KINDS:
        raise BoundaryError("vector_file.kind", file=name, kind=ending, kinds=KINDS)
    if not data:
        raise BoundaryError("vector_file.empty", file=name)
    if len(data) > most_bytes:
        raise BoundaryError(
            "vector_file.too_large", file=name, size=_size(len(data)), most=_size(most_bytes)
        )
    return ending


def _check_size(name: str, *, features: int, columns: int) -> None:
    if not features:
        raise BoundaryError("vector_file.no_features", file=name)
    if features > MOST_FEATURES:
        raise BoundaryError("vector_file.features", file=name, most=MOST_FEATURES)
    if columns > MOST_COLUMNS:
        raise BoundaryError("vector_file.columns", file=name, count=columns, most=MOST_COLUMNS)


def _size(count: int) -> Text:
    if count >= 2**20:
        return Text(*[f"{count / 2**20:,.1f} MB"] * 2)
    return Text(f"{count:,} bytes", f"{count:,}字节")


@contextmanager
def _refusing(what: Text) -> Iterator[None]:
    """What goes wrong in reading is a refusal: what cannot be, and why."""
    try:
        yield
    except READ_ERRORS as error:
        raise BoundaryError("vector_file.refused", what=what, reason=reason(error)) from error


# -- text ---------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Text from a file as it can be shown anywhere: on one line, and not too long."""
    return _UNWRITABLE.sub(" ", text).strip()[:MOST_CHARACTERS].strip()


def file_name(path: str) -> str:
    """The name of a file without its folder, as it can be shown."""
    return plain(re.split(r"[/\\]", path)[-1]) or "file"


def reason(error: BaseException) -> str:
    """What an error says, to stand in a sentence."""
    return (plain(str(error)) or type(error).__name__).rstrip(".")


def some(names: Iterable[str]) -> Text:
    """The first of many names, and how many more there are."""
    every = list(names)
    return Text(*(listed(every, language, most=MOST_NAMES) for language in LANGUAGES))


def note(key: str, *, names: Iterable[str] = (), **values: object) -> Text:
    """A sentence on a boundary file; of many ``names`` only the first."""
    return both(key, section="boundary_file", names=some(names), **values)


def _cell(value: Any) -> str:
    """An attribute as text; a whole number has no decimals."""
    if value is None or isinstance(value, bytes) or value != value:  # no number, no time
        return ""
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    if isinstance(value, float | np.floating):
        number = float(value)
        if not math.isfinite(number):
            return ""
        return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else repr(number)
    return plain(str(value))


def _table(fields: Iterable[str], cells: Iterable[Iterable[object]], count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            column: [_cell(value) for value in values]
            for column, values in zip(unique_names(map(plain, fields)), cells, strict=True)
        },
        index=pd.RangeIndex(1, count + 1),
        dtype=object,
    )


# -- ZIP and shapefile --------------------------------------------------------------------------


def _open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    # Every entry of the directory begins so; millions of them would be costly even to list.
    if data.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise BoundaryError(
            "vector_file.members", file=name, count=MOST_MEMBERS + 1, most=MOST_MEMBERS
        )
    with _refusing(phrase("vector_file.no_zip", file=name)):
        archive = zipfile.ZipFile(io.BytesIO(data))
    members = archive.infolist()
    for member in members:
        path = _member_path(member)
        if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", str(path)):
            raise BoundaryError("vector_file.path", file=name, path=plain(str(path)))
    if any(member.flag_bits & 1 for member in members):
        raise BoundaryError("vector_file.encrypted", file=name)
    unpacked = sum(member.file_size for member in members)
    ratio = unpacked / len(data)
    if unpacked > MOST_UNPACKED_BYTES or (unpacked > _SUSPECT_BYTES and ratio > _MOST_RATIO):
        raise BoundaryError(
            "vector_file.bomb", file=name, size=_size(unpacked), ratio=ratio,
            most=_size(MOST_UNPACKED_BYTES), most_ratio=_MOST_RATIO,
        )  # fmt: skip
    return archive


def _member_path(member: zipfile.ZipInfo) -> PurePosixPath:
    """A member's path. Chinese systems write it in GBK without saying so; Windows writes \\."""
    text = member.orig_filename
    if not member.flag_bits & 0x800:
        raw = text.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030", "cp437"):
            try:
                text = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return PurePosixPath(text.replace("\\", "/"))


def _shapefiles(archive: zipfile.ZipFile, name: str) -> dict[str, Parts]:
    """The parts of every shapefile in a ZIP by their endings, by the name of the shapefile."""
    found: dict[str, Parts] = {}
    endings = set()
    for member in archive.infolist():
        path = _member_path(member)
        if member.is_dir() or path.name.startswith("._") or "__MACOSX" in path.parts:
            continue
        ending = path.suffix.lower()
        endings.add(ending)
        if ending in _SHAPEFILE:
            found.setdefault(str(path.with_suffix("")).casefold(), {})[ending] = member
    if {".zip", ".rar", ".7z"} & endings:
        raise BoundaryError("vector_file.archive_in_archive", file=name, parts=_SHAPEFILE)
    shapefiles = [one for one in found.values() if ".shp" in one]
    if not shapefiles:
        raise BoundaryError(
            "vector_file.no_shp_but_other" if endings & set(KINDS) else "vector_file.no_shp",
            file=name,
            found=sorted(endings - {""}) or sentence("vector_file.nothing"),
            parts=_SHAPEFILE,
        )
    paths = [_member_path(one[".shp"]).with_suffix("") for one in shapefiles]
    stems = [path.name for path in paths]
    names = [path.name if stems.count(path.name) == 1 else str(path) for path in paths]
    return dict(zip(unique_names(map(plain, names)), shapefiles, strict=True))


def _read_zip(data: bytes, name: str, layer: str | None) -> Features:
    with _open_zip(data, name) as archive:
        shapefiles = _shapefiles(archive, name)
        if layer is None and len(shapefiles) > 1:
            raise BoundaryError(
                "vector_file.several", file=name, count=len(shapefiles), names=some(shapefiles)
            )
        chosen = _choose_layer(shapefiles, layer, "shapefile", of=name)
        parts = shapefiles[chosen]
        missing = [part for part in (".shx", ".dbf") if part not in parts]
        if missing:
            lacking = [last.join(chosen + part for part in missing) for last in (" and ", "和")]
            raise BoundaryError(
                "vector_file.incomplete", file=name, missing=Text(*lacking), parts=_SHAPEFILE
            )
        files = {part: _unpack(archive, member, name) for part, member in parts.items()}
    return _read_shapefile(files, name)


def _choose_layer(layers: Mapping[str, object], wanted: str | None, what: str, *, of: str) -> str:
    if wanted is not None and wanted not in layers:
        raise UnknownNameError(what, wanted, layers, of=of)
    return next(iter(layers)) if wanted is None else wanted


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """One member; what is longer than it says fails its checksum, and is never unpacked whole."""
    path = plain(str(_member_path(member)))
    with (
        _refusing(phrase("vector_file.damaged", file=name, path=path)),
        archive.open(member) as file,
    ):
        return file.read(member.file_size)


def _read_shapefile(files: Mapping[str, bytes], name: str) -> Features:
    if files[".shp"][:4] != b"\x00\x00\x27\x0a":
        raise BoundaryError("vector_file.no_shapefile", file=name)
    # The names on disk are ours. Without its .cpg the .dbf's bytes come as they are.
    with tempfile.TemporaryDirectory(prefix="atlas-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL's; what matters of them is checked
        for part in (".shp", ".shx", ".dbf", ".prj"):
            if part in files:
                (Path(folder) / f"layer{part}").write_bytes(files[part])
        try:
            try:
                meta, shapes, values = _read_layer(Path(folder))
            except (pyogrio.errors.CRSError, NameError):  # pyogrio's, for a .prj it cannot read
                (Path(folder) / "layer.prj").unlink()
                meta, shapes, values = _read_layer(Path(folder))
        except READ_ERRORS as error:
            text = reason(error).replace(folder, "").replace("/layer.", "the .")
            what = phrase("vector_file.unreadable", file=name)
            raise BoundaryError("vector_file.refused", what=what, reason=text) from error
    if shapes is None:
        raise BoundaryError("vector_file.no_shapes", file=name)
    _check_size(name, features=len(shapes), columns=len(values))
    texts = [value for cells in (meta["fields"], *values) for value in cells if type(value) is str]
    code_page = files.get(".cpg", b"").decode("ascii", "ignore").strip("\ufeff \t\r\n\0")
    encoding = find_encoding(texts, code_page)
    notes: tuple[Text, ...] = ()
    if encoding.differs:
        key = "other_encoding" if code_page else "no_encoding"
        shown = encoding.name.upper()
        notes = (note(key, written=plain(code_page[:40]), read=shown),)
    cells = (
        (decode(v, encoding.name) if type(v) is str else v for v in column) for column in values
    )
    fields = (decode(field, encoding.name) for field in meta["fields"])
    return Features(
        table=_table(fields, cells, len(shapes)),
        shapes=_from_wkb(shapes),
        crs=meta["crs"],
        notes=notes,
    )


def _read_layer(folder: Path) -> tuple[dict[str, Any], Any, Any]:
    """The layer's description, WKB, and values by column."""
    meta, _, shapes, values = pyogrio.raw.read(
        folder / "layer.shp",
        encoding="ISO-8859-1",
        force_2d=True,
        max_features=MOST_FEATURES + 1,
    )
    return meta, shapes, values


def _from_wkb(shapes: Iterable[bytes | None]) -> Geometries:
    raw = np.array([*shapes, None], dtype=object)[:-1]
    with np.errstate(invalid="ignore"):
        found = shapely.from_wkb(raw, on_invalid="fix")
    found[shapely.is_missing(found) & (raw != None)] = _NOWHERE  # noqa: E711, one by one
    return np.asarray(shapely.force_2d(found))


# -- GeoPackage ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Layer:
    """A table of a GeoPackage with a column of geometries of some kind."""

    table: str
    geometry: str
    kind: str
    srs: int


@contextmanager
def _open_geopackage(data: bytes, name: str) -> Iterator[sqlite3.Connection]:
    """The database in memory: no view or function of it is run."""
    if not data.startswith(b"SQLite format 3\x00") or len(data) < 100:
        raise BoundaryError("vector_file.no_geopackage", file=name)
    with closing(sqlite3.connect(":memory:")) as database:
        with _refusing(phrase("vector_file.unreadable", file=name)):
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


def _polygon_layers(database: sqlite3.Connection, name: str) -> dict[str, _Layer]:
    """The layers that may hold polygons, those that say so first."""
    with _refusing(phrase("vector_file.unreadable_geopackage", file=name)):
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


def _read_geopackage(data: bytes, name: str, layer: str | None) -> Features:
    with _open_geopackage(data, name) as database:
        layers = _polygon_layers(database, name)
        chosen = _choose_layer(layers, layer, "layer", of=name)
        source = layers[chosen]
        table = _quoted(source.table)
        with _refusing(phrase("vector_file.unreadable", file=name)):
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
    _check_size(name, features=len(rows), columns=len(fields))
    blobs, *cells = zip(*rows, strict=True)
    others = [other for other in layers if other != chosen]
    return Features(
        table=_table(fields, cells, len(rows)),
        shapes=_from_wkb(map(_wkb, blobs)),
        crs=_geopackage_crs(crs, source.srs),
        notes=(note("layer", layer=chosen, names=others),) if others else (),
    )


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


# -- GeoJSON ------------------------------------------------------------------------------------


def _read_geojson(data: bytes, name: str) -> Features:
    notes: tuple[Text, ...] = ()
    with _refusing(phrase("vector_file.no_json", file=name)):
        try:
            content = json.loads(data)
        except UnicodeDecodeError:
            with _refusing(phrase("vector_file.no_text", file=name)):
                text = data.decode("gb18030")
            content = json.loads(text)
            notes = (note("not_utf_8"),)
    features = _geojson_features(content, name)
    cells = (feature.get("properties") for feature in features)
    properties = [dict(own) if isinstance(own, dict) else {} for own in cells]
    # Many programs write the features' row numbers there, which are no codes.
    identifiers = [feature.get("id") for feature in features]
    if [str(found) for found in identifiers] != [str(i) for i in range(len(features))]:
        for own, identifier in zip(properties, identifiers, strict=True):
            if identifier is not None:
                own.setdefault("id", identifier)
    fields = list(dict.fromkeys(key for own in properties for key in own))
    _check_size(name, features=len(features), columns=len(fields))
    shapes = np.empty(len(features), dtype=object)
    for i, feature in enumerate(features):
        with _refusing(phrase("vector_file.geometry", file=name, feature=i + 1)):
            shapes[i] = _geojson_shape(feature.get("geometry"))
    columns = ((own.get(field) for own in properties) for field in fields)
    table = _table(fields, columns, len(features))
    return Features(table, shapes, _geojson_crs(content, name), notes)


def _geojson_features(content: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(content, dict):
        raise BoundaryError("vector_file.no_object", file=name, kind=type(content).__name__)
    kind = content.get("type")
    if kind == "Feature":
        return [content]
    if kind in ("Polygon", "MultiPolygon", "GeometryCollection"):
        return [{"geometry": content}]
    if kind == "Topology":
        raise BoundaryError("vector_file.topojson", file=name)
    features = content.get("features")
    if kind != "FeatureCollection" or not isinstance(features, list):
        if kind:
            raise BoundaryError("vector_file.other_type", file=name, kind=plain(str(kind)))
        raise BoundaryError("vector_file.no_type", file=name)
    if not all(isinstance(feature, dict) for feature in features):
        raise BoundaryError("vector_file.no_feature_objects", file=name)
    return features


def _geojson_shape(geometry: object) -> shapely.Geometry | None:
    """A geometry object as a shape; what has no area is None, broken numbers are nowhere."""
    if not isinstance(geometry, dict):
        return None
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        shapes = [_geojson_shape(part) for part in geometry["geometries"]]
        return shapely.GeometryCollection([shape for shape in shapes if shape is not None])
    if kind not in ("Polygon", "MultiPolygon"):
        return None
    coordinates = geometry["coordinates"]
    polygons = []
    for rings in [coordinates] if kind == "Polygon" else coordinates:
        arrays = [_ring(ring) for ring in rings]
        if not all(np.isfinite(array).all() for array in arrays):
            return _NOWHERE
        if arrays and len(arrays[0]) > 3:
            holes = [array for array in arrays[1:] if len(array) > 3]
            polygons.append(shapely.Polygon(arrays[0], holes))
    return shapely.multipolygons(polygons) if polygons else None


def _ring(positions: Any) -> NDArray[np.float64]:
    """A ring's longitudes and latitudes, closed; heights are left out."""
    try:
        array = np.asarray(positions, dtype=float)
    except ValueError:  # some positions have heights and some have none
        array = np.asarray([position[:2] for position in positions], dtype=float)
    if not array.size:
        return np.empty((0, 2))
    if array.ndim != 2 or array.shape[1] < 2:
        raise ValueError("a ring is a list of positions [longitude, latitude]")
    array = array[:, :2]
    return array if (array[0] == array[-1]).all() else np.vstack([array, array[:1]])


def _geojson_crs(content: dict[str, Any], name: str) -> str | None:
    """The member of the standard before RFC 7946, which many programs still write."""
    crs = content.get("crs")
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    text = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(text, str):
        raise BoundaryError("vector_file.crs", file=name, crs=plain(json.dumps(crs)))
    return text
