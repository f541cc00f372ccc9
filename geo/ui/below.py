"""What stands below the map: table, source and method, export, many pictures. One is open at a time
or none, as at first, so that another map costs nothing here; and what is chosen in it draws no map
anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from geo.maps import MapRequest
from geo.model import Choropleth
from geo.ui.batch_panel import many_pictures
from geo.ui.method import method
from geo.ui.picture import download, export_panel
from geo.ui.table import table
from geo.ui.widgets import errors_as_messages, language, words


@st.fragment
def below(
    choropleth: Choropleth,
    request: MapRequest,
    redraw: Callable[[MapRequest], Choropleth],
    *,
    page: str = "map",
    work: Callable[[], Mapping[str, bytes]] | None = None,
    periods: Sequence[str] = (),
    batch: bool = False,
    after: Callable[[], None] | None = None,
) -> None:
    """The parts under the map of a page.

    Parameters
    ----------
    choropleth, request
        The map, and what was asked for.
    redraw
        Draws the map anew with a title of the user's own, or circles.
    page
        Whose map it is: each page keeps what is open and what was chosen there.
    work
        Saves what the user did.
    periods
        What else the map can be of, in the order of time.
    batch
        Whether many pictures can be had at once.
    after
        What is done after each run, with the choices made here.
    """
    parts: dict[str, Callable[[], None]] = {
        "table": lambda: _table(choropleth),
        "method": lambda: method(choropleth),
        "export": lambda: export_panel(
            choropleth, request, redraw, page=page, work=work, periods=periods
        ),
    }
    if batch:
        parts["batch"] = many_pictures
    opened = _choose(page, list(parts))
    if opened is not None:
        with errors_as_messages():
            parts[opened]()
    if after is not None:
        after()


def _choose(page: str, parts: Sequence[str]) -> str | None:
    """The part that is open; the one that is open is closed by choosing it again."""
    kept = f"below {page}"
    # Each language has a widget of its own, since it goes on showing the words it was made with.
    key = f"{kept} {language()}"
    st.session_state[key] = st.session_state.get(kept)
    return st.pills(
        words("below"), parts, format_func=words, key=key, on_change=_keep, args=(kept, key),
        label_visibility="collapsed",
    )  # fmt: skip


def _keep(kept: str, key: str) -> None:
    st.session_state[kept] = st.session_state[key]


def _table(choropleth: Choropleth) -> None:
    table(choropleth)
    with st.container(horizontal=True):
        for file_format in ("csv", "xlsx"):
            download(choropleth, file_format)
