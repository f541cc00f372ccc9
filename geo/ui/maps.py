"""The page *Map*: the controls, the map, ranking and details beside it, and the tabs below."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.indicators import load_catalogue, read_denominators
from geo.maps import (
    DEFAULT_K,
    DEFAULT_SCHEME,
    MANUAL,
    MAX_K,
    MIN_K,
    NAMES,
    MapRequest,
    build,
    list_palettes,
)
from geo.model import Choropleth, GeoError, Indicator
from geo.places import load_boundaries
from geo.ui import address, controls, panels
from geo.ui.batch_panel import many_pictures
from geo.ui.below import below
from geo.ui.widgets import heading, language, segments, select, show_error, words


def show() -> None:
    """Draw the page."""
    catalogue = {indicator.id: indicator for indicator in load_catalogue()}
    _read_address(catalogue)
    with st.sidebar:
        lang = language()
        chosen = select(
            words("indicator"),
            list(catalogue),
            "indicator",
            lambda i: f"{catalogue[i].title[lang]} · {catalogue[i].group[lang]}",
        )
        indicator = catalogue[chosen or ""]
        names = load_boundaries(indicator.boundaries).names
        request, problem = controls.drawing(indicator, names)
    # Each part has its place whether it is empty or not: a map that moves is made anew by the
    # browser, and loses its view.
    head, per, trouble = st.container(gap=None), st.container(), st.container()
    with per:
        request = _choose_per(indicator, request)
    _write_address(request)
    with trouble:
        choropleth = _build(request, problem)
    with head:
        heading(choropleth.title, choropleth.subtitle)
    left, right = st.columns([2.55, 1], gap="medium")
    with left:
        controls.show_map(choropleth)
    with right:
        panels.beside(choropleth, st.session_state.get("place"))
    below(choropleth, request, build, page="map")
    many_pictures()


# Shared and not copied: nothing changes a Choropleth, and a copy would take the polygons along.
@st.cache_resource(show_spinner=False, max_entries=500)
def _built(request: MapRequest) -> Choropleth:
    return build(request)


def _build(request: MapRequest, problem: GeoError | None) -> Choropleth:
    """The map asked for; where that cannot be drawn, why, and the map with suggested settings."""
    try:
        if problem is not None:
            raise problem
        return _built(request)
    except GeoError as error:
        show_error(error)
        return _built(MapRequest(request.indicator, language=request.language))


def _choose_per(indicator: Indicator, request: MapRequest) -> MapRequest:
    """For a count, say that area misleads, and offer what to relate it to in one click."""
    if indicator.kind != "count":
        return request
    options = [d for d in read_denominators().values() if d.indicator != indicator.id]
    titles = {"": words("per_none")} | {d.id: d.title[request.language] for d in options}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(words("count_warning"), width="content")
        per = segments(words("count_warning"), list(titles), "per", titles.__getitem__)
    return replace(request, per=per or None)


def _read_address(catalogue: dict[str, Indicator]) -> None:
    address.read(
        {
            "indicator": address.one_of(list(catalogue)),
            "period": str,
            "per": address.one_of(list(read_denominators())),
            "scheme": address.one_of(list(NAMES)),
            "k": address.number(MIN_K, MAX_K),
            "edges": str,
            "classes": address.switch("all"),
            "palette": address.one_of(list(list_palettes())),
            "place": str,
        }
    )
    indicator = catalogue.get(st.session_state.get("indicator", ""))
    if indicator and st.session_state.get("period") not in indicator.periods:
        st.session_state.pop("period", None)


def _write_address(request: MapRequest) -> None:
    """Only what differs from the suggested settings, besides indicator and language."""
    address.write(
        {
            "indicator": request.indicator,
            "lang": request.language,
            "period": request.period,
            "per": request.per,
            "scheme": request.scheme if request.scheme != DEFAULT_SCHEME else None,
            "k": request.k if request.k != DEFAULT_K else None,
            "edges": st.session_state.get("edges") if request.scheme == MANUAL else None,
            "classes": "all" if request.classes_of == "all" else None,
            "palette": request.palette,
            "place": st.session_state.get("place"),
        }
    )
