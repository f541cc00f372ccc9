"""Words on their place, as near to its middle as they have room."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from geo.draw import typeface
from geo.draw.elements.ink import ink_on
from geo.draw.elements.label_words import MOST_LINES, Rung, broken
from geo.draw.elements.view import View
from geo.draw.layout import Box, place_within
from geo.draw.pen import LABEL_LEADING
from geo.draw.scene import Words
from geo.model import Observation

_OVER = 3.0  # how far a label's first and last letter may reach over the border
_LETTERS, _STEP = 0.95, 5.0  # their height, of the size; of the grid on which room is sought
_OFF_LINES = 3.0


def free_shape(view: View, adcode: str, lines: Sequence[shapely.Geometry] = ()) -> shapely.Geometry:
    """What of a place words may cover: no border inside it, and no line to other words."""
    shape, unit = view.shown[adcode], view.pen.unit
    inner = view.inner_lines.get(adcode)
    off = [inner] if inner is not None and not inner.is_empty else []
    off += [line for line in lines if line.intersects(shape)]
    if not off:
        return shape
    return shapely.difference(shape, shapely.buffer(shapely.union_all(off), _OFF_LINES * unit))


def write_inside(
    view: View, observation: Observation, rung: Rung, shape: shapely.Geometry,
    others: Sequence[Box],
) -> Words | None:  # fmt: skip
    """Words that fit into a shape, broken where that helps; a letter may touch the border before
    a name is left out, and then has a rim that parts it from the neighbour. None where they do not
    fit, or would touch ``others``."""
    for lines in broken(rung.lines, view.pen, rung.size):
        box = _room(view, observation, lines, rung.size, shape, others)
        if box:
            halo = None if shapely.contains(shape, box.polygon) else view.fill(observation)
            return words_in(view, observation, lines, rung.size, box.centre, halo=halo)
    return None


def words_in(
    view: View, observation: Observation, lines: tuple[str, ...], size: float,
    centre: tuple[float, float], *, halo: str | None = None,
) -> Words:  # fmt: skip
    """Words on a place with their middle at a point."""
    fill = view.fill(observation)
    if view.is_hatched(observation):  # lines would run through the letters
        halo = fill
    return label(view, observation.adcode, lines, size, centre, colour=ink_on(fill), halo=halo)


def label(
    view: View, adcode: str, lines: Sequence[str], size: float, centre: tuple[float, float], *,
    colour: str, halo: str | None,
) -> Words:  # fmt: skip
    """The words of a place's label with their middle at a point."""
    name = f"{view.prefix}label-{adcode}"
    return view.pen.block(
        lines, *centre, size, colour=colour, halo=halo, id=name, names=view.named(adcode)
    )


def measure(view: View, lines: Sequence[str], size: float) -> tuple[float, float]:
    """Width and height in pixels of the letters of lines."""
    wide = max(typeface.width(view.pen.writable(line), size, view.pen.faces) for line in lines)
    return wide, (len(lines) - 1) * size * LABEL_LEADING + _LETTERS * size


def _room(
    view: View, observation: Observation, lines: tuple[str, ...], size: float,
    shape: shapely.Geometry, others: Sequence[Box],
) -> Box | None:  # fmt: skip
    wide, high = measure(view, lines, size)
    step, over = _STEP * view.pen.unit, _OVER * view.pen.unit
    if not _may_fit(shape, wide - 2 * over, high):
        return None
    centre = view.pole(observation.adcode)
    box = place_within(shape, wide, high, centre, step=step)
    if box is None:
        box = place_within(shape, wide - 2 * over, high, centre, step=step)
        if box is None:
            return None
        box = Box(box.left - over, box.top, box.right + over, box.bottom)
    return None if any(box.overlaps(other) for other in others) else box


def least_area(view: View, rung: Rung) -> float:
    """What a name covers at least, in square pixels, however it is broken: in more lines it is the
    higher, but each line may reach over the border."""
    wide = typeface.least_width(rung.lines[0], rung.size, view.pen.faces)
    return (wide - 2 * MOST_LINES * _OVER * view.pen.unit) * _LETTERS * rung.size


def _may_fit(shape: shapely.Geometry, wide: float, high: float) -> bool:
    """Whether a place is at all as large as its label, which is soon known."""
    left, top, right, bottom = shape.bounds
    return bool(right - left >= wide and bottom - top >= high and shape.area >= wide * high)
