"""What is a place of no level but often stands where one should: new areas, cities without a code,
with the province each lies in; and totals, regions and other groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import get_args

from geo.model import GroupKind, Place, Text, text_of
from geo.places.name_list import How, Named, NameList, read_list
from geo.places.spelling import PLACES, normalise, with_generic, without_tones


@dataclass(frozen=True)
class Area:
    """A place of no level: what it is called, what it is, and the province it lies in."""

    place: Place
    kind: Text
    province: str


@cache
def areas() -> tuple[NameList, Mapping[str, Area]]:
    """Places of no level by their codes, or by their names where they have none."""
    found = _read_areas()
    return NameList.of(named for _, named in found), {one.place.adcode: one for one, _ in found}


def _read_areas() -> tuple[tuple[Area, Named], ...]:
    label, rows = read_list(PLACES / "areas.csv")
    kinds = {ending: text_of(words, ending) for ending, words in label["kinds"].items()}
    found: list[tuple[Area, Named]] = []
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
        found.append((Area(place, kind, row["province"]), named))
    return tuple(found)


@cache
def groups() -> Mapping[str, GroupKind]:
    _, rows = read_list(PLACES / "groups.csv")
    kinds = {kind: kind for kind in get_args(GroupKind)}
    return {normalise(row["spelling"]): kinds[row["kind"]] for row in rows}
