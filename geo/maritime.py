"""The maritime lines that a picture may show: a shapefile of lines with its label. They bound no
place, so they are no boundary set."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import shapely

from geo.boundaries import SHAPES, read_shapes

MARITIME = SHAPES / "lines" / "maritime.shp"


@cache
def read_maritime_lines(path: Path = MARITIME) -> shapely.MultiLineString:
    """The lines in WGS 84 degrees.

    Raises
    ------
    GeoError
        As for :func:`geo.boundaries.read_shapes`.
    """
    return shapely.multilinestrings(shapely.get_parts(read_shapes(path)))
