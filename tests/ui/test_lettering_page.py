"""The labels of the picture on the export tab, in a real Chromium: moved by mouse, by touch and by
keys, put in other words, left out; and the picture in the clipboard."""

from __future__ import annotations

import io
import tomllib
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import READS, app, chromium, visit
from tests.ui.test_export_page import LONG, MARK, another_picture, open_part, picture, take

__all__ = ["app", "chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.slow(reads=READS)]

SAVE = "Save the labels for the command line (TOML)"
#: The clipboard's picture, as its bytes.
CLIPBOARD = """async () => {
    const [item] = await navigator.clipboard.read();
    const bytes = new Uint8Array(await (await item.getType("image/png")).arrayBuffer());
    return Array.from(bytes);
}"""


def label(page: Page, text: str) -> Locator:
    return page.get_by_role("button", name=f"Label: {text}", exact=True)


def middle(found: Locator) -> tuple[float, float]:
    found.wait_for(state="attached", timeout=LONG)
    found.scroll_into_view_if_needed()
    box = found.locator(".atlas-hold-box").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def changes(page: Page) -> dict[str, dict[str, Any]]:
    """The changed labels by place, as the command line reads them."""
    name, content = take(page, SAVE)
    assert name.endswith("-labels.toml")
    return {change.pop("place"): change for change in tomllib.loads(content.decode())["labels"]}


def redrawn(page: Page, before: str) -> str:
    """The picture's address, once it is drawn anew and its labels lie over it."""
    after = another_picture(page, before)
    expect(page.locator(".atlas-was")).to_have_count(0, timeout=LONG)
    return after


def test_labels_are_moved_reworded_and_left_out(
    chromium: Browser, app: str, subtests: pytest.Subtests
) -> None:
    with visit(chromium, f"{app}/?lang=en&indicator=gdp-2020") as (page, seen):
        page.locator("[data-painted]").first.wait_for(timeout=LONG)
        page.locator("[data-painted]").first.evaluate(MARK)
        open_part(page, "Export")
        picture(page).wait_for(timeout=LONG)
        first = shown = picture(page).get_attribute("src") or ""

        with subtests.test("by mouse, and it stands where it was put"):
            x, y = middle(label(page, "Qinghai"))
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x - 30, y + 20, steps=3)
            page.mouse.move(x - 60, y + 40, steps=3)
            page.mouse.up()
            shown = redrawn(page, shown)
            now = middle(label(page, "Qinghai"))
            assert now == pytest.approx((x - 60, y + 40), abs=2)
            assert changes(page)["630000"].keys() == {"move"}

        with subtests.test("by keys, and the focus stays"):
            before = middle(label(page, "Qinghai"))
            label(page, "Qinghai").focus()
            for key in ("ArrowUp", "ArrowUp", "Shift+ArrowLeft"):
                page.keyboard.press(key)
            shown = redrawn(page, shown)
            expect(label(page, "Qinghai")).to_be_focused()
            now = middle(label(page, "Qinghai"))
            assert now[0] < before[0] - 5
            assert now[1] < before[1] - 2

        with subtests.test("in other words"):
            page.keyboard.press("Enter")
            field = page.get_by_role("textbox", name="Reword the label")
            expect(field).to_have_value("Qinghai")
            field.fill("Koko Nor")
            page.keyboard.press("Enter")
            shown = redrawn(page, shown)
            expect(label(page, "Koko Nor")).to_be_focused()
            label(page, "Sichuan").dblclick()
            page.keyboard.type("Basin")
            page.keyboard.press("Escape")
            expect(field).to_have_count(0)
            assert changes(page)["630000"].keys() == {"move", "text"}

        with subtests.test("left out, and undone"):
            label(page, "Xinjiang").focus()
            page.keyboard.press("Delete")
            shown = redrawn(page, shown)
            expect(label(page, "Xinjiang")).to_have_count(0)
            assert changes(page)["650000"] == {"drop": True}
            page.get_by_role("button", name="Undo", exact=True).click()
            shown = redrawn(page, shown)
            expect(label(page, "Xinjiang")).to_have_count(1)

        with subtests.test("the file is the picture shown, and the clipboard has it"):
            _, content = take(page, "Download PNG")
            assert page.request.get(shown).body() == content
            page.context.grant_permissions(["clipboard-read", "clipboard-write"])
            page.get_by_role("button", name="Copy the picture").click()
            expect(page.get_by_text("The picture is in the clipboard")).to_be_visible(timeout=LONG)
            copied = Image.open(io.BytesIO(bytes(page.evaluate(CLIPBOARD)))).convert("RGB")
            file = Image.open(io.BytesIO(content)).convert("RGB")
            assert copied.size == file.size
            assert ImageChops.difference(copied, file).getbbox() is None

        with subtests.test("all as before"):
            page.get_by_role("button", name="Reset labels").click()
            assert redrawn(page, shown) == first
            expect(page.get_by_role("button", name=SAVE)).to_have_count(0)

        with subtests.test("a browser that refuses is told of"):
            page.evaluate(
                "() => { navigator.clipboard.write = () => Promise.reject(new DOMException('no',"
                " 'NotAllowedError')); }"
            )
            page.get_by_role("button", name="Copy the picture").click()
            expect(page.get_by_text("did not let the page copy")).to_be_visible()
            page.evaluate("() => { delete globalThis.ClipboardItem; }")
            page.get_by_role("button", name="Copy the picture").click()
            expect(page.get_by_text("only from pages over HTTPS")).to_be_visible()

        with subtests.test("none of it draws the map anew"):
            assert page.locator("[data-marked=yes]").count() == 1
        assert seen.refused == []
        assert seen.console == []


def test_a_finger_moves_a_label_on_a_phone(chromium: Browser, app: str) -> None:
    address = f"{app}/?lang=en&indicator=gdp-2020"
    with visit(chromium, address, width=390, height=844, touch=True) as (page, seen):
        open_part(page, "Export")
        picture(page).wait_for(timeout=LONG)
        shown = picture(page).get_attribute("src") or ""
        x, y = middle(label(page, "Sichuan"))
        touch = page.context.new_cdp_session(page)
        for kind, dx, dy in (
            ("touchStart", 0, 0), ("touchMove", -8, 8), ("touchMove", -25, 30), ("touchEnd", 0, 0),
        ):  # fmt: skip
            points = [{"x": x + dx, "y": y + dy}] if kind != "touchEnd" else []
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        redrawn(page, shown)
        now = middle(label(page, "Sichuan"))
        assert now == pytest.approx((x - 25, y + 30), abs=2)
        page.get_by_role("button", name="Leave the label out").tap()
        expect(label(page, "Sichuan")).to_have_count(0, timeout=LONG)
        assert seen.console == []
