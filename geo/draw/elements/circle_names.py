"""Names at circles: in the circle where there is room, else beside it, each where it is read as
that circle's and covers no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from geo.draw.callouts import overlap
from geo.draw.choosing import choose
from geo.draw.elements.ink import ink_on
from geo.draw.elements.label_inside import measure
from geo.draw.elements.label_words import Rung
from geo.draw.elements.view import View
from geo.draw.layout import Box
from geo.draw.pen import LABEL_LEADING
from geo.draw.room import Numbers
from geo.draw.scene import Circle, Words
from geo.model import Observation

_TURNS, _GAP, _INSIDE, _PAD = 16, 3.0, 3.0, 2.0
_FOREIGN = 0.8  # what covering the border of another place costs
_IN = -1.0

Wanted = Mapping[str, tuple[Observation, Rung]]


def name_circles(
    view: View, wanted: Wanted, circles: Mapping[str, Circle], taken: Sequence[Box], page: Box
) -> dict[str, Words]:
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
    """
    codes = [adcode for adcode in wanted if adcode in circles]
    if not codes:
        return {}
    boxes, turns, of = _candidates(view, [(wanted[c][1], circles[c]) for c in codes])
    free = _on_page(boxes, page) & ~_on_other_circles(view, boxes, of, codes, circles)
    if taken:
        pad = _PAD * view.pen.unit
        fixed = np.array([(b.left, b.top, b.right, b.bottom) for b in taken])
        free &= ~overlap(boxes, fixed + pad * np.array([-1, -1, 1, 1])).any(axis=1)
    boxes, turns, of = boxes[free], turns[free], of[free]
    cost = _cost(turns) + _FOREIGN * _leaves(view, boxes, turns, of, codes)
    other = of[:, np.newaxis] != of
    chosen = choose(of, cost, overlap(boxes, boxes) & other, [None] * len(codes))
    return {
        adcode: _words(view, *wanted[adcode], Box(*map(float, boxes[number])), turns[number] == _IN)
        for adcode, number in zip(codes, chosen, strict=True)
        if number is not None
    }


def _candidates(
    view: View, circles: Sequence[tuple[Rung, Circle]]
) -> tuple[Numbers, Numbers, Numbers]:
    """Boxes in and round circles; in which direction each is, in 1/16 turns from the east, or that
    it is inside; and of which circle it is."""
    unit = view.pen.unit
    boxes, turns, of = [], [], []
    steps = np.arange(_TURNS)
    angle = steps * 2 * np.pi / _TURNS
    for number, (rung, circle) in enumerate(circles):
        wide, high = measure(view, rung.lines, rung.size)
        away = circle.radius + _GAP * unit
        x = circle.x + np.cos(angle) * (away + wide / 2)
        y = circle.y + np.sin(angle) * (away + high / 2)
        # Slanting ones come as near as their corner does.
        inside = np.hypot(wide / 2, high / 2) <= circle.radius - _INSIDE * unit
        if inside:
            x, y, here = np.append(x, circle.x), np.append(y, circle.y), np.append(steps, _IN)
        else:
            here = steps
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


def _on_page(boxes: Numbers, page: Box) -> Numbers:
    found: Numbers = (boxes[:, 0] >= page.left) & (boxes[:, 1] >= page.top)
    found &= (boxes[:, 2] <= page.right) & (boxes[:, 3] <= page.bottom)
    return found


def _on_other_circles(
    view: View, boxes: Numbers, of: Numbers, codes: Sequence[str], circles: Mapping[str, Circle]
) -> Numbers:
    """Which boxes touch another circle, or their own where they are beside it."""
    x, y, radius = np.array([(c.x, c.y, c.radius) for c in circles.values()]).T
    left, top, right, bottom = boxes.T[:, :, np.newaxis]
    away = np.hypot(np.clip(x, left, right) - x, np.clip(y, top, bottom) - y)
    mine = np.array([list(circles).index(code) for code in codes])[of][:, np.newaxis]
    own = np.arange(len(x)) == mine
    middle = (left < x) & (x < right) & (top < y) & (y < bottom) & own
    found: Numbers = ((away < radius + _PAD * view.pen.unit) & ~(middle & own)).any(axis=1)
    return found


def _leaves(
    view: View, boxes: Numbers, turns: Numbers, of: Numbers, codes: Sequence[str]
) -> Numbers:
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
    found: Numbers = ~(inside | at_sea) & (turns != _IN)
    return found


def _words(view: View, observation: Observation, rung: Rung, box: Box, inside: bool) -> Words:
    """Words in or beside a circle, with a rim where they cover borders."""
    pen, leading, (x, y) = view.pen, rung.size * LABEL_LEADING, box.centre
    fill = view.fill(observation)
    own = inside or shapely.contains(view.drawn[observation.adcode], box.polygon)
    ink, halo = (ink_on(fill), fill) if own else (pen.colours.ink, pen.colours.ground)
    return Words(
        tuple(pen.writable(line) for line in rung.lines),
        x, y - (len(rung.lines) - 1) / 2 * leading, rung.size, ink, "middle", leading, halo=halo,
        text=pen.writable("\n".join(rung.lines)), id=f"{view.prefix}label-{observation.adcode}",
        names=view.named(observation.adcode),
        faces=pen.faces,
    )  # fmt: skip
