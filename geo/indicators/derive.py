"""Indicators made from two others: a count per people, per area, per yuan of GDP; a change between
periods, a difference."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import fsum

from geo.indicators.catalogue import read_indicator
from geo.model import (
    DATA,
    LANGUAGES,
    Boundaries,
    Derivation,
    GeoError,
    Indicator,
    Observation,
    Source,
    Status,
    Text,
    UnknownNameError,
    both,
    format_period,
    sentence,
    text_of,
)
from geo.places import load_boundaries

DENOMINATORS = DATA / "denominators.toml"


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
            title=text_of(entry["title"], f"{DENOMINATORS.name} [{key}]"),
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
    without either figure, or whose denominator is zero, is *no data*; *not applicable* where one of
    them is. Results are ``derived``, or ``estimated`` or ``forecast`` where one of the figures is.

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
                    "derive.no_period", indicator=denominator.id, period=period,
                    known=denominator.periods,
                )  # fmt: skip
            period = denominator.periods[0]
        below = by_key.get((observation.adcode, period))
        if observation.value is None or below is None or not below.value:
            results.append(replace(observation, value=None, status=_absent(observation, below)))
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


def _absent(*observations: Observation | None) -> Status:
    """The status of a figure that cannot be computed: what rests on a figure that cannot be is
    *not applicable* as well."""
    statuses = {o.status for o in observations if o is not None}
    return "not_applicable" if "not_applicable" in statuses else "no_data"


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

    A group has no figure where one of its members has none; it is *not applicable* where all that
    it lacks is.

    Raises
    ------
    GeoError
        If its figures cannot be added up.
    """
    if indicator.kind != "count" or not indicator.summable:
        raise GeoError("derive.no_sum", indicator=indicator.id)
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
                values.append(replace(found[0], adcode=group))
            elif len(present) < len(adcodes):
                gaps = {o.status if o else "no_data" for o in found if o is None or o.value is None}
                status: Status = "not_applicable" if gaps == {"not_applicable"} else "no_data"
                values.append(Observation(group, period, None, status, note=indicator.no_data))
            else:
                made = made_of(*(o for o in found if o is not None))
                values.append(Observation(group, period, fsum(present), made))
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
        raise GeoError("derive.to_itself", indicator=indicator.id)
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
        kinds = {
            "ratio": sentence("derive.ratio"),
            "index": sentence("derive.index"),
            "category": sentence("derive.category"),
        }
        raise GeoError("derive.no_count", indicator=indicator.id, kind=kinds[indicator.kind])


def per_measure(indicator: Indicator, below: Indicator) -> Indicator:
    """A count divided by another measure of the same table.

    Raises
    ------
    GeoError
        If ``indicator`` is no count, or both are the same.
    """
    _check_count(indicator)
    if indicator.values == below.values:
        raise GeoError("derive.by_itself", indicator=below.id)
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
    where a percentage is asked for. Where one of the figures is *not applicable*, so is the change.

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
        raise GeoError("derive.one_period", period=first)
    by_key = {(o.adcode, o.period): o for o in indicator.values}
    values = []
    for adcode in dict.fromkeys(o.adcode for o in indicator.values):
        found = [o for p in (first, last) if (o := by_key.get((adcode, p))) is not None]
        before, after = (o.value for o in found) if len(found) == 2 else (None, None)
        value = None
        if before is not None and after is not None and (how == "difference" or before > 0):
            value = after - before if how == "difference" else 100 * (after - before) / before
        status = _absent(*found) if value is None else made_of(*found)
        values.append(Observation(adcode, f"{first}/{last}", value, status))
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

    A place without either figure is *no data*, or *not applicable* where one of them is. Results
    are ``derived``; colours turn at zero.

    Parameters
    ----------
    indicator, other
        What is subtracted from, and what is subtracted; the same indicator for two periods.
    period
        The latest where it is left out.
    other_period
        Where it is left out, the nearest that the other has; see :func:`nearest_period`.

    Raises
    ------
    GeoError
        If their units or boundaries differ, one is of categories or has no such period, both are
        the same figures, or the other has none of the same year and none was named.
    """
    for one in (indicator, other):
        if one.kind == "category":
            raise GeoError("derive.categories", indicator=one.id)
    if indicator.unit != other.unit or indicator.boundaries != other.boundaries:
        raise GeoError(
            "derive.unlike", one=indicator.id, unit=indicator.unit, two=other.id,
            other_unit=other.unit,
        )  # fmt: skip
    first = _period(indicator, period)
    second = nearest_period(other, first) if other_period is None else _period(other, other_period)
    if second is None:
        raise GeoError(
            "derive.apart", one=indicator.id, first=first, two=other.id, known=other.periods
        )
    if indicator.id == other.id and first == second:
        raise GeoError("derive.same", indicator=indicator.id, period=first)
    asked = other_period is not None
    shared = f"{second}/{first}" if asked and first != second else first or second
    # A date that nobody asked for is said in a note, unless one of the two has none.
    near = not asked and bool(first and second) and first != second
    nearest = (_nearest_date(other, first, second),) if near else ()
    below = {o.adcode: o for o in other.values if o.period == second}
    values = []
    for above in (o for o in indicator.values if o.period == first):
        taken = below.get(above.adcode)
        if above.value is None or taken is None or taken.value is None:
            absent = _absent(above, taken)
            values.append(replace(above, period=shared, value=None, status=absent))
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
        notes=tuple(dict.fromkeys((*nearest, *indicator.notes, *other.notes))),
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


def nearest_period(indicator: Indicator, period: str) -> str | None:
    """The period of an indicator that is nearest to another, where one is of the same year.

    A period is as late as its last day: December 2020 is nearer to the year 2020 than its March is.
    Figures without a period, such as areas, go with any. None where there is no such.
    """
    known = indicator.periods
    if period in known:
        return period
    if not period:
        return known[-1]
    of_the_year = [one for one in known if one[:4] == period[:4]]
    if not of_the_year:
        return "" if "" in known else None
    end = _end_in_year(period)
    return min(reversed(of_the_year), key=lambda one: abs(_end_in_year(one) - end))


def _end_in_year(period: str) -> int:
    """How late in its year a period ends, in days, where each month has 31."""
    parts = period.split("-")[1:]
    if not parts:
        return 12 * 31
    month = 3 * int(parts[0][1:]) if parts[0].startswith("Q") else int(parts[0])
    return 31 * (month - 1) + (int(parts[1]) if len(parts) > 1 else 31)


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


def _nearest_date(other: Indicator, first: str, second: str) -> Text:
    """That the dates differ, and why."""
    wanted, taken = (Text(*[format_period(p, lang) for lang in LANGUAGES]) for p in (first, second))
    return both("nearest_date", indicator=other.title, wanted=wanted, taken=taken)


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


def load_indicator(identifier: str, denominator: str | None = None) -> Indicator:
    """An indicator of the catalogue, read once, related to a denominator if one is named.

    Raises
    ------
    UnknownNameError
        If there is no such indicator or denominator.
    GeoError
        If the indicator cannot be related to anything, or its files are damaged.
    """
    return _indicator_per(identifier, denominator)


# Behind functions with a default, since a cache takes another way to call one for another call.
@cache
def _indicator_per(identifier: str, denominator: str | None) -> Indicator:
    if denominator is None:
        return read_indicator(identifier)
    indicator, known = load_indicator(identifier), read_denominators()
    if denominator not in known:
        raise UnknownNameError("denominator", denominator, known)
    chosen = known[denominator]
    return per(indicator, chosen, load_denominator(chosen, load_boundaries(indicator.boundaries)))


def load_denominator(denominator: Denominator, boundaries: Boundaries) -> Indicator:
    """What figures of these places are divided by; groups of places have the sums of theirs.

    Raises
    ------
    GeoError
        If it is not known for these places.
    """
    below = load_indicator(denominator.indicator)
    if boundaries.id == below.boundaries:
        return below
    if boundaries.parts is None or boundaries.parts.id != below.boundaries:
        raise GeoError("derive.not_known_for", denominator=denominator.id)
    return sum_over(below, boundaries.part_of, boundaries=boundaries.id)
