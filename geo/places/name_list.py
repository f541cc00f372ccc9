"""A list of names: places, and every spelling that leads to one of them or to several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from geo.model import Label, Match, Place, Text, read_label, read_rows
from geo.places.codes import every_code, every_length
from geo.places.spelling import (
    generic_words,
    is_chinese,
    normalise,
    pieces_of,
    read_code,
    shorter,
    spaced,
    with_generic,
    without_tones,
)

How = Literal["code", "name", "alias"]

#: Generic words of cities that are provinces, which no other city has.
_OF_PROVINCES = ("直辖市", "Province")

# Longer texts are no names; they are cut before they are read.
LONGEST = 200


@dataclass(frozen=True)
class NameList:
    """Places and every spelling known for them.

    ``spellings`` are normalised; ``codes`` are as :func:`read_code` reads them; ``ambiguous`` are
    spellings with the places they may mean; ``near`` is what an unknown spelling is compared with.
    ``any_tones`` says that nobody knows the tones of the names, so that all are passed over.
    """

    places: Mapping[str, Place]
    spellings: Mapping[str, Match]
    codes: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    any_tones: bool = False

    @classmethod
    def of(cls, named: Iterable[Named], *, any_tones: bool = False, shortest: int = 2) -> Self:
        """The names of places; what several of them bear leads to none of them. Codes of fewer
        digits than ``shortest`` are left out: they would be figures as well."""
        places: dict[str, Place] = {}
        given: defaultdict[str, dict[str, How]] = defaultdict(dict)
        derived: defaultdict[str, dict[str, How]] = defaultdict(dict)
        near: defaultdict[str, dict[str, None]] = defaultdict(dict)
        others: dict[str, str] = {}
        for one in named:
            adcode = one.place.adcode
            places[adcode] = one.place
            others |= dict.fromkeys(one.codes, adcode)
            for spelling, how in one.given.items():
                given[normalise(spelling)].setdefault(adcode, how)
            for spelling in one.derived:
                derived[normalise(spelling)].setdefault(adcode, "alias")
            for spelling in one.near:
                near[without_tones(normalise(spelling))].setdefault(adcode)
        owners = {key: found for key, found in {**derived, **given}.items() if key}
        codes = every_code(places, shortest=shortest)
        forms = [(form, own) for code, own in others.items() for form in every_length(code)]
        shared = {form: (codes[form], own) for form, own in forms if form in codes}
        codes |= dict(forms)
        return cls(
            places=places,
            spellings={
                key: Match(*next(iter(found.items())))
                for key, found in owners.items()
                if len(found) == 1
            },
            codes={code: adcode for code, adcode in codes.items() if code not in shared},
            ambiguous={key: tuple(found) for key, found in owners.items() if len(found) > 1}
            | shared,
            near={key: tuple(found) for key, found in near.items() if key},
            any_tones=any_tones,
        )

    def find(self, text: str) -> Match | None:
        """The place that a text names by itself, as a whole or by all its pieces; or None."""
        return self.look_up(text) or self.look_up_all_pieces(text)

    def look_up(self, text: str) -> Match | None:
        """The place that a text names as a whole, by its code or by a spelling; or None."""
        adcode = self.codes.get(read_code(text))
        if adcode is not None:
            return Match(adcode, "code")
        found = next((self.spellings[f] for f in self._forms(text) if f in self.spellings), None)
        return None if found is None or self.namesakes(text) else found

    def look_up_all_pieces(self, text: str) -> Match | None:
        """The place that all pieces of a cell name; or None."""
        matches = self.look_up_pieces(text)
        return matches[0] if len({match.adcode for match in matches}) == 1 else None

    def look_up_pieces(self, text: str) -> list[Match]:
        """The places that the pieces of a cell name, if every piece names one.

        Codes alone are none: 11/11 is a date.
        """
        matches = [self.look_up(piece) for piece in pieces_of(text[:LONGEST])]
        found = [match for match in matches if match is not None]
        named = any(match.how != "code" for match in found)
        return found if named and len(found) == len(matches) else []

    def namesakes(self, text: str) -> tuple[str, ...]:
        """The places that bear a name, if it does not tell which of them is meant."""
        forms = (read_code(text), spaced(text), *self._forms(text))
        return next((self.ambiguous[form] for form in forms if form in self.ambiguous), ())

    def _forms(self, text: str) -> tuple[str, ...]:
        """A spelling as it is looked up, and without tones where these tell nothing."""
        whole = normalise(text)
        if not self.any_tones or whole.isascii() or is_chinese(whole):
            return (whole,)
        return (whole, normalise(without_tones(whole)))


@dataclass(frozen=True)
class Named:
    """A place and what it is called: ``given`` spellings are its own, ``derived`` ones too unless
    they are given to another place; what is like one of ``near`` is near to it. ``codes`` are those
    of other lists than the one whose code it has."""

    place: Place
    given: Mapping[str, How]
    derived: tuple[str, ...]
    near: tuple[str, ...]
    codes: tuple[str, ...] = ()


def called(place: Place) -> Named:
    """A place of which there is nothing but its names."""
    names = (place.name.en, place.name.zh, place.full.en, place.full.zh)
    short = tuple(form for name in names for form in shorter(name))
    given: dict[str, How] = {place.iso: "code", **dict.fromkeys(names, "name")}
    return Named(place, given, derived=short, near=(*names, *short))


def listed_province(row: Mapping[str, str]) -> Named:
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
    for spelling in with_generic((*short, *others), place.full.zh):
        given.setdefault(spelling, "alias")
    # Without tones 陕西 is spelled like 山西, whose English name that is.
    toneless = tuple(without_tones(spelling) for spelling in given)
    return Named(place, given, derived=toneless, near=(*short, *others))


def listed_place(row: Mapping[str, str], customary: str = "") -> Named:
    """A prefecture or a county with all its spellings, as a row of their lists has them, and those
    that are customary.

    Its short name in Chinese is that of a prefecture, its full one that of a county, as 城区 would
    be 城.
    """
    full, short, english = row["name_zh"], row["short_zh"], row["name_en"]
    chinese, latin = _listed(row["aliases_zh"]), _listed(row["aliases"])
    others = _listed(customary)
    prefecture = row["level"] == "prefecture"
    place = Place(
        adcode=row["adcode"],
        name=Text(english, short if prefecture else full),
        full=Text(row["name_en_full"], full),
        parents=(row["parent_zh"],) if prefecture else (row["parent_zh"], row["province_zh"]),
    )
    given: dict[str, How] = dict.fromkeys((full, short, english, row["name_en_full"]), "name")
    given |= {
        spelling: "alias" for spelling in (*chinese, *latin, *others) if spelling not in given
    }
    words = [word for word in generic_words(full) if word not in _OF_PROVINCES]
    derived = [f"{short}{word}" for word in words if not word.isascii() and is_chinese(word)]
    derived += [f"{name} {word}" for name in (english, *latin) for word in words if word.isascii()]
    if "族" in full:
        derived += [*shorter(full), *shorter(row["name_en_full"])]
    derived += [without_tones(name) for name in (english, *latin) if not name.isascii()]
    other = row.get("adcode_mca_2025", "")
    codes = (other,) if other not in ("", row["adcode"]) else ()
    return Named(place, given, tuple(derived), near=(short, full, english), codes=codes)


def _listed(cell: str) -> list[str]:
    return list(filter(None, cell.split("|")))


def read_list(path: Path) -> tuple[Label, list[dict[str, str]]]:
    """A list of ``data/places/`` and its label."""
    label = read_label(path.with_suffix(".toml"), required=("id", "title", "sha256", "source"))
    return label, read_rows(label, path)
