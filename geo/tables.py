"""A sheet becomes a :class:`Table`: where its heading is, where its rows end, what stands around.

Offices put a title, a unit and a blank row above a heading of two merged rows, totals and parts of
the country between the rows, and notes below them. Some turn the table, or print two halves side by
side. What is found here is shown to the user, who can say it better.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from geo import cells
from geo.errors import TableError, UnknownNameError
from geo.model import Column, GroupKind, Match, Sheet, Table, Workbook

Resolve = Callable[[str], Match | None]
Group = Callable[[str], GroupKind | None]
Row = tuple[str, ...]

#: So many rows are looked at to find out what stands where.
SAMPLE_ROWS = 2_000
_MOST_HEADER_ROWS = 5
_LONG_NOTE = 24

_NOTE = re.compile(
    r"(备?[注註]([\s:：.．1-9一二三四五六七八九]|$)|说明|說明|资料来源|資料來源|数据来源|數據來源|来源|來源|"
    r"(data )?sources?\b|notes?\b|remarks?\b|[*†①-⑨])",
    re.I,
)
_SOURCE = re.compile(
    r"(.*[\s。；;]|.{0,8})?(资料来源|資料來源|数据来源|數據來源|来源|來源|(data )?sources?)"
    r"\s*[:：]\s*(?P<source>\S.*)",
    re.I | re.S,
)
_CONTINUED = re.compile(r"[(（]?(续表|續表|接上表|continued\b)", re.I)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WITH_PERIOD = (
    re.compile(r"(?P<rest>.*\S) ?\((?P<period>[^()]+)\)", re.S),
    re.compile(r"(?P<period>(?:19|20)\d\d年?)[\s_-]*(?P<rest>\D.*)", re.S),
    re.compile(r"(?P<rest>.*\D)[\s_-]*(?P<period>(?:19|20)\d\d年?)", re.S),
)


def choose_sheet(workbook: Workbook, name: str | None, *, resolve: Resolve) -> Sheet:
    """The sheet of that name, else the one in which one column has the most names of places.

    Raises
    ------
    UnknownNameError
        If there is no such sheet.
    """
    by_name = {sheet.name: sheet for sheet in workbook.sheets}
    if name is None:
        return max(workbook.sheets, key=lambda sheet: _most_places(sheet.rows, resolve))
    if name not in by_name:
        raise UnknownNameError("sheet", name, by_name, of=workbook.name)
    return by_name[name]


def _most_places(rows: Sequence[Row], resolve: Resolve) -> int:
    sample = rows[:SAMPLE_ROWS]
    return max(*_places_in(sample, resolve), *_places_in(_turn(sample[:50]), resolve), 0, 0)


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
    sheet, around = _upright(sheet, resolve)
    shift = max(around, 0)  # row numbers of a turned table count the file's columns
    rows = sheet.rows
    key = _key_column(rows, resolve)
    if header is None:
        head = _find_header(rows, key, resolve, group)
    else:
        head = tuple(sorted({number - 1 + shift for number in header}))
        if head and not 0 <= head[0] <= head[-1] < len(rows):
            raise TableError(
                f"{workbook.name} has no row {', '.join(map(str, header))}; it has rows 1 to "
                f"{len(rows)}."
            )
    above = [text for row in rows[: head[0] if head else 0] for text in dict.fromkeys(row) if text]
    unit = next(filter(None, map(cells.stated_unit, above)), "")
    if not unit and above and cells.is_unit(cells.split_unit(above[0])[1]):
        unit = cells.split_unit(above[0])[1]
    above = [text for text in above if cells.stated_unit(text) is None]
    body, below = _split_body(rows, head, key, resolve, group)
    sheet, filled = _fill_down(sheet, body, key)
    blocks = _blocks(sheet.rows, body, head, key, resolve)
    columns, content, numbers = _stack(sheet, head, body, blocks, unit)
    if not content:
        raise TableError(
            f"{workbook.name} has no rows: it must have a heading and at least one row more."
        )
    notes = (*above[1:], *below)
    years = set(_YEAR.findall(" ".join(above)))
    return Table(
        name=workbook.name,
        headings=columns,
        rows=tuple(content),
        row_numbers=tuple([number - shift for number in numbers]),
        header=tuple([number + 1 - shift for number in head]),
        title=above[0] if above else "",
        period=years.pop() if len(years) == 1 else "",
        notes=notes,
        source=next(
            (found["source"].strip() for note in notes if (found := _SOURCE.fullmatch(note))), ""
        ),
        turned=around >= 0,
        filled=filled,
    )


def _turn(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(zip_longest(*rows, fillvalue=""))


def _upright(sheet: Sheet, resolve: Resolve) -> tuple[Sheet, int]:
    """The sheet with its places below each other. Where they stand across it is turned, with the
    lines around the table above it; how many these are is the second, and -1 says not turned."""
    if len(sheet.rows) > SAMPLE_ROWS:
        return sheet, -1
    down = max(_places_in(sheet.rows, resolve), default=0)
    if max(_places_in(_turn(sheet.rows), resolve), default=0) <= max(2 * down, 3):
        return sheet, -1
    lines = [row for row in sheet.rows if len({cell for cell in row if cell}) == 1]
    around = tuple([(next(filter(None, row)),) for row in lines])
    turned = _turn(row for row in sheet.rows if row not in lines and any(row))
    return Sheet(sheet.name, (*around, *turned)), len(around)


def _places_in(rows: Sequence[Row], resolve: Resolve) -> list[int]:
    """For every column, how many of its cells name a place; a name counts for more than a code."""
    width = max(map(len, rows), default=0)
    found = [0] * width
    for row in rows:
        for column, cell in enumerate(row):
            if cell and (match := resolve(cell)):
                found[column] += 1 if match.how == "code" else 2
    return found


def _key_column(rows: Sequence[Row], resolve: Resolve) -> int | None:
    counts = _places_in(rows[:SAMPLE_ROWS], resolve)
    return counts.index(max(counts)) if any(counts) else None


def _cell(row: Row, column: int) -> str:
    return row[column] if column < len(row) else ""


def _texts(row: Row) -> list[str]:
    """The different texts of a row, without a stated unit."""
    return [t for t in dict.fromkeys(row) if t and cells.stated_unit(t) is None]


def _is_data(row: Row) -> bool:
    """Whether a row has a number that is not a year, or a dash for one: no heading has either."""
    return any(
        cell and not isinstance(cells.read_number(cell), str) and cells.read_period(cell) is None
        for cell in row
    )


def _numbers_its_columns(row: Row) -> bool:
    """Whether a row only counts the columns: 甲, 1, 2, 3."""
    counted = [t.strip("()（）") for t in row if t and t not in "甲乙丙丁"]
    return len(counted) > 1 and counted == [str(n) for n in range(1, len(counted) + 1)]


def _find_header(
    rows: Sequence[Row], key: int | None, resolve: Resolve, group: Group
) -> tuple[int, ...]:
    """The rows of the heading, from the first row with a place upwards."""
    if key is None:
        wide = (number for number, row in enumerate(rows) if len(_texts(row)) > 1)
        first = next(wide, next((n for n, row in enumerate(rows) if any(row)), 0))
        return (first,)
    first = next(
        number
        for number, row in enumerate(rows)
        if (cell := _cell(row, key)) and (resolve(cell) or (group(cell) and len(_texts(row)) > 1))
    )
    head: list[int] = []
    for number in range(first - 1, -1, -1):
        row = rows[number]
        texts = _texts(row)
        if not texts or _numbers_its_columns(row):
            if head:
                break
        elif _is_data(row):
            if head:
                break  # numbers in a title
        elif not head:
            wider = any(len(_texts(above)) > 1 for above in rows[:number])
            if len(texts) > 1 or not wider or all(map(cells.is_unit, texts)):
                head = [number]
        elif len(texts) == 1 and row.index(texts[0]) <= key:
            break  # a title
        elif _names_below(row, rows[head[0]], key):
            head = [number]
        elif len(head) < _MOST_HEADER_ROWS and _complete_each_other(row, rows[head[0]]):
            head.insert(0, number)
        else:
            break
    return tuple(head)


def _names_below(upper: Row, lower: Row, key: int) -> bool:
    """Whether the upper row is a whole heading, and the lower one a row with an unknown name."""
    filled = [column for column, text in enumerate(lower) if text and column != key]
    above, name = _cell(upper, key), _cell(lower, key)
    if not name or name == above or not all(_cell(upper, column) for column in filled):
        return False
    # Under an empty corner may stand the lower half of a heading: 地区, 2019, 2020.
    return bool(above) or not all(
        cells.read_period(lower[column]) or cells.is_unit(lower[column]) for column in filled
    )


def _complete_each_other(upper: Row, lower: Row) -> bool:
    """Whether two rows are one heading: a cell of one has nothing above or below it."""
    width = max(len(upper), len(lower))
    return any(bool(_cell(upper, i)) != bool(_cell(lower, i)) for i in range(width))


def _split_body(
    rows: Sequence[Row], head: tuple[int, ...], key: int | None, resolve: Resolve, group: Group
) -> tuple[list[int], list[str]]:
    """The numbers of the rows, and the notes below or between them."""
    repeated = {rows[number] for number in head}
    body: list[int] = []
    notes: list[str] = []
    noted = False
    for number in range(head[-1] + 1 if head else 0, len(rows)):
        row = rows[number]
        texts = set(row) - {""}
        if not texts or row in repeated or (not body and _numbers_its_columns(row)):
            continue
        if len(texts) == 1:
            (text,) = texts
            if _CONTINUED.match(text):
                continue
            is_note = _NOTE.match(text) or len(text) > _LONG_NOTE or noted
            if is_note and not (resolve(text) or group(text)):
                notes.append(text)
                noted = True
                continue
        body.append(number)
        noted = False
    return body, notes


def _blocks(
    rows: Sequence[Row], body: list[int], head: tuple[int, ...], key: int | None, resolve: Resolve
) -> tuple[int, ...]:
    """The first columns of halves printed side by side: each begins with other places under the
    same heading."""
    if key is None or not head or not 0 < len(body) <= SAMPLE_ROWS:
        return (0,)
    width = max(len(rows[number]) for number in body)
    names = [
        {match.adcode for number in body if (match := resolve(_cell(rows[number], column)))}
        for column in range(width)
    ]
    headings = [[_cell(rows[number], column) for number in head] for column in range(width)]
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
            _cell(rows[n], column + start)
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
            cut = tuple([_cell(row, c + start) if c + start < end else "" for c in used])
            if any(cut):
                content.append(cut)
                numbers.append(number + 1)
    # A column that only the last block has, such as remarks, has its heading there.
    at = {column: column if column < ends[0] else column + blocks[-1] for column in used}
    return _unique([(c, headings[at[c]]) for c in used]), content, tuple(numbers)


def _headings(sheet: Sheet, head: tuple[int, ...], width: int, unit: str) -> list[Column]:
    """What the heading says of each column, its rows read from top to bottom."""
    levels = [[_cell(sheet.rows[number], c) for c in range(width)] for number in head]
    for top, left, bottom, right in sheet.merged:
        for depth, number in enumerate(head):
            if top <= number <= bottom:
                for column in range(left, min(right + 1, width)):
                    levels[depth][column] = _cell(sheet.rows[top], left)
    if not sheet.states_merged:  # a blank cell belongs to what stands to its left
        for upper, lower in pairwise(levels):
            for column in range(1, width):
                if not upper[column] and lower[column]:
                    upper[column] = upper[column - 1]
    columns = []
    for column in range(width):
        parts = list(dict.fromkeys(level[column] for level in levels if level[column]))
        columns.append(_heading([" ".join(part.split()) for part in parts], unit))
    return columns


def _heading(parts: list[str], table_unit: str) -> Column:
    measure, period, unit = [], "", ""
    for part in parts:
        if cells.is_unit(part) and len(parts) > 1:
            unit = cells.fold(part).strip("()[] ")
            continue
        bare, stated = cells.split_unit(part)
        unit = stated or unit
        if found := cells.read_period(bare):
            period = found
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
        text = _cell(rows[top], left) if top < len(rows) else ""
        if top < body[0] or top == bottom or isinstance(cells.read_number(text), float | None):
            continue
        for number in range(top, min(bottom + 1, len(rows))):
            row = rows[number]
            blank = [c for c in range(left, min(right + 1, len(row))) if not row[c]]
            rows[number] = tuple(text if c in blank else cell for c, cell in enumerate(row))
            changed = changed or bool(blank)
    nameless = [number for number in body if not _cell(rows[number], key)]
    if not sheet.states_merged and body[0] not in nameless and 3 * len(nameless) >= len(body):
        changed = True
        text = ""
        for number in body:
            row = rows[number]
            text = _cell(row, key) or text
            rows[number] = (*row[:key], text, *row[key + 1 :])
    return replace(sheet, rows=tuple(rows)), changed
