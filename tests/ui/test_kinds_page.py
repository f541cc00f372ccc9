"""The kinds of map in a real Chromium: chosen with the keyboard, pointed at, taken away."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser import READS, app, chromium, fills, painted, repainted, the_map, visit
from tests.ui.test_export_page import LONG, open_part, picture, take

__all__ = ["app", "chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.slow(reads=READS)]


def test_a_tile_grid_a_cartogram_and_two_indicators(
    chromium: Browser, app: str, subtests: pytest.Subtests
) -> None:
    with visit(chromium, f"{app}/?lang=en&indicator=gdp-2020") as (page, seen):
        shown = the_map(page)
        colours, before = fills(shown), painted(shown)
        kind = page.get_by_label("Kind of map")

        with subtests.test("squares of one size have the colours of the map"):
            kind.focus()
            page.keyboard.type("Tile")
            repainted(shown, before)
            grid = the_map(page)
            assert fills(grid) == colours
            boxes = [
                grid.locator(f"path[data-adcode='{a}']").first.bounding_box()
                for a in ("820000", "650000", "340000")
            ]
            assert all(boxes)
            sizes = [(box["width"], box["height"]) for box in boxes if box]
            assert sizes[0] == pytest.approx(sizes[1], rel=0.1)
            assert sizes[0] == pytest.approx(sizes[2], rel=0.1)
            page.wait_for_url("**arrangement=tiles**", timeout=LONG)

        with subtests.test("a square can be chosen, and nobody goes into it"):
            grid.locator("path[data-adcode='340000']").first.click()
            expect(page.get_by_text("All figures of Anhui")).to_be_visible(timeout=LONG)
            expect(page.get_by_role("button", name="Show its prefectures")).to_have_count(0)

        with subtests.test("it is what is taken away"):
            open_part(page, "Export")
            picture(page).wait_for(timeout=LONG)
            name, content = take(page, "Download PNG")
            assert name.startswith("gdp-2020")
            assert Image.open(io.BytesIO(content)).size == (1920, 1080)
            assert page.request.get(picture(page).get_attribute("src") or "").body() == content
            open_part(page, "Export")

        with subtests.test("circles are sized by what is chosen"):
            now = painted(the_map(page))
            kind.select_option("dorling")
            repainted(the_map(page), now)
            expect(page.get_by_label("Circles sized by")).to_have_value("gdp-2020", timeout=LONG)
            circles = the_map(page)
            assert fills(circles) == colours
            large, small = (
                circles.locator(f"path[data-adcode='{a}']").first.bounding_box()
                for a in ("440000", "630000")
            )
            assert large
            assert small
            assert large["width"] > 4 * small["width"]

        with subtests.test("two indicators have nine colours, and both figures in the tip"):
            now = painted(the_map(page))
            kind.select_option("map")
            repainted(the_map(page), now)
            now = painted(the_map(page))
            page.get_by_label("Compared with").select_option("population-2020")
            repainted(the_map(page), now)
            both = the_map(page)
            assert fills(both) != colours
            both.locator("path[data-adcode='370000']").first.hover()
            tip = page.locator(".atlas-tip, [role=tooltip]").first
            expect(tip).to_contain_text("GDP", timeout=LONG)
            expect(tip).to_contain_text("opulation", timeout=LONG)
        assert seen.refused == []
        assert seen.console == []
