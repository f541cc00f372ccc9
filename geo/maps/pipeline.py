"""The pipe: the one place that knows all stages and strings them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from geo.indicators import difference
from geo.maps.arranged import arranged
from geo.maps.bivariate import PAIR_K, check_pair, pair_scale, second_layer, with_both
from geo.maps.choropleth import make_choropleth
from geo.maps.circles import make_symbols
from geo.maps.classes import MANUAL, categories, classify, divided_at
from geo.maps.layer import join
from geo.maps.palettes import (
    NO_DATA,
    NO_DATA_LINES,
    around,
    color_scale,
    list_palettes,
    palettes_with,
)
from geo.maps.part import of_part, places_asked
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest, changed, indicator_asked, pooled_changes
from geo.model import (
    LANGUAGES,
    Boundaries,
    Choropleth,
    Classes,
    ColorScale,
    GeoError,
    Indicator,
    JoinReport,
    Kind,
    Layer,
    MadeFrom,
    Pair,
    Plate,
    Symbols,
    UnknownNameError,
    decimals_of,
)

#: The palette of an indicator whose label names none.
_PALETTES: dict[Kind, str] = {
    "count": "purples",
    "ratio": "blues",
    "index": "teals",
    "category": "tol-muted",
}

#: The scheme and the colour of a map whose figures only circles show: clearly no hatch.
PLAIN, PLAIN_COLOUR = "plain", "#e4e0d8"


@dataclass(frozen=True)
class _Figures:
    """The figures that classes are made from, and whose they are."""

    numbers: tuple[float, ...]
    made_from: MadeFrom


def build(request: MapRequest) -> Choropleth:
    """From a request to the map: read, join, classify, colour, word.

    Raises
    ------
    GeoError
        A leaf of it for everything that cannot be done as asked.
    """
    return draw_indicator(_indicator(request), request)


def _indicator(request: MapRequest) -> Indicator:
    indicator = indicator_asked(request.indicator, request)
    if request.is_change and (request.minus, request.minus_period) != (None, None):
        raise GeoError("derive.change_and_minus")
    if request.minus is None and request.minus_period is None:
        return indicator
    other = indicator_asked(request.minus or request.indicator, request)
    return difference(indicator, other, period=request.period, other_period=request.minus_period)


def build_plate(
    requests: Sequence[MapRequest], *, title: str | None = None, first: Layer | None = None
) -> Plate:
    """One picture of several maps; those of one unit and kind have the same classes, made from the
    figures of all of them. ``first`` is what the first map shows, where it is there already.

    Raises
    ------
    GeoError
        A leaf of it for everything that cannot be done as asked.
    """
    found = [
        first.indicator if first is not None and i == 0 else _indicator(request)
        for i, request in enumerate(requests)
    ]
    pooled = [pooled_changes(*pair) for pair in zip(found, requests, strict=True)]
    layers = [
        first if first is not None and i == 0 else _layer(indicator, request, changes)
        for i, (indicator, request, changes) in enumerate(zip(found, requests, pooled, strict=True))
    ]
    together = _figures_together(layers, requests)
    maps = [
        _draw(layer, request, figures=together or _figures(layer, request, changes))
        for layer, request, changes in zip(layers, requests, pooled, strict=True)
    ]
    return make_plate(maps, title=title)


def draw_indicator(
    indicator: Indicator,
    request: MapRequest,
    *,
    report: JoinReport | None = None,
    boundaries: Boundaries | None = None,
) -> Choropleth:
    """The same for an indicator that is not in the catalogue; ``request.indicator`` is unused.

    Where it comes from a user's table, ``report`` takes the place of that of the join by codes, and
    ``boundaries`` are those the table was joined with.
    """
    pooled = pooled_changes(indicator, request)
    layer = _layer(indicator, request, pooled, boundaries=boundaries)
    if report is not None:
        without = layer.report.places_without_data
        layer = replace(layer, report=replace(report, places_without_data=without))
    return _draw(layer, request, figures=_figures(layer, request, pooled))


def _layer(
    indicator: Indicator,
    request: MapRequest,
    pooled: Sequence[float] | None,
    *,
    boundaries: Boundaries | None = None,
) -> Layer:
    """The figures of the period asked for, or their change, with as many decimals as tell them
    apart."""
    if request.language not in LANGUAGES:
        raise UnknownNameError("language", request.language, LANGUAGES)
    if request.is_change:
        indicator = changed(indicator, request, pooled=pooled)
    # A difference has one period of its own.
    own = request.minus is not None or request.minus_period is not None or request.is_change
    period = None if own and request.period not in indicator.periods else request.period
    places = places_asked(indicator, request, boundaries)
    shown = of_part(indicator, places)
    layer = join(places, replace(shown, decimals=decimals_of(shown)), period=period)
    layer = arranged(layer, request)
    if not places.within or request.classes_from == "part":
        return layer
    every = request.classes_of == "all"
    return replace(layer, country=indicator.numbers(None if every else layer.period))


def _figures(layer: Layer, request: MapRequest, pooled: tuple[float, ...] | None) -> _Figures:
    """What the classes of one map are made from. A period without any figure has the classes of
    all periods."""
    shown = _shown(layer)
    if pooled is not None:
        return _Figures(pooled, "periods")
    if layer.country:
        return _Figures(layer.country, "country")
    if len(layer.indicator.periods) > 1 and (request.classes_of == "all" or not shown):
        return _Figures(layer.indicator.numbers(), "periods")
    return _Figures(shown, "map")


def _figures_together(layers: Sequence[Layer], requests: Sequence[MapRequest]) -> _Figures | None:
    """What the classes of several maps are made from, where they can have the same."""
    pairs = list(zip(layers, requests, strict=True))
    looks = {
        (layer.indicator.unit, layer.indicator.kind, request.scheme, request.k, request.edges,
         request.palette or layer.indicator.palette, tuple(p.id for p in request.palettes))
        for layer, request in pairs
    }  # fmt: skip
    own = any(request.classes_of == "each" for request in requests)
    if len(pairs) < 2 or len(looks) > 1 or own or layers[0].indicator.kind == "category":
        return None
    numbers: list[float] = []
    for layer, request in pairs:
        every = request.classes_of == "all"
        numbers += layer.indicator.numbers() if every else _shown(layer)
    first = layers[0].indicator
    over_time = all(layer.indicator == first for layer in layers)
    periods = {layer.period for layer in layers}
    whole = over_time and periods == set(first.periods)
    return _Figures(tuple(numbers), "periods" if whole else "maps")


def _shown(layer: Layer) -> tuple[float, ...]:
    return tuple(o.value for o in layer.values if o.value is not None)


def _draw(layer: Layer, request: MapRequest, *, figures: _Figures) -> Choropleth:
    """Colour and word a layer; its classes are made from the figures."""
    if request.against is not None:
        return _draw_pair(layer, request, figures)
    symbols = _symbols(layer, request)
    alone = symbols is not None and symbols.layer is layer
    return make_choropleth(
        layer,
        _plain(layer.indicator) if alone else _scale(layer, request, figures),
        language=request.language,
        wording=request.wording,
        symbols=symbols,
    )


def _draw_pair(layer: Layer, request: MapRequest, figures: _Figures) -> Choropleth:
    """A map of two indicators, whose classes are each made from its own figures."""
    check_pair(request)
    second = second_layer(layer, request)
    first, other = (
        classify(found.numbers, scheme=request.scheme, k=PAIR_K, made_from=found.made_from)
        for found in (figures, _figures(second, request, None))
    )
    return make_choropleth(
        with_both(layer, second),
        pair_scale(first, other, request.palette),
        language=request.language,
        wording=request.wording,
        pair=Pair(layer, second, other),
    )


def _symbols(layer: Layer, request: MapRequest) -> Symbols | None:
    """The circles asked for: of the layer itself, or of another indicator over it; such is also a
    count over what was made of it."""
    if request.symbols is None:
        return None
    if request.arrangement != "map":
        raise GeoError("arranged.not_with", option="symbols")
    as_it_is = request.per is None and request.minus is None and request.minus_period is None
    own = (layer.indicator.id, request.indicator) if as_it_is else (layer.indicator.id,)
    if request.symbols in own:
        return make_symbols(layer, language=request.language)
    indicator = indicator_asked(request.symbols, replace(request, per=None))
    indicator = of_part(indicator, layer.boundaries)
    period = layer.period if layer.period in indicator.periods else None
    counted = join(layer.boundaries, indicator, period=period)
    return make_symbols(counted, language=request.language)


def _plain(indicator: Indicator) -> ColorScale:
    """One colour for all places that have a figure, which circles alone tell apart."""
    numbers = indicator.numbers()
    classes = Classes(PLAIN, (min(numbers), max(numbers)))
    palette = list_palettes()[_PALETTES["count"]]
    return ColorScale(classes, (PLAIN_COLOUR,), NO_DATA, NO_DATA_LINES, palette)


def _scale(layer: Layer, request: MapRequest, figures: _Figures) -> ColorScale:
    indicator = layer.indicator
    if indicator.kind == "category":
        return color_scale(
            categories(len(indicator.categories)),
            _palette(request, _PALETTES["category"]), own=request.palettes,
        )  # fmt: skip
    by_hand = request.edges is not None
    classes = classify(
        figures.numbers,
        scheme=MANUAL if by_hand else request.scheme,
        k=request.k,
        edges=request.edges,
        made_from="map" if by_hand else figures.made_from,
    )
    if indicator.midpoint is not None:
        classes = divided_at(classes, indicator.midpoint, figures.numbers)
    palette = _palette(request, indicator.palette or _PALETTES[indicator.kind])
    palettes, own = palettes_with(request.palettes), request.palettes
    if palette in palettes and palettes[palette].kind == "diverging":
        midpoint = _midpoint(indicator, figures.numbers)
        return color_scale(classes, palette, midpoint=midpoint, own=own)
    return color_scale(classes, palette, own=own)


def _palette(request: MapRequest, usual: str) -> str:
    """The palette asked for; else the office's own of the usual one's kind, else that one."""
    if request.palette is not None:
        return request.palette
    kind = list_palettes()[usual].kind if usual in list_palettes() else None
    return next((own.id for own in request.palettes if own.kind == kind), usual)


def _midpoint(indicator: Indicator, numbers: Sequence[float]) -> float:
    """Where a diverging palette turns: where the label says, or at the median."""
    return median(numbers) if indicator.midpoint is None else indicator.midpoint


def turning(choropleth: Choropleth) -> tuple[int, int]:
    """How a diverging palette would colour the classes of a map: from its list of so many colours,
    beginning with this one."""
    layer, classes = choropleth.layer, choropleth.scale.classes
    numbers = layer.indicator.numbers() if classes.made_from == "periods" else _shown(layer)
    numbers = layer.country or numbers
    return around(classes, _midpoint(layer.indicator, numbers))
