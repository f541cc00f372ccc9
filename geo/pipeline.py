"""The pipe: the one place that knows all stages and strings them together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from statistics import median

from geo import boundaries as boundary_stage
from geo.choropleth import make_choropleth
from geo.classify import DEFAULT_K, DEFAULT_SCHEME, MANUAL, categories, classify
from geo.derive import per, read_denominators
from geo.errors import UnknownNameError
from geo.indicators import list_indicators, read_indicator
from geo.join import join
from geo.model import (
    LANGUAGES,
    Boundaries,
    Choropleth,
    ColorScale,
    Indicator,
    JoinReport,
    Kind,
    Language,
    Layer,
    Observation,
)
from geo.palettes import color_scale, list_palettes

#: The palette of an indicator whose label names none.
_PALETTES: dict[Kind, str] = {
    "count": "purples",
    "ratio": "blues",
    "index": "teals",
    "category": "tol-muted",
}


@dataclass(frozen=True)
class MapRequest:
    """What a user asks for; everything left out gets the default that needs no change.

    ``per`` is a key of ``data/denominators.toml``; ``edges`` go with the scheme ``manual``.
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


@cache
def load_boundaries(identifier: str = "provinces") -> Boundaries:
    """A boundary set of ``shapes/``, read once."""
    return boundary_stage.read_boundaries(identifier)


@cache
def load_catalogue() -> tuple[Indicator, ...]:
    """All indicators of the catalogue, read once, in the order their labels ask for."""
    return list_indicators()


@cache
def load_indicator(identifier: str, denominator: str | None = None) -> Indicator:
    """An indicator of the catalogue, read once, related to a denominator if one is named.

    Raises
    ------
    UnknownNameError
        If there is no such indicator or denominator.
    GeoError
        If the indicator cannot be related to anything, or its files are damaged.
    """
    indicator = read_indicator(identifier)
    if denominator is None:
        return indicator
    known = read_denominators()
    if denominator not in known:
        raise UnknownNameError("denominator", denominator, known)
    chosen = known[denominator]
    return per(indicator, chosen, read_indicator(chosen.indicator))


def build(request: MapRequest) -> Choropleth:
    """From a request to the map: read, join, classify, colour, word.

    Raises
    ------
    GeoError
        A leaf of it for everything that cannot be done as asked.
    """
    return draw_indicator(load_indicator(request.indicator, request.per), request)


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
    if request.language not in LANGUAGES:
        raise UnknownNameError("language", request.language, LANGUAGES)
    boundaries = boundaries or load_boundaries(indicator.boundaries)
    layer = join(boundaries, indicator, period=request.period)
    if report is not None:
        without = layer.report.places_without_data
        layer = replace(layer, report=replace(report, places_without_data=without))
    return make_choropleth(
        layer, _scale(layer, request), language=request.language, title=request.title
    )


def _scale(layer: Layer, request: MapRequest) -> ColorScale:
    indicator = layer.indicator
    if indicator.kind == "category":
        return color_scale(
            categories(len(indicator.categories)), request.palette or _PALETTES["category"]
        )
    numbers = indicator.numbers()
    scheme = MANUAL if request.edges is not None else request.scheme
    classes = classify(numbers, scheme=scheme, k=request.k, edges=request.edges)
    palette = request.palette or indicator.palette or _PALETTES[indicator.kind]
    palettes = list_palettes()
    if palette in palettes and palettes[palette].kind == "diverging":
        midpoint = indicator.midpoint if indicator.midpoint is not None else median(numbers)
        return color_scale(classes, palette, midpoint=midpoint)
    return color_scale(classes, palette)


@dataclass(frozen=True)
class Fact:
    """One figure of one place, with the indicator it belongs to."""

    indicator: Indicator
    observation: Observation


def profile(adcode: str, *, boundaries: str = "provinces") -> tuple[Fact, ...]:
    """All that the catalogue says of a place: its latest figure of every indicator."""
    facts = []
    for indicator in load_catalogue():
        if indicator.boundaries == boundaries:
            layer = join(load_boundaries(boundaries), indicator)
            facts.append(Fact(indicator, next(o for o in layer.values if o.adcode == adcode)))
    return tuple(facts)
