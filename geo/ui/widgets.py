"""What all pages share: the language, the words, and errors shown as messages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape

import streamlit as st

from geo.model import LANGUAGES, GeoError, Language, word
from geo.ui import address

#: Characters of what would be understood in an address.
_MOST_KNOWN = 400

#: What the languages are called, in themselves.
NAMES = {"en": "English", "zh": "中文"}


def choose_language() -> Language:
    """The language of the page: the one chosen, else the address's, else the browser's."""
    said = address.read({"lang": address.one_of(NAMES)})
    if said and said["lang"]:
        st.session_state["lang"] = said["lang"]
    if st.session_state.get("lang") not in LANGUAGES:
        browser = (st.context.locale or "").lower()
        st.session_state["lang"] = "zh" if browser.startswith("zh") else "en"
    return language()


def language() -> Language:
    """The language chosen."""
    chosen: Language = st.session_state["lang"]
    return chosen


def words(key: str, **values: object) -> str:
    """A word or sentence of the page in the language chosen."""
    return word(key, language(), section="page", **values)


def select(
    label: str,
    options: Sequence[str],
    name: str,
    format_func: Callable[[str], str],
    *,
    placeholder: str | None = None,
) -> str | None:
    """A list to choose one id from, kept in the session under ``name`` whatever the language.

    With a placeholder nothing need be chosen; without one the first option is the default.
    """
    key = _take_over(name, options, None if placeholder else options[0])
    chosen: str | None = st.selectbox(
        label,
        options,
        index=None if placeholder else 0,
        format_func=format_func,
        key=key,
        on_change=_keep,
        args=(name, key),
        placeholder=placeholder,
        filter_mode="contains",
    )
    return chosen


def select_many(
    label: str, options: Sequence[str], name: str, format_func: Callable[[str], str]
) -> list[str]:
    """A list to choose any number of ids from, or none, kept as by :func:`select`."""
    kept = [option for option in st.session_state.get(name, ()) if option in options]
    st.session_state[name] = kept
    key = f"{name} {language()}"
    st.session_state[key] = kept
    return st.multiselect(
        label, options, format_func=format_func, key=key, on_change=_keep, args=(name, key),
        placeholder=words("choose_none"),
    )  # fmt: skip


def segments(
    label: str, options: Sequence[str], name: str, format_func: Callable[[str], str]
) -> str:
    """The same as buttons in a row; the label is read by screen readers only."""
    key = _take_over(name, options, options[0])
    chosen = st.segmented_control(
        label,
        options,
        format_func=format_func,
        key=key,
        on_change=_keep,
        args=(name, key),
        required=True,
        label_visibility="collapsed",
        width="content",
    )
    return chosen or options[0]


def _take_over(name: str, options: Sequence[str], default: str | None) -> str:
    """The key of a widget, with what is chosen set. Each language has widgets of its own, since a
    widget goes on showing the words that it was first made with."""
    if st.session_state.get(name) not in options:
        st.session_state[name] = default
    key = f"{name} {language()}"
    st.session_state[key] = st.session_state[name]
    return key


def _keep(name: str, key: str) -> None:
    address.pass_over()
    st.session_state[name] = st.session_state[key]


def plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    for character in "\\`*_[]<>#$~|:":
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split())


def heading(title: str, subtitle: str) -> None:
    """A map's title and subtitle."""
    st.html(
        f"<h1 class='atlas-title'>{escape(title)}</h1><p class='atlas-sub'>{escape(subtitle)}</p>"
    )


def tell_nonsense() -> None:
    """Say what the address asked for that there is not, and what there is."""
    for key, (text, known) in address.nonsense().items():
        named = known if len(known) <= _MOST_KNOWN else f"{_whole_names(known)}, …"
        told = words("address_nonsense", name=key, text=plain(text[:60]), known=plain(named))
        st.warning(told)


def _whole_names(known: str) -> str:
    """As many names of a list as there is room for."""
    return known[:_MOST_KNOWN].rpartition(", ")[0]


def show_error(error: GeoError) -> None:
    """Show what is wrong in the language chosen."""
    st.error("  \n".join(map(plain, error.told(language()).splitlines())))


@contextmanager
def errors_as_messages() -> Iterator[None]:
    """Show what a user can mend as a message, and anything else without a traceback."""
    try:
        yield
    except GeoError as error:
        show_error(error)
    except Exception as error:
        logging.getLogger(__name__).exception("the page failed")
        st.error(words("failed", error=type(error).__name__))
