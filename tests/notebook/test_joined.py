"""Tables in a notebook: files, frames and Series are joined with places, of the program's own or of
polygons that a frame has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.model.errors import (
    BoundaryError,
    MissingCrsError,
    QuestionError,
    TableError,
    UnknownNameError,
)
from geo.places.boundary_file import read_boundary_file
from geo.tables.cells import parse_number
from geo.tables.frame import from_frame
from geo.tables.saved import SavedError, to_saved
from tests.frames import GDP, SQUARES


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
    people = geo.load_indicator("population").to_frame()  # of the last year: the table has none
    last = people[people["period"] == "2024"]["value"]
    assert shown["340000"] == pytest.approx(38061.5 / last["340000"] * 1e6)
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
