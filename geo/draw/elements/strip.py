"""The ranking strip: a bar for each place, in the colours of the map, the highest first."""

from __future__ import annotations

from collections.abc import Sequence

from geo.draw.elements.marks import dashed
from geo.draw.elements.view import View
from geo.draw.layout import Box
from geo.draw.pen import LEADING, SMALL, TEXT, Pen
from geo.draw.scene import Group, Item, Rectangle
from geo.maps import write_label
from geo.model import ABSENT, Choropleth, DrawingError, Observation, listed, word

_ROW, _LEAST_ROW = 26.0, 18.0
_BAR = 0.62  # of a row's height
_GAP = 8.0


def draw_strip(view: View, box: Box, *, columns: int) -> Group:
    """Bars in a box, in one or more columns; as many as there is room for.

    Raises
    ------
    DrawingError
        If the box has no room for a bar.
    """
    choropleth, pen = view.choropleth, view.pen
    language = choropleth.language
    about = [o for o in choropleth.places if view.is_about(o.adcode)]
    ranked = [o for o in about if o.value is not None]
    if choropleth.layer.indicator.ranked:  # else it would be a ranking where the notes forbid one
        ranked.sort(key=lambda o: -(o.value or 0.0))
    items: list[Item] = []
    top = box.top
    title = choropleth.notation.unit
    words, head = pen.lines(
        box.left, top, pen.wrap(title, TEXT, box.width), TEXT, text=title, wide=box.width
    )
    items.append(words)
    absent = _absent(view, about, box)
    bottom = box.bottom - len(absent) * pen.size(SMALL) * LEADING
    most = max(int((bottom - head.bottom) / (_LEAST_ROW * pen.em(SMALL))), 0) * columns
    top = head.bottom + 4 * pen.unit
    if len(ranked) > most:
        if most <= columns:
            raise DrawingError("drawing.no_room_for_strip")
        most -= columns
        key = "strip_most" if choropleth.layer.indicator.ranked else "strip_some"
        note = word(key, language, section="picture", count=most, total=len(ranked))
        items.append(
            pen.line(box.left, top + pen.size(SMALL) / 2, note, SMALL, colour=pen.colours.grey)
        )
        top += pen.size(SMALL) * LEADING
        ranked = ranked[:most]
    items += _bars(view, ranked, Box(box.left, top, box.right, bottom), columns)
    if absent:
        words, _ = pen.lines(
            box.left, bottom, absent, SMALL, colour=pen.colours.grey, text="".join(absent),
            wide=box.width,
        )  # fmt: skip
        items.append(words)
    return Group(f"{view.prefix}strip", "strip", tuple(items), box)


def strip_rows(choropleth: Choropleth, pen: Pen, columns: int) -> float:
    """The height in pixels that all bars take with their heading, in so many columns."""
    rows = -(-choropleth.layer.figures // columns)
    words = pen.size(TEXT) * LEADING + 4 * pen.unit + 2 * pen.size(SMALL) * LEADING
    return rows * _LEAST_ROW * pen.em(SMALL) + words


def _absent(view: View, about: Sequence[Observation], box: Box) -> list[str]:
    """The places without a figure, by name."""
    language = view.choropleth.language
    lines: list[str] = []
    for status in ABSENT:
        names = [view.choropleth.name(o.adcode) for o in about if o.status == status]
        if names:
            known = {"status": word(status, language), "names": listed(names, language, most=40)}
            text = word("strip_absent", language, section="picture", **known)
            lines += view.pen.wrap(text, SMALL, box.width)
    return lines


def _bars(view: View, ranked: Sequence[Observation], box: Box, columns: int) -> list[Item]:
    choropleth, pen = view.choropleth, view.pen
    unit = pen.em(SMALL)
    if not ranked:
        return []
    texts = {o.adcode: write_label(o.value or 0.0, choropleth) for o in ranked}
    rows = -(-len(ranked) // columns)
    high = min(box.height / rows, _ROW * unit)
    gap = 3 * _GAP * unit
    column = (box.width - (columns - 1) * gap) / columns
    names = max(pen.width(choropleth.name(o.adcode), SMALL) for o in ranked) + _GAP * unit
    names = min(names, 0.45 * column)
    numbers = max(pen.width(text, SMALL) for text in texts.values()) + _GAP * unit
    low = min(0.0, *(o.value or 0.0 for o in ranked)) if ranked else 0.0
    span = max(0.0, *(o.value or 0.0 for o in ranked)) - low or 1.0
    scale = max(column - names - numbers, 0.0) / span
    items: list[Item] = []
    for i, observation in enumerate(ranked):
        left = box.left + (i // rows) * (column + gap)
        y = box.top + (i % rows + 0.5) * high
        start = left + names
        ends = sorted((start - low * scale, start + ((observation.value or 0.0) - low) * scale))
        bar = Box(ends[0], y - _BAR * high / 2, ends[1], y + _BAR * high / 2)
        name = choropleth.name(observation.adcode)
        (fitting, *_) = pen.wrap(name, SMALL, names - 2 * unit)
        items.append(pen.line(left, y, fitting, SMALL))
        marked, ink = view.is_marked(observation), pen.colours.ink
        mark = dashed(pen, ink, observation.status) if marked else None
        items.append(Rectangle(bar, view.fill(observation), mark, id=f"bar-{observation.adcode}"))
        grey = pen.colours.grey
        items.append(pen.line(ends[1] + 0.7 * _GAP * unit, y, texts[observation.adcode], SMALL,
                              colour=grey))  # fmt: skip
    return items
