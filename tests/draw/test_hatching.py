"""Hatches are what lines that are a step apart have inside of a shape."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.draw.elements.hatching import _STEP, SLANTS, lines_over_each
from geo.draw.lettering import lettering_of
from geo.draw.pen import Pen
from geo.draw.style import Style
from geo.draw.theme import COLOURS
from geo.model import ABSENT

PEN = Pen(1.0, "en", COLOURS["light"], lettering_of(Style()))

#: Whole numbers put corners and edges on the lines themselves.
numbers = st.one_of(
    st.integers(0, 20).map(lambda n: n * _STEP / 2), st.floats(0, 70, allow_subnormal=False)
)
corners = st.lists(st.tuples(numbers, numbers), min_size=3, max_size=9)


def lines_over(shape: shapely.Geometry, status: str) -> shapely.Geometry:
    """All lines over a shape, by another way: from side to side of a box round it."""
    far = 200.0
    steps = np.arange(-100, 100) * _STEP
    ends = {
        "no_data": lambda at: ((at + far, -far), (at - far, far)),
        "not_applicable": lambda at: ((at - far, -far), (at + far, far)),
        "not_listed": lambda at: ((-far, at), (far, at)),
    }[status]
    return shapely.multilinestrings([shapely.LineString(ends(at)) for at in steps])


@given(corners, st.sampled_from(sorted(ABSENT)))
def test_lines_are_cut_to_the_shape(points: list[tuple[float, float]], status: str) -> None:
    hull = shapely.MultiPoint(points).convex_hull
    if hull.geom_type != "Polygon" or hull.area < 1:
        return
    middle = hull.centroid
    hole = shapely.transform(hull, lambda xy: (xy - middle.coords[0]) * 0.4 + middle.coords[0])
    shape = hull.difference(hole).union(shapely.box(90, 0, 100, 10))
    # Beside others, one of which no line meets: each has its own.
    beside = [shapely.box(1.0, 1.0, 1.1, 1.1), shape, shapely.box(20, 20, 60, 60)]
    slant = SLANTS[status]
    found = lines_over_each(beside, slant, pen=PEN, colour="#000000")[1].lines
    (alone,) = lines_over_each([shape], slant, pen=PEN, colour="#000000")
    assert shapely.equals_exact(found, alone.lines)
    inside = shapely.buffer(shape, 1e-6)
    assert inside.covers(found)
    # A line that runs along an edge may be drawn or not.
    rim = shapely.buffer(shape.boundary, 1e-6)
    wanted = shapely.intersection(lines_over(shape, status), shape).difference(rim)
    assert found.difference(rim).length == pytest.approx(wanted.length, abs=1e-3)


def test_a_line_runs_on_in_the_neighbour() -> None:
    left, right = shapely.box(0, 0, 10, 20), shapely.box(10, 0, 30, 20)
    hatches = lines_over_each([left, right], "rising", pen=PEN, colour="#000000")
    both = [hatch.lines for hatch in hatches]
    ends = shapely.get_coordinates(both[0])
    shared = ends[np.isclose(ends[:, 0], 10)]
    assert len(shared) > 1
    starts = shapely.get_coordinates(both[1])
    for end in shared:
        assert min(math.dist(end, start) for start in starts) < 1e-9
