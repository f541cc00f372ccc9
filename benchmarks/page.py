"""How long the page takes in a real browser: python benchmarks/page.py

The first map after navigation, and the change to another indicator after the click, with the bytes
that go over the wire. As a measure of the machine, the time Streamlit alone takes to show one line
of text stands beside them, from the same browser. Medians of several runs.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
RUNS = 7

from tests.browser import find_chromium, launch_options  # noqa: E402


@contextmanager
def serve(script: Path, port: int) -> Iterator[str]:
    """Run a Streamlit script; its address."""
    server = subprocess.Popen(
        [
            sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true",
            "--server.port", str(port), "--server.address", "127.0.0.1",
        ],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        time.sleep(6)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def first_line(browser: Browser, address: str) -> float:
    page = browser.new_page()
    start = time.perf_counter()
    page.goto(address)
    page.get_by_text("one line").wait_for()
    seconds = time.perf_counter() - start
    page.close()
    return seconds


def first_map(browser: Browser, address: str) -> tuple[float, list[tuple[float, int]]]:
    """Seconds to the first map, then seconds and bytes of changes to other indicators."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    received: list[int] = []

    def count(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: received.append(len(frame)))

    page.on("websocket", count)
    start = time.perf_counter()
    page.goto(f"{address}?lang=en&indicator=gdp-2020")
    frame = page.frame_locator("iframe[title='streamlit_folium.st_folium']")
    frame.locator("[data-painted]").wait_for()
    first = time.perf_counter() - start
    changes = []
    for title in ("Resident population", "New-infrastructure projects", "GDP per person"):
        page.wait_for_timeout(800)
        before = frame.locator("[data-painted]").get_attribute("data-painted")
        page.get_by_test_id("stSidebar").get_by_role("combobox").first.click()
        option = page.get_by_role("option", name=title).first
        option.wait_for()
        received.clear()
        start = time.perf_counter()
        option.click()
        frame.locator(f"[data-painted]:not([data-painted='{before}'])").wait_for()
        changes.append((time.perf_counter() - start, _settled(page, received)))
    page.close()
    return first, changes


def _settled(page: Page, received: list[int]) -> int:
    page.wait_for_timeout(500)
    return sum(received)


def main() -> None:
    """Print one table in Markdown."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        plain = Path(folder) / "plain.py"
        plain.write_text("import streamlit as st\nst.write('one line')\n", encoding="utf-8")
        path = find_chromium(playwright)
        if path is None:
            raise SystemExit("no Chromium found")
        browser = playwright.chromium.launch(**launch_options(path))
        with serve(ROOT / "app.py", 8741) as ours, serve(plain, 8742) as peer:
            first_map(browser, ours)  # the server's own first run is not measured
            first_line(browser, peer)
            runs = [(first_line(browser, peer), *first_map(browser, ours)) for _ in range(RUNS)]
        browser.close()
    line = statistics.median(run[0] for run in runs)
    first = statistics.median(run[1] for run in runs)
    change = statistics.median(seconds for run in runs for seconds, _ in run[2])
    size = statistics.median(size for run in runs for _, size in run[2])
    print("| | seconds | times one line of Streamlit |\n|---|---|---|")
    for name, seconds in (("one line", line), ("first map", first), ("another indicator", change)):
        print(f"| {name} | {seconds:.2f} | {seconds / line:.2f} |")
    print(f"\nA change receives {size / 1000:.1f} KB in all, table and ranking included.")


if __name__ == "__main__":
    main()
