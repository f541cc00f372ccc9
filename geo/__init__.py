"""Province Atlas: maps of China's provinces, from shapefile and table to page and picture.

>>> import geo
>>> geo.build("population-density", k=6).save("density.png")
PosixPath('density.png')

Nothing is imported before it is used, so that ``import geo`` is quick, and ``python -m geo.launch``
works before anything is installed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.draw import Annotation, Brand, LabelChange, Style, read_brand
    from geo.model import Boundaries, Choropleth, GeoError, Indicator, JoinReport
    from geo.notebook import (
        Allocated,
        Classified,
        Counted,
        Joined,
        Map,
        allocate,
        build,
        classify,
        count,
        join,
        list_indicators,
        load_indicator,
    )
    from geo.places import boundaries_from_frame, load_boundaries, read_boundary_file

__version__ = "0.6.0"

#: Where each name of the face is made.
_FROM = {
    "geo.notebook": (
        "Allocated", "Classified", "Counted", "Joined", "Map", "allocate", "build", "classify",
        "count", "join", "list_indicators", "load_indicator",
    ),
    "geo.places": ("boundaries_from_frame", "load_boundaries", "read_boundary_file"),
    "geo.draw": ("Annotation", "Brand", "LabelChange", "Style", "read_brand"),
    "geo.model": ("Boundaries", "Choropleth", "GeoError", "Indicator", "JoinReport"),
}  # fmt: skip
_MODULE_OF = {name: module for module, names in _FROM.items() for name in names}

__all__ = [
    "Allocated",
    "Annotation",
    "Boundaries",
    "Brand",
    "Choropleth",
    "Classified",
    "Counted",
    "GeoError",
    "Indicator",
    "JoinReport",
    "Joined",
    "LabelChange",
    "Map",
    "Style",
    "allocate",
    "boundaries_from_frame",
    "build",
    "classify",
    "count",
    "join",
    "list_indicators",
    "load_boundaries",
    "load_indicator",
    "read_boundary_file",
    "read_brand",
]


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
