"""The places of one level, and what a spelling says of them: which it names, or why it names none.

See :mod:`geo.places.names` for how a spelling is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from math import inf

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from geo.model import LEVELS, GroupKind, Level, Match, Place, Text
from geo.places import reasons
from geo.places.addresses import names_street, read_address
from geo.places.areas import groups
from geo.places.former import Ended, FormerPlaces, read_former
from geo.places.listed import Above, names_of
from geo.places.name_list import LONGEST, NameList
from geo.places.spelling import is_chinese, normalise, pieces_of, shorter, without_tones

#: How alike a suggestion must be, of 100. Two characters of which one is right are alike by half.
_ALIKE = {"zh": 50.0, "en": 75.0}
#: Of so many characters one may be wrong by a slip, and two of twice as many.
_SLIP = {"zh": 3, "en": 4}
#: Ends of names of parts: 陕西北 is not all of 陕西.
_PARTS = ("东", "南", "西", "北", "中", "部")
#: Fewer letters are an abbreviation, which is compared by its letters and not by likeness.
_ABBREVIATED = 3
#: How a name is recognised by itself.
_BY_NAME = ("name", "alias", "former")
#: A district's name of so many characters says little: 市区.
_SAYS_LITTLE = 2
#: Longer texts are no addresses: 新疆维吾尔自治区博尔塔拉蒙古自治州阿拉山口市 has 22 characters.
_LONGEST_ADDRESS = 40


@dataclass(frozen=True)
class Gazetteer(NameList):
    """A list of names that knows what lies where.

    ``level`` is that of the lists of names whose places these are, or those of ``part``, a province
    or a prefecture; None of other places. ``above`` are the levels above, the nearest first.
    """

    level: Level | None = None
    part: str = ""
    above: tuple[Above, ...] = ()

    @property
    def provincial(self) -> bool:
        """Whether the places are provinces, so that a city is a place within one of them."""
        return self.level == "province"

    def within(self, adcode: str) -> Gazetteer:
        """The names of what lies in a province or a prefecture: of several places of one name that
        is the one which lies there.

        Raises
        ------
        UnknownNameError
            If there is no such place, or it is of a lower level.
        ValueError
            If these are not the places of a list of names.
        """
        if self.level is None:
            raise ValueError("what lies in these places is not known")
        names = names_of(self.level, adcode)
        own = {field.name: getattr(names, field.name) for field in fields(NameList)}
        return replace(self, **own, part=adcode)

    def resolve(
        self, text: str, *, within: Sequence[str] = (), year: int | None = None
    ) -> Match | None:
        """The place a spelling names, or None. Nothing is ever guessed.

        ``within`` is what else is said of where the place lies: of several places of one name it
        is the one that lies there, and a place that lies elsewhere is not meant. ``year`` is that
        of which a table tells: a name is read as it was in force then. Without it, today's places
        go before those that had a name once, unless what is said speaks against them.
        """
        match = self._resolve(text, within, year)
        if match and match.how in _BY_NAME and self._says_little(text):
            return match if self._lies(within, match.adcode) else None
        return match

    def _resolve(self, text: str, within: Sequence[str], year: int | None) -> Match | None:
        if self.level and names_street(text):  # a million of them must be quick
            lies = self._read_address(text, within)
            if lies is not None:
                return lies
        found = (
            self.look_up(text)
            or self._read_address(text, within)
            or self.look_up_all_pieces(text)
            or self._look_up_beside_above(text, within)
        )
        if self.past and (year is not None or self.past.meant(text)):
            return self._told_of_two_times(text, found, within, year)
        if found is None:
            return self._tell_apart(self.namesakes(text), within)
        return None if self.lies_elsewhere(found.adcode, within) else found

    def lies_in(self, adcode: str, text: str) -> bool | None:
        """Whether a place lies in what a text names; None where that is not known of it, or the
        text names nothing in which places of this list lie. Codes are not read: a number is one
        too easily."""
        found = []
        for above in self.above:
            match = above.names.find(text) if adcode in above.of else None
            meant = (match.adcode,) if match else above.names.namesakes(text)
            if not meant and above.level:
                past = read_former(above.level).names.get(normalise(text), ())
                meant = tuple(code for one in past for code in one.now)
            if meant and adcode in above.of and not (match and match.how == "code"):
                found.append(above.of[adcode] in meant)
        return any(found) if found else None  # 吉林 is a province as well as a city in it

    def suggest(self, text: str, limit: int = 3) -> tuple[Place, ...]:
        """Places whose spellings are near the text, nearest first; may be empty.

        Of an ambiguous spelling these are the places it may mean, of a former one what became of
        it. What is known to be no place of the list (a total, a city among provinces) is near to
        none.
        """
        text = text[:LONGEST]
        match = self.resolve(text)
        if match is not None:
            return (self.places[match.adcode],)
        rivals = self.candidates(text)
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
        if not most or wanted.isdecimal() or self.candidates(text) or self._is_known(text):
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

    def group(self, text: str) -> GroupKind | None:
        """What a text stands for that names no single place: a total, a region and so on."""
        known = groups()
        found = known.get(normalise(text))
        if found is None:
            kinds = {known.get(normalise(piece)) for piece in pieces_of(text[:LONGEST])}
            found = kinds.pop() if len(kinds) == 1 else None
        return None if found is None or self.resolve(text) else found

    def explain(self, text: str, *, within: Sequence[str] = (), year: int | None = None) -> Text:
        """Why a text was not matched, as far as that is known; empty where it is not."""
        return reasons.explain(self, text[:LONGEST], within=within, year=year)

    def history(self, text: str) -> Text:
        """What became of what a text named once; empty where it is no former name or code."""
        return reasons.tell_past(self, text[:LONGEST], self.former(text))

    def former(
        self, text: str, *, within: Sequence[str] = (), year: int | None = None
    ) -> tuple[Ended, ...]:
        """What places were called so, or had this code, and have no more: those that may be meant
        by what else is said."""
        past = self.past.meant(text[:LONGEST]) if self.past else ()
        return tuple(
            one
            for one in past
            if (year is None or one.stood_in(year))
            and self._lies(within, *one.now, before=one) is not False
        )

    def candidates(self, text: str) -> tuple[str, ...]:
        """The places that an unmatched text names: either of them, or all."""
        match = self.look_up(text)
        today = self.namesakes(text) or tuple(m.adcode for m in self.look_up_pieces(text))
        past = [code for one in self.former(text) for code in one.now if code in self.places]
        own = (match.adcode,) if match else ()
        return tuple(dict.fromkeys((*own, *(today or past))))

    def lies_elsewhere(self, adcode: str, within: Sequence[str]) -> str:
        """What is said of a place that lies elsewhere; empty where nothing speaks against it."""
        return next((name for name in within if self.lies_in(adcode, name) is False), "")

    @cached_property
    def past(self) -> FormerPlaces | None:
        """The former names of the places; None where nothing is known of these."""
        if self.level in (None, "province"):
            return None
        return read_former(self.level, self.part)

    def _says_little(self, text: str) -> bool:
        """Whether a name may be said of a part of any place, so that it needs a parent: 市区, 北区,
        南部, which is a county, too."""
        if self.part or self.level in (None, "province"):
            return False
        whole = normalise(text)
        return whole in groups() or (len(whole) <= _SAYS_LITTLE and whole.endswith("区"))

    def _told_of_two_times(
        self, text: str, found: Match | None, within: Sequence[str], year: int | None
    ) -> Match | None:
        """The place that a name means which places have, or had, at different times."""
        began = self.past.began if self.past else {}
        rivals = (found.adcode,) if found else self.namesakes(text)
        today = [adcode for adcode in rivals if self._lies(within, adcode) is not False]
        past = [
            one
            for one in self.former(text, within=within, year=year)
            if not any(one.goes_on_as(self.places[adcode]) for adcode in today)
        ]
        if year is None and today:
            past = [one for one in past if one.reused]
        elif past and year is not None:
            today = [adcode for adcode in today if began.get(adcode, 0) <= year]
        then = [*{(one.now, one.same): one for one in past}.values()]
        if len(today) + len(then) > 1 or (today and not found):
            today = [adcode for adcode in today if self._lies(within, adcode)]
            then = [one for one in then if self._lies(within, *one.now, before=one)]
        if len(today) + len(then) != 1:
            return None
        if today:
            late = year is not None and began.get(today[0], 0) > year
            match = found or Match(today[0], "parent")
            return None if late and self._borne_elsewhere(text, year) else match
        (one,) = then
        told = bool(self._lies(within, *one.now, before=one))
        sure = one.same and (told or not self._borne_elsewhere(text, year))
        return Match(one.now[0], "former") if sure else None

    def _borne_elsewhere(self, text: str, year: int | None) -> bool:
        """Whether a name is, or was in a year, the full one of a place of another level: 毕节市 was
        a county, and is a prefecture."""
        whole = normalise(text)
        for level in ("prefecture", "county"):
            if level != self.level:
                names, past = names_of(level), read_former(level)
                match = names.look_up(text)
                today = (match.adcode,) if match else names.namesakes(text)
                if any(
                    normalise(names.places[adcode].full.zh) == whole
                    and (year is None or past.began.get(adcode, 0) <= year)
                    for adcode in today
                ):
                    return True
                if year and any(one.stood_in(year) for one in past.names.get(whole, ())):
                    return True
        return False

    def _lies(
        self, within: Sequence[str], *adcodes: str, before: Ended | None = None
    ) -> bool | None:
        """Whether one of some places lies in all that is said; None where nothing tells."""
        told: set[bool | None] = set()
        for name in within:
            lies = {self.lies_in(adcode, name) for adcode in adcodes}
            if before and before.lay_in(name):
                lies = {True}
            told.add(True if True in lies else False if False in lies else None)
        return False if False in told else True if True in told else None

    def _look_up_beside_above(self, text: str, within: Sequence[str]) -> Match | None:
        """The place that one piece of a cell names, if all others name what it lies in: Gulou
        District, Nanjing."""
        pieces = pieces_of(text[:LONGEST]) if self.above else []
        for number, piece in enumerate(pieces if len(pieces) > 1 else ()):
            others = pieces[:number] + pieces[number + 1 :]
            if not all(any(above.names.find(other) for above in self.above) for other in others):
                continue
            match = self.look_up(piece)
            rivals = (match.adcode,) if match else self.namesakes(piece)
            found = self._tell_apart(rivals, (*others, *within))
            if found is not None and not (match and match.how == "code"):
                return found
        return None

    def _read_address(self, text: str, within: Sequence[str]) -> Match | None:
        """The place at the end of an address, which begins with what the place lies in; of the
        lists of names also that in which a street lies."""
        if not is_chinese(text):
            return None
        if self.level is None:
            return self._look_up_address(text, within)
        if self.provincial and not names_street(text):
            return None  # nothing has to be read for that
        reading, number = read_address(text), LEVELS.index(self.level)
        adcode = reading.where[number]
        if adcode not in self.places or self.lies_elsewhere(adcode, within):
            return None
        if reading.is_address:
            return Match(adcode, "address")
        if reading.rest or reading.said.level != number or len(reading.said.names) < 2:
            return None
        past = {path[-1].past for path in reading.said.meant}
        if past == {None}:
            return Match(adcode, "parent")
        return Match(adcode, "former") if all(one and one.same for one in past) else None

    def _look_up_address(self, text: str, within: Sequence[str]) -> Match | None:
        """The same of other places: a name after the names of one or two levels above."""
        if not self.above or len(text) > _LONGEST_ADDRESS:
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
        fitting = [adcode for adcode in adcodes if self._lies(within, adcode)] if within else []
        return Match(fitting[0], "parent") if len(fitting) == 1 else None

    def _is_known(self, text: str) -> bool:
        """Whether a text is known to be no place of the list, but something else."""
        past = reasons.past_elsewhere(self.level, text, None)
        return bool(self.group(text) or reasons.tell_elsewhere(self, text) or past)

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


def _compared(text: str) -> str:
    """A text as it is compared with names."""
    return without_tones(normalise(next(iter(shorter(text)), text)))
