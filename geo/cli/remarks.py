"""What is said of a user's table on standard error: nothing is found or left out silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from geo.cli.words import either, say, words
from geo.model import CLAUSES, LEVELS, OTHER_PLACES, Language, joined, listed, plain_number, word

if TYPE_CHECKING:
    from pathlib import Path

    from geo.model import Boundaries, Choropleth, JoinReport, Plate
    from geo.tables import Reading

#: So many rows are named; the report has all.
_MOST_SAID = 50
#: So many rows of one text are named.
_ROWS_SAID = 3


def say_reading(reading: Reading, *, one_column: bool, language: Language) -> None:
    """Say what was found and not asked for. ``one_column``: only one with figures is used."""
    found = [
        *_of_places(reading, language),
        *_of_sheet(reading, language),
        *_of_columns(reading, one_column=one_column, language=language),
        *_of_rows(reading, language),
    ]
    if found:
        say("read", language, found=joined(found, CLAUSES)[language])
    notes = reading.work.workbook.notes
    if reading.work.boundary_file is not None:
        notes += reading.boundaries.notes
    for note in notes:
        say("note", language, text=note[language])
    cells = set(reading.table.cells(reading.roles.key))
    for spelling in sorted(set(reading.choices.fixes) - cells):
        say("note", language, text=words("idle_fix", language, spelling=spelling))


def say_embedding(path: Path, picture: Choropleth | Plate) -> None:
    """Say how a web page takes in the map of an HTML file."""
    from geo.draw import embed_snippet

    snippet = embed_snippet(path.name, picture.title)
    say("embed", picture.language, snippet=snippet)


def _of_places(reading: Reading, language: Language) -> Iterator[str]:
    from geo.tables import told_places

    given, found = reading.work.choices, reading.found
    if found is None or found.level == "province":
        return
    if not given.boundaries or (given.within is None and found.within):
        yield words("level", language, places=told_places(reading)[language])


def _of_sheet(reading: Reading, language: Language) -> Iterator[str]:
    given, header = reading.work.choices, reading.table.header
    if len(reading.work.workbook.sheets) > 1 and given.sheet is None:
        counts = (f"{name} {count}" for name, count in reading.places_by_sheet.items())
        sheet = reading.choices.sheet
        yield words("sheet", language, sheet=sheet, places=listed(counts, language))
    if given.header is None and header != (1,):
        rows = listed(map(str, header), language)
        yield words("heading", language, rows=rows) if rows else words("no_heading", language)


def _of_columns(reading: Reading, *, one_column: bool, language: Language) -> Iterator[str]:
    from geo.tables import blank_periods

    choices, given, roles = reading.choices, reading.work.choices, reading.roles
    if given.aggregate is None and reading.is_list:
        yield words("list", language)
    of_several = len(roles.measures) > 1 and choices.aggregate not in ("count", "share")
    if one_column and of_several and given.value is None:
        yield words("figures", language, column=choices.value)
    elif given.value is None and choices.kind == "category":
        yield words("categories", language, column=choices.value)
    if given.period_column is None and choices.period_column:
        yield words("periods", language, column=choices.period_column)
    if blank := blank_periods(reading):
        yield words("blank_periods", language, periods=listed(blank, language))
    if roles.dates:
        yield words("dates", language, column=roles.dates)
    if reading.is_list and reading.row_periods:
        count = len(set(reading.row_periods))
        yield words("pooled", language, count=count, column=choices.period_column)
    if choices.sector and given.sector_column is None:
        yield words("sectors", language, column=choices.sector_column)


def _of_rows(reading: Reading, language: Language) -> Iterator[str]:
    table = reading.table
    if table.turned:
        yield words("turned", language)
    if table.filled:
        yield words("filled", language)
    below = [aside.row for aside in table.asides if aside.kind == "table"]
    if below:
        yield words("other_table", language, first=below[0], last=below[-1])


def say_unmatched(
    report: JoinReport, *, language: Language, places: Boundaries | None = None
) -> None:
    """Name what did not match, is no figure, or was set aside; ``places`` are those of the map."""
    lines = [
        *_names(report, language),
        *_figures(report, language),
        *_totals(report, language),
        *_set_aside(report, language, places),
        *_incomplete(report, language, places),
    ]
    if len(lines) > _MOST_SAID:
        lines[_MOST_SAID:] = [words("more", language, count=len(lines) - _MOST_SAID)]
    for line in lines:
        click.echo(line, err=True)


def _names(report: JoinReport, language: Language) -> Iterator[str]:
    for one in report.unmatched_texts:
        names = dict.fromkeys(either(place.name)[language] for place in one.suggestions)
        near = listed(names, language)
        hint = words("near", language, places=near) if near else ""
        if one.why:
            hint += words("why", language, why=one.why[language])
        where = _in_rows(one.text, one.rows, language)
        yield words("not_matched", language, where=where, hint=hint)


def _figures(report: JoinReport, language: Language) -> Iterator[str]:
    for key, cells in (("no_number", report.not_numbers), ("inexact", report.inexact)):
        for cell in cells:
            yield words(key, language, row=cell.row, text=cell.text, column=cell.column)


def _totals(report: JoinReport, language: Language) -> Iterator[str]:
    for text, totals in report.totals_by_name.items():
        wrong = [total for total in totals if not total.agrees]
        if wrong:
            first, others = wrong[0], len(wrong) - 1
            more = words("total_more", language, period=first.period, count=others)
            told = words(
                "total", language, row=first.row, text=text, total=plain_number(first.total),
                sum=plain_number(first.sum),
            )  # fmt: skip
            yield told + more * bool(others)


def _incomplete(report: JoinReport, language: Language, places: Boundaries | None) -> Iterator[str]:
    """Places that lower ones were added up to, of which not all have a figure."""
    for adcode, (have, whole) in report.incomplete.items():
        place = either(places.names[adcode])[language] if places else adcode
        yield words("incomplete", language, place=place, have=have, of=whole)


def _set_aside(report: JoinReport, language: Language, places: Boundaries | None) -> Iterator[str]:
    from geo.places import read_hierarchy

    parts = report.rows_of("part")
    if parts:
        yield words("parts", language, count=len(parts), rows=_rows(parts, language))
    for level in LEVELS:
        rows = report.rows_of(level)
        if rows:
            yield words(
                "levels_aside", language, count=len(rows), rows=_rows(rows, language),
                level=word(f"level_{level}", language, section="own"), option=level,
            )  # fmt: skip
    elsewhere = report.rows_of("elsewhere")
    if elsewhere:
        within = places.within if places else ""
        part = read_hierarchy().name_of(within)[language] if within else ""
        yield words(
            "elsewhere_aside", language, count=len(elsewhere), part=part,
            rows=_rows(elsewhere, language),
        )  # fmt: skip
    for group in report.groups:
        if group.kind not in OTHER_PLACES:
            kind = words(f"group_{group.kind}", language)
            yield words("set_aside", language, row=group.row, text=group.text, kind=kind)


def _in_rows(text: str, rows: Sequence[int], language: Language) -> str:
    """A text and where it stands; of many rows, the first."""
    if len(rows) == 1:
        return words("in_row", language, row=rows[0], text=text)
    return words("in_rows", language, count=len(rows), rows=_rows(rows, language), text=text)


def _rows(rows: Sequence[int], language: Language) -> str:
    """The numbers of rows; of many, the first."""
    first = joined(rows[:_ROWS_SAID])[language]
    return words("first_rows", language, rows=first) if len(rows) > _ROWS_SAID else first
