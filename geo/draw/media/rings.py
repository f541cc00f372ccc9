"""Rings and lines in the whole steps that a file writes; the rings of all polygons of a group at
once, for one by one it takes longer to take them apart than to write them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

#: Points in whole steps, x and y by turns; none is repeated, nor of a ring the first at the end.
Steps: TypeAlias = list[int]


def line_in_steps(coordinates: NDArray[np.float64], steps: float) -> Steps:
    """A line through points in pixels (shape (n, 2)), of which so many steps make one."""
    whole = np.rint(coordinates * steps).astype(int)
    moved = np.append(True, np.diff(whole, axis=0).any(axis=1))[: len(whole)]
    points: Steps = whole[moved].ravel().tolist()
    return points


def rings_in_steps(shapes: Sequence[shapely.Geometry], steps: float) -> list[list[Steps]]:
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
