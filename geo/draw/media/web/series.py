"""The figures of a place through all periods beside those of all places together, as the browser
draws them: a small line beside a place's figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geo.indicators import National, national, years_between
from geo.maps import write_value
from geo.model import (
    MARKED,
    Indicator,
    Language,
    Observation,
    decimals_of,
    format_period,
    listed,
    read_words,
    word,
)

#: So many digits are drawn: more than a line has pixels.
_DIGITS = 6
_WORDS = ("end", "spoken", "thin", "thin_indexed", "same_scale", "indexed")


def browser_series(
    indicator: Indicator, language: Language, *, place: str | None = None
) -> dict[str, Any] | None:
    """The series of all places, or of one.

    Parameters
    ----------
    indicator
        Figures of several periods.
    language
        Of the words.
    place
        The only one wanted, where all would be too many.

    Returns
    -------
    dict or None
        What ``static/series.js`` reads; None where there is nothing to draw.
    """
    periods = indicator.periods
    if len(periods) < 2 or indicator.kind == "category" or not all(map(_has_year, periods)):
        return None
    shown = replace(indicator, decimals=decimals_of(indicator))
    by_place: dict[str, dict[str, Observation]] = {}
    for o in indicator.values:
        if place is None or o.adcode == place:
            by_place.setdefault(o.adcode, {})[o.period] = o
    found = {adcode: _series(given, shown, language) for adcode, given in by_place.items()}
    together, every = national(indicator), read_words("page")
    return {
        "x": [round(years_between(periods[0], period), 3) for period in periods],
        "labels": [format_period(period, language) for period in periods],
        # A year without any figure is a gap; dates of figures are as they happen to be.
        "yearly": all(len(period) == 4 for period in periods),
        "periods": list(periods),
        "places": {adcode: series for adcode, series in found.items() if series},
        "all": _together(together, shown, language) if together and together.values else None,
        "words": {key: every[f"series_{key}"][language] for key in _WORDS}
        | {"hollow": _hollow(indicator, language), "gap": " " if language == "en" else ""},
    }


def _has_year(period: str) -> bool:
    return period[:4].isdecimal() and "/" not in period


def _series(
    given: Mapping[str, Observation], indicator: Indicator, language: Language
) -> dict[str, Any] | None:
    """The figures of one place, which of them are marked, and the first and the last in words."""
    row = [given.get(period) for period in indicator.periods]
    values = [None if o is None else o.value for o in row]
    present = [value for value in values if value is not None]
    if not present:
        return None
    marked = [i for i, o in enumerate(row) if o is not None and _is_hollow(o)]
    ends = [write_value(value, indicator, language) for value in (present[0], present[-1])]
    return {"v": [_short(v) for v in values], "ends": ends} | ({"o": marked} if marked else {})


def _is_hollow(observation: Observation) -> bool:
    """Whether a figure is to be told from a reported one; a quotient of such is as good."""
    return observation.status in MARKED and observation.status != "derived"


def _hollow(indicator: Indicator, language: Language) -> str:
    """What hollow points are."""
    found = dict.fromkeys(o.status for o in indicator.values if _is_hollow(o))
    names = listed([word(status, language) for status in found], language)
    return word("series_hollow", language, section="page", names=names) if found else ""


def _together(found: National, indicator: Indicator, language: Language) -> dict[str, Any]:
    values = [found.values.get(period) for period in indicator.periods]
    texts = [None if v is None else write_value(v, indicator, language) for v in values]
    return {
        "v": [_short(v) for v in values],
        "told": found.told[language],
        "texts": None if found.indexed else texts,
    }


def _short(value: float | None) -> float | int | None:
    if value is None:
        return None
    number = float(f"{value:.{_DIGITS}g}")
    return int(number) if number.is_integer() else number
