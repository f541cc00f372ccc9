"""What the rows of a heading say of each column: of what, of when, in which unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from geo.model import Column, Sheet
from geo.tables import cells
from geo.tables.column_words import says
from geo.tables.heading import cell_at
from geo.tables.periods import combine, read_headings, settle_tenth_months

_WITH_PERIOD = (
    re.compile(r"(?P<rest>.*\S) ?\((?P<period>[^()]+)\)", re.S),
    re.compile(r"(?P<period>(?:19|20)\d\d年?)(?!年)[\s_-]*(?P<rest>\D.*)", re.S),
    re.compile(r"(?P<rest>.*\D)[\s_-]*(?P<period>(?:19|20)\d\d年?)", re.S),
)


def name_columns(sheet: Sheet, head: tuple[int, ...], width: int, unit: str) -> list[Column]:
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
