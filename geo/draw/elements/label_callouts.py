"""Words beside the map: a swatch, the words, and a line to the place with a rim that parts it from
every fill."""

from __future__ import annotations

from geo.draw import typeface
from geo.draw.callouts import Callout
from geo.draw.elements.circles import are_hollow
from geo.draw.elements.label_words import Rung
from geo.draw.elements.view import View
from geo.draw.layout import Box
from geo.draw.pen import LABEL, LABEL_LEADING
from geo.draw.scene import Circle, Group, Item, Line, Rectangle
from geo.model import Observation

_SWATCH, _GAP, _HIGH = 15.0, 7.0, 20.0  # parts of words in the usual size
_LINE, _RIM, _DOT = 0.9, 1.0, 1.8
_WIDEST = 0.3  # of the window's width: longer words have several lines


def callout_lines(view: View, rung: Rung) -> tuple[str, ...]:
    """The words on one line; on several where they are long."""
    pen, widest = view.pen, _WIDEST * view.window.width
    text = pen.writable("  ".join(rung.lines))
    if typeface.width(text, rung.size, pen.faces) <= widest:
        return (text,)
    return tuple(
        part
        for line in rung.lines
        for part in typeface.wrap(pen.writable(line), rung.size, widest, pen.faces)
    )


def callout_size(view: View, rung: Rung) -> tuple[float, float]:
    """Width and height in pixels of a callout's box."""
    lines, em = callout_lines(view, rung), rung.size / LABEL
    wide = max(typeface.width(line, rung.size, view.pen.faces) for line in lines)
    high = _HIGH * em + (len(lines) - 1) * rung.size * LABEL_LEADING
    return _before(view, em) + wide, high


def _before(view: View, em: float) -> float:
    """The room of the swatch, which a map of circles alone needs none of."""
    plain = view.choropleth.symbols is not None and not are_hollow(view.choropleth)
    return 0.0 if plain else (_SWATCH + _GAP) * em


def draw_callout(view: View, observation: Observation, rung: Rung, found: Callout) -> Group:
    """Swatch and words in a box, with a line to the place."""
    pen, box, em = view.pen, found.box, rung.size / LABEL
    y, before = box.centre[1], _before(view, em)
    colours, line = pen.colours, found.line
    swatch = [_swatch(view, observation, box.left, y, _SWATCH * em)] if before else []
    items: tuple[Item, ...] = (
        Line(line, pen.stroke(colours.ground, _LINE + 2 * _RIM)),
        Line(line, pen.stroke(colours.ink, _LINE)),
        Circle(*found.start, _DOT * pen.unit, colours.ink, pen.stroke(colours.ground, 0.8)),
        *swatch,
        pen.block(
            callout_lines(view, rung), box.left + before, y, rung.size, colour=colours.ink,
            anchor="start", text="\n".join(rung.lines),
            id=f"{view.prefix}words-{observation.adcode}", names=view.named(observation.adcode),
        ),
    )  # fmt: skip
    return Group(f"{view.prefix}callout-{observation.adcode}", "callout", items, box)


def _swatch(view: View, observation: Observation, left: float, y: float, side: float) -> Rectangle:
    """A square in the colour of a place."""
    pen, square = view.pen, Box(left, y - side / 2, left + side, y + side / 2)
    return Rectangle(
        square, view.fill(observation),
        pen.stroke(pen.colours.outline, 0.7) if view.is_hatched(observation) else None,
        view.hatch(observation, square.polygon),
    )  # fmt: skip
