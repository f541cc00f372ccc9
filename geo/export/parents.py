"""Where the places of a map lie: their level, the places above them, and the part of the country
that the map is of; as columns of files of data, and in the names of files."""

from __future__ import annotations

import re
import unicodedata

from geo.model import LEVELS, Boundaries, Choropleth, word
from geo.places import level_of_set, read_hierarchy

_NO_LETTER = re.compile("[^a-z0-9]+")


def parents_of(boundaries: Boundaries, adcode: str) -> dict[str, str]:
    """The columns of a place below the provinces: its level, each place above it with code and
    names, and the code of the part that the map is of, if of one; of other places there are
    none."""
    level = level_of_set(boundaries.id)
    if level is None or level == "province":
        return {}
    hierarchy = read_hierarchy()
    found: dict[str, str] = {"level": level}
    for above in LEVELS[: LEVELS.index(level)]:
        code = hierarchy.ancestor(adcode, level, above)
        name = hierarchy.names[above][code]
        found |= {f"{above}_adcode": code, f"{above}_zh": name.zh, f"{above}_en": name.en}
    return found | {"within": boundaries.within}


def stem_of(choropleth: Choropleth) -> str:
    """What files of a map are called, without an ending: its indicator, level and part, and its
    language."""
    boundaries, indicator = choropleth.layer.boundaries, choropleth.layer.indicator
    level = level_of_set(boundaries.id)
    parts = [indicator.level_of or indicator.id]
    if level not in (None, "province"):
        parts.append(str(level))
    if boundaries.within:
        parts.append(slug(read_hierarchy().name_of(boundaries.within).en))
    return "-".join([*parts, choropleth.language])


def slug(name: str) -> str:
    """A name in small Latin letters with hyphens: inner-mongolia."""
    plain = unicodedata.normalize("NFKD", name.replace("ü", "u")).encode("ascii", "ignore")
    return _NO_LETTER.sub("-", plain.decode().lower()).strip("-")


def said_level(choropleth: Choropleth) -> str:
    """By which places a map is, and of which part, in words; nothing of provinces and of sets
    without a level."""
    boundaries, language = choropleth.layer.boundaries, choropleth.language
    level = level_of_set(boundaries.id)
    if level is None or level == "province":
        return ""
    said = word(f"level_{level}", language, section="columns")
    if not boundaries.within:
        return said
    part = read_hierarchy().name_of(boundaries.within)[language]
    return word("level_within", language, section="columns", level=said, part=part)
