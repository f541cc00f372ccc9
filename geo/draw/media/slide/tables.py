"""The figures as native tables under a title: short ones side by side, wide ones by themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

from geo.draw.layout import Box
from geo.draw.media.slide.markup import DECLARED, clean, colour_of, element_of
from geo.draw.media.slide.sheet import Sheet
from geo.draw.theme import Colours

_ROWS, _COLUMNS_OF_ROWS = 17, 2
# From so many columns of figures on, a table has a slide by itself; so many fit on one.
_WIDE, _MOST_COLUMNS = 4, 10
_FIGURE = re.compile(r"[-−+]?[\d,.]+[%*†‡§]?|[–×·]")
_LETTER = 0.56  # width of a digit in sizes of letters
_SMALL = 9 / 540  # of a slide's height: the smallest letters

Rows = Sequence[Mapping[str, Any]]


def pages_of(rows: Rows) -> list[Rows]:
    """The records of each slide; of a wide table the first column stands on each."""
    name, *figures = rows[0] if rows else ("",)
    if len(figures) < _WIDE:
        most = _ROWS * _COLUMNS_OF_ROWS
        return [rows[i : i + most] for i in range(0, len(rows), most)]
    parts = -(-len(figures) // _MOST_COLUMNS)
    wide = -(-len(figures) // parts)
    return [
        [{key: row[key] for key in (name, *figures[j : j + wide])} for row in rows[i : i + _ROWS]]
        for i in range(0, len(rows), _ROWS)
        for j in range(0, len(figures), wide)
    ]


@dataclass(frozen=True)
class Look:
    """The colours of letters beside the tables, and the markup of those that the theme has."""

    colours: Colours
    theme: Mapping[str, str]
    own: bool


def add_tables(
    slide: Any, rows: Rows, title: str, page: Box, sheet: Sheet, look: Look, *, key: str = ""
) -> None:
    """Native tables side by side, under a title and over where the figures are from."""
    width, height = round(page.width), round(page.height)
    margin, gap = round(0.035 * width), round(0.025 * width)
    left, top, right, bottom = margin, round(0.15 * height), width - margin, height - margin
    if not look.own and sheet.title is not None:
        room = sheet.room
        left, top, right, bottom = map(round, (room.left, room.top, room.right, room.bottom))
    elif slide.shapes.title is not None:
        heading = slide.shapes.title
        heading.left, heading.top = margin, round(0.03 * height)
        heading.width, heading.height = width - 2 * margin, round(0.1 * height)
        _write(heading.text_frame, title, round(0.038 * height), look, look.colours.ink)
        heading.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    small = max(round(_SMALL * height), 1)
    lines = 1 + len(key) * _LETTER * small // (right - left)
    high_foot = round(1.3 * small * lines) if key else 0
    room_high = bottom - top - high_foot
    wide_table = len(rows[0]) > _WIDE
    columns = 1 if wide_table else -(-len(rows) // _ROWS)
    wide = (right - left - (columns - 1) * gap) // max(columns, 1)
    if columns == 1 and not wide_table:
        wide = min(wide, round(0.6 * width))
    high = round(room_high / (_ROWS + 1))
    for column in range(columns):
        part = rows[column * _ROWS : (column + 1) * _ROWS]
        frame = slide.shapes.add_table(
            len(part) + 1, len(part[0]), left + column * (wide + gap), top, wide,
            high * (len(part) + 1),
        )  # fmt: skip
        _fill_table(frame.table, part, high)
    if key:
        box = slide.shapes.add_textbox(left, bottom - high_foot, right - left, high_foot)
        box.text_frame.word_wrap = True
        _write(box.text_frame, key, small, look, look.colours.grey)


def _write(frame: Any, text: str, size: int, look: Look, colour: str) -> None:
    frame.text = clean(text)
    for run in frame.paragraphs[0].runs:
        run.font.size = size
        said = look.theme.get(colour) or colour_of(colour)
        run.font._rPr.insert(0, element_of(f"<a:solidFill {DECLARED}>{said}</a:solidFill>"))


def _fill_table(table: Any, rows: Rows, high: int) -> None:
    size = min(round(0.5 * high), *(_fitting(column, rows, i) for i, column in
                                    enumerate(table.columns)))  # fmt: skip
    for j, key in enumerate(rows[0]):
        numbers = any(_FIGURE.fullmatch(str(row[key])) for row in rows)
        for i, value in enumerate([key, *(row[key] for row in rows)]):
            cell = table.cell(i, j)
            cell.margin_top = cell.margin_bottom = 0
            cell.margin_left = cell.margin_right = round(0.2 * high)
            cell.text = clean("" if value is None else str(value))
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size = size
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            if numbers and j:
                paragraph._p.get_or_add_pPr().set("algn", "r")
    for row in table.rows:
        row.height = high


def _fitting(column: Any, rows: Rows, number: int) -> int:
    """The largest size of letters in which all of a column stands on one line."""
    texts = [list(rows[0])[number], *(str(list(row.values())[number]) for row in rows)]
    longest = max(sum(1.0 if c > "⺀" else _LETTER for c in text) for text in texts) + 1.2
    return int(column.width / longest)
