"""Grids that are kept: the same as made anew, whatever happens to their files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geo.places import Datum, load_level, read_hierarchy
from geo.registers import kept_grids
from geo.registers.coverage_grid import CoverageGrid, make_coverage_grid
from geo.registers.kept_grids import kept_grid

Places = dict[str, shapely.Geometry]


@pytest.fixture(scope="module")
def places() -> Places:
    """The counties of Anhui."""
    frame = load_level("county").frame.geometry
    return {code: frame[code] for code in reversed(frame.index) if code[:2] == "34"}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[CoverageGrid]:
    """The grids that were made, not read."""
    grids: list[CoverageGrid] = []

    def make(*given: Any, **named: Any) -> CoverageGrid:
        grids.append(make_coverage_grid(*given, **named))
        return grids[-1]

    monkeypatch.setattr(kept_grids, "make_coverage_grid", make)
    return grids


def get(
    folder: Path | None, places: Places, *, datum: Datum = "gcj02", tolerance: float = 500.0
) -> CoverageGrid:
    hierarchy = read_hierarchy()
    above = [{code: hierarchy.ancestor(code, "county", "prefecture") for code in places}]
    return kept_grid(folder, places, datum=datum, tolerance=tolerance, above=above)


def contents(grid: CoverageGrid) -> list[Any]:
    """All that a grid has, part for part."""
    found: list[Any] = [grid.adcodes, grid.datum, grid.tolerance, grid.raster, grid.fine_raster]
    found += [shapely.to_wkb(grid.polygons).tolist(), grid.cells, grid.fine]
    return [*found, *vars(grid.views).values(), *vars(grid.pieces).values()]


def test_a_kept_grid_is_the_one_that_was_made(
    tmp_path: Path, places: Places, made: list[CoverageGrid]
) -> None:
    get(tmp_path, places)
    kept = get(tmp_path, places)
    assert len(made) == 1
    for one, other in zip(contents(kept), contents(made[0]), strict=True):
        assert getattr(one, "dtype", None) == getattr(other, "dtype", None)
        assert np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other
    rng = np.random.default_rng(34)
    corners = shapely.get_coordinates(list(places.values()))
    lon, lat = np.concatenate([corners, corners + rng.normal(0, 0.01, corners.shape)]).T
    for one, other in zip(kept.locate(lon, lat), made[0].locate(lon, lat), strict=True):
        assert (one == other).all()


def test_what_a_grid_is_made_from_tells_it_apart(
    tmp_path: Path, places: Places, made: list[CoverageGrid]
) -> None:
    get(tmp_path, places)
    get(tmp_path, places, datum="wgs84")
    get(tmp_path, places, tolerance=100.0)
    first = min(places)
    moved = shapely.force_2d(shapely.union(places[first], shapely.box(110, 30, 110.1, 30.1)))
    get(tmp_path, places | {first: moved})
    assert len(made) == len(list(tmp_path.iterdir())) == 4
    get(tmp_path, places)
    assert len(made) == 4


def test_a_damaged_file_is_made_anew(
    tmp_path: Path, places: Places, made: list[CoverageGrid]
) -> None:
    get(tmp_path, places)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    damaged = [b"", whole[: len(whole) // 2], bytes(flipped), b"PK" + whole[1:]]
    for number, content in enumerate(damaged, start=2):
        path.write_bytes(content)
        get(tmp_path, places)
        assert len(made) == number
        assert len(path.read_bytes()) == len(whole)
        get(tmp_path, places)
        assert len(made) == number


def test_only_the_last_few_are_kept(
    tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_grids, "_MOST_KEPT", 2)
    few = dict(list(places.items())[:3])
    names = []
    for number in range(3):
        get(tmp_path, few, tolerance=100.0 + number)
        (new,) = set(tmp_path.iterdir()) - set(names)
        os.utime(new, (number, number))
        names.append(new)
    assert set(tmp_path.iterdir()) == set(names[1:])


def test_where_nothing_can_be_kept_it_is_made(
    tmp_path: Path, places: Places, made: list[CoverageGrid]
) -> None:
    few = dict(list(places.items())[:3])
    get(None, few)
    get(tmp_path / "missing", few)
    assert len(made) == 2
    assert not list(tmp_path.iterdir())
