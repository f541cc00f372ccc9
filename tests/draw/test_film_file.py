"""The HTML file of several periods in Chromium: its slider and its film, by keys and by touch,
offline; and what it weighs."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from geo.draw.media.web.film import packed_film
from geo.export.formats import export
from geo.export.periods import build_periods
from geo.maps.pipeline import MapRequest
from geo.model.maps import Plate
from tests.browser import chromium, visit
from tests.draw.test_html_file import CUT, on_a_phone
from tests.slow import up_to

__all__ = ["chromium"]

SERIES = ("2005", "2010", "2014", "2015", "2020", "2024")
_FILLS = """all => Object.fromEntries(all.map((one) =>
    [one.dataset.adcode, one.getAttribute("fill")]))"""
_SHOWN = "document.querySelector('.atlas-film')?.dataset.period"
_FOCUSED = "document.activeElement.className || document.activeElement.id"


@pytest.fixture(scope="module")
def plate() -> Plate:
    return build_periods(MapRequest("population"), SERIES)


@pytest.fixture(scope="module")
def address(plate: Plate, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("film") / "film.html"
    path.write_bytes(export(plate, "html"))
    return path.as_uri()


def check_shown(page: Page, plate: Plate, period: str) -> None:
    """Map, title, ranking and notes are those of a period."""
    choropleth = next(one for one in plate.maps if one.layer.period == period)
    fills = page.locator("path[data-adcode]").evaluate_all(_FILLS)
    for observation in choropleth.places:
        if observation.value is not None:
            assert fills[observation.adcode] == choropleth.colour_of(observation)
        else:
            assert fills[observation.adcode].startswith("url(")
    assert page.locator("#title").inner_text() == choropleth.title
    assert page.locator("#subtitle").inner_text() == choropleth.subtitle
    assert page.locator("#notes").inner_text() == " ".join(choropleth.notes)
    assert page.locator("#source").inner_text() == choropleth.source_line
    numbered = [o for o in choropleth.places if o.value is not None]
    largest = max(numbered, key=lambda o: o.value or 0)
    cells = page.locator("#table tbody tr").first.locator("td").all_inner_texts()
    assert cells[:2] == ["1", choropleth.name(largest.adcode)]
    assert cells[2] == f"{largest.value:,.0f}"
    legend = page.locator(".atlas-legend").inner_text()
    assert all(entry.label in legend for entry in choropleth.legend)


def click_at(page: Page, part: float) -> None:
    """Click on the slider, at a part of its length."""
    box = page.locator(".atlas-film-slider").bounding_box()
    assert box
    inside = 9 + part * (box["width"] - 18)
    page.mouse.click(box["x"] + inside, box["y"] + box["height"] / 2)


@pytest.mark.browser
def test_the_film_of_a_file(
    chromium: Browser, address: str, plate: Plate, subtests: pytest.Subtests
) -> None:
    with visit(chromium, address, height=860) as (page, seen):
        page.context.set_offline(True)
        page.wait_for_selector(".atlas-film")
        with subtests.test("it opens with the newest"):
            check_shown(page, plate, "2024")
            assert page.evaluate(CUT) == []
        for _ in range(16):
            page.keyboard.press("Tab")
            if page.evaluate(_FOCUSED) == "atlas-film-slider":
                break
        with subtests.test("the slider repaints by keys"):
            for key, period in (("ArrowLeft", "2020"), ("Home", "2005"), ("ArrowRight", "2010")):
                page.keyboard.press(key)
                assert page.evaluate(_SHOWN) == period
                check_shown(page, plate, period)
        with subtests.test("what is chosen stays from period to period"):
            page.locator("[data-row='110000'] button").click()
            assert "19,620,000" in page.locator("#details").inner_text()
            click_at(page, 1.0)
            assert "21,830,000" in page.locator("#details").inner_text()
            assert page.locator("#table tr.on td.name").inner_text() == "Beijing"
        with subtests.test("the other language shows the same period"):
            click_at(page, 0.8)
            page.locator("#switch").click()
            assert page.locator("#title").inner_text() == "2020年分地区常住人口"
            assert page.locator(".atlas-film-label").inner_text() == "2020年"
            page.locator("#switch").click()
            check_shown(page, plate, "2020")
        with subtests.test("a heading sorts the figures of the period"):
            page.locator("#table th.value button").click()
            names = page.locator("#table tbody td.name").all_inner_texts()
            assert (names[0], names[30]) == ("Tibet", "Guangdong")
            page.locator("#table th.rank button").click()
        with subtests.test("it plays from the first to the last"):
            page.get_by_role("button", name="Play").click()
            page.wait_for_function(f"{_SHOWN} === '2024'")
            page.get_by_role("button", name="Play").click()  # it has paused at its end
            page.wait_for_function(f"{_SHOWN} === '2010'")
            page.get_by_role("button", name="Pause").click()
            check_shown(page, plate, "2010")
        with subtests.test("print has the period shown"):
            page.emulate_media(media="print")
            printed = page.locator("#print").evaluate("node => node.textContent")
            assert plate.maps[1].title in printed
            assert page.locator("#print").is_visible()
        assert seen.console == []
        assert seen.refused == []


@pytest.mark.browser
def test_the_slider_by_finger(chromium: Browser, address: str, plate: Plate) -> None:
    with on_a_phone(chromium, address) as page:
        page.wait_for_selector(".atlas-film")
        slider = page.locator(".atlas-film-slider")
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box
        page.touchscreen.tap(box["x"] + 3, box["y"] + box["height"] / 2)
        assert page.evaluate(_SHOWN) == "2005"
        check_shown(page, plate, "2005")
        assert page.evaluate(CUT) == []
        button = page.locator(".atlas-film-button")
        button_box = button.bounding_box()
        assert button_box
        assert min(button_box["width"], button_box["height"]) >= 44
        button.tap()
        page.wait_for_function(f"{_SHOWN} === '2010'")


def unpacked(packed: str) -> Any:
    return json.loads(zlib.decompress(b64decode(packed)))


def test_classes_are_shared_or_each_period_has_its_own(plate: Plate) -> None:
    own = build_periods(MapRequest("population", classes_of="each"), SERIES)
    for maps, legends in ((plate.maps, 1), (own.maps, len(SERIES))):
        data = unpacked(packed_film(maps, [None] * len(maps)))["data"]
        labels = {
            json.dumps([entry[0] for entry in view["entries"] if entry[2] == "class"])
            for view in data["map"]["views"]
        }
        assert len(labels) == legends


@pytest.mark.slow(reads=up_to("export"))
@pytest.mark.parametrize("indicator", ["population", "5g-stations-estimated"])
def test_a_file_of_twenty_periods_stays_small(indicator: str) -> None:
    everything = build_periods(MapRequest(indicator), "all")
    assert len(everything.maps) >= 20
    content = export(everything, "html")
    assert len(content) < 550_000
    assert b"http://" not in content.replace(b"http://www.w3.org", b"")
