"""A GeoDataFrame becomes :class:`Boundaries`, as a file with the same features would."""

from __future__ import annotations

import geopandas
import numpy as np
import pandas as pd

from geo.model import Boundaries, BoundaryError
from geo.places.boundary_file import find_boundaries
from geo.places.features import features_of


def boundaries_from_frame(
    frame: geopandas.GeoDataFrame,
    *,
    code: str | None = None,
    name: str | None = None,
    crs: str | None = None,
    title: str = "frame",
) -> Boundaries:
    """Places from polygons of your own; they are checked and mended as those of a file are.

    Parameters
    ----------
    frame
        One or several rows a place. The index is a column where it has a name.
    code, name
        The columns with codes and with names. They are found by themselves when left out; an empty
        text is for none.
    crs
        The coordinate reference system, e.g. ``EPSG:4326``; used only if the frame has none.
    title
        What the places are called together.

    Returns
    -------
    Boundaries
        In WGS 84, sorted by code; ``notes`` say what was done to them.

    Raises
    ------
    MissingCrsError
        If the frame has no coordinate reference system, and ``crs`` is not given.
    UnknownNameError
        If there is no such column.
    BoundaryError
        If there are no polygons, or codes and names do not go together.

    Examples
    --------
    >>> import geo, geopandas, shapely
    >>> squares = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    >>> columns = {"code": ["a", "b"], "name": ["Left", "Right"]}
    >>> frame = geopandas.GeoDataFrame(columns, geometry=squares, crs="EPSG:4326")
    >>> [name.en for name in geo.boundaries_from_frame(frame).names.values()]
    ['Left', 'Right']
    """
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.active_geometry_name is None:
        raise BoundaryError("boundary_file.no_geometry", kind=type(frame).__name__)
    shapes = frame.geometry.to_numpy()
    table = pd.DataFrame(frame.drop(columns=frame.active_geometry_name))
    if any(label is not None for label in frame.index.names):
        table = table.reset_index()
    columns = {str(column): table.iloc[:, n] for n, column in enumerate(table.columns)}
    system = None if frame.crs is None else frame.crs.to_wkt()
    features = features_of(columns, np.asarray(shapes, dtype=object), title, crs=system)
    data = b"".join(part or b"" for part in frame.geometry.to_wkb())
    data += table.to_csv(index=False).encode("utf-8", "replace")
    return find_boundaries(features, title, data, crs=crs, code=code, label=name).boundaries
