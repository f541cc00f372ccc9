"""How the map of *Your data* is drawn: as the session has it, and as saved work keeps it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.maps import DEFAULT_K, DEFAULT_SCHEME, MANUAL, MAX_K, MIN_K, NAMES, list_palettes
from geo.model import GeoError, plain_number
from geo.tables import Choices, Joined, Look
from geo.ui import controls
from geo.ui import look as looks
from geo.ui.choices import DONE, keep_problem
from geo.ui.export_choices import export_choices, take_export_choices

#: The name of the page's look.
PAGE = "data"


def usual() -> looks.Look:
    """The session's look, without what its table has not."""
    look, done = looks.look_of(PAGE), st.session_state.get(DONE)
    indicator = done.indicator if isinstance(done, Joined) else None
    return look if indicator is None else controls.settled(look, indicator)


def put(look: looks.Look) -> None:
    """Put another look in the place of the session's; the browser takes it over."""
    looks.keep(PAGE, replace(look, seq=looks.look_of(PAGE).seq))


def current() -> Look:
    """The session's look, to be saved; a change is one of the choices, see :func:`with_change`."""
    look = usual()
    return Look(
        period=look.period if look.change is None else None,
        scheme=look.scheme if look.scheme != DEFAULT_SCHEME else "",
        k=look.k if look.k != DEFAULT_K else None,
        edges=look.numbers or (),
        classes_of="all" if look.classes else "shown",
        palette=look.palette or "",
        place=look.place or "",
        export=export_choices(PAGE),
    )


def with_change(choices: Choices) -> Choices:
    """The choices with the change that is shown, as they are saved: there a change belongs to the
    figures, here to the look."""
    look = usual()
    if look.change is None:
        return choices
    return replace(
        choices,
        change=look.change,
        change_from=look.since or "",
        change_to=look.period or "",
    )


def without_change(choices: Choices) -> Choices:
    """Choices of which :func:`take` has taken the change."""
    return replace(choices, change="", change_from="", change_to="")


def take(saved: Look, choices: Choices) -> None:
    """Draw as saved work says; what there is no more is as suggested."""
    put(
        looks.Look(
            period=(choices.change_to or None) if choices.change else saved.period,
            change=choices.change or None,
            since=choices.change_from or None,
            scheme=saved.scheme if saved.scheme in NAMES else DEFAULT_SCHEME,
            k=min(max(saved.k or DEFAULT_K, MIN_K), MAX_K),
            edges=", ".join(map(plain_number, saved.edges)),
            palette=saved.palette if saved.palette in list_palettes() else None,
            classes=saved.classes_of == "all",
            place=saved.place or None,
        )
    )
    try:
        take_export_choices(saved.export, PAGE)
    except GeoError as error:
        keep_problem(error)


def start_anew() -> None:
    """Keep what holds for any table."""
    look = looks.look_of(PAGE)
    scheme = look.scheme if look.scheme != MANUAL else DEFAULT_SCHEME
    put(looks.Look(scheme=scheme, k=look.k, palette=look.palette))
    of_a_table = (
        "title",
        "highlight",
        "crop",
        "circles",
        "beside",
        "all_periods",
        "periods",
        "labels_changed",
        "labels_of",
        "unit",
        "decimals",
        "own_notes",
    )
    kept = {name: v for name, v in export_choices(PAGE).items() if name not in of_a_table}
    take_export_choices(kept, PAGE)
