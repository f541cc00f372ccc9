"""Files the map needs in the browser, served by the app itself: Leaflet, the drawing script, and
the geometry of each boundary set, derived once and kept in the user's cache folder."""

from __future__ import annotations

import inspect
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

import streamlit.components.v1 as components
from platformdirs import user_cache_path

from geo.draw import LEAFLET, STATIC, browser_geometry, inline_json
from geo.export import write_file
from geo.model import SHAPES, Boundaries
from geo.places import lighten


def register() -> None:
    """Have the app serve the folders. A component's folder is what Streamlit serves without a
    setting; none of these is ever drawn."""
    folders = {"leaflet": LEAFLET, "atlas": STATIC, "geometry": cache_folder()}
    for name, folder in folders.items():
        components.declare_component(name, path=folder)


@cache
def cache_folder() -> Path:
    """The user's cache folder, or one for the time being where that cannot be written to."""
    folder = user_cache_path("province-atlas")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="province-atlas-"))


def _address(name: str, file: str) -> str:
    # The map's frame is itself served as a component, beside these.
    return f"../{__name__}.{name}/{file}"


def scripts() -> dict[str, str]:
    """Name and address of the scripts, relative to the map's frame."""
    return {
        "leaflet": _address("leaflet", "leaflet.js"),
        "film": _versioned("film.js"),
        "atlas": _versioned("atlas.js"),
    }


def styles() -> dict[str, str]:
    """Name and address of the style sheets."""
    return {"leaflet": _address("leaflet", "leaflet.css"), "atlas": _versioned("atlas.css")}


@cache
def _versioned(file: str) -> str:
    """An address that changes with the content, so that no browser keeps an old file."""
    digest = sha256((STATIC / file).read_bytes()).hexdigest()[:10]
    return f"{_address('atlas', file)}?{digest}"


def geometry(boundaries: Boundaries) -> str:
    """The address of a boundary set's geometry.

    It is derived once: its name says from which shapes and by which code, and where a file of
    that name is in the cache it is used.
    """
    path = cache_folder() / f"{boundaries.id}-{_made_from()}.json"
    if not path.is_file():
        write_file(path, inline_json(browser_geometry(boundaries)).encode())
    return _address("geometry", path.name)


@cache
def _made_from() -> str:
    code = "".join(
        inspect.getsource(inspect.getmodule(f) or f) for f in (browser_geometry, lighten)
    )
    parts = [path.read_bytes() for path in sorted(SHAPES.glob("*.*"))]
    return sha256(b"".join((*parts, code.encode()))).hexdigest()[:16]
