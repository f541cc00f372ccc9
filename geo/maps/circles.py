"""Proportional symbols: a layer of counts becomes circles whose areas are in proportion to the
figures. They are area-true: no perceptual correction such as Flannery's is applied, so that two
circles together are as large as one of their sum."""

from __future__ import annotations

import math

from geo.maps.legend_numbers import title_of_unit
from geo.maps.notation import notation_of
from geo.model import (
    ClassificationError,
    Figures,
    Language,
    Layer,
    Symbols,
    Wording,
    listed_in_both,
)

#: A colour that stands out from every palette of the catalogue, on light and dark ground.
COLOUR = "#d9822b"
_MOST_STEPS = 3
_MOST_NAMES = 6


def make_symbols(layer: Layer, *, language: Language, colour: str = COLOUR) -> Symbols:
    """Circles for a layer's figures, and the steps of their legend.

    Raises
    ------
    ClassificationError
        If the layer shows no count, a figure is negative, or none is above zero.
    """
    indicator = layer.indicator
    if indicator.kind != "count":
        raise ClassificationError("choropleth.circles_of_counts", indicator=indicator.id)
    if layer.below_zero:
        places = listed_in_both(layer.below_zero, most=_MOST_NAMES)
        raise ClassificationError("choropleth.circles_below_zero", places=places)
    largest = max((o.value for o in layer.values if o.value is not None), default=0.0)
    if largest <= 0:
        raise ClassificationError("choropleth.no_circle")
    steps = round_steps(largest, least=10.0**-indicator.decimals)
    figures = Figures((), steps, indicator.decimals)
    notation = notation_of(indicator, (figures,), language, Wording())
    texts = tuple((step, notation.write(step)) for step in steps)
    title = title_of_unit(indicator, notation, language)
    return Symbols(layer, colour, title, largest, texts, notation)


def round_steps(largest: float, *, least: float = 0.0) -> tuple[float, ...]:
    """Three round figures not above the largest, each about a fifth of the one before: of the
    series 1, 2, 5, 10 …; fewer where they would fall below ``least``, as half a project would."""
    steps: list[float] = []
    most = largest
    for _ in range(_MOST_STEPS):
        power = 10.0 ** math.floor(math.log10(most))
        digit = max(d for d in (1, 2, 5) if d * power <= most * (1 + 1e-12))
        steps.append(digit * power)
        most = steps[-1] / 4
    return (steps[0], *(step for step in steps[1:] if step >= least))
