"""What is asked about a joined table where the evidence is thin: whether the key names the rows,
and what numbers mean that are written in ways that do not go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.model import Answer, JoinReport, QuestionError, TableError, Text, both, phrase
from geo.tables import cells
from geo.tables.column_questions import level_answers
from geo.tables.level_names import NamesOfLevel
from geo.tables.match import MatchedRows
from geo.tables.measures import Measure
from geo.tables.mixtures import find_mixture
from geo.tables.reading import Reading
from geo.tables.rows import match_reading

#: More rows with shared names are asked about together.
_MOST_PICKED = 12


def ask_key(reading: Reading, report: JoinReport) -> None:
    """Ask whether a column that nobody named is the key, where most rows name no place.

    Raises
    ------
    QuestionError
        If so.
    """
    if reading.work.choices.key is not None or 2 * report.matched_rows >= report.rows:
        return
    rest = report.rows - report.matched_rows
    found = reading.found
    named = found.named if found and not reading.work.choices.boundaries else {}
    others = [level for level, count in named.items() if count > report.matched_rows]
    raise QuestionError(
        "own.few_places",
        answers=[
            Answer(
                phrase("own.take_those", count=report.matched_rows, rest=rest),
                f"--key {reading.roles.key!r}",
                {"key": reading.roles.key},
            ),
            *(level_answers(found, others) if found else ()),
        ],
        name=reading.table.name,
        key=reading.roles.key,
        matched=report.matched_rows,
        rows=report.rows,
        boundaries=reading.boundaries.title,
        examples=[u.text for u in report.unmatched_texts if u.text][:4],
    )


def ask_namesakes(reading: Reading, matched: MatchedRows) -> None:
    """Ask once about all rows with names that several places bear, where these are many.

    Raises
    ------
    QuestionError
        If so, and nobody has said whether the rows are in order.
    """
    names = reading.names
    if not isinstance(names, NamesOfLevel) or reading.choices.in_order is not None:
        return
    shared = [u.text for u in matched.report.unmatched if names.namesakes(u.text)]
    if len(shared) <= _MOST_PICKED:
        return
    ordered = match_reading(replace(reading, choices=replace(reading.choices, in_order=True)))
    told = ordered.report.matched_rows - matched.report.matched_rows
    answers = [
        Answer(phrase("own.leave_namesakes", count=len(shared)), "--no-in-order",
               {"in_order": False})
    ]  # fmt: skip
    if told:
        meaning = phrase("own.by_order", count=told, of=len(shared))
        answers.insert(0, Answer(meaning, "--in-order", {"in_order": True}))
    raise QuestionError(
        "own.namesakes",
        answers=answers,
        name=reading.table.name,
        count=len(shared),
        examples=list(dict.fromkeys(shared))[:6],
    )


def refuse_merged_ratios(reading: Reading) -> None:
    """Refuse to add or average ratios of a former place and of what it is a part of now.

    Raises
    ------
    TableError
        If that is asked for.
    """
    names, choices = reading.names, reading.choices
    if not isinstance(names, NamesOfLevel) or choices.duplicates not in ("sum", "mean"):
        return
    merged = [text for text, now in choices.fixes.items() if now and names.merged_into(text) == now]
    if merged and choices.kind != "count":
        places = [reading.boundaries.names[choices.fixes[text]] for text in merged]
        raise TableError("own.merged_ratios", name=reading.table.name, texts=merged, places=places)


def ask_numbers(reading: Reading, matched: MatchedRows, measure: Measure) -> None:
    """Ask what a measure's numbers mean where they are written in ways that do not go together.

    Raises
    ------
    QuestionError
        If so.
    """
    unit = reading.unit_of(measure)
    found = _cells_of(reading, matched, list(measure.columns.values()))
    mixed = find_mixture([cell for _, cell in found], unit=unit)
    if mixed is None or (mixed.kind == "words" and reading.work.choices.kind is not None):
        return
    one, other = (
        both("row", row=next(n for n, text in found if text == cell), text=cell)
        for cell in (mixed.one, mixed.other)
    )
    name, column = reading.table.name, measure.name
    if mixed.kind == "percentages":
        raise QuestionError(
            "own.mixed_percentages",
            answers=[Answer(phrase("own.bare_are_percent"), "--unit %", {"unit": "%"})],
            name=name, column=column, one=one, other=other,
        )  # fmt: skip
    if mixed.kind == "magnitudes":
        whole = f"{mixed.magnitude}{unit}"
        meaning = phrase("own.bare_are_scaled", unit=whole)
        raise QuestionError(
            "own.mixed_magnitudes",
            answers=[Answer(meaning, f"--unit {whole}", {"unit": whole})],
            name=name, column=column, one=one, other=other,
        )  # fmt: skip
    raise _most_are_words(reading, measure.name, one, other)


def ask_words(reading: Reading, matched: MatchedRows, column: str) -> None:
    """Ask whether a column of words with numbers among them is one of categories.

    Raises
    ------
    QuestionError
        If nobody has said so.
    """
    if reading.work.choices.kind is not None:
        return
    found = _cells_of(reading, matched, [column])
    read = [(number, text, cells.parse_number(text)) for number, text in found]
    word = next((both("row", row=n, text=t) for n, t, said in read if isinstance(said, str)), None)
    figure = next(
        (both("row", row=n, text=t) for n, t, said in read if isinstance(said, float)), None
    )
    if word and figure:
        raise _most_are_words(reading, column, word, figure)


def _cells_of(
    reading: Reading, matched: MatchedRows, columns: Sequence[str]
) -> list[tuple[int, str]]:
    """The cells of some columns in the rows that name a place, each with the number of its row."""
    table = reading.table
    indexes = [table.columns.index(column) for column in columns]
    rows = zip(table.rows, table.row_numbers, matched.adcodes, strict=True)
    return [(number, row[index]) for row, number, adcode in rows if adcode for index in indexes]


def _most_are_words(reading: Reading, column: str, one: Text, other: Text) -> QuestionError:
    return QuestionError(
        "own.mixed_words",
        answers=[
            Answer(phrase("own.words"), "--kind category", {"kind": "category"}),
            Answer(phrase("own.numbers"), "--kind count", {"kind": "count"}),
        ],
        name=reading.table.name,
        column=column,
        one=one,
        other=other,
    )
