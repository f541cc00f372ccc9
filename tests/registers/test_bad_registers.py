"""Registers that cannot be counted: each is refused in words that name the file and the way out,
and what was counted until then is kept."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import pyarrow as pa
import pytest
import shapely
from pyarrow import parquet

from geo.model.errors import GeoError, RegisterError
from geo.model.values import Boundaries
from geo.registers.count import Columns, StoppedError
from tests.point_files import Register

ROW = "116.4,39.9\n"


@pytest.fixture(scope="module")
def register(provinces: Boundaries) -> Register:
    return Register(provinces)


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("r.csv", b"", "r.csv is empty"),
        ("r.csv", b"\n\n \n", "r.csv is empty"),
        ("r.csv", ROW.encode() * 3, "A register begins with a heading"),
        ("r.csv", b"a,b\n1,2\n", "no column is called as a longitude"),
        ("r.csv", b"z", "no column is called as a longitude"),
        ("r.csv", "lon,lat\n116,39\n".encode("utf-16"), "UTF-16 text.*Save it as CSV UTF-8"),
        ("r.csv", "lon,lat\n116,39\n".encode("utf-16-le"), "UTF-16 text"),
        ("r.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "or no text at all"),
        ("r.csv", b"lon,lat\r116.4,39.9\r116.4,39.9\r", "carriage return alone"),
        ("r.csv", b"x" * 2_000_000, "no line ends"),
        ("r.csv", b"lon,lat\n" + b"116,4,39,9\n" * 30, "decimal comma"),
        ("r.csv", b"lon,lat\n" + b"116.4,39.9,\n" * 30, "as many cells as the heading"),
        ("r.csv", b"lon,lat\n" + b"500000,4400000\n" * 30, "hold no degrees.*metres"),
        ("r.csv", b"lon,lat\n" + b"116404000,39915000\n" * 30, "hold no degrees"),
        ("r.csv", b"lon,lat\n" + b"east,north\n" * 30, "hold no degrees"),
        ("r.csv", b"lon,lat\n39.9,116.4\n", "seem to be swapped"),
        ("r.csv", b'n,lon,lat\n"a,116.4,39.9\nb,116.4,39.9\n', "near byte 10 has no end.*'\"a,"),
        ("r.csv.gz", b"\x1f\x8b\x08\x00", "Unpack it first"),
        ("r.xlsx", b"PK\x03\x04", "Save the sheet as CSV"),
        ("r.docx", b"PK\x03\x04", r"unknown kind '\.docx'"),
        ("r", b"lon,lat\n", "unknown kind ''"),
        ("r.parquet", b"lon,lat\n116.4,39.9\n", "no whole Parquet file"),
        ("r.parquet", b"", "no whole Parquet file"),
        ("r.gpkg", b"lon,lat\n", "not what its ending says"),
        ("r.shp", b"", "not what its ending says"),
        ("r.shp", b"\x00\x00\x27\x0a" + bytes(96), r"its \.shx and \.dbf must lie beside it"),
        ("r.geojson", b"[1]", "not what its ending says"),
        ("r.geojson", b'{"a": 1}', r"r\.geojson cannot be read"),
        ("r.geojson", b'{"type": "FeatureCollection", "features": [{"ty', "cannot be read"),
        ("r.zip", b"PK\x03\x04garbage", r"r\.zip cannot be read"),
    ],
)
def test_refused(name: str, content: bytes, match: str, register: Register, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GeoError, match=match) as caught:
        register.count(path)
    assert path.name in str(caught.value)


@pytest.mark.parametrize("content", ["lon,lat", "lon,lat\n", "lon,lat\n\n\r\n"])
def test_a_heading_alone_is_a_count_of_nothing(
    content: str, register: Register, tmp_path: Path
) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(content.encode())
    found = register.count(path)
    assert (found.rows, found.complete) == (0, True)


def test_a_few_faulty_rows_are_counted_as_such(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("lon,lat\n116,4,39,9\n")
    assert register.count(path).not_counted["wrong_cells"] == 1


def test_a_row_that_is_never_over(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("lon,lat,n\n" + "116.4,39.9," + "x" * 20_000_000 + "\n" + ROW)
    with pytest.raises(RegisterError, match="has no end"):
        register.count(path)
    path.write_text('lon,lat,n\n116.4,39.9,"open\n' + "116.4,39.9,x\n" * 1_500_000)
    with pytest.raises(RegisterError, match=r"near byte 21 has no end \('\"open'"):
        register.count(path)


def test_marks_inside_cells_open_nothing(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    row = "116.4,39.9,机柜\n"
    path.write_text('lon,lat,n\n116.4,39.9,19"机柜\n' + row * 800_000, encoding="utf-8")
    assert register.count(path).counted == 800_001


def test_bytes_that_are_no_characters(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(
        b"lon,lat,n\n" + b"116.4,39.9,b\n" * 300 + b"11\x006.4,39.9,b\n116.4,39.9,\x00"
    )
    found = register.count(path)
    assert (found.rows, found.counted) == (302, 301)
    assert found.not_counted["not_a_number"] == 1


def test_a_cell_that_no_program_reads(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text('"' + "a" * 200_000 + '"\nlon,lat\n' + ROW)
    assert register.count(path).counted == 1


# Damage that only shows while reading


@pytest.fixture
def table() -> pa.Table:
    random = np.random.default_rng(1)
    return pa.table(
        {"lon": random.uniform(100, 120, 50_000), "lat": random.uniform(25, 40, 50_000)}
    )


def test_a_parquet_file_that_is_cut_off(
    table: pa.Table, register: Register, tmp_path: Path
) -> None:
    path = tmp_path / "r.parquet"
    parquet.write_table(table, path)
    path.write_bytes(path.read_bytes()[:100_000])
    with pytest.raises(RegisterError, match=r"r\.parquet is no whole Parquet file.*Copy it again"):
        register.count(path)


@pytest.mark.parametrize("checksums", [True, False])
def test_a_parquet_file_with_a_damaged_page(
    checksums: bool, table: pa.Table, register: Register, tmp_path: Path
) -> None:
    path = tmp_path / "r.parquet"
    parquet.write_table(table, path, write_page_checksum=checksums)
    content = bytearray(path.read_bytes())
    # Without checksums only a damaged head of a page is noticed.
    start = len(content) // 2 if checksums else 4
    content[start : start + 100] = b"\xff" * 100
    path.write_bytes(content)
    with pytest.raises(RegisterError, match=r"r\.parquet is damaged in row groups 1 to 1"):
        register.count(path)


def test_a_geopackage_that_is_cut_off(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.gpkg"
    shapes = shapely.points(np.full(5000, 116.4), np.full(5000, 39.9))
    geopandas.GeoDataFrame(geometry=shapes, crs=4326).to_file(path)
    path.write_bytes(path.read_bytes()[:40_000])
    with pytest.raises(GeoError, match=r"r\.gpkg (cannot be read|is damaged)"):
        register.count(path)


def test_several_layers_or_none(register: Register, tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame(geometry=[shapely.Point(116.4, 39.9)], crs=4326)
    for layer in ("sites", "cells"):
        frame.to_file(tmp_path / "r.gpkg", layer=layer)
    with pytest.raises(RegisterError, match=r"2 layers \(sites, cells\)"):
        register.count(tmp_path / "r.gpkg")
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as archive:
        archive.writestr("r.csv", "lon,lat\n")
    with pytest.raises(RegisterError, match=r"r\.zip has 0 shapefiles"):
        register.count(tmp_path / "r.zip")


# Files that change


@pytest.mark.parametrize("kind", ["csv", "parquet", "gpkg"])
def test_a_file_that_vanishes(kind: str, register: Register, tmp_path: Path) -> None:
    path = tmp_path / f"r.{kind}"
    if kind == "csv":
        path.write_text("lon,lat\n" + ROW)
    elif kind == "parquet":
        parquet.write_table(pa.table({"lon": [116.4], "lat": [39.9]}), path)
    else:
        geopandas.GeoDataFrame(geometry=[shapely.Point(116.4, 39.9)], crs=4326).to_file(path)
    plan = register.plan(path)
    path.unlink()
    with pytest.raises(StoppedError, match=rf"r\.{kind} (cannot be read|is no longer there)"):
        register.count_plan(plan)


def test_a_file_that_shrinks_keeps_what_was_counted(register: Register, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("lon,lat\n" + ROW * 3)
    (tmp_path / "b.csv").write_text("lon,lat\n" + ROW * 10)
    plan = register.plan(tmp_path)
    (tmp_path / "b.csv").write_text("lon,lat\n" + ROW)
    with pytest.raises(StoppedError, match=r"b\.csv became shorter.*Until then 3 rows") as caught:
        register.count_plan(plan)
    assert caught.value.partial.counted == 3
    assert not caught.value.partial.complete


@pytest.mark.parametrize(
    ("begun", "rest"), [("", ROW * 5), ("116.4", ",39.9\n" + ROW), (ROW.strip(), "\n" + ROW)]
)
def test_a_file_that_grows(begun: str, rest: str, register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("lon,lat\n" + ROW * 10 + begun)
    plan = register.plan(path)
    with path.open("a") as file:
        file.write(rest)
    found = register.count_plan(plan)
    # A row that was begun is counted once, whole.
    assert (found.rows, found.counted) == ((11, 11) if begun else (10, 10))
    assert ["grew while it was read" in note.en for note in found.notes] == [True]


def test_a_parquet_file_that_is_written_anew(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    table = pa.table({"lon": [116.4] * 10, "lat": [39.9] * 10})
    parquet.write_table(table, path, row_group_size=1)
    plan = register.plan(path)
    parquet.write_table(table, path)
    with pytest.raises(StoppedError, match=r"r\.parquet is damaged"):
        register.count_plan(plan)


def nobody_may_read(path: Path) -> None:
    path.chmod(0)


def in_a_closed_folder(path: Path) -> None:
    path.parent.chmod(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such permissions")
@pytest.mark.parametrize("close", [nobody_may_read, in_a_closed_folder])
def test_no_permission(close: Callable[[Path], None], register: Register, tmp_path: Path) -> None:
    path = tmp_path / "closed" / "r.csv"
    path.parent.mkdir()
    path.write_text("lon,lat\n" + ROW)
    close(path)
    is_root = os.geteuid() == 0
    try:
        if is_root:  # who may read all
            os.seteuid(65534)
        with pytest.raises(RegisterError, match=r"r\.csv cannot be read: Permission denied"):
            register.count(path)
    finally:
        if is_root:
            os.seteuid(0)
        path.parent.chmod(0o700)


# Traps


def test_a_million_empty_lines(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("lon,lat\n" + ROW + "\n" * 1_000_000 + ROW)
    assert register.count(path).counted == 2


def test_ten_thousand_columns(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    heading = ",".join(f"某一列的很长很长的名称{i}" for i in range(10_000))
    path.write_text(f"{heading},经度,纬度\n" + ("," * 10_000 + ROW) * 5, encoding="utf-8")
    assert register.count(path).counted == 5


def test_hundreds_of_thousands_of_times_are_few_periods(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    rows = (f"116.4,39.9,2020-01-05 10:00:00.{i:06}\n" for i in range(200_000))
    path.write_text("lon,lat,d\n" + "".join(rows))
    found = register.count_plan(register.plan(path, columns=Columns(date="d")))
    assert [key.period for key in found.total.tallies] == ["2020"]
    assert found.counted == 200_000
