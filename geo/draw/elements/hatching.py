"""Hatches: lines over what has no figure, rising where there is none, falling where there can be
none, level where the source is a list without the place; and over categories in print. They are
lines and no pattern, to be the same in every format and size."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.draw.elements.edges import edges_of
from geo.draw.pen import Pen
from geo.draw.scene import Hatch, Slant
from geo.model import Status

_STEP, _WIDTH = 7.0, 1.1
_LEAST_STEP = 0.38  # of the least letters: closer lines are seen as grey

#: Of each status without a figure.
SLANTS: dict[Status | str, Slant] = {
    "no_data": "rising",
    "not_applicable": "falling",
    "not_listed": "level",
}

_CROSSED: dict[Slant, tuple[Slant, ...]] = {"crossed": ("level", "upright")}
# How far a line goes to the right where it goes down by one.
_LEANS: dict[Slant, float] = {"rising": -1.0, "falling": 1.0}


def lines_over(shape: shapely.Geometry, slant: Slant, *, pen: Pen, colour: str) -> Hatch:
    """Lines of one direction, or of two that cross, over a shape in pixels. They run on from one
    shape to its neighbour."""
    return lines_over_each([shape], slant, pen=pen, colour=colour)[0]


def lines_over_each(
    shapes: Sequence[shapely.Geometry], slant: Slant, *, pen: Pen, colour: str
) -> list[Hatch]:
    """The same over many shapes, which together take little longer than one."""
    edges, shape_of = edges_of(shapes)
    step = max(_STEP * pen.unit, _LEAST_STEP * pen.least)
    inside = [_inside(edges, shape_of, each, step) for each in _CROSSED.get(slant, (slant,))]
    lines = shapely.linestrings(np.concatenate([ends for ends, _ in inside]))
    line_of = np.concatenate([of for _, of in inside])
    order = np.argsort(line_of, kind="stable")
    lines, first = lines[order], np.searchsorted(line_of[order], np.arange(len(shapes) + 1))
    stroke = pen.stroke(colour, step / _STEP * _WIDTH / pen.unit)
    return [Hatch(stroke, slant, shapely.multilinestrings(lines[a:b])) for a, b in pairwise(first)]


def _inside(
    edges: NDArray[np.float64], shape_of: NDArray[np.intp], slant: Slant, step: float
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The ends of what lies inside of lines that are a step apart, shape (n, 2, 2), and in which
    shape each lies; ``edges`` are those of all shapes' rings, of the same form.

    A line is inside from every first to every second edge of a shape that it crosses, in their
    order along it (Foley et al., Computer Graphics, 2nd ed., 3.6: the even-odd rule). An edge has
    its lower end and not its upper one, so that a corner counts once, or twice, or not at all. That
    takes a hundredth of the time that cutting lines against polygons does.
    """
    if slant == "upright":
        ends, of = _inside(edges[..., ::-1], shape_of, "level", step)
        return ends[..., ::-1], of
    x, y = edges[..., 0], edges[..., 1]
    lean = _LEANS.get(slant)
    # Lines by their number, and where on its line each point lies.
    numbers, along = (y / step, x) if lean is None else ((x - lean * y) / step, y)
    first = np.ceil(numbers.min(axis=1)).astype(int)
    crossed = np.ceil(numbers.max(axis=1)).astype(int) - first
    edge = np.repeat(np.arange(len(edges)), crossed)
    line = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(crossed) - crossed, crossed)
    (low, high), (start, end) = numbers[edge].T, along[edge].T
    at = start + (line - low) / (high - low) * (end - start)
    order = np.lexsort((at, line, shape_of[edge]))
    at, place, of = at[order], line[order] * step, shape_of[edge[order]][::2]
    crossings = np.column_stack((at, place) if lean is None else (place + lean * at, at))
    pairs = crossings.reshape(-1, 2, 2)
    some = (pairs[:, 0] != pairs[:, 1]).any(axis=1)
    return np.asarray(pairs[some]), of[some]
