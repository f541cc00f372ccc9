"""Hatches: lines over what has no figure, rising where there is none, falling where there can be
none, level where the source is a list without the place. They are lines and no pattern, to be the
same in every format and size."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.draw.pen import Pen
from geo.draw.scene import Hatch, Slant
from geo.model import Status

_STEP, _WIDTH = 7.0, 1.1

#: Of each status without a figure.
_SLANTS: dict[Status | str, Slant] = {
    "no_data": "rising",
    "not_applicable": "falling",
    "not_listed": "level",
}


def hatch(shape: shapely.Geometry, status: Status | str, *, pen: Pen, colour: str) -> Hatch:
    """The hatch of a shape in pixels. Lines run on from one shape to its neighbour."""
    slant = _SLANTS[status]
    lines = shapely.linestrings(_across(shape.bounds, slant, _STEP * pen.unit))
    parts = shapely.get_parts(shapely.intersection(lines, shape))
    parts = parts[(shapely.get_type_id(parts) == 1) & (shapely.length(parts) > 0)]
    return Hatch(pen.stroke(colour, _WIDTH), slant, shapely.multilinestrings(parts))


def _across(
    bounds: tuple[float, float, float, float], slant: Slant, step: float
) -> NDArray[np.float64]:
    """The ends of lines over a box, shape (n, 2, 2)."""
    left, top, right, bottom = bounds
    if slant == "level":
        y = np.arange(math.floor(top / step), math.ceil(bottom / step) + 1) * step
        ends = [(np.full_like(y, x), y) for x in (left, right)]
    else:
        lean = -1 if slant == "rising" else 1
        corners = [x - lean * y for x in (left, right) for y in (top, bottom)]
        first, last = math.floor(min(corners) / step), math.ceil(max(corners) / step)
        starts = np.arange(first, last + 1) * step
        ends = [(starts + lean * y, np.full_like(starts, y)) for y in (top, bottom)]
    return np.stack([np.column_stack(end) for end in ends], axis=1)
