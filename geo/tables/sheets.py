"""Which sheet of a workbook is meant: the one with the most places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.model import Sheet, UnknownNameError, Workbook
from geo.tables.evidence import SAMPLE_ROWS, Resolve, weigh
from geo.tables.heading import Row
from geo.tables.orientation import turn


def places_by_sheet(workbook: Workbook, *, resolve: Resolve) -> dict[str, int]:
    """How many cells of the best column (or row) of each sheet name a place."""
    return {sheet.name: _most_places(sheet.rows, resolve) for sheet in workbook.sheets}


def choose_sheet(workbook: Workbook, name: str | None, places: Mapping[str, int]) -> Sheet:
    """The sheet of that name, else the first of those that name the most ``places``.

    Raises
    ------
    UnknownNameError
        If there is no such sheet.
    """
    by_name = {sheet.name: sheet for sheet in workbook.sheets}
    if name is None:
        return max(workbook.sheets, key=lambda sheet: places.get(sheet.name, 0))
    if name not in by_name:
        raise UnknownNameError("sheet", name, by_name, of=workbook.name)
    return by_name[name]


def _most_places(rows: Sequence[Row], resolve: Resolve) -> int:
    sample = rows[:SAMPLE_ROWS]
    lines = (*turn(sample), *sample[:50])
    return max((e.strong or e.weak for e in (weigh(line, resolve) for line in lines)), default=0)
