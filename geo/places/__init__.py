"""Where: polygons, names, levels, datums, projection."""

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
from geo.places.gazetteer import Gazetteer
from geo.places.geometry import (
    EQUAL_AREA,
    PAGE_TOLERANCE_METRES,
    Bounds,
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
    transform,
    unite,
)
from geo.places.islands import Drawn, drawn
from geo.places.names import make_gazetteer, read_gazetteer

__all__ = [
    "DATUMS",
    "EQUAL_AREA",
    "LAND",
    "LAND_WINDOW",
    "LARGEST_SHIFT_DEGREES",
    "PAGE_TOLERANCE_METRES",
    "Bounds",
    "Datum",
    "DatumSuggestion",
    "Drawn",
    "Gazetteer",
    "boundaries_from_frame",
    "central_meridian",
    "convert",
    "detect_datum",
    "drawn",
    "equal_area",
    "extent",
    "find_encoding",
    "group",
    "inset_bounds",
    "lighten",
    "list_boundaries",
    "load_boundaries",
    "main_bounds",
    "make_gazetteer",
    "pole",
    "project",
    "read_boundaries",
    "read_boundary_file",
    "read_gazetteer",
    "read_land",
    "read_maritime_lines",
    "small_places",
    "transform",
    "unite",
]
