"""The page *Your data*: a table or a register of points of the user's own, in three steps: what we
read, what matched or was counted, the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.indicators import denominators_at, read_denominators
from geo.maps import MapRequest, draw_indicator, periods_shown
from geo.model import Choropleth, GeoError, Marks
from geo.registers import Counted
from geo.tables import (
    EACH_ROW,
    ENDING,
    Joined,
    Reading,
    Work,
    counts_of,
    indicator_of,
)
from geo.ui import (
    address,
    atlas,
    controls,
    data_match,
    data_points,
    data_read,
    data_start,
    history,
    keeping,
    look,
    own_work,
)
from geo.ui.below import below
from geo.ui.choices import WORK, choose, show_problem
from geo.ui.own_look import PAGE
from geo.ui.widgets import language, plain, show_error, words

#: Pixels of a list that has the row to itself.
_NARROW = 440


def show() -> None:
    """Draw the page."""
    written = address.write({"lang": language()})
    keeping.begin()
    own_work.restore()
    history.note()
    line = _show()
    history.settle()
    with line:
        own_work.keep(address=written)


def _show() -> DeltaGenerator:
    """Draw all but the line that says what is kept; its place."""
    work: Work | None = st.session_state.get(WORK)
    register = data_points.taken()
    if work is None and register is None:
        st.title(words("page_data"), anchor=False)
        st.markdown(words("own_intro"))
        line = st.container()
        show_problem()
        data_start.show()
        return line
    line, save, report = _head()
    # Each part has its place whether it is empty or not: a map that moves is made anew by the
    # browser, and loses its view.
    parts = [st.container() for _ in range(5)]
    problem, steps, fixes, changes, drawn = parts
    with problem:
        show_problem()
    with steps:
        left, right = st.columns(2, gap="large")
    if register is not None:
        with changes:
            more = st.expander(words("points_change"))
        counted = data_points.show(register, left=left, right=right, changes=more)
        if counted is not None:
            _show_counts(counted, save=save, changes=more, drawn=drawn)
    elif work is not None:
        with left:
            st.header(words("own_step_1", name=plain(work.workbook.name)), anchor=False)
            reading = data_read.show(work)
        if reading is not None:
            with right:
                st.header(words("own_step_2"), anchor=False)
                joined = data_match.show(reading, corner=report, fixes=fixes)
            with save:
                data_read.offer_to_save(work, reading if joined is not None else None)
            with changes:
                data_read.ask_source(reading)
                data_read.ask_everything(reading)
            with drawn:
                st.header(words("own_step_3"), anchor=False)
                if joined is not None:
                    _draw(joined)
    return line


def _head() -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
    """The title, what begins other work, undo and redo; places for the line on what is kept, for
    saving, and for the report."""
    st.space("xxsmall")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(words("page_data"), anchor=False, width="content")
        with st.popover(words("own_another"), width="content"):
            data_start.show()
        save, report = st.container(width="content"), st.container(width="content")
        history.show()
    own_work.tell()
    return st.container(), save, report


def _show_counts(
    counted: Counted, *, save: DeltaGenerator, changes: DeltaGenerator, drawn: DeltaGenerator
) -> None:
    """The counts of a register, drawn like any table, with the points themselves."""
    with drawn:
        st.header(words("own_step_3"), anchor=False)
        joined = data_points.join(counted)
    if joined is None:
        return
    with save:
        data_read.offer_to_save(joined.reading.work, joined.reading)
    with changes:
        data_read.ask_source(joined.reading)
    with drawn:
        _draw(joined, counted.marks)


def _draw(joined: Joined, marks: Marks | None = None) -> None:
    reading = joined.reading
    choices = reading.choices
    others = counts_of(reading)[:4]
    if marks is not None:  # the other columns of a register's counts are parts of the first
        others = tuple(name for name in others if name == reading.roles.measures[0].name)
    if choices.aggregate in (EACH_ROW, "sum", "mean"):
        with st.container(width=_NARROW):
            data_read.ask_value(reading)
    if joined.indicator is None:
        st.info(words("own_choose_first"))
        return
    chosen = controls.settled(look.look_of(PAGE), joined.indicator)
    with st.container():
        if choices.per or chosen.change in (None, "difference"):  # else it is a ratio already
            _ask_per(reading, others, denominators_at(joined.boundaries))
    draw = partial(_map_of, joined)
    request = controls.request_of(chosen, joined.indicator)
    request = replace(request, indicator=joined.indicator.id, per=None)
    with st.container():
        try:
            choropleth = controls.drawn(draw, request, joined.indicator)
        except GeoError as error:
            show_error(error)
            return
    offer = atlas.Offer(classes=words("classes_all"), points=marks is not None, level=2)
    atlas.show(
        PAGE, chosen, choropleth, request, draw, indicator=joined.indicator, offer=offer,
        marks=marks,
    )  # fmt: skip
    below(
        choropleth,
        request,
        draw,
        page=PAGE,
        periods=periods_shown(request, joined.indicator),
        work=lambda: {ENDING: own_work.saved_bytes(reading.work, reading)},
        after=partial(own_work.keep, part="below"),
    )


def _map_of(joined: Joined, request: MapRequest) -> Choropleth:
    return draw_indicator(
        indicator_of(joined), request, report=joined.report, boundaries=joined.boundaries
    )


def _ask_per(reading: Reading, others: Sequence[str], known: Sequence[str]) -> None:
    """For a count, say that area misleads, and offer what to relate it to in one click: ``others``
    of the table, and what is ``known`` of its places."""
    choices, lang = reading.choices, language()
    if choices.kind != "count":
        return
    ways = {"": words("per_none")}
    ways |= {d.id: d.title[lang] for d in read_denominators().values() if d.id in known}
    ways |= {name: words("own_divided_by", name=name[:30]) for name in others}
    if len(ways) < 2:
        return
    key = f"own per {lang}"
    st.session_state[key] = choices.per if choices.per in ways else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(words("count_warning"), width="content")
        st.segmented_control(
            words("own_per"), list(ways), key=key, format_func=ways.__getitem__, required=True,
            on_change=choose, args=("per", key, ()), label_visibility="collapsed",
            width="content",
        )  # fmt: skip
