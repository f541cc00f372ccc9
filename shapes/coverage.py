"""One coverage for three levels: counties are simplified together, and prefectures and provinces
are dissolved from what comes out, so that borders of all levels coincide to the last vertex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.places.arcs import Arcs, arcs_of
from shapes.source import Geometries

TOLERANCE_METRES = 500.0
#: Half the tolerance, and so on, for what is small.
_FINEST = 4
#: A county's side (the root of its area) has at least so many tolerances, a province's so many:
#: parishes of Macau keep their shape, and a picture of Beijing is as sharp as one of Anhui.
_COUNTY_SIDE = 33
_PROVINCE_SIDE = 600
#: What the grid may do to the area of a place; a larger difference is one of the source.
_NOISE_METRES2 = 100.0


def simplify(projected: Geometries, tolerance: float) -> Geometries:
    """Projected polygons, simplified together so that neighbours still share their borders."""
    return np.asarray(shapely.coverage_simplify(projected, tolerance))


def simplify_counties(projected: Geometries, province_of: Sequence[str]) -> Geometries:
    """Counties simplified together, each border at the tolerance that the smallest place on either
    side of it wants."""
    steps = _steps(projected, province_of)
    detailed = [
        arcs_of(simplify(projected, TOLERANCE_METRES / 2**step)) for step in range(_FINEST + 1)
    ]
    while True:
        found, finest = _mixed(detailed, steps)
        # A border in detail may cross the next one, which is not: then all of the place is.
        broken = ~shapely.is_valid(found) | ~shapely.is_empty(shapely.coverage_invalid_edges(found))
        finer = np.where(broken, np.maximum(steps, finest), steps)
        if (finer == steps).all():
            return found
        steps = finer


def _mixed(
    detailed: Sequence[Arcs], steps: NDArray[np.int64]
) -> tuple[Geometries, NDArray[np.int64]]:
    """Polygons whose arcs are those of the most detail among the steps of the places on both sides;
    and the most detail of the arcs of each."""
    coarse = detailed[0]
    every = [[max(arc, ~arc) for part in s for ring in part for arc in ring] for s in coarse.shapes]
    finest = np.zeros(len(coarse.lines), dtype=int)
    for arcs, step in zip(every, steps, strict=True):
        finest[arcs] = np.maximum(finest[arcs], step)
    lines = list(coarse.lines)
    for i, shape in enumerate(coarse.shapes):
        for j, part in enumerate(shape):
            for k, ring in enumerate(part):
                for at, arc in enumerate(ring):
                    number = max(arc, ~arc)
                    fine = detailed[finest[number]]
                    line = fine.line(fine.shapes[i][j][k][at])
                    if len(ring) > 1 and not _same_ends(line, coarse.line(arc)):
                        raise SystemExit("borders changed their ends; nothing was written")
                    lines[number] = line if arc >= 0 else line[::-1]
    polygons = Arcs(tuple(lines), coarse.shapes).polygons()
    return polygons, np.array([finest[arcs].max() for arcs in every])


def _same_ends(line: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return bool((line[[0, -1]] == other[[0, -1]]).all())


def _steps(projected: Geometries, province_of: Sequence[str]) -> NDArray[np.int64]:
    """How often each place wants the tolerance halved."""
    areas = shapely.area(projected)
    codes, province = np.unique(np.asarray(province_of), return_inverse=True)
    whole = np.bincount(province, weights=areas, minlength=len(codes))[province]
    wanted = np.minimum(np.sqrt(areas) / _COUNTY_SIDE, np.sqrt(whole) / _PROVINCE_SIDE)
    halved = np.ceil(np.log2(TOLERANCE_METRES / wanted))
    return np.asarray(np.clip(halved, 0, _FINEST).astype(int))


def dissolve(polygons: Geometries, groups: Sequence[str]) -> dict[str, shapely.Geometry]:
    """The polygons of one coverage united by their groups, in the order of these."""
    parts: dict[str, list[shapely.Geometry]] = {}
    for polygon, code in zip(polygons, groups, strict=True):
        parts.setdefault(code, []).append(polygon)
    return {code: shapely.coverage_union_all(parts[code]) for code in sorted(parts)}


def fill(
    counties: Mapping[str, shapely.Geometry],
    prefecture_of: Sequence[str],
    prefectures: Mapping[str, shapely.Geometry],
) -> Geometries:
    """The counties with what their prefecture has and none of them: the one that touches it gets
    it. (香洲区 has a hole of 1.05 km² which neither 珠海市 nor 广东省 has.)"""
    found = dict(counties)
    united = dissolve(np.array(list(counties.values())), prefecture_of)
    for code, whole in prefectures.items():
        gap = shapely.difference(whole, united[code])
        if gap.area <= _NOISE_METRES2:
            continue
        members = [c for c, p in zip(counties, prefecture_of, strict=True) if p == code]
        near = [member for member in members if counties[member].intersects(gap)]
        if len(near) != 1:
            raise SystemExit(f"the counties of {code} leave a gap; nothing was written")
        found[near[0]] = shapely.union(counties[near[0]], gap)
    return np.array(list(found.values()))


def check_sums(
    united: Mapping[str, shapely.Geometry], published: Mapping[str, shapely.Geometry]
) -> None:
    """Stop with a message where counties do not add up to places as they are published."""
    for code, whole in published.items():
        if shapely.symmetric_difference(united[code], whole).area > _NOISE_METRES2:
            raise SystemExit(f"the counties do not add up to {code}; nothing was written")


def check_coverage(stage: str, polygons: Geometries) -> None:
    """Stop with a message where polygons have gaps or overlaps, or are broken."""
    if not (shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons)):
        raise SystemExit(f"the {stage} polygons are no valid coverage; nothing was written")
