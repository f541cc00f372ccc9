"""The land of the region round China: tells land from sea where no place is. It bounds no place, so
it is no boundary set."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import shapely

from geo.model import SHAPES
from geo.places.boundaries import read_shapes
from geo.places.geometry import Bounds

LAND = SHAPES / "land" / "land.shp"
#: Where the land is known: west, south, east, north, degrees. Outside it nothing is said.
LAND_WINDOW: Bounds = (60.0, -12.0, 150.0, 60.0)


@cache
def read_land(path: Path = LAND) -> shapely.MultiPolygon:
    """The land inside :data:`LAND_WINDOW` in WGS 84 degrees; lakes are land.

    Raises
    ------
    GeoError
        As for :func:`geo.places.boundaries.read_shapes`.
    """
    return shapely.multipolygons(shapely.get_parts(read_shapes(path)))


MARITIME = SHAPES / "lines" / "maritime.shp"


@cache
def read_maritime_lines(path: Path = MARITIME) -> shapely.MultiLineString:
    """The lines in WGS 84 degrees.

    Raises
    ------
    GeoError
        As for :func:`geo.places.boundaries.read_shapes`.
    """
    return shapely.multilinestrings(shapely.get_parts(read_shapes(path)))
