"""The straight edges of polygons, of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray


def edges_of(shapes: Sequence[shapely.Geometry]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The ends of the edges of all rings, shape (n, 2, 2), and of which shape each is."""
    parts, part_of = shapely.get_parts(list(shapes), return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    points, of = shapely.get_coordinates(rings, return_index=True)
    together = of[1:] == of[:-1]
    edges = np.stack([points[:-1][together], points[1:][together]], axis=1)
    return edges, part_of[ring_of[of[:-1][together]]]
