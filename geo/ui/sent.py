"""What is sent to the browser with the map that is shown: the same in other schemes, and of other
periods; and the figures of places through time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from geo.draw import View, browser_series
from geo.indicators import load_catalogue, load_indicator
from geo.maps import MANUAL, NAMES, MapRequest, periods_shown
from geo.model import Choropleth, GeoError, Indicator, Language
from geo.ui import served

#: More places than this are classed in other ways only when it is asked for.
_MANY_PLACES = 400
#: More figures than this, of all periods, play no film.
_MANY_FIGURES = 20_000


def views_of(
    choropleth: Choropleth,
    request: MapRequest,
    draw: Callable[[MapRequest], Choropleth],
    *,
    indicator: Indicator,
    frames: bool,
) -> list[View]:
    """The map, and those that it may become.

    Parameters
    ----------
    choropleth, request
        The map shown first, and what it was asked for by, with its period.
    draw
        Draws it as asked for otherwise.
    indicator
        The figures of all periods.
    frames
        Whether the other periods are wanted.
    """
    shown = request.scheme if request.edges is None else MANUAL
    wished: list[tuple[str, MapRequest]] = []
    if indicator.kind != "category" and len(choropleth.places) <= _MANY_PLACES:
        wished += [
            (scheme, replace(request, scheme=scheme, edges=None))
            for scheme in NAMES
            if scheme not in (shown, MANUAL)
        ]
    if frames and has_film(request, indicator):
        wished += [(shown, other) for other in _frames(request, indicator)]
    views = [_view(shown, choropleth, request)]
    for scheme, other in wished:
        try:
            views.append(_view(scheme, draw(other), other))
        except GeoError:  # it is told when it is asked for
            continue
    return views


def _view(scheme: str, choropleth: Choropleth, request: MapRequest) -> View:
    return View(scheme, request.period or "", choropleth, pooled=request.classes_of == "all")


def has_film(request: MapRequest, indicator: Indicator) -> bool:
    """Whether there are periods to go through, and not more figures than are sent at once. Circles
    have other sizes in each, and two indicators are each of their own dates."""
    if request.arrangement == "dorling" or request.against is not None:
        return False
    return len(periods_shown(request, indicator)) > 1 and len(indicator.values) <= _MANY_FIGURES


def _frames(request: MapRequest, indicator: Indicator) -> list[MapRequest]:
    """The maps of all periods but the one shown: in their own classes where it has its own, and,
    the one shown too, in the same for all, but where classes have nothing to do with periods."""
    periods = periods_shown(request, indicator)
    frames = [replace(request, period=p) for p in periods if p != request.period]
    free = request.edges is None and indicator.kind != "category"
    if free and request.classes_of != "all":
        frames += [replace(request, period=p, classes_of="all") for p in periods]
    return frames


def series_of(
    indicator: Indicator, request: MapRequest, choropleth: Choropleth, *, place: str | None
) -> str | dict[str, Any] | None:
    """The figures of places through all periods: their address where they are the catalogue's and
    fetched once, else themselves, of many places only those of the one selected."""
    language = choropleth.language
    if len(indicator.periods) < 2:
        return None
    known = request.indicator in _of_catalogue()
    if known and indicator is load_indicator(request.indicator, request.per):
        return _series_address(request.indicator, request.per, language)
    many = len(choropleth.places) > _MANY_PLACES
    if many and place is None:
        return None
    return browser_series(indicator, language, place=place if many else None)


@cache
def _of_catalogue() -> frozenset[str]:
    return frozenset(indicator.id for indicator in load_catalogue())


@cache
def _series_address(identifier: str, per: str | None, language: Language) -> str | None:
    told = browser_series(load_indicator(identifier, per), language)
    return served.content(f"series-{identifier}-{language}", told) if told else None
