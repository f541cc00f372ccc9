"""Boundary sets: a shapefile and its label become :class:`Boundaries`.

Two kinds of sets lie in ``shapes/``: a shapefile with its label, and a grouping, whose label names
another set and a table of members; its polygons are dissolved from theirs.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
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
    read_label,
    read_rows,
    source_of,
    text_of,
    texts_of,
)
from geo.places.kept import Rows, kept

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_REQUIRED = ("id", "title", "level", "sha256", "source", "policy")


def list_boundaries(folder: Path = SHAPES) -> tuple[str, ...]:
    """The ids of the boundary sets in a folder."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def read_boundaries(identifier: str = "provinces", *, folder: Path = SHAPES) -> Boundaries:
    """Read a boundary set and its label.

    Returns
    -------
    Boundaries
        In WGS 84 (EPSG:4326), by ``adcode``.

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
        polygons, names = _dissolve(parts, rows)
        iso: dict[str, str] = {}
        part_of = {row["adcode"]: row["group"] for row in rows}
        tolerance = parts.tolerance
    else:
        path = folder / f"{identifier}.shp"
        check_hash(label, shapefile_parts(path))
        found = kept([b"set", label["sha256"].encode()], lambda: _read_set(path))
        polygons, columns = found.polygons, found.columns
        both = zip(polygons, columns["name_en"], columns["name_zh"], strict=True)
        names = {adcode: Text(en, zh) for adcode, en, zh in both}
        iso = dict(zip(polygons, columns.get("iso", ()), strict=False))
        tolerance, islands = _tolerance(label), islands_of(label)
    return Boundaries(
        id=identifier,
        title=text_of(label["title"], f"{identifier}.toml [title]"),
        level=label["level"],
        polygons=polygons,
        names=names,
        iso=iso,
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
    found = kept([b"shapes", label["sha256"].encode()], lambda: _read_geometries(path))
    return np.array([*found.polygons.values()], dtype=object)


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


def _read_set(path: Path) -> Rows:
    from geo.places.set_file import read_set  # slow to import, and what is kept needs none of it

    return read_set(path)


def _read_geometries(path: Path) -> Rows:
    from geo.places.set_file import read_geometries

    return read_geometries(path)


def _dissolve(
    of: Boundaries, rows: list[dict[str, str]]
) -> tuple[dict[str, shapely.Geometry], dict[str, Text]]:
    """The polygons of groups with their names; places in no group stay as they are."""
    lacking = {"adcode", "group", "group_en", "group_zh"} - set(rows[0] if rows else ())
    if lacking:
        raise BoundaryError("boundaries.group_columns", columns=sorted(lacking))
    strangers = sorted({row["adcode"] for row in rows} - set(of.adcodes))
    if strangers:
        raise BoundaryError("boundaries.group_places", places=strangers, set=of.id)
    group_of = {row["adcode"]: row["group"] for row in rows}
    names = dict(of.names) | {row["group"]: Text(row["group_en"], row["group_zh"]) for row in rows}
    parts: dict[str, list[shapely.Geometry]] = {}
    for adcode, polygon in of.polygons.items():
        parts.setdefault(group_of.get(adcode, adcode), []).append(polygon)
    polygons = {code: shapely.coverage_union_all(found) for code, found in parts.items()}
    return polygons, {code: names[code] for code in parts}


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
