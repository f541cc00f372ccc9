"""A sheet becomes a :class:`Table`: where its heading is, where its rows end, what stands around.

Offices put a title, a unit and a blank row above a heading of two merged rows, totals and parts of
the country between the rows, and notes below them. Some turn the table, or print two halves side by
side. What is found here is shown to the user, who can say it better.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, zip_longest

from geo.model import (
    Aside,
    AsideKind,
    Column,
    GroupKind,
    Sheet,
    Table,
    TableError,
    UnknownNameError,
    Workbook,
)
from geo.tables import cells
from geo.tables.around import is_note, read_around, says_it_goes_on
from geo.tables.column_words import says
from geo.tables.evidence import Evidence, Resolve, weigh
from geo.tables.heading import (
    Heading,
    cell_at,
    find_heading,
    is_number,
    numbers_its_columns,
    texts_of,
)
from geo.tables.periods import combine, read_headings, settle_tenth_months

Group = Callable[[str], GroupKind | None]
Row = tuple[str, ...]

#: So many rows are looked at to find out what stands where.
SAMPLE_ROWS = 2_000
#: Columns that a library named because they had no name.
_UNNAMED = re.compile(r"Unnamed: \d+(_level_\d+)?")
_MOST_UNNAMED_ROWS = 10
#: A heading that is not clearly better than another is asked about.
_CLEARLY = 1.0

_WITH_PERIOD = (
    re.compile(r"(?P<rest>.*\S) ?\((?P<period>[^()]+)\)", re.S),
    re.compile(r"(?P<period>(?:19|20)\d\d年?)(?!年)[\s_-]*(?P<rest>\D.*)", re.S),
    re.compile(r"(?P<rest>.*\D)[\s_-]*(?P<period>(?:19|20)\d\d年?)", re.S),
)


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
    lines = (*_turn(sample), *sample[:50])
    return max((e.strong or e.weak for e in (weigh(line, resolve) for line in lines)), default=0)


def read_table(
    workbook: Workbook,
    sheet: Sheet,
    *,
    resolve: Resolve,
    group: Group,
    header: tuple[int, ...] | None = None,
) -> Table:
    """Find a sheet's heading, rows and notes.

    Parameters
    ----------
    workbook, sheet
        The file, for its name, and one of its sheets.
    resolve, group
        Which place, or which group of places, a cell names: tells the heading from the rows.
    header
        The row numbers of the heading; found when left out, () for a sheet without one.

    Returns
    -------
    Table
        Where the places stand across, rows and columns are exchanged (``turned``), and
        ``row_numbers`` count the file's columns.

    Raises
    ------
    TableError
        If there is no row besides the heading, or ``header`` names no rows of the sheet.
    """
    group = cache(group)
    sheet = _without_made_up_names(sheet)
    sheet, around = _upright(sheet, resolve)
    shift = max(around, 0)  # row numbers of a turned table count the file's columns
    rows = sheet.rows
    key = _key_column(rows, resolve)
    heading = _heading_rows(rows, key, resolve, group)
    if header is not None:
        head = tuple(sorted({number - 1 + shift for number in header}))
        if head and not 0 <= head[0] <= head[-1] < len(rows):
            raise TableError(
                "table.no_such_row", name=workbook.name, rows=list(header), last=len(rows)
            )
        heading = Heading(head, _CLEARLY)
    head = heading.rows
    above = [
        (number, " ".join(dict.fromkeys(filter(None, row))))
        for number, row in enumerate(rows[: head[0] if head else 0])
        if any(row)
    ]
    body = _split_body(rows, head, key, resolve, group)
    told = read_around(
        [text for number, text in above], [a.text for a in body.asides if a.kind == "note"]
    )
    sheet, filled = _fill_down(sheet, body.rows, key)
    blocks = _blocks(sheet.rows, body.rows, head, key, resolve)
    columns, content, numbers = _stack(sheet, head, body.rows, blocks, told.unit)
    if not content:
        raise TableError("table.no_rows", name=workbook.name)
    asides = [
        Aside(number, text, kind) for (number, text), kind in zip(above, told.kinds, strict=True)
    ]
    return Table(
        name=workbook.name,
        headings=columns,
        rows=tuple(content),
        row_numbers=tuple([number - shift for number in numbers]),
        header=_numbered(head, shift),
        title=told.title,
        period=told.period,
        notes=told.notes,
        source=told.source,
        turned=around >= 0,
        filled=filled,
        rival_header=_numbered(heading.rival, shift) if heading.margin < _CLEARLY else None,
        asides=tuple(replace(a, row=a.row + 1 - shift) for a in (*asides, *body.asides)),
    )


def _numbered(rows: Iterable[int], shift: int) -> tuple[int, ...]:
    return tuple(number + 1 - shift for number in rows)


def _without_made_up_names(sheet: Sheet) -> Sheet:
    """The sheet without the names that pandas gives to columns without any."""
    if not any(
        map(_UNNAMED.fullmatch, (c for row in sheet.rows[:_MOST_UNNAMED_ROWS] for c in row))
    ):
        return sheet
    top = tuple(
        tuple("" if _UNNAMED.fullmatch(cell) else cell for cell in row)
        for row in sheet.rows[:_MOST_UNNAMED_ROWS]
    )
    return replace(sheet, rows=(*top, *sheet.rows[_MOST_UNNAMED_ROWS:]))


# Which way up, and which column names the rows


def _turn(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(zip_longest(*rows, fillvalue=""))


def _upright(sheet: Sheet, resolve: Resolve) -> tuple[Sheet, int]:
    """The sheet with its places below each other. Where they stand across it is turned, with the
    lines around the table above it; how many these are is the second, and -1 says not turned.

    A column of names is never turned; codes say nothing where there are names.
    """
    if len(sheet.rows) > SAMPLE_ROWS:
        return sheet, -1
    down = _best(_turn(sheet.rows), resolve)
    across = _best(sheet.rows, resolve)
    if not _stand_across(down, across):
        return sheet, -1
    lines = [row for row in sheet.rows if len({cell for cell in row if cell}) == 1]
    around = tuple([(next(filter(None, row)),) for row in lines])
    turned = _turn(row for row in sheet.rows if row not in lines and any(row))
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
        (weigh(line, resolve, heading=_heading_of(line)) for line in lines),
        key=lambda evidence: evidence.weight,
        default=Evidence(0, 0, 0, 0, 0),
    )


def _heading_of(line: Row) -> str:
    """The word that stands before a line's numbers."""
    return next((cell for cell in line[:_MOST_UNNAMED_ROWS] if cell and not is_number(cell)), "")


def _key_column(rows: Sequence[Row], resolve: Resolve) -> int | None:
    columns = _turn(rows[:SAMPLE_ROWS])
    found = [weigh(column, resolve, heading=_heading_of(column)).weight for column in columns]
    return found.index(max(found)) if any(found) else None


# Heading, rows, and what stands around them


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


@dataclass(frozen=True)
class _Body:
    """The numbers of the rows of a table, and the rows from its heading on that are none."""

    rows: list[int]
    asides: list[Aside]


def _split_body(
    rows: Sequence[Row], head: tuple[int, ...], key: int | None, resolve: Resolve, group: Group
) -> _Body:
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
    return _Body(body, asides)


def _heads_a_table(row: Row, key: int) -> bool:
    """Whether a row below others is the heading of another table."""
    if not says("key", cell_at(row, key)):
        return False
    others = [cell for column, cell in enumerate(row) if cell and column != key]
    return bool(others) and not any(
        is_number(cell) and cells.read_period(cell) is None for cell in others
    )


def _blocks(
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


def _stack(
    sheet: Sheet, head: tuple[int, ...], body: list[int], blocks: tuple[int, ...], unit: str
) -> tuple[tuple[Column, ...], list[Row], tuple[int, ...]]:
    """Headings, rows and row numbers; halves side by side are put below each other, and columns
    without any text are left out."""
    rows = sheet.rows
    width = max((len(rows[number]) for number in (*head, *body)), default=0)
    headings = _headings(sheet, head, width, unit)
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
        return _unique(list(enumerate(headings))), content, tuple([n + 1 for n in body])
    content, numbers = [], []
    for start, end in zip(blocks, ends, strict=True):
        for number in body:
            row = rows[number]
            cut = tuple([cell_at(row, c + start) if c + start < end else "" for c in used])
            if any(cut):
                content.append(cut)
                numbers.append(number + 1)
    # A column that only the last block has, such as remarks, has its heading there.
    at = {column: column if column < ends[0] else column + blocks[-1] for column in used}
    return _unique([(c, headings[at[c]]) for c in used]), content, tuple(numbers)


def _headings(sheet: Sheet, head: tuple[int, ...], width: int, unit: str) -> list[Column]:
    """What the heading says of each column, its rows read from top to bottom."""
    levels = [[cell_at(sheet.rows[number], c) for c in range(width)] for number in head]
    for top, left, bottom, right in sheet.merged:
        for depth, number in enumerate(head):
            if top <= number <= bottom:
                for column in range(left, min(right + 1, width)):
                    levels[depth][column] = cell_at(sheet.rows[top], left)
    # Where nothing in the heading is merged across, words stand over what is blank beside them.
    if not any(right > left and top in head for top, left, _, right in sheet.merged):
        for upper, lower in pairwise(levels):
            _spread(upper, lower)
    levels = [list(settle_tenth_months(level)) for level in levels]
    together = {text: period for level in levels for text, period in read_headings(level).items()}
    columns = []
    for column in range(width):
        parts = list(dict.fromkeys(level[column] for level in levels if level[column]))
        columns.append(_heading([" ".join(part.split()) for part in parts], unit, together))
    return columns


def _spread(upper: list[str], lower: list[str]) -> None:
    """Write the words of an upper row over all that they stand for.

    A blank cell belongs to what stands to its left, but not to the names' own heading. One word
    over nothing but periods may stand in the middle of them.
    """
    names = next((c for c, text in enumerate(upper) if text and says("key", text)), None)
    over = [c for c, text in enumerate(upper) if text and c != names]
    under = [c for c, text in enumerate(lower) if text and c not in (names, *over)]
    if len(over) == 1 and under and all(cells.read_period(lower[c]) for c in (*under, *over)):
        for column in under:
            upper[column] = upper[over[0]]
        return
    for column in range(1, len(upper)):
        if not upper[column] and lower[column] and column - 1 != names:
            upper[column] = upper[column - 1]


def _heading(parts: list[str], table_unit: str, together: Mapping[str, str]) -> Column:
    measure, period, unit = [], "", ""
    for part in parts:
        if cells.is_unit(part) and len(parts) > 1:
            unit = cells.fold(part).strip("()[] ")
            continue
        bare, stated = cells.split_unit(part)
        unit = stated or unit
        if found := cells.read_period(bare) or together.get(part):
            period = combine(period, found) or combine(found, period) or found
        elif (within := _period_within(bare)) and not period:
            period, bare = within
            bare, stated = cells.split_unit(bare)
            unit = stated or unit
            measure.append(bare)
        else:
            measure.append(bare)
    return Column(" · ".join(parts), " · ".join(measure), period, unit or table_unit)


def _period_within(text: str) -> tuple[str, str] | None:
    """The period at the start or end of a heading, and the rest: ``2020年GDP``, ``GDP(2020)``."""
    for pattern in _WITH_PERIOD:
        if found := pattern.fullmatch(text):
            period = cells.read_period(found["period"])
            rest = found["rest"].strip(" _-,，")
            if period and rest:
                return period, rest
    return None


def _unique(columns: list[tuple[int, Column]]) -> tuple[Column, ...]:
    names: dict[str, Column] = {}
    for position, column in columns:
        base = column.name or f"column {position + 1}"
        name, count = base, 2
        while name in names:
            name, count = f"{base} ({count})", count + 1
        measure = column.measure or ("" if column.period else name)
        names[name] = Column(name, measure, column.period, column.unit)
    return tuple(names.values())


def _fill_down(sheet: Sheet, body: list[int], key: int | None) -> tuple[Sheet, bool]:
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
