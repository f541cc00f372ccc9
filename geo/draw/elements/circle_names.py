"""Names at circles: in the circle where there is room, else beside it, each where it is read as
that circle's and covers no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.draw.callouts import Flags, overlap
from geo.draw.choosing import choose
from geo.draw.elements.circles import OPACITY, are_hollow
from geo.draw.elements.ink import ink_on
from geo.draw.elements.label_inside import label, measure
from geo.draw.elements.label_words import Rung
from geo.draw.elements.view import View
from geo.draw.layout import Box
from geo.draw.room import Numbers
from geo.draw.scene import Circle, Words
from geo.draw.theme import mixed
from geo.model import Observation

_TURNS, _GAP, _INSIDE, _PAD = 16, 3.0, 3.0, 2.0
_FOREIGN = 0.8  # what covering the border of another place costs
_IN = -1.0
# Where in a circle words are tried, in radii from its middle: others may cover a part of it.
_INNER_X, _INNER_Y = np.array([(0, 0), (-0.3, 0), (0.3, 0), (0, -0.4), (0, 0.4)]).T

Wanted = Mapping[str, tuple[Observation, Rung]]


def name_circles(
    view: View, wanted: Wanted, circles: Mapping[str, Circle], taken: Sequence[Box], page: Box,
    *, before: Mapping[str, Words],
) -> dict[str, Words]:  # fmt: skip
    """Words at as many circles as have room for them, by the place's code.

    Parameters
    ----------
    view
        The map.
    wanted
        What is to be written, by the place's code.
    circles
        All circles, by the place's code.
    taken, page
        Boxes that words keep clear of, and where they may be.
    before
        Words that stand already, which may move but do not go away.
    """
    codes = list(wanted)
    boxes, turns, of = _candidates(view, [(wanted[c][1], circles[c]) for c in codes])
    free = _on_page(boxes, page) & ~_on_other_circles(view, boxes, turns, of, codes, circles)
    if taken:
        pad = _PAD * view.pen.unit
        fixed = np.array([(b.left, b.top, b.right, b.bottom) for b in taken])
        free &= ~overlap(boxes, fixed + pad * np.array([-1, -1, 1, 1])).any(axis=1)
    boxes, turns, of = boxes[free], turns[free], of[free]
    cost: Numbers = _cost(turns) + _FOREIGN * _leaves(view, boxes, turns, of, codes)
    other = of[:, np.newaxis] != of
    chosen = choose(of, cost, overlap(boxes, boxes) & other, _had(boxes, of, codes, before))
    return {
        adcode: _words(view, *wanted[adcode], Box(*map(float, boxes[number])), turns[number] == _IN)
        for adcode, number in zip(codes, chosen, strict=True)
        if number is not None
    }


def _had(
    boxes: Numbers, of: NDArray[np.int_], codes: Sequence[str], before: Mapping[str, Words]
) -> list[int | None]:
    """The candidate that each has now."""
    found: list[int | None] = []
    for number, code in enumerate(codes):
        here = np.flatnonzero(of == number)
        if code not in before or not len(here):
            found.append(None)
            continue
        x, y = before[code].box.centre
        middles = (boxes[here, :2] + boxes[here, 2:]) / 2
        away = np.hypot(*(middles - (x, y)).T)
        found.append(int(here[away.argmin()]) if away.min() < 1 else None)
    return found


def _candidates(
    view: View, circles: Sequence[tuple[Rung, Circle]]
) -> tuple[Numbers, Numbers, NDArray[np.int_]]:
    """Boxes in and round circles; in which direction each is, in 1/16 turns from the east, or that
    it is inside; and of which circle it is."""
    unit = view.pen.unit
    boxes, turns, of = [], [], []
    steps = np.arange(_TURNS)
    angle = steps * 2 * np.pi / _TURNS
    for number, (rung, circle) in enumerate(circles):
        wide, high = measure(view, rung.lines, rung.size)
        away = circle.radius + _GAP * unit
        xs = np.concatenate([circle.x + np.cos(angle) * (away + wide / 2), circle.x + _INNER_X
                             * circle.radius])  # fmt: skip
        ys = np.concatenate([circle.y + np.sin(angle) * (away + high / 2), circle.y + _INNER_Y
                             * circle.radius])  # fmt: skip
        far = np.hypot(abs(xs - circle.x) + wide / 2, abs(ys - circle.y) + high / 2)
        here = np.append(steps, np.full(len(_INNER_X), _IN))
        fits = (here != _IN) | (far <= circle.radius - _INSIDE * unit)
        x, y, here = xs[fits], ys[fits], here[fits]
        boxes.append(np.stack([x - wide / 2, y - high / 2, x + wide / 2, y + high / 2], axis=1))
        turns.append(here.astype(float))
        of.append(np.full(len(x), number))
    return np.concatenate(boxes), np.concatenate(turns), np.concatenate(of)


def _cost(turns: Numbers) -> Numbers:
    """East is read first, then west, above and below; slanting is less clear."""
    from_east = np.minimum(turns, _TURNS - turns) / (_TURNS / 2)
    slanting = (turns % (_TURNS / 4) != 0) * 0.3
    found: Numbers = np.where(turns == _IN, 0.0, 0.1 + 0.2 * from_east + slanting)
    return found


def _on_page(boxes: Numbers, page: Box) -> Flags:
    found: Flags = (boxes[:, 0] >= page.left) & (boxes[:, 1] >= page.top)
    found &= (boxes[:, 2] <= page.right) & (boxes[:, 3] <= page.bottom)
    return found


def _on_other_circles(
    view: View, boxes: Numbers, turns: Numbers, of: NDArray[np.int_], codes: Sequence[str],
    circles: Mapping[str, Circle],
) -> Flags:  # fmt: skip
    """Which boxes touch another circle, or are nearer to it than to their own, or touch that where
    they are beside it."""
    x, y, radius = np.array([(c.x, c.y, c.radius) for c in circles.values()]).T
    left, top, right, bottom = boxes.T[:, :, np.newaxis]
    away = np.hypot(np.clip(x, left, right) - x, np.clip(y, top, bottom) - y) - radius
    mine = np.array([list(circles).index(code) for code in codes])[of]
    own = away[np.arange(len(boxes)), mine]
    inside = (turns == _IN) & (own < 0)
    least = np.where(inside, 0.0, np.maximum(own, 0.0)) + _PAD * view.pen.unit
    near = away < least[:, np.newaxis]
    near[np.arange(len(boxes)), mine] = ~inside & (own < _PAD * view.pen.unit)
    found: Flags = near.any(axis=1)
    return found


def _leaves(
    view: View, boxes: Numbers, turns: Numbers, of: NDArray[np.int_], codes: Sequence[str]
) -> Flags:
    """Which boxes reach over the border of another place."""
    shapes = [view.drawn[code] for code in codes]
    for shape in shapes:
        shapely.prepare(shape)
    every = shapely.box(*boxes.T)
    inside = np.zeros(len(boxes), dtype=bool)
    for number, shape in enumerate(shapes):
        mine = of == number
        inside[mine] = shapely.contains(shape, every[mine])
    shapely.prepare(view.outline)
    at_sea = ~shapely.intersects(view.outline, every)
    found: Flags = ~(inside | at_sea) & (turns != _IN)
    return found


def _words(view: View, observation: Observation, rung: Rung, box: Box, inside: bool) -> Words:
    """Words in or beside a circle, with a rim where they cover borders."""
    choropleth, fill, colours = view.choropleth, view.fill(observation), view.pen.colours
    if inside and not are_hollow(choropleth) and choropleth.symbols:
        fill = mixed(choropleth.symbols.colour, fill, 1 - OPACITY)
    whole = view.drawn[observation.adcode] if are_hollow(choropleth) else view.outline
    own = shapely.contains(whole, box.polygon)
    ink, halo = (ink_on(fill), fill) if own else (colours.ink, colours.ground)
    adcode, lines = observation.adcode, rung.lines
    return label(view, adcode, lines, rung.size, box.centre, colour=ink, halo=halo)
