"""The whole catalogue as rows: its indicators, their figures, the places and the statuses.

What is said in both languages is a :class:`~geo.model.Text` in a row. :func:`flat` makes two
columns of it, ``title_en`` and ``title_zh``; :func:`told` one, in a language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from geo.indicators import coverage_of
from geo.model import (
    ABSENT,
    LINES,
    MARKED,
    STATUSES,
    Indicator,
    Language,
    Observation,
    Text,
    both,
    joined,
    read_words,
)
from geo.places import load_boundaries

Row = dict[str, Any]


def indicator_rows(indicators: Sequence[Indicator]) -> Iterator[Row]:
    """One row an indicator: what it is, what it covers, and what its source is."""
    names = place_names(indicators)
    for indicator in indicators:
        source, covered, derived = indicator.source, coverage_of(indicator), indicator.derived
        gaps = [
            Text(*(f"{names[adcode][lang]} {' '.join(missed)}" for lang in ("en", "zh")))
            for adcode, missed in covered.gaps.items()
        ]
        yield {
            "id": indicator.id,
            "group_id": indicator.group_id,
            "group": indicator.group,
            "title": indicator.title,
            "unit": indicator.unit,
            "kind": indicator.kind,
            "boundaries": indicator.boundaries,
            "periods": " ".join(indicator.periods),
            "places": len(covered.places),
            "expected": len(covered.expected),
            "without": joined([names[adcode] for adcode in covered.without]),
            "gaps": joined(gaps),
            "figures": covered.figures,
            "vintage": indicator.vintage,
            "trust": indicator.trust,
            "publisher": source.publisher,
            "source": source.citation,
            "url": source.url,
            "published": source.published,
            "accessed": source.accessed,
            "licence": source.licence,
            "method": indicator.method,
            "numerator": derived.numerator if derived else "",
            "denominator": derived.denominator if derived else "",
            "scale": derived.scale if derived else None,
            "notes": joined(indicator.notes, LINES),
        }


def figure_rows(indicators: Sequence[Indicator]) -> Iterator[Row]:
    """One row a figure, in the order of the indicators; where a source has none, the value is None
    and the status says why. A figure without a source of its own has its indicator's."""
    names = place_names(indicators)
    for indicator in indicators:
        for observation in indicator.values:
            yield {
                "indicator": indicator.id,
                "name": names[observation.adcode],
                "unit": indicator.unit,
                **observation_row(observation),
                "source": observation.source or indicator.source.citation,
            }


def observation_row(observation: Observation) -> Row:
    """A figure of an indicator, as it is; an empty source is the indicator's."""
    return {
        "adcode": observation.adcode,
        "period": observation.period,
        "value": observation.value,
        "status": observation.status,
        "date": observation.date,
        "note": observation.note,
        "source": observation.source,
    }


def status_rows() -> list[Row]:
    """What each status means, whether its figures are marked, and whether there are any."""
    return [
        {
            "id": status,
            "word": both(status),
            "has_figure": status not in ABSENT,
            "marked": status in MARKED,
            "meaning": both(status, section="statuses"),
        }
        for status in STATUSES
    ]


def place_rows(indicators: Sequence[Indicator]) -> list[Row]:
    """The places that the catalogue has figures of, each with the first set that has it."""
    rows: dict[str, Row] = {}
    for boundaries in sets_of(indicators):
        for adcode, name in load_boundaries(boundaries).names.items():
            rows.setdefault(adcode, {"adcode": adcode, "name": name, "boundaries": boundaries})
    return list(rows.values())


def place_names(indicators: Sequence[Indicator]) -> Mapping[str, Text]:
    """What the places are called, by their codes."""
    return {row["adcode"]: row["name"] for row in place_rows(indicators)}


def sets_of(indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """The boundary sets of indicators, each once."""
    return tuple(dict.fromkeys(indicator.boundaries for indicator in indicators))


def flat(row: Row) -> Row:
    """A row with a column for each language."""
    cells: Row = {}
    for key, value in row.items():
        if isinstance(value, Text):
            cells |= {f"{key}_en": value.en, f"{key}_zh": value.zh}
        else:
            cells[key] = value
    return cells


def told(row: Row, language: Language, *, twice: Sequence[str] = ()) -> Row:
    """A row in a language; the columns named ``twice`` stay in both."""
    cells: Row = {}
    for key, value in row.items():
        if isinstance(value, Text) and key not in twice:
            cells[key] = value[language]
        else:
            cells |= flat({key: value})
    return cells


def heading(column: str) -> Text:
    """What a column is called; one of a pair says which language it is in."""
    base, _, language = column.rpartition("_")
    known = read_words("columns")
    if column in known or base not in known:
        return both(column, section="columns")
    which = "in_english" if language == "en" else "in_chinese"
    return both(which, section="columns", column=known[base])
