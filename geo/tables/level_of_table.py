"""Which places a table is about: provinces, prefectures or counties, of the country or of a part.

Each level is weighed by the different texts that name places of it. Provinces win wherever they
name the rows; a column of cities beside that of their provinces wins only where each row is a city
of its own and not a thing in one (a project, a station). Where two levels stand in one column, the
one with more names does; where neither has clearly more, both are said (:attr:`Found.rival`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from geo.model import LEVELS, Level, Sheet
from geo.places import read_hierarchy
from geo.tables.cells import fold
from geo.tables.column_words import last_part, says
from geo.tables.evidence import SAMPLE_ROWS
from geo.tables.heading import is_number
from geo.tables.names import Names
from geo.tables.orientation import heading_of, turn
from geo.tables.periods import read_periods

#: So many texts of a line are tried before all of them, and so many of them must be names.
_TRIED, _FEW = 60, 0.2
#: A line names places of a level where so many of its texts do.
_MOST = 0.5
#: A level beside another in one column is its rival with so many times as many names.
_RIVAL = 0.6
#: So many rows are looked at as lines that places may stand across.
_ACROSS = 50
#: How the names of places below provinces end, and too few characters to tell.
_LOWER = re.compile(r"[\u4e00-\u9fff].*(?:[市州盟县区旗]|地区|林区)")
_CODE = re.compile(r"\d{6}(?:\d{3}|\d{6})?", re.ASCII)
_WEAK = re.compile(r"[\d.,%\s-]{1,5}", re.ASCII)


@dataclass(frozen=True)
class Found:
    """The level of a table, and the province or prefecture in which all its places lie ("" for the
    whole country).

    ``named`` says how many different texts name places of each level that was looked for;
    ``rival`` is another level that the table might be of as well.
    """

    level: Level
    within: str = ""
    named: Mapping[Level, int] = field(default_factory=dict)
    rival: Level | None = None


@dataclass(frozen=True)
class _Line:
    """A column or a row of a sheet; ``number`` is that of the column, None of a row."""

    cells: tuple[str, ...]
    number: int | None

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The different texts that may be names or whole codes."""
        return tuple(t for t in dict.fromkeys(self.cells) if t and not _WEAK.fullmatch(fold(t)))

    @cached_property
    def filled(self) -> int:
        return sum(map(bool, self.cells))

    @cached_property
    def heading(self) -> str:
        return last_part(heading_of(self.cells))


@dataclass(frozen=True)
class _Evidence:
    """The texts of a line that name places of a level."""

    level: Level
    line: _Line
    named: frozenset[str]

    @property
    def is_strong(self) -> bool:
        return len(self.named) > 1 and len(self.named) >= _MOST * (len(self.line.texts) - 1)


def find_level(sheets: Sequence[Sheet], names_of: Callable[[Level], Names]) -> Found:
    """Find the level of a workbook's table, and in what its places lie.

    Parameters
    ----------
    sheets
        Those that the table may stand on; one with provinces goes before the others.
    names_of
        The names of a level; the lower ones are asked for only where provinces do not clearly win.
    """
    found = [_of_sheet(sheet, names_of) for sheet in sheets]
    of_provinces = (one for one in found if one.level == "province" and one.named.get("province"))
    return next(of_provinces, max(found, key=lambda one: one.named.get(one.level, 0)))


def find_within(adcodes: Iterable[str], level: Level) -> str:
    """The smallest province or prefecture in which all of several places lie; "" for none."""
    hierarchy, places = read_hierarchy(), set(adcodes)
    within = ""
    for above in LEVELS[: LEVELS.index(level)] if len(places) > 1 else ():
        found = {hierarchy.ancestor(adcode, level, above) for adcode in places}
        if len(found) > 1:
            break
        (inner,) = found
        # A municipality and its one prefecture are the same place.
        if not within or len(hierarchy.members(level, inner)) < len(
            hierarchy.members(level, within)
        ):
            within = inner
    return within


def within_of(sheets: Sequence[Sheet], level: Level, names_of: Callable[[Level], Names]) -> str:
    """In what the places of a level lie that the sheets name; see :func:`find_within`."""
    lines = [line for sheet in sheets for line in _lines(sheet)]
    best = _best(lines, level, names_of, few=0.0)
    return find_within(_sure(best, names_of), best.level)


def _lines(sheet: Sheet) -> list[_Line]:
    """The columns of a sheet, and its first rows, across which places may stand."""
    rows = sheet.rows[:SAMPLE_ROWS]
    columns = [_Line(cells, number) for number, cells in enumerate(turn(rows))]
    return [*columns, *(_Line(row, None) for row in rows[:_ACROSS])]


def _of_sheet(sheet: Sheet, names_of: Callable[[Level], Names]) -> Found:
    lines = _lines(sheet)
    columns = [line for line in lines if line.number is not None]
    provinces = _best(lines, "province", names_of)
    count = len(provinces.named)
    if provinces.named and _names_most(provinces, names_of("province")):
        others = [line for line in columns if line is not provinces.line]
        # Addresses of one province are a table of its cities.
        alone = count > 1 and len(_sure(provinces, names_of)) == 1
        if not alone and not any(map(_looks_lower, others)):
            return Found("province", named={"province": count})
    by_level = {"province": provinces} | {
        level: _best(lines, level, names_of) for level in LEVELS[1:]
    }
    named: dict[Level, int] = {e.level: len(e.named) for e in by_level.values() if e.named}
    # Cities in a few rows of a table of provinces are parts of these.
    least = 0.5 * provinces.line.filled if provinces.line.number is not None else 0
    strong = [e for e in by_level.values() if e.is_strong and e.line.filled >= least]
    if not strong or (not provinces.is_strong and len(_largest(strong).named) < 2 * count):
        return Found("province", named=named)
    if len({id(e.line) for e in strong}) == 1 or any(e.line.number is None for e in strong):
        return _of_line(strong, named, names_of)
    return _of_columns(strong, columns, named, names_of)


def _best(
    lines: Sequence[_Line],
    level: Level,
    names_of: Callable[[Level], Names],
    *,
    few: float = _FEW,
) -> _Evidence:
    """The line that names the most places of a level; of lines that name as many, the first. Lines
    of which only a few of the first texts are names are passed over."""
    names = names_of(level)

    def names_one(text: str) -> bool:
        return names.resolve(text) is not None or bool(names.namesakes(text))

    found = []
    for line in lines:
        tried = line.texts[:_TRIED]
        if level == "province" or sum(map(names_one, tried)) >= max(1, few * len(tried)):
            found.append(_Evidence(level, line, frozenset(filter(names_one, line.texts))))
    none = _Evidence(level, _Line((), None), frozenset())
    return max(found, key=lambda e: (len(e.named), e.line.number is not None), default=none)


def _largest(strong: Sequence[_Evidence]) -> _Evidence:
    return max(strong, key=lambda e: len(e.named))


def _names_most(provinces: _Evidence, names: Names) -> bool:
    """Whether provinces name most of a line's texts that are neither its heading nor groups."""
    rest = [
        t
        for t in provinces.line.texts
        if t not in provinces.named
        and (_CODE.fullmatch(t) or not is_number(t))
        and not names.group(t)
    ]
    return len(provinces.named) >= len(rest) - 1


def _looks_lower(line: _Line) -> bool:
    """Whether a column may name cities or counties: by how its texts end, or by its heading."""
    if says("prefecture", line.heading) or says("county", line.heading):
        return True
    tried = line.texts[:_TRIED]
    return 3 * sum(_LOWER.fullmatch(text) is not None for text in tried) > len(tried)


def _of_line(
    strong: Sequence[_Evidence], named: Mapping[Level, int], names_of: Callable[[Level], Names]
) -> Found:
    """The level of a line in which places of several may stand: that with the most names, the
    higher of those with as many, but none of which there is one place only."""
    several = [e for e in strong if len(_sure(e, names_of)) > 1]
    best = _largest(several or strong)
    rest = {e.level: len(e.named - best.named) for e in several if e is not best}
    rival = next((level for level, n in rest.items() if n >= _RIVAL * len(best.named)), None)
    return Found(best.level, find_within(_sure(best, names_of), best.level), named, rival)


def _of_columns(
    strong: Sequence[_Evidence],
    columns: Sequence[_Line],
    named: Mapping[Level, int],
    names_of: Callable[[Level], Names],
) -> Found:
    """The level of a table that says each in a column of its own.

    It is the lowest of which every row is another place. Rows that are things, or parts beside
    wholes, are of the highest level of which there are several places.
    """
    uppers: list[_Line] = []
    several: list[tuple[_Evidence, list[str]]] = []
    for evidence in strong:
        places = _places(evidence, names_of(evidence.level), uppers)
        uppers.append(evidence.line)
        if len(set(places) - {""}) > 1:
            several.append((evidence, places))
    filled = max((sum(map(bool, places)) for _, places in several), default=0)
    for evidence, places in reversed(several):
        whole = sum(map(bool, places)) >= 0.9 * filled
        if whole and _are_distinct(places, columns, evidence.line):
            break
    else:
        evidence, places = several[0] if several else (strong[0], [])
    within = find_within(filter(None, places), evidence.level)
    return Found(evidence.level, within, named)


def _places(evidence: _Evidence, names: Names, uppers: Sequence[_Line]) -> list[str]:
    """The place of each row that a column names, "" for none; the columns of the levels above tell
    namesakes apart."""
    beside = zip(*(upper.cells for upper in uppers), strict=True) if uppers else None
    within = list(beside) if beside else [()] * len(evidence.line.cells)
    found = [
        names.resolve(cell, within=upper) if cell else None
        for cell, upper in zip(evidence.line.cells, within, strict=True)
    ]
    return [match.adcode if match else "" for match in found]


def _are_distinct(places: Sequence[str], columns: Sequence[_Line], key: _Line) -> bool:
    """Whether each row is another place, or another period or kind of one."""
    rows = [n for n, place in enumerate(places) if place]
    distinct = {places[n] for n in rows}
    if len(distinct) >= 0.95 * len(rows):
        return True
    for column in columns:
        if column is key:
            continue
        cells = [column.cells[n] for n in rows]
        pairs = {(places[n], column.cells[n]) for n in rows}
        if len(pairs) < 0.95 * len(rows) or len(set(cells)) > 0.5 * len(rows):
            continue
        periods = read_periods(cells, heading=column.heading)
        if says("series", column.heading) or all(periods):
            return True
    return False


def _sure(evidence: _Evidence, names_of: Callable[[Level], Names]) -> set[str]:
    """The places that the texts of a line name beyond doubt."""
    names = names_of(evidence.level)
    return {m.adcode for text in evidence.named if (m := names.resolve(text)) is not None}
