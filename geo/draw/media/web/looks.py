"""How a web page looks where something was chosen: its theme, its labels, the places it lights up
and those it is cut to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from geo.draw.kinds import check_kind
from geo.draw.style import Style, Theme
from geo.draw.theme import themed
from geo.maps import in_language
from geo.model import Boundaries, Choropleth, DrawingError, Layer

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
    _check_places(choropleth.layer.boundaries, style)
    check_kind(choropleth, style)
    if style.crop:
        choropleth = _cut(choropleth, style.crop)
    return choropleth if style.theme == "auto" else themed(choropleth, style)


def _check_places(boundaries: Boundaries, style: Style) -> None:
    known = boundaries.names
    unknown = [adcode for adcode in (*style.highlight, *style.crop) if adcode not in known]
    if unknown:
        raise DrawingError("drawing.no_place", places=unknown, example=next(iter(known)))


def _cut(choropleth: Choropleth, adcodes: tuple[str, ...]) -> Choropleth:
    """The same map of some places; the others lie about them, pale."""
    layer = choropleth.layer
    kept = frozenset(adcodes)
    absent = tuple(adcode for adcode in layer.report.places_without_data if adcode in kept)
    here = replace(
        layer,
        boundaries=_part(layer.boundaries, kept),
        values=tuple(o for o in layer.values if o.adcode in kept),
        report=replace(layer.report, places_without_data=absent),
    )
    return _worded_as(choropleth, here)


def _worded_as(choropleth: Choropleth, layer: Layer) -> Choropleth:
    """A map worded anew over another layer; classes that none of its places is in are not shown."""
    worded = in_language(replace(choropleth, layer=layer), choropleth.language)
    legend = tuple(e for e in worded.legend if e.kind != "class" or e.count)
    return replace(worded, legend=legend)


def _part(boundaries: Boundaries, kept: frozenset[str]) -> Boundaries:
    frame, groups = boundaries.frame, boundaries.part_of
    inside = frame.index.isin(list(kept))
    around = replace(
        boundaries, frame=frame[~inside], parts=None, part_of={}, around=None, islands=None
    )
    parts = boundaries.parts
    if parts is not None:
        within = [groups.get(adcode, adcode) in kept for adcode in parts.adcodes]
        parts = replace(parts, frame=parts.frame[within])
    return replace(
        boundaries,
        frame=frame[inside],
        parts=parts,
        part_of={adcode: group for adcode, group in groups.items() if group in kept},
        around=around if len(around.adcodes) else None,
    )
