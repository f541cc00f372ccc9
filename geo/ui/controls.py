"""What every page with a map does with its look: the request it makes, and what is told of an
address that is not understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from geo.maps import MANUAL, Fact, MapRequest
from geo.model import ARRANGEMENTS, Choropleth, ClassificationError, GeoError, Indicator
from geo.ui import address, widgets
from geo.ui.choices import DONE
from geo.ui.look import Look
from geo.ui.widgets import language, show_error


def request_of(look: Look, indicator: Indicator) -> MapRequest:
    """The map that a look asks for of an indicator."""
    by_hand = look.scheme == MANUAL and indicator.kind != "category"
    several = len(indicator.periods) > 1
    change = look.change if can_change(indicator) else None
    return MapRequest(
        indicator=look.indicator or indicator.id,
        period=look.period if look.period in indicator.periods else None,
        change=change,
        since=look.since if change else None,
        per=look.per,
        scheme=look.scheme,
        k=look.k,
        edges=look.numbers if by_hand else None,
        palette=look.palette,
        language=language(),
        classes_of="all" if several and look.classes and not by_hand else "shown",
        level=look.base,
        arrangement=look.arrangement or ARRANGEMENTS[0],
        sized_by=look.sized_by,
        against=look.against,
    )


def can_change(indicator: Indicator) -> bool:
    """Whether the change between two periods can be shown."""
    return len(indicator.periods) > 1 and indicator.kind != "category"


def settled(look: Look, indicator: Indicator) -> Look:
    """The look without a period that the indicator has not, or has as its newest, which is what is
    shown without a choice. Of a change both periods are said: the earliest and the newest where
    nothing else was."""
    periods = indicator.periods
    if look.change is None or not can_change(indicator):
        period = look.period if look.period in periods[:-1] else None
        return replace(look, period=period, change=None, since=None)
    last = look.period if look.period in periods[1:] else periods[-1]
    first = look.since if look.since in periods and look.since < last else periods[0]
    return replace(look, period=last, since=first)


def drawn(
    draw: Callable[[MapRequest], Choropleth], request: MapRequest, indicator: Indicator
) -> Choropleth:
    """The map asked for; where that cannot be drawn, why, and the map with suggested settings.

    Raises
    ------
    GeoError
        If it cannot be drawn with these either.
    """
    try:
        if request.scheme == MANUAL and request.edges is None:
            raise ClassificationError("page.edges", example=example_edges(indicator))
        return draw(request)
    except GeoError as error:
        show_error(error)
        return draw(
            MapRequest(
                request.indicator, per=request.per, language=request.language, level=request.level
            )
        )


def own_facts() -> dict[str, list[Fact]]:
    """The latest figures of the user's own table by place, for the details of each."""
    joined = st.session_state.get(DONE)
    indicator: Indicator | None = joined.indicator if joined is not None else None
    if indicator is None:
        return {}
    latest = {o.adcode: o for o in indicator.values if o.value is not None}
    for observation in indicator.values:
        known = latest.get(observation.adcode)
        if known and observation.value is not None and observation.period >= known.period:
            latest[observation.adcode] = observation
    return {adcode: [Fact(indicator, observation)] for adcode, observation in latest.items()}


def example_edges(indicator: Indicator) -> str:
    """How edges by hand are written, with figures of the indicator."""
    numbers = indicator.numbers()
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    return f"{low:g}, {(low + high) / 2:g}, {high:g}"


def tell_nonsense(said: Look | None, indicator: Indicator) -> None:
    """Say what the address asked for that there is not, and what there is: of the periods too,
    which are known only with the indicator."""
    for name in ("period", "since"):
        asked = getattr(said, name, None)
        if asked and asked not in indicator.periods:
            address.misunderstood(name, asked, ", ".join(indicator.periods))
    widgets.tell_nonsense()
