"""The face: the lines of a notebook work, take frames and give frames, and say what would be
right."""

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
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import geo
from geo.export.data import to_json
from geo.maps.classes import SCHEMES
from geo.model.errors import (
    AllocationError,
    BoundaryError,
    ClassificationError,
    ExportError,
    GeoError,
    MissingCrsError,
    QuestionError,
    TableError,
    UnknownNameError,
)
from geo.places.boundaries import load_boundaries
from geo.places.boundary_file import read_boundary_file
from geo.registers.count import DatumNeededError
from geo.registers.synthetic_file import write_register
from geo.tables.cells import parse_number
from geo.tables.frame import from_frame
from geo.tables.saved import SavedError, to_saved
from tests.browser import find_chromium, launch_options

ROOT = Path(__file__).parents[1]
SMALL = (480, 360)
GDP = pd.DataFrame({"省份": ["安徽省", "粤", "浙江"], "GDP": [38061.5, 111151.6, 64689.1]})
SQUARES = geopandas.GeoDataFrame(
    {"code": ["a", "b"], "name": ["Left", "Right"]},
    geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
    crs="EPSG:4326",
)


# -- import geo ---------------------------------------------------------------------------------


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
    assert repr(density) == "<Map '2020年各省人口密度': 31 of 34 places, quantiles, 6 classes>"
    frame = density._repr_html_()
    assert frame.startswith('<iframe title="2020年各省人口密度" srcdoc="')
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
        size=(2008, 1417), dpi=300, theme="dark", labels="both", legend="horizontal",
        detail="histogram", strip=True, maritime=True, highlight=("340000",),
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
        (lambda: geo.load_indicator("gdp"), "gdp-2020"),
    ],
)
def test_what_would_be_right_is_said(ask: Callable[[], object], words: str) -> None:
    with pytest.raises(GeoError) as refusal:
        ask()
    assert words in str(refusal.value)


# -- tables -------------------------------------------------------------------------------------


def test_a_frame_is_joined_as_the_same_file_is(tmp_path: Path) -> None:
    path = tmp_path / "gdp.csv"
    GDP.to_csv(path, index=False)
    by_file, by_frame = geo.join(path), geo.join(GDP)
    pd.testing.assert_frame_equal(by_file.to_frame(), by_frame.to_frame())
    assert by_file.report == by_frame.report
    assert by_frame.to_frame()["GDP"].to_list() == [38061.5, 111151.6, 64689.1]
    assert geo.join(str(path), key="省份", value="GDP").choices.value == "GDP"


def test_what_does_not_match_is_a_frame() -> None:
    table = GDP.assign(省份=["安徽省", "Shangdong", "浙江"]).set_axis(["x", "y", "z"])
    table = table[["省份", "GDP"]].rename_axis("row")
    joined = geo.join(table, key="省份", value="GDP", language="zh")
    (line,) = joined.unmatched.to_dict("records")
    assert line["row"] == "y"
    assert line["text"] == "Shangdong"
    assert "山东" in line["suggestions"]
    assert repr(joined) == (
        "<Joined 'frame': 2 of 3 rows name a place; figures: GDP; not matched: Shangdong>"
    )
    mended = geo.join(table, key="省份", value="GDP", fix={"Shangdong": "Shandong"})
    assert mended.unmatched.empty
    assert mended.to_frame().loc["370000", "GDP"] == 111151.6


def test_a_joined_table_is_drawn(tmp_path: Path) -> None:
    joined = geo.join(GDP, unit="亿元", source="yearbook")
    drawn = joined.map(per="population", scheme="fisher_jenks", language="zh", theme="dark")
    assert drawn.choropleth.scale.classes.k == 3
    assert drawn.style.theme == "dark"
    assert "yearbook" in drawn.choropleth.source_line
    shown = drawn.to_geodataframe()["value"].dropna()
    people = geo.load_indicator("population-2020").to_frame()["value"]
    assert shown["340000"] == pytest.approx(38061.5 / people["340000"] * 1e6)
    assert drawn.save(tmp_path / "gdp.zip").stat().st_size > 1000
    assert len(joined.to_geodataframe()) == 3
    assert joined.report.to_dict()["matched"] == 3
    assert joined.indicator.unit.zh == "亿元"


def test_periods_and_changes_of_a_table() -> None:
    wide = pd.DataFrame({2019: [1.0, 2.0], 2020: [2.0, 3.0]}, index=["安徽", "广东"])
    joined = geo.join(wide)
    assert joined.map(period=2019).to_frame().loc["340000", "value"] == 1
    assert joined.map(change="percent").to_frame().loc["340000", "value"] == 100


def test_a_question_names_the_arguments_that_settle_it() -> None:
    twice = pd.DataFrame({"省份": ["安徽", "安徽", "广东"], "v": [1, 2, 3]})
    for ask in (geo.join(twice).map, lambda: geo.join(twice).indicator):
        with pytest.raises(QuestionError, match=r"\n  duplicates='sum'  their sum"):
            ask()
    assert geo.join(twice, duplicates="sum").to_frame().loc["340000", "v"] == 3
    mixed = pd.DataFrame({"省份": ["安徽", "浙江", "广东"], "share": ["43.5%", "12%", "0.12"]})
    with pytest.raises(QuestionError, match=r"\n  unit='%'  全部为百分数"):
        geo.join(mixed, language="zh")
    assert geo.join(mixed, unit="%").to_frame().loc["440000", "share"] == 0.12


def test_lists_are_counted() -> None:
    projects = pd.DataFrame({"省份": ["安徽", "安徽", "广东"], "状态": ["在建", "拟建", "在建"]})
    assert geo.join(projects, aggregate="count").map().to_frame().loc["340000", "value"] == 2
    built = geo.join(projects, aggregate="count", where="状态=在建").map().to_frame()
    assert built.loc["340000", "value"] == 1


def test_a_column_that_is_not_there() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean GDP"):
        geo.join(GDP, value="GPD")
    with pytest.raises(TableError):
        geo.join(pd.DataFrame())
    with pytest.raises(TableError, match=r"none\.csv"):
        geo.join("none.csv")


@pytest.mark.parametrize(
    "table",
    [
        pd.Series([1.5, 2.0], index=["安徽", "广东"], name="n"),
        pd.Series([1.5, 2.0], index=["340000", "440000"], name="n"),
        pd.Series([1.5, 2.0], index=[340000, 440000], name="n"),
        pd.DataFrame({"n": [1.5, 2.0]}, index=pd.Index(["安徽", "广东"], name="省")),
        pd.DataFrame({"省": ["安徽", "广东"], "n": [1.5, 2.0]}),
        pd.DataFrame({"省": ["安徽", "", "广东"], "n": [1.5, 9, 2]}).iloc[[0, 2]],
        pd.DataFrame({"省": ["安徽", "广东"], "n": np.array([1.5, 2], dtype="float32")}),
        pd.DataFrame({"省": ["安徽", "广东"], "n": pd.array([1.5, 2], dtype="Float64")}),
        pd.DataFrame([["安徽", "广东"], [1.5, 2.0]], index=["省", "n"]).T,
    ],
    ids=range(9),
)
def test_frames_of_every_kind(table: pd.DataFrame | pd.Series[float]) -> None:
    assert geo.join(table).to_frame()["n"].to_dict() == {"340000": 1.5, "440000": 2.0}


def test_missing_cells_of_every_kind() -> None:
    names = ["安徽", "广东", "浙江", "江苏", "福建"]
    table = pd.DataFrame({"省": names, "n": pd.Series([1, np.nan, None, pd.NA, 2], dtype=object)})
    assert geo.join(table).to_frame()["n"].dropna().to_dict() == {"340000": 1, "350000": 2}
    days = pd.DataFrame(
        {"d": [pd.NaT, pd.Timestamp("2020-03-01"), pd.Timestamp("2020-03-01 12:30")]}
    )
    assert from_frame(days).sheets[0].rows == (
        ("d",),
        ("",),
        ("2020-03-01",),
        ("2020-03-01 12:30:00",),
    )


@settings(max_examples=200)
@given(
    st.floats(-1e14, 1e14, allow_nan=False)
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False, width=32).map(np.float32)
)
def test_numbers_keep_their_exact_values(number: Any) -> None:
    written = (
        from_frame(pd.DataFrame({"n": pd.Series([number], dtype=object)})).sheets[0].rows[1][0]
    )
    expected = float(str(number)) if isinstance(number, np.float32) else float(number)
    if abs(expected) <= 1e15:
        assert parse_number(written) == expected


def test_headings_of_several_levels() -> None:
    columns = pd.MultiIndex.from_tuples([("GDP", "2019"), ("GDP", "2020")])
    table = pd.DataFrame([[1, 2], [3, 4]], pd.Index(["安徽", "广东"], name="省"), columns)
    assert from_frame(table).sheets[0].rows[:2] == (("", "GDP", "GDP"), ("省", "2019", "2020"))
    assert geo.join(table).to_frame()[["GDP 2019", "GDP 2020"]].to_numpy().tolist() == [
        [1, 2],
        [3, 4],
    ]


# -- own polygons -------------------------------------------------------------------------------


def test_own_polygons() -> None:
    table = pd.DataFrame({"area": ["Left", "Right", "Up"], "n": [1, 2, 3]})
    joined = geo.join(table, boundaries=SQUARES, code="code", name="name")
    assert joined.to_frame()["n"].to_dict() == {"a": 1, "b": 2}
    assert joined.unmatched["text"].to_list() == ["Up"]
    drawn = joined.map()
    assert drawn.choropleth.layer.boundaries is joined.boundaries
    assert all(drawn.to_geodataframe().geometry.geom_equals(SQUARES.set_index("code").geometry))
    places = geo.boundaries_from_frame(SQUARES)
    again = geo.join(table, boundaries=places)
    assert again.to_frame()["n"].to_dict() == {"a": 1, "b": 2}
    with pytest.raises(SavedError, match="write them to a file"):
        to_saved(again._joined.reading.work)


def test_polygons_of_a_frame_are_those_of_the_same_file(tmp_path: Path) -> None:
    for crs in ("EPSG:4326", "EPSG:3857"):
        frame = SQUARES.to_crs(crs)
        path = tmp_path / "squares.gpkg"
        frame.to_file(path)
        by_file = read_boundary_file(path.read_bytes(), path.name).boundaries
        by_frame = geo.boundaries_from_frame(frame)
        assert by_frame.names == by_file.names
        assert by_frame.frame.crs == by_file.frame.crs == "EPSG:4326"
        assert all(by_frame.frame.geometry.geom_equals_exact(by_file.frame.geometry, 1e-9))
        joined = geo.join(pd.Series({"Left": 1, "Right": 2}), boundaries=path)
        assert list(joined.to_frame().index) == ["a", "b"]


def test_polygons_are_checked_as_those_of_files_are() -> None:
    with pytest.raises(MissingCrsError, match="EPSG:4326"):
        geo.boundaries_from_frame(SQUARES.set_crs(None, allow_override=True))
    without = SQUARES.set_crs(None, allow_override=True)
    assert geo.boundaries_from_frame(without, crs="EPSG:4326").adcodes == ("a", "b")
    with pytest.raises(BoundaryError, match="DataFrame is no GeoDataFrame"):
        geo.boundaries_from_frame(pd.DataFrame({"a": [1]}))
    with pytest.raises(BoundaryError, match="polygon"):
        geo.boundaries_from_frame(SQUARES.set_geometry(SQUARES.geometry.boundary))
    with pytest.raises(UnknownNameError, match="Did you mean code"):
        geo.boundaries_from_frame(SQUARES, code="cod")
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    mended = geo.boundaries_from_frame(SQUARES.set_geometry([bow, shapely.box(1, 0, 2, 1)]))
    assert mended.frame.geometry.is_valid.all()
    assert any("Left" in note.en or "a" in note.en for note in mended.notes)
    assert geo.boundaries_from_frame(SQUARES).id == geo.boundaries_from_frame(SQUARES).id
    assert geo.boundaries_from_frame(SQUARES).id != mended.id
    with pytest.raises(UnknownNameError, match="Did you mean provinces"):
        geo.join(GDP, boundaries="province")


# -- classes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_classes_are_those_of_a_map(scheme: str) -> None:
    drawn = geo.build("population-2020", scheme=scheme, k=6)
    frame = drawn.to_frame()
    found = geo.classify(frame["value"], scheme=scheme, k=6)
    assert found.edges == drawn.choropleth.scale.classes.edges
    pd.testing.assert_series_equal(found.classes, frame["class"])
    assert sum(found.counts) == 31
    assert found.k == len(found.counts) == len(found.edges) - 1
    told = found.to_frame()
    assert ((told["value"] > told["low"]) | (told["class"] == 1))[told["value"].notna()].all()
    assert (told["value"] <= told["high"])[told["value"].notna()].all()


@pytest.mark.parametrize(
    "values",
    [
        [3, 1, None, 2],
        (3.0, 1.0, float("nan"), 2.0),
        np.array([3, 1, np.nan, 2]),
        np.array([3, 1, None, 2], dtype=object),
        pd.Series([3, 1, pd.NA, 2], dtype="Int64"),
        pd.Series([3, 1, None, 2]),
        pd.Index([3, 1, np.nan, 2]),
    ],
    ids=str,
)
def test_array_likes_are_welcome_and_missing_stays_missing(values: Any) -> None:
    found = geo.classify(values, k=3)
    assert found.classes.isna().to_list() == [False, False, True, False]
    assert found.classes.dropna().to_list() == [3, 1, 2]
    assert found.to_frame()["value"].isna().sum() == 1


def test_a_series_keeps_its_index() -> None:
    found = geo.classify(pd.Series([5, 6, 7], index=list("xyz")), edges=[0, 5, 10])
    assert found.classes.to_dict() == {"x": 1, "y": 2, "z": 2}
    assert found.scheme == "manual"
    assert list(found.to_frame().index) == list("xyz")


@pytest.mark.parametrize(
    ("values", "options", "words"),
    [
        ([1, "x", 2], {}, "'x' is no number"),
        ([1, float("inf")], {}, "finite"),
        ([None, float("nan")], {}, "no figure"),
        ([1, 2, 3], {"k": 1}, "choose 2 to 9"),
        ([1, 2, 3], {"edges": [0, 1, 2]}, "3"),
        ([1, 2, 3], {"k": 1, "language": "zh"}, "级"),
    ],
    ids=str,
)
def test_what_cannot_be_classed(values: Any, options: dict[str, Any], words: str) -> None:
    with pytest.raises(ClassificationError, match=words):
        geo.classify(values, **options)


# -- registers ----------------------------------------------------------------------------------


@pytest.fixture
def stations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    (tmp_path / "stations").mkdir()
    for seed in (1, 2):
        write_register(tmp_path / "stations" / f"{seed}.csv", 400, seed=seed, datum="gcj02",
                       faults=0.05)  # fmt: skip
    monkeypatch.chdir(tmp_path)
    files = sorted(Path("stations").iterdir())
    return pd.concat([pd.read_csv(file, dtype=str) for file in files], ignore_index=True)


def test_files_are_named_in_any_way_and_a_frame_is_a_file(stations: pd.DataFrame) -> None:
    how: dict[str, Any] = {"datum": "gcj02", "by": "operator", "weight": "sites", "date": "opened"}
    first = geo.count("stations/*.csv", **how)
    frame = first.to_frame()
    assert first.report["rows"] == 800
    assert frame["count"].sum() == first.report["counted"] < 800
    assert frame["count"].dtype == "Int64"
    assert frame["sum_sites"].dtype == frame["mean_sites"].dtype == float
    assert frame["per_10000_km2"].dropna().gt(0).any()
    several: list[str | Path] = [Path("stations/1.csv"), "stations/2.csv"]
    for files in (Path("stations"), several, stations):
        found = geo.count(files, **how)
        pd.testing.assert_frame_equal(found.to_frame(), frame)
        assert found.report["not_counted"] == first.report["not_counted"]
    assert [file["file"] for file in found.report["files"]] == ["frame"]
    assert first.to_geodataframe().crs == "EPSG:4326"


def test_points_are_a_frame_too() -> None:
    points = geopandas.GeoDataFrame(
        {"owner": ["A", "B", "A"]},
        geometry=geopandas.points_from_xy([121.47, 116.4, 121.5], [31.23, 39.9, 31.2]),
        crs="EPSG:4326",
    )
    for frame in (points, points.to_crs("EPSG:3857")):
        counted = geo.count(frame, datum="wgs84")
        assert counted.to_frame()["count"].dropna().to_dict() == {"110000": 1, "310000": 2}
        assert repr(counted) == "<Counted 3 rows: 3 counted>"
    by = geo.count(points, datum="wgs84", by="owner").to_frame()
    assert by.loc["310000", ["owner", "count"]].to_numpy().tolist() == [["A", 2], ["B", 0]]
    assert geo.join(counted.to_frame(), value="count").map().to_frame().loc["310000", "value"] == 2


def test_points_in_polygons_of_ones_own() -> None:
    points = pd.DataFrame({"lon": [0.5, 1.5, 1.6], "lat": [0.5, 0.5, 0.6]})
    counted = geo.count(points, datum="wgs84", boundaries=SQUARES, code="code", name="name")
    assert counted.to_frame()["count"].to_dict() == {"a": 1, "b": 2}


def test_what_a_count_needs_to_know() -> None:
    points = pd.DataFrame({"lon": [121.47], "lat": [31.23]})
    with pytest.raises(DatumNeededError, match="with datum=: wgs84"):
        geo.count(points)
    with pytest.raises(UnknownNameError, match="未知"):
        geo.count(points, datum="wgs", language="zh")
    with pytest.raises(GeoError, match="engine= dask and scheduler= tcp"):
        geo.count(points, datum="wgs84", engine="dask")


# -- allocations --------------------------------------------------------------------------------


def test_a_total_is_shared_out(tmp_path: Path) -> None:
    plan = geo.allocate(650_000, by="population-2020")
    frame = plan.to_frame()
    assert frame["stations"].sum() == plan.total == 650_000
    assert (frame["cost"] == frame["stations"] * 160_000).all()
    key = geo.load_indicator("population-2020").to_frame()["value"]
    path = tmp_path / "key.csv"
    key.to_csv(path)
    for by in (key, str(path)):
        own = geo.allocate(650_000, by=by)
        pd.testing.assert_frame_equal(own.to_frame(), frame)
    pair, text = (geo.allocate(1000, blend=b) for b in (("gdp-2020", 0.4), "gdp-2020:0.4"))
    pd.testing.assert_frame_equal(pair.to_frame(), text.to_frame())
    assert "估算" in geo.allocate(1000, language="zh").method
    within = geo.allocate(1_506_000, regions="5g-stations-region:2022-02")
    assert within.to_frame()["stations"].sum() == within.total
    drawn = geo.build(plan.to_indicator("per_people")).to_frame()
    assert set(drawn["status"]) == {"estimated", "no_data"}


@pytest.mark.parametrize(
    ("ask", "kind", "words"),
    [
        (lambda: geo.allocate(1.5), AllocationError, "whole"),
        (lambda: geo.allocate(10, by="gdp"), UnknownNameError, "gdp-2020"),
        (lambda: geo.allocate(10, blend="gdp-2020"), GeoError, r"gdp-2020:0\.4"),
        (lambda: geo.allocate(10, value="x"), GeoError, "value=: only where by= names a table"),
        (lambda: geo.allocate(10).to_indicator("costs"), UnknownNameError, "Did you mean cost"),
    ],
)
def test_what_cannot_be_shared_out(
    ask: Callable[[], object], kind: type[GeoError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        ask()


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
    assert set(frame.columns) == {"title", "unit", "kind", "periods", "boundaries", "figures"}
    assert len(repr(geo.load_indicator("gdp-2020"))) < 3000
    assert json.dumps(frame["periods"].map(list).to_dict())
