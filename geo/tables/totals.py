"""The table's own totals beside the sums of its places, as far as rounding lets these agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from math import fsum, hypot

from geo.model import GroupRow, TotalCheck, has_magnitude
from geo.tables import cells

#: Figures with more digits are not printed but computed, and computed figures may have passed
#: through numbers of single precision, which have seven.
_MOST_PRINTED, _SINGLE = 12, 1e-7


@dataclass(frozen=True)
class Total:
    """A cell with a number in a row that is a total."""

    group: GroupRow
    period: str
    cell: str
    number: float


def check_totals(
    totals: Sequence[Total],
    numbers: Mapping[tuple[str, str], float | None],
    *,
    printed: Mapping[str, Sequence[str]],
    unit: str,
) -> tuple[TotalCheck, ...]:
    """The table's totals beside the sums of the places, for the periods that these have."""
    if not totals:
        return ()
    figures: dict[str, list[float]] = {}
    for (_, period), value in numbers.items():
        figures.setdefault(period, []).append(value or 0.0)
    every = [*chain.from_iterable(printed.values()), *(total.cell for total in totals)]
    step = _last_digit(every, unit)
    return tuple(
        TotalCheck(
            row=total.group.row,
            text=total.group.text,
            period=total.period,
            total=total.number,
            sum=fsum(figures[total.period]),
            rounding=_rounding([*printed.get(total.period, ()), total.cell], step),
        )
        for total in totals
        if total.period in figures
    )


def _last_digit(printed: Sequence[str], unit: str) -> float:
    """What one more in the last digit of a measure would be; 0 where its figures are counts."""
    last = min(1.0, *map(cells.last_digit, printed))
    return 0.0 if last == 1.0 and not has_magnitude(unit) else last


def _rounding(printed: Sequence[str], step: float) -> float:
    """How far a printed total may well be from the sum of the printed figures.

    Each of them is wrong by up to half a unit of its last digit, so that all of them together are
    never wrong by more than the sum of the halves, and in fewer than one case of a thousand by more
    than the root of the sum of the squares of those units. The smaller one holds.
    """
    units = []
    for cell in printed:
        number, last = cells.parse_number(cell), cells.last_digit(cell)
        # 12.4万 is rounded, however exact the others are; else all have the digits of the finest,
        # since a spreadsheet leaves zeros at the end out.
        last = last if last > 1 else step
        if isinstance(number, float) and _is_computed(number):
            last = max(last, _SINGLE * abs(number))
        units.append(last)
    return min(fsum(units) / 2, hypot(*units))


def _is_computed(number: float) -> bool:
    """Whether a number has more digits than anybody prints: it came from arithmetic."""
    digits = Decimal(repr(number)).normalize().as_tuple().digits
    return len(digits) > _MOST_PRINTED and not number.is_integer()
