"""Which way up a sheet is, and which of its columns names the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from geo.model import Sheet
from geo.tables.evidence import SAMPLE_ROWS, Evidence, Resolve, weigh
from geo.tables.heading import Row, is_number

#: So many cells may stand before the word that says what a line's numbers are.
_BEFORE = 10


def turn(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(zip_longest(*rows, fillvalue=""))


def upright(sheet: Sheet, resolve: Resolve) -> tuple[Sheet, int]:
    """The sheet with its places below each other. Where they stand across it is turned, with the
    lines around the table above it; how many these are is the second, and -1 says not turned.

    A column of names is never turned; codes say nothing where there are names.
    """
    if len(sheet.rows) > SAMPLE_ROWS:
        return sheet, -1
    down = _best(turn(sheet.rows), resolve)
    across = _best(sheet.rows, resolve)
    if not _stand_across(down, across):
        return sheet, -1
    lines = [row for row in sheet.rows if len({cell for cell in row if cell}) == 1]
    around = tuple([(next(filter(None, row)),) for row in lines])
    turned = turn(row for row in sheet.rows if row not in lines and any(row))
    return Sheet(sheet.name, (*around, *turned)), len(around)


def _stand_across(down: Evidence, across: Evidence) -> bool:
    if down.strong or across.strong:
        if down.names > 1 and (2 * down.names >= down.filled or down.names >= across.names):
            return False
        most = 1 if down.places < 2 else 2 * down.places
        return across.strong > 1 and across.places > most
    return across.weak > 0 and not down.weak


def _best(lines: Sequence[Row], resolve: Resolve) -> Evidence:
    return max(
        (weigh(line, resolve, heading=heading_of(line)) for line in lines),
        key=lambda evidence: evidence.weight,
        default=Evidence(0, 0, 0, 0, 0),
    )


def heading_of(line: Row) -> str:
    """The word that stands before a line's numbers."""
    return next((cell for cell in line[:_BEFORE] if cell and not is_number(cell)), "")


def key_column(rows: Sequence[Row], resolve: Resolve) -> int | None:
    columns = turn(rows[:SAMPLE_ROWS])
    found = [weigh(column, resolve, heading=heading_of(column)).weight for column in columns]
    return found.index(max(found)) if any(found) else None
