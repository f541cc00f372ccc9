"""The pipe for a user's own table: what was read of it, its figures by place, an indicator.

:mod:`geo.tables.reading` says what a table holds and what the user decided; here it is joined with
places and worded like an indicator of the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from geo.model import (
    Boundaries,
    Indicator,
    JoinReport,
    Status,
    TableError,
    Text,
    Unmatched,
    both,
)
from geo.tables.conditions import check_conditions
from geo.tables.derived import at_map_level, computed, map_boundaries
from geo.tables.duplicates import refuse_duplicates
from geo.tables.figures import read_figures, read_texts
from geo.tables.label import label_figures, method_of
from geo.tables.lists import aggregate
from geo.tables.match import MatchedRows
from geo.tables.observations import figures_of, observe
from geo.tables.questions import (
    ask_key,
    ask_namesakes,
    ask_numbers,
    ask_words,
    refuse_merged_ratios,
)
from geo.tables.reading import Reading, read_work, understand
from geo.tables.rows import (
    conditions_of,
    is_narrowed,
    match_reading,
    sector_column_of,
    texts_of_sector,
    told_conditions,
)
from geo.tables.work import EACH_ROW, Work

#: No palette has more colours.
MOST_CATEGORIES = 9


@dataclass(frozen=True)
class Joined:
    """A table's figures by place, as an indicator, with the report on its rows.

    ``indicator`` is None while places stand in several rows and nobody has said which counts.
    """

    reading: Reading
    matched: MatchedRows
    report: JoinReport
    indicator: Indicator | None

    @property
    def boundaries(self) -> Boundaries:
        """The places of the figures: those of the rows, or those that these are added up to."""
        return map_boundaries(self.reading)


def join_work(work: Work) -> Joined:
    """The whole way from a table to its figures.

    Raises
    ------
    GeoError
        If any step cannot be done.
    """
    reading = understand(read_work(work))
    return join_figures(reading, match_reading(reading))


def _told(unmatched: Unmatched) -> Text:
    """A row that names no place, with the reason where one is known."""
    row, why = both("row", row=unmatched.row, text=unmatched.text[:40]), unmatched.why
    return (
        Text(f"{row.en}: {why.en.rstrip('.')}", f"{row.zh}：{why.zh.rstrip('。')}") if why else row
    )


def join_figures(reading: Reading, matched: MatchedRows) -> Joined:
    """Read the figures of the rows that were matched, as an indicator.

    Raises
    ------
    GeoError
        If no row names a place, there is no number, or a choice cannot be carried out.
    """
    choices, table, report = reading.choices, reading.table, matched.report
    if not report.matched_rows:
        raise TableError(
            "own.no_row",
            name=table.name,
            boundaries=reading.boundaries.title,
            rows=[_told(unmatched) for unmatched in report.unmatched[:5]],
        )
    ask_key(reading, report)
    ask_namesakes(reading, matched)
    if not reading.is_list:
        check_conditions(table, conditions_of(reading))
    if reading.is_list:
        joined = _join_list(reading, matched)
    elif choices.value is None:
        raise TableError("table.only_names", name=table.name, key=reading.roles.key)
    elif choices.kind == "category":
        joined = _join_words(reading, matched)
    else:
        joined = _join_numbers(reading, matched)
    present = set(matched.adcodes)
    if joined.indicator:
        present = {o.adcode for o in joined.indicator.values if o.value is not None}
    without = tuple(code for code in joined.boundaries.adcodes if code not in present)
    return replace(joined, report=replace(joined.report, places_without_data=without))


def indicator_of(joined: Joined) -> Indicator:
    """The figures of a joined table.

    Raises
    ------
    TableError
        If a place stands in several rows and nobody has said which counts.
    """
    if joined.indicator is None:
        reading = joined.reading
        words = reading.choices.kind == "category"
        refuse_duplicates(joined.report.duplicates, reading.boundaries, words=words)
        raise TableError("own.nothing")
    return joined.indicator


def of_period(joined: Joined, period: str | None) -> Joined:
    """The table with its periods kept apart, where each row says of when it is and one of these is
    asked for; else the same.

    Raises
    ------
    GeoError
        If any step cannot be done.
    """
    column, work = joined.reading.roles.dates, joined.reading.work
    if not column or period is None or indicator_of(joined).periods == (period,):
        return joined
    return join_work(replace(work, choices=replace(work.choices, period_column=column)))


def _join_list(reading: Reading, matched: MatchedRows) -> Joined:
    """Rows are things: count them, or add up or average a column."""
    choices, table = reading.choices, reading.table
    how = choices.aggregate or ""
    if choices.kind == "category":
        raise TableError("aggregate.no_categories", rows=EACH_ROW)
    if choices.change:
        raise TableError("aggregate.no_change")
    column = _one_column(reading) if how in ("sum", "mean") else ""
    if column:
        ask_numbers(reading, matched, reading.measure(column))
    result = aggregate(
        table,
        matched.adcodes,
        how=how,
        column=column,
        where=conditions_of(reading),
        kept=texts_of_sector(reading).__contains__ if choices.sector else None,
        kept_column=sector_column_of(reading) if choices.sector else "",
        unit=choices.unit or "",
    )
    report = replace(matched.report, not_numbers=result.not_numbers, inexact=result.inexact)
    totalled = any(group.kind == "total" for group in matched.report.groups)
    if how == "sum" and totalled and not is_narrowed(reading):
        figures = read_figures(
            table, matched, columns={"": column}, combine="sum", unit=choices.unit or ""
        )
        report = replace(report, totals=figures.totals)
    told = told_conditions(reading)
    method = both(f"method_{how}", section="own", column=column, rows=result.rows, where=told)
    status: Status = "derived" if how in ("mean", "share") else "reported"
    numbers = {(adcode, ""): n for adcode, n in result.numbers.items()}
    values = observe(reading, matched, numbers, status=status)
    return _finished(reading, matched, report, label_figures(reading, values, method=method))


def _join_words(reading: Reading, matched: MatchedRows) -> Joined:
    """A map of words: each different one is a category."""
    choices = reading.choices
    if choices.per or choices.change:
        raise TableError("own.categories_only")
    column = _one_column(reading)
    ask_words(reading, matched, column)
    texts = read_texts(
        reading.table,
        matched,
        column=column,
        periods=reading.row_periods,
        combine=choices.duplicates,
    )
    twice = texts.rows_of
    report = replace(matched.report, duplicates=twice, combined=choices.duplicates if twice else "")
    if twice and not choices.duplicates:
        return Joined(reading, matched, report, None)
    names = tuple(sorted({text for text in texts.texts.values() if text}))
    if len(names) > MOST_CATEGORIES:
        raise TableError(
            "own.many_categories",
            column=column,
            count=len(names),
            words=[repr(name[:40]) for name in names[:MOST_CATEGORIES]],
            most=MOST_CATEGORIES,
        )
    numbers = {
        at: float(names.index(text) + 1) if text else None for at, text in texts.texts.items()
    }
    values = observe(reading, matched, numbers)
    indicator = label_figures(reading, values, method=method_of(reading), categories=names)
    return _finished(reading, matched, report, indicator)


def _join_numbers(reading: Reading, matched: MatchedRows) -> Joined:
    """Rows are places with their figures."""
    choices, table = reading.choices, reading.table
    measure = reading.measure(choices.value or "")
    refuse_merged_ratios(reading)
    figures = figures_of(reading, matched, measure)
    twice = figures.rows_of_places
    whole = choices.kind == "count" and not is_narrowed(reading)
    report = replace(
        matched.report,
        duplicates=twice,
        not_numbers=figures.not_numbers,
        inexact=figures.inexact,
        totals=figures.totals if whole else (),  # only those of counts mean anything
        combined=choices.duplicates if twice else "",
    )
    if all(number is None for number in figures.numbers.values()):
        raise TableError(
            "own.no_number",
            name=table.name,
            values=list(map(repr, measure.columns.values())),
            columns=list(table.columns[:20]),
        )
    ask_numbers(reading, matched, measure)
    if twice and not choices.duplicates:
        return Joined(reading, matched, report, None)
    values = observe(reading, matched, figures.numbers)
    indicator = label_figures(reading, values, method=method_of(reading))
    return _finished(reading, matched, report, indicator)


def _finished(
    reading: Reading, matched: MatchedRows, report: JoinReport, indicator: Indicator
) -> Joined:
    """The figures at the level of the map, with all that is computed from them."""
    added = at_map_level(reading, indicator)
    report = replace(report, incomplete=added.incomplete)
    return Joined(reading, matched, report, computed(reading, matched, added.indicator))


def _one_column(reading: Reading) -> str:
    """The column of the value chosen; of several periods, the last."""
    value = reading.choices.value
    if value is None:
        raise TableError("own.no_numbers", name=reading.table.name)
    if value in reading.table.columns:
        return value
    columns = reading.measure(value).columns
    return columns[max(columns)]
