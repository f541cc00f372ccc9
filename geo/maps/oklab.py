"""Colours between two others, so that equal steps look equal: Oklab (Björn Ottosson, *A perceptual
color space for image processing*, 2020)."""

from __future__ import annotations

from collections.abc import Sequence

_Triple = tuple[float, float, float]
_TO_CONE = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONE = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def between(colours: Sequence[str], position: float) -> str:
    """The colour at a position from 0, the first, to 1, the last of some ``#rrggbb``."""
    place = min(max(position, 0.0), 1.0) * (len(colours) - 1)
    index = min(int(place), len(colours) - 2)
    share = place - index
    low, high = _to_lab(colours[index]), _to_lab(colours[index + 1])
    a, b, c = ((1 - share) * x + share * y for x, y in zip(low, high, strict=True))
    return _to_hex((a, b, c))


def _times(matrix: Sequence[_Triple], vector: Sequence[float]) -> _Triple:
    a, b, c = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return a, b, c


def _to_lab(colour: str) -> _Triple:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return _times(_TO_LAB, [cone ** (1 / 3) for cone in _times(_TO_CONE, linear)])


def _to_hex(lab: _Triple) -> str:
    linear = _times(_FROM_CONE, [cone**3 for cone in _times(_FROM_LAB, lab)])
    shown = [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in linear]
    return "#" + "".join(f"{round(255 * min(max(c, 0.0), 1.0)):02x}" for c in shown)


def lifted(colour: str, share: float) -> str:
    """A colour of the same hue whose lightness lies by a share nearer to white's."""
    light, a, b = _to_lab(colour)
    return _to_hex((light + share * (1 - light), a, b)) if share else colour
