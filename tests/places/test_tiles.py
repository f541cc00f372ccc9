"""The tile grid: a square for each province, where readers look for it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import shapely

from geo.model import GeoError
from geo.places import as_tiles, load_boundaries, project, read_gazetteer, read_tiles

CELLS = read_tiles().cells
#: Kilometres of sea or of a neighbour's corner that may lie between two that are beside each other.
NEAR = 320_000.0


def beside(a: str, b: str) -> bool:
    (row, column), (other_row, other_column) = CELLS[a], CELLS[b]
    return abs(row - other_row) + abs(column - other_column) == 1


def test_there_is_a_cell_for_each_of_the_34_and_no_two_share_one() -> None:
    assert set(CELLS) == set(load_boundaries("provinces").adcodes)
    assert len(set(CELLS.values())) == len(CELLS) == 34


def test_cells_beside_each_other_are_near_on_the_ground() -> None:
    polygons = project(load_boundaries("provinces"))
    pairs = [pair for pair in combinations(CELLS, 2) if beside(*pair)]
    far = [p for p in pairs if shapely.distance(polygons[p[0]], polygons[p[1]]) > NEAR]
    touching = [p for p in pairs if shapely.distance(polygons[p[0]], polygons[p[1]]) < 1_000]
    assert len(pairs) > 40
    assert len(far) <= 3
    assert len(touching) > 0.7 * len(pairs)


def test_no_cell_stands_alone() -> None:
    for adcode in CELLS:
        assert any(beside(adcode, other) for other in CELLS), adcode


def test_neighbours_lie_in_the_grid_where_they_lie_on_the_ground() -> None:
    """The way from one to a neighbour turns by less than a right angle in nearly all pairs."""
    polygons = project(load_boundaries("provinces"))
    middles = {a: shapely.get_coordinates(shapely.centroid(p))[0] for a, p in polygons.items()}
    kept, every = 0, 0
    for a, b in combinations(CELLS, 2):
        if shapely.distance(polygons[a], polygons[b]) > 1_000:
            continue
        (row, column), (other_row, other_column) = CELLS[a], CELLS[b]
        way = np.array([other_column - column, row - other_row])
        every += 1
        kept += bool(way @ (middles[b] - middles[a]) > 0)
    assert every > 60
    assert kept >= 0.95 * every


def test_squares_are_squares_of_one_size_and_lie_apart() -> None:
    polygons = list(project(as_tiles(load_boundaries("provinces"))).values())
    areas = shapely.area(np.array(polygons))
    assert np.allclose(areas, areas[0], rtol=1e-6)
    for polygon in polygons:
        west, south, east, north = polygon.bounds
        assert (east - west) * (north - south) == pytest.approx(polygon.area, rel=1e-6)
    assert not any(a.intersects(b) for a, b in combinations(polygons, 2))


def test_only_the_polygons_are_others() -> None:
    provinces = load_boundaries("provinces")
    tiles = as_tiles(provinces)
    assert tiles.arrangement == "tiles"
    assert tiles.names == provinces.names
    assert tiles.adcodes == provinces.adcodes
    assert as_tiles(provinces) is tiles


def test_short_names_are_names_of_the_places() -> None:
    gazetteer = read_gazetteer("provinces")
    for adcode, short in read_tiles().short.items():
        match = gazetteer.resolve(short.zh)
        assert match is not None
        assert match.adcode == adcode
        assert len(short.zh) == 1
        assert len(short.en) == 2


def test_other_places_have_no_tiles() -> None:
    with pytest.raises(GeoError, match="a square for each of the 34 provinces"):
        as_tiles(load_boundaries("regions"))
