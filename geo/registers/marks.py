"""The points of a count as marks on a map: a dot for each while they are few, else circles for the
cells of a grid, as fine as the number of marks allows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from geo.model import Marks
from geo.places import Datum, convert
from geo.registers.place_grid import Raster

#: More marks hide the map, and are slow to send and to draw.
MOST_MARKS = 3_000


def mark_points(positions: tuple[tuple[float, float], ...], *, datum: Datum) -> Marks:
    """A mark for each position (longitude, latitude in degrees of the datum)."""
    degrees = np.array(positions, dtype=float).reshape(-1, 2)
    lon, lat = convert(degrees[:, 0], degrees[:, 1], source=datum, target="wgs84")
    return Marks(lon, lat, np.ones(len(lon), dtype=np.int64), are_points=True)


def mark_cells(
    cells: Mapping[int, int], raster: Raster, *, datum: Datum, most: int = MOST_MARKS
) -> Marks:
    """A mark for each cell that has points, or for squares of 2 x 2, 4 x 4 … cells where there are
    more than ``most``. It stands at the mean of its cells' centres, each as often as it has points.

    Parameters
    ----------
    cells
        The number of points by cell.
    raster
        The cells, in degrees of the datum.
    """
    numbers = np.fromiter(cells.keys(), np.int64, len(cells))
    points = np.fromiter(cells.values(), np.int64, len(cells))
    lon, lat = convert(*raster.centres_of(numbers), source=datum, target="wgs84")
    row, column = np.divmod(numbers, raster.columns)
    side, squares = 1, numbers
    while len(np.unique(squares)) > most:
        side *= 2
        squares = row // side * raster.columns + column // side
    _, square = np.unique(squares, return_inverse=True)
    counts = np.bincount(square, points).astype(np.int64)
    return Marks(
        lon=np.bincount(square, lon * points) / counts,
        lat=np.bincount(square, lat * points) / counts,
        counts=counts,
        are_points=False,
    )
