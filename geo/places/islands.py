"""The polygons that pictures and pages draw: those of a boundary set, but for reefs and banks that
its label wants drawn as islands of a bounded size. Each stays marked, in its place and shape. What
is looked up, counted, measured or written to a file of data is the whole territory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Boundaries, Islands
from geo.places.geometry import equal_area, to_plane, transform
from geo.places.kept import kept_light

Geometries = NDArray[np.object_]


@dataclass(frozen=True)
class Drawn:
    """Projected polygons by adcode, metres, without those of the ``islands`` of each place, which
    are drawn no larger than ``most`` square metres. A place may be islands alone; ``adcodes`` are
    all places in their order."""

    polygons: Mapping[str, shapely.Geometry]
    islands: Mapping[str, Geometries] = field(default_factory=dict)
    most: float = 0.0
    adcodes: tuple[str, ...] = ()

    def whole(self) -> dict[str, shapely.Geometry]:
        """The places in all detail."""
        return self.joined(0.0)

    def light(self, tolerance: float) -> dict[str, shapely.Geometry]:
        """The places in less detail, as :func:`geo.places.lighten` simplifies them; but none of the
        islands is dropped, or smaller than the square of half the tolerance."""
        return self.lightened(tolerance).joined(tolerance)

    def lightened(self, tolerance: float) -> Drawn:
        """The same with less detail of all but the islands."""
        return replace(self, polygons=kept_light(dict(self.polygons), tolerance=tolerance))

    def joined(self, tolerance: float) -> dict[str, shapely.Geometry]:
        """The places with their islands, which have as little detail as the tolerance asks for."""
        found = dict(self.polygons)
        for adcode, islands in self.islands.items():
            sized = _sized(
                shapely.simplify(islands, tolerance / 2), (tolerance / 2) ** 2, self.most
            )
            found[adcode] = _with(found.get(adcode), sized)
        return {adcode: found[adcode] for adcode in self.adcodes or found}


def drawn(boundaries: Boundaries, crs: str | None = None, *, tolerance: float = 0.0) -> Drawn:
    """The polygons of a set as they are drawn, in its equal-area projection or another one, in no
    more detail than a tolerance in metres asks for."""
    crs = crs or equal_area(boundaries)
    degrees, rule = dict(boundaries.polygons), boundaries.islands
    islands: dict[str, Geometries] = {}
    if rule is not None:
        for adcode in (a for a in boundaries.adcodes if a.startswith(rule.adcode.rstrip("0"))):
            parts = shapely.get_parts(degrees[adcode])
            is_island = _inside(parts, rule)
            if not is_island.any() or (is_island.all() and adcode == rule.adcode):
                continue  # in the latter case there is nothing that they are islands beside
            islands[adcode] = transform(parts[is_island], "EPSG:4326", crs)
            if is_island.all():
                del degrees[adcode]
            else:
                degrees[adcode] = shapely.multipolygons(parts[~is_island])
    polygons = (
        kept_light(degrees, crs=crs, tolerance=tolerance) if tolerance else to_plane(degrees, crs)
    )
    most = rule.most_km2 * 1e6 if rule else 0.0
    return Drawn(polygons, islands, most, boundaries.adcodes)


def _inside(degrees: Geometries, rule: Islands) -> NDArray[np.bool_]:
    """Which parts lie wholly in one of the windows."""
    west, south, east, north = shapely.bounds(degrees).T
    found = np.zeros(len(degrees), dtype=bool)
    for left, bottom, right, top in rule.windows:
        found |= (west >= left) & (south >= bottom) & (east <= right) & (north <= top)
    return found


def _sized(islands: Geometries, least: float, most: float) -> Geometries:
    """Islands with areas from ``least`` to ``most``, scaled about a point inside each; where what
    is asked for as the least is more, all have that."""
    areas = shapely.area(islands)
    factors = np.sqrt(np.clip(areas, least, max(least, most)) / areas)
    middles = shapely.get_coordinates(_middles(islands))
    points, owners = shapely.get_coordinates(islands, return_index=True)
    scaled = middles[owners] + (points - middles[owners]) * factors[owners, np.newaxis]
    return np.asarray(shapely.set_coordinates(islands.copy(), scaled))


def _middles(islands: Geometries) -> Geometries:
    """The centroid of each, or another point inside where that lies outside."""
    middles = shapely.centroid(islands)
    outside = ~shapely.contains(islands, middles)
    middles[outside] = shapely.point_on_surface(islands[outside])
    return np.asarray(middles)


def _with(polygon: shapely.Geometry | None, islands: Geometries) -> shapely.Geometry:
    """A polygon, if any, and islands off it as one; islands that have come to touch become one."""
    together = shapely.multipolygons(islands)
    if not shapely.is_valid(together):
        together = shapely.union_all(islands)
    mainland = [] if polygon is None else shapely.get_parts(polygon)
    return shapely.multipolygons([*mainland, *shapely.get_parts(together)])
