"""What stands on a picture: the display list that every back end of pictures draws.

``compose`` lays a map out once and makes a :class:`Scene`; ``figure`` (PNG, PDF), ``svg`` and
``slide`` draw it, and decide nothing. Positions and sizes are pixels, x to the right and y
downwards from the top left corner; colours are ``#rrggbb``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import shapely

from geo.draw import typeface
from geo.draw.brand import Face
from geo.draw.layout import Box, Placement
from geo.draw.style import SizeUnit
from geo.model import Language, Text

Anchor = Literal["start", "middle", "end"]
Slant = Literal["rising", "falling", "level", "upright", "crossed"]
Pattern = Literal["solid", "dashes", "dots"]

_DOT = 2.0  # of a line's width; what is longer is a dash
_HALO = 0.28  # of the size of letters


@dataclass(frozen=True)
class Stroke:
    """A line's colour, width, and dashes (on, off) in pixels; solid where there are none."""

    colour: str
    width: float
    dashes: tuple[float, ...] = ()

    @property
    def pattern(self) -> Pattern:
        """What it looks like, for media with patterns of their own."""
        if not self.dashes:
            return "solid"
        return "dots" if self.dashes[0] < _DOT * self.width else "dashes"


@dataclass(frozen=True)
class Hatch:
    """Lines over a fill: ``lines`` are those lines, cut to the shape, for media that draw them;
    ``slant`` is their direction for media with a pattern of their own."""

    stroke: Stroke
    slant: Slant
    lines: shapely.MultiLineString


@dataclass(frozen=True)
class Area:
    """A polygon with holes and parts; without a fill only its outline is drawn.

    ``id`` is unique in the picture (``340000``, ``inset-340000``, ``outline``), ``name`` is for
    whoever selects the shape in a slide, ``told`` for whoever points at it or cannot see it.
    """

    geometry: shapely.Polygon | shapely.MultiPolygon
    fill: str | None
    stroke: Stroke | None = None
    hatch: Hatch | None = None
    id: str = ""
    name: str = ""
    told: str = ""


@dataclass(frozen=True)
class Rectangle:
    """A box: a swatch of the legend, a bar, the frame of an inset."""

    box: Box
    fill: str | None
    stroke: Stroke | None = None
    hatch: Hatch | None = None
    id: str = ""


@dataclass(frozen=True)
class Circle:
    """A dot or a proportional symbol; ``opacity`` is that of its fill."""

    x: float
    y: float
    radius: float
    fill: str | None
    stroke: Stroke | None = None
    opacity: float = 1.0
    id: str = ""
    name: str = ""
    told: str = ""


@dataclass(frozen=True)
class Line:
    """A line through points, or several lines."""

    geometry: shapely.LineString | shapely.MultiLineString
    stroke: Stroke
    id: str = ""


@dataclass(frozen=True)
class Named:
    """The place that words are the label of: its code, and the point from which the label's moves
    are counted."""

    place: str
    x: float
    y: float


_BEFORE: dict[Anchor, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True)
class Words:
    """Lines of text in one size, broken as they are to be shown.

    ``x`` is where lines start, have their middle, or end, by ``anchor``; ``y`` is the middle of the
    first line's letters, ``leading`` the distance of lines; ``text`` is the whole before it was
    broken, for media that break lines themselves, in no more width than ``wide``. ``halo`` is the
    colour of a rim that parts the letters from a hatch. ``names`` is set on the label of a place.
    ``faces`` are a brand's, each for the characters it has; our own writes the rest.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    colour: str
    anchor: Anchor = "start"
    leading: float = 0.0
    halo: str | None = None
    text: str = ""
    wide: float = 0.0
    id: str = ""
    names: Named | None = None
    faces: tuple[Face, ...] = ()

    def wide_of(self, line: str) -> float:
        """The width of one line."""
        return typeface.width(line, self.size, self.faces)

    def left_of(self, line: str) -> float:
        """Where one line begins."""
        return self.x - _BEFORE[self.anchor] * self.wide_of(line)

    @property
    def halo_width(self) -> float:
        """The width of the line round the letters that makes the rim."""
        return _HALO * self.size

    @property
    def baselines(self) -> tuple[float, ...]:
        """Where the letters of each line stand."""
        first = self.y + typeface.MIDDLE * self.size
        return tuple(first + i * self.leading for i in range(len(self.lines)))

    @cached_property
    def box(self) -> Box:
        """The letters with their ascent and descent."""
        wide = max((self.wide_of(line) for line in self.lines), default=0.0)
        left = self.x - _BEFORE[self.anchor] * wide
        half, more = self.size * typeface.HALF_HEIGHT, (len(self.lines) - 1) * self.leading
        return Box(left, self.y - half, left + wide, self.y + half + more)


@dataclass(frozen=True)
class Picture:
    """Pixels in a box, as PNG: a logo."""

    box: Box
    content: bytes
    id: str = ""
    name: str = ""


Item = Area | Rectangle | Circle | Line | Words | Picture


def box_of(item: Item) -> Box:
    """The room that an item takes, without the width of its lines."""
    match item:
        case Area() | Line():
            return Box(*map(float, shapely.bounds(item.geometry)))
        case Circle():
            return Box(item.x, item.y, item.x, item.y).grown(item.radius)
        case _:
            return item.box


@dataclass(frozen=True)
class Group:
    """Items that belong together, in the order they are drawn.

    ``role`` says what they are: ``map``, ``inset``, ``labels``, ``neighbours``, ``callout``,
    ``label-key``, ``symbols``, ``legend``, ``scale-bar``, ``enlarged``, ``enlarged-mark``,
    ``title``, ``subtitle``, ``notes``, ``source``, ``strip``, ``panel-title``, ``background``,
    ``footer``, ``logo``, ``annotation``. ``box`` is the room it takes, ``clip`` what of the page
    its items may cover. ``placement`` is where a map's metres lie on the page, ``left_out`` the
    places that have no label for want of room.
    """

    id: str
    role: str
    items: tuple[Item, ...]
    box: Box | None = None
    clip: Box | None = None
    placement: Placement | None = None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """One picture: groups from back to front. ``paper`` is None where the ground is transparent.

    ``title``, ``source_line`` and ``description`` are what file formats carry as metadata and for
    those who cannot see it; ``metadata`` is more of that, by name. ``size_unit`` is what its size
    was said in, ``bleed`` the millimetres of ground that a printer cuts off.
    """

    width: float
    height: float
    dpi: float
    paper: str | None
    groups: tuple[Group, ...]
    language: Language
    title: str
    source_line: str
    description: Text
    metadata: Mapping[str, str] = field(default_factory=dict)
    size_unit: SizeUnit = "px"
    bleed: float = 0.0

    @property
    def unit(self) -> float:
        """Sizes scale with the short side: a 1080th of it, in pixels."""
        return min(self.width, self.height) / 1080

    def items(self, role: str | None = None) -> Iterator[Item]:
        """All items, or those of the groups of one role."""
        for group in self.groups:
            if role is None or group.role == role:
                yield from group.items

    def of(self, role: str) -> tuple[Group, ...]:
        """The groups of one role."""
        return tuple(group for group in self.groups if group.role == role)
