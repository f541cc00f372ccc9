"""A real Chromium for tests: found or skipped with the reason, and cut off from every address but
the one under test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, Route, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
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
    own = Path(playwright.chromium.executable_path)
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
    browser: Browser, address: str, *, width: int = 1400, height: int = 900, locale: str = "en-US"
) -> Iterator[tuple[Page, Seen]]:
    """Open an address with every other origin refused; console and page errors are recorded."""
    seen = Seen()
    origin = "file:" if address.startswith("file:") else "/".join(address.split("/")[:3])
    context = browser.new_context(viewport={"width": width, "height": height}, locale=locale)

    def gate(route: Route) -> None:
        if route.request.url.startswith((origin, "data:", "blob:")):
            route.continue_()
        else:
            seen.refused.append(route.request.url)
            route.abort()

    context.route("**/*", gate)
    page = context.new_page()
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
