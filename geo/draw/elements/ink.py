"""The colour of letters on a fill."""

from __future__ import annotations

from geo.maps import contrast

DARK, LIGHT = "#1c1c1c", "#ffffff"


def ink_on(fill: str) -> str:
    """Dark or white, whichever contrasts more with a fill (WCAG 2.2, contrast ratio)."""
    return DARK if contrast(fill, DARK) >= contrast(fill, LIGHT) else LIGHT
