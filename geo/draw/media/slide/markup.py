"""The small parts of a slide's markup: fills, colours, and text that XML can hold."""

from __future__ import annotations

import re
from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml

from geo.draw.scene import Hatch, Slant

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}

DECLARED = " ".join(f'xmlns:{key}="{value}"' for key, value in NAMESPACES.items())

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


_PATTERNS: dict[Slant, str] = {
    "rising": "ltUpDiag", "falling": "ltDnDiag", "level": "ltHorz", "upright": "ltVert",
    "crossed": "smGrid",
}  # fmt: skip


def filled(fill: str | None, hatch: Hatch | None, opacity: float) -> str:
    """The fill of a shape: none, a colour, or a pattern on one."""
    if fill is None:
        return "<a:noFill/>"
    if hatch is None:
        return solid(fill, opacity)
    pattern, lines = _PATTERNS[hatch.slant], colour_of(hatch.stroke.colour)
    return (
        f"<a:pattFill prst='{pattern}'><a:fgClr>{lines}</a:fgClr>"
        f"<a:bgClr>{colour_of(fill)}</a:bgClr></a:pattFill>"
    )


def solid(colour: str, opacity: float = 1.0) -> str:
    """A fill of one colour."""
    return f"<a:solidFill>{colour_of(colour, opacity)}</a:solidFill>"


def colour_of(colour: str, opacity: float = 1.0) -> str:
    """A colour that is written as ``#rrggbb``."""
    alpha = f"<a:alpha val='{round(opacity * 100_000)}'/>" if opacity < 1 else ""
    return f"<a:srgbClr val='{colour[1:].upper()}'>{alpha}</a:srgbClr>"


def element_of(text: str) -> Any:
    """An element from its markup."""
    return parse_xml(text)


def rgb(colour: str) -> RGBColor:
    """The same for python-pptx."""
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def escaped(text: str) -> str:
    """A text as the content of an element, on one line."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\n", " ")


def quoted(text: str) -> str:
    """A text as an attribute's value, with its quotes."""
    return '"' + escaped(text).replace('"', "&quot;") + '"'
