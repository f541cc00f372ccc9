"""The user's own boundary file, of any level, becomes :class:`Boundaries`.

A shapefile comes as a ZIP of its parts, a GeoJSON or a GeoPackage as it is. What such files often
have wrong is put right and said in ``Boundaries.notes``: the encoding of the names, broken rings,
features without a polygon, places in several features. What cannot be put right is refused in
words. Nothing is believed of a file that can be checked: its sizes, its names, its encoding.
"""

from __future__ import annotations

import codecs
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
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import geopandas
import numpy as np
import pyogrio
import pyproj
import shapely
from numpy.typing import NDArray

from geo.boundaries import check_frame
from geo.errors import BoundaryError, MissingCrsError, UnknownNameError
from geo.geometry import mend
from geo.model import Boundaries, Language, Source, Text
from geo.words import listed

MOST_BYTES = 200 * 2**20
MOST_UNPACKED_BYTES = 500 * 2**20
MOST_MEMBERS = 1_000
MOST_FEATURES = 20_000
MOST_COLUMNS = 1_000
MOST_CHARACTERS = 200

KINDS = (".zip", ".geojson", ".json", ".gpkg")

# A ZIP this large that was packed more tightly than this holds no map.
_SUSPECT_BYTES, _MOST_RATIO = 50 * 2**20, 250
_MOST_NAMES = 6
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")

# What opening an untrusted file can raise.
_READ_ERRORS = (
    RuntimeError, ValueError, OSError, OverflowError, IndexError, KeyError, TypeError, struct.error,
    sqlite3.Error, shapely.errors.GEOSException, pyproj.exceptions.ProjError,
)  # fmt: skip
_ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, *_READ_ERRORS,
)  # fmt: skip

# Control characters, halves of characters, marks that turn the direction of text, line separators,
# and two that no XML may hold.
_UNWRITABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U000323af]")
_LETTER = re.compile("[A-Za-z]")

#: Names of columns with codes, in lower case, the likeliest first; .dbf cuts them to ten bytes.
_CODES = (
    "adcode", "ad_code", "adcode99", "adcode93", "行政区划代码", "行政区划代", "行政区划",
    "行政区代码", "行政区", "区划代码", "区划码", "县代码", "区县代码", "县区代码", "市代码",
    "地市代码", "省代码", "dt_adcode", "ct_adcode", "pr_adcode", "xzqdm", "xzqhdm", "xzdm", "qxdm",
    "pac", "gb", "gbcode", "gb_code", "code", "代码", "编码", "county_code", "city_code",
    "admin_code", "adm_code", "gid_3", "gid_2", "gid_1", "adm3_pcode", "adm2_pcode", "adm1_pcode",
    "adm1_code", "hasc_3", "hasc_2", "hasc_1", "iso_3166_2",
)  # fmt: skip
#: The same, for columns that are codes only if no value stands twice.
_NUMBERS = ("id", "gid", "编号", "序号", "shapeid", "osm_id")
#: Names of columns with names: of any level, then from the smallest places to the largest.
_NAMES = (
    "name_zh", "name:zh", "name_chn", "name_cn", "nl_name_3", "nl_name_2", "nl_name_1", "name",
    "名称", "地名", "行政区名称", "行政区名", "行政区", "xzqmc", "mc", "区划名称", "dt_name",
    "qxmc", "县", "县名", "县名称", "区县", "县区", "县级", "区县名称", "name_3", "adm3_zh",
    "county", "cnty_name", "district", "ct_name", "dsmc", "sjmc", "市", "市名", "市名称", "地市",
    "地级", "地级市", "城市", "name_2", "adm2_zh", "city", "prefecture", "pr_name", "省", "省名",
    "省名称", "省份", "省级", "name_1", "adm1_zh", "province", "name99",
)  # fmt: skip
_ENGLISH = (
    "name_en", "name:en", "ename", "en_name", "eng_name", "name_eng", "english", "英文", "英文名",
    "英文名称", "int_name", "name_py", "pinyin", "拼音", "pyname", "name_3", "adm3_en", "name_2",
    "adm2_en", "name_1", "adm1_en", "shapename", "name", "woe_name",
)  # fmt: skip

Geometries = NDArray[np.object_]


@dataclass(frozen=True)
class BoundaryFile:
    """What was found in a file, and what was done to it (``boundaries.notes``).

    ``columns`` are all attribute columns, to choose the code and the name from; ``code_column`` is
    empty where the places are numbered, ``name_column`` where they are called by their codes.
    """

    boundaries: Boundaries
    columns: tuple[str, ...]
    code_column: str
    name_column: str


@dataclass(frozen=True)
class _Content:
    """A file's features as they are: texts by column, shapes (None where unreadable), and the CRS
    as the file writes it."""

    columns: Mapping[str, Sequence[str]]
    shapes: Geometries
    crs: str | None
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class _Choice:
    """The columns that hold codes and names; empty where there is none."""

    code: str
    name: str
    english: str = ""


def read_boundary_file(
    data: bytes,
    name: str,
    *,
    crs: str | None = None,
    code: str | None = None,
    label: str | None = None,
    layer: str | None = None,
    most_bytes: int = MOST_BYTES,
) -> BoundaryFile:
    """Read a boundary file from its bytes.

    Parameters
    ----------
    data, name
        The bytes, and the file's name, whose ending says what it is: one of :data:`KINDS`.
    crs
        The coordinate reference system, e.g. ``EPSG:4326``; used only if the file names none.
    code, label
        The columns with codes and with names. They are found by themselves when left out; an empty
        text is for none.
    layer
        The shapefile of a ZIP, or the layer of a GeoPackage, where there are several.
    most_bytes
        The largest file that is read.

    Returns
    -------
    BoundaryFile
        The boundaries are in WGS 84, sorted by code; their id follows from content and choices.

    Raises
    ------
    MissingCrsError
        If the file names no coordinate reference system, and ``crs`` is not given.
    UnknownNameError
        If there is no such column or layer.
    BoundaryError
        For everything else that keeps the file from being used.
    """
    name = _file_name(name)
    content = _read(data, name, layer, most_bytes)
    count = len(content.shapes)
    if not count:
        raise BoundaryError(f"{name} has no features: it must have a polygon for every place.")
    if count > MOST_FEATURES:
        raise BoundaryError(
            f"{name} has more than {MOST_FEATURES:,} features, which is the most a map can show: "
            "keep the places of one province, or merge small places into larger ones."
        )
    if len(content.columns) > MOST_COLUMNS:
        raise BoundaryError(
            f"{name} has {len(content.columns):,} columns; at most {MOST_COLUMNS:,} are read. "
            "Keep those with code and name."
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of coordinates that are no numbers, checked for below
        try:
            found = _boundaries(content, name, crs, code, label)
        except (shapely.errors.GEOSException, pyproj.exceptions.ProjError) as error:
            raise BoundaryError(f"{name} cannot be used as boundaries: {_words(error)}.") from error
    choice = (name, content.crs or crs, found.code_column, found.name_column, layer)
    digest = sha256(data + json.dumps(choice).encode()).hexdigest()[:12]
    return replace(found, boundaries=replace(found.boundaries, id=f"own-{digest}"))


def list_layers(data: bytes, name: str, *, most_bytes: int = MOST_BYTES) -> tuple[str, ...]:
    """The names that ``layer`` can have: the shapefiles of a ZIP, or a GeoPackage's layers that
    may hold polygons; none for a GeoJSON.

    Raises
    ------
    BoundaryError
        If the file cannot be read.
    """
    name = _file_name(name)
    ending = _check_kind(data, name, most_bytes)
    if ending == ".zip":
        with _open_zip(data, name) as archive:
            return tuple(sorted(_shapefiles(archive, name)))
    if ending == ".gpkg":
        with _open_geopackage(data, name) as database:
            return tuple(_polygon_layers(database, name))
    return ()


def _read(data: bytes, name: str, layer: str | None, most_bytes: int) -> _Content:
    ending = _check_kind(data, name, most_bytes)
    if ending == ".zip":
        return _read_zip(data, name, layer)
    if ending == ".gpkg":
        return _read_geopackage(data, name, layer)
    return _read_geojson(data, name)


def _check_kind(data: bytes, name: str, most_bytes: int) -> str:
    ending = PurePosixPath(name).suffix.lower()
    if ending in _SHAPEFILE:
        raise BoundaryError(
            f"{name} is one part of a shapefile: put all of its parts "
            f"({', '.join(_SHAPEFILE)}) into one .zip and use that."
        )
    if ending not in KINDS:
        raise BoundaryError(
            f"{name} is of an unknown kind {ending!r}: boundaries are read from "
            f"{', '.join(KINDS)}; a shapefile goes into a .zip with all of its parts."
        )
    if not data:
        raise BoundaryError(f"{name} is empty.")
    if len(data) > most_bytes:
        raise BoundaryError(
            f"{name} has {_megabytes(len(data))}; at most {_megabytes(most_bytes)} are read. "
            "Simplify the boundaries, or keep one province's."
        )
    return ending


def _megabytes(count: int) -> str:
    return f"{count / 2**20:,.1f} MB" if count >= 2**20 else f"{count:,} bytes"


# -- text ---------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Text from a file as it can be shown anywhere: on one line, and not too long."""
    return _UNWRITABLE.sub(" ", text).strip()[:MOST_CHARACTERS].strip()


def _file_name(name: str) -> str:
    return _plain(re.split(r"[/\\]", name)[-1]) or "file"


def _words(error: BaseException) -> str:
    text = _plain(str(error)) or type(error).__name__
    return text.rstrip(".")


def _cell(value: object) -> str:
    """An attribute as text; a whole number has no decimals."""
    if value is None:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, int | np.integer):
        return str(int(value)) if abs(int(value)) < 10**30 else ""
    if isinstance(value, float | np.floating):
        number = float(value)
        if not math.isfinite(number):
            return ""
        return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else repr(number)
    if isinstance(value, np.datetime64) and np.isnat(value):
        return ""
    return "" if isinstance(value, bytes) else _plain(str(value))


def _distinct(names: Iterable[str]) -> list[str]:
    """Names of columns, each its own."""
    found: list[str] = []
    for position, name in enumerate(names, start=1):
        plain = _plain(name) or f"column {position}"
        number, other = 1, plain
        while other in found:
            number += 1
            other = f"{plain} ({number})"
        found.append(other)
    return found


# -- ZIP and shapefile --------------------------------------------------------------------------

Parts = dict[str, zipfile.ZipInfo]


def _open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    # Every entry of the directory begins so; millions of them would be costly even to list.
    _check_members(data.count(b"PK\x01\x02") // 2, name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _ZIP_ERRORS as error:
        raise BoundaryError(f"{name} is no readable ZIP: {_words(error)}.") from error
    members = archive.infolist()
    _check_members(len(members), name)
    for member in members:
        path = PurePosixPath(_member_name(member))
        if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", str(path)):
            raise BoundaryError(
                f"{name} holds {_plain(str(path))!r}, a path that leads out of the ZIP: pack the "
                "shapefile again, from its own folder."
            )
    if any(member.flag_bits & 1 for member in members):
        raise BoundaryError(f"{name} is encrypted: pack the shapefile again without a password.")
    unpacked = sum(member.file_size for member in members)
    ratio = unpacked / len(data)
    if unpacked > MOST_UNPACKED_BYTES or (unpacked > _SUSPECT_BYTES and ratio > _MOST_RATIO):
        raise BoundaryError(
            f"{name} would unpack to {_megabytes(unpacked)}, {ratio:,.0f} times its size; at most "
            f"{_megabytes(MOST_UNPACKED_BYTES)} are read, and {_MOST_RATIO} times the size."
        )
    return archive


def _check_members(count: int, name: str) -> None:
    if count > MOST_MEMBERS:
        raise BoundaryError(
            f"{name} has {count:,} files or more in it; at most {MOST_MEMBERS:,} are read. Put one "
            "shapefile into a .zip of its own."
        )


def _member_name(member: zipfile.ZipInfo) -> str:
    """A member's path. Chinese systems write it in GBK without saying so; Windows writes \\."""
    text = member.orig_filename
    if not member.flag_bits & 0x800:
        raw = text.encode("cp437", "replace")
        text = raw.decode("ascii", "replace") if raw.isascii() else _decode_name(raw)
    return text.replace("\\", "/")


def _decode_name(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _shapefiles(archive: zipfile.ZipFile, name: str) -> dict[str, Parts]:
    """The parts of every shapefile in a ZIP by their endings, by the name of the shapefile."""
    found: dict[str, Parts] = {}
    endings = set()
    for member in archive.infolist():
        path = PurePosixPath(_member_name(member))
        if member.is_dir() or path.name.startswith("._") or "__MACOSX" in path.parts:
            continue
        endings.add(path.suffix.lower())
        if path.suffix.lower() in _SHAPEFILE:
            found.setdefault(str(path.with_suffix("")).casefold(), {})[path.suffix.lower()] = member
    if {".zip", ".rar", ".7z"} & endings:
        raise BoundaryError(
            f"{name} has another archive in it: unpack that, and put the parts of one shapefile "
            f"({', '.join(_SHAPEFILE)}) into one .zip."
        )
    shapefiles = [parts for parts in found.values() if ".shp" in parts]
    if not shapefiles:
        others = ", ".join(sorted(ending for ending in endings if ending)) or "nothing"
        hint = " A GeoJSON or GeoPackage is used as it is, without a ZIP." if (
            endings & set(KINDS)
        ) else ""  # fmt: skip
        raise BoundaryError(
            f"{name} has no .shp in it, but {others}: it must hold the parts of one shapefile "
            f"({', '.join(_SHAPEFILE)}).{hint}"
        )
    paths = [PurePosixPath(_member_name(parts[".shp"])).with_suffix("") for parts in shapefiles]
    stems = [path.name for path in paths]
    named = [
        _plain(path.name if stems.count(path.name) == 1 else str(path)) for path in paths
    ]  # fmt: skip
    return dict(zip(_distinct(named), shapefiles, strict=True))


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """One member; never more than it says it has."""
    try:
        with archive.open(member) as file:
            content = file.read(member.file_size + 1)
    except _ZIP_ERRORS as error:
        raise BoundaryError(
            f"{name} is damaged: {_plain(_member_name(member))} cannot be unpacked "
            f"({_words(error)})."
        ) from error
    if len(content) > member.file_size:
        raise BoundaryError(f"{name} is damaged: a file in it is larger than it says.")
    return content


def _read_zip(data: bytes, name: str, layer: str | None) -> _Content:
    with _open_zip(data, name) as archive:
        shapefiles = _shapefiles(archive, name)
        if layer is not None and layer not in shapefiles:
            raise UnknownNameError(f"shapefile of {name}", layer, shapefiles)
        if layer is None and len(shapefiles) > 1:
            raise BoundaryError(
                f"{name} has {len(shapefiles)} shapefiles in it: "
                f"{listed(shapefiles, 'en', most=_MOST_NAMES)}. "
                "Say which one to use, or keep only that one."
            )
        chosen = layer if layer is not None else next(iter(shapefiles))
        parts = shapefiles[chosen]
        missing = [part for part in (".shx", ".dbf") if part not in parts]
        if missing:
            raise BoundaryError(
                f"{name} is incomplete: {' and '.join(chosen + part for part in missing)} is "
                f"missing. A shapefile is one set of files with the same name: "
                f"{', '.join(_SHAPEFILE)}."
            )
        files = {part: _unpack(archive, member, name) for part, member in parts.items()}
    return _read_shapefile(files, name)


def _read_shapefile(files: Mapping[str, bytes], name: str) -> _Content:
    if files[".shp"][:4] != b"\x00\x00\x27\x0a":
        raise BoundaryError(f"{name} cannot be read: its .shp is no shapefile.")
    # The names on disk are ours. Without its .cpg the .dbf's bytes come as they are.
    with tempfile.TemporaryDirectory(prefix="atlas-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL's; what matters of them is checked
        for part in (".shp", ".shx", ".dbf", ".prj"):
            if part in files:
                (Path(folder) / f"layer{part}").write_bytes(files[part])
        try:
            try:
                meta, _, shapes, values = _read_layer(Path(folder))
            except (pyogrio.errors.CRSError, NameError):  # pyogrio's, for a .prj it cannot read
                (Path(folder) / "layer.prj").unlink()
                meta, _, shapes, values = _read_layer(Path(folder))
        except _READ_ERRORS as error:
            text = _words(error).replace(folder, "").replace("/layer.", "the .")
            raise BoundaryError(f"{name} cannot be read: {text}.") from error
    if shapes is None:
        raise BoundaryError(f"{name} has no shapes in it: its .shp cannot be read.")
    texts = [[*meta["fields"]], *map(list, values)]
    raw = [v.encode("latin-1", "replace") for column in texts for v in column if type(v) is str]
    encoding, notes = _find_encoding(raw, files.get(".cpg"))
    columns = _distinct(_decode(field, encoding) for field in meta["fields"])
    return _Content(
        columns={
            column: [_cell(_decode(v, encoding) if type(v) is str else v) for v in cells]
            for column, cells in zip(columns, values, strict=True)
        },
        shapes=_from_wkb(shapes),
        crs=meta["crs"],
        notes=notes,
    )


def _read_layer(folder: Path) -> Any:
    """pyogrio's tuple of the layer's description, nothing, WKB, and values by column."""
    return pyogrio.raw.read(
        folder / "layer.shp",
        encoding="ISO-8859-1",
        force_2d=True,
        max_features=MOST_FEATURES + 1,
    )


def _from_wkb(shapes: Iterable[bytes | None]) -> Geometries:
    """Shapes from WKB; unreadable ones become points that are nowhere, to be named later."""
    raw = np.array([*shapes, None], dtype=object)[:-1]
    with np.errstate(invalid="ignore"):
        found = shapely.from_wkb(raw, on_invalid="fix")
    lost = shapely.is_missing(found) & np.array([wkb is not None for wkb in raw], dtype=bool)
    found[lost] = _NOWHERE
    return np.asarray(shapely.force_2d(found))


_NOWHERE = shapely.Point(math.inf, math.inf)


# -- encodings ----------------------------------------------------------------------------------


def _find_encoding(cells: Sequence[bytes], code_page: bytes | None) -> tuple[str, tuple[Text, ...]]:
    """The encoding of a .dbf, from its .cpg if that fits the bytes."""
    written = (code_page or b"").decode("ascii", "ignore").strip("\ufeff \t\r\n\0")[:40]
    declared = _codec(written)
    raw = [cell for cell in cells if not cell.isascii()]
    if not raw:
        return "utf-8", ()
    fitting = _fitting_encoding(raw, declared)
    if fitting == declared:
        return fitting, ()
    shown = "UTF-8" if fitting == "utf-8" else fitting.upper()
    if not written:
        return fitting, (
            Text(
                f"The file does not name its encoding (no .cpg); its text was read as {shown}.",
                f"文件未注明编码（无.cpg），文字按{shown}读取。",
            ),
        )
    return fitting, (
        Text(
            f"The .cpg names the encoding {_plain(written)}, which does not fit the text; it was "
            f"read as {shown}.",
            f".cpg注明的编码{_plain(written)}与文字不符，已按{shown}读取。",
        ),
    )


def _codec(written: str) -> str | None:
    """The codec that a .cpg names: UTF-8, 936, CP936, GBK, ANSI 1252, 88591 …"""
    text = written.casefold().replace("ansi", "").replace("oem", "").strip()
    text = {"65001": "utf-8", "54936": "gb18030", "20936": "gb18030"}.get(text, text)
    if match := re.fullmatch(r"8859_?(\d{1,2})", text):
        text = f"iso-8859-{match[1]}"
    if re.fullmatch(r"\d+", text):
        text = f"cp{text}"
    try:
        found = codecs.lookup(text)
        "".encode(found.name)  # no codec of bytes to bytes
    except (LookupError, ValueError):
        return None
    return "gb18030" if found.name in ("gbk", "gb2312", "cp936", "hz") else found.name


def _fitting_encoding(raw: Sequence[bytes], declared: str | None) -> str:
    """The encoding that makes sense of bytes.

    Bytes that happen to be UTF-8 with characters of three bytes are nothing else. Any bytes are
    Latin-1 and many are GB18030, so these are believed only if what comes out is what is expected:
    Chinese characters in daily use (those of GB 2312).
    """
    texts = {encoding: _decode_all(raw, encoding) for encoding in ("utf-8", "gb18030")}
    utf8, chinese = texts["utf-8"], texts["gb18030"]
    if utf8 is not None and _CHINESE.search(utf8):
        return "utf-8"
    in_use = chinese is not None and _share_in_use(chinese) > 0.5
    if declared and declared != "utf-8" and (fit := _decode_all(raw, declared)) is not None:
        return declared if _CHINESE.search(fit) or not in_use else "gb18030"
    if in_use or (utf8 is None and chinese is not None):
        return "gb18030"
    if utf8 is not None:
        return "utf-8"
    # None fits everywhere: the one that fits most cells.
    known = [encoding for encoding in (declared, "utf-8", "gb18030") if encoding]
    return max(known, key=lambda e: sum(_decode_all([cell], e) is not None for cell in raw))


def _decode_all(raw: Iterable[bytes], encoding: str) -> str | None:
    """All cells in one encoding, or None if one does not fit. A .dbf cuts long cells to its
    width, maybe in the middle of a character: such an end is let pass."""
    decoder = codecs.getincrementaldecoder(encoding)
    try:
        return "".join(decoder().decode(cell) for cell in raw)
    except (UnicodeDecodeError, ValueError):
        return None


def _share_in_use(text: str) -> float:
    others = [character for character in text if not character.isascii()]
    used = 0
    for character in others:
        try:
            used += len(character.encode("gb2312")) == 2 and bool(_CHINESE.match(character))
        except UnicodeEncodeError:
            continue
    return used / len(others) if others else 0.0


def _decode(text: str, encoding: str) -> str:
    """Text whose bytes were taken for Latin-1; a character that was cut off is left out."""
    raw = text.encode("latin-1", "replace")
    return codecs.getincrementaldecoder(encoding)("replace").decode(raw)


# -- GeoPackage ---------------------------------------------------------------------------------


def _open_geopackage(data: bytes, name: str) -> closing[sqlite3.Connection]:
    """The database in memory: nothing of it is written, no view or function of it is run."""
    if not data.startswith(b"SQLite format 3\x00") or len(data) < 100:
        raise BoundaryError(f"{name} cannot be read: it is no GeoPackage.")
    database = sqlite3.connect(":memory:")
    try:
        # A database in memory has no write-ahead log, whatever the file's header says.
        database.deserialize(data[:18] + b"\x01\x01" + data[20:])
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA query_only = ON")
        database.execute("PRAGMA cell_size_check = ON")
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except _READ_ERRORS as error:
        database.close()
        raise BoundaryError(f"{name} cannot be read: {_words(error)}.") from error
    return closing(database)


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


@dataclass(frozen=True)
class _Layer:
    """A table of a GeoPackage with a column of geometries of some kind."""

    table: str
    geometry: str
    kind: str
    srs: int


def _layers(database: sqlite3.Connection, name: str) -> list[_Layer]:
    try:
        tables = {
            str(table).casefold(): str(table)
            for table, sql in database.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
            )
            if re.match(r"\s*create\s+table\b", str(sql), re.IGNORECASE)
        }
        rows = database.execute(
            "SELECT table_name, column_name, geometry_type_name, srs_id FROM gpkg_geometry_columns"
        ).fetchall()
    except _READ_ERRORS as error:
        raise BoundaryError(f"{name} cannot be read as a GeoPackage: {_words(error)}.") from error
    return [
        _Layer(tables[str(table).casefold()], str(column), str(kind).upper(), srs)
        for table, column, kind, srs in rows
        if str(table).casefold() in tables and isinstance(srs, int)
    ]


_POLYGON_KINDS = ("POLYGON", "MULTIPOLYGON", "CURVEPOLYGON", "MULTISURFACE")
_ANY_KINDS = ("GEOMETRY", "GEOMETRYCOLLECTION")


def _polygon_layers(database: sqlite3.Connection, name: str) -> dict[str, _Layer]:
    """The layers that may hold polygons, those that say so first."""
    layers = _layers(database, name)
    sure = [layer for layer in layers if layer.kind in _POLYGON_KINDS]
    fitting = [*sure, *(layer for layer in layers if layer.kind in _ANY_KINDS)]
    if not fitting:
        others = ", ".join(f"{_plain(layer.table)} ({layer.kind.lower()})" for layer in layers)
        raise BoundaryError(
            f"{name} has no layer with polygons" + (f", but {others}." if others else ".")
        )
    return dict(zip(_distinct(layer.table for layer in fitting), fitting, strict=True))


def _read_geopackage(data: bytes, name: str, layer: str | None) -> _Content:
    with _open_geopackage(data, name) as database:
        layers = _polygon_layers(database, name)
        if layer is not None and layer not in layers:
            raise UnknownNameError(f"layer of {name}", layer, layers)
        chosen = layer if layer is not None else next(iter(layers))
        table = layers[chosen]
        try:
            info = database.execute(f"PRAGMA table_info({_quoted(table.table)})").fetchall()
            fields = [
                str(field) for _, field, _, _, _, key in info
                if not key and str(field).casefold() != table.geometry.casefold()
            ]  # fmt: skip
            wanted = ", ".join(map(_quoted, (table.geometry, *fields)))
            rows = database.execute(
                f"SELECT {wanted} FROM {_quoted(table.table)} LIMIT {MOST_FEATURES + 1}"
            ).fetchall()
            crs = database.execute(
                "SELECT organization, organization_coordsys_id, definition "
                "FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
                (table.srs,),
            ).fetchone()
        except _READ_ERRORS as error:
            raise BoundaryError(f"{name} cannot be read: {_words(error)}.") from error
    others = [other for other in layers if other != chosen]
    notes = (
        Text(
            f"Layer {chosen}; the file also has {listed(others, 'en', most=_MOST_NAMES)}.",
            f"图层：{chosen}；文件另有{listed(others, 'zh', most=_MOST_NAMES)}。",
        ),
    )
    columns = list(zip(*rows, strict=True)) or [()] * (len(fields) + 1)
    return _Content(
        columns={
            column: [_cell(v) for v in cells]
            for column, cells in zip(_distinct(fields), columns[1:], strict=True)
        },
        shapes=_from_wkb(map(_wkb, columns[0])),
        crs=_geopackage_crs(crs, table.srs),
        notes=notes if others else (),
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


def _read_geojson(data: bytes, name: str) -> _Content:
    content, notes = _parse_json(data, name)
    features = _geojson_features(content, name)
    if len(features) > MOST_FEATURES:  # before anything is made of them
        return _Content({}, np.full(len(features), None), None)
    properties = []
    for feature in features:
        cells = feature.get("properties")
        own = {str(key): value for key, value in cells.items()} if isinstance(cells, dict) else {}
        properties.append(own)
    # Many programs write the features' row numbers there, which are no codes.
    identifiers = [feature.get("id") for feature in features]
    if [str(found) for found in identifiers] != [str(i) for i in range(len(features))]:
        for own, identifier in zip(properties, identifiers, strict=True):
            if identifier is not None:
                own.setdefault("id", identifier)
    fields = list(dict.fromkeys(key for own in properties for key in own))
    if len(fields) > MOST_COLUMNS:
        raise BoundaryError(
            f"{name} has {len(fields):,} different properties; at most {MOST_COLUMNS:,} are read. "
            "Keep those with code and name."
        )
    shapes = np.empty(len(features), dtype=object)
    for i, feature in enumerate(features):
        try:
            shapes[i] = _geojson_shape(feature.get("geometry"))
        except (*_READ_ERRORS, RecursionError) as error:
            raise BoundaryError(
                f"{name}: the geometry of feature {i + 1} is no GeoJSON ({_words(error)})."
            ) from error
    return _Content(
        columns={
            column: [_cell(own.get(field)) for own in properties]
            for column, field in zip(_distinct(fields), fields, strict=True)
        },
        shapes=shapes,
        crs=_geojson_crs(content, name),
        notes=notes,
    )


def _parse_json(data: bytes, name: str) -> tuple[dict[str, Any], tuple[Text, ...]]:
    notes: tuple[Text, ...] = ()
    try:
        try:
            content = json.loads(data)
        except UnicodeDecodeError:
            content = json.loads(data.decode("gb18030"))
            notes = (
                Text(
                    "The file is not in UTF-8, as GeoJSON has to be; it was read as GB18030.",
                    "文件不是GeoJSON规定的UTF-8编码，已按GB18030读取。",
                ),
            )
    except UnicodeDecodeError:
        raise BoundaryError(f"{name} is no text: GeoJSON is written in UTF-8.") from None
    except RecursionError:
        raise BoundaryError(f"{name} is no GeoJSON: its brackets are nested too deeply.") from None
    except ValueError as error:
        raise BoundaryError(f"{name} is no valid JSON: {_words(error)}.") from error
    if not isinstance(content, dict):
        raise BoundaryError(
            f"{name} is no GeoJSON: it must be a FeatureCollection, and is a "
            f"{type(content).__name__}."
        )
    return content, notes


def _geojson_features(content: dict[str, Any], name: str) -> list[dict[str, Any]]:
    kind = content.get("type")
    if kind == "Feature":
        return [content]
    if kind in ("Polygon", "MultiPolygon", "GeometryCollection"):
        return [{"geometry": content}]
    if kind == "Topology":
        raise BoundaryError(
            f"{name} is TopoJSON: convert it to GeoJSON, e.g. with mapshaper or QGIS."
        )
    features = content.get("features")
    if kind != "FeatureCollection" or not isinstance(features, list):
        what = f"its type is {_plain(str(kind))!r}" if kind else "it has no type"
        raise BoundaryError(
            f"{name} is no GeoJSON of places: it must be a FeatureCollection with a list of "
            f"features, and {what}."
        )
    if not all(isinstance(feature, dict) for feature in features):
        raise BoundaryError(f"{name} is no GeoJSON: some of its features are no objects.")
    return features


def _geojson_shape(geometry: object) -> shapely.Geometry | None:
    """A geometry object as a shape; what has no area is None, broken numbers are nowhere."""
    if not isinstance(geometry, dict):
        return None
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        shapes = [_geojson_shape(part) for part in geometry["geometries"]]
        parts = shapely.get_parts([shape for shape in shapes if shape is not None])
        if any(part.geom_type == "Point" for part in parts):
            return _NOWHERE
        return shapely.multipolygons(parts) if len(parts) else None
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
        raise BoundaryError(
            f"{name} names its coordinate reference system in a way that cannot be read: "
            f"{_plain(json.dumps(crs))}. Write it as "
            '{"type": "name", "properties": {"name": "EPSG:4326"}}.'
        )
    return text


# -- from features to boundaries ----------------------------------------------------------------


def _boundaries(
    content: _Content, name: str, crs: str | None, code: str | None, label: str | None
) -> BoundaryFile:
    shapes = content.shapes
    nowhere = ~np.isfinite(shapely.bounds(shapes)).all(axis=1) & ~(
        shapely.is_missing(shapes) | shapely.is_empty(shapes)
    )
    coordinates, owners = shapely.get_coordinates(shapes, return_index=True)
    nowhere[owners[~np.isfinite(coordinates).all(axis=1)]] = True
    polygons = np.array([_polygonal(shape) for shape in shapes] + [None], dtype=object)[:-1]
    there = ~shapely.is_missing(polygons) | nowhere
    if not there.any():
        kinds = sorted({shape.geom_type for shape in shapes if shape is not None})
        raise BoundaryError(
            f"{name} has no polygons, but {', '.join(kinds) or 'features without geometry'}: "
            "a map needs the area of every place."
        )
    rows = {column: _pick(cells, there) for column, cells in content.columns.items()}
    choice = _choose(rows, int(there.sum()), code, label, name)
    called = _called(content.columns, choice, len(shapes))
    if nowhere.any():
        raise BoundaryError(
            f"{name}: the coordinates of {_some(_pick(called, nowhere), 'en')} are no finite "
            "numbers, or too few for a polygon. Repair them, e.g. in QGIS."
        )
    notes = list(content.notes)
    system = _crs(content.crs, crs, polygons, name, notes)
    repaired, polygons = _repair(polygons)
    lost = shapely.is_missing(polygons)
    if lost.all():
        raise BoundaryError(f"{name} has no polygons with an area: all rings are flat.")
    if repaired.any():
        names = _pick(called, repaired)
        notes.append(Text(f"Broken rings repaired: {_some(names, 'en')}.",
                          f"已修复有误的边界环：{_some(names, 'zh')}。"))  # fmt: skip
    if lost.any():
        names = _pick(called, lost)
        notes.append(Text(f"Features without a polygon left out: {_some(names, 'en')}.",
                          f"已略去无多边形的要素：{_some(names, 'zh')}。"))  # fmt: skip
    frame = _frame(content.columns, choice, polygons, ~lost, name, notes)
    frame = check_frame(frame.set_crs(system), name)
    frame = frame.sort_index() if choice.code else frame
    # Few vertices moved by rounding are enough to break a ring again.
    turned = _repair(frame.geometry.to_numpy())[1]
    if shapely.is_missing(turned).any():
        names = _pick(frame["name_zh"], shapely.is_missing(turned))
        raise BoundaryError(f"{name}: {_some(names, 'en')} is too small to have an area.")
    frame = frame.set_geometry(turned, crs=frame.crs)
    stem = PurePosixPath(name).stem.strip() or name
    return BoundaryFile(
        boundaries=Boundaries(
            id="own",
            title=Text(stem, stem),
            level="own",
            frame=frame[["name_zh", "name_en", "geometry"]],
            source=_source(name),
            policy=Text("Boundaries as given by the user.", "边界由用户提供。"),
            notes=tuple(notes),
        ),
        columns=tuple(content.columns),
        code_column=choice.code,
        name_column=choice.name,
    )


def _source(name: str) -> Source:
    unstated = Text("not stated", "未注明")
    return Source(
        title=Text(name, name),
        publisher=unstated,
        licence=unstated,
        citation=Text(
            f"Boundaries from the user's file {name}; source not stated.",
            f"边界来自用户文件{name}；来源未注明。",
        ),
        published="",
        accessed="unknown",
    )


def _pick(cells: Sequence[str], mask: NDArray[np.bool_]) -> list[str]:
    return [cell for cell, wanted in zip(cells, mask, strict=True) if wanted]


def _some(names: Iterable[str], language: Language) -> str:
    return listed(names, language, most=_MOST_NAMES)


def _polygonal(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """The polygons of a shape as one; None where it has none."""
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shape
    while any(part.geom_type.startswith(("Multi", "Geometry")) for part in np.atleast_1d(parts)):
        parts = shapely.get_parts(parts)
    found = [part for part in np.atleast_1d(parts) if part.geom_type == "Polygon"]
    return shapely.multipolygons(found) if found else None


def _repair(polygons: Geometries) -> tuple[NDArray[np.bool_], Geometries]:
    """Which polygons were broken, and all of them valid; those without an area become None."""
    there = ~shapely.is_missing(polygons)
    broken = there & ~shapely.is_valid(polygons)
    found = polygons.copy()
    if broken.any():
        found[broken] = np.array([*map(mend, polygons[broken]), None], dtype=object)[:-1]
    flat = there & ~(np.nan_to_num(shapely.area(found)) > 0)
    found[flat] = None
    return broken & ~flat, found


# -- columns ------------------------------------------------------------------------------------


def _choose(
    rows: Mapping[str, Sequence[str]], count: int, code: str | None, label: str | None, name: str
) -> _Choice:
    """The columns with codes and names, as they are given or as they look.

    A code is the better the fewer places share it; what is no code of single places may still be
    one of places in several features, if the names say so.
    """
    for wanted in (code, label):
        if wanted and wanted not in rows:
            raise UnknownNameError("column", wanted, rows)
    known = _known(rows, _CODES)
    whole = [
        column for column in known if all(rows[column]) and not _mostly(rows[column], _CHINESE)
    ]
    if code is None:
        code = next((column for column in whole if len(set(rows[column])) == count), None)
    if code:
        cells = rows[code]
        places = len(set(cells))
        names = _choose_names(
            rows, label, lambda column: _agree(cells, rows[column])
            and 2 * len(set(rows[column])) >= places and column != code,
        )  # fmt: skip
        return _Choice(code, *names)
    names = _choose_names(
        rows, label, lambda column: len(set(rows[column])) > 1 or count == 1
    )  # fmt: skip
    if code is None and names[0]:
        code = next((column for column in whole if _agree(rows[column], rows[names[0]])), None)
    if code is None:
        numbers = _known(rows, _NUMBERS)
        code = next((c for c in numbers if all(rows[c]) and len(set(rows[c])) == count), None)
    if code is None and not names[0] and label is None:
        shown = "; ".join(
            f"{column} ({', '.join(list(dict.fromkeys(cell for cell in cells if cell))[:3])})"
            for column, cells in list(rows.items())[:20]
        )
        raise BoundaryError(
            f"{name} has no column that is known to hold codes or names of places. "
            + (f"It has: {shown}. Say which column holds the names or codes." if shown else
               "It has no columns at all: every feature needs a name or a code.")
        )  # fmt: skip
    return _Choice(code or "", *names)


def _choose_names(
    rows: Mapping[str, Sequence[str]], label: str | None, fits: Callable[[str], bool]
) -> list[str]:
    """The column with names, and one with English names where the first is Chinese."""
    if label is not None:
        return [label]
    filled = [
        column for column in _known(rows, (*_NAMES, *_ENGLISH))
        if 2 * sum(map(bool, rows[column])) >= len(rows[column]) and fits(column)
    ]  # fmt: skip
    chinese = [column for column in filled if _mostly(rows[column], _CHINESE)]
    latin = [column for column in filled if column not in chinese]
    latin = [column for column in latin if _mostly(rows[column], _LETTER)]
    if not chinese:
        chinese = [
            column for column, cells in rows.items()
            if _mostly(cells, _CHINESE) and all(cells) and len(set(cells)) == len(cells)
        ]  # fmt: skip
    if not chinese:
        return latin[:1] or [""]
    english = [column for column in _known(rows, _ENGLISH) if column in latin]
    return [chinese[0], *english[:1]]


def _known(rows: Mapping[str, Sequence[str]], names: Sequence[str]) -> list[str]:
    """The columns with these names, in the names' order."""
    own: dict[str, str] = {}
    for column in rows:
        own.setdefault(column.casefold(), column)
    return list(dict.fromkeys(own[name] for name in names if name in own))


def _mostly(cells: Sequence[str], pattern: re.Pattern[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and 2 * sum(bool(pattern.search(cell)) for cell in filled) >= len(filled)


def _agree(codes: Sequence[str], names: Sequence[str]) -> bool:
    """Whether no code stands for two names."""
    name_of: dict[str, str] = {}
    return all(name_of.setdefault(c, n) == n for c, n in zip(codes, names, strict=True))


def _code_text(cells: Sequence[str]) -> list[str]:
    """Codes as text: 340100.0 is 340100, and 156340100 (GB/T 2260 with the country) too."""
    codes = [re.sub(r"^(\d+)\.0+$", r"\1", cell) for cell in cells]
    if all(re.fullmatch(r"156\d{6}", code) for code in codes):
        return [code[3:] for code in codes]
    return codes


def _called(columns: Mapping[str, Sequence[str]], choice: _Choice, count: int) -> list[str]:
    """What each feature is called in a note or an error."""
    blank = [""] * count
    names = columns[choice.name] if choice.name else blank
    codes = columns[choice.code] if choice.code else blank
    return [
        name or code or f"#{number}"
        for number, (name, code) in enumerate(zip(names, codes, strict=True), start=1)
    ]


def _frame(
    columns: Mapping[str, Sequence[str]],
    choice: _Choice,
    polygons: Geometries,
    kept: NDArray[np.bool_],
    file: str,
    notes: list[Text],
) -> geopandas.GeoDataFrame:
    """One row a place: features with the same code are merged."""
    numbers = [str(i) for i in range(1, int(kept.sum()) + 1)]
    codes = _code_text(_pick(columns[choice.code], kept)) if choice.code else numbers
    if not all(codes):
        where = [str(i) for i, (k, cell) in enumerate(zip(kept, columns[choice.code], strict=True),
                                                      start=1) if k and not cell]  # fmt: skip
        raise BoundaryError(
            f"{file}: column {choice.code!r} has no code in feature {_some(where, 'en')}. Every "
            "place needs a code; choose another column, or none to have the places numbered."
        )
    names = _pick(columns[choice.name], kept) if choice.name else codes
    english = _pick(columns[choice.english], kept) if choice.english else names
    if choice.code and not choice.name and len(set(codes)) < len(codes):
        names = codes
    if not _agree(codes, names):
        other: dict[str, dict[str, None]] = {}
        for one, called in zip(codes, names, strict=True):
            other.setdefault(one, {})[called] = None
        twice = [(one, [*called][:3]) for one, called in other.items() if len(called) > 1]
        shown = "; ".join(
            f"{one} stands for {' and '.join(name or '(no name)' for name in called)}"
            for one, called in twice[:_MOST_NAMES]
        )
        raise BoundaryError(
            f"{file}: column {choice.code!r} gives the same code to different places: {shown}. "
            "Choose a column in which every place has its own code."
        )
    parts: dict[str, list[int]] = {}
    for i, one in enumerate(codes):
        parts.setdefault(one, []).append(i)
    own = polygons[kept]
    merged = [f"{names[rows[0]]} ({len(rows)})" for rows in parts.values() if len(rows) > 1]
    if merged:
        notes.append(
            Text(f"Features of the same code merged: {_some(merged, 'en')}.",
                 f"已合并代码相同的要素：{_some(merged, 'zh')}。")
        )  # fmt: skip
    if not choice.code:
        notes.append(
            Text("The file has no codes; its places are numbered.", "文件无代码，各地按序编号。")
        )
    first = [rows[0] for rows in parts.values()]
    return geopandas.GeoDataFrame(
        {
            "adcode": list(parts),
            "name_zh": [names[i] or english[i] or codes[i] for i in first],
            "name_en": [english[i] or names[i] or codes[i] for i in first],
        },
        geometry=[
            own[rows[0]] if len(rows) == 1 else _polygonal(shapely.union_all(own[rows]))
            for rows in parts.values()
        ],
    )


# -- coordinate reference systems ---------------------------------------------------------------


def _crs(
    written: str | None, given: str | None, polygons: Geometries, name: str, notes: list[Text]
) -> pyproj.CRS:
    """The system the coordinates are in; what was taken for granted goes into ``notes``."""
    bounds = shapely.total_bounds(polygons)
    if written:
        system = _known_crs(written, name)
    elif given:
        system = _known_crs(given, name)
        notes.append(
            Text(f"The file names no coordinate reference system; it was read as {_plain(given)}.",
                 f"文件未注明坐标系，按{_plain(given)}读取。")
        )  # fmt: skip
    elif name.lower().endswith(("json",)) and _in_degrees(bounds):
        # RFC 7946 leaves no other.
        system = pyproj.CRS.from_epsg(4326)
    else:
        raise _missing_crs(bounds, name)
    if not (system.is_geographic or system.is_projected):
        raise BoundaryError(
            f"{name} is in {system.name}, which is no system of longitudes and latitudes and no "
            "projection of them. Convert it, e.g. to EPSG:4326."
        )
    return system


def _known_crs(text: str, name: str) -> pyproj.CRS:
    text = text.strip()
    try:
        # "+init" would read a file that the text names.
        if "init" in text.casefold().split("=")[0]:
            raise ValueError("it is a reference to a file")
        return pyproj.CRS.from_user_input(f"EPSG:{text}" if text.isdecimal() else text)
    except _READ_ERRORS as error:
        raise BoundaryError(
            f"{name}: the coordinate reference system {_plain(text)[:80]!r} is unknown. Write it "
            "as EPSG:4326 (longitude and latitude), EPSG:4490 (CGCS2000) or another EPSG code."
        ) from error


def _in_degrees(bounds: NDArray[np.float64]) -> bool:
    west, south, east, north = bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)


def _missing_crs(bounds: NDArray[np.float64], name: str) -> MissingCrsError:
    west, south, east, north = (float(value) for value in bounds)
    likely, why = _likely_crs(west, south, east, north)
    part = ".prj" if name.lower().endswith(".zip") else "file"
    return MissingCrsError(
        f"{name} does not say which coordinate reference system it is in: the {part} names none. "
        f"Its positions reach from {west:.10g}, {south:.10g} to {east:.10g}, {north:.10g}{why}",
        likely=likely,
    )


def _likely_crs(west: float, south: float, east: float, north: float) -> tuple[str, str]:
    """An EPSG code that positions fit, or nothing; and the end of a sentence that says so."""
    if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        china = 73 <= west <= east <= 136 and 3 <= south <= north <= 54
        return "EPSG:4326", (
            ": longitudes and latitudes, most likely EPSG:4326 (WGS 84)."
            + (" From a Chinese map service they may be GCJ-02, which is 100 to 700 m off."
               if china else "")
        )  # fmt: skip
    zones = {int(west // 1_000_000), int(east // 1_000_000)}
    if len(zones) == 1 and 0 < south <= north < 6_000_000:
        zone = zones.pop()
        if 25 <= zone <= 45:
            code = f"EPSG:{4513 + zone - 25}"
            return code, (
                f": metres in zone {zone} of Gauss and Krüger's three-degree zones, most likely "
                f"{code} (CGCS2000)."
            )
        if 13 <= zone <= 23:
            code = f"EPSG:{4491 + zone - 13}"
            return code, (
                f": metres in zone {zone} of Gauss and Krüger's six-degree zones, most likely "
                f"{code} (CGCS2000)."
            )
    if 8.1e6 <= west <= east <= 15.2e6 and 3e5 <= south <= north <= 7.2e6:
        return "EPSG:3857", ": metres, most likely EPSG:3857 (Web Mercator)."
    return "", (
        ": metres of a projection. Ask whoever made the file, or look for its .prj; a file of "
        "longitudes and latitudes would be EPSG:4326."
    )
