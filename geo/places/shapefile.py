"""A shapefile in a ZIP becomes :class:`Features`.

Nothing is believed of the ZIP that can be checked: its sizes, its paths, its encoding.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pyogrio

from geo.model import BoundaryError, Text, phrase, sentence, unique_names
from geo.places.dbf_text import decode, find_encoding
from geo.places.features import (
    KINDS,
    MOST_FEATURES,
    READ_ERRORS,
    Features,
    check_size,
    choose_layer,
    make_table,
    read_wkb,
    refusing,
)
from geo.places.file_words import note, plain, reason, size_of, some

MOST_UNPACKED_BYTES = 500 * 2**20
MOST_MEMBERS = 1_000

# A ZIP this large that was packed more tightly than this holds no map.
_SUSPECT_BYTES, _MOST_RATIO = 50 * 2**20, 250
SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")

Parts = dict[str, zipfile.ZipInfo]


def read_zip(data: bytes, name: str, layer: str | None) -> Features:
    with open_zip(data, name) as archive:
        shapefiles = find_shapefiles(archive, name)
        if layer is None and len(shapefiles) > 1:
            raise BoundaryError(
                "vector_file.several", file=name, count=len(shapefiles), names=some(shapefiles)
            )
        chosen = choose_layer(shapefiles, layer, "shapefile", of=name)
        parts = shapefiles[chosen]
        missing = [part for part in (".shx", ".dbf") if part not in parts]
        if missing:
            lacking = [last.join(chosen + part for part in missing) for last in (" and ", "和")]
            raise BoundaryError(
                "vector_file.incomplete", file=name, missing=Text(*lacking), parts=SHAPEFILE
            )
        files = {part: _unpack(archive, member, name) for part, member in parts.items()}
    return _read_shapefile(files, name)


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    # Every entry of the directory begins so; millions of them would be costly even to list.
    if data.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise BoundaryError(
            "vector_file.members", file=name, count=MOST_MEMBERS + 1, most=MOST_MEMBERS
        )
    with refusing(phrase("vector_file.no_zip", file=name)):
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
            "vector_file.bomb", file=name, size=size_of(unpacked), ratio=ratio,
            most=size_of(MOST_UNPACKED_BYTES), most_ratio=_MOST_RATIO,
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


def find_shapefiles(archive: zipfile.ZipFile, name: str) -> dict[str, Parts]:
    """The parts of every shapefile in a ZIP by their endings, by the name of the shapefile."""
    found: dict[str, Parts] = {}
    endings = set()
    for member in archive.infolist():
        path = _member_path(member)
        if member.is_dir() or path.name.startswith("._") or "__MACOSX" in path.parts:
            continue
        ending = path.suffix.lower()
        endings.add(ending)
        if ending in SHAPEFILE:
            found.setdefault(str(path.with_suffix("")).casefold(), {})[ending] = member
    if {".zip", ".rar", ".7z"} & endings:
        raise BoundaryError("vector_file.archive_in_archive", file=name, parts=SHAPEFILE)
    shapefiles = [one for one in found.values() if ".shp" in one]
    if not shapefiles:
        raise BoundaryError(
            "vector_file.no_shp_but_other" if endings & set(KINDS) else "vector_file.no_shp",
            file=name,
            found=sorted(endings - {""}) or sentence("vector_file.nothing"),
            parts=SHAPEFILE,
        )
    paths = [_member_path(one[".shp"]).with_suffix("") for one in shapefiles]
    stems = [path.name for path in paths]
    names = [path.name if stems.count(path.name) == 1 else str(path) for path in paths]
    return dict(zip(unique_names(map(plain, names)), shapefiles, strict=True))


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """One member; what is longer than it says fails its checksum, and is never unpacked whole."""
    path = plain(str(_member_path(member)))
    with (
        refusing(phrase("vector_file.damaged", file=name, path=path)),
        archive.open(member) as file,
    ):
        return file.read(member.file_size)


def _read_shapefile(files: Mapping[str, bytes], name: str) -> Features:
    if files[".shp"][:4] != b"\x00\x00\x27\x0a":
        raise BoundaryError("vector_file.no_shapefile", file=name)
    # The names on disk are ours. Without its .cpg the .dbf's bytes come as they are.
    with tempfile.TemporaryDirectory(prefix="atlas-") as folder:
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
    check_size(name, features=len(shapes), columns=len(values))
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
        table=make_table(fields, cells, len(shapes)),
        shapes=read_wkb(shapes),
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
