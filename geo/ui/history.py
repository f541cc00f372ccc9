"""Undo and redo on *Your data*: each run sees what became of the work and its look since the last,
so that every fix and every choice is a step, whoever made it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from geo.tables import Work
from geo.ui import own_look
from geo.ui.choices import PROBLEM, WORK
from geo.ui.look import Look
from geo.ui.widgets import words

#: So many steps can be taken back, and over so many tables.
MOST_STEPS, MOST_TABLES = 50, 2

_PAST, _NOW, _FUTURE = "own past", "own now", "own future"


@dataclass(frozen=True)
class _State:
    """The work, and how its map is drawn but for the place selected, which is no step."""

    work: Work
    look: Look


def note() -> None:
    """See at the start of a run whether there was a step."""
    now, before = _state(), st.session_state.get(_NOW)
    if now is None or before is None or now == before:
        return
    st.session_state[_PAST] = _bounded([*st.session_state.get(_PAST, ()), before])
    st.session_state[_FUTURE] = ()
    st.session_state[_NOW] = now


def settle() -> None:
    """Take what the run itself made of the work for what there was, at its end."""
    st.session_state[_NOW] = _state()


def forget() -> None:
    """Let all steps go: what they were about is no more."""
    for key in (_PAST, _NOW, _FUTURE):
        st.session_state.pop(key, None)


def show() -> None:
    """The two buttons, which say what they take back."""
    for way, source, target in (("undo", _PAST, _FUTURE), ("redo", _FUTURE, _PAST)):
        states, now = st.session_state.get(source, ()), _state()
        told = words(f"own_step_{_kind(states[-1], now)}") if states and now else None
        st.button(
            words(f"own_{way}"), key=f"own {way}", disabled=told is None, help=told,
            on_click=_go, args=(source, target),
        )  # fmt: skip


def _go(source: str, target: str) -> None:
    states, now = list(st.session_state.get(source, ())), _state()
    if not states or now is None:
        return
    state = states.pop()
    st.session_state[source] = tuple(states)
    st.session_state[target] = (*st.session_state.get(target, ()), now)
    st.session_state[WORK] = state.work
    own_look.put(replace(state.look, place=own_look.usual().place))
    st.session_state[_NOW] = _state()
    st.session_state.pop(PROBLEM, None)


def _state() -> _State | None:
    work: Work | None = st.session_state.get(WORK)
    return None if work is None else _State(work, replace(own_look.usual(), place=None))


def _bounded(states: list[_State]) -> tuple[_State, ...]:
    """The last of them; a table is large, so that only few are kept."""
    kept: list[_State] = []
    tables: set[int] = set()
    for state in states[: -MOST_STEPS - 1 : -1]:
        tables.add(id(state.work.workbook))
        if len(tables) > MOST_TABLES:
            break
        kept.append(state)
    return tuple(reversed(kept))


def _kind(one: _State, other: _State) -> str:
    """What a step is about."""
    if one.work.workbook is not other.work.workbook:
        return "table"
    if one.work.choices.fixes != other.work.choices.fixes:
        return "fix"
    return "look" if one.work == other.work else "choice"
