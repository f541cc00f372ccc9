"""The boundary set of a level, or the part of it that lies in one place, and what lies about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from geo.model import Boundaries, Level
from geo.places.boundaries import load_boundaries
from geo.places.hierarchy import SETS, read_hierarchy

#: How far round a part the places about it are kept, in lengths of its longer side: a picture of
#: any shape shows no more.
_ROUND = 3.0
#: So many parts are kept; each is a small copy of a set.
_MOST = 64


def load_level(level: Level, within: str = "") -> Boundaries:
    """The places of a level, read once.

    Parameters
    ----------
    level
        ``province``, ``prefecture`` or ``county``.
    within
        Only those in this place, a province or a prefecture by its adcode. The places of that
        one's level that lie near are then ``around``.

    Raises
    ------
    UnknownNameError
        If there is no such place, or none of the level lies in it.
    """
    return _part(level, within) if within else load_boundaries(SETS[level])


@lru_cache(maxsize=_MOST)
def _part(level: Level, within: str) -> Boundaries:
    hierarchy, whole = read_hierarchy(), load_boundaries(SETS[level])
    frame = whole.frame
    inside = frame.loc[list(hierarchy.members(level, within))]
    upper = load_boundaries(SETS[hierarchy.level_of(within)])
    about = upper.frame.drop(index=within)
    west, south, east, north = inside.total_bounds
    far = _ROUND * max(east - west, north - south)
    near = about.cx[west - far : east + far, south - far : north + far]
    return replace(
        whole, frame=inside, within=within, around=replace(upper, frame=near) if len(near) else None
    )


def some_of(boundaries: Boundaries, adcodes: Sequence[str]) -> Boundaries:
    """Some places of a set; the others, and what lay about all, are then ``around``."""
    kept = frozenset(adcodes)
    frame = boundaries.frame
    if kept.issuperset(frame.index):
        return boundaries
    inside, others = frame.loc[list(adcodes)], frame.drop(index=list(adcodes))
    west, south, east, north = inside.total_bounds
    far = _ROUND * max(east - west, north - south)
    near = others.cx[west - far : east + far, south - far : north + far]
    about = replace(boundaries, frame=near, parts=None, part_of={}, around=None, islands=None)
    if boundaries.around is not None:
        beyond = boundaries.around.frame.drop(index=near.index, errors="ignore")
        about = replace(about, frame=pd.concat([near, beyond]))
    part_of = {code: group for code, group in boundaries.part_of.items() if group in kept}
    parts = boundaries.parts
    if parts is not None:
        groups = [boundaries.part_of.get(code, code) in kept for code in parts.adcodes]
        parts = replace(parts, frame=parts.frame[groups])
    return replace(boundaries, frame=inside, around=about, parts=parts, part_of=part_of)
