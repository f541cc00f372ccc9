"""Indicators made from two others: a count per people, per area, per yuan of GDP; a change between
periods, a difference."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import fsum
from pathlib import Path

from geo import labels
from geo.errors import GeoError, UnknownNameError
from geo.model import LANGUAGES, Derivation, Indicator, Observation, Source, Status, Text
from geo.words import format_period

DENOMINATORS = Path(__file__).parent / "data" / "denominators.toml"


@dataclass(frozen=True)
class Denominator:
    """A way to make a count comparable: divide by ``indicator`` and multiply by ``scale``."""

    id: str
    title: Text
    indicator: str
    scale: float


@cache
def read_denominators() -> dict[str, Denominator]:
    """The ways a count can be related to something, by id, in the order they are offered."""
    entries = tomllib.loads(DENOMINATORS.read_text(encoding="utf-8"))
    return {
        key: Denominator(
            id=key,
            title=labels.text(entry["title"], f"{DENOMINATORS.name} [{key}]"),
            indicator=entry["indicator"],
            scale=entry["scale"],
        )
        for key, entry in entries.items()
    }


def ratio(
    numerator: Indicator, denominator: Indicator, *, scale: float, decimals: int | None = None
) -> tuple[Observation, ...]:
    """``scale * numerator / denominator`` for every observation of the numerator.

    The denominator's period is the numerator's where it has that one, else its only one. A place
    without either figure, or whose denominator is zero, is *no data*. Results are ``derived``, or
    ``estimated`` or ``forecast`` where one of the figures is.

    Raises
    ------
    GeoError
        If the denominator has several periods and none is the numerator's.
    """
    by_key = {(o.adcode, o.period): o for o in denominator.values}
    results = []
    for observation in numerator.values:
        period = observation.period
        if period not in denominator.periods:
            if len(denominator.periods) != 1:
                raise GeoError(
                    f"{denominator.id} has no figure for {period}; "
                    f"it has {', '.join(denominator.periods)}."
                )
            period = denominator.periods[0]
        below = by_key.get((observation.adcode, period))
        if observation.value is None:
            results.append(observation)
        elif below is None or not below.value:
            results.append(replace(observation, value=None, status="no_data"))
        else:
            value = scale * observation.value / below.value
            if decimals is not None:
                value = round(value, decimals)
            results.append(replace(observation, value=value, status=made_of(observation, below)))
    return tuple(results)


def made_of(*observations: Observation) -> Status:
    """The status of a computed figure: what rests on an estimate or a forecast is one."""
    statuses = {o.status for o in observations}
    return next((s for s in ("estimated", "forecast") if s in statuses), "derived")


def sum_over(indicator: Indicator, part_of: Mapping[str, str], *, boundaries: str) -> Indicator:
    """The figures of groups of places, as the sums of their members'.

    Parameters
    ----------
    indicator
        A count.
    part_of
        The group of each member; places in no group stay as they are.
    boundaries
        The id of the set of groups.

    A group has no figure where one of its members has none.

    Raises
    ------
    GeoError
        If its figures cannot be added up.
    """
    if indicator.kind != "count" or not indicator.summable:
        raise GeoError(f"the figures of {indicator.id} cannot be added up.")
    given = {(o.adcode, o.period): o for o in indicator.values}
    members: dict[str, list[str]] = {}
    for adcode in dict.fromkeys((*part_of, *(o.adcode for o in indicator.values))):
        members.setdefault(part_of.get(adcode, adcode), []).append(adcode)
    values = []
    for period in indicator.periods:
        for group, adcodes in members.items():
            found = [given.get((adcode, period)) for adcode in adcodes]
            present = [o.value for o in found if o is not None and o.value is not None]
            if len(adcodes) == 1 and found[0] is not None:
                values.append(found[0])
            elif len(present) < len(adcodes):
                values.append(Observation(group, period, None, "no_data", note=indicator.no_data))
            else:
                status = made_of(*(o for o in found if o is not None))
                values.append(Observation(group, period, fsum(present), status))
    return replace(indicator, values=tuple(values), boundaries=boundaries)


def per(indicator: Indicator, denominator: Denominator, below: Indicator) -> Indicator:
    """A count indicator related to a denominator, e.g. projects per million people.

    Parameters
    ----------
    indicator
        The count.
    denominator
        What to relate it to, and ``below``, its indicator.

    Raises
    ------
    GeoError
        If ``indicator`` is no count, or is the denominator itself.
    """
    _check_count(indicator)
    if indicator.id == denominator.indicator:
        raise GeoError(f"{indicator.id} cannot be related to itself.")
    title, unit, scale = denominator.title, indicator.unit, f"{denominator.scale:,.12g}"
    method = Text(
        f"{indicator.title.en} ÷ {below.title.en} × {scale}. "
        f"{below.title.en}: {below.source.citation.en.rstrip('.')}.",
        f"{indicator.title.zh} ÷ {below.title.zh} × {scale}。"
        f"{below.title.zh}：{below.source.citation.zh.rstrip('。')}。",
    )
    return replace(
        indicator,
        id=f"{indicator.id}-per-{denominator.id}",
        title=Text(f"{indicator.title.en} {title.en}", f"{title.zh}{indicator.title.zh}"),
        unit=Text(f"{unit.en} {title.en}", f"{unit.zh}（{title.zh}）"),
        kind="ratio",
        values=ratio(indicator, below, scale=denominator.scale),
        method=_then(indicator.method, method),
        derived=Derivation(indicator.id, below.id, denominator.scale),
        notes=(*indicator.notes, *below.notes),
        decimals=2,
    )


def _then(method: Text, step: Text) -> Text:
    """How a figure was made, and what was done next."""
    return Text(f"{method.en} {step.en}".lstrip(), f"{method.zh}{step.zh}")


def _check_count(indicator: Indicator) -> None:
    if indicator.kind != "count":
        raise GeoError(f"{indicator.id} is a {indicator.kind}; only a count is related to another.")


def per_measure(indicator: Indicator, below: Indicator) -> Indicator:
    """A count divided by another measure of the same table.

    Raises
    ------
    GeoError
        If ``indicator`` is no count, or both are the same.
    """
    _check_count(indicator)
    if indicator.values == below.values:
        raise GeoError(f"{below.id} cannot be divided by itself.")
    title, unit = below.title, below.unit
    return replace(
        indicator,
        title=Text(
            f"{indicator.title.en}, per {title.en}", f"{indicator.title.zh}（除以{title.zh}）"
        ),
        unit=Text(
            f"{indicator.unit.en} / {unit.en or title.en}",
            f"{indicator.unit.zh}/{unit.zh or title.zh}",
        ),
        kind="ratio",
        values=ratio(indicator, below, scale=1.0),
        method=_then(
            indicator.method,
            Text(f"{indicator.title.en} ÷ {title.en}.", f"{indicator.title.zh} ÷ {title.zh}。"),
        ),
        decimals=4,
    )


CHANGES = ("difference", "percent")
#: The unit of a difference of percentages.
_POINTS = Text("percentage points", "个百分点")


def change(indicator: Indicator, how: str, *, first: str, last: str) -> Indicator:
    """The change of an indicator between two periods.

    Parameters
    ----------
    indicator
        Figures of at least two periods.
    how
        ``difference``, ``last - first`` in the indicator's unit, of percentages in percentage
        points; or ``percent``, ``100 * (last - first) / first``.
    first, last
        The two periods.

    A place without either figure is *no data*; so is one whose first figure is not above zero
    where a percentage is asked for.

    Raises
    ------
    UnknownNameError
        If ``how`` or a period is unknown.
    GeoError
        If both periods are the same.
    """
    if how not in CHANGES:
        raise UnknownNameError("change", how, CHANGES)
    for period in (first, last):
        if period not in indicator.periods:
            raise UnknownNameError("period", period, indicator.periods)
    if first == last:
        raise GeoError(f"a change needs two periods; both are {first}.")
    by_key = {(o.adcode, o.period): o for o in indicator.values}
    values = []
    for adcode in dict.fromkeys(o.adcode for o in indicator.values):
        found = [o for p in (first, last) if (o := by_key.get((adcode, p))) is not None]
        before, after = (o.value for o in found) if len(found) == 2 else (None, None)
        value = None
        if before is not None and after is not None and (how == "difference" or before > 0):
            value = after - before if how == "difference" else 100 * (after - before) / before
        values.append(
            Observation(
                adcode, f"{first}/{last}", value, "no_data" if value is None else made_of(*found)
            )
        )
    numbers = [o.value for o in values if o.value is not None]
    turns = bool(numbers) and min(numbers) < 0 < max(numbers)
    title, percent = indicator.title, how == "percent"
    formula = "({1} − {0}) ÷ {0} × 100" if percent else "{1} − {0}"
    told = Text(*[f"{t}: {formula.format(first, last)}." for t in (title.en, title.zh)])
    unit = Text("%", "%") if percent else _unit_of_difference(indicator)
    return replace(
        indicator,
        title=Text(f"{title.en}, change", f"{title.zh}{'增幅' if percent else '变化'}"),
        unit=unit,
        kind="ratio" if percent else indicator.kind,
        values=tuple(values),
        method=_then(indicator.method, told),
        decimals=1 if percent else indicator.decimals,
        midpoint=0.0 if turns else None,
        palette="blue-red" if turns else "",
    )


def _unit_of_difference(indicator: Indicator) -> Text:
    return _POINTS if indicator.unit.en == "%" else indicator.unit


def difference(
    indicator: Indicator,
    other: Indicator,
    *,
    period: str | None = None,
    other_period: str | None = None,
) -> Indicator:
    """The figures of one indicator and period less those of another, place by place.

    A place without either figure is *no data*. Results are ``derived``; colours turn at zero.

    Parameters
    ----------
    indicator, other
        What is subtracted from, and what is subtracted; the same indicator for two periods.
    period
        The latest where it is left out.
    other_period
        Where it is left out, the same if the other has it, else the other's latest.

    Raises
    ------
    GeoError
        If their units or boundaries differ, one is of categories or has no such period, or both
        are the same figures.
    """
    for one in (indicator, other):
        if one.kind == "category":
            raise GeoError(f"{one.id} shows categories: nothing can be subtracted from them.")
    if indicator.unit != other.unit or indicator.boundaries != other.boundaries:
        raise GeoError(
            f"{indicator.id} ({indicator.unit.en}) and {other.id} ({other.unit.en}) have different "
            "units or places: only like can be subtracted from like."
        )
    first = _period(indicator, period)
    if other_period is None and first in other.periods:
        other_period = first
    second = _period(other, other_period)
    if indicator.id == other.id and first == second:
        raise GeoError(f"{indicator.id} of {first} less itself is zero: name another period.")
    below = {o.adcode: o for o in other.values if o.period == second}
    values = []
    for above in (o for o in indicator.values if o.period == first):
        taken = below.get(above.adcode)
        shared = f"{second}/{first}" if first != second else first
        if above.value is None or taken is None or taken.value is None:
            values.append(replace(above, period=shared, value=None, status="no_data"))
        else:
            value, status = above.value - taken.value, made_of(above, taken)
            values.append(replace(above, period=shared, value=value, status=status))
    return replace(
        indicator,
        id=f"{indicator.id}-minus-{other.id}" if indicator.id != other.id
        else f"{indicator.id}-change",
        title=_less(indicator, other),
        unit=_unit_of_difference(indicator),
        kind="index",
        values=tuple(values),
        source=_sources(indicator, other),
        method=_subtraction(indicator, other, first, second),
        notes=tuple(dict.fromkeys((*indicator.notes, *other.notes))),
        decimals=max(indicator.decimals, other.decimals),
        palette="blue-red",
        midpoint=0.0,
        derived=None,
        summable=False,
    )  # fmt: skip


def _period(indicator: Indicator, period: str | None) -> str:
    if period is None:
        return indicator.periods[-1]
    if period not in indicator.periods:
        raise UnknownNameError("period", period, indicator.periods, of=indicator.id)
    return period


def _less(one: Indicator, two: Indicator) -> Text:
    """What a difference shows; of one indicator's change, the period says from when to when."""
    if one.id == two.id:
        return Text(f"{one.title.en}, change", f"{one.title.zh}变化")
    return Text(f"{one.title.en} minus {two.title.en}", f"{one.title.zh}与{two.title.zh}之差")


def _subtraction(indicator: Indicator, other: Indicator, first: str, second: str) -> Text:
    """How both figures were made, and what was done with them."""
    en, zh = ([format_period(p, lang) for p in (first, second)] for lang in LANGUAGES)
    step = Text(
        f"The figures of {en[0]} ({indicator.title.en}) less those of {en[1]} ({other.title.en}).",
        f"{zh[0]}（{indicator.title.zh}）减去{zh[1]}（{other.title.zh}）。",
    )
    method = indicator.method
    if other.method != method:
        method = _then(method, other.method)
    return _then(method, step)


def _sources(indicator: Indicator, other: Indicator) -> Source:
    """Both sources as one, saying once what they share; two dates stand with their titles."""
    one, two = indicator.source, other.source
    if one == two:
        return one
    same_date = one.published == two.published
    titles = (one.title, two.title) if same_date else (_dated(one), _dated(two))
    return Source(
        title=_both(*titles),
        publisher=_both(one.publisher, two.publisher),
        licence=_both(one.licence, two.licence),
        citation=_both(one.citation, two.citation),
        published=one.published if same_date else "",
        accessed=max(one.accessed, two.accessed),
        url=one.url if one.url == two.url else "",  # an address of one is not that of both
        note=_both(one.note, two.note),
    )


def _dated(source: Source) -> Text:
    if not source.published:
        return source.title
    en, zh = (format_period(source.published, language) for language in LANGUAGES)
    return Text(f"{source.title.en} ({en})", f"{source.title.zh}（{zh}）")


def _both(one: Text, two: Text) -> Text:
    if not one or one == two:
        return two
    if not two:
        return one
    return Text(f"{one.en.rstrip('.')}; {two.en}", f"{one.zh.rstrip('。')}；{two.zh}")
