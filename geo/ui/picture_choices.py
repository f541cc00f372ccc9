"""What is asked about a picture on the export tab: what most pictures need, and folded away what
few do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from geo.draw import (
    LABELS,
    LEAST_TEXT,
    LEGEND_DETAILS,
    LEGEND_PLACES,
    LEGENDS,
    LETTERS,
    MEDIA,
    MOST_BLEED,
    MOST_TEXT,
    PRESETS,
    THEMES,
)
from geo.export import OWN_SIZE, ExportChoices
from geo.indicators import load_catalogue
from geo.maps import units_of
from geo.model import ARRANGEMENTS, NOTES, Choropleth, Indicator, format_period
from geo.ui.brands import ask_brand
from geo.ui.export_choices import ask_many, ask_number, ask_one, ask_switch, ask_text, kept
from geo.ui.widgets import words

_OWN_NOTES = "own"
_DECIMALS = ("0", "1", "2", "3")


def ask(page: str, choropleth: Choropleth, *, periods: Sequence[str]) -> bytes | None:
    """How the picture is to look, and what it shows; a deck of the user's own for the slide."""
    if periods:
        ask_switch(page, "all_periods")
        said = partial(format_period, language=choropleth.language)
        ask_many(page, "periods", periods, said, placeholder=words("all_of_them"))
    ask_text(page, "title", placeholder=choropleth.title)
    _beside(
        lambda: ask_one(page, "size", _worded("size", (*PRESETS, OWN_SIZE))),
        lambda: ask_one(page, "theme", _worded("theme", THEMES)),
    )
    if kept(page).size == OWN_SIZE:
        _beside(
            lambda: ask_text(page, "own_size", most=60),
            lambda: ask_number(page, "dpi", 10.0, 2400.0),
        )
    _beside(
        lambda: ask_one(page, "labels", _worded("labels", LABELS)),
        lambda: ask_number(page, "text_size", LEAST_TEXT, MOST_TEXT, step=0.1),
    )
    _beside(
        lambda: ask_one(page, "legend", _worded("legend", LEGENDS)),
        lambda: ask_one(page, "legend_place", _worded("legend_place", LEGEND_PLACES)),
    )
    with st.expander(words("more_words"), key=f"more words {page}"):
        _ask_words(page, choropleth)
    with st.expander(words("more_shown"), key=f"more shown {page}"):
        _ask_shown(page, choropleth)
    with st.expander(words("more_printed"), key=f"more printed {page}"):
        ask_brand(page)
        ask_one(page, "medium", _worded("medium", MEDIA))
        _beside(
            lambda: ask_one(page, "letters", _worded("letters", LETTERS)),
            lambda: ask_number(page, "bleed", 0.0, MOST_BLEED),
        )
        deck = st.file_uploader(words("template"), ["pptx", "potx"], key=f"template {page}")
    return deck.getvalue() if deck is not None else None


def _ask_words(page: str, choropleth: Choropleth) -> None:
    """The numbers, the legend's words and the notes."""
    if choropleth.layer.indicator.kind != "category":
        digits = {d: words("decimals_of", count=int(d)) for d in _DECIMALS}
        _beside(
            lambda: ask_one(page, "unit", _units(choropleth)),
            lambda: ask_one(page, "decimals", {"": words("as_suits")} | digits),
        )
    ask_one(page, "detail", _worded("detail", LEGEND_DETAILS))
    if choropleth.layer.indicator.kind != "category":
        ask_switch(page, "open_ended")
    ask_one(page, "notes", _worded("notes", (*NOTES, _OWN_NOTES)))
    if kept(page).notes == _OWN_NOTES:
        ask_text(page, "own_notes")


def _ask_shown(page: str, choropleth: Choropleth) -> None:
    """Circles, maps beside it, places of interest, a ranking, lines at sea."""
    if choropleth.pair is None and choropleth.layer.boundaries.arrangement == ARRANGEMENTS[0]:
        ask_one(page, "circles", _circles(choropleth))
    others = _others(choropleth)
    if others:
        ask_many(page, "beside", list(others), others.__getitem__)
    places = choropleth.layer.boundaries.adcodes
    ask_many(page, "highlight", places, choropleth.name)
    ask_many(page, "crop", places, choropleth.name)
    if choropleth.layer.indicator.kind != "category":
        ask_switch(page, "strip")
    ask_switch(page, "maritime")


def fitting(choices: ExportChoices, choropleth: Choropleth) -> ExportChoices:
    """The choices without the indicators and the unit that are none for this map."""
    circles, beside = _circles(choropleth), _others(choropleth)
    number = choropleth.layer.indicator.kind != "category"
    is_map = choropleth.pair is None and choropleth.layer.boundaries.arrangement == ARRANGEMENTS[0]
    return replace(
        choices,
        circles=choices.circles if choices.circles in circles and is_map else "",
        beside=tuple(indicator for indicator in choices.beside if indicator in beside),
        unit=choices.unit if number and choices.unit in _units(choropleth) else "",
        decimals=choices.decimals if number else "",
    )


def _beside(left: Callable[[], None], right: Callable[[], None]) -> None:
    """Two questions in a row."""
    for column, ask_it in zip(
        st.columns(2, vertical_alignment="bottom"), (left, right), strict=True
    ):
        with column:
            ask_it()


def _units(choropleth: Choropleth) -> dict[str, str]:
    """The units that the figures can be written in, the one that suits them first."""
    known = units_of(choropleth.layer.indicator, choropleth.language)
    return {"": words("as_suits")} | {unit: unit for unit in known}


def _worded(name: str, options: Sequence[str]) -> dict[str, str]:
    return {option: words(f"{name}_{option}") for option in options}


def _circles(choropleth: Choropleth) -> dict[str, str]:
    """The counts that circles can show, by their ids."""
    indicator = choropleth.layer.indicator
    alone = {indicator.id: words("circles_alone")} if indicator.kind == "count" else {}
    counts = {
        i.id: i.title[choropleth.language]
        for i in _alike(choropleth)
        if i.kind == "count" and i.id != indicator.id
    }
    return {"": words("circles_none"), **alone, **counts}


def _others(choropleth: Choropleth) -> dict[str, str]:
    """The indicators whose maps can stand beside the map, by their ids."""
    mapped = choropleth.layer.indicator.id
    return {i.id: i.title[choropleth.language] for i in _alike(choropleth) if i.id != mapped}


def _alike(choropleth: Choropleth) -> list[Indicator]:
    """The indicators of the catalogue for the same places."""
    if choropleth.layer.boundaries.id != "provinces":
        return []
    return [i for i in load_catalogue() if i.boundaries == "provinces"]
