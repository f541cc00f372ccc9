"""The scale bar under the frame of a region: a round number of kilometres, as long as it is on its
map, which has an equal-area projection."""

from __future__ import annotations

import math
from dataclasses import replace

import shapely

from geo.draw.elements.view import View
from geo.draw.pen import SMALL
from geo.draw.scene import Group, Line
from geo.model import format_number, word

#: The room under the frame that it takes, in units.
SCALE_BAR_HIGH = 30.0
_LONGEST, _TICK, _GAP = 190.0, 5.0, 10.0


def draw_scale_bar(view: View) -> Group:
    """A bar at the right under the window of a map."""
    pen, unit = view.pen, view.pen.unit
    longest = min(_LONGEST * unit, 0.4 * view.window.width) / view.placement.scale
    metres = round_length(longest)
    kilometres = metres / 1000
    decimals = 0 if kilometres >= 1 else 1
    text = word("kilometres", pen.language, section="picture",
                number=format_number(kilometres, decimals))  # fmt: skip
    long = metres * view.placement.scale
    y = view.window.bottom + (SCALE_BAR_HIGH - 14) * pen.em(SMALL)
    words = pen.line(view.window.right, y, text, SMALL, colour=pen.colours.grey, anchor="end")
    right = words.box.left - _GAP * unit
    tick = _TICK * unit
    points = [(right - long, y - tick), (right - long, y), (right, y), (right, y - tick)]
    bar = Line(shapely.LineString(points), pen.stroke(pen.colours.grey, 1.2))
    box = replace(words.box, left=right - long)
    return Group(f"{view.prefix}scale-bar", "scale-bar", (bar, words), box)


def round_length(longest: float) -> float:
    """The largest of 1, 2, 5, 10, 20, 50 … hundred metres that is no longer."""
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in (1, 2, 5) if step * power <= longest * (1 + 1e-9))
