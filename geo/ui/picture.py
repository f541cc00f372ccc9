"""The export panel: how the picture is to look, what it shows, and the files to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from geo.draw import (
    DEFAULT,
    LABELS,
    LEGEND_DETAILS,
    LEGENDS,
    LETTERS,
    PRESETS,
    THEMES,
    Option,
    Style,
    one_of,
    with_size,
    writable,
)
from geo.export import FORMATS, PICTURES, export, make_bundle, to_work, zipped
from geo.indicators import load_catalogue
from geo.maps import MapRequest, build_plate, make_plate
from geo.model import Choropleth, GeoError, Indicator, Plate
from geo.ui.widgets import select, select_many, show_error, words


def export_panel(
    choropleth: Choropleth,
    request: MapRequest,
    redraw: Callable[[MapRequest], Choropleth],
    *,
    work: Callable[[], Mapping[str, bytes]] | None = None,
    frames: Sequence[Choropleth] = (),
) -> None:
    """Everything on the export tab; ``redraw`` draws the same map with other words or circles,
    ``work`` saves what the user did, ``frames`` are the maps of all periods."""
    title = st.text_input(
        words("title"), placeholder=choropleth.title, max_chars=300, persist_state="session",
        key="title",
    )  # fmt: skip
    try:
        style = _style(choropleth)
        wished = _request(choropleth, request)
        if title.strip():
            writable(title, request.language)
            wished = replace(wished, title=title.strip())
        if wished != request:
            choropleth = redraw(wished)
        picture = _picture(choropleth, wished)
        if frames and st.toggle(words("all_periods"), key="all_periods", persist_state="session"):
            picture = make_plate(frames, title=wished.title)
    except GeoError as error:
        show_error(error)
        return
    st.markdown(words("picture"))
    _offer_pictures(picture, style)
    st.markdown(words("data_files"))
    with st.container(horizontal=True):
        for file_format in FORMATS:
            if file_format not in PICTURES:
                download(choropleth, file_format, key="export")
        _offer_bundle(choropleth, style, work or partial(to_work, wished, style))
        if frames:
            _offer_frames(choropleth, style, frames)
    if st.toggle(words("preview"), key="preview", persist_state="session"):
        try:
            st.image(export(picture, "png", style=style), width="stretch")
        except GeoError as error:
            show_error(error)


def _offer_pictures(picture: Choropleth | Plate, style: Style) -> None:
    """Every kind of picture; the slide in a deck of the user's own, where there is one."""
    template = st.file_uploader(words("template"), ["pptx", "potx"], key="template")
    slides = template.getvalue() if template is not None else None
    with st.container(horizontal=True):
        for file_format in PICTURES:
            mine = slides if file_format == "pptx" else None
            download(picture, file_format, style=style, template=mine, key="export")


def _offer_bundle(
    choropleth: Choropleth, style: Style, work: Callable[[], Mapping[str, bytes]]
) -> None:
    """Everything in one archive, with what draws it again."""
    st.download_button(
        words("bundle"),
        data=lambda: make_bundle(choropleth, PICTURES, style=style, work=work()),
        file_name=f"{choropleth.layer.indicator.id}-{choropleth.language}.zip",
        mime="application/zip",
        key="export zip",
        on_click="ignore",
    )


def _offer_frames(choropleth: Choropleth, style: Style, frames: Sequence[Choropleth]) -> None:
    """A picture of each period."""
    st.download_button(
        words("frames"),
        data=lambda: zipped(
            {f"{f.layer.period}.png": export(f, "png", style=style) for f in frames}
        ),
        file_name=f"{choropleth.layer.indicator.id}-{choropleth.language}-frames.zip",
        mime="application/zip",
        key="export frames",
        on_click="ignore",
    )


def _request(choropleth: Choropleth, request: MapRequest) -> MapRequest:
    """Circles, and how the outer classes are worded."""
    indicator, lang = choropleth.layer.indicator, choropleth.language
    counts = {
        i.id: i.title[lang]
        for i in _alike(choropleth)
        if i.kind == "count" and i.id != indicator.id
    }
    if indicator.kind == "count":
        counts = {indicator.id: words("circles_alone"), **counts}
    circles_column, beside_column = st.columns(2)
    with circles_column:
        names = {"": words("circles_none"), **counts}
        circles = select(words("circles"), list(names), "circles", names.__getitem__)
    with beside_column:
        others = {i.id: i.title[lang] for i in _alike(choropleth) if i.id != indicator.id}
        select_many(words("beside"), list(others), "beside", others.__getitem__)
    open_ended = st.toggle(words("open_ended"), key="open_ended", persist_state="session")
    return replace(request, symbols=circles or None, open_ended=open_ended)


def _alike(choropleth: Choropleth) -> list[Indicator]:
    """The indicators of the catalogue for the same places."""
    if choropleth.layer.boundaries.id != "provinces":
        return []
    return [i for i in load_catalogue() if i.boundaries == "provinces"]


def _picture(choropleth: Choropleth, request: MapRequest) -> Choropleth | Plate:
    """The map, with those that are to stand beside it; they share classes where they can."""
    beside = st.session_state.get("beside") or []
    if not beside:
        return choropleth
    others = [MapRequest(i, language=choropleth.language) for i in beside]
    requests = [replace(request, title=None), *others]
    return build_plate(requests, title=request.title, first=choropleth.layer)


def _style(choropleth: Choropleth) -> Style:
    """What the user chose; all of it may be left as it is."""
    left, middle, right = st.columns(3)
    with left:
        size = _choice("size", (*PRESETS, "own"))
        theme = _choice("theme", THEMES)
    with middle:
        labels = _choice("labels", LABELS)
        legend = _choice("legend", LEGENDS)
    with right:
        detail = _choice("detail", LEGEND_DETAILS)
        letters = _choice("letters", LETTERS)
    own, dpi = "", None
    if size == "own":
        own_column, dpi_column, _ = st.columns(3)
        own = own_column.text_input(
            words("own_size"), "170x120mm", key="own_size", persist_state="session"
        )
        dpi = float(dpi_column.number_input(words("dpi"), 10, 2400, 300, key="dpi"))
    places = choropleth.layer.boundaries.adcodes
    highlight_column, crop_column = st.columns(2)
    with highlight_column:
        highlight = select_many(words("highlight"), places, "highlight", choropleth.name)
    with crop_column:
        crop = select_many(words("crop"), places, "crop", choropleth.name)
    strip = False
    with st.container(horizontal=True):
        maritime = st.toggle(words("maritime"), key="maritime", persist_state="session")
        if choropleth.layer.indicator.kind != "category":
            strip = st.toggle(words("strip"), key="strip", persist_state="session")
    style = replace(
        DEFAULT, theme=theme, labels=labels, legend=legend, detail=detail, letters=letters,
        strip=strip, maritime=maritime, highlight=tuple(highlight), crop=tuple(crop),
    )  # fmt: skip
    return with_size(style, own if size == "own" else size, dpi=dpi)


def _choice(name: str, options: tuple[Option, ...]) -> Option:
    texts = {str(option): words(f"{name}_{option}") for option in options}
    chosen = select(words(name), options, name, texts.__getitem__)
    return one_of(name, chosen or options[0], options)


def download(
    picture: Choropleth | Plate,
    file_format: str,
    *,
    style: Style = DEFAULT,
    template: bytes | None = None,
    key: str = "table",
) -> None:
    """A button that makes the file when it is clicked."""
    first = picture.maps[0] if isinstance(picture, Plate) else picture
    st.download_button(
        words("download", name=file_format.upper()),
        data=partial(export, picture, file_format, style=style, template=template),
        file_name=f"{first.layer.indicator.id}-{first.language}.{file_format}",
        mime=FORMATS[file_format].media_type,
        key=f"{key} {file_format}",
        on_click="ignore",
    )
