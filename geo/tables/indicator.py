"""The pipe for a user's own table: what was read of it, its figures by place, an indicator, a map.

:mod:`geo.tables.choices` says what a table holds and what the user decided; here it is joined with
places and worded like an indicator of the catalogue.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.indicators import change, load_denominator, per, per_measure, read_denominators
from geo.model import (
    Answer,
    GeoError,
    GroupRow,
    Indicator,
    JoinReport,
    Observation,
    QuestionError,
    Source,
    Status,
    Table,
    TableError,
    Text,
    UnknownNameError,
    both,
    phrase,
    read_words,
)
from geo.tables.choices import Reading, read_work, sectors_of, understand
from geo.tables.conditions import Condition, check_conditions, parse_condition
from geo.tables.duplicates import refuse_duplicates
from geo.tables.figures import Figures, read_figures, read_texts
from geo.tables.levels import tell_levels
from geo.tables.lists import aggregate
from geo.tables.match import MatchedRows, match_rows
from geo.tables.measures import Measure, suggest_kind
from geo.tables.periods import read_periods
from geo.tables.questions import ask_key, ask_numbers, ask_words, unit_of
from geo.tables.sectors import read_sectors
from geo.tables.work import EACH_ROW, Work

_MOST_DECIMALS, _MOST_NEEDED = 4, 10
#: No palette has more colours.
MOST_CATEGORIES = 9
_NOTHING = Text("", "")


@dataclass(frozen=True)
class Joined:
    """A table's figures by place, as an indicator, with the report on its rows.

    ``indicator`` is None while places stand in several rows and nobody has said which counts.
    """

    reading: Reading
    matched: MatchedRows
    report: JoinReport
    indicator: Indicator | None


def match_reading(reading: Reading) -> MatchedRows:
    """Find out which place each row names; where rows are places, one that does not meet the
    conditions gets none.

    Raises
    ------
    GeoError
        If a fix is no place of the boundaries, or a condition cannot be understood.
    """
    matched = match_rows(
        reading.boundaries,
        reading.table,
        names=reading.names,
        key=reading.roles.key,
        fixes=reading.choices.fixes,
    )
    matched = _without_parts(reading, matched)
    if reading.is_list or not _is_narrowed(reading):
        return matched
    meets = _meeting(reading)
    adcodes = tuple(
        adcode if meets(row) else ""
        for row, adcode in zip(reading.table.rows, matched.adcodes, strict=True)
    )
    return replace(matched, adcodes=adcodes)


def _meeting(reading: Reading) -> Callable[[Sequence[str]], bool]:
    """Whether a row meets all conditions, and is of the sector chosen."""
    conditions = [*_conditions(reading)]
    if reading.choices.sector:
        column = _sector_column(reading)
        conditions.append(Condition(column, "=", tuple(_texts_of_sector(reading))))
    tests = [(reading.table.columns.index(c.column), c.test()) for c in conditions]
    return lambda row: all(meets(row[index]) for index, meets in tests)


def _without_parts(reading: Reading, matched: MatchedRows) -> MatchedRows:
    """The rows without those of parts of a place that has a row of its own: added up with it they
    would count twice.

    Raises
    ------
    QuestionError
        If the own row of a place is less than one of its parts, so that it may be no whole.
    """
    roles, table = reading.roles, reading.table
    said = {condition.column for condition in _conditions(reading)}
    if not roles.levels or roles.series or said & set(roles.levels):
        return matched
    if reading.choices.aggregate == "count" or roles.is_list or _names_things(reading):
        return matched  # a project without a city is no whole of those with one

    def place(text: str) -> str:
        found = reading.names.resolve(text)
        return found.adcode if found else ""

    counts = [
        column
        for measure in roles.measures
        if suggest_kind(measure.name, measure.unit) == "count"
        for column in measure.columns.values()
    ]
    meets = _meeting(reading)
    found = tell_levels(
        table,
        [a if meets(row) else "" for a, row in zip(matched.adcodes, table.rows, strict=True)],
        levels=roles.levels,
        within=reading.row_periods,
        place=place,
        group=reading.names.group,
        figures=counts,
    )
    if not found.parts:
        return matched
    if found.doubtful:
        names = reading.boundaries.names
        raise QuestionError(
            "own.which_level",
            answers=[
                Answer(meaning, f"--where '{where}'", {"where": (where,)})
                for meaning, where in (
                    (phrase("own.whole_rows"), f"{roles.levels[-1]}="),
                    (phrase("own.part_rows"), f"{roles.levels[-1]}!="),
                )
            ],
            name=table.name,
            columns=list(roles.levels),
            places=[names[adcode] for adcode in found.doubtful[:5]],
        )
    key = table.columns.index(roles.key)
    below = [table.columns.index(column) for column in roles.levels]
    groups = tuple(
        GroupRow(
            table.row_numbers[n],
            " ".join(dict.fromkeys(filter(None, (table.rows[n][i] for i in (key, *below))))),
            "part",
        )
        for n in sorted(found.parts)
    )
    report = matched.report
    matched_by = Counter(report.matched)
    for n in found.parts:
        match_reading = reading.names.resolve(table.rows[n][key])
        fixed = table.rows[n][key] in reading.choices.fixes
        matched_by["choice" if fixed or match_reading is None else match_reading.how] -= 1
    return replace(
        matched,
        adcodes=tuple("" if n in found.parts else a for n, a in enumerate(matched.adcodes)),
        report=replace(
            report,
            rows=report.rows - len(groups),
            matched={how: count for how, count in matched_by.items() if count},
            groups=tuple(sorted((*report.groups, *groups), key=lambda g: g.row)),
        ),
    )


def _names_things(reading: Reading) -> bool:
    """Whether a column beside those of places gives nearly every row a name of its own."""
    table, roles = reading.table, reading.roles
    others = [c for c in roles.texts if c not in (*roles.levels, roles.dates)]
    return any(len(set(table.cells(c)) - {""}) > 0.9 * len(table.rows) for c in others)


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
            rows=[both("row", row=u.row, text=u.text[:40]) for u in report.unmatched[:5]],
        )
    ask_key(reading, report)
    if not reading.is_list:
        check_conditions(table, _conditions(reading))
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
    without = tuple(code for code in reading.boundaries.adcodes if code not in present)
    return replace(joined, report=replace(joined.report, places_without_data=without))


def indicator_of(joined: Joined) -> Indicator:
    """The figures of a joined table.

    Raises
    ------
    TableError
        If a place stands in several rows and nobody has said which counts.
    """
    if joined.indicator is None:
        _refuse_duplicates(joined)
        raise TableError("own.nothing")
    return joined.indicator


def _refuse_duplicates(joined: Joined) -> None:
    words = joined.reading.choices.kind == "category"
    refuse_duplicates(joined.report.duplicates, joined.reading.boundaries, words=words)


def join_work(work: Work) -> Joined:
    """The whole way from a table to its figures.

    Raises
    ------
    GeoError
        If any step cannot be done.
    """
    reading = understand(read_work(work))
    return join_figures(reading, match_reading(reading))


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


def figures_by_place(
    joined: Joined, *, only: str | None = None, period: str | None = None
) -> dict[str, dict[str, float | str | None]]:
    """The figures by adcode and column; a measure of several periods has a column for each.

    All measures of the table where its rows are places and nothing else was asked for; else those
    that are drawn. With ``period``, only figures of that one.

    Raises
    ------
    UnknownNameError
        If there is no such period.
    TableError
        If a place stands in several rows and nobody has said which counts.
    """
    reading, indicator, choices = joined.reading, joined.indicator, joined.reading.choices
    if indicator is None:
        _refuse_duplicates(joined)
        raise TableError("own.nothing")
    derived = choices.per or choices.change
    measures = reading.roles.measures
    found: list[tuple[str, tuple[str, ...], Mapping[tuple[str, str], float | str | None]]] = []
    if only or derived or reading.is_list or choices.kind == "category" or not measures:
        named = only and not derived and choices.aggregate not in ("count", "share")
        shown = choices.value if choices.kind == "category" and not derived else None
        name = only if only and named else shown or indicator.title.en
        found.append((name, indicator.periods, _drawn(indicator)))
    else:
        for measure in measures:
            figures = _figures(reading, joined.matched, measure)
            if not choices.duplicates:
                refuse_duplicates(figures.rows_of_places, reading.boundaries)
            periods = tuple(sorted({at for _, at in figures.numbers}))
            name = measure.name if measure.of else next(iter(measure.columns.values()))
            found.append((measure.name if len(periods) > 1 else name, periods, figures.numbers))
    if period is not None:
        every = sorted({at for _, periods, _ in found for at in periods})
        if not any(every):
            raise GeoError("join.no_periods", indicator=reading.table.name, period=period)
        if period not in every:
            raise UnknownNameError("period", period, every)
        found = [(name, (period,), numbers) for name, _, numbers in found]
    table: dict[str, dict[str, float | str | None]] = {}
    for name, periods, numbers in found:
        for (adcode, at), figure in numbers.items():
            if at in periods:
                column = f"{name} {at}".rstrip() if len(periods) > 1 else name
                table.setdefault(adcode, {})[column] = figure
    names = list(dict.fromkeys(name for row in table.values() for name in row))
    return {adcode: {name: row.get(name) for name in names} for adcode, row in table.items()}


def _drawn(indicator: Indicator) -> dict[tuple[str, str], float | str | None]:
    """The figures of an indicator by place and period; of categories their names."""
    return {
        (o.adcode, o.period): indicator.categories[round(o.value) - 1]
        if indicator.kind == "category" and o.value is not None
        else o.value
        for o in indicator.values
    }


# Rows that count


def _is_narrowed(reading: Reading) -> bool:
    return bool(reading.choices.where or reading.choices.sector)


def _conditions(reading: Reading) -> tuple[Condition, ...]:
    columns = reading.table.columns
    return tuple(parse_condition(text, columns) for text in reading.choices.where)


def _sector_column(reading: Reading) -> str:
    if not reading.choices.sector_column:
        raise TableError("own.no_sector_column")
    return reading.choices.sector_column


def _texts_of_sector(reading: Reading) -> frozenset[str]:
    """The texts of the sector column that are of the sector chosen."""
    wanted = reading.choices.sector
    return frozenset(text for text, sector in sectors_of(reading).items() if sector == wanted)


def _told_conditions(reading: Reading) -> Text:
    """Which rows count, in words."""
    conditions = [str(condition) for condition in _conditions(reading)]
    if reading.choices.sector:
        sector = read_sectors()[reading.choices.sector].title
        return Text("; ".join([sector.en, *conditions]), "；".join([sector.zh, *conditions]))
    if conditions:
        return Text("; ".join(conditions), "；".join(conditions))
    return read_words()["own"]["no_condition"]


# Figures


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
        where=_conditions(reading),
        kept=_texts_of_sector(reading).__contains__ if choices.sector else None,
        kept_column=_sector_column(reading) if choices.sector else "",
        unit=choices.unit or "",
    )
    report = replace(matched.report, not_numbers=result.not_numbers, inexact=result.inexact)
    totalled = any(group.kind == "total" for group in matched.report.groups)
    if how == "sum" and totalled and not _is_narrowed(reading):
        figures = read_figures(
            table, matched, columns={"": column}, combine="sum", unit=choices.unit or ""
        )
        report = replace(report, totals=figures.totals)
    told = _told_conditions(reading)
    method = both(f"method_{how}", section="own", column=column, rows=result.rows, where=told)
    status: Status = "derived" if how in ("mean", "share") else "reported"
    numbers = {(adcode, ""): n for adcode, n in result.numbers.items()}
    values = _observations(reading, matched, numbers, status=status)
    indicator = _related(reading, matched, _indicator(reading, values, method=method))
    return Joined(reading, matched, report, indicator)


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
    values = _observations(reading, matched, numbers)
    indicator = _indicator(reading, values, method=_method(reading), categories=names)
    return Joined(reading, matched, report, _related(reading, matched, indicator))


def _join_numbers(reading: Reading, matched: MatchedRows) -> Joined:
    """Rows are places with their figures."""
    choices, table = reading.choices, reading.table
    measure = reading.measure(choices.value or "")
    figures = _figures(reading, matched, measure)
    twice = figures.rows_of_places
    whole = choices.kind == "count" and not _is_narrowed(reading)
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
    values = _observations(reading, matched, figures.numbers)
    indicator = _indicator(reading, values, method=_method(reading))
    return Joined(reading, matched, report, _related(reading, matched, indicator))


def _figures(reading: Reading, matched: MatchedRows, measure: Measure) -> Figures:
    return read_figures(
        reading.table,
        matched,
        columns=measure.columns,
        periods=reading.row_periods,
        series=(reading.roles.series, measure.of) if measure.of else None,
        combine=reading.choices.duplicates,
        unit=unit_of(reading, measure),
    )


def _one_column(reading: Reading) -> str:
    """The column of the value chosen; of several periods, the last."""
    value = reading.choices.value
    if value is None:
        raise TableError("own.no_numbers", name=reading.table.name)
    if value in reading.table.columns:
        return value
    columns = reading.measure(value).columns
    return columns[max(columns)]


def _observations(
    reading: Reading,
    matched: MatchedRows,
    numbers: Mapping[tuple[str, str], float | None],
    *,
    status: Status = "reported",
) -> tuple[Observation, ...]:
    """Figures as observations, without the periods of which no place has one.

    Figures without a period have the table's date, unless others have that one as theirs. Where
    each row says of when it is, that is its date, and the period is that of all of them.
    """
    dates = _dates(reading, matched)
    date = _span(dates.values()) or reading.choices.date or ""
    if any(period == date for _, period in numbers):
        date = ""
    known = {period for (_, period), number in numbers.items() if number is not None}
    return tuple(
        Observation(
            adcode,
            period or date,
            number,
            "no_data" if number is None else status,
            date=dates.get(adcode, ""),
        )
        for (adcode, period), number in numbers.items()
        if period in known or not known
    )


def _dates(reading: Reading, matched: MatchedRows) -> dict[str, str]:
    """Of when the figure of each place is, where a column says it of every row."""
    column = reading.roles.dates
    if not column or reading.is_list:
        return {}
    found = read_periods(reading.table.cells(column), heading=column)
    return {
        adcode: period
        for adcode, period in zip(matched.adcodes, found, strict=True)
        if adcode and period
    }


def _span(dates: Collection[str]) -> str:
    """One period for figures of different dates: the date they share, else their first and last
    year."""
    if len(set(dates)) < 2:
        return next(iter(dates), "")
    years = sorted(date[:4] for date in dates if date[:4].isdecimal())
    if not years:
        return ""
    return years[0] if years[0] == years[-1] else f"{years[0]}/{years[-1]}"


def _related(reading: Reading, matched: MatchedRows, indicator: Indicator) -> Indicator:
    """The indicator divided by something, and its change between two periods."""
    choices = reading.choices
    if choices.per:
        indicator = _divided(reading, matched, indicator)
    if choices.change:
        periods = indicator.periods
        indicator = change(
            indicator,
            choices.change,
            first=choices.change_from or periods[0],
            last=choices.change_to or periods[-1],
        )
    # What was done is said in the unit and the method; a title of the user's own stays.
    title = choices.title.strip()
    return replace(indicator, title=Text(title, title)) if title else indicator


def _divided(reading: Reading, matched: MatchedRows, indicator: Indicator) -> Indicator:
    wanted, known = reading.choices.per, read_denominators()
    if wanted in known:
        below = load_denominator(known[wanted], reading.boundaries)
        return per(indicator, known[wanted], below)
    names = [m.name for m in reading.roles.measures]
    if wanted not in (*reading.table.columns, *names):
        raise UnknownNameError("denominator", wanted, [*known, *names])
    if reading.is_list:
        raise TableError("derive.list_by_column", known=tuple(known), column=wanted)
    measure = reading.measure(wanted)
    figures = _figures(reading, matched, measure)
    below = replace(
        indicator,
        id=measure.name,
        title=Text(measure.name, measure.name),
        unit=Text(measure.unit, measure.unit),
        values=_observations(reading, matched, figures.numbers),
    )
    return per_measure(indicator, below)


# Words


def _method(reading: Reading) -> Text:
    if not _is_narrowed(reading):
        return _NOTHING
    return both("method_rows", section="own", where=_told_conditions(reading))


def _indicator(
    reading: Reading,
    values: tuple[Observation, ...],
    *,
    method: Text,
    categories: tuple[str, ...] = (),
) -> Indicator:
    """The figures with all that a label would say of them.

    Raises
    ------
    TableError
        If no place has a figure.
    """
    choices, table, words = reading.choices, reading.table, read_words()["own"]
    numbers = [o.value for o in values if o.value is not None]
    if not numbers:
        raise TableError("own.no_figure", name=table.name)
    subject = _subject(reading)
    level = "title_province" if reading.boundaries.id == "provinces" else "title_place"
    unit = Text(choices.unit or subject.en, choices.unit or subject.zh)
    if choices.aggregate == "count" and not choices.unit:
        unit = words["entries_unit"]
    return Indicator(
        id="".join(c if c.isalnum() else "-" for c in Path(table.name).stem)[:60] or "table",
        title=both(level, section="own", subject=subject),
        group=_NOTHING,
        unit=unit,
        kind=choices.kind or "count",
        values=values,
        source=_source(reading),
        boundaries=reading.boundaries.id,
        no_data=words["no_row"],
        notes=_notes(table),
        method=method,
        decimals=_decimals(numbers),
        ranked=choices.kind != "category",
        categories=categories,
    )


def _subject(reading: Reading) -> Text:
    """What the figures are of."""
    choices = reading.choices
    if choices.aggregate == "share":
        where = "; ".join(choices.where)
        subject = both("share_of", section="own", where=where)
    elif choices.aggregate == "count":
        subject = read_words()["own"]["entries"]
    else:
        name = choices.value or ""
        if name not in reading.roles.texts:
            name = reading.measure(name).name
        subject = Text(name, name)
    if choices.sector:
        sector = read_sectors()[choices.sector].title
        subject = both("of_sector", section="own", sector=sector, subject=subject)
    return subject


def _decimals(numbers: list[float]) -> int:
    """As many decimals as the figures have, up to four; of figures with more, two, or as many as it
    takes to tell different ones apart and to write the smallest with two digits."""
    most = max(len(f"{abs(n):.12g}".partition(".")[2].partition("e")[0]) for n in numbers)
    least = min((abs(n) for n in numbers if n), default=1.0)
    if most <= _MOST_DECIMALS and least >= 10.0**-_MOST_DECIMALS:
        return most
    needed = max(2, 1 - math.floor(math.log10(least)))
    distinct = len({float(f"{n:.12g}") for n in numbers})
    return next(
        (d for d in range(needed, _MOST_NEEDED) if len({round(n, d) for n in numbers}) == distinct),
        min(needed, _MOST_NEEDED),
    )


def _source(reading: Reading) -> Source:
    choices, unstated = reading.choices, read_words()["map"]["source_unstated"]
    stated = (choices.source or "").strip()
    title = Text(stated, stated) if stated else unstated
    return Source(
        title=title,
        publisher=title,
        licence=unstated,
        citation=both("citation", section="own", name=reading.table.name, source=title),
        published=choices.source_date.strip(),
        accessed="unknown",
    )


def _notes(table: Table) -> tuple[Text, ...]:
    """The notes that stand under the table, but for the source, which has a line of its own."""
    texts = (" ".join(note.split()) for note in table.notes
             if not (table.source and table.source in note))  # fmt: skip
    return tuple(Text(text, text) for text in texts)
