"""Which places and periods an indicator has figures of, and which it lacks.

What is told of it is counted here, for the command line, the files of the whole catalogue and the
page that lists it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from geo.indicators.dates import runs_of_years
from geo.indicators.levels import codes_of
from geo.model import Indicator, Language, format_period, word

#: How the codes of places begin that have statistics of their own, which the tables of the other 31
#: provinces never have.
_APART = ("71", "81", "82")


@dataclass(frozen=True)
class Coverage:
    """What an indicator has figures of.

    ``places`` have a figure in some period. ``gaps`` are the periods that a place lacks and others
    have, by place. ``figures`` is how many there are.
    """

    boundaries: str
    places: tuple[str, ...]
    gaps: Mapping[str, tuple[str, ...]]
    figures: int

    @cached_property
    def expected(self) -> tuple[str, ...]:
        """All places of the boundary set, but for Hong Kong, Macau and Taiwan where none of them
        has a figure."""
        every = codes_of(self.boundaries)
        if any(adcode.startswith(_APART) for adcode in self.places):
            return every
        return tuple(adcode for adcode in every if not adcode.startswith(_APART))

    @property
    def without(self) -> tuple[str, ...]:
        """The places expected that have no figure at all."""
        return tuple(adcode for adcode in self.expected if adcode not in self.places)

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
    periods = indicator.periods
    lacking = {a: tuple(p for p in periods if p not in known) for a, known in found.items()}
    return Coverage(
        boundaries=indicator.boundaries,
        places=tuple(found),
        gaps={adcode: missed for adcode, missed in lacking.items() if missed},
        figures=sum(map(len, found.values())),
    )


def spell_periods(periods: Sequence[str], language: Language) -> str:
    """Periods in words, as short as can be: years in a row as one span, dates by the first and the
    last of them with their number; nothing for what has no period."""
    known = [period for period in periods if period]
    if not known:
        return word("no_period", language, section="catalogue")
    if all(period.isdecimal() for period in known):
        runs = runs_of_years(known)
        named = [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
        return word("separator", language).join(named)
    first, last = (format_period(period, language) for period in (known[0], known[-1]))
    if len(known) == 1:
        return first
    return word("dates", language, section="catalogue", first=first, last=last, count=len(known))
