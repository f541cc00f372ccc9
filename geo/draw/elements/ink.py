"""The colour of letters on a fill."""

from __future__ import annotations

DARK, LIGHT = "#1c1c1c", "#ffffff"


def ink_on(fill: str) -> str:
    """Dark or white, whichever contrasts more with a fill (WCAG 2.2, contrast ratio)."""
    luminance = _luminance(fill)
    dark = (luminance + 0.05) / (_luminance(DARK) + 0.05)
    light = 1.05 / (luminance + 0.05)
    return DARK if dark >= light else LIGHT


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
