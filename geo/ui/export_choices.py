"""The choices of the export tab: each page keeps its own, whether the tab is open or not. Each is
asked for by a widget that shows the value kept and writes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from geo.export import ExportChoices
from geo.model import FieldError, GeoError, to_plain, value_of
from geo.ui.widgets import language, words


def export_choices(page: str = "map") -> dict[str, Any]:
    """What was chosen on a page's export tab, as plain values to store; only what differs from the
    suggestions."""
    usual = to_plain(ExportChoices())
    chosen: dict[str, Any] = to_plain(kept(page))
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in chosen.items()
        if value != usual[name]
    }


def take_export_choices(values: Mapping[str, Any], page: str = "map") -> None:
    """Choose on a page's export tab what was stored; everything else gets its suggestion.

    Raises
    ------
    GeoError
        If a choice is unknown or none of those there are; nothing is changed then.
    """
    try:
        taken = value_of(dict(values), ExportChoices, closed=True)
    except FieldError as error:
        raise GeoError("page.export", fault=error.fault) from error
    keep_choices(page, taken)


def keep_choices(page: str, choices: ExportChoices) -> None:
    """Choose on a page's export tab."""
    st.session_state[_place(page)] = choices


def kept(page: str) -> ExportChoices:
    """What is chosen on a page's export tab."""
    found: ExportChoices = st.session_state.get(_place(page), ExportChoices())
    return found


def _place(page: str) -> str:
    return f"export choices {page}"


def ask_text(page: str, name: str, *, placeholder: str | None = None, most: int = 300) -> None:
    """A choice that is written."""
    st.text_input(
        words(name), placeholder=placeholder, max_chars=most, **_bound(page, name, str)
    )  # fmt: skip


def ask_number(page: str, name: str, low: float, high: float, *, step: float = 1.0) -> None:
    """A choice that is a number."""
    shown = "%.0f" if step == 1 else "%.1f"
    st.number_input(words(name), low, high, step=step, format=shown, **_bound(page, name, float))


def ask_switch(page: str, name: str) -> None:
    """A choice that is on or off."""
    st.toggle(words(name), **_bound(page, name, bool))


def ask_one(page: str, name: str, options: Mapping[str, str]) -> None:
    """A choice of one of several options, given by their ids with their words."""
    st.selectbox(
        words(name), list(options), format_func=options.__getitem__, filter_mode="contains",
        **_bound(page, name, lambda value: value if value in options else next(iter(options))),
    )  # fmt: skip


def ask_many(
    page: str,
    name: str,
    options: Sequence[str],
    format_func: Callable[[str], str],
    *,
    placeholder: str = "",
) -> None:
    """A choice of any number of options, or none, which the placeholder says the meaning of."""

    def known(values: Iterable[str]) -> list[str]:
        return [value for value in values if value in options]

    st.multiselect(
        words(name), options, format_func=format_func, placeholder=placeholder or words("choose_none"),
        select_all=False, wrap=True,
        **_bound(page, name, known),
    )  # fmt: skip


def _bound(page: str, name: str, shown: Callable[[Any], Any]) -> dict[str, Any]:
    """Ties a widget to a choice. Each language has widgets of its own, since a widget goes on
    showing the words that it was first made with."""
    key = f"export {page} {name} {language()}"
    st.session_state[key] = shown(getattr(kept(page), name))
    return {"key": key, "on_change": _take, "args": (page, name, key)}


def _take(page: str, name: str, key: str) -> None:
    value = st.session_state[key]
    if isinstance(value, list):
        value = tuple(value)
    keep_choices(page, replace(kept(page), **{name: value}))
