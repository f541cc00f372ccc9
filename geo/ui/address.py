"""The address bar: what was chosen stands in it by id, so that a map can be shared.

Streamlit can bind a widget to the address by itself, but it then writes the label that is shown:
an address made in Chinese would not open in English. Here ids are written, and read back whenever
the address is not the one written last: a shared link, an edited one, or the browser's Back and
Forward. Then a key that is missing means its default; an address that says nothing but the
language, as the page's navigation makes it, leaves everything else as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import streamlit as st

_LAST, _SEEN, _NONSENSE = (
    f"address {name}" for name in ("written last", "seen last", "not understood")
)


@dataclass(frozen=True)
class Reader:
    """How a key is read: ``parse`` makes the value of a text, or None of one that it does not
    understand; ``known`` says what it does."""

    parse: Callable[[str], Any]
    known: str = ""


def _says_nothing(found: Mapping[str, str]) -> bool:
    return not set(found) - {"lang"}


def read(readers: Mapping[str, Reader]) -> dict[str, Any] | None:
    """What the address says, None where it says nothing new; None for a key that is missing or
    not understood. What is not understood is kept, to be told by :func:`nonsense`."""
    found = st.query_params.to_dict()
    # Streamlit goes on telling an address that the browser has replaced: it is heard once.
    heard = "lang" not in readers or found == st.session_state.get(_SEEN)
    if found == st.session_state.get(_LAST) or (_says_nothing(found) and heard):
        return None
    values: dict[str, Any] = {}
    for key, reader in readers.items():
        text = st.query_params.get(key)
        values[key] = None if text is None else reader.parse(text)
        if text is not None and values[key] is None:
            misunderstood(key, text, reader.known)
    return values


def misunderstood(key: str, text: str, known: str) -> None:
    """Keep what the address said of a key, and what there is, to be told by :func:`nonsense`."""
    st.session_state.setdefault(_NONSENSE, {})[key] = (text, known)


def take(readers: Mapping[str, Reader]) -> None:
    """The same into the session, before any widget is made; what is missing is forgotten there."""
    for key, value in (read(readers) or {}).items():
        if value is None:
            st.session_state.pop(key, None)
        else:
            st.session_state[key] = value


def nonsense() -> dict[str, tuple[str, str]]:
    """What the address said that was not understood, by key: the text, and what would be."""
    found: dict[str, tuple[str, str]] = st.session_state.pop(_NONSENSE, {})
    return found


def pass_over() -> None:
    """Let a choice on the page count and not the address, which may still tell of the choice
    before; for callbacks."""
    st.session_state[_LAST] = st.query_params.to_dict()


def seen() -> None:
    """Remember, at the end of a run, what the address said."""
    st.session_state[_SEEN] = st.query_params.to_dict()


def write(values: Mapping[str, Any]) -> str:
    """Write what is chosen into the address; None is left out.

    Returns
    -------
    str
        The address as the browser is to write it in place of one that says nothing, so that *Back*
        leads past that one; else empty.
    """
    wanted = {key: str(value) for key, value in values.items() if value is not None}
    found = st.query_params.to_dict()
    st.session_state[_LAST] = wanted
    if _says_nothing(found):
        return urlencode(wanted)
    if found != wanted:
        st.query_params.from_dict(wanted)
    return ""


def one_of(options: Mapping[str, Any] | list[str]) -> Reader:
    """A reader that understands the given ids."""
    return Reader(lambda text: text if text in options else None, ", ".join(options))


def number(low: int, high: int) -> Reader:
    """A reader that understands whole numbers in a range."""
    return Reader(
        lambda text: int(text) if text.isdecimal() and low <= int(text) <= high else None,
        f"{low}–{high}",
    )


def switch(on: str) -> Reader:
    """A reader that understands one word, which turns something on."""
    return Reader(lambda text: True if text == on else None, on)


def anything() -> Reader:
    """A reader that takes a text as it is."""
    return Reader(lambda text: text or None)
