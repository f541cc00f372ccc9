"""The names of one level in the part of the country that a table is about, beside those of the
levels above and below: what is a place of another level is told apart from what is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from geo.model import LEVELS, GroupKind, Level, Match, Place, Text
from geo.places import SETS, read_gazetteer
from geo.tables.names import MOST_REMEMBERED, Names, RememberedNames

#: What a city's districts are called together.
_DISTRICTS = ("市辖区", "市本级", "本级", "市区")
#: The names of a level.
NamesOf = Callable[[Level], Names]


def remembered() -> NamesOf:
    """The names of every level, read when they are asked for; each spelling is looked up once."""
    return cache(lambda level: RememberedNames(read_gazetteer(SETS[level])))


class NamesOfLevel:
    """What a table of prefectures or counties asks of the names.

    A name that several places bear is that of the one which lies in the part looked at. The name of
    that part is the total of its places; a place of another level is a group of that level, one
    that lies elsewhere is none.
    ``year`` is that of the table: names are read as they were in force then.
    """

    def __init__(
        self, level: Level, within: str, names_of: NamesOf, *, year: int | None = None
    ) -> None:
        self.level, self.within = level, within
        every = read_gazetteer(SETS[level])
        self._names = names = every.within(within) if within else every
        self._names_of, self._every, self._year = names_of, names_of(level), year
        self._resolve = lru_cache(MOST_REMEMBERED)(
            lambda text, within: names.resolve(text, within=within, year=year)
        )
        self._group = lru_cache(MOST_REMEMBERED)(self._find_group)

    def of_year(self, year: int) -> NamesOfLevel:
        """The same names, as they were in a year."""
        return NamesOfLevel(self.level, self.within, self._names_of, year=year)

    def resolve(self, text: str, *, within: Sequence[str] = ()) -> Match | None:
        return self._resolve(text, tuple(within))

    def recognise(self, text: str) -> Match | None:
        """The same, and of a name that several places bear the first: it is a name."""
        found = self.resolve(text)
        if found is None and (shared := self.namesakes(text)):
            return Match(shared[0], "name")
        return found

    def group(self, text: str) -> GroupKind | None:
        return self._group(text)

    def place_above(self, text: str) -> tuple[Level, str] | None:
        """The place of a higher level that a text names, but none of this one."""
        if self.resolve(text) or self.namesakes(text):
            return None
        for level in reversed(LEVELS[: LEVELS.index(self.level)]):
            match = self._names_of(level).resolve(text)
            if match is not None and match.how != "address":
                return level, match.adcode
        return None

    def namesakes(self, text: str) -> tuple[str, ...]:
        return self._names.namesakes(text)

    def merged_into(self, text: str) -> str:
        """The place of which a former one is a part now, whole; "" for none: it may be divided."""
        former = () if self.resolve(text) else self._names.former(text, year=self._year)
        now = {one.now for one in former if not one.same}
        (found,) = now.pop() if len(now) == 1 and len(next(iter(now))) == 1 else ("",)
        return found

    def lies_in(self, adcode: str, text: str) -> bool | None:
        return self._names.lies_in(adcode, text)

    def suggest(self, text: str) -> tuple[Place, ...]:
        return self._names.suggest(text, limit=max(3, len(self.namesakes(text))))

    def surely(self, text: str) -> Place | None:
        return self._names.surely(text)

    def explain(self, text: str, *, within: Sequence[str] = ()) -> Text:
        return self._names.explain(text, within=within, year=self._year)

    def _find_group(self, text: str) -> GroupKind | None:
        if not text or self.resolve(text) or self._names.candidates(text):
            return None
        if self._every.resolve(text):
            return "elsewhere"
        if self._every.namesakes(text):
            return None
        found = self._names_of("province").group(text)
        if found is not None:
            return found
        if self.level == "county" and _is_districts(text, self._names_of("prefecture")):
            return "region"
        for level in LEVELS:
            if level == self.level:
                continue
            match = self._names_of(level).resolve(text)
            if match is None and self._names_of(level).namesakes(text):
                return level
            if match is not None and match.how != "address":  # of which the place is not sure
                return "total" if match.adcode == self.within else level
        return None


def _is_districts(text: str, cities: Names) -> bool:
    """Whether a text means the districts of a city together: 市辖区, 合肥市区, 合肥市本级."""
    bare = "".join(text.split())
    found = next((bare.removesuffix(end) for end in _DISTRICTS if bare.endswith(end)), None)
    return found == "" or (found is not None and any(map(cities.resolve, (found, f"{found}市"))))
