"""Colours of classes on a dark ground. A row from pale to dark is turned round, so that much stands
out as it does on white; what is still too near to the ground is lifted."""

from __future__ import annotations

from collections.abc import Sequence

from geo.maps import oklab
from geo.maps.luminance import contrast

#: WCAG contrast with the ground: of the classes that stand for most, and of the faintest.
STRONG, FAINT = 3.0, 1.7
_WHITE, _BLACK = "#ffffff", "#000000"
_STEPS = 200


def is_dark(ground: str) -> bool:
    """Whether white letters are better read on a ground than black ones."""
    return contrast(ground, _WHITE) > contrast(ground, _BLACK)


def on_dark(colours: Sequence[str], kind: str, ground: str) -> tuple[str, ...]:
    """The colours of a palette of a kind for a dark ground."""
    if kind == "qualitative":
        return tuple(_lifted([colour], ground, STRONG)[0] for colour in colours)
    if kind == "diverging":
        return _lifted(colours, ground, STRONG)
    turned = tuple(reversed(colours))
    if len(turned) == 1:
        return _lifted(turned, ground, STRONG)
    return _lifted(turned, ground, FAINT)


def _lifted(colours: Sequence[str], ground: str, least: float) -> tuple[str, ...]:
    """All colours nearer to white by one share, the smallest that takes each off the ground."""
    for step in range(_STEPS):
        lifted = tuple(oklab.lifted(colour, step / _STEPS) for colour in colours)
        if all(contrast(colour, ground) >= least for colour in lifted):
            return lifted
    return tuple(colours)
