"""The shapes of many places in few letters: every border once, in whole steps.

``topology.js`` reads both what :func:`packed` and what :func:`browser_levels` makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import shapely

from geo.draw.media.web.geometry import UNIT_METRES, in_units
from geo.model import LEVELS, Boundaries, Level
from geo.places import (
    EQUAL_AREA,
    PAGE_TOLERANCE_METRES,
    Coordinates,
    Rings,
    Shape,
    arcs_of_rings,
    drawn,
    load_level,
    main_bounds,
    pole,
    read_hierarchy,
    rings_of,
)

#: Steps of a unit of the plane: 100 m on a map of the country, a tenth of a pixel at first.
_STEPS = 100
#: 40 m, less than a pixel where a county of 50 km fills the map.
_FINE_STEPS = 250
_POLE_METRES = 200.0

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def packed(collection: dict[str, Any]) -> dict[str, Any]:
    """What :func:`geo.draw.browser_geometry` makes, with every border once: ``arcs`` are lines in
    steps written in letters, ``steps`` says how many are a unit, and rings are numbers of arcs."""
    features, parts, around = (collection[name] for name in ("features", "parts", "around"))
    rings = [f["geometry"]["coordinates"] for f in features] + [part["rings"] for part in parts]
    rings += around
    letters, shapes = _arcs([_whole(each, _STEPS) for each in rings])
    return {
        **collection,
        "steps": _STEPS,
        "arcs": letters,
        "features": [
            {**feature, "geometry": {"type": "MultiPolygon", "arcs": shape}}
            for feature, shape in zip(features, shapes, strict=False)
        ],
        "parts": [
            {**part, "rings": shape}
            for part, shape in zip(parts, shapes[len(features) :], strict=False)
        ],
        "around": shapes[len(rings) - len(around) :],
    }


def browser_levels(province: str) -> dict[str, Any]:
    """All that lies in a province, for the map in the browser: one small file, fetched once.

    Parameters
    ----------
    province
        Its adcode.

    Returns
    -------
    dict
        ``province``; ``bounds`` of its main part (west, south, east, north); ``arcs`` and ``steps``
        as of :func:`packed`; ``places``, first the prefectures, then the counties, each with
        ``adcode``, ``level``, ``parent`` (the place of the next level above), ``names`` (``en``,
        ``zh``), ``label`` (the pole, where a name stands), ``room`` (how far the border is from
        there) and ``arcs`` (parts, rings, numbers of arcs). A unit directly under a province is
        there twice, with the same arcs. All lengths and points are in the plane of the country's
        map, units of 10 km, whatever the province.

    Borders have all vertices of the shapefiles. The map of the country has fewer of the province's
    border: beside what lies in it the neighbours may stand up to 2 km off, or reach under it.

    Raises
    ------
    UnknownNameError
        If there is no such province.
    """
    places: list[dict[str, Any]] = []
    polygons: list[shapely.Geometry] = []
    for level in LEVELS[1:]:
        part = load_level(level, province)
        whole = drawn(part, EQUAL_AREA).whole()
        places += [_place(part, level, adcode, polygon) for adcode, polygon in whole.items()]
        polygons += whole.values()
    return {
        "province": province,
        "bounds": _bounds_of(
            province, dict(zip((p["adcode"] for p in places), polygons, strict=True))
        ),
        **_with_arcs(places, polygons, _FINE_STEPS),
    }


@cache
def browser_prefectures() -> dict[str, Any]:
    """The prefectures of all provinces in one, in more detail than the map of the country, for a
    file that has it all: as :func:`browser_levels`, but ``bounds`` are by province."""
    country = load_level("prefecture")
    polygons = drawn(country, EQUAL_AREA).light(PAGE_TOLERANCE_METRES / 2)
    places = [_place(country, "prefecture", code, polygon) for code, polygon in polygons.items()]
    hierarchy = read_hierarchy()
    bounds = {}
    for province in hierarchy.names["province"]:
        members = hierarchy.members("prefecture", province)
        bounds[province] = _bounds_of(province, {code: polygons[code] for code in members})
    return {"bounds": bounds, **_with_arcs(places, list(polygons.values()), _STEPS)}


def _place(
    part: Boundaries, level: Level, adcode: str, polygon: shapely.Geometry
) -> dict[str, Any]:
    """What is told of a place beside its arcs."""
    x, y, room = pole(polygon, _POLE_METRES)
    return {
        "adcode": adcode,
        "level": level,
        "parent": read_hierarchy().parents[level][adcode],
        "names": {"en": part.names[adcode].en, "zh": part.names[adcode].zh},
        "label": in_units(x, y, unit=UNIT_METRES),
        "room": in_units(room, unit=UNIT_METRES)[0],
    }


def _with_arcs(
    places: Sequence[dict[str, Any]], polygons: Sequence[shapely.Geometry], steps: int
) -> dict[str, Any]:
    letters, shapes = _arcs(
        _whole([[ring / UNIT_METRES for ring in part] for part in rings_of(polygon)], steps)
        for polygon in polygons
    )
    return {
        "steps": steps,
        "arcs": letters,
        "places": [{**place, "arcs": shape} for place, shape in zip(places, shapes, strict=True)],
    }


def _bounds_of(province: str, polygons: Mapping[str, shapely.Geometry]) -> list[float]:
    """The bounds of a province's main part, in units."""
    bounds, _ = main_bounds(load_level("county", province), dict(polygons))
    return in_units(*bounds, unit=UNIT_METRES)


def _whole(polygon: Rings, steps: int) -> Rings:
    """Rings in whole steps; those with nothing inside are left out, but not the place."""
    found: Rings = []
    for part in polygon:
        rings = [_without_repeats(np.rint(np.asarray(ring) * steps)) for ring in part]
        kept = [ring for ring in rings if len(ring) > 3]
        if len(rings[0]) > 3:
            found.append(kept)
    return found or [[np.rint(np.asarray(polygon[0][0]) * steps)]]


def _without_repeats(ring: Coordinates) -> Coordinates:
    moves = (np.diff(ring, axis=0) != 0).any(axis=1)
    return np.asarray(ring[np.append(True, moves)])


def _arcs(polygons: Iterable[Rings]) -> tuple[list[str], tuple[Shape, ...]]:
    """Arcs in letters, each going on from where the one before ended, and the arcs of each ring."""
    found = arcs_of_rings(polygons)
    at = np.zeros((1, 2))
    letters = []
    for line in found.lines:
        steps = np.diff(line, axis=0, prepend=at).astype(int).ravel()
        letters.append("".join(map(_letters, steps.tolist())))
        at = line[-1:]
    return letters, found.shapes


def _letters(step: int) -> str:
    """A whole number in letters of five bits, the lowest first; all but the last are from the upper
    half of the alphabet, and the lowest bit is the sign."""
    left = 2 * step if step >= 0 else -2 * step - 1
    text = ""
    while left >= 32:
        text += _ALPHABET[32 + left % 32]
        left //= 32
    return text + _ALPHABET[left]
