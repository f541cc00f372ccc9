"""Several periods on the export tab and among many pictures, through streamlit's AppTest."""

from __future__ import annotations

import io
import zipfile
from functools import partial

import pytest

from geo.draw.style import Style
from geo.indicators.catalogue import list_indicators
from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from geo.ui import picture
from tests.ui.test_export_panel import check, choices, open_export
from tests.ui.test_pages import open_page, open_part

OF_PERIODS = {
    "en": ("Film of the periods (GIF)", "Interactive map with film (HTML)",
           "A slide of each period (PPTX)", "Table, a column of each period (Excel)"),
    "zh": ("各时点动画（GIF）", "带动画的交互式地图（HTML）", "每个时点一张幻灯片（PPTX）",
           "表格，每个时点一列（Excel）"),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_periods_are_chosen_and_stand_side_by_side(lang: str) -> None:
    app = open_export(lang=lang, indicator="population")
    check(app)
    assert set(OF_PERIODS[lang]) <= set(app.selectbox(key=f"more_files {lang}").options)
    app.multiselect(key=f"export map periods {lang}").select("2024").select("2005").run()
    app.toggle(key=f"export map all_periods {lang}").set_value(True).run()
    check(app)
    assert choices(app).all_periods
    assert choices(app).chosen(("2005", "2014", "2024")) == ("2005", "2024")
    assert choices(app).chosen(("2010", "2011")) == ("2010", "2011")  # of another indicator, all


def test_what_has_one_period_offers_none() -> None:
    app = open_export(lang="en", indicator="ccid-projects")
    check(app)
    assert not set(OF_PERIODS["en"]) & set(app.selectbox(key="more_files en").options)
    assert not any("periods" in toggle.key for toggle in app.toggle)


def test_every_file_of_several_periods_is_made() -> None:
    several = partial(picture._over_time, build, MapRequest("population"), ("2005", "2024"))
    makes = picture._of_periods(several, Style(size=(480, 360), labels="none"))
    starts = {"gif": b"GIF89a", "film": b"<!DOCTYPE", "slides": b"PK", "columns": b"PK",
              "frames": b"PK", "mp4": b"\0\0\0"}  # fmt: skip
    files = {name: make() for name, make in makes.items()}
    assert {name: content[: len(starts[name])] for name, content in files.items()} == starts
    with zipfile.ZipFile(io.BytesIO(files["frames"])) as archive:
        assert archive.namelist() == ["2005.png", "2024.png"]
    assert several().shared


def test_many_files_of_all_periods() -> None:
    app = open_part(open_page(lang="en"), "batch")
    app.selectbox(key="batch_shows en").select("columns").run()
    assert not app.exception
    offered = app.multiselect(key="batch en").options
    titles = {i.title.en: len(i.periods) for i in list_indicators()}
    assert all(titles[title] > 1 for title in offered)
    app.multiselect(key="batch en").select("population").run()
    assert not any(box.key.startswith("batch_format") for box in app.selectbox)
    app.button(key="batch_draw").click().run()
    assert not app.exception
    assert not app.error
    files = app.session_state["batch made"].files
    assert list(files) == ["population-2005-2024-en.xlsx", "population-2005-2024-zh.xlsx"]
