"""Palettes of an office's own: from a list of colours, those for every number of classes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from geo.maps import oklab
from geo.maps.luminance import lightness
from geo.model import Palette, Text, phrase

PaletteKind = Literal["sequential", "diverging", "qualitative"]
PALETTE_KINDS: tuple[PaletteKind, ...] = ("sequential", "diverging", "qualitative")

_LEAST: dict[PaletteKind, int] = {"sequential": 3, "diverging": 5, "qualitative": 6}
#: Of a diverging palette more are made than can be shown: one side of its midpoint may be short.
_MOST: dict[PaletteKind, int] = {"sequential": 9, "diverging": 19}
# CIE L* between neighbours when there are nine classes, so that their order shows in any print.
_SHOWN, _LEAST_STEP = 9, 4.0


def palette_of(kind: PaletteKind, colours: Sequence[str], *, title: Text) -> Palette:
    """A palette from ``#rrggbb`` colours that have no fault: low values first, and of a diverging
    one the middle in the middle. Between them, others are mixed so that equal steps look equal."""
    if kind == "qualitative":
        made = {k: tuple(colours[:k]) for k in range(1, len(colours) + 1)}
    else:
        made = {k: _mixed(colours, k) for k in range(1, _MOST[kind] + 1)}
    return Palette(f"brand-{kind}", kind, title, made)


def palette_faults(kind: PaletteKind, colours: Sequence[str]) -> tuple[Text, ...]:
    """What is wrong with the colours of a palette; nothing where it can be used."""
    least = _LEAST[kind]
    if len(colours) < least or (kind == "diverging" and len(colours) % 2 == 0):
        return (
            phrase(
                "palettes.few_diverging" if kind == "diverging" else "palettes.few",
                count=len(colours), least=least,
            ),
        )  # fmt: skip
    twice = sorted({colour for colour in colours if colours.count(colour) > 1})
    if twice:
        return (phrase("palettes.twice", colours=twice),)
    if kind == "qualitative":
        return ()
    middle = len(colours) // 2
    arms = [colours] if kind == "sequential" else [colours[: middle + 1], colours[middle:]]
    turned = [colour for arm in arms for colour in _turning(arm)]
    if kind == "diverging" and not turned and not _is_peak([lightness(c) for c in colours]):
        turned = [colours[middle]]
    if turned:
        return (phrase("palettes.order", colour=turned[0]),)
    step = min(abs(a - b) for a, b in pairwise(map(lightness, _mixed(colours, _SHOWN))))
    return (phrase("palettes.flat", step=step, least=_LEAST_STEP),) if step < _LEAST_STEP else ()


def _mixed(colours: Sequence[str], k: int) -> tuple[str, ...]:
    if k == 1:
        return (oklab.between(colours, 0.5),)
    return tuple(oklab.between(colours, i / (k - 1)) for i in range(k))


def _turning(colours: Sequence[str]) -> list[str]:
    """Colours at which a row stops growing darker, or lighter."""
    steps = [b - a for a, b in pairwise(map(lightness, colours))]
    down = sum(steps) < 0
    return [colours[i + 1] for i, step in enumerate(steps) if (step >= 0 if down else step <= 0)]


def _is_peak(light: Sequence[float]) -> bool:
    """Whether the middle is the lightest, or the darkest of all."""
    middle = light[len(light) // 2]
    return middle in (min(light), max(light))
