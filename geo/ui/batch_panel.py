"""Many pictures at once: indicators and languages are chosen, and come as one ZIP."""

from __future__ import annotations

import streamlit as st

from geo.draw import PRESETS, THEMES
from geo.export import PICTURES, draw_batch, make_jobs, zipped
from geo.indicators import load_catalogue
from geo.model import LANGUAGES, GeoError
from geo.ui.widgets import language, select, select_many, show_error, words


def many_pictures() -> None:
    """The choice, a button, a progress bar, and the file."""
    lang = language()
    titles = {i.id: i.title[lang] for i in load_catalogue()}
    chosen = select_many(words("batch_indicators"), list(titles), "batch", titles.__getitem__)
    size_column, theme_column, format_column = st.columns(3)
    with size_column:
        sizes = {name: words(f"size_{name}") for name in PRESETS}
        size = select(words("size"), list(sizes), "batch_size", sizes.__getitem__)
    with theme_column:
        themes = {str(name): words(f"theme_{name}") for name in THEMES}
        theme = select(words("theme"), list(themes), "batch_theme", themes.__getitem__)
    with format_column:
        file_format = select(words("batch_format"), list(PICTURES), "batch_format", str.upper)
    if not chosen or not st.button(words("batch_draw"), key="batch_draw"):
        return
    job = {
        "indicator": chosen, "lang": list(LANGUAGES), "size": size, "theme": theme,
        "format": file_format,
    }  # fmt: skip
    bar = st.progress(0.0)
    files: dict[str, bytes] = {}
    jobs = make_jobs({"jobs": [job]}, where=words("batch"))

    def tell(number: int, total: int, name: str) -> None:
        bar.progress(number / total, name)

    # One worker: the page serves others at the same time.
    for drawn, result in draw_batch(jobs, progress=tell, workers=1):
        if isinstance(result, GeoError):
            show_error(GeoError("batch.of_file", file=drawn.name, why=result))
        else:
            files[drawn.name] = result
    bar.empty()
    if files:
        st.download_button(
            words("batch_download", count=len(files)), zipped(files), "maps.zip",
            "application/zip", key="batch_download", on_click="ignore",
        )  # fmt: skip
