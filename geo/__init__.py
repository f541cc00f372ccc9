"""Province Atlas: maps of China's provinces, from shapefile and table to page and picture.

    import geo
    choropleth = geo.build(geo.MapRequest("ccid-projects"))
    png = geo.export(choropleth, "png")

The names below are loaded when they are first used, so that ``import geo`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.boundaries import read_boundaries
    from geo.choropleth import make_choropleth
    from geo.classify import classify
    from geo.errors import GeoError
    from geo.export import export
    from geo.indicators import list_indicators, read_indicator
    from geo.join import join
    from geo.palettes import color_scale
    from geo.pipeline import MapRequest, build
    from geo.tables import read_table

__version__ = "0.1.0"

_MODULES = {
    "GeoError": "errors",
    "MapRequest": "pipeline",
    "build": "pipeline",
    "classify": "classify",
    "color_scale": "palettes",
    "export": "export",
    "join": "join",
    "list_indicators": "indicators",
    "make_choropleth": "choropleth",
    "read_boundaries": "boundaries",
    "read_indicator": "indicators",
    "read_table": "tables",
}

__all__ = [
    "GeoError",
    "MapRequest",
    "build",
    "classify",
    "color_scale",
    "export",
    "join",
    "list_indicators",
    "make_choropleth",
    "read_boundaries",
    "read_indicator",
    "read_table",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(f"geo.{_MODULES[name]}"), name)
    raise AttributeError(f"module 'geo' has no attribute {name!r}")
