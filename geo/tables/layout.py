"""A sheet becomes a :class:`Table`: where its heading is, where its rows end, what stands around.

Offices put a title, a unit and a blank row above a heading of two merged rows, totals and parts of
the country between the rows, and notes below them. Some turn the table, or print two halves side by
side. What is found here is shown to the user, who can say it better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from geo.model import Aside, Sheet, Table, TableError, Workbook
from geo.tables.around import read_around
from geo.tables.blocks import stack_blocks
from geo.tables.body import fill_down, split_body
from geo.tables.evidence import Group, Resolve
from geo.tables.heading import Heading, Row, cell_at, find_heading, texts_of
from geo.tables.orientation import key_column, upright

#: Columns that a library named because they had no name.
_UNNAMED = re.compile(r"Unnamed: \d+(_level_\d+)?")
_MOST_UNNAMED_ROWS = 10
#: A heading that is not clearly better than another is asked about.
_CLEARLY = 1.0


def read_table(
    workbook: Workbook,
    sheet: Sheet,
    *,
    resolve: Resolve,
    group: Group,
    header: tuple[int, ...] | None = None,
) -> Table:
    """Find a sheet's heading, rows and notes.

    Where the places stand across, rows and columns are exchanged (``turned``), and ``row_numbers``
    count the file's columns.

    Parameters
    ----------
    workbook, sheet
        The file, for its name, and one of its sheets.
    resolve, group
        Which place, or which group of places, a cell names: tells the heading from the rows.
    header
        The row numbers of the heading; found when left out, () for a sheet without one.

    Raises
    ------
    TableError
        If there is no row besides the heading, or ``header`` names no rows of the sheet.
    """
    sheet, around = upright(_without_made_up_names(sheet), resolve)
    shift = max(around, 0)  # row numbers of a turned table count the file's columns
    rows = sheet.rows
    key = key_column(rows, resolve)
    if header is None:
        heading = _heading_rows(rows, key, resolve, group)
    else:
        heading = _given_heading(workbook, header, last=len(rows), shift=shift)
    head = heading.rows
    above = _lines_above(rows[: head[0] if head else 0])
    body = split_body(rows, head, key, resolve, group)
    told = read_around(list(above.values()), [a.text for a in body.asides if a.kind == "note"])
    lines = map(Aside, above, above.values(), told.kinds)
    sheet, filled = fill_down(sheet, body.rows, key)
    grid = stack_blocks(sheet, head, body.rows, key=key, resolve=resolve, unit=told.unit)
    if not grid.rows:
        raise TableError("table.no_rows", name=workbook.name)
    return Table(
        name=workbook.name,
        headings=grid.headings,
        rows=tuple(grid.rows),
        row_numbers=tuple([number - shift for number in grid.row_numbers]),
        header=_numbered(head, shift),
        title=told.title,
        period=told.period,
        notes=told.notes,
        source=told.source,
        turned=around >= 0,
        filled=filled,
        rival_header=_numbered(heading.rival, shift) if heading.margin < _CLEARLY else None,
        asides=tuple(replace(a, row=a.row + 1 - shift) for a in (*lines, *body.asides)),
    )


def _given_heading(
    workbook: Workbook, header: tuple[int, ...], *, last: int, shift: int
) -> Heading:
    """The heading that somebody named by the numbers of its rows."""
    head = tuple(sorted({number - 1 + shift for number in header}))
    if head and not 0 <= head[0] <= head[-1] < last:
        raise TableError("table.no_such_row", name=workbook.name, rows=list(header), last=last)
    return Heading(head, _CLEARLY)


def _lines_above(rows: Sequence[Row]) -> dict[int, str]:
    """The rows above the heading that have a text, each as one line."""
    return {
        number: " ".join(dict.fromkeys(filter(None, row)))
        for number, row in enumerate(rows)
        if any(row)
    }


def _heading_rows(rows: Sequence[Row], key: int | None, resolve: Resolve, group: Group) -> Heading:
    if key is None:
        wide = (number for number, row in enumerate(rows) if len(texts_of(row)) > 1)
        first = next(wide, next((n for n, row in enumerate(rows) if any(row)), 0))
        return Heading((first,), _CLEARLY)
    first = next(
        (
            number
            for number, row in enumerate(rows)
            if (cell := cell_at(row, key))
            and (resolve(cell) or (group(cell) and len(texts_of(row)) > 1))
        ),
        0,
    )
    groups = [n for n, row in enumerate(rows[:first]) if any(map(group, filter(None, row)))]
    return find_heading(rows, key=key, first=first, groups=groups)


def _numbered(rows: Iterable[int], shift: int) -> tuple[int, ...]:
    return tuple(number + 1 - shift for number in rows)


def _without_made_up_names(sheet: Sheet) -> Sheet:
    """The sheet without the names that pandas gives to columns without any."""
    top = tuple(
        tuple("" if _UNNAMED.fullmatch(cell) else cell for cell in row)
        for row in sheet.rows[:_MOST_UNNAMED_ROWS]
    )
    return replace(sheet, rows=(*top, *sheet.rows[_MOST_UNNAMED_ROWS:]))
