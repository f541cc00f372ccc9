"""Two indicators on one map: three classes of each, and a colour for each of the nine pairs."""

from __future__ import annotations

from dataclasses import replace

from geo.indicators import nearest_period
from geo.maps.classes import DEFAULT_K, FIXED_K, MANUAL, NAMES
from geo.maps.layer import join
from geo.maps.palettes import NO_DATA, NO_DATA_LINES, list_palettes
from geo.maps.part import of_part
from geo.maps.request import MapRequest, indicator_asked
from geo.model import (
    DATA,
    Classes,
    ColorScale,
    GeoError,
    Layer,
    Observation,
    UnknownNameError,
    decimals_of,
)

#: Palettes of nine colours, a folder of their own: no map of one indicator can have one.
PAIR_PALETTES = DATA / "pair_palettes"
#: So many classes each indicator has, and by which schemes.
PAIR_K = 3
PAIR_SCHEMES = tuple(name for name in NAMES if name not in (MANUAL, *FIXED_K))
#: What a map of two indicators has where nothing is said.
DEFAULT_PAIR = "sand-blue-rust"
# Which of three colours few classes have: the outer ones first.
_OF_SIDE = {1: (0,), 2: (0, 2), 3: (0, 1, 2)}


def check_pair(request: MapRequest) -> None:
    """Refuse what a map of two indicators cannot have.

    Raises
    ------
    GeoError
        Naming it.
    """
    asked = {
        "symbols": request.symbols, "change": request.change, "since": request.since,
        "minus": request.minus, "minus_period": request.minus_period, "edges": request.edges,
        "open_ended": request.open_ended, "classes_of each": request.classes_of == "each",
        f"k {request.k}": request.k not in (DEFAULT_K, PAIR_K),
        f"scheme {request.scheme}": request.scheme in (MANUAL, *FIXED_K),
    }  # fmt: skip
    for option, given in asked.items():
        if given:
            raise GeoError("pair.not_with", option=option)


def second_layer(layer: Layer, request: MapRequest) -> Layer:
    """The figures of the second indicator: at the same places, of the period that is named
    (``id:period``), of the nearest date in the same year, else of the latest.

    Raises
    ------
    GeoError
        If it is none of numbers, is the first one itself, or no place has both figures.
    """
    identifier, _, named = str(request.against).partition(":")
    whole = indicator_asked(identifier, replace(request, indicator=identifier, per=None))
    for indicator in (layer.indicator, whole):
        if indicator.kind == "category":
            raise GeoError("pair.category", indicator=indicator.title)
    period = named or nearest_period(whole, layer.period) or whole.periods[-1]
    if (whole.id, period) == (layer.indicator.id, layer.period):
        raise GeoError("pair.same", indicator=whole.title)
    shown = of_part(whole, layer.boundaries)
    found = join(layer.boundaries, replace(shown, decimals=decimals_of(shown)), period=period)
    known = {o.adcode for o in found.values if o.value is not None}
    if not any(o.value is not None and o.adcode in known for o in layer.values):
        raise GeoError("pair.nowhere", first=layer.indicator.title, second=whole.title)
    if layer.country:
        every = request.classes_of == "all"
        return replace(found, country=whole.numbers(None if every else period))
    return found


def with_both(first: Layer, second: Layer) -> Layer:
    """The first layer without the figures of places where the second has none; a figure is marked
    where one of the two is."""
    others = {o.adcode: o for o in second.values}
    values = tuple(_merged(o, others[o.adcode], first, second) for o in first.values)
    without = tuple(o.adcode for o in values if o.value is None)
    return replace(first, values=values, report=replace(first.report, places_without_data=without))


def _merged(one: Observation, other: Observation, first: Layer, second: Layer) -> Observation:
    if one.value is None:
        return one
    if other.value is None:
        return replace(one, value=None, status=other.status, note=other.note)
    if first.marks(one.status):
        return one
    return replace(one, status=other.status if second.marks(other.status) else "reported")


def pair_scale(classes: Classes, other: Classes, palette: str | None) -> ColorScale:
    """The colours of all pairs of classes.

    Raises
    ------
    UnknownNameError
        If there is no such palette of pairs.
    """
    palettes = list_palettes(PAIR_PALETTES)
    name = palette or DEFAULT_PAIR
    if name not in palettes:
        raise UnknownNameError("palette", name, palettes)
    chosen = palettes[name]
    nine = chosen.colours[PAIR_K**2]
    colours = tuple(nine[PAIR_K * j + i] for j in _OF_SIDE[other.k] for i in _OF_SIDE[classes.k])
    return ColorScale(classes, colours, NO_DATA, NO_DATA_LINES, chosen)
