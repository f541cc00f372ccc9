"""The work on *Your data* beyond a visit: what comes back, what came with a link, what is kept and
saved."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from geo.indicators import Scenario, scenario_from_json, scenario_to_json
from geo.model import GeoError, pack, parse_json, to_json, unpack
from geo.registers import Register
from geo.tables import (
    Look,
    Reading,
    SavedError,
    Work,
    list_examples,
    open_bytes,
    open_saved,
    to_saved,
)
from geo.ui import data_points, history, keeping, own_look
from geo.ui.choices import PROBLEM, WORK, keep_problem
from geo.ui.server import uploads_allowed
from geo.ui.widgets import plain, words

#: A table of more cells is not kept: it would be written anew with every choice.
MOST_CELLS = 100_000
#: Bytes that work is opened of, from a browser or a link; where there can be examples only, fewer.
MOST_UNPACKED, _MOST_PUBLIC = 2**26, 2**20

#: What the browser keeps it under; the scenario of the rollout has its own place.
_NAME, SCENARIO = "own", "scenario"
# What the session knows: work that came with a link while there is other work; what is said of work
# that came by itself; and the last work that was packed, with its text.
_OFFERED, _SAID, _PACKED = "own offered", "own said", "own packed"


@dataclass(frozen=True)
class _Said:
    """A sentence on work that came by itself; it holds until there is other work."""

    key: str
    work: Work


def restore() -> None:
    """Take up work that the browser kept, or that came with the address; once."""
    kept, linked = keeping.kept_packed(_NAME), keeping.linked()
    if kept is not None and not _has_work():
        _open(kept, "own_back")
    if linked is None or linked == kept:
        return
    if _has_work():
        st.session_state[_OFFERED] = linked
    else:
        _open(linked, "own_linked")


def tell() -> None:
    """Say what came by itself; ask about a table of a link where there is other work."""
    said: _Said | None = st.session_state.get(_SAID)
    if said is not None and said.work is st.session_state.get(WORK):
        st.caption(words(said.key, name=plain(said.work.workbook.name)))
    if _OFFERED not in st.session_state:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words("own_link_offered"), width="content")
        st.button(words("own_link_open"), key="own link open", on_click=_open_offered)
        st.button(words("own_link_leave"), key="own link leave", on_click=_leave_offered)


def take(made: Work | Register, *, saved: bool = False) -> None:
    """Put work in the place of what was there; ``saved`` work says how its map is drawn."""
    st.session_state.pop(PROBLEM, None)
    if isinstance(made, Register):
        history.forget()
        data_points.take(made)
        own_look.start_anew()
        return
    data_points.forget()
    if saved:
        own_look.take(made.look, made.choices)
    else:
        own_look.start_anew()
    if made.scenario is not None:
        keeping.hand_on(SCENARIO, parse_json(scenario_to_json(made.scenario)))
    choices = own_look.without_change(made.choices)
    st.session_state[WORK] = replace(made, choices=choices, look=Look(), scenario=None)


def saved_bytes(work: Work, reading: Reading | None) -> bytes:
    """Work as a file, with how its map is drawn now, and the scenario there is.

    Raises
    ------
    SavedError
        If its boundaries come from no file.
    """
    if reading is not None:
        reading = replace(reading, choices=own_look.with_change(reading.choices))
    return to_saved(_shown(work), reading)


def keep(*, part: str = "", address: str = "") -> None:
    """Have the browser keep the work, and say how it stands; see :func:`geo.ui.keeping.show`."""
    register: Register | None = data_points.taken()
    work: Work | None = st.session_state.get(WORK)
    unkept = ""
    if register is not None:
        unkept = "" if register.synthetic else "points"
    elif work is not None:
        text = _packed(work)
        if text is None:
            unkept = "large"
        else:
            keeping.keep_packed(_NAME, text)
    line = not part and (work is not None or unkept != "")
    if register is not None and register.synthetic:
        line = False
    keeping.show(
        link="" if register else _NAME, unkept=unkept, line=line, address=address, part=part
    )


def _has_work() -> bool:
    return WORK in st.session_state or data_points.taken() is not None


def _open(text: str, said: str) -> None:
    """Open packed work, or say what is wrong with it."""
    try:
        public = not uploads_allowed()
        work = open_saved(_unpacked(text, most=_MOST_PUBLIC if public else MOST_UNPACKED))
        if public and not _is_example(work):
            raise GeoError("page.no_uploads")
    except GeoError as error:
        keep_problem(error)
        return
    take(work, saved=True)
    st.session_state[_SAID] = _Said(said, st.session_state[WORK])


def _unpacked(text: str, *, most: int = MOST_UNPACKED) -> bytes:
    try:
        return unpack(text, most=most)
    except ValueError as error:
        raise SavedError("saved.no_link", reason=str(error)) from error


def _open_offered() -> None:
    _open(st.session_state.pop(_OFFERED), "own_linked")


def _leave_offered() -> None:
    st.session_state.pop(_OFFERED, None)


def _is_example(work: Work) -> bool:
    examples = (open_bytes(example.read(), example.file) for example in list_examples())
    return work.boundary_file is None and work.workbook in examples


def _scenario() -> Scenario | None:
    content = keeping.current(SCENARIO)
    try:
        return None if content is None else scenario_from_json(to_json(content))
    except GeoError:
        return None


def _shown(work: Work) -> Work:
    """Work with how its map is drawn now, and the scenario there is."""
    choices = own_look.with_change(work.choices)
    return replace(work, choices=choices, look=own_look.current(), scenario=_scenario())


def _packed(work: Work) -> str | None:
    """Work as the browser keeps it, made only when something is other than before; None where it is
    too large."""
    shown = _shown(work)
    before: tuple[Work, str | None] | None = st.session_state.get(_PACKED)
    if before is None or before[0] != shown:
        text = None
        if (
            sum(map(len, (row for sheet in work.workbook.sheets for row in sheet.rows)))
            <= MOST_CELLS
        ):
            text = pack(to_saved(shown))
        before = (shown, None if text is not None and len(text) > keeping.MOST else text)
        st.session_state[_PACKED] = before
    return before[1]
