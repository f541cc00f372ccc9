"""What a text names at all levels at once: 吉林 is a province and a city in it, 朝阳 a city, two
districts and a county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.model import LEVELS, GeoError, Level, Place, Text
from geo.places.hierarchy import SETS, read_hierarchy
from geo.places.names import read_gazetteer


@dataclass(frozen=True)
class Found:
    """A place that a text names or may name, its level, and how it was recognised; see
    :class:`geo.model.Match`."""

    place: Place
    level: Level
    adcode: str
    how: str


def find_places(
    text: str, *, within: Sequence[str] = (), year: int | None = None
) -> tuple[Found, ...]:
    """All places that a text names, the highest levels first, and of each level in the order of the
    list; of a name that several bear these are all of them.

    Parameters
    ----------
    text
        A name in any spelling of either language, a code, or an address.
    within
        Names of what the place lies in: what lies elsewhere is not meant.
    year
        The year in which the name was in force; today's when left out.
    """
    found: list[Found] = []
    for level in LEVELS:
        gazetteer = read_gazetteer(SETS[level])
        match = gazetteer.resolve(text, within=within, year=year)
        named = [(match.adcode, match.how)] if match else []
        if not match:
            borne = gazetteer.namesakes(text)
            named = [(a, "name") for a in borne if not gazetteer.lies_elsewhere(a, within)]
        found += [Found(gazetteer.places[a], level, a, how) for a, how in named]
    return tuple(found)


def find_part(text: str) -> str:
    """The province or prefecture that a text names in any spelling, by its code: a part of the
    country to look at. What is all of a province, as the prefecture of a municipality, is that.

    Raises
    ------
    GeoError
        If it names none of them, or may be several.
    """
    above = read_hierarchy()
    named: dict[str, Place] = {}
    for found in find_places(text):
        if found.level != "county":
            province = above.ancestor(found.adcode, found.level, "province")
            alone = len(above.members("prefecture", province)) == 1
            named.setdefault(province if alone else found.adcode, found.place)
    if not named:
        prefectures = read_gazetteer(SETS["prefecture"])
        why, near = prefectures.explain(text), [_full(p) for p in prefectures.suggest(text)]
        if near:
            raise GeoError("places.near_part", text=text, near=near, why=why)
        raise GeoError("places.no_part", text=text, why=why)
    if len(named) > 1:
        places = [Text(f"{p.full.en} ({a})", f"{p.full.zh}（{a}）") for a, p in named.items()]
        raise GeoError("places.several", text=text, places=places)
    return next(iter(named))


def _full(place: Place) -> Text:
    return Text(place.name.en, place.full.zh)
