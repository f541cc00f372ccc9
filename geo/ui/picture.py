"""The export panel: the picture, which is the file, how it is to look, and all files to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec

import streamlit as st

from geo.draw import Style, embed_snippet
from geo.export import (
    FORMATS,
    PICTURES,
    ExportChoices,
    as_honoured,
    export,
    make_bundle,
    stem_of,
    to_work,
    zipped,
)
from geo.indicators import levels_of
from geo.maps import MapRequest, build_by_province, build_plate, frames_of, make_plate
from geo.model import Choropleth, GeoError, Plate
from geo.ui.brands import chosen_brand
from geo.ui.drawn import Pictures, pictures
from geo.ui.export_choices import kept
from geo.ui.lettering import offer_way_back, show_labels
from geo.ui.picture_choices import ask, fitting
from geo.ui.turns import queued
from geo.ui.widgets import select, show_error, words

#: How the files of several periods and of all provinces end, where it is not as their kind says.
_ENDINGS = {
    "film": "-film.html",
    "slides": "-slides.pptx",
    "columns": "-periods.xlsx",
    "frames": "-frames.zip",
    "drill": "-provinces.html",
    "provinces": "-provinces.png",
    "parts": "-provinces.pptx",
}

Draw = Callable[[MapRequest], Choropleth]
Work = Callable[[], Mapping[str, bytes]]


def export_panel(
    choropleth: Choropleth,
    request: MapRequest,
    redraw: Draw,
    *,
    page: str = "map",
    work: Work | None = None,
    periods: Sequence[str] = (),
) -> None:
    """Everything on the export tab of a page; ``redraw`` draws the same map with other words or
    circles or of another period, ``work`` saves what the user did, ``periods`` are those that the
    map can be of."""
    periods = periods if len(periods) > 1 else ()
    shown, asked = st.columns([3, 2], gap="large")
    with shown:
        # The picture is the first thing there, and comes last: it takes a second to be drawn.
        preview, files = st.container(key=f"picture {page}"), st.container()
        with preview:  # what says so lies over the picture before, so that nothing moves
            waiting, preview = st.container(key=f"waiting {page}"), st.container()
    with asked:
        template = ask(page, choropleth, periods=periods)
    choices = fitting(kept(page), choropleth)
    try:
        brand, own_brand = chosen_brand(page)
        style = replace(choices.style(choropleth), brand=brand)
        wished = replace(choices.request(request), palettes=style.palettes)
        mapped = redraw(wished) if wished != request else choropleth
        several = partial(_over_time, redraw, wished, choices.chosen(periods))
        side_by_side = bool(periods) and choices.all_periods
        picture = several() if side_by_side else _picture(mapped, wished, choices)
    except GeoError as error:
        with preview:
            show_error(error)
        return
    keep = pictures(own=work is not None or own_brand)
    with files:
        _offer_pictures(picture, style, keep, template)
        _offer_others(
            mapped,
            style,
            work or partial(to_work, wished, style),
            several if periods else None,
            by_province=_by_province(wished) if work is None else None,
        )
    try:
        with waiting:
            drawn = keep.show_when_drawn(picture, style)
    except GeoError as error:
        with preview:
            show_error(error)
            offer_way_back(page, mapped)
        return
    with preview:
        _show(picture, drawn.png, style)
        show_labels(page, drawn.labels, mapped)


def _show(picture: Choropleth | Plate, image: bytes, style: Style) -> None:
    """The PNG itself, with its size."""
    width, height = style.size
    # Told its own width and kind, Streamlit shows the file and no copy of it.
    st.image(
        image, width=width, output_format="PNG", alt=picture.description[picture.language],
        caption=f"PNG · {width} × {height} · {len(image) / 1000:,.0f} KB",
    )  # fmt: skip


def _over_time(redraw: Draw, request: MapRequest, periods: Sequence[str]) -> Plate:
    """The map of several periods, all in the same classes."""
    one = replace(request, classes_of="all", title=None)
    maps = [redraw(replace(one, period=period)) for period in periods]
    return make_plate(maps, title=request.title)


def _picture(
    choropleth: Choropleth, request: MapRequest, choices: ExportChoices
) -> Choropleth | Plate:
    """The map, or with it those that are to stand beside it; they share classes where they can."""
    if not choices.beside:
        return choropleth
    others = [MapRequest(i, language=choropleth.language) for i in choices.beside]
    requests = [replace(request, title=None), *others]
    return build_plate(requests, title=request.title, first=choropleth.layer)


def _offer_pictures(
    picture: Choropleth | Plate, style: Style, keep: Pictures, template: bytes | None
) -> None:
    """Every kind of picture; the slide in a deck of the user's own, where there is one."""
    with st.container(horizontal=True):
        for file_format in PICTURES:
            deck = template if file_format == "pptx" else None
            fits = as_honoured(style, file_format)
            make = partial(export, picture, file_format, style=fits, template=deck)
            if file_format == "png":
                make = partial(keep.png, picture, style)
            download(picture, file_format, make=make, key="export")


def _by_province(request: MapRequest) -> Callable[[], Plate] | None:
    """The maps of all provinces by prefecture, where the catalogue has figures for them."""
    if not request.indicator or request.within or "prefecture" not in levels_of(request.indicator):
        return None
    return partial(build_by_province, replace(request, level=None))


def _offer_others(
    choropleth: Choropleth,
    style: Style,
    work: Work,
    several: Callable[[], Plate] | None,
    *,
    by_province: Callable[[], Plate] | None,
) -> None:
    """The data, the web page, everything in one archive, and files of several periods or of all
    provinces: one list, and a button."""
    makes: dict[str, Callable[[], bytes]] = {
        file_format: partial(export, choropleth, file_format, style=as_honoured(style, file_format))
        for file_format, known in FORMATS.items()
        if known.data
    }
    if choropleth.symbols is not None:  # a web page has no circles
        del makes["html"]
    makes["zip"] = lambda: make_bundle(choropleth, PICTURES, style=style, work=work())
    if several:
        makes |= _of_periods(several, style)
    if by_province:
        makes |= _of_provinces(by_province, style)
    titles = {name: words(f"file_{name}") for name in makes}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = select(words("more_files"), list(titles), "more_files", titles.__getitem__)
        chosen = chosen or next(iter(makes))
        ending = _ENDINGS.get(chosen, f".{chosen}")
        file_format = ending.rpartition(".")[2]
        st.download_button(
            words("download_file"),
            data=partial(queued, makes[chosen]),
            file_name=_file_name(choropleth, ending),
            mime=FORMATS[file_format].media_type if file_format != "zip" else "application/zip",
            key="export more",
            on_click="ignore",
        )
    if file_format == "html":
        _offer_frame(choropleth, _file_name(choropleth, ending))


def _offer_frame(choropleth: Choropleth, file_name: str) -> None:
    """What puts the interactive map into a page of one's own; the code has a button to copy it."""
    snippet = embed_snippet(file_name, choropleth.title)
    with st.popover(words("embed")):
        st.caption(words("embed_help"))
        st.code(snippet, language="html", wrap_lines=True)


def _of_periods(several: Callable[[], Plate], style: Style) -> dict[str, Callable[[], bytes]]:
    """The files of several periods, by what they are; a video where there is an encoder."""
    video = {"mp4": lambda: export(several(), "mp4", style=as_honoured(style, "mp4"))}

    def pictures() -> bytes:
        frames = frames_of(several())
        return zipped(
            {
                f"{f.maps[0].layer.period}.png": export(f, "png", style=as_honoured(style, "png"))
                for f in frames
            }
        )

    return {
        "gif": lambda: export(several(), "gif", style=as_honoured(style, "gif")),
        **(video if find_spec("av") else {}),
        "film": lambda: export(several(), "html", style=as_honoured(style, "html")),
        "slides": lambda: export(
            several(), "pptx", style=as_honoured(style, "pptx"), slides="periods"
        ),
        "columns": lambda: export(several(), "xlsx"),
        "frames": pictures,
    }


def _of_provinces(by_province: Callable[[], Plate], style: Style) -> dict[str, Callable[[], bytes]]:
    """The files of all provinces by prefecture, by what they are."""
    html, png, pptx = (as_honoured(style, each) for each in ("html", "png", "pptx"))
    html = replace(html, highlight=(), crop=())  # whose places are the provinces
    return {
        "drill": lambda: export(by_province(), "html", style=html),
        "provinces": lambda: export(by_province(), "png", style=png),
        "parts": lambda: export(by_province(), "pptx", style=pptx, slides="parts"),
    }


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
    return f"{stem_of(choropleth)}{ending}"
