"""Tables of prefectures and counties on *Your data* in a real Chromium: from drop to map, the level
changed by a click and by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import READS, app, chromium, quiet, visit
from tests.tables import test_level_tables as tables
from tests.ui.test_data_page import colours, drop, joined, shows, wait_for

__all__ = ["app", "chromium"]

pytestmark = pytest.mark.browser

MADE = (tables.covid_by_city, tables.register_with_addresses, tables.yearbook_of_a_province)


@pytest.mark.slow(reads=READS)
def test_a_walk_through_the_levels_of_tables(
    chromium: Browser, app: str, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """The last file dropped is the one whose level is changed."""
    with visit(chromium, f"{app}/data?lang=en") as (page, _):
        for made in MADE:
            sent = made()
            path = tmp_path / sent.name
            path.write_bytes(sent.data)
            with subtests.test(made.__name__):
                drop(page, path)
                assert shows(page, colours(joined(path)))
        # A click while the page still runs would be of a switch that is about to be replaced.
        quiet(page)
        with subtests.test("another level by a click"):
            page.get_by_role("radio", name="Prefectures").click()
            wait_for(page, "13 prefectures of Jiangsu")
            assert shows(page, colours(joined(path, boundaries="prefectures")))
        with subtests.test("and back by keys"):
            page.keyboard.press("ArrowRight")
            page.keyboard.press("Enter")
            wait_for(page, "95 counties of Jiangsu")
            assert shows(page, colours(joined(path, boundaries="counties")))
