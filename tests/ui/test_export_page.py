"""What stands below the map, in a real Chromium: opened, chosen from and taken away by clicks."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import READS, app, chromium, quiet, visit

__all__ = ["app", "chromium"]

pytestmark = pytest.mark.browser

LONG = 90_000  # milliseconds, of a busy machine
MARK = "node => { node.dataset.marked = 'yes'; }"

#: What can be seen or used below the map, in the order in which it is read.
FOLLOWING = """() => {
    const chosen = [...document.querySelectorAll('[role=radio]')].pop();
    const parts = '[data-testid=stImage] img, input, [data-testid=stDownloadButton] button';
    return [...document.querySelectorAll(parts)]
        .filter(node => chosen.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING)
        .map(node => node.tagName);
}"""


def open_part(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click(timeout=LONG)


def picture(page: Page) -> Locator:
    return page.get_by_test_id("stImage").locator("img")


def another_picture(page: Page, before: str) -> str:
    """The address of the picture, once it is another one."""
    expect(picture(page)).not_to_have_attribute("src", before, timeout=LONG)
    return picture(page).get_attribute("src") or ""


def take(page: Page, name: str, number: int = 0) -> tuple[str, bytes]:
    """Click a download, and return the file's name and content."""
    with page.expect_download(timeout=LONG) as download:
        page.get_by_role("button", name=name, exact=True).nth(number).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def choose(
    page: Page, label: str, typed: str, *, of_many: bool = False, exact: bool = False
) -> None:
    """Choose an option by writing what it begins with; a list of many stays open until Escape."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.keyboard.type(typed)
    page.get_by_role("option", name=typed, exact=exact).last.click(timeout=LONG)
    if of_many:
        page.keyboard.press("Escape")


@pytest.mark.slow(reads=READS)
def test_the_picture_is_the_file_and_shows_every_choice(
    chromium: Browser, app: str, subtests: pytest.Subtests
) -> None:
    with visit(chromium, f"{app}/?lang=en&indicator=gdp-per-person") as (page, seen):
        the_map = page.locator("[data-painted]").first
        the_map.wait_for(timeout=LONG)
        the_map.evaluate(MARK)

        with subtests.test("nothing is open at first"):
            assert page.get_by_role("radio", checked=True, name="Export").count() == 0
            assert page.get_by_test_id("stDownloadButton").count() == 0

        with subtests.test("the picture is the first thing on the export, and is the file"):
            open_part(page, "Export")
            picture(page).wait_for(timeout=LONG)
            shown = picture(page).get_attribute("src") or ""
            name, content = take(page, "Download PNG")
            assert name == "gdp-per-person-en.png"
            assert page.request.get(shown).body() == content
            assert Image.open(io.BytesIO(content)).size == (1920, 1080)
            assert "GDP per person" in (picture(page).get_attribute("alt") or "")
            order = page.evaluate(FOLLOWING)
            assert order[0] == "IMG"
            assert len(order) > 15

        with subtests.test("circles, maps beside and a theme show at once"):
            page.get_by_text("What it shows", exact=True).click()
            choose(page, "Proportional circles", "Resident population")
            shown = another_picture(page, shown)
            choose(page, "Maps beside it", "Gross domestic", of_many=True)
            shown = another_picture(page, shown)
            choose(page, "Theme", "Dark", exact=True)
            shown = another_picture(page, shown)
            assert page.request.get(shown).body() == take(page, "Download PNG")[1]

        with subtests.test("none of it draws the map anew"):
            assert the_map.get_attribute("data-marked") == "yes"

        with subtests.test("the other files are one list"):
            choose(page, "Other files", "Table (CSV)")
            expect(page.get_by_role("combobox", name="Other files")).to_have_value("Table (CSV)")
            page.wait_for_timeout(1000)
            name, content = take(page, "Download")
            assert name == "gdp-per-person-en.csv"
            assert b"Guangdong" in content

        with subtests.test("the choices are there again after the part was closed"):
            open_part(page, "Export")
            expect(picture(page)).to_have_count(0, timeout=LONG)
            open_part(page, "Export")
            picture(page).wait_for(timeout=LONG)
            expect(page.get_by_role("combobox", name="Theme")).to_have_value("Dark")
            assert picture(page).get_attribute("src") == shown  # and it was kept

        with subtests.test("on a phone the picture is large enough, and only it is pushed about"):
            page.set_viewport_size({"width": 390, "height": 844})
            page.wait_for_timeout(500)
            box = picture(page).bounding_box()
            assert box
            assert box["width"] > 600
            assert box["x"] >= 0  # its left end can be reached
            assert page.evaluate(
                "() => { const m = document.querySelector('.stMain');"
                " return m.scrollWidth - m.clientWidth; }"
            ) == 0  # fmt: skip
        assert seen.refused == []
        assert seen.console == []


@pytest.mark.slow(reads=READS)
def test_table_and_many_pictures_in_chinese(
    chromium: Browser, app: str, subtests: pytest.Subtests
) -> None:
    with visit(chromium, f"{app}/?lang=zh&indicator=gdp-2020", locale="zh-CN") as (page, seen):
        with subtests.test("the table can be read aloud, and scrolled with the keyboard"):
            open_part(page, "表格")
            table = page.get_by_role("region", name="2020年分省份地区生产总值").or_(
                page.locator(".figures")
            )
            table.wait_for(timeout=LONG)
            assert table.get_by_role("row").count() == 35
            assert "110,760.9" in table.get_by_role("row", name="广东").inner_text()
            assert "无数据" in table.get_by_role("row", name="台湾").inner_text()
            table.click()
            page.keyboard.press("End")
            page.wait_for_function("() => document.querySelector('.figures').scrollTop > 0")
            head = table.get_by_role("columnheader", name="省份").bounding_box()
            outer = table.bounding_box()
            assert head
            assert outer
            assert head["y"] == pytest.approx(outer["y"], abs=2)
            name, content = take(page, "下载CSV")
            assert name == "gdp-2020-zh.csv"
            assert "广东" in content.decode("utf-8-sig")

        with subtests.test("many pictures come as one file, and say how far they are"):
            open_part(page, "批量出图")
            choose(page, "指标（各出中英文两幅）", "常住人口", of_many=True)
            page.get_by_role("button", name="开始出图").click(timeout=LONG)
            expect(page.get_by_test_id("stProgress")).to_contain_text("幅：", timeout=LONG)
            _, content = take(page, "下载2幅图片（ZIP）")
            names = zipfile.ZipFile(io.BytesIO(content)).namelist()
            assert sorted(names) == [
                "population-2020-2020-en.png", "population-2020-2020-zh.png",
            ]  # fmt: skip
        assert seen.refused == []
        assert seen.console == []


@pytest.mark.slow(reads=READS)
def test_files_are_made_in_turn_and_maps_go_on(chromium: Browser, app: str) -> None:
    with (
        visit(chromium, f"{app}/?lang=en&indicator=population") as (first, _),
        visit(chromium, f"{app}/?lang=zh&indicator=area", locale="zh-CN") as (second, _),
    ):
        open_part(first, "Export")
        picture(first).wait_for(timeout=LONG)
        choose(first, "Other files", "All periods")  # twenty pictures, which hold up the turn
        open_part(second, "表格")
        second.locator(".figures").wait_for(timeout=LONG)
        first.wait_for_timeout(1000)
        with first.expect_download(timeout=LONG) as archive:
            first.get_by_role("button", name="Download", exact=True).click()
            open_part(second, "导出")
            expect(second.get_by_test_id("stSpinner")).to_contain_text(
                "正在等待其他文件生成", timeout=LONG
            )
            open_part(second, "表格")  # the page is not held up
            second.locator(".figures").wait_for(timeout=20_000)
        content: Any = zipfile.ZipFile(Path(archive.value.path())).namelist()
        assert content == [f"{year}.png" for year in range(2005, 2025)]
        choose(first, "Other files", "Everything")
        first.wait_for_timeout(1000)
        quiet(first)  # until then the button is that of the file before
        with first.expect_download(timeout=LONG) as archive:
            first.get_by_role("button", name="Download", exact=True).click()
        content = zipfile.ZipFile(Path(archive.value.path())).namelist()
        assert "population-en.png" in content
