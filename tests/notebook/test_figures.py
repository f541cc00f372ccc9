"""Figures in a notebook: numbers in classes, points counted by place, totals shared out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest

import geo
from geo.maps.classes import SCHEMES
from geo.model.errors import (
    AllocationError,
    ClassificationError,
    GeoError,
    UnknownNameError,
)
from geo.registers.count import DatumNeededError
from geo.registers.synthetic_file import write_register
from tests.frames import SQUARES


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
        (lambda: geo.allocate(10, by="gdp-20"), UnknownNameError, "gdp-2020"),
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
