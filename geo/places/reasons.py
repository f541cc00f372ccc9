"""Why a text names no place of a list, in words: it may be one of several, it is a total, it was a
place once, it is a place of another level, its row says that it lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geo.model import LEVELS, Language, Level, Place, Text, both, joined, listed
from geo.places.addresses import names_street, read_address, why_not
from geo.places.areas import Area
from geo.places.areas import areas as known_areas
from geo.places.former import Ended, read_former
from geo.places.hierarchy import read_hierarchy
from geo.places.listed import kinds_of, names_of
from geo.places.name_list import NameList
from geo.places.spelling import normalise, pieces_of, read_code, without_tones, writing

if TYPE_CHECKING:
    from geo.places.gazetteer import Gazetteer

_CODE = re.compile(r"[0-9]{6}([0-9]{3}|[0-9]{6})?")
#: So many characters of a text are shown, and so many places of a list.
_SHOWN, _MOST = 60, 5


def explain(gazetteer: Gazetteer, text: str, *, within: Sequence[str], year: int | None) -> Text:
    """Why a text was not matched, as far as that is known; empty where it is not."""
    shown = _shown(text)
    if gazetteer.resolve(text, within=within, year=year):
        return Text("", "")
    past = gazetteer.former(text, within=within, year=year)
    match = gazetteer.look_up(text)
    said = gazetteer.lies_elsewhere(match.adcode, within) if match else ""
    if match and said and not past:
        return _contradicted(gazetteer, match.adcode, said)
    rivals = _rivals(gazetteer, text)
    if past:
        rivals = tuple(a for a in rivals if not gazetteer.lies_elsewhere(a, within))
    if rivals and not said and (len(rivals) > 1 or not past or year is not None):
        others = [*past, *past_elsewhere(gazetteer.level, text, year)] if year is not None else []
        places = [*_in_full(gazetteer, rivals), *map(_once, others)]
        return _told("may_be", text=shown, places=_either(places))
    kind = gazetteer.group(text)
    if kind:
        return _told(kind, text=shown)
    if gazetteer.level and names_street(text):
        reading = read_address(text)
        if reading.is_address:
            return why_not(reading, gazetteer.level)
    elsewhere = Text("", "") if match else tell_elsewhere(gazetteer, text)
    told = [elsewhere, tell_past(gazetteer, text, past)]
    return (
        joined(filter(None, told), Text(" ", ""))
        or _tell_former(gazetteer.level, text)
        or _tell_code(gazetteer.level, text)
    )


def tell_past(gazetteer: Gazetteer, text: str, past: Sequence[Ended]) -> Text:
    """What became of what a text named once."""
    if not past:
        return Text("", "")
    if len({one.now for one in past}) > 1 and not any(one.reused for one in past):
        return _told("may_have_been", text=_shown(text), places=_either(map(_once, past)))
    one = past[-1]
    now = _either([_full(place) for place in _places(gazetteer, one.now)], last="and")
    by_code = read_code(text).isdecimal()
    if one.reused:
        key = "code_reused"
    elif not one.until:
        key = "code_variant" if by_code else "name_variant"
    elif not one.same:
        key = "was_divided" if len(one.now) > 1 else "code_united" if by_code else "was_united"
    else:
        same_name = one.name == _places(gazetteer, one.now)[0].full.zh
        key = "code_changed" if by_code and same_name else "was_renamed"
    here = gazetteer.places.get(one.code)
    return _told(
        key,
        name=one.name,
        code=one.code,
        year=str(one.until),
        now=now,
        new=one.now[0],
        here=_full(here) if here else "",
    )


def tell_elsewhere(gazetteer: Gazetteer, text: str) -> Text:
    """What a text names at another level, outside the part of the country, or at no level."""
    level = gazetteer.level
    if level is None:
        return Text("", "")
    if gazetteer.part:
        outside = _find(names_of(level), gazetteer, text)
        if outside:
            where = _full(_place(_part_level(gazetteer.part), gazetteer.part))
            return _told("outside", places=_either(_in_full_of(level, outside)), part=where)
    not_it = _told(f"a_{level}")
    found = ((other, _find(names_of(other), gazetteer, text)) for other in _other_levels(level))
    other, adcodes = next((each for each in found if each[1]), (level, ()))
    areas = [known_areas()[1][key] for key in _find(known_areas()[0], gazetteer, text)]
    if len(adcodes) == 1 and not areas:
        return _tell_level(level, other, adcodes[0], not_it)
    if len(areas) == 1 and not adcodes:
        (area,) = areas
        where = _full(_place("province", area.province))
        return _told("lies_in", name=_full(area.place), kind=area.kind, where=where, level=not_it)
    if adcodes or areas:
        places = _either([*_in_full_of(other, adcodes), *map(_area_in_full, areas)])
        return _told("lie_in", text=_shown(text), places=places, level=not_it)
    return Text("", "")


def _tell_former(level: Level | None, text: str) -> Text:
    """What a text named at another level once."""
    past = past_elsewhere(level, text, None)
    if not past:
        return Text("", "")
    return _told("was_elsewhere", text=_shown(text), places=_either(map(_once, past)))


def past_elsewhere(level: Level | None, text: str, year: int | None) -> list[Ended]:
    """What places of other levels were called so, at all or in a year."""
    others = LEVELS[1:] if level else ()
    found = (one for other in others if other != level for one in read_former(other).meant(text))
    return [one for one in found if year is None or one.stood_in(year)]


def _tell_level(level: Level, other: Level, adcode: str, not_it: Text) -> Text:
    """What a place of another level is."""
    place, kind = _place(other, adcode), writing().kinds[_ending(other, adcode)]
    if LEVELS.index(other) < LEVELS.index(level):
        inside = read_hierarchy().members(level, adcode)
        places = [_place(level, code).name for code in inside]
        told = Text(listed([p.en for p in places], "en", most=_MOST),
                    listed([p.zh for p in places], "zh", most=_MOST))  # fmt: skip
        return _told("is_above", name=_full(place), kind=kind, level=not_it, places=told)
    where = _where(other, adcode)
    english = place.full.en if names_of(level).find(place.name.en) else place.name.en
    name = Text(english, place.full.zh)
    return _told("lies_in", name=name, kind=kind, where=where, level=not_it)


def _tell_code(level: Level | None, text: str) -> Text:
    """Where a code lies that no place has."""
    code = read_code(text)
    if level is None or not _CODE.fullmatch(code):
        return Text("", "")
    uppers: tuple[tuple[Level, str], ...] = (
        ("county", code[:6]), ("prefecture", f"{code[:4]}00"), ("province", f"{code[:2]}0000"),
    )  # fmt: skip
    known = ((each, a) for each, a in uppers if a in read_hierarchy().names[each])
    found = next(known, None)
    if found is None:
        return Text("", "")
    key = "code_of_none" if level == "county" and found[0] != "county" else "code_in"
    return _told(key, text=code, where=_full(_place(*found)), level=_told(f"a_{level}"))


def _find(names: NameList, gazetteer: Gazetteer, text: str) -> tuple[str, ...]:
    """The places of another list that a text names: as a whole, after the name of a province, or
    with those of its pieces that the gazetteer does not know."""
    whole = normalise(text)
    provinces = (n.zh for p in names_of("province").places.values() for n in (p.full, p.name))
    within = next((name for name in provinces if whole.startswith(name)), "")
    pieces = [p for p in pieces_of(text) if gazetteer.look_up(p) is None and not p.isdecimal()]
    for form in (text, whole.removeprefix(within), *pieces):
        for spelling in (form, without_tones(normalise(form))):
            match = names.look_up(spelling)
            found = (match.adcode,) if match else names.namesakes(spelling)
            if found:
                return found
    return ()


def _other_levels(level: Level) -> list[Level]:
    """The other levels, the nearest first, of two that above."""
    here = LEVELS.index(level)
    far = {each: abs(LEVELS.index(each) - here) for each in LEVELS if each != level}
    return sorted(far, key=lambda each: far[each])


def _part_level(adcode: str) -> Level:
    return read_hierarchy().level_of(adcode)


def _ending(level: Level, adcode: str) -> str:
    """By what a place's kind is found in words: the kind, or what a province's full name ends
    with."""
    kind = kinds_of(level)[adcode]
    return next(key for key in writing().kinds if kind.endswith(key))


def _place(level: Level, adcode: str) -> Place:
    return names_of(level).places[adcode]


def _places(gazetteer: Gazetteer, adcodes: Iterable[str]) -> list[Place]:
    level = gazetteer.level
    known = names_of(level).places if level else gazetteer.places
    return [known[adcode] for adcode in adcodes]


def _full(place: Place) -> Text:
    """A place in a sentence: short in English, full in Chinese."""
    return Text(place.name.en, place.full.zh)


def _rivals(gazetteer: Gazetteer, text: str) -> tuple[str, ...]:
    """The places of today that a text names: either of them, or all."""
    match = gazetteer.look_up(text)
    pieces = dict.fromkeys(match.adcode for match in gazetteer.look_up_pieces(text))
    return (match.adcode,) if match else gazetteer.namesakes(text) or tuple(pieces)


def _in_full(gazetteer: Gazetteer, adcodes: Iterable[str]) -> list[Text]:
    """The places by name; with what they lie in and their codes, too, unless the names are those
    of provinces."""
    places = [gazetteer.places[adcode] for adcode in adcodes]
    if gazetteer.provincial:
        return [place.name for place in places]
    return [_with_where(place, _above(gazetteer, place.adcode)) for place in places]


def _in_full_of(level: Level, adcodes: Iterable[str]) -> list[Text]:
    """The same of places of another level."""
    return [_with_where(_place(level, adcode), _where(level, adcode)) for adcode in adcodes]


def _area_in_full(area: Area) -> Text:
    name, where = area.place.name.en, _place("province", area.province)
    return Text(f"{name} ({where.name.en})", where.full.zh + area.place.full.zh)


def _where(level: Level, adcode: str) -> Text:
    """What a place lies in: the nearest place above that is another one."""
    upper = reversed(LEVELS[: LEVELS.index(level)])
    codes = ((each, read_hierarchy().ancestor(adcode, level, each)) for each in upper)
    return next((_full(_place(*found)) for found in codes if found[1] != adcode), Text("", ""))


def _with_where(place: Place, where: Text) -> Text:
    name = place.full.zh if place.full.zh.startswith(place.name.zh) else place.name.zh
    return Text(
        f"{place.name.en} ({where.en}{', ' if where.en else ''}{place.adcode})",
        f"{where.zh}{name}（{place.adcode}）",
    )


def _above(gazetteer: Gazetteer, adcode: str) -> Text:
    """What a place lies in, as far as that is known."""
    if gazetteer.level:
        return _where(gazetteer.level, adcode)
    names = (
        above.names.places[above.of[adcode]] for above in gazetteer.above if adcode in above.of
    )
    return next(map(_full, names), Text("", ""))


def _contradicted(gazetteer: Gazetteer, adcode: str, said: str) -> Text:
    place, above = gazetteer.places[adcode], _above(gazetteer, adcode)
    return _told("elsewhere", name=place.name, above=above, said=_shown(said))


def _once(one: Ended) -> Text:
    """A place that was: its name, where it lay, and until when."""
    where = "".join(reversed(one.parents))
    name = one.name if one.name.startswith(where) else where + one.name
    return _told("once", name=name, year=str(one.until)) if one.until else Text(name, name)


def _shown(text: str) -> str:
    return " ".join(text.split())[:_SHOWN]


def _told(key: str, **values: Text | str) -> Text:
    return both(key, section="places", **values)


def _either(texts: Iterable[Text], last: str = "or") -> Text:
    """Texts as alternatives: A, B or C; or, with ``and``, all of them. Beyond the first few they
    are only counted."""

    def join(language: Language) -> str:
        shown = [text[language] for text in every]
        if len(shown) > 2 * _MOST:
            return listed(shown, language, most=_MOST)
        *most, final = shown
        between = _told(f"{last}_last")[language]
        return _told("comma")[language].join(most) + (between if most else "") + final

    every = list(texts)
    return Text(join("en"), join("zh"))
