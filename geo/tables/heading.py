"""Which rows of a sheet are its heading: candidates, each with a score.

Above the first row that names a place stand, in this order, lines around the table (title, unit),
the heading, a row that numbers the columns, and rows whose name nobody knows. Every way to part
them is a candidate; each row speaks for or against the part it has in it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf

from geo.tables import cells
from geo.tables.column_words import says
from geo.tables.periods import read_headings

Row = tuple[str, ...]

MOST_ROWS = 5
#: So many rows below show what the columns hold.
_SAMPLE_ROWS = 200
#: No heading at all needs more than nothing to speak for it.
_WITHOUT = -2.0


@dataclass(frozen=True)
class Heading:
    """Rows of the heading, counted from 0, and by how much the next best candidate is behind."""

    rows: tuple[int, ...]
    margin: float
    rival: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Below:
    """What stands below the heading: of each column its different texts, and whether it holds
    numbers."""

    texts: tuple[frozenset[str], ...]
    numeric: tuple[bool, ...]


def find_heading(
    rows: Sequence[Row], *, key: int, first: int, groups: Collection[int] = ()
) -> Heading:
    """Find the heading above the first row that names a place.

    Parameters
    ----------
    rows
        A sheet's first rows.
    key
        The column with the names.
    first
        The first row that names a place there, or a group of places beside figures.
    groups
        The rows above it in which a cell names a group of places.
    """
    below = _below(rows[first : first + _SAMPLE_ROWS], key)
    above = rows[:first]
    title = [_as_title(row, key) for row in above]
    heading = [_as_heading(row, key, below) for row in above]
    data = [_as_data(row, key, below) for row in above]
    for number in groups:
        heading[number] -= 3.0
        data[number] += 3.0
    before = [0.0, *accumulate(title)]
    after = [*accumulate(reversed(data), initial=0.0)][::-1]
    candidates: dict[tuple[int, ...], float] = {}
    for i in range(len(above) + 1):
        for j in range(i, min(i + MOST_ROWS, len(above)) + 1):
            taken = [n for n in range(i, j) if any(above[n])]
            score = before[i] + sum(heading[i:j]) + after[j]
            score += _WITHOUT if not taken else _as_one([above[n] for n in taken], key)
            found = tuple(taken)
            candidates[found] = max(score, candidates.get(found, -inf))
    best, *others = sorted(candidates, key=lambda found: -candidates[found])
    if not others:
        return Heading(best, inf)
    return Heading(best, candidates[best] - candidates[others[0]], others[0])


def texts_of(row: Row) -> list[str]:
    """The different texts of a row, without a stated unit."""
    return [t for t in dict.fromkeys(row) if t and cells.stated_unit(t) is None]


def numbers_its_columns(row: Row) -> bool:
    """Whether a row only counts the columns: 甲, 1, 2, 3."""
    counted = [t.strip("()（）") for t in row if t and t not in "甲乙丙丁"]
    return len(counted) > 1 and counted == [str(n) for n in range(1, len(counted) + 1)]


def is_number(cell: str) -> bool:
    """Whether a cell is a number, or a mark that there is none."""
    return bool(cell) and not isinstance(cells.parse_number(cell), str)


def _below(rows: Sequence[Row], key: int) -> _Below:
    width = max(map(len, rows), default=0)
    columns = [[row[c] for row in rows if c < len(row) and row[c]] for c in range(width)]
    return _Below(
        tuple(frozenset(column) for column in columns),
        tuple(
            c != key and 2 * sum(map(is_number, column)) > len(column)
            for c, column in enumerate(columns)
        ),
    )


def _as_title(row: Row, key: int) -> float:
    texts = texts_of(row)
    if not texts:
        return 1.0 if any(row) else 0.0  # a unit
    if len(texts) == 1:
        # A word over the figures alone is more like the upper half of a heading.
        return 2.0 if row.index(texts[0]) <= key else 0.5
    return -2.0 - min(len(texts), 4) - 2 * any(map(_is_figure, texts))


def _as_heading(row: Row, key: int, below: _Below) -> float:
    texts = texts_of(row)
    if not texts:
        return -1.0 if any(row) else 0.0
    name = row[key] if key < len(row) else ""
    score = 2.0 if len(texts) > 1 else -1.0
    figures = [cell for cell in row if _is_figure(cell)]
    if figures and not _counts_from_zero(figures):
        score -= 4.0 * min(len(figures), 2)
    if len(texts) > 1 and says("key", name):
        score += 4.0
    elif not name:
        score += 0.5
    others = [(c, cell) for c, cell in enumerate(row) if cell and c != key]
    score += min(3, sum(bool(cells.read_period(t) or cells.is_unit(t)) for _, t in others))
    score -= 2.0 * min(3, sum(_again(c, cell, below) for c, cell in enumerate(row)))
    return score


def _as_data(row: Row, key: int, below: _Below) -> float:
    """How much a row is like those below: the row of a place whose name nobody knows."""
    texts = texts_of(row)
    if not texts:
        return -0.5 if any(row) else 0.0
    if numbers_its_columns(row):
        return 2.0
    name = row[key] if key < len(row) else ""
    score = -5.0 if says("key", name) else 1.0 if name else -1.0
    if len(texts) == 1:
        score -= 1.0
    numeric = [
        is_number(cell)
        for c, cell in enumerate(row)
        if cell and c < len(below.numeric) and below.numeric[c]
    ]
    if numeric:
        score += 3.0 if 2 * sum(numeric) >= len(numeric) else -1.0
    return score + 2.0 * min(2, sum(_again(c, cell, below) for c, cell in enumerate(row)))


def _as_one(rows: list[Row], key: int) -> float:
    """How well several rows make one heading: a cell of one has nothing above or below it."""
    score = 0.0
    names = dict.fromkeys(filter(None, (cell_at(row, key) for row in rows)))
    if len(names) > 1 and says("key", next(iter(names))):
        score -= 6.0  # below the word that heads the names stands a name
    for upper, lower in pairwise(rows):
        width = max(len(upper), len(lower))
        completes = any(bool(cell_at(upper, i)) != bool(cell_at(lower, i)) for i in range(width))
        parted = _parts(upper, lower, key)
        score += 1.0 if completes or parted else -4.0
        if parted and len(texts_of(upper)) == 1 and upper.index(texts_of(upper)[0]) > key:
            score += 2.0  # the word over the years is what they are of
        # A whole heading above a name is no half of one.
        filled = [i for i, text in enumerate(lower) if text and i != key]
        name, corner = cell_at(lower, key), cell_at(upper, key)
        if name and corner and name != corner and all(cell_at(upper, i) for i in filled):
            score -= 4.0
        # Nor are numbers that look like years, under years.
        if filled and all(
            cells.read_period(cell_at(row, i)) for row in (upper, lower) for i in filled
        ):
            score -= 8.0
    return score


def _parts(upper: Row, lower: Row, key: int) -> bool:
    """Whether the lower row parts the words of the upper one by periods or units."""
    parts = [cell for i, cell in enumerate(lower) if cell and i != key]
    together = read_headings(parts)
    return bool(parts) and all(
        cells.read_period(cell) or cell in together or cells.is_unit(cell) for cell in parts
    )


def _is_figure(cell: str) -> bool:
    """Whether a cell is a number that is no year, or a mark that there is none."""
    return is_number(cell) and cells.read_period(cell) is None


def _counts_from_zero(figures: list[str]) -> bool:
    """Whether numbers are the names that a library gives to columns without any: 0, 1, 2."""
    return figures == [str(n) for n in range(len(figures))]


def _again(column: int, cell: str, below: _Below) -> bool:
    """Whether a word stands below in the same column."""
    return (
        bool(cell)
        and column < len(below.texts)
        and not is_number(cell)
        and cell in below.texts[column]
    )


def cell_at(row: Row, column: int) -> str:
    """A cell, "" beyond the end of its row."""
    return row[column] if column < len(row) else ""
