"""One step from figures to figures: what two observations make, with which status, said how."""

from __future__ import annotations

from dataclasses import replace

from geo.model import GeoError, Indicator, Observation, Status, Text


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
            results.append(replace(observation, value=None, status=absent_of(observation, below)))
        else:
            value = scale * observation.value / below.value
            if decimals is not None:
                value = round(value, decimals)
            results.append(replace(observation, value=value, status=made_of(observation, below)))
    return tuple(results)


def less(
    above: Observation, below: Observation | None, *, period: str, percent: bool = False
) -> Observation:
    """One figure less another, or by how many percent of the other it is more.

    Where one of them is missing it is *no data*, or *not applicable* where one of them is; so is a
    percentage of what is not above zero. The result is ``derived``, or ``estimated`` or
    ``forecast`` where one of the figures is.
    """
    no_base = percent and below is not None and below.value is not None and below.value <= 0
    if above.value is None or below is None or below.value is None or no_base:
        return replace(above, period=period, value=None, status=absent_of(above, below))
    value = above.value - below.value
    if percent:
        value = 100 * value / below.value
    return replace(above, period=period, value=value, status=made_of(above, below))


def made_of(*observations: Observation) -> Status:
    """The status of a computed figure: what rests on an estimate or a forecast is one."""
    statuses = {o.status for o in observations}
    return next((s for s in ("estimated", "forecast") if s in statuses), "derived")


def absent_of(*observations: Observation | None) -> Status:
    """The status of a figure that cannot be computed: what rests on a figure that cannot be is
    *not applicable* as well."""
    statuses = {o.status for o in observations if o is not None}
    return "not_applicable" if "not_applicable" in statuses else "no_data"


def then(method: Text, step: Text) -> Text:
    """How a figure was made, and what was done next."""
    return Text(f"{method.en} {step.en}".lstrip(), f"{method.zh}{step.zh}")
