"""Datums of Chinese map data: WGS 84, GCJ-02 of most Chinese map services, and BD-09 of Baidu.

GCJ-02 moves every position in China by some 100 to 700 m, BD-09 moves GCJ-02 by about as much
again. Both are smooth functions of the position before; their inverses have no closed form and are
found by fixed-point iteration. The three stand in one line, WGS 84 – GCJ-02 – BD-09, and each
conversion goes along it.

No official text exists. GCJ-02 is the formula known publicly since 2010 as the "Mars coordinates",
as the projects eviltransform, PRCoords and coordtransform have it; BD-09 is Baidu's own scheme on
top of it, as the last two have it (eviltransform first had a wrong constant). Pairs with six
decimals that others published agree with both to about 1e-6 degrees (0.1 m); what a map service
really computes only the service knows.

**The limit.** The shifts are defined for China only. As in the public implementations that is a
rectangle, 72.004 to 137.8347° E and 0.8293 to 55.8271° N with its edges; outside it all three
datums are the same and positions come back as they are, as do those that are infinite or no
numbers. The position in WGS 84 decides. The limit is a jump: within about 1.5 km of it, where two
WGS 84 positions, one inside and one shifted by nothing, can have one GCJ-02 or BD-09 position, the
way back is not unique, and the one inside is returned. Where there is none, the position comes back
as it is. So the way there and back is exact for every position inside, and for those outside that
are more than 2 km from the limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from geo.model import Degrees, Text, UnknownNameError

Inside = NDArray[np.bool_]

Datum = Literal["wgs84", "gcj02", "bd09"]
#: In the order of the conversions.
DATUMS: tuple[Datum, ...] = get_args(Datum)

#: How far a position's longitude or latitude can lie from that in WGS 84, within 73 to 136° E and
#: 3 to 54° N: an upper bound, a few per cent above the largest found.
LARGEST_SHIFT_DEGREES: Mapping[Datum, float] = MappingProxyType(
    {"wgs84": 0.0, "gcj02": 0.0105, "bd09": 0.0172}
)

#: Where the shifts are defined: west, south, east, north in WGS 84 degrees.
LIMIT = (72.004, 0.8293, 137.8347, 55.8271)
# No shift anywhere in the limit is longer, so only positions this near to it need a closer look.
_REACH_DEGREES = 0.02
# A position on the limit itself may come back a little outside, and still counts as inside.
_ROUNDING_DEGREES = 1e-10

# The Krasovsky 1940 ellipsoid, on which the shift is defined (not WGS 84's own).
_SEMI_MAJOR_AXIS = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943

# Each step leaves about a hundredth of the error, so that five leave 2e-12 degrees, and 2e-11 right
# on 105° E, where the shift has a root's kink. Their number is fixed, so that a result does not
# depend on its neighbours.
_STEPS = 5
# Positions converted at once: few enough for the processor's cache.
_AT_ONCE = 16_384

Formula = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]


def _wave(x: Degrees, terms: tuple[tuple[float, float], ...]) -> Degrees:
    """Sum of ``amplitude * sin(frequency * pi * x)``."""
    return np.asarray(sum(a * np.sin(f * np.pi * x) for a, f in terms))


def _shift(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The GCJ-02 shift (east, north) in degrees at a WGS 84 position."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    common = (20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)) * 2 / 3
    north = (
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
        + _wave(y, ((20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))) * 2 / 3
    )  # fmt: skip
    east = (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
        + _wave(x, ((20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))) * 2 / 3
    )  # fmt: skip
    phi = np.radians(lat)
    w_squared = 1 - _ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    meridian_radius = _SEMI_MAJOR_AXIS * (1 - _ECCENTRICITY_SQUARED) / w_squared**1.5
    normal_radius = _SEMI_MAJOR_AXIS / np.sqrt(w_squared)
    return np.degrees(east / (normal_radius * np.cos(phi))), np.degrees(north / meridian_radius)


def _to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    east, north = _shift(lon, lat)
    return lon + east, lat + north


def _to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """GCJ-02 degrees taken as a plane: stretched from the origin and turned about it by waves of
    0.12 degrees' length, then moved."""
    stretch = 1 + 2e-5 * np.sin(np.radians(3000 * lat)) / np.hypot(lon, lat)
    turn = 3e-6 * np.cos(np.radians(3000 * lon))
    along, across = stretch * np.cos(turn), stretch * np.sin(turn)
    return along * lon - across * lat + 0.0065, across * lon + along * lat + 0.006


#: From each datum to the next, as if there were no limit.
_TO_NEXT: tuple[Formula, ...] = (_to_gcj02, _to_bd09)


def _undo(formula: Formula, lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    before_lon, before_lat = lon, lat
    for _ in range(_STEPS):
        there_lon, there_lat = formula(before_lon, before_lat)
        before_lon, before_lat = before_lon + (lon - there_lon), before_lat + (lat - there_lat)
    return before_lon, before_lat


def _along(lon: Degrees, lat: Degrees, start: int, end: int) -> tuple[Degrees, Degrees]:
    """Positions near China from one place in the line of datums to another."""
    for formula in _TO_NEXT[start:end]:
        lon, lat = formula(lon, lat)
    for formula in reversed(_TO_NEXT[end:start]):
        lon, lat = _undo(formula, lon, lat)
    return lon, lat


def _within(lon: Degrees, lat: Degrees, margin: float = _ROUNDING_DEGREES) -> Inside:
    """Whether positions are within the limit, widened on every side."""
    west, south, east, north = LIMIT
    return np.asarray(
        (lon >= west - margin) & (lon <= east + margin)
        & (lat >= south - margin) & (lat <= north + margin)
    )  # fmt: skip


def _inside(lon: Degrees, lat: Degrees, start: int) -> Inside:
    """Whether the positions' WGS 84 positions are within the limit."""
    if start == 0:
        return _within(lon, lat)
    inside = _within(lon, lat, -_REACH_DEGREES)
    near = _within(lon, lat, _REACH_DEGREES) & ~inside
    inside[near] = _within(*_along(lon[near], lat[near], start, 0))
    return inside


def convert(lon: Degrees, lat: Degrees, *, source: Datum, target: Datum) -> tuple[Degrees, Degrees]:
    """Positions of one datum in another, to 2e-11 degrees (about two micrometres).

    Parameters
    ----------
    lon, lat
        Arrays of one shape, in degrees.
    source, target
        The datum the positions are in, and the one they are wanted in.

    Returns
    -------
    Longitude and latitude, new arrays of the same shape, in degrees. Equal positions give equal
    results, so borders that two provinces share stay shared. Positions outside China, infinite or
    not numbers come back as they are; the module says where the limit is.

    Raises
    ------
    UnknownNameError
        If a datum is unknown.
    """
    for name in (source, target):
        if name not in DATUMS:
            raise UnknownNameError("datum", name, DATUMS)
    start, end = DATUMS.index(source), DATUMS.index(target)
    lon, lat = np.array(lon, dtype=float, order="C"), np.array(lat, dtype=float, order="C")
    all_x, all_y = lon.reshape(-1), lat.reshape(-1)  # views: what is written to them is returned
    for first in range(0, all_x.size, _AT_ONCE):
        x, y = all_x[first : first + _AT_ONCE], all_y[first : first + _AT_ONCE]
        inside = _inside(x, y, start)
        x[inside], y[inside] = _along(x[inside], y[inside], start, end)
    return lon, lat


def wgs84_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """:func:`convert` from WGS 84 to GCJ-02."""
    return convert(lon, lat, source="wgs84", target="gcj02")


def gcj02_to_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """:func:`convert` from GCJ-02 to WGS 84."""
    return convert(lon, lat, source="gcj02", target="wgs84")


def gcj02_to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """:func:`convert` from GCJ-02 to BD-09."""
    return convert(lon, lat, source="gcj02", target="bd09")


def bd09_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """:func:`convert` from BD-09 to GCJ-02."""
    return convert(lon, lat, source="bd09", target="gcj02")


def wgs84_to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """:func:`convert` from WGS 84 to BD-09."""
    return convert(lon, lat, source="wgs84", target="bd09")


def bd09_to_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """:func:`convert` from BD-09 to WGS 84."""
    return convert(lon, lat, source="bd09", target="wgs84")


# Which datum positions are in

#: What each is called in both languages.
_TITLES: Mapping[Datum, str] = {"wgs84": "WGS 84", "gcj02": "GCJ-02", "bd09": "BD-09"}
#: Words that say a datum where they stand alone, or with a coordinate's name right behind ...
_WORDS: Mapping[Datum, str] = {
    "wgs84": "wgs|gps",
    "gcj02": "gcj|amap|autonavi|gaode|tencent",
    "bd09": "bd|baidu",
}
#: ... and those that say it anywhere, since Chinese has no spaces.
_CHINESE_WORDS: Mapping[Datum, tuple[str, ...]] = {
    "wgs84": (),
    "gcj02": ("火星", "高德", "腾讯"),
    "bd09": ("百度",),
}
# Fewer positions outside are too few to compare.
_LEAST_OUTSIDE = 30
# A count of independent positions varies by about its square root.
_DEVIATIONS = 3


@dataclass(frozen=True)
class DatumSuggestion:
    """The datum that positions seem to be in, or None where nothing tells, and why."""

    datum: Datum | None
    reason: Text


def _says(name: str, datum: Datum) -> bool:
    """Whether a column's name says a datum: ``bd_lng``, ``lngBd09`` and ``BDLNG`` do,
    ``abducted`` does not."""
    apart = re.sub("(?<=[a-z])(?=[A-Z])", " ", name)
    words = re.findall("[a-z]+", f"{name} {apart}".lower())
    pattern = f"({_WORDS[datum]})(lon|lng|lat|longitude|latitude)?"
    return any(re.fullmatch(pattern, word) for word in words) or any(
        word in name for word in _CHINESE_WORDS[datum]
    )


def detect_datum(
    lon: Degrees,
    lat: Degrees,
    *,
    columns: Iterable[str] = (),
    outside: Callable[[Degrees, Degrees], int] | None = None,
) -> DatumSuggestion:
    """Suggest the datum of positions. It never decides: someone who knows has to say yes.

    The names of the columns come first. Where they say nothing, the positions are read in each
    datum and the one is suggested that leaves clearly the fewest outside every place: the count
    next to it is larger by more than 3 times its own square root (three standard deviations of a
    count of independent positions), and the largest is at least 30. Each distinct position counts
    once, so that one site with many rows weighs no more than another; those outside the limit are
    left out.

    Parameters
    ----------
    lon, lat
        Arrays of one shape, in degrees.
    columns
        The names of the columns that positions come from. Where two of them say different datums,
        none is suggested.
    outside
        How many of the WGS 84 positions given to it (two one-dimensional arrays, in degrees) lie
        outside every place.
    """
    named = {name: tuple(d for d in DATUMS if _says(name, d)) for name in columns}
    named = {name: datums for name, datums in named.items() if datums}
    said = {datum for datums in named.values() for datum in datums}
    if len(said) == 1:
        (datum,) = said
        reason = Text(
            f"The column names say {_TITLES[datum]}: {', '.join(named)}.",
            f"列名表明坐标为 {_TITLES[datum]}：{'、'.join(named)}。",
        )
        return DatumSuggestion(datum, reason)
    if said:
        each = [
            (name, "/".join(_TITLES[datum] for datum in datums)) for name, datums in named.items()
        ]
        reason = Text(
            "The column names contradict each other: "
            f"{', '.join(f'{name} says {title}' for name, title in each)}.",
            f"列名相互矛盾：{'，'.join(f'{name} 表明 {title}' for name, title in each)}。",
        )
        return DatumSuggestion(None, reason)
    if outside is None:
        reason = Text(
            "No column name says a datum, and positions alone do not tell.",
            "列名未注明坐标系，仅凭坐标无法判断。",
        )
        return DatumSuggestion(None, reason)
    return _compare(lon, lat, outside)


def _compare(
    lon: Degrees, lat: Degrees, outside: Callable[[Degrees, Degrees], int]
) -> DatumSuggestion:
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    within = _within(lon, lat)
    distinct = np.unique(lon[within] + 1j * lat[within])
    if not distinct.size:
        reason = Text(
            "None of the positions lies near China, where the datums differ.",
            "没有坐标位于各坐标系存在差异的中国范围内。",
        )
        return DatumSuggestion(None, reason)
    counts: dict[Datum, int] = {
        datum: int(outside(*convert(distinct.real, distinct.imag, source=datum, target="wgs84")))
        for datum in DATUMS
    }
    fewest, second, most = sorted(DATUMS, key=lambda datum: counts[datum])
    found = Text(
        f"Of {distinct.size:,} distinct positions near China, "
        f"{', '.join(f'{counts[d]:,} as {_TITLES[d]}' for d in DATUMS)} lie outside every place",
        f"中国范围内的 {distinct.size:,} 个不同坐标中，落在所有区域之外的："
        f"{'，'.join(f'按 {_TITLES[d]} 为 {counts[d]:,} 个' for d in DATUMS)}",
    )
    least = _DEVIATIONS * sqrt(counts[second])
    if counts[most] < _LEAST_OUTSIDE or counts[second] - counts[fewest] <= least:
        reason = Text(
            f"{found.en}: positions alone do not tell.", f"{found.zh}；仅凭坐标无法判断。"
        )
        return DatumSuggestion(None, reason)
    reason = Text(
        f"{found.en}: {_TITLES[fewest]} leaves clearly the fewest.",
        f"{found.zh}；按 {_TITLES[fewest]} 明显最少。",
    )
    return DatumSuggestion(fewest, reason)
