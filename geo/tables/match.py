"""Which place each row of a table names, and a :class:`JoinReport` on all of them.

Nothing joins silently. What did not match, stands twice or is no number is in the report, and so
is every place that is left without a figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from geo.model import (
    Boundaries,
    GroupKind,
    GroupRow,
    JoinReport,
    Match,
    Table,
    Text,
    UnknownNameError,
    Unmatched,
)
from geo.tables.column_words import says
from geo.tables.evidence import SAMPLE_ROWS
from geo.tables.level_names import NamesOfLevel
from geo.tables.names import Names
from geo.tables.rows_above import one_around, one_inside, places_above, places_around

#: So many different spellings get suggestions.
_MOST_SUGGESTED = 200


@dataclass(frozen=True)
class MatchedRows:
    """Which place each row of a table names (its adcode, or ""), and the report on all rows."""

    key: str
    adcodes: tuple[str, ...]
    report: JoinReport


def match_rows(
    boundaries: Boundaries,
    table: Table,
    *,
    names: Names,
    key: str,
    fixes: Mapping[str, str] | None = None,
    in_order: bool = False,
) -> MatchedRows:
    """Find out which place each row of a table names.

    Beside names that several places bear, the columns count that name what a place lies in (鼓楼区
    with a column 市), and the rows of higher levels under which a row stands. A row in which
    columns contradict the name is matched with no place.

    Parameters
    ----------
    boundaries, table
        The places and the rows.
    names
        A gazetteer: nothing but what it resolves is matched.
    key
        The column with names or codes.
    fixes
        What the user says of single spellings: an adcode, or "" for rows to leave out. It holds
        for all rows with that spelling but those that say what their place lies in.
    in_order
        That names which several places bear lie where the rows around them do.

    Raises
    ------
    UnknownNameError
        If the column is not in the table, or a fix is no place of the boundaries.
    """
    if key not in table.columns:
        raise UnknownNameError("column", key, table.columns)
    fixes = {text.strip(): adcode for text, adcode in (fixes or {}).items()}
    for adcode in filter(None, fixes.values()):
        if adcode not in boundaries.names:
            raise UnknownNameError("place", adcode, boundaries.names)

    def find(text: str, within: tuple[str, ...]) -> Match | GroupKind | None:
        match = names.resolve(text, within=within)
        # What is said of a name is said of the rows that do not tell which place they mean.
        if text in fixes and not (match and match.how == "parent"):
            return Match(fixes[text], "choice") if fixes[text] else "other"
        if match is not None and match.adcode in boundaries.names:
            return match
        return names.group(text)

    told = _tell_rows(table, key, names, find, in_order=in_order)
    report = JoinReport(
        rows=len(table.rows) - len(told.groups),
        matched=dict(sorted(told.matched.items())),
        unmatched=_unmatched(told.missed, names),
        groups=tuple(told.groups),
        fixes={text: adcode for text, adcode in fixes.items() if text in set(table.cells(key))},
    )
    return MatchedRows(key, tuple(told.adcodes), report)


@dataclass
class _Told:
    """What the rows are: the place of each or "", how these were recognised, the rows that name no
    place (with what else they say of where it lies), and those that name a group of places."""

    adcodes: list[str] = field(default_factory=list)
    matched: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    groups: list[GroupRow] = field(default_factory=list)


def _tell_rows(
    table: Table,
    key: str,
    names: Names,
    find: Callable[[str, tuple[str, ...]], Match | GroupKind | None],
    *,
    in_order: bool,
) -> _Told:
    index = table.columns.index(key)
    upper = _parent_columns(table, index, names)
    find = cache(find)
    told = _Told()
    by_rows = _by_rows(table, index, names, in_order=in_order)
    for n, (row, number) in enumerate(zip(table.rows, table.row_numbers, strict=True)):
        text, within = row[index], tuple([row[column] for column in upper])
        found = find(text, within) or by_rows(n, within)
        if found is None and not text:  # a total may stand in another column
            groups = ((kind, cell) for cell in row if (kind := names.group(cell)))
            found, text = next(groups, (None, ""))
        if isinstance(found, Match):
            told.matched[found.how] += 1
            told.adcodes.append(found.adcode)
            continue
        told.adcodes.append("")
        if found is None:
            told.missed.append((number, text, within))
        else:
            told.groups.append(GroupRow(number, text, found))
    return told


def _by_rows(
    table: Table, key: int, names: Names, *, in_order: bool
) -> Callable[[int, tuple[str, ...]], Match | None]:
    """The place of a row by the rows above it, and around it where these are ``in_order``, from its
    position and what its columns say."""
    texts = [row[key] for row in table.rows]
    of_level = names if isinstance(names, NamesOfLevel) else None
    above = cache(lambda: places_above(texts, of_level) if of_level else ())
    around = cache(lambda: places_around(texts, of_level) if of_level else ())

    def find(n: int, within: tuple[str, ...]) -> Match | None:
        if of_level is None or not of_level.namesakes(texts[n]):
            return None
        adcode = one_inside(texts[n], above()[n], of_level)
        if in_order:
            adcode = adcode or one_around(texts[n], around()[n], of_level)
        elsewhere = any(names.lies_in(adcode, text) is False for text in within if adcode)
        return Match(adcode, "parent") if adcode and not elsewhere else None

    return find


def _unmatched(
    missed: Sequence[tuple[int, str, tuple[str, ...]]], names: Names
) -> tuple[Unmatched, ...]:
    """The rows that name no place; the first spellings with what is near and why."""
    spellings = list(dict.fromkeys((text, within) for _, text, within in missed))
    near = {
        (text, within): (names.suggest(text), names.explain(text, within=within))
        for text, within in spellings[:_MOST_SUGGESTED]
    }
    nothing = ((), Text("", ""))
    return tuple(
        Unmatched(number, text, *near.get((text, within), nothing))
        for number, text, within in missed
    )


def _parent_columns(table: Table, key: int, names: Names) -> tuple[int, ...]:
    """The columns that name what the places of the rows lie in: those that are called so, and those
    that agree with the names of places wherever these are beyond doubt."""
    rows = table.rows[:SAMPLE_ROWS]
    meant = [
        (match.adcode,) if (match := names.resolve(row[key])) else names.namesakes(row[key])
        for row in rows
    ]

    @cache
    def lies_in(places: tuple[str, ...], cell: str) -> bool | None:
        found = {names.lies_in(adcode, cell) for adcode in places}
        return True if True in found else False if False in found else None

    def is_one(column: int) -> bool:
        told = {lies_in(places, row[column]) for places, row in zip(meant, rows, strict=True)}
        called = says("parent", table.columns[column])
        return bool(told - {None}) if called else True in told and False not in told

    return tuple(column for column in range(len(table.columns)) if column != key and is_one(column))
