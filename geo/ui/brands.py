"""The brand that pictures of the page have: the operator's, which ``PROVINCE_ATLAS_BRAND`` names, or a
kit that the user uploads, which lives as long as the session."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import streamlit as st

from geo.draw import Brand, read_brand
from geo.model import GeoError
from geo.ui.export_choices import ask_switch, kept
from geo.ui.server import uploads_allowed
from geo.ui.widgets import language, plain, show_error, words

_BRAND = "PROVINCE_ATLAS_BRAND"
#: Bytes and files of an uploaded kit, unpacked.
_MOST_BYTES, _MOST_FILES = 40 * 2**20, 200


@dataclass(frozen=True)
class _Uploaded:
    """A kit with the folder that it was unpacked to, which goes when nobody holds it any more."""

    digest: str
    folder: TemporaryDirectory[str]
    brand: Brand


def ask_brand(page: str) -> None:
    """Whether pictures are to have the operator's brand; a kit of the user's own."""
    try:
        office = office_brand()
    except GeoError as error:
        show_error(error)
        office = None
    if office is not None:
        st.caption(words("brand_office", name=plain(office.name[language()])))
        ask_switch(page, "branded")
    if uploads_allowed():
        st.file_uploader(words("brand_kit"), ["zip"], key=_key(page), help=words("brand_kit_help"))


def chosen_brand(page: str) -> tuple[Brand | None, bool]:
    """The brand of a page's pictures, and whether it is the user's own.

    Raises
    ------
    GeoError
        If there is something wrong with it.
    """
    file = st.session_state.get(_key(page))
    if file is not None:
        return _unpacked(file.getvalue()).brand, True
    return (office_brand() if kept(page).branded else None), False


def office_brand() -> Brand | None:
    """The operator's brand.

    Raises
    ------
    DrawingError
        If it cannot be read, or naming all faults.
    """
    path = os.environ.get(_BRAND, "").strip()
    return _read(Path(path)) if path else None


@cache
def _read(path: Path) -> Brand:
    # Saved jobs name it without the folders of this server.
    return replace(read_brand(path), path=Path(path.name))


def _key(page: str) -> str:
    return f"brand kit {page}"


def _unpacked(content: bytes) -> _Uploaded:
    """An uploaded kit, unpacked once."""
    digest = sha256(content).hexdigest()
    found: _Uploaded | None = st.session_state.get("brand unpacked")
    if found is None or found.digest != digest:
        folder = TemporaryDirectory(prefix="brand-")
        found = _Uploaded(digest, folder, unpack_brand(content, Path(folder.name)))
        st.session_state["brand unpacked"] = found
    return found


def unpack_brand(content: bytes, folder: Path) -> Brand:
    """A kit of a ZIP archive, which has one TOML file, unpacked to a folder.

    Raises
    ------
    GeoError
        If it is no archive, is too large, has a name that leads out of the folder, has not one TOML
        file; or if there is something wrong with the kit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            paths = [PurePosixPath(info.filename.replace("\\", "/")) for info in infos]
            size = sum(info.file_size for info in infos)
            if size > _MOST_BYTES or len(infos) > _MOST_FILES:
                raise GeoError("page.brand_large", most=_MOST_BYTES // 2**20, files=_MOST_FILES)
            if any(path.is_absolute() or ".." in path.parts for path in paths):
                raise GeoError("page.brand_names")
            for info, path in zip(infos, paths, strict=True):
                target = folder.joinpath(*path.parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(info))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise GeoError("page.brand_zip", reason=str(error)) from error
    kits = [path for path in sorted(folder.rglob("*.toml")) if "__MACOSX" not in path.parts]
    if len(kits) != 1:
        raise GeoError("page.brand_one", files=[path.name for path in kits])
    brand = read_brand(kits[0])
    return replace(brand, path=Path(kits[0].name))
