"""Counting registers in tests: the grids are laid once."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from geo.model.values import Boundaries
from geo.registers.count import (
    Columns,
    Count,
    CountPlan,
    TakeRejects,
    count_points,
    counter_of,
    plan_count,
)
from geo.registers.engines import local_engine
from geo.registers.part_count import Counter

NO_COLUMNS = Columns()


class Register:
    """Plans and counts registers of WGS 84 by province."""

    def __init__(self, provinces: Boundaries) -> None:
        self.provinces = provinces

    @cached_property
    def counter(self) -> Counter:
        plan = CountPlan((), (), (), NO_COLUMNS, "wgs84", self.provinces)
        return counter_of(plan, keeps_rejects=True)

    def plan(self, *paths: Path | str, columns: Columns = NO_COLUMNS) -> CountPlan:
        names = map(str, paths)
        return plan_count(names, datum="wgs84", boundaries=self.provinces, columns=columns)

    def count_plan(self, plan: CountPlan, *, take_rejects: TakeRejects | None = None) -> Count:
        """The count of a plan, every row of which is accounted for."""
        engine = local_engine(self.counter, threads=2)
        found = count_points(plan, engine=engine, take_rejects=take_rejects)
        assert found.rows == found.counted + sum(found.not_counted.values())
        return found

    def count(self, *paths: Path | str, columns: Columns = NO_COLUMNS) -> Count:
        return self.count_plan(self.plan(*paths, columns=columns))
