"""The rows of places that stand in several, with their figures: what a rule for them is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.tables import cells
from geo.tables.duplicates import COMBINE
from geo.tables.figures import cells_of
from geo.tables.indicator import Joined


@dataclass(frozen=True)
class Repeat:
    """A place that stands in several rows for one period.

    ``cells`` are the numbers of the rows with what stands in them; ``figure`` is what counts by the
    rule that was chosen, None where none was, or where it is no figure.
    """

    adcode: str
    period: str
    cells: tuple[tuple[int, str], ...]
    figure: float | str | None


def repeats_of(joined: Joined) -> tuple[Repeat, ...]:
    """The places that stand in several rows, in the order of the table."""
    if not joined.report.duplicates:
        return ()
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for adcode, period, row, text in _cells(joined):
        if adcode in joined.report.duplicates:
            found.setdefault((adcode, period), []).append((row, text))
    return tuple(
        Repeat(adcode, period, tuple(rows), _figure(joined, [text for _, text in rows]))
        for (adcode, period), rows in found.items()
        if len(rows) > 1
    )


def _cells(joined: Joined) -> Iterator[tuple[str, str, int, str]]:
    """Place, period, row and text of each cell that was chosen."""
    reading = joined.reading
    value, periods = reading.choices.value or "", reading.row_periods
    if reading.choices.kind == "category" and value in reading.table.columns:
        texts = reading.table.cells(value)
        rows = zip(joined.matched.adcodes, reading.table.row_numbers, texts, strict=True)
        for position, (adcode, row, text) in enumerate(rows):
            yield adcode, periods[position] if periods else "", row, text
        return
    measure = reading.measure(value)
    series = (reading.roles.series, measure.of) if measure.of else None
    for cell in cells_of(reading.table, joined.matched, measure.columns, periods, series):
        yield cell.adcode, cell.period, cell.row, cell.text


def _figure(joined: Joined, texts: list[str]) -> float | str | None:
    """What counts of several cells."""
    reading = joined.reading
    choices, rule = reading.choices, reading.choices.duplicates
    if rule not in COMBINE:
        return None
    if choices.kind == "category":
        return texts[-1 if rule == "last" else 0]
    power = cells.magnitude_of(reading.unit_of(reading.measure(choices.value or "")))
    numbers = [cells.parse_number(text, power=power) for text in texts]
    return COMBINE[rule]([number if isinstance(number, float) else None for number in numbers])
