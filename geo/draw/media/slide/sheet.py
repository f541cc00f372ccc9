"""A layout of the user's deck: which one a picture gets, where its title stands, and the room that
is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER

from geo.draw import typeface
from geo.draw.layout import Box
from geo.draw.media.slide.markup import NAMESPACES

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BODIES = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
_USUAL_TITLE, _LEAST_TITLE = 44.0, 16.0  # points
_POINT = 12_700  # EMU
_INSET = 91_440  # of a text box whose layout says nothing of it
_EDGE, _LEAST_ROOM = 0.035, 0.45  # of the slide
_LINE = 1.2  # of the size of letters


@dataclass(frozen=True)
class Sheet:
    """``title`` and ``room`` are boxes on the slide in EMU; ``size`` is that of the title in
    points."""

    layout: Any
    title: Box | None
    room: Box
    size: float

    def fitting(self, text: str) -> float | None:
        """The points in which a title fits into its place; None where it does as it is."""
        if self.title is None:
            return None
        wide, high = self.title.width - 2 * _INSET, self.title.height - _INSET
        size = self.size
        while size > _LEAST_TITLE:
            lines = typeface.wrap(text, size * _POINT, wide)
            if len(lines) * size * _LINE * _POINT <= high:
                break
            size -= 1
        return None if size == self.size else size


def sheet_of(deck: Any) -> Sheet:
    """The layout that has a title and least else."""

    def least(layout: Any) -> tuple[bool, bool, int]:
        kinds = [shape.placeholder_format.type for shape in layout.placeholders]
        first = layout._element.get("type") == "titleOnly"
        return PP_PLACEHOLDER.TITLE not in kinds, not first, len(kinds)

    layout = min(deck.slide_layouts, key=least)
    page = Box(0.0, 0.0, float(deck.slide_width), float(deck.slide_height))
    title = next((s for s in layout.placeholders if s.placeholder_format.type in _TITLES), None)
    box = _box(title) if title is not None else None
    size = _size(title, layout.slide_master) if title is not None else _USUAL_TITLE
    return Sheet(layout, box, _room(layout, page, box), size)


def _box(shape: Any) -> Box:
    left, top = float(shape.left or 0), float(shape.top or 0)
    return Box(left, top, left + float(shape.width or 0), top + float(shape.height or 0))


def _room(layout: Any, page: Box, title: Box | None) -> Box:
    """What a master gives to its text, or the page, without the title."""
    bodies = [
        _box(shape)
        for level in (layout, layout.slide_master)
        for shape in level.placeholders
        if shape.placeholder_format.type in _BODIES
    ]
    edge = _EDGE * min(page.width, page.height)
    whole = page.grown(-edge)
    candidates = [*bodies[:1], whole]
    for box in candidates:
        found = box.without(title) if title else box
        if found.width * found.height >= _LEAST_ROOM * page.width * page.height:
            return found
    return whole.without(title) if title else whole


def _size(title: Any, master: Any) -> float:
    """The points of a title, by its layout, its master's placeholder, its master's styles."""
    path = "p:txBody/a:lstStyle/a:lvl1pPr/a:defRPr"
    own = [s for s in master.placeholders if s.placeholder_format.type in _TITLES]
    places = [(title._element, path), *((shape._element, path) for shape in own)]
    places.append((master._element, "p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr"))
    for element, where in places:
        found = element.find(where, NAMESPACES)
        if found is not None and found.get("sz"):
            return int(found.get("sz")) / 100
    return _USUAL_TITLE
