"""The projection of the maps, and geometry that does not depend on any file.

Maps that compare areas use an equal-area projection: Albers, standard parallels 25° N and 47° N,
central meridian 105° E (Snyder, *Map Projections: A Working Manual*, USGS 1987, p. 98).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from geo.model import Boundaries

#: Albers equal-area conic in metres.
EQUAL_AREA = "+proj=aea +lat_0=0 +lon_0=105 +lat_1=25 +lat_2=47 +datum=WGS84 +units=m +no_defs"

#: What the page draws of the country; a picture draws what its pixels can show.
PAGE_TOLERANCE_METRES = 2_000.0

# Of a file of data, for a map of the country.
_FILE_TOLERANCE_METRES = 1_200.0

#: Places smaller than this are too small to read on a map of the country.
SMALL_AREA_KM2 = 20_000.0
#: More small places than this have no buttons and lines of their own: they would hide the map.
MOST_SMALL_PLACES = 12

# The longer side of a map of the country is at least so long.
_COUNTRY_METRES = 4_000_000.0
# No province is so wide from west to east.
_COUNTRY_DEGREES = 32.0

# An island this far from the rest of its place stands for territory of its own and always stays.
_OUTLYING_METRES = 100_000.0

# South of this latitude lie only islands of the South China Sea; they have an inset, whose bounds
# (west, south, east, north, degrees) take in some coast to show where it is.
_INSET_BELOW = 17.6
_INSET_DEGREES = (106.0, 1.2, 121.0, 24.0)

# Of the size of an arrangement, which is left free round it.
_RIM = 0.005

# On the map of a province with islands there, what lies farther from its largest place is in the
# inset alone.
_NEAR_METRES = 200_000.0

Bounds = tuple[float, float, float, float]


def transform(geometries: NDArray[np.object_], source: str, target: str) -> NDArray[np.object_]:
    """Geometries from one CRS to another, vertex by vertex, so that shared borders stay shared."""
    transformer = Transformer.from_crs(source, target, always_xy=True)
    return np.asarray(
        shapely.transform(
            geometries, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
        )
    )


def central_meridian(boundaries: Boundaries) -> int:
    """The meridian that is upright on a map: 105° E on the country's, elsewhere the middle one.

    In a conic projection it only turns the map: sizes, shapes and areas are the same.
    """
    west, south, east, _ = boundaries.bounds
    if east - west > _COUNTRY_DEGREES or (south <= _INSET_BELOW and 73 < west < east < 136):
        return 105  # the inset's
    return round((west + east) / 2)


def equal_area(boundaries: Boundaries) -> str:
    """The equal-area projection of a map of these places."""
    return EQUAL_AREA.replace("+lon_0=105", f"+lon_0={central_meridian(boundaries)}")


def project(boundaries: Boundaries, crs: str | None = None) -> dict[str, shapely.Geometry]:
    """The polygons by adcode in the equal-area projection, metres; in that of these places unless
    another is given."""
    return to_plane(boundaries.polygons, crs or equal_area(boundaries))


def to_plane(degrees: Mapping[str, shapely.Geometry], crs: str) -> dict[str, shapely.Geometry]:
    """Polygons by adcode (WGS 84 degrees) in a projection, metres."""
    shapes = np.array([*degrees.values()], dtype=object)
    return dict(zip(degrees, transform(shapes, "EPSG:4326", crs), strict=True))


def extent(bounds: Bounds) -> float:
    """The longer side of a map (projected metres) as a part of the country's: 1 for the country,
    0.05 for a city. What is measured on the ground goes down with it."""
    west, south, east, north = bounds
    return min(max(east - west, north - south) / _COUNTRY_METRES, 1.0)


def lighten(
    polygons: dict[str, shapely.Geometry], *, tolerance: float = PAGE_TOLERANCE_METRES
) -> dict[str, shapely.Geometry]:
    """Projected polygons with less detail, simplified as one coverage: no gaps, no overlaps.

    Parameters
    ----------
    polygons
        By adcode, metres.
    tolerance
        Metres, as for ``shapely.coverage_simplify`` (Visvalingam and Whyatt 1993).

    Islands under half the square of the tolerance (2 km² at 2 km) are dropped, unless they lie
    more than 100 km from the rest of their place. No place is ever lost.
    """
    smallest = tolerance**2 / 2
    kept = [_without_islets(polygon, smallest) for polygon in polygons.values()]
    light = np.asarray(shapely.coverage_simplify(np.asarray(kept), tolerance))
    # Where neighbours do not share their borders, one may come to cross itself.
    for i in np.flatnonzero(~shapely.is_valid(light)):
        light[i] = mend(light[i]) or kept[i]
    return dict(zip(polygons, light, strict=True))


def thinned(boundaries: Boundaries) -> NDArray[np.object_]:
    """The polygons in degrees as a file of data holds them: in whole steps of a metre or so, with
    no more vertices than a map of that extent can show, and every island.

    All are simplified as one coverage, so neighbours share their borders still, and every vertex is
    one of the set's. Where neighbours did not share them, a polygon that came to cross itself stays
    as it was.
    """
    degrees, plane = _in_steps(boundaries.geometries), equal_area(boundaries)
    metres = transform(degrees, "EPSG:4326", plane)
    tolerance = _FILE_TOLERANCE_METRES * extent(_bounds(metres))
    thin = np.asarray(shapely.coverage_simplify(metres, tolerance))
    found = _in_steps(transform(thin, plane, "EPSG:4326"))
    broken = ~shapely.is_valid(found) | shapely.is_empty(found)
    found[broken] = degrees[broken]
    return found


def _in_steps(degrees: NDArray[np.object_]) -> NDArray[np.object_]:
    """Degrees in as few decimals as keep every polygon whole."""
    for digits in (5, 6, 7):
        short = np.asarray(shapely.transform(degrees, partial(np.round, decimals=digits)))
        if shapely.is_valid(short).all():
            return short
    return degrees


def mend(polygon: shapely.Geometry) -> shapely.Geometry | None:
    """A polygon with broken rings as a valid one; None where nothing with an area is left."""
    with np.errstate(all="ignore"):  # of coordinates of any size; what comes out is looked at
        valid = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(valid) if part.area > 0]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def polygons_of(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """The polygons of a shape as one; None where it has none."""
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shape)
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    found = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return shapely.multipolygons(found) if len(found) else None


def repair(polygons: NDArray[np.object_]) -> tuple[NDArray[np.bool_], NDArray[np.object_]]:
    """Which polygons were broken, and all of them valid; those without an area become None."""
    broken = ~shapely.is_missing(polygons) & ~shapely.is_valid(polygons)
    found = polygons.copy()
    for i in np.flatnonzero(broken):
        found[i] = mend(found[i])
    found[~(shapely.area(found) > 0)] = None
    return broken & ~shapely.is_missing(found), found


def unite(polygons: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """Polygons as one, whether or not they share their borders exactly."""
    every = np.asarray(polygons, dtype=object)
    try:
        whole = shapely.coverage_union_all(every)
        if whole.is_valid:
            return whole
    except shapely.errors.GEOSException:
        pass
    return shapely.union_all(every)


def group(
    polygons: Mapping[str, shapely.Geometry], part_of: Mapping[str, str]
) -> dict[str, shapely.Geometry]:
    """Polygons of one coverage united by the group of each; those of no group stay as they are."""
    members: dict[str, list[shapely.Geometry]] = {}
    for adcode, polygon in polygons.items():
        members.setdefault(part_of.get(adcode, adcode), []).append(polygon)
    return {code: unite(parts) if len(parts) > 1 else parts[0] for code, parts in members.items()}


def _without_islets(polygon: shapely.Geometry, smallest: float) -> shapely.Geometry:
    parts = shapely.get_parts(polygon)
    areas = shapely.area(parts)
    large = areas >= min(smallest, areas.max())
    if large.all():
        return polygon
    mainland = shapely.multipolygons(parts[large])
    shapely.prepare(mainland)
    far = ~shapely.dwithin(mainland, parts, _OUTLYING_METRES)
    return shapely.multipolygons(parts[large | far])


def areas_of(polygons: Mapping[str, shapely.Geometry]) -> dict[str, float]:
    """The area of each polygon in the square of its unit."""
    return dict(zip(polygons, shapely.area([*polygons.values()]).tolist(), strict=True))


def small_places(polygons: dict[str, shapely.Geometry], *, extent: float = 1.0) -> tuple[str, ...]:
    """The places too small to read, among projected polygons on a map of an ``extent``; none where
    there are too many of them."""
    limit = SMALL_AREA_KM2 * 1e6 * extent**2
    small = tuple(adcode for adcode, area in areas_of(polygons).items() if area < limit)
    return small if len(small) <= MOST_SMALL_PLACES else ()


def pole(polygon: shapely.Geometry, tolerance: float) -> tuple[float, float, float]:
    """The pole of inaccessibility of the largest part: the point farthest from its border, and
    that distance. ``tolerance`` is in the polygon's unit."""
    largest = max(shapely.get_parts(polygon), key=shapely.area)
    (x, y), (x_rim, y_rim) = shapely.get_coordinates(
        shapely.maximum_inscribed_circle(largest, tolerance)
    )
    return float(x), float(y), float(np.hypot(x_rim - x, y_rim - y))


@cache
def inset_bounds() -> Bounds:
    """Where the South China Sea inset looks, projected metres: west, south, east, north."""
    west, south, east, north = _INSET_DEGREES
    corners = shapely.box(west, south, east, north)
    return tuple(transform(np.array([corners]), "EPSG:4326", EQUAL_AREA)[0].bounds)


def main_bounds(
    boundaries: Boundaries, polygons: dict[str, shapely.Geometry]
) -> tuple[Bounds, bool]:
    """What the main map shows (projected metres), and whether the rest needs the inset."""
    _, south, _, _ = boundaries.bounds
    every = np.asarray(list(polygons.values()))
    if boundaries.arrangement != "map":  # with room for the lines round the outer shapes
        west, south, east, north = _bounds(every)
        rim = _RIM * max(east - west, north - south)
        return (west - rim, south - rim, east + rim, north + rim), False
    alone = len(every) == 1 and boundaries.around is None
    if south > _INSET_BELOW or alone:  # a place alone is not torn apart
        return _bounds(every), False
    # The parallel is an arc in this projection; its lowest point is on the central meridian.
    cut = transform(np.array([shapely.Point(105, _INSET_BELOW)]), "EPSG:4326", EQUAL_AREA)[0].y
    parts = shapely.get_parts(every)
    above = shapely.bounds(parts)[:, 1] > cut
    if not above.any() or not shapely.within(parts[~above], shapely.box(*inset_bounds())).all():
        return _bounds(every), False  # what lies there is no island of the sea
    largest = parts[shapely.area(parts).argmax()]
    if not boundaries.within:
        return _bounds(parts[above]), True
    if not largest.bounds[3] > cut:  # a part that is islands of the sea alone
        return _bounds(every), False
    return _bounds(parts[shapely.dwithin(parts, largest, _NEAR_METRES)]), True


def _bounds(geometries: NDArray[np.object_]) -> Bounds:
    west, south, east, north = (float(value) for value in shapely.total_bounds(geometries))
    return west, south, east, north
