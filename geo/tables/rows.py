"""Which rows of a table count, and for which place: those that meet the conditions, are of the
sector chosen, and are no parts of a place that has a row of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from geo.model import Answer, GroupRow, QuestionError, TableError, Text, phrase, read_words
from geo.places import read_hierarchy
from geo.tables.conditions import Condition, parse_condition
from geo.tables.levels import Levels, tell_levels
from geo.tables.match import MatchedRows, match_rows
from geo.tables.measures import suggest_kind
from geo.tables.offers import sectors_of
from geo.tables.reading import Reading
from geo.tables.sectors import read_sectors


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
        fixes=_fixes_here(reading),
        in_order=bool(reading.choices.in_order),
    )
    matched = _set_parts_aside(reading, matched)
    if reading.is_list or not is_narrowed(reading):
        return matched
    return replace(matched, adcodes=_adcodes_that_count(reading, matched))


def _fixes_here(reading: Reading) -> dict[str, str]:
    """What is said of single spellings at this level; what was said at another one waits."""
    fixes, known = reading.choices.fixes, reading.boundaries.names
    if reading.found is None:
        return dict(fixes)
    every = read_hierarchy().names
    elsewhere = {code for names in every.values() for code in names} - set(known)
    return {text: adcode for text, adcode in fixes.items() if adcode not in elsewhere}


def _adcodes_that_count(reading: Reading, matched: MatchedRows) -> tuple[str, ...]:
    """The place of each row that meets the conditions, "" of the others."""
    meets = _test_of_rows(reading)
    return tuple(
        adcode if meets(row) else ""
        for row, adcode in zip(reading.table.rows, matched.adcodes, strict=True)
    )


def is_narrowed(reading: Reading) -> bool:
    """Whether not all rows count: there are conditions, or a sector is chosen."""
    return bool(reading.choices.where or reading.choices.sector)


def conditions_of(reading: Reading) -> tuple[Condition, ...]:
    """The conditions that rows must meet.

    Raises
    ------
    GeoError
        If one cannot be understood.
    """
    columns = reading.table.columns
    return tuple(parse_condition(text, columns) for text in reading.choices.where)


def sector_column_of(reading: Reading) -> str:
    """The column that says of what sector a row is.

    Raises
    ------
    TableError
        If there is none.
    """
    if not reading.choices.sector_column:
        raise TableError("own.no_sector_column")
    return reading.choices.sector_column


def texts_of_sector(reading: Reading) -> frozenset[str]:
    """The texts of the sector column that are of the sector chosen."""
    wanted = reading.choices.sector
    return frozenset(text for text, sector in sectors_of(reading).items() if sector == wanted)


def told_conditions(reading: Reading) -> Text:
    """Which rows count, in words."""
    conditions = [str(condition) for condition in conditions_of(reading)]
    if reading.choices.sector:
        sector = read_sectors()[reading.choices.sector].title
        return Text("; ".join([sector.en, *conditions]), "；".join([sector.zh, *conditions]))
    if conditions:
        return Text("; ".join(conditions), "；".join(conditions))
    return read_words("own")["no_condition"]


def _test_of_rows(reading: Reading) -> Callable[[Sequence[str]], bool]:
    """Whether a row meets all conditions, and is of the sector chosen."""
    conditions = [*conditions_of(reading)]
    if reading.choices.sector:
        column = sector_column_of(reading)
        conditions.append(Condition(column, "=", tuple(texts_of_sector(reading))))
    tests = [(reading.table.columns.index(c.column), c.test()) for c in conditions]
    return lambda row: all(meets(row[index]) for index, meets in tests)


def _set_parts_aside(reading: Reading, matched: MatchedRows) -> MatchedRows:
    """The rows without those of parts of a place that has a row of its own: added up with it they
    would count twice.

    Raises
    ------
    QuestionError
        If the own row of a place is less than one of its parts, so that it may be no whole.
    """
    roles, choices = reading.roles, reading.choices
    said = {condition.column for condition in conditions_of(reading)}
    if not roles.levels or roles.series or said & set(roles.levels):
        return matched
    if choices.aggregate == "count" or roles.is_list or _names_things(reading):
        return matched  # a project without a city is no whole of those with one
    found = _find_levels(reading, matched)
    if found.doubtful:
        raise _which_level(reading, found.doubtful)
    return _without(reading, matched, found.parts) if found.parts else matched


def _find_levels(reading: Reading, matched: MatchedRows) -> Levels:
    roles, table = reading.roles, reading.table

    def place(text: str) -> str:
        found = reading.names.resolve(text)
        return found.adcode if found else ""

    counts = [
        column
        for measure in roles.measures
        if suggest_kind(measure.name, measure.unit) == "count"
        for column in measure.columns.values()
    ]
    return tell_levels(
        table,
        _adcodes_that_count(reading, matched),
        levels=roles.levels,
        within=reading.row_periods,
        place=place,
        group=reading.names.group,
        figures=counts,
    )


def _which_level(reading: Reading, places: Sequence[str]) -> QuestionError:
    """The question whether places' own rows are wholes, where they are less than their parts."""
    levels, names = reading.roles.levels, reading.boundaries.names
    return QuestionError(
        "own.which_level",
        answers=[
            Answer(meaning, f"--where '{where}'", {"where": (where,)})
            for meaning, where in (
                (phrase("own.whole_rows"), f"{levels[-1]}="),
                (phrase("own.part_rows"), f"{levels[-1]}!="),
            )
        ],
        name=reading.table.name,
        columns=list(levels),
        places=[names[adcode] for adcode in places[:5]],
    )


def _without(reading: Reading, matched: MatchedRows, parts: Collection[int]) -> MatchedRows:
    """The rows without some, by position, that are parts; the report says so."""
    table, roles, report = reading.table, reading.roles, matched.report
    key = table.columns.index(roles.key)
    naming = [key, *map(table.columns.index, roles.levels)]
    groups = [
        GroupRow(
            table.row_numbers[n],
            " ".join(dict.fromkeys(filter(None, (table.rows[n][i] for i in naming)))),
            "part",
        )
        for n in sorted(parts)
    ]
    matched_by = Counter(report.matched)
    for n in parts:
        text = table.rows[n][key]
        match = reading.names.resolve(text)
        matched_by["choice" if text in reading.choices.fixes or match is None else match.how] -= 1
    return replace(
        matched,
        adcodes=tuple("" if n in parts else a for n, a in enumerate(matched.adcodes)),
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
