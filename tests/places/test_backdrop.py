"""The land: where it should be, whole, small, and made by its recipe."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.model import data_label
from geo.model.errors import BoundaryError, LabelError
from geo.model.values import Boundaries
from geo.places.backdrop import LAND, LAND_WINDOW, read_land
from geo.places.boundaries import SHAPES, list_boundaries
from shapes import build as recipe
from shapes.source import LAND_GRID_DEGREES
from shapes.written import DBF_DATE
from tests.gathered import gathered

ON_LAND = {
    "Seoul": (126.98, 37.57), "Hanoi": (105.83, 21.03), "Tokyo": (139.69, 35.69),
    "Ulaanbaatar": (106.92, 47.92), "Delhi": (77.21, 28.61), "Manila": (121.05, 14.60),
    "Taipei": (121.57, 25.03), "Haikou": (110.20, 19.95), "Qinghai Lake": (100.20, 36.90),
    "Lake Baikal": (108.00, 53.50), "Siberia near the edge": (100.0, 59.9),
}  # fmt: skip
AT_SEA = {
    "Pacific": (145.0, 25.0), "East China Sea": (125.0, 29.0), "Yellow Sea": (123.5, 36.0),
    "Sea of Japan": (135.0, 40.0), "South China Sea": (115.0, 14.0), "Bay of Bengal": (88.0, 15.0),
    "Taiwan Strait": (119.6, 24.6), "Bohai": (119.5, 38.7), "Sea of Okhotsk": (149.0, 55.0),
}  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shapefile and its label."""
    for path in LAND.parent.glob("land.*"):
        shutil.copy(path, tmp_path)
    return tmp_path / LAND.name


@gathered("name", ON_LAND)
def test_what_is_land(name: str) -> None:
    assert shapely.contains_xy(read_land(), *ON_LAND[name])


@gathered("name", AT_SEA)
def test_what_is_sea(name: str) -> None:
    assert not shapely.contains_xy(read_land(), *AT_SEA[name])


def test_the_land_fills_the_window_and_no_more() -> None:
    land = read_land()
    assert land.geom_type == "MultiPolygon"
    assert land.is_valid
    assert land.bounds == LAND_WINDOW


def test_small_islands_are_in_it_and_all_is_on_the_grid() -> None:
    parts = shapely.get_parts(read_land())
    assert len(parts) == 358
    xy = shapely.get_coordinates(parts) / LAND_GRID_DEGREES
    assert np.abs(xy - xy.round()).max() < 1e-6


def test_provinces_are_land(provinces: Boundaries) -> None:
    """But for their coasts: both sets are from different sources."""
    places = shapely.coverage_union_all(provinces.frame.geometry.to_numpy())
    assert places.intersection(read_land()).area / places.area > 0.995


def test_it_is_small() -> None:
    parts = list(LAND.parent.glob("land.*"))
    assert {path.suffix for path in parts} == {".shp", ".shx", ".dbf", ".prj", ".cpg", ".toml"}
    assert sum(path.stat().st_size for path in parts) < 250_000


def test_it_is_no_boundary_set() -> None:
    assert "land" not in list_boundaries()


def test_the_label_is_complete() -> None:
    label = data_label.read_label(LAND.with_suffix(".toml"), required=("crs", "datum", "vintage"))
    source = data_label.source_of(label)
    for text in (
        data_label.text_of(label["title"], "land.toml"),
        data_label.text_of(label["policy"], "land.toml"),
        source.title, source.publisher, source.licence, source.citation,
    ):  # fmt: skip
        assert text.en.strip()
        assert text.zh.strip()
    assert (label["crs"], label["datum"]) == ("EPSG:4326", "WGS 84")
    assert "nothing is drawn from it" in label["policy"]["en"]
    assert "不据此绘图" in label["policy"]["zh"]
    assert "public domain" in source.licence.en
    west, south, east, north = LAND_WINDOW
    assert f"{west:g} to {east:g}° E, {-south:g}° S to {north:g}° N" in label["processing"]
    assert f"{LAND_GRID_DEGREES:.4f} degrees" in label["processing"]


@pytest.mark.parametrize("part", [".shp", ".shx", ".dbf", ".prj"])
def test_a_missing_part_is_named(copy: Path, part: str) -> None:
    copy.with_suffix(part).unlink()
    with pytest.raises(BoundaryError, match=rf"land\.shp is incomplete: \{part} is missing"):
        read_land(copy)


@pytest.mark.parametrize("part", [".shp", ".shx", ".dbf", ".prj", ".cpg"])
def test_one_changed_byte_is_found(copy: Path, part: str) -> None:
    path = copy.with_suffix(part)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(LabelError, match=r"does not match the hash in land\.toml"):
        read_land(copy)


# The recipe


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Land as TopoJSON: a square with a lake, one over the western edge, a bow tie, an islet, and
    one outside. Coordinates are quarters of a degree and a little more; arcs are steps."""
    quarters = [
        [[400, 120], [40, 0], [0, 40], [-40, 0], [0, -40]],
        [[412, 132], [0, 8], [8, 0], [0, -8], [-8, 0]],
        [[232, 40], [16, 0], [0, 8], [-16, 0], [0, -8]],
        [[480, 80], [16, 16], [0, -16], [-16, 16], [0, -16]],
        [[560, 0], [1, 0], [0, 1], [-1, -1]],
        [[0, 0], [4, 0], [0, 4], [-4, -4]],
    ]
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.25, 0.25], "translate": [0.00001, 0.00001]},
        "arcs": quarters,
        "objects": {
            "land": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "MultiPolygon", "arcs": [[[0], [1]], [[2]], [[3]], [[4]], [[5]]]}
                ],
            }
        },
    }
    path = tmp_path / "land-50m.json"
    path.write_text(json.dumps(topology))
    return path


@pytest.fixture
def made(tmp_path: Path, source: Path) -> Path:
    """The shapefile made of it, from the label alone."""
    folder = tmp_path / "land"
    folder.mkdir()
    text = LAND.with_suffix(".toml").read_text(encoding="utf-8")
    text = re.sub('sha256 = ".*"', 'sha256 = ""', text)
    (folder / "land.toml").write_text(text, encoding="utf-8", newline="\n")
    recipe.build_land(source, folder)
    return folder / "land.shp"


def test_the_recipe_cuts_mends_and_rounds_and_drops_no_islet(made: Path) -> None:
    land = read_land(made)
    assert land.is_valid
    expected = shapely.union_all(
        [
            shapely.box(100, 30, 110, 40) - shapely.box(103, 33, 105, 35),
            shapely.box(60, 10, 62, 12),  # it began at 58° E
            shapely.Polygon([(120, 20), (122, 22), (120, 24)]),  # the bow tie's halves
            shapely.Polygon([(124, 20), (124, 24), (122, 22)]),
            shapely.Polygon([(140, 0), (140.25, 0), (140.25, 0.25)]),
        ]
    )
    assert shapely.equals(land, expected)


def test_the_recipe_makes_the_same_bytes_twice(made: Path, source: Path) -> None:
    first = {path.name: path.read_bytes() for path in made.parent.iterdir()}
    assert len(first) == 6
    recipe.build_land(source, made.parent)
    assert {path.name: path.read_bytes() for path in made.parent.iterdir()} == first


def test_asked_for_land_the_recipe_makes_nothing_else(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    monkeypatch.setattr(recipe, "write_shapefile", lambda _, path: written.append(path))
    recipe.main(["--land", str(source)])
    assert written == [LAND]


def test_the_date_in_the_file_is_no_clock() -> None:
    year, month, day = LAND.with_suffix(".dbf").read_bytes()[1:4]
    assert f"{1900 + year}-{month:02}-{day:02}" == DBF_DATE


def test_the_readme_says_how_to_make_it() -> None:
    text = (SHAPES / "README.md").read_text(encoding="utf-8")
    label = tomllib.loads(LAND.with_suffix(".toml").read_text(encoding="utf-8"))
    assert "world-atlas 2.0.2" in label["vintage"]
    assert "npm pack world-atlas@2.0.2" in text
    assert "python -m shapes.build --land package/land-50m.json" in text
