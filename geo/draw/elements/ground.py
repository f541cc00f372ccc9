"""The ground of a map: the polygons of a set of boundaries, projected once, in the detail that the
pixels of a picture can show."""

from __future__ import annotations

import math
import threading
from dataclasses import replace
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import shapely

from geo.model import Boundaries, Level
from geo.places import (
    EQUAL_AREA,
    LAND_WINDOW,
    Bounds,
    Drawn,
    drawn,
    equal_area,
    extent,
    group,
    level_of_set,
    lighten,
    main_bounds,
    pole,
    read_hierarchy,
    read_land,
    read_maritime_lines,
    transform,
    unite,
)

Polygons = dict[str, shapely.Geometry]

_MOST_VERTICES = 200_000  # with more, what no pixel can show is dropped before all else
_LARGEST_SCREEN, _DETAIL = 20_000.0, 0.2  # pixels, of its longer side and of what it shows
_METRES_OF_A_DEGREE = 111_195.0  # of latitude
_COARSE_METRES = 10_000.0
_BASE = 2048.0  # metres: the detail that pictures with less are made from, which is quicker
_SHORE = 8_000.0  # metres: how far two surveys may have one coast apart
_FRAME = 3.0  # of a part's size: no frame reaches farther from it


class Ground:
    """Projected polygons (metres) by adcode, and the same in less detail."""

    def __init__(self, boundaries: Boundaries) -> None:
        shapes = drawn(boundaries, tolerance=_unseen(boundaries))
        polygons = shapes.whole()
        #: What the main map shows, and whether the islands south of it need the inset; whether it
        #: is a part of the country.
        self.bounds, self.has_inset = main_bounds(boundaries, polygons)
        self.is_part = bool(boundaries.within or boundaries.around)
        self.extent = extent(self.bounds)
        self.polygons: Polygons = polygons
        #: What groups were dissolved from: simplified first, so that their borders stay shared.
        self.parts: Drawn | None = drawn(boundaries.parts) if boundaries.parts else None
        self._part_of = boundaries.part_of
        self._codes = tuple(polygons)
        self._around = _around(boundaries, self.bounds)
        self._crs = equal_area(boundaries)
        # With the surroundings as one coverage, so that borders stay shared.
        every = {**shapes.polygons, **self._around}
        self._every = replace(shapes, polygons=every, adcodes=(*self._codes, *self._around))
        self._lightened: dict[tuple[int, float], Drawn] = {}
        self._light_parts: dict[float, Polygons] = {}
        self._light: dict[float, Polygons] = {}
        self._light_around: dict[float, Polygons] = {}
        self._upper_of = upper_of(boundaries)
        self._upper: dict[float, Polygons] = {}
        self._united: dict[float, shapely.Geometry] = {}
        self._poles: dict[tuple[str, float], tuple[float, float]] = {}

    def light(self, tolerance: float) -> Polygons:
        """The polygons in no less detail than a tolerance in metres asks for."""
        step = _step(tolerance)
        if step not in self._light:
            if self.parts:
                self._light[step] = group(self.light_parts(step), self._part_of)
                self._light_around[step] = {}
            else:
                light = self._in_steps(self._every, step).joined(step)
                self._light_around[step] = {code: light.pop(code) for code in self._around}
                self._light[step] = light
        return self._light[step]

    def around(self, tolerance: float) -> Polygons:
        """The surroundings of a part of the country, in such detail."""
        self.light(tolerance)
        return self._light_around[_step(tolerance)]

    @cached_property
    def land(self) -> shapely.Geometry:
        """Foreign land about a part of the country, as far as a frame can show it, metres. It
        reaches under the places, which are drawn over it, and is nowhere along their coasts, which
        another survey has elsewhere."""
        west, south, east, north = self.bounds
        more = _FRAME * max(east - west, north - south)
        window = (west - more, south - more, east + more, north + more)
        parts = transform(shapely.get_parts(read_land()), "EPSG:4326", self._crs)
        parts = shapely.clip_by_rect(parts[shapely.is_valid(parts)], *window)
        land = shapely.union_all(parts)
        ours = shapely.union_all(
            [*self.light(_SHORE / 8).values(), *self.around(_SHORE / 8).values()]
        )
        inland = shapely.buffer(shapely.difference(land, ours), -_SHORE)
        return shapely.intersection(land, shapely.buffer(inland, 2.5 * _SHORE))

    @cached_property
    def land_ends(self) -> shapely.Geometry:
        """The edge of the window in which land is known, metres."""
        ring = shapely.segmentize(shapely.box(*LAND_WINDOW).exterior, 1.0)  # degrees: arcs there
        return transform(np.array([ring]), "EPSG:4326", self._crs)[0]

    def light_parts(self, tolerance: float) -> Polygons:
        """The same of what groups were dissolved from, if there are any."""
        step = _step(tolerance)
        if step not in self._light_parts:
            found = self._in_steps(self.parts, step).joined(step) if self.parts else {}
            self._light_parts[step] = found
        return self._light_parts[step]

    def _in_steps(self, shapes: Drawn, step: float) -> Drawn:
        """Shapes in less detail, made from those at the base where they have much less."""
        key = id(shapes), step
        if key not in self._lightened:
            far = step >= 2 * _BASE
            source = self._in_steps(shapes, _BASE) if far else shapes
            self._lightened[key] = source.lightened(step)
        return self._lightened[key]

    def inner_lines(self, tolerance: float) -> dict[str, shapely.Geometry]:
        """The borders of parts inside each group, metres."""
        groups, parts = self.light(tolerance), self.light_parts(tolerance)
        lines: dict[str, list[shapely.Geometry]] = {}
        for adcode, code in self._part_of.items():
            lines.setdefault(code, []).append(shapely.boundary(parts[adcode]))
        return {
            code: shapely.line_merge(
                shapely.difference(shapely.union_all(found), shapely.boundary(groups[code]))
            )
            for code, found in lines.items()
        }

    def upper(self, tolerance: float) -> Polygons:
        """The places of the level above that divide a map of many places, where there are some."""
        step = _step(tolerance)
        if step not in self._upper:
            light = self.light(step) if self._upper_of else {}
            self._upper[step] = group(light, self._upper_of)
        return self._upper[step]

    def united(self, tolerance: float) -> shapely.Geometry:
        """All of them as one."""
        step = _step(tolerance)
        if step not in self._united:
            few = self.upper(step) or self.light(step)
            self._united[step] = unite(list(few.values()))
        return self._united[step]

    @cached_property
    def maritime_lines(self) -> shapely.Geometry:
        """The maritime lines, metres; only where the map has the country's projection."""
        return transform(np.array([read_maritime_lines()]), "EPSG:4326", EQUAL_AREA)[0]

    @cached_property
    def silhouette(self) -> shapely.Geometry:
        """What the main map shows as one coarse shape, to be fitted beside other things."""
        coarse = _COARSE_METRES * self.extent
        whole = {"": self.united(coarse / 4)}
        return shapely.clip_by_rect(lighten(whole, tolerance=coarse)[""], *self.bounds)

    def pole(self, adcode: str, tolerance: float) -> tuple[float, float]:
        """The pole of inaccessibility of a place, metres."""
        key = adcode, _step(tolerance)
        if key not in self._poles:
            self._poles[key] = pole(self.light(tolerance)[adcode], key[1])[:2]
        return self._poles[key]

    def bounds_of(self, adcodes: frozenset[str]) -> Bounds:
        """What a map of some places shows; islands that have the inset are left out."""
        box = shapely.box(*self.bounds)
        parts = shapely.get_parts([self.polygons[adcode] for adcode in adcodes])
        inside = parts[shapely.intersects(parts, box)]
        west, south, east, north = map(
            float, shapely.total_bounds(inside if len(inside) else parts)
        )
        return west, south, east, north

    def reach_inset(self, adcodes: frozenset[str]) -> bool:
        """Whether some of the places have islands that only the inset shows."""
        if not self.has_inset:
            return False
        parts = shapely.get_parts([self.polygons[adcode] for adcode in adcodes])
        return not bool(np.all(shapely.intersects(parts, shapely.box(*self.bounds))))


def _unseen(boundaries: Boundaries) -> float:
    """The detail in metres that no screen shows of a set; of most nothing is dropped."""
    if shapely.get_num_coordinates(boundaries.geometries).sum() <= _MOST_VERTICES:
        return 0.0
    west, south, east, north = boundaries.bounds
    wide = (east - west) * math.cos(math.radians((south + north) / 2))
    return _DETAIL * max(wide, north - south) * _METRES_OF_A_DEGREE / _LARGEST_SCREEN


def upper_of(boundaries: Boundaries) -> dict[str, str]:
    """In which place of the level above each lies, where a map shows several of those."""
    level = level_of_set(boundaries.id)
    if level in (None, "province") or boundaries.arrangement != "map":
        return {}
    above: Level = "prefecture" if level == "county" and boundaries.within else "province"
    hierarchy = read_hierarchy()
    found = {adcode: hierarchy.ancestor(adcode, level, above) for adcode in boundaries.adcodes}
    return found if len(set(found.values())) > 1 else {}


def _around(boundaries: Boundaries, bounds: Bounds) -> Polygons:
    """The surroundings that any frame round a part can show, in its projection, metres."""
    around = boundaries.around
    if around is None:
        return {}
    polygons = transform(around.geometries, "EPSG:4326", equal_area(boundaries))
    west, south, east, north = bounds
    more = _FRAME * max(east - west, north - south)
    near = shapely.box(west - more, south - more, east + more, north + more)
    return {
        f"around-{adcode}": polygon
        for adcode, polygon in zip(around.adcodes, polygons, strict=True)
        if shapely.intersects(polygon, near)
    }


def _step(tolerance: float) -> float:
    """The next smaller half power of two, so that pictures of nearly the same scale share it."""
    return float(2.0 ** (math.floor(2 * math.log2(tolerance)) / 2))


_LOCK = threading.Lock()  # the page serves many users at once
_GROUNDS: WeakKeyDictionary[Boundaries, Ground] = WeakKeyDictionary()


def ground_of(boundaries: Boundaries) -> Ground:
    """The ground of a set of boundaries, kept as long as the set is."""
    with _LOCK:
        if boundaries not in _GROUNDS:
            _GROUNDS[boundaries] = Ground(boundaries)
        return _GROUNDS[boundaries]
