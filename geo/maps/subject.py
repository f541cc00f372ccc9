"""What the words of one map are about: the one value that every sentence is made from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from geo.maps.notation import notation_of
from geo.maps.ticks import ticks_of
from geo.model import (
    MOST_NAME,
    MOST_UNIT,
    ColorScale,
    Figures,
    Indicator,
    Language,
    Layer,
    Notation,
    Pair,
    Symbols,
    Wording,
    fitting,
)


@dataclass(frozen=True)
class Subject:
    """A layer and its colours, to be worded in one language.

    ``wording`` is what the user asked for about the words; ``symbols`` are circles over the colours
    or, of the same layer, in place of them; ``pair`` are the two indicators of a map of both.
    ``together`` is what all maps of the same picture write that have the same unit.
    """

    layer: Layer
    scale: ColorScale
    language: Language
    wording: Wording
    symbols: Symbols | None = None
    pair: Pair | None = None
    together: tuple[Figures, ...] = ()

    @property
    def indicator(self) -> Indicator:
        return self.layer.indicator

    @property
    def unit(self) -> str:
        return fitting(self.indicator.unit[self.language], MOST_UNIT)

    @property
    def is_circles_alone(self) -> bool:
        """Whether circles alone show the figures, so that the colours mean nothing."""
        return self.symbols is not None and self.symbols.layer is self.layer

    @property
    def of_circles(self) -> Subject | None:
        """What the circles show, by itself, where it is something else than the colours do."""
        if self.symbols is None or self.is_circles_alone:
            return None
        return replace(self, layer=self.symbols.layer, symbols=None)

    @property
    def figures(self) -> Figures:
        """What is written in the notation: where classes are not of this map alone, their edges."""
        edges: tuple[float, ...] = self.scale.classes.edges
        circles: tuple[float, ...] = ()
        if self.is_circles_alone or self.indicator.kind == "category":
            edges = ()
        elif self.scale.classes.is_continuous:
            edges = ticks_of(self.scale.classes)
        if self.symbols and self.symbols.layer.indicator.unit == self.indicator.unit:
            circles = (*figures_of(self.symbols.layer), *(step for step, _ in self.symbols.steps))
        of_map = self.scale.classes.made_from == "map" or not edges
        numbers = self.numbers() if of_map else ()
        return Figures((*numbers, *circles), edges, self.indicator.decimals)

    @cached_property
    def notation(self) -> Notation:
        """How all figures are written."""
        every = self.together or (self.figures,)
        found = notation_of(self.indicator, every, self.language, self.wording)
        whole = tuple(float(edge) for bounds in self._whole() or () for edge in bounds)
        if found.power or self.together or not whole:
            return found
        exact = (replace(self.figures, edges=whole),)
        as_whole = notation_of(self.indicator, exact, self.language, self.wording)
        return found if as_whole.power else as_whole

    def whole_bounds(self) -> list[tuple[int, int]] | None:
        """The lowest and the highest whole number of each class of a count: 1 to 3, 4 to 7.

        None where the classes are worded from edge to edge: of other figures; where numbers are
        counted in a magnitude, so that one more cannot be written; where a class has no whole
        number.
        """
        return None if self.notation.power else self._whole()

    def _whole(self) -> list[tuple[int, int]] | None:
        classes = self.scale.classes
        counted = self.indicator.kind == "count" and classes.whole and not classes.distinct
        if not counted or classes.is_continuous:
            return None
        low, *inner, high = classes.edges
        lows = [math.ceil(low), *(math.floor(edge) + 1 for edge in inner)]
        highs = [math.floor(edge) for edge in (*inner, high)]
        bounds = list(zip(lows, highs, strict=True))
        return bounds if all(first <= last for first, last in bounds) else None

    def numbers(self) -> tuple[float, ...]:
        """The figures of all places that have one."""
        return figures_of(self.layer)

    def names(self, adcodes: Iterable[str]) -> list[str]:
        """What places are called, no longer than a picture has room for."""
        names = self.layer.boundaries.names
        return [fitting(names[adcode][self.language], MOST_NAME) for adcode in adcodes]


def figures_of(layer: Layer) -> tuple[float, ...]:
    """The figures of all places that have one."""
    return tuple(o.value for o in layer.values if o.value is not None)
