"""How large letters are: by what they say, by the size of the picture, and never smaller than can
be read where the picture is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from geo.draw.style import Medium, Style

#: So many units is the picture's short side.
UNITS = 1080.0
#: Sizes of letters in units.
TITLE, SUBTITLE, TEXT, LABEL, SMALL = 38.0, 21.0, 18.0, 14.5, 13.5

Shown = Literal["slide", "print", "screen"]

#: The smallest of each size: on slides in points of one 7.5 inches high, in print in points, on
#: screens in pixels. The last is the smallest of all letters.
LEAST: dict[Shown, dict[float, float]] = {
    "slide": {TITLE: 28, SUBTITLE: 16, TEXT: 12, LABEL: 11, SMALL: 9},
    "print": {TITLE: 9, SUBTITLE: 7, TEXT: 6.5, LABEL: 6, SMALL: 6},
    "screen": {TITLE: 15, SUBTITLE: 11, TEXT: 10, LABEL: 9, SMALL: 9},
}

_PRINT_DPI = 300.0
_POINTS, _SLIDE_POINTS = 72.0, 540.0  # of an inch, and of a slide's height
_SLIDES, _NEARLY, _LEAST_SLIDE = (16 / 9, 4 / 3), 0.01, 720  # pixels


@dataclass(frozen=True)
class Lettering:
    """``unit`` is in pixels, and so are the least sizes; ``factor`` is what the user wishes, and
    less in parts of a picture."""

    unit: float
    least_of: dict[float, float]
    factor: float = 1.0

    @property
    def least(self) -> float:
        """Pixels: no letter is smaller."""
        return min(self.least_of.values())

    def pixels(self, size: float) -> float:
        """Of letters of a size in units."""
        usual = max(size * self.unit, self.least_of.get(size, 0.0))
        return max(usual * self.factor, self.least)

    def smallest(self) -> Lettering:
        """The same with no letters larger than they must be."""
        return replace(self, unit=0.0)

    def scaled(self, factor: float) -> Lettering:
        return replace(self, factor=self.factor * factor)


def lettering_of(style: Style) -> Lettering:
    """The letters of a picture."""
    short, shown = min(style.size), shown_as(style)
    point = {"slide": short / _SLIDE_POINTS, "print": style.dpi / _POINTS, "screen": 1.0}[shown]
    least = {size: number * point for size, number in LEAST[shown].items()}
    return Lettering(short / UNITS, least, style.text_size)


def shown_as(style: Style) -> Shown:
    """Where a picture is shown: what has a slide's shape is a slide, what has as many pixels an
    inch as print needs is printed."""
    medium: Medium = style.medium
    if medium != "auto":
        return medium
    (width, height), short = style.size, min(style.size)
    if short >= _LEAST_SLIDE and any(abs(width / height / s - 1) < _NEARLY for s in _SLIDES):
        return "slide"
    return "print" if style.dpi >= _PRINT_DPI else "screen"
