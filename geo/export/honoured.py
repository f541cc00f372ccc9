"""Which format honours which choice of a style: one table. What a format cannot honour is refused
by name, so that nobody waits for a choice that was not heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from geo.draw import DEFAULT, Style
from geo.model import Choropleth, ExportError

_PICTURES = ("png", "svg", "pdf", "pptx", "gif", "mp4")
_ALL_THAT_SHOW = (*_PICTURES, "html")

#: The formats that honour each field of :class:`geo.draw.Style`. A web page is as large as its
#: window, its ranking is always beside the map, and its legend stands where there is room.
HONOURED: Mapping[str, tuple[str, ...]] = {
    "size": _PICTURES,
    "dpi": _PICTURES,
    "size_unit": _PICTURES,
    "theme": _ALL_THAT_SHOW,
    "labels": _ALL_THAT_SHOW,
    "legend": _PICTURES,
    "detail": _PICTURES,
    "strip": _PICTURES,
    "maritime": _PICTURES,
    "highlight": _ALL_THAT_SHOW,
    "crop": _ALL_THAT_SHOW,
    "letters": ("svg",),
    "labels_changed": _PICTURES,
    "legend_place": _PICTURES,
    "text_size": _PICTURES,
    "medium": _PICTURES,
    "bleed": ("pdf",),
    "brand": _ALL_THAT_SHOW,
    "annotations": _PICTURES,
}
#: Those that say how large a picture is, and with it how small its letters may be: of no matter to
#: a file without a size.
OF_SIZE = ("size", "dpi", "size_unit", "medium")


def chosen(style: Style) -> tuple[str, ...]:
    """The fields of a style that say something else than the usual one."""
    names = (field.name for field in fields(style))
    return tuple(name for name in names if getattr(style, name) != getattr(DEFAULT, name))


def check_honoured(style: Style, file_format: str) -> None:
    """Raise ExportError naming the choices that a format does not honour, and formats that do."""
    refused = [name for name in chosen(style) if file_format not in HONOURED[name]]
    if "size" in refused:  # which says it all
        refused = [name for name in refused if name not in OF_SIZE[1:]]
    if not refused:
        return
    able = [one for one in _ALL_THAT_SHOW if all(one in HONOURED[name] for name in refused)]
    raise ExportError(
        "export.not_honoured", format=file_format, choices=refused, formats=able or _PICTURES
    )


def for_file(style: Style, file_format: str) -> Style:
    """A style for a file that is made beside the picture it was chosen for: data have no look, a
    web page has no size, and what is a matter of one format is none of another's. What else the
    format does not honour stays, and is refused."""
    known = {name for name, formats in HONOURED.items() if file_format in formats}
    if not known:
        return DEFAULT
    aside = [*OF_SIZE, *(name for name, formats in HONOURED.items() if len(formats) == 1)]
    return replace(style, **{name: getattr(DEFAULT, name) for name in aside if name not in known})


def as_honoured(style: Style, file_format: str) -> Style:
    """What of a style a format honours, for a file that stands beside others that have the rest: a
    bleed is a PDF's, and its choice says so."""
    others = (name for name, formats in HONOURED.items() if file_format not in formats)
    return replace(style, **{name: getattr(DEFAULT, name) for name in others})


def check_circles(choropleth: Choropleth, file_format: str) -> None:
    """Raise ExportError where a map has circles that a format does not draw."""
    if choropleth.symbols and file_format == "html":
        raise ExportError("export.no_circles", format=file_format, formats=_PICTURES)
