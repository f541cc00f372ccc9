"""The map's modules in a real browser: one page that has them all, and a small map to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from geo.draw import LEAFLET, STATIC
from tests.browser import visit

Script = Callable[..., Any]

_ADDRESS = "http://atlas.test/"
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="leaflet.css"><link rel="stylesheet" href="atlas.css">
<style>body { margin: 0 } #map { width: 800px; height: 600px }</style>
<script src="leaflet.js"></script>
<script>
  const box = () => document.body.appendChild(document.createElement("div"));
  const draw = (geometry, message) => {
    document.body.replaceChildren();
    window.given = message;
    const node = Object.assign(box(), { id: "map" });
    window.map = L.map(node, {
      crs: L.CRS.Simple, minZoom: -2, maxZoom: 8, zoomSnap: 0, attributionControl: false,
      zoomAnimation: false, fadeAnimation: false,
    }).setView([0, 0], 0);
    window.told = [];
    api.provinceAtlas.onSelect = (adcode) => told.push(adcode);
    api.provinceAtlas.onPeriod = (period) => told.push(period);
    api.provinceAtlas.start(map, geometry);
    api.provinceAtlas.paint(message);
  };
  const load = async (names) => {
    window.api = Object.assign({}, ...await Promise.all(names.map((one) => import(`./${one}.js`))));
  };
</script><body></body></html>"""


def _place(name: str, fill: str, **others: Any) -> dict[str, Any]:
    lines = [f"figure of {name}", "rank 1 of 2, reported, 2020"]
    plain = {"absent": None, "marked": False, "owned": f"{name} as a group: 7", "ink": "#1c1c1c"}
    return {"name": name, "fill": fill, "lines": lines, "label": [name], **plain, **others}


def _square(adcode: str, x: float, size: float, **others: Any) -> dict[str, Any]:
    ring = [[x, 0], [x + size, 0], [x + size, size], [x, size], [x, 0]]
    label = [x + size / 2, size / 2]
    return {
        "type": "Feature",
        "properties": {"adcode": adcode, "label": label, "room": size / 2, "small": False} | others,
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]},
    }


#: Three squares in a row: 20, 20 and 1 units wide; the last is too small to point at.
GEOMETRY: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        _square("330000", 0, 20),
        _square("440000", 20, 20),
        _square("810000", 40, 1, small=True),
    ],
    "parts": [],
    "around": [],
    "bounds": [0, 0, 41, 20],
    "inset": [30, -5, 45, 5],
}

MESSAGE: dict[str, Any] = {
    "id": "one",
    "language": "en",
    "selected": None,
    "places": {
        "330000": _place("Zhejiang", "#112233", ink="#ffffff"),
        "440000": _place("Guangdong", "#f4f4f4", absent="no_data"),
        "810000": _place("Hong Kong", "#445566", marked=True),
    },
    "legend": {
        "title": "people",
        "places": "places",
        "entries": [
            {"label": "1 to 2", "count": 2, "colour": "#112233", "swatch": "class"},
            {"label": "No data", "count": 1, "colour": "#f4f4f4", "swatch": "no_data"},
            {"label": "estimated", "count": 1, "colour": "", "swatch": "mark"},
        ],
    },
    "parts": {"330100": "Hangzhou"},
    "noData": {"ground": "#f4f4f4", "lines": "#b9b9b9"},
    "words": {
        "inset": "South China Sea", "zoomIn": "Nearer", "zoomOut": "Farther", "home": "Whole map",
        "map": "Map: arrow keys", "selected": "selected", "wheel": "Hold Ctrl",
        "touch": "Two fingers",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def sheet(chromium: Browser) -> Iterator[Page]:
    """An empty page with Leaflet and the modules; it must stay without an error to the end."""

    def serve(route: Route) -> None:
        name = urlsplit(route.request.url).path[1:]
        if not name:
            route.fulfill(body=_PAGE, content_type="text/html")
        else:
            route.fulfill(path=(LEAFLET if name.startswith("leaflet") else STATIC) / name)

    with visit(chromium, "about:blank") as (page, seen):
        page.clock.install()
        page.route(f"{_ADDRESS}**", serve)
        page.goto(_ADDRESS)
        names = sorted(path.stem for path in STATIC.glob("*.js"))
        page.evaluate("(names) => load(names)", names)
        yield page
        assert not seen.console, seen.console
        elsewhere = [url for url in seen.refused if not url.startswith(_ADDRESS)]
        assert not elsewhere, elsewhere


@pytest.fixture
def js(sheet: Page) -> Script:
    """Runs a function of all that the modules export, and of one value more."""
    return lambda script, given=None: sheet.evaluate(f"(given) => ({script})(api, given)", given)


@pytest.fixture
def drawn(sheet: Page) -> Page:
    """The page with the small map."""
    draw(sheet)
    return sheet


def draw(
    page: Page, message: dict[str, Any] | None = None, geometry: dict[str, Any] | None = None
) -> None:
    """Draw a new map in place of the one before."""
    page.mouse.move(1300, 800)  # off the map
    page.evaluate("([one, other]) => draw(one, other)", [geometry or GEOMETRY, message or MESSAGE])


def paint(page: Page, **others: Any) -> None:
    """Send the map the small map's message with some other content."""
    page.evaluate("(message) => api.provinceAtlas.paint(message)", MESSAGE | others)
