"""Which place lies in which: province (省级), prefecture (地级), county (县级).

A place is a level and an adcode: the units directly under a province, and Taiwan, stand at several
levels with one code. What lies where is read from the lists of names, not from the digits of codes:
the counties of Chongqing begin with 5001 and 5002, and it is one place of prefecture level, 500000.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from geo.model import LEVELS, Level, Text, UnknownNameError
from geo.places.name_list import read_list
from geo.places.spelling import PLACES

#: The id of the boundary set, and of the list of names, of each level.
SETS: Mapping[Level, str] = {
    "province": "provinces", "prefecture": "prefectures", "county": "counties",
}  # fmt: skip
#: Kinds of prefectures that are all of their province.
_WHOLE = ("直辖市", "特别行政区", "省")
_LEVEL_OF_SET = {identifier: level for level, identifier in SETS.items()}


@dataclass(frozen=True)
class Division:
    """The places that divide another one: their level, and their codes."""

    level: Level
    adcodes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """The places of all levels.

    ``names`` are short, those of counties full in Chinese (城区 would be 城); ``parents`` has for
    each prefecture its province, for each county its prefecture.
    """

    names: Mapping[Level, Mapping[str, Text]]
    parents: Mapping[Level, Mapping[str, str]]

    def level_of(self, adcode: str) -> Level:
        """The highest level at which a code stands.

        Raises
        ------
        UnknownNameError
            If it stands at none.
        """
        found = next((level for level in LEVELS if adcode in self.names[level]), None)
        if found is None:
            raise UnknownNameError("place", adcode, self.names["province"])
        return found

    def name_of(self, adcode: str) -> Text:
        """What the place of a code is called, at the highest level at which it stands.

        Raises
        ------
        UnknownNameError
            If it stands at none.
        """
        return self.names[self.level_of(adcode)][adcode]

    def ancestor(self, adcode: str, level: Level, above: Level) -> str:
        """The place at a level above in which a place lies; at its own level the place itself."""
        for step in reversed(LEVELS[LEVELS.index(above) + 1 : LEVELS.index(level) + 1]):
            adcode = self.parents[step][adcode]
        return adcode

    def members(self, level: Level, within: str) -> tuple[str, ...]:
        """The places of a level inside a place, in the order of the list; all where it is "".

        Raises
        ------
        UnknownNameError
            If there is no such place, or it is of a lower level.
        """
        if not within:
            return tuple(self.names[level])
        found = self._inside[level].get(within)
        if found is None:
            above = LEVELS[: LEVELS.index(level) + 1]
            raise UnknownNameError("place", within, [a for each in above for a in self.names[each]])
        return found

    def below(self, within: str) -> Division | None:
        """What divides a place at the next level that does: a municipality's districts, since its
        only prefecture is itself; None where nothing does."""
        lower = LEVELS[LEVELS.index(self.level_of(within)) + 1 :]
        found = (Division(level, self.members(level, within)) for level in lower)
        return next((division for division in found if len(division.adcodes) > 1), None)

    def trail(self, level: Level, adcode: str) -> tuple[str, ...]:
        """The places from the province down to one; the prefecture of a municipality, which is all
        of it, is left out."""
        above = LEVELS[: LEVELS.index(level)]
        codes = [self.ancestor(adcode, level, each) for each in above]
        if len(codes) == 2 and len(self.members("prefecture", codes[0])) == 1:
            codes.pop()
        return tuple(dict.fromkeys((*codes, adcode)))

    @cached_property
    def _inside(self) -> Mapping[Level, Mapping[str, tuple[str, ...]]]:
        """The places of each level by every place that they lie in, themselves among them."""
        found: dict[Level, dict[str, tuple[str, ...]]] = {}
        for level in LEVELS:
            inside: dict[str, list[str]] = {}
            above = LEVELS[: LEVELS.index(level) + 1]
            for adcode in self.names[level]:
                for code in {self.ancestor(adcode, level, each) for each in above}:
                    inside.setdefault(code, []).append(adcode)
            found[level] = {code: tuple(adcodes) for code, adcodes in inside.items()}
        return found


@cache
def rows_of(level: Level) -> tuple[Mapping[str, str], ...]:
    """The rows of the list of names of a level, read once.

    Raises
    ------
    LabelError
        If the list does not match its label.
    """
    return tuple(read_list(PLACES / f"{SETS[level]}.csv")[1])


def level_of_set(identifier: str) -> Level | None:
    """The level of a boundary set by its id; None of groups and of a user's own."""
    return _LEVEL_OF_SET.get(identifier)


@cache
def read_hierarchy() -> Hierarchy:
    """The hierarchy of the lists of names, read once.

    Raises
    ------
    LabelError
        If a list does not match its label.
    """
    rows = {level: rows_of(level) for level in LEVELS}
    provinces = {row["name_zh"] for row in rows["province"]}

    def named(level: Level, row: Mapping[str, str]) -> Text:
        if level != "prefecture":
            return Text(row["name_en"], row["name_zh"])
        if row["short_zh"] not in provinces or row["kind"] in _WHOLE:
            return Text(row["name_en"], row["short_zh"])
        # 吉林 is a province as well as a city in it, 海南 one as well as a prefecture elsewhere.
        shorter = next(iter(row["aliases_zh"].split("|")))
        return Text(row["name_en_full"], shorter or row["name_zh"])

    return Hierarchy(
        names={level: {r["adcode"]: named(level, r) for r in rows[level]} for level in LEVELS},
        parents={
            level: {r["adcode"]: r["parent_adcode"] for r in rows[level]} for level in LEVELS[1:]
        },
    )
