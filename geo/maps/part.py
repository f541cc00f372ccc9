"""Which places a map is of: a whole set, or the part of a level that lies in one place."""

from __future__ import annotations

from dataclasses import replace

from geo.indicators import at_level, level_of, load_indicator
from geo.maps.request import MapRequest
from geo.model import Boundaries, GeoError, Indicator, Level
from geo.places import load_boundaries, load_level, read_hierarchy


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
    division = read_hierarchy().below(request.within)
    if division is None:
        raise GeoError("part.undivided", place=_name(request.within))
    return division.level


def indicator_asked(identifier: str, request: MapRequest) -> Indicator:
    """An indicator of the catalogue at the level and by the denominator that a request asks for."""
    level = level_asked(request)
    if level is None:
        return load_indicator(identifier, request.per)
    return at_level(identifier, level, request.per)


def places_asked(
    indicator: Indicator, request: MapRequest, boundaries: Boundaries | None = None
) -> Boundaries:
    """The places that a request is of.

    Parameters
    ----------
    indicator
        The figures.
    boundaries
        The places of a user's table; those of the indicator when left out.

    Raises
    ------
    GeoError
        If these places do not lie in one that is asked for.
    """
    places = boundaries or load_boundaries(indicator.boundaries)
    if request.within in (None, places.within):
        return places
    level = level_of(places.id)
    if level is None or places.within:
        raise GeoError("part.not_in", set=places.title, place=_name(request.within))
    return load_level(level, request.within)


def of_part(indicator: Indicator, places: Boundaries) -> Indicator:
    """The figures of the places of a part; all where it is none."""
    if not places.within:
        return indicator
    kept = frozenset(places.adcodes)
    return replace(indicator, values=tuple(o for o in indicator.values if o.adcode in kept))


def _name(adcode: str) -> object:
    hierarchy = read_hierarchy()
    return hierarchy.names[hierarchy.level_of(adcode)][adcode]
