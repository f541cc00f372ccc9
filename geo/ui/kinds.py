"""The kinds of map on the page *Map*: as on a map, a tile grid, circles by a count; and of two
indicators. What can be chosen, and the look without what cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from geo.indicators import levels_of, load_catalogue, read_denominators
from geo.maps import DEFAULT_K, DEFAULT_SCHEME, PAIR_SCHEMES
from geo.model import ARRANGEMENTS, Arrangement, Indicator, Level
from geo.ui.look import Look
from geo.ui.widgets import language, words

_MAP: Arrangement = ARRANGEMENTS[0]


@dataclass(frozen=True)
class Kinds:
    """What can be chosen, by id with its words: where the places stand, what circles are sized by
    (none but of a cartogram), and the second indicator. Nothing where there is one kind only."""

    arrangements: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)
    against: Mapping[str, str] = field(default_factory=dict)


def kinds_of(look: Look, indicator: Indicator) -> Kinds:
    """What kinds of map there are of an indicator."""
    arrangements: dict[str, str] = {_MAP: words("arrangement_map")}
    if indicator.boundaries == "provinces" and look.base is None:
        arrangements["tiles"] = words("arrangement_tiles")
    sizes = _sizes(look, indicator)
    if sizes:
        arrangements["dorling"] = words("arrangement_dorling")
    others = {
        other.id: other.title[language()]
        for other in _alike(look, indicator)
        if other.kind != "category" and other.id != indicator.id
    }
    is_number = indicator.kind != "category"
    return Kinds(
        arrangements if len(arrangements) > 1 else {},
        sizes if look.arrangement == "dorling" else {},
        {"": words("against_none")} | others if is_number and others else {},
    )


def settled(look: Look, indicator: Indicator) -> Look:
    """The look without a kind that there is not; a cartogram says what it is sized by, and of two
    indicators nothing is asked that goes with one only."""
    kinds = kinds_of(look, indicator)
    known = look.arrangement in kinds.arrangements and look.arrangement != _MAP
    look = replace(look, arrangement=look.arrangement if known else None)
    sizes = kinds.sizes if look.arrangement == "dorling" else {}
    look = replace(
        look, sized_by=look.sized_by if look.sized_by in sizes else next(iter(sizes), None)
    )
    if look.arrangement is not None:  # nobody goes into a square
        look = replace(look, within=None, level=None, country=False)
    if not look.against or look.against not in kinds.against:
        return replace(look, against=None)
    scheme = look.scheme if look.scheme in PAIR_SCHEMES else DEFAULT_SCHEME
    return replace(look, scheme=scheme, k=DEFAULT_K, palette=None, change=None, since=None)


def _sizes(look: Look, indicator: Indicator) -> dict[str, str]:
    """The counts that circles can be sized by: the indicator itself, people, and all others."""
    lang, people = language(), read_denominators()["population"].indicator
    is_count = indicator.kind == "count" and look.per is None and look.change is None
    own = {indicator.id: indicator.title[lang]} if is_count else {}
    return own | {
        other.id: other.title[lang]
        for other in sorted(_alike(look, indicator), key=lambda one: one.id != people)
        if other.kind == "count" and other.id not in own and not _may_be_negative(other)
    }


def _may_be_negative(indicator: Indicator) -> bool:
    return min(indicator.numbers(), default=0.0) < 0


def _alike(look: Look, indicator: Indicator) -> Sequence[Indicator]:
    """The indicators of the catalogue that have figures of the places shown."""
    base: Level | None = look.base
    if base is not None:
        return [other for other in load_catalogue() if base in levels_of(other.id)]
    return [other for other in load_catalogue() if other.boundaries == indicator.boundaries]
