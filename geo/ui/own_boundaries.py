"""Asks for the places that a table or a register is about: a set of ours, or a boundary file of the
user's own and what its reading needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from geo.model import GeoError, MissingCrsError
from geo.tables import BoundaryUpload, load_places
from geo.ui.choices import keep_problem
from geo.ui.server import uploads_allowed
from geo.ui.widgets import language, plain, words

_ENDINGS = ["zip", "geojson", "json", "gpkg"]
_CRS = ("EPSG:4326", "EPSG:4490", "EPSG:3857")


@dataclass(frozen=True)
class BoundaryChoice:
    """Where an answer is kept.

    ``key`` is what its widgets are called by, ``chosen`` the set of ours. ``given`` tells the file
    at the time of asking; ``choose`` takes another set, ``give`` another file, the same one read
    otherwise, or none.
    """

    key: str
    chosen: str
    given: Callable[[], BoundaryUpload | None]
    choose: Callable[[str], None]
    give: Callable[[BoundaryUpload | None], None]


def ask_boundaries(choice: BoundaryChoice, *, needs_crs: bool) -> None:
    """Show what is settled, and ask; for a reference system where one is needed or was said."""
    upload = choice.given()
    if upload is None:
        _ask_set(choice)
    if uploads_allowed():
        st.file_uploader(
            words("own_boundary_file"), type=_ENDINGS, key=_file_key(choice), on_change=_take,
            args=(choice,), help=words("own_boundary_help"),
        )  # fmt: skip
    if upload is None:
        return
    st.caption(words("own_boundary_used", name=plain(upload.name)))
    for field in ("code", "label"):
        key = f"{choice.key} boundary {field}"
        st.text_input(
            words(f"own_boundary_{field}"), key=key, value=getattr(upload, field) or "",
            on_change=_take_field, args=(choice, field, key),
        )  # fmt: skip
    if needs_crs or upload.crs:
        key = f"{choice.key} boundary crs"
        st.selectbox(
            words("own_crs"), _CRS, index=None, key=key, accept_new_options=True,
            on_change=_take_field, args=(choice, "crs", key), help=words("own_crs_help"),
        )  # fmt: skip
    st.button(
        words("own_boundary_drop"), key=f"{choice.key} boundary drop", on_click=choice.give,
        args=(None,),
    )  # fmt: skip


def _ask_set(choice: BoundaryChoice) -> None:
    names = {
        name: words(f"own_{name}") for name in ("provinces", "prefectures", "counties", "regions")
    }
    if not choice.chosen:  # a table's is found
        names = {"": words("own_level_found"), **names}
    key = f"{choice.key} boundaries {language()}"
    st.session_state[key] = choice.chosen
    st.selectbox(
        words("own_boundaries"), list(dict.fromkeys([*names, choice.chosen])), key=key,
        format_func=lambda name: names.get(name, name),
        on_change=lambda: choice.choose(st.session_state[key]),
    )  # fmt: skip


def _file_key(choice: BoundaryChoice) -> str:
    """A new widget after each file, so that one that was refused does not stay."""
    return f"{choice.key} boundary file {st.session_state.get(_taken(choice), 0)}"


def _taken(choice: BoundaryChoice) -> str:
    return f"{choice.key} boundary files taken"


def _take(choice: BoundaryChoice) -> None:
    """Take a file over; one that cannot be read changes nothing."""
    upload = st.session_state.get(_file_key(choice))
    if upload is None:
        return
    st.session_state[_taken(choice)] = st.session_state.get(_taken(choice), 0) + 1
    given = BoundaryUpload(upload.name, upload.getvalue())
    try:
        load_places("", given)
    except MissingCrsError:  # that is asked for
        pass
    except GeoError as error:
        keep_problem(error)
        return
    choice.give(given)


def _take_field(choice: BoundaryChoice, field: str, key: str) -> None:
    upload = choice.given()
    if upload is not None:
        said: dict[str, Any] = {field: st.session_state[key] or None}
        choice.give(replace(upload, **said))
