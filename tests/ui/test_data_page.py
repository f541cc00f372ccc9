"""The page *Your data* in a real Chromium: a file is dropped, and the right map stands there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from geo.maps.request import MapRequest
from geo.tables import saved
from geo.tables.examples import EXAMPLES
from geo.tables.indicator import Joined, join_work
from geo.tables.work import Choices, Work, open_file
from tests.browser import READS, app, chromium, fills, painted, repainted, the_map, visit
from tests.drawn import draw, fills_of
from tests.tables.test_office import OFFICE, REFUSED
from tests.ui.test_data import FILES

__all__ = ["app", "chromium"]

pytestmark = pytest.mark.browser

#: The first file of each kind.
KINDS = {path.suffix: path for path in reversed(FILES)}


def joined(path: Path, **choices: Any) -> Joined:
    return join_work(Work(open_file(path), Choices(**choices)))


def colours(result: Joined, **asked: Any) -> dict[str, str]:
    """The fills of the map that the pipe makes of a table, as the page must show them."""
    return fills_of(draw(result, MapRequest("", **asked)))


def drop(page: Page, path: Path) -> None:
    """Choose a file: in the empty page, or under *Another table*."""
    another = page.get_by_role("button", name=re.compile("Another table|换一个表格"))
    chooser = page.locator("input[type=file]")
    chooser.or_(another).first.wait_for(state="attached", timeout=60_000)
    if another.count():
        body = page.get_by_test_id("stPopoverBody")
        if not body.count():
            another.click()
        chooser = body.locator("input[type=file]")
    chooser.first.set_input_files(path)


def wait_for(page: Page, words: str) -> None:
    page.get_by_text(words).first.wait_for(timeout=60_000)


def pick(page: Page, label: str | re.Pattern[str], option: str) -> None:
    page.get_by_label(label).first.click()
    page.get_by_role("option", name=option, exact=True).first.click()


def shows(page: Page, wanted: dict[str, str]) -> bool:
    """Whether the map comes to these fills: the one before stands until the new one is painted."""
    for _ in range(80):
        if fills(the_map(page)) == wanted:
            return True
        page.wait_for_timeout(250)
    return False


@pytest.mark.slow(reads=READS)
def test_a_walk_from_cells_and_files_to_their_maps(
    chromium: Browser, app: str, subtests: pytest.Subtests
) -> None:
    """A file of each kind; all others are in test_app_data."""
    with visit(chromium, f"{app}/data?lang=en") as (page, seen):
        with subtests.test("cells can be pasted"):
            page.get_by_label("Or paste cells from a spreadsheet").fill(
                "省份\t数值\n安徽\t280\n河北\t43.5\n广东省\t1,165\n"
            )
            page.get_by_role("button", name="Use these cells").click()
            frame = the_map(page)
            assert sum(not fill.startswith("url") for fill in fills(frame).values()) == 3

        for ending, path in KINDS.items():
            with subtests.test("a file goes from drop to map without a control", ending=ending):
                drop(page, path)
                page.get_by_role("heading", name=path.name).wait_for(timeout=60_000)
                assert shows(page, colours(joined(path)))
                assert not page.get_by_test_id("stException").count()

        with subtests.test("a file that cannot be read says why and the last map stays"):
            shown = fills(the_map(page))
            for answer in REFUSED:
                if "password" not in answer:
                    continue
                drop(page, OFFICE / answer["file"])
                wait_for(page, f"{answer['file']} is protected with a password")
                assert fills(the_map(page)) == shown

        with subtests.test("a list is counted by sector"):
            path = EXAMPLES / "projects.xlsx"
            if not page.get_by_test_id("stPopoverBody").count():
                page.get_by_role("button", name="Another table").click()
            page.get_by_role("button", name=re.compile("project register")).first.click()
            assert shows(page, colours(joined(path)))
            page.get_by_text("Which entries count").click()
            page.wait_for_timeout(800)  # it opens slowly
            page.get_by_label("Sector", exact=True).first.click()
            page.get_by_role("option", name="5G base stations").first.click()
            assert shows(page, colours(joined(path, sector="5g")))
        assert seen.refused == []
        assert seen.console == []


@pytest.mark.slow(reads=READS)
def test_rows_that_need_a_word_are_put_right_in_place(
    chromium: Browser, app: str, tmp_path: Path
) -> None:
    path = tmp_path / "office.csv"
    path.write_text(
        "省份,项目数\n北京,12\nShangdong,43\n深圳,9\n安徽,280\n安徽,281\n河北,约50\n湖北,—\n"
        "<script>alert(1)</script>,4\n全国,629\n",
        encoding="utf-8",
    )
    with visit(chromium, f"{app}/data?lang=en") as (page, seen):
        drop(page, path)
        wait_for(page, "5 of 8 rows matched")
        wait_for(page, "Shenzhen is a prefecture-level city in Guangdong, not a province.")
        wait_for(page, "“<script>alert(1)</script>” (row 9)")
        wait_for(page, "Anhui: 280 (row 5), 281 (row 6)")
        wait_for(page, "约50 (7)")
        pick(page, "What counts?", "the sum")
        frame = the_map(page)
        before = painted(frame)
        assert fills(frame) == colours(joined(path, duplicates="sum"))
        pick(page, re.compile("Shangdong"), "Shandong")
        repainted(frame, before)
        fixed = joined(path, duplicates="sum", fixes={"Shangdong": "370000"})
        assert fills(frame) == colours(fixed)
        wait_for(page, "6 of 8 rows matched")
        # The report and the note under the map say what is still open.
        with page.expect_download() as download:
            page.get_by_role("button", name="Join report").click()
        report = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
        assert report == json.loads(json.dumps(fixed.report.to_dict()))
        assert page.get_by_text("not matched: row 4 “深圳”").first.is_visible()

        with page.expect_download() as download:
            page.get_by_role("button", name="Save this work").click()
        kept = tmp_path / download.value.suggested_filename
        kept.write_bytes(Path(download.value.path()).read_bytes())
        assert kept.name.endswith(saved.ENDING)
        assert seen.console == []
    with visit(chromium, f"{app}/data?lang=zh") as (page, seen):
        drop(page, kept)
        assert fills(the_map(page)) == colours(fixed, language="zh")
        assert seen.console == []
