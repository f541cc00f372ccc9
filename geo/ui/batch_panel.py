"""Many pictures at once: indicators and languages are chosen, and come as one ZIP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st

from geo.draw import PRESETS, THEMES
from geo.export import PICTURES, draw_job, make_jobs, zipped
from geo.indicators import load_catalogue
from geo.model import LANGUAGES, GeoError, Text
from geo.ui.drawn import made_meanwhile
from geo.ui.widgets import language, plain, select, select_many, show_error, words

_MADE = "batch made"

#: What can be had of each indicator, as a job of a batch file says it: a picture of its newest
#: period, or something of all of its periods.
_SHOWS: dict[str, dict[str, str]] = {
    "newest": {},
    "together": {"periods": "all"},
    "gif": {"periods": "all", "format": "gif"},
    "film": {"periods": "all", "format": "html"},
    "slides": {"periods": "all", "format": "pptx", "slides": "periods"},
    "columns": {"periods": "all", "format": "xlsx"},
}


@dataclass
class _Batch:
    """What was asked for, the files that are there, and what failed, by name."""

    job: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, GeoError] = field(default_factory=dict)


def many_pictures() -> None:
    """The choice, a button, a progress bar, and the file."""
    lang = language()
    shows = _choose_what()
    titles = {i.id: i.title for i in load_catalogue() if shows == "newest" or len(i.periods) > 1}
    chosen = select_many(
        words("batch_indicators"), list(titles), "batch", lambda i: titles[i][lang]
    )
    size_column, theme_column, format_column = st.columns(3)
    with size_column:
        sizes = {name: words(f"size_{name}") for name in PRESETS}
        size = select(words("size"), list(sizes), "batch_size", sizes.__getitem__)
    with theme_column:
        themes = {str(name): words(f"theme_{name}") for name in THEMES}
        theme = select(words("theme"), list(themes), "batch_theme", themes.__getitem__)
    job: dict[str, Any] = {
        "indicator": chosen, "lang": list(LANGUAGES), "size": size, "theme": theme,
    } | _SHOWS[shows]  # fmt: skip
    if "format" not in job:
        with format_column:
            job["format"] = select(words("batch_format"), list(PICTURES), "batch_format", str.upper)
    batch: _Batch | None = st.session_state.get(_MADE)
    if chosen and st.button(words("batch_draw"), key="batch_draw"):
        batch = _Batch(job)
    # What was drawn is offered as long as the choice is the same.
    batch = batch if batch is not None and batch.job == job else None
    st.session_state[_MADE] = batch
    if batch is not None:
        _draw_the_rest(batch, titles)
        _offer(batch)


def _choose_what() -> str:
    """A picture of the newest period, or something of all periods."""
    titles = {
        name: words("batch_newest")
        if name == "newest"
        else words("all_periods" if name == "together" else f"file_{name}")
        for name in _SHOWS
    }
    return select(words("batch_shows"), list(titles), "batch_shows", titles.__getitem__) or "newest"


def _draw_the_rest(batch: _Batch, titles: Mapping[str, Text]) -> None:
    """Every file in its turn. Whoever goes on to another map comes back here, and so does this."""
    jobs = make_jobs({"jobs": [batch.job]}, where=words("batch"))
    bar = st.empty()
    for number, one in enumerate(jobs):
        if one.name in batch.files or one.name in batch.faults:
            continue
        title = titles[one.request.indicator][one.request.language]
        says = words("batch_at", number=number + 1, count=len(jobs), title=plain(title))
        bar.progress(number / len(jobs), says)
        try:
            batch.files[one.name] = made_meanwhile(partial(draw_job, one))
        except GeoError as error:
            batch.faults[one.name] = error
    bar.empty()


def _offer(batch: _Batch) -> None:
    for name, why in batch.faults.items():
        show_error(GeoError("batch.of_file", file=name, why=why))
    if batch.files:
        st.download_button(
            words("batch_download", count=len(batch.files)), partial(zipped, batch.files),
            "maps.zip", "application/zip", key="batch_download", on_click="ignore",
        )  # fmt: skip
