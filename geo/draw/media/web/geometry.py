"""The places as the browser draws them.

There are no tiles, so nothing binds the map to Web Mercator: it is drawn in the equal-area
projection, as the pictures are. Leaflet's plane (its ``Simple`` CRS) counts 10 km as one unit on a
map of the country.
"""

from __future__ import annotations

from typing import Any

import shapely

from geo.model import ARRANGEMENTS, Boundaries
from geo.places import (
    PAGE_TOLERANCE_METRES,
    drawn,
    equal_area,
    extent,
    group,
    inset_bounds,
    main_bounds,
    pole,
    project,
    small_places,
)

#: Metres of one unit of Leaflet's plane, on a map of the country.
UNIT_METRES = 10_000.0

_ISLAND_METRES2 = 2e9

_DECIMALS = 2  # 100 m, a tenth of a pixel at the first zoom


def browser_geometry(boundaries: Boundaries) -> dict[str, Any]:
    """What the browser draws: a GeoJSON FeatureCollection in units of 10 km, with the bounds of
    the first view and of the South China Sea inset. A map of a province or a city has smaller
    units, so that to the browser it is as large as the country. ``parts`` are what groups were
    dissolved from, ``around`` the places about a part of the country."""
    unit = unit_of(boundaries)
    size = unit / UNIT_METRES
    # Circles and squares have no detail to leave out.
    tolerance = PAGE_TOLERANCE_METRES * size if boundaries.arrangement == ARRANGEMENTS[0] else 0.0
    polygons = drawn(boundaries.parts or boundaries).light(tolerance)
    parts = {adcode: _mainland(polygons[adcode]) for adcode in boundaries.part_of}
    polygons = group(polygons, boundaries.part_of)
    bounds, has_inset = main_bounds(boundaries, polygons)
    small = small_places(polygons, extent=size)
    features = []
    for adcode, polygon in polygons.items():
        x, y, room = pole(polygon, 1000.0 * size)
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "adcode": adcode,
                    "label": in_units(x, y, unit=unit),
                    "room": round(room / unit, _DECIMALS),
                    "small": adcode in small,
                },
                "geometry": {"type": "MultiPolygon", "coordinates": _rings(polygon, unit)},
            }
        )
    return {
        "type": "FeatureCollection",
        "features": features,
        "parts": [
            {"adcode": adcode, "group": boundaries.part_of[adcode], "rings": _rings(part, unit)}
            for adcode, part in parts.items()
        ],
        "around": _around(boundaries, unit),
        "bounds": in_units(*bounds, unit=unit),
        "inset": in_units(*inset_bounds(), unit=unit) if has_inset else None,
    }


def _around(boundaries: Boundaries, unit: float) -> list[list[list[list[list[float]]]]]:
    if boundaries.around is None:
        return []
    tolerance = PAGE_TOLERANCE_METRES * unit / UNIT_METRES
    polygons = drawn(boundaries.around, equal_area(boundaries)).light(tolerance)
    return [_rings(polygon, unit) for polygon in polygons.values()]


def _mainland(polygon: shapely.Geometry) -> shapely.Geometry:
    """A part without its islands, which have no border to show: half as much to send."""
    pieces = shapely.get_parts(polygon)
    areas = shapely.area(pieces)
    return shapely.multipolygons(pieces[areas >= min(_ISLAND_METRES2, areas.max())])


def unit_of(boundaries: Boundaries) -> float:
    """Metres of one unit of Leaflet's plane on a map of these places."""
    return UNIT_METRES * extent(main_bounds(boundaries, project(boundaries))[0])


def in_units(*metres: float, unit: float) -> list[float]:
    """Metres as units of Leaflet's plane."""
    return [round(value / unit, _DECIMALS) for value in metres]


def _rings(polygon: shapely.Geometry, unit: float) -> list[list[list[list[float]]]]:
    return [
        [
            (shapely.get_coordinates(ring) / unit).round(_DECIMALS).tolist()
            for ring in shapely.get_rings(part)
        ]
        for part in shapely.get_parts(polygon)
    ]
