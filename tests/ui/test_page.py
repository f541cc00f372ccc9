"""The page in a real Chromium that reaches nothing but this machine: a walk in each language. What
needs no browser is in test_app."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from geo.indicators.catalogue import list_indicators
from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from tests.browser import READS, app, chromium, fills, painted, repainted, the_map, visit
from tests.drawn import fills_of

__all__ = ["app", "chromium"]

pytestmark = pytest.mark.browser

LATIN = re.compile(r"[A-Za-z]{2,}")
SIZES = ((1920, 1080), (1100, 800), (1400, 900))

#: What of the controls on the map lies over a place.
COVERED = """node => ['.atlas-legend', '.atlas-chips', '.atlas-inset'].filter(name => {
    const box = node.querySelector(name)?.getBoundingClientRect();
    if (!box) return false; // it stands beside a small map
    return [...node.querySelectorAll('path[data-adcode]')].some(path => {
        const at = path.getScreenCTM();
        for (let i = 0, n = path.getTotalLength(); i < n; i += 3) {
            const p = path.getPointAtLength(i).matrixTransform(at);
            if (p.x > box.left && p.x < box.right && p.y > box.top && p.y < box.bottom)
                return true;
        }
        return false;
    });
})"""


def expected(request: MapRequest) -> dict[str, str]:
    return fills_of(build(request))


def choose_indicator(page: Page, title: str) -> None:
    """Choose another indicator, and wait until it is painted."""
    before = painted(the_map(page))
    page.get_by_role("combobox", name=re.compile("^(Indicator|指标)")).click()
    offered = page.get_by_role("listbox", name=re.compile("^(Indicator|指标)"))
    offered.get_by_role("option", name=title, exact=True).click()
    repainted(the_map(page), before)


def tip(frame: Locator, name: str) -> list[str]:
    """What is said of the place under the pointer."""
    return frame.locator(".atlas-tip", has_text=name).inner_text().splitlines()


def tip_of(frame: Locator, adcode: str, name: str) -> list[str]:
    frame.locator(f'path[data-adcode="{adcode}"]').hover()
    return tip(frame, name)


@pytest.mark.slow(reads=READS)
def test_a_walk_in_english(chromium: Browser, app: str, subtests: pytest.Subtests) -> None:
    catalogue = list_indicators()
    with visit(chromium, app) as (page, seen):
        frame = the_map(page)
        with subtests.test("the first map appears without network"):
            assert len(fills(frame)) == 34
            assert fills(frame) == expected(MapRequest(catalogue[0].id))
            assert page.get_by_role("heading", name=catalogue[0].title.en).is_visible()
            page.wait_for_timeout(500)
            assert seen.refused == []
            assert seen.console == []

        with subtests.test("indicators of each kind have exactly the exported colours"):
            # What is sent to be painted is compared for every indicator in test_pages.py.
            kinds = {(i.kind, i.boundaries): i for i in catalogue[1:]}
            for indicator in (*kinds.values(), catalogue[0]):
                choose_indicator(page, indicator.title.en)
                assert fills(frame) == expected(MapRequest(indicator.id)), indicator.id

        with subtests.test("hovering shows value, rank, status and date"):
            choose_indicator(page, title_of("gdp-2020"))
            lines = tip_of(frame, "440000", "Guangdong")
            assert lines[0] == "Guangdong"
            assert lines[1] == "11,076.09 billion yuan"
            assert lines[2:] == ["rank 1 of 31, reported, 2020"]  # the source is in the details

        with subtests.test("small places can be found"):
            chips = frame.locator(".atlas-chip")
            assert chips.all_inner_texts() == [
                "Beijing", "Tianjin", "Shanghai", "Hong Kong", "Macau",
            ]  # fmt: skip
            chips.nth(2).hover()
            assert tip(frame, "Shanghai")[0] == "Shanghai"
            before = painted(frame)
            chips.nth(2).click()
            repainted(frame, before)
            page.get_by_role("heading", name="All figures of Shanghai").wait_for()

        with subtests.test("downloads are the exports"):
            choose_indicator(page, title_of("ccid-projects"))
            page.get_by_role("radio", name="Export").click()
            for name, start in (("PNG", b"\x89PNG"), ("PDF", b"%PDF")):
                with page.expect_download() as download:
                    page.get_by_role("button", name=f"Download {name}", exact=True).last.click()
                assert Path(download.value.path()).read_bytes().startswith(start)
                assert download.value.suggested_filename.startswith("ccid-projects-en.")

        with subtests.test("a click selects and the view stays"):
            # From a ratio to a count: the row that offers ratios must not move the map.
            choose_indicator(page, title_of("gdp-per-person"))
            frame.locator(".atlas-zoom-in").click()
            page.wait_for_timeout(600)
            anhui = frame.locator('path[data-adcode="340000"]')
            width = anhui.evaluate("path => path.getBoundingClientRect().width")
            before = painted(frame)
            anhui.click()
            repainted(frame, before)
            page.get_by_role("heading", name="All figures of Anhui").wait_for()
            page.wait_for_url("**place=340000**")
            choose_indicator(page, "Resident population")
            shown = anhui.evaluate("path => path.getBoundingClientRect().width")
            assert shown == pytest.approx(width, rel=0.01)

        with subtests.test("the language switch leaves no English on the map"):
            before = painted(frame)
            page.get_by_role("button", name="中文").or_(page.get_by_text("中文")).first.click()
            repainted(frame, before)
            check_chinese(frame)

        with subtests.test("the other pages open clean"):
            for path, heading in (("figures", "The paper in figures"), ("sources", "Sources")):
                page.goto(f"{app}/{path}")
                page.get_by_role("heading", name=heading).wait_for()
                page.wait_for_timeout(1500)
        assert seen.refused == []
        assert seen.console == []


def title_of(indicator: str, language: str = "en") -> str:
    (title,) = (one.title for one in list_indicators() if one.id == indicator)
    return title[language]  # type: ignore[index]


def check_chinese(frame: Locator) -> None:
    assert LATIN.findall(frame.inner_text()) == []
    attributes = frame.evaluate(
        "node => [...node.querySelectorAll('[title],[aria-label]')]"
        ".flatMap(n => [n.title, n.getAttribute('aria-label')]).filter(Boolean).join(' ')"
    )
    assert LATIN.findall(attributes) == []
    told = "\n".join(tip_of(frame, "340000", "安徽"))
    newest = next(o.value for o in build(MapRequest("population")).places if o.adcode == "340000")
    assert f"{newest:,.0f} 人" in told
    assert LATIN.findall(told) == []


def test_a_walk_in_chinese(chromium: Browser, app: str, subtests: pytest.Subtests) -> None:
    with visit(chromium, app, locale="zh-CN") as (page, seen):
        with subtests.test("the browser's language is the first"):
            frame = the_map(page)
            assert page.get_by_role("heading", name=list_indicators()[0].title.zh).is_visible()

        choose_indicator(page, title_of("ccid-projects", "zh"))
        before = painted(frame)
        page.get_by_text("每百万人", exact=True).click()
        repainted(frame, before)
        page.wait_for_url("**per=population**")
        shared, shown = page.url, fills(frame)
        assert seen.console == []
        assert seen.refused == []
    with subtests.test("an address opens the same map"):
        assert "lang=zh" in shared
        with visit(chromium, shared, locale="en-US") as (page, _):
            assert fills(the_map(page)) == shown
            assert shown == expected(MapRequest("ccid-projects", per="population"))


@pytest.mark.slow(reads=READS)
def test_the_room_for_controls_and_the_way_to_the_network(
    chromium: Browser, app: str, subtests: pytest.Subtests
) -> None:
    address = f"{app}/?lang=en&indicator=ccid-potential-foundation&k=9"
    with visit(chromium, address) as (page, seen):
        frame = the_map(page)
        for width, height in SIZES:
            with subtests.test("no control covers any territory", width=width, height=height):
                page.set_viewport_size({"width": width, "height": height})
                page.wait_for_timeout(800)
                assert frame.evaluate(COVERED) == []

        asked = "address => fetch(address, {mode: 'no-cors'}).then(() => 'there', () => 'refused')"
        for other in ("https://example.org/", "http://192.0.2.1/", "http://localhost:9/"):
            with subtests.test("the page reaches nothing but this machine, and says so"):
                assert page.evaluate(asked, other) == "refused"
                assert any(f"'{other}' violates" in line for line in seen.console)
