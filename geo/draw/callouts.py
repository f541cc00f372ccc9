"""Where words stand that have no room on their place: free boxes near the places, chosen for all of
them at once so that no line crosses another line or a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.draw.choosing import choose
from geo.draw.layout import Box
from geo.draw.room import Numbers, Room

#: No line is longer than so many widths of its words.
LONGEST = 2.0
_CROSSED = 0.5  # what crossing another place costs, in widths of the words
_WEST = 0.3  # more to the west: in the east is the sea, there readers look for a coast's labels
_NEAREST, _STEP, _TURNS = 20.0, 6.0, 36
_PAD, _GAP = 5.0, 4.0  # round a box; between a line and its words
_MOST = 420  # candidates of all together
_PER_DIRECTION = 2

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Wish:
    """Words that want a place: ``point`` is what they name, ``place`` that place's number in the
    room, ``most`` how many others a line may cross."""

    point: tuple[float, float]
    width: float
    height: float
    place: int
    most: int


@dataclass(frozen=True)
class Callout:
    """A box for words, and the line to it."""

    box: Box
    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def line(self) -> shapely.LineString:
        return shapely.LineString([self.start, self.end])

    @classmethod
    def to(cls, box: Box, point: tuple[float, float]) -> Callout:
        """A box with a line from a point to the nearest side."""
        (x, y), (_, middle) = point, box.centre
        if box.left <= x <= box.right:
            return cls(box, point, (x, box.top if y < middle else box.bottom))
        return cls(box, point, (box.left if x < box.left else box.right, middle))


@dataclass(frozen=True)
class _Candidates:
    """Boxes (left, top, right, bottom), their lines (x, y from, x, y to), what they cost, and which
    wish they are of."""

    boxes: Numbers
    lines: Numbers
    cost: Numbers
    of: NDArray[np.int_]

    def only(self, which: Flags | NDArray[np.int_]) -> _Candidates:
        return _Candidates(self.boxes[which], self.lines[which], self.cost[which], self.of[which])


def place_callouts(
    wishes: Sequence[Wish], room: Room, *, words: Sequence[Box], lines: Sequence[Callout],
    unit: float,
) -> list[Callout | None]:  # fmt: skip
    """The free boxes for words, the nearest that go together; None where there is none.

    Parameters
    ----------
    wishes
        What wants a place.
    room
        What is free.
    words, lines
        Boxes that no line crosses, and lines that no line and no box touches.
    unit
        The picture's unit in pixels.
    """
    if not wishes:
        return []
    found = _candidates(wishes, room, unit)
    if words:
        fixed = np.array([(b.left, b.top, b.right, b.bottom) for b in words])
        found = found.only(~meet_boxes(found.lines, fixed).any(axis=1))
    if lines:
        old = np.array([(*line.start, *line.end) for line in lines])
        touched = cross(found.lines, old).any(axis=1) | meet_boxes(old, found.boxes).any(axis=0)
        found = found.only(~touched)
    found = found.only(_best(found, max(_MOST // len(wishes), 8)))
    chosen = choose(found.of, found.cost, _clashes(found, _PAD * unit), len(wishes))
    return [None if number is None else _callout(found, number) for number in chosen]


def _callout(found: _Candidates, number: int) -> Callout:
    x0, y0, x1, y1 = map(float, found.lines[number])
    return Callout(Box(*map(float, found.boxes[number])), (x0, y0), (x1, y1))


def _candidates(wishes: Sequence[Wish], room: Room, unit: float) -> _Candidates:
    """Free boxes round the points, in every direction the nearest, whose lines are short enough
    and cross no more places than they may."""
    found = [_around(wish, number, room, unit) for number, wish in enumerate(wishes)]
    every = _Candidates(
        np.concatenate([one.boxes for one in found]),
        np.concatenate([one.lines for one in found]),
        np.concatenate([one.cost for one in found]),
        np.concatenate([one.of for one in found]),
    )
    places = np.array([wish.place for wish in wishes])[every.of]
    most = np.array([wish.most for wish in wishes])[every.of]
    crossed = room.crossed(every.lines[:, :2], every.lines[:, 2:], places)
    priced = _Candidates(every.boxes, every.lines, every.cost + _CROSSED * crossed, every.of)
    return priced.only(crossed <= most)


def _around(wish: Wish, number: int, room: Room, unit: float) -> _Candidates:
    """The nearest free boxes of one wish in every direction."""
    (x, y), width, height = wish.point, wish.width, wish.height
    reach = LONGEST * width
    distances, turns = np.meshgrid(
        np.arange(_NEAREST * unit, reach, _STEP * unit),
        np.linspace(-np.pi, np.pi, _TURNS, endpoint=False),
    )
    east, south = np.cos(turns), np.sin(turns)
    steep = np.abs(east) < 0.3  # above and below, words stand over their line's end
    ends_x, ends_y, gap = x + distances * east, y + distances * south, _GAP * unit
    left = np.where(
        steep, ends_x - width / 2, np.where(east > 0, ends_x + gap, ends_x - gap - width)
    )
    top = np.where(steep, np.where(south > 0, ends_y + gap / 2, ends_y - gap / 2 - height),
                   ends_y - height / 2)  # fmt: skip
    boxes = np.stack([left, top, left + width, top + height], axis=-1)
    pad = _PAD * unit * np.array([-1, -1, 1, 1])
    free = room.free((boxes + pad).reshape(-1, 4)).reshape(left.shape)
    free &= free.cumsum(axis=1) <= _PER_DIRECTION
    ends = np.stack([np.full_like(left, x), np.full_like(left, y), ends_x, ends_y], axis=-1)
    cost = distances / width * (1 + _WEST * (1 - east))
    return _Candidates(boxes[free], ends[free], cost[free], np.full(free.sum(), number))


def _best(found: _Candidates, most: int) -> NDArray[np.int_]:
    """The cheapest candidates of each wish."""
    order = np.lexsort((found.cost, found.of))
    of = found.of[order]
    first = np.searchsorted(of, of)
    best: NDArray[np.int_] = order[np.arange(len(of)) - first < most]
    return best


def _clashes(found: _Candidates, pad: float) -> Flags:
    """Which candidates cannot be together."""
    boxes, lines = found.boxes, found.lines
    crossed = meet_boxes(lines, boxes + pad / 2 * np.array([-1, -1, 1, 1]))
    other = found.of[:, np.newaxis] != found.of
    clashes: Flags = (
        overlap(boxes, boxes + pad * np.array([-1, -1, 1, 1]))
        | crossed | crossed.T | cross(lines, lines)
    ) & other  # fmt: skip
    return clashes


def overlap(one: Numbers, other: Numbers) -> Flags:
    """Which boxes of the one overlap which of the other."""
    left, top, right, bottom = one.T[:, :, np.newaxis]
    found: Flags = (left < other[:, 2]) & (other[:, 0] < right)
    found &= (top < other[:, 3]) & (other[:, 1] < bottom)
    return found


def cross(one: Numbers, other: Numbers) -> Flags:
    """Which lines (x, y from, x, y to) of the one cross which of the other."""
    (ax, ay, bx, by), (cx, cy, dx, dy) = one.T[:, :, np.newaxis], other.T

    def side(x: Numbers, y: Numbers) -> Numbers:
        return (bx - ax) * (y - ay) - (by - ay) * (x - ax)

    def beyond(x: Numbers, y: Numbers) -> Numbers:
        return (dx - cx) * (y - cy) - (dy - cy) * (x - cx)

    found: Flags = (side(cx, cy) * side(dx, dy) <= 0) & (beyond(ax, ay) * beyond(bx, by) <= 0)
    return found


def meet_boxes(lines: Numbers, boxes: Numbers) -> Flags:
    """Which lines go through which boxes."""
    x0, y0, x1, y1 = lines.T[:, :, np.newaxis]
    left, top, right, bottom = boxes.T
    found: Flags = (np.minimum(x0, x1) < right) & (np.maximum(x0, x1) > left)
    found &= (np.minimum(y0, y1) < bottom) & (np.maximum(y0, y1) > top)
    # All corners on one side of the line: it passes by.
    sides = [
        (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) > 0
        for x in (left, right) for y in (top, bottom)
    ]  # fmt: skip
    above = sides[0] & sides[1] & sides[2] & sides[3]
    below = ~(sides[0] | sides[1] | sides[2] | sides[3])
    found &= ~(above | below)
    return found
