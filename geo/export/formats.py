"""Files: a Choropleth becomes bytes, by one function for each format, listed in :data:`FORMATS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geo.draw import DEFAULT, Style, compose, draw_pdf, draw_png, draw_svg
from geo.export.data import to_csv, to_geojson, to_json_file, to_xlsx
from geo.maps import make_plate
from geo.model import Choropleth, ExportError, Plate, UnknownNameError


@dataclass(frozen=True)
class Format:
    """A file format: what browsers call it, and how a picture of maps or one map becomes its
    bytes."""

    media_type: str
    picture: Callable[[Plate, Style], bytes] | None = None
    data: Callable[[Choropleth], bytes] | None = None


def _png(plate: Plate, style: Style) -> bytes:
    return draw_png(compose(plate, style))


def _svg(plate: Plate, style: Style) -> bytes:
    return draw_svg(compose(plate, style), letters=style.letters)


def _pdf(plate: Plate, style: Style) -> bytes:
    return draw_pdf(compose(plate, style))


def _pptx(plate: Plate, style: Style, template: bytes | None = None) -> bytes:
    try:
        from geo.export.deck import to_deck  # only this format needs python-pptx
    except ModuleNotFoundError as error:
        if error.name in ("pptx", "lxml"):
            raise ExportError("export.no_slides", package=error.name) from error
        raise
    return to_deck(plate, style, template=template)


def _html(choropleth: Choropleth) -> bytes:
    from geo.draw import draw_html  # folium is slow to import, and only this format needs it

    return draw_html(choropleth).encode()


#: Every format by its file ending.
FORMATS: dict[str, Format] = {
    "png": Format("image/png", picture=_png),
    "svg": Format("image/svg+xml", picture=_svg),
    "pdf": Format("application/pdf", picture=_pdf),
    "pptx": Format(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation", picture=_pptx
    ),
    "html": Format("text/html", data=_html),
    "geojson": Format("application/geo+json", data=to_geojson),
    "csv": Format("text/csv", data=to_csv),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", data=to_xlsx
    ),
    "json": Format("application/json", data=to_json_file),
}
#: Those that look as a style says.
PICTURES = tuple(ending for ending, known in FORMATS.items() if known.picture)


def export(
    picture: Choropleth | Plate,
    file_format: str,
    *,
    style: Style = DEFAULT,
    template: bytes | None = None,
) -> bytes:
    """A map or a picture of several as a file's bytes; the same request gives the same bytes.

    Parameters
    ----------
    picture
        The map, or the maps.
    file_format
        A key of :data:`FORMATS`.
    style
        How a picture looks; formats of data have no look.
    template
        A user's .pptx or .potx that a slide is added to.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    DrawingError
        If a picture cannot be drawn as asked for.
    ExportError
        If the format holds one map, and there are several; or the template cannot be used.
    """
    if file_format not in FORMATS:
        raise UnknownNameError("format", file_format, FORMATS)
    known = FORMATS[file_format]
    plate = make_plate([picture]) if isinstance(picture, Choropleth) else picture
    if template is not None:
        if file_format != "pptx":
            raise ExportError("export.template", format=file_format)
        return _pptx(plate, style, template)
    if known.picture:
        return known.picture(plate, style)
    assert known.data is not None
    if len(plate.maps) > 1:
        raise ExportError(
            "export.one_map", format=file_format, count=len(plate.maps), formats=PICTURES
        )
    return known.data(plate.maps[0])


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
