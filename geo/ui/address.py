"""The address bar: what was chosen stands in it by id, so that a map can be shared.

Streamlit can bind a widget to the address by itself, but it then writes the label that is shown:
an address made in Chinese would not open in English. Here ids are written, and read back whenever
the address is not the one written last: a shared link, an edited one, or the back button.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

#: From the text in the address to the value, or None for a text that is not understood.
Reader = Callable[[str], Any]

_LAST = "address written last"


def read(readers: Mapping[str, Reader]) -> None:
    """Take over what the address says into the session, before any widget is made."""
    found = st.query_params.to_dict()
    last = st.session_state.setdefault(_LAST, {})
    for key, reader in readers.items():
        text = found.get(key)
        if text is not None and text != last.get(key):
            last[key] = text  # taken over once: from now on the user may choose otherwise
            value = reader(text)
            if value is not None:
                st.session_state[key] = value


def write(values: Mapping[str, Any]) -> None:
    """Write what is chosen into the address; None is left out."""
    wanted = {key: str(value) for key, value in values.items() if value is not None}
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_LAST] = wanted


def one_of(options: Mapping[str, Any] | list[str]) -> Reader:
    """A reader that understands the given ids."""
    return lambda text: text if text in options else None


def number(low: int, high: int) -> Reader:
    """A reader that understands whole numbers in a range."""
    return lambda text: int(text) if text.isdecimal() and low <= int(text) <= high else None


def switch(on: str) -> Reader:
    """A reader that understands one word, which turns something on."""
    return lambda text: True if text == on else None
