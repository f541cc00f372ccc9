"""What a table has figures of: columns of one measure with different periods belong together, and
so do rows of one series."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from geo.model import Kind, Table
from geo.tables import cells
from geo.tables.column_words import last_part, says
from geo.tables.evidence import SAMPLE_ROWS

_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0*)?", re.ASCII)


@dataclass(frozen=True)
class Measure:
    """What a table has figures of: one column, or one for each period (period → column); only the
    rows whose series is ``of``, where there is one."""

    name: str
    unit: str
    columns: Mapping[str, str]
    of: str = ""


def suggest_kind(name: str, unit: str) -> Kind:
    """The kind of a measure by the rule whether its sum means anything: that of counts does, that
    of ratios and of scores does not."""
    if says("index", name):
        return "index"
    if unit.startswith(("%", "‰")) or "/" in unit or says("ratio", f"{name} {unit}"):
        return "ratio"
    return "count"


def are_numbers(cells_of: Sequence[str]) -> bool:
    """Whether at least half of the cells with a text are numbers."""
    read = [cells.parse_number(cell) for cell in cells_of]
    numbers = sum(isinstance(cell, float) for cell in read)
    return numbers > 0 and 2 * numbers >= sum(cell is not None for cell in read)


def find_measures(
    table: Table, figures: Sequence[str], *, single: bool, series: str = ""
) -> tuple[tuple[Measure, ...], tuple[tuple[str, str], ...]]:
    """The measures of columns with figures, and pairs of columns that say the same of different
    figures. Where a column has the ``series`` of each row, every kind in it is a measure."""
    measures, conflicts = _measures(table, figures, single=single)
    if series:
        kinds = dict.fromkeys(filter(None, table.cells(series)))
        measures = tuple(_of_series(m, kind, len(measures) > 1) for kind in kinds for m in measures)
    untitled = cells.split_unit(table.title)[0] or PurePath(table.name).stem or table.name
    return tuple(m if m.name else replace(m, name=untitled) for m in measures), conflicts


def _measures(
    table: Table, figures: Sequence[str], *, single: bool
) -> tuple[tuple[Measure, ...], tuple[tuple[str, str], ...]]:
    """Columns of one measure and unit with different periods belong together, unless periods stand
    in a column. The second are pairs of columns that say the same of different figures."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    conflicts = []
    for column in table.headings:
        if column.name not in figures:
            continue
        key = (column.measure, column.unit)
        if key in found and (single or column.period in found[key]):
            if not single and column.period:
                conflicts.append((found[key][column.period], column.name))
            key = (column.name, column.unit)
        found.setdefault(key, {})["" if single else column.period] = column.name
    names = [name for name, _ in found]
    measures = tuple(
        Measure(f"{name} ({unit})" if names.count(name) > 1 else name, unit, columns)
        for (name, unit), columns in found.items()
    )
    return measures, tuple(conflicts)


def is_series(
    column: str, cells_of: Sequence[str], periods: Sequence[str], places: Sequence[str]
) -> bool:
    """Whether a column says of what the row's figure is: each place has each kind once."""
    rows = [row for row in zip(places, periods, cells_of, strict=True) if row[0] and row[2]]
    kinds, named = {row[2] for row in rows}, {row[0] for row in rows}
    return (
        says("series", last_part(column))
        and len(kinds) > 1
        and len(rows) == len(set(rows))
        and len({(place, kind) for place, _, kind in rows}) > 0.5 * len(kinds) * len(named)
    )


def _of_series(measure: Measure, kind: str, several: bool) -> Measure:
    name, unit = cells.split_unit(kind)
    if several and measure.name:
        name = f"{name} · {measure.name}"
    return Measure(name, unit or measure.unit, measure.columns, kind)


def are_years(sample: Mapping[str, Sequence[str]], measure: Measure) -> bool:
    """Whether all numbers of a measure look like years: weak evidence, so it only goes last."""
    filled = [c for column in measure.columns.values() for c in sample[column] if c]
    return bool(filled) and all(_YEAR.fullmatch(cells.fold(cell)) for cell in filled)


def suggest_unit(table: Table, measure: Measure) -> str:
    """The unit of a measure: that of its heading, or % where all its cells are percentages."""
    filled = [
        c for column in measure.columns.values() for c in table.cells(column)[:SAMPLE_ROWS] if c
    ]
    return "%" if filled and all(map(cells.is_percentage, filled)) else measure.unit
