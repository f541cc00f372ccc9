"""The projection and the lighter shapes: areas stay true, neighbours stay neighbours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.model.values import Boundaries
from geo.places.geometry import (
    EQUAL_AREA,
    SMALL_AREA_KM2,
    inset_bounds,
    lighten,
    main_bounds,
    pole,
    project,
    small_places,
    transform,
)

BEIJING, TIANJIN, SHANGHAI, HONG_KONG, MACAU = "110000", "120000", "310000", "810000", "820000"
HAINAN, GUANGDONG = "460000", "440000"


@pytest.fixture(scope="module")
def polygons(provinces: Boundaries) -> dict[str, shapely.Geometry]:
    return project(provinces)


def test_there_and_back_is_the_same_place(provinces: Boundaries) -> None:
    before = provinces.frame.geometry.to_numpy()
    after = transform(transform(before, "EPSG:4326", EQUAL_AREA), EQUAL_AREA, "EPSG:4326")
    moved = shapely.get_coordinates(after) - shapely.get_coordinates(before)
    assert np.abs(moved).max() < 1e-9


def test_areas_are_those_on_the_ellipsoid() -> None:
    geod = Geod(ellps="WGS84")
    for west, south in ((75, 38), (105, 4), (105, 30), (125, 48)):
        cell = shapely.segmentize(shapely.box(west, south, west + 2, south + 2), 0.01)
        projected = transform(np.array([cell]), "EPSG:4326", EQUAL_AREA)[0]
        true, _ = geod.geometry_area_perimeter(shapely.geometry.polygon.orient(cell))
        assert projected.area == pytest.approx(true, rel=1e-5)


def test_the_polygons_keep_their_codes(
    provinces: Boundaries, polygons: dict[str, shapely.Geometry]
) -> None:
    assert tuple(polygons) == provinces.adcodes
    assert polygons[GUANGDONG].area / 1e6 == pytest.approx(181_644, rel=0.01)


@pytest.mark.parametrize("tolerance", [500, 2_000, 5_000, 20_000])
def test_lighter_places_are_all_there_and_still_neighbours(
    polygons: dict[str, shapely.Geometry], tolerance: float
) -> None:
    light = lighten(polygons, tolerance=tolerance)
    every = np.asarray(list(light.values()))
    assert list(light) == list(polygons)
    assert shapely.coverage_is_valid(every)
    assert shapely.is_valid(every).all()
    assert (shapely.area(every) > 0).all()
    assert (
        shapely.get_num_coordinates(every).sum()
        < shapely.get_num_coordinates(np.asarray(list(polygons.values()))).sum()
    )


def test_islets_go_but_outlying_islands_stay() -> None:
    land = shapely.box(0, 0, 100_000, 100_000)
    islet = shapely.box(110_000, 0, 110_900, 900)  # 0.8 km², near
    island = shapely.box(110_000, 50_000, 112_000, 52_000)  # 4 km², near
    far = shapely.box(400_000, 0, 400_900, 900)  # 0.8 km², 300 km away
    light = lighten({"a": shapely.multipolygons([land, islet, island, far])}, tolerance=2_000)["a"]
    kept = shapely.get_parts(light)
    for part, stays in ((land, True), (islet, False), (island, True), (far, True)):
        assert any(shapely.intersects(part, shape) for shape in kept) == stays


def test_the_largest_part_of_a_tiny_place_always_stays() -> None:
    parts = [shapely.box(0, 0, 300, 300), shapely.box(500, 0, 600, 100)]
    light = lighten({"a": shapely.multipolygons(parts)}, tolerance=2_000)["a"]
    assert shapely.intersects(light, parts[0])
    assert not shapely.intersects(light, parts[1])


def test_the_islands_of_the_south_china_sea_are_on_the_page(
    polygons: dict[str, shapely.Geometry],
) -> None:
    for sheet in (polygons, lighten(polygons)):
        south = transform(np.array([sheet[HAINAN]]), EQUAL_AREA, "EPSG:4326")[0].bounds[1]
        assert south < 5


def test_the_places_too_small_to_read(polygons: dict[str, shapely.Geometry]) -> None:
    assert set(small_places(polygons)) == {BEIJING, TIANJIN, SHANGHAI, HONG_KONG, MACAU}
    side = (SMALL_AREA_KM2 * 1e6) ** 0.5
    edge = {
        "in": shapely.box(0, 0, side, side * 0.999),
        "out": shapely.box(0, 0, side, side * 1.001),
    }
    assert small_places(edge) == ("in",)


def test_the_pole_is_the_point_farthest_from_the_border() -> None:
    shape = shapely.multipolygons([shapely.box(0, 0, 40, 20), shapely.box(100, 0, 105, 5)])
    x, y, distance = pole(shape, 0.01)
    assert distance == pytest.approx(10, abs=0.05)
    assert y == pytest.approx(10, abs=0.05)
    assert 9.9 < x < 30.1


def test_the_pole_of_every_province_lies_in_it(polygons: dict[str, shapely.Geometry]) -> None:
    for polygon in polygons.values():
        x, y, distance = pole(polygon, 1_000)
        assert distance > 0
        assert shapely.contains_xy(polygon, x, y)


def test_the_inset_takes_in_what_the_main_map_leaves_out(
    provinces: Boundaries, polygons: dict[str, shapely.Geometry]
) -> None:
    (west, south, east, north), has_inset = main_bounds(provinces, polygons)
    assert has_inset
    in_west, in_south, in_east, in_north = inset_bounds()
    shown = shapely.union_all(
        [shapely.box(west, south, east, north), shapely.box(in_west, in_south, in_east, in_north)]
    )
    assert all(shapely.covers(shown, polygon) for polygon in polygons.values())
    assert in_south < south < in_north
    # Without the islands of the sea the map is wider than high.
    assert east - west > north - south


@pytest.mark.parametrize("codes", [[BEIJING, TIANJIN], [HAINAN], [GUANGDONG, HONG_KONG]])
def test_a_map_of_a_part_needs_no_inset(provinces: Boundaries, codes: list[str]) -> None:
    part = replace(provinces.some(codes), id="part")
    polygons = project(part)
    bounds, has_inset = main_bounds(part, polygons)
    assert not has_inset
    assert bounds == pytest.approx(tuple(shapely.total_bounds(list(polygons.values()))))
