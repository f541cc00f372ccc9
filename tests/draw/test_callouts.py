"""Words beside a map: each at a free place, and no line crosses another line or words."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely

from geo.draw.callouts import Callout, Callouts, Wish, cross, longest_line, meet_boxes
from geo.draw.choosing import choose
from geo.draw.layout import Box
from geo.draw.room import Room

PAGE = Box(0, 0, 1000, 600)
LAND = shapely.box(400, 200, 600, 400)


def finder(*land: shapely.Geometry) -> Callouts:
    return Callouts(Room(PAGE, 2, list(land)), 1)


def wish(x: float, y: float, *, place: int = 0, reach: float = 240, most: int = 0) -> Wish:
    return Wish((x, y), 120, 20, place, reach, most)


def check_apart(callouts: list[Callout]) -> None:
    for a, b in itertools.combinations(callouts, 2):
        assert not a.box.overlaps(b.box)
        assert not a.line.intersects(b.line)
    for a, b in itertools.permutations(callouts, 2):
        assert not a.line.intersects(b.box.polygon)


def test_callouts_take_free_places_and_their_lines_cross_nothing() -> None:
    words = [Box(700, 250, 760, 280)]
    found = finder(LAND).place([wish(560 + 5 * (i % 3), 210 + 18 * i, most=2) for i in range(10)],
                               words=words)  # fmt: skip
    callouts = [callout for callout in found if callout]
    assert len(callouts) == 10
    check_apart(callouts)
    for callout in callouts:
        assert callout.box.within(PAGE)
        assert not shapely.intersects(callout.box.polygon, LAND)
        assert not callout.box.overlaps(words[0])
        assert not callout.line.intersects(words[0].polygon)
        assert callout.line.length <= 240 + 1


def test_what_was_placed_keeps_a_place_when_more_come() -> None:
    places = finder(LAND)
    first = [wish(590, 210 + 20 * i) for i in range(6)]
    assert all(places.place(first, words=[]))
    more = [*first, *(wish(585, 215 + 20 * i, place=1) for i in range(6))]
    found = places.place(more, words=[])
    assert all(found[:6])
    check_apart([callout for callout in found if callout])


def test_the_east_is_nearer_and_there_is_an_end_to_lines_and_to_places_that_they_cross() -> None:
    (first,) = finder().place([wish(500, 300)], words=[])
    assert first is not None
    assert first.box.left > 500
    assert finder(PAGE.polygon).place([wish(500, 300)], words=[]) == [None]
    assert finder(LAND).place([wish(500, 300, reach=90)], words=[]) == [None]
    ring = shapely.box(300, 100, 700, 500).difference(LAND)
    assert finder(LAND, ring).place([wish(590, 300)], words=[]) == [None]
    (out,) = finder(LAND, ring).place([wish(590, 300, most=1)], words=[])
    assert out is not None
    assert finder().place([], words=[]) == []


def test_lines_that_stay_are_kept_clear_of() -> None:
    line = Callout(Box(900, 290, 1000, 310), (400, 310), (896, 300))
    (found,) = finder().place([wish(500, 330)], words=[], lines=[line])
    assert found is not None
    assert not found.line.intersects(line.line)
    assert not line.line.intersects(found.box.polygon)


def test_a_line_goes_to_the_nearest_side() -> None:
    box = Box(100, 100, 200, 120)
    assert Callout.to(box, (50, 0)).end == (100, 110)
    assert Callout.to(box, (250, 0)).end == (200, 110)
    assert Callout.to(box, (150, 0)).end == (150, 100)
    assert Callout.to(box, (150, 300)).end == (150, 120)


def test_lines_are_as_long_as_two_labels_and_shorter_on_small_maps() -> None:
    assert longest_line(130, 22, 2000) == 260
    assert longest_line(30, 22, 2000) == 242  # short words have lines as usual ones have
    assert longest_line(130, 22, 1000) == pytest.approx(220)
    assert longest_line(130, 22, 100) == 121


def test_lines_and_boxes_against_shapely() -> None:
    random = np.random.default_rng(3)
    lines, boxes = random.uniform(0, 100, (60, 4)), random.uniform(0, 100, (60, 4))
    boxes = np.hstack(
        [np.minimum(boxes[:, :2], boxes[:, 2:]), np.maximum(boxes[:, :2], boxes[:, 2:])]
    )
    drawn = shapely.linestrings(lines.reshape(-1, 2, 2))
    exact = shapely.intersects(drawn[:, np.newaxis], shapely.box(*boxes.T))
    assert (meet_boxes(lines, boxes) == exact).all()
    assert (cross(lines, lines) == shapely.intersects(drawn[:, np.newaxis], drawn)).all()


def test_who_has_little_choice_is_given_way_to() -> None:
    of, cost = np.array([0, 0, 1, 2, 2]), np.array([0.0, 1.0, 0.0, 0.0, 1.0])
    clashes = np.zeros((5, 5), dtype=bool)
    for a, b in ((0, 2), (1, 3)):
        clashes[a, b] = clashes[b, a] = True
    assert choose(of, cost, clashes, [None, None, None]) == [1, 2, 4]
    assert choose(of[:3], cost[:3], clashes[:3, :3], [0, None]) == [1, 2]
    clashes[1, 2] = clashes[2, 1] = True
    assert choose(of[:3], cost[:3], clashes[:3, :3], [0, None]) == [0, None]  # what is had, stays
