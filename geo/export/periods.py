"""Which periods of an indicator are asked for: all, a list of them, a range."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from geo.model import UnknownNameError

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
