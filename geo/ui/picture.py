"""The export panel: the picture, which is the file, how it is to look, and all files to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from geo.draw import LABELS, LEGEND_DETAILS, LEGENDS, LETTERS, PRESETS, THEMES, Style
from geo.export import (
    FORMATS,
    OWN_SIZE,
    PICTURES,
    ExportChoices,
    export,
    make_bundle,
    to_work,
    zipped,
)
from geo.indicators import load_catalogue
from geo.maps import MapRequest, build_plate, make_plate
from geo.model import Choropleth, GeoError, Indicator, Plate
from geo.ui.drawn import Pictures, pictures
from geo.ui.export_choices import ask_many, ask_number, ask_one, ask_switch, ask_text, kept
from geo.ui.turns import queued
from geo.ui.widgets import select, show_error, words

Draw = Callable[[MapRequest], Choropleth]
Work = Callable[[], Mapping[str, bytes]]


def export_panel(
    choropleth: Choropleth,
    request: MapRequest,
    redraw: Draw,
    *,
    page: str = "map",
    work: Work | None = None,
    frames: Sequence[Choropleth] = (),
) -> None:
    """Everything on the export tab of a page; ``redraw`` draws the same map with other words or
    circles, ``work`` saves what the user did, ``frames`` are the maps of all periods."""
    shown, asked = st.columns([3, 2], gap="large")
    with shown:
        # The picture is the first thing there, and comes last: it takes a second to be drawn.
        preview, files = st.container(key=f"picture {page}"), st.container()
    with asked:
        template = _ask(page, choropleth, several=bool(frames))
    choices = _fitting(kept(page), choropleth)
    keep = pictures(own=work is not None)
    try:
        style = choices.style(choropleth)
        wished = choices.request(request)
        mapped = redraw(wished) if wished != request else choropleth
        picture = _picture(mapped, wished, choices, frames)
    except GeoError as error:
        with preview:
            show_error(error)
        return
    with files:
        _offer_pictures(picture, style, keep, template)
        _offer_others(mapped, style, work or partial(to_work, wished, style), frames)
    with preview:
        _show(picture, style, keep)


def _show(picture: Choropleth | Plate, style: Style, keep: Pictures) -> None:
    """The PNG itself, with its size."""
    try:
        image = keep.show_when_drawn(picture, style)
    except GeoError as error:
        show_error(error)
        return
    width, height = style.size
    # Told its own width and kind, Streamlit shows the file and no copy of it.
    st.image(
        image, width=width, output_format="PNG", alt=picture.description[picture.language],
        caption=f"PNG · {width} × {height} · {len(image) / 1000:,.0f} KB",
    )  # fmt: skip


def _picture(
    choropleth: Choropleth,
    request: MapRequest,
    choices: ExportChoices,
    frames: Sequence[Choropleth],
) -> Choropleth | Plate:
    """The map, or all of its periods, or those maps that are to stand beside it with it; they share
    classes where they can."""
    if frames and choices.all_periods:
        return make_plate(frames, title=request.title)
    if not choices.beside:
        return choropleth
    others = [MapRequest(i, language=choropleth.language) for i in choices.beside]
    requests = [replace(request, title=None), *others]
    return build_plate(requests, title=request.title, first=choropleth.layer)


def _fitting(choices: ExportChoices, choropleth: Choropleth) -> ExportChoices:
    """The choices without the indicators that are none for this map."""
    circles, beside = _circles(choropleth), _others(choropleth)
    return replace(
        choices,
        circles=choices.circles if choices.circles in circles else "",
        beside=tuple(indicator for indicator in choices.beside if indicator in beside),
    )


def _ask(page: str, choropleth: Choropleth, *, several: bool) -> bytes | None:
    """How the picture is to look, and what it shows; a deck of the user's own for the slide."""
    ask_text(page, "title", placeholder=choropleth.title)
    left, right = st.columns(2)
    with left:
        ask_one(page, "size", _worded("size", (*PRESETS, OWN_SIZE)))
    with right:
        ask_one(page, "theme", _worded("theme", THEMES))
    if kept(page).size == OWN_SIZE:
        left, right = st.columns(2)
        with left:
            ask_text(page, "own_size", most=60)
        with right:
            ask_number(page, "dpi", 10.0, 2400.0)
    ask_one(page, "labels", _worded("labels", LABELS))
    left, right = st.columns(2)
    with left:
        ask_one(page, "legend", _worded("legend", LEGENDS))
    with right:
        ask_one(page, "detail", _worded("detail", LEGEND_DETAILS))
    ask_one(page, "circles", _circles(choropleth))
    others = _others(choropleth)
    if others:
        ask_many(page, "beside", list(others), others.__getitem__)
    places = choropleth.layer.boundaries.adcodes
    ask_many(page, "highlight", places, choropleth.name)
    ask_many(page, "crop", places, choropleth.name)
    if several:
        ask_switch(page, "all_periods")
    if choropleth.layer.indicator.kind != "category":
        ask_switch(page, "strip")
        ask_switch(page, "open_ended")
    ask_switch(page, "maritime")
    ask_one(page, "letters", _worded("letters", LETTERS))
    deck = st.file_uploader(words("template"), ["pptx", "potx"], key=f"template {page}")
    return deck.getvalue() if deck is not None else None


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


def _offer_pictures(
    picture: Choropleth | Plate, style: Style, keep: Pictures, template: bytes | None
) -> None:
    """Every kind of picture; the slide in a deck of the user's own, where there is one."""
    with st.container(horizontal=True):
        for file_format in PICTURES:
            deck = template if file_format == "pptx" else None
            make = partial(export, picture, file_format, style=style, template=deck)
            if file_format == "png":
                make = partial(keep.png, picture, style)
            download(picture, file_format, make=make, key="export")


def _offer_others(
    choropleth: Choropleth, style: Style, work: Work, frames: Sequence[Choropleth]
) -> None:
    """The data, the web page, and everything in one archive: one list, and a button."""
    makes: dict[str, Callable[[], bytes]] = {
        file_format: partial(export, choropleth, file_format)
        for file_format in FORMATS
        if file_format not in PICTURES
    }
    makes["zip"] = lambda: make_bundle(choropleth, PICTURES, style=style, work=work())
    if frames:
        makes["frames"] = lambda: zipped(
            {f"{f.layer.period}.png": export(f, "png", style=style) for f in frames}
        )
    titles = {name: words(f"file_{name}") for name in makes}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = select(words("more_files"), list(titles), "more_files", titles.__getitem__)
        chosen = chosen or "html"
        st.download_button(
            words("download_file"),
            data=partial(queued, makes[chosen]),
            file_name=_file_name(choropleth, "-frames.zip" if chosen == "frames" else f".{chosen}"),
            mime=FORMATS[chosen].media_type if chosen in FORMATS else "application/zip",
            key="export more",
            on_click="ignore",
        )


def download(
    picture: Choropleth | Plate,
    file_format: str,
    *,
    make: Callable[[], bytes] | None = None,
    key: str = "table",
) -> None:
    """A button that makes the file when it is clicked, in its turn."""
    first = picture.maps[0] if isinstance(picture, Plate) else picture
    st.download_button(
        words("download", name=file_format.upper()),
        data=partial(queued, make or partial(export, picture, file_format)),
        file_name=_file_name(first, f".{file_format}"),
        mime=FORMATS[file_format].media_type,
        key=f"{key} {file_format}",
        on_click="ignore",
    )


def _file_name(choropleth: Choropleth, ending: str) -> str:
    return f"{choropleth.layer.indicator.id}-{choropleth.language}{ending}"
