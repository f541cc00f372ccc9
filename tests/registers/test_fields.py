"""Which columns hold coordinates: found by name in two languages, or named by the user."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.model.errors import RegisterError, SwappedError, UnknownNameError
from geo.model.values import Boundaries
from geo.registers.count import Columns, plan_count
from geo.registers.files.columns import find_columns, find_coordinates, has_coordinates
from geo.registers.files.parts import RegisterFile
from tests.gathered import gathered


def file_of(*columns: str, geometry: str = "") -> RegisterFile:
    return RegisterFile(Path("r.csv"), "text", 1, 1, columns, geometry)


@gathered(
    ("lon", "lat"),
    [
        ("lon", "lat"), ("LON", "LAT"), ("lng", "lat"), ("long", "lat"), ("Longitude", "Latitude"),
        ("x", "y"), ("X", "Y"), ("经度", "纬度"), ("經度", "緯度"), ("基站经度(°)", "基站纬度(°)"),
        ("经度（度）", "纬度（度）"), ("经度\n(°)", "纬度\n(°)"), ("站址经度_84", "站址纬度_84"),
        ("lng_gcj02", "lat_gcj02"), ("bd_lng", "bd_lat"), ("site-lon", "site-lat"),
        ("wgs84.lon", "wgs84.lat"), ("decimalLongitude", "decimalLatitude"), ("ＬＯＮ", "ＬＡＴ"),
        ("point_x", "point_y"), ("X坐标", "Y坐标"), ("横坐标", "纵坐标"), (" lon ", " lat "),
        ("lon (deg)", "lat (deg)"), ("lon84", "lat84"), ("GPS LON", "GPS LAT"),
    ],
)  # fmt: skip
def test_columns_are_found_by_name(lon: str, lat: str) -> None:
    columns = ("name", "belong", lon, "platform", lat, "along", "slate", "年龄")
    assert has_coordinates(columns)
    assert find_coordinates(columns, "r.csv") == (lon, lat)
    assert find_coordinates(columns[::-1], "r.csv") == (lon, lat)


@pytest.mark.parametrize("name", ["belong", "along", "salon", "pylon", "xx", "max", "经", "度"])
def test_other_words_are_no_longitudes(name: str) -> None:
    with pytest.raises(RegisterError, match="no column is called as a longitude"):
        find_coordinates((name, "lat"), "r.csv")


@pytest.mark.parametrize("name", ["platform", "slate", "flat", "plate", "lateral", "纬", "day"])
def test_other_words_are_no_latitudes(name: str) -> None:
    with pytest.raises(RegisterError, match="no column is called as a latitude"):
        find_coordinates(("lon", name), "r.csv")


def test_exact_names_go_before_parts_and_parts_before_x() -> None:
    assert find_coordinates(("lon", "cell_lon", "lat", "x", "y"), "r") == ("lon", "lat")
    assert find_coordinates(("x", "y", "cell_lon", "cell_lat"), "r") == ("cell_lon", "cell_lat")


def test_ambiguous_columns_are_named() -> None:
    columns = ("lon_gcj02", "lat_gcj02", "lon_wgs84", "lat_wgs84")
    assert not has_coordinates(columns)
    with pytest.raises(RegisterError, match=r"longitude: lon_gcj02, lon_wgs84\. .*--lon and --lat"):
        find_columns(file_of(*columns))
    fields = find_columns(file_of(*columns), lon="lon_wgs84", lat="lat_wgs84")
    assert (fields.lon, fields.lat) == ("lon_wgs84", "lat_wgs84")


def test_one_column_for_both_is_refused() -> None:
    assert not has_coordinates(("name", "lon_lat"))
    with pytest.raises(RegisterError, match="'lon_lat' seems to hold both"):
        find_coordinates(("name", "lon_lat"), "r.csv")


def test_a_row_that_stands_for_a_heading_is_recognised() -> None:
    with pytest.raises(RegisterError, match="begins with a heading"):
        find_coordinates(("116.4", "39.9"), "r.csv")


@pytest.mark.parametrize("role", ["category", "weight", "date"])
def test_a_column_that_is_not_there_is_refused(role: str) -> None:
    with pytest.raises(UnknownNameError, match=r"column of r\.csv 'opend'.*Did you mean opened"):
        find_columns(file_of("lon", "lat", "opened"), **{role: "opend"})  # type: ignore[arg-type]


def test_what_the_user_names_must_fit() -> None:
    file = file_of("lon", "lat", "a", geometry="geometry")
    with pytest.raises(RegisterError, match="name both columns"):
        find_columns(file, lon="lon")
    with pytest.raises(RegisterError, match="cannot hold both"):
        find_columns(file, lon="a", lat="a")
    with pytest.raises(UnknownNameError, match="length of periods 'week'"):
        find_columns(file, every="week")  # type: ignore[arg-type]
    assert find_columns(file).lon == ""  # the geometry has the positions
    assert find_columns(file, lon="lon", lat="lat").lon == "lon"


def test_swapped_columns_are_asked_about_and_never_exchanged(
    provinces: Boundaries, tmp_path: Path
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("经度,纬度\n39.9,116.4\n31.2,121.4\n")
    with pytest.raises(SwappedError, match="say --lon '纬度' --lat '经度'"):
        plan_count([str(path)], datum="wgs84", boundaries=provinces)
    plan = plan_count(
        [str(path)], datum="wgs84", boundaries=provinces, columns=Columns("纬度", "经度")
    )
    assert plan.fields[0].lon == "纬度"


def test_a_column_missing_in_one_of_several_files(provinces: Boundaries, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("lon,lat,band\n116.4,39.9,n41\n")
    (tmp_path / "b.csv").write_text("lon,lat\n116.4,39.9\n")
    with pytest.raises(UnknownNameError, match=r"column of b\.csv 'band'"):
        plan_count([str(tmp_path)], datum="wgs84", boundaries=provinces,
                   columns=Columns(category="band"))  # fmt: skip
