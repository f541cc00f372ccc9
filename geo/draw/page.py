"""The page without its maps: title and subtitle at the top, notes and source along the foot."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geo.draw.elements.ground import ground_of
from geo.draw.elements.logo import draw_logo
from geo.draw.fitting import Allowance, shortened
from geo.draw.layout import Box
from geo.draw.lettering import UNITS, lettering_of
from geo.draw.pen import LEADING, SMALL, SUBTITLE, TITLE, Pen
from geo.draw.scene import Group
from geo.draw.style import Style
from geo.draw.theme import colours_of
from geo.model import DrawingError, Plate, word

_MARGIN = 48.0
_LANDSCAPE = 1.3  # from this ratio on, the title stands beside the map and not over it
_TITLE_WIDE, _ONE_LINE_WIDE = 0.62, 0.7  # the map is larger beside one line than under two
_MOST_LINES = 2  # of a title, before it may be as wide as the page


@dataclass(frozen=True)
class Page:
    """``header`` and ``footer`` are drawn, ``head`` is the room of the former, ``body`` is above
    the latter; ``least`` is how large the map must be, as a part of the page."""

    pen: Pen
    landscape: bool
    header: tuple[Group, ...]
    footer: tuple[Group, ...]
    body: Box
    head: Box
    least: float

    @property
    def margin(self) -> float:
        return _MARGIN * self.pen.unit


def lay_page(
    plate: Plate, style: Style, room: Allowance, *, said: str = "", titled: bool = True
) -> Page:
    """Title and source, whole, and as many notes as there is room for, after what must be
    ``said``; a page that is not ``titled`` has its title elsewhere.

    Raises
    ------
    DrawingError
        If they leave no room.
    """
    width, height = map(float, style.size)
    letters = lettering_of(style)
    pen = Pen(
        min(style.size) / UNITS, plate.language, colours_of(style),
        letters if room.usual else letters.smallest(), style.faces,
    )  # fmt: skip
    # Only the country's map has the lines.
    maritime = style.maritime and ground_of(plate.maps[0].layer.boundaries).has_inset
    margin = _MARGIN * pen.unit
    landscape = width >= _LANDSCAPE * height
    part = plate.maps[0].layer.boundaries.around is not None
    narrow = landscape and len(plate.maps) == 1 and not part  # else a frame is under the title
    most = width - 2 * margin
    wide = most * (_TITLE_WIDE if narrow else 1.0)
    if narrow and len(pen.wrap(plate.title, TITLE, most * _ONE_LINE_WIDE)) == 1:
        wide = most * _ONE_LINE_WIDE
    if len(pen.wrap(plate.title, TITLE, wide)) > _MOST_LINES:
        wide = most
    header = []
    top = head_right = 0.7 * margin
    for role, text, size, colour in (
        ("title", plate.title, TITLE, pen.colours.ink),
        ("subtitle", plate.subtitle, SUBTITLE, pen.colours.grey),
    )[0 if titled else 1 :]:
        lines = pen.wrap(text, size, wide)
        words, box = pen.lines(margin, top, lines, size, colour=colour, text=text, wide=wide)
        header.append(Group(role, role, (words,), box))
        top, head_right = box.bottom, max(head_right, box.right)
    footer = _footer(plate, pen, style, room=room, maritime=maritime, said=said)
    bottom = min((group.box.top for group in footer if group.box), default=height - 0.7 * margin)
    body = Box(margin, margin, width - margin, bottom - 18 * pen.unit)
    head = Box(margin, 0.7 * margin, head_right, top)
    if body.height <= 0 or body.width <= 0 or head.overlaps(replace(body, top=body.bottom)):
        raise DrawingError("drawing.no_room")
    return Page(pen, landscape, tuple(header), footer, body, head, room.map)


def _footer(
    plate: Plate, pen: Pen, style: Style, *, room: Allowance, maritime: bool, said: str
) -> tuple[Group, ...]:
    """Notes and source along the foot, and what a brand puts there."""
    width, height = map(float, style.size)
    more = [word("maritime_note", plate.language, section="picture")] if maritime else []
    margin = _MARGIN * pen.unit
    corner = Box(margin, margin, width - margin, height - 0.7 * margin)
    logo = draw_logo(style, pen, corner)
    wide = corner.width - sum(group.box.width + 0.5 * margin for group in logo if group.box)
    notes = shortened([*plate.notes, *more], pen, wide, most=room.notes)
    if said:
        notes = (" " if notes and plate.language == "en" else "").join([said, notes])
    texts = [("notes", notes), ("source", plate.source_line)]
    if style.brand:
        texts.append(("footer", style.brand.footer[plate.language]))
    parts = [(role, text, pen.wrap(text, SMALL, wide)) for role, text in texts if text]
    leading = pen.size(SMALL) * LEADING
    top = height - 0.7 * margin - leading * sum(len(lines) for _, _, lines in parts)
    groups = []
    for role, text, lines in parts:
        words, box = pen.lines(margin, top, lines, SMALL, colour=pen.colours.grey, text=text,
                               wide=wide)  # fmt: skip
        groups.append(Group(role, role, (words,), box))
        top = box.bottom
    return (*groups, *logo)
