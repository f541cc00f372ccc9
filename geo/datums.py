"""Datums of Chinese map data: WGS 84, and GCJ-02, the shifted one of Chinese map services.

GCJ-02 moves every position in China by some 100 to 700 m. The shift is a smooth function of the
WGS 84 position; its inverse has no closed form and is found by fixed-point iteration.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.errors import GeoError

Degrees = NDArray[np.float64]

# The Krasovsky 1940 ellipsoid, on which the shift is defined (not WGS 84's own).
_SEMI_MAJOR_AXIS = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943

# The shift is a contraction of about 1/1000 a step, so a few steps reach a double's precision.
_MAX_STEPS = 20
_TOLERANCE_DEGREES = 1e-11  # about a micrometre


def _wave(x: Degrees, terms: tuple[tuple[float, float], ...]) -> Degrees:
    """Sum of ``amplitude * sin(frequency * pi * x)``."""
    return np.asarray(np.sum([a * np.sin(f * np.pi * x) for a, f in terms], axis=0))


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


def wgs84_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS 84 positions to GCJ-02.

    Parameters are arrays of one shape, in degrees, and so are the two results (longitude,
    latitude). The formula is defined for China; elsewhere GCJ-02 equals WGS 84 and this function
    must not be used. It is the one known publicly since 2010 as the "Mars coordinates" of
    the eviltransform and PRCoords projects; no official text exists.
    """
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    east, north = _shift(lon, lat)
    return lon + east, lat + north


def gcj02_to_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Undo :func:`wgs84_to_gcj02`, to 1e-11 degrees (about a micrometre).

    Parameters and results are arrays of one shape, in degrees. Equal input positions give equal
    results, so borders that two provinces share stay shared.

    Raises
    ------
    GeoError
        If the iteration does not converge, which means that positions lie far outside China.
    """
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    wgs_lon, wgs_lat = lon.copy(), lat.copy()
    for _ in range(_MAX_STEPS):
        with np.errstate(all="ignore"):  # what diverges is found below
            back_lon, back_lat = wgs84_to_gcj02(wgs_lon, wgs_lat)
        error_lon, error_lat = lon - back_lon, lat - back_lat
        wgs_lon, wgs_lat = wgs_lon + error_lon, wgs_lat + error_lat
        largest = max(np.abs(error_lon).max(initial=0), np.abs(error_lat).max(initial=0))
        if largest < _TOLERANCE_DEGREES:
            return wgs_lon, wgs_lat
    raise GeoError(
        f"positions could not be converted from GCJ-02: off by {largest:.2g} degrees after "
        f"{_MAX_STEPS} steps. GCJ-02 is defined in China only (73 to 136° E, 3 to 54° N)."
    )
