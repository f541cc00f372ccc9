"""What is no province but often stands where one should: cities and counties with the province each
lies in, and totals, regions and other groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import get_args

from geo.model import GroupKind, Place, Text, text_of
from geo.places.name_list import How, Named, NameList, read_list
from geo.places.spelling import PLACES, normalise, with_generic, without_tones


@dataclass(frozen=True)
class City:
    """A place below the provinces: what it is called, what it is, and where it lies."""

    place: Place
    kind: Text
    province: str


@cache
def cities_below() -> tuple[NameList, Mapping[str, City]]:
    """Places below the provinces by their codes, or by their names where they have none."""
    cities = {named.place.adcode: city for city, named in _read_cities()}
    return NameList.of(named for _, named in _read_cities()), cities


@cache
def prefectures() -> NameList:
    """Those of them that are not within another: what a county's code begins with."""
    return NameList.of(n for _, n in _read_cities() if re.fullmatch("[0-9]{4}00", n.place.adcode))


@cache
def _read_cities() -> tuple[tuple[City, Named], ...]:
    label, rows = read_list(PLACES / "cities.csv")
    kinds = {ending: text_of(words, ending) for ending, words in label["kinds"].items()}
    found: list[tuple[City, Named]] = []
    for row in rows:
        full = row["name_zh"]
        place = Place(
            adcode=row["adcode"] or full,
            name=Text(row["name_en"], row["short_zh"]),
            full=Text(row["name_en"], full),
        )
        kind = next(kind for ending, kind in kinds.items() if full.endswith(ending))
        names = (row["name_en"], row["short_zh"], *row["aliases"].split(";"))
        given: dict[str, How] = dict.fromkeys((full, *with_generic(names, full)), "name")
        toneless = tuple(without_tones(spelling) for spelling in given)
        named = Named(place, given, derived=toneless, near=())
        found.append((City(place, kind, row["province"]), named))
    return tuple(found)


@cache
def groups() -> Mapping[str, GroupKind]:
    _, rows = read_list(PLACES / "groups.csv")
    kinds = {kind: kind for kind in get_args(GroupKind)}
    return {normalise(row["spelling"]): kinds[row["kind"]] for row in rows}
