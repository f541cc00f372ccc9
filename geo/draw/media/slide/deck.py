"""A presentation file: new, or the user's own as a template, and its bytes without a clock."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.exc import PackageNotFoundError

from geo.model import ExportError

_LONGEST_DECK = 500_000_000  # bytes unpacked


def open_deck(template: bytes | None) -> Any:
    """A presentation to add slides to.

    Raises
    ------
    ExportError
        If the template is no PowerPoint file, has macros or a password, or has no layout.
    """
    if template is None:
        return Presentation()
    if template[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ExportError("drawing.template_locked")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            names = archive.namelist()
            if sum(info.file_size for info in archive.infolist()) > _LONGEST_DECK:
                raise ExportError("drawing.template_large", most=_LONGEST_DECK // 10**6)
            types = archive.read("[Content_Types].xml").decode()
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, NotImplementedError) as error:
        raise ExportError("drawing.template_unreadable") from error
    if "macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise ExportError("drawing.template_macros")
    try:
        deck = Presentation(io.BytesIO(_as_deck(template, types)))
    except (PackageNotFoundError, ValueError, KeyError, AttributeError,
            etree.XMLSyntaxError, zipfile.BadZipFile) as error:  # fmt: skip
        raise ExportError("drawing.template_unreadable") from error
    if not len(deck.slide_layouts):
        raise ExportError("drawing.template_layouts")
    return deck


def _as_deck(template: bytes, types: str) -> bytes:
    """A .potx as the .pptx it would be saved as."""
    kind = "presentationml.template.main+xml"
    if kind not in types:
        return template
    changed = types.replace(kind, "presentationml.presentation.main+xml").encode()
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return _zipped({**parts, "[Content_Types].xml": changed})


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content,
                             zipfile.ZIP_DEFLATED)  # fmt: skip
    return buffer.getvalue()


def without_clock(content: bytes) -> bytes:
    """A file without the time at which it was written."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _zipped({name: archive.read(name) for name in archive.namelist()})
