"""All places of all levels as the page's search box needs them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from geo.model import LANGUAGES, LEVELS, Language, Level
from geo.places.former import read_former
from geo.places.hierarchy import read_hierarchy
from geo.places.listed import named_of
from geo.places.spelling import without_tones

#: What stands between two names of what a place lies in, the nearest first.
_WITHIN: Mapping[Language, str] = {"en": ", ", "zh": "，"}


def search_places(language: Language) -> list[list[str]]:
    """Every place once: [level, adcode, name, where, searchable], the highest levels first.

    A place that stands at several levels is there at the highest. ``where`` is what it lies in, the
    nearest first, empty for a province. ``searchable`` are its code and its spellings of today and
    before in both languages, a line each, as the lists of the page are searched: folded, without
    tones and hyphens, with an apostrophe and without one.
    """
    above, found = read_hierarchy(), dict[str, list[str]]()
    for level in LEVELS:
        searchable = _searchable(level)
        for adcode, name in above.names[level].items():
            trail = above.trail(level, adcode)[:-1]
            where = [above.name_of(code)[language] for code in reversed(trail)]
            row = [level, adcode, name[language], _WITHIN[language].join(where), searchable[adcode]]
            if adcode not in found and _is_new(level, adcode):
                found[adcode] = row
    return list(found.values())


def _is_new(level: Level, adcode: str) -> bool:
    """Whether a place is not all of the one that it lies in: Beijing's only prefecture is that."""
    above = read_hierarchy()
    if level == "province":
        return True
    upper = LEVELS[LEVELS.index(level) - 1]
    parent = above.ancestor(adcode, level, upper)
    return len(above.members(level, parent)) > 1


@cache
def _searchable(level: Level) -> Mapping[str, str]:
    """What is searched of the places of a level."""
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for adcode, named in named_of(level).items():
        place = named.place
        given = named.near if level == "province" else named.given
        spellings[adcode] += [
            adcode,
            *(text[each] for text in (place.name, place.full) for each in LANGUAGES),
            *given,
        ]
    if level != "province":
        for name, every in read_former(level).names.items():
            for one in every:
                spellings[one.now[0]] += [name] if one.same else []
    return {adcode: _lines(every) for adcode, every in spellings.items()}


def _lines(spellings: Iterable[str]) -> str:
    """Spellings as they are searched, but for those that stand in another."""
    folded = [_folded(spelling) for spelling in spellings]
    folded += [text.replace("'", "") for text in folded]
    kept: list[str] = []
    for text in sorted(dict.fromkeys(folded), key=len, reverse=True):
        if text and not any(text in other for other in kept):
            kept.append(text)
    return "\n".join(kept)


def _folded(text: str) -> str:
    plain = without_tones(unicodedata.normalize("NFKC", text).casefold())
    return plain.replace("-", "").replace("’", "'")
