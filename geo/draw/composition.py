"""The layout: a Plate and a Style become the :class:`~geo.draw.scene.Scene` that every picture is
drawn from. All sizes scale with the picture's short side; at 1080 pixels one unit is one pixel.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import geo
from geo.draw.elements.ground import ground_of
from geo.draw.elements.legend import draw_legend
from geo.draw.elements.panel import Panel, draw_locator, draw_panel
from geo.draw.elements.strip import draw_strip, strip_rows
from geo.draw.layout import Box
from geo.draw.lettering import lettering_of
from geo.draw.pen import LEADING, SMALL, SUBTITLE, TITLE, Pen
from geo.draw.scene import Group, Scene
from geo.draw.style import Style
from geo.draw.theme import COLOURS, themed
from geo.model import MARKED, Choropleth, DrawingError, LegendEntry, Plate, word

_MARGIN = 48.0
_LANDSCAPE = 1.3  # from this ratio on, the title stands beside the map and not over it
_TITLE_WIDE = 0.62
_STRIP_WIDE, _STRIP_COLUMNS = 330.0, 3
_LEAST_SCALE = 0.6  # of letters in small panels
_TITLE_OF_PANEL = 0.66  # of its width
_LOCATOR, _SMALL_INSET = 124.0, 0.85  # height of the inset that panels share; its letters


@dataclass(frozen=True)
class _Page:
    """The page without its maps: ``header`` and ``footer`` are drawn, ``body`` is between them."""

    pen: Pen
    landscape: bool
    header: tuple[Group, ...]
    footer: tuple[Group, ...]
    body: Box
    head: Box

    @property
    def margin(self) -> float:
        return _MARGIN * self.pen.unit


def compose(plate: Plate, style: Style) -> Scene:
    """Lay a picture out.

    Raises
    ------
    DrawingError
        If there is no room for the map, a text has a character that the face lacks, the places to
        highlight or to cut to are none of the map's, or a theme has not as many colours.
    """
    return _drawn(plate, style, _page(plate, style))


def compose_film(frames: Sequence[Plate], style: Style) -> tuple[Scene, ...]:
    """Pictures of one map each, in all of which the map has the same room.

    Raises
    ------
    DrawingError
        As :func:`compose` does.
    """
    pages = [_page(frame, style) for frame in frames]
    heads, bodies = [page.head for page in pages], [page.body for page in pages]
    head = replace(heads[0], right=max(h.right for h in heads), bottom=max(h.bottom for h in heads))
    body = replace(bodies[0], bottom=min(b.bottom for b in bodies))
    return tuple(
        _drawn(frame, style, replace(page, head=head, body=body))
        for frame, page in zip(frames, pages, strict=True)
    )


def _drawn(plate: Plate, style: Style, page: _Page) -> Scene:
    maps = [themed(choropleth, style.theme) for choropleth in plate.maps]
    draw = _one if len(maps) == 1 else _several
    groups = (*draw(page, maps, plate, style), *page.header, *page.footer)
    return Scene(
        width=float(style.size[0]),
        height=float(style.size[1]),
        dpi=style.dpi,
        paper=page.pen.colours.paper,
        groups=groups,
        language=plate.language,
        title=plate.title,
        source_line=plate.source_line,
        description=plate.description,
        metadata={
            "Indicator": ", ".join(
                dict.fromkeys(choropleth.layer.indicator.id for choropleth in maps)
            ),
            "Version": geo.__version__,
        },
    )


def _check_places(adcodes: Sequence[str], choropleth: Choropleth) -> None:
    known = choropleth.layer.boundaries.names
    unknown = [adcode for adcode in adcodes if adcode not in known]
    if unknown:
        raise DrawingError("drawing.no_place", places=unknown, example=next(iter(known)))


def _page(plate: Plate, style: Style) -> _Page:
    changed = tuple(change.place for change in style.labels_changed)
    for adcodes in (style.highlight, style.crop, changed):
        _check_places(adcodes, plate.maps[0])
    width, height = map(float, style.size)
    pen = Pen(min(style.size) / 1080, plate.language, COLOURS[style.theme], lettering_of(style))
    # Only the country's map has the lines.
    maritime = style.maritime and ground_of(plate.maps[0].layer.boundaries).has_inset
    margin = _MARGIN * pen.unit
    landscape = width >= _LANDSCAPE * height
    part = plate.maps[0].layer.boundaries.around is not None  # whose frame is under the title
    narrow = landscape and len(plate.maps) == 1 and not part
    wide = (width - 2 * margin) * (_TITLE_WIDE if narrow else 1.0)
    header = []
    top = head_right = 0.7 * margin
    for role, text, size, colour in (
        ("title", plate.title, TITLE, pen.colours.ink),
        ("subtitle", plate.subtitle, SUBTITLE, pen.colours.grey),
    ):
        lines = pen.wrap(text, size, wide)
        words, box = pen.lines(margin, top, lines, size, colour=colour, text=text, wide=wide)
        header.append(Group(role, role, (words,), box))
        top, head_right = box.bottom, max(head_right, box.right)
    footer = _footer(plate, pen, width, height, maritime=maritime)
    bottom = min((group.box.top for group in footer if group.box), default=height - 0.7 * margin)
    body = Box(margin, margin, width - margin, bottom - 18 * pen.unit)
    head = Box(margin, 0.7 * margin, head_right, top)
    if body.height <= 0 or body.width <= 0 or head.overlaps(replace(body, top=body.bottom)):
        raise DrawingError("drawing.no_room")
    return _Page(pen, landscape, tuple(header), footer, body, head)


def _footer(
    plate: Plate, pen: Pen, width: float, height: float, *, maritime: bool
) -> tuple[Group, ...]:
    """Notes and source along the foot."""
    more = [word("maritime_note", plate.language, section="picture")] if maritime else []
    margin = _MARGIN * pen.unit
    wide = width - 2 * margin
    gap = " " if plate.language == "en" else ""
    texts = [("notes", gap.join([*plate.notes, *more])), ("source", plate.source_line)]
    parts = [(role, text, pen.wrap(text, SMALL, wide)) for role, text in texts if text]
    leading = pen.size(SMALL) * LEADING
    top = height - 0.7 * margin - leading * sum(len(lines) for _, _, lines in parts)
    groups = []
    for role, text, lines in parts:
        words, box = pen.lines(margin, top, lines, SMALL, colour=pen.colours.grey, text=text,
                               wide=wide)  # fmt: skip
        groups.append(Group(role, role, (words,), box))
        top = box.bottom
    return tuple(groups)


def _one(page: _Page, maps: Sequence[Choropleth], plate: Plate, style: Style) -> tuple[Group, ...]:
    """One map on all of the page, with the ranking strip at its right or beneath it."""
    (choropleth,), pen, area = maps, page.pen, page.body
    edge = 0.6 * page.margin
    right, strip = area.right + page.margin - edge, None
    if style.strip:
        if choropleth.layer.indicator.kind == "category":
            raise DrawingError("drawing.strip_of_categories")
        area, strip = _beside_strip(page, choropleth)
        right = area.right
    around = Box(edge, edge, right, area.bottom)
    panel = Panel(choropleth, pen, style, area, around, (page.head,))
    view, groups = draw_panel(panel)
    if strip:
        columns = 1 if page.landscape else _STRIP_COLUMNS
        groups = (*groups, draw_strip(view, strip, columns=columns))
    return groups


def _beside_strip(page: _Page, choropleth: Choropleth) -> tuple[Box, Box]:
    """The room of the map, and that of the strip."""
    body, unit = page.body, page.pen.unit
    if page.landscape:
        left = body.right - _STRIP_WIDE * unit
        top = body.top if page.head.right < left else page.head.bottom + 12 * unit
        return replace(body, right=left - 24 * unit), Box(left, top, body.right, body.bottom)
    high = strip_rows(choropleth, page.pen, _STRIP_COLUMNS)
    top = body.bottom - min(high, 0.35 * body.height)
    return replace(body, bottom=top - 24 * unit), replace(body, top=top)


def _several(
    page: _Page, maps: Sequence[Choropleth], plate: Plate, style: Style
) -> tuple[Group, ...]:
    """Maps side by side in a grid, each under its title, with one legend where they share it."""
    if style.strip:
        raise DrawingError("drawing.strip_of_several")
    pen, unit = page.pen, page.pen.unit
    foot = _shared(page, maps, style) if plate.shared else ()
    body = replace(page.body, top=page.head.bottom + 16 * unit)
    tops = [group.box.top for group in foot if group.box]
    body = replace(body, bottom=min([body.bottom, *(top - 14 * unit for top in tops)]))
    cells = _cells(body, len(maps), 20 * unit)
    if min(cells[0].width, cells[0].height) < 60 * unit:
        raise DrawingError("drawing.no_room")
    scale = min(max((cells[0].width * cells[0].height) ** 0.5 / (1080 * unit), _LEAST_SCALE), 1.0)
    small = pen.scaled(scale)
    crowded = style.labels == "auto" and scale <= _LEAST_SCALE
    style = replace(style, labels="none") if crowded else style
    heading = _heading(plate.panel_titles, pen, small, cells[0].width)
    widest = max(heading.width(title, SUBTITLE) for title in plate.panel_titles)
    groups = list(foot)
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
            inset=not any(group.role == "inset" for group in foot),
        )  # fmt: skip
        groups += draw_panel(panel)[1]
    return tuple(groups)


def _heading(titles: Sequence[str], pen: Pen, small: Pen, wide: float) -> Pen:
    """The largest pen that writes all titles of panels on one line; else that of the panels."""
    for size in (1.0, 0.9, 0.8, 0.7):
        larger = pen.scaled(size)
        if all(larger.width(title, SUBTITLE) < _TITLE_OF_PANEL * wide for title in titles):
            return larger
    return small


def _shared(page: _Page, maps: Sequence[Choropleth], style: Style) -> tuple[Group, ...]:
    """What all maps share, along their foot: the legend at the left, the inset at the right."""
    pen, body = page.pen, page.body
    high, small = _LOCATOR * pen.unit, pen.scaled(_SMALL_INSET)
    inset = draw_locator(maps[0], small, style, right=body.right, bottom=body.bottom, high=high)
    taken = inset.box.width + 2 * page.margin if inset and inset.box else 0.0
    legend = _shared_legend(maps, pen, style, replace(body, right=body.right - taken))
    return (legend, inset) if inset else (legend,)


def _shared_legend(maps: Sequence[Choropleth], pen: Pen, style: Style, body: Box) -> Group:
    """One legend for all maps along their foot, with every entry that one of them has."""
    entries = {(e.kind, e.label): e for choropleth in maps for e in _explained(choropleth, maps)}
    classes = [e for e in entries.values() if e.kind in ("class", "continuous")]
    rest = [e for e in entries.values() if e.kind not in ("class", "continuous")]
    choropleth = replace(maps[0], legend=(*classes, *rest))
    flat = replace(style, legend="horizontal")

    def made(top: float) -> Group:
        return draw_legend(
            choropleth, pen, style=flat, left=body.left, top=top, wide=body.width, counted=False
        )

    box = made(0.0).box
    assert box is not None
    return made(body.bottom - box.height)


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
