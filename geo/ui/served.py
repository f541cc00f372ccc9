"""Files the map needs in the browser, served by the app itself. They are made once and kept in the
user's cache folder: the script, the style sheet, the geometry of each boundary set, and words. What
few will ask for, the places inside each province, is made when it is first asked for.
"""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from geo.draw import (
    LEAFLET,
    STATIC,
    browser_geometry,
    browser_levels,
    inline_json,
    join_scripts,
    packed,
)
from geo.export import write_file
from geo.model import ARRANGEMENTS, DATA, SHAPES, Boundaries, user_cache
from geo.places import drawn, lighten

#: How to make a file that is made when it is first asked for, by its name.
_makers: dict[str, Callable[[], bytes]] = {}

#: The faces for browsers without a Chinese one.
_FONTS = DATA / "fonts"


@cache
def cache_folder() -> Path:
    """The user's cache folder, or one for the time being where that cannot be written to."""
    return user_cache() or Path(tempfile.mkdtemp(prefix="province-atlas-"))


def root() -> str:
    """The address below which files are served."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{f'/{base}' if base else ''}/atlas"


def routes() -> list[BaseRoute]:
    """Where the server finds the files: those that are made, and the faces of the page."""
    folders = {f"{root()}/fonts": _FONTS, root(): cache_folder()}
    return [Mount(path, GZipMiddleware(_Lasting(directory=f))) for path, f in folders.items()]


class _Lasting(StaticFiles):
    """Files whose names follow their content: no browser need ask for one again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path in _makers and not (cache_folder() / path).is_file():
            await run_in_threadpool(_make, path)
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


@cache
def script(entry: str) -> str:
    """The address of a module of the page with all that it imports; the map's has Leaflet first."""
    text = join_scripts(entry).encode()
    if entry == "page":
        # Leaflet's source map is not served.
        text = (LEAFLET / "leaflet.js").read_bytes().rpartition(b"//# sourceMappingURL")[0] + text
    return _made(f"{entry}-{_digest(text)}.js", lambda: text)


@cache
def style(*names: str, more: str = "") -> str:
    """The address of style sheets and a text after them, which changes with their content."""
    folders = {"leaflet.css": LEAFLET}
    sheets = [(folders.get(name, STATIC) / name).read_bytes() for name in names]
    text = b"\n".join((*sheets, more.encode()))
    return _made(f"{Path(names[-1]).stem}-{_digest(text)}.css", lambda: text)


def module(path: Path) -> str:
    """The address of a script of its own."""
    text = path.read_bytes()
    return _made(f"{path.stem}-{_digest(text)}.js", lambda: text)


def face(name: str) -> str:
    """The address of one of the page's faces."""
    file = f"{name}.woff2"
    return f"{root()}/fonts/{file}?{_digest((_FONTS / file).read_bytes())}"


def content(name: str, told: Any) -> str:
    """The address of something told once, as JSON."""
    text = inline_json(told).encode()
    return _made(f"{name}-{_digest(text)}.json", lambda: text)


def geometry(boundaries: Boundaries) -> str:
    """The address of a boundary set's geometry, which is derived once: its name says from which
    shapes and by which code."""
    if boundaries.arrangement != ARRANGEMENTS[0]:  # its shapes may follow figures
        return _arranged(boundaries)
    part = f"-{boundaries.within}" if boundaries.within else ""
    return _made(
        f"{boundaries.id}{part}-{_made_from()}.json",
        lambda: inline_json(packed(browser_geometry(boundaries))).encode(),
    )


@lru_cache(maxsize=64)
def _arranged(boundaries: Boundaries) -> str:
    name = f"{boundaries.id}-{boundaries.arrangement}"
    return content(name, packed(browser_geometry(boundaries)))


def levels(province: str) -> str:
    """The address of what divides a province: shapes and names of its prefectures and counties."""
    return later(f"levels-{province}", lambda: browser_levels(province))


def later(name: str, make: Callable[[], Any]) -> str:
    """The address of something of the program's own that is told once, as JSON, and made when it is
    first asked for; its name says by which program and from which data."""
    file = f"{name}-{_program()}.json"
    _makers[file] = lambda: inline_json(make()).encode()
    return f"{root()}/{file}"


@cache
def _program() -> str:
    """Changes with the program's text, and with any of its data, whose hashes are in the labels."""
    package = DATA.parent
    paths = [*package.rglob("*.py"), *package.rglob("*.toml"), *SHAPES.glob("*.toml")]
    return _digest(b"".join(path.read_bytes() for path in sorted(paths)))


def _make(name: str) -> None:
    _made(name, _makers[name])


def _made(name: str, make: Callable[[], bytes]) -> str:
    """The address of a file that is made where the cache has none of its name."""
    path = cache_folder() / name
    if not path.is_file():
        write_file(path, make())
    return f"{root()}/{name}"


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


@cache
def _made_from() -> str:
    code = "".join(
        inspect.getsource(inspect.getmodule(f) or f)
        for f in (browser_geometry, packed, drawn, lighten)
    )
    # A label has the hashes of the files of its set.
    parts = [path.read_bytes() for path in sorted(SHAPES.glob("*.toml"))]
    return _digest(b"".join((*parts, code.encode())))
