"""Which periods of an indicator are asked for: all, a list of them, a range."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from geo.indicators import load_indicator
from geo.maps import ClassesOf, MapRequest, build_plate, draw_indicator, multiples, periods_shown
from geo.model import Boundaries, Choropleth, Indicator, JoinReport, Plate, UnknownNameError

#: All periods of an indicator.
ALL = "all"
_BETWEEN = ".."
_COMMA = re.compile("[,，、;；]")


def choose_periods(
    wished: str | Sequence[str | int], known: Sequence[str], *, of: str
) -> tuple[str, ...]:
    """The periods that are asked for, the earliest first.

    Parameters
    ----------
    wished
        ``all``; or one or several with commas between them, or as a list, each a period or a range
        such as ``2010..2024``, whose ends need be none of the indicator's.
    known
        The periods of the indicator.
    of
        Its id.

    Raises
    ------
    UnknownNameError
        If the indicator has no such period, or none in the range.
    """
    parts = _COMMA.split(wished) if isinstance(wished, str) else list(map(str, wished))
    chosen: set[str] = set()
    for part in filter(None, map(str.strip, parts)):
        found = _found(part, known)
        if not found:
            raise UnknownNameError("period", part, known, of=of)
        chosen.update(found)
    return tuple(sorted(chosen or known))


def requests_of(request: MapRequest, wished: str | Sequence[str | int]) -> tuple[MapRequest, ...]:
    """The same map of an indicator of the catalogue for the periods asked for.

    Raises
    ------
    UnknownNameError
        As :func:`choose_periods` does.
    """
    indicator = load_indicator(request.indicator, request.per)
    chosen = choose_periods(wished, indicator.periods, of=indicator.id)
    if request.classes_of != "each" and request.is_change:
        request = replace(request, classes_of="all")  # so that all turn at zero, or none does
    return tuple(one for one in multiples(request) if one.period in chosen)


def build_periods(request: MapRequest, wished: str | Sequence[str | int]) -> Plate:
    """One picture of the periods asked for.

    Raises
    ------
    GeoError
        A leaf of it for everything that cannot be done as asked.
    """
    requests = [replace(one, title=None) for one in requests_of(request, wished)]
    return build_plate(requests, title=request.title)


def maps_of(
    indicator: Indicator,
    request: MapRequest,
    periods: Sequence[str],
    *,
    report: JoinReport | None = None,
    boundaries: Boundaries | None = None,
) -> list[Choropleth]:
    """The maps of so many periods of an indicator that is not in the catalogue, with classes made
    from all of its periods unless the request says that each map has its own."""
    classes: ClassesOf = "each" if request.classes_of == "each" else "all"
    one = replace(request, classes_of=classes, title=None)
    before = {*indicator.periods} - {*periods_shown(request, indicator)}
    return [
        draw_indicator(indicator, replace(one, period=period), report=report, boundaries=boundaries)
        for period in periods
        if period not in before
    ]


def _found(part: str, known: Sequence[str]) -> Sequence[str]:
    if part.lower() == ALL:
        return known
    first, between, last = part.partition(_BETWEEN)
    if not between:
        return [period for period in known if period == part] or [
            period for period in known if period == _read(part)
        ]
    low, high = _read(first), _read(last)
    # 2024-06 lies in what ends with 2024.
    return [p for p in known if low <= p and (not high or p <= high or p.startswith(high))]


def _read(text: str) -> str:
    """A period as tables keep it: 2020年6月 is 2020-06."""
    from geo.tables import read_period  # slow to import, and most requests name none

    read: Callable[[str], str | None] = read_period
    return read(text.strip()) or text.strip()
