"""The legend: what colours, hatches, dashes and circles mean, and how many places have each.

A legend is made where its left top corner is known; its ``box`` says what room it takes, so that a
layout makes it once to measure it and again in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import shapely

from geo.draw.elements.circles import largest_radius, plain_circles
from geo.draw.elements.hatching import SLANTS, lines_over
from geo.draw.elements.marks import dashed
from geo.draw.elements.pair_legend import draw_pair_legend
from geo.draw.layout import Box
from geo.draw.pen import LEADING, SMALL, TEXT, Pen
from geo.draw.scene import Group, Item, Line, Rectangle, Words
from geo.draw.style import LegendDetail, Style, Theme
from geo.draw.theme import PATTERNS, has_patterns
from geo.model import ABSENT, MARKED, Choropleth, LegendEntry, Symbols, word

_ROW, _SWATCH, _LABEL = 30.0, (34.0, 20.0), 46.0
_TITLE = 300.0  # how wide the title is without need
_BAR = 80.0  # the longest of a histogram
_CONTINUOUS = (300.0, 20.0)
_CELL, _CELL_GAP, _COLUMN = 64.0, 18.0, 44.0


@dataclass
class _Sheet:
    """What has been drawn of a legend, and the room it takes."""

    pen: Pen
    left: float
    y: float
    theme: Theme
    right: float = 0.0
    items: list[Item] = field(default_factory=list)

    def title(self, text: str, wide: float) -> None:
        lines = self.pen.wrap(text, TEXT, wide)
        words, box = self.pen.lines(self.left, self.y, lines, TEXT, text=text, wide=wide)
        self.items.append(words)
        self.y, self.right = box.bottom, max(self.right, box.right)

    def add(self, *items: Item, right: float = 0.0) -> None:
        self.items += items
        self.right = max(self.right, right)


def draw_legend(
    choropleth: Choropleth,
    pen: Pen,
    *,
    style: Style,
    left: float,
    top: float,
    wide: float,
    counted: bool = True,
    name: str = "legend",
) -> Group:
    """The legend of a map.

    Parameters
    ----------
    choropleth, pen, style
        What it explains, and how it is written.
    left, top
        Its corner, pixels.
    wide
        The room to its right, which a horizontal legend does not leave.
    counted
        Whether it says how many places are in each class; a legend of several maps cannot.
    name
        The group's id.
    """
    sheet = _Sheet(pen, left, top, style.theme)
    if choropleth.symbols:
        _symbols(sheet, choropleth, choropleth.symbols)
    detail: LegendDetail = style.detail if counted else "none"
    if choropleth.pair:
        square = draw_pair_legend(
            choropleth, choropleth.pair, pen, left=left, top=top, counted=detail != "none"
        )
        sheet.add(*square.items, right=square.box.right)
        sheet.y = square.box.bottom
        rest = tuple(entry for entry in choropleth.legend if entry.kind != "class")
        choropleth = replace(choropleth, legend=rest)
    if choropleth.legend:
        draw = _horizontal if style.legend == "horizontal" else _vertical
        draw(sheet, choropleth, detail=detail, wide=wide)
    return Group(name, "legend", tuple(sheet.items), Box(left, top, sheet.right, sheet.y))


def _has_colours(choropleth: Choropleth) -> bool:
    return any(entry.kind in ("class", "continuous") for entry in choropleth.legend)


def _vertical(sheet: _Sheet, choropleth: Choropleth, *, detail: LegendDetail, wide: float) -> None:
    """One entry a line; the count's column stands right of the longest label."""
    pen, unit, left = sheet.pen, sheet.pen.em(TEXT), sheet.left
    labels = max(pen.width(entry.label, TEXT) for entry in choropleth.legend)
    heading = word("places", choropleth.language)
    count = max(pen.width(text, SMALL) for text in (heading, *_counts(choropleth)))
    more = {"counts": count + 24 * unit, "histogram": count + (24 + _BAR + 8) * unit, "none": 0.0}
    right = left + _LABEL * unit + labels + more[detail]
    first = sheet.y
    if _has_colours(choropleth):
        narrow = max(right - left - more[detail], _TITLE * unit)
        lines = pen.wrap(choropleth.legend_title, TEXT, narrow)
        title = max(pen.width(line, TEXT) for line in lines)
        right = max(right, left + title + (count + 24 * unit if detail != "none" else 0.0))
        sheet.title(choropleth.legend_title, narrow)
    else:
        sheet.y += pen.size(TEXT) * LEADING
    if detail != "none":
        y = first + pen.size(TEXT) * LEADING / 2
        sheet.add(pen.line(right, y, heading, SMALL, colour=pen.colours.grey, anchor="end"))
    sheet.y += 4 * unit
    most = max((entry.count for entry in choropleth.legend), default=1)
    for entry in choropleth.legend:
        if entry.kind == "continuous":
            _continuous(sheet, choropleth, wide)
            continue
        y = sheet.y + _ROW * unit / 2
        width, high = (side * unit for side in _SWATCH)
        box = Box(left, y - high / 2, left + width, y + high / 2)
        sheet.add(*_swatch(choropleth, entry, box, sheet))
        sheet.add(pen.line(left + _LABEL * unit, y, entry.label, TEXT))
        if detail == "histogram" and entry.count:
            start = left + _LABEL * unit + labels + 16 * unit
            bar = Box(start, y - 5 * unit, start + _BAR * unit * entry.count / most, y + 5 * unit)
            sheet.add(Rectangle(bar, pen.colours.grey))
        if detail != "none":
            text, grey = f"{entry.count:,}", pen.colours.grey
            sheet.add(pen.line(right, y, text, SMALL, colour=grey, anchor="end"))
        sheet.y += _ROW * unit
    sheet.right = max(sheet.right, right)


def _horizontal(
    sheet: _Sheet, choropleth: Choropleth, *, detail: LegendDetail, wide: float
) -> None:
    """Classes side by side, the rest beside them, labels beneath; in as many rows as it takes."""
    pen, unit, left = sheet.pen, sheet.pen.em(TEXT), sheet.left
    if _has_colours(choropleth):
        sheet.title(choropleth.legend_title, wide)
    for entry in choropleth.legend:
        if entry.kind == "continuous":
            sheet.y += 4 * unit
            _continuous(sheet, choropleth, wide)
    entries = [entry for entry in choropleth.legend if entry.kind != "continuous"]
    most = max((entry.count for entry in entries), default=1)
    column = _COLUMN * unit if detail == "histogram" else 0.0
    numbers = pen.size(SMALL) * LEADING if detail != "none" else 0.0
    high = column + (_SWATCH[1] + 4) * unit + pen.size(SMALL) * LEADING + numbers + 6 * unit
    for row in _rows(choropleth, entries, pen, wide):
        top = sheet.y + 4 * unit + column
        x, last = left, ""
        edges: dict[float, Words] = {}
        for entry in row:
            cell = _cell(choropleth, entry, pen)
            if last and (entry.kind != "class" or last != "class"):  # clear of the last edge
                x = max([x, *(words.box.right for words in edges.values())]) + _CELL_GAP * unit
            box = Box(x, top, x + cell, top + _SWATCH[1] * unit)
            if detail == "histogram" and entry.count:
                rise = (_COLUMN - 6) * unit * entry.count / most
                middle = box.centre[0]
                bar = Box(
                    middle - 9 * unit, top - 3 * unit - rise, middle + 9 * unit, top - 3 * unit
                )
                sheet.add(Rectangle(bar, pen.colours.grey))
            sheet.add(*_swatch(choropleth, entry, box, sheet))
            y = box.bottom + 4 * unit + pen.size(SMALL) * LEADING / 2
            if not entry.ticks:
                sheet.add(pen.line(box.centre[0], y, entry.label, SMALL, anchor="middle"))
            for along, text in entry.ticks:
                at = box.left + along * cell
                if last != "class" and along == 0:
                    edges[at] = pen.line(at, y, text, SMALL)
                else:  # between two classes, of both
                    edges[at] = pen.line(at, y, text, SMALL, anchor="middle")
            if detail != "none":
                y += numbers
                text, grey = f"{entry.count:,}", pen.colours.grey
                sheet.add(pen.line(box.centre[0], y, text, SMALL, colour=grey, anchor="middle"))
            x, last = box.right, entry.kind
        sheet.add(*edges.values(), right=max((w.box.right for w in edges.values()), default=0.0))
        if row and detail != "none":
            heading = word("places", choropleth.language)
            x += 10 * unit
            sheet.add(pen.line(x, y, heading, SMALL, colour=pen.colours.grey))
            x += pen.width(heading, SMALL)
        sheet.y += high + 4 * unit
        sheet.right = max(sheet.right, x)


def _cell(choropleth: Choropleth, entry: LegendEntry, pen: Pen) -> float:
    if entry.ticks:  # half of an edge stands under it, and all of the first one
        needed = 1.5 * max(pen.width(text, SMALL) for _, text in entry.ticks)
    else:
        needed = pen.width(entry.label, SMALL)
    return max(needed + 14 * pen.em(SMALL), _CELL * pen.em(SMALL))


def _rows(
    choropleth: Choropleth, entries: Sequence[LegendEntry], pen: Pen, wide: float
) -> list[list[LegendEntry]]:
    rows: list[list[LegendEntry]] = []
    used = 0.0
    wide -= 10 * pen.em(TEXT) + pen.width(word("places", choropleth.language), SMALL)
    for entry in entries:
        needed = _cell(choropleth, entry, pen) + _CELL_GAP * pen.em(TEXT)
        if not rows or used + needed > wide:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += needed
    return rows


def _counts(choropleth: Choropleth) -> list[str]:
    return [f"{entry.count:,}" for entry in choropleth.legend]


def _swatch(
    choropleth: Choropleth, entry: LegendEntry, box: Box, sheet: _Sheet
) -> tuple[Item, ...]:
    pen = sheet.pen
    if entry.kind in MARKED:
        if not choropleth.layer.marks(entry.kind):
            return ()  # said once for all, and not drawn
        inner = box.grown(-1.5 * pen.unit)
        return (Rectangle(inner, None, dashed(pen, pen.colours.ink, entry.kind)),)
    if entry.kind in ABSENT:
        colour = choropleth.scale.no_data_lines
        lines = lines_over(box.polygon, SLANTS[entry.kind], pen=pen, colour=colour)
        return (Rectangle(box, entry.colour, pen.stroke(pen.colours.outline, 0.7), lines),)
    pattern = PATTERNS.get(entry.colour) if has_patterns(choropleth, sheet.theme) else None
    if pattern:
        slant, colour = pattern
        lines = lines_over(box.polygon, slant, pen=pen, colour=colour)
        return (Rectangle(box, entry.colour, pen.stroke(pen.colours.outline, 0.7), lines),)
    return (Rectangle(box, entry.colour),)


def _continuous(sheet: _Sheet, choropleth: Choropleth, wide: float) -> None:
    """All colours in a row, with figures at ticks beneath; the first and the last begin and end
    with it, and those between that have no room for their letters are left out."""
    entry = next(entry for entry in choropleth.legend if entry.kind == "continuous")
    pen, unit, left = sheet.pen, sheet.pen.em(TEXT), sheet.left
    colours, ticks = choropleth.scale.colours, entry.ticks
    ends = pen.width(ticks[0][1], SMALL) + pen.width(ticks[-1][1], SMALL) + 24 * unit
    width, high = min(max(_CONTINUOUS[0] * unit, ends), wide), _CONTINUOUS[1] * unit
    step = width / len(colours)
    # Each reaches under the next one: no paper shows between them.
    for i, colour in enumerate(colours):
        end = min(left + (i + 2) * step, left + width)
        sheet.add(Rectangle(Box(left + i * step, sheet.y, end, sheet.y + high), colour))
    y = sheet.y + high + pen.size(SMALL) * LEADING / 2 + 5 * unit
    drawn = [
        pen.line(left, y, ticks[0][1], SMALL),
        pen.line(left + width, y, ticks[-1][1], SMALL, anchor="end"),
    ]
    for along, text in ticks[1:-1]:
        words = pen.line(left + along * width, y, text, SMALL, anchor="middle")
        if not any(words.box.grown(4 * unit).overlaps(other.box) for other in drawn):
            drawn.insert(-1, words)
    marks = [left, *(words.x for words in drawn[1:-1]), left + width]
    bottom = sheet.y + high
    lines = [[(x, bottom), (x, bottom + 4 * unit)] for x in marks]
    sheet.add(Line(shapely.multilinestrings(lines), pen.stroke(pen.colours.grey, 0.9)))
    sheet.add(*drawn, right=left + width)
    sheet.y = y + pen.size(SMALL) * LEADING / 2 + 6 * unit


def _symbols(sheet: _Sheet, choropleth: Choropleth, symbols: Symbols) -> None:
    """Nested circles on one ground line, each with its figure."""
    pen, unit = sheet.pen, sheet.pen.em(TEXT)
    sheet.title(symbols.legend_title, _TITLE * unit)
    full = largest_radius(choropleth, pen)
    radii = [full * symbols.radius(value) for value, _ in symbols.steps]
    if not radii:
        return
    leading = pen.size(SMALL) * 1.25
    x, top = sheet.left + radii[0], sheet.y + 8 * unit + leading / 2
    bottom = top + max(2 * radii[0], (len(radii) - 1) * leading)
    text_x = sheet.left + 2 * radii[0] + 18 * unit
    above = top - leading
    for radius, (_, label) in zip(radii, symbols.steps, strict=True):
        y = bottom - 2 * radius
        sheet.add(*plain_circles(choropleth, pen, x, bottom - radius, radius))
        words = max(y, above + leading)  # small circles' figures must not run into each other
        above = words
        line = shapely.LineString([(x, y), (text_x - 10 * unit, y), (text_x - 4 * unit, words)])
        sheet.add(Line(line, pen.stroke(pen.colours.grey, 0.7)))
        sheet.add(pen.line(text_x, words, label, SMALL), right=text_x + pen.width(label, SMALL))
    sheet.y = max(bottom, above + leading / 2) + 12 * unit
