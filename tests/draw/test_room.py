"""What of a page is free, against shapely, which answers slowly and exactly."""

from __future__ import annotations

import numpy as np
import shapely

from geo.draw.layout import Box
from geo.draw.room import Room

PAGE = Box(0, 0, 400, 300)
CELL = 2.0
LAND = [
    shapely.Polygon(
        [(50, 50), (200, 40), (180, 160), (60, 150)], [[(90, 80), (130, 80), (130, 120)]]
    ),
    shapely.Polygon([(200, 40), (380, 90), (300, 280), (180, 160)]),
    shapely.Point(30, 250).buffer(0.6),  # an islet smaller than a cell
    shapely.box(-50, 290, 30, 330),  # half outside of the page
]


def boxes(count: int, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    corner = random.uniform((-20, -20), (400, 300), (count, 2))
    return np.hstack([corner, corner + random.uniform(1, 40, (count, 2))])


def test_what_is_free_is_free_and_little_else_is_missed() -> None:
    room = Room(PAGE, CELL, LAND)
    some = boxes(4000, 1)
    exact = ~shapely.intersects(shapely.union_all(LAND), shapely.box(*some.T))
    exact &= shapely.within(shapely.box(*some.T), PAGE.polygon)
    free = room.free(some)
    assert not (free & ~exact).any()
    wide = shapely.box(*(some + 2 * CELL * np.array([-1, -1, 1, 1])).T)
    sure = ~shapely.intersects(shapely.union_all(LAND), wide) & exact
    assert (free | ~sure).all()


def test_boxes_lines_and_shapes_that_overlap_are_taken() -> None:
    room = Room(PAGE, CELL)
    discs = [shapely.Point(100, 100).buffer(30), shapely.Point(120, 100).buffer(30)]
    line = shapely.LineString([(200, 20), (390, 25)])
    room.fill([*discs, line])
    room.fill_box(Box(200, 200, 240, 220))
    room.fill([])
    taken = np.array(
        [(105, 95, 115, 105), (75, 99, 77, 101), (300, 10, 310, 30), (239, 219, 250, 250)]
    )
    assert not room.free(taken).any()
    assert room.free(np.array([(300, 30, 310, 40), (241, 221, 250, 250)])).all()


def test_places_that_lines_cross_are_counted_once_and_not_their_own() -> None:
    room = Room(PAGE, CELL, LAND)
    starts = np.array([(70.0, 140.0), (70.0, 60.0), (70.0, 60.0), (10.0, 10.0)])
    ends = np.array([(70.0, 290.0), (390.0, 60.0), (350.0, 250.0), (40.0, 10.0)])
    assert room.crossed(starts, ends, 0).tolist() == [0, 1, 1, 0]
    assert room.crossed(starts, ends, 1).tolist() == [1, 1, 1, 0]
