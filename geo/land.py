"""The land of the region round China: tells land from sea where no place is. It bounds no place, so
it is no boundary set."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas
import shapely

from geo import labels
from geo.boundaries import SHAPES, shapefile_parts
from geo.geometry import Bounds

LAND = SHAPES / "land" / "land.shp"
#: Where the land is known: west, south, east, north, degrees. Outside it nothing is said.
LAND_WINDOW: Bounds = (60.0, -12.0, 150.0, 60.0)
_REQUIRED = ("id", "title", "level", "sha256", "source", "policy")


@cache
def read_land(path: Path = LAND) -> shapely.MultiPolygon:
    """The land inside :data:`LAND_WINDOW` in WGS 84 degrees; lakes are land.

    Raises
    ------
    BoundaryError
        If a part of the shapefile is missing.
    LabelError
        If the label is incomplete or does not match the files.
    """
    label = labels.read_label(path.with_suffix(".toml"), required=_REQUIRED)
    labels.source(label)
    labels.check_hash(label, shapefile_parts(path))
    return shapely.multipolygons(
        shapely.get_parts(geopandas.read_file(path, engine="pyogrio").geometry.to_numpy())
    )
