"""The page *Map*: an indicator of the catalogue, and the tabs below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from geo.indicators import (
    Denominator,
    at_level,
    denominators_at,
    levels_of,
    load_catalogue,
    load_indicator,
    read_denominators,
)
from geo.maps import MapRequest, build, indicator_asked, periods_shown
from geo.model import ARRANGEMENTS, Choropleth, Indicator, Level
from geo.places import load_level
from geo.ui import address, atlas, controls, kinds, look, parts
from geo.ui.below import below
from geo.ui.look import Look
from geo.ui.widgets import language, words

_PAGE = "map"


def show() -> None:
    """Draw the page."""
    catalogue = {indicator.id: indicator for indicator in load_catalogue()}
    said = look.take_address(
        _PAGE,
        {
            "indicator": address.one_of(list(catalogue)),
            "per": address.one_of(list(read_denominators())),
            "arrangement": address.one_of(list(ARRANGEMENTS)),
            "sized_by": address.one_of(list(catalogue)),
            "against": address.one_of(list(catalogue)),
        },
    )
    chosen = _settled(look.look_of(_PAGE), catalogue)
    indicator = catalogue[chosen.indicator or ""]
    controls.tell_nonsense(said, indicator)
    shown = _shown(indicator, chosen)
    request = controls.request_of(chosen, shown)
    # Where it is empty it has its place all the same: what moves is made anew by the browser.
    with st.container():
        choropleth = controls.drawn(_built, request, shown)
    written = address.write(
        {"indicator": indicator.id, "lang": language()} | look.to_address(chosen)
    )
    per = _ratios(indicator, chosen)
    part = parts.part_of(chosen, request, _built, at_level=_at_level(indicator))
    atlas.show(
        _PAGE,
        chosen,
        choropleth,
        request,
        _built,
        indicator=shown,
        offer=atlas.Offer(
            indicators=True,
            per=per,
            classes=words("classes_all"),
            facts=controls.own_facts(),
            levels=levels_of(indicator.id),
            kinds=kinds.kinds_of(chosen, indicator),
        ),
        address=written,
        part=part,
    )
    if part is not None and part.choropleth is not None:  # what is seen is what is taken away
        choropleth, request, shown = part.choropleth, part.request, part.indicator or shown
    elif part is not None:
        st.caption(words("part_below"))
    below(
        choropleth, request, _built, page=_PAGE, periods=periods_shown(request, shown), batch=True
    )


def _shown(indicator: Indicator, chosen: Look) -> Indicator:
    """The figures at the level of the map of the country."""
    if chosen.base is None:
        return load_indicator(indicator.id, chosen.per)
    return at_level(indicator.id, chosen.base, chosen.per)


def _at_level(indicator: Indicator) -> Callable[[MapRequest], Indicator] | None:
    """What finds the figures of a level; None where an indicator has them of provinces only."""
    if len(levels_of(indicator.id)) < 2:
        return None
    return lambda request: indicator_asked(request.indicator, request)


# Shared and not copied: nothing changes a Choropleth, and a copy would take the polygons along.
@st.cache_resource(show_spinner=False, max_entries=2000)
def _built(request: MapRequest) -> Choropleth:
    return build(request)


def _settled(chosen: Look, catalogue: dict[str, Indicator]) -> Look:
    """The look with an indicator, and without what that does not have."""
    indicator = catalogue.get(chosen.indicator or "") or next(iter(catalogue.values()))
    per = chosen.per if indicator.kind == "count" else None
    chosen = parts.settled(chosen, levels_of(indicator.id))
    if chosen.base is not None and per not in {d.id for d in _denominators(indicator, chosen.base)}:
        per = None
    chosen = kinds.settled(replace(chosen, indicator=indicator.id, per=per), indicator)
    settled = controls.settled(chosen, indicator)
    look.keep(_PAGE, settled)
    return settled


def _ratios(indicator: Indicator, chosen: Look) -> dict[str, str]:
    """What a count can be related to, in one click; its change in per cent is a ratio already."""
    is_ratio = chosen.change not in (None, "difference") and chosen.per is None
    arranged = chosen.arrangement is not None and chosen.per is None  # there area misleads nobody
    if indicator.kind != "count" or is_ratio or arranged:
        return {}
    lang = language()
    options = _denominators(indicator, chosen.base)
    return {"": words("per_none")} | {d.id: d.title[lang] for d in options}


def _denominators(indicator: Indicator, base: Level | None) -> list[Denominator]:
    """What a count can be divided by, at the level of the map of the country."""
    suiting = [d for d in read_denominators().values() if d.suits(indicator)]
    known = denominators_at(load_level(base)) if base else read_denominators()
    return [denominator for denominator in suiting if denominator.id in known]
