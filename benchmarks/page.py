"""How long the page takes in a real browser, beside its peers: python benchmarks/page.py

Each page shows the same 34 provinces in the same detail and colours, and a list to choose another
indicator from: ours, streamlit-folium, plotly, pydeck and vega-lite as far as they are installed,
and as a measure of the machine a page with the list and one line of text. All are served at once
and take turns in one browser; every figure is the median of several runs. Read the ratios.

First map: from navigation until it is painted, and what moved on the page meanwhile (layout shift).
Change: from the click on another indicator to the last stroke of the new map, the longest task of
the browser's main thread after it, and what came over the wire until all is still.

Nothing is fetched from elsewhere: where peers would, Leaflet and a world without land come from
here, and all else is empty.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.servers import serve  # noqa: E402
from geo.draw import LEAFLET  # noqa: E402
from tests.browser import find_chromium, launch_options  # noqa: E402

_PAGES = ROOT / "benchmarks" / "pages"
_WATCH = (ROOT / "benchmarks" / "watch.js").read_text(encoding="utf-8")
_PORT = 8833
_STILL = 0.4
_PATIENCE = 60.0


#: What peers fetch from elsewhere: of the patterns that match, the last is taken.
_WORLD = {
    "type": "Topology", "arcs": [],
    "objects": {
        name: {"type": "GeometryCollection", "geometries": []}
        for name in ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
    },
}  # fmt: skip
_ELSEWHERE = {
    "^https:": b"",
    r"/leaflet\.js$": (LEAFLET / "leaflet.js").read_bytes(),
    r"//cdn\.plot\.ly/.*json$": json.dumps(_WORLD).encode(),
}


@dataclass(frozen=True)
class Subject:
    """A page to measure: what its map is seen by, and what must be installed."""

    name: str
    script: Path
    shapes: str
    needs: str = "streamlit"
    query: str = ""
    others: tuple[str, ...] = ("Resident population", "GDP per person", "Population density")


_SUBJECTS = (
    Subject("one line", _PAGES / "one_line.py", ".line"),
    Subject(
        "Province Atlas", ROOT / "app.py", "path[data-adcode], [data-painted]",
        query="?lang=en&indicator=gdp-2020",
    ),
    Subject("streamlit-folium", _PAGES / "with_folium.py", "path.leaflet-interactive",
            "streamlit_folium"),
    Subject("plotly", _PAGES / "with_plotly.py", ".choroplethlayer path", "plotly"),
    Subject("pydeck", _PAGES / "with_pydeck.py", "[data-testid=stDeckGlJsonChart]", "pydeck"),
    Subject("vega-lite", _PAGES / "with_vega.py", "[data-testid=stVegaLiteChart]", "altair"),
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """What one visit took: seconds, milliseconds of the longest task, bytes."""

    first: float
    shift: float
    first_bytes: float
    change: float
    task: float
    change_bytes: float


class Wire:
    """Counts what comes over the wire."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes = 0.0
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._file)
        session.on("Network.webSocketFrameReceived", self._frame)

    def _file(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def _frame(self, event: dict[str, Any]) -> None:
        self.bytes += len(event["response"]["payloadData"]) * 3 / 4  # it is told in Base64


def visit(browser: Browser, subject: Subject, address: str) -> Run:
    """Open the page, choose other indicators, and go."""
    with browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-US") as context:
        context.add_init_script(f"const watched = {json.dumps(subject.shapes)};\n{_WATCH}")
        if subject.needs != "streamlit":  # ours asks for nothing
            for pattern, content in _ELSEWHERE.items():
                context.route(re.compile(pattern), _giving(content))
        page = context.new_page()
        wire = Wire(context.new_cdp_session(page))
        start = time.time()
        page.goto(address + subject.query, wait_until="commit")
        first = _painted(page, start)
        page.wait_for_timeout(1500)
        shift, first_bytes = _told(page, "shift"), wire.bytes
        changes = [_change(page, wire, name) for name in subject.others]
    middle = [statistics.median(values) for values in zip(*changes, strict=True)]
    return Run(first, shift, first_bytes, *middle)


def _giving(content: bytes) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=content, headers={"Access-Control-Allow-Origin": "*"})


def _change(page: Page, wire: Wire, name: str) -> tuple[float, float, float]:
    page.get_by_role("combobox").first.click()
    option = page.get_by_role("option", name=name).first
    option.wait_for()
    page.wait_for_timeout(600)
    before = wire.bytes
    option.click()
    clicked = _told(page, "clicked") / 1000
    seconds = _painted(page, clicked)
    page.wait_for_timeout(1000)
    return seconds, _told(page, "task"), wire.bytes - before


def _painted(page: Page, start: float) -> float:
    """Seconds from the start to the last stroke, after what the server sent, before the map is
    still."""
    end = time.time() + _PATIENCE
    while time.time() < end:
        last = _told(page, "painted") / 1000
        told = _told(page, "received") / 1000
        if start < told < last and time.time() - last > _STILL:
            return last - start
        page.wait_for_timeout(50)
    raise TimeoutError(f"{page.url} paints no map")


def _told(page: Page, name: str) -> float:
    return float(page.evaluate("name => globalThis.seen?.[name] ?? 0", name))


def show(results: dict[str, list[Run]]) -> None:
    """One table in Markdown, ratios first."""
    middle = {
        name: Run(*(statistics.median(getattr(r, f.name) for r in runs) for f in fields(Run)))
        for name, runs in results.items()
    }
    least = next(iter(middle.values()))
    print(
        "| | first map to one line | change to one line | first map s | layout shift | KB "
        "| change s | longest task ms | KB a change |\n|" + "---|" * 9
    )
    for name, run in middle.items():
        cells = (
            name, f"{run.first / least.first:.2f}", f"{run.change / least.change:.2f}",
            f"{run.first:.2f}", f"{run.shift:.3f}", f"{run.first_bytes / 1000:.0f}",
            f"{run.change:.3f}", f"{run.task:.0f}", f"{run.change_bytes / 1000:.1f}",
        )  # fmt: skip
        print(f"| {' | '.join(cells)} |")


def main() -> None:
    """Serve all pages, visit them in turn, print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--only", nargs="+", default=[s.name for s in _SUBJECTS])
    options.add_argument("--page", type=Path, default=ROOT / "app.py", help="of another clone")
    chosen = options.parse_args()
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        path = find_chromium(playwright)
        if path is None:
            raise SystemExit("no Chromium found")
        served = []
        for number, subject in enumerate(_SUBJECTS):
            if subject.name not in chosen.only:
                continue
            if find_spec(subject.needs) is None:
                print(f"{subject.name} is left out: {subject.needs} is not installed")
                continue
            ours = subject.script == ROOT / "app.py"
            script = chosen.page.resolve() if ours else subject.script
            server = stack.enter_context(
                serve(script, _PORT + number, folder=chosen.page.resolve().parent)
            )
            served.append((subject, server.address))
        browser = playwright.chromium.launch(**launch_options(path))
        stack.callback(browser.close)
        results: dict[str, list[Run]] = {}
        for turn in range(chosen.runs + 1):
            for subject, address in served:
                try:
                    run = visit(browser, subject, address)
                except TimeoutError as error:
                    print(f"{subject.name}, turn {turn}: {error}", file=sys.stderr)
                    continue
                if turn:  # the servers' own first runs are not measured
                    results.setdefault(subject.name, []).append(run)
    show(results)


if __name__ == "__main__":
    main()
