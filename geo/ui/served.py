"""Files the map needs in the browser, served by the app itself: Leaflet, the style sheet, and what
is made once and kept in the user's cache folder: the script, and the geometry of each boundary set.
"""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

import streamlit.components.v1 as components
from platformdirs import user_cache_path

from geo.draw import LEAFLET, STATIC, browser_geometry, inline_json, join_scripts
from geo.export import write_file
from geo.model import SHAPES, Boundaries
from geo.places import lighten


def register() -> None:
    """Have the app serve the folders. A component's folder is what Streamlit serves without a
    setting; none of these is ever drawn."""
    folders = {"leaflet": LEAFLET, "atlas": STATIC, "made": cache_folder()}
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
        "atlas": _made(f"atlas-{_digest(_script())}.js", _script),
    }


def styles() -> dict[str, str]:
    """Name and address of the style sheets."""
    # The address changes with the content, so that no browser keeps an old file.
    atlas = f"{_address('atlas', 'atlas.css')}?{_digest((STATIC / 'atlas.css').read_bytes())}"
    return {"leaflet": _address("leaflet", "leaflet.css"), "atlas": atlas}


def geometry(boundaries: Boundaries) -> str:
    """The address of a boundary set's geometry, which is derived once: its name says from which
    shapes and by which code."""
    return _made(
        f"{boundaries.id}-{_made_from()}.json",
        lambda: inline_json(browser_geometry(boundaries)).encode(),
    )


def _made(name: str, make: Callable[[], bytes]) -> str:
    """The address of a file that is made where the cache has none of its name."""
    path = cache_folder() / name
    if not path.is_file():
        write_file(path, make())
    return _address("made", name)


def _script() -> bytes:
    return join_scripts("page").encode()


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


@cache
def _made_from() -> str:
    code = "".join(
        inspect.getsource(inspect.getmodule(f) or f) for f in (browser_geometry, lighten)
    )
    parts = [path.read_bytes() for path in sorted(SHAPES.glob("*.*"))]
    return _digest(b"".join((*parts, code.encode())))
