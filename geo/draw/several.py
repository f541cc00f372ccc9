"""Maps side by side in a grid, each under its title: small multiples, and maps of several
indicators."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from geo.draw.elements.legend import draw_legend
from geo.draw.elements.panel import Panel, draw_locator, draw_panel
from geo.draw.layout import Box
from geo.draw.page import Page
from geo.draw.pen import SMALL, SUBTITLE, Pen
from geo.draw.scene import Group
from geo.draw.style import Style
from geo.model import MARKED, Choropleth, DrawingError, LegendEntry, Plate, word

_LEAST_SCALE = 0.6  # of letters in small panels
_TITLE_OF_PANEL = 0.66  # of its width
_OVER_NOTES = 1.2  # times the letters of notes: the least of titles of panels
_LEAST_CELL = 5.0  # times the least letters: the shorter side of a panel
_GAP = 14.0
_LOCATOR, _SMALL_INSET = 124.0, 0.85  # height of the inset that panels share; its letters


def draw_several(
    page: Page, maps: Sequence[Choropleth], plate: Plate, style: Style
) -> tuple[Group, ...]:
    """Maps side by side in a grid, each under its title, with one legend where they share it."""
    if style.strip:
        raise DrawingError("drawing.strip_of_several")
    if style.annotations:
        raise DrawingError("drawing.annotation_of_several")
    pen, unit = page.pen, page.pen.unit
    body = replace(page.body, top=page.head.bottom + 16 * unit)
    shared, body = _shared(body, pen, maps, style, legend=plate.shared)
    if body.height < page.least * style.size[1]:
        raise DrawingError("drawing.no_room")
    cells = _cells(body, len(maps), 20 * unit)
    if min(cells[0].width, cells[0].height) < _LEAST_CELL * pen.least:
        raise DrawingError("drawing.no_room")
    scale = min(max((cells[0].width * cells[0].height) ** 0.5 / pen.short_side, _LEAST_SCALE), 1.0)
    small = pen.scaled(scale)
    crowded = style.labels == "auto" and scale <= _LEAST_SCALE
    style = replace(style, labels="none") if crowded else style
    heading = _heading(plate.panel_titles, pen, small, cells[0].width)
    widest = max(heading.width(title, SUBTITLE) for title in plate.panel_titles)
    groups = list(shared)
    for i, (choropleth, cell) in enumerate(zip(maps, cells, strict=True)):
        prefix, title = f"p{i + 1}-", plate.panel_titles[i]
        lines = heading.wrap(title, SUBTITLE, cell.width)
        words, box = heading.lines(
            cell.left, cell.top, lines, SUBTITLE, text=title, wide=cell.width
        )
        groups.append(Group(f"{prefix}title", "panel-title", (words,), box))
        # Under titles of any length the map stands in the same place.
        box = replace(box, right=cell.left + min(widest, cell.width))
        panel = Panel(
            choropleth, small, style, cell, cell, (box,), prefix, legend=not plate.shared,
            inset=False, least=(page.least * cell.width, page.least * cell.height),
        )  # fmt: skip
        groups += draw_panel(panel)[1]
    return tuple(groups)


def _heading(titles: Sequence[str], pen: Pen, small: Pen, wide: float) -> Pen:
    """The largest pen that writes all titles of panels on one line; else one whose letters are
    still larger than those of notes."""
    for size in (1.0, 0.9, 0.8, 0.7):
        larger = pen.scaled(size)
        fits = all(larger.width(title, SUBTITLE) < _TITLE_OF_PANEL * wide for title in titles)
        if fits and larger.size(SUBTITLE) >= _OVER_NOTES * pen.size(SMALL):
            return larger
    return pen.scaled(min(_OVER_NOTES * pen.size(SMALL) / pen.size(SUBTITLE), 1.0))


def _shared(
    body: Box, pen: Pen, maps: Sequence[Choropleth], style: Style, *, legend: bool
) -> tuple[tuple[Group, ...], Box]:
    """What all maps share, and the room that it leaves them: the inset in the right lower corner,
    the legend along the foot, under the title, or in a column at a side."""
    unit, gap = pen.unit, 2 * _GAP * pen.unit
    high, small = _LOCATOR * unit, pen.scaled(_SMALL_INSET)
    inset = draw_locator(maps[0], small, style, right=body.right, bottom=body.bottom, high=high)
    corner = inset.box if inset else None
    found = [inset] if inset else []
    place = style.legend_place if legend else "bottom"
    if place in ("left", "right") and legend:
        column = _shared_legend(maps, pen, style, body, beneath=0.0).box
        assert column is not None
        wide = max(column.width, corner.width if corner else 0.0)
        side = replace(body, left=body.left if place == "left" else body.right - wide)
        if corner and place == "left":
            inset = draw_locator(maps[0], small, style, right=body.left + corner.width,
                                 bottom=body.bottom, high=high)  # fmt: skip
            found = [inset] if inset else []
        drawn = _shared_legend(maps, pen, style, side, beneath=corner.height + gap if corner else 0)
        if place == "left":
            return (drawn, *found), replace(body, left=body.left + wide + gap)
        return (drawn, *found), replace(body, right=body.right - wide - gap)
    bottom = corner.top - _GAP * unit if corner else body.bottom
    if not legend:
        return tuple(found), replace(body, bottom=bottom)
    beside = replace(body, right=corner.left - gap) if corner and place != "top" else body
    drawn = _shared_legend(maps, pen, style, beside, beneath=0.0)
    assert drawn.box is not None
    if place == "top":
        return (drawn, *found), replace(body, top=drawn.box.bottom + _GAP * unit, bottom=bottom)
    bottom = min(bottom, drawn.box.top - _GAP * unit)
    return (drawn, *found), replace(body, bottom=bottom)


def _shared_legend(
    maps: Sequence[Choropleth], pen: Pen, style: Style, body: Box, *, beneath: float
) -> Group:
    """One legend for all maps at the foot or the top of a body, with every entry that one of them
    has; so much is left free beneath it."""
    entries = {(e.kind, e.label): e for choropleth in maps for e in _explained(choropleth, maps)}
    classes = [e for e in entries.values() if e.kind in ("class", "continuous")]
    rest = [e for e in entries.values() if e.kind not in ("class", "continuous")]
    choropleth = replace(maps[0], legend=(*classes, *rest))
    column = style.legend_place in ("left", "right")
    shaped = replace(style, legend="vertical" if column else "horizontal")

    def made(top: float) -> Group:
        return draw_legend(
            choropleth, pen, style=shaped, left=body.left, top=top, wide=body.width, counted=False
        )

    box = made(0.0).box
    assert box is not None
    if box.width > body.width or box.height + beneath > body.height:
        raise DrawingError("drawing.no_room")
    return made(body.top if style.legend_place == "top" else body.bottom - beneath - box.height)


def _explained(choropleth: Choropleth, maps: Sequence[Choropleth]) -> Sequence[LegendEntry]:
    """The legend of one of several maps without the mark that all of its figures share: the map's
    own title says it, unless it is that of all maps."""
    layer, language = choropleth.layer, choropleth.language
    if all(one.layer.common_mark == layer.common_mark for one in maps):
        return choropleth.legend
    return [
        replace(entry, label=word(entry.kind, language)) if entry.kind in MARKED else entry
        for entry in choropleth.legend
        if entry.kind not in MARKED or layer.marks(entry.kind)
    ]


def _cells(body: Box, count: int, gap: float) -> list[Box]:
    """A grid of equal cells, of so many columns that a map of the country is largest in them."""

    def size(columns: int) -> tuple[float, float]:
        rows = math.ceil(count / columns)
        return (
            (body.width - (columns - 1) * gap) / columns,
            (body.height - (rows - 1) * gap) / rows,
        )

    def room(columns: int) -> float:
        wide, high = size(columns)
        return min(wide / 1.2, high)  # a map of the country is somewhat wider than high

    columns = max(range(1, count + 1), key=room)
    wide, high = size(columns)
    return [
        Box(left, top, left + wide, top + high)
        for i in range(count)
        for left in [body.left + (i % columns) * (wide + gap)]
        for top in [body.top + (i // columns) * (high + gap)]
    ]
