"""A brand's logo, in the lower right corner beside the notes, where no territory is."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import shapely
from PIL import Image, UnidentifiedImageError

from geo.draw.drawing_file import Drawing, read_drawing
from geo.draw.layout import Box
from geo.draw.scene import Area, Group, Picture
from geo.model import DrawingError

_LEAST_SIDE, _MOST_SIDE = 32, 4096  # pixels of a logo that is a picture


@dataclass(frozen=True)
class Pixels:
    """A logo of pixels, as PNG."""

    width: float
    height: float
    content: bytes


def read_logo(path: Path) -> Drawing | Pixels:
    """A logo from its file, ``.svg`` or ``.png``.

    Raises
    ------
    DrawingError
        If it cannot be drawn.
    """
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _: int) -> Drawing | Pixels:
    if path.suffix.lower() == ".svg":
        return read_drawing(path)
    try:
        with Image.open(path, formats=["PNG"]) as image:
            sides = image.size
            if not _LEAST_SIDE <= max(sides) <= _MOST_SIDE:
                raise DrawingError("brand.png_size", least=_LEAST_SIDE, most=_MOST_SIDE)
            image.load()
            plain = image.convert("RGBA")
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError) as error:
        raise DrawingError("brand.png_unreadable") from error
    buffer = io.BytesIO()
    plain.save(buffer, "png", optimize=False)
    return Pixels(*map(float, sides), buffer.getvalue())


def logo_size(path: Path, height: float, most: float) -> tuple[float, float]:
    """Width and height of a logo in pixels that is so high, or lower where it would be wider than
    ``most``."""
    logo = read_logo(path)
    scale = min(height / logo.height, most / logo.width)
    return logo.width * scale, logo.height * scale


def draw_logo(path: Path, box: Box, *, name: str) -> Group:
    """A logo in a box of its own proportions."""
    logo = read_logo(path)
    if isinstance(logo, Pixels):
        return Group("logo", "logo", (Picture(box, logo.content, "logo-0", name),), box)
    scale = box.width / logo.width

    def moved(area: shapely.Geometry) -> shapely.Geometry:
        return shapely.transform(area, lambda xy: xy * scale + (box.left, box.top))

    items = tuple(
        Area(moved(area), colour, id=f"logo-{i}", name=name)
        for i, (area, colour) in enumerate(logo.areas)
    )
    return Group("logo", "logo", items, box)
