"""The controls that every map has, and the map itself in the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit_folium import st_folium

from geo.draw import Paint, base_map, browser_film, browser_message, inline_json
from geo.maps import (
    DEFAULT_K,
    DEFAULT_SCHEME,
    FIXED_K,
    MANUAL,
    MAX_K,
    MIN_K,
    NAMES,
    ClassesOf,
    MapRequest,
    list_palettes,
)
from geo.model import (
    Choropleth,
    ClassificationError,
    GeoError,
    Indicator,
    Marks,
    Text,
    format_period,
    word,
)
from geo.ui import served
from geo.ui.widgets import language, select, words

MAP_HEIGHT = 640


def drawing(indicator: Indicator, names: Mapping[str, Text]) -> tuple[MapRequest, GeoError | None]:
    """The controls of an indicator's map as a request, and what is wrong with the edges, if
    anything."""
    lang = language()
    period = None
    if len(indicator.periods) > 1:
        newest_first = indicator.periods[::-1]
        period = select(words("period"), newest_first, "period", lambda p: format_period(p, lang))
    scheme, k, edges, problem = DEFAULT_SCHEME, DEFAULT_K, None, None
    of: ClassesOf = "shown"
    if indicator.kind != "category":
        scheme, k, edges, problem = _classes(indicator, period)
        if scheme != MANUAL:
            of = classes_of(indicator, words("classes_all"))
    palettes = {"": words("palette_default")} | {
        p.id: f"{p.title[lang]} · {words(f'palette_{p.kind}')}"
        for p in list_palettes().values()
        if indicator.kind != "category" or p.kind == "qualitative"
    }
    palette = select(words("palette"), list(palettes), "palette", palettes.__getitem__)
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
        scheme=scheme,
        k=k,
        edges=edges,
        palette=palette or None,
        language=lang,
        classes_of=of,
    )
    return request, problem


def classes_of(indicator: Indicator, label: str) -> ClassesOf:
    """The switch between classes of the period shown and those of all, where there are several."""
    if len(indicator.periods) < 2:
        return "shown"
    return "all" if st.toggle(label, key="classes", persist_state="session") else "shown"


def _classes(
    indicator: Indicator, period: str | None
) -> tuple[str, int, tuple[float, ...] | None, GeoError | None]:
    """Scheme, number of classes, edges by hand, and what is wrong with these."""
    lang = language()
    scheme = select(
        words("scheme"),
        NAMES,
        "scheme",
        lambda s: word(s, lang, section="schemes"),
    )
    k, edges, problem = DEFAULT_K, None, None
    if scheme == MANUAL:
        edges, problem = _choose_edges(indicator.numbers(period))
    elif scheme in FIXED_K:
        st.caption(words("k_unused"))
    else:
        k = st.slider(words("k"), MIN_K, MAX_K, DEFAULT_K, key="k", persist_state="session")
    return scheme or DEFAULT_SCHEME, k, edges, problem


def _choose_edges(
    numbers: Sequence[float],
) -> tuple[tuple[float, ...] | None, GeoError | None]:
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
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
        edges = ()
    return (edges, None) if edges else (None, ClassificationError("page.edges", example=example))


def show_map(
    choropleth: Choropleth, frames: Sequence[Choropleth] = (), *, marks: Marks | None = None
) -> None:
    """One folium map for each boundary set; a new choice only sends a new message to it. With
    ``frames``, maps of several periods, the browser plays them; ``marks`` lie over the places."""
    served.register()
    boundaries = choropleth.layer.boundaries
    chart = base_map(
        inline_json(served.geometry(boundaries)),
        scripts=served.scripts(),
        styles=served.styles(),
        # A click goes back to the page as the component's value.
        on_select="(adcode) => Streamlit.setComponentValue({adcode: adcode, at: Date.now()})",
        on_period="(period) => Streamlit.setComponentValue({period: period, at: Date.now()})",
    )
    selected = st.session_state.get("place")
    if frames:
        content = browser_film(frames, shown=choropleth.layer.period, selected=selected)
    else:
        content = browser_message(choropleth, selected=selected, marks=marks)
    key = f"{'film' if frames else 'map'} {boundaries.id}"
    st_folium(
        chart,
        key=key,
        height=MAP_HEIGHT,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=Paint(content),
        on_change=lambda: _take(st.session_state.get(key)),
    )


def _take(answer: object) -> None:
    """Select the province that was clicked, where a second click lets it go; or show the period
    at which the film stands."""
    found = answer if isinstance(answer, dict) else {}
    if found.get("period"):
        st.session_state["period"] = found["period"]
    adcode = found.get("adcode")
    if adcode:
        same = st.session_state.get("place") == adcode
        st.session_state["place"] = None if same else adcode
