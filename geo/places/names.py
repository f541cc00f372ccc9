"""What places are called: any known spelling of a place leads to its adcode, others to a reason.

How a spelling is read:

1. Unicode form (NFKC), case, and traditional characters for simplified ones never matter, nor
   does an office's 一、 before a name or the mark of a footnote (①) after it.
2. Digits are a GB/T 2260 code, whatever its form: 34, 340000, 340000.0, 340000000000, 34 00 00.
3. What may mean several places ("shan xi", 广, CN.HA, a name that two places share) names none.
4. Anything else is looked up without blanks and punctuation, as it stands. A name may be followed
   by the words that go with its kind: 安徽, 安徽省, Anhui Prov., Ānhuī Shěng; Beijing City, but not
   Jilin City, which is no province. Tone marks may be left off, but a wrong one is wrong.
5. A cell that says several things (安徽 Anhui, Xizang (Tibet), 34 安徽, Hong Kong, China) names a
   place if all of them do, and the same one; the country is passed over.
6. A name that several places bear (鼓楼区) names the one that lies in what else is said, in the
   same cell (南京市鼓楼区) or beside it: ``within``. What lies elsewhere is never meant.
7. A name or a code that the very same place had once (襄樊, 大兴县, 110224) names it; what is a
   part of another place now, or of several, names none (:mod:`geo.places.former`). A name that is
   in force elsewhere is that place's, unless what else is said or the year of the table speak for
   the one that had it then. What may be said of a part of any place (市区, 南部) needs a parent.
8. An address names the place in which it lies (:mod:`geo.places.addresses`).

Two or three letters are a code (AH, HLJ) unless another office gives them to another place (HB) or
readers confuse them (SX). The spellings are rows of ``data/places/<id>.csv`` and of
``customary.csv``, what may follow them and which characters are the same is in ``writing.toml``,
what is ambiguous in the provinces' label. Of prefectures and counties nobody has written down the
tones, so that these are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

from geo.model import Level, Match, Place, Text, UnknownNameError
from geo.places.codes import gb_codes
from geo.places.gazetteer import Gazetteer
from geo.places.hierarchy import level_of_set
from geo.places.listed import Above, above_of, names_of, read_provinces
from geo.places.name_list import NameList, called
from geo.places.spelling import PLACES, normalise

#: Lists that serve the lists of places.
_SERVING = ("areas", "customary", "former", "groups")


def make_gazetteer(places: Iterable[Place]) -> Gazetteer:
    """The gazetteer of any places: they are known by their codes, names and full names.

    A generic word at the end (市, County, …) may be left off while what remains is nobody else's.
    A name that two places share resolves to neither, unless it is said in what the place lies:
    they know it by :attr:`Place.parents` and by their codes. Where all of them are provinces,
    they have all spellings of the provinces, too.
    """
    every = tuple(places)
    own = _known_as_provinces(Gazetteer.of(map(called, every)))
    return replace(own, above=(*_above_by_code(every), *_above_by_name(every)))


@cache
def read_gazetteer(identifier: str = "provinces", *, folder: Path = PLACES) -> Gazetteer:
    """Read the names of places: of the provinces, prefectures or counties.

    Raises
    ------
    UnknownNameError
        If there is no such list of names.
    LabelError
        If the list does not match its label.
    ValueError
        If a spelling belongs to two places, or an ambiguous one to a place that is not there.
    """
    path = folder / f"{identifier}.csv"
    if not path.is_file() or identifier in _SERVING:
        known = [p.stem for p in folder.glob("*.csv") if p.stem not in _SERVING]
        raise UnknownNameError("list of names", identifier, known)
    level = level_of_set(identifier) if folder == PLACES else None
    if level:
        return _gazetteer_of(names_of(level), level, above_of(level))
    return _gazetteer_of(read_provinces(path), "province", ())


def _gazetteer_of(names: NameList, level: Level, above: tuple[Above, ...]) -> Gazetteer:
    own = {field.name: getattr(names, field.name) for field in fields(NameList)}
    return Gazetteer(**own, level=level, above=above)


def _known_as_provinces(gazetteer: Gazetteer) -> Gazetteer:
    """A gazetteer with all spellings of the provinces, if its places are provinces, each another;
    otherwise as it is. A place alone may be a city's namesake."""
    listed, codes = read_gazetteer(), gb_codes(gazetteer.places)
    own: dict[str, str] = {}
    for place in gazetteer.places.values():
        matches = map(listed.resolve, (place.name.zh, place.name.en, place.full.zh, place.full.en))
        found = {match.adcode for match in matches if match is not None and match.how != "code"}
        if place.adcode in codes:
            found.add(codes[place.adcode][:6])
        if len(found) != 1 or not found <= set(listed.places) - set(own):
            return gazetteer
        own[found.pop()] = place.adcode
    if len(own) < 2:
        return gazetteer

    def of_own(lists: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        mapped = {key: tuple(own[a] for a in found if a in own) for key, found in lists.items()}
        return {key: found for key, found in mapped.items() if found}

    known = {k: Match(own[m.adcode], m.how) for k, m in listed.spellings.items() if m.adcode in own}
    return replace(
        gazetteer,
        spellings=known | dict(gazetteer.spellings),
        codes={code: own[a] for code, a in listed.codes.items() if a in own}
        | dict(gazetteer.codes),
        ambiguous=of_own(listed.ambiguous) | dict(gazetteer.ambiguous),
        near=of_own(listed.near) | dict(gazetteer.near),
    )


def _above_by_code(places: Iterable[Place]) -> Iterator[Above]:
    """The prefectures and provinces that the places' codes lie in."""
    codes = gb_codes(place.adcode for place in places)
    for names, digits in ((names_of("prefecture"), 4), (names_of("province"), 2)):
        above = {adcode: code[:digits].ljust(6, "0") for adcode, code in codes.items()}
        of = {
            adcode: upper
            for adcode, upper in above.items()
            if upper in names.places and codes[adcode] != upper.ljust(12, "0")
        }
        if of:
            yield Above(names, of)


def _above_by_name(places: Sequence[Place]) -> Iterator[Above]:
    """The levels above that the places name themselves, one for each position."""
    for position in range(max((len(place.parents) for place in places), default=0)):
        named = {p.adcode: p.parents[position] for p in places if p.parents[position:]}
        named = {adcode: name for adcode, name in named.items() if normalise(name)}
        keys = {name: str(number) for number, name in enumerate(dict.fromkeys(named.values()))}
        upper = [called(Place(key, Text(n, n), Text(n, n))) for n, key in keys.items()]
        yield Above(NameList.of(upper), {adcode: keys[name] for adcode, name in named.items()})
