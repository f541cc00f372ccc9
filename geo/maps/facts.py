"""All that the catalogue says of a place."""

from __future__ import annotations

from dataclasses import dataclass

from geo.indicators import load_every_level
from geo.maps.layer import join
from geo.model import Indicator, Observation
from geo.places import load_boundaries


@dataclass(frozen=True)
class Fact:
    """One figure of one place, with the indicator it belongs to."""

    indicator: Indicator
    observation: Observation


def profiles(boundaries: str = "provinces") -> dict[str, tuple[Fact, ...]]:
    """All that the catalogue says of each place: its latest figure of every indicator."""
    places = load_boundaries(boundaries)
    found: dict[str, list[Fact]] = {adcode: [] for adcode in places.adcodes}
    for indicator in load_every_level():
        if indicator.boundaries == boundaries:
            for observation in join(places, indicator).values:
                found[observation.adcode].append(Fact(indicator, observation))
    return {adcode: tuple(facts) for adcode, facts in found.items()}
