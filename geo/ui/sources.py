"""The page *Sources*: where every figure and every border comes from."""

from __future__ import annotations

import streamlit as st

from geo.indicators import load_every_level, read_paper, read_timeline
from geo.model import Source, Text
from geo.places import list_boundaries, load_boundaries
from geo.ui import address
from geo.ui.method import describe_source
from geo.ui.widgets import language, words


def show() -> None:
    """Draw the page: one entry for each source, with all that rests on it."""
    address.write({"lang": language()})
    st.title(words("page_sources"), anchor=False)
    st.markdown(words("sources_intro"))
    lang = language()
    paper, timeline = read_paper(), read_timeline()
    entries: list[tuple[Text, Source]] = [
        *((indicator.title, indicator.source) for indicator in load_every_level()),
        (timeline.title, timeline.source),
        (paper.title, paper.source),
        *((b.title, b.source) for b in map(load_boundaries, list_boundaries())),
    ]
    grouped: dict[Source, list[str]] = {}
    for title, source in entries:
        grouped.setdefault(source, []).append(title[lang])
    for source, titles in grouped.items():
        st.header(" · ".join(titles), anchor=False)
        st.markdown(describe_source(source))
