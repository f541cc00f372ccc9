"""The figures as native tables, side by side under a title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR

from geo.draw.media.slide.markup import clean, rgb
from geo.draw.scene import Scene

_ROWS, _COLUMNS_OF_ROWS = 17, 2


def pages_of(rows: Sequence[Mapping[str, Any]]) -> list[Sequence[Mapping[str, Any]]]:
    """The records of each slide."""
    most = _ROWS * _COLUMNS_OF_ROWS
    return [rows[i : i + most] for i in range(0, len(rows), most)]


def add_tables(
    slide: Any,
    rows: Sequence[Mapping[str, Any]],
    title: str,
    deck: Any,
    scene: Scene,
    *,
    own: bool,
) -> None:
    """Native tables side by side, under a title."""
    width, height = deck.slide_width, deck.slide_height
    margin, gap = round(0.035 * width), round(0.025 * width)
    dark = own and scene.paper not in (None, "#ffffff")
    if dark and scene.paper:
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = rgb(scene.paper)
    if slide.shapes.title is not None:
        heading = slide.shapes.title
        heading.left, heading.top = margin, round(0.03 * height)
        heading.width, heading.height = width - 2 * margin, round(0.1 * height)
        heading.text_frame.text = clean(title)
        run = heading.text_frame.paragraphs[0].runs[0] if title else None
        if run is not None:
            run.font.size = round(0.038 * height)
            if dark:
                run.font.color.rgb = rgb("#f3f3f3")
    top = round(0.15 * height)
    room = height - top - margin
    columns = -(-len(rows) // _ROWS)
    wide = (width - 2 * margin - (columns - 1) * gap) // max(columns, 1)
    if columns == 1:
        wide = min(wide, round(0.6 * width))
    for column in range(columns):
        part = rows[column * _ROWS : (column + 1) * _ROWS]
        high = round(room / (_ROWS + 1) * (len(part) + 1))
        frame = slide.shapes.add_table(
            len(part) + 1, len(part[0]), margin + column * (wide + gap), top, wide, high
        )
        _fill_table(frame.table, part, round(room / (_ROWS + 1)))


def _fill_table(table: Any, rows: Sequence[Mapping[str, Any]], high: int) -> None:
    for j, key in enumerate(rows[0]):
        numbers = all(isinstance(row[key], int | float) or row[key] in ("", None) for row in rows)
        for i, value in enumerate([key, *(row[key] for row in rows)]):
            cell = table.cell(i, j)
            cell.margin_top = cell.margin_bottom = 0
            cell.margin_left = cell.margin_right = round(0.2 * high)
            cell.text = clean("" if value is None else str(value))
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size = round(0.5 * high)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            aligned = numbers or (i > 0 and str(value).replace(",", "").replace(".", "").isdigit())
            if aligned and j:
                paragraph._p.get_or_add_pPr().set("algn", "r")
    for row in table.rows:
        row.height = high
