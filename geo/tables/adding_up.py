"""Figures of a lower level added up to a higher one: counts by their sum, ratios by the mean in
which each place weighs as much as its population.

A place of which some members have no figure is incomplete. What there is of it would look small on
a map, so it has no figure; a note says how much there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum

from geo.indicators import load_denominator, read_denominators
from geo.model import (
    LEVELS,
    Boundaries,
    GeoError,
    Indicator,
    Level,
    Observation,
    Text,
    both,
    plain_number,
)
from geo.places import SETS, load_level, read_hierarchy

#: So many incomplete places are named.
_MOST_NAMED = 12


@dataclass(frozen=True)
class AddedUp:
    """Figures of a higher level; ``incomplete`` says of how many members, of how many, a place has
    figures in the last period, where it has not all."""

    indicator: Indicator
    incomplete: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def upper_boundaries(upper: Level, boundaries: Boundaries, level: Level) -> Boundaries:
    """The places that those of a level add up to: in the same part of the country, where several
    lie there.

    Raises
    ------
    GeoError
        If the one is not above the other.
    """
    if LEVELS.index(upper) >= LEVELS.index(level):
        raise GeoError("own.sum_to_above", level=_called(level), upper=_called(upper))
    hierarchy, within = read_hierarchy(), boundaries.within
    above = within and LEVELS.index(hierarchy.level_of(within)) < LEVELS.index(upper)
    return load_level(upper, within if above else "")


def add_up(indicator: Indicator, upper: Level, boundaries: Boundaries, level: Level) -> AddedUp:
    """Add the figures of a level up to a higher one.

    Parameters
    ----------
    indicator, boundaries, level
        The figures, and the places they are of.
    upper
        The level that is wanted.

    Raises
    ------
    GeoError
        If they are neither counts nor ratios, or no population is known to weigh ratios by.
    """
    if indicator.kind not in ("count", "ratio"):
        raise GeoError("own.sum_to_kind", kind=both(f"kind_{indicator.kind}", section="page"))
    weights, weight = _weights(indicator, boundaries)
    hierarchy = read_hierarchy()
    figures: defaultdict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for o in indicator.values:
        place = hierarchy.ancestor(o.adcode, level, upper)
        share = 1.0 if weights is None else weights.get(o.adcode, 0.0)
        if o.value is not None and share:
            figures[place, o.period].append((o.value, share))
        else:
            figures[place, o.period] += []
    whole = {place: len(hierarchy.members(level, place)) for place, _ in figures}
    values = tuple(
        _observation(place, period, found, whole[place], is_mean=weights is not None, level=level)
        for (place, period), found in figures.items()
    )
    last = max((period for _, period in figures), default="")
    incomplete = {
        place: (len(found), whole[place])
        for (place, period), found in figures.items()
        if period == last and 0 < len(found) < whole[place]
    }
    how = "method_weighted" if weights is not None else "method_added"
    told = both(how, section="own", level=_called(level), weight=weight)
    method = Text(f"{indicator.method.en} {told.en}".strip(), indicator.method.zh + told.zh)
    return AddedUp(
        replace(
            indicator, values=values, boundaries=SETS[upper], method=method,
            notes=(*indicator.notes, *_notes(incomplete, upper, level)),
        ),
        incomplete,
    )  # fmt: skip


def _weights(indicator: Indicator, boundaries: Boundaries) -> tuple[dict[str, float] | None, Text]:
    """What each place of a ratio weighs, and what that is called; None for counts."""
    if indicator.kind == "count":
        return None, Text("", "")
    population = load_denominator(read_denominators()["population"], boundaries)
    last = population.periods[-1]
    found = {o.adcode: o.value for o in population.values if o.period == last and o.value}
    title = population.title
    return found, Text(f"{title.en}, {last}", f"{last}年{title.zh}")


def _observation(
    place: str,
    period: str,
    found: Sequence[tuple[float, float]],
    whole: int,
    *,
    is_mean: bool,
    level: Level,
) -> Observation:
    """The figure of a place, or how much of it there is."""
    if not found:
        return Observation(place, period, None, "no_data")
    total = fsum(value * weight for value, weight in found)
    number = total / fsum(weight for _, weight in found) if is_mean else total
    if len(found) == whole:
        return Observation(place, period, number, "derived")
    note = both(
        "incomplete_mean" if is_mean else "incomplete", section="own", have=len(found), of=whole,
        level=_called(level), figure=plain_number(number),
    )  # fmt: skip
    return Observation(place, period, None, "no_data", note=note)


def _called(level: Level) -> Text:
    return both(f"level_{level}", section="own")


def _notes(
    incomplete: Mapping[str, tuple[int, int]], upper: Level, level: Level
) -> tuple[Text, ...]:
    """Which places have no figure because not all of their members have one."""
    if not incomplete:
        return ()
    names = read_hierarchy().names[upper]
    shown = list(incomplete.items())[:_MOST_NAMED]
    told = [Text(f"{names[a].en} ({n}/{of})", f"{names[a].zh}（{n}/{of}）") for a, (n, of) in shown]
    more = len(incomplete) - len(shown)
    listed = Text(
        ", ".join(t.en for t in told) + f" … (+{more})" * bool(more),
        "、".join(t.zh for t in told) + f"等{len(incomplete)}个" * bool(more),
    )
    return (both("incomplete_places", section="own", level=_called(level), places=listed),)
