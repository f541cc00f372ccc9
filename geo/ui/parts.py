"""The part of the country that is looked at: a province or a prefecture that was gone into, by the
places that divide it, with its own figures where there are any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from geo.maps import ClassesFrom, MapRequest
from geo.model import LEVELS, Choropleth, GeoError, Indicator, Language, Level, word
from geo.places import read_hierarchy, search_places
from geo.ui.look import Look


@dataclass(frozen=True)
class Part:
    """A part: what its map is asked for by, the indicator at its level, and the map; None where
    there are no figures, and ``told`` says why."""

    request: MapRequest
    level: Level
    choropleth: Choropleth | None = None
    indicator: Indicator | None = None
    told: str = ""


def part_of(
    look: Look,
    request: MapRequest,
    draw: Callable[[MapRequest], Choropleth],
    *,
    at_level: Callable[[MapRequest], Indicator] | None = None,
) -> Part | None:
    """The part that a look asks for; None where it is the whole country.

    Parameters
    ----------
    look, request
        The look, and the request of the map of the country.
    draw
        Draws a map as asked for.
    at_level
        Finds the figures of the level asked for; left out, there are none.
    """
    if look.within is None:
        return None
    level = look.level or levels_in(look.within)[0]
    classes: ClassesFrom = "country" if look.country else "part"
    asked = replace(request, within=look.within, level=level, classes_from=classes)
    if at_level is None:
        return Part(asked, level, told=word("part_none", request.language, section="page"))
    try:
        indicator = at_level(asked)
        return Part(asked, level, draw(asked), indicator)
    except GeoError as error:
        return Part(asked, level, told=error.told(request.language))


def settled(look: Look, levels: Sequence[Level]) -> Look:
    """The look without a level that there are no figures of, or that does not lie in the part."""
    base = look.base if look.base in levels[1:] else None
    if look.within is None:
        return replace(look, base=base, level=None, country=False)
    level = look.level if look.level in levels_in(look.within)[1:] else None
    return replace(look, base=base, level=level)


def levels_in(within: str) -> tuple[Level, ...]:
    """The levels by which a place can be shown, the one that divides it first."""
    hierarchy = read_hierarchy()
    division = hierarchy.below(within)
    return () if division is None else LEVELS[LEVELS.index(division.level) :]


def to_browser(part: Part) -> dict[str, Any]:
    """The words of a part: where it lies, and what it can be shown by."""
    language, within = part.request.language, part.request.within or ""
    name = read_hierarchy().name_of(within)[language]
    by = word(f"by_{part.level}", language)
    return {
        "within": within,
        "level": part.level,
        "title": word("part_title", language, section="page", place=name, level=by),
        "told": part.told,
    }


def ways_down() -> dict[str, Any]:
    """What divides each province: the level, and which of its places are divided in turn."""
    hierarchy = read_hierarchy()
    found = {}
    for province in hierarchy.names["province"]:
        division = hierarchy.below(province)
        if division is None:
            continue
        lower = division.adcodes if division.level != LEVELS[-1] else ()
        divided = [adcode for adcode in lower if hierarchy.below(adcode) is not None]
        found[province] = {"level": division.level, "divided": divided}
    return found


def levels_worded(levels: Sequence[Level], language: Language) -> list[tuple[Level, str]]:
    """Levels as they are chosen."""
    return [(level, word(f"level_{level}", language, section="page")) for level in levels]


def findable(language: Language) -> list[list[str]]:
    """Every place by all its spellings, and the place to be gone into to see it."""
    hierarchy = read_hierarchy()
    found = []
    for row in search_places(language):
        level, adcode = cast(Level, row[0]), row[1]
        above = hierarchy.trail(level, adcode)[:-1]
        found.append([*row, above[-1] if above else ""])
    return found
