"""The choices of the user's work in the session: every widget shows what is settled, found or said,
and what it is changed to becomes a field of the work's :class:`Choices`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

import streamlit as st

from geo.model import GeoError, QuestionError
from geo.tables import Choices, Work
from geo.ui.widgets import language, plain, show_error

#: Where the session keeps the work, what went wrong with the last action, and the last join.
WORK, PROBLEM, DONE = "own work", "own problem", "own done"


def show_problem() -> None:
    """Say what was wrong with the last action, until there is another."""
    problem: GeoError | None = st.session_state.get(PROBLEM)
    if problem is not None:
        show_error(problem)


def keep_problem(error: GeoError) -> None:
    """Keep what was wrong with the last action, to be said in whichever language is chosen then."""
    # A traceback would keep the file that was tried.
    st.session_state[PROBLEM] = copy(error).with_traceback(None)


def ask(error: GeoError) -> None:
    """Show what is wrong; of a question, its answers are buttons."""
    if not isinstance(error, QuestionError):
        show_error(error)
        return
    st.warning(plain(error.asked(language())))
    with st.container(horizontal=True):
        for number, answer in enumerate(error.answers):
            st.button(
                plain(answer.meaning[language()]),
                key=f"own answer {number}",
                on_click=change,
                args=(answer.choices,),
            )


def change(said: Mapping[str, Any], *, forget: Sequence[str] = ()) -> None:
    """Take over fields of the choices; those that rested on them are found anew."""
    work: Work = st.session_state[WORK]
    blank = Choices()
    fields = {name: getattr(blank, name) for name in forget} | dict(said)
    st.session_state[WORK] = replace(work, choices=replace(work.choices, **fields))
    st.session_state.pop(PROBLEM, None)


def choose(field: str, key: str, forget: Sequence[str]) -> None:
    """The callback of a widget that shows one field."""
    change({field: st.session_state[key]}, forget=forget)


def pick(
    label: str,
    options: Sequence[str],
    field: str,
    value: str | None,
    names: Mapping[str, str] | None = None,
    *,
    forget: Sequence[str] = (),
    help_text: str | None = None,
) -> None:
    """A list to choose a field of the choices from, showing what is settled."""
    if value not in options:
        options = [value or "", *options]
    key = f"own {field} {language()}"
    st.session_state[key] = value or ""
    st.selectbox(
        label,
        list(dict.fromkeys(options)),
        key=key,
        format_func=lambda option: (names or {}).get(option, option),
        on_change=choose,
        args=(field, key, forget),
        help=help_text,
        filter_mode="contains",
    )


def write(label: str, field: str, value: str, *, placeholder: str = "") -> None:
    key = f"own {field} {language()}"
    st.session_state[key] = value
    st.text_input(
        label, key=key, on_change=choose, args=(field, key, ()), placeholder=placeholder,
        max_chars=300,
    )  # fmt: skip
