"""Where the legend and the inset of a map stand: in corners that the map keeps clear of, or beside
the frame of a region."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.draw.elements.legend import draw_legend
from geo.draw.elements.scale_bar import SCALE_BAR_HIGH
from geo.draw.layout import Box
from geo.draw.pen import SMALL, Pen
from geo.draw.scene import Group
from geo.draw.style import LegendPlace, Style
from geo.model import Choropleth, DrawingError
from geo.places import inset_bounds

GAP = 14.0
_INSET_HIGH, _INSET_MOST = 232.0, 0.34  # the latter of the panel's height


@dataclass(frozen=True)
class Furniture:
    """The legend as groups, of which there is one or none, the box of the inset, and what is left:
    ``room`` for the map, or the frame of a region."""

    legend: tuple[Group, ...]
    inset: Box | None
    room: Box

    @property
    def boxes(self) -> list[Box]:
        return [*boxes_of(self.legend), *([self.inset] if self.inset else [])]


@dataclass(frozen=True)
class Wanted:
    """What is to be placed in an ``area`` under ``top``; without a ``choropleth`` no legend."""

    choropleth: Choropleth | None
    pen: Pen
    style: Style
    area: Box
    top: float
    inset: bool
    name: str

    def legend(self, left: float, top: float, wide: float) -> Group:
        assert self.choropleth is not None
        return draw_legend(
            self.choropleth, self.pen, style=self.style, left=left, top=top, wide=wide,
            name=self.name,
        )  # fmt: skip

    def size(self, wide: float) -> Box:
        """The room that the legend takes where it has so much."""
        box = self.legend(0.0, 0.0, wide).box
        assert box is not None
        return box


def in_corners(wanted: Wanted) -> Furniture:
    """Beside the whole country: the inset in the right lower corner, the legend in the left one,
    above the inset, under the title, or along the foot."""
    area, gap = wanted.area, GAP * wanted.pen.unit
    inset = _inset(area, wanted.pen) if wanted.inset else None
    if wanted.choropleth is None:
        return Furniture((), inset, area)
    place, wide = wanted.style.legend_place, area.width
    if place in ("bottom", "right") and inset:
        wide = inset.left - gap - area.left if place == "bottom" else area.width
    size = wanted.size(wide)
    left, top = area.left, area.bottom - size.height
    if place == "right":
        left = area.right - size.width
        top = (inset.top - gap if inset else area.bottom) - size.height
    elif place == "top":
        top = max(area.top, wanted.top + gap)
    room = replace(area, bottom=top - gap) if place == "bottom" else area
    return _checked(Furniture((wanted.legend(left, top, wide),), inset, room), area)


def beside_frame(wanted: Wanted) -> Furniture:
    """Beside the frame of a region, which has all the rest: in a column at its left or right, the
    inset above the legend, or in a row under or over it."""
    area, pen = wanted.area, wanted.pen
    gap, top = 2 * GAP * pen.unit, wanted.top
    whole = replace(area, top=top + gap / 2, bottom=area.bottom - SCALE_BAR_HIGH * pen.em(SMALL))
    inset = _inset(area, pen) if wanted.inset else None
    if wanted.choropleth is None and inset is None:
        return Furniture((), None, whole)
    place = wanted.style.legend_place
    if place == "auto":
        place = "left" if area.width >= area.bottom - top else "bottom"
    make = _column if place in ("left", "right") else _row
    return _checked(make(wanted, whole, inset, place, gap), area)


def _column(
    wanted: Wanted, whole: Box, inset: Box | None, place: LegendPlace, gap: float
) -> Furniture:
    area = wanted.area
    size = wanted.size(area.width) if wanted.choropleth else Box(0, 0, 0, 0)
    wide = max(size.width, inset.width if inset else 0.0)
    left = area.left if place == "left" else area.right - wide
    bottom = area.bottom
    legend: tuple[Group, ...] = ()
    if wanted.choropleth:
        legend = (wanted.legend(left, area.bottom - size.height, area.width),)
        bottom -= size.height + gap
    if inset:  # above the legend
        inset = Box(left, bottom - inset.height, left + inset.width, bottom)
    if place == "left":
        return Furniture(legend, inset, replace(whole, left=left + wide + gap))
    return Furniture(legend, inset, replace(whole, right=left - gap))


def _row(
    wanted: Wanted, whole: Box, inset: Box | None, place: LegendPlace, gap: float
) -> Furniture:
    area = wanted.area
    wide = area.width - (inset.width + gap if inset else 0.0)
    size = wanted.size(wide) if wanted.choropleth else Box(0, 0, 0, 0)
    high = max(size.height, inset.height if inset else 0.0)
    top = whole.top if place == "top" else area.bottom - high
    legend: tuple[Group, ...] = ()
    if wanted.choropleth:
        at = top if place == "top" else area.bottom - size.height
        legend = (wanted.legend(area.left, at, wide),)
    if inset:
        inset = Box(inset.left, top, inset.right, top + inset.height)
    if place == "top":
        return Furniture(legend, inset, replace(whole, top=top + high + gap))
    return Furniture(legend, inset, replace(whole, bottom=whole.bottom - high - gap))


def boxes_of(groups: Sequence[Group]) -> list[Box]:
    return [group.box for group in groups if group.box]


def check_apart(boxes: Sequence[Box]) -> None:
    """Refuse furniture that covers other furniture."""
    if any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2)):
        raise DrawingError("drawing.no_room")


def _checked(furniture: Furniture, area: Box) -> Furniture:
    if not all(box.within(area.grown(1.0)) for box in furniture.boxes):
        raise DrawingError("drawing.no_room")
    return furniture


def _inset(area: Box, pen: Pen) -> Box:
    west, south, east, north = inset_bounds()
    high = min(_INSET_HIGH * pen.unit, _INSET_MOST * area.height)
    wide = high * (east - west) / (north - south)
    return Box(area.right - wide, area.bottom - high, area.right, area.bottom)
