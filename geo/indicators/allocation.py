"""What a national figure would mean for each province: it is shared out by a key.

A key says how large each place's share is: its part of the population, of GDP, a blend of two.
Whole stations come from the method of the largest remainder (Hamilton 1792; Balinski and Young,
*Fair Representation*, 2nd ed. 2001, chapter 3): every place gets the whole part of its quota, and
those with the largest remainders one more until the total is met. The result is exact to the
station and no quota is missed by a whole one. Its price is known: where the total or a weight
grows, a place may lose one station (the Alabama and population paradoxes, ibid., chapter 5).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from geo.model import (
    AllocationError,
    Indicator,
    Text,
    UnknownNameError,
    format_number,
    format_period,
    listed,
    word,
)

#: No larger total is shared out: a slip of the keyboard, not a plan.
MOST = 10**9

#: What is done with places without a weight.
MISSING = ("refuse", "leave_out")


@dataclass(frozen=True)
class AllocationKey:
    """Shares of places, which add up to one exactly, and what they are shares of. ``left_out`` are
    the names of places that have no weight."""

    title: Text
    shares: Mapping[str, Fraction]
    left_out: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Controls:
    """The known total of each region, and the region of each place."""

    title: Text
    totals: Mapping[str, int]
    region_of: Mapping[str, str]

    @property
    def total(self) -> int:
        return sum(self.totals.values())


@dataclass(frozen=True)
class Allocation:
    """Whole stations for each place of the key. ``total`` is their sum; where it is not ``asked``,
    control totals that were rounded say so. ``whole`` is what the places are parts of, where they
    are not the country's provinces."""

    asked: int
    stations: Mapping[str, int]
    key: AllocationKey
    controls: Controls | None = None
    whole: Text | None = None

    @property
    def total(self) -> int:
        return sum(self.stations.values())


def check_total(total: float) -> int:
    """A total of whole stations.

    Raises
    ------
    AllocationError
        If it is not above zero, has a fraction, or is larger than :data:`MOST`.
    """
    if not math.isfinite(total) or total != int(total):
        raise AllocationError("rollout.whole", total=total)
    if not 0 < total <= MOST:
        raise AllocationError("rollout.most", total=int(total), most=MOST)
    return int(total)


def allocate(total: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Whole numbers in proportion to shares, by the method of the largest remainder.

    Parameters
    ----------
    total
        What the numbers add up to.
    shares
        By place; not negative, adding up to one.

    Of equal remainders the larger share comes first, then the lower code: the order of the places
    decides nothing.
    """
    quotas = {place: total * share for place, share in shares.items()}
    whole = {place: math.floor(quota) for place, quota in quotas.items()}
    order = sorted(quotas, key=lambda p: (whole[p] - quotas[p], -quotas[p], p))
    for place in order[: total - sum(whole.values())]:
        whole[place] += 1
    return whole


def make_key(
    indicator: Indicator,
    places: Mapping[str, Text],
    *,
    period: str | None = None,
    missing: str = "refuse",
) -> AllocationKey:
    """The key of an indicator's figures.

    Parameters
    ----------
    indicator
        Numbers that are not negative.
    places
        The places to share out over, and their names.
    period
        The latest where it is left out.
    missing
        Of places without a figure: ``refuse``, or ``leave_out``, so that the others' shares grow.

    Raises
    ------
    AllocationError
        If a figure is missing or negative, or all are zero; the places are named.
    UnknownNameError
        If there is no such period or choice.
    """
    if missing not in MISSING:
        raise UnknownNameError("choice for missing figures", missing, MISSING)
    if indicator.kind == "category":
        raise AllocationError("rollout.categories", indicator=indicator.id)
    period = indicator.periods[-1] if period is None else period
    if period not in indicator.periods:
        raise UnknownNameError("period", period, indicator.periods, of=indicator.id)
    given = {o.adcode: o.value for o in indicator.values if o.period == period}
    weights = {place: given.get(place) for place in places}
    absent = {place: places[place] for place, value in weights.items() if value is None}
    if absent and missing == "refuse":
        raise AllocationError(
            "rollout.no_figure",
            indicator=indicator.id, places=tuple(absent.values()), count=len(weights),
        )  # fmt: skip
    # The figures as they are printed: 36102.6 and not its nearest binary fraction.
    exact = {p: Fraction(repr(float(v))) for p, v in weights.items() if v is not None}
    negative = [places[place] for place, weight in exact.items() if weight < 0]
    if negative:
        raise AllocationError("rollout.negative", indicator=indicator.id, places=negative)
    whole = sum(exact.values())
    if not whole:
        raise AllocationError("rollout.zero", indicator=indicator.id)
    shares = {place: weight / whole for place, weight in exact.items()}
    return AllocationKey(indicator.title, shares, absent)


def blend(one: AllocationKey, other: AllocationKey, *, weight: float) -> AllocationKey:
    """A key between two: ``(1 - weight) * one + weight * other``.

    Raises
    ------
    AllocationError
        If the weight is not between 0 and 1, or the keys leave out different places.
    """
    if not 0 <= weight <= 1:
        raise AllocationError("rollout.weight", weight=weight)
    if set(one.shares) != set(other.shares):
        apart = sorted(set(one.shares) ^ set(other.shares))
        raise AllocationError("rollout.apart", places=apart)
    part = Fraction(repr(float(weight)))
    first, second = (f"{float(100 * p):g}" for p in (1 - part, part))
    return AllocationKey(
        title=Text(
            f"{first} % {one.title.en}, {second} % {other.title.en}",
            f"{one.title.zh}{first}%、{other.title.zh}{second}%",
        ),
        shares={p: (1 - part) * one.shares[p] + part * other.shares[p] for p in one.shares},
        left_out=one.left_out,
    )


def make_controls(
    indicator: Indicator, region_of: Mapping[str, str], *, period: str | None = None
) -> Controls:
    """The regions' figures of one period as control totals.

    Raises
    ------
    AllocationError
        If a region has no figure, or no whole one.
    UnknownNameError
        If there is no such period.
    """
    period = indicator.periods[-1] if period is None else period
    if period not in indicator.periods:
        raise UnknownNameError("period", period, indicator.periods, of=indicator.id)
    given = {o.adcode: o.value for o in indicator.values if o.period == period}
    totals = {}
    for region in dict.fromkeys(region_of.values()):
        value = given.get(region)
        if value is None or value < 0 or value != int(value):
            raise AllocationError(
                "rollout.regional", indicator=indicator.id, region=region, period=period
            )
        totals[region] = int(value)
    en, zh = (format_period(period, language) for language in ("en", "zh"))
    title = Text(f"{indicator.title.en}, {en}", f"{indicator.title.zh}，{zh}")
    return Controls(title, totals, region_of)


def share_out(total: float, key: AllocationKey, *, controls: Controls | None = None) -> Allocation:
    """Share a total out; with control totals, each region's inside it.

    The regions' sums are then met exactly. Where they were rounded, their sum may differ from the
    total by as much, and the allocation has their sum.

    Raises
    ------
    AllocationError
        If the total is none, or the control totals disagree with it by more than rounding, or a
        region has no place with a share.
    """
    asked = check_total(total)
    if controls is None:
        return Allocation(asked, allocate(asked, key.shares), key)
    apart = abs(asked - controls.total)
    if apart > _rounding(asked, controls):
        raise AllocationError("rollout.controls", sum=controls.total, total=asked, apart=apart)
    stations: dict[str, int] = {}
    for region, value in controls.totals.items():
        inside = {p: s for p, s in key.shares.items() if controls.region_of.get(p) == region}
        whole = sum(inside.values())
        if not whole:
            raise AllocationError("rollout.no_share", region=region)
        stations |= allocate(value, {place: share / whole for place, share in inside.items()})
    return Allocation(asked, {p: stations[p] for p in key.shares if p in stations}, key, controls)


def _rounding(total: int, controls: Controls) -> int:
    """How far a total and the sum of its parts may be apart because each was rounded: half a unit
    of the last printed digit for every figure."""
    unit = _printed_unit(controls.totals.values())
    return (unit * len(controls.totals) + min(_printed_unit([total]), unit)) // 2


def _printed_unit(figures: Iterable[int]) -> int:
    common = math.gcd(*figures)
    unit = 1
    while common and common % (10 * unit) == 0:
        unit *= 10
    return unit


def allocation_method(allocation: Allocation) -> Text:
    """How an allocation was made, in words."""
    key, controls = allocation.key, allocation.controls
    told = []
    for language in ("en", "zh"):
        share, whole = key.title[language], allocation.whole
        if whole is None:
            parts = [word("shared_out", language, section="rollout", share=share)]
        else:
            of = whole[language]
            parts = [word("shared_within", language, section="rollout", whole=of, share=share)]
        if key.left_out:
            names = listed([name[language] for name in key.left_out.values()], language)
            parts.append(word("left_out", language, section="rollout", places=names))
        if controls:
            parts.append(
                word("controlled", language, section="rollout", title=controls.title[language])
            )
            if allocation.total != allocation.asked:
                parts.append(
                    word(
                        "rounded", language, section="rollout",
                        total=format_number(allocation.total),
                        asked=format_number(allocation.asked),
                    )
                )  # fmt: skip
        told.append((" " if language == "en" else "").join(parts))
    return Text(*told)
