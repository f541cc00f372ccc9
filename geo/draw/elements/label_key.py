"""The numbered key: what has room for a number only is named in a list beside the map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.draw.layout import Box
from geo.draw.pen import LABEL, LEADING, Pen
from geo.draw.room import Numbers, Room
from geo.draw.scene import Group, Item

_COLUMNS, _GAP, _STEP, _PAD = (1, 2, 3), 22.0, 8.0, 14.0
_EDGE = 19.0  # from the edge of the room, which lies in the picture's margin

Row = tuple[str, str]


def draw_label_key(rows: Sequence[Row], room: Room, pen: Pen, *, id: str) -> Group | None:
    """Numbers and names in the free box nearest to the left lower corner; None where there is
    none."""
    if not rows:
        return None
    number = max(pen.width(f"{number}  ", LABEL) for number, _ in rows)
    name = max(pen.width(text, LABEL) for _, text in rows)
    leading, gap = pen.size(LABEL) * LEADING, _GAP * pen.unit
    for columns in _COLUMNS:
        high = -(-len(rows) // columns)
        wide = columns * (number + name) + (columns - 1) * gap
        box = _free(room, room.page.grown(-_EDGE * pen.unit), wide, high * leading, pen.unit)
        if box is None:
            continue
        items: list[Item] = []
        for i, (of, text) in enumerate(rows):
            x = box.left + (i // high) * (number + name + gap)
            y = box.top + (i % high + 0.5) * leading
            items.append(pen.line(x, y, of, LABEL, colour=pen.colours.grey))
            items.append(pen.line(x + number, y, text, LABEL))
        return Group(id, "label-key", tuple(items), box)
    return None


def _free(room: Room, page: Box, wide: float, high: float, unit: float) -> Box | None:
    lefts, tops = np.meshgrid(
        np.arange(page.left, page.right - wide, _STEP * unit),
        np.arange(page.top, page.bottom - high, _STEP * unit),
    )
    boxes: Numbers = np.stack([lefts, tops, lefts + wide, tops + high], axis=-1).reshape(-1, 4)
    # There is room round it, but at the edge of the page.
    whole = room.page
    edges = np.array([whole.left, whole.top, whole.right, whole.bottom])
    grown = boxes + _PAD * unit * np.array([-1, -1, 1, 1])
    grown[:, :2] = np.maximum(grown[:, :2], edges[:2])
    grown[:, 2:] = np.minimum(grown[:, 2:], edges[2:])
    free = boxes[room.free(grown)]
    if not len(free):
        return None
    corner = (free[:, 0] - page.left) + (page.bottom - free[:, 3])
    return Box(*map(float, free[corner.argmin()]))
