"""The brand of an office: its type faces, colours, logo and footer, which pictures take on as a
part of their :class:`~geo.draw.style.Style`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geo.model import Palette, Text


@dataclass(frozen=True)
class Face:
    """A type face of a file; ``family`` is its name, by which Office and browsers know it."""

    family: str
    path: Path


@dataclass(frozen=True)
class Logo:
    """An office's mark, as PNG or SVG: on light grounds, and on dark ones where it has another
    there; ``height`` is in units, 1080ths of the picture's short side."""

    path: Path
    on_dark: Path | None = None
    height: float = 40.0

    def on(self, *, dark: bool) -> Path:
        """The file for a ground."""
        return self.on_dark if dark and self.on_dark else self.path


@dataclass(frozen=True)
class Brand:
    """What an office's pictures have in common; :func:`~geo.draw.brand_file.read_brand` reads it.

    Parameters
    ----------
    path
        The file it was read from, by which a batch names it.
    name, footer
        The office's name, and a line at the foot of every picture.
    faces
        Each character is written by the first that has it; where none has, by the program's own.
    palettes
        At most one of each kind: the usual palettes of maps that name none, see
        :class:`geo.maps.MapRequest`.
    logo
        Stands in the lower right corner.
    colours
        By theme, those that differ from the theme's own, by their names in
        :class:`~geo.draw.theme.Colours`.

    Examples
    --------
    >>> import geo
    >>> from pathlib import Path
    >>> Path("office.toml").write_text('name = "Office of Maps"', encoding="utf-8")
    23
    >>> brand = geo.read_brand("office.toml")
    >>> brand.name["zh"], brand.logo
    ('Office of Maps', None)
    """

    path: Path
    name: Text
    footer: Text = Text("", "")
    faces: tuple[Face, ...] = ()
    palettes: tuple[Palette, ...] = field(default=(), hash=False)
    logo: Logo | None = None
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
