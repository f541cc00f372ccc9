"""Proportional symbols: circles at the places' poles, areas in proportion to the figures, the
largest first so that small ones stay visible."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from geo.draw.elements.areas import dashed
from geo.draw.elements.view import View
from geo.draw.pen import Pen
from geo.draw.scene import Circle
from geo.model import Choropleth

_LARGEST, _RIM = 46.0, 1.0
# Of the fill; places that stand back behind highlighted ones have less.
OPACITY, _BACK = 0.75, 0.4
# With more places than a country has provinces, circles are smaller.
_USUAL_PLACES, _SHRINK, _LEAST = 34, 0.35, 0.4


def largest_radius(choropleth: Choropleth, pen: Pen) -> float:
    """The radius of the largest figure's circle in pixels."""
    crowd: float = max(len(choropleth.places) / _USUAL_PLACES, 1.0) ** -_SHRINK
    return _LARGEST * max(crowd, _LEAST) * pen.unit


def draw_circles(view: View) -> tuple[Circle, ...]:
    return tuple(_circles(view))


def _circles(view: View) -> Iterator[Circle]:
    symbols, pen = view.choropleth.symbols, view.pen
    if symbols is None:
        return
    full = largest_radius(view.choropleth, pen)
    figures = [o for o in symbols.layer.values if o.value and o.adcode in view.shown]
    for observation in sorted(figures, key=lambda o: (-(o.value or 0), o.adcode)):
        assert observation.value is not None
        x, y = view.pole(observation.adcode)
        marked = symbols.layer.marks(observation.status)
        rim = (
            dashed(pen, pen.colours.ink, observation.status)
            if marked
            else pen.stroke(pen.colours.ground, _RIM)
        )
        yield Circle(
            x,
            y,
            full * symbols.radius(observation.value),
            symbols.colour,
            rim,
            opacity=OPACITY * (_BACK if view.stands_back(observation.adcode) else 1.0),
            id=f"{view.prefix}circle-{observation.adcode}",
            name=view.name(observation.adcode),
            told=view.told(observation, symbols.layer.indicator),
        )


def disc(circle: Circle) -> shapely.Polygon:
    return shapely.Point(circle.x, circle.y).buffer(circle.radius)
