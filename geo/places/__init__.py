"""Where: polygons, names, levels, datums, projection.

A part is loaded when it is asked for: polygons need geopandas, which names and codes do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model import later

if TYPE_CHECKING:
    from geo.places.addresses import Addressed, read_addresses
    from geo.places.arcs import Coordinates, Rings, Shape, arcs_of_rings, rings_of
    from geo.places.backdrop import LAND, LAND_WINDOW, read_land, read_maritime_lines
    from geo.places.boundaries import list_boundaries, load_boundaries, read_boundaries
    from geo.places.boundary_file import read_boundary_file
    from geo.places.boundary_frame import boundaries_from_frame
    from geo.places.datums import (
        DATUMS,
        LARGEST_SHIFT_DEGREES,
        Datum,
        DatumSuggestion,
        convert,
        detect_datum,
    )
    from geo.places.dbf_text import find_encoding
    from geo.places.dorling import as_circles
    from geo.places.found import Found, find_part, find_places
    from geo.places.gazetteer import Gazetteer
    from geo.places.geometry import (
        EQUAL_AREA,
        PAGE_TOLERANCE_METRES,
        Bounds,
        areas_of,
        central_meridian,
        equal_area,
        extent,
        group,
        inset_bounds,
        lighten,
        main_bounds,
        pole,
        project,
        small_places,
        thinned,
        transform,
        unite,
    )
    from geo.places.hierarchy import SETS, Division, Hierarchy, level_of_set, read_hierarchy
    from geo.places.islands import Drawn, drawn
    from geo.places.names import make_gazetteer, read_gazetteer
    from geo.places.parts import load_level, some_of
    from geo.places.search import search_places
    from geo.places.tiles import as_tiles, read_tiles

__all__ = [
    "DATUMS",
    "EQUAL_AREA",
    "LAND",
    "LAND_WINDOW",
    "LARGEST_SHIFT_DEGREES",
    "PAGE_TOLERANCE_METRES",
    "SETS",
    "Addressed",
    "Bounds",
    "Coordinates",
    "Datum",
    "DatumSuggestion",
    "Division",
    "Drawn",
    "Found",
    "Gazetteer",
    "Hierarchy",
    "Rings",
    "Shape",
    "arcs_of_rings",
    "areas_of",
    "as_circles",
    "as_tiles",
    "boundaries_from_frame",
    "central_meridian",
    "convert",
    "detect_datum",
    "drawn",
    "equal_area",
    "extent",
    "find_encoding",
    "find_part",
    "find_places",
    "group",
    "inset_bounds",
    "level_of_set",
    "lighten",
    "list_boundaries",
    "load_boundaries",
    "load_level",
    "main_bounds",
    "make_gazetteer",
    "pole",
    "project",
    "read_addresses",
    "read_boundaries",
    "read_boundary_file",
    "read_gazetteer",
    "read_hierarchy",
    "read_land",
    "read_maritime_lines",
    "read_tiles",
    "rings_of",
    "search_places",
    "small_places",
    "some_of",
    "thinned",
    "transform",
    "unite",
]

#: Where each name of the face is made.
_LATER = {
    "addresses": (
        "Addressed",
        "read_addresses",
    ),
    "arcs": ("Coordinates", "Rings", "Shape", "arcs_of_rings", "rings_of"),
    "backdrop": (
        "LAND",
        "LAND_WINDOW",
        "read_land",
        "read_maritime_lines",
    ),
    "boundaries": (
        "list_boundaries",
        "load_boundaries",
        "read_boundaries",
    ),
    "boundary_file": ("read_boundary_file",),
    "boundary_frame": ("boundaries_from_frame",),
    "datums": (
        "DATUMS",
        "LARGEST_SHIFT_DEGREES",
        "Datum",
        "DatumSuggestion",
        "convert",
        "detect_datum",
    ),
    "dorling": ("as_circles",),
    "tiles": ("as_tiles", "read_tiles"),
    "dbf_text": ("find_encoding",),
    "found": (
        "Found",
        "find_part",
        "find_places",
    ),
    "gazetteer": ("Gazetteer",),
    "geometry": (
        "EQUAL_AREA",
        "PAGE_TOLERANCE_METRES",
        "Bounds",
        "areas_of",
        "central_meridian",
        "equal_area",
        "extent",
        "group",
        "inset_bounds",
        "lighten",
        "main_bounds",
        "pole",
        "project",
        "small_places",
        "thinned",
        "transform",
        "unite",
    ),
    "hierarchy": (
        "SETS",
        "Division",
        "Hierarchy",
        "level_of_set",
        "read_hierarchy",
    ),
    "islands": (
        "Drawn",
        "drawn",
    ),
    "names": (
        "make_gazetteer",
        "read_gazetteer",
    ),
    "parts": ("load_level", "some_of"),
    "search": ("search_places",),
}

__getattr__ = later(__name__, _LATER)
