"""What a reading offers to choose from: sectors, periods, measures to divide by, and the places
that unknown spellings surely mean."""

from __future__ import annotations

from geo.model import JoinReport, Text, both
from geo.places import read_hierarchy
from geo.tables.evidence import SAMPLE_ROWS
from geo.tables.level_names import NamesOfLevel
from geo.tables.measures import suggest_kind, suggest_unit
from geo.tables.reading import Reading
from geo.tables.sectors import suggest_sector


def told_places(reading: Reading) -> Text:
    """Which places the table is about: 104 counties of Anhui. Empty where they are of none of our
    levels."""
    found = reading.found
    if found is None:
        return Text("", "")
    level, count = both(f"level_{found.level}", section="own"), len(reading.boundaries.adcodes)
    if not found.within:
        return both("of_country", section="own", count=f"{count:,}", level=level)
    part = read_hierarchy().name_of(found.within)
    return both("of_part", section="own", count=f"{count:,}", level=level, part=part)


def sectors_of(reading: Reading) -> dict[str, str]:
    """The sector of every different text of the sector column: what the user says, else what its
    words suggest; "" for none."""
    column = reading.choices.sector_column
    if not column:
        return {}
    texts = dict.fromkeys(filter(None, reading.table.cells(column)))
    said = reading.choices.sectors
    return {text: said[text] if text in said else suggest_sector(text) for text in texts}


def periods_of(reading: Reading) -> tuple[str, ...]:
    """The periods of the measure chosen, first to last."""
    choices = reading.choices
    if reading.is_list or choices.kind == "category" or not choices.value:
        return ()
    if reading.row_periods:
        found = set(reading.row_periods)
    else:
        found = set(reading.measure(choices.value).columns)
    return tuple(sorted(found - {""}))


def blank_periods(reading: Reading) -> tuple[str, ...]:
    """The columns whose heading names a period, and that have no text at all below it."""
    table = reading.table
    return tuple(
        column.name
        for column in table.headings
        if column.period and not any(table.cells(column.name)[:SAMPLE_ROWS])
    )


def counts_of(reading: Reading) -> tuple[str, ...]:
    """The other measures of the table that are counts: what a count can be divided by."""
    choices = reading.choices
    if reading.is_list:
        return ()
    return tuple(
        measure.name
        for measure in reading.roles.measures
        if measure.name != choices.value
        and suggest_kind(measure.name, suggest_unit(reading.table, measure)) == "count"
    )


def former_fixes(reading: Reading, report: JoinReport) -> dict[str, str]:
    """What became of each former place among the rows that name none today: the one place whose
    part it is now."""
    names = reading.names
    if not isinstance(names, NamesOfLevel):
        return {}
    known = reading.boundaries.names
    found = {told.text: names.merged_into(told.text) for told in report.unmatched_texts}
    return {text: adcode for text, adcode in found.items() if adcode in known}


def sure_fixes(reading: Reading, report: JoinReport) -> dict[str, str]:
    """The place of each spelling that named none and can mean but one, by a slip of the pen."""
    found: dict[str, str] = {}
    doubted = set()
    for told in report.unmatched_texts:
        place = reading.names.surely(told.text)
        if place is not None and place in told.suggestions:
            found[told.text] = place.adcode
        else:
            doubted.add(told.text)
    return {text: adcode for text, adcode in found.items() if text not in doubted}
