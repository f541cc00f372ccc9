"""The page *Map*: the controls, the map, ranking and details beside it, and the tabs below."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit_folium import st_folium

from geo.classify import DEFAULT_K, DEFAULT_SCHEME, FIXED_K, MANUAL, MAX_K, MIN_K, SCHEMES
from geo.derive import read_denominators
from geo.draw import web
from geo.errors import GeoError
from geo.model import Choropleth, Indicator
from geo.palettes import list_palettes
from geo.pipeline import MapRequest, build, load_boundaries, load_catalogue
from geo.ui import address, assets, panels
from geo.ui.frame import heading, language, segments, select, words
from geo.words import format_period, word

MAP_HEIGHT = 640


def show() -> None:
    """Draw the page."""
    catalogue = {indicator.id: indicator for indicator in load_catalogue()}
    _read_address(catalogue)
    with st.sidebar:
        request, problem = _controls(catalogue)
    # Each part has its place whether it is empty or not: a map that moves is made anew by the
    # browser, and loses its view.
    head, per, trouble = st.container(gap=None), st.container(), st.container()
    with per:
        request = _choose_per(catalogue[request.indicator], request)
    _write_address(request)
    with trouble:
        choropleth = _build(request, problem)
    with head:
        heading(choropleth.title, choropleth.subtitle)
    left, right = st.columns([2.55, 1], gap="medium")
    with left:
        _map(choropleth)
    with right:
        panels.beside(choropleth, st.session_state.get("place"))
    panels.below(choropleth, request)


# Shared and not copied: nothing changes a Choropleth, and a copy would take the polygons along.
@st.cache_resource(show_spinner=False, max_entries=500)
def _built(request: MapRequest) -> Choropleth:
    return build(request)


def _build(request: MapRequest, problem: str | None) -> Choropleth:
    """The map asked for; where that cannot be drawn, why, and the map with suggested settings."""
    try:
        if problem:
            raise GeoError(problem)
        return _built(request)
    except GeoError as error:
        st.error(str(error))
        return _built(MapRequest(request.indicator, language=request.language))


def _controls(catalogue: dict[str, Indicator]) -> tuple[MapRequest, str | None]:
    """The controls of the sidebar as a request, and what is wrong with the edges, if anything."""
    lang = language()
    chosen = select(
        words("indicator"),
        list(catalogue),
        "indicator",
        lambda i: f"{catalogue[i].title[lang]} · {catalogue[i].group[lang]}",
    )
    indicator = catalogue[chosen or ""]
    period = None
    if len(indicator.periods) > 1:
        newest_first = indicator.periods[::-1]
        period = select(words("period"), newest_first, "period", lambda p: format_period(p, lang))
    scheme = select(
        words("scheme"),
        [*SCHEMES, MANUAL],
        "scheme",
        lambda s: word(s, lang, section="schemes"),
    )
    k, edges, problem = DEFAULT_K, None, None
    if scheme == MANUAL:
        edges, problem = _choose_edges(indicator)
    elif scheme in FIXED_K:
        st.caption(words("k_unused"))
    else:
        k = st.slider(words("k"), MIN_K, MAX_K, DEFAULT_K, key="k", persist_state="session")
    palettes = {"": words("palette_default")} | {
        p.id: f"{p.title[lang]} · {words(f'palette_{p.kind}')}" for p in list_palettes().values()
    }
    palette = select(words("palette"), list(palettes), "palette", palettes.__getitem__)
    names = load_boundaries(indicator.boundaries).names
    select(
        words("place"),
        list(names),
        "place",
        lambda adcode: names[adcode][lang],
        placeholder=words("place_hint"),
    )
    request = MapRequest(
        indicator=indicator.id,
        period=period,
        scheme=scheme or DEFAULT_SCHEME,
        k=k,
        edges=edges,
        palette=palette or None,
        language=lang,
    )
    return request, problem


def _choose_edges(indicator: Indicator) -> tuple[tuple[float, ...] | None, str | None]:
    numbers = indicator.numbers()
    low, high = min(numbers), max(numbers)
    example = f"{low:g}, {(low + high) / 2:g}, {high:g}"
    text = st.text_input(
        words("edges"),
        key="edges",
        placeholder=example,
        help=words("edges_help", example=example),
        persist_state="session",
    )
    try:
        edges = tuple(float(part) for part in text.replace("，", ",").split(",") if part.strip())
    except ValueError:
        return None, words("edges_help", example=example)
    return (edges, None) if edges else (None, words("edges_help", example=example))


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


def _map(choropleth: Choropleth) -> None:
    """One folium map for each boundary set; a new choice only sends a new message to it."""
    assets.register()
    boundaries = choropleth.layer.boundaries.id
    chart = web.base_map(
        web.to_json(assets.geometry(boundaries)),
        scripts=assets.scripts(),
        styles=assets.styles(),
        # A click goes back to the page as the component's value.
        on_select="(adcode) => Streamlit.setComponentValue({adcode: adcode, at: Date.now()})",
    )
    key = f"map {boundaries}"
    st_folium(
        chart,
        key=key,
        height=MAP_HEIGHT,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=web.Paint(
            web.message(choropleth, selected=st.session_state.get("place"))
        ),
        on_change=lambda: _select(st.session_state.get(key)),
    )


def _select(answer: object) -> None:
    """Select the province that was clicked; a second click lets it go."""
    adcode = answer.get("adcode") if isinstance(answer, dict) else None
    if adcode:
        same = st.session_state.get("place") == adcode
        st.session_state["place"] = None if same else adcode


def _read_address(catalogue: dict[str, Indicator]) -> None:
    address.read(
        {
            "indicator": address.one_of(list(catalogue)),
            "period": str,
            "per": address.one_of(list(read_denominators())),
            "scheme": address.one_of([*SCHEMES, MANUAL]),
            "k": address.number(MIN_K, MAX_K),
            "edges": str,
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
            "palette": request.palette,
            "place": st.session_state.get("place"),
        }
    )
