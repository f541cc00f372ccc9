"""Which column of a table is what: names, periods, figures. Found here, shown to the user, who can
say it better."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from geo import cells
from geo.errors import TableError, UnknownNameError
from geo.model import Kind, Match, Table

Resolve = Callable[[str], Match | None]

_SAMPLE_ROWS = 2_000
#: Columns that number or name rows are never figures.
_NUMBERING = re.compile(
    r"序号?|序號|编号|編號|号|排名|排序|位次|名次|rank(ing)?|no\.?|#|id|fid|objectid|index|s/n",
    re.I,
)
_CODE = re.compile(
    r".*(代码|代碼|区划码|编码|邮编|电话号码|联系电话|adcode|\bcode|_code|zip|postcode|\bpac\b|\biso\b).*|"
    r"电话|(tele)?phone( (no\.?|number))?",
    re.I,
)
_PERIOD = re.compile(
    r".*(年份|年度|时间|時間|日期|月份|季度|统计期|报告期|\byear|\bperiod|\bdate|\bmonth|\bquarter).*|年|月",
    re.I,
)
_SERIES = re.compile(r".*(指标|变量|indicator|variable|measure|series|metric).*", re.I)
_INDEX = re.compile(
    r"指数|得分|评分|分数|等级|(?<![a-z])(index|indices|scores?|ratings?|grades?)(?![a-z])", re.I
)
_RATIO = re.compile(
    r"(?<!功)率|占比|比重|比例|比值|人均|每万|每亿|每百|每千|地均|均值|平均|密度|增速|增长|同比|环比|强度|渗透|"
    r"覆盖|(?<![a-z])(shares?|rates?|ratios?|percent|percentage|per|density|average|mean|median|"
    r"growth)(?![a-z])",
    re.I,
)


@dataclass(frozen=True)
class Measure:
    """What a table has figures of: one column, or one for each period (period → column); only the
    rows whose series is ``of``, where there is one."""

    name: str
    unit: str
    columns: Mapping[str, str]
    of: str = ""


@dataclass(frozen=True)
class Roles:
    """The columns of a table by what they hold.

    ``period`` is a column with periods, or "". ``series`` is a column that says what a row's figure
    is of, or "". ``texts`` are columns with words. ``is_list`` says that the rows are things in a
    place (projects, stations), not places.
    """

    key: str
    period: str
    series: str
    measures: tuple[Measure, ...]
    texts: tuple[str, ...]
    is_list: bool

    def measure(self, name: str) -> Measure:
        """The measure of that name, or of which that is a column.

        Raises
        ------
        UnknownNameError
            If there is none.
        """
        for measure in self.measures:
            if name == measure.name or name in measure.columns.values():
                return measure
        raise UnknownNameError("value column", name, [m.name for m in self.measures])


def find_roles(
    table: Table, *, resolve: Resolve, key: str | None = None, period: str | None = None
) -> Roles:
    """Tell a table's columns apart.

    Parameters
    ----------
    table, resolve
        The table, and which place a cell names.
    key, period
        The columns with names and with periods; found when left out, "" for no period column.

    Raises
    ------
    UnknownNameError
        If a column is not in the table.
    TableError
        If no column has names of places.
    """
    for column in (key, period):
        if column and column not in table.columns:
            raise UnknownNameError("column", column, table.columns)
    sample = {
        column: [row[i] for row in table.rows[:_SAMPLE_ROWS]]
        for i, column in enumerate(table.columns)
    }
    key = key or _find_key(table, sample, resolve)
    places = [match.adcode if (match := resolve(cell)) else "" for cell in sample[key]]
    others = [column for column in table.columns if column != key]
    if period is None:
        period = next((c for c in others if _is_period(c, sample[c], places)), "")
    names = [column for column in others if _same_places(sample[column], places, resolve)]
    figures = [
        column
        for column in others
        if column not in (period, *names)
        and not _NUMBERING.fullmatch(column)
        and not _CODE.fullmatch(column)
        and _are_numbers(sample[column])
    ]
    texts = [column for column in others if column not in (period, *names, *figures)]
    texts = [column for column in texts if not _NUMBERING.fullmatch(column)]
    rows = [sample[period] if period else [""] * len(places), places]
    series = next((c for c in texts if _is_series(c, sample[c], *rows)), "")
    measures = _measures(table, figures, single=bool(period))
    if series:
        kinds = dict.fromkeys(filter(None, (table.cells(series))))
        measures = tuple(_of_series(m, kind, len(measures) > 1) for kind in kinds for m in measures)
    untitled = cells.split_unit(table.title)[0] or table.name
    measures = tuple(m if m.name else replace(m, name=untitled) for m in measures)
    return Roles(
        key=key,
        period=period,
        series=series,
        measures=measures,
        texts=tuple(texts),
        is_list=not period and not series and _is_list(places, [sample[c] for c in texts]),
    )


def suggest_kind(name: str, unit: str) -> Kind:
    """The kind of a measure by the rule whether its sum means anything: that of counts does, that
    of ratios and of scores does not."""
    if _INDEX.search(name):
        return "index"
    if unit.startswith(("%", "‰")) or "/" in unit or _RATIO.search(f"{name} {unit}"):
        return "ratio"
    return "count"


def _find_key(table: Table, sample: Mapping[str, list[str]], resolve: Resolve) -> str:
    known = {c: [match for cell in cs if (match := resolve(cell))] for c, cs in sample.items()}
    # Names go before codes: a column of small numbers may look like codes.
    best = max(known, key=lambda c: sum(1 if match.how == "code" else 2 for match in known[c]))
    filled = sum(bool(cell) for cell in sample[best])
    if not known[best] or 4 * len(known[best]) < filled:
        first = ", ".join(repr(cell) for cell in table.rows[0][:5])
        raise TableError(
            f"{table.name} has no column with names or codes of places. Columns: "
            f"{', '.join(table.columns[:20])}; first row: {first}. A key column holds names such "
            "as 安徽, Anhui or codes such as 340000; name it if it is not recognised."
        )
    return best


def _is_period(column: str, cells_of: list[str], places: list[str]) -> bool:
    filled = [cell for cell in cells_of if cell]
    if not filled or not all(cells.read_period(cell) for cell in filled):
        return False
    repeated = len(set(filter(None, places))) < len([place for place in places if place])
    if 2 * len(set(filled)) > len(filled):
        return False
    short = all(len(cell) <= 5 for cell in filled)  # 2020, 2020年
    return (bool(_PERIOD.fullmatch(column)) and (not repeated or _explains(places, cells_of))) or (
        repeated and short and _explains(places, cells_of)
    )


def _is_series(column: str, cells_of: list[str], periods: list[str], places: list[str]) -> bool:
    """Whether a column says of what the row's figure is: each place has each kind once."""
    rows = [row for row in zip(places, periods, cells_of, strict=True) if row[0] and row[2]]
    kinds, named = {row[2] for row in rows}, {row[0] for row in rows}
    return (
        bool(_SERIES.fullmatch(column))
        and len(kinds) > 1
        and len(rows) == len(set(rows))
        and len({(place, kind) for place, _, kind in rows}) > 0.5 * len(kinds) * len(named)
    )


def _of_series(measure: Measure, kind: str, several: bool) -> Measure:
    name, unit = cells.split_unit(kind)
    if several and measure.name:
        name = f"{name} · {measure.name}"
    return Measure(name, unit or measure.unit, measure.columns, kind)


def _explains(places: list[str], periods: list[str]) -> bool:
    """Whether the periods tell most of a place's rows apart: those of a list of projects do not."""
    rows = [pair for pair in zip(places, periods, strict=True) if pair[0]]
    return len(set(rows)) * 1.25 >= len(rows)


def _same_places(cells_of: list[str], places: list[str], resolve: Resolve) -> bool:
    """Whether a column is the key again, as codes beside names or in another language."""
    named = [m.adcode if (m := resolve(cell)) else "" for cell in cells_of]
    return any(named) and all(a == b for a, b in zip(named, places, strict=True) if a or b)


def _are_numbers(cells_of: list[str]) -> bool:
    read = [cells.read_number(cell) for cell in cells_of]
    numbers = sum(isinstance(cell, float) for cell in read)
    return numbers > 0 and 2 * numbers >= sum(cell is not None for cell in read)


def _measures(table: Table, figures: list[str], *, single: bool) -> tuple[Measure, ...]:
    """Columns of one measure and unit with different periods belong together, unless periods stand
    in a column."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for column in table.headings:
        if column.name not in figures:
            continue
        key = (column.measure, column.unit)
        if key in found and (single or column.period in found[key]):
            key = (column.name, column.unit)
        found.setdefault(key, {})["" if single else column.period] = column.name
    names = [name for name, _ in found]
    return tuple(
        Measure(f"{name} ({unit})" if names.count(name) > 1 else name, unit, columns)
        for (name, unit), columns in found.items()
    )


def _is_list(places: list[str], texts: list[list[str]]) -> bool:
    """Whether a place's rows are different things: there are many, and words tell them apart."""
    rows = [number for number, place in enumerate(places) if place]
    distinct = {places[number] for number in rows}
    if len(rows) < 1.5 * len(distinct) or not texts:
        return False
    return any(
        len({(places[n], column[n]) for n in rows}) > 1.3 * len(distinct) for column in texts
    )
