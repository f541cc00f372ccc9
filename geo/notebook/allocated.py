"""A national figure, shared out over the provinces."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.indicators import (
    OWN,
    POPULATION,
    REGIONAL,
    UNIT_COST,
    Scenario,
    ScenarioPlan,
    allocation_method,
    covered_places,
    make_plan,
    plan_indicator,
)
from geo.model import GeoError, Indicator, Language, UnknownNameError
from geo.notebook.joined import join
from geo.notebook.telling import told_in

if TYPE_CHECKING:
    from geo.notebook.joined import Table


@dataclass(frozen=True, eq=False)
class Allocated:
    """Stations and cost of each province; the sum is exact, and all of it is an estimate.

    Examples
    --------
    >>> import geo
    >>> plan = geo.allocate(650_000, by="population-2020")
    >>> plan
    <Allocated 650,000 over 31 places>
    >>> int(plan.to_frame()["stations"].sum())
    650000
    """

    plan: ScenarioPlan = field(repr=False)
    language: Language

    def __repr__(self) -> str:
        allocation = self.plan.allocation
        return f"<Allocated {allocation.total:,} over {len(allocation.stations)} places>"

    @property
    def total(self) -> int:
        """Stations in all; that of the regional figures, where these were met."""
        return self.plan.allocation.total

    @property
    def method(self) -> str:
        """How it was shared out, in words."""
        return allocation_method(self.plan.allocation)[self.language]

    def to_frame(self) -> pd.DataFrame:
        """A row a place.

        Returns
        -------
        DataFrame
            Indexed by ``adcode``: ``name_zh``, ``name_en``, ``stations`` (whole), ``cost`` (yuan).
        """
        names = covered_places()
        records = [
            {
                "adcode": share.adcode,
                "name_zh": names[share.adcode].zh,
                "name_en": names[share.adcode].en,
                "stations": share.stations,
                "cost": share.cost,
            }
            for share in self.plan.shares
        ]
        return pd.DataFrame.from_records(records, index="adcode")

    def to_indicator(self, measure: str = "stations") -> Indicator:
        """One measure as an indicator, to be drawn by :func:`geo.build`.

        Parameters
        ----------
        measure
            ``stations``, ``cost`` (yuan), ``per_people`` (stations per 10,000 people), or ``gap``
            (against what the province announced).

        Raises
        ------
        UnknownNameError
            If there is no such measure.

        Examples
        --------
        >>> import geo
        >>> geo.build(geo.allocate(650_000).to_indicator("cost"), palette="teals").style.theme
        'light'
        """
        with told_in(self.language):
            return plan_indicator(self.plan, measure)


def allocate(
    total: float, *, by: Table = POPULATION, value: str | None = None,
    blend: str | tuple[str, float] | None = None, regions: str | None = None,
    unit_cost: float = UNIT_COST, missing: str = "refuse", language: Language = "en",
) -> Allocated:  # fmt: skip
    """Share a national figure out; the options are those of ``province-atlas allocate``.

    Parameters
    ----------
    total
        Stations in the whole country.
    by, value
        The key: an indicator's id, or a table (file, DataFrame, Series) and its column of figures.
    blend
        A second key and its weight: ``("gdp-2020", 0.4)`` or ``"gdp-2020:0.4"``.
    regions
        Regional figures to meet exactly: ``5g-stations-region:2022-02``.
    unit_cost
        Yuan of one station.
    missing
        Places that the key has no figure of: ``refuse`` or ``leave_out``.
    language
        ``en`` or ``zh``: of the method, and of errors.

    Returns
    -------
    Allocated
        Whole stations by the method of the largest remainder.

    Raises
    ------
    AllocationError
        If the total, the key or the regional figures are none that work.
    UnknownNameError
        If there is no such indicator or period; the nearest is named.

    Examples
    --------
    >>> import geo
    >>> key = geo.load_indicator("population-2020").to_frame()["value"]
    >>> plan = geo.allocate(1000, by=key, blend=("gdp-2020", 0.4))
    >>> int(plan.to_frame().loc["440000", "stations"])
    97
    """
    with told_in(language):
        table = None
        if not isinstance(by, str) or Path(by).is_file():
            table = join(by, value=value, language=language).indicator
        elif value is not None:
            raise GeoError("cli.value_of_table")
        second, weight = _pair(blend, "blend", "gdp-2020:0.4")
        regional, period = _pair(regions, "regions", f"{REGIONAL}:2022-02")
        if regional and regional != REGIONAL:
            raise UnknownNameError("regional indicator", regional, (REGIONAL,))
        asked = Scenario(
            total=total,
            by=by if isinstance(by, str) and table is None else OWN,
            blend=second,
            weight=_number(weight, "blend") if weight else 0.0,
            controls=period,
            missing=missing,
            unit_cost=unit_cost,
        )
        return Allocated(make_plan(asked, own=table), language)


def _pair(said: str | tuple[str, float] | None, option: str, example: str) -> tuple[str, str]:
    if said is None:
        return "", ""
    if not isinstance(said, str):
        return said[0], repr(float(said[1]))
    first, sign, second = said.rpartition(":")
    if not (sign and first and second):
        raise GeoError("cli.pair", option=option, text=said, example=example)
    return first, second


def _number(text: str, option: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise GeoError("cli.number", option=option, text=text) from None
