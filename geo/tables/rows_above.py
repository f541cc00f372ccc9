"""What the rows of a yearbook stand under: a province's row is followed by those of its cities, a
city's by those of its counties.

It tells namesakes apart, and nothing else: only where the other rows lie in what they stand under,
and never against what a column says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from geo.model import LEVELS, Level
from geo.places import read_hierarchy
from geo.tables.level_names import NamesOfLevel

#: The rows of a place by which the order of the others is judged.
_Above = tuple[Level, int, str]


def places_above(texts: Sequence[str], names: NamesOfLevel) -> tuple[tuple[str, ...], ...]:
    """The places of higher levels that each row stands under, by their codes; none where the rows
    are not in such an order."""
    under: list[tuple[_Above, ...]] = []
    context: dict[Level, tuple[int, str]] = {}
    for number, text in enumerate(texts):
        above = names.place_above(text) if text else None
        if above is not None:
            level, adcode = above
            lower = LEVELS[LEVELS.index(level) :]
            context = {k: v for k, v in context.items() if k not in lower}
            context[level] = (number, adcode)
        under.append(() if above else tuple((k, *v) for k, v in context.items()))
    told = [_tell(text, names, above) for text, above in zip(texts, under, strict=True)]
    agree: Counter[_Above] = Counter()
    differ: Counter[_Above] = Counter()
    for here in told:
        agree.update(above for above, lies in here.items() if lies)
        differ.update(above for above, lies in here.items() if not lies)
    if 10 * sum(differ.values()) > sum(agree.values()):
        return ((),) * len(texts)
    return tuple(
        tuple(above[2] for above in here if agree[above] >= differ[above]) for here in under
    )


def _tell(text: str, names: NamesOfLevel, under: Sequence[_Above]) -> dict[_Above, bool]:
    """Whether the place that a row names beyond doubt lies in what it stands under."""
    match = names.resolve(text) if text and under else None
    if match is None:
        return {}
    hierarchy = read_hierarchy()
    return {
        above: hierarchy.ancestor(match.adcode, names.level, above[0]) == above[2]
        for above in under
    }


def places_around(texts: Sequence[str], names: NamesOfLevel) -> tuple[tuple[str, ...], ...]:
    """The prefectures (of prefectures: the provinces) of the nearest rows before and after each row
    that name a place beyond doubt; none where the rows are not in such an order."""
    hierarchy, level = read_hierarchy(), names.level
    above = LEVELS[LEVELS.index(level) - 1]
    sure = [
        hierarchy.ancestor(match.adcode, level, above) if (match := names.resolve(text)) else ""
        for text in texts
    ]
    blocks = [place for place, before in zip(sure, _last_before(sure), strict=True)
              if place and place != before]  # fmt: skip
    if len(blocks) > 1.2 * len(set(blocks)) or len(blocks) == sum(map(bool, sure)):
        return ((),) * len(texts)
    after = list(reversed(_last_before(sure[::-1])))
    pairs = zip(_last_before(sure), after, strict=True)
    return tuple(tuple(dict.fromkeys(filter(None, pair))) for pair in pairs)


def _last_before(places: Sequence[str]) -> list[str]:
    """The nearest place before each."""
    found, last = [], ""
    for place in places:
        found.append(last)
        last = place or last
    return found


def one_around(text: str, around: Sequence[str], names: NamesOfLevel) -> str:
    """The one of several places of a name that lies in one of these, "" for none."""
    hierarchy = read_hierarchy()
    members = {adcode for place in around for adcode in hierarchy.members(names.level, place)}
    found = [adcode for adcode in names.namesakes(text) if adcode in members]
    return found[0] if len(found) == 1 else ""


def one_inside(text: str, above: Sequence[str], names: NamesOfLevel) -> str:
    """The one of several places of a name that lies in all that its row stands under, "" for
    none."""
    hierarchy = read_hierarchy()
    found = [
        adcode
        for adcode in (names.namesakes(text) if above else ())
        if all(adcode in hierarchy.members(names.level, place) for place in above)
    ]
    return found[0] if len(found) == 1 else ""
