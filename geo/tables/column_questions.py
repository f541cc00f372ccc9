"""What is asked about the heading and the columns of a table, where the evidence is thin."""

from __future__ import annotations

from collections.abc import Sequence

from geo.model import Answer, Level, QuestionError, Table, both, phrase
from geo.places import SETS
from geo.tables.columns import Roles
from geo.tables.level_of_table import Found
from geo.tables.measures import Measure

#: So many columns are offered to choose from.
_MOST_OFFERED = 8


def ask_level(found: Found | None, name: str) -> None:
    """Ask which level a table is of where it names as many places of two.

    Raises
    ------
    QuestionError
        If so.
    """
    if found is None or found.rival is None:
        return
    raise QuestionError(
        "table.two_levels", answers=level_answers(found, (found.level, found.rival)), name=name
    )


def ask_other_level(found: Found, name: str, chosen: Level) -> None:
    """Ask whether a table that names no place of the level chosen is of another one.

    Raises
    ------
    QuestionError
        If it names places of others.
    """
    others = [level for level, count in found.named.items() if count and level != chosen]
    if others:
        level = both(f"level_{chosen}", section="own")
        answers = level_answers(found, others)
        raise QuestionError("table.other_level", answers=answers, name=name, level=level)


def level_answers(found: Found, levels: Sequence[Level]) -> list[Answer]:
    """To take a table as one of another level, with how many names it has of each."""
    return [
        Answer(
            phrase("table.take_level", level=both(f"level_{level}", section="own"),
                   count=found.named.get(level, 0)),
            f"--level {level}",
            {"boundaries": SETS[level], "within": None, "key": None},
        )
        for level in levels
    ]  # fmt: skip


def ask_heading(table: Table) -> None:
    """Ask which rows are the heading where two ways to read it are as good.

    Raises
    ------
    QuestionError
        If so.
    """
    if table.rival_header is None:
        return
    raise QuestionError(
        "table.two_headings",
        answers=[
            Answer(
                phrase("table.take_heading", rows=list(rows))
                if rows
                else phrase("table.take_no_heading"),
                f"--header {_written(rows)}",
                {"header": rows},
            )
            for rows in (table.header, table.rival_header)
        ],
        name=table.name,
    )


def _written(rows: tuple[int, ...]) -> str:
    """Rows of a heading as :func:`parse_rows` reads them."""
    return f"{rows[0]}-{rows[-1]}" if len(rows) > 1 else str(*rows) or "none"


def ask_period(table: Table, roles: Roles, measure: Measure, *, given: str | None = None) -> None:
    """Ask which column is meant where two say the same of different figures, and neither was
    ``given`` by its own name.

    Raises
    ------
    QuestionError
        If so.
    """
    for pair in roles.conflicts:
        if given not in pair and set(pair) & set(measure.columns.values()):
            raise QuestionError(
                "table.same_period",
                answers=_take_one_of(pair),
                name=table.name,
                columns=list(pair),
            )


def no_figures(table: Table, columns: Sequence[str]) -> QuestionError:
    """The question which of the ``columns`` is meant where none seems to have figures."""
    return QuestionError(
        "table.no_figures",
        answers=_take_one_of(columns[:_MOST_OFFERED]),
        name=table.name,
        columns=list(columns[:20]),
    )


def _take_one_of(columns: Sequence[str]) -> list[Answer]:
    return [
        Answer(phrase("table.take_column", column=c), f"--value {c!r}", {"value": c})
        for c in columns
    ]
