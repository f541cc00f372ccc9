"""Tables printed in halves side by side, put below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.model import Column, Sheet, unique_names
from geo.tables.column_headings import name_columns
from geo.tables.evidence import SAMPLE_ROWS, Resolve
from geo.tables.heading import Row, cell_at


@dataclass(frozen=True)
class Grid:
    """Columns, rows as wide as these, and the number of each row in the sheet, counted from 1."""

    headings: tuple[Column, ...]
    rows: Sequence[Row]
    row_numbers: Sequence[int]


def _find_blocks(
    rows: Sequence[Row], body: list[int], head: tuple[int, ...], key: int | None, resolve: Resolve
) -> tuple[int, ...]:
    """The first columns of halves printed side by side: each begins with other places under the
    same heading."""
    if key is None or not head or not 0 < len(body) <= SAMPLE_ROWS:
        return (0,)
    width = max(len(rows[number]) for number in body)
    names = [
        {match.adcode for number in body if (match := resolve(cell_at(rows[number], column)))}
        for column in range(width)
    ]
    headings = [[cell_at(rows[number], column) for number in head] for column in range(width)]
    starts = [
        column
        for column in range(width)
        if len(names[column]) > 2 and any(headings[key]) and headings[column] == headings[key]
    ]
    seen: set[str] = set()
    for column in starts:
        if names[column] & seen:
            return (0,)
        seen |= names[column]
    offsets = {after - before for before, after in pairwise(starts)}
    # Something, such as a running number, may stand before the names of each half.
    return tuple(c - starts[0] for c in starts) if len(offsets) == 1 else (0,)


def stack_blocks(
    sheet: Sheet,
    head: tuple[int, ...],
    body: list[int],
    *,
    key: int | None,
    resolve: Resolve,
    unit: str,
) -> Grid:
    """Put halves side by side below each other, and leave out columns without any text.

    Parameters
    ----------
    sheet, head, body
        A sheet, and which of its rows are its heading and its rows.
    key, resolve
        The column with names, and which place a cell names.
    unit
        What all figures are in, where their headings do not say it.
    """
    rows = sheet.rows
    blocks = _find_blocks(rows, body, head, key, resolve)
    width = max((len(rows[number]) for number in (*head, *body)), default=0)
    headings = name_columns(sheet, head, width, unit)
    ends = (*blocks[1:], width)
    widest = max(end - start for start, end in zip(blocks, ends, strict=True))
    used = [
        column
        for column in range(widest)
        if any(
            cell_at(rows[n], column + start)
            for n in (*head, *body)
            for start, end in zip(blocks, ends, strict=True)
            if column + start < end
        )
    ]
    if len(blocks) == 1 and len(used) == width:
        blank = ("",) * width
        content = [(*rows[n], *blank[len(rows[n]) :])[:width] for n in body]
        return Grid(_named(list(enumerate(headings))), content, [n + 1 for n in body])
    content, numbers = list[Row](), list[int]()
    for start, end in zip(blocks, ends, strict=True):
        for number in body:
            row = rows[number]
            cut = tuple([cell_at(row, c + start) if c + start < end else "" for c in used])
            if any(cut):
                content.append(cut)
                numbers.append(number + 1)
    # A column that only the last block has, such as remarks, has its heading there.
    at = {column: column if column < ends[0] else column + blocks[-1] for column in used}
    return Grid(_named([(c, headings[at[c]]) for c in used]), content, numbers)


def _named(columns: list[tuple[int, Column]]) -> tuple[Column, ...]:
    """Columns by their positions, each with a name of its own."""
    names = unique_names(column.name or f"column {at + 1}" for at, column in columns)
    return tuple(
        Column(name, column.measure or ("" if column.period else name), column.period, column.unit)
        for name, (_, column) in zip(names, columns, strict=True)
    )
