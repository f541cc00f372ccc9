"""Polygons of a coverage as arcs: every line that bounds them once, however many it bounds.

An arc runs from one node to the next; a node is a vertex where not all lines go on together. Where
polygons of several levels share their vertices (counties and the prefectures they make up), they
share their arcs, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Coordinates = NDArray[np.float64]
#: The rings of a polygon by its parts; the first of a part is its shell.
Rings = list[list[Coordinates]]
#: Numbers of arcs, one after the other; ``~n`` is arc n from its end to its start.
Ring = tuple[int, ...]
#: The parts of a polygon: rings, of which the first is the shell.
Shape = tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True)
class Arcs:
    """``lines`` are the coordinates of the arcs, ``shapes`` the polygons that they bound."""

    lines: tuple[Coordinates, ...]
    shapes: tuple[Shape, ...]

    def polygons(self) -> NDArray[np.object_]:
        """The polygons again."""
        return np.array([self._polygon(shape) for shape in self.shapes], dtype=object)

    def _polygon(self, shape: Shape) -> shapely.Geometry:
        parts = [shapely.Polygon(shell, holes) for shell, *holes in map(self._rings, shape)]
        return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)

    def _rings(self, rings: Iterable[Ring]) -> list[Coordinates]:
        return [np.vstack([self.line(arc)[:-1] for arc in ring]) for ring in rings]

    def line(self, arc: int) -> Coordinates:
        """The coordinates of an arc, the way it runs."""
        return self.lines[arc] if arc >= 0 else self.lines[~arc][::-1]


def arcs_of(polygons: Iterable[shapely.Geometry]) -> Arcs:
    """The arcs of polygons whose borders, where they share them, have the same vertices."""
    return arcs_of_rings(rings_of(polygon) for polygon in polygons)


def rings_of(polygon: shapely.Geometry) -> Rings:
    """The coordinates of a polygon's rings, by its parts."""
    return [
        [shapely.get_coordinates(ring) for ring in shapely.get_rings(part)]
        for part in shapely.get_parts(polygon)
    ]


def arcs_of_rings(polygons: Iterable[Rings]) -> Arcs:
    """The arcs of polygons by their rings, each closed, with no vertex twice on end."""
    rings = list(polygons)
    flat = [ring for polygon in rings for part in polygon for ring in part]
    points = np.concatenate(flat)
    _, first, vertices = np.unique(
        points[:, 0] + 1j * points[:, 1], return_index=True, return_inverse=True
    )
    places = points[first]
    # A ring comes back to where it began: that vertex counts once.
    open_rings = [v[:-1] for v in np.split(vertices, np.cumsum([len(r) for r in flat])[:-1])]
    is_node = _nodes(open_rings, len(places))
    numbers: dict[tuple[int, int], int] = {}
    lines: list[Coordinates] = []

    def numbered(line: NDArray[np.int64]) -> int:
        """The number of the arc along these vertices, which is new where nobody had it yet."""
        ahead, back = (int(line[0]), int(line[1])), (int(line[-1]), int(line[-2]))
        first = min(ahead, back)
        if first not in numbers:
            numbers[first] = len(lines)
            lines.append(places[line if first == ahead else line[::-1]])
        return numbers[first] if first == ahead else ~numbers[first]

    found = iter(open_rings)
    shapes = tuple(
        tuple(tuple(tuple(map(numbered, _cut(next(found), is_node))) for _ in part) for part in p)
        for p in rings
    )
    return Arcs(tuple(lines), shapes)


def _nodes(rings: list[NDArray[np.int64]], count: int) -> NDArray[np.bool_]:
    """Which vertices have other neighbours on one ring than on another."""
    here = np.concatenate(rings)
    before = np.concatenate([np.roll(ring, 1) for ring in rings])
    after = np.concatenate([np.roll(ring, -1) for ring in rings])
    low, high = np.minimum(before, after), np.maximum(before, after)
    first = np.full((count, 2), -1)
    first[here] = np.column_stack((low, high))
    found = np.zeros(count, dtype=bool)
    found[here[(first[here, 0] != low) | (first[here, 1] != high)]] = True
    return found


def _cut(ring: NDArray[np.int64], is_node: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """The lines from node to node along a ring; a ring without one starts where all that share it
    would start."""
    nodes = np.flatnonzero(is_node[ring])
    if not len(nodes):
        nodes = np.array([ring.argmin()])
    turned = np.roll(ring, -nodes[0])
    starts = nodes - nodes[0]
    closed = np.append(turned, turned[0])
    ends = [*starts[1:], len(turned)]
    return [closed[start : end + 1] for start, end in zip(starts, ends, strict=True)]
