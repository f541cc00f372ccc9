"""The shapefile of a boundary set is read and checked; what is wrong with it is said in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import shapely

from geo.model import BoundaryError, Text, phrase
from geo.places.kept import Rows

_POLYGONS = ("Polygon", "MultiPolygon")


def read_geometries(path: Path) -> Rows:
    """The geometries of a shapefile by their numbers, as they are."""
    geometries = geopandas.read_file(path, engine="pyogrio").geometry.to_numpy()
    return Rows({str(number): geometry for number, geometry in enumerate(geometries)})


def read_set(path: Path) -> Rows:
    """The places of a shapefile with their names, in WGS 84.

    Raises
    ------
    BoundaryError
        As for :func:`check_frame`, or if it is no shapefile.
    """
    # .cpg may be missing or blank: the .dbf is then read as UTF-8.
    code_page = path.with_suffix(".cpg")
    named = code_page.is_file() and code_page.read_bytes().strip()
    encoding = None if named else "UTF-8"
    try:
        frame = geopandas.read_file(path, engine="pyogrio", encoding=encoding)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise BoundaryError("boundaries.unreadable", file=path.name, reason=str(error)) from error
    except shapely.errors.GEOSException as error:
        raise BoundaryError("boundaries.broken_rings", file=path.name, places=str(error)) from error
    frame = check_frame(frame, path.name)
    columns = [name for name in ("name_zh", "name_en", "iso") if name in frame]
    return Rows(
        dict(zip(frame.index, frame.geometry.to_numpy(), strict=True)),
        {name: tuple(frame[name].astype(str)) for name in columns},
    )


def check_frame(frame: geopandas.GeoDataFrame, name: str) -> geopandas.GeoDataFrame:
    """Check polygons that came from a file; return them in WGS 84, indexed by ``adcode``.

    Raises
    ------
    BoundaryError
        For the first kind of fault found; all places with that fault are named.
    """
    lacking = {"adcode", "name_zh", "name_en"} - set(frame.columns)
    if lacking:
        raise BoundaryError(
            "boundaries.no_columns",
            file=name,
            columns=sorted(lacking),
            known=[str(column) for column in frame.columns],
        )
    if frame.empty:
        raise BoundaryError("boundaries.no_places", file=name)
    for column in ("adcode", "name_zh", "name_en"):
        blank = frame[column].isna() | (frame[column].astype(str).str.strip() == "")
        if blank.any():
            records = (np.flatnonzero(blank) + 1).tolist()
            raise BoundaryError("boundaries.blank", file=name, column=column, records=records)
    frame = frame.set_index(frame["adcode"].astype(str)).drop(columns="adcode")
    twice = sorted(set(frame.index[frame.index.duplicated()]))
    if twice:
        raise BoundaryError("boundaries.twice", file=name, codes=twice)
    if frame.crs is None:
        raise BoundaryError("boundaries.no_crs", file=name)
    geometry = frame.geometry.to_numpy()
    shapeless = [
        _placed(adcode, polygon.geom_type if polygon is not None else phrase("boundaries.no_shape"))
        for adcode, polygon in zip(frame.index, geometry, strict=True)
        if polygon is None or polygon.is_empty or polygon.geom_type not in _POLYGONS
    ]
    if shapeless:
        raise BoundaryError("boundaries.no_polygons", file=name, places=shapeless)
    bad = np.flatnonzero(~shapely.is_valid(geometry))
    if len(bad):
        reasons = shapely.is_valid_reason(geometry[bad])
        broken = [_placed(*each) for each in zip(frame.index[bad], reasons, strict=True)]
        raise BoundaryError("boundaries.broken_rings", file=name, places=broken)
    # In metres, a few hundred of them are no province: these are degrees under a false name.
    if frame.crs.is_projected and in_degrees(frame.total_bounds):
        raise _wrong_crs(frame, name, phrase("boundaries.no_metres", crs=frame.crs.name))
    if frame.crs.to_epsg() != 4326:
        frame = frame.to_crs("EPSG:4326")
    if not in_degrees(frame.total_bounds):
        raise _wrong_crs(frame, name, phrase("boundaries.no_degrees"))
    return frame


def _placed(adcode: object, shape: str | Text) -> Text:
    return phrase("boundaries.shape", adcode=adcode, shape=shape)


def in_degrees(bounds: Sequence[float]) -> bool:
    """Whether bounds (west, south, east, north) can be longitudes and latitudes."""
    west, south, east, north = bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)


def _wrong_crs(frame: geopandas.GeoDataFrame, name: str, why: Text) -> BoundaryError:
    west, south, east, north = frame.total_bounds.tolist()
    has_prj = name.lower().endswith((".shp", ".zip"))
    part = phrase("boundaries.the_prj") if has_prj else phrase("boundaries.the_file")
    return BoundaryError(
        "boundaries.wrong_crs",
        file=name, west=west, south=south, east=east, north=north, why=why, part=part,
    )  # fmt: skip
