"""From the country down to a county and back in a real Chromium, by mouse, by keyboard, by touch:
what is drawn is what the exports say, and what does not change is not drawn anew."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from geo.places.hierarchy import read_hierarchy
from tests.browser import READS, app, chromium, fills, the_map, visit
from tests.drawn import fills_of

__all__ = ["app", "chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.slow(reads=READS)]

ANHUI, HEFEI, SHUSHAN, BEIJING = "340000", "340100", "340104", "110000"
FIGURES = "population-2020"

#: The fills of the sheet on top, by adcode.
TOP = """map => Object.fromEntries(
    [...map.querySelectorAll('.leaflet-pane:not(.atlas-below) > svg path[data-adcode]')]
    .map(path => [path.dataset.adcode, path.getAttribute('fill')]))"""

#: Counts what is changed of the places that lie below, from now on.
WATCH_BELOW = """map => {
    window.touched = [];
    new MutationObserver(changes => changes.forEach(({ target, attributeName }) => {
        const path = target.closest?.('path[data-adcode]');
        if (path?.closest('.leaflet-overlay-pane') && attributeName !== 'd')
            touched.push(`${path.dataset.adcode} ${attributeName}`);
    })).observe(map, { subtree: true, attributes: true, childList: true });
}"""


def top(page: Page) -> dict[str, str]:
    found: dict[str, str] = the_map(page).evaluate(TOP)
    return {adcode: re.sub(r"#atlas-\d+-", "#atlas-", fill) for adcode, fill in found.items()}


def expected(request: MapRequest) -> dict[str, str]:
    """What the JSON file of the same map says."""
    return fills_of(build(request))


def at(page: Page, sheet: str) -> None:
    """Wait until a sheet is on top and known, and the map is still."""
    page.locator(f'.atlas-map[data-sheet="{sheet}"]:not(.atlas-flying):visible').wait_for()
    page.locator(".atlas-main[aria-busy=false]").wait_for()


def shows(page: Page, request: MapRequest) -> None:
    """Wait until the sheet on top has the colours of an export."""
    wanted = expected(request)
    for _ in range(100):
        if top(page) == wanted:
            return
        page.wait_for_timeout(100)
    assert top(page) == wanted


def place(page: Page, adcode: str) -> Locator:
    return the_map(page).locator(
        f'.leaflet-pane:not(.atlas-below) > svg path[data-adcode="{adcode}"]'
    )


def trail(page: Page) -> list[str]:
    return page.get_by_role("navigation", name="Part of the country shown").get_by_role(
        "button"
    ).all_inner_texts()  # fmt: skip


def said(page: Page) -> dict[str, Any]:
    """What the address says of the part that is shown."""
    query = parse_qs(urlsplit(page.url).query)
    return {key: query[key][0] for key in ("within", "level", "place") if key in query}


def test_by_mouse(chromium: Browser, app: str, subtests: pytest.Subtests) -> None:
    below = read_hierarchy()
    part = MapRequest(FIGURES, level="prefecture", within=ANHUI)
    with visit(chromium, f"{app}/?lang=en&indicator={FIGURES}") as (page, seen):
        shown = the_map(page)
        with subtests.test("a double click goes into a province, and touches nothing else"):
            country = fills(shown)
            shown.evaluate(WATCH_BELOW)
            place(page, ANHUI).dblclick()
            at(page, f"{ANHUI}/prefecture")
            shows(page, part)
            assert set(top(page)) == set(below.members("prefecture", ANHUI))
            assert [one for one in page.evaluate("touched") if "class" not in one] == []
            assert country.items() <= fills(shown).items()
            page.wait_for_url(f"**within={ANHUI}")
            assert trail(page) == ["China", "Anhui"]
            expect(page.locator("h1.atlas-title")).to_contain_text("by prefecture, Anhui")

        with subtests.test("neighbours stay, dimmed and named"):
            below_pane = shown.locator(".leaflet-overlay-pane.atlas-below")
            # In no colour of a class, since the classes are those of the part.
            seen_as = "paths => paths.map(path => getComputedStyle(path).fill)"
            assert len(set(below_pane.locator("path[data-adcode]").evaluate_all(seen_as))) == 1
            named = shown.locator(".leaflet-marker-pane.atlas-below .atlas-label")
            assert {"Henan", "Hubei", "Jiangsu"} <= set(named.all_inner_texts())
            assert "Anhui" not in named.all_inner_texts()

        with subtests.test("ranking and table follow"):
            first = max(build(part).places, key=lambda o: o.value or 0)
            row = page.locator(".atlas-rank-row").first
            expect(row.locator(".atlas-rank-name")).to_have_text(build(part).name(first.adcode))
            page.get_by_role("radio", name="Table").click()
            expect(page.locator(".figures tbody tr")).to_have_count(16)
            page.get_by_role("radio", name="Table").click()

        with subtests.test("classes are of the part, or of the country by choice"):
            page.get_by_label("Classes of the whole country", exact=True).click()
            shows(page, MapRequest(FIGURES, level="prefecture", within=ANHUI,
                                   classes_from="country"))  # fmt: skip
            page.get_by_label("Classes of the whole country", exact=True).click()
            shows(page, part)

        with subtests.test("a button of the details goes on to the counties"):
            place(page, HEFEI).click()
            page.get_by_role("button", name="Show its counties").click()
            at(page, f"{HEFEI}/county")
            assert set(top(page)) == set(below.members("county", HEFEI))
            assert trail(page) == ["China", "Anhui", "Hefei"]
            expect(page.locator("p.atlas-sub")).to_contain_text("no figures by county")
            place(page, SHUSHAN).click()
            page.get_by_role("heading", name="All figures of Shushan").wait_for()
            page.wait_for_url(f"**place={SHUSHAN}&within={HEFEI}")

        with subtests.test("what is divided no more is not gone into"):
            place(page, SHUSHAN).dblclick()
            page.wait_for_timeout(300)
            assert said(page)["within"] == HEFEI

        with subtests.test("Escape goes up, the way back down and up again is the browser's"):
            page.keyboard.press("Escape")
            at(page, f"{ANHUI}/prefecture")
            page.wait_for_url(f"**place={HEFEI}&within={ANHUI}")
            shows(page, part)
            page.go_back()
            at(page, f"{HEFEI}/county")
            page.go_forward()
            at(page, f"{ANHUI}/prefecture")
            page.get_by_role("button", name="China").click()
            at(page, "")
            page.wait_for_url(f"**place={ANHUI}")
            assert fills(shown) == country

        with subtests.test("all counties of a province, and what an address says is shown at once"):
            page.goto(f"{app}/?lang=en&indicator=area&within={ANHUI}&level=county")
            at(page, f"{ANHUI}/county")
            assert set(top(page)) == set(below.members("county", ANHUI))
            page.get_by_label("Level", exact=True).select_option("prefecture")
            at(page, f"{ANHUI}/prefecture")
        assert seen.console == []
        assert seen.refused == []


def test_by_keyboard(chromium: Browser, app: str, subtests: pytest.Subtests) -> None:
    with visit(chromium, f"{app}/?lang=zh&indicator={FIGURES}", locale="zh-CN") as (page, seen):
        shown = the_map(page)
        voice = shown.locator(".atlas-said")
        with subtests.test("a place is found by any spelling, and gone to"):
            page.get_by_role("combobox", name="查找地区").click()
            page.keyboard.insert_text("Hefei")
            page.locator(f'.atlas-option[data-adcode="{HEFEI}"]:visible').wait_for()
            page.keyboard.press("Enter")
            at(page, f"{ANHUI}/prefecture")
            page.wait_for_url(f"**place={HEFEI}&within={ANHUI}")
            page.keyboard.press("Escape")
            assert said(page)["within"] == ANHUI  # the field has the focus
            page.keyboard.insert_text("安徽合肥蜀山区")
            page.locator(f'.atlas-option[data-adcode="{SHUSHAN}"]:visible').wait_for()
            page.keyboard.press("Enter")
            at(page, f"{HEFEI}/county")
            page.get_by_role("button", name="中国").click()
            at(page, "")

        with subtests.test("Enter chooses, and goes into what is chosen"):
            for _ in range(30):
                page.keyboard.press("Shift+Tab")
                if shown.evaluate("map => map === document.activeElement"):
                    break
            expect(voice).to_contain_text("安徽")  # where the map was left
            page.keyboard.press("Enter")
            at(page, f"{ANHUI}/prefecture")
            expect(voice).to_contain_text("安徽：16个地区")
            pointed = read_hierarchy().names["prefecture"]
            assert any(voice.inner_text().find(pointed[a].zh) > 0 for a in top(page))
            page.keyboard.press("Enter")
            page.wait_for_url("**place=34**")
            chosen = said(page)["place"]
            page.keyboard.press("Enter")
            at(page, f"{chosen}/county")
            assert set(top(page)) == set(read_hierarchy().members("county", chosen))

        with subtests.test("Escape goes up by one, to the place that was left"):
            page.keyboard.press("Escape")
            at(page, f"{ANHUI}/prefecture")
            expect(voice).to_contain_text(pointed[chosen].zh)
            page.keyboard.press("Escape")
            at(page, "")
            page.wait_for_url(f"**place={ANHUI}")
        assert seen.console == []


def test_by_touch(chromium: Browser, app: str) -> None:
    address = f"{app}/?lang=en&indicator={FIGURES}"
    with visit(chromium, address, width=390, height=844, touch=True) as (page, seen):
        place(page, ANHUI).tap()
        page.get_by_role("button", name="Show its prefectures").tap()
        at(page, f"{ANHUI}/prefecture")
        shows(page, MapRequest(FIGURES, level="prefecture", within=ANHUI))
        place(page, HEFEI).tap()
        page.get_by_role("button", name="Show its counties").tap()
        at(page, f"{HEFEI}/county")
        place(page, SHUSHAN).tap()
        page.get_by_role("heading", name="All figures of Shushan").wait_for()
        page.get_by_role("button", name="Close").tap()
        page.get_by_role("button", name="China").tap()
        at(page, "")
        # A municipality has districts at once.
        page.locator(f'[data-chip="{BEIJING}"]').tap()
        page.get_by_role("button", name="Show its counties").tap()
        at(page, f"{BEIJING}/county")
        assert set(top(page)) == set(read_hierarchy().members("county", BEIJING))
        assert seen.console == []
