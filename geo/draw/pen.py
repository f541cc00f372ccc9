"""The pen: units, language and colours that all elements of one picture share, and how text is
written with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.draw import typeface
from geo.draw.brand import Face
from geo.draw.layout import Box
from geo.draw.lettering import LABEL, SMALL, SUBTITLE, TEXT, TITLE, UNITS, Lettering
from geo.draw.scene import Anchor, Named, Stroke, Words
from geo.draw.theme import Colours
from geo.model import Language

__all__ = [
    "LABEL", "LABEL_LEADING", "LEADING", "SMALL", "SUBTITLE", "TEXT", "TITLE", "Pen",
]  # fmt: skip

LEADING, LABEL_LEADING = 1.45, 1.25


@dataclass(frozen=True)
class Pen:
    """``unit`` is in pixels; what is measured in letters is not larger with it alone, see
    :meth:`size` and :meth:`em`. ``faces`` are a brand's."""

    unit: float
    language: Language
    colours: Colours
    letters: Lettering
    faces: tuple[Face, ...] = ()

    def scaled(self, factor: float) -> Pen:
        """A pen for a part of the picture in which everything is smaller."""
        return replace(self, unit=self.unit * factor, letters=self.letters.scaled(factor))

    def lettered(self, factor: float) -> Pen:
        """A pen for a part of the picture in which letters alone are larger."""
        return replace(self, letters=self.letters.scaled(factor))

    @property
    def least(self) -> float:
        """Pixels: no letter on the picture is smaller."""
        return self.letters.least

    @property
    def short_side(self) -> float:
        """Pixels of the picture's short side."""
        return UNITS * self.unit

    def size(self, size: float) -> float:
        """Pixels of letters of a size in units."""
        return self.letters.pixels(size)

    def em(self, size: float) -> float:
        """The unit of what grows with letters of a size: rows, swatches, gaps between words."""
        return self.size(size) / size

    def stroke(self, colour: str, units: float, *dashes: float) -> Stroke:
        return Stroke(colour, units * self.unit, tuple(dash * self.unit for dash in dashes))

    def writable(self, text: str) -> str:
        return typeface.writable(text, self.language, self.faces)

    def width(self, text: str, size: float) -> float:
        """Pixels of one line in a size in units."""
        return typeface.width(self.writable(text), self.size(size), self.faces)

    def wrap(self, text: str, size: float, wide: float) -> tuple[str, ...]:
        return typeface.wrap(self.writable(text), self.size(size), wide, self.faces)

    def line(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        colour: str | None = None,
        anchor: Anchor = "start",
        id: str = "",
    ) -> Words:
        """One line with its middle at ``y``."""
        text = self.writable(text)
        return Words(
            (text,), x, y, self.size(size), colour or self.colours.ink, anchor, text=text, id=id,
            faces=self.faces,
        )  # fmt: skip

    def lines(
        self,
        left: float,
        top: float,
        lines: Sequence[str],
        size: float,
        *,
        colour: str | None = None,
        text: str = "",
        wide: float = 0.0,
        id: str = "",
    ) -> tuple[Words, Box]:
        """Lines from ``top`` downwards, and the box they take."""
        leading = self.size(size) * LEADING
        words = Words(
            tuple(lines), left, top + leading / 2, self.size(size), colour or self.colours.ink,
            leading=leading, text=self.writable(text), wide=wide, id=id,
            faces=self.faces,
        )  # fmt: skip
        widest = max((self.width(line, size) for line in lines), default=0.0)
        return words, Box(left, top, left + widest, top + len(lines) * leading)

    def block(
        self,
        lines: Sequence[str],
        x: float,
        y: float,
        pixels: float,
        *,
        colour: str,
        anchor: Anchor = "middle",
        halo: str | None = None,
        text: str = "",
        id: str = "",
        names: Named | None = None,
    ) -> Words:
        """The lines of a label in letters of so many pixels, the middle of all at ``y``; ``text``
        is what they were before a long line was broken."""
        leading = pixels * LABEL_LEADING
        return Words(
            tuple(map(self.writable, lines)), x, y - (len(lines) - 1) / 2 * leading, pixels, colour,
            anchor, leading, halo=halo, text=self.writable(text or "\n".join(lines)), id=id,
            names=names, faces=self.faces,
        )  # fmt: skip
