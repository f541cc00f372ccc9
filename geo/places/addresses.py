"""Addresses: 安徽省合肥市蜀山区长江西路200号 lies in a province, a prefecture and a county.

How one is read: from its beginning on, the longest known name first, and every name must lie in
those before it. A name without its generic word is none where a street begins (上海路 in 南京, 北京
东路, 安徽路), and that of a county only where nothing follows. A former name leads to where the
place is now (襄樊市, 崇文区), as far as that is one place. What may be several places is none of
them: of each level there is a place or a reason, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate

from geo.model import LEVELS, Level, Text, both
from geo.places.address_names import Meaning, Where, address_names, shared
from geo.places.spelling import writing

#: So many characters may name places: 新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县 has 23.
_LONGEST = 48
_SKIPPED = " \t\u3000\u00a0,，、.。·;；:：-—_()（）[]【】/\\|\"'“”"
_COUNTRY = ("中华人民共和国", "中国")
#: The beginning of a name that is in no list: 雄安新区, 高新区.
_AREA = re.compile("[^路街道巷弄村镇乡号0-9]{1,10}?[区县市旗盟州]")
#: What follows a place in an address, and in no table of figures: 铁路 and 农村 are no addresses.
_STREET = re.compile("[^公铁道线网水航]路|.街|.大道|.巷|.弄|.胡同|[0-9]号|[^农城乡集]{2}[镇乡村]$")
#: So many characters tell which beginnings may be those of an address.
_HEAD = 4
#: No name ends before it: 南京市场 is no 南京市.
_GOES_ON = "场"
#: What names may mean, one after the other.
Path = tuple[Meaning, ...]
_LOWEST = len(LEVELS) - 1
#: A full name of so many characters may be a part of any city: 东区, 新区.
_ANYWHERE = 2


@dataclass(frozen=True)
class Addressed:
    """The place of one level in which an address lies, by its code; "" where that is not certain,
    and ``why`` says why not."""

    adcode: str
    why: Text = Text("", "")


class Said:
    """What the names say with which an address begins: ``paths`` are what they may mean, one after
    the other, and ``meant`` those of today where there are any and more than one name; ``where`` is
    what is certain of where that is. What a further name makes of it is worked out once, however
    many addresses go on so: ``known`` are those that are always full."""

    def __init__(self, names: tuple[str, ...] = (), paths: Iterable[Path] = ()) -> None:
        self.names, self.paths = names, tuple(paths)
        self.level = max((path[-1].level for path in self.paths), default=-1)
        self.is_all = bool(self.paths) and all(path[-1].level == _LOWEST for path in self.paths)
        today = tuple(p for p in self.paths if len(p) > 1 and not any(one.past for one in p))
        self.meant = today or self.paths
        self.where = shared(map(_where, self.meant))
        self.known: dict[str, Said] = {}
        self._then: dict[tuple[str, int], Said | None] = {}

    def then(self, name: str, meanings: tuple[Meaning, ...], standing: int) -> Said | None:
        """What is said with one name more, of whose meanings those stand that have a bit; None
        where it lies elsewhere."""
        key = (name, standing)
        if key not in self._then:
            paths = [
                (*path, one)
                for path in self.paths or ((),)
                for number, one in enumerate(meanings)
                if standing >> number & 1 and (not path or path[-1].holds(one))
            ]
            self._then[key] = more = Said((*self.names, name), paths) if paths else None
            if more and not meanings[-1].short:
                self.known[name] = more
        return self._then[key]


@dataclass(frozen=True)
class Reading:
    """What an address says: what the names do with which it begins, the name after them that lies
    elsewhere if there is one, and all that follows."""

    said: Said
    unfit: str
    rest: str

    @cached_property
    def where(self) -> Where:
        """The province, the prefecture and the county, as far as they are certain."""
        if not self.unfit:
            return self.said.where
        others = (one.where for one in address_names().meanings[self.unfit])
        return shared([self.said.where, *others])

    @property
    def is_address(self) -> bool:
        """Whether a street or a village follows the names."""
        return bool(self.said.names) and names_street(self.rest)


def read_addresses(texts: Iterable[str], level: Level) -> tuple[Addressed, ...]:
    """The places of a level in which addresses lie; a million take some seconds.

    Parameters
    ----------
    texts
        Addresses in Chinese, such as 合肥长江中路15号.
    level
        The level asked: what is not certain at a low one may be so at a higher one.
    """
    number = LEVELS.index(level)
    known: dict[Said | tuple[Said, str], Addressed] = {}
    found = []
    for text in texts:
        said, unfit, _ = _read(_plain(text))
        told = known.get((said, unfit) if unfit else said)
        if told is None:
            reading = Reading(said, unfit, "")
            adcode = reading.where[number]
            told = Addressed(adcode, Text("", "") if adcode else why_not(reading, level))
            known[(said, unfit) if unfit else said] = told
        found.append(told)
    return tuple(found)


def read_address(text: str) -> Reading:
    """What an address says."""
    plain = _plain(text)
    said, unfit, start = _read(plain)
    return Reading(said, unfit, plain[start:])


def names_street(text: str) -> bool:
    """Whether a text has a street or a village in it, as no row of a table of figures has."""
    return _STREET.search(text) is not None


def why_not(reading: Reading, level: Level) -> Text:
    """Why the place of a level in which an address lies is not certain."""
    names, lasts = reading.said.names, {path[-1] for path in reading.said.paths}
    said = "".join(names)
    if reading.unfit:
        return _told("address_unfit", name=reading.unfit, said=said)
    if not names:
        return _told("address_unknown")
    past = [one.past for one in lasts if one.past and len(one.past.now) > 1]
    if len(lasts) == 1 and past and reading.said.level >= LEVELS.index(level):
        return _told("address_divided", name=past[0].name, year=str(past[0].until))
    if len({one.where for one in lasts}) > 1:
        return _told("address_ambiguous", name=names[-1], said=said)
    return _told("address_ends", said=said, level=both(f"a_{level}", section="places"))


def _read(plain: str) -> tuple[Said, str, int]:
    """What the names say with which a text begins, the name after them that lies elsewhere, and
    where the rest begins."""
    heads, known = _heads()
    for length in heads.get(plain[:_HEAD], ()):
        head = plain[:length]
        said = known.get(head)
        if said and plain[length : length + 1] != _GOES_ON:
            return said, "", len(head)
    said, unfit, start = _read_on(plain)
    if said.is_all and _is_whole(said, plain[:start]):
        known[plain[:start]] = said
        lengths = {*heads.get(plain[:_HEAD], ()), start}
        heads[plain[:_HEAD]] = tuple(sorted(lengths, reverse=True))
    return said, unfit, start


def _is_whole(said: Said, head: str) -> bool:
    """Whether a text is read so however it goes on: it consists of the names, the last of them is
    full, and no name that is longer begins in it."""
    names = address_names()
    if "".join(said.names) != head or any(one.short for one in names.meanings[said.names[-1]]):
        return False
    starts = accumulate((len(name) for name in said.names[:-1]), initial=0)
    return not any(names.goes_on(head[start:]) for start in starts)


def _read_on(plain: str) -> tuple[Said, str, int]:
    """The same of a text that begins as none before."""
    said, start = _nothing(), 0
    while not said.is_all:
        more, length, unfit = _next(said, plain, start)
        if more:
            said, start = more, start + length
            continue
        area = None if unfit or not said.names else _AREA.match(plain, start)
        if not area:
            return said, unfit, start
        more, length, _ = _next(said, plain, area.end(), full=True)
        return (more, "", area.end() + length) if more else (said, "", start)
    return said, "", start


def _next(
    said: Said, plain: str, start: int, *, full: bool = False
) -> tuple[Said | None, int, str]:
    """What is said with the longest name from a position on that lies in those before it, and its
    length; else a full name there that lies elsewhere. If ``full``, short names do not count."""
    known, unfit = address_names(), ""
    for length in known.lengths.get(plain[start : start + 2], ()):
        name = plain[start : start + length]
        end = start + len(name)
        more = said.known.get(name)
        if more and plain[end : end + 1] != _GOES_ON:
            return more, len(name), ""  # nothing else is looked at with most addresses
        meanings = known.meanings.get(name)
        if meanings is None:
            continue
        standing = _standing(meanings, plain, end, first=not said.names, full=full)
        more = said.then(name, meanings, standing) if standing else None
        if more:
            return more, len(name), ""
        if standing & 1 and said.names and len(name) > _ANYWHERE:
            unfit = unfit or name
    return None, 0, unfit


def _standing(
    meanings: tuple[Meaning, ...], plain: str, end: int, *, first: bool, full: bool
) -> int:
    """Which meanings of a name that ends somewhere in a text are the place's, and not the street's
    that is called after it, as bits: full names always are."""
    if not meanings[-1].short:  # the full ones come first
        return 0 if plain[end : end + 1] == _GOES_ON else (1 << len(meanings)) - 1
    bits = 0
    for number, one in enumerate(meanings):
        if not one.short or (not full and _short_stands(one, plain[end:], first=first)):
            bits |= 1 << number
    return bits


def _short_stands(one: Meaning, rest: str, *, first: bool) -> bool:
    """Whether a name without its generic word is that of the place."""
    if one.level == _LOWEST:
        return not rest and not first
    if not rest:
        return True
    known = address_names()
    for length in known.lengths.get(rest[:2], ()):
        lower = known.meanings.get(rest[:length], ())
        ends = length == len(rest)
        if any(one.holds(o) and (ends or o.level < _LOWEST or not o.short) for o in lower):
            return True
    if _called_after().match(rest):
        return False
    if first:
        return one.name not in writing().addresses["words"] and bool(_STREET.search(rest))
    return True


def _where(path: Path) -> Where:
    """Where the place lies that names one after the other mean: the last knows best."""
    found = [next((one.where[i] for one in reversed(path) if one.where[i]), "") for i in range(3)]
    return found[0], found[1], found[2]


def _plain(text: str) -> str:
    """The beginning of a text without what stands between its words, and before its first name."""
    plain = text[: 2 * _LONGEST].translate(_characters())
    if plain.startswith("中"):
        for country in _COUNTRY:
            plain = plain.removeprefix(country)
    return plain.lstrip("0123456789")


@cache
def _characters() -> dict[int, int | None]:
    """Characters that are read as others, or passed over."""
    wide = {ord("０") + digit: ord("0") + digit for digit in range(10)}
    return {**writing().simplified, **wide, **dict.fromkeys(map(ord, _SKIPPED))}


@cache
def _nothing() -> Said:
    return Said()


@cache
def _heads() -> tuple[dict[str, tuple[int, ...]], dict[str, Said]]:
    """What was read before: how long the beginnings are that begin alike, and what they say."""
    return {}, {}


@cache
def _called_after() -> re.Pattern[str]:
    """What follows the name of a place in that of something called after it."""
    words = writing().addresses
    streets = "|".join(sorted(words["streets"], key=len, reverse=True))
    return re.compile(
        f"[东西南北中内外一二三四五六七八九十]*(?:{streets})|{'|'.join(words['called_after'])}"
        f"|[{words['features']}](?:$|[0-9路街大内外村镇乡])"
    )


def _told(key: str, **values: Text | str) -> Text:
    return both(key, section="places", **values)
