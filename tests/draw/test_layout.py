"""Where things go on a picture: nothing lies over anything else, and no territory is covered."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.draw.layout import Box, Placement, fit, fit_beside, place_within
from geo.model.errors import DrawingError

PAGE = Box(0, 0, 1000, 600)


# -- boxes and placing ------------------------------------------------------------------------


def test_boxes() -> None:
    box = Box(10, 20, 40, 60)
    assert (box.width, box.height, box.centre) == (30, 40, (25, 40))
    assert box.grown(5) == Box(5, 15, 45, 65)
    assert box.polygon.bounds == (10, 20, 40, 60)
    assert box.within(PAGE)
    assert not box.within(Box(11, 0, 100, 100))
    assert box.overlaps(Box(39, 59, 100, 100))
    assert not box.overlaps(Box(40, 20, 100, 60))  # side by side


def test_fit_fills_one_side_and_is_centred() -> None:
    placement = fit((0, 0, 100, 100), Box(0, 0, 300, 200))
    moved = placement.apply({"a": shapely.box(0, 0, 100, 100)})["a"]
    assert moved.bounds == pytest.approx((50, 0, 250, 200))


def test_placement_turns_north_up() -> None:
    moved = Placement(2.0, 10.0, 500.0).apply({"a": shapely.Point(5, 100)})["a"]
    assert (moved.x, moved.y) == (20, 300)


@pytest.mark.parametrize("area", [Box(0, 0, 0, 10), Box(0, 0, 10, -5)])
def test_no_room_is_an_error(area: Box) -> None:
    with pytest.raises(DrawingError, match="no room"):
        fit((0, 0, 1, 1), area)


@given(
    boxes=st.lists(
        st.builds(
            lambda x, y, w, h: Box(x, y, x + w, y + h),
            st.floats(0, 900), st.floats(0, 500), st.floats(1, 600), st.floats(1, 400),
        ),
        max_size=4,
    )
)  # fmt: skip
def test_a_map_beside_boxes_touches_none(boxes: list[Box]) -> None:
    shape = shapely.Polygon([(0, 0), (100, 0), (100, 40), (40, 40), (40, 100), (0, 100)])
    found = fit_beside(shape, shape.bounds, PAGE, boxes, centre=PAGE.centre)
    if found is None:
        return
    placed = found.apply({"a": shape})["a"]
    assert shapely.within(placed, PAGE.grown(1e-6).polygon)
    assert not any(shapely.intersects(placed, box.polygon) for box in boxes)


def test_a_map_beside_boxes_uses_the_gap_in_its_shape() -> None:
    shape = shapely.Polygon([(0, 0), (100, 0), (100, 40), (40, 40), (40, 100), (0, 100)])
    corner = Box(700, 0, 1000, 300)
    found = fit_beside(shape, shape.bounds, PAGE, [corner], centre=(850, 300))
    assert found is not None
    assert found.scale == pytest.approx(6)  # as large as without the box


def test_a_full_page_has_no_place_for_a_map() -> None:
    shape = shapely.box(0, 0, 10, 10)
    assert fit_beside(shape, shape.bounds, PAGE, [PAGE], centre=(0, 0)) is None
    assert fit_beside(shape, shape.bounds, Box(0, 0, -1, 5), [], centre=(0, 0)) is None


def test_words_stand_at_the_centre_or_near_it_and_always_inside() -> None:
    shape = shapely.Polygon([(0, 0), (300, 0), (300, 60), (60, 60), (60, 300), (0, 300)])
    assert place_within(shape, 40, 20, (30, 30), step=5) == Box(10, 20, 50, 40)
    moved = place_within(shape, 120, 20, (30, 30), step=5)
    assert moved is not None
    assert shapely.contains(shape, moved.polygon)
    assert place_within(shape, 120, 90, (30, 30), step=5) is None
