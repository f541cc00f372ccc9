"""Arrangements: the places of a layer as squares in a grid, or as circles by a count.

Only the polygons change. What is joined, classed, worded and exported is the same as on a map.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from geo.indicators import list_indicators, nearest_period
from geo.maps.layer import join
from geo.maps.part import of_part
from geo.maps.request import MapRequest, indicator_asked
from geo.model import Boundaries, GeoError, Indicator, Layer, listed_in_both
from geo.places import as_circles, as_tiles, level_of_set

_MOST_NAMES, _MOST_OFFERED = 6, 4


def arranged(layer: Layer, request: MapRequest) -> Layer:
    """A layer whose places stand where a request wants them.

    Raises
    ------
    GeoError
        If a tile grid is asked for of other places than the provinces, a cartogram by what is no
        count, or a size of what is no cartogram.
    """
    if request.sized_by is not None and request.arrangement != "dorling":
        raise GeoError("arranged.sized_alone")
    if request.arrangement == "tiles":
        return replace(layer, boundaries=as_tiles(layer.boundaries))
    if request.arrangement == "dorling":
        sizes = _sizes(layer, request)
        return replace(layer, boundaries=_circles(sizes), sizes=sizes)
    return layer


def _sizes(layer: Layer, request: MapRequest) -> Layer:
    """The counts that circles are sized by: the layer's own, or those of another indicator, of the
    nearest date."""
    as_it_is = not (request.per or request.minus or request.minus_period or request.is_change)
    own, asked = (layer.indicator.id, *([request.indicator] if as_it_is else [])), request.sized_by
    if asked is None or asked in own:
        sizes = layer
        if layer.indicator.kind != "count" or not as_it_is:
            raise GeoError(
                "arranged.which_count", indicator=layer.indicator.title, known=_counts(layer)
            )
    else:
        whole = indicator_asked(asked, replace(request, indicator=asked, per=None))
        indicator = of_part(whole, layer.boundaries)
        if indicator.kind != "count":
            raise GeoError("arranged.no_count", indicator=indicator.title, known=_counts(layer))
        sizes = join(layer.boundaries, indicator, period=_period(indicator, layer.period))
    _check(sizes)
    return sizes


def _period(indicator: Indicator, period: str) -> str:
    """The period whose sizes go with figures of a date: the same, the nearest, else the latest."""
    last = period.rpartition("/")[2]
    if last in indicator.periods:
        return last
    return nearest_period(indicator, last) or indicator.periods[-1]


def _check(sizes: Layer) -> None:
    indicator = sizes.indicator
    if sizes.below_zero:
        places = listed_in_both(sizes.below_zero, most=_MOST_NAMES)
        raise GeoError("arranged.below_zero", indicator=indicator.title, places=places)
    if not any(o.value for o in sizes.values):
        raise GeoError("arranged.no_sizes", indicator=indicator.title, period=sizes.period)


def _counts(layer: Layer) -> list[str]:
    """Some counts of the catalogue that have figures for all or most of such places."""
    level = level_of_set(layer.boundaries.id) or "province"
    wanted = "provinces" if level == "province" else layer.boundaries.id
    found = [one for one in list_indicators() if one.kind == "count" and one.boundaries == wanted]
    found.sort(key=lambda one: -len(one.numbers(one.periods[-1])))
    return [one.id for one in found[:_MOST_OFFERED]]


def _circles(sizes: Layer) -> Boundaries:
    """The circles of a layer of counts. Those of one indicator are to one scale in all periods, so
    that maps of them can be compared."""
    known = frozenset(sizes.boundaries.adcodes)
    totals: dict[str, float] = {}
    for o in sizes.indicator.values:
        if o.adcode in known and o.value:
            totals[o.period] = totals.get(o.period, 0.0) + max(o.value, 0.0)
    figures = tuple((o.adcode, o.value) for o in sizes.values if o.value)
    return _kept(sizes.boundaries, figures, max(totals.values()))


@lru_cache(maxsize=32)
def _kept(places: Boundaries, figures: tuple[tuple[str, float], ...], most: float) -> Boundaries:
    sizes: Mapping[str, float] = dict(figures)
    return as_circles(places, sizes, most=most)
