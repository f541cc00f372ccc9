"""Boundaries and an indicator become a Layer: one observation for every place."""

from __future__ import annotations

from geo.model import (
    Boundaries,
    GeoError,
    Indicator,
    JoinReport,
    Layer,
    Observation,
    UnknownNameError,
    Unmatched,
)


def join(boundaries: Boundaries, indicator: Indicator, *, period: str | None = None) -> Layer:
    """Join an indicator's figures of one period with boundaries.

    Parameters
    ----------
    boundaries, indicator
        The places and the figures.
    period
        One of ``indicator.periods``; the last one when left out.

    Returns
    -------
    Layer
        One observation for every place, *no data* where the indicator has none; its ``report``
        names the codes the boundaries do not have.

    Raises
    ------
    UnknownNameError
        If the indicator has no such period.
    GeoError
        If the indicator has no figures at all.
    """
    if not indicator.values:
        raise GeoError("join.no_figures", indicator=indicator.id)
    period = period or indicator.periods[-1]
    if period not in indicator.periods and not any(indicator.periods):
        raise GeoError("join.no_periods", indicator=indicator.id, period=period)
    if period not in indicator.periods:
        raise UnknownNameError("period", period, indicator.periods, of=indicator.id)
    rows = {row: o for row, o in enumerate(indicator.values, start=2) if o.period == period}
    given = {o.adcode: o for o in rows.values()}
    values = tuple(
        given.get(adcode, Observation(adcode, period, None, "no_data", note=indicator.no_data))
        for adcode in boundaries.adcodes
    )
    report = JoinReport(
        rows=len(rows),
        matched={"code": sum(adcode in boundaries.names for adcode in given)},
        unmatched=tuple(
            Unmatched(row, o.adcode) for row, o in rows.items() if o.adcode not in boundaries.names
        ),
        places_without_data=tuple(o.adcode for o in values if o.value is None),
    )
    return Layer(boundaries, indicator, period, values, report)
