"""The map's page in windows of each size, with keys, and under a finger: all of it in reach."""

from __future__ import annotations

from itertools import groupby

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import READS, app, chromium, the_map, visit

__all__ = ["app", "chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.slow(reads=READS)]

#: The part of the page that has the focus.
PART = """() => {
    const parts = {
        top: ".st-key-atlas_top", controls: ".atlas-controls", ratios: ".atlas-ratios",
        map: ".atlas-map", sorts: ".atlas-sorts", ranking: ".atlas-rank",
        details: ".atlas-details", content: ".stMain",
    };
    const node = document.activeElement;
    return Object.keys(parts).find(part => node.closest(parts[part])) ?? "document";
}"""

#: A stop of the tabulator by what it is.
STOP = """() => {
    const node = document.activeElement;
    return `${node.tagName} ${node.ariaLabel || node.textContent.slice(0, 30)}`;
}"""


def walk(page: Page, key: str, until: str) -> list[str]:
    """Press a key until a part is reached; the parts that were passed through, stop by stop."""
    stops: list[str] = []
    while not stops or stops[-1] != until:
        page.keyboard.press(key)
        stops.append(page.evaluate(PART))
        assert len(stops) < 60, stops
    return stops


def test_the_tabulator_passes_through_and_comes_back(chromium: Browser, app: str) -> None:
    with visit(chromium, f"{app}/?lang=en&indicator=ccid-projects&place=340000") as (page, seen):
        the_map(page)
        page.get_by_role("heading", name="All figures of Anhui").wait_for()
        stops = walk(page, "Tab", "details")
        parts = [part for part, _ in groupby(stops) if part not in ("document", "content")]
        assert parts == ["top", "controls", "ratios", "map", "sorts", "ranking", "details"]
        # Each of these is one stop, whatever lies in it; arrow keys lead through them.
        assert stops.count("ranking") == stops.count("details") == 1
        assert stops.count("controls") == 7
        # The map, its three buttons, its legend, and the five places too small to point at.
        assert stops.count("map") == 1 + 3 + 1 + 5
        back = [part for part, _ in groupby(walk(page, "Shift+Tab", "top"))]
        assert back == ["ranking", "sorts", "map", "ratios", "controls", "top"]
        walk(page, "Tab", "details")
        page.keyboard.press("Tab")
        assert page.evaluate(PART) == "details"  # what closes them, and what goes into the place
        page.keyboard.press("Tab")
        assert page.evaluate(PART) == "content"
        assert "Table" in page.evaluate(STOP)
        for _ in range(4):
            page.keyboard.press("Tab")
        assert page.evaluate(PART) not in ("map", "controls", "ranking", "details")
        assert seen.console == []


# -- a phone --------------------------------------------------------------------------------------

#: What of the ranking is cut: figures that do not fit, and bars that are no bars.
CUT = """() => [...document.querySelectorAll('.atlas-rank-row')].flatMap((row) => {
    const value = row.querySelector('.atlas-rank-value');
    const bar = row.querySelector('.atlas-rank-bar span').getBoundingClientRect();
    const right = value.getBoundingClientRect().right;
    const whole = value.scrollWidth <= value.clientWidth + 1 && right <= innerWidth;
    return whole && bar.width >= 2 && bar.height >= 3 ? [] : [row.innerText];
})"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_phone_shows_and_opens_all_that_a_desk_does(
    chromium: Browser, app: str, language: str, subtests: pytest.Subtests
) -> None:
    address = f"{app}/?lang={language}&indicator=gdp-2020"
    with visit(chromium, address, width=390, height=844, touch=True) as (page, seen):
        shown = the_map(page)
        with subtests.test("indicator and language are in sight, and nothing need be opened"):
            for part in (
                page.get_by_role("combobox").first,
                page.get_by_text("English", exact=True),
                page.get_by_text("中文", exact=True),
            ):
                expect(part).to_be_in_viewport(ratio=1)

        with subtests.test("figures of the ranking are whole"):
            most = {"en": "11,076", "zh": "110,761"}[language]  # billion yuan, 亿元
            expect(page.locator(".atlas-rank-value", has_text=most)).to_have_count(1)
            assert page.evaluate(CUT) == []

        with subtests.test("a finger over the map scrolls the page"):
            assert swiped(page, ".atlas-map") > 100
            page.locator(".stMain").evaluate("main => main.scrollTop = 0")

        with subtests.test("a tap opens the details as a sheet that can be closed"):
            place = shown.locator('path[data-adcode="650000"]')
            place.scroll_into_view_if_needed()
            box = place.bounding_box()
            assert box is not None
            page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            sheet = page.locator(".atlas-details")
            expect(sheet).to_be_visible()
            expect(sheet).to_be_in_viewport()
            here = sheet.bounding_box()
            assert here is not None
            assert here["x"] == 0
            assert here["width"] == 390
            assert here["y"] + here["height"] == pytest.approx(844, abs=1)
            assert here["height"] < 844 / 2
            close = page.locator(".atlas-close")
            size = close.bounding_box()
            assert size is not None
            assert min(size["width"], size["height"]) >= 44
            close.tap()
            expect(sheet).to_be_hidden()
        assert seen.console == []


def swiped(page: Page, over: str) -> float:
    """How far the page scrolls when one finger goes up over something."""
    box = page.locator(over).first.bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    session.send("Input.dispatchTouchEvent", touch)
    for step in range(1, 11):
        touch = {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 25 * step}]}
        session.send("Input.dispatchTouchEvent", touch)
        page.wait_for_timeout(16)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(400)
    scrolled: float = page.locator(".stMain").evaluate("main => main.scrollTop")
    return scrolled


# -- a desk ---------------------------------------------------------------------------------------

#: The lowest edge of what must be seen at once.
LOWEST = """() => Object.fromEntries(
    ['h1.atlas-title', '.atlas-map', '.atlas-legend', '.atlas-notes p'].map(name =>
        [name, Math.round(document.querySelector(name).getBoundingClientRect().bottom)]))"""


@pytest.mark.parametrize("path", ["", "rollout"])
def test_map_legend_and_source_are_seen_without_scrolling(
    chromium: Browser, app: str, path: str, subtests: pytest.Subtests
) -> None:
    with visit(chromium, f"{app}/{path}?lang=en", width=1366, height=768) as (page, _):
        the_map(page)
        page.locator(".atlas-legend").wait_for()
        for language in ("en", "zh"):
            with subtests.test("on a small laptop", language=language):
                page.wait_for_timeout(800)
                lowest = page.evaluate(LOWEST)
                assert {name: edge for name, edge in lowest.items() if edge > 768} == {}
            page.get_by_text("中文", exact=True).click()
            page.locator("html[lang=zh-CN]").wait_for(state="attached")
        with subtests.test("the map grows with the window"):
            page.set_viewport_size({"width": 2560, "height": 1300})
            page.wait_for_timeout(800)
            box = the_map(page).bounding_box()
            assert box is not None
            assert box["height"] >= (1000 if not path else 850)
