"""Counts made comparable: per people, per area, per yuan of GDP, per another measure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from math import fsum

from geo.indicators.catalogue import read_indicator
from geo.indicators.levels import find_at, lower_indicators
from geo.indicators.sets import boundaries_of
from geo.indicators.steps import divisor_of, made_of, ratio, then
from geo.model import (
    DATA,
    LANGUAGES,
    Boundaries,
    Derivation,
    Divisor,
    GeoError,
    Indicator,
    Level,
    Observation,
    Status,
    Text,
    UnknownNameError,
    both,
    decimals_of_quotients,
    format_period,
    listed,
    of_title,
    sentence,
    text_of,
)
from geo.places import level_of_set

DENOMINATORS = DATA / "denominators.toml"


@dataclass(frozen=True)
class Denominator:
    """A way to make a count comparable: divide by ``indicator`` and multiply by ``scale``; not for
    the ``same``, indicators that measure what that does."""

    id: str
    title: Text
    indicator: str
    scale: float
    same: tuple[str, ...] = ()

    def suits(self, indicator: Indicator) -> bool:
        """Whether an indicator can be divided so."""
        own = indicator.level_of or indicator.id
        return indicator.kind == "count" and own not in (self.indicator, *self.same)


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
            same=tuple(entry.get("same", ())),
        )
        for key, entry in entries.items()
    }


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


def at_level(identifier: str, level: Level, denominator: str | None = None) -> Indicator:
    """An indicator of the catalogue at a level, related to a denominator if one is named.

    Raises
    ------
    UnknownNameError
        If there is no such indicator or denominator.
    GeoError
        If there are no figures of it, or of the denominator, at this level.
    """
    return load_indicator(find_at(identifier, level), denominator)


# Behind functions with a default, since a cache takes another way to call one for another call.
@cache
def _indicator_per(identifier: str, denominator: str | None) -> Indicator:
    if denominator is None:
        return read_indicator(identifier)
    indicator = load_indicator(identifier)
    return relate(indicator, denominator, boundaries_of(indicator.boundaries))


def relate(indicator: Indicator, denominator: str, boundaries: Boundaries) -> Indicator:
    """A count of these boundaries related to a denominator by its id; see :func:`per`.

    Raises
    ------
    UnknownNameError
        If there is no such denominator.
    GeoError
        If it is not known for these places, or the indicator cannot be related to it.
    """
    known = read_denominators()
    if denominator not in known:
        raise UnknownNameError("denominator", denominator, known)
    return per(indicator, known[denominator], load_denominator(known[denominator], boundaries))


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
    level = level_of_set(boundaries.id)
    if level is not None:
        lower = (lower_indicators().get(i, {}) for i in (denominator.indicator, *denominator.same))
        found = next((indicators[level] for indicators in lower if level in indicators), None)
        if found is None:
            raise GeoError(
                "derive.not_at_level", denominator=denominator.title, level=both(f"by_{level}")
            )
        return found
    if boundaries.parts is None or boundaries.parts.id != below.boundaries:
        raise GeoError("derive.not_known_for", denominator=denominator.id)
    return sum_over(below, boundaries.part_of, boundaries=boundaries.id)


def denominators_at(boundaries: Boundaries) -> tuple[str, ...]:
    """The denominators that are known for the places of one of our levels, by id."""
    if level_of_set(boundaries.id) is None:
        return ()
    known = []
    for denominator in read_denominators().values():
        with suppress(GeoError):
            load_denominator(denominator, boundaries)
            known.append(denominator.id)
    return tuple(known)


def per(indicator: Indicator, denominator: Denominator, below: Indicator) -> Indicator:
    """A count indicator related to a denominator, e.g. projects per million people.

    Every period is divided by the figures of its year, or of the last year stated before it; a
    period before all of them is left out, which a note says.

    Parameters
    ----------
    indicator
        The count.
    denominator
        What to relate it to, and ``below``, its indicator.

    Raises
    ------
    GeoError
        If ``indicator`` is no count, is the denominator itself, or is of earlier years only.
    """
    _check_count(indicator)
    if not denominator.suits(indicator):
        raise GeoError("derive.to_itself", indicator=indicator.id)
    title, unit, scale = denominator.title, indicator.unit, f"{denominator.scale:,.12g}"
    step = Text(
        f"{indicator.title.en} ÷ {below.title.en} × {scale}. "
        f"{below.title.en}: {below.source.citation.en.rstrip('.')}.",
        f"{indicator.title.zh} ÷ {below.title.zh} × {scale}。"
        f"{below.title.zh}：{below.source.citation.zh.rstrip('。')}。",
    )
    divisor = divisor_of(indicator, below)
    related = _divided(
        indicator,
        below,
        scale=denominator.scale,
        pairs=divisor.periods,
        title=of_title(Text(f"{{what}} {title.en}", f"{title.zh}{{what}}"), indicator.title),
        unit=Text(f"{unit.en} {title.en}", f"{unit.zh}（{title.zh}）"),
        step=step,
        decimals=2,
    )
    return replace(
        related,
        id=f"{indicator.id}-per-{denominator.id}",
        derived=Derivation(indicator.id, below.id, denominator.scale),
        notes=(*_left_out(indicator, divisor), *indicator.notes, *below.notes),
        divisor=divisor,
        beside=indicator.beside or below.beside,
    )


def _left_out(numerator: Indicator, divisor: Divisor) -> tuple[Text, ...]:
    """That some periods cannot be divided, as a note; none where all can."""
    without = [period for period in numerator.periods if period not in divisor.periods]
    if not without:
        return ()
    told = Text(*[listed([format_period(p, lang) for p in without], lang) for lang in LANGUAGES])
    return (both("no_denominator", what=divisor.title, periods=told),)


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
    what, title, unit = indicator.title, below.title, below.unit
    return _divided(
        indicator,
        below,
        title=of_title(Text("{what} per {below}", "{what}与{below}之比"), what, below=title.en),
        unit=Text(
            f"{indicator.unit.en} / {unit.en or title.en}",
            f"{indicator.unit.zh}/{unit.zh or title.zh}",
        ),
        step=Text(f"{what.en} ÷ {title.en}.", f"{what.zh} ÷ {title.zh}。"),
        decimals=4,
    )


def _divided(
    indicator: Indicator,
    below: Indicator,
    *,
    title: Text,
    unit: Text,
    step: Text,
    decimals: int,
    scale: float = 1.0,
    pairs: Mapping[str, str] | None = None,
) -> Indicator:
    """``scale * indicator / below``, called and explained as it is said, with no more decimals than
    are read."""
    values = ratio(indicator, below, scale=scale, pairs=pairs)
    numbers = (o.value for o in values if o.value is not None)
    return replace(
        indicator,
        title=title,
        unit=unit,
        kind="ratio",
        values=values,
        method=then(indicator.method, step),
        decimals=decimals_of_quotients(numbers, decimals),
        quotient=True,
    )


def _check_count(indicator: Indicator) -> None:
    if indicator.kind != "count":
        kinds = {
            "ratio": sentence("derive.ratio"),
            "index": sentence("derive.index"),
            "category": sentence("derive.category"),
        }
        raise GeoError("derive.no_count", indicator=indicator.id, kind=kinds[indicator.kind])


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

    A group has no figure where one of its members has none; why is said where all it lacks are
    lacking for the same reason.

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
                status: Status = gaps.pop() if len(gaps) == 1 else "no_data"
                values.append(Observation(group, period, None, status, note=indicator.no_data))
            else:
                made = made_of(*(o for o in found if o is not None))
                values.append(Observation(group, period, fsum(present), made))
    return replace(indicator, values=tuple(values), boundaries=boundaries)
