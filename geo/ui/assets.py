"""Files the map needs in the browser, served by the app itself: Leaflet, the drawing script, and
the geometry of each boundary set, derived once and kept in the user's cache folder."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import streamlit.components.v1 as components
from platformdirs import user_cache_path

from geo.draw import web
from geo.export import write_file
from geo.pipeline import load_boundaries

_CACHE = user_cache_path("province-atlas")

# A component's folder is what Streamlit serves without a setting; none of the three is ever drawn.
_FOLDERS = {"leaflet": web.LEAFLET, "atlas": web.STATIC, "geometry": _CACHE}


def register() -> None:
    """Have the app serve the folders."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    for name, folder in _FOLDERS.items():
        components.declare_component(name, path=folder)


def _address(name: str, file: str) -> str:
    # The map's frame is itself served as a component, beside these.
    return f"../{__name__}.{name}/{file}"


def scripts() -> dict[str, str]:
    """Name and address of the scripts, relative to the map's frame."""
    return {
        "leaflet": _address("leaflet", "leaflet.js"),
        "atlas": _versioned("atlas.js"),
    }


def styles() -> dict[str, str]:
    """Name and address of the style sheets."""
    return {"leaflet": _address("leaflet", "leaflet.css"), "atlas": _versioned("atlas.css")}


@cache
def _versioned(file: str) -> str:
    """An address that changes with the content, so that no browser keeps an old file."""
    digest = sha256((web.STATIC / file).read_bytes()).hexdigest()[:10]
    return f"{_address('atlas', file)}?{digest}"


@cache
def geometry(boundaries: str) -> str:
    """The address of a boundary set's geometry, which is derived on the first call."""
    content = web.to_json(web.geometry(load_boundaries(boundaries))).encode()
    name = f"{boundaries}-{sha256(content).hexdigest()[:16]}.json"
    path = Path(_CACHE / name)
    if not path.is_file():
        write_file(path, content)
    return _address("geometry", name)
