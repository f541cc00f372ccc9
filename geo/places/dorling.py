"""A Dorling cartogram (D. Dorling, *Area Cartograms*, CATMOG 59, 1996): a circle for each place,
its area in proportion to a count, near where the place lies, and none over another.

Circles start at the middles of their places. Those that overlap push each other apart, the smaller
the farther, while all are drawn back to where they began; at the end they only part. There is no
chance in it: the same figures give the same circles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import pi, sin

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Boundaries
from geo.places.geometry import equal_area, project, transform
from geo.places.tiles import read_tiles

Numbers = NDArray[np.float64]

#: All circles together, as a part of the area of all places.
SHARE = 0.42
_CORNERS = 96  # of a circle's polygon
_GAP = 0.03  # between circles, of the mean radius
_UNSIZED = 0.16  # half the side of a square without a size, of the mean radius
_STEPS, _BACK = 240, 0.06
_PARTING = 400


@dataclass(frozen=True)
class _Circles:
    """Middles and radii, metres; what has no size is a square, whose corners are at the radius."""

    middles: Numbers
    radii: Numbers
    sized: NDArray[np.bool_]


def as_circles(
    places: Boundaries, sizes: Mapping[str, float], *, most: float | None = None
) -> Boundaries:
    """Places as circles.

    Parameters
    ----------
    places
        Where they lie.
    sizes
        The count of each place; one without, or with zero, is a small square.
    most
        What the counts of all places add up to where all circles together are as large as they may
        be; their own sum when left out. Cartograms of several periods have the largest.
    """
    adcodes, crs = places.adcodes, equal_area(places)
    polygons = np.array(list(project(places, crs).values()), dtype=object)
    counts = np.array([max(sizes.get(adcode, 0.0), 0.0) for adcode in adcodes])
    per = SHARE * float(shapely.area(polygons).sum()) / (most or counts.sum())
    circles = _apart(_start(polygons, counts * per))
    shapes = transform(_polygons(circles), crs, "EPSG:4326")
    return replace(
        places,
        polygons=dict(zip(adcodes, shapes, strict=True)),
        arrangement="dorling",
        short={adcode: text for adcode, text in read_tiles().short.items() if adcode in adcodes},
        islands=None,
        parts=None,
        part_of={},
        around=None,
        tolerance=None,
    )


def _start(polygons: NDArray[np.object_], areas: Numbers) -> _Circles:
    """Circles of areas (square metres) at the middles of their places, that of the largest part."""
    largest = [max(shapely.get_parts(polygon), key=shapely.area) for polygon in polygons]
    middles = shapely.get_coordinates(shapely.centroid(np.array(largest, dtype=object)))
    sized = areas > 0
    radii = np.sqrt(areas / pi)
    radii[~sized] = _UNSIZED * (radii[sized].mean() if sized.any() else 1.0) * 2**0.5
    return _Circles(middles, radii, sized)


def _apart(circles: _Circles) -> _Circles:
    """The circles where none overlaps another."""
    radii = circles.radii
    gap = _GAP * float(radii.mean())
    wanted = radii + gap / 2
    middles = circles.middles.copy()
    for step in range(_STEPS):
        back = _BACK * (1 - step / _STEPS)
        middles += back * (circles.middles - middles)
        middles += _pushed(middles, wanted)
    for _ in range(_PARTING):
        push = _pushed(middles, wanted)
        if not push.any():
            break
        middles += 1.02 * push
    return replace(circles, middles=_parted(middles, radii))


def _pushed(middles: Numbers, radii: Numbers) -> Numbers:
    """How far circles that overlap are to go: of each pair the smaller one farther."""
    first, second = _pairs(middles, radii)
    away = middles[second] - middles[first]
    distances = np.hypot(*away.T)
    overlaps = radii[first] + radii[second] - distances
    close = overlaps > 1e-6 * radii.mean()
    first, second, away = first[close], second[close], away[close]
    distances, overlaps = distances[close], overlaps[close]
    # Two in one place part towards the east, as good as any other way.
    at_once = distances < 1e-9
    away[at_once], distances[at_once] = (1.0, 0.0), 1.0
    weights = radii**2
    share = weights[second] / (weights[first] + weights[second])
    steps = away / distances[:, np.newaxis] * overlaps[:, np.newaxis]
    push = np.zeros_like(middles)
    np.add.at(push, first, -steps * share[:, np.newaxis])
    np.add.at(push, second, steps * (1 - share)[:, np.newaxis])
    return push


def _pairs(middles: Numbers, radii: Numbers) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of circles whose boxes touch, each once, in a fixed order."""
    x, y = middles.T
    boxes = shapely.box(x - radii, y - radii, x + radii, y + radii)
    first, second = shapely.STRtree(boxes).query(boxes)
    once = first < second
    first, second = first[once], second[once]
    order = np.lexsort((second, first))
    return first[order], second[order]


def _parted(middles: Numbers, radii: Numbers) -> Numbers:
    """The middles, farther from each other by the factor that leaves no overlap."""
    first, second = _pairs(middles, radii)
    distances = np.hypot(*(middles[second] - middles[first]).T)
    needed = (radii[first] + radii[second]) * (1 + 1e-3)
    factor = float(max((needed / np.maximum(distances, 1e-9)).max(initial=1.0), 1.0))
    centre = middles.mean(axis=0)
    return np.asarray(centre + (middles - centre) * factor)


def _polygons(circles: _Circles) -> NDArray[np.object_]:
    """Circles as polygons of exactly their areas, and squares."""
    angles = np.linspace(0, 2 * pi, _CORNERS, endpoint=False)
    larger = (2 * pi / (_CORNERS * sin(2 * pi / _CORNERS))) ** 0.5
    rim = np.column_stack((np.cos(angles), np.sin(angles))) * larger
    corners = np.array([(1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)]) / 2**0.5
    return np.array(
        [
            shapely.Polygon(middle + radius * (rim if sized else corners))
            for middle, radius, sized in zip(
                circles.middles, circles.radii, circles.sized, strict=True
            )
        ],
        dtype=object,
    )
