"""Hatches: diagonal lines over what has no figure, falling where a figure is not applicable and
rising where there is none. They are lines and no pattern, to be the same in every format and
size."""

from __future__ import annotations

import math

import numpy as np
import shapely

from geo.draw.pen import Pen
from geo.draw.scene import Hatch
from geo.model import Status

_STEP, _WIDTH = 7.0, 1.1


def hatch(shape: shapely.Geometry, status: Status | str, *, pen: Pen, colour: str) -> Hatch:
    """The hatch of a shape in pixels. Lines run on from one shape to its neighbour."""
    left, top, right, bottom = shape.bounds
    step = _STEP * pen.unit
    rising = status != "not_applicable"
    slant = -1 if rising else 1
    ends = [x - slant * y for x in (left, right) for y in (top, bottom)]
    starts = np.arange(math.floor(min(ends) / step), math.ceil(max(ends) / step) + 1) * step
    tops = np.column_stack((starts + slant * top, np.full_like(starts, top)))
    bottoms = np.column_stack((starts + slant * bottom, np.full_like(starts, bottom)))
    lines = shapely.linestrings(np.stack((tops, bottoms), axis=1))
    parts = shapely.get_parts(shapely.intersection(lines, shape))
    parts = parts[(shapely.get_type_id(parts) == 1) & (shapely.length(parts) > 0)]
    return Hatch(pen.stroke(colour, _WIDTH), rising, shapely.multilinestrings(parts))
