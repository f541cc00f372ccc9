"""Dashes round places whose figures have a mark of their own: inside of their borders, and on a
border between two of them once, for two beside each other would run into one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.draw.elements.edges import edges_of
from geo.draw.elements.ink import ink_on
from geo.draw.elements.view import View
from geo.draw.pen import Pen
from geo.draw.scene import Line, Stroke
from geo.model import Observation, Status

_DASHES, _DOTS, _WIDTH, _INSIDE = (3.3, 2.2), (1.4, 2.6), 1.1, 1.5
_CASING = 2.2  # of the light line under dashes between two fills

Lines: TypeAlias = shapely.LineString | shapely.MultiLineString


def dashed(pen: Pen, colour: str, status: Status | str) -> Stroke:
    """The line that marks figures of a status: dashes where nobody counted them, dots where they
    are unconfirmed."""
    return pen.stroke(colour, _WIDTH, *(_DOTS if status == "unconfirmed" else _DASHES))


def draw_marks(view: View, *, prefix: str) -> Iterator[Line]:
    """The dashes of all marked places, whose ids begin with a prefix."""
    marked = {o.adcode: o for o in view.choropleth.places if view.is_marked(o)}
    if not marked:
        return
    shared = _shared(marked, view.drawn)
    for adcode, observation in marked.items():
        own = _own(view, adcode, [one.line for one in shared if adcode in one.places])
        if not own.is_empty:
            stroke = dashed(view.pen, ink_on(view.fill(observation)), observation.status)
            yield Line(own, stroke, id=f"{prefix}mark-{adcode}")
    colour = view.pen.colours.hairline
    for one in shared:
        first, second = (marked[place] for place in one.places)
        status = first.status if first.status == second.status else "estimated"
        yield Line(one.line, view.pen.stroke(colour, _CASING))
        name = f"{prefix}mark-{first.adcode}-{second.adcode}"
        yield Line(one.line, dashed(view.pen, ink_on(colour), status), id=name)


@dataclass(frozen=True)
class _Shared:
    """The border between two places."""

    places: tuple[str, str]
    line: Lines


def _own(view: View, adcode: str, shared: list[Lines]) -> Lines:
    """The line inside of a place's border, but along those that it shares."""
    unit = view.pen.unit
    line: Lines = shapely.boundary(shapely.buffer(view.drawn[adcode], -_INSIDE * unit))
    if shared:
        near = shapely.buffer(shapely.union_all(shared), 1.5 * _INSIDE * unit)
        line = shapely.line_merge(shapely.difference(line, near))
    return line


def _shared(
    marked: Mapping[str, Observation], drawn: Mapping[str, shapely.Geometry]
) -> list[_Shared]:
    """The borders between places, which have the same edges there."""
    codes = list(marked)
    edges, of = _edges([drawn[code] for code in codes])
    _, first, same = np.unique(edges, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(same.ravel(), kind="stable")
    pairs = np.flatnonzero(np.diff(same.ravel()[order]) == 0)  # an edge of two places
    one, other = of[order[pairs]], of[order[pairs + 1]]
    found = []
    for a, b in np.unique(np.sort(np.stack([one, other], axis=1), axis=1), axis=0).tolist():
        here = ((one == a) & (other == b)) | ((one == b) & (other == a))
        lines = shapely.linestrings(
            edges[first[same.ravel()[order[pairs[here]]]]].reshape(-1, 2, 2)
        )
        line = shapely.line_merge(shapely.multilinestrings(lines))
        if a != b:
            found.append(_Shared((codes[a], codes[b]), line))
    return found


def _edges(shapes: list[shapely.Geometry]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The edges of polygons, the same whichever way they go, and of which polygon each is."""
    edges, of = edges_of(shapes)
    starts, ends = edges[:, 0], edges[:, 1]
    turned = (starts[:, 0] > ends[:, 0]) | (
        (starts[:, 0] == ends[:, 0]) & (starts[:, 1] > ends[:, 1])
    )
    swap = turned[:, np.newaxis]
    return np.hstack([np.where(swap, ends, starts), np.where(swap, starts, ends)]), of
