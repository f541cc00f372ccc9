"""The page *Your data*: a table or a register of points of the user's own, in three steps: what we
read, what matched or was counted, the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.indicators import CHANGES, read_denominators
from geo.maps import MapRequest, draw_indicator
from geo.model import Choropleth, GeoError, Marks, format_period
from geo.registers import Counted, Register, make_synthetic, take_register
from geo.tables import (
    EACH_ROW,
    ENDING,
    ENDINGS,
    Choices,
    Example,
    Joined,
    Reading,
    Work,
    counts_of,
    indicator_of,
    list_examples,
    open_any,
    open_bytes,
    open_pasted,
    periods_of,
    to_saved,
)
from geo.ui import atlas, controls, data_match, data_points, data_read, look
from geo.ui.below import below
from geo.ui.choices import PROBLEM, WORK, change, choose, keep_problem, pick, show_problem
from geo.ui.widgets import language, plain, show_error, words

#: The name of the page's look.
PAGE = "data"

_TAKEN = "own files taken"


def show() -> None:
    """Draw the page."""
    work: Work | None = st.session_state.get(WORK)
    register = data_points.taken()
    if work is None and register is None:
        st.title(words("page_data"), anchor=False)
        st.markdown(words("own_intro"))
        _start()
        show_problem()
        return
    st.space("xxsmall")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(words("page_data"), anchor=False, width="content")
        with st.popover(words("own_another"), width="content"):
            _start()
        save, report = st.container(width="content"), st.container(width="content")
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
        return
    if work is None:
        return
    with left:
        st.subheader(words("own_step_1", name=plain(work.workbook.name)), anchor=False)
        reading = data_read.show(work)
    if reading is None:
        return
    with right:
        st.subheader(words("own_step_2"), anchor=False)
        joined = data_match.show(reading, corner=report, fixes=fixes)
    with save:
        data_read.offer_to_save(work, reading if joined is not None else None)
    with changes:
        data_read.ask_source(reading)
        data_read.ask_everything(reading)
    with drawn:
        st.subheader(words("own_step_3"), anchor=False)
        if joined is not None:
            _draw(joined)


def _show_counts(
    counted: Counted, *, save: DeltaGenerator, changes: DeltaGenerator, drawn: DeltaGenerator
) -> None:
    """The counts of a register, drawn like any table, with the points themselves."""
    with drawn:
        st.subheader(words("own_step_3"), anchor=False)
        joined = data_points.join(counted)
    if joined is None:
        return
    with save:
        data_read.offer_to_save(joined.reading.work, joined.reading)
    with changes:
        data_read.ask_source(joined.reading)
    with drawn:
        _draw(joined, counted.marks)


def _start() -> None:
    """A file, cells to paste, an example, or saved work."""
    left, right = st.columns(2, gap="large")
    with left:
        st.file_uploader(
            words("own_file"),
            type=[*ENDINGS, *data_points.ENDINGS],
            key=_file_key(),
            on_change=_take_file,
            help=words("own_file_help"),
        )
    with right:
        st.text_area(
            words("own_paste"), key="own pasted", height=110, placeholder=words("own_paste_hint")
        )
        st.button(words("own_paste_take"), key="own take pasted", on_click=_take_pasted)
    st.caption(words("own_examples"))
    with st.container(horizontal=True):
        for example in list_examples():
            st.button(
                example.title[language()],
                key=f"own example {example.id}",
                help=example.about[language()],
                on_click=_take_example,
                args=(example,),
            )
        st.button(
            words("points_example"),
            key="own example points",
            help=words("points_example_help"),
            on_click=_take_synthetic,
        )
    with st.expander(words("own_examples_download")), st.container(horizontal=True):
        for example in list_examples():
            st.download_button(
                example.file, data=example.read(), file_name=example.file, on_click="ignore"
            )


def _file_key() -> str:
    """A new widget after each file, so that the next can be chosen like the first."""
    return f"own file {st.session_state.get(_TAKEN, 0)}"


def _take_file() -> None:
    upload = st.session_state.get(_file_key())
    if upload is not None:
        _take(
            lambda: (
                take_register(upload.getbuffer(), upload.name)
                or open_any(upload.getvalue(), upload.name, most_bytes=_most_bytes())
            )
        )


def _take_pasted() -> None:
    text = st.session_state.get("own pasted", "")
    _take(lambda: Work(open_pasted(text, name=words("own_pasted"))))


def _take_example(example: Example) -> None:
    _take(lambda: Work(open_bytes(example.read(), example.file)))


def _take_synthetic() -> None:
    _take(lambda: make_synthetic(words("points_example_name")))


def _take(make: Callable[[], Work | Register]) -> None:
    """Put new work in the place of the old; where it cannot be read, the old one stays."""
    try:
        made = make()
    except GeoError as error:
        keep_problem(error)
        return
    if isinstance(made, Register):
        data_points.take(made)
    else:
        data_points.forget()
        st.session_state[WORK] = made
    st.session_state[_TAKEN] = st.session_state.get(_TAKEN, 0) + 1
    st.session_state.pop(PROBLEM, None)


def _most_bytes() -> int:
    return int(st.get_option("server.maxUploadSize")) * 2**20


def _draw(joined: Joined, marks: Marks | None = None) -> None:
    reading = joined.reading
    choices = reading.choices
    others = counts_of(reading)[:4]
    if marks is not None:  # the other columns of a register's counts are parts of the first
        others = tuple(name for name in others if name == reading.roles.measures[0].name)
    with st.container(horizontal=True):
        if choices.aggregate in (EACH_ROW, "sum", "mean"):
            data_read.ask_value(reading)
        if joined.indicator is not None:
            _ask_change(reading)
    if joined.indicator is None:
        st.info(words("own_choose_first"))
        return
    _ask_per(reading, others)
    chosen, draw = look.look_of(PAGE), partial(_map_of, joined)
    request = controls.request_of(chosen, joined.indicator)
    request = replace(request, indicator=joined.indicator.id, per=None)
    with st.container():
        try:
            choropleth = controls.drawn(draw, request, joined.indicator)
        except GeoError as error:
            show_error(error)
            return
    offer = atlas.Offer(classes=words("classes_all"), points=marks is not None)
    atlas.show(PAGE, chosen, choropleth, request, draw, offer=offer, marks=marks)
    below(
        choropleth,
        request,
        draw,
        page=PAGE,
        work=lambda: {ENDING: to_saved(reading.work, reading)},
    )


def _map_of(joined: Joined, request: MapRequest) -> Choropleth:
    return draw_indicator(
        indicator_of(joined), request, report=joined.report, boundaries=joined.reading.boundaries
    )


def _ask_per(reading: Reading, others: Sequence[str]) -> None:
    """For a count, say that area misleads, and offer what to relate it to in one click."""
    choices, lang = reading.choices, language()
    if choices.kind != "count":
        return
    ways = {"": words("per_none")}
    if reading.boundaries.id == "provinces":
        ways |= {d.id: d.title[lang] for d in read_denominators().values()}
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


def _ask_change(reading: Reading) -> None:
    """The change between two periods, where there are two."""
    choices, lang = reading.choices, language()
    periods = periods_of(reading)
    if len(periods) < 2:
        return
    ways = {"": words("own_no_change")} | {how: words(f"change_{how}") for how in CHANGES}
    _pick_change(list(ways), choices, ways, periods)
    if choices.change:
        shown = {period: format_period(period, lang) for period in periods}
        pick(words("own_from"), periods, "change_from", choices.change_from, shown)
        pick(words("own_to"), periods, "change_to", choices.change_to, shown)


def _pick_change(
    options: list[str], choices: Choices, names: Mapping[str, str], periods: Sequence[str]
) -> None:
    key = f"own change {language()}"
    st.session_state[key] = choices.change
    st.selectbox(
        words("own_change_between"), options, key=key, format_func=names.__getitem__,
        on_change=_take_change, args=(key, periods[0], periods[-1]),
    )  # fmt: skip


def _take_change(key: str, first: str, last: str) -> None:
    how = st.session_state[key]
    between = {"change_from": first, "change_to": last} if how else {}
    change({"change": how, **between}, forget=("change_from", "change_to"))
