"""Which column of a table is what: names, periods, figures. Found here, shown to the user, who can
say it better.

What the headings mean is a vocabulary (:mod:`geo.tables.column_words`); what the cells say
goes before it where the two disagree. Two columns that name different places equally well are asked
about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from geo.model import Answer, Kind, QuestionError, Table, TableError, UnknownNameError, phrase
from geo.tables import cells
from geo.tables.column_words import is_figure, says
from geo.tables.evidence import Evidence, Resolve, weigh
from geo.tables.periods import combine, read_periods

_SAMPLE_ROWS = 2_000
#: A column that names so many of the best one's places is its rival.
_RIVAL = 0.8
#: So many figures are not the codes of their places by chance.
_MANY = 8
_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0*)?", re.ASCII)


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

    ``period`` is a column with periods, or "", and ``part`` one with the months or quarters of its
    years. ``dates`` says of when each row's figure is, where every place has one row only.
    ``series`` is a column that says what a row's figure is of, or "". ``texts`` are columns with
    words, ``levels`` those that name places within a place, from the larger to the smaller.
    ``is_list`` says that the rows are things in a place (projects, stations), not places.
    ``conflicts`` are columns whose headings name the same measure and period.
    """

    key: str
    period: str
    series: str
    measures: tuple[Measure, ...]
    texts: tuple[str, ...]
    is_list: bool
    part: str = ""
    dates: str = ""
    levels: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()
    evidence: Evidence = field(default=Evidence(0, 0, 0, 0, 0))

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
    QuestionError
        If two columns name different places equally well.
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
    named = {c: _periods_of(c, sample[c], places) for c in others}
    when = _When(period, "", "") if period is not None else _find_when(others, named, places)
    if period:
        when = replace(when, part=_part_of(period, others, named))
    names = [column for column in others if _names_again(column, sample[column], places, resolve)]
    levels = tuple(
        c for subject in ("prefecture", "county") for c in others if says(subject, _bare(c))
    )
    taken = (when.period, when.part, when.dates, *names, *levels)
    figures = [
        column
        for column in others
        if column not in taken
        and is_figure(_bare(column))
        and not (named[column] and _says_when(_bare(column)))
        and _are_numbers(sample[column])
    ]
    texts = [
        column for column in others if column not in (when.period, when.part, *names, *figures)
    ]
    texts = [column for column in texts if not says("numbering", _bare(column))]
    rows = [sample[when.period] if when.period else [""] * len(places), places]
    series = next((c for c in texts if _is_series(c, sample[c], *rows)), "")
    measures, conflicts = _measures(table, figures, single=bool(when.period))
    if series:
        kinds = dict.fromkeys(filter(None, (table.cells(series))))
        measures = tuple(_of_series(m, kind, len(measures) > 1) for kind in kinds for m in measures)
    untitled = cells.split_unit(table.title)[0] or PurePath(table.name).stem or table.name
    measures = tuple(m if m.name else replace(m, name=untitled) for m in measures)
    things = [sample[c] for c in texts if c not in levels and not _says_when(_bare(c))]
    return Roles(
        key=key,
        period=when.period,
        series=series,
        measures=tuple(sorted(measures, key=lambda m: _are_years(sample, m))),
        texts=tuple(texts),
        is_list=not when.period and not series and _is_list(places, things),
        part=when.part,
        dates=when.dates,
        levels=levels,
        conflicts=conflicts,
        evidence=weigh(sample[key], resolve, heading=_bare(key)),
    )


def suggest_kind(name: str, unit: str) -> Kind:
    """The kind of a measure by the rule whether its sum means anything: that of counts does, that
    of ratios and of scores does not."""
    if says("index", name):
        return "index"
    if unit.startswith(("%", "‰")) or "/" in unit or says("ratio", f"{name} {unit}"):
        return "ratio"
    return "ratio" if re.search(r"(?<!功)率", f"{name} {unit}") else "count"


def _bare(column: str) -> str:
    """The last part of a heading of several rows, without what was added to make it unique."""
    return re.sub(r" \(\d+\)$", "", column.rpartition(" · ")[2])


# Names


def _find_key(table: Table, sample: Mapping[str, list[str]], resolve: Resolve) -> str:
    found = {c: weigh(cs, resolve, heading=_bare(c)) for c, cs in sample.items()}
    if any(evidence.strong for evidence in found.values()):  # weak codes are nothing beside names
        found = {c: e for c, e in found.items() if e.strong}
    best = max(found, key=lambda c: found[c].weight)
    if not found[best].weight:
        raise TableError(
            "table.no_key",
            name=table.name,
            columns=list(table.columns[:20]),
            row=[repr(cell) for cell in table.rows[0][:5]],
        )
    places = [match.adcode if (match := resolve(cell)) else "" for cell in sample[best]]
    rivals = [
        column
        for column, evidence in found.items()
        if column != best
        and evidence.strong >= max(1, _RIVAL * found[best].strong)
        and not _same_places(sample[column], places, resolve)
    ]
    if not rivals:
        return best
    every = sorted((best, *rivals), key=table.columns.index)
    headed = [column for column in every if says("key", _bare(column))]
    if len(headed) == 1:
        return headed[0]
    raise QuestionError(
        "table.two_keys",
        answers=[
            Answer(
                phrase(
                    "table.take_key",
                    column=column,
                    count=found[column].strong,
                    examples=list(dict.fromkeys(filter(None, sample[column])))[:3],
                ),
                f"--key {column!r}",
                {"key": column},
            )
            for column in every
        ],
        name=table.name,
        columns=every,
    )


def _names_again(column: str, cells_of: list[str], places: list[str], resolve: Resolve) -> bool:
    """Whether a column repeats the key. Two figures of two digits may be the codes of two places by
    chance: they are only where the heading says so, or where they are many."""
    if not _same_places(cells_of, places, resolve):
        return False
    found = weigh(cells_of, resolve)
    return found.strong > 0 or says("code", _bare(column)) or len(set(places) - {""}) >= _MANY


def _same_places(cells_of: list[str], places: list[str], resolve: Resolve) -> bool:
    """Whether a column is the key again, as codes beside names or in another language."""
    named = [m.adcode if (m := resolve(cell)) else "" for cell in cells_of]
    return any(named) and all(a == b for a, b in zip(named, places, strict=True) if a or b)


# Periods


@dataclass(frozen=True)
class _When:
    """The column with periods, the one with the months or quarters of its years, and the one that
    dates rows that stand for one place each."""

    period: str
    part: str
    dates: str


def _says_when(heading: str) -> bool:
    return says("period", heading) or says("month", heading) or says("quarter", heading)


def _periods_of(column: str, cells_of: list[str], places: list[str]) -> tuple[str, ...]:
    """The periods of a column, one for each cell of a row that names a place; nothing unless all
    have one. Blank cells have ""."""
    here = [cell if place else "" for cell, place in zip(cells_of, places, strict=True)]
    found = read_periods(here, heading=_bare(column))
    filled = [cell for cell in here if cell]
    if not filled or sum(period is not None for period in found) < len(filled):
        return ()
    return tuple(period or "" for period in found)


def _find_when(
    others: Sequence[str], named: Mapping[str, tuple[str, ...]], places: Sequence[str]
) -> _When:
    once = len(set(filter(None, places))) == len([place for place in places if place])
    dated = [c for c in others if named[c]]
    if once:
        own = (c for c in dated if _says_when(_bare(c)) and not says("record", _bare(c)))
        return _When("", "", next(own, ""))
    for column in dated:
        part = _part_of(column, dated, named)
        periods = named[column]
        if part:
            periods = tuple(f"{a} {b}" for a, b in zip(periods, named[part], strict=True))
        if _is_period(column, periods, places):
            return _When(column, part, "")
    return _When("", "", "")


def _part_of(column: str, others: Sequence[str], named: Mapping[str, tuple[str, ...]]) -> str:
    """The column with months or quarters beside one with years."""
    if not named[column] or not all(combine(p, "--01") for p in named[column] if p):
        return ""
    return next(
        (
            c
            for c in others
            if c != column and named[c] and all(p[:2] == "--" for p in named[c] if p)
        ),
        "",
    )


def _is_period(column: str, periods: Sequence[str], places: Sequence[str]) -> bool:
    """Whether periods tell a place's rows apart, as those of a list of projects do not."""
    rows = [pair for pair in zip(places, periods, strict=True) if all(pair)]
    filled = [period for _, period in rows]
    # The dates of a register are many and each of few places; those of a panel are of most.
    whole = len(set(places) - {""}) * len(set(filled))
    if 2 * len(set(filled)) > len(filled) and 2 * len(set(rows)) < whole:
        return False
    short = all(re.fullmatch(r"\d{4}|--\w\d", period) for period in filled)
    return (_says_when(_bare(column)) or short) and _explains(places, periods)


def _explains(places: Sequence[str], periods: Sequence[str]) -> bool:
    rows = [pair for pair in zip(places, periods, strict=True) if pair[0]]
    return len(set(rows)) * 1.25 >= len(rows)


def _are_years(sample: Mapping[str, list[str]], measure: Measure) -> bool:
    """Whether all numbers of a measure look like years: weak evidence, so it only goes last."""
    filled = [c for column in measure.columns.values() for c in sample[column] if c]
    return bool(filled) and all(_YEAR.fullmatch(cells.fold(cell)) for cell in filled)


def _is_series(column: str, cells_of: list[str], periods: list[str], places: list[str]) -> bool:
    """Whether a column says of what the row's figure is: each place has each kind once."""
    rows = [row for row in zip(places, periods, cells_of, strict=True) if row[0] and row[2]]
    kinds, named = {row[2] for row in rows}, {row[0] for row in rows}
    return (
        says("series", _bare(column))
        and len(kinds) > 1
        and len(rows) == len(set(rows))
        and len({(place, kind) for place, _, kind in rows}) > 0.5 * len(kinds) * len(named)
    )


def _of_series(measure: Measure, kind: str, several: bool) -> Measure:
    name, unit = cells.split_unit(kind)
    if several and measure.name:
        name = f"{name} · {measure.name}"
    return Measure(name, unit or measure.unit, measure.columns, kind)


# Figures


def _are_numbers(cells_of: list[str]) -> bool:
    read = [cells.parse_number(cell) for cell in cells_of]
    numbers = sum(isinstance(cell, float) for cell in read)
    return numbers > 0 and 2 * numbers >= sum(cell is not None for cell in read)


def _measures(
    table: Table, figures: list[str], *, single: bool
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


def _is_list(places: list[str], texts: list[list[str]]) -> bool:
    """Whether a place's rows are different things: there are many, and words tell them apart."""
    rows = [number for number, place in enumerate(places) if place]
    distinct = {places[number] for number in rows}
    if len(rows) < 1.5 * len(distinct) or not texts:
        return False
    return any(
        len({(places[n], column[n]) for n in rows}) > 1.3 * len(distinct) for column in texts
    )
