"""What gives way where a picture is small: notes first, then labels and what stands beside the
classes, the place of the legend and the size of letters. Title, source and map never do: where they
have no room, the picture is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.draw.layout import Box
from geo.draw.pen import SMALL, Pen
from geo.draw.style import Style
from geo.model import Language

# Of the room in which map, legend and inset stay together: of the country, and of a frame, which
# its surroundings fill.
_WIDEST, _HIGHEST, _FRAMED = 2.2, 1.12, (2.8, 1.7)
_ABOVE = 0.4  # of the room left over is above them
_CUT = {"en": " …", "zh": "……"}


@dataclass(frozen=True)
class Allowance:
    """How much of a picture there is room for: the most lines of notes, labels, numbers beside the
    classes, letters of the usual size or the least; ``flat`` puts the legend along the foot. The
    map is at least ``map`` of the page wide or high."""

    notes: int | None = None
    labels: bool = True
    detail: bool = True
    usual: bool = True
    flat: bool = False
    map: float = 0.5

    def style(self, style: Style) -> Style:
        """A style without what there is no room for."""
        flat = self.flat and style.legend_place == "auto"
        return replace(
            style,
            labels=style.labels if self.labels else "none",
            detail=style.detail if self.detail else "none",
            legend_place="bottom" if flat else style.legend_place,
            legend="horizontal" if flat else style.legend,
        )


_BARE = Allowance(notes=0, labels=False, detail=False, usual=False)

#: From all that was asked for to the least that is a map with its legend and source.
LADDER = (
    Allowance(),
    Allowance(notes=3),
    Allowance(notes=1),
    Allowance(notes=1, usual=False),
    Allowance(notes=0, usual=False),
    Allowance(notes=0, usual=False, flat=True),
    replace(_BARE, notes=1, detail=True),
    _BARE,
    replace(_BARE, flat=True),
    replace(_BARE, map=0.33),
    replace(_BARE, map=0.33, flat=True),
    replace(_BARE, map=0.2),
    replace(_BARE, map=0.2, flat=True),
)


def shortened(notes: Sequence[str], pen: Pen, wide: float, *, most: int | None) -> str:
    """As many of the notes as stand on so many lines, the first first; what follows is left out,
    and dots say so."""
    gap = " " if pen.language == "en" else ""
    if most == 0:
        return ""
    for count in range(len(notes), 0, -1):
        text = gap.join(notes[:count]) + (cut(pen.language) if count < len(notes) else "")
        if most is None or len(pen.wrap(text, SMALL, wide)) <= most:
            return text
    return ""


def cut(language: Language) -> str:
    """What says that something was left out."""
    return _CUT[language]


def together(area: Box, top: float, *, framed: bool = False) -> Box:
    """The part of an area in which map, legend and inset are still seen as one: of a very wide or
    high one the middle. Above ``top`` stands the title."""
    widest, highest = _FRAMED if framed else (_WIDEST, _HIGHEST)
    wide = min(area.width, widest * area.height)
    left = area.left + (area.width - wide) / 2
    spare = area.bottom - top - highest * area.width
    if spare <= 0:
        return replace(area, left=left, right=left + wide)
    first = top + _ABOVE * spare
    return Box(left, first, left + wide, first + highest * area.width)
