"""The rings of polygons in whole steps, of many at once as of each by itself."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.draw.media.figure import paths_of
from geo.draw.media.rings import Steps, rings_in_steps

SQUARE = shapely.Polygon([(0, 0), (0, 2), (2, 2), (2, 0)], [[(0.5, 0.5), (1, 0.5), (1, 1)]])


def test_a_point_is_not_repeated_and_what_is_no_polygon_is_left_out() -> None:
    near = shapely.Polygon([(0, 0), (0.04, 0), (1, 0), (1, 1)])
    dot = shapely.Polygon([(5, 5), (5.01, 5), (5, 5.01)])
    mixed = shapely.GeometryCollection([shapely.LineString([(0, 0), (1, 1)]), near])
    assert rings_in_steps([SQUARE, dot, mixed, shapely.Point(1, 1)], 10) == [
        [[0, 0, 0, 20, 20, 20, 20, 0], [5, 5, 10, 5, 10, 10]],
        [[50, 50]],
        [[0, 0, 10, 0, 10, 10]],
        [],
    ]
    assert rings_in_steps([], 10) == []


def by_itself(ring: shapely.LinearRing, steps: int) -> Steps:
    points = np.rint(shapely.get_coordinates(ring)[:-1] * steps).astype(int).tolist()
    kept = [point for i, point in enumerate(points) if not i or point != points[i - 1]]
    return [number for point in kept for number in point]


boxes = st.builds(
    lambda x, y, w, h: shapely.box(x, y, x + w, y + h),
    *[st.floats(-50, 50)] * 2, *[st.floats(0.01, 3)] * 2,
)  # fmt: skip


@given(st.lists(st.lists(boxes, min_size=1, max_size=3), max_size=5), st.sampled_from([2, 5, 10]))
def test_many_are_as_each_by_itself(groups: list[list[shapely.Polygon]], steps: int) -> None:
    shapes = [shapely.union_all(group) for group in groups]
    assert rings_in_steps(shapes, steps) == [
        [
            by_itself(ring, steps)
            for part in shapely.get_parts(shape)
            for ring in shapely.get_rings(part)
        ]
        for shape in shapes
    ]


def test_a_shape_without_rings_takes_none_of_the_next() -> None:
    """What is drawn for each is its own, whatever is empty before it."""
    nothing = [shapely.Polygon(), shapely.MultiPolygon(), shapely.Polygon()]
    shapes = [SQUARE, *nothing, shapely.box(5, 5, 7, 6), shapely.Polygon()]
    lengths = [9, 0, 0, 0, 5, 0]
    paths = paths_of(shapes)
    assert [len(path.vertices) for path in paths] == lengths
    assert paths[4].vertices.max() == 7
    assert [[len(ring) for ring in rings] for rings in rings_in_steps(shapes, 1)] == [
        [8, 6],
        [],
        [],
        [],
        [8],
        [],
    ]
