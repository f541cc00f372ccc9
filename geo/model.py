"""The frozen values that travel through the pipe.

Nothing here computes more than a look-up; each stage makes one of these values and the next reads
it. The key everywhere is the ``adcode``, the six-digit GB/T 2260 code, always text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from math import isfinite, ulp
from typing import TYPE_CHECKING, Literal, get_args

from geo.errors import ClassificationError, LabelError, phrase
from geo.text import LANGUAGES as LANGUAGES
from geo.text import Language as Language
from geo.text import Text as Text

if TYPE_CHECKING:
    import geopandas

Kind = Literal["count", "ratio", "index", "category"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Status = Literal[
    "reported", "announced", "revised", "derived", "estimated", "forecast",
    "no_data", "not_applicable",
]  # fmt: skip
STATUSES: tuple[Status, ...] = get_args(Status)
#: Statuses of a place without a value.
ABSENT: tuple[Status, ...] = ("no_data", "not_applicable")
#: Statuses that are marked wherever the value is shown, because nobody counted it.
MARKED: tuple[Status, ...] = ("derived", "estimated", "forecast")

#: So many faulty observations are named.
_MOST_FAULTS = 10


@dataclass(frozen=True)
class Source:
    """Where figures or shapes come from. ``accessed`` is the day the project's copy was made."""

    title: Text
    publisher: Text
    licence: Text
    citation: Text
    published: str
    accessed: str
    url: str = ""
    note: Text = Text("", "")

    def __post_init__(self) -> None:
        missing = [
            name
            for name in ("title", "publisher", "licence", "citation", "accessed")
            if not getattr(self, name)
        ]
        if missing:
            raise LabelError("model.source_needs", missing=missing)


@dataclass(frozen=True)
class Place:
    """One place of a gazetteer: its code and what it is called.

    ``parents`` are the names of the places it lies in, the nearest first; "" where one is not
    known. The names at one position are, for all places of a list, of the same level.
    """

    adcode: str
    name: Text
    full: Text
    iso: str = ""
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Boundaries:
    """Polygons keyed by adcode. Sets are compared as objects: tables of polygons have no equality.

    ``frame`` is indexed by ``adcode`` and has ``name_zh``, ``name_en`` and ``geometry`` (WGS 84).
    ``policy`` says in words what the set shows, ``notes`` what was done to it. Of groups, ``parts``
    are the places they were dissolved from, and ``part_of`` says the group of each. ``tolerance``
    is the metres by which borders are simplified; None where nobody says. ``parents`` are the names
    of the places that each lies in, as in :class:`Place`, where the set states them.
    """

    id: str
    title: Text
    level: str
    frame: geopandas.GeoDataFrame
    source: Source
    policy: Text
    notes: tuple[Text, ...] = ()
    parts: Boundaries | None = None
    part_of: Mapping[str, str] = field(default_factory=dict)
    tolerance: float | None = None
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def adcodes(self) -> tuple[str, ...]:
        return tuple(self.frame.index)

    @cached_property
    def names(self) -> Mapping[str, Text]:
        columns = zip(self.frame.index, self.frame["name_en"], self.frame["name_zh"], strict=True)
        return {adcode: Text(en, zh) for adcode, en, zh in columns}

    @property
    def places(self) -> tuple[Place, ...]:
        """The places, called by the names that the set has for them."""
        return tuple(
            Place(adcode, name, name, parents=self.parents.get(adcode, ()))
            for adcode, name in self.names.items()
        )


@dataclass(frozen=True)
class Observation:
    """One figure of one place in one period; ``value`` is None where the source has none."""

    adcode: str
    period: str
    value: float | None
    status: Status
    date: str = ""
    note: Text = Text("", "")
    source: Text = Text("", "")


def _fault(observation: Observation, categories: int | None) -> Text | None:
    """What makes an observation none."""
    value, status = observation.value, observation.status
    where = f"{observation.adcode} {observation.period}".rstrip()
    if status not in STATUSES:
        return phrase("model.status", where=where, status=status)
    if value is None:
        return None if status in ABSENT else phrase("model.absent", where=where, status=status)
    if status in ABSENT:
        return phrase("model.present", where=where, value=value, status=status)
    if not isfinite(value):
        return phrase("model.finite", where=where, value=value)
    if categories is not None and value not in range(1, categories + 1):
        return phrase("model.category", where=where, value=value)
    return None


@dataclass(frozen=True)
class Derivation:
    """``scale * numerator / denominator``, rounded to ``round`` decimals where that is stated."""

    numerator: str
    denominator: str
    scale: float
    round: int | None = None


@dataclass(frozen=True)
class Indicator:
    """A named set of figures with unit, kind, status and source.

    ``values`` hold at most one observation for each place and period, with a number if its status
    is not one of :data:`ABSENT`. Where the kind is ``category``, a value is the position of its
    name in ``categories``, counted from 1. Anything else raises :class:`LabelError`.
    """

    id: str
    title: Text
    group: Text
    unit: Text
    kind: Kind
    values: tuple[Observation, ...]
    source: Source
    boundaries: str = "provinces"
    no_data: Text = Text("no figure in the source", "来源中无数据")
    notes: tuple[Text, ...] = ()
    method: Text = Text("", "")
    derived: Derivation | None = None
    decimals: int = 0
    palette: str = ""
    midpoint: float | None = None
    order: int = 0
    ranked: bool = True
    summable: bool = True
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.source, Source):
            raise LabelError("model.no_source", indicator=self.id)
        if self.kind not in KINDS:
            raise LabelError("model.kind", indicator=self.id, kind=self.kind, known=KINDS)
        faults = list(islice(self._faults(), _MOST_FAULTS))
        if faults:
            raise LabelError("model.observations", indicator=self.id, faults=faults)

    def _faults(self) -> Iterator[Text]:
        """What is wrong with single observations."""
        seen: set[tuple[str, str]] = set()
        for o in self.values:
            fault = _fault(o, len(self.categories) if self.kind == "category" else None)
            if (o.adcode, o.period) in seen:
                fault = phrase("model.twice", where=f"{o.adcode} {o.period}".rstrip())
            seen.add((o.adcode, o.period))
            if fault:
                yield fault

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(sorted({value.period for value in self.values}))

    def numbers(self, period: str | None = None) -> tuple[float, ...]:
        """The figures of one period, or of all; places without one are left out."""
        return tuple(
            o.value
            for o in self.values
            if o.value is not None and (period is None or o.period == period)
        )


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
    ``choice`` is the user's.
    """

    adcode: str
    how: Literal["code", "name", "alias", "parent", "choice"]


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
#: of a place that has a row of its own.
GroupKind = Literal["total", "region", "average", "other", "part"]


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
    ``inexact`` are whole numbers with more digits than a figure can hold.
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

    @property
    def matched_rows(self) -> int:
        return sum(self.matched.values())

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
        }


@dataclass(frozen=True)
class Layer:
    """Boundaries with one observation for every place, in the order of the boundaries."""

    boundaries: Boundaries
    indicator: Indicator
    period: str
    values: tuple[Observation, ...]
    report: JoinReport

    @property
    def common_mark(self) -> Status | None:
        """The marked status that all figures share, if they do; it is then said once for all."""
        found = {o.status for o in self.values if o.value is not None}
        status = found.pop() if len(found) == 1 else None
        return status if status in MARKED else None

    def marks(self, status: str) -> bool:
        """Whether each figure of a status is drawn with a mark: not where all share it, for then
        the words say it once; but an estimate always, so that none is taken for a statistic."""
        return status in MARKED and (status == "estimated" or status != self.common_mark)


#: The scheme of a scale whose colours run on from the lowest to the highest value: so many narrow
#: classes that none is seen.
CONTINUOUS = "continuous"


#: What classes are made from: the figures of one map, of all periods of its indicator, or of all
#: maps that are shown together.
MadeFrom = Literal["map", "periods", "maps"]


@dataclass(frozen=True)
class Classes:
    """Numeric classes ``(low, high]``, the first closed on both sides.

    ``edges`` has one number more than there are classes. They rise, but for the first two, which
    may be equal: the lowest value is then a class of its own. ``distinct`` says that every class is
    a single value, the upper edge; ``whole`` that the classes divide whole numbers only.
    """

    scheme: str
    edges: tuple[float, ...]
    distinct: bool = False
    whole: bool = False
    made_from: MadeFrom = "map"

    @property
    def k(self) -> int:
        return len(self.edges) - 1

    def index(self, value: float) -> int:
        """The class of a value: the one decision that fill, legend and tooltip share.

        Raises
        ------
        ClassificationError
            If the value lies outside all classes.
        """
        if not self.edges[0] <= value <= self.edges[-1]:
            raise ClassificationError(
                "classify.outside", value=value, low=self.edges[0], high=self.edges[-1]
            )
        return bisect_left(self.edges, value, lo=1) - 1

    def counts(self, values: tuple[float, ...]) -> tuple[int, ...]:
        """How many of the values lie in each class."""
        indexes = [self.index(value) for value in values]
        return tuple(indexes.count(i) for i in range(self.k))


@dataclass(frozen=True)
class Palette:
    """Colours for every number of classes: ``colours[k]`` are k colours, low values first."""

    id: str
    kind: Literal["sequential", "diverging", "qualitative"]
    title: Text
    colours: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True)
class ColorScale:
    """Classes with one colour each. *No data* has the ground ``no_data``, hatched with
    ``no_data_lines``."""

    classes: Classes
    colours: tuple[str, ...]
    no_data: str
    no_data_lines: str
    palette: Palette
    midpoint: float | None = None

    def colour(self, value: float | None) -> str:
        """The fill of a value; None is *no data*."""
        return self.no_data if value is None else self.colours[self.classes.index(value)]


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend. ``kind`` is ``class``, a status of :data:`MARKED` or of
    :data:`ABSENT`, or ``continuous``, the one entry of all colours in a row, whose ``colour`` is
    the last. ``low`` and ``high`` are set for classes and ``continuous``."""

    kind: str
    label: str
    count: int
    colour: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Symbols:
    """Circles on a map, whose areas are in proportion to a count.

    ``largest`` is the figure of the largest circle; ``steps`` are the circles of the legend, a
    figure and its wording each, the largest first. A place without a figure has no circle.
    """

    layer: Layer
    colour: str
    legend_title: str
    largest: float
    steps: tuple[tuple[float, str], ...]

    def radius(self, value: float) -> float:
        """The radius of a figure's circle as a part of the largest."""
        return float((max(value, 0.0) / self.largest) ** 0.5)


@dataclass(frozen=True)
class Wording:
    """What a user asked for about the words: a title in place of the suggested one, and whether
    the first and the last class are worded without their outer edge."""

    title: str | None = None
    open_ended: bool = False


@dataclass(frozen=True)
class Choropleth:
    """Everything a back end needs to draw one map, in one language.

    ``description`` tells the map in words, in both languages, to whoever cannot see it. Where there
    are ``symbols`` of the same layer, they alone show its figures, and the scale has one colour.
    """

    layer: Layer
    scale: ColorScale
    language: Language
    title: str
    subtitle: str
    unit: str
    legend_title: str
    legend: tuple[LegendEntry, ...]
    source_line: str
    notes: tuple[str, ...]
    description: Text = Text("", "")
    symbols: Symbols | None = None
    wording: Wording = Wording()

    @property
    def places(self) -> tuple[Observation, ...]:
        return self.layer.values

    def name(self, adcode: str) -> str:
        return self.layer.boundaries.names[adcode][self.language]

    def class_of(self, value: Observation) -> int | None:
        return None if value.value is None else self.scale.classes.index(value.value)

    def colour_of(self, value: Observation) -> str:
        return self.scale.colour(value.value)


@dataclass(frozen=True)
class Plate:
    """One picture of one map or of several side by side, all in one language.

    ``panel_titles`` stand over the maps where there are several. ``shared`` says that one legend
    speaks for all of them: they have the same classes, colours and unit.
    """

    maps: tuple[Choropleth, ...]
    title: str
    subtitle: str
    source_line: str
    notes: tuple[str, ...]
    description: Text
    panel_titles: tuple[str, ...] = ()
    shared: bool = False

    @property
    def language(self) -> Language:
        return self.maps[0].language
