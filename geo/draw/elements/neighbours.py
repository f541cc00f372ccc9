"""The names of what lies round a part of the country: pale, where there is room, and never over
anything."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from geo.draw.elements.view import View
from geo.draw.layout import Box, place_within
from geo.draw.pen import LABEL
from geo.draw.scene import Group, Words
from geo.draw.theme import mixed
from geo.places import pole

_PALE = 0.35  # how much of the ground the letters have
_MARGIN, _STEP = 9.0, 8.0


def name_neighbours(view: View, *, taken: Sequence[Box]) -> tuple[Group, ...]:
    """One group with the name of every neighbour that has room in the map's window.

    Parameters
    ----------
    view
        The map of a part of the country.
    taken
        Boxes that names keep clear of.
    """
    around = view.choropleth.layer.boundaries.around
    if around is None or view.style.labels == "none":
        return ()
    unit, pen = view.pen.unit, view.pen
    window = view.window.grown(-_MARGIN * unit).polygon
    covered = shapely.union_all([box.grown(_MARGIN * unit).polygon for box in taken])
    colour = mixed(pen.colours.grey, pen.colours.surroundings, _PALE)
    found: list[Words] = []
    for key, polygon in view.surroundings.items():
        free = shapely.difference(shapely.intersection(polygon, window), covered)
        name = around.names[key.rpartition("-")[2]][view.choropleth.language]
        wide, high = pen.width(name, LABEL), pen.size(LABEL)
        if free.area < 3 * wide * high:
            continue
        box = place_within(free, wide, high, pole(free, unit)[:2], step=_STEP * unit)
        if box:
            x, y = box.centre
            found.append(
                pen.line(
                    x, y, name, LABEL, colour=colour, anchor="middle", id=f"{view.prefix}name-{key}"
                )
            )
    return (Group(f"{view.prefix}neighbours", "neighbours", tuple(found)),)
