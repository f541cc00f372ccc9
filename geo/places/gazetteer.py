"""The places of one level, and what a spelling says of them: which it names, or why it names none.

See :mod:`geo.places.names` for how a spelling is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from geo.model import GroupKind, Language, Match, Place, Text, both
from geo.places.cities import City, cities_below, groups
from geo.places.name_list import LONGEST, NameList
from geo.places.spelling import (
    is_chinese,
    normalise,
    pieces_of,
    read_code,
    shorter,
    without_tones,
)

_LOWER_CODE = re.compile(r"([0-9]{2})[0-9]{4}([0-9]{3}|[0-9]{6})?")

#: How alike a suggestion must be, of 100. Two characters of which one is right are alike by half.
_ALIKE = {"zh": 50.0, "en": 75.0}
#: Of so many characters one may be wrong by a slip, and two of twice as many.
_SLIP = {"zh": 3, "en": 4}
#: Ends of names of parts: 陕西北 is not all of 陕西.
_PARTS = ("东", "南", "西", "北", "中", "部")
#: Fewer letters are an abbreviation, which is compared by its letters and not by likeness.
_ABBREVIATED = 3
#: Longer texts are no addresses: 新疆维吾尔自治区博尔塔拉蒙古自治州阿拉山口市 has 22 characters.
_LONGEST_ADDRESS = 40
_SHOWN = 60


@dataclass(frozen=True)
class Above:
    """The places of a higher level in which those of a gazetteer lie.

    ``names`` are their names; ``of`` says in which of them each place lies, where that is known.
    """

    names: NameList
    of: Mapping[str, str]


@dataclass(frozen=True)
class Gazetteer(NameList):
    """A list of names that knows what lies where.

    ``provincial`` says that the places are provinces, so that a city is a place within one of
    them. ``above`` are the levels above, the nearest first.
    """

    provincial: bool = False
    above: tuple[Above, ...] = ()

    def resolve(self, text: str, *, within: Sequence[str] = ()) -> Match | None:
        """The place a spelling names, or None. Nothing is ever guessed.

        ``within`` is what else is said of where the place lies: of several places of one name it
        is the one that lies there, and a place that lies elsewhere is not meant.
        """
        found = (
            self.look_up(text)
            or self._look_up_address(text, within)
            or self.look_up_all_pieces(text)
        )
        if found is None:
            return self._tell_apart(self.namesakes(text), within)
        return None if self._lies_elsewhere(found.adcode, within) else found

    def lies_in(self, adcode: str, text: str) -> bool | None:
        """Whether a place lies in what a text names; None where that is not known of it, or the
        text names nothing in which places of this list lie. Codes are not read: a number is one
        too easily."""
        found = []
        for above in self.above:
            match = above.names.find(text) if adcode in above.of else None
            meant = (match.adcode,) if match else above.names.namesakes(text)
            if meant and adcode in above.of and not (match and match.how == "code"):
                found.append(above.of[adcode] in meant)
        return any(found) if found else None  # 吉林 is a province as well as a city in it

    def suggest(self, text: str, limit: int = 3) -> tuple[Place, ...]:
        """Places whose spellings are near the text, nearest first; may be empty.

        Of an ambiguous spelling these are the places it may mean. What is known to be no place
        of the list (a total, a city among provinces) is near to none.
        """
        text = text[:LONGEST]
        match = self.resolve(text)
        if match is not None:
            return (self.places[match.adcode],)
        rivals = self._candidates(text)
        if rivals:
            return tuple(self.places[adcode] for adcode in rivals[:limit])
        if self._is_known(text):
            return ()
        wanted = _compared(text)
        if not wanted or wanted.isdecimal():
            return ()
        if len(wanted) <= _ABBREVIATED and wanted.isascii():
            return tuple(self.places[adcode] for adcode in self._abbreviated(wanted))[:limit]
        near = process.extract(
            wanted,
            list(self.near),
            scorer=fuzz.ratio,
            limit=limit * 5,  # a place may be near by several of its spellings
            score_cutoff=_ALIKE["zh" if is_chinese(wanted) else "en"],
        )
        adcodes = dict.fromkeys(adcode for spelling, _, _ in near for adcode in self.near[spelling])
        return tuple(self.places[adcode] for adcode in adcodes)[:limit]

    def surely(self, text: str) -> Place | None:
        """The only place that a text can mean by a slip of the pen: it is a letter or two away from
        its name, and twice as far from that of any other; None where there is any doubt."""
        text = text[:LONGEST]
        wanted = _compared(text)
        most = min(len(wanted) // _SLIP["zh" if is_chinese(wanted) else "en"], 2)
        if not most or wanted.isdecimal() or self._candidates(text) or self._is_known(text):
            return None
        if wanted.endswith(_PARTS):
            return None
        near = process.extract(
            wanted, list(self.near), scorer=OSA.distance, limit=None, score_cutoff=2 * most
        )
        distances: dict[str, float] = {}
        for spelling, distance, _ in near:  # the nearest comes first
            for adcode in self.near[spelling]:
                distances.setdefault(adcode, distance)
        (first, least), (_, rival) = [*distances.items(), ("", inf), ("", inf)][:2]
        return self.places[first] if 0 < least <= most and rival >= 2 * least else None

    def _is_known(self, text: str) -> bool:
        """Whether a text is known to be no place of the list, but something else."""
        return bool(self.group(text) or self._lower_places(text) or self._province_of_code(text))

    def group(self, text: str) -> GroupKind | None:
        """What a text stands for that names no single place: a total, a region and so on."""
        known = groups()
        found = known.get(normalise(text))
        if found is None:
            kinds = {known.get(normalise(piece)) for piece in pieces_of(text[:LONGEST])}
            found = kinds.pop() if len(kinds) == 1 else None
        return None if found is None or self.resolve(text) else found

    def explain(self, text: str, *, within: Sequence[str] = ()) -> Text:
        """Why a text was not matched, as far as that is known; empty where it is not."""
        text = text[:LONGEST]
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
            return _told("code_in", text=read_code(text), province=province)
        return Text("", "")

    def _look_up_address(self, text: str, within: Sequence[str]) -> Match | None:
        """The place at the end of an address, which begins with what the place lies in."""
        if not self.above or len(text) > _LONGEST_ADDRESS or not is_chinese(text):
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
        if any(names.find(text) for names in known):
            return (text,)
        cuts = ((text[:cut], text[cut:]) for cut in range(1, len(text)))
        return next(
            (pair for pair in cuts if all(any(n.find(part) for n in known) for part in pair)),
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
        pieces = dict.fromkeys(match.adcode for match in self.look_up_pieces(text))
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
        names = {without_tones(normalise(place.name.en)) for place in self.places.values()}
        spread = re.compile(".*".join(map(re.escape, letters)))
        found = [
            (not name.startswith(letters), name not in names, len(name), name)
            for name in self.near
            if name.startswith(letters) or (len(letters) == _ABBREVIATED and spread.match(name))
        ]
        return dict.fromkeys(adcode for *_, name in sorted(found) for adcode in self.near[name])

    def _lower_places(self, text: str) -> tuple[City, ...]:
        """The cities that a text names, if these are provinces."""
        if not self.provincial:
            return ()
        names, cities = cities_below()
        whole = normalise(text)
        provinces = (name.zh for place in self.places.values() for name in (place.full, place.name))
        within = next((p for p in provinces if whole.startswith(p)), "")
        pieces = (piece for piece in pieces_of(text) if self.look_up(piece) is None)
        for form in (text, whole.removeprefix(within), *pieces):
            for spelling in (form, without_tones(normalise(form))):
                match = names.look_up(spelling)
                keys = (match.adcode,) if match else names.namesakes(spelling)
                found = tuple(cities[key] for key in keys if cities[key].province in self.places)
                if found:
                    return found
        return ()

    def _city_in_full(self, city: City) -> Text:
        name, full = city.place.name.en, city.place.full.zh
        where = self._province(city.province)
        return _told("city_in", city=Text(f"{name} ({full})", full), province=where)

    def _province(self, adcode: str) -> Text:
        place = self.places[adcode]
        return Text(place.name.en, place.full.zh)

    def _province_of_code(self, text: str) -> Text | None:
        """The province in which a code lies that is not its own."""
        code = _LOWER_CODE.fullmatch(read_code(text)) if self.provincial else None
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


def _compared(text: str) -> str:
    """A text as it is compared with names."""
    return without_tones(normalise(next(iter(shorter(text)), text)))
