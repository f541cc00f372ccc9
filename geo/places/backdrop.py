"""What lies behind the places of a map: the land of the region, which tells land from sea where no
place is, and the maritime lines. Neither bounds a place, so they are no boundary sets."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import SHAPES
from geo.places.boundaries import read_shapes
from geo.places.geometry import Bounds

LAND = SHAPES / "land" / "land.shp"
MARITIME = SHAPES / "lines" / "maritime.shp"
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
    return shapely.multipolygons(_parts(path))


@cache
def read_maritime_lines(path: Path = MARITIME) -> shapely.MultiLineString:
    """The lines in WGS 84 degrees.

    Raises
    ------
    GeoError
        As for :func:`geo.places.boundaries.read_shapes`.
    """
    return shapely.multilinestrings(_parts(path))


def _parts(path: Path) -> NDArray[np.object_]:
    """The single shapes of a labelled shapefile."""
    return np.asarray(shapely.get_parts(read_shapes(path)))
