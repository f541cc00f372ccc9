"""Registers in Parquet, GeoParquet, GeoJSON, GeoPackage and shapefiles; folders and patterns."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import pytest
import shapely
from pyarrow import parquet

from geo.model.errors import RegisterError
from geo.model.values import Boundaries
from geo.registers.count import Columns, Count
from geo.registers.files import parquet as register_parquet
from geo.registers.files.find import find_files
from tests.point_files import Register

BEIJING, SHANGHAI = "110000", "310000"
LON, LAT = [116.4, 116.4, 121.4, 121.4], [39.9, 40.0, 31.2, 31.3]


@pytest.fixture(scope="module")
def register(provinces: Boundaries) -> Register:
    return Register(provinces)


def faults(counted: Count) -> dict[str, int]:
    return {why: n for why, n in counted.not_counted.items() if n}


def kinds(counted: Count) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for key, tally in counted.total.tallies.items():
        kind = key.category, key.period
        found[kind] = found.get(kind, 0) + tally.points
    return found


# Parquet


def texts(numbers: Sequence[float]) -> list[str]:
    return [str(number) for number in numbers]


@pytest.mark.parametrize(
    "make",
    [
        lambda x: pa.array(x),
        lambda x: pa.array(x, pa.float32()),
        lambda x: pa.array(np.array(x, dtype=np.float16)),
        lambda x: pa.array([round(v) for v in x], pa.int16()),
        lambda x: pa.array([Decimal(str(v)) for v in x], pa.decimal128(9, 4)),
        lambda x: pa.array(texts(x)),
        lambda x: pa.array(texts(x), pa.large_string()),
        lambda x: pa.array(texts(x)).cast(pa.string_view()),
        lambda x: pa.array([v.encode() for v in texts(x)]),
        lambda x: pa.array(texts(x)).dictionary_encode(),
        lambda x: pa.array(x).dictionary_encode(),
        lambda x: pa.array([f"{v}°" for v in x]),
    ],
)
def test_types_of_coordinates(make: Any, register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    table = {"lon": make(LON), "lat": make(LAT), "c": make([1.0, 1.0, 2.0, 2.0])}
    parquet.write_table(pa.table(table), path)
    found = register.count(path, columns=Columns(category="c", weight="c"))
    assert found.points_by_place == {BEIJING: 2, SHANGHAI: 2}
    assert sorted(kinds(found).values()) == [2, 2]


def test_null_is_no_coordinate_and_nan_is_no_number(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    lon = pa.array([116.4, None, float("nan"), float("inf"), 1e308, 0.0, 39.9])
    lat = pa.array([39.9, 39.9, 39.9, 39.9, 39.9, 0.0, 116.4])
    parquet.write_table(pa.table({"lon": lon, "lat": lat}), path)
    assert faults(register.count(path)) == {
        "no_coordinate": 1, "not_a_number": 1, "out_of_range": 2, "zero": 1, "swapped": 1,
    }  # fmt: skip
    parquet.write_table(pa.table({"lon": pa.nulls(3), "lat": pa.nulls(3)}), path)
    assert faults(register.count(path)) == {"no_coordinate": 3}


@pytest.mark.parametrize("groups", [1, 3, 1000])
def test_row_groups_do_not_matter(
    groups: int, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(1)
    table = pa.table({"lon": random.uniform(70, 140, 2000), "lat": random.uniform(0, 56, 2000)})
    path = tmp_path / "r.parquet"
    parquet.write_table(table, path)
    whole = register.count(path)
    monkeypatch.setattr(register_parquet, "_PART_ROWS", 500)
    monkeypatch.setattr(register_parquet, "_BATCH_ROWS", 70)
    parquet.write_table(table, path, row_group_size=groups)
    cut = register.count(path)
    assert cut.rows == 2000
    assert (cut.total.tallies, cut.not_counted) == (whole.total.tallies, whole.not_counted)
    assert len(cut.plan.parts) in (2, 4)
    assert cut.plan.size == pytest.approx(path.stat().st_size, abs=4)


def test_parquet_without_rows(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    schema = pa.schema([("lon", pa.float64()), ("lat", pa.float64())])
    parquet.write_table(schema.empty_table(), path)
    assert register.count(path).rows == 0
    parquet.ParquetWriter(path, schema).close()  # no row group
    assert register.count(path).rows == 0


def test_only_categories_that_occur_count(register: Register, tmp_path: Path) -> None:
    many = pa.DictionaryArray.from_arrays([0, 0, 1, None], [str(i) for i in range(3000)])
    path = tmp_path / "r.parquet"
    parquet.write_table(pa.table({"lon": LON, "lat": LAT, "c": many}), path)
    found = register.count(path, columns=Columns(category="c"))
    assert kinds(found) == {("0", ""): 2, ("1", ""): 1, ("", ""): 1}


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        (pa.array([date(2020, 1, 5)] * 4), "2020-01-05"),
        (pa.array([date(2020, 1, 5)] * 4, pa.date64()), "2020-01-05"),
        (pa.array([datetime(2020, 1, 5, 23)] * 4), "2020-01-05"),
        (pa.array([datetime(2020, 1, 5, 23, tzinfo=UTC)] * 4), "2020-01-05"),
        (pa.array([datetime(2020, 1, 5, 23)] * 4, pa.timestamp("ns", "Asia/Shanghai")),
         "2020-01-06"),
        (pa.array([datetime(2020, 1, 5)] * 4).dictionary_encode(), "2020-01-05"),
        (pa.array(["2020-01-05T23:00:00"] * 4), "2020-01-05"),
        (pa.array([20200105] * 4), "2020-01-05"),
        (pa.array([2020] * 4), "2020"),
        (pa.array([datetime(1, 1, 5)] * 4, pa.timestamp("s")), ""),
        (pa.nulls(4), ""),
    ],
)  # fmt: skip
def test_types_of_dates(dates: pa.Array, day: str, register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    parquet.write_table(pa.table({"lon": LON, "lat": LAT, "d": dates}), path)
    found = register.count(path, columns=Columns(date="d", every="day"))
    assert kinds(found) == {("", day): 4}
    assert found.total.undated == (0 if day else 4)


@pytest.mark.parametrize("role", ["category", "weight", "date", "lon"])
def test_nested_columns_are_refused(role: str, register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    parquet.write_table(pa.table({"lon": LON, "lat": LAT, "list": [[1]] * 4}), path)
    columns = Columns("list", "lat") if role == "lon" else Columns(**{role: "list"})  # type: ignore[arg-type]
    with pytest.raises(RegisterError, match=r"r\.parquet: a column is of a type"):
        register.count(path, columns=columns)


# Geometries


@pytest.fixture
def frame() -> geopandas.GeoDataFrame:
    table = {
        "运营商": ["移动", "联通", "移动", "电信"],
        "opened": pd.to_datetime(["2020-01-05", "2021-03-01", "", "2020-07-01"]),
        "n": [1, 2, 3, 4],
    }
    return geopandas.GeoDataFrame(table, geometry=shapely.points(LON, LAT), crs=4326)


COLUMNS = Columns(category="运营商", weight="n", date="opened")
EXPECTED = {("移动", "2020"): 1, ("联通", "2021"): 1, ("移动", ""): 1, ("电信", "2020"): 1}


@pytest.mark.parametrize("crs", [4326, 4490, 4527, 32650, 3857])
@pytest.mark.parametrize("kind", ["wkb", "geoarrow", "gpkg", "shp"])
def test_every_crs_comes_to_degrees(
    kind: str, crs: int, frame: geopandas.GeoDataFrame, register: Register, tmp_path: Path
) -> None:
    projected = frame.to_crs(crs)
    path = tmp_path / f"r.{kind if kind in ('gpkg', 'shp') else 'parquet'}"
    if path.suffix == ".parquet":
        projected.to_parquet(path, geometry_encoding="WKB" if kind == "wkb" else kind)
    elif kind == "shp":
        projected["opened"] = projected["opened"].dt.date  # a .dbf has no times
        projected.to_file(path, encoding="GBK")
    else:
        projected.to_file(path)
    found = register.count(path, columns=COLUMNS)
    assert found.points_by_place == {BEIJING: 2, SHANGHAI: 2}
    assert kinds(found) == EXPECTED
    assert sum(tally.weighed for tally in found.total.tallies.values()) == 4


@pytest.mark.parametrize("kind", ["parquet", "geojson", "gpkg"])
def test_geometries_that_are_no_points(kind: str, register: Register, tmp_path: Path) -> None:
    shapes = [shapely.Point(116.4, 39.9), shapely.Point(116.4, 39.9, 50), None, shapely.Point(),
              shapely.box(116, 39, 117, 40), shapely.MultiPoint([[116.4, 39.9]])]  # fmt: skip
    mixed = geopandas.GeoDataFrame({"c": list("abcdef")}, geometry=shapes, crs=4326)
    path = tmp_path / f"r.{kind}"
    (mixed.to_parquet if kind == "parquet" else mixed.to_file)(path)
    found = register.count(path, columns=Columns(category="c"))
    assert faults(found) == {"no_coordinate": 2, "not_a_point": 2}
    assert kinds(found) == {("a", ""): 1, ("b", ""): 1}


def test_geoarrow_without_some_points(register: Register, tmp_path: Path) -> None:
    shapes = [shapely.Point(116.4, 39.9), None, shapely.Point()]
    path = tmp_path / "r.parquet"
    geopandas.GeoDataFrame(geometry=shapes, crs=4326).to_crs(4527).to_parquet(
        path, geometry_encoding="geoarrow"
    )
    assert faults(register.count(path)) == {"no_coordinate": 2}


def test_geojson_of_geopandas(
    frame: geopandas.GeoDataFrame, register: Register, tmp_path: Path
) -> None:
    path = tmp_path / "r.geojson"
    frame.to_file(path)
    found = register.count(path, columns=COLUMNS)
    assert kinds(found) == EXPECTED
    assert register.count(path).points_by_place == {BEIJING: 2, SHANGHAI: 2}


def test_a_geopackage_with_columns_instead_of_geometries(
    register: Register, tmp_path: Path
) -> None:
    path = tmp_path / "r.gpkg"
    days = pd.to_datetime(["2020-01-05"] * 4).date
    table = pd.DataFrame({"lon": LON, "lat": LAT, "n": [1, 2, 3, 4], "day": days})
    pyogrio.write_dataframe(table, path, driver="GPKG", layer="sites")
    found = register.count(path, columns=Columns(weight="n", date="day"))
    assert found.points_by_place == {BEIJING: 2, SHANGHAI: 2}
    assert kinds(found) == {("", "2020"): 4}


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
@pytest.mark.parametrize("keeps_code_page", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_shapefiles_in_chinese(
    encoding: str, keeps_code_page: bool, packed: bool, frame: geopandas.GeoDataFrame,
    register: Register, tmp_path: Path,
) -> None:  # fmt: skip
    path = tmp_path / "r.shp"
    frame.drop(columns="opened").to_file(path, encoding=encoding)
    if not keeps_code_page:
        path.with_suffix(".cpg").unlink()
    if packed:
        files = sorted(tmp_path.iterdir())
        path = tmp_path / "r.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in files:
                archive.write(file, f"数据/{file.name}")
    found = register.count(path, columns=Columns(category="运营商"))
    assert kinds(found) == {("移动", ""): 2, ("联通", ""): 1, ("电信", ""): 1}


# Which files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "a.csv", "n/b.CSV", "n/m/c.tsv", "table.csv/part-0.csv", ".hidden.csv", "_SUCCESS",
        "_temporary/d.csv", ".ipynb_checkpoints/a.csv", "__MACOSX/._a.csv", "notes.md",
    ):  # fmt: skip
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("lon,lat\n116.4,39.9\n")
    return tmp_path


def names(found: list[Path], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in found]


def test_a_folder_is_all_registers_in_it(folder: Path) -> None:
    found = names(find_files([str(folder)]), folder)
    assert found == ["a.csv", "n/b.CSV", "n/m/c.tsv", "table.csv/part-0.csv"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.csv", ["a.csv", "table.csv/part-0.csv"]),
        ("**/*.csv", ["a.csv", "table.csv/part-0.csv"]),
        ("**/*.tsv", ["n/m/c.tsv"]), ("n/?.CSV", ["n/b.CSV"]), ("[ab].csv", ["a.csv"]),
        ("notes.md", ["notes.md"]),
    ],
)  # fmt: skip
def test_patterns(pattern: str, expected: list[str], folder: Path) -> None:
    for hidden in ("_temporary", ".ipynb_checkpoints", "__MACOSX"):
        for file in (folder / hidden).iterdir():
            file.unlink()
    assert names(find_files([str(folder / pattern)]), folder) == expected


def test_a_file_is_counted_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "link.csv").symlink_to("a.csv")
    same = ["a.csv", "./a.csv", "n/../a.csv", str(folder / "a.csv"), "link.csv", "a.*"]
    assert find_files(same) == [Path("a.csv")]
    # As a shell expands a pattern without quotes.
    assert len(find_files(["a.csv", "n/b.CSV", "n", "."])) == 4


def test_a_name_with_brackets_is_a_name_first(tmp_path: Path) -> None:
    path = tmp_path / "r[1].csv"
    path.write_text("lon,lat\n")
    assert find_files([str(path)]) == [path]


@pytest.mark.parametrize("name", ["none.csv", "*.csv", "**", "", " ", "loop.csv", "empty"])
def test_names_that_stand_for_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    with pytest.raises(RegisterError, match="stands for no file"):
        find_files([name])
    with pytest.raises(RegisterError, match="name the files"):
        find_files([])


def test_a_name_that_the_system_refuses() -> None:
    with pytest.raises(RegisterError, match="cannot be read: File name too long"):
        find_files(["a" * 5000 + ".csv"])


@pytest.mark.skipif(os.name == "nt", reason="no such files")
def test_what_is_no_file_is_not_waited_for(register: Register, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(RegisterError, match="no file that can be read in parts"):
        register.count(tmp_path / "pipe.csv")
