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

Two or three letters are a code (AH, HLJ) unless another office gives them to another place (HB) or
readers confuse them (SX). The spellings are rows of ``data/places/<id>.csv``, what may follow them
and which characters are the same is in ``writing.toml``, what is ambiguous in the list's label.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from rapidfuzz import fuzz, process

from geo.model import (
    DATA,
    GroupKind,
    Label,
    Language,
    Match,
    Place,
    Text,
    UnknownNameError,
    both,
    read_label,
    read_rows,
    text_of,
)

PLACES = DATA / "places"

How = Literal["code", "name", "alias"]

#: Lists that serve the lists of places.
_SERVING = ("cities", "groups")

_CHINESE = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff"
_NUMBER = re.compile(r"'?([0-9]+)(\.0*)?")
#: A GB/T 2260 code in any length, with the country's number before it or without: 34, 3401, 340102,
#: 156340102, 340102000, 340102000000.
_GB_CODE = re.compile(
    r"(?:156(?=[0-9]{6}$))?((?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"
    r"(?:[0-9]{2}|[0-9]{4}(?:[0-9]{3}|[0-9]{6})?)?)"
)
_LOWER_CODE = re.compile(r"([0-9]{2})[0-9]{4}([0-9]{3}|[0-9]{6})?")
_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(rf"[{_CHINESE}][{_CHINESE}\s]*|[^{_CHINESE}|/,;:()\[\]、]+")

_BEFORE = re.compile(r"\s*([(（]?[一二三四五六七八九十]{1,3}[)）、.．]|其中\s*[:：])")

#: How alike a suggestion must be, of 100. Two characters of which one is right are alike by half.
_ALIKE = {"zh": 50.0, "en": 75.0}
#: Fewer letters are an abbreviation, which is compared by its letters and not by likeness.
_ABBREVIATED = 3
#: Longer texts are no names; they are cut before they are compared or shown.
_LONGEST = 200
#: Longer texts are no addresses: 新疆维吾尔自治区博尔塔拉蒙古自治州阿拉山口市 has 22 characters.
_LONGEST_ADDRESS = 40
_SHOWN = 60


@dataclass(frozen=True)
class _Writing:
    """How names are written: ``writing.toml``."""

    simplified: Mapping[int, int]
    generic: Mapping[str, tuple[str, ...]]
    endings: tuple[str, ...]
    country: frozenset[str]
    peoples: tuple[str, ...]


@cache
def _writing() -> _Writing:
    data = tomllib.loads((PLACES / "writing.toml").read_text(encoding="utf-8"))
    characters = ("".join(data["characters"][k].split()) for k in ("traditional", "simplified"))
    words = {word for words in data["generic"].values() for word in words}
    kinds = sorted(data["generic"], key=len, reverse=True)  # 自治区 before 区
    return _Writing(
        simplified=str.maketrans(*characters),
        generic={ending: tuple(data["generic"][ending]) for ending in kinds},
        endings=tuple(sorted((word.casefold() for word in words), key=len, reverse=True)),
        country=frozenset(
            "".join(_WORD.findall(word.casefold())) for word in data["country"]["words"]
        ),
        peoples=tuple(sorted(data["peoples"]["words"], key=len, reverse=True)),
    )


def _fold(text: str) -> str:
    """A text without what is only another way to write the same characters, and without what
    offices put around a name: 一、 or 其中： before it, the mark of a footnote (①, ²) after it."""
    before = _BEFORE.match(text)
    bare = text[before.end() :] if before else text
    text = "".join(c for c in bare if unicodedata.category(c) != "No")
    # Case folding can leave what NFKC would write otherwise.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.translate(_writing().simplified)


def normalise(text: str) -> str:
    """A spelling without what does not tell places apart: Unicode form, case, traditional
    characters, blanks and punctuation. Tone marks stay, since they tell Shānxī from Shǎnxī."""
    plain = "".join(filter(str.isalnum, _fold(text)))
    # Letters may combine once nothing stands between them any more; plain ones never do.
    return plain if plain == text or plain.isascii() else normalise(plain)


def _code(text: str) -> str:
    """A text as a code: no blanks, and a whole number without its decimals."""
    joined = "".join(_fold(text).split())
    number = _NUMBER.fullmatch(joined)
    return number[1] if number else joined


def _spaced(text: str) -> str:
    """A spelling with one blank wherever something stands between its letters."""
    return " ".join(_WORD.findall(_fold(text)))


def _without_tones(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _is_chinese(text: str) -> bool:
    return re.search(f"[{_CHINESE}]", text) is not None


def _pieces(text: str) -> list[str]:
    """What a cell says, one by one, if it says several things: Xizang (Tibet), 安徽 Anhui."""
    pieces = _PIECE.findall(_fold(text))
    return [piece for piece in pieces if normalise(piece) not in ("", *_writing().country)]


def _shorter(name: str) -> Iterator[str]:
    """A name without the generic word at its end, then without the peoples before that."""
    spaced = _spaced(name)
    for ending in _writing().endings:
        gap = "" if _is_chinese(ending) else " "
        rest = spaced.removesuffix(gap + _spaced(ending))
        if rest != spaced and _is_long(rest):
            yield rest
            break
    else:
        return
    while people := next((p for p in _writing().peoples if rest.endswith(p)), ""):
        rest = rest.removesuffix(people)
        if not _is_long(rest):
            return
        yield rest


def _is_long(name: str) -> bool:
    """Whether a name tells enough without its generic word: 安徽 does, 沪 does not."""
    return len(normalise(name)) >= (2 if _is_chinese(name) else 3)


@dataclass(frozen=True)
class Above:
    """The places of a higher level in which those of a gazetteer lie.

    ``names`` are their names; ``of`` says in which of them each place lies, where that is known.
    """

    names: Gazetteer
    of: Mapping[str, str]


@dataclass(frozen=True)
class Gazetteer:
    """The places of one level and every spelling known for them.

    ``spellings`` are normalised; ``codes`` are codes as :func:`_code` reads them; ``ambiguous``
    are spellings with the places they may mean; ``near`` is what an unknown spelling is compared
    with. ``provincial`` says that the places are provinces,
    so that a city is a place within one of them. ``above`` are the levels above, the nearest first.
    """

    places: Mapping[str, Place]
    spellings: Mapping[str, Match]
    codes: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provincial: bool = False
    above: tuple[Above, ...] = ()

    def resolve(self, text: str, *, within: Sequence[str] = ()) -> Match | None:
        """The place a spelling names, or None. Nothing is ever guessed.

        ``within`` is what else is said of where the place lies: of several places of one name it
        is the one that lies there, and a place that lies elsewhere is not meant.
        """
        found = self._look_up(text) or self._look_up_address(text, within)
        if found is None:
            matches = self._look_up_pieces(text)
            found = matches[0] if len({match.adcode for match in matches}) == 1 else None
        if found is None:
            return self._tell_apart(self.namesakes(text), within)
        return None if self._lies_elsewhere(found.adcode, within) else found

    def namesakes(self, text: str) -> tuple[str, ...]:
        """The places that bear a name, if it does not tell which of them is meant."""
        forms = (_code(text), _spaced(text), normalise(text))
        return next((self.ambiguous[form] for form in forms if form in self.ambiguous), ())

    def lies_in(self, adcode: str, text: str) -> bool | None:
        """Whether a place lies in what a text names; None where that is not known of it, or the
        text names nothing in which places of this list lie. Codes are not read: a number is one
        too easily."""
        found = []
        for above in self.above:
            match = above.names.resolve(text) if adcode in above.of else None
            meant = (match.adcode,) if match else above.names.namesakes(text)
            if meant and adcode in above.of and not (match and match.how == "code"):
                found.append(above.of[adcode] in meant)
        return any(found) if found else None  # 吉林 is a province as well as a city in it

    def suggest(self, text: str, limit: int = 3) -> tuple[Place, ...]:
        """Places whose spellings are near the text, nearest first; may be empty.

        Of an ambiguous spelling these are the places it may mean. What is known to be no place
        of the list (a total, a city among provinces) is near to none.
        """
        text = text[:_LONGEST]
        match = self.resolve(text)
        if match is not None:
            return (self.places[match.adcode],)
        rivals = self._candidates(text)
        if rivals:
            return tuple(self.places[adcode] for adcode in rivals[:limit])
        if self.group(text) or self._lower_places(text) or self._province_of_code(text):
            return ()
        wanted = _without_tones(normalise(next(iter(_shorter(text)), text)))
        if not wanted or wanted.isdecimal():
            return ()
        if len(wanted) <= _ABBREVIATED and wanted.isascii():
            return tuple(self.places[adcode] for adcode in self._abbreviated(wanted))[:limit]
        near = process.extract(
            wanted,
            list(self.near),
            scorer=fuzz.ratio,
            limit=limit * 5,  # a place may be near by several of its spellings
            score_cutoff=_ALIKE["zh" if _is_chinese(wanted) else "en"],
        )
        adcodes = dict.fromkeys(adcode for spelling, _, _ in near for adcode in self.near[spelling])
        return tuple(self.places[adcode] for adcode in adcodes)[:limit]

    def group(self, text: str) -> GroupKind | None:
        """What a text stands for that names no single place: a total, a region and so on."""
        groups = _groups()
        found = groups.get(normalise(text))
        if found is None:
            kinds = {groups.get(normalise(piece)) for piece in _pieces(text[:_LONGEST])}
            found = kinds.pop() if len(kinds) == 1 else None
        return None if found is None or self.resolve(text) else found

    def explain(self, text: str, *, within: Sequence[str] = ()) -> Text:
        """Why a text was not matched, as far as that is known; empty where it is not."""
        text = text[:_LONGEST]
        shown = " ".join(text.split())[:_SHOWN]
        match = self.resolve(text)
        if match:
            said = self._lies_elsewhere(match.adcode, within)
            return self._contradicted(match.adcode, said) if said else Text("", "")
        rivals = self._candidates(text)
        if rivals:
            return _told("may_be", text=shown, places=self._either(rivals))
        kind = self.group(text)
        if kind:
            return _told(kind, text=shown)
        lower = self._lower_places(text)
        if len(lower) == 1:
            (city,) = lower
            where = self._province(city.province)
            return _told("lies_in", name=city.place.name, kind=city.kind, province=where)
        if lower:
            either = _listed(self._city_in_full(city) for city in lower)
            return _told("lie_in", text=shown, places=either)
        province = self._province_of_code(text)
        if province:
            return _told("code_in", text=_code(text), province=province)
        return Text("", "")

    def _look_up(self, text: str) -> Match | None:
        adcode = self.codes.get(_code(text))
        if adcode is not None:
            return Match(adcode, "code")
        found = self.spellings.get(normalise(text))
        return None if found is None or self.namesakes(text) else found

    def _look_up_pieces(self, text: str) -> list[Match]:
        """The places that the pieces of a cell name, if every piece names one.

        Codes alone are none: 11/11 is a date.
        """
        matches = [self._look_up(piece) for piece in _pieces(text[:_LONGEST])]
        found = [match for match in matches if match is not None]
        named = any(match.how != "code" for match in found)
        return found if named and len(found) == len(matches) else []

    def _look_up_address(self, text: str, within: Sequence[str]) -> Match | None:
        """The place at the end of an address, which begins with what the place lies in."""
        if not self.above or len(text) > _LONGEST_ADDRESS or not _is_chinese(text):
            return None
        whole = normalise(text)
        for cut in range(1, len(whole)):
            name = whole[cut:]  # most texts end with none
            named = self.spellings.get(name)
            rivals = (named.adcode,) if named else self.ambiguous.get(name, ())
            names = self._names_above(whole[:cut]) if rivals else ()
            match = self._tell_apart(rivals, (*names, *within)) if names else None
            if match is not None:
                return match
        return None

    def _names_above(self, text: str) -> tuple[str, ...]:
        """The names of places above that a text consists of: one, or two of different levels."""
        known = [above.names for above in self.above]
        if any(names.resolve(text) for names in known):
            return (text,)
        cuts = ((text[:cut], text[cut:]) for cut in range(1, len(text)))
        return next(
            (pair for pair in cuts if all(any(n.resolve(part) for n in known) for part in pair)),
            (),
        )

    def _tell_apart(self, adcodes: Iterable[str], within: Sequence[str]) -> Match | None:
        """The one of several places that lies in what else is said, if it is one alone."""
        fitting = []
        for adcode in adcodes if within else ():
            lies = {self.lies_in(adcode, name) for name in within}
            if True in lies and False not in lies:
                fitting.append(adcode)
        return Match(fitting[0], "parent") if len(fitting) == 1 else None

    def _lies_elsewhere(self, adcode: str, within: Sequence[str]) -> str:
        """What is said of a place that lies elsewhere; empty where nothing speaks against it."""
        return next((name for name in within if self.lies_in(adcode, name) is False), "")

    def _candidates(self, text: str) -> tuple[str, ...]:
        """The places that an unmatched text names: either of them, or all."""
        pieces = dict.fromkeys(match.adcode for match in self._look_up_pieces(text))
        return self.namesakes(text) or tuple(pieces)

    def _either(self, adcodes: Iterable[str]) -> Text:
        """The places by name; with what they lie in and their codes, too, unless the names are
        those of provinces."""
        places = [self.places[adcode] for adcode in adcodes]
        if self.provincial:
            return _listed([place.name for place in places])
        return _listed(map(self._told_in_full, places))

    def _told_in_full(self, place: Place) -> Text:
        above = self._name_above(place.adcode)
        where = Text(f"{above.en}, " if above.en else "", above.zh)
        return Text(
            f"{place.name.en} ({where.en}{place.adcode})",
            f"{where.zh}{place.name.zh}（{place.adcode}）",
        )

    def _name_above(self, adcode: str) -> Text:
        """What a place lies in, as far as that is known."""
        names = (above.names.places[above.of[adcode]] for above in self.above if adcode in above.of)
        return next((place.full for place in names), Text("", ""))

    def _contradicted(self, adcode: str, said: str) -> Text:
        place, above = self.places[adcode], self._name_above(adcode)
        shown = " ".join(said.split())[:_SHOWN]
        return _told("elsewhere", name=place.name, above=above, said=shown)

    def _abbreviated(self, letters: str) -> Iterable[str]:
        """The places that a few letters may stand for: names that begin with them, then those that
        begin with the first and have the others in this order, as GSU and HLJ do."""
        names = {_without_tones(normalise(place.name.en)) for place in self.places.values()}
        spread = re.compile(".*".join(map(re.escape, letters)))
        found = [
            (not name.startswith(letters), name not in names, len(name), name)
            for name in self.near
            if name.startswith(letters) or (len(letters) == _ABBREVIATED and spread.match(name))
        ]
        return dict.fromkeys(adcode for *_, name in sorted(found) for adcode in self.near[name])

    def _lower_places(self, text: str) -> tuple[_City, ...]:
        """The cities that a text names, if these are provinces."""
        if not self.provincial:
            return ()
        gazetteer, cities = _cities()
        whole = normalise(text)
        provinces = (name.zh for place in self.places.values() for name in (place.full, place.name))
        within = next((p for p in provinces if whole.startswith(p)), "")
        pieces = (piece for piece in _pieces(text) if self._look_up(piece) is None)
        for form in (text, whole.removeprefix(within), *pieces):
            for spelling in (form, _without_tones(normalise(form))):
                match = gazetteer._look_up(spelling)
                keys = (match.adcode,) if match else gazetteer.namesakes(spelling)
                found = tuple(cities[key] for key in keys if cities[key].province in self.places)
                if found:
                    return found
        return ()

    def _city_in_full(self, city: _City) -> Text:
        name, full = city.place.name.en, city.place.full.zh
        where = self._province(city.province)
        return _told("city_in", city=Text(f"{name} ({full})", full), province=where)

    def _province(self, adcode: str) -> Text:
        place = self.places[adcode]
        return Text(place.name.en, place.full.zh)

    def _province_of_code(self, text: str) -> Text | None:
        """The province in which a code lies that is not its own."""
        code = _LOWER_CODE.fullmatch(_code(text)) if self.provincial else None
        adcode = code[1] + "0000" if code else ""
        return self._province(adcode) if adcode in self.places else None


def _told(key: str, **values: Text | str) -> Text:
    return both(key, section="places", **values)


def _listed(texts: Iterable[Text]) -> Text:
    """Texts as alternatives: A, B or C."""

    def join(language: Language, comma: str, last: str) -> str:
        *most, final = (text[language] for text in every)
        return comma.join(most) + (last if most else "") + final

    every = list(texts)
    return Text(join("en", ", ", " or "), join("zh", "、", "或"))


def make_gazetteer(places: Iterable[Place]) -> Gazetteer:
    """The gazetteer of any places: they are known by their codes, names and full names.

    A generic word at the end (市, County, …) may be left off while what remains is nobody else's.
    A name that two places share resolves to neither, unless it is said in what the place lies:
    they know it by :attr:`Place.parents` and by their codes. Where all of them are provinces,
    they have all spellings of the provinces, too.
    """
    every = tuple(places)
    own = _known_as_provinces(_gazetteer(map(_called, every)))
    return replace(own, above=(*_above_by_code(every), *_above_by_name(every)))


@cache
def read_gazetteer(identifier: str = "provinces", *, folder: Path = PLACES) -> Gazetteer:
    """Read the names of places.

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
    label, rows = _read(path)
    gazetteer = _gazetteer(map(_listed_province, rows))
    for spelling, adcodes in gazetteer.ambiguous.items():
        raise ValueError(f"{spelling!r} is the name of both {' and '.join(adcodes)}")
    ambiguous = dict(_ambiguous(label.get("ambiguous", {}), gazetteer.places))
    return replace(gazetteer, ambiguous=ambiguous, provincial=True)


def _read(path: Path) -> tuple[Label, list[dict[str, str]]]:
    label = read_label(path.with_suffix(".toml"), required=("id", "title", "sha256", "source"))
    return label, read_rows(label, path)


@dataclass(frozen=True)
class _Named:
    """A place and what it is called: ``given`` spellings are its own, ``derived`` ones too unless
    they are given to another place; what is like one of ``near`` is near to it."""

    place: Place
    given: Mapping[str, How]
    derived: tuple[str, ...]
    near: tuple[str, ...]


def _called(place: Place) -> _Named:
    """A place of which there is nothing but its names."""
    names = (place.name.en, place.name.zh, place.full.en, place.full.zh)
    shorter = tuple(short for name in names for short in _shorter(name))
    given: dict[str, How] = {place.iso: "code", **dict.fromkeys(names, "name")}
    return _Named(place, given, derived=shorter, near=(*names, *shorter))


def _listed_province(row: Mapping[str, str]) -> _Named:
    """A place with all its spellings, as a row of a list of names has them."""
    place = Place(
        adcode=row["adcode"],
        name=Text(row["name_en"], row["name_zh"]),
        full=Text(row["full_en"], row["full_zh"]),
        iso=row["iso"],
    )
    short = (place.name.en, place.name.zh)
    others = (row["pinyin"], *row["aliases"].split(";"))
    # Of several ways to recognise a spelling the first is told.
    given: dict[str, How] = dict.fromkeys((place.iso, *row["codes"].split(";")), "code")
    given |= dict.fromkeys((*short, place.full.en, place.full.zh), "name")
    for spelling in _with_generic((*short, *others), place.full.zh):
        given.setdefault(spelling, "alias")
    # Without tones 陕西 is spelled like 山西, whose English name that is.
    toneless = tuple(_without_tones(spelling) for spelling in given)
    return _Named(place, given, derived=toneless, near=(*short, *others))


def _with_generic(names: Iterable[str], full: str) -> Iterator[str]:
    """Names, alone and with every generic word of the kind that the full name ends with."""
    generic = _writing().generic
    words = next((generic[ending] for ending in generic if full.endswith(ending)), ())
    for name in names:
        yield name
        if _is_long(name):
            yield from (f"{name} {word}" for word in words)


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
            names += (n for a in adcodes for n in _with_generic([spelling], places[a].full.zh))
        read = str if "." in spelling else _spaced
        yield from ((read(name), tuple(adcodes)) for name in names)


def _gazetteer(named: Iterable[_Named]) -> Gazetteer:
    places: dict[str, Place] = {}
    given: defaultdict[str, dict[str, How]] = defaultdict(dict)
    derived: defaultdict[str, dict[str, How]] = defaultdict(dict)
    near: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one in named:
        adcode = one.place.adcode
        places[adcode] = one.place
        for spelling, how in one.given.items():
            given[normalise(spelling)].setdefault(adcode, how)
        for spelling in one.derived:
            derived[normalise(spelling)].setdefault(adcode, "alias")
        for spelling in one.near:
            near[_without_tones(normalise(spelling))].setdefault(adcode)
    owners = {key: found for key, found in {**derived, **given}.items() if key}
    return Gazetteer(
        places=places,
        spellings={
            key: Match(*next(iter(found.items())))
            for key, found in owners.items()
            if len(found) == 1
        },
        codes=_read_codes(places),
        ambiguous={key: tuple(found) for key, found in owners.items() if len(found) > 1},
        near={key: tuple(found) for key, found in near.items() if key},
    )


def _known_as_provinces(gazetteer: Gazetteer) -> Gazetteer:
    """A gazetteer with all spellings of the provinces, if its places are provinces, each another;
    otherwise as it is. A place alone may be a city's namesake."""
    listed, codes = read_gazetteer(), _gb_codes(gazetteer.places)
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


def _read_codes(adcodes: Collection[str]) -> dict[str, str]:
    """The place of every code: as it stands, and in the other lengths of GB/T 2260 where no other
    place has the same code then."""
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for adcode, code in _gb_codes(adcodes).items():
        for form in _lengths(code):
            forms[form].append(adcode)
    own = {form: found[0] for form, found in forms.items() if len(found) == 1}
    return own | {_code(adcode): adcode for adcode in adcodes}


def _gb_codes(adcodes: Iterable[str]) -> dict[str, str]:
    """The codes of GB/T 2260 in twelve digits; none where other numbers are among them, since it
    is chance then that some of them look like such codes."""
    found = {adcode: _GB_CODE.fullmatch(_code(adcode)) for adcode in adcodes}
    if any(match is None and adcode.isdecimal() for adcode, match in found.items()):
        return {}
    return {adcode: match[1].ljust(12, "0") for adcode, match in found.items() if match}


def _lengths(code: str) -> Iterator[str]:
    """The ways to write a code of twelve digits: with the zeros at its end, and without."""
    yield code
    if code.endswith("000"):
        yield code[:9]
    if code.endswith("000000"):
        yield from (code[:6], f"156{code[:6]}")
    if code.endswith("0000000000"):
        yield code[:2]
    elif code.endswith("00000000"):
        yield code[:4]


def _above_by_code(places: Iterable[Place]) -> Iterator[Above]:
    """The prefectures and provinces that the places' codes lie in."""
    codes = _gb_codes(place.adcode for place in places)
    for names, digits in ((_prefectures(), 4), (read_gazetteer(), 2)):
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
        upper = [_called(Place(key, Text(n, n), Text(n, n))) for n, key in keys.items()]
        yield Above(_gazetteer(upper), {adcode: keys[name] for adcode, name in named.items()})


@dataclass(frozen=True)
class _City:
    """A place below the provinces: what it is called, what it is, and where it lies."""

    place: Place
    kind: Text
    province: str


@cache
def _cities() -> tuple[Gazetteer, Mapping[str, _City]]:
    """Places below the provinces by their codes, or by their names where they have none."""
    cities = {named.place.adcode: city for city, named in _read_cities()}
    return _gazetteer(named for _, named in _read_cities()), cities


@cache
def _prefectures() -> Gazetteer:
    """Those of them that are not within another: what a county's code begins with."""
    return _gazetteer(n for _, n in _read_cities() if re.fullmatch("[0-9]{4}00", n.place.adcode))


@cache
def _read_cities() -> tuple[tuple[_City, _Named], ...]:
    label, rows = _read(PLACES / "cities.csv")
    kinds = {ending: text_of(words, ending) for ending, words in label["kinds"].items()}
    found: list[tuple[_City, _Named]] = []
    for row in rows:
        full = row["name_zh"]
        place = Place(
            adcode=row["adcode"] or full,
            name=Text(row["name_en"], row["short_zh"]),
            full=Text(row["name_en"], full),
        )
        kind = next(kind for ending, kind in kinds.items() if full.endswith(ending))
        names = (row["name_en"], row["short_zh"], *row["aliases"].split(";"))
        given: dict[str, How] = dict.fromkeys((full, *_with_generic(names, full)), "name")
        toneless = tuple(_without_tones(spelling) for spelling in given)
        named = _Named(place, given, derived=toneless, near=())
        found.append((_City(place, kind, row["province"]), named))
    return tuple(found)


@cache
def _groups() -> Mapping[str, GroupKind]:
    _, rows = _read(PLACES / "groups.csv")
    kinds = {kind: kind for kind in get_args(GroupKind)}
    return {normalise(row["spelling"]): kinds[row["kind"]] for row in rows}
