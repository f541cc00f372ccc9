"""The recipe that makes ``5g-stations-estimated.csv`` of this folder.

Run it from the root of the project: python -m geo.data.indicators.build

The national figure of every date, of the end of 2020 the one of the later series, is shared out
over the provinces by population. The label's hash must be renewed by hand, which it prints.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

from geo.indicators import choose_series, estimate_series, make_key, read_indicator, read_timeline
from geo.model import Observation

FOLDER = Path(__file__).resolve().parent
COLUMNS = ("adcode", "period", "value", "status", "note_en", "note_zh")


def estimates() -> tuple[Observation, ...]:
    """The figures as the recipe makes them."""
    population = read_indicator("population-2020")
    key = make_key(population, {o.adcode: o.note for o in population.values if o.value})
    return estimate_series(population, choose_series(read_timeline().values), key=key).values


def to_csv(observations: Iterable[Observation]) -> bytes:
    """The file's content."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for o in observations:
        assert o.value is not None
        writer.writerow([o.adcode, o.period, int(o.value), o.status, o.note.en, o.note.zh])
    return text.getvalue().encode()


if __name__ == "__main__":
    content = to_csv(estimates())
    (FOLDER / "5g-stations-estimated.csv").write_bytes(content)
    print(hashlib.sha256(content).hexdigest())
