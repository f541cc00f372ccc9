"""Circles whose areas are in proportion to a count: none over another, the same ones every time."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from math import pi

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Boundaries
from geo.places import as_circles, equal_area, load_boundaries, load_level, project

COUNT = st.one_of(st.just(0.0), st.floats(min_value=1e-3, max_value=1e9))


@cache
def anhui() -> Boundaries:
    return load_level("prefecture", "340000")


def circles(places: Boundaries, sizes: dict[str, float]) -> dict[str, shapely.Geometry]:
    """In the plane that they were made in."""
    return project(as_circles(places, sizes), equal_area(places))


@settings(max_examples=25)
@given(st.lists(COUNT, min_size=16, max_size=16).filter(any))
def test_areas_are_in_proportion_and_no_two_overlap(counts: list[float]) -> None:
    sizes = dict(zip(anhui().adcodes, counts, strict=True))
    shapes = circles(anhui(), sizes)
    known = [adcode for adcode in sizes if sizes[adcode] > 0]
    per = shapes[known[0]].area / sizes[known[0]]
    for adcode in known:
        assert shapes[adcode].area == pytest.approx(per * sizes[adcode], rel=1e-4)
    assert not any(shapes[a].intersects(shapes[b]) for a, b in combinations(shapes, 2))


def test_the_same_counts_give_the_same_circles() -> None:
    sizes = {adcode: float(i + 1) for i, adcode in enumerate(anhui().adcodes)}
    first, second = as_circles(anhui(), sizes), as_circles(anhui(), sizes)
    assert shapely.equals_exact(
        first.frame.geometry.to_numpy(), second.frame.geometry.to_numpy(), tolerance=0.0
    ).all()


def test_circles_stand_near_their_places() -> None:
    provinces = load_boundaries("provinces")
    polygons = project(provinces)
    shapes = circles(provinces, dict.fromkeys(provinces.adcodes, 1.0))
    far = [
        shapely.distance(shapely.centroid(shapes[adcode]), polygons[adcode]) / 1000
        for adcode in shapes
    ]
    assert np.median(far) < 100
    assert max(far) < 1000


def test_a_place_without_a_count_is_a_small_square() -> None:
    sizes = dict.fromkeys(anhui().adcodes[1:], 10.0)
    shapes = circles(anhui(), sizes)
    square, circle = shapes[anhui().adcodes[0]], shapes[anhui().adcodes[1]]
    assert square.area < 0.1 * circle.area
    assert len(square.exterior.coords) == 5
    radius = (circle.area / pi) ** 0.5
    assert shapely.hausdorff_distance(circle, circle.centroid.buffer(radius, 64)) < 0.01 * radius


def test_cartograms_of_several_periods_are_to_one_scale() -> None:
    sizes = dict.fromkeys(anhui().adcodes, 10.0)
    whole = sum(sizes.values())
    large = circles(anhui(), sizes)[anhui().adcodes[0]]
    small = project(as_circles(anhui(), sizes, most=4 * whole), equal_area(anhui()))
    assert small[anhui().adcodes[0]].area == pytest.approx(large.area / 4, rel=1e-4)
