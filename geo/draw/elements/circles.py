"""Proportional symbols: circles at the places' poles, areas in proportion to the figures, the
largest first so that small ones stay visible. Over classes they are hollow, a dark rim on a light
one, so that the colours beneath stay to be seen and no fill hides them, in grey neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import shapely

from geo.draw.elements.marks import dashed
from geo.draw.elements.view import View
from geo.draw.pen import Pen
from geo.draw.scene import Circle
from geo.draw.theme import mixed
from geo.model import Choropleth

_LARGEST, _RIM = 46.0, 1.0
_HOLLOW, _CASING = 1.5, 4.0
# Of the fill; places that stand back behind highlighted ones have less.
OPACITY, _BACK = 0.75, 0.4
# With more places than a country has provinces, circles are smaller.
_USUAL_PLACES, _SHRINK, _LEAST = 34, 0.35, 0.4


def largest_radius(choropleth: Choropleth, pen: Pen) -> float:
    """The radius of the largest figure's circle in pixels."""
    crowd: float = max(len(choropleth.places) / _USUAL_PLACES, 1.0) ** -_SHRINK
    return _LARGEST * max(crowd, _LEAST) * pen.unit


def are_hollow(choropleth: Choropleth) -> bool:
    """Whether circles lie over colours that say something."""
    return len(choropleth.scale.colours) > 1


def draw_circles(view: View) -> tuple[Circle, ...]:
    """The circles, each with an id; a hollow one has a wider one without id beneath it."""
    return tuple(_circles(view))


def plain_circles(
    choropleth: Choropleth, pen: Pen, x: float, y: float, radius: float, *, opacity: float = OPACITY
) -> tuple[Circle, ...]:
    """A circle as it is drawn where nothing more is to be said of it, from back to front."""
    colours = pen.colours
    if not are_hollow(choropleth):
        assert choropleth.symbols is not None
        rim = pen.stroke(colours.ground, _RIM)
        return (Circle(x, y, radius, choropleth.symbols.colour, rim, opacity),)
    casing = Circle(x, y, radius, None, pen.stroke(colours.ground, _CASING))
    return casing, Circle(x, y, radius, None, pen.stroke(colours.ink, _HOLLOW))


def _circles(view: View) -> Iterator[Circle]:
    symbols, pen = view.choropleth.symbols, view.pen
    if symbols is None:
        return
    full = largest_radius(view.choropleth, pen)
    figures = [o for o in symbols.layer.values if o.value and o.adcode in view.shown]
    for observation in sorted(figures, key=lambda o: (-(o.value or 0), o.adcode)):
        assert observation.value is not None
        opacity = OPACITY * (_BACK if view.stands_back(observation.adcode) else 1.0)
        *beneath, circle = plain_circles(
            view.choropleth, pen, *view.pole(observation.adcode),
            full * symbols.radius(observation.value), opacity=opacity,
        )  # fmt: skip
        yield from beneath
        marked = symbols.layer.marks(observation.status)
        rim = dashed(pen, pen.colours.ink, observation.status) if marked else circle.stroke
        if view.stands_back(observation.adcode) and rim:
            rim = replace(rim, colour=mixed(rim.colour, pen.colours.ground, 1 - _BACK))
        yield replace(
            circle,
            stroke=rim,
            id=f"{view.prefix}circle-{observation.adcode}",
            name=view.name(observation.adcode),
            told=view.told(observation, symbols.layer.indicator),
        )


def disc(circle: Circle) -> shapely.Polygon:
    return shapely.Point(circle.x, circle.y).buffer(circle.radius)
