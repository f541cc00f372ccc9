"""A scenario of the rollout: a target for the country, shared out over the provinces, with its cost
and what is missing against the figure a province announced.

Costs and multipliers are the paper's and stay its own statements: nothing here is a forecast.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from geo.indicators.allocation import (
    Allocation,
    AllocationKey,
    Controls,
    allocation_method,
    blend,
    check_total,
    make_controls,
    make_key,
    share_out,
)
from geo.indicators.back_test import BackTest, back_test
from geo.indicators.derive import at_level, load_indicator
from geo.indicators.levels import levels_of
from geo.indicators.paper import read_paper
from geo.indicators.sets import boundaries_of
from geo.model import (
    AllocationError,
    FieldError,
    Indicator,
    Kind,
    Level,
    Observation,
    Source,
    Text,
    UnknownNameError,
    both,
    parse_json,
    phrase,
    schema_of,
    to_json,
    value_of,
)
from geo.places import SETS, read_hierarchy

#: What a place's share of a scenario can be shown as.
MEASURES = ("stations", "cost", "per_people", "gap")

ANNOUNCED = "5g-stations-announced-2020"
POPULATION = "population-2020"
REGIONAL = "5g-stations-region"
#: The key is the user's own table.
OWN = "own"

#: Yuan of one station, as the paper rounds 37.088 billion yuan for 232,143 stations.
UNIT_COST = 160_000

_MOST_COST = 10**9
_FILE = "province-atlas-scenario"


@dataclass(frozen=True)
class Scenario:
    """What is asked for.

    Parameters
    ----------
    total
        Stations in the whole country.
    date
        When they are to stand, ISO 8601 of any precision.
    by, blend, weight
        The indicator that is the key; another one, and how much it weighs (0 to 1).
    controls
        The period whose regional figures are met exactly, or "".
    missing
        ``refuse``, or ``leave_out``: places without a figure of the key.
    unit_cost
        Yuan of one station.
    level, within
        The places that share it: those of a level, and of a province or prefecture by its code,
        whose total it then is; "" for the country.
    """

    total: float
    date: str = "2020-12"
    by: str = POPULATION
    blend: str = ""
    weight: float = 0.0
    controls: str = ""
    missing: str = "refuse"
    unit_cost: float = UNIT_COST
    level: Level = "province"
    within: str = ""


@dataclass(frozen=True)
class Share:
    """One place's part of a scenario. ``cost`` is in yuan; ``gap`` is what is missing against
    the figure announced, below zero where more were announced."""

    adcode: str
    stations: int
    cost: float
    per_people: float | None
    announced: Observation | None

    @property
    def gap(self) -> float | None:
        known = self.announced is not None and self.announced.value is not None
        return self.stations - self.announced.value if known else None  # type: ignore[union-attr, operator]


@dataclass(frozen=True)
class ScenarioPlan:
    """A scenario shared out."""

    scenario: Scenario
    allocation: Allocation
    shares: tuple[Share, ...]

    @property
    def cost(self) -> float:
        return self.allocation.total * self.scenario.unit_cost


def covered_places(level: Level = "province", within: str = "") -> dict[str, Text]:
    """The 31 places that national figures are about, or what lies in them or in one place, and
    their names.

    Raises
    ------
    UnknownNameError
        If no place of the level lies there.
    """
    if level == "province" and not within:
        names = boundaries_of("provinces").names
        return {adcode: names[adcode] for adcode in boundaries_of("regions").part_of}
    hierarchy, covered = read_hierarchy(), boundaries_of("regions").part_of
    return {
        adcode: hierarchy.names[level][adcode]
        for adcode in hierarchy.members(level, within)
        if within or hierarchy.ancestor(adcode, level, "province") in covered
    }


def make_plan(scenario: Scenario, *, own: Indicator | None = None) -> ScenarioPlan:
    """Share a scenario out.

    Parameters
    ----------
    scenario
        What is asked for.
    own
        The figures of the user's table, for a scenario whose key is :data:`OWN`.

    Raises
    ------
    AllocationError
        If target, key, blend, control totals or cost are none that work.
    UnknownNameError
        If there is no such indicator or period.
    """
    check_total(scenario.total)
    try:
        _check_date(scenario.date)
    except ValueError:
        raise AllocationError("scenario.date", date=scenario.date) from None
    cost = scenario.unit_cost
    if not (math.isfinite(cost) and 0 <= cost <= _MOST_COST):
        raise AllocationError("scenario.cost", cost=cost, most=_MOST_COST)
    controls = None
    if scenario.controls:
        if not _is_of_provinces(scenario):
            raise AllocationError("scenario.controls_of_provinces")
        region_of = boundaries_of("regions").part_of
        regional = load_indicator(REGIONAL)
        controls = make_controls(regional, region_of, period=scenario.controls)
    allocation = share_out(scenario.total, key_of(scenario, own), controls=controls)
    people = {}
    if scenario.level in levels_of(POPULATION):
        people = {o.adcode: o.value for o in at_level(POPULATION, scenario.level).values}
    if not _is_of_provinces(scenario):
        allocation = replace(allocation, whole=_whole(scenario))
    announced = {o.adcode: o for o in load_indicator(ANNOUNCED).values}
    shares = []
    for adcode, stations in allocation.stations.items():
        persons = people.get(adcode)
        shares.append(
            Share(
                adcode,
                stations,
                float(stations * cost),
                10_000 * stations / persons if persons else None,
                announced.get(adcode),
            )
        )
    return ScenarioPlan(scenario, allocation, tuple(shares))


def _is_of_provinces(scenario: Scenario) -> bool:
    return scenario.level == "province" and not scenario.within


def _whole(scenario: Scenario) -> Text:
    if not scenario.within:
        return both("whole_country", section="rollout")
    return read_hierarchy().name_of(scenario.within)


def _check_date(text: str) -> None:
    """Raise ValueError where a text is no ISO 8601 year, month or day."""
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        raise ValueError(text)
    date.fromisoformat(text + "-01-01"[len(text) - 4 :])


def key_of(scenario: Scenario, own: Indicator | None = None) -> AllocationKey:
    """The key that a scenario names, blended where it names two."""
    places = covered_places(scenario.level, scenario.within)

    def key(indicator: Indicator) -> AllocationKey:
        return make_key(indicator, places, missing=scenario.missing)

    def of_catalogue(identifier: str) -> AllocationKey:
        found = load_indicator(identifier)
        if not _is_of_provinces(scenario) and found.boundaries != SETS[scenario.level]:
            found = at_level(identifier, scenario.level)
        return key(found)

    if scenario.by == OWN and own is None:
        raise AllocationError("scenario.not_open")
    first = of_catalogue(scenario.by) if own is None or scenario.by != OWN else key(own)
    if not scenario.blend:
        if scenario.weight:
            raise AllocationError("scenario.no_blend")
        return first
    return blend(first, of_catalogue(scenario.blend), weight=scenario.weight)


def all_controls() -> dict[str, Controls]:
    """The regions' figures as control totals, for every date that has them."""
    regional, region_of = load_indicator(REGIONAL), boundaries_of("regions").part_of
    return {p: make_controls(regional, region_of, period=p) for p in regional.periods}


def compare_plan(plan: ScenarioPlan) -> BackTest:
    """The plan's figures beside those announced."""
    return back_test(plan.allocation, load_indicator(ANNOUNCED))


def plan_indicator(plan: ScenarioPlan, measure: str) -> Indicator:
    """One measure of a plan, to be drawn and exported like any indicator; all are estimates.

    Raises
    ------
    UnknownNameError
        If there is no such measure.
    """
    if measure not in MEASURES:
        raise UnknownNameError("measure", measure, MEASURES)
    base, scenario = load_indicator("5g-stations-estimated"), plan.scenario
    numbers: Mapping[str, float | None] = {
        share.adcode: {
            "stations": float(share.stations),
            "cost": share.cost,
            "per_people": share.per_people,
            "gap": share.gap,
        }[measure]
        for share in plan.shares
    }
    values = tuple(
        Observation(adcode, scenario.date, number, "no_data" if number is None else "estimated")
        for adcode, number in numbers.items()
    )
    kinds: dict[str, Kind] = {"per_people": "ratio", "gap": "index"}
    turns = measure == "gap"
    told = allocation_method(plan.allocation)
    step = Text("", "")
    if measure != "stations":
        step = both(f"method_{measure}", section="rollout", cost=f"{scenario.unit_cost:,.12g}")
    return replace(
        base,
        id=f"5g-scenario-{measure.replace('_', '-')}",
        title=both(f"title_{measure}", section="rollout", total=f"{plan.allocation.total:,}"),
        unit=both(f"unit_{measure}", section="rollout"),
        kind=kinds.get(measure, "count"),
        values=values,
        source=_source(plan),
        method=Text(f"{told.en} {step.en}".rstrip(), told.zh + step.zh),
        notes=(),
        decimals=2 if measure == "per_people" else 0,
        palette="blue-red" if turns else base.palette,
        midpoint=0.0 if turns else None,
        no_data=both("no_figure", section="rollout") if turns else base.no_data,
        ranked=not turns,  # the announced figures differ in date and counting basis
        summable=measure in ("stations", "cost"),
    )


def _source(plan: ScenarioPlan) -> Source:
    base = load_indicator("5g-stations-estimated").source
    title = both("scenario_source", section="rollout")
    return replace(base, title=title, citation=title, published="")


def paper_statements() -> dict[str, str]:
    """What the paper says of cost and effect, as printed, by the id of the figure."""
    wanted = ("5g_station_cost", "5g_procurement_stations", "5g_procurement_amount",
              "5g_cost_vs_4g", "multiplier_ict", "multiplier_rail")  # fmt: skip
    return {f.id: f.value for f in read_paper().figures if f.id in wanted}


@dataclass(frozen=True, kw_only=True)
class SavedScenario(Scenario):
    """A scenario as a file: what was asked for; the rest is computed anew."""

    kind: Literal["province-atlas-scenario"]


def scenario_schema() -> dict[str, Any]:
    """The JSON Schema of a scenario's file."""
    return schema_of(SavedScenario, title="A scenario of Province Atlas", closed=True)


def scenario_to_json(scenario: Scenario) -> bytes:
    """A scenario as a file."""
    return to_json({"kind": _FILE, **vars(scenario)})


def scenario_from_json(content: bytes) -> Scenario:
    """A scenario from its file.

    Raises
    ------
    AllocationError
        If it is none.
    """
    try:
        found = parse_json(content)
        if isinstance(found, dict) and found.get("kind") != _FILE:
            raise AllocationError(
                "scenario.no_file", reason=phrase("scenario.other_kind", kind=_FILE)
            )
        saved = vars(value_of(found, SavedScenario, closed=True))
    except FieldError as error:
        raise AllocationError("scenario.no_file", reason=error.fault) from error
    except ValueError as error:
        raise AllocationError("scenario.no_file", reason=str(error)) from error
    return Scenario(**{name: value for name, value in saved.items() if name != "kind"})
