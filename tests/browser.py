"""A real Chromium for tests: found or skipped with the reason, and cut off from every address but
the one under test; the app as a user runs it; and what a map on its page shows."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserType,
    Error,
    Locator,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.slow import up_to

ROOT = Path(__file__).parents[1]

#: What a walk over the page reads: it is slow, and left out while nothing of this has changed.
READS = (*up_to("ui"), "app.py", ".streamlit/*", "tests/browser.py")

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # Nothing but this machine is reached. A route for every request would say so too, but it turns
    # the browser's cache off.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip

# Streamlit's own: browser features that Chromium no longer knows, and two addresses that it first
# looks for below the page it was opened on.
_NOT_OURS = ("Unrecognized feature:", "can escape its sandboxing")
_LOOKED_FOR = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Seen:
    """What a page did besides showing itself."""

    console: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def find_chromium(playwright: Playwright) -> str | None:
    """Playwright's own Chromium, else the system's."""
    return path_of(playwright.chromium)


def path_of(kind: BrowserType) -> str | None:
    own = Path(kind.executable_path)
    return str(own) if own.is_file() else next(filter(None, map(shutil.which, _NAMES)), None)


def launch_options(path: str) -> dict[str, Any]:
    return {"executable_path": path, "args": list(_FLAGS)}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser; without one the test is skipped, or fails where PROVINCE_ATLAS_NO_SKIP is set."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            reason = (
                "no Chromium found: run 'python -m playwright install chromium', or install "
                "the system's (Debian: apt install chromium)"
            )
            if os.environ.get("PROVINCE_ATLAS_NO_SKIP"):
                pytest.fail(reason)
            pytest.skip(reason)
        browser = playwright.chromium.launch(**launch_options(path))
        yield browser
        browser.close()


@contextmanager
def visit(
    browser: Browser,
    address: str,
    *,
    width: int = 1400,
    height: int = 900,
    locale: str = "en-US",
    touch: bool = False,
) -> Iterator[tuple[Page, Seen]]:
    """Open an address, on a phone where it is touched; what is asked of any other origin, and
    console and page errors are recorded."""
    seen = Seen()
    origin = "file:" if address.startswith("file:") else "/".join(address.split("/")[:3])
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=locale,
        has_touch=touch,
        is_mobile=touch,
    )

    def asked(url: str) -> None:
        if not url.startswith((origin, origin.replace("http", "ws", 1), "data:", "blob:")):
            seen.refused.append(url)

    context.on("request", lambda request: asked(request.url))
    page = context.new_page()
    page.on("websocket", lambda socket: asked(socket.url))
    page.on(
        "console",
        lambda message: (
            None
            if any(text in message.text for text in _NOT_OURS)
            or message.location["url"].endswith(_LOOKED_FOR)
            else seen.console.append(f"{message.type}: {message.text}")
        ),
    )
    page.on("pageerror", lambda error: seen.console.append(f"error: {error}"))
    try:
        page.goto(address)
        yield page, seen
    finally:
        with suppress(Error):  # the browser may be gone, and the test has already said why
            context.close()


@contextmanager
def serving(log: Path, port: int | None = None) -> Iterator[str]:
    """The app's address; it runs as a user runs it, at a port of its own, until it is ended."""
    with socket.socket() as probe:
        if port is None:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    with log.open("a", encoding="utf-8") as output:
        server = subprocess.Popen(
            [
                sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true",
                "--server.port", str(port), "--server.address", "127.0.0.1",
            ],
            cwd=ROOT, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urlopen(f"{address}/_stcore/health").close()
                break
            except OSError:
                assert server.poll() is None, log.read_text(encoding="utf-8")
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app's address."""
    with serving(tmp_path_factory.mktemp("app") / "log.txt") as address:
        yield address


#: Where the places change, each set of them has a map of its own, and one is seen.
_MAP = ".atlas-map[data-painted]:visible"


def the_map(page: Page) -> Locator:
    """The map that is seen, once it is painted."""
    shown = page.locator(_MAP)
    shown.wait_for(timeout=120_000)
    return shown


def painted(shown: Locator) -> str:
    """What the map shows now, in a text that changes with it."""
    return shown.get_attribute("data-painted") or ""


def repainted(shown: Locator, before: str) -> None:
    """Wait until the map shows something else, or another map is there."""
    shown.page.locator(f'{_MAP}:not([data-painted="{before}"])').wait_for(timeout=30_000)


def still(shown: Locator) -> None:
    """Wait until no run is under way, and neither the map nor what is drawn on it moves."""
    quiet(shown.page)
    where = """map => [map, map.querySelector("path[data-adcode]")].flatMap(node => {
        const { x, y, width, height } = node.getBoundingClientRect();
        return [x, y, width, height];
    })"""
    before: list[list[float]] = []
    while len(before) < _STILL or any(one != before[-1] for one in before[-_STILL:]):
        assert len(before) < _LONGEST, f"the map never stands still: {before[-_STILL:]}"
        before.append(shown.evaluate(where))
        shown.page.wait_for_timeout(100)


def quiet(page: Page) -> None:
    """Wait until no run of the page is under way."""
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=60_000
    )


# Tenths of a second that a map has not moved when it stands still, and that are waited for it.
_STILL, _LONGEST = 5, 600


def fills(shown: Locator) -> dict[str, str]:
    """The fill of each place, by adcode; a hatch by the name that it has in a page's first map."""
    found: dict[str, str] = shown.locator("path[data-adcode]").evaluate_all(
        "paths => Object.fromEntries(paths.map(p => [p.dataset.adcode, p.getAttribute('fill')]))"
    )
    return {adcode: re.sub(r"#atlas-\d+-", "#atlas-", fill) for adcode, fill in found.items()}
