"""Where the rows of a table end, what else stands among and below them, and the names that stand
once for several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.model import Aside, AsideKind, Sheet
from geo.tables import cells
from geo.tables.around import is_note, says_it_goes_on
from geo.tables.column_words import says
from geo.tables.evidence import Group, Resolve
from geo.tables.heading import Row, cell_at, is_number, numbers_its_columns


@dataclass(frozen=True)
class Body:
    """The numbers of the rows of a table, and the rows from its heading on that are none."""

    rows: list[int]
    asides: list[Aside]


def split_body(
    rows: Sequence[Row], head: tuple[int, ...], key: int | None, resolve: Resolve, group: Group
) -> Body:
    repeated = {rows[number] for number in head}
    body: list[int] = []
    asides: list[Aside] = []
    noted = False

    def put_aside(number: int, kind: AsideKind) -> None:
        text = " ".join(dict.fromkeys(filter(None, rows[number])))
        asides.append(Aside(number, text, kind))

    for number in range(head[-1] + 1 if head else 0, len(rows)):
        row = rows[number]
        texts = set(row) - {""}
        if not texts:
            continue
        if row in repeated:
            put_aside(number, "heading")
            continue
        if not body and numbers_its_columns(row):
            put_aside(number, "numbering")
            continue
        if body and key is not None and _heads_a_table(row, key):
            for rest in range(number, len(rows)):
                if any(rows[rest]):
                    put_aside(rest, "table")
            break
        if len(texts) == 1:
            (text,) = texts
            if says_it_goes_on(text):
                put_aside(number, "heading")
                continue
            if is_note(text, after_a_note=noted) and not (resolve(text) or group(text)):
                put_aside(number, "note")
                noted = True
                continue
        body.append(number)
        noted = False
    return Body(body, asides)


def _heads_a_table(row: Row, key: int) -> bool:
    """Whether a row below others is the heading of another table."""
    if not says("key", cell_at(row, key)):
        return False
    others = [cell for column, cell in enumerate(row) if cell and column != key]
    return bool(others) and not any(
        is_number(cell) and cells.read_period(cell) is None for cell in others
    )


def fill_down(sheet: Sheet, body: list[int], key: int | None) -> tuple[Sheet, bool]:
    """The sheet with names that stand once for several rows written into each of them.

    A file that states merged cells says where; elsewhere the names are filled in where at least a
    third of the rows have none. Numbers are never repeated.
    """
    if key is None or not body:
        return sheet, False
    rows = list(sheet.rows)
    changed = False
    for top, left, bottom, right in sheet.merged:
        text = cell_at(rows[top], left) if top < len(rows) else ""
        if top < body[0] or top == bottom or isinstance(cells.parse_number(text), float | None):
            continue
        for number in range(top, min(bottom + 1, len(rows))):
            row = rows[number]
            blank = [c for c in range(left, min(right + 1, len(row))) if not row[c]]
            rows[number] = tuple(text if c in blank else cell for c, cell in enumerate(row))
            changed = changed or bool(blank)
    nameless = [number for number in body if not cell_at(rows[number], key)]
    if not sheet.states_merged and body[0] not in nameless and 3 * len(nameless) >= len(body):
        changed = True
        text = ""
        for number in body:
            row = rows[number]
            text = cell_at(row, key) or text
            rows[number] = (*row[:key], text, *row[key + 1 :])
    return replace(sheet, rows=tuple(rows)), changed
