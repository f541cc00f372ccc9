"""The page in a real Chromium, with every address but the app's own refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from geo.export.data import to_json
from geo.indicators.catalogue import list_indicators
from geo.maps.pipeline import MapRequest, build
from tests.browser import app, chromium, fills, painted, repainted, the_map, visit

__all__ = ["app", "chromium"]

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
LATIN = re.compile(r"[A-Za-z]{2,}")


def expected(request: MapRequest) -> dict[str, str]:
    return {
        place["adcode"]: (
            place["colour"] if place["value"] is not None else f"url(#atlas-{place['status']})"
        )
        for place in to_json(build(request))["places"]
    }


def choose_indicator(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("combobox").first.click()
    page.get_by_role("option", name=title).first.click()


def test_the_first_map_appears_without_network(chromium: Browser, app: str) -> None:
    with visit(chromium, app) as (page, seen):
        frame = the_map(page)
        assert len(fills(frame)) == 34
        first = list_indicators()[0]
        assert fills(frame) == expected(MapRequest(first.id))
        assert page.get_by_role("heading", name=first.title.en).is_visible()
        page.wait_for_timeout(500)
        assert seen.refused == []
        assert seen.console == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_indicator_has_exactly_the_exported_colours(
    chromium: Browser, app: str, language: str
) -> None:
    catalogue = list_indicators()
    with visit(chromium, f"{app}/?lang={language}&indicator={catalogue[-1].id}") as (page, seen):
        frame = the_map(page)
        for indicator in catalogue:
            before = painted(frame)
            choose_indicator(page, indicator.title[language])
            repainted(frame, before)
            assert fills(frame) == expected(MapRequest(indicator.id, language=language))
        assert seen.console == []
        assert seen.refused == []


def test_the_language_switch_leaves_no_english_on_the_map(chromium: Browser, app: str) -> None:
    with visit(chromium, f"{app}/?lang=en&indicator=population-2020") as (page, seen):
        frame = the_map(page)
        before = painted(frame)
        page.get_by_role("button", name="中文").or_(page.get_by_text("中文")).first.click()
        repainted(frame, before)
        container = frame.locator("[data-painted]")
        assert LATIN.findall(container.inner_text()) == []
        attributes = container.evaluate(
            "node => [...node.querySelectorAll('[title],[aria-label]')]"
            ".flatMap(n => [n.title, n.getAttribute('aria-label')]).filter(Boolean).join(' ')"
        )
        assert LATIN.findall(attributes) == []
        frame.locator('path[data-adcode="340000"]').hover()
        tip = frame.locator(".atlas-tooltip").inner_text()
        assert "安徽" in tip
        assert "61,027,171 人" in tip
        assert LATIN.findall(tip) == []
        assert seen.console == []


def test_the_browsers_language_is_the_first(chromium: Browser, app: str) -> None:
    with visit(chromium, app, locale="zh-CN") as (page, _):
        the_map(page)
        assert page.get_by_role("heading", name=list_indicators()[0].title.zh).is_visible()


def test_hover_shows_value_rank_status_date_and_source(chromium: Browser, app: str) -> None:
    with visit(chromium, f"{app}/?lang=en&indicator=gdp-2020") as (page, _):
        frame = the_map(page)
        frame.locator('path[data-adcode="440000"]').hover()
        lines = frame.locator(".atlas-tooltip").inner_text().splitlines()
        assert lines[0] == "Guangdong"
        assert lines[1] == "110,760.9 100 million yuan"
        assert lines[2] == "rank 1 of 31"
        assert lines[3] == "reported, 2020"
        assert lines[-1].startswith("Source: China Statistical Yearbook 2021")


def test_a_click_selects_and_the_view_stays(chromium: Browser, app: str) -> None:
    # From a ratio to a count: the row that offers ratios must not move the map.
    with visit(chromium, f"{app}/?lang=en&indicator=gdp-per-person") as (page, seen):
        frame = the_map(page)
        frame.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(600)
        anhui = frame.locator('path[data-adcode="340000"]')
        view = "path => path.getBoundingClientRect().width"
        width = anhui.evaluate(view)
        before = painted(frame)
        anhui.click()
        repainted(frame, before)
        page.get_by_role("heading", name="All figures of Anhui").wait_for()
        page.wait_for_url("**place=340000**")
        before = painted(frame)
        choose_indicator(page, "Resident population")
        repainted(frame, before)
        assert anhui.evaluate(view) == pytest.approx(width, rel=0.01)
        assert seen.console == []


def test_small_places_can_be_found(chromium: Browser, app: str) -> None:
    with visit(chromium, f"{app}/?lang=en&indicator=gdp-2020") as (page, _):
        frame = the_map(page)
        chips = frame.locator(".atlas-chip")
        assert chips.all_inner_texts() == ["Beijing", "Tianjin", "Shanghai", "Hong Kong", "Macau"]
        chips.nth(2).hover()
        assert "Shanghai" in frame.locator(".atlas-tooltip").inner_text()
        before = painted(frame)
        chips.nth(2).click()
        repainted(frame, before)
        page.get_by_role("heading", name="All figures of Shanghai").wait_for()


@pytest.mark.parametrize("size", [(1400, 900), (1920, 1080), (1100, 800)])
def test_no_control_covers_any_territory(
    chromium: Browser, app: str, size: tuple[int, int]
) -> None:
    address = f"{app}/?lang=en&indicator=ccid-potential-foundation&k=9"
    with visit(chromium, address, width=size[0], height=size[1]) as (page, _):
        frame = the_map(page)
        page.wait_for_timeout(800)
        covered = frame.locator("[data-painted]").evaluate(
            """node => ['.atlas-legend', '.atlas-chips', '.atlas-inset'].filter(name => {
                const box = node.querySelector(name).getBoundingClientRect();
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
        )
        assert covered == []


def test_an_address_opens_the_same_map(chromium: Browser, app: str) -> None:
    with visit(chromium, f"{app}/?lang=zh&indicator=ccid-projects") as (page, _):
        frame = the_map(page)
        before = painted(frame)
        page.get_by_text("每百万人", exact=True).click()
        repainted(frame, before)
        page.wait_for_url("**per=population**")
        shared, shown = page.url, fills(frame)
    with visit(chromium, shared, locale="en-US") as (page, _):
        assert (
            fills(the_map(page)) == shown == expected(MapRequest("ccid-projects", per="population"))
        )


def test_the_other_pages_open_clean(chromium: Browser, app: str) -> None:
    for path, heading in (("figures", "The paper in figures"), ("sources", "Sources")):
        with visit(chromium, f"{app}/{path}") as (page, seen):
            page.get_by_role("heading", name=heading).wait_for()
            page.wait_for_timeout(1500)
            assert seen.refused == []
            assert seen.console == []


def test_downloads_are_the_exports(chromium: Browser, app: str) -> None:
    with visit(chromium, f"{app}/?lang=en&indicator=ccid-projects") as (page, _):
        the_map(page)
        page.get_by_role("tab", name="Export").click()
        for name, start in (("PNG", b"\x89PNG"), ("JSON", b"{"), ("PDF", b"%PDF")):
            with page.expect_download() as download:
                page.get_by_role("button", name=f"Download {name}", exact=True).last.click()
            assert Path(download.value.path()).read_bytes().startswith(start)
            assert download.value.suggested_filename.startswith("ccid-projects-en.")
