"""What a count came to, as a table of places, as a report that accounts for every row, and as a
file of the rows that are not counted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geo import __version__
from geo.indicators import read_denominators, read_indicator, sum_over
from geo.model import Boundaries, ExportError, harmless, plain_number, unwritable
from geo.places import project
from geo.registers.count import Count
from geo.registers.files.parts import Fault, RegisterFile
from geo.registers.part_count import Key, Rejects, Tally

#: The rule for points on a border.
RULE = "A point on a border belongs to the place with the lowest adcode of those it touches."

#: What stands in the columns beside the figures.
_PLACE = ("adcode", "name_zh", "name_en")
# Figures by which a count is made comparable, and their columns.
_RELATED = {"area": "per_10000_km2", "population": "per_million_people"}


def records(count: Count) -> list[dict[str, Any]]:
    """A line for each place, and for each category and period where they were asked for.

    A place without any point has no figure: whether the register covers it, nobody says. Where a
    place has points, but none of a category or period, that count is 0.
    """
    columns = count.plan.columns
    names = count.plan.boundaries.names
    tallies = count.total.tallies
    present = {key.place for key in tallies}
    kinds = sorted({(key.category, key.period) for key in tallies}) or [("", "")]
    scales = _scales(count.plan.boundaries)
    lines = []
    for place, adcode in enumerate(count.adcodes):
        for category, period in kinds:
            tally = tallies.get(Key(place, category, period), Tally())
            line: dict[str, Any] = {
                "adcode": adcode, "name_zh": names[adcode].zh, "name_en": names[adcode].en
            }  # fmt: skip
            if columns.category:
                line[_free(columns.category)] = category
            if columns.date:
                line["period"] = period
            known = place in present
            line["count"] = tally.points if known else None
            if columns.weight:
                weighed = tally.weighed > 0
                line[f"sum_{columns.weight}"] = plain_number(tally.sum) if weighed else None
                line[f"mean_{columns.weight}"] = _written(tally.mean) if weighed else None
            for name, scale in scales.items():
                per = scale.get(adcode)
                line[name] = _written(tally.points * per) if known and per is not None else None
            lines.append(line)
    return lines


def _free(column: str) -> str:
    """A column's name that is none of the table's own."""
    taken = (*_PLACE, "count", "period", *_RELATED.values())
    return f"{column} (2)" if column in taken else column


def _written(number: float) -> str:
    """A computed number, without the noise beyond its twelfth digit."""
    return plain_number(float(f"{number:.12g}"))


def _scales(boundaries: Boundaries) -> dict[str, dict[str, float]]:
    """What a number of points is multiplied by to relate it to something, by column and adcode."""
    scales: dict[str, dict[str, float]] = {}
    for identifier, column in _RELATED.items():
        denominator = read_denominators()[identifier]
        if boundaries.id in ("provinces", "regions"):
            indicator = read_indicator(denominator.indicator)
            if boundaries.part_of:
                indicator = sum_over(indicator, boundaries.part_of, boundaries=boundaries.id)
            figures = {o.adcode: o.value for o in indicator.values}
        elif identifier == "area":
            figures = {adcode: shape.area / 1e6 for adcode, shape in project(boundaries).items()}
        else:
            continue  # nobody knows the people of places of the user's own
        scales[column] = {code: denominator.scale / f for code, f in figures.items() if f}
    return scales


def report(count: Count) -> dict[str, Any]:
    """Everything that was read and what became of it, for a JSON file."""
    plan, total = count.plan, count.total
    columns, boundaries = plan.columns, plan.boundaries
    content: dict[str, Any] = {
        "program": f"Province Atlas {__version__}",
        "complete": count.complete,
        "rows": count.rows,
        "counted": count.counted,
        "not_counted": count.not_counted,
        "datum": plan.datum,
        "boundaries": {
            "id": boundaries.id,
            "title": boundaries.title.en,
            "source": boundaries.source.citation.en,
            "tolerance_metres": boundaries.tolerance,
            "points_within_tolerance_of_a_border": (
                None if boundaries.tolerance is None else total.close
            ),
            "rule": RULE,
        },
        "places_without_points": [
            adcode for adcode in count.adcodes if adcode not in count.points_by_place
        ],
        "files": [
            {
                "file": str(file.path),
                "bytes": file.size,
                "rows": count.files[file.path],
                "encoding": file.encoding if file.kind == "text" else None,
                "heading_in_line": file.heading or None,
                "longitude": fields.lon or file.geometry,
                "latitude": fields.lat or file.geometry,
            }
            for file, fields in zip(plan.files, plan.fields, strict=True)
        ],
        "counted_by": count.engine,
        "notes": [note.en for note in count.notes],
    }
    if columns.category:
        content["category"] = columns.category
    if columns.date:
        content["period"] = {
            "column": columns.date, "every": columns.every, "points_without_date": total.undated
        }  # fmt: skip
    if columns.weight:
        weighed = sum(tally.weighed for tally in total.tallies.values())
        content["weight"] = {
            "column": columns.weight, "points_without_number": count.counted - weighed
        }  # fmt: skip
    return content


class RejectsFile:
    """The rows that are not counted, written as they come. A disk that is full ends the file, not
    the count: ``problem`` says so."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self.problem: ExportError | None = None
        try:
            self._file = path.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._file, lineterminator="\n")
            self._writer.writerow(("file", "row", "longitude", "latitude", "why"))
        except OSError as error:
            raise unwritable(path, error) from error

    def take(self, file: RegisterFile, before: int, rejects: Rejects) -> None:
        """Write some rows; ``before`` is the number of the line before the part they are in."""
        if self.problem is not None:
            return
        lines = (
            (file.path.name, before + 1 + number, harmless(lon), harmless(lat), Fault(why).key)
            for number, lon, lat, why in zip(
                rejects.numbers.tolist(), rejects.lon.to_pylist(), rejects.lat.to_pylist(),
                rejects.faults.tolist(), strict=True,
            )
        )  # fmt: skip
        try:
            self._writer.writerows(lines)
            self._file.flush()
            self.rows += len(rejects.numbers)
        except OSError as error:
            self._fail(error)

    def close(self) -> None:
        try:
            self._file.close()
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        self.problem = ExportError(
            "points.rejects", path=self.path, rows=self.rows, reason=error.strerror or str(error)
        )


@contextmanager
def open_rejects(path: Path | None) -> Iterator[RejectsFile | None]:
    """A file for the rows that are not counted, where one is wanted."""
    if path is None:
        yield None
        return
    file = RejectsFile(path)
    try:
        yield file
    finally:
        file.close()
