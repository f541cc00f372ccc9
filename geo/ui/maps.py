"""The page *Map*: an indicator of the catalogue, and the tabs below."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.indicators import load_catalogue, load_indicator, read_denominators
from geo.maps import MapRequest, build, periods_shown
from geo.model import Choropleth, Indicator
from geo.ui import address, atlas, controls, look
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
        },
    )
    chosen = _settled(look.look_of(_PAGE), catalogue)
    indicator = catalogue[chosen.indicator or ""]
    controls.tell_nonsense(said, indicator)
    shown = load_indicator(indicator.id, chosen.per)
    request = controls.request_of(chosen, shown)
    # Where it is empty it has its place all the same: what moves is made anew by the browser.
    with st.container():
        choropleth = controls.drawn(_built, request, shown)
    written = address.write(
        {"indicator": indicator.id, "lang": language()} | look.to_address(chosen)
    )
    per = _ratios(indicator, chosen)
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
        ),
        address=written,
    )
    below(
        choropleth, request, _built, page=_PAGE, periods=periods_shown(request, shown), batch=True
    )


# Shared and not copied: nothing changes a Choropleth, and a copy would take the polygons along.
@st.cache_resource(show_spinner=False, max_entries=2000)
def _built(request: MapRequest) -> Choropleth:
    return build(request)


def _settled(chosen: Look, catalogue: dict[str, Indicator]) -> Look:
    """The look with an indicator, and without what that does not have."""
    indicator = catalogue.get(chosen.indicator or "") or next(iter(catalogue.values()))
    per = chosen.per if indicator.kind == "count" else None
    settled = replace(controls.settled(chosen, indicator), indicator=indicator.id, per=per)
    look.keep(_PAGE, settled)
    return settled


def _ratios(indicator: Indicator, chosen: Look) -> dict[str, str]:
    """What a count can be related to, in one click; its change in per cent is a ratio already."""
    is_ratio = chosen.change not in (None, "difference") and chosen.per is None
    if indicator.kind != "count" or is_ratio:
        return {}
    lang = language()
    options = [d for d in read_denominators().values() if d.suits(indicator)]
    return {"": words("per_none")} | {d.id: d.title[lang] for d in options}
