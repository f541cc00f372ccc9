"""Where words stand that have no room on their place: free boxes near the places, chosen for all of
them at once so that no line crosses another line or a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.draw.choosing import choose
from geo.draw.layout import Box
from geo.draw.room import Numbers, Room

#: No line is longer than so many widths of its words, or of words of so many letters, and than
#: such a part of the map.
LONGEST, USUAL_LETTERS, OF_MAP = 2.0, 5.5, 0.22
_CROSSED = 0.5  # what crossing another place costs, in widths of the words
_WEST = 0.3  # more to the west: in the east is the sea, there readers look for a coast's labels
_NEAREST, _STEP, _TURNS = 20.0, 9.0, 32
_PAD, _GAP = 5.0, 4.0  # round a box; between a line and its words
_MOST, _FEWEST = (240, 480), 8  # candidates of all together, and at least of one wish
_PER_DIRECTION = (2, 6)
_SEARCHED = 2  # from so many crossed places on, many candidates are tried

Flags = NDArray[np.bool_]
_Key = tuple[float, ...]


@dataclass(frozen=True)
class Wish:
    """Words that want a place: ``point`` is what they name, ``place`` that place's number in the
    room, ``reach`` how long a line may be, and ``most`` how many other places it may cross."""

    point: tuple[float, float]
    width: float
    height: float
    place: int
    reach: float
    most: int

    @property
    def key(self) -> _Key:
        return *self.point, self.width, self.height, self.reach


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
    """Boxes (left, top, right, bottom), their lines (x, y from, x, y to), what they cost, how many
    places they cross, whether they were chosen before, and which wish they are of."""

    boxes: Numbers
    lines: Numbers
    cost: Numbers
    crossed: NDArray[np.int_]
    stood: Flags
    of: NDArray[np.int_]

    def only(self, which: Flags | NDArray[np.int_]) -> _Candidates:
        return _Candidates(*(getattr(self, part.name)[which] for part in fields(self)))


def longest_line(width: float, letters: float, map_size: float) -> float:
    """How long a line to words may be, in pixels.

    Parameters
    ----------
    width, letters
        Of the words, and the size of their letters.
    map_size
        The longer side of the map.
    """
    usual = LONGEST * max(width, USUAL_LETTERS * letters)
    return min(usual, max(OF_MAP * map_size, USUAL_LETTERS * letters))


class Callouts:
    """Finds places for words beside a map, again and again: what is free round a point is only
    looked for once.

    Parameters
    ----------
    room
        What is free.
    unit
        The picture's unit in pixels.
    """

    def __init__(self, room: Room, unit: float) -> None:
        self._room, self._unit = room, unit
        self._known: dict[tuple[_Key, bool], _Candidates] = {}
        self._last: dict[_Key, _Candidates] = {}

    def place(
        self, wishes: Sequence[Wish], *, words: Sequence[Box], lines: Sequence[Callout] = ()
    ) -> list[Callout | None]:
        """The free boxes for words, the nearest that go together; None where there is none.

        Parameters
        ----------
        wishes
            What wants a place.
        words, lines
            Boxes that no line and no box touches, and lines likewise.
        """
        if not wishes:
            return []
        found = self._found(wishes, words, lines, wide=False)
        if None in found and any(wish.most >= _SEARCHED for wish in wishes):
            found = self._found(wishes, words, lines, wide=True)
        return found

    def _found(
        self, wishes: Sequence[Wish], words: Sequence[Box], lines: Sequence[Callout], *, wide: bool
    ) -> list[Callout | None]:
        """What :meth:`place` finds among few candidates, or among many."""
        found = _joined(
            [self._around(wish, number, wide=wide) for number, wish in enumerate(wishes)]
        )
        if words:
            fixed = np.array([(b.left, b.top, b.right, b.bottom) for b in words])
            met: Flags = meet_boxes(found.lines, fixed) | overlap(found.boxes, fixed)
            found = found.only(np.flatnonzero(~met.any(axis=1)))
        if lines:
            old = np.array([(*line.start, *line.end) for line in lines])
            touched: Flags = cross(found.lines, old) | meet_boxes(old, found.boxes).T
            found = found.only(np.flatnonzero(~touched.any(axis=1)))
        found = found.only(_best(found, max(_MOST[wide] // len(wishes), _FEWEST)))
        before: list[int | None] = [None] * len(wishes)
        for stood in np.flatnonzero(found.stood).tolist():
            before[int(found.of[stood])] = stood
        chosen = choose(found.of, found.cost, _clashes(found, _PAD * self._unit), before)
        for wish, number in zip(wishes, chosen, strict=True):
            if number is not None:
                one = found.only(np.array([number]))
                self._last[wish.key] = replace(one, stood=np.array([True]))
        return [None if number is None else _callout(found, number) for number in chosen]

    def _around(self, wish: Wish, number: int, *, wide: bool) -> _Candidates:
        """The free boxes of a wish whose lines cross no more places than they may."""
        if (wish.key, wide) not in self._known:
            near = _near(wish, self._room, self._unit, per_direction=_PER_DIRECTION[wide])
            starts, ends = near.lines[:, :2], near.lines[:, 2:]
            crossed = self._room.crossed(starts, ends, wish.place)
            cost = near.cost + _CROSSED * crossed
            self._known[wish.key, wide] = replace(near, cost=cost, crossed=crossed)
        found = self._known[wish.key, wide]
        found = found.only(found.crossed <= wish.most)
        if wish.key in self._last:
            found = _joined([self._last[wish.key], found])
        return replace(found, of=np.full(len(found.cost), number))


def _callout(found: _Candidates, number: int) -> Callout:
    x0, y0, x1, y1 = map(float, found.lines[number])
    return Callout(Box(*map(float, found.boxes[number])), (x0, y0), (x1, y1))


def _joined(found: Sequence[_Candidates]) -> _Candidates:
    every = ([getattr(one, part.name) for one in found] for part in fields(_Candidates))
    return _Candidates(*map(np.concatenate, every))


def _near(wish: Wish, room: Room, unit: float, *, per_direction: int) -> _Candidates:
    """The nearest free boxes of a wish in every direction."""
    (x, y), width, height = wish.point, wish.width, wish.height
    distances, turns = np.meshgrid(
        np.arange(_NEAREST * unit, wish.reach, _STEP * unit),
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
    free &= free.cumsum(axis=1) <= per_direction
    ends = np.stack([np.full_like(left, x), np.full_like(left, y), ends_x, ends_y], axis=-1)
    cost = distances / width * (1 + _WEST * (1 - east))
    none = np.zeros(free.sum(), dtype=int)
    return _Candidates(boxes[free], ends[free], cost[free], none, none > 0, none)


def _best(found: _Candidates, most: int) -> NDArray[np.int_]:
    """The cheapest candidates of each wish, and what was chosen before."""
    order = np.lexsort((found.cost, ~found.stood, found.of))
    of = found.of[order]
    start = np.searchsorted(of, of)
    best: NDArray[np.int_] = order[np.arange(len(of)) - start < most]
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
    there = _straddle(one, other)
    back = there if one is other else _straddle(other, one)
    found: Flags = there & back.T
    return found


def _straddle(one: Numbers, other: Numbers) -> Flags:
    """On both sides of which lines of the one, run on without end, lines of the other have ends."""
    x, y, to_x, to_y = one.T[:, :, np.newaxis]
    dx, dy = to_x - x, to_y - y
    first = dx * (other[:, 1] - y) - dy * (other[:, 0] - x)
    last = dx * (other[:, 3] - y) - dy * (other[:, 2] - x)
    found: Flags = first * last <= 0
    return found


def meet_boxes(lines: Numbers, boxes: Numbers) -> Flags:
    """Which lines go through which boxes."""
    x0, y0, x1, y1 = lines.T[:, :, np.newaxis]
    left, top, right, bottom = boxes.T
    found: Flags = (np.minimum(x0, x1) < right) & (np.maximum(x0, x1) > left)
    found &= (np.minimum(y0, y1) < bottom) & (np.maximum(y0, y1) > top)
    # With all corners on one side of it, a line passes by.
    dx, dy = x1 - x0, y1 - y0
    here = dx * y0 - dy * x0
    low, high = np.where(dx > 0, top, bottom), np.where(dx > 0, bottom, top)
    near, far = np.where(dy > 0, left, right), np.where(dy > 0, right, left)
    found &= (dx * high - dy * near >= here) & (dx * low - dy * far <= here)
    return found
