"""What the words of one map are about: the one value that every sentence is made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from geo.model import (
    MOST_NAME,
    MOST_UNIT,
    ColorScale,
    Indicator,
    Language,
    Layer,
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
    """

    layer: Layer
    scale: ColorScale
    language: Language
    wording: Wording
    symbols: Symbols | None = None
    pair: Pair | None = None

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

    def numbers(self) -> tuple[float, ...]:
        """The figures of all places that have one."""
        return tuple(o.value for o in self.layer.values if o.value is not None)

    def names(self, adcodes: Iterable[str]) -> list[str]:
        """What places are called, no longer than a picture has room for."""
        names = self.layer.boundaries.names
        return [fitting(names[adcode][self.language], MOST_NAME) for adcode in adcodes]
