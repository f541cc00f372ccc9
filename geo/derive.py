"""Indicators made from two others: a count per people, per area, per yuan of GDP."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from geo import labels
from geo.errors import GeoError
from geo.model import Derivation, Indicator, Observation, Text

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
    without either figure, or whose denominator is zero, is *no data*. Results are ``derived``.

    Raises
    ------
    GeoError
        If the denominator has several periods and none is the numerator's.
    """
    by_key = {(o.adcode, o.period): o.value for o in denominator.values}
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
        elif not below:
            results.append(replace(observation, value=None, status="no_data"))
        else:
            value = scale * observation.value / below
            if decimals is not None:
                value = round(value, decimals)
            results.append(replace(observation, value=value, status="derived"))
    return tuple(results)


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
    if indicator.kind != "count":
        raise GeoError(f"{indicator.id} is a {indicator.kind}; only a count is related to another.")
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
        method=method,
        derived=Derivation(indicator.id, below.id, denominator.scale),
        notes=(*indicator.notes, *below.notes),
        decimals=2,
    )
