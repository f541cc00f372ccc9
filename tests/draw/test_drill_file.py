"""The HTML file whose provinces can be gone into, in Chromium, with a real mouse, real keys and
real touches."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from geo.export.formats import export
from geo.maps.by_province import build_by_province
from geo.maps.request import MapRequest
from tests.browser import chromium, visit
from tests.pictures import a_map
from tests.slow import up_to

__all__ = ["chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.slow(reads=up_to("export"))]

SICHUAN = "510000"
#: Where the name of a province stands in the window.
AT = """(adcode) => {
    const map = Object.values(window).find((one) => one instanceof L.Map);
    const found = provinceAtlas.geometry().features.find((f) => f.properties.adcode === adcode);
    const [x, y] = found.properties.label;
    const at = map.latLngToContainerPoint([y, x]);
    const frame = map.getContainer().getBoundingClientRect();
    return [frame.left + at.x, frame.top + at.y];
}"""
FILLS = """() => Object.fromEntries(
    [...document.querySelectorAll(".leaflet-sheet-1-pane path[data-adcode]")]
        .map((path) => [path.dataset.adcode, path.getAttribute("fill")]))"""


@cache
def the_file() -> bytes:
    return export(build_by_province(MapRequest("population-2020")), "html")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "china.html"
    file.write_bytes(the_file())
    return file


def test_the_file_is_small_and_the_same_each_time() -> None:
    assert len(the_file()) < 900_000
    assert export(build_by_province(MapRequest("population-2020")), "html") == the_file()


def is_within(page: Page, name: str) -> None:
    """The page shows a part of the country, and says so."""
    page.wait_for_function("(name) => document.title.includes(name)", arg=name)
    assert page.locator(".atlas-trail [aria-current]").inner_text() == name


def test_provinces_are_gone_into_by_mouse_and_keys(chromium: Browser, path: Path) -> None:
    with visit(chromium, path.as_uri(), width=1366, height=768) as (page, seen):
        page.wait_for_function("() => provinceAtlas.opens('510000')")
        assert not page.evaluate("provinceAtlas.opens('110000')")  # nothing of this level in it
        page.mouse.dblclick(*page.evaluate(AT, SICHUAN))
        is_within(page, "Sichuan")
        part = a_map("population-2020", "en", within=SICHUAN, classes_from="country")
        colours = {o.adcode: part.colour_of(o) for o in part.places}
        assert page.evaluate(FILLS) == colours
        assert page.locator("#table tbody tr").count() == 21
        page.click("#switch")
        is_within(page, "四川")
        assert page.locator("h1").inner_text() == "2020年四川分地市普查常住人口"
        page.click("#switch")
        page.locator(".atlas-trail button").first.click()
        page.wait_for_function("() => document.title.includes('by province')")
        for _ in range(8):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("document.activeElement.matches('.folium-map')"):
                break
        page.keyboard.press("Enter")  # chosen already: the province that was left
        is_within(page, "Sichuan")
        page.keyboard.press("Escape")
        page.wait_for_function("() => document.title.includes('by province')")
        assert not seen.console


def test_provinces_are_gone_into_by_touch(chromium: Browser, path: Path) -> None:
    with visit(chromium, path.as_uri(), width=390, height=844, touch=True) as (page, seen):
        page.wait_for_function("() => provinceAtlas.opens('510000')")
        page.touchscreen.tap(*page.evaluate(AT, SICHUAN))
        button = page.locator("#details .open")
        button.scroll_into_view_if_needed()
        button.tap()
        is_within(page, "Sichuan")
        page.locator(".atlas-trail button").first.tap()
        page.wait_for_function("() => document.title.includes('by province')")
        assert not seen.console
