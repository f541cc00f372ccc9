"""The rings of polygons in the whole steps that a file writes, of all polygons of a group at once:
one by one, to take them apart takes longer than to write them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import shapely

#: The points of a ring in whole steps, x and y by turns; a point is not repeated, nor the first at
#: the end.
Ring: TypeAlias = list[int]


def rings_of(shapes: Sequence[shapely.Geometry], steps: float) -> list[list[Ring]]:
    """The rings of each shape's polygons; what else a shape has is left out.

    Parameters
    ----------
    shapes
        In pixels.
    steps
        How many make a pixel.
    """
    parts, part_of = shapely.get_parts(list(shapes), return_index=True)
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, ring_of = shapely.get_rings(parts[polygons], return_index=True)
    points, of = shapely.get_coordinates(rings, return_index=True)
    whole = np.rint(points * steps).astype(int)
    begins = np.diff(of, prepend=-1) > 0
    ends = np.diff(of, append=len(rings)) > 0
    moved = np.diff(whole, axis=0, prepend=0).any(axis=1)
    kept = (moved | begins) & ~ends
    found = whole[kept].ravel().tolist()
    bounds = (2 * np.searchsorted(of[kept], np.arange(len(rings) + 1))).tolist()
    every = [found[a:b] for a, b in pairwise(bounds)]
    first = np.searchsorted(part_of[polygons][ring_of], np.arange(len(shapes) + 1)).tolist()
    return [list(filter(None, every[a:b])) for a, b in pairwise(first)]
