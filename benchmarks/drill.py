"""How long the map takes to go into a province, in a real browser: python benchmarks/drill.py

From the second click on a province until the frame in which its prefectures are drawn: the first
time, when they are fetched from the server, and again, when they are there; until their figures
are; and back up. The median of several visits, and the worst. The server has made each file once
before.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.servers import serve  # noqa: E402
from tests.browser import find_chromium, launch_options  # noqa: E402

_PORT = 8843
_QUERY = "?lang=en&indicator=population-2020"
#: Provinces with few and with many counties, large and small on the map.
_PROVINCES = ("340000", "510000", "130000", "650000", "530000")
_WATCH = """
addEventListener("dblclick", () => globalThis.since = performance.now(), true);
addEventListener("keydown", () => globalThis.since = performance.now(), true);
globalThis.drawn = [];
new MutationObserver((changes) => changes.forEach(({ target, attributeName }) => {
  const name = attributeName === "data-sheet" ? target.dataset.sheet : "figures";
  requestAnimationFrame(() => drawn.push([name, performance.now() - since]));
})).observe(document, { subtree: true, attributeFilter: ["data-sheet", "data-painted"] });
"""


def visit(page: Page, address: str, province: str, times: dict[str, list[float]]) -> None:
    """Go into a province, up, and in again."""
    page.goto(address + _QUERY)
    page.locator(".atlas-map[data-painted]").wait_for(timeout=120_000)
    page.wait_for_timeout(1500)
    for turn in ("fetched", "cached"):
        page.evaluate("() => { drawn.length = 0; }")
        page.locator(f'path[data-adcode="{province}"]').first.dblclick()
        page.locator(".atlas-map:not(.atlas-flying)[data-sheet]:not([data-sheet=''])").wait_for()
        page.locator(".atlas-main[aria-busy=false]").wait_for()
        page.wait_for_timeout(800)
        told = page.evaluate("drawn")
        times[turn].append(next(ms for name, ms in told if name.startswith(province)))
        times[f"{turn}, with figures"].append(told[-1][1])
        page.evaluate("() => { drawn.length = 0; }")
        page.keyboard.press("Escape")
        page.locator(".atlas-map[data-sheet='']:not(.atlas-flying)").wait_for()
        page.wait_for_timeout(800)
        times["up"].append(next(ms for name, ms in page.evaluate("drawn") if not name))


def main() -> None:
    """Visit each province several times, and print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    times: defaultdict[str, list[float]] = defaultdict(list)
    with sync_playwright() as playwright, serve(ROOT / "app.py", _PORT, folder=ROOT) as server:
        path = find_chromium(playwright)
        if path is None:
            raise SystemExit("no Chromium found")
        browser = playwright.chromium.launch(**launch_options(path))
        for turn in range(chosen.runs + 1):
            for province in _PROVINCES:
                with browser.new_context(viewport={"width": 1400, "height": 900}) as context:
                    context.add_init_script(_WATCH)
                    # The first visits make the files, and are not measured.
                    visit(
                        context.new_page(),
                        server.address,
                        province,
                        times if turn else defaultdict(list),
                    )
        browser.close()
    print("| | median ms | worst ms |\n|---|---|---|")
    for name, found in times.items():
        print(f"| {name} | {statistics.median(found):.0f} | {max(found):.0f} |")


if __name__ == "__main__":
    main()
