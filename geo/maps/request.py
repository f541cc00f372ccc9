"""What a map is asked for by, and the requests that belong to one: its periods, a map beside it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from geo.indicators import CHANGES, at_level, change, load_indicator, nearest_period
from geo.maps.classes import DEFAULT_K, DEFAULT_SCHEME
from geo.model import (
    ARRANGEMENTS,
    LEVELS,
    Arrangement,
    GeoError,
    Indicator,
    Language,
    Level,
    Palette,
    UnknownNameError,
    Wording,
)
from geo.places import read_hierarchy

#: Whose figures classes are made from: what is shown, all periods of the indicator, or of several
#: maps each its own.
ClassesOf = Literal["shown", "all", "each"]
CLASSES_OF: tuple[ClassesOf, ...] = get_args(ClassesOf)
#: Whose figures classes are made from on a map of a part of the country.
ClassesFrom = Literal["part", "country"]
CLASSES_FROM: tuple[ClassesFrom, ...] = get_args(ClassesFrom)


@dataclass(frozen=True)
class MapRequest:
    """What a user asks for; everything left out gets the default that needs no change.

    ``per`` is a key of ``data/denominators.toml``; ``edges`` go with the scheme ``manual``.
    ``classes_of`` says whose figures classes are made from: ``shown``, those of the period, or of
    all maps of one picture; ``all`` periods, so that maps of different periods can be compared; or
    ``each``, where every map of a picture has its own.
    ``symbols`` is the id of a count that circles show over the colours; the indicator's own makes a
    map of circles alone. ``minus`` and ``minus_period`` are the indicator and the period that are
    taken away from the first; one of them is enough. ``change`` is one of
    :data:`geo.indicators.CHANGES`, from the period ``since``, the earliest when left out, to
    ``period``. ``level`` is that of the places, ``within`` the adcode of a province or prefecture
    of which alone the map is, by the level that divides it where none is named; its classes are
    then made from the figures of that ``part`` or of the whole ``country``, as ``classes_from``
    says. ``decimals`` and ``unit`` are those of all numbers of the picture, such as ``billion
    yuan``, in place of what suits them; ``notes`` is one of :data:`geo.model.NOTES`, or a text that
    stands under the map in their place. ``palettes`` are an office's own, at most one of each kind,
    instead of the usual ones where no ``palette`` is named. ``arrangement`` is where the places
    stand; of a ``dorling`` cartogram, the areas of the circles are in proportion to the count
    ``sized_by``, an indicator's id, or to the indicator. ``against`` is a second indicator, whose
    classes and those of the first are shown together.
    """

    indicator: str
    period: str | None = None
    per: str | None = None
    scheme: str = DEFAULT_SCHEME
    k: int = DEFAULT_K
    edges: tuple[float, ...] | None = None
    palette: str | None = None
    language: Language = "en"
    title: str | None = None
    open_ended: bool = False
    symbols: str | None = None
    minus: str | None = None
    minus_period: str | None = None
    classes_of: ClassesOf = "shown"
    change: str | None = None
    since: str | None = None
    level: Level | None = None
    within: str | None = None
    classes_from: ClassesFrom = "part"
    decimals: int | None = None
    unit: str | None = None
    notes: str = "full"
    palettes: tuple[Palette, ...] = field(default=(), hash=False)
    arrangement: Arrangement = "map"
    sized_by: str | None = None
    against: str | None = None

    def __post_init__(self) -> None:
        for what, said, known in (
            ("choice of classes", self.classes_of, CLASSES_OF),
            ("choice of classes", self.classes_from, CLASSES_FROM),
            ("arrangement", self.arrangement, ARRANGEMENTS),
            ("level", self.level, (None, *LEVELS)),
        ):
            if said not in known:
                raise UnknownNameError(what, str(said), [k for k in known if k])

    @property
    def wording(self) -> Wording:
        """What is asked for about the words."""
        return Wording(self.title, self.open_ended, self.decimals, self.unit, self.notes)

    @property
    def is_change(self) -> bool:
        """Whether the change between two periods is asked for."""
        return self.change is not None or self.since is not None


def level_asked(request: MapRequest) -> Level | None:
    """The level that a request is of: the one it names, else the one that divides the place it is
    within; None where it names neither.

    Raises
    ------
    UnknownNameError
        If there is no such place.
    GeoError
        If nothing divides the place.
    """
    if request.level is not None or request.within is None:
        return request.level
    hierarchy = read_hierarchy()
    division = hierarchy.below(request.within)
    if division is None:
        raise GeoError("part.undivided", place=hierarchy.name_of(request.within))
    return division.level


def indicator_asked(identifier: str, request: MapRequest) -> Indicator:
    """An indicator of the catalogue at the level and by the denominator that a request asks for."""
    level = level_asked(request)
    if level is None:
        return load_indicator(identifier, request.per)
    return at_level(identifier, level, request.per)


def changed(
    indicator: Indicator, request: MapRequest, *, pooled: Sequence[float] | None = None
) -> Indicator:
    """The change of an indicator that a request asks for; where maps of several periods have the
    same classes, made from the figures ``pooled``, it turns at zero where one of them does."""
    periods = indicator.periods
    if len(periods) < 2:
        raise GeoError("derive.change_of_one", indicator=indicator.id, period=periods[0])
    last = request.period or periods[-1]
    found = change(
        indicator, request.change or CHANGES[0], first=request.since or periods[0], last=last
    )
    if pooled and min(pooled) < 0 < max(pooled):
        return replace(found, midpoint=0.0, palette="blue-red")
    return found


def pooled_changes(indicator: Indicator, request: MapRequest) -> tuple[float, ...] | None:
    """The changes from the period asked for to every later one, and to the last asked for; None
    where no classes are to be made from them."""
    periods = indicator.periods
    if not request.is_change or request.classes_of != "all" or len(periods) < 2:
        return None
    how, first = request.change or CHANGES[0], request.since or periods[0]
    numbers: list[float] = []
    for last in periods:
        if last > first or last == request.period != first:
            with suppress(GeoError):  # of periods that no year lies between
                numbers += change(indicator, how, first=first, last=last).numbers()
    return tuple(numbers)


def periods_shown(request: MapRequest, indicator: Indicator) -> tuple[str, ...]:
    """The periods that such a map of an indicator can be of: of a change, those after its first."""
    if not request.is_change:
        return indicator.periods
    first = request.since or indicator.periods[0]
    return tuple(period for period in indicator.periods if period > first)


def multiples(request: MapRequest) -> tuple[MapRequest, ...]:
    """The same map for every period of its indicator, the earliest first; of differences from one
    period, for every other; of changes since one, for those after it."""
    periods = periods_shown(request, indicator_asked(request.indicator, request))
    itself = request.minus in (None, request.indicator)
    base = request.minus_period if itself else None
    return tuple(replace(request, period=period) for period in periods if period != base)


def beside(requests: Sequence[MapRequest], other: str) -> MapRequest:
    """The map of another indicator that is to stand beside others.

    Parameters
    ----------
    requests
        The maps it stands beside.
    other
        Its id, or with a period ``id:period``. Where none is named, it is the nearest one of the
        same year that the others show.

    Raises
    ------
    GeoError
        If it has none of the same year and none was named.
    """
    identifier, _, named = other.partition(":")
    request = replace(requests[-1], indicator=identifier, period=named or None)
    if named:
        return request
    indicator = indicator_asked(identifier, request)
    shown = [one.period or indicator_asked(one.indicator, one).periods[-1] for one in requests]
    found = (nearest_period(indicator, period) for period in reversed(shown))
    near = next((period for period in found if period is not None), None)
    if near is None:
        raise GeoError(
            "derive.beside", shown=requests[-1].indicator, period=shown[-1], other=identifier,
            known=indicator.periods, known_last=indicator.periods[-1],
        )  # fmt: skip
    return replace(request, period=near)
