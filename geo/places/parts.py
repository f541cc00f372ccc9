"""The boundary set of a level, or the part of it that lies in one place, and what lies about it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from functools import lru_cache

import shapely

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
    inside = whole.some(hierarchy.members(level, within))
    upper = load_boundaries(SETS[hierarchy.level_of(within)])
    near = _near(upper, inside, but=frozenset([within]))
    return replace(inside, within=within, around=upper.some(near) if near else None)


def some_of(boundaries: Boundaries, adcodes: Sequence[str]) -> Boundaries:
    """Some places of a set; the others, and what lay about all, are then ``around``."""
    kept = frozenset(adcodes)
    if kept.issuperset(boundaries.adcodes):
        return boundaries
    inside = boundaries.some(adcodes)
    about = replace(
        boundaries.some(_near(boundaries, inside, but=kept)),
        parts=None, part_of={}, around=None, islands=None,
    )  # fmt: skip
    if boundaries.around is not None:
        around = boundaries.around
        beyond = around.some(code for code in around.adcodes if code not in about.polygons)
        about = replace(
            about,
            polygons={**about.polygons, **beyond.polygons},
            names={**about.names, **beyond.names},
            iso={**about.iso, **beyond.iso},
        )
    part_of = {code: group for code, group in boundaries.part_of.items() if group in kept}
    parts = boundaries.parts
    if parts is not None:
        parts = parts.some(c for c in parts.adcodes if boundaries.part_of.get(c, c) in kept)
    return replace(inside, around=about, parts=parts, part_of=part_of)


def _near(of: Boundaries, inside: Boundaries, *, but: Container[str]) -> list[str]:
    """The other places of a set that a picture of those inside may show."""
    west, south, east, north = inside.bounds
    far = _ROUND * max(east - west, north - south)
    window = shapely.box(west - far, south - far, east + far, north + far)
    seen = zip(of.adcodes, shapely.intersects(of.geometries, window), strict=True)
    return [code for code, is_seen in seen if is_seen and code not in but]
