"""The face of a notebook: ``import geo`` is light, and maps show themselves, give frames, and say
what would be right."""

from __future__ import annotations

import ast
import asyncio
import html
import io
import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

import geo
from geo.export.data import to_json
from geo.model.errors import (
    ExportError,
    GeoError,
    UnknownNameError,
)
from geo.places.boundaries import load_boundaries
from tests.browser import find_chromium, launch_options
from tests.frames import GDP

ROOT = Path(__file__).parents[2]
SMALL = (480, 360)


def test_importing_it_takes_the_standard_library_alone() -> None:
    code = (
        "import sys; before = set(sys.modules); import geo; "
        "new = {m.partition('.')[0] for m in set(sys.modules) - before}; "
        "print(sorted(new - set(sys.stdlib_module_names)), len(set(sys.modules) - before))"
    )
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names, count = done.stdout.strip().rsplit(" ", 1)
    assert names == "['geo']"
    assert int(count) < 40  # nothing that takes its time


def test_every_name_is_there_and_says_what_it_is() -> None:
    assert set(geo.__all__) <= set(dir(geo))
    for name in geo.__all__:
        assert getattr(geo, name).__doc__
    assert len(geo.__all__) == len(set(geo.__all__))
    with pytest.raises(AttributeError, match="has no attribute 'bild'"):
        geo.bild  # noqa: B018


@pytest.mark.parametrize("module", ["geo", "geo.notebook"])
def test_what_checkers_of_types_see_is_what_there_is(module: str) -> None:
    face = import_module(module)
    assert face.__file__ is not None
    tree = ast.parse(Path(face.__file__).read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    assert ast.unparse(block.test) == "TYPE_CHECKING"
    seen = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    assert set(seen) == set(face.__all__)
    for name, home in seen.items():
        assert getattr(face, name) is getattr(import_module(home), name)


# -- maps ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def density() -> geo.Map:
    return geo.build("population-density", k=6, language="zh", size=SMALL)


def test_a_map_shows_itself(density: geo.Map) -> None:
    assert repr(density) == "<Map '2024年分地区人口密度': 31 of 34 places, quantiles, 6 classes>"
    frame = density._repr_html_()
    assert frame.startswith('<iframe title="2024年分地区人口密度" srcdoc="')
    page, _, rest = frame.partition('srcdoc="')[2].partition('"')
    assert 'sandbox="allow-scripts"' in rest
    assert "allow-same-origin" not in frame
    assert html.unescape(page).startswith("<!DOCTYPE html>")
    assert Image.open(io.BytesIO(density._repr_png_())).size == SMALL
    wide = geo.build("population-density", size="4k")
    assert Image.open(io.BytesIO(wide._repr_png_())).size == (960, 540)


@pytest.mark.browser
def test_it_is_drawn_in_its_sandbox(density: geo.Map, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    path = tmp_path / "cell.html"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8>{density._repr_html_()}", encoding="utf-8")
    with sync_playwright() as playwright:
        found = find_chromium(playwright)
        if found is None:
            pytest.skip("there is no Chromium")
        browser = playwright.chromium.launch(**launch_options(found))
        page = browser.new_page()
        problems: list[str] = []
        asked: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        places = page.frame_locator("iframe").locator("path.leaflet-interactive")
        places.nth(33).wait_for(state="attached")
        assert not problems
        assert not [url for url in asked if url.startswith("http")]
        browser.close()


def test_its_frames_hold_what_its_files_hold(density: geo.Map) -> None:
    frame = density.to_frame()
    places = {place["adcode"]: place for place in to_json(density.choropleth)["places"]}
    assert list(frame.index) == list(places)
    for adcode, row in frame.iterrows():
        place = places[str(adcode)]
        for name in ("name_zh", "name_en", "status", "date", "note", "source"):
            assert row[name] == place[name]
        for name in ("value", "class"):
            assert row[name] == place[name] or (place[name] is None and pd.isna(row[name]))
    assert frame["class"].dtype == "Int64"
    assert frame["class"].dropna().between(1, 6).all()
    drawn = density.to_geodataframe()
    assert drawn.crs == "EPSG:4326"
    assert list(drawn["colour"]) == [place["colour"] for place in places.values()]
    own = load_boundaries("provinces").frame.geometry
    assert all(drawn.geometry.geom_equals(own))


@pytest.mark.parametrize(
    "name", ["m.png", "m.svg", "m.pdf", "m.pptx", "m.html", "m.geojson", "m.csv", "m.xlsx",
             "m.json", "M.ZIP"],
)  # fmt: skip
def test_it_is_saved_by_its_ending(density: geo.Map, tmp_path: Path, name: str) -> None:
    path = density.save(str(tmp_path / name))
    assert path == tmp_path / name
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "html": b"<!DOCTYPE",
              "geojson": b'{"type"', "csv": b"\xef\xbb\xbf", "json": b"{"}  # fmt: skip
    assert path.read_bytes().startswith(starts.get(path.suffix[1:], b"PK"))
    assert path.stat().st_size > 1000


def test_what_cannot_be_saved_is_told_in_the_language_of_the_map(
    density: geo.Map, tmp_path: Path
) -> None:
    with pytest.raises(UnknownNameError, match="未知的格式“jpg”"):
        density.save(tmp_path / "map.jpg")
    with pytest.raises(ExportError, match="无法写入"):
        density.save(tmp_path / "missing" / "map.svg")
    with pytest.raises(ExportError, match="模板仅用于pptx"):
        density.save(tmp_path / "map.png", template=ROOT / "README.md")


def test_a_map_is_of_an_indicator_too() -> None:
    by_name = geo.build("gdp-2020", per="population", k=4).choropleth
    by_value = geo.build(geo.load_indicator("gdp-2020"), per="population", k=4).choropleth
    assert to_json(by_value) == to_json(by_name)
    with pytest.raises(GeoError, match="minus: only for indicators of the catalogue"):
        geo.build(geo.load_indicator("gdp-2020"), minus="population-2020")


def test_periods_are_written_in_any_way() -> None:
    for period in ("2024-06", "2024年6月"):
        assert geo.build("5g-stations-region", period=period).choropleth.layer.period == "2024-06"
    assert geo.build("gdp-2020", period=2020).choropleth.layer.period == "2020"


def test_looks_are_those_of_the_command_line() -> None:
    style = geo.build(
        "gdp-2020", size="170x120mm", dpi=300, theme="dark", labels="both", legend="horizontal",
        detail="histogram", strip=True, maritime=True, highlight="安徽", crop=["Anhui", "320000"],
    ).style  # fmt: skip
    assert style == geo.Style(
        size=(2008, 1417), dpi=300, size_unit="mm", medium="print", theme="dark", labels="both",
        legend="horizontal", detail="histogram", strip=True, maritime=True, highlight=("340000",),
        crop=("340000", "320000"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: geo.build("gdp-202"), "Did you mean gdp-2020"),
        (lambda: geo.build("gdp-2020", theme="drak"), "unknown theme 'drak'. Did you mean dark"),  # type: ignore[arg-type]
        (lambda: geo.build("gdp-2020", scheme="fisher"), "Did you mean fisher_jenks"),
        (lambda: geo.build("gdp-2020", per="people"), "denominator"),
        (lambda: geo.build("gdp-2020", size="huge"), "huge"),
        (lambda: geo.build("gdp-2020", highlight="Anhu"), "Near: Anhui"),
        (lambda: geo.build("gdp-2020", language="fr"), "unknown language 'fr'"),  # type: ignore[arg-type]
        (lambda: geo.build("gdp-2020", scheme="fisher", language="zh"), "是否指fisher_jenks"),
        (lambda: geo.load_indicator("gdp-20"), "gdp-2020"),
    ],
)
def test_what_would_be_right_is_said(ask: Callable[[], object], words: str) -> None:
    with pytest.raises(GeoError) as refusal:
        ask()
    assert words in str(refusal.value)


# -- notebooks ----------------------------------------------------------------------------------


def test_all_of_it_works_inside_a_running_event_loop() -> None:
    async def cell() -> tuple[int, bytes]:
        counted = geo.count(pd.DataFrame({"lon": [121.47], "lat": [31.23]}), datum="wgs84")
        drawn = geo.join(GDP).map(size=SMALL)
        return counted.report["counted"], drawn._repr_png_()

    counted, picture = asyncio.run(cell())
    assert counted == 1
    assert picture.startswith(b"\x89PNG")


def test_the_catalogue_is_a_frame() -> None:
    frame = geo.list_indicators(language="zh")
    assert frame.loc["gdp-2020", "unit"] == "亿元"
    assert frame.columns.to_list() == [
        "title", "group", "unit", "kind", "periods", "boundaries", "places", "figures", "trust",
        "vintage",
    ]  # fmt: skip
    gdp = frame.loc["gdp"]
    assert (gdp["group"], gdp["trust"], gdp["vintage"]) == (
        "经济与人口", "high", "第五次全国经济普查后修订数"
    )  # fmt: skip
    assert (gdp["places"], gdp["figures"]) == (31, 31 * 13 - 4)
    assert set(geo.list_indicators("宽带").index) == {
        "broadband-ports", "broadband-subscribers", "broadband-per-100-people"
    }  # fmt: skip
    nothing = geo.list_indicators("no such word")
    assert nothing.empty
    assert nothing.columns.to_list() == frame.columns.to_list()
    assert len(repr(geo.load_indicator("gdp-2020"))) < 3000
    assert json.dumps(frame["periods"].map(list).to_dict())
