"""The boundary sets that indicators are drawn on, loaded only for what asks where places lie: most
ask for figures alone, and polygons are slow to import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.model import Boundaries


def boundaries_of(identifier: str) -> Boundaries:
    """A boundary set by its id.

    Raises
    ------
    UnknownNameError
        If there is no such set.
    """
    from geo.places import load_boundaries

    return load_boundaries(identifier)
