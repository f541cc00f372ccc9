"""Nothing is lost on *Your data*, in a real Chromium with real clicks: after a reload, a closed tab
and a server that was started again, by undo, and by a link that carries a table."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from geo.registers.synthetic_file import register_bytes
from tests.browser import READS, chromium, quiet, serving

__all__ = ["chromium"]

pytestmark = pytest.mark.browser

TABLE = (
    "省份\t项目数\n北京\t12\nShangdong\t43\n四川生\t7\n深圳\t9\n"
    "安徽\t280\n安徽\t281\n河北\t44\n湖北\t13\n广东\t33\n"
)
KEPT = "province-atlas.own"


def settled(page: Page) -> None:
    """Wait until the page says how its work is kept, and no run is under way."""
    page.locator(".atlas-kept").wait_for(timeout=60_000)
    quiet(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def bring(page: Page, text: str = TABLE) -> None:
    page.get_by_label("Or paste cells from a spreadsheet").fill(text)
    page.get_by_role("button", name="Use these cells").click()
    settled(page)


def kept(page: Page) -> str:
    found: str = page.evaluate(f"localStorage.getItem('{KEPT}') ?? ''")
    return found


def waited(page: Page, text: str) -> None:
    page.get_by_text(text).first.wait_for(timeout=60_000)


class Guard:
    """The warnings before leaving, each of which is let pass."""

    def __init__(self, page: Page) -> None:
        self.warned: list[str] = []
        page.on("dialog", self._pass)

    def _pass(self, dialog: Dialog) -> None:
        self.warned.append(dialog.type)
        dialog.accept()


@pytest.mark.slow(reads=READS)
def test_work_outlives_reload_tab_and_server(
    chromium: Browser, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    log = tmp_path / "log.txt"
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, locale="en-US")
    try:
        with serving(log) as address:
            page = context.new_page()
            page.goto(f"{address}/data")
            bring(page)
            _steps(page, subtests)
            with subtests.test("the language stands in the address"):
                assert page.url == f"{address}/data?lang=en"
            with subtests.test("a reload brings the table, its fixes and its look back"):
                choose_palette(page)
                page.reload()
                _is_back(page)
            with subtests.test("so does another tab after this one was closed"):
                page.close()
                page = context.new_page()
                page.goto(f"{address}/data?lang=en")
                _is_back(page)
            with subtests.test("a file that is refused is let go, and all else stays"):
                _refuse(page, tmp_path)
        with serving(log, urlsplit(address).port):
            with subtests.test("a server that was started again gets it back"):
                page.reload()
                _is_back(page)
            _links(chromium, page, subtests)
            guard = Guard(page)
            _forget(context, page, guard, subtests)
            _registers(page, tmp_path, guard, subtests)
    finally:
        context.close()


def choose_palette(page: Page) -> None:
    page.get_by_label("Palette").select_option("greens")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    page.wait_for_function(f"before => localStorage.getItem('{KEPT}') !== before", arg=kept(page))
    settled(page)


def _steps(page: Page, subtests: pytest.Subtests) -> None:
    with subtests.test("the rows of a place stand with their figures"):
        waited(page, "Anhui: 280 (row 6), 281 (row 7)")
    with subtests.test("all that is sure is accepted at once, taken back, and done again"):
        page.get_by_role("button", name=re.compile("Accept all that are sure")).click()
        waited(page, "8 of 9 rows matched")
        press(page, "Undo")
        waited(page, "6 of 9 rows matched")
        press(page, "Redo")
        waited(page, "8 of 9 rows matched")
        press(page, "Undo")
    with subtests.test("a suggestion is one click"):
        press(page, "四川生 → Sichuan")
        waited(page, "7 of 9 rows matched")
    page.get_by_label("What counts?").click()
    page.get_by_role("option", name="the sum", exact=True).click()
    waited(page, "281 (row 7) → 561")
    settled(page)
    page.get_by_label("Palette").wait_for(timeout=60_000)


def _is_back(page: Page) -> None:
    settled(page)
    waited(page, "7 of 9 rows matched")
    waited(page, "281 (row 7) → 561")
    page.locator("[data-painted]").first.wait_for(timeout=60_000)
    expect(page.get_by_label("Palette")).to_have_value("greens")


def _refuse(page: Page, folder: Path) -> None:
    broken = folder / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    page.get_by_role("button", name="Another table").click()
    body = page.get_by_test_id("stPopoverBody")
    body.get_by_label("Or paste cells from a spreadsheet").fill("省份\t数")
    body.locator("input[type=file]").set_input_files(broken)
    page.get_by_test_id("stAlert").filter(has_text="broken.xlsx").wait_for(timeout=60_000)
    settled(page)
    assert not page.get_by_test_id("stFileUploaderFile").count()
    expect(body.get_by_label("Or paste cells from a spreadsheet")).to_have_value("省份\t数")
    waited(page, "7 of 9 rows matched")
    page.keyboard.press("Escape")


def _links(chromium: Browser, page: Page, subtests: pytest.Subtests) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "Copy link")
    waited(page, "The link is copied.")
    link: str = page.evaluate("navigator.clipboard.readText()")
    carried = link.partition("#work=")[2]
    with subtests.test("the link is short, and opens where nothing is kept"):
        assert len(link) < 8192
        asked: list[str] = []
        other = chromium.new_context(viewport={"width": 1400, "height": 900}, locale="en-US")
        other.on("request", lambda request: asked.append(f"{request.url} {request.headers}"))
        tab = other.new_page()
        tab.goto(link)
        waited(tab, "A table came with this link")
        _is_back(tab)
        assert "#" not in tab.url
        assert len(asked) > 5
        assert not [one for one in asked if carried[:200] in one]
        tab.reload()
        _is_back(tab)
        other.close()
    with subtests.test("it asks before it takes the place of other work"):
        page.get_by_label("What counts?").click()
        page.get_by_role("option", name="the mean", exact=True).click()
        waited(page, "281 (row 7) → 280.5")
        page.goto(link)
        waited(page, "A table came with this link. Opening it takes the place of yours.")
        waited(page, "→ 280.5")
        press(page, "Open the table of the link")
        _is_back(page)


def _forget(context: BrowserContext, page: Page, guard: Guard, subtests: pytest.Subtests) -> None:
    with subtests.test("a second tab says that the last change is kept"):
        other = context.new_page()
        other.goto(page.url)
        _is_back(other)
        other.get_by_label("Published").fill("2020")
        other.keyboard.press("Enter")
        waited(page, "Another tab has kept its work since")
        other.close()
    with subtests.test("what is forgotten is gone, and a person is warned before leaving"):
        assert kept(page)
        page.reload()
        settled(page)
        assert guard.warned == []
        press(page, "Forget")
        assert not kept(page)
        waited(page, "it goes when you leave")
        page.reload()
        page.get_by_label("Or paste cells from a spreadsheet").wait_for(timeout=60_000)
        assert guard.warned == ["beforeunload"]
        assert not kept(page)


def _registers(page: Page, folder: Path, guard: Guard, subtests: pytest.Subtests) -> None:
    with subtests.test("points are not kept: it is said, and warned of"):
        guard.warned.clear()
        path = folder / "stations.csv"
        path.write_bytes(register_bytes(60))
        page.locator("input[type=file]").first.set_input_files(path)
        waited(page, "A register of points is not kept in this browser")
        page.reload()
        page.get_by_label("Or paste cells from a spreadsheet").wait_for(timeout=60_000)
        assert guard.warned == ["beforeunload"]
