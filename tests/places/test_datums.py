"""The datums: known pairs, the way back, the limit, and which datum positions seem to be in."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import get_args

import numpy as np
import prcoords
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.model.errors import UnknownNameError
from geo.places import datums
from geo.places.datums import (
    DATUMS,
    LARGEST_SHIFT_DEGREES,
    LIMIT,
    Datum,
    bd09_to_gcj02,
    bd09_to_wgs84,
    convert,
    detect_datum,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)
from tests.gathered import gathered

METRES_PER_DEGREE = 111_320.0
PRECISION = 2e-11  # degrees
WEST, SOUTH, EAST, NORTH = LIMIT
PAIRS = list(permutations(DATUMS, 2))
Pair = tuple[float, float]
Arrays = tuple[np.ndarray, np.ndarray]

positions = st.lists(st.tuples(st.floats(73, 136), st.floats(3, 54)), min_size=1, max_size=40).map(
    lambda pairs: np.array(pairs).T
)
inside_the_limit = st.lists(
    st.tuples(st.floats(WEST, EAST), st.floats(SOUTH, NORTH)), min_size=1, max_size=40
).map(lambda pairs: np.array(pairs).T)


def metres(a: tuple[np.ndarray, np.ndarray], b: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The distance between positions that are near each other, rather too long than too short."""
    return np.hypot(a[0] - b[0], a[1] - b[1]) * METRES_PER_DEGREE


def apart(a: Arrays, b: Arrays) -> float:
    """The largest difference in degrees of two lists of positions."""
    return float(np.abs(np.subtract(a, b)).max(initial=0))


def at(lon: float, lat: float) -> Arrays:
    return np.array([lon]), np.array([lat])


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


@pytest.mark.parametrize(
    ("source", "target", "one", "other", "to"),
    [
        # The tests of eviltransform, in all its languages.
        ("wgs84", "gcj02", (121.5272106, 31.1774276), (121.531541859215, 31.17530398364597), 1e-9),
        ("wgs84", "gcj02", (113.912316, 22.543847), (113.9171764808363, 22.540796131694766), 1e-9),
        ("wgs84", "gcj02", (116.377817, 39.911954), (116.38404722455657, 39.91334545536069), 1e-9),
        # The README of coordtransform.
        ("wgs84", "gcj02", (116.404, 39.915), (116.41024449916938, 39.91640428150164), 1e-9),
        ("gcj02", "bd09", (116.404, 39.915), (116.41036949371029, 39.92133699351021), 1e-9),
        # An answer of Alibaba Cloud's address service, from its manual ("TransferCoord").
        ("gcj02", "bd09", (120.026268, 30.279164), (120.032768, 30.285238), 1e-6),
    ],
)
def test_known_pairs_of_other_projects(
    source: Datum, target: Datum, one: Pair, other: Pair, to: float
) -> None:
    assert apart(convert(*at(*one), source=source, target=target), at(*other)) < to
    assert apart(convert(*at(*other), source=target, target=source), at(*one)) < to


#: Airports as the tests of prcoords-typed have them: WGS 84 to a tenth of a minute, the other two
#: to six decimals. They do not fit the formulas to more than that, so they were not computed by
#: them; the tests do not say which service gave them.
AIRPORTS: dict[str, dict[Datum, Pair]] = {
    "Beijing Capital": {
        "wgs84": (116 + 35.9 / 60, 40 + 4.4 / 60),
        "gcj02": (116.604140, 40.074380),
        "bd09": (116.610670, 40.080272),
    },
    "Beijing Daxing": {
        "wgs84": (116 + 24 / 60, 39 + 30 / 60),
        "gcj02": (116.406192, 39.501340),
        "bd09": (116.412597, 39.507676),
    },
    "Ordos Ejin Horo": {
        "wgs84": (109 + 51.9 / 60, 39 + 29.4 / 60),
        "gcj02": (109.870522, 39.490848),
        "bd09": (109.877133, 39.496571),
    },
}


@gathered("airport", AIRPORTS)
@gathered(("source", "target"), PAIRS)
def test_airports_known_in_all_three(source: Datum, target: Datum, airport: str) -> None:
    known = AIRPORTS[airport]
    found = convert(*at(*known[source]), source=source, target=target)
    assert apart(found, at(*known[target])) < 1.5e-6


@pytest.mark.parametrize(
    ("source", "target", "peer", "to"),
    [
        ("wgs84", "gcj02", prcoords.wgs_gcj, 1e-12),
        ("gcj02", "bd09", prcoords.gcj_bd, 1e-12),
        ("wgs84", "bd09", prcoords.wgs_bd, 1e-12),
        # Its own iteration stops at a change of 1e-5 degrees, which leaves up to 3e-7.
        ("gcj02", "wgs84", prcoords.gcj_wgs_bored, 3e-7),
        ("bd09", "gcj02", prcoords.bd_gcj_bored, 3e-7),
        ("bd09", "wgs84", prcoords.bd_wgs_bored, 3e-7),
    ],
)
def test_an_independent_library_agrees(
    source: Datum, target: Datum, peer: Callable[[Pair], Pair], to: float
) -> None:
    random = np.random.default_rng(1)
    lon, lat = random.uniform(73, 136, 3000), random.uniform(3, 54, 3000)
    theirs = np.array([peer(pair) for pair in zip(lat, lon, strict=True)]).T
    assert apart(convert(lon, lat, source=source, target=target), (theirs[1], theirs[0])) < to


@given(positions)
def test_there_and_back_is_the_same_place(xy: np.ndarray) -> None:
    there = wgs84_to_gcj02(xy[0], xy[1])
    assert metres(gcj02_to_wgs84(*there), (xy[0], xy[1])).max() < 0.001
    back = gcj02_to_wgs84(xy[0], xy[1])
    assert metres(wgs84_to_gcj02(*back), (xy[0], xy[1])).max() < 0.001


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(xy=inside_the_limit)
def test_there_and_back_between_any_two(source: Datum, target: Datum, xy: np.ndarray) -> None:
    start = convert(xy[0], xy[1], source="wgs84", target=source)
    there = convert(*start, source=source, target=target)
    assert apart(convert(*there, source=target, target=source), start) < PRECISION


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_there_and_back_near_the_meridian_where_the_shift_has_a_kink(
    source: Datum, target: Datum
) -> None:
    off = np.logspace(-14, -1, 400)
    lon = 105 + np.concatenate([-off, [0.0], off])
    start = convert(lon, np.linspace(SOUTH, NORTH, len(lon)), source="wgs84", target=source)
    there = convert(*start, source=source, target=target)
    assert apart(convert(*there, source=target, target=source), start) < PRECISION


@given(inside_the_limit)
def test_both_ways_to_bd09_are_the_same(xy: np.ndarray) -> None:
    lon, lat = xy
    assert apart(wgs84_to_bd09(lon, lat), gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))) == 0
    there = wgs84_to_bd09(lon, lat)
    assert apart(bd09_to_wgs84(*there), gcj02_to_wgs84(*bd09_to_gcj02(*there))) == 0


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
    for source, target in PAIRS:
        lon, lat = convert(twice[0], twice[1], source=source, target=target)
        n = xy.shape[1]
        assert np.array_equal(lon[:n][order], lon[n:])
        assert np.array_equal(lat[:n][order], lat[n:])


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_result_does_not_depend_on_its_neighbours(source: Datum, target: Datum) -> None:
    random = np.random.default_rng(2)
    size = 2 * datums._AT_ONCE + 3
    lon, lat = random.uniform(70, 140, size), random.uniform(-2, 58, size)
    lon[::7], lat[::11] = np.nan, 1e300
    together = convert(lon, lat, source=source, target=target)
    for i in (0, 1, datums._AT_ONCE - 1, datums._AT_ONCE, size - 2, size - 1):
        alone = convert(lon[i], lat[i], source=source, target=target)
        assert np.array_equal(alone, (together[0][i], together[1][i]), equal_nan=True)


def test_what_is_given_stays_as_it_was() -> None:
    for source in DATUMS:
        for target in DATUMS:
            lon, lat = at(116.404, 39.915)
            found = convert(lon, lat, source=source, target=target)
            assert (lon[0], lat[0]) == (116.404, 39.915)
            assert not np.shares_memory(found[0], lon)
            assert not np.shares_memory(found[1], lat)


def test_no_position_gives_no_position() -> None:
    lon, lat = gcj02_to_wgs84(np.array([]), np.array([]))
    assert len(lon) == len(lat) == 0


@gathered("shape", [(), (1,), (6,), (0,), (2, 3), (3, 1, 2)])
@gathered(("source", "target"), PAIRS)
def test_the_shape_is_kept(source: Datum, target: Datum, shape: tuple[int, ...]) -> None:
    size = int(np.prod(shape))
    flat = np.linspace(100, 120, size), np.linspace(20, 40, size)
    # One array lies in memory by columns, as from a transposed table.
    lon, lat = np.asfortranarray(flat[0].reshape(shape)), flat[1].reshape(shape)
    found = convert(lon.reshape(shape), lat, source=source, target=target)
    expected = convert(*flat, source=source, target=target)
    for array, values in zip(found, expected, strict=True):
        assert isinstance(array, np.ndarray)
        assert array.shape == shape
        assert np.array_equal(array.reshape(-1), values)


def test_the_named_functions_are_conversions() -> None:
    for source, target in PAIRS:
        named = getattr(datums, f"{source}_to_{target}")
        expected = convert(*at(116.4, 39.9), source=source, target=target)
        assert apart(named(*at(116.4, 39.9)), expected) == 0
    assert apart(convert(*at(116.4, 39.9), source="bd09", target="bd09"), at(116.4, 39.9)) == 0


def test_whole_numbers_are_degrees_too() -> None:
    lon, lat = np.array([116]), np.array([40])
    assert apart(wgs84_to_gcj02(lon, lat), wgs84_to_gcj02(*at(116.0, 40.0))) == 0


@pytest.mark.parametrize("name", ["WGS84", "gcj", "", "epsg:4326"])
def test_unknown_datums_are_refused(name: str) -> None:
    lon, lat = at(116.4, 39.9)
    with pytest.raises(UnknownNameError, match=r"unknown datum .* Known: wgs84, gcj02, bd09"):
        convert(lon, lat, source=name, target="wgs84")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match=r"unknown datum .* Known: wgs84, gcj02, bd09"):
        convert(lon, lat, source="wgs84", target=name)  # type: ignore[arg-type]
    assert get_args(Datum) == DATUMS


def test_no_shift_is_larger_than_stated() -> None:
    # Steps that fit no wave of the shifts, so that every phase of them is met.
    lon, lat = np.meshgrid(np.linspace(73, 136, 1409), np.linspace(3, 54, 733))
    for datum, bound in LARGEST_SHIFT_DEGREES.items():
        found = apart(convert(lon, lat, source="wgs84", target=datum), (lon, lat))
        assert found <= bound <= 1.2 * found
        rows = lon[::9], lat[::9]
        assert apart(convert(*rows, source=datum, target="wgs84"), rows) <= bound
    assert list(LARGEST_SHIFT_DEGREES) == list(DATUMS)


# The limit


@gathered(
    ("lon", "lat"),
    [
        (1e6, 0), (1e9, 1e9), (180, 90), (105, 89.9), (np.nan, 30), (30, np.nan), (105, np.nan),
        (np.nan, np.nan), (np.inf, 30), (105, -np.inf), (1e308, -1e308), (0, 0), (-0.0, 0.0),
        (-105, 35), (139.7, 35.7), (77.2, -0.6), (71.9, 40), (105, 0.8), (105, 55.9),
    ],
)  # fmt: skip
@gathered(("source", "target"), PAIRS)
def test_positions_outside_china_come_back_as_they_are(
    source: Datum, target: Datum, lon: float, lat: float
) -> None:
    lons, lats = np.array([116.4, lon, 116.4]), np.array([39.9, lat, 39.9])
    found = convert(lons, lats, source=source, target=target)
    assert np.array_equal(found[0][1], lon, equal_nan=True)
    assert np.array_equal(found[1][1], lat, equal_nan=True)
    assert apart((found[0][::2], found[1][::2]), (lons[::2], lats[::2])) > 0.001


#: The middle of each edge of the limit, a corner, and the direction out of it.
EDGES = [
    (WEST, 30.0, -1, 0), (EAST, 30.0, 1, 0), (105.0, SOUTH, 0, -1), (105.0, NORTH, 0, 1),
    (WEST, SOUTH, -1, -1), (EAST, NORTH, 1, 1),
]  # fmt: skip


@gathered(("lon", "lat", "east", "north"), EDGES)
@gathered("target", ["gcj02", "bd09"])
def test_the_limit_is_a_jump_at_the_wgs84_position(
    target: Datum, lon: float, lat: float, east: int, north: int
) -> None:
    just = 1e-9
    on, within = at(lon, lat), at(lon - just * east, lat - just * north)
    out = at(lon + just * east, lat + just * north)
    shifted = convert(*on, source="wgs84", target=target)
    assert apart(shifted, on) > 1e-4
    assert apart(shifted, convert(*within, source="wgs84", target=target)) < 1e-8
    assert apart(convert(*out, source="wgs84", target=target), out) == 0
    for inside in (on, within):
        there = convert(*inside, source="wgs84", target=target)
        assert apart(convert(*there, source=target, target="wgs84"), inside) < PRECISION


@gathered(("lon", "lat", "east", "north"), EDGES)
@gathered(("source", "target"), PAIRS)
def test_there_and_back_outside_is_exact_farther_than_the_shift_from_the_limit(
    source: Datum, target: Datum, lon: float, lat: float, east: int, north: int
) -> None:
    far = at(lon + 0.02 * east, lat + 0.02 * north)
    assert apart(convert(*far, source=source, target=target), far) == 0


@pytest.mark.parametrize("source", ["gcj02", "bd09"])
def test_the_way_back_next_to_the_limit(source: Datum) -> None:
    lat = np.linspace(SOUTH + 0.1, NORTH - 0.1, 500)
    for edge in (WEST, EAST):
        lon = np.full(500, edge)
        half = (convert(lon, lat, source="wgs84", target=source)[0] - lon) / 2
        assert np.abs(half).max() > 0.001
        found = convert(lon + half, lat, source=source, target="wgs84")
        moved_out = half > 0 if edge == EAST else half < 0
        # Two WGS 84 positions come here: one not shifted, and one inside, which is returned.
        inside = (found[0] > WEST) & (found[0] < EAST) & (found[0] != lon + half)
        assert np.array_equal(inside, moved_out)
        back = convert(*found, source="wgs84", target=source)
        there = (lon + half)[inside], lat[inside]
        assert apart((back[0][inside], back[1][inside]), there) < PRECISION
        # No WGS 84 position comes here, so these stay.
        assert np.array_equal(found[0][~inside], (lon + half)[~inside])
        assert np.array_equal(found[1][~inside], lat[~inside])


# Which datum positions are in


@gathered(
    ("columns", "datum"),
    [
        (("lng_gcj02", "lat_gcj02"), "gcj02"),
        (("GCJ-02 经度",), "gcj02"),
        (("gcjLng", "gcjLat"), "gcj02"),
        (("火星坐标经度", "火星坐标纬度"), "gcj02"),
        (("高德经度",), "gcj02"),
        (("amap_x",), "gcj02"),
        (("AutoNavi longitude",), "gcj02"),
        (("腾讯地图纬度",), "gcj02"),
        (("bd_lng", "bd_lat"), "bd09"),
        (("lngBd09", "latBd09"), "bd09"),
        (("BDLNG", "BDLAT"), "bd09"),
        (("bd09ll",), "bd09"),
        (("baidu_lng",), "bd09"),
        (("百度经度",), "bd09"),
        (("wgs84_lon",), "wgs84"),
        (("WGS-84 纬度",), "wgs84"),
        (("WGSLon",), "wgs84"),
        (("GPS经度", "GPS纬度"), "wgs84"),
        (("id", "abducted", "lng", "bd_lng"), "bd09"),
    ],
)
def test_column_names_that_say_a_datum(columns: tuple[str, ...], datum: Datum) -> None:
    found = detect_datum(*at(116.4, 39.9), columns=columns)
    assert found.datum == datum
    title = {"wgs84": "WGS 84", "gcj02": "GCJ-02", "bd09": "BD-09"}[datum]
    assert f"say {title}: " in found.reason.en
    assert title in found.reason.zh
    assert columns[-1] in found.reason.en
    assert columns[-1] in found.reason.zh
    assert "abducted" not in found.reason.en


@pytest.mark.parametrize(
    "columns",
    [(), ("lon", "lat"), ("经度", "纬度"), ("abducted", "subgps", "bdx", "gcjs", "wgsomething")],
)
def test_column_names_that_say_nothing(columns: tuple[str, ...]) -> None:
    found = detect_datum(*at(116.4, 39.9), columns=columns)
    assert found.datum is None
    assert found.reason.en == "No column name says a datum, and positions alone do not tell."
    assert found.reason.zh


@pytest.mark.parametrize("columns", [("gcj_lng", "wgs_lng"), ("gps_gcj02_lng",)])
def test_column_names_that_contradict_each_other(columns: tuple[str, ...]) -> None:
    found = detect_datum(*at(116.4, 39.9), columns=columns, outside=refuse)
    assert found.datum is None
    assert "contradict" in found.reason.en
    assert all(name in found.reason.en and name in found.reason.zh for name in columns)


def refuse(lon: np.ndarray, lat: np.ndarray) -> int:
    raise AssertionError("names come before positions")


def test_a_column_name_goes_before_positions() -> None:
    assert detect_datum(*at(116.4, 39.9), columns=("bd_lng",), outside=refuse).datum == "bd09"


def island() -> shapely.Polygon:
    """A place of about 60 km across with a ragged coast, WGS 84 degrees."""
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    radius = 0.3 + 0.03 * np.sin(7 * angle) + 0.01 * np.sin(31 * angle)
    return shapely.Polygon(
        np.column_stack([121.5 + radius * np.cos(angle), 31 + radius * np.sin(angle)])
    )


def outside_of(place: shapely.Polygon) -> Callable[[np.ndarray, np.ndarray], int]:
    return lambda lon, lat: int((~shapely.contains_xy(place, lon, lat)).sum())


def sites(place: shapely.Polygon, count: int, *, at_sea: int = 0) -> Arrays:
    """Positions in a place, and some in the sea around it."""
    random = np.random.default_rng(3)
    west, south, east, north = place.bounds
    lon, lat = random.uniform(west, east, 4 * count), random.uniform(south, north, 4 * count)
    on_land = shapely.contains_xy(place, lon, lat)
    land, sea = np.flatnonzero(on_land)[:count], np.flatnonzero(~on_land)[:at_sea]
    chosen = np.concatenate([land, sea])
    assert len(chosen) == count + at_sea
    return lon[chosen], lat[chosen]


@pytest.mark.parametrize("datum", DATUMS)
def test_positions_on_an_island_tell(datum: Datum) -> None:
    place = island()
    lon, lat = convert(*sites(place, 20_000, at_sea=100), source="wgs84", target=datum)
    lon[:3], lat[:3] = (0.0, np.nan, 1e300), (0.0, 31.0, np.inf)  # these are left out
    found = detect_datum(lon, lat, columns=("lon", "lat"), outside=outside_of(place))
    assert found.datum == datum
    title = {"wgs84": "WGS 84", "gcj02": "GCJ-02", "bd09": "BD-09"}[datum]
    for words in (found.reason.en, found.reason.zh):
        assert "20,097" in words
        assert title in words
    assert f"100 as {title}" in found.reason.en
    assert f"按 {title} 为 100 个" in found.reason.zh
    assert found.reason.en.endswith(f"{title} leaves clearly the fewest.")


@pytest.mark.parametrize("datum", DATUMS)
def test_too_few_positions_do_not_tell(datum: Datum) -> None:
    place = island()
    lon, lat = convert(*sites(place, 200), source="wgs84", target=datum)
    found = detect_datum(lon, lat, outside=outside_of(place))
    assert found.datum is None
    assert found.reason.en.endswith("positions alone do not tell.")
    assert "of 200 " in found.reason.en.lower()


def test_one_site_of_many_rows_weighs_no_more_than_another() -> None:
    place = island()
    lon, lat = (np.repeat(values, 100) for values in sites(place, 200))
    found = detect_datum(lon, lat, outside=outside_of(place))
    assert found.datum is None
    assert "of 200 " in found.reason.en.lower()


def test_a_coast_on_one_side_does_not_tell_what_is_moved_inland() -> None:
    land = shapely.box(100, 20, 121, 40)  # WGS 84 read as GCJ-02 moves west, away from the coast
    random = np.random.default_rng(4)
    lon, lat = random.uniform(120.9, 121, 20_000), random.uniform(28, 32, 20_000)
    assert detect_datum(lon, lat, outside=outside_of(land)).datum is None
    lon, lat = wgs84_to_bd09(lon, lat)
    assert detect_datum(lon, lat, outside=outside_of(land)).datum == "bd09"


@gathered(
    ("counts", "datum"),
    [
        ((0, 10, 30), "wgs84"),  # 10 is more than 3 times its root, 9.5 ...
        ((0, 9, 30), None),  # ... and 9 is not
        ((0, 10, 29), None),  # too few
        ((136, 300, 100), "bd09"),  # 36 is more than 35.0 ...
        ((134, 300, 100), None),  # ... and 34 is not more than 34.7
        ((500, 0, 0), None),
        ((0, 0, 0), None),
        ((500, 500, 500), None),
        ((900, 100, 500), "gcj02"),
    ],
)
def test_the_rule_on_both_sides_of_its_edges(
    counts: tuple[int, int, int], datum: Datum | None
) -> None:
    in_turn = iter(counts)

    def outside(lon: np.ndarray, lat: np.ndarray) -> int:
        return next(in_turn)

    found = detect_datum(*at(116.4, 39.9), outside=outside)
    assert found.datum == datum
    for count in counts:
        assert f"{count} as " in found.reason.en
        assert f"为 {count} 个" in found.reason.zh


@pytest.mark.parametrize(("lon", "lat"), [([], []), ([np.nan, 2.35, np.inf], [30.0, 48.85, 30.0])])
def test_positions_elsewhere_do_not_tell(lon: list[float], lat: list[float]) -> None:
    found = detect_datum(np.array(lon), np.array(lat), outside=refuse)
    assert found.datum is None
    assert "near China" in found.reason.en
    assert "中国" in found.reason.zh


def test_positions_of_any_shape_are_compared_and_stay_as_they_were() -> None:
    place = island()
    lon, lat = sites(place, 1000)
    before = lon.copy(), lat.copy()
    flat = detect_datum(lon, lat, outside=outside_of(place))
    square = detect_datum(lon.reshape(10, 100), lat.reshape(10, 100), outside=outside_of(place))
    assert flat == square
    assert np.array_equal((lon, lat), before)
