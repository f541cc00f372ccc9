"""Components of the page's own document: each fetches its script once, and gets its data packed."""

from __future__ import annotations

import json
import zlib
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

# Components are declared by their text; all but the first line is fetched, and only once.
_LOADER = """
export default async (component) => {{
  const packed = new Blob([component.data]).stream();
  const data = await new Response(packed.pipeThrough(new DecompressionStream("deflate"))).json();
  await import(new URL(data.script, document.baseURI).href);
  return globalThis.{name}.show(component, data);
}};
"""


def mount(name: str, *, known_as: str, html: str = "") -> ComponentRenderer:
    """A component whose script, at the address ``script`` of its data, sets ``known_as``."""
    return st.components.v2.component(
        name, html=html, js=_LOADER.format(name=known_as), isolate_styles=False
    )


def packed(data: dict[str, Any]) -> bytes:
    """The data of a component, as its loader unpacks it."""
    return zlib.compress(as_json(data))


def as_json(content: object) -> bytes:
    """The shortest JSON of some values."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
