"""The print view of the HTML file: the Scene's layout as short lists, which the browser draws with
the polygons that it already has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import shapely

from geo.draw.composition import compose
from geo.draw.media.web.branded import logo_address
from geo.draw.scene import (
    Area,
    Circle,
    Group,
    Item,
    Line,
    Pattern,
    Picture,
    Rectangle,
    Slant,
    Words,
)
from geo.draw.style import Style
from geo.draw.theme import COLOURS
from geo.maps import make_plate
from geo.model import Choropleth

# By their numbers in ``static/print.js``.
_HATCHES: tuple[Slant, ...] = ("rising", "falling", "level")
_PATTERNS: tuple[Pattern, ...] = ("solid", "dashes", "dots")

#: A4 landscape; the browser fits it to the paper.
_SIZE = (1588, 1123)


def layout(choropleth: Choropleth, *, unit: float, style: Style) -> dict[str, Any]:
    """Everything but the polygons, back to front; a map is said by its placement.

    Parameters
    ----------
    choropleth
        The map.
    unit
        Metres of one unit of the polygons that the browser has.
    style
        What was chosen; paper is light, and of its own size.

    Raises
    ------
    DrawingError
        If a text has a character that the face lacks.
    """
    look = replace(style, size=_SIZE, theme="auto", crop=())
    scene = compose(make_plate([choropleth]), look)
    # The browser has no polygons of what lies round a part of the country.
    logo = style.brand.logo if style.brand else None
    address = logo_address(logo.path) if logo else ""
    groups = [_group(group, unit, address) for group in scene.groups if group.role != "neighbours"]
    colours = COLOURS[look.theme]
    hatching = {"ground": colours.no_data, "lines": colours.no_data_lines}
    return {"size": _SIZE, "groups": groups, "noData": hatching}


def _group(group: Group, unit: float, logo: str) -> list[Any]:
    """The placement of a map and whether it is the inset, else null; and the items."""
    place = None
    if group.placement and group.clip:
        found, clip = group.placement, group.clip
        box = (clip.left, clip.top, clip.width, clip.height)
        place = [f"{found.scale * unit:.6g}", _round(found.left), _round(found.top),
                 [_round(side) for side in box], int(group.role == "inset")]  # fmt: skip
    if group.role == "logo" and group.box:
        room = group.box
        sides = map(_round, (room.left, room.top, room.width, room.height))
        return [None, [["i", *sides, logo]]]
    return [place, [_item(item) for item in group.items if not _is_place(item)]]


def _is_place(item: Item) -> bool:
    """Whether the browser draws an item from its own polygons."""
    inner = isinstance(item, Line) and "parts-" in item.id
    return isinstance(item, Area) or inner


def _item(item: Item) -> list[Any]:
    match item:
        case Rectangle():
            box, stroke = item.box, item.stroke
            slant = item.hatch.slant if item.hatch else None
            hatch = _HATCHES.index(slant) + 1 if slant in _HATCHES else 0
            return [
                "r", *map(_round, (box.left, box.top, box.width, box.height)), item.fill or "none",
                stroke.colour if stroke else "none", _round(stroke.width) if stroke else 0,
                _PATTERNS.index(stroke.pattern) if stroke else 0, hatch,
            ]  # fmt: skip
        case Circle():
            return ["c", _round(item.x), _round(item.y), _round(item.radius), item.fill,
                    item.stroke.colour if item.stroke else "none", item.opacity]  # fmt: skip
        case Line():
            points = [
                [[_round(x), _round(y)] for x, y in shapely.get_coordinates(part).tolist()]
                for part in shapely.get_parts(item.geometry)
            ]
            return ["l", points, item.stroke.colour, _round(item.stroke.width)]
        case Words():
            return ["t", item.lines, _round(item.x), _round(item.baselines[0]),
                    _round(item.leading), _round(item.size), item.colour, item.anchor,
                    item.halo or 0]  # fmt: skip
        case Area() | Picture():
            raise TypeError("polygons are drawn from those that the browser has")


def _round(value: float) -> float | int:
    short = round(value, 1)
    return int(short) if short.is_integer() else short
