"""The coordinate reference system of a boundary file: as it says itself, or as its user does."""

from __future__ import annotations

import pyproj
import shapely

from geo.model import BoundaryError, MissingCrsError, Text, phrase, sentence
from geo.places.features import READ_ERRORS, Geometries
from geo.places.file_words import note, plain
from geo.places.geometry import Bounds
from geo.places.set_file import in_degrees


def find_crs(
    written: str | None, given: str | None, polygons: Geometries, name: str, notes: list[Text]
) -> pyproj.CRS:
    """The system the coordinates are in; what was taken for granted goes into ``notes``."""
    bounds = tuple(shapely.total_bounds(polygons).tolist())
    if written:
        system = _known_crs(written, name)
    elif given:
        system = _known_crs(given, name)
        notes.append(note("crs", crs=plain(given)))
    elif name.lower().endswith("json") and in_degrees(bounds):
        system = pyproj.CRS.from_epsg(4326)  # RFC 7946 leaves no other
    else:
        likely, why = _likely_crs(bounds)
        zipped = name.lower().endswith(".zip")
        west, south, east, north = (f"{side:.10g}" for side in bounds)
        raise MissingCrsError(
            "boundary_file.no_crs_in_prj" if zipped else "boundary_file.no_crs",
            likely=likely, file=name, why=why, west=west, south=south, east=east, north=north,
        )  # fmt: skip
    if not (system.is_geographic or system.is_projected):
        raise BoundaryError("boundary_file.no_map", file=name, system=system.name)
    return system


def _known_crs(text: str, name: str) -> pyproj.CRS:
    text = text.strip()
    try:
        # "+init" would read a file that the text names.
        if "init" in text.casefold().split("=")[0]:
            raise ValueError("it is a reference to a file")
        return pyproj.CRS.from_user_input(f"EPSG:{text}" if text.isdecimal() else text)
    except READ_ERRORS as error:
        raise BoundaryError("boundary_file.unknown_crs", file=name, crs=plain(text)[:80]) from error


def _likely_crs(bounds: Bounds) -> tuple[str, Text]:
    """An EPSG code that positions fit, or nothing; and what they look like."""
    west, south, east, north = bounds
    if in_degrees(bounds):
        in_china = 73 <= west <= east <= 136 and 3 <= south <= north <= 54
        return "EPSG:4326", sentence(
            "boundary_file.likely_degrees_in_china" if in_china else "boundary_file.likely_degrees"
        )
    zone = int(west // 1_000_000)
    if zone == int(east // 1_000_000) and 0 < south <= north < 6_000_000:
        if 25 <= zone <= 45:
            code = f"EPSG:{4513 + zone - 25}"
            return code, phrase("boundary_file.likely_zone_3", zone=zone, code=code)
        if 13 <= zone <= 23:
            code = f"EPSG:{4491 + zone - 13}"
            return code, phrase("boundary_file.likely_zone_6", zone=zone, code=code)
    if 8.1e6 <= west <= east <= 15.2e6 and 3e5 <= south <= north <= 7.2e6:
        return "EPSG:3857", sentence("boundary_file.likely_mercator")
    return "", sentence("boundary_file.likely_none")
