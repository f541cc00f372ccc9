"""A list of names: places, and every spelling that leads to one of them or to several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from geo.model import Label, Match, Place, Text, read_label, read_rows
from geo.places.codes import every_code
from geo.places.spelling import (
    normalise,
    pieces_of,
    read_code,
    shorter,
    spaced,
    with_generic,
    without_tones,
)

How = Literal["code", "name", "alias"]

# Longer texts are no names; they are cut before they are read.
LONGEST = 200


@dataclass(frozen=True)
class NameList:
    """Places and every spelling known for them.

    ``spellings`` are normalised; ``codes`` are as :func:`read_code` reads them; ``ambiguous`` are
    spellings with the places they may mean; ``near`` is what an unknown spelling is compared with.
    """

    places: Mapping[str, Place]
    spellings: Mapping[str, Match]
    codes: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, named: Iterable[Named]) -> Self:
        """The names of places; what several of them bear leads to none of them."""
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
                near[without_tones(normalise(spelling))].setdefault(adcode)
        owners = {key: found for key, found in {**derived, **given}.items() if key}
        return cls(
            places=places,
            spellings={
                key: Match(*next(iter(found.items())))
                for key, found in owners.items()
                if len(found) == 1
            },
            codes=every_code(places),
            ambiguous={key: tuple(found) for key, found in owners.items() if len(found) > 1},
            near={key: tuple(found) for key, found in near.items() if key},
        )

    def find(self, text: str) -> Match | None:
        """The place that a text names by itself, as a whole or by all its pieces; or None."""
        return self.look_up(text) or self.look_up_all_pieces(text)

    def look_up(self, text: str) -> Match | None:
        """The place that a text names as a whole, by its code or by a spelling; or None."""
        adcode = self.codes.get(read_code(text))
        if adcode is not None:
            return Match(adcode, "code")
        found = self.spellings.get(normalise(text))
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
        forms = (read_code(text), spaced(text), normalise(text))
        return next((self.ambiguous[form] for form in forms if form in self.ambiguous), ())


@dataclass(frozen=True)
class Named:
    """A place and what it is called: ``given`` spellings are its own, ``derived`` ones too unless
    they are given to another place; what is like one of ``near`` is near to it."""

    place: Place
    given: Mapping[str, How]
    derived: tuple[str, ...]
    near: tuple[str, ...]


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


def read_list(path: Path) -> tuple[Label, list[dict[str, str]]]:
    """A list of ``data/places/`` and its label."""
    label = read_label(path.with_suffix(".toml"), required=("id", "title", "sha256", "source"))
    return label, read_rows(label, path)
