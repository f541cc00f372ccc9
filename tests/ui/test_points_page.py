"""A register on the page *Your data* in a real Chromium: counted, drawn, its points on the map."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, Page

from geo.maps.request import MapRequest
from geo.registers.counts_table import make_work
from geo.registers.synthetic_file import register_bytes, write_register
from geo.registers.upload import take_register
from geo.registers.upload_count import Asked, Counted, count_register
from geo.tables.indicator import join_work
from tests.browser import READS, app, chromium, fills, painted, repainted, still, the_map, visit
from tests.drawn import draw, fills_of
from tests.ui.test_data_page import drop, wait_for

__all__ = ["app", "chromium"]

pytestmark = pytest.mark.browser

ROWS = 20_000


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "stations.csv"
    write_register(path, ROWS, datum="gcj02", faults=0.05)
    return path


@pytest.fixture(scope="module")
def counted(register: Path) -> Counted:
    taken = take_register(register.read_bytes(), register.name)
    assert taken is not None
    return count_register(taken, Asked("gcj02"))


def colours(counted: Counted) -> dict[str, str]:
    """The fills of the map that the pipe makes of the counts."""
    joined = join_work(make_work(counted, "en"))
    return fills_of(draw(joined, MapRequest("")))  # type: ignore[arg-type]


def choose(page: Page, datum: str) -> None:
    page.get_by_text(re.compile(f"^{datum} ?[(（]")).first.click()


def ink(frame: Locator) -> int:
    """How many pixels of the canvas are drawn on."""
    script = """canvas => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext("2d", { willReadFrequently: true });
        context.drawImage(canvas, 0, 0);
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, i) => i % 4 === 3 && value > 40).length;
    }"""
    return int(frame.locator("canvas").evaluate(script))


def marks(frame: Locator) -> int:
    return int(frame.get_attribute("data-marks") or 0)


def place_in(frame: Locator, adcode: str) -> tuple[float, float, float]:
    """Where a place lies in its map, wherever that lies on the page, and how wide it is."""
    map_box = frame.bounding_box()
    box = frame.locator(f'path[data-adcode="{adcode}"]').bounding_box()
    assert map_box is not None
    assert box is not None
    left, top = box["x"] - map_box["x"], box["y"] - map_box["y"]
    return round(left, 1), round(top, 1), round(box["width"], 1)


@pytest.mark.slow(reads=READS)
def test_a_register_goes_from_drop_to_map(
    chromium: Browser, app: str, register: Path, counted: Counted
) -> None:
    """In English; the Chinese page says and shows the same: see test_app_points."""
    with visit(chromium, f"{app}/data?lang=en") as (page, seen):
        drop(page, register)
        wait_for(page, "Say which datum")
        assert not page.locator(".atlas-maps").count()
        choose(page, "GCJ-02")
        frame = the_map(page)
        count = counted.count
        assert count.not_counted["at_sea"] > 100
        wait_for(page, f"{count.counted:,}")
        wait_for(page, f"{count.not_counted['at_sea']:,} at sea")
        assert fills(frame) == colours(counted)

        # The points, which leave the pointer to the places.
        assert marks(frame) == len(counted.marks.counts) > 100
        assert ink(frame) > 2_000
        frame.locator('path[data-adcode="650000"]').hover()
        frame.locator(".atlas-tip").wait_for()

        # Without them it is the same map, at the same view.
        frame.locator(".atlas-zoom-in").click()
        still(frame)
        view = place_in(frame, "650000")
        before = painted(frame)
        page.get_by_label("Show the points").click()
        repainted(frame, before)
        assert marks(frame) == ink(frame) == 0
        still(frame)
        assert place_in(frame, "650000") == view
        assert fills(frame) == colours(counted)

        with page.expect_download() as download:
            page.get_by_role("button", name="Counts (CSV)").click()
        table = pd.read_csv(download.value.path())
        assert table["count"].sum() == count.counted
        with page.expect_download() as download:
            page.get_by_role("button", name="Rows not counted (CSV)").click()
        assert len(pd.read_csv(download.value.path())) == ROWS - count.counted
        with page.expect_download() as download:
            page.get_by_role("button", name="Report (JSON)").click()
        report = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
        assert report["files"][0]["file"] == "stations.csv"
        assert not page.get_by_test_id("stException").count()
        assert seen.refused == []
        assert seen.console == []


@pytest.mark.slow(reads=READS)
def test_few_points_are_dots_and_swapped_columns_are_exchanged_when_asked(
    chromium: Browser, app: str, tmp_path: Path
) -> None:
    path = tmp_path / "swapped.csv"
    path.write_bytes(register_bytes(500).replace(b"lon,lat", b"lat,lon", 1))
    with visit(chromium, f"{app}/data?lang=en") as (page, seen):
        drop(page, path)
        choose(page, "WGS 84")
        wait_for(page, "seem to stand in each other's columns")
        assert not page.locator(".atlas-maps").count()
        page.get_by_role("button", name="Exchange them").click()
        frame = the_map(page)
        wait_for(page, "500 rows: 500 counted, 0 not counted")
        assert marks(frame) == 500
        assert frame.get_by_text("one dot: one point").is_visible()
        # A table takes its place, and the points go.
        before = painted(frame)
        drop_table = tmp_path / "table.csv"
        drop_table.write_text("省份,项目数\n安徽,280\n河北,43\n", encoding="utf-8")
        drop(page, drop_table)
        repainted(frame, before)
        assert marks(frame) == 0
        assert page.get_by_text(re.compile("2 of 2 rows matched")).first.is_visible()
        assert seen.console == []
