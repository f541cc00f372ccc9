"""The page's frame: its style, the row with the pages and the language, and what of the document
itself follows them (its language, its title, dark or light)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer
from streamlit.navigation.page import StreamlitPage

from geo.draw import STATIC
from geo.model import LANGUAGES
from geo.ui.widgets import NAMES, language, words

_CODES = {"en": "en", "zh": "zh-CN"}


def draw(pages: Sequence[StreamlitPage], chosen: StreamlitPage) -> None:
    """Draw the frame round a page, before the page itself."""
    st.set_page_config(page_title=f"{chosen.title} · {words('atlas')}", layout="wide")
    data = {
        "lang": _CODES[language()],
        "page": [page.url_path for page in pages].index(chosen.url_path),
        "pages": words("pages"),
    }
    _document()(key="frame", data=data, height=0)
    with st.container(key="atlas_top", horizontal=True, vertical_alignment="center"):
        with st.container(key="atlas_pages", horizontal=True):
            for page in pages:
                st.page_link(page, label=page.title, query_params={"lang": language()})
        st.segmented_control(
            words("language"),
            LANGUAGES,
            format_func=NAMES.__getitem__,
            key="lang",
            required=True,
            label_visibility="collapsed",
            width="content",
            persist_state="session",
        )


@cache
def _document() -> ComponentRenderer:
    style, script = (
        (STATIC / f"frame.{kind}").read_text(encoding="utf-8") for kind in ("css", "js")
    )
    return component("atlas_frame", css=style, js=script, isolate_styles=False)
