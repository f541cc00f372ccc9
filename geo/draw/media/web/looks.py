"""How a web page looks where something was chosen: its theme, its labels, the places it lights up
and those it is cut to."""

from __future__ import annotations

from typing import Any

from geo.draw.kinds import check_style
from geo.draw.style import Style, Theme
from geo.draw.theme import themed
from geo.maps import cut_to
from geo.model import Choropleth

#: What tells the style sheet of a theme; without one the page is as its reader has it.
CLASS_OF: dict[Theme, str] = {
    "auto": "",
    "light": "atlas-light",
    "dark": "atlas-dark",
    "transparent": "atlas-light atlas-clear",
    "transparent-dark": "atlas-dark atlas-clear",
    "grey": "atlas-light",
}


def look_of(style: Style) -> dict[str, Any]:
    """What ``static/file_look.js`` makes of the map's places; empty where nothing was chosen."""
    look: dict[str, Any] = {}
    if style.labels != "auto":
        look["labels"] = style.labels
    if style.highlight:
        look["highlight"] = list(style.highlight)
    return look


def looked(choropleth: Choropleth, style: Style) -> Choropleth:
    """A map in the colours of a theme, cut to the places of a crop.

    Raises
    ------
    DrawingError
        If a place is none of the map's, or a theme has not as many colours.
    """
    check_style(choropleth, style)
    if style.crop:
        choropleth = cut_to(choropleth, style.crop)
    return choropleth if style.theme == "auto" else themed(choropleth, style)
