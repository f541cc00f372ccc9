"""A map cut to some of its places: these alone have figures, classes and notes, and what lies about
them is drawn pale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from statistics import median

from geo.maps.choropleth import make_choropleth
from geo.maps.circles import make_symbols
from geo.maps.classes import MANUAL, MAX_K, MIN_K, NAMES, classify, divided_at
from geo.maps.palettes import color_scale
from geo.maps.plate import make_plate
from geo.model import Boundaries, Choropleth, ClassificationError, ColorScale, Layer, Plate, Symbols
from geo.places import some_of

_KEPT = 16  # of sets that were cut


def cut_plate(plate: Plate, adcodes: Sequence[str]) -> Plate:
    """A picture of the same maps of some places, with the title that was asked for. Classes that
    the maps share are made from the figures of all that are left."""
    together: list[float] = []
    if len({one.scale.classes for one in plate.maps}) == 1 < len(plate.maps):
        kept = frozenset(adcodes)
        together = [
            o.value
            for one in plate.maps
            for o in one.layer.values
            if o.value is not None and o.adcode in kept
        ]
    maps = [cut_to(choropleth, adcodes, together=together) for choropleth in plate.maps]
    usual, cut = make_plate(plate.maps), make_plate(maps)
    title = cut.title if plate.title == usual.title else plate.title
    subtitle = cut.subtitle if plate.subtitle == usual.subtitle else plate.subtitle
    return replace(cut, title=title, subtitle=subtitle)


def cut_to(
    choropleth: Choropleth, adcodes: Sequence[str], *, together: Sequence[float] = ()
) -> Choropleth:
    """The map of some places. Its classes are made from their figures, ``together`` with those of
    other maps, unless they were given by hand or are those of the country."""
    layer = _of(choropleth.layer, tuple(adcodes))
    symbols, pair = choropleth.symbols, choropleth.pair
    alone = symbols is not None and symbols.layer is choropleth.layer
    if symbols is not None:
        cut = layer if alone else _of(symbols.layer, tuple(adcodes))
        symbols = _symbols(cut, choropleth)
    if pair is not None:
        first, second = (_of(each, tuple(adcodes)) for each in (pair.first, pair.second))
        pair = replace(pair, first=first, second=second)
    return make_choropleth(
        layer,
        choropleth.scale if alone or pair else _scale(layer, choropleth.scale, together),
        language=choropleth.language,
        wording=choropleth.wording,
        symbols=symbols,
        pair=pair,
    )


def _of(layer: Layer, adcodes: tuple[str, ...]) -> Layer:
    """A layer of some places."""
    kept = frozenset(adcodes)
    report = layer.report
    without = tuple(code for code in report.places_without_data if code in kept)
    return replace(
        layer,
        boundaries=_boundaries(layer.boundaries, adcodes),
        values=tuple(o for o in layer.values if o.adcode in kept),
        report=replace(report, places_without_data=without),
    )


@lru_cache(maxsize=_KEPT)
def _boundaries(boundaries: Boundaries, adcodes: tuple[str, ...]) -> Boundaries:
    return some_of(boundaries, adcodes)


def _scale(layer: Layer, scale: ColorScale, together: Sequence[float]) -> ColorScale:
    """Classes and colours of these figures, by the same scheme and palette."""
    indicator, classes, palette = layer.indicator, scale.classes, scale.palette
    numbers = [o.value for o in layer.values if o.value is not None]
    if together:
        numbers = [*together]
    elif classes.made_from == "periods":  # those of other periods of these places
        kept = frozenset(layer.boundaries.adcodes)
        every = (o.value for o in indicator.values if o.adcode in kept)
        numbers += [value for value in every if value is not None]
    fixed = classes.made_from == "country" or classes.scheme == MANUAL
    if not numbers or fixed or indicator.kind == "category" or classes.scheme not in NAMES:
        return scale
    k, made_from = min(max(classes.k, MIN_K), MAX_K), classes.made_from
    try:
        made = classify(numbers, scheme=classes.scheme, k=k, made_from=made_from)
    except ClassificationError:  # figures that need more classes than there are
        made = classify(numbers, k=k, made_from=made_from)
    midpoint = scale.midpoint
    if midpoint is not None and indicator.midpoint is None:
        midpoint = median(numbers)
    if indicator.midpoint is not None:
        made = divided_at(made, indicator.midpoint, numbers)
    return color_scale(made, palette.id, midpoint=midpoint, own=(palette,))


def _symbols(layer: Layer, choropleth: Choropleth) -> Symbols | None:
    """Circles of these figures; none where none of them is above zero."""
    assert choropleth.symbols is not None
    try:
        return make_symbols(layer, language=choropleth.language, colour=choropleth.symbols.colour)
    except ClassificationError:
        return replace(choropleth.symbols, layer=layer)
