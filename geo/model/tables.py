"""The values of a user's table on its way: cells, columns, and what became of every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import ulp
from typing import TYPE_CHECKING, Literal

from geo.model.text import Text

if TYPE_CHECKING:
    pass
from geo.model.values import LEVELS, Place


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells as text, from its first row and column on; row ``i`` is numbered ``i + 1``.

    ``merged`` are ranges as (top, left, bottom, right), counted from 0, where the file states them;
    ``states_merged`` says whether it could.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    states_merged: bool = False


@dataclass(frozen=True)
class Workbook:
    """A user's file as sheets; a file without sheets has one. ``encoding`` and ``separator`` are
    those of a text file."""

    name: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table, and what its heading says: of what, of when, in which unit.

    ``name`` is the whole heading, made unique.
    """

    name: str
    measure: str
    period: str = ""
    unit: str = ""


#: What a row is that is neither heading nor data: a line around the table, a row that numbers the
#: columns, the heading once more, a row of another table below.
AsideKind = Literal["title", "unit", "note", "numbering", "heading", "table"]


@dataclass(frozen=True)
class Aside:
    """A row of a sheet that is no row of the table, so that every row is accounted for."""

    row: int
    text: str
    kind: AsideKind


@dataclass(frozen=True)
class Table:
    """A user's table as text cells, with the row numbers a spreadsheet shows.

    ``header`` are the numbers of the rows that were read as its heading; where other rows might
    have been it just as well, ``rival_header`` has them. ``title``, ``notes`` and ``source`` stand
    above and below the cells, and ``period`` is a period that the lines above name. ``turned`` says
    that the file has its places across, ``filled`` that a name standing once for several rows was
    written into each. ``asides`` are the rows with a text that are neither heading nor data.
    """

    name: str
    headings: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    header: tuple[int, ...] = (1,)
    title: str = ""
    period: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    turned: bool = False
    filled: bool = False
    rival_header: tuple[int, ...] | None = None
    asides: tuple[Aside, ...] = ()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.headings)

    def cells(self, column: str) -> tuple[str, ...]:
        index = self.columns.index(column)
        return tuple(row[index] for row in self.rows)


@dataclass(frozen=True)
class Match:
    """A spelling that names one place, and how it was recognised.

    ``parent`` is a name that several places bear, beside the name of what one of them lies in;
    ``former`` is a name or a code that the very same place had before; ``address`` is a street or a
    village in the place; ``choice`` is the user's.
    """

    adcode: str
    how: Literal["code", "name", "alias", "parent", "former", "address", "choice"]


@dataclass(frozen=True)
class Unmatched:
    """A row that names no place: the places that are near, and why it names none, where known."""

    row: int
    text: str
    suggestions: tuple[Place, ...] = ()
    why: Text = Text("", "")


@dataclass(frozen=True)
class UnmatchedText:
    """A spelling that names no place, told once for all its rows, for the same reason."""

    text: str
    rows: tuple[int, ...]
    suggestions: tuple[Place, ...] = ()
    why: Text = Text("", "")


@dataclass(frozen=True)
class NotNumber:
    row: int
    text: str
    column: str = ""


#: What a row is that stands for no place: a total, a part of the country, a mean, the rest; a part
#: of a place that has a row of its own; a place that lies elsewhere than those looked at, or is of
#: another level than they are.
GroupKind = Literal[
    "total",
    "region",
    "average",
    "other",
    "part",
    "elsewhere",
    "province",
    "prefecture",
    "county",
]
#: Kinds of rows that are places, but none of those that the map is of; their number is told.
OTHER_PLACES: tuple[GroupKind, ...] = ("part", "elsewhere", *LEVELS)


@dataclass(frozen=True)
class GroupRow:
    """A row that was set aside because it names a group of places."""

    row: int
    text: str
    kind: GroupKind


@dataclass(frozen=True)
class TotalCheck:
    """A total of the table beside the sum of the places' figures. ``text`` is what the table calls
    it; ``rounding`` is how far the two may be apart because printed figures are rounded, which
    counts are not."""

    row: int
    text: str
    period: str
    total: float
    sum: float
    rounding: float = 0.0

    @property
    def agrees(self) -> bool:
        """Whether they are the same but for rounding."""
        noise = 4 * ulp(max(abs(self.total), abs(self.sum)))  # of binary fractions
        return abs(self.total - self.sum) <= self.rounding + noise


@dataclass(frozen=True)
class JoinReport:
    """What a join understood and what it did not. Rows are numbered as a spreadsheet numbers them.

    ``rows`` are those that should name a place: ``groups`` are not among them. ``duplicates`` are
    places that stand twice (for one period), ``combined`` says how their rows were combined.
    ``inexact`` are whole numbers with more digits than a figure can hold. Of places that lower ones
    were added up to, ``incomplete`` says of how many members, of how many, there are figures.
    """

    rows: int
    matched: Mapping[str, int]
    unmatched: tuple[Unmatched, ...] = ()
    duplicates: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    not_numbers: tuple[NotNumber, ...] = ()
    inexact: tuple[NotNumber, ...] = ()
    places_without_data: tuple[str, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    totals: tuple[TotalCheck, ...] = ()
    combined: str = ""
    fixes: Mapping[str, str] = field(default_factory=dict)
    incomplete: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def matched_rows(self) -> int:
        return sum(self.matched.values())

    def rows_of(self, kind: GroupKind) -> tuple[int, ...]:
        """The rows that were set aside as one kind."""
        return tuple(group.row for group in self.groups if group.kind == kind)

    @property
    def totals_by_name(self) -> dict[str, tuple[TotalCheck, ...]]:
        """The totals by what the table calls them: for each period one, those that differ first."""
        found: dict[str, list[TotalCheck]] = {}
        for total in sorted(self.totals, key=lambda total: total.agrees):
            found.setdefault(total.text, []).append(total)
        return {text: tuple(totals) for text, totals in found.items()}

    @cached_property
    def unmatched_texts(self) -> tuple[UnmatchedText, ...]:
        """What did not match, each spelling once, in the order of the first rows."""
        rows: dict[tuple[str, tuple[Place, ...], Text], list[int]] = {}
        for u in self.unmatched:
            rows.setdefault((u.text, u.suggestions, u.why), []).append(u.row)
        return tuple(
            UnmatchedText(text, tuple(numbers), suggestions, why)
            for (text, suggestions, why), numbers in rows.items()
        )

    def to_dict(self) -> dict[str, object]:
        """The content of ``report.json``."""
        return {
            "rows": self.rows,
            "matched": self.matched_rows,
            "matched_by": dict(self.matched),
            "unmatched": [
                {
                    "row": u.row,
                    "text": u.text,
                    "suggestions": [
                        {"adcode": p.adcode, "name_zh": p.name.zh, "name_en": p.name.en}
                        for p in u.suggestions
                    ],
                    "why": {"en": u.why.en, "zh": u.why.zh},
                }
                for u in self.unmatched
            ],
            "fixes": dict(self.fixes),
            "groups": [{"row": g.row, "text": g.text, "kind": g.kind} for g in self.groups],
            "totals": [
                {
                    "row": t.row,
                    "text": t.text,
                    "period": t.period,
                    "total": t.total,
                    "sum": t.sum,
                    "agrees": t.agrees,
                }
                for t in self.totals
            ],
            "duplicates": [
                {"adcode": adcode, "rows": list(rows)} for adcode, rows in self.duplicates.items()
            ],
            "combined": self.combined,
            "not_numbers": [
                {"row": n.row, "text": n.text, "column": n.column} for n in self.not_numbers
            ],
            "inexact": [{"row": n.row, "text": n.text, "column": n.column} for n in self.inexact],
            "places_without_data": list(self.places_without_data),
            "incomplete": [
                {"adcode": adcode, "with_figure": have, "of": whole}
                for adcode, (have, whole) in self.incomplete.items()
            ],
        }
