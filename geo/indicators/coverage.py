"""Which places and periods an indicator has figures of, and which it lacks.

What is told of it is counted here, for the command line, the files of the whole catalogue and the
page that lists it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from geo.model import Indicator
from geo.places import load_boundaries, read_gazetteer

#: Provinces that have statistics of their own: the Bureau's tables cover the other 31.
_APART = ("710000", "810000", "820000")


@dataclass(frozen=True)
class Coverage:
    """What an indicator has figures of.

    ``places`` have a figure in some period, out of the ``expected``: the 31 provinces of the
    mainland, or all 34 where one of the others has a figure; of another set, all that it has.
    ``without`` are those expected that have none. ``gaps`` are the periods that a place lacks and
    others have, by place.
    """

    places: tuple[str, ...]
    expected: tuple[str, ...]
    without: tuple[str, ...]
    gaps: Mapping[str, tuple[str, ...]]
    figures: int

    @property
    def complete(self) -> bool:
        """Whether every place that is expected has a figure in every period."""
        return not self.without and not self.gaps


def coverage_of(indicator: Indicator) -> Coverage:
    """Count what an indicator has figures of."""
    found: dict[str, set[str]] = {}
    for observation in indicator.values:
        if observation.value is not None:
            found.setdefault(observation.adcode, set()).add(observation.period)
    expected, periods = _expected(indicator.boundaries, found.keys()), indicator.periods
    places = tuple(adcode for adcode in expected if adcode in found)
    lacking = {a: tuple(p for p in periods if p not in found[a]) for a in places}
    return Coverage(
        places=places,
        expected=expected,
        without=tuple(adcode for adcode in expected if adcode not in found),
        gaps={adcode: missed for adcode, missed in lacking.items() if missed},
        figures=sum(map(len, found.values())),
    )


def _expected(boundaries: str, found: Container[str]) -> tuple[str, ...]:
    if boundaries != "provinces":
        return load_boundaries(boundaries).adcodes
    every = tuple(read_gazetteer().places)
    if any(adcode in found for adcode in _APART):
        return every
    return tuple(adcode for adcode in every if adcode not in _APART)
