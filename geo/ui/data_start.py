"""How work begins on *Your data*: a file, cells to paste, an example, or saved work."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.model import GeoError
from geo.registers import Register, make_synthetic, take_register
from geo.tables import (
    ENDINGS,
    Example,
    Work,
    is_saved,
    list_examples,
    open_any,
    open_bytes,
    open_pasted,
)
from geo.ui import data_points, own_work
from geo.ui.choices import keep_problem
from geo.ui.server import uploads_allowed
from geo.ui.widgets import language, words

_TAKEN = "own files taken"


def show() -> None:
    """Ask for work; where visitors may bring none of their own, there are the examples."""
    if uploads_allowed():
        _ask_for_own()
        st.caption(words("own_examples"))
    else:
        st.info(words("own_public"))
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


def _ask_for_own() -> None:
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
            words("own_paste"), key="own pasted", height=110, placeholder=words("own_paste_hint"),
            persist_state="session",
        )  # fmt: skip
        st.button(words("own_paste_take"), key="own take pasted", on_click=_take_pasted)


def _file_key() -> str:
    """A new widget after each file, so that the next can be chosen like the first, and one that was
    refused does not stay."""
    return f"own file {st.session_state.get(_TAKEN, 0)}"


def _take_file() -> None:
    upload = st.session_state.get(_file_key())
    if upload is None:
        return
    data, name = upload.getbuffer(), upload.name
    most = int(st.get_option("server.maxUploadSize")) * 2**20
    _take(
        lambda: take_register(data, name) or open_any(bytes(data), name, most_bytes=most),
        saved=is_saved(bytes(data[:200])),
    )
    st.session_state[_TAKEN] = st.session_state.get(_TAKEN, 0) + 1


def _take_pasted() -> None:
    text = st.session_state.get("own pasted", "")
    _take(lambda: Work(open_pasted(text, name=words("own_pasted"))))


def _take_example(example: Example) -> None:
    _take(lambda: Work(open_bytes(example.read(), example.file)))


def _take_synthetic() -> None:
    _take(lambda: make_synthetic(words("points_example_name")))


def _take(make: Callable[[], Work | Register], *, saved: bool = False) -> None:
    """Put new work in the place of the old; where it cannot be read, the old one stays."""
    try:
        made = make()
    except GeoError as error:
        keep_problem(error)
        return
    own_work.take(made, saved=saved)
