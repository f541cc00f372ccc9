"""The exported HTML file in Chromium, with real keys, touches and a real wheel: at the sizes of a
phone, a tablet and screens, in both languages, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from geo.export.formats import export
from tests.browser import chromium, visit
from tests.pictures import a_map

__all__ = ["chromium"]

pytestmark = pytest.mark.browser

SIZES = ((390, 844), (560, 800), (820, 1180), (1100, 800), (1366, 768), (1400, 900), (1920, 1080),
         (2560, 1440))  # fmt: skip
PHONE = {
    "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True,
    "device_scale_factor": 2,
}  # fmt: skip

#: What stands over the map, and how many points of borders lie under each of them.
COVERED = """() => {
    const map = Object.values(window).find((one) => one instanceof L.Map);
    const frame = map.getContainer().getBoundingClientRect();
    const points = provinceAtlas.geometry().features.flatMap((feature) =>
        feature.geometry.coordinates.flat(2)).map(([x, y]) => map.latLngToContainerPoint([y, x]));
    const boxes = [...document.querySelectorAll(
        ".folium-map .atlas-box:not([hidden]), .atlas-film")];
    return Object.fromEntries(boxes.map((node) => {
        const box = node.getBoundingClientRect();
        const [left, top] = [box.left - frame.left, box.top - frame.top];
        const under = points.filter(({ x, y }) =>
            x > left && x < left + box.width && y > top && y < top + box.height);
        return [node.className.split("-").pop(), under.length];
    }));
}"""

#: Buttons that are smaller than 24 pixels, and what is cut at the right.
SMALL = """() => [...document.querySelectorAll("button")].filter((node) => {
    const { width, height } = node.getBoundingClientRect();
    return width && (width < 24 || height < 24);
}).map((node) => node.className || node.textContent)"""
CUT = """() => [...document.querySelectorAll("h1, #switch, td, th, .atlas-box, footer p")]
    .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map((node) => node.className || node.id)"""
VIEW = """() => {
    const map = Object.values(window).find((one) => one instanceof L.Map);
    return [map.getZoom(), map.getCenter().lat, map.getCenter().lng];
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("file") / "map.html"
    path.write_bytes(export(a_map("population-2020", "en"), "html"))
    return path.as_uri()


@contextmanager
def on_a_phone(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(**PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("[data-painted]")
    yield page
    context.close()


def touch(page: Page, steps: list[list[tuple[float, float]]]) -> None:
    """Put fingers down, move them from step to step, and lift them."""
    wire = page.context.new_cdp_session(page)
    down = 0
    for fingers in steps:
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(fingers)]
        kind = "touchStart" if len(fingers) > down else "touchMove"
        down = len(fingers)
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        settle(page)
    wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settle(page)


def settle(page: Page) -> None:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)))")


def test_nothing_is_covered_or_cut_at_any_size(
    chromium: Browser, address: str, subtests: pytest.Subtests
) -> None:
    with visit(chromium, address) as (page, seen):
        page.wait_for_selector("[data-painted]")
        for language in ("en", "zh"):
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                settle(page)
                with subtests.test(language=language, width=width):
                    covered = page.evaluate(COVERED)
                    boxes = set() if width < 560 else {"buttons", "legend", "chips", "inset"}
                    assert covered == dict.fromkeys(boxes, 0)
                    assert page.evaluate(SMALL) == []
                    assert page.evaluate(CUT) == []
                    assert page.locator("#switch").is_visible()
                    assert page.locator(".atlas-legend").is_visible()
                    map_box = page.locator(".folium-map").bounding_box()
                    table = page.locator("#table").bounding_box()
                    assert map_box
                    assert table
                    is_beside = table["x"] >= map_box["x"] + map_box["width"]
                    assert is_beside == (width > 900)
            page.locator("#switch").click()
        assert seen.console == []


def test_axe_finds_nothing_serious(
    chromium: Browser, address: str, subtests: pytest.Subtests
) -> None:
    with visit(chromium, address) as (page, _):
        page.wait_for_selector("[data-painted]")
        page.locator("#table td.name button").first.click()
        for scheme, language, width in (
            ("light", "en", 1400), ("dark", "en", 390), ("light", "zh-CN", 390),
            ("dark", "zh-CN", 1400),
        ):  # fmt: skip
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 900})
            if page.locator("html").get_attribute("lang") != language:
                page.locator("#switch").click()
            settle(page)
            found: list[dict[str, Any]] = Axe().run(page).response["violations"]
            with subtests.test(scheme=scheme, language=language, width=width):
                assert page.locator("html").get_attribute("lang") == language
                assert [
                    (one["id"], [node["html"] for node in one["nodes"]][:3])
                    for one in found
                    if one["impact"] in ("serious", "critical")
                ] == []


def test_the_keyboard_comes_and_goes(chromium: Browser, address: str) -> None:
    with visit(chromium, address) as (page, _):
        page.wait_for_selector("[data-painted]")
        focused = (
            "() => document.activeElement.className.split(' ')[0] || document.activeElement.id"
        )
        stops = []
        for _ in range(14):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(focused))
            assert page.locator(".atlas-tip:visible").count() <= 1
        legend = ["atlas-legend-row"]
        assert stops[:2] == ["switch", "folium-map"]
        assert stops[2:11] == [*["atlas-button"] * 3, *legend, *["atlas-chip"] * 5]
        assert page.evaluate("document.activeElement.closest('th') !== null")
        assert not page.locator(".atlas-tip").is_visible()
        for _ in range(len(stops) - 2):
            page.keyboard.press("Shift+Tab")
        assert page.evaluate(focused) == "folium-map"
        assert page.locator(".atlas-tip strong").inner_text() == "Beijing"
        before = page.locator("path[data-adcode]").evaluate_all("all => all.map((one) => one.id)")
        for key in ("ArrowDown", "ArrowDown", "ArrowLeft"):
            page.keyboard.press(key)
        place = page.locator(".atlas-tip strong").inner_text()
        assert page.locator(".atlas-said").inner_text().startswith(f"{place}, ")
        page.keyboard.press("Space")
        assert page.locator("#table tr.on td.name").inner_text() == place
        assert page.locator(".atlas-said").inner_text().endswith(", selected")
        page.keyboard.press("Escape")
        assert not page.locator(".atlas-tip").is_visible()
        assert before == page.locator("path[data-adcode]").evaluate_all(
            "all => all.map((one) => one.id)"
        )


def test_the_selection_repaints_and_a_row_points(chromium: Browser, address: str) -> None:
    with visit(chromium, address) as (page, _):
        page.wait_for_selector("[data-painted]")
        page.evaluate("document.querySelectorAll('#table tr, .atlas-chip, path').forEach((one) =>"
                      " { one.kept = true; })")  # fmt: skip
        row = page.locator("#table tbody tr").nth(2)
        row.hover()
        assert page.locator(".atlas-pointed").get_attribute("data-of") == "410000"
        assert not page.locator(".atlas-tip").is_visible()
        row.locator("button").click()
        assert page.locator(".atlas-selected").get_attribute("data-of") == "410000"
        assert page.locator("#details h2").inner_text() == "Henan"
        assert row.locator("button").evaluate("node => document.activeElement === node")
        kept = "all => all.every((one) => one.kept)"
        assert page.locator("#table tr, .atlas-chip, path[data-adcode]").evaluate_all(kept)


def test_fingers(chromium: Browser, address: str) -> None:
    with on_a_phone(chromium, address) as page:
        whole = page.evaluate(VIEW)
        box = page.locator("[data-adcode='650000']").bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.touchscreen.tap(x, y)
        assert page.locator("#details h2").inner_text() == "Xinjiang"
        tip = page.locator(".atlas-tip").bounding_box()
        assert tip
        assert page.locator(".atlas-tip strong").inner_text() == "Xinjiang"
        assert not (
            tip["x"] < x < tip["x"] + tip["width"] and tip["y"] < y < tip["y"] + tip["height"]
        )
        page.touchscreen.tap(x, box["y"] - 10)  # beside the places
        assert not page.locator(".atlas-tip").is_visible()

        touch(page, [[(x, y + 40)], [(x, y - 10)], [(x, y - 120)], [(x, y - 200)]])
        page.wait_for_function("scrollY > 150")
        assert page.evaluate(VIEW) == whole
        touch(page, [[(x, y - 100)], [(x, y)], [(x, y + 200)], [(x, y + 400)]])
        page.wait_for_function("scrollY === 0")
        touch(page, [[(x, y)], [(x + 20, y)], [(x + 60, y)]])
        page.locator(".atlas-hint.atlas-shown").wait_for()
        assert page.locator(".atlas-hint").inner_text() == "Use two fingers to move the map"
        assert page.evaluate(VIEW) == whole
        apart = [[(x + 60 - far, y + 20), (x + 60 + far, y + 20)] for far in (30, 40, 60, 75)]
        touch(page, [apart[0][:1], *apart])
        settle(page)
        assert page.evaluate(VIEW)[0] > whole[0] + 0.5
        assert page.evaluate("visualViewport.scale") == 1
        coarse = "all => all.map((one) => one.getBoundingClientRect().height)"
        chips = page.locator(".atlas-chip, .atlas-button, #switch")
        assert min(chips.evaluate_all(coarse)) >= 44


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(chromium: Browser, address: str) -> None:
    with visit(chromium, address, width=820, height=900) as (page, _):
        page.wait_for_selector("[data-painted]")
        whole = page.evaluate(VIEW)
        page.mouse.move(400, 400)
        page.mouse.wheel(0, 200)
        page.wait_for_function("scrollY > 100")
        assert page.evaluate(VIEW) == whole
        page.mouse.wheel(0, -300)
        page.wait_for_function("scrollY === 0")
        page.keyboard.down("Control")
        page.mouse.wheel(0, -200)
        page.keyboard.up("Control")
        page.wait_for_timeout(500)
        assert page.evaluate(VIEW)[0] > whole[0]
        assert page.evaluate("scrollY") == 0


def test_light_dark_print_and_less_motion(chromium: Browser, address: str) -> None:
    ground = "() => getComputedStyle(document.querySelector('.folium-map')).backgroundColor"
    with visit(chromium, address) as (page, _):
        page.wait_for_selector("[data-painted]")
        fill = page.locator("[data-adcode='110000']").get_attribute("fill")
        assert page.evaluate(ground) == "rgb(255, 255, 255)"
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert page.evaluate(ground) == "rgb(23, 24, 26)"
        assert page.locator("[data-adcode='110000']").get_attribute("fill") == fill
        whole = page.evaluate(VIEW)
        page.locator(".atlas-zoom-in").click()
        assert page.evaluate(VIEW)[0] == pytest.approx(whole[0] + 0.5)
        assert page.locator(".leaflet-zoom-anim").count() == 0
        page.emulate_media(media="print", color_scheme="dark")
        printed = "() => getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(printed) == "rgb(255, 255, 255)"
        paper = page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2  # the picture, then the table
