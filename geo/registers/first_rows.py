"""What the first rows of a register tell before it is counted: whether their columns are what they
are taken for, and which datum they speak for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from geo.model import Degrees, RegisterError, SwappedError, phrase
from geo.places import DatumSuggestion, detect_datum
from geo.registers.files.find import parts_of, read_part
from geo.registers.files.parts import Batch, Fault, FoundColumns, RegisterFile
from geo.registers.files.rows import texts_of
from geo.registers.place_grid import OUTSIDE, make_grid

_SAMPLE_BYTES = 2**20
_MANY_ROWS = 20


class DatumNeededError(RegisterError):
    """A register whose datum nobody has said; ``suggestion`` is what it may be."""

    def __init__(self, key: str, /, *, suggestion: DatumSuggestion, **values: object) -> None:
        super().__init__(key, **values)
        self.suggestion = suggestion


def sample_of(file: RegisterFile, fields: FoundColumns) -> Batch | None:
    """The first rows of a file; None where it has none."""
    parts = parts_of(file, fields, part_bytes=_SAMPLE_BYTES)
    return next(read_part(parts[0]).batches, None) if parts else None


def check_sample(file: RegisterFile, fields: FoundColumns, sample: Batch | None) -> None:
    if sample is None:
        return
    if not len(sample.faults) and len(sample.broken) >= _MANY_ROWS:
        raise RegisterError("points.cells", file=file.path.name, columns=len(file.columns))
    if not len(sample.faults):
        return
    lon, lat = fields.lon or phrase("points.x"), fields.lat or phrase("points.y")
    written = np.isin(sample.faults, (Fault.NO_COORDINATE, Fault.HEADING), invert=True)
    row = int(np.argmax(written))
    first = [str(texts_of(told.slice(row, 1))[0]) for told in (sample.told_lon, sample.told_lat)]

    def share(fault: Fault) -> float:
        return float((sample.faults == fault).sum() / max(int(written.sum()), 1))

    if share(Fault.SWAPPED) > 0.5:
        raise SwappedError(
            "points.swapped", file=file.path.name, lon=lon, lat=lat, first=first,
            new_lon=fields.lat or "LON", new_lat=fields.lon or "LAT",
        )  # fmt: skip
    # A few faulty rows are only counted as such; many without any good one are something else.
    none_fits = share(Fault.OUT_OF_RANGE) == 1 or share(Fault.NOT_A_NUMBER) == 1
    if none_fits and written.sum() >= _MANY_ROWS:
        raise RegisterError("points.no_degrees", file=file.path.name, lon=lon, lat=lat, first=first)


def datum_needed(
    file: RegisterFile, fields: FoundColumns, sample: Batch | None, places: Mapping[str, Any]
) -> DatumNeededError:
    suggestion = suggest_datum(file, fields, sample, places)
    datum = suggestion.datum
    return DatumNeededError(
        "points.no_datum",
        suggestion=suggestion,
        reason=suggestion.reason,
        likely=phrase("points.likely", datum=datum) if datum else "",
    )


def suggest_datum(
    file: RegisterFile, fields: FoundColumns, sample: Batch | None, places: Mapping[str, Any]
) -> DatumSuggestion:
    """The datum that a register's names and first rows speak for, if any."""
    grid = make_grid(places)
    fine = sample.faults == Fault.NONE if sample is not None else []

    def outside(lon: Degrees, lat: Degrees) -> int:
        return int((grid.locate(lon, lat)[0] == OUTSIDE).sum())

    return detect_datum(
        sample.lon[fine] if sample is not None else np.zeros(0),
        sample.lat[fine] if sample is not None else np.zeros(0),
        columns=[fields.lon, fields.lat],
        outside=outside,
    )
