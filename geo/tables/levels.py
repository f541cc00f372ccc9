"""Rows of several levels in one table: a province's own row beside those of its cities and
districts.

Added up together they would count everything twice. Where a place has a row of its own, it counts,
and the rows of its parts are set aside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from geo.model import Table
from geo.tables import cells
from geo.tables.evidence import Group

Path = tuple[str, ...]

#: The one province whose short name is also that of a city in it.
_SHARED = frozenset(("吉林", "jilin"))
#: Rows of the city itself among those of its districts: its own row, where there is no other.
_ITSELF = frozenset(("市辖区", "市本级", "市区", "本级", "全市", "全省", "全县", "全区"))


@dataclass(frozen=True)
class Levels:
    """Which rows are parts of a place that has a row of its own (by position), and places whose own
    row is less than one of its parts, which no whole is."""

    parts: frozenset[int]
    doubtful: tuple[str, ...]


def tell_levels(
    table: Table,
    adcodes: Sequence[str],
    *,
    levels: Sequence[str],
    within: Sequence[str],
    place: Callable[[str], str],
    group: Group,
    figures: Sequence[str] = (),
) -> Levels:
    """Find the rows of parts beside rows of wholes.

    Parameters
    ----------
    table, adcodes
        The rows, and the place of each ("" for none).
    levels
        The columns that name places within a place, from the larger to the smaller.
    within
        Something of each row, such as its period: only rows of the same are compared.
    place
        The place that a text names, "" for none: a city of the province's name is the province.
    group
        What a text names that is no single place: a total is the place itself.
    figures
        Columns with counts: an own row below one of its parts is doubtful.
    """
    if not levels:
        return Levels(frozenset(), ())
    columns = [table.cells(column) for column in levels]
    keys = [(within[n] if within else "", adcode) for n, adcode in enumerate(adcodes)]

    @cache
    def path_of(adcode: str, names: Path) -> tuple[Path, bool]:
        return _path([n for n in names if n.casefold() in _SHARED or place(n) != adcode], group)

    paths = [
        path_of(adcode, tuple([column[n] for column in columns]))
        for n, adcode in enumerate(adcodes)
    ]
    wholes = _wholes(keys, paths)
    doubtful = {
        adcodes[part]: None
        for column in map(table.cells, figures)
        for part, whole in wholes.items()
        if _less(column[whole], column[part])
    }
    return Levels(frozenset(wholes), tuple(doubtful))


def _wholes(keys: Sequence[tuple[str, str]], paths: Sequence[tuple[Path, bool]]) -> dict[int, int]:
    """The row of the whole that each row of a part is of, both by position."""
    own: dict[tuple[str, str, Path], int] = {}
    rows = [row for row in enumerate(zip(keys, paths, strict=True)) if keys[row[0]][1]]
    for n, (key, (path, itself)) in rows:
        # 市辖区 is the city's own row only where there is no better one.
        known = own.get((*key, path))
        if known is None or (paths[known][1] and not itself):
            own[(*key, path)] = n
    wholes = {}
    for n, (key, (path, itself)) in rows:
        above = [own[(*key, path[:d])] for d in range(len(path)) if (*key, path[:d]) in own]
        if above:
            wholes[n] = above[0]
        elif itself and own[(*key, path)] != n:
            wholes[n] = own[(*key, path)]
    return wholes


def _path(names: Sequence[str], group: Group) -> tuple[Path, bool]:
    """The places within the place that a row is of; whether it says that it is the city itself."""
    path: list[str] = []
    itself = False
    for name in names:
        bare = "".join(name.split())
        if not bare or cells.fold(bare).casefold() in cells.MISSING or group(name) == "total":
            continue
        if bare in _ITSELF:
            itself = True
            continue
        if not path or path[-1] != bare:
            path.append(bare)
    return tuple(path), itself


def _less(whole: str, part: str) -> bool:
    one, two = cells.parse_number(whole), cells.parse_number(part)
    return isinstance(one, float) and isinstance(two, float) and one < two
