"""Boundary files: read as they are, reprojected where that is needed, refused in words."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import geopandas
import numpy as np
import pyproj
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geo.model.errors import BoundaryError, LabelError, UnknownNameError
from geo.model.text import Text
from geo.model.values import Boundaries
from geo.places.boundaries import SHAPES, list_boundaries, load_boundaries, read_boundaries
from geo.places.geometry import EQUAL_AREA, project

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
LABEL = (SHAPES / "provinces.toml").read_text(encoding="utf-8")


def relabel(folder: Path, identifier: str = "mine") -> None:
    """Write the label of a shapefile as it stands, with a true hash."""
    parts = sorted(p for p in folder.glob(f"{identifier}.*") if p.suffix in PARTS)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()
    text = re.sub('sha256 = ".*"', f'sha256 = "{digest}"', LABEL)
    text = text.replace('id = "provinces"', f'id = "{identifier}"')
    (folder / f"{identifier}.toml").write_text(text, encoding="utf-8")


def write(folder: Path, frame: geopandas.GeoDataFrame) -> None:
    frame.to_file(folder / "mine.shp", engine="pyogrio", encoding="UTF-8")
    relabel(folder)


def read(folder: Path) -> Boundaries:
    """Read the copy; reading never adds a file or changes one."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    try:
        return read_boundaries("mine", folder=folder)
    finally:
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the provinces under another name, with a label of its own."""
    for part in PARTS:
        shutil.copy(SHAPES / f"provinces{part}", tmp_path / f"mine{part}")
    relabel(tmp_path)
    return tmp_path


@pytest.fixture
def frame(provinces: Boundaries) -> geopandas.GeoDataFrame:
    """Three provinces as a file has them."""
    return provinces.frame.iloc[:3].reset_index()


def test_a_copy_under_another_name_is_a_set_of_its_own(folder: Path, provinces: Boundaries) -> None:
    boundaries = read(folder)
    assert (boundaries.id, boundaries.adcodes) == ("mine", provinces.adcodes)
    assert boundaries.names == provinces.names
    assert list_boundaries(folder) == ("mine",)


def test_the_sets_that_come_with_the_project() -> None:
    assert set(list_boundaries()) >= {"provinces", "regions"}


def test_a_frame_has_what_the_set_has(provinces: Boundaries) -> None:
    frame = provinces.frame
    assert (frame.index.name, tuple(frame.index)) == ("adcode", provinces.adcodes)
    assert list(frame.columns) == ["name_zh", "name_en", "iso", "geometry"]
    assert frame.crs.to_epsg() == 4326
    assert dict(frame["name_zh"]) == {code: name.zh for code, name in provinces.names.items()}
    assert shapely.equals_identical(frame.geometry.to_numpy(), provinces.geometries).all()


def test_some_places_are_a_set_in_their_order(provinces: Boundaries) -> None:
    some = provinces.some(["340000", "110000"])
    assert some.adcodes == ("340000", "110000")
    assert [name.en for name in some.names.values()] == ["Anhui", "Beijing"]
    assert dict(some.iso) == {"340000": "CN-AH", "110000": "CN-BJ"}
    assert some.polygons["340000"] is provinces.polygons["340000"]
    assert (some.id, some.source) == (provinces.id, provinces.source)


def test_what_is_done_to_a_frame_no_one_else_sees() -> None:
    """A set is read once for all sessions of a page."""
    shared = load_boundaries("provinces")
    before = read_boundaries("provinces").frame
    frame = shared.frame
    frame["mine"] = 1
    frame.loc["340000", "name_en"] = "Elsewhere"
    frame.geometry.array[0] = None
    frame.geometry.to_numpy()[1] = None
    shared.frame.geometry.to_numpy()[2] = None
    frame.index = list(reversed(frame.index))
    assert_geodataframe_equal(shared.frame, before)
    assert shared.names["340000"].en == "Anhui"
    assert shared.adcodes == tuple(before.index)


def test_an_unknown_set_is_named_with_its_neighbours() -> None:
    with pytest.raises(
        UnknownNameError, match=r"unknown boundary set 'provinzes'. Did you mean pr"
    ):
        read_boundaries("provinzes")


@pytest.mark.parametrize("part", [".shp", ".shx", ".dbf", ".prj"])
def test_a_missing_part_is_named_and_not_made_up(folder: Path, part: str) -> None:
    (folder / f"mine{part}").unlink()
    relabel(folder)
    with pytest.raises(
        BoundaryError,
        match=rf"mine\.shp is incomplete: \{part} is missing\. A shapefile is one set",
    ):
        read(folder)
    assert not (folder / f"mine{part}").exists()


def test_all_missing_parts_are_named_at_once(folder: Path) -> None:
    for part in (".shx", ".prj"):
        (folder / f"mine{part}").unlink()
    with pytest.raises(BoundaryError, match=r"\.shx, \.prj is missing"):
        read(folder)


@pytest.mark.parametrize("content", [None, b"", b" \r\n"])
def test_without_a_code_page_the_names_are_utf8(
    folder: Path, content: bytes | None, provinces: Boundaries
) -> None:
    if content is None:
        (folder / "mine.cpg").unlink()
    else:
        (folder / "mine.cpg").write_bytes(content)
    relabel(folder)
    assert read(folder).names == provinces.names


@pytest.mark.parametrize("content", [b"", b"nonsense"])
def test_an_empty_or_unknown_projection_is_refused(folder: Path, content: bytes) -> None:
    (folder / "mine.prj").write_bytes(content)
    relabel(folder)
    with pytest.raises(
        BoundaryError, match=r"mine\.shp has no coordinate reference system: the .prj"
    ):
        read(folder)


@pytest.mark.parametrize("epsg", [3857, 4527, 32650])
def test_a_metric_projection_over_degrees_is_refused(folder: Path, epsg: int) -> None:
    crs = pyproj.CRS.from_epsg(epsg)
    (folder / "mine.prj").write_text(crs.to_wkt("WKT1_ESRI"))
    relabel(folder)
    with pytest.raises(
        BoundaryError,
        match=r"wrong coordinate reference system: its positions reach from 73\.5003, 3\.8379 to "
        r"135\.087, 53\.5617, which are no positions in .*\. The \.prj must name",
    ):
        read(folder)


def test_degrees_over_a_metric_projection_are_refused(
    tmp_path: Path, frame: geopandas.GeoDataFrame
) -> None:
    write(tmp_path, frame.to_crs(EQUAL_AREA))
    shutil.copy(SHAPES / "provinces.prj", tmp_path / "mine.prj")
    relabel(tmp_path)
    with pytest.raises(
        BoundaryError, match=r"wrong coordinate reference system.*no longitudes and latitudes"
    ):
        read(tmp_path)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4490", "EPSG:32650", EQUAL_AREA])
def test_a_set_in_another_system_is_reprojected(
    tmp_path: Path, frame: geopandas.GeoDataFrame, crs: str
) -> None:
    write(tmp_path, frame.to_crs(crs))
    found = read(tmp_path).frame
    assert found.crs.to_epsg() == 4326
    moved = shapely.get_coordinates(found.geometry.to_numpy()) - shapely.get_coordinates(
        frame.geometry.to_numpy()
    )
    assert np.abs(moved).max() < 1e-7  # a centimetre


def test_a_bow_tie_is_named_with_its_crossing(
    tmp_path: Path, frame: geopandas.GeoDataFrame
) -> None:
    bow_tie = shapely.Polygon([(116, 39), (117, 40), (117, 39), (116, 40)])
    write(tmp_path, frame.set_geometry([frame.geometry[0], bow_tie, frame.geometry[2]]))
    with pytest.raises(
        BoundaryError,
        match=r"mine\.shp has broken rings: 120000 \(Self-intersection\[116\.5 39\.5\]\)\. Repair",
    ):
        read(tmp_path)


def test_a_place_without_a_polygon_is_named(tmp_path: Path, frame: geopandas.GeoDataFrame) -> None:
    write(tmp_path, frame.set_geometry([frame.geometry[0], None, frame.geometry[2]]))
    with pytest.raises(
        BoundaryError, match=r"mine\.shp must have polygons; it has none for 120000"
    ):
        read(tmp_path)


@pytest.mark.parametrize("shape", ["Point", "LineString"])
def test_points_and_lines_are_no_boundaries(
    tmp_path: Path, frame: geopandas.GeoDataFrame, shape: str
) -> None:
    points = frame.representative_point()
    lines = [shapely.LineString([point.coords[0], (100, 30)]) for point in points]
    write(tmp_path, frame.set_geometry(points if shape == "Point" else lines))
    with pytest.raises(
        BoundaryError, match=rf"must have polygons; it has none for 110000 \({shape}"
    ):
        read(tmp_path)


def test_a_code_that_stands_twice_is_named(tmp_path: Path, frame: geopandas.GeoDataFrame) -> None:
    write(tmp_path, frame.assign(adcode=["110000", "130000", "130000"]))
    with pytest.raises(
        BoundaryError, match=r"mine\.shp: 130000 occurs twice; each code stands once"
    ):
        read(tmp_path)


@pytest.mark.parametrize("column", ["adcode", "name_zh", "name_en"])
def test_a_missing_column_is_named(
    tmp_path: Path, frame: geopandas.GeoDataFrame, column: str
) -> None:
    write(tmp_path, frame.drop(columns=column))
    with pytest.raises(BoundaryError, match=rf"mine\.shp lacks the column {column}; it has "):
        read(tmp_path)


@pytest.mark.parametrize("column", ["adcode", "name_zh", "name_en"])
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_an_empty_cell_is_named(
    tmp_path: Path, frame: geopandas.GeoDataFrame, column: str, blank: str | None
) -> None:
    values = [frame[column][0], blank, frame[column][2]]
    write(tmp_path, frame.assign(**{column: values}))
    with pytest.raises(BoundaryError, match=rf"mine\.shp: {column} is empty in record 2\."):
        read(tmp_path)


def test_a_set_without_places_is_refused(tmp_path: Path, frame: geopandas.GeoDataFrame) -> None:
    write(tmp_path, frame.iloc[:0])
    with pytest.raises(BoundaryError, match=r"mine\.shp has no places in it"):
        read(tmp_path)


def test_codes_as_numbers_become_text(tmp_path: Path, frame: geopandas.GeoDataFrame) -> None:
    write(tmp_path, frame.assign(adcode=[110000, 120000, 130000]))
    assert read(tmp_path).adcodes == ("110000", "120000", "130000")


@pytest.mark.parametrize("part", PARTS)
def test_one_changed_byte_is_found(folder: Path, part: str) -> None:
    path = folder / f"mine{part}"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(LabelError, match=r"mine\.shp, .*does not match the hash in mine\.toml"):
        read(folder)


def test_a_ring_that_does_not_close_is_refused(folder: Path) -> None:
    path = folder / "mine.shp"
    data = bytearray(path.read_bytes())
    data[-9] ^= 1  # the last point's longitude
    path.write_bytes(data)
    relabel(folder)
    with pytest.raises(BoundaryError, match=r"mine\.shp has broken rings: .*closed.*Repair them"):
        read(folder)


@pytest.mark.parametrize("part", [".shp", ".shx", ".dbf"])
@pytest.mark.parametrize("damage", ["empty", "half", "junk"])
def test_a_damaged_part_is_refused_in_words(folder: Path, part: str, damage: str) -> None:
    path = folder / f"mine{part}"
    data = path.read_bytes()
    junk = bytes((i * 37 + 11) % 256 for i in range(len(data)))
    path.write_bytes({"empty": b"", "half": data[: len(data) // 2], "junk": junk}[damage])
    relabel(folder)
    with pytest.raises(BoundaryError, match=r"mine\.shp "):
        read(folder)


@pytest.mark.parametrize("key", ["id", "title", "level", "sha256", "source", "policy"])
def test_a_label_without_a_required_part_is_refused(folder: Path, key: str) -> None:
    path = folder / "mine.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"(?m)^(\[?){key}\b", rf"\1not_{key}", text, count=1), encoding="utf-8")
    with pytest.raises(LabelError, match=rf"mine\.toml lacks {key}\."):
        read(folder)


def test_a_corrupt_label_is_refused(folder: Path) -> None:
    (folder / "mine.toml").write_text("id = [", encoding="utf-8")
    with pytest.raises(LabelError, match=r"mine\.toml is no valid TOML"):
        read(folder)


# Tolerance


def test_the_label_says_by_how_much_borders_are_simplified(
    provinces: Boundaries, regions: Boundaries
) -> None:
    assert provinces.tolerance == 500
    assert regions.tolerance == 500


def say_tolerance(folder: Path, line: str) -> None:
    path = folder / "mine.toml"
    text = path.read_text(encoding="utf-8")
    assert "tolerance_metres = 500\n" in text
    path.write_text(text.replace("tolerance_metres = 500\n", line), encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "metres"),
    [("", None), ("tolerance_metres = 0.5\n", 0.5), ("tolerance_metres = 1\n", 1)],
)
def test_a_tolerance_may_be_any_positive_number_and_groups_have_the_same(
    groups: Path, line: str, metres: float | None
) -> None:
    say_tolerance(groups, line)
    assert read_boundaries("mine", folder=groups).tolerance == metres
    assert read_boundaries("regions", folder=groups).tolerance == metres


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "true", '"500"', "[500]"])
def test_a_tolerance_that_is_no_positive_number_is_refused(folder: Path, value: str) -> None:
    say_tolerance(folder, f"tolerance_metres = {value}\n")
    with pytest.raises(
        LabelError, match=r"mine\.toml says tolerance_metres = .*; it must be a positive number\."
    ):
        read(folder)


# Groups


def test_the_regions_are_four_and_three_that_belong_to_none(
    regions: Boundaries, provinces: Boundaries
) -> None:
    assert set(regions.adcodes) == {
        "east", "central", "west", "northeast", "710000", "810000", "820000",
    }  # fmt: skip
    assert regions.names["east"] == Text("East", "东部地区")
    assert regions.names["810000"] == provinces.names["810000"]
    assert regions.level == "region"
    polygons = np.asarray(regions.frame.geometry)
    assert shapely.coverage_is_valid(polygons)
    assert shapely.is_valid(polygons).all()
    assert regions.frame.crs.to_epsg() == 4326


def test_the_regions_are_made_of_whole_provinces(
    regions: Boundaries, provinces: Boundaries
) -> None:
    whole, parts = project(regions), project(provinces)
    members = {
        region: [
            code
            for code, polygon in provinces.frame.geometry.items()
            if regions.frame.geometry[region].contains(polygon.representative_point())
        ]
        for region in regions.adcodes
    }
    counts = {region: len(codes) for region, codes in members.items()}
    assert counts == {
        "east": 10, "central": 6, "west": 12, "northeast": 3,
        "710000": 1, "810000": 1, "820000": 1,
    }  # fmt: skip
    assert members["northeast"] == ["210000", "220000", "230000"]
    assert members["central"] == ["140000", "340000", "360000", "410000", "420000", "430000"]
    for region, codes in members.items():
        assert whole[region].area == pytest.approx(sum(parts[code].area for code in codes))


@pytest.fixture
def groups(folder: Path) -> Path:
    """The regions, as groups of the copy."""
    shutil.copy(SHAPES / "regions.csv", folder)
    text = (SHAPES / "regions.toml").read_text(encoding="utf-8")
    (folder / "regions.toml").write_text(
        text.replace('of = "provinces"', 'of = "mine"'), encoding="utf-8"
    )
    return folder


def test_groups_can_be_of_any_set(groups: Path, regions: Boundaries) -> None:
    assert read_boundaries("regions", folder=groups).adcodes == regions.adcodes


def rewrite_groups(folder: Path, old: str, new: str) -> None:
    """Other groups, with a hash that is true."""
    table, label = folder / "regions.csv", folder / "regions.toml"
    rows = table.read_text(encoding="utf-8")
    assert old in rows
    table.write_text(rows.replace(old, new, 1), encoding="utf-8", newline="\n")
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    text = label.read_text(encoding="utf-8")
    label.write_text(re.sub('sha256 = ".*"', f'sha256 = "{digest}"', text), encoding="utf-8")


def test_a_group_of_places_that_are_not_there_is_refused(groups: Path) -> None:
    rewrite_groups(groups, "110000,", "990000,")
    with pytest.raises(BoundaryError, match="the groups name 990000, which mine does not have"):
        read_boundaries("regions", folder=groups)


def test_a_table_of_groups_without_a_column_is_refused(groups: Path) -> None:
    rewrite_groups(groups, "group_en", "english")
    with pytest.raises(BoundaryError, match="the table of groups lacks group_en"):
        read_boundaries("regions", folder=groups)


@pytest.mark.parametrize("of", ['of = "regions"', "of = 3", ""])
def test_groups_of_nothing_or_of_themselves_are_refused(groups: Path, of: str) -> None:
    label = groups / "regions.toml"
    text = label.read_text(encoding="utf-8")
    label.write_text(text.replace('of = "mine"', of), encoding="utf-8")
    with pytest.raises(LabelError, match=r"regions\.toml \[groups\] needs of = the id of another"):
        read_boundaries("regions", folder=groups)


def test_changed_groups_are_found(groups: Path) -> None:
    table = groups / "regions.csv"
    table.write_bytes(table.read_bytes().replace(b"east", b"west", 1))
    with pytest.raises(LabelError, match=r"regions\.csv does not match the hash"):
        read_boundaries("regions", folder=groups)


def test_groups_of_an_unknown_set_are_refused(groups: Path) -> None:
    (groups / "mine.toml").unlink()
    with pytest.raises(UnknownNameError, match="unknown boundary set 'mine'"):
        read_boundaries("regions", folder=groups)
