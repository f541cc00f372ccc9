"""The figures of the catalogue, and what is computed from them."""

from geo.indicators.allocation import (
    MISSING,
    AllocationKey,
    allocate,
    allocation_method,
    make_key,
)
from geo.indicators.back_test import BackTest
from geo.indicators.catalogue import (
    list_indicators,
    load_catalogue,
    load_every_level,
    read_indicator,
)
from geo.indicators.coverage import Coverage, coverage_of, spell_periods
from geo.indicators.dates import runs_of_years, stated_for, years_between
from geo.indicators.derive import (
    Denominator,
    at_level,
    denominators_at,
    load_denominator,
    load_indicator,
    per,
    per_measure,
    read_denominators,
    relate,
)
from geo.indicators.estimates import SERIES, choose_series, estimate_series
from geo.indicators.groups import Group, read_groups
from geo.indicators.levels import levels_of, lower_indicators
from geo.indicators.national_line import National, national
from geo.indicators.paper import Figure, read_paper
from geo.indicators.scenario import (
    ANNOUNCED,
    MEASURES,
    OWN,
    POPULATION,
    REGIONAL,
    UNIT_COST,
    Scenario,
    ScenarioPlan,
    all_controls,
    compare_plan,
    covered_places,
    key_of,
    make_plan,
    paper_statements,
    plan_indicator,
    scenario_from_json,
    scenario_to_json,
)
from geo.indicators.search import find_indicators, near_indicators, searchable
from geo.indicators.subtraction import CHANGES, change, difference, nearest_period
from geo.indicators.timeline import Timeline, read_timeline

__all__ = [
    "ANNOUNCED",
    "CHANGES",
    "MEASURES",
    "MISSING",
    "OWN",
    "POPULATION",
    "REGIONAL",
    "SERIES",
    "UNIT_COST",
    "AllocationKey",
    "BackTest",
    "Coverage",
    "Denominator",
    "Figure",
    "Group",
    "National",
    "Scenario",
    "ScenarioPlan",
    "Timeline",
    "all_controls",
    "allocate",
    "allocation_method",
    "at_level",
    "change",
    "choose_series",
    "compare_plan",
    "coverage_of",
    "covered_places",
    "denominators_at",
    "difference",
    "estimate_series",
    "find_indicators",
    "key_of",
    "levels_of",
    "list_indicators",
    "load_catalogue",
    "load_denominator",
    "load_every_level",
    "load_indicator",
    "lower_indicators",
    "make_key",
    "make_plan",
    "national",
    "near_indicators",
    "nearest_period",
    "paper_statements",
    "per",
    "per_measure",
    "plan_indicator",
    "read_denominators",
    "read_groups",
    "read_indicator",
    "read_paper",
    "read_timeline",
    "relate",
    "runs_of_years",
    "scenario_from_json",
    "scenario_to_json",
    "searchable",
    "spell_periods",
    "stated_for",
    "years_between",
]
