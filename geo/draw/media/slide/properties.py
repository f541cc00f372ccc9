"""What a deck says of itself: title, author, subject, language, and a small picture of its first
slide."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import Image
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from geo.draw.layout import Box
from geo.draw.media.figure import draw_image
from geo.draw.media.slide.markup import clean
from geo.draw.scene import Scene
from geo.model import Language

_PROGRAM = "Province Atlas"
_LONG = 256  # pixels of a thumbnail
_MOST = 255  # characters of a property


@dataclass(frozen=True)
class Told:
    """The properties of a deck; ``author`` is the program where it is nobody."""

    title: str
    author: str
    subject: str
    keywords: str
    language: Language


def say_properties(deck: Any, told: Told, *, own: bool) -> None:
    """Write a deck's properties; the dates of the user's deck stay."""
    properties = deck.core_properties
    properties.title = clean(told.title)[:_MOST]
    properties.author = clean(told.author or _PROGRAM)[:_MOST]
    properties.last_modified_by = _PROGRAM
    properties.subject = clean(told.subject)[:_MOST]
    properties.keywords = clean(told.keywords)[:_MOST]
    properties.language = {"en": "en-US", "zh": "zh-CN"}[told.language]
    if own:
        # Without a date of its own the file would carry the clock's.
        properties.created = properties.modified = datetime(2000, 1, 1)


def put_thumbnail(deck: Any, scene: Scene, ground: str, room: Box) -> None:
    """Put a small picture of a scene where file managers look for one."""
    wide, high = float(deck.slide_width), float(deck.slide_height)
    scale = _LONG / max(wide, high)
    page = Image.new("RGB", (round(wide * scale), round(high * scale)), ground)
    drawn = draw_image(scene).convert("RGBA")
    size = (max(round(room.width * scale), 1), max(round(room.height * scale), 1))
    small = drawn.resize(size, Image.Resampling.LANCZOS)
    page.paste(small, (round(room.left * scale), round(room.top * scale)), small)
    buffer = io.BytesIO()
    page.save(buffer, "jpeg", quality=85)
    package = deck.part.package
    for relation in list(package._rels.values()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(relation.rId)
    name = PackURI("/docProps/thumbnail.jpeg")
    part = Part(name, "image/jpeg", package, buffer.getvalue())
    package.relate_to(part, RELATIONSHIP_TYPE.THUMBNAIL)
