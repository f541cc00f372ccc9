"""What the HTML file shows where no script runs: the picture, and the figures as a table."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import shapely

from geo.draw.composition import compose
from geo.draw.layout import Box
from geo.draw.media.svg import draw_svg
from geo.draw.scene import Area, Item, Line, Rectangle, Scene, box_of
from geo.draw.style import Style
from geo.maps import make_plate
from geo.model import Choropleth, DrawingError

#: As fine as a window shows it, and no larger: whoever has scripts has it for nothing.
_SIZE = (720, 520)
_ROOM, _TOLERANCE = 6.0, 0.5
#: From line to line of a hatch, and how far it is turned from level.
_STEP, _TURNS = 4, {"rising": -45, "falling": 45, "upright": 90}
# The page has a title and a source of its own by these names.
_IDS = re.compile(r' (?:id|aria-labelledby)="[^"]*"')
_BEFORE = re.compile(r"^<\?xml.*?\?>\n|<metadata>.*?</metadata>\n", re.DOTALL)
_MEASURES = re.compile(r'(<svg [^>]*?) width="[^"]*" height="[^"]*"')


def without_script(choropleth: Choropleth, table: Mapping[str, Any], style: Style) -> str:
    """The part of the page that shows only where scripts are off.

    Parameters
    ----------
    choropleth
        The map that the page opens with.
    table
        Its columns and rows, as the scripts get them.
    style
        How it looks; the map is cut and coloured already.
    """
    hidden = "<style>main, #switch { display: none; }</style>"
    return f"<noscript>{hidden}{_picture(choropleth, style)}{_table(table)}</noscript>"


def _picture(choropleth: Choropleth, style: Style) -> str:
    """The picture without the words that the page has round it; none where our face lacks letters
    of the map, which a table shows in any."""
    look = replace(style, size=_SIZE, dpi=60.0, crop=())
    try:
        scene = compose(make_plate([choropleth]), look)
    except DrawingError:
        return ""
    told = ("title", "subtitle", "notes", "source")
    scene = replace(scene, groups=tuple(g for g in scene.groups if g.role not in told))
    scene, patterns = _patterned(scene)
    text = _IDS.sub("", _BEFORE.sub("", draw_svg(scene, letters="text").decode()))
    text = text.replace("</title>", f"</title>{patterns}", 1)
    return _MEASURES.sub(rf'\1 class="atlas-picture" viewBox="{_shown(scene)}"', text, count=1)


def _patterned(scene: Scene) -> tuple[Scene, str]:
    """Borders with fewer points, hatches as patterns, which are short, and what defines them."""
    names: dict[tuple[str, str, str], str] = {}

    def patterned(item: Item) -> Item:
        if isinstance(item, Area | Line):
            item = replace(item, geometry=shapely.simplify(item.geometry, _TOLERANCE))
        if not isinstance(item, Area | Rectangle) or item.hatch is None:
            return item
        look = (item.hatch.slant, item.fill or "none", item.hatch.stroke.colour)
        name = names.setdefault(look, f"hatch-{len(names)}")
        return replace(item, fill=f"url(#{name})", hatch=None)

    groups = tuple(replace(g, items=tuple(map(patterned, g.items))) for g in scene.groups)
    patterns = "".join(_pattern(name, *look) for look, name in names.items())
    return replace(scene, groups=groups), f"<defs>{patterns}</defs>" if patterns else ""


def _pattern(name: str, slant: str, ground: str, colour: str) -> str:
    lines = f"M0 1h{_STEP}" + (f"M1 0v{_STEP}" if slant == "crossed" else "")
    return (
        f'<pattern id="{name}" width="{_STEP}" height="{_STEP}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({_TURNS.get(slant, 0)})">'
        f'<path d="M0 0h{_STEP}v{_STEP}H0z" fill="{ground}"/>'
        f'<path d="{lines}" stroke="{colour}" stroke-width="0.8"/></pattern>'
    )


def _shown(scene: Scene) -> str:
    """What of the picture has something on it, with some room about."""
    page = Box(0, 0, scene.width, scene.height)
    boxes = [
        shapely.intersection(box_of(item).polygon, (group.clip or page).polygon)
        for group in scene.groups
        for item in group.items
    ]
    shown = shapely.buffer(shapely.union_all(boxes), _ROOM)
    left, top, right, bottom = shapely.bounds(shown).tolist()
    return f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"


def _table(table: Mapping[str, Any]) -> str:
    columns: Sequence[tuple[str, str, str]] = table["columns"]
    keys = {"value": "text", "against": "againstText"}
    head = "".join(f'<th class="{key}" scope="col">{html.escape(t)}</th>' for key, t, _ in columns)
    last = len(table["rows"]) + 1
    rows = sorted(table["rows"], key=lambda row: row["rank"] or last)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{key}">{html.escape(str(row[keys.get(key, key)] or ""))}</td>'
            for key, _, _ in columns
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
