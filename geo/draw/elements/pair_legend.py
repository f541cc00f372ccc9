"""The legend of two indicators: their classes as a square that stands on its corner. The first
rises to the right, the second to the left, both upwards; each field says how many places it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import shapely

from geo.draw.elements.ink import ink_on
from geo.draw.layout import Box
from geo.draw.pen import LEADING, SMALL, TEXT, Pen
from geo.draw.scene import Area, Item
from geo.model import Choropleth, Pair, word

_HALF = 27.0  # of a field's diagonal
_TICK = 6.0  # from a side to its figures
_TITLE = 420.0  # how wide a title is


@dataclass(frozen=True)
class PairLegend:
    """What is drawn, and the room it takes."""

    items: tuple[Item, ...]
    box: Box


@dataclass(frozen=True)
class _Square:
    """The square by the place of its lowest corner; ``half`` is half a field's diagonal."""

    x: float
    y: float
    half: float
    columns: int
    rows: int

    def at(self, first: float, second: float) -> tuple[float, float]:
        """The point of so many classes of each."""
        return self.x + (first - second) * self.half, self.y - (first + second) * self.half

    def field(self, i: int, j: int) -> shapely.Polygon:
        corners = ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))
        return shapely.Polygon([self.at(*corner) for corner in corners])


def draw_pair_legend(
    choropleth: Choropleth, pair: Pair, pen: Pen, *, left: float, top: float, counted: bool
) -> PairLegend:
    """The square with the edges of the classes along its lower sides, and what these show."""
    em, small = pen.em(TEXT), pen.em(SMALL)
    columns, rows = choropleth.scale.classes.k, pair.classes.k
    half = _HALF * em
    out = _TICK * small
    sides = [_reach(texts, pen, half, out) for texts in pair.edges]
    x = left + max(sides[1], half * rows)
    titles = list(_titles(pair.titles, pen, left, top))
    y = max((box.bottom for _, box in titles), default=top) + (columns + rows) * half + 8 * em
    square = _Square(x, y, half, columns, rows)
    items: list[Item] = [item for item, _ in titles]
    items += _fields(choropleth, square, pen, counted=counted)
    items += _edges(pair.edges, square, pen, out)
    right = max(x + max(sides[0], half * columns), *(box.right for _, box in titles))
    bottom = y + pen.size(SMALL) * LEADING / 2
    if counted:
        text = word("pair_counts", choropleth.language)
        bottom += pen.size(SMALL) * LEADING
        items.append(pen.line(left, bottom, text, SMALL, colour=pen.colours.grey))
        right = max(right, left + pen.width(text, SMALL))
        bottom += pen.size(SMALL) * LEADING / 2
    return PairLegend(tuple(items), Box(left, top, right, bottom))


def _reach(texts: Sequence[str], pen: Pen, half: float, out: float) -> float:
    """How far the figures of a side reach from the lowest corner."""
    return max(
        step * half + (out if step else 2 * out) + pen.width(text, SMALL)
        for step, text in enumerate(texts)
    )


def _fields(choropleth: Choropleth, square: _Square, pen: Pen, *, counted: bool) -> Iterator[Item]:
    """The nine fields, and in each how many places have its colour."""
    classes = [entry for entry in choropleth.legend if entry.kind == "class"]
    for number, (j, i) in enumerate(product(range(square.rows), range(square.columns))):
        entry, shape = classes[number], square.field(i, j)
        yield Area(shape, entry.colour, pen.stroke(pen.colours.hairline, 0.9), told=entry.label)
        if counted:
            x, y = square.at(i + 0.5, j + 0.5)
            ink = ink_on(entry.colour)
            yield pen.line(x, y, str(entry.count), SMALL, colour=ink, anchor="middle")


def _edges(edges: Sequence[Sequence[str]], square: _Square, pen: Pen, out: float) -> Iterator[Item]:
    """The edges of the classes beside the lower sides."""
    grey = pen.colours.grey
    for side, texts in enumerate(edges):
        for step, text in enumerate(texts):
            x, y = square.at(step, 0) if side == 0 else square.at(0, step)
            away = out if step else 2 * out  # the lowest of both stand side by side
            lower = y + (pen.size(SMALL) * 0.55 if step == 0 else pen.size(SMALL) * 0.35)
            if side == 0:
                yield pen.line(x + away, lower, text, SMALL, colour=grey)
            else:
                yield pen.line(x - away, lower, text, SMALL, colour=grey, anchor="end")


def _titles(titles: Sequence[str], pen: Pen, left: float, top: float) -> Iterator[tuple[Item, Box]]:
    """What rises to the left and to the right, each under an arrow of its way."""
    for arrow, text in zip(("↖", "↗"), (titles[1], titles[0]), strict=True):
        shown = f"{arrow} {text}"
        lines = pen.wrap(shown, TEXT, _TITLE * pen.em(TEXT))
        words, box = pen.lines(left, top, lines, TEXT, text=shown, wide=_TITLE * pen.em(TEXT))
        yield words, box
        top = box.bottom
