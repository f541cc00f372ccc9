"""Which column names the places: the one with the most names, or the columns that are asked about
where two name different places equally well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.model import Answer, QuestionError, Table, TableError, phrase
from geo.tables.column_words import last_part, says
from geo.tables.evidence import Resolve, weigh

#: A column that names so many of the best one's places is its rival.
_RIVAL = 0.8
#: So many figures are not the codes of their places by chance.
_MANY = 8


def places_of(cells_of: Sequence[str], resolve: Resolve) -> list[str]:
    """The place that each cell names, "" for none."""
    return [match.adcode if (match := resolve(cell)) else "" for cell in cells_of]


def find_key(table: Table, sample: Mapping[str, Sequence[str]], resolve: Resolve) -> str:
    """The column with names or codes of places, from the first cells of every column.

    Raises
    ------
    TableError
        If no column has names of places.
    QuestionError
        If two columns name different places equally well.
    """
    found = {c: weigh(cs, resolve, heading=last_part(c)) for c, cs in sample.items()}
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
    places = places_of(sample[best], resolve)
    rivals = [
        column
        for column, evidence in found.items()
        if evidence.strong >= max(1, _RIVAL * found[best].strong)
        and not _same_places(sample[column], places, resolve)
    ]
    if not rivals:
        return best
    every = sorted((best, *rivals), key=table.columns.index)
    headed = [column for column in every if says("key", last_part(column))]
    if len(headed) == 1:
        return headed[0]
    raise _two_keys(table, {column: found[column].strong for column in every}, sample)


def _two_keys(
    table: Table, named: Mapping[str, int], sample: Mapping[str, Sequence[str]]
) -> QuestionError:
    """The question which of several columns is meant, each with how many names it has."""
    return QuestionError(
        "table.two_keys",
        answers=[
            Answer(
                phrase(
                    "table.take_key",
                    column=column,
                    count=count,
                    examples=list(dict.fromkeys(filter(None, sample[column])))[:3],
                ),
                f"--key {column!r}",
                {"key": column},
            )
            for column, count in named.items()
        ],
        name=table.name,
        columns=list(named),
    )


def names_again(
    column: str, cells_of: Sequence[str], places: Sequence[str], resolve: Resolve
) -> bool:
    """Whether a column repeats the key. Two figures of two digits may be the codes of two places by
    chance: they are only where the heading says so, or where they are many."""
    if not _same_places(cells_of, places, resolve):
        return False
    found = weigh(cells_of, resolve)
    return found.strong > 0 or says("code", last_part(column)) or len(set(places) - {""}) >= _MANY


def _same_places(cells_of: Sequence[str], places: Sequence[str], resolve: Resolve) -> bool:
    """Whether a column is the key again, as codes beside names or in another language."""
    named = places_of(cells_of, resolve)
    return any(named) and named == list(places)
