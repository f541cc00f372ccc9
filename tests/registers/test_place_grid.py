"""Where positions lie: the grid against shapely's own answers, borders, overlaps, datums."""

from __future__ import annotations

import pickle
from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.places.boundaries import read_boundaries
from geo.places.datums import DATUMS, Datum, convert
from geo.registers.place_grid import OUTSIDE, PlaceGrid, make_grid

WEST = shapely.box(100, 30, 101, 31)
EAST = shapely.box(101, 30, 102, 31)


@cache
def provinces() -> dict[str, shapely.Geometry]:
    polygons = dict(read_boundaries("provinces").frame.geometry.items())
    shapely.prepare(list(polygons.values()))
    return polygons


@cache
def grid(datum: Datum = "wgs84") -> PlaceGrid:
    return make_grid(provinces(), datum=datum, tolerance=500.0)


def where(of: PlaceGrid, *positions: tuple[float, float]) -> list[str]:
    lon, lat = np.array(positions, dtype=float).T
    return [of.adcodes[p] if p != OUTSIDE else "" for p in of.locate(lon, lat)[0]]


def by_hand(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """The lowest adcode of the polygons that each position touches, one by one."""
    found = np.full(len(lon), "", dtype=object)
    for adcode in sorted(provinces(), reverse=True):
        found[shapely.intersects_xy(provinces()[adcode], lon, lat)] = adcode
    return found


def test_known_places() -> None:
    assert where(grid(), (116.39, 39.91), (121.47, 31.23), (113.54, 22.19), (91.1, 29.65)) == [
        "110000", "310000", "820000", "540000",
    ]  # fmt: skip
    assert where(grid(), (126.97, 37.57), (130.0, 25.0), (0.0, 0.0), (-170.0, -89.0)) == [""] * 4


@given(st.integers(0, 2**32 - 1))
def test_it_agrees_with_every_polygon_asked_by_itself(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(70, 138, 400), rng.uniform(0, 56, 400)
    # Half of them near a border, where it is hard.
    corners = shapely.get_coordinates(list(provinces().values()))
    near = corners[rng.integers(0, len(corners), 400)] + rng.normal(0, 0.01, (400, 2))
    lon, lat = np.append(lon, near[:, 0]), np.append(lat, near[:, 1])
    places, _ = grid().locate(lon, lat)
    found = np.array([*grid().adcodes, ""], dtype=object)[places]
    assert np.array_equal(found, by_hand(lon, lat))


def test_every_corner_of_a_border_belongs_to_one_place() -> None:
    """Corners lie on borders exactly, many on those of several provinces."""
    lon, lat = shapely.get_coordinates(list(provinces().values())).T
    places, close = grid().locate(lon, lat)
    assert (places != OUTSIDE).all()
    assert close.all()
    assert np.array_equal(np.array(grid().adcodes, dtype=object)[places], by_hand(lon, lat))


def test_a_position_on_a_border_belongs_to_the_lowest_adcode() -> None:
    for first, second in (("1", "2"), ("2", "1")):
        of = make_grid({first: WEST, second: EAST})
        assert where(of, (101, 30.5), (101, 31), (100, 30), (102, 31)) == ["1", "1", first, second]
        edge = np.nextafter(101, 100), np.nextafter(101, 102)
        assert where(of, (edge[0], 30.5), (edge[1], 30.5)) == [first, second]
        assert where(of, (np.nextafter(100, 99), 30.5), (102, np.nextafter(31, 32))) == ["", ""]


def test_places_that_overlap() -> None:
    """The lower adcode has the overlap, wherever in it the borders run."""
    large, small = shapely.box(100, 30, 104, 34), shapely.box(101, 31, 103, 33)
    inner = [(x, y) for x in (101.0, 101.001, 102, 102.999, 103) for y in (31.0, 31.5, 33)]
    outer = [(100.0, 30.0), (100.5, 30.5), (100.999, 31.5), (103.001, 33.001), (104, 34)]
    assert set(where(make_grid({"1": large, "2": small}), *inner, *outer)) == {"1"}
    assert set(where(make_grid({"2": large, "1": small}), *inner)) == {"1"}
    assert set(where(make_grid({"2": large, "1": small}), *outer)) == {"2"}


def test_holes_islands_and_slivers() -> None:
    shape = shapely.box(100, 30, 110, 40).difference(shapely.box(104, 34, 104.0001, 36))
    of = make_grid({"1": shape, "2": shapely.box(120, 30, 120.0001, 30.0001)})
    assert where(of, (104.00005, 35), (103.99999, 35), (120.00005, 30.00005), (115, 30)) == [
        "", "1", "2", "",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [1e-4, 1e-2, 1.0, 300.0])
def test_sets_of_any_extent(size: float) -> None:
    halves = {
        "a": shapely.box(-size / 2, 0, 0, size / 4),
        "b": shapely.box(0, 0, size / 2, size / 4),
    }
    of = make_grid(halves, tolerance=10.0)
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(-size, size, 2000) * 0.6, rng.uniform(-size, size, 2000) * 0.3
    expected = np.select(
        [(abs(lon) > size / 2) | (lat < 0) | (lat > size / 4), lon <= 0], [-1, 0], 1
    )
    assert np.array_equal(of.locate(lon, lat)[0], expected)


@pytest.mark.parametrize("datum", DATUMS)
def test_a_datum_is_undone_before_anything_is_tested(datum: Datum) -> None:
    rng = np.random.default_rng(11)
    corners = shapely.get_coordinates(list(provinces().values()))
    near = corners[rng.integers(0, len(corners), 30_000)] + rng.normal(0, 0.01, (30_000, 2))
    lon, lat = (
        np.append(near[:, 0], rng.uniform(73, 136, 9_000)),
        np.append(near[:, 1], rng.uniform(3, 54, 9_000)),
    )
    shown = convert(lon, lat, source="wgs84", target=datum)
    back = convert(*shown, source=datum, target="wgs84")
    places, close = grid(datum).locate(*shown)
    expected_places, expected_close = grid().locate(*back)
    assert np.array_equal(places, expected_places)
    assert np.array_equal(close, expected_close)


def test_a_wrong_datum_gives_other_places() -> None:
    """So that the test above is about something."""
    lon, lat = shapely.get_coordinates(list(provinces().values()))[:5000].T
    right, wrong = (grid(datum).locate(lon, lat)[0] for datum in ("wgs84", "gcj02"))
    assert (right != wrong).sum() > 100


def test_near_a_border_in_metres() -> None:
    """Against distances on the ellipsoid, both sides of the tolerance."""
    line = shapely.LineString([(101, 30), (101, 31)])
    of = make_grid({"1": WEST, "2": EAST}, tolerance=500.0)
    geod = Geod(ellps="WGS84")
    for metres, expected in ((10, True), (490, True), (510, False), (5_000, False)):
        for azimuth in (90, 270):
            lon, lat, _ = geod.fwd(101, 30.5, azimuth, metres)
            assert not line.intersects(shapely.Point(lon, lat))
            _, close = of.locate(np.array([lon]), np.array([lat]))
            assert close[0] == expected, (metres, azimuth)


def test_near_a_border_agrees_with_distances_of_shapely() -> None:
    """In a projection that keeps distances round the middle, within the one per cent stated."""
    rng = np.random.default_rng(5)
    beijing = shapely.boundary(provinces()["110000"])
    corners = shapely.get_coordinates(beijing)
    lon, lat = (corners[rng.integers(0, len(corners), 3000)] + rng.normal(0, 0.006, (3000, 2))).T
    borders = shapely.get_parts(shapely.boundary(list(provinces().values())))
    every = shapely.multilinestrings(borders[shapely.distance(borders, beijing) < 0.2])
    scale = np.array([np.cos(np.radians(40.2)), 1.0]) * 111_195

    plane = shapely.transform(every, lambda xy: xy * scale)
    distance = shapely.distance(plane, shapely.points(lon * scale[0], lat * scale[1]))
    _, close = grid().locate(lon, lat)
    assert close[distance < 490].all()
    assert not close[distance > 510].any()
    assert 100 < close.sum() < 2900


def test_nobody_asks_how_near() -> None:
    _, close = make_grid({"1": WEST}).locate(np.array([100.0]), np.array([30.0]))
    assert not close.any()


def test_a_copy_sent_elsewhere_locates_alike() -> None:
    lon, lat = np.random.default_rng(2).uniform((73, 18), (135, 53), (5000, 2)).T
    copy = pickle.loads(pickle.dumps(grid("gcj02")))
    for one, other in zip(grid("gcj02").locate(lon, lat), copy.locate(lon, lat), strict=True):
        assert np.array_equal(one, other)


def test_no_position_and_no_change_of_what_is_given() -> None:
    nothing = np.zeros(0)
    assert [len(part) for part in grid().locate(nothing, nothing)] == [0, 0]
    lon, lat = np.array([116.4, 200.0]), np.array([39.9, 0.0])
    grid("bd09").locate(lon, lat)
    assert lon.tolist() == [116.4, 200.0]
    assert lat.tolist() == [39.9, 0.0]
