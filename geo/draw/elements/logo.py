"""A brand's logo, in the lower right corner beside the notes, where no territory is."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import shapely
from PIL import Image, UnidentifiedImageError

from geo.draw.layout import Box
from geo.draw.pen import Pen
from geo.draw.scene import Area, Group, Item, Picture
from geo.draw.style import Style
from geo.draw.theme import grey_of
from geo.maps import is_dark
from geo.model import DrawingError

if TYPE_CHECKING:
    from geo.draw.drawing_file import Drawing

_WIDEST, _HIGHEST = 0.25, 0.2  # of the picture between its margins
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
        from geo.draw.drawing_file import read_drawing  # slow to import, for few pictures

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
    return Pixels(float(sides[0]), float(sides[1]), _png(plain))


def draw_logo(style: Style, pen: Pen, area: Box) -> tuple[Group, ...]:
    """The logo of a style's brand in the lower right corner of an area, for its ground and in greys
    where all is grey; nothing where there is none."""
    brand = style.brand
    if brand is None or brand.logo is None:
        return ()
    ground = pen.colours.ground
    logo = read_logo(brand.logo.on(dark=is_dark(ground)))
    scale = min(
        brand.logo.height * pen.unit / logo.height,
        _WIDEST * area.width / logo.width,
        _HIGHEST * area.height / logo.height,
    )
    left, top = area.right - logo.width * scale, area.bottom - logo.height * scale
    box, name = Box(left, top, area.right, area.bottom), brand.name[pen.language]
    grey = style.theme == "grey"
    items: tuple[Item, ...]
    if isinstance(logo, Pixels):
        items = (Picture(box, _in_grey(logo.content) if grey else logo.content, "logo-0", name),)
    else:
        items = tuple(
            Area(_moved(area, scale, box), grey_of(colour) if grey else colour,
                 id=f"logo-{i}", name=name)
            for i, (area, colour) in enumerate(logo.areas)
        )  # fmt: skip
    return (Group("logo", "logo", items, box),)


def _moved(area: shapely.Geometry, scale: float, box: Box) -> shapely.Geometry:
    return shapely.transform(area, lambda xy: xy * scale + (box.left, box.top))


def _in_grey(content: bytes) -> bytes:
    return _png(Image.open(io.BytesIO(content)).convert("LA").convert("RGBA"))


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "png")
    return buffer.getvalue()
