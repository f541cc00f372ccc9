"""The lists of names of the three levels, each read when it is first asked for: what the places of
a level, or those of a part of the country, are called, and what they lie in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from geo.model import LEVELS, Level, Place
from geo.places.hierarchy import SETS, read_hierarchy, rows_of
from geo.places.name_list import Named, NameList, listed_place, listed_province, read_list
from geo.places.spelling import PLACES, spaced, with_generic

#: Codes of fewer digits are figures as well: 3401 may be a code among prefectures, 34 is none.
_SHORTEST = {"province": 2, "prefecture": 4, "county": 6}


@dataclass(frozen=True)
class Above:
    """The places of a higher level in which those of a gazetteer lie.

    ``names`` are their names; ``of`` says in which of them each place lies, where that is known;
    ``level`` is theirs, if they are those of a list.
    """

    names: NameList
    of: Mapping[str, str]
    level: Level | None = None


@cache
def names_of(level: Level, within: str = "") -> NameList:
    """What the places of a level are called; within a province or a prefecture, by themselves: what
    several places of the country are called may be the name of one there.

    Raises
    ------
    LabelError
        If the list does not match its label.
    UnknownNameError
        If there is no such place to be in.
    """
    if within:
        every, inside = named_of(level), read_hierarchy().members(level, within)
        return _list_of(level, tuple(every[adcode] for adcode in inside))
    if level == "province":
        return read_provinces(PLACES / f"{SETS[level]}.csv")
    return _list_of(level, tuple(named_of(level).values()))


@cache
def above_of(level: Level) -> tuple[Above, ...]:
    """What the places of a level lie in, the nearest level first."""
    upper = LEVELS[: LEVELS.index(level)]
    if not upper:
        return ()
    places, ancestor = read_hierarchy().names[level], read_hierarchy().ancestor
    return tuple(
        Above(names_of(each), {adcode: ancestor(adcode, level, each) for adcode in places}, each)
        for each in reversed(upper)
    )


@cache
def kinds_of(level: Level) -> Mapping[str, str]:
    """What kind of place each of a level is, as its list has it; of provinces, their full names."""
    column = "full_zh" if level == "province" else "kind"
    return {row["adcode"]: row[column] for row in rows_of(level)}


def read_provinces(path: Path) -> NameList:
    """A list of provinces, in which every spelling belongs to one place, but for those that its
    label declares ambiguous.

    Raises
    ------
    LabelError
        If the list does not match its label.
    ValueError
        If a spelling belongs to two places, or an ambiguous one to a place that is not there.
    """
    label, rows = read_list(path)
    names = NameList.of(map(listed_province, rows))
    for spelling, adcodes in names.ambiguous.items():
        raise ValueError(f"{spelling!r} is the name of both {' and '.join(adcodes)}")
    return replace(names, ambiguous=dict(_ambiguous(label.get("ambiguous", {}), names.places)))


def _list_of(level: Level, named: tuple[Named, ...]) -> NameList:
    return NameList.of(named, any_tones=level != "province", shortest=_SHORTEST[level])


@cache
def named_of(level: Level) -> Mapping[str, Named]:
    """The places of a level with all their spellings."""
    if level == "province":
        return {row["adcode"]: listed_province(row) for row in rows_of(level)}
    _, rows = read_list(PLACES / "customary.csv")
    more = {row["adcode"]: row["aliases"] for row in rows if row["level"] == level}
    return {row["adcode"]: listed_place(row, more.get(row["adcode"], "")) for row in rows_of(level)}


def _ambiguous(
    declared: Mapping[str, list[str]], places: Mapping[str, Place]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a label declares ambiguous; words with a break are so with any generic word, too."""
    for spelling, adcodes in declared.items():
        unknown = [adcode for adcode in adcodes if adcode not in places]
        if unknown:
            raise ValueError(f"{spelling!r} cannot mean {', '.join(unknown)}: no such place")
        names = [spelling]
        if " " in spelling:
            names += (n for a in adcodes for n in with_generic([spelling], places[a].full.zh))
        read = str if "." in spelling else spaced
        yield from ((read(name), tuple(adcodes)) for name in names)
