"""The datums: known pairs, the way back, and borders that stay shared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.datums import gcj02_to_wgs84, wgs84_to_gcj02
from geo.errors import GeoError

METRES_PER_DEGREE = 111_320.0

positions = st.lists(st.tuples(st.floats(73, 136), st.floats(3, 54)), min_size=1, max_size=40).map(
    lambda pairs: np.array(pairs).T
)


def metres(a: tuple[np.ndarray, np.ndarray], b: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The distance between positions that are near each other, rather too long than too short."""
    return np.hypot(a[0] - b[0], a[1] - b[1]) * METRES_PER_DEGREE


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        ((116.404, 39.915), (116.4102445, 39.91640428)),  # Beijing
        ((121.5272106, 31.1774276), (121.53154186, 31.17530398)),  # Shanghai
        ((113.912316, 22.543847), (113.91717648, 22.54079613)),  # Shenzhen
    ],
)
def test_known_pairs(wgs: tuple[float, float], gcj: tuple[float, float]) -> None:
    lon, lat = wgs84_to_gcj02(np.array([wgs[0]]), np.array([wgs[1]]))
    assert lon[0] == pytest.approx(gcj[0], abs=2e-8)
    assert lat[0] == pytest.approx(gcj[1], abs=2e-8)
    lon, lat = gcj02_to_wgs84(np.array([gcj[0]]), np.array([gcj[1]]))
    assert lon[0] == pytest.approx(wgs[0], abs=2e-8)
    assert lat[0] == pytest.approx(wgs[1], abs=2e-8)


@given(positions)
def test_there_and_back_is_the_same_place(xy: np.ndarray) -> None:
    there = wgs84_to_gcj02(xy[0], xy[1])
    assert metres(gcj02_to_wgs84(*there), (xy[0], xy[1])).max() < 0.001
    back = gcj02_to_wgs84(xy[0], xy[1])
    assert metres(wgs84_to_gcj02(*back), (xy[0], xy[1])).max() < 0.001


@given(positions)
def test_the_shift_is_hundreds_of_metres_at_most(xy: np.ndarray) -> None:
    assert metres(wgs84_to_gcj02(xy[0], xy[1]), (xy[0], xy[1])).max() < 1500


@given(positions, st.randoms(use_true_random=False))
def test_equal_positions_give_equal_results_wherever_they_stand(
    xy: np.ndarray, random: object
) -> None:
    order = np.arange(xy.shape[1])
    random.shuffle(order)  # type: ignore[attr-defined]
    twice = np.concatenate([xy, xy[:, order]], axis=1)
    for convert in (wgs84_to_gcj02, gcj02_to_wgs84):
        lon, lat = convert(twice[0], twice[1])
        n = xy.shape[1]
        assert np.array_equal(lon[:n][order], lon[n:])
        assert np.array_equal(lat[:n][order], lat[n:])


def test_what_is_given_stays_as_it_was() -> None:
    lon, lat = np.array([116.404]), np.array([39.915])
    wgs84_to_gcj02(lon, lat)
    gcj02_to_wgs84(lon, lat)
    assert (lon[0], lat[0]) == (116.404, 39.915)


def test_no_position_gives_no_position() -> None:
    lon, lat = gcj02_to_wgs84(np.array([]), np.array([]))
    assert len(lon) == len(lat) == 0


@pytest.mark.parametrize(
    ("lon", "lat"), [(1e6, 0), (1e9, 1e9), (180, 90), (105, 89.9), (np.nan, 30)]
)
def test_positions_that_cannot_be_converted_are_refused(lon: float, lat: float) -> None:
    with pytest.raises(GeoError, match=r"GCJ-02.*in China only \(73 to 136° E, 3 to 54° N\)"):
        gcj02_to_wgs84(np.array([116.4, lon]), np.array([39.9, lat]))
