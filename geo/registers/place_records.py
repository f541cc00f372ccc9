"""What a count came to, as a table of places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.indicators import load_denominator, read_denominators, stated_for
from geo.model import Boundaries, GeoError, format_period, plain_number
from geo.places import level_of_set, project
from geo.registers.count import Count
from geo.registers.part_count import Key, Tally

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
        if adcode not in names:
            continue  # it lies elsewhere
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
                per = scale(adcode, period)
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


def related_to(count: Count) -> dict[str, str]:
    """What the numbers were divided by, by column: what it is, of when, and whose."""
    periods = sorted({key.period for key in count.total.tallies}) or [""]
    told = {}
    for column, scale in _scales(count.plan.boundaries).items():
        years = dict.fromkeys(filter(None, (scale.stated(period) for period in periods)))
        told[column] = ", ".join([scale.title, *(format_period(year, "en") for year in years)])
        if scale.citation:
            told[column] += f": {scale.citation}"
    return told


def _scales(boundaries: Boundaries) -> dict[str, _Scale]:
    """What a number of points is multiplied by to relate it to something, by column."""
    scales: dict[str, _Scale] = {}
    for identifier, column in _RELATED.items():
        denominator = read_denominators()[identifier]
        if level_of_set(boundaries.id) or boundaries.id == "regions":
            try:
                below = load_denominator(denominator, boundaries)
            except GeoError:
                continue  # nobody counted the people of counties
            figures = {(o.adcode, o.period): o.value for o in below.values}
            title, citation = below.title.en, below.source.citation.en
        elif identifier == "area":
            areas = project(boundaries).items()
            figures = {(adcode, ""): shape.area / 1e6 for adcode, shape in areas}
            title, citation = "Area of the polygons", ""
        else:
            continue  # nobody knows the people of places of the user's own
        scales[column] = _Scale(denominator.scale, figures, title, citation)
    return scales


class _Scale:
    """What a number is multiplied by, by place and period: that of the year, or of the last year
    stated before it, or of the newest for what has no period."""

    def __init__(
        self,
        scale: float,
        figures: Mapping[tuple[str, str], float | None],
        title: str,
        citation: str,
    ) -> None:
        self.title, self.citation = title, citation
        self._scale, self._figures = scale, figures
        self._periods = tuple(sorted({period for _, period in figures}))

    def stated(self, period: str) -> str | None:
        """The period whose figures are taken for another."""
        return stated_for(self._periods, period)

    def __call__(self, adcode: str, period: str) -> float | None:
        stated = self.stated(period)
        below = None if stated is None else self._figures.get((adcode, stated))
        return self._scale / below if below else None
