"""What a label would say of a user's figures: title, unit, kind, source, notes, decimals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from geo.model import (
    Indicator,
    Observation,
    Source,
    Table,
    TableError,
    Text,
    both,
    read_words,
)
from geo.tables.reading import Reading
from geo.tables.rows import is_narrowed, told_conditions
from geo.tables.sectors import read_sectors

_MOST_DECIMALS, _MOST_NEEDED = 4, 10
_NOTHING = Text("", "")


def method_of(reading: Reading) -> Text:
    """How the figures were made: from which rows, where not all count."""
    if not is_narrowed(reading):
        return _NOTHING
    return both("method_rows", section="own", where=told_conditions(reading))


def label_figures(
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
    choices, table, words = reading.choices, reading.table, read_words("own")
    numbers = [o.value for o in values if o.value is not None]
    if not numbers:
        raise TableError("own.no_figure", name=table.name)
    subject = _subject(reading)
    unit = Text(choices.unit or subject.en, choices.unit or subject.zh)
    if choices.aggregate == "count" and not choices.unit:
        unit = words["entries_unit"]
    return Indicator(
        id="".join(c if c.isalnum() else "-" for c in Path(table.name).stem)[:60] or "table",
        title=subject,
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
        subject = read_words("own")["entries"]
    else:
        name = choices.value or ""
        if name not in reading.roles.texts:
            name = reading.measure(name).name
        subject = Text(name, name)
    if choices.sector:
        sector = read_sectors()[choices.sector].title
        subject = both("of_sector", section="own", sector=sector, subject=subject)
    return subject


def _decimals(numbers: Sequence[float]) -> int:
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
    choices, unstated = reading.choices, read_words("map")["source_unstated"]
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
