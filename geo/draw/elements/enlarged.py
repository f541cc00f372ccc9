"""The enlargement: where a region has many places too small to be read, they are drawn once more,
larger, in a frame that covers none of its places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.draw.elements.areas import draw_areas
from geo.draw.elements.labels import draw_labels
from geo.draw.elements.view import View
from geo.draw.layout import Box, fit
from geo.draw.scene import Group, Item, Line, Rectangle, Words
from geo.draw.theme import mixed
from geo.places import Bounds

_READ = 30.0  # a name has room where a place has the area of a square of such a side
_FEWEST = 4  # fewer have callouts
_MOST = 2  # enlargements of one map
_WINDOWS = (0.34, 0.26, 0.2, 0.15, 0.11, 0.08)  # of the frame's height: how far they reach
_LEAST = 1.7  # times the map's scale
_SIZES = (0.62, 0.54, 0.46, 0.38, 0.3)  # of the frame's height
_AROUND, _GAP, _STEPS = 0.06, 12.0, 24


@dataclass(frozen=True)
class Enlargement:
    """``adcodes`` are the places that are named in it, ``box`` its frame on the page."""

    adcodes: frozenset[str]
    box: Box
    groups: tuple[Group, ...]


def draw_enlargements(view: View) -> tuple[Enlargement, ...]:
    """The enlargements of a region's map, in its window; none where there is no need or no room."""
    if view.style.labels == "none" or view.choropleth.symbols:
        return ()
    left = _unnamed(view)
    found: list[Enlargement] = []
    while len(left) >= _FEWEST and len(found) < _MOST:
        best = _best(view, left, [one.box for one in found])
        if best is None:
            break
        adcodes, box, bounds = best
        there = replace(
            view,
            placement=fit(bounds, box),
            window=box,
            prefix=f"{view.prefix}enlarged{len(found) + 1}-",
        )
        groups = _groups(view, there, bounds)
        found.append(Enlargement(adcodes & _named(groups), box, groups))
        left = left - adcodes
    return tuple(found)


def _unnamed(view: View) -> frozenset[str]:
    """The places whose names have no room on them."""
    groups = draw_labels(view, page=view.window, taken=(), callouts=False)
    return frozenset(view.shown) - _named(groups)


def _named(groups: Sequence[Group]) -> frozenset[str]:
    """The places that labels name."""
    labels = [item for group in groups if group.role == "labels" for item in group.items]
    return frozenset(words.id.rpartition("-")[2] for words in labels if isinstance(words, Words))


def _best(
    view: View, adcodes: frozenset[str], taken: Sequence[Box]
) -> tuple[frozenset[str], Box, Bounds] | None:
    """The enlargement in which most of some places can be read: those, its box, what it shows."""
    found, most = None, _FEWEST - 1
    for window in _WINDOWS:
        crowd = _crowd(view, adcodes, window * view.window.height)
        bounds = _bounds(view, crowd)
        box = _room(view, (bounds[2] - bounds[0]) / (bounds[3] - bounds[1]), taken)
        if box is None:
            continue
        larger = fit(bounds, box).scale / view.placement.scale
        least = (_READ * view.pen.unit / larger) ** 2
        read = sum(view.shown[adcode].area >= least for adcode in crowd)
        if larger >= _LEAST and read > most:
            found, most = (crowd, box, bounds), read
    return found


def _groups(view: View, there: View, bounds: Bounds) -> tuple[Group, ...]:
    """The place on the map that is enlarged, the enlargement, and its labels."""
    pen, box = view.pen, there.window
    stroke = pen.stroke(mixed(pen.colours.outline, pen.colours.ink, 0.5), 1.0)
    corner = view.placement.apply({"": shapely.box(*bounds)})[""].bounds
    marked = Box(*map(float, corner))
    ends = [_nearest(marked, box), _nearest(box, marked)]
    mark: list[Item] = [
        Rectangle(marked, None, stroke, id=f"{there.prefix}mark"),
        Line(shapely.LineString(ends), stroke),
    ]
    ground = Rectangle(box, pen.colours.paper or pen.colours.ground)
    frame = Rectangle(box, None, stroke, id=f"{there.prefix}frame")
    labels = draw_labels(there, page=box, taken=(), callouts=False)
    items = (*draw_areas(there), frame)
    return (
        Group(f"{there.prefix}where", "enlarged-mark", tuple(mark)),
        Group(f"{there.prefix}ground", "background", (ground,), box),
        Group(f"{there.prefix}map", "enlarged", items, box, clip=box, placement=there.placement),
        *labels,
    )


def _crowd(view: View, adcodes: frozenset[str], high: float) -> frozenset[str]:
    """The largest group of places that lie in a window of so many pixels."""
    codes = sorted(adcodes)
    middles = shapely.get_coordinates(shapely.centroid([view.shown[code] for code in codes]))
    distances = np.abs(middles[:, np.newaxis] - middles[np.newaxis]) / (1.3 * high, high)
    near = (distances <= 0.5).all(axis=2)
    best = near[near.sum(axis=1).argmax()]
    return frozenset(np.array(codes)[best].tolist())


def _bounds(view: View, adcodes: frozenset[str]) -> Bounds:
    """What the enlargement shows, metres."""
    west, south, east, north = view.ground.bounds_of(adcodes)
    more = _AROUND * max(east - west, north - south)
    return west - more, south - more, east + more, north + more


def _room(view: View, aspect: float, taken: Sequence[Box]) -> Box | None:
    """The largest free box of an aspect at the sides of the window."""
    window, unit = view.window.grown(-_GAP * view.pen.unit), view.pen.unit
    occupied = shapely.union_all([view.outline, *(box.polygon for box in taken)])
    shapely.prepare(occupied)
    for size in _SIZES:
        high = size * window.height
        wide = min(high * aspect, size * window.width)
        high = wide / aspect
        for left in (window.right - wide, window.left):
            for top in np.linspace(window.top, window.bottom - high, _STEPS):
                box = Box(left, float(top), left + wide, float(top) + high)
                if not shapely.intersects(occupied, box.grown(_GAP * unit).polygon):
                    return box
    return None


def _nearest(box: Box, other: Box) -> tuple[float, float]:
    """The point of a box's edge that is nearest to another box's middle."""
    x, y = other.centre
    return min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
