"""Time on the page in a real Chromium, with real keys, clicks and touches: the list searched in
both languages, slider and film, the change between two periods, and the lines through time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from geo.indicators.derive import load_indicator
from geo.maps.pipeline import MapRequest, build
from geo.model.maps import Choropleth
from geo.model.numbers import format_period
from geo.tables.indicator import join_work
from geo.tables.work import Work, open_pasted
from tests.browser import READS, app, chromium, fills, painted, repainted, the_map, visit
from tests.drawn import draw, fills_of

__all__ = ["app", "chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.slow(reads=READS)]

MANY = "population"
YEARS = "省份\t2019年\t2020年\t2021年\n安徽\t1\t2\t6\n河北\t4\t3\t5\n广东\t8\t\t9\n"


def shows(page: Page, choropleth: Choropleth) -> None:
    """Wait until the map has the colours of an export."""
    wanted = fills_of(choropleth)
    for _ in range(150):
        if fills(the_map(page)) == wanted:
            return
        page.wait_for_timeout(100)
    assert fills(the_map(page)) == wanted


def search(page: Page, words: str) -> list[str]:
    """Open the list by a click and write into its field; the titles that are left."""
    page.get_by_role("combobox", name=re.compile("^(Indicator|指标)")).click()
    expect(page.get_by_role("combobox", name=re.compile("^(Search|按词)"))).to_be_focused()
    page.keyboard.insert_text(words)
    return page.locator(".atlas-option:visible").all_inner_texts()


def bar(page: Page) -> Locator:
    return page.locator(".atlas-film:visible")


def slide(page: Page, *keys: str) -> str:
    """Click the slider and press keys on it; the period that it says then."""
    bar(page).locator(".atlas-film-slider").click()
    for key in keys:
        page.keyboard.press(key)
    return bar(page).get_attribute("data-period") or ""


@pytest.mark.parametrize(
    ("language", "words", "others"), [("en", "宽带", "traffic"), ("zh", "broadband", "流量")]
)
def test_the_list_is_searched_in_both_languages(
    chromium: Browser, app: str, language: str, words: str, others: str
) -> None:
    chosen = load_indicator("broadband-subscribers").title[language]
    with visit(chromium, f"{app}/?lang={language}&indicator={MANY}") as (page, seen):
        before = painted(the_map(page))
        assert chosen in search(page, words)
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(others)
        left = page.locator(".atlas-option:visible").all_inner_texts()
        assert left
        assert chosen not in left
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(f"{words} {chosen}")
        page.keyboard.press("Enter")
        repainted(the_map(page), before)
        expect(page.locator("h1.atlas-title")).to_contain_text(chosen.split()[0])
        shows(page, build(MapRequest("broadband-subscribers", language=language)))  # type: ignore[arg-type]
        assert seen.console == []
        assert seen.refused == []


def test_a_walk_through_time(chromium: Browser, app: str, subtests: pytest.Subtests) -> None:
    periods = load_indicator(MANY).periods
    with visit(chromium, f"{app}/?lang=en&indicator={MANY}") as (page, seen):
        shown = the_map(page)
        with subtests.test("the slider shows each period in the classes of all"):
            expect(page.get_by_label("Same classes for all periods")).not_to_be_checked()
            for keys, period in ((("Home",), periods[0]), (("End", "ArrowLeft"), periods[-2])):
                assert slide(page, *keys) == period
                shows(page, build(MapRequest(MANY, period=period, classes_of="all")))
                expect(page.locator("h1.atlas-title")).to_contain_text(period)
            page.wait_for_url(f"**period={periods[-2]}&classes=all**")
            expect(page.get_by_label("Same classes for all periods")).to_be_checked()

        with subtests.test("the film plays to its end"):
            slide(page, "End", "ArrowLeft", "ArrowLeft")
            page.get_by_role("button", name="Play").click()
            bar(page).and_(page.locator(f'[data-period="{periods[-1]}"]')).wait_for()
            page.get_by_role("button", name="Play").wait_for()
            shows(page, build(MapRequest(MANY, classes_of="all")))

        with subtests.test("the change per year is that of the export, and is ranked"):
            page.get_by_label("Same classes for all periods").click()
            page.get_by_label("Show", exact=True).press("End")
            expect(page.locator("h1.atlas-title")).to_contain_text("Average annual growth")
            page.get_by_label("From", exact=True).press("ArrowUp")
            wish = {"change": "per_year", "since": periods[1]}
            wanted = build(MapRequest(MANY, **wish))  # type: ignore[arg-type]
            shows(page, wanted)
            page.wait_for_url(f"**change=per_year&since={periods[1]}**")
            present = [o for o in wanted.places if o.value is not None]
            first = max(present, key=lambda o: o.value or 0)
            row = page.locator(".atlas-rank-row").first
            expect(row.locator(".atlas-rank-name")).to_have_text(wanted.name(first.adcode))
            assert slide(page, "End", "ArrowLeft") == periods[-2]
            wish["period"] = periods[-2]
            shows(page, build(MapRequest(MANY, classes_of="all", **wish)))  # type: ignore[arg-type]

        with subtests.test("a line through time stands in the details and in the tip"):
            before = painted(shown)
            page.locator(".atlas-rank-row").first.click()
            repainted(shown, before)
            line = page.locator(".atlas-details .atlas-series svg")
            said = line.get_attribute("aria-label") or ""
            assert said.startswith(f"{wanted.name(first.adcode)}: {periods[0]}: ")
            assert "sum of the 31 places" in said
            assert f"{periods[0]} = 100" in said
            assert line.locator("polyline").count() == 2
            shown.locator('path[data-adcode="650000"]').hover()
            expect(shown.locator(".atlas-tip .atlas-series svg")).to_be_visible()

        with subtests.test("another indicator comes alone, with its change"):
            search(page, "R&D intensity")
            page.keyboard.press("Enter")
            intensity = load_indicator("rd-intensity")
            request = MapRequest(intensity.id, change="per_year", since=intensity.periods[0])
            shows(page, build(request))
        assert seen.console == []
        assert seen.refused == []


def test_a_table_of_ones_own_has_slider_and_change(
    chromium: Browser, app: str, subtests: pytest.Subtests
) -> None:
    mine = join_work(Work(open_pasted(YEARS, name="pasted cells")))
    with visit(chromium, f"{app}/data?lang=en") as (page, seen):
        page.get_by_label("Or paste cells from a spreadsheet").fill(YEARS)
        page.get_by_role("button", name="Use these cells").click()
        the_map(page)
        with subtests.test("the slider goes through its periods"):
            assert slide(page, "Home") == "2019"
            shows(page, draw(mine, MapRequest("", period="2019", classes_of="all")))
            assert slide(page, "Home", "ArrowRight") == "2020"
            shows(page, draw(mine, MapRequest("", period="2020", classes_of="all")))

        with subtests.test("a year without a figure is a gap in the line"):
            the_map(page).locator('path[data-adcode="440000"]').click()
            line = page.locator(".atlas-details .atlas-series svg")
            expect(line.locator(".atlas-series-own")).to_have_count(2)
            page.wait_for_timeout(1000)  # the page has heard of it: what follows is another step

        with subtests.test("the change is undone as a step"):
            page.get_by_label("Show", exact=True).press("End")
            request = MapRequest("", period="2020", change="per_year", since="2019",
                                 classes_of="all")  # fmt: skip
            shows(page, draw(mine, request))
            page.get_by_role("button", name="Undo").click()
            shows(page, draw(mine, MapRequest("", period="2020", classes_of="all")))
        assert seen.console == []


def test_a_finger_finds_an_indicator_and_goes_through_time(chromium: Browser, app: str) -> None:
    with visit(chromium, f"{app}/?lang=zh&indicator={MANY}", width=390, height=844, touch=True) as (
        page,
        seen,
    ):
        before = painted(the_map(page))
        page.get_by_role("combobox", name=re.compile("^指标")).tap()
        # The keyboard of a phone does not cover the list.
        expect(page.get_by_role("combobox", name=re.compile("^按词"))).not_to_be_focused()
        offered = page.get_by_role("listbox", name="指标")
        offered.get_by_role("option", name=load_indicator("rd-intensity").title.zh).tap()
        repainted(the_map(page), before)
        periods = load_indicator("rd-intensity").periods
        slider = bar(page).locator(".atlas-film-slider")
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box
        page.touchscreen.tap(box["x"] + 3, box["y"] + box["height"] / 2)
        shows(page, build(MapRequest("rd-intensity", period=periods[0], classes_of="all")))
        title = page.locator("h1.atlas-title")
        expect(title).to_contain_text(format_period(periods[0], "zh"))
        assert seen.console == []
