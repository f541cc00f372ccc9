"""One step from figures to figures: what two observations make, with which status, said how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from geo.indicators.dates import stated_for
from geo.model import Divisor, GeoError, Indicator, Observation, Status, Text


def pair_periods(numerator: Indicator, denominator: Indicator) -> dict[str, str]:
    """For each period of a numerator the one of a denominator that speaks for it: of the same year,
    else the last stated before it. A period before all of them is left out.

    Raises
    ------
    GeoError
        If that leaves none.
    """
    known = denominator.periods
    found = {period: stated_for(known, period) for period in numerator.periods}
    pairs = {period: below for period, below in found.items() if below is not None}
    if found and not pairs:
        raise GeoError(
            "derive.no_period", indicator=denominator.id, period=numerator.periods, known=known
        )
    return pairs


def divisor_of(numerator: Indicator, denominator: Indicator) -> Divisor:
    """What a numerator is divided by, period by period."""
    return Divisor(
        title=denominator.title,
        vintage=denominator.vintage,
        source=denominator.source,
        periods=pair_periods(numerator, denominator),
    )


def ratio(
    numerator: Indicator,
    denominator: Indicator,
    *,
    scale: float,
    decimals: int | None = None,
    pairs: Mapping[str, str] | None = None,
) -> tuple[Observation, ...]:
    """``scale * numerator / denominator`` for every observation of the numerator that has a
    denominator of its year, or of one before.

    Which period goes with which is said by ``pairs``, or :func:`pair_periods`. A place without
    either figure, or whose denominator is zero, is *no data*, or what :func:`absent_of` says.
    Results are ``derived``, or what :func:`made_of` says; they have the notes of both figures.

    Raises
    ------
    GeoError
        If the denominator has no figures for any period of the numerator.
    """
    pairs = pair_periods(numerator, denominator) if pairs is None else pairs
    by_key = {(o.adcode, o.period): o for o in denominator.values}
    results = []
    for observation in numerator.values:
        if observation.period not in pairs:
            continue
        below = by_key.get((observation.adcode, pairs[observation.period]))
        if observation.value is None or below is None or not below.value:
            results.append(replace(observation, value=None, status=absent_of(observation, below)))
            continue
        value = scale * observation.value / below.value
        if decimals is not None:
            value = round(value, decimals)
        note = _together(observation.note, below.note)
        status = made_of(observation, below)
        results.append(
            Observation(
                observation.adcode, observation.period, value, status, observation.date, note,
                observation.source,
            )
        )  # fmt: skip
    return tuple(results)


def less(
    above: Observation, below: Observation | None, *, period: str, percent: bool = False
) -> Observation:
    """One figure less another, or by how many percent of the other it is more.

    Where one of them is missing it is *no data*, or what :func:`absent_of` says; so is a percentage
    of what is not above zero. The result is ``derived``, or what :func:`made_of` says.
    """
    no_base = percent and below is not None and below.value is not None and below.value <= 0
    if above.value is None or below is None or below.value is None or no_base:
        return replace(above, period=period, value=None, status=absent_of(above, below))
    value = above.value - below.value
    if percent:
        value = 100 * value / below.value
    return replace(above, period=period, value=value, status=made_of(above, below))


def made_of(*observations: Observation) -> Status:
    """The status of a computed figure: what rests on an estimate or a forecast is one, and what
    rests on an unconfirmed figure is not confirmed either."""
    statuses = {o.status for o in observations}
    weak: tuple[Status, ...] = ("estimated", "forecast", "unconfirmed")
    return next((status for status in weak if status in statuses), "derived")


def absent_of(*observations: Observation | None) -> Status:
    """The status of a figure that cannot be computed: what rests on a figure that cannot be is
    *not applicable* as well, and what rests on one that a list leaves out is *not listed*."""
    statuses = {o.status for o in observations if o is not None}
    told: tuple[Status, ...] = ("not_applicable", "not_listed")
    return next((status for status in told if status in statuses), "no_data")


def then(method: Text, step: Text) -> Text:
    """How a figure was made, and what was done next."""
    return Text(f"{method.en} {step.en}".lstrip(), f"{method.zh}{step.zh}")


def _together(one: Text, two: Text) -> Text:
    """Both notes as one; what both say is said once."""
    if not one or one == two:
        return two
    return then(one, two) if two else one
