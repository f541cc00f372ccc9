"""The points of a vector file become positions in degrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyproj
import shapely

from geo.model import RegisterError
from geo.registers.files.parts import Batch, Fault, Floats, FoundColumns, RegisterFile
from geo.registers.files.rows import make_batch

#: Stands for the names of the columns that geometries are turned into.
_LON, _LAT = "\x00longitude", "\x00latitude"
_POINT = 0
# Within a metre of WGS 84; which datum the positions really have, the user says.
_AS_THEY_ARE = (4326, 4490)


def positions(
    columns: Mapping[str, pa.Array], file: RegisterFile, fields: FoundColumns, *, first: int
) -> Batch:
    """A batch from columns of which one has geometries: WKB, or structs of x and y."""
    lon, lat, others = _coordinates(columns[file.geometry])
    lon, lat = _to_degrees(lon, lat, file)
    table = {
        **columns,
        _LON: pa.array(lon, from_pandas=True),
        _LAT: pa.array(lat, from_pandas=True),
    }
    batch = make_batch(table, replace(fields, lon=_LON, lat=_LAT), first=first)
    batch.faults[others] = Fault.NOT_A_POINT
    return batch


def _coordinates(column: pa.Array) -> tuple[Floats, Floats, np.ndarray]:
    """x and y of points, NaN where there is no point, and where something else stands."""
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if pa.types.is_struct(column.type):
        x, y = (np.array(column.field(name).to_numpy(zero_copy_only=False)) for name in ("x", "y"))
        x[np.asarray(column.is_null())] = np.nan
        return x, y, np.zeros(len(x), dtype=bool)
    shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    kinds = shapely.get_type_id(shapes)
    unreadable = shapely.is_missing(shapes) & ~np.asarray(column.is_null())
    others = unreadable | ((kinds != _POINT) & ~shapely.is_missing(shapes))
    shapes[shapely.is_empty(shapes)] = None  # where nothing is, there is no x
    return shapely.get_x(shapes), shapely.get_y(shapes), others


def _to_degrees(x: Floats, y: Floats, file: RegisterFile) -> tuple[Floats, Floats]:
    transformer = _transformer(file.crs, file.path.name)
    if transformer is None:
        return x, y
    lon, lat = transformer.transform(x, y)
    lost = ~np.isfinite(x) | ~np.isfinite(y)
    return np.where(lost, np.nan, lon), np.where(lost, np.nan, lat)


@lru_cache(maxsize=16)
def _transformer(crs: str, name: str) -> pyproj.Transformer | None:
    """From a CRS to degrees; None where positions are degrees already, or nothing is stated."""
    if not crs:
        return None
    try:
        system = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError as error:
        raise RegisterError("register.unknown_crs", file=name, crs=crs[:80]) from error
    if system.to_epsg() in _AS_THEY_ARE or system.to_authority() == ("OGC", "CRS84"):
        return None
    return pyproj.Transformer.from_crs(system, 4326, always_xy=True)
