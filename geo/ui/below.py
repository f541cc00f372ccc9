"""What stands below the map: the tabs table, source and method, export. Only the open one runs, and
what is chosen in it draws no map anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from geo.maps import MapRequest
from geo.model import Choropleth
from geo.ui.method import method
from geo.ui.picture import download, export_panel
from geo.ui.table import table
from geo.ui.widgets import errors_as_messages, language, words

_TABS = ("table", "method", "export")


@st.fragment
def below(
    choropleth: Choropleth,
    request: MapRequest,
    redraw: Callable[[MapRequest], Choropleth],
    *,
    page: str = "map",
    work: Callable[[], Mapping[str, bytes]] | None = None,
    frames: Sequence[Choropleth] = (),
    after: Callable[[], None] | None = None,
) -> None:
    """The tabs under the map of a page.

    Parameters
    ----------
    choropleth, request
        The map, and what was asked for.
    redraw
        Draws the map anew with a title of the user's own, or circles.
    page
        Whose map it is: each page keeps its own tab and its own choices.
    work
        Saves what the user did.
    frames
        The maps of all periods.
    after
        What is done after each run, with the choices made here.
    """
    kept = f"tab {page}"
    titles = {name: words(name) for name in _TABS}
    key = f"{kept} {language()}"
    st.session_state[key] = titles[st.session_state.get(kept, _TABS[0])]
    tabs = st.tabs(
        list(titles.values()), key=key, on_change=_keep, args=(kept, key, titles)
    )  # fmt: skip
    with errors_as_messages():
        for name, tab in zip(_TABS, tabs, strict=True):
            if not tab.open:
                continue
            with tab:
                if name == "table":
                    table(choropleth)
                    _tables(choropleth)
                elif name == "method":
                    method(choropleth)
                else:
                    export_panel(choropleth, request, redraw, page=page, work=work, frames=frames)
    if after is not None:
        after()


def _keep(kept: str, key: str, titles: Mapping[str, str]) -> None:
    """Remember which tab is open, whatever the language."""
    opened = [name for name, title in titles.items() if title == st.session_state[key]]
    st.session_state[kept] = opened[0] if opened else _TABS[0]


def _tables(choropleth: Choropleth) -> None:
    with st.container(horizontal=True):
        for file_format in ("csv", "xlsx"):
            download(choropleth, file_format)
