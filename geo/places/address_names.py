"""The names that an address may begin with, and what each of them says of where it lies."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from geo.model import LEVELS, Level
from geo.places.former import Ended, read_former
from geo.places.hierarchy import read_hierarchy, rows_of
from geo.places.spelling import normalise, shorter

#: The codes of a province, a prefecture and a county; "" for one that is not certain.
Where = tuple[str, str, str]
NOWHERE: Where = ("", "", "")


@dataclass(frozen=True)
class Meaning:
    """What a name says: the place it is, at a level (0 for provinces). ``short`` is a name without
    its generic word; ``past`` is what bore it, if that is no more."""

    name: str
    level: int
    where: Where
    short: bool = False
    past: Ended | None = None

    def holds(self, lower: Meaning) -> bool:
        """Whether what another name says may lie in this place."""
        if lower.level <= self.level:
            return False
        if lower.past and self.name in lower.past.names_above:
            return True
        if self.past and len(self.past.now) > 1:
            return lower.where[self.level] in self.past.now
        pairs = zip(self.where, lower.where, strict=True)
        return all(not mine or not its or mine == its for mine, its in pairs)


@dataclass(frozen=True)
class AddressNames:
    """What every name says, by the name, full names first; ``lengths`` are those of the names that
    begin with two characters, the longest first."""

    meanings: Mapping[str, tuple[Meaning, ...]]
    lengths: Mapping[str, tuple[int, ...]]

    def goes_on(self, text: str) -> bool:
        """Whether a name begins with a text and is longer."""
        after = bisect_right(self._sorted, text)
        return after < len(self._sorted) and self._sorted[after].startswith(text)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.meanings)


@cache
def address_names() -> AddressNames:
    """All names in Chinese of all levels, of today and since 2000, read once."""
    found: defaultdict[str, dict[Meaning, None]] = defaultdict(dict)
    for meaning in (*_today(), *_past()):
        found[meaning.name].setdefault(meaning)
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for name in found:
        lengths[name[:2]].add(len(name))
    return AddressNames(
        meanings={n: tuple(sorted(each, key=lambda o: o.short)) for n, each in found.items()},
        lengths={begin: tuple(sorted(each, reverse=True)) for begin, each in lengths.items()},
    )


def where_of(level: Level, adcode: str) -> Where:
    """Where a place lies; what is all of it at lower levels, too."""
    above = read_hierarchy()
    here = LEVELS.index(level)
    codes = [above.ancestor(adcode, level, each) for each in LEVELS[: here + 1]]
    for each in LEVELS[here + 1 :]:
        inside = above.members(each, codes[0])
        inside = tuple(a for a in inside if above.ancestor(a, each, level) == adcode)
        codes.append(inside[0] if len(inside) == 1 else "")
    return codes[0], codes[1], codes[2]


def shared(places: Iterable[Where]) -> Where:
    """Of where several places lie what is the same of all."""
    codes = [each[0] if len(set(each)) == 1 else "" for each in zip(*places, strict=True)]
    return (codes[0], codes[1], codes[2]) if codes else NOWHERE


def _today() -> Iterator[Meaning]:
    for number, level in enumerate(LEVELS):
        for row in rows_of(level):
            where = where_of(level, row["adcode"])
            if number and where[number - 1] == where[number]:
                continue  # it stands at the level above
            for name, short in _names(level, row):
                yield Meaning(normalise(name), number, where, short)


def _names(level: Level, row: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The names of a place, and whether each is short."""
    if level == "province":
        yield row["full_zh"], False
        yield row["name_zh"], True
        return
    yield row["name_zh"], False
    for name in filter(None, row["aliases_zh"].split("|")):
        yield name, False
    if row["short_zh"] != row["name_zh"]:
        yield row["short_zh"], True


def _past() -> Iterator[Meaning]:
    for level in LEVELS[1:]:
        number = LEVELS.index(level)
        names = {one for found in read_former(level).codes.values() for one in found}
        for one in sorted(names, key=lambda one: (one.code, one.name, one.until)):
            where = shared([where_of(level, adcode) for adcode in one.now])
            yield Meaning(normalise(one.name), number, where, past=one)
            if one.level == "prefecture":
                for name in shorter(one.name):
                    yield Meaning(normalise(name), number, where, True, one)
