"""Which places a map is of: a whole set, or the part of a level that lies in one place."""

from __future__ import annotations

from dataclasses import replace

from geo.maps.request import MapRequest
from geo.model import Boundaries, GeoError, Indicator
from geo.places import level_of_set, load_boundaries, load_level, read_hierarchy


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
    level = level_of_set(places.id)
    if level is None or places.within:
        place = read_hierarchy().name_of(request.within)
        raise GeoError("part.not_in", set=places.title, place=place)
    return load_level(level, request.within)


def of_part(indicator: Indicator, places: Boundaries) -> Indicator:
    """The figures of the places of a part; all where it is none."""
    if not places.within:
        return indicator
    kept = frozenset(places.adcodes)
    return replace(indicator, values=tuple(o for o in indicator.values if o.adcode in kept))
