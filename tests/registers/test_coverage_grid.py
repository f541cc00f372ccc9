"""Thousands of places told apart by pieces of border: the same answers as polygons give."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places import Datum, convert, load_level, read_hierarchy
from geo.registers.coverage_grid import CoverageGrid, make_coverage_grid
from geo.registers.place_grid import OUTSIDE, PlaceGrid, make_grid

TOLERANCE = 500.0
POINTS = 40_000


@pytest.fixture(scope="module")
def places() -> dict[str, shapely.Geometry]:
    """The counties of Guangdong, Hong Kong and Macau: coasts, islands, enclaves, tiny places."""
    frame = load_level("county").frame.geometry
    return {code: frame[code] for code in frame.index if code[:2] in ("44", "81", "82")}


def above(places: dict[str, shapely.Geometry]) -> list[dict[str, str]]:
    hierarchy = read_hierarchy()
    return [
        {code: hierarchy.ancestor(code, "county", level) for code in places}
        for level in ("prefecture", "province")
    ]  # fmt: skip


@pytest.fixture(scope="module")
def grids(places: dict[str, shapely.Geometry]) -> tuple[CoverageGrid, PlaceGrid]:
    return (
        make_coverage_grid(places, tolerance=TOLERANCE, above=above(places)),
        make_grid(places, tolerance=TOLERANCE),
    )


def positions(places: dict[str, shapely.Geometry]) -> tuple[np.ndarray, np.ndarray]:
    """Anywhere, near borders, so near that half the digits do not tell, and then all of them, on
    vertices and in the middle of pieces."""
    rng = np.random.default_rng(5)
    west, south, east, north = shapely.total_bounds(list(places.values()))
    free = rng.uniform((west - 1, south - 1), (east + 1, north + 1), (POINTS, 2))
    corners = shapely.get_coordinates(list(places.values()))
    corners = corners[rng.integers(0, len(corners) - 1, POINTS)]
    near = corners + rng.normal(0, 1e-4, corners.shape)
    xy = np.concatenate([free, near, corners, (corners[1:] + corners[:-1]) / 2])
    middles = xy[-4000:]
    nearer = [middles + rng.normal(0, 10.0**power, middles.shape) for power in (-7, -10, -13)]
    xy = np.concatenate([xy, *nearer])
    return xy[:, 0].copy(), xy[:, 1].copy()


def test_every_position_lies_where_polygons_have_it(
    places: dict[str, shapely.Geometry], grids: tuple[CoverageGrid, PlaceGrid]
) -> None:
    """On borders, too, where the lowest code decides."""
    lon, lat = positions(places)
    (found, close), (right, right_close) = (grid.locate(lon, lat) for grid in grids)
    assert (found == right).all()
    assert (found == OUTSIDE).any()
    # What is measured on different planes differs where 500 m are just reached.
    assert ((close > 0) != right_close).mean() < 1e-3


def test_borders_of_levels_above_are_borders(
    places: dict[str, shapely.Geometry], grids: tuple[CoverageGrid, PlaceGrid]
) -> None:
    lon, lat = positions(places)
    _, close = grids[0].locate(lon, lat)
    for rank, parents in enumerate(above(places), start=2):
        united = {
            code: shapely.coverage_union_all([p for c, p in places.items() if parents[c] == code])
            for code in set(parents.values())
        }
        _, right = make_grid(united, tolerance=TOLERANCE).locate(lon, lat)
        assert ((close >= rank) != right).mean() < 1e-3
        assert right.any()


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_positions_in_another_datum_are_brought_back(
    places: dict[str, shapely.Geometry], datum: Datum
) -> None:
    lon, lat = positions(places)
    there = convert(lon, lat, source="wgs84", target=datum)
    found, _ = make_coverage_grid(places, datum=datum).locate(*there)
    right, _ = make_grid(places, datum=datum).locate(*there)
    assert (found == right).all()


def test_a_grid_can_be_sent(grids: tuple[CoverageGrid, PlaceGrid]) -> None:
    sent = pickle.loads(pickle.dumps(grids[0]))
    lon, lat = np.array([113.26, 114.17, 100.0]), np.array([23.13, 22.32, 10.0])
    assert (sent.locate(lon, lat)[0] == grids[0].locate(lon, lat)[0]).all()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(3, 40))
def test_any_coverage(seed: int, count: int) -> None:
    """Random ones, with long straight borders and corners where many places meet."""
    rng = np.random.default_rng(seed)
    points = shapely.multipoints(rng.uniform((100, 30), (101, 31), (count, 2)))
    box = shapely.box(99, 29, 102, 32)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box))
    cells = cells[shapely.area(cells) > 0]
    places = {f"{number:06}": cell for number, cell in enumerate(cells)}
    corners = shapely.get_coordinates(cells)
    inside = rng.uniform((98.9, 28.9), (102.1, 32.1), (2000, 2))
    lon, lat = np.concatenate([corners, (corners[1:] + corners[:-1]) / 2, inside]).T
    found, _ = make_coverage_grid(places).locate(lon, lat)
    right, _ = make_grid(places).locate(lon, lat)
    assert (found == right).all()
