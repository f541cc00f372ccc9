"""The maritime lines that a picture may show: a shapefile of lines with its label. They bound no
place, so they are no boundary set."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas
import shapely

from geo import labels
from geo.boundaries import SHAPES, shapefile_parts

MARITIME = SHAPES / "lines" / "maritime.shp"
_REQUIRED = ("id", "title", "level", "sha256", "source", "policy")


@cache
def read_maritime_lines(path: Path = MARITIME) -> shapely.MultiLineString:
    """The lines in WGS 84 degrees.

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
    return shapely.multilinestrings(
        shapely.get_parts(geopandas.read_file(path, engine="pyogrio").geometry.to_numpy())
    )
