"""The page's frame: its style, the row with the pages and the language, and what of the document
itself follows them (its language, its title, dark or light)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer
from streamlit.navigation.page import StreamlitPage

from geo.model import DATA, LANGUAGES, Language, read_texts
from geo.ui import served
from geo.ui.widgets import NAMES, language, words

_CODES = {"en": "en", "zh": "zh-CN"}

# Faces for a browser that has no Chinese one: last among the faces, and each asked for what the one
# before it lacks. See geo/data/fonts/build.py.
_FACES = {"Atlas Han": "own", "Atlas Han Common": "common", "Atlas Han Rare": "rare"}
_FACE = """@font-face {{ font-family: "{family}"; font-display: swap; unicode-range: U+2E80-FFEF; src: url("{address}") format("woff2"); }}
"""


def draw(pages: Sequence[StreamlitPage], chosen: StreamlitPage) -> None:
    """Draw the frame round a page, before the page itself."""
    st.set_page_config(page_title=f"{chosen.title} · {words('atlas')}", layout="wide")
    data = {
        "script": served.script("frame"),
        "lang": _CODES[language()],
        "page": [page.url_path for page in pages].index(chosen.url_path),
        "pages": words("pages"),
        "said": _said(language()),
    }
    _document()(key="frame", data=data, height=0)
    with st.container(key="atlas_top", horizontal=True, vertical_alignment="center"):
        with st.container(key="atlas_pages", horizontal=True):
            for page in pages:
                st.page_link(page, label=page.title)
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
def _said(language: Language) -> str:
    """The address of what Streamlit says by itself, and what is said instead; nothing where it is
    the same."""
    said = {
        where: [(text.en, text[language]) for text in texts.values() if text.en != text[language]]
        for where, texts in read_texts(DATA / "streamlit_words.toml").items()
    }
    return served.content(f"said-{language}", said)


@cache
def style() -> str:
    """The address of the frame's style sheet, with the faces."""
    faces = (
        _FACE.format(family=family, address=served.face(name)) for family, name in _FACES.items()
    )
    return served.style("frame.css", more="".join(faces))


@cache
def _document() -> ComponentRenderer:
    # Sent on each run, so it only names what is fetched once.
    return component(
        "atlas_frame",
        js="export default async (component) => {\n"
        "  const { script, said } = component.data;\n"
        "  await import(new URL(script, document.baseURI).href);\n"
        "  return globalThis.atlasFrame(component, said);\n"
        "};",
        isolate_styles=False,
    )
