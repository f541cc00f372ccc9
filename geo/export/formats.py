"""Files: a Choropleth becomes bytes, by one function for each format, listed in :data:`FORMATS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from geo.draw import DEFAULT, Style
from geo.export.data import to_csv, to_geojson, to_json_file, to_xlsx
from geo.export.honoured import check_circles, check_honoured
from geo.maps import frames_of, is_over_parts, is_over_time, make_plate
from geo.model import Choropleth, ExportError, Plate, UnknownNameError

#: How several maps become slides: all side by side on one, or each period, or each part of the
#: country, on a slide of its own.
Slides = Literal["together", "periods", "parts"]
SLIDES: tuple[Slides, ...] = get_args(Slides)


@dataclass(frozen=True)
class Format:
    """A file format: what browsers call it, and what becomes its bytes: a ``picture`` of one map or
    several side by side, the ``data`` of one map, several ``periods`` of one indicator."""

    media_type: str
    picture: Callable[[Plate, Style], bytes] | None = None
    data: Callable[[Choropleth, Style], bytes] | None = None
    periods: Callable[[Plate, Style], bytes] | None = None


# What draws is loaded by the format that needs it: data want none of it, and a picture not all.


def _png(plate: Plate, style: Style) -> bytes:
    from geo.draw import compose, draw_png

    return draw_png(compose(plate, style))


def _svg(plate: Plate, style: Style) -> bytes:
    from geo.draw import compose, draw_svg

    return draw_svg(compose(plate, style), letters=style.letters)


def _pdf(plate: Plate, style: Style) -> bytes:
    from geo.draw import compose, draw_pdf

    return draw_pdf(compose(plate, style))


def _gif(plate: Plate, style: Style) -> bytes:
    from geo.draw import compose_film, draw_gif

    return draw_gif(compose_film(frames_of(plate), style))


def _mp4(plate: Plate, style: Style) -> bytes:
    from geo.draw import compose_film

    try:
        from geo.draw import draw_mp4  # only this format needs an encoder
    except ModuleNotFoundError as error:
        if error.name == "av":
            raise ExportError("export.no_video", package=error.name) from error
        raise
    return draw_mp4(compose_film(frames_of(plate), style))


def _pptx(
    plate: Plate, style: Style, template: bytes | None = None, slides: Slides = "together"
) -> bytes:
    try:
        from geo.export.deck import to_deck  # only this format needs python-pptx
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("pptx", "lxml"):
            raise ExportError("export.no_slides", package=package) from error
        raise
    pictures = (plate,) if slides == "together" else frames_of(plate)
    return to_deck(plate, pictures, style, template=template)


def _html(choropleth: Choropleth, style: Style) -> bytes:
    from geo.draw import draw_html  # folium is slow to import, and only this format needs it

    return draw_html(choropleth, style=style).encode()


def _drill(plate: Plate, style: Style) -> bytes:
    """The map by province, whose provinces can be gone into."""
    from geo.draw import draw_html

    if plate.whole is None:
        raise ExportError("export.no_whole", title=plate.title)
    return draw_html(plate.whole, parts=plate.maps, style=style).encode()


def _film(plate: Plate, style: Style) -> bytes:
    from geo.draw import draw_html

    return draw_html(plate.maps[-1], frames=plate.maps, style=style).encode()


def _plain(make: Callable[[Choropleth], bytes]) -> Callable[[Choropleth, Style], bytes]:
    """What has no look."""
    return lambda choropleth, _: make(choropleth)


#: Every format by its file ending.
FORMATS: dict[str, Format] = {
    "png": Format("image/png", picture=_png),
    "svg": Format("image/svg+xml", picture=_svg),
    "pdf": Format("application/pdf", picture=_pdf),
    "pptx": Format(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation", picture=_pptx
    ),
    "gif": Format("image/gif", periods=_gif),
    "mp4": Format("video/mp4", periods=_mp4),
    "html": Format("text/html", data=_html, periods=_film),
    "geojson": Format("application/geo+json", data=_plain(to_geojson)),
    "csv": Format("text/csv", data=_plain(to_csv), periods=lambda plate, _: to_csv(plate)),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        data=_plain(to_xlsx),
        periods=lambda plate, _: to_xlsx(plate),
    ),
    "json": Format("application/json", data=_plain(to_json_file)),
}
#: Those that look as a style says.
PICTURES = tuple(ending for ending, known in FORMATS.items() if known.picture)
#: Those that show one map; the others need several periods.
OF_ONE = tuple(ending for ending, known in FORMATS.items() if known.picture or known.data)


def export(
    picture: Choropleth | Plate,
    file_format: str,
    *,
    style: Style = DEFAULT,
    template: bytes | None = None,
    slides: Slides = "together",
) -> bytes:
    """A map or a picture of several as a file's bytes; the same request gives the same bytes.

    Parameters
    ----------
    picture
        The map, or the maps.
    file_format
        A key of :data:`FORMATS`.
    style
        How a picture looks; formats of data have no look. See :data:`geo.export.honoured.HONOURED`.
    template
        A user's .pptx or .potx that a slide is added to.
    slides
        Of a .pptx: ``together`` for all maps on one slide, ``periods`` or ``parts`` for a slide of
        each period or each part of the country.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    DrawingError
        If a picture cannot be drawn as asked for.
    ExportError
        If the format holds one map, and there are several, or several periods, and there is one; if
        it does not honour a choice of the style, which is named; or the template cannot be used.
    """
    if file_format not in FORMATS:
        raise UnknownNameError("format", file_format, FORMATS)
    if slides not in SLIDES:
        raise UnknownNameError("choice of slides", slides, SLIDES)
    known = FORMATS[file_format]
    plate = make_plate([picture]) if isinstance(picture, Choropleth) else picture
    if template is not None and file_format != "pptx":
        raise ExportError("export.template", format=file_format)
    _check_slides(plate, file_format, slides)
    check_honoured(style, file_format)
    check_circles(plate.maps[0], file_format)
    if style.crop and known.picture:  # so that the tables of a deck are of these places too
        from geo.draw import cropped

        plate, style = cropped(plate, style)
    if file_format == "pptx":
        return _pptx(plate, style, template, slides)
    if known.picture:
        return known.picture(plate, style)
    if known.data and len(plate.maps) == 1:
        return known.data(plate.maps[0], style)
    if file_format == "html" and is_over_parts(plate):
        return _drill(plate, style)
    if not known.periods:
        raise ExportError(
            "export.one_map", format=file_format, count=len(plate.maps), formats=PICTURES
        )
    _check_over_time(plate, file_format)
    return known.periods(plate, style)


def _check_slides(plate: Plate, file_format: str, slides: Slides) -> None:
    """Raise ExportError where a picture has no slides of this kind."""
    if slides != SLIDES[0] and file_format != "pptx":
        raise ExportError("export.slides", format=file_format)
    if slides == "periods":
        _check_over_time(plate, file_format)
    if slides == "parts" and not is_over_parts(plate):
        raise ExportError("export.no_parts")


def _check_over_time(plate: Plate, file_format: str) -> None:
    """Raise ExportError where the maps are not several periods of one indicator."""
    if is_over_time(plate):
        return
    count = len(plate.maps)
    if count > 1:
        raise ExportError("export.one_indicator", format=file_format, count=count, formats=PICTURES)
    layer = plate.maps[0].layer
    name, period, known = layer.indicator.id, layer.period, layer.indicator.periods
    if len(known) < 2:
        raise ExportError("export.no_periods", format=file_format, indicator=name, period=period)
    raise ExportError(
        "export.one_period", format=file_format, indicator=name, period=period, known=known
    )


def format_of(path: Path) -> str:
    """The format that a file's ending names.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise UnknownNameError("format", ending or path.name, FORMATS)
    return ending
