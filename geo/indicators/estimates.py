"""National figures of many dates, each shared out over the provinces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from geo.indicators.allocation import AllocationKey, Controls, allocation_method, share_out
from geo.model import Indicator, Observation, Text, UnknownNameError, both

#: The national figure that is shared out where one date has several: that of the later series.
SERIES = ("revised", "announced", "forecast")


def choose_series(
    timeline: Iterable[Observation], *, series: str = "revised"
) -> tuple[Observation, ...]:
    """One national figure for each date; where there are several, that of the series.

    Raises
    ------
    UnknownNameError
        If there is no such series.
    """
    if series not in SERIES:
        raise UnknownNameError("series", series, SERIES)
    return tuple(o for o in timeline if o.status == series or o.status not in SERIES)


def estimate_series(
    base: Indicator,
    national: Iterable[Observation],
    *,
    key: AllocationKey,
    controls: Mapping[str, Controls] | None = None,
) -> Indicator:
    """The national figure of every date shared out over the provinces.

    Parameters
    ----------
    base
        What the estimates are called, with their source and notes; its figures are replaced.
    national
        One figure for each date.
    key
        By what it is shared out, at every date the same.
    controls
        Control totals by date; dates without any are shared out by the key alone.
    """
    values = []
    told = base.method
    known = controls or {}
    for figure in national:
        if figure.value is None:
            continue
        allocation = share_out(figure.value, key, controls=known.get(figure.period))
        told = allocation_method(replace(allocation, controls=None))
        values += [
            Observation(place, figure.period, float(stations), "estimated", note=figure.note)
            for place, stations in allocation.stations.items()
        ]
    if known:
        step = both("controlled_dates", section="rollout")
        told = Text(f"{told.en} {step.en}", told.zh + step.zh)
    return replace(base, values=tuple(values), method=told)
