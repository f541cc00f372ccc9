"""Boundary sets: a shapefile and its label become :class:`Boundaries`.

Two kinds of sets lie in ``shapes/``: a shapefile with its label, and a grouping, whose label names
another set and a table of members; its polygons are dissolved from theirs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from geo.model import (
    SHAPES,
    Boundaries,
    BoundaryError,
    Islands,
    Label,
    LabelError,
    Text,
    UnknownNameError,
    check_hash,
    phrase,
    read_label,
    read_rows,
    source_of,
    text_of,
    texts_of,
)

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_POLYGONS = ("Polygon", "MultiPolygon")
_REQUIRED = ("id", "title", "level", "sha256", "source", "policy")


def list_boundaries(folder: Path = SHAPES) -> tuple[str, ...]:
    """The ids of the boundary sets in a folder."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def read_boundaries(identifier: str = "provinces", *, folder: Path = SHAPES) -> Boundaries:
    """Read a boundary set and its label.

    Returns
    -------
    Boundaries
        The frame is indexed by ``adcode``, in WGS 84 (EPSG:4326), one row a place.

    Raises
    ------
    UnknownNameError
        If the folder has no such set.
    LabelError
        If the label is incomplete or does not match the files.
    BoundaryError
        If a part of the shapefile is missing, its CRS is missing or wrong, a polygon is missing
        or broken, or a code or name is missing or a code occurs twice.
    """
    if identifier not in list_boundaries(folder):
        raise UnknownNameError("boundary set", identifier, list_boundaries(folder))
    label = read_label(folder / f"{identifier}.toml", required=_REQUIRED)
    parts, part_of, islands = None, {}, None
    if "groups" in label:
        rows = read_rows(label, folder / f"{identifier}.csv")
        of = label["groups"].get("of") if isinstance(label["groups"], dict) else None
        if not isinstance(of, str) or of == identifier:
            raise LabelError("boundaries.no_set", file=f"{identifier}.toml")
        parts = read_boundaries(of, folder=folder)
        frame = _dissolve(parts, rows)
        part_of = {row["adcode"]: row["group"] for row in rows}
        tolerance = parts.tolerance
    else:
        path = folder / f"{identifier}.shp"
        check_hash(label, shapefile_parts(path))
        frame = _read_shapefile(path)
        tolerance, islands = _tolerance(label), islands_of(label)
    return Boundaries(
        id=identifier,
        title=text_of(label["title"], f"{identifier}.toml [title]"),
        level=label["level"],
        frame=frame,
        source=source_of(label),
        policy=text_of(label["policy"], f"{identifier}.toml [policy]"),
        notes=texts_of(label.get("notes"), f"{identifier}.toml [notes]"),
        parts=parts,
        part_of=part_of,
        tolerance=tolerance,
        islands=islands,
    )


def read_shapes(path: Path) -> NDArray[np.object_]:
    """The geometries of a labelled shapefile that bounds no places, WGS 84 degrees.

    Raises
    ------
    BoundaryError
        If a part of the shapefile is missing.
    LabelError
        If the label is incomplete or does not match the files.
    """
    label = read_label(path.with_suffix(".toml"), required=_REQUIRED)
    source_of(label)
    check_hash(label, shapefile_parts(path))
    return np.asarray(geopandas.read_file(path, engine="pyogrio").geometry.to_numpy())


def _tolerance(label: Label) -> float | None:
    metres = label.get("tolerance_metres")
    if metres is None:
        return None
    number = isinstance(metres, int | float) and not isinstance(metres, bool)
    if not number or not 0 < metres < math.inf:
        raise LabelError("boundaries.tolerance", file=f"{label['id']}.toml", metres=metres)
    return float(metres)


def islands_of(label: Label) -> Islands | None:
    """What a label wants drawn as islands; None where it says nothing of it.

    Raises
    ------
    LabelError
        If its table lacks a key, or has anything but a code, windows of four degrees, and a size.
    """
    table = label.get("islands")
    if table is None:
        return None
    try:
        adcode, windows, most_km2 = table["adcode"], table["windows"], table["most_km2"]
        islands = Islands(adcode, tuple((w, s, e, n) for w, s, e, n in windows), most_km2)
        sound = isinstance(adcode, str) and windows and 0 < most_km2 < math.inf
        sound = sound and all(w < e and s < n for w, s, e, n in windows)
    except (KeyError, TypeError, ValueError) as error:
        raise LabelError("boundaries.islands", file=f"{label['id']}.toml") from error
    if not sound:
        raise LabelError("boundaries.islands", file=f"{label['id']}.toml")
    return islands


def shapefile_parts(path: Path) -> list[Path]:
    """The files of a shapefile by their endings, in alphabetical order."""
    missing = [part for part in _PARTS if part != ".cpg" and not path.with_suffix(part).is_file()]
    if missing:
        raise BoundaryError("boundaries.incomplete", file=path.name, missing=missing, parts=_PARTS)
    parts = [path.with_suffix(part) for part in sorted(_PARTS)]
    return [part for part in parts if part.is_file()]


def _read_shapefile(path: Path) -> geopandas.GeoDataFrame:
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
    return check_frame(frame, path.name)


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


def _dissolve(of: Boundaries, rows: list[dict[str, str]]) -> geopandas.GeoDataFrame:
    """The polygons of groups; places in no group stay as they are."""
    lacking = {"adcode", "group", "group_en", "group_zh"} - set(rows[0] if rows else ())
    if lacking:
        raise BoundaryError("boundaries.group_columns", columns=sorted(lacking))
    strangers = sorted({row["adcode"] for row in rows} - set(of.adcodes))
    if strangers:
        raise BoundaryError("boundaries.group_places", places=strangers, set=of.id)
    group_of = {row["adcode"]: row["group"] for row in rows}
    names = dict(of.names) | {row["group"]: Text(row["group_en"], row["group_zh"]) for row in rows}
    parts: dict[str, list[shapely.Geometry]] = {}
    for adcode, polygon in of.frame.geometry.items():
        parts.setdefault(group_of.get(adcode, adcode), []).append(polygon)
    return geopandas.GeoDataFrame(
        {
            "name_zh": [names[code].zh for code in parts],
            "name_en": [names[code].en for code in parts],
        },
        geometry=[shapely.coverage_union_all(polygons) for polygons in parts.values()],
        index=list(parts),
        crs=of.frame.crs,
    )


def load_boundaries(identifier: str = "provinces") -> Boundaries:
    """A boundary set of ``shapes/``, read once.

    Parameters
    ----------
    identifier
        ``provinces`` or ``regions``.

    Returns
    -------
    Boundaries
        Polygons in WGS 84, keyed by ``adcode``, with their names and source.

    Raises
    ------
    UnknownNameError
        If there is no such set.

    Examples
    --------
    >>> import geo
    >>> provinces = geo.load_boundaries()
    >>> len(provinces.adcodes), provinces.names["340000"].zh
    (34, '安徽')
    """
    return _boundaries(identifier)


@cache
def _boundaries(identifier: str) -> Boundaries:
    return read_boundaries(identifier)
