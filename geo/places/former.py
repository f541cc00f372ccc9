"""Places as they were: names and codes that some place had in or after 2000 and has no more.

What became of one is either the very same place under another name or code (襄樊 is 襄阳, 大兴县 is
大兴区), or another place of which it is a part now, or several: then its figures are not theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from geo.model import LEVELS, Level, Place
from geo.places.codes import every_length
from geo.places.hierarchy import read_hierarchy, rows_of
from geo.places.name_list import read_list
from geo.places.spelling import PLACES, normalise, read_code, shorter

#: Changes after which a place is another one: it was divided, or united with others.
_UNITED = ("merged into", "split or merged", "abolished")
#: Names by which no place is found that lies in them: districts right under a municipality.
_NO_PARENT = ("直辖",)
#: Old lists with codes that were given to other places soon after are of years before this one.
_VARIANTS_BEFORE = 2008


@dataclass(frozen=True)
class Ended:
    """A name and a code that were in force: ``parents`` are the names of what the place lay in.

    ``now`` are the places of today's list that it became; ``same`` says that it is the only one of
    them under another name or code. ``reused`` says that its code now means another place.
    ``until`` is the year at whose end it was gone; 0 where a list had it by mistake.
    """

    level: Level
    code: str
    name: str
    parents: tuple[str, ...]
    since: int
    until: int
    now: tuple[str, ...]
    same: bool
    reused: bool = False

    def stood_in(self, year: int) -> bool:
        """Whether it may stand in a table of a year."""
        return self.since <= year <= (self.until or _VARIANTS_BEFORE - 1)

    def goes_on_as(self, place: Place) -> bool:
        """Whether a place of today is this one: the same, or one of the same name that only lost a
        part of it to others."""
        kept = len(self.now) > 1 and self.name == place.full.zh
        return place.adcode in self.now and (self.same or kept)

    def lay_in(self, text: str) -> bool:
        """Whether a text is the name of what it lay in."""
        return normalise(text) in self.names_above

    @cached_property
    def names_above(self) -> frozenset[str]:
        """The names, long and short, of what it lay in."""
        return frozenset(normalise(name) for name in _with_short(self.parents))


@dataclass(frozen=True)
class FormerPlaces:
    """What is known of the past of the places of a list, by normalised names and by codes;
    ``began`` is the year in which a place got its name of today, where that is known."""

    names: Mapping[str, tuple[Ended, ...]]
    codes: Mapping[str, tuple[Ended, ...]]
    began: Mapping[str, int]

    @classmethod
    def of(cls, every: Iterable[Ended], known: Mapping[str, str]) -> FormerPlaces:
        """The past of places with these names, full in Chinese."""
        names: defaultdict[str, dict[Ended, None]] = defaultdict(dict)
        codes: defaultdict[str, dict[Ended, None]] = defaultdict(dict)
        began: dict[str, int] = {}
        for one in every:
            for name in _with_short((one.name,)):
                names[normalise(name)].setdefault(one)
            for form in every_length(one.code):
                codes[form].setdefault(one)
            if one.same and one.name != known[one.now[0]]:
                began[one.now[0]] = max(one.until, began.get(one.now[0], 0))
        return cls(
            names={name: tuple(found) for name, found in names.items()},
            codes={code: tuple(found) for code, found in codes.items()},
            began=began,
        )

    def meant(self, text: str) -> tuple[Ended, ...]:
        """What a name or a code may have meant."""
        return self.codes.get(read_code(text)) or self.names.get(normalise(text), ())


@cache
def read_former(level: Level, within: str = "") -> FormerPlaces:
    """The past of the prefectures or counties; within a place, of those that lie there: of what was
    divided, as far as it became one of them.

    Raises
    ------
    LabelError
        If the list does not match its label.
    """
    inside = read_hierarchy().members(level, within)
    known = {row["adcode"]: row["name_zh"] for row in rows_of(level)}
    label, rows = read_list(PLACES / "former.csv")
    changes = _Changes(rows, frozenset(label["renamed"]), frozenset(label["united"]))
    every = [
        _ended(row, changes, level)
        for row in rows
        if row["level"] == level or level == "prefecture"
    ]
    # What lies right under a province stands among the prefectures, too.
    here = (one for one in every if set(one.now) <= set(known) and not _same_today(one, known))
    return FormerPlaces.of((one for one in here if not set(one.now).isdisjoint(inside)), known)


def _same_today(one: Ended, known: Mapping[str, str]) -> bool:
    return known.get(one.code) == one.name


def _ended(row: Mapping[str, str], changes: _Changes, level: Level) -> Ended:
    parents = (row["old_parent"], row["province_zh"])
    return Ended(
        level="prefecture" if row["level"] == "prefecture" else "county",
        code=row["old_code"],
        name=row["old_name"],
        parents=tuple(p for p in parents if p not in (*_NO_PARENT, row["old_name"])),
        since=int(row["in_force_from"] or 0),
        until=int(row["changed_in"] or 0),
        now=tuple(a for code in row["cnmaps_codes"].split("|") for a in _at(level, code)),
        same=changes.leave_it_the_same(row),
        reused="CODE REUSED" in row["note"],
    )


def _at(level: Level, adcode: str) -> tuple[str, ...]:
    """A place of a level; of one of a higher level those in it: 西沙群岛 is some of 三沙市."""
    known = read_hierarchy()
    if LEVELS.index(known.level_of(adcode)) < LEVELS.index(level):
        return known.members(level, adcode)
    return (adcode,)


class _Changes:
    """What happened to places, one change after the other."""

    def __init__(
        self, rows: Iterable[Mapping[str, str]], renamed: Collection[str], united: Collection[str]
    ) -> None:
        self._renamed, self._united = renamed, united
        self._of = defaultdict(list)
        self._into: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows:
            self._of[row["old_code"]].append(row)
            if row["changed_in"] and not row["change"].startswith("split"):
                self._into[row["new_codes"], row["changed_in"]].add(row["old_code"])

    def leave_it_the_same(self, row: Mapping[str, str]) -> bool:
        """Whether a place is one place of today, which is that one and no more."""
        code, year = row["new_codes"], row["changed_in"]
        if "|" in code or "|" in row["cnmaps_codes"] or row["old_code"] in self._united:
            return False
        if row["change"].startswith(_UNITED) and row["old_code"] not in self._renamed:
            return False
        if year and len(self._into[code, year]) > 1:
            return False
        later = [r for r in self._of[code] if r["changed_in"] > year] if year else []
        return all(map(self.leave_it_the_same, later))


def _with_short(names: Iterable[str]) -> list[str]:
    """Names, each with its form without the generic word."""
    return [form for name in names for form in (name, *shorter(name))]
