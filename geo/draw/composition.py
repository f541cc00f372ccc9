"""The layout: a Plate and a Style become the :class:`~geo.draw.scene.Scene` that every picture is
drawn from. All sizes scale with the picture's short side; at 1080 pixels one unit is one pixel.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import geo
from geo.draw.elements.panel import Panel, draw_panel
from geo.draw.elements.strip import draw_strip, strip_rows
from geo.draw.fitting import LADDER, Allowance, together
from geo.draw.kinds import check_style
from geo.draw.layout import Box
from geo.draw.left_out import say_left_out, say_none
from geo.draw.lettering import lettering_of
from geo.draw.page import Page, lay_page
from geo.draw.pen import SMALL
from geo.draw.scene import Group, Scene
from geo.draw.several import draw_several
from geo.draw.style import Style
from geo.draw.theme import themed
from geo.maps import cut_plate
from geo.model import Choropleth, DrawingError, Plate

_STRIP_WIDE, _STRIP_COLUMNS = 330.0, 3
_TRIES = 5  # what is said of left out labels takes room from the labels
_BESIDE_STRIP = 0.7  # of the size that a map has alone


def compose(plate: Plate, style: Style) -> Scene:
    """Lay a picture out.

    Raises
    ------
    DrawingError
        If there is no room for the map, a text has a character that the face lacks, the places to
        highlight or to cut to are none of the map's, or a theme has not as many colours.
    """
    return compose_film([plate], style)[0]


def compose_film(
    frames: Sequence[Plate], style: Style, *, titled: bool = True
) -> tuple[Scene, ...]:
    """Pictures of one map each, in all of which the map has the same room. Where they are not
    ``titled``, their title stands elsewhere.

    Raises
    ------
    DrawingError
        As :func:`compose` does.
    """
    if style.crop:
        cut = [cropped(frame, style) for frame in frames]
        frames, style = [frame for frame, _ in cut], cut[0][1]
    for frame in frames:
        for one in frame.maps:
            check_style(one, style)
    for room in LADDER:
        try:
            return _film(frames, style, room, titled=titled)
        except DrawingError as error:
            if error.key != "drawing.no_room":
                raise
    least, (width, height) = lettering_of(style).least, style.size
    raise DrawingError("drawing.no_letters", width=width, height=height, least=least)


def cropped(plate: Plate, style: Style) -> tuple[Plate, Style]:
    """A picture of the places alone that a style cuts it to, and the style of that.

    Raises
    ------
    DrawingError
        If the style does not go with the maps.
    """
    for one in plate.maps:
        check_style(one, style)
    kept = style.crop
    return cut_plate(plate, kept), replace(
        style,
        crop=(),
        highlight=tuple(adcode for adcode in style.highlight if adcode in kept),
        labels_changed=tuple(one for one in style.labels_changed if one.place in kept),
    )


def _film(
    frames: Sequence[Plate], style: Style, room: Allowance, *, titled: bool
) -> tuple[Scene, ...]:
    wished, style = style.labels, room.style(style)
    # Who asked for labels is told where there are none.
    none = say_none(frames[0].language) if style.labels != wished != "auto" else ""
    said, bottom, drawn_to = [none] * len(frames), math.inf, -math.inf
    for _ in range(_TRIES):
        pages = [
            lay_page(f, style, room, said=s, titled=titled)
            for f, s in zip(frames, said, strict=True)
        ]
        # It gets no larger again, or it would never be settled what is left out.
        bottom = min(bottom, *(page.body.bottom for page in pages))
        if bottom != drawn_to:  # else the maps are as they are: what is said takes no line more
            maps, drawn_to = _maps(frames, style, pages, bottom), bottom
        left = [none or say_left_out(m, f) for m, f in zip(maps, frames, strict=True)]
        if left == said:
            break
        said = left
    return tuple(
        _scene(frame, style, page, groups)
        for frame, page, groups in zip(frames, pages, maps, strict=True)
    )


def _maps(
    frames: Sequence[Plate], style: Style, pages: Sequence[Page], bottom: float
) -> list[tuple[Group, ...]]:
    """What stands between title and notes, all in the same room."""
    heads = [page.head for page in pages]
    head = replace(heads[0], right=max(h.right for h in heads), bottom=max(h.bottom for h in heads))
    body = replace(pages[0].body, bottom=bottom)
    drawn = []
    for frame, page in zip(frames, pages, strict=True):
        maps = [themed(choropleth, style) for choropleth in frame.maps]
        draw = _one if len(maps) == 1 else draw_several
        drawn.append(draw(replace(page, head=head, body=body), maps, frame, style))
    return drawn


def _scene(plate: Plate, style: Style, page: Page, groups: tuple[Group, ...]) -> Scene:
    return Scene(
        width=float(style.size[0]),
        height=float(style.size[1]),
        dpi=style.dpi,
        paper=page.pen.colours.paper,
        groups=(*groups, *page.header, *page.footer),
        language=plate.language,
        title=plate.title,
        source_line=plate.source_line,
        description=plate.description,
        metadata={
            "Indicator": ", ".join(
                dict.fromkeys(choropleth.layer.indicator.id for choropleth in plate.maps)
            ),
            "Version": geo.__version__,
        },
        size_unit=style.size_unit,
        bleed=style.bleed,
    )


def _one(page: Page, maps: Sequence[Choropleth], plate: Plate, style: Style) -> tuple[Group, ...]:
    """One map on all of the page, with the ranking strip at its right or beneath it."""
    (choropleth,), pen, area = maps, page.pen, page.body
    edge = 0.6 * page.margin
    right, strip = area.right + page.margin - edge, None
    if style.strip:
        if choropleth.layer.indicator.kind == "category":
            raise DrawingError("drawing.strip_of_categories")
        area, strip = _beside_strip(page, choropleth)
        right = area.right
    least = page.least * (_BESIDE_STRIP if strip else 1.0)
    around = Box(edge, edge, right, area.bottom)
    top = area.top if page.landscape else page.head.bottom
    framed = choropleth.layer.boundaries.around is not None
    panel = Panel(
        choropleth, pen, style, together(area, top, framed=framed), around, (page.head,),
        least=(least * style.size[0], least * style.size[1]),
    )  # fmt: skip
    view, groups = draw_panel(panel)
    if strip:
        columns = 1 if page.landscape else _STRIP_COLUMNS
        groups = (*groups, draw_strip(view, strip, columns=columns))
    return groups


def _beside_strip(page: Page, choropleth: Choropleth) -> tuple[Box, Box]:
    """The room of the map, and that of the strip."""
    body, unit = page.body, page.pen.unit
    if page.landscape:
        left = body.right - _STRIP_WIDE * page.pen.em(SMALL)
        top = body.top if page.head.right < left else page.head.bottom + 12 * unit
        return replace(body, right=left - 24 * unit), Box(left, top, body.right, body.bottom)
    high = strip_rows(choropleth, page.pen, _STRIP_COLUMNS)
    top = body.bottom - min(high, 0.35 * body.height)
    return replace(body, bottom=top - 24 * unit), replace(body, top=top)
