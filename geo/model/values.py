"""The frozen values that travel through the pipe.

Nothing here computes more than a look-up; each stage makes one of these values and the next reads
it. The key everywhere is the ``adcode``, the six-digit GB/T 2260 code, always text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from geo.model.errors import LabelError, phrase
from geo.model.text import Text

if TYPE_CHECKING:
    import geopandas
    import numpy as np
    import pandas as pd
    import shapely
    from numpy.typing import NDArray


Kind = Literal["count", "ratio", "index", "category"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Status = Literal[
    "reported", "announced", "revised", "derived", "estimated", "forecast", "unconfirmed",
    "no_data", "not_applicable", "not_listed",
]  # fmt: skip
STATUSES: tuple[Status, ...] = get_args(Status)
#: Statuses of a place without a value. *Not listed* is one that a list, such as that of the ten
#: highest, leaves out: its figure is neither zero nor unknown to who made the list.
ABSENT: tuple[Status, ...] = ("no_data", "not_applicable", "not_listed")
#: Statuses that are marked wherever the value is shown: nobody counted it, or the source has it
#: with a step that nobody explains or in one transcription only, which is *unconfirmed*.
MARKED: tuple[Status, ...] = ("derived", "estimated", "forecast", "unconfirmed")
#: Statuses of figures that nobody counted or computed from what was counted.
UNCOUNTED: tuple[Status, ...] = ("estimated", "forecast")
#: How far a source was checked, the best first.
TRUST = ("high", "medium-high", "medium")

#: The levels of administrative divisions, the highest first: 省级, 地级, 县级.
Level = Literal["province", "prefecture", "county"]
LEVELS: tuple[Level, ...] = get_args(Level)

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


#: Where places stand: as on a map, a square each in a grid, or circles whose areas are by a count.
Arrangement = Literal["map", "tiles", "dorling"]
ARRANGEMENTS: tuple[Arrangement, ...] = get_args(Arrangement)


@dataclass(frozen=True)
class Islands:
    """Parts of a place, or of the places in it, that are drawn smaller than they are, as islands of
    at most ``most_km2``: those that lie in one of the ``windows`` (west, south, east, north; WGS 84
    degrees)."""

    adcode: str
    windows: tuple[tuple[float, float, float, float], ...]
    most_km2: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Boundaries:
    """Polygons keyed by adcode. Sets are compared as objects: tables of polygons have no equality.

    ``polygons`` (WGS 84 degrees) and ``names`` are of the same places in the same order, ``iso``
    their codes of ISO 3166-2 where the set has them.
    ``policy`` says in words what the set shows, ``notes`` what was done to it. Of groups, ``parts``
    are the places they were dissolved from, and ``part_of`` says the group of each. ``tolerance``
    is the metres by which borders are simplified; None where nobody says. ``parents`` are the names
    of the places that each lies in, as in :class:`Place`, where the set states them. ``islands``
    are drawn smaller than the polygons have them. Of the part of a set that lies ``within`` a
    place, by its adcode, ``around`` are the places about it, which are drawn pale and have no
    figures. Of another ``arrangement`` than a map, the polygons are squares or circles, whose
    borders mean nothing; ``short`` are names for places with little room.
    """

    id: str
    title: Text
    level: str
    polygons: Mapping[str, shapely.Geometry]
    names: Mapping[str, Text]
    source: Source
    policy: Text
    notes: tuple[Text, ...] = ()
    parts: Boundaries | None = None
    part_of: Mapping[str, str] = field(default_factory=dict)
    tolerance: float | None = None
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    islands: Islands | None = None
    within: str = ""
    around: Boundaries | None = None
    arrangement: Arrangement = "map"
    short: Mapping[str, Text] = field(default_factory=dict)
    iso: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def adcodes(self) -> tuple[str, ...]:
        return tuple(self.polygons)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all places, degrees."""
        import shapely  # everything loads this module

        west, south, east, north = map(float, shapely.total_bounds(self.geometries))
        return west, south, east, north

    @property
    def geometries(self) -> NDArray[np.object_]:
        """The polygons in their order, as shapely's functions take them."""
        import numpy as np  # everything loads this module

        return np.array([*self.polygons.values()], dtype=object)

    @property
    def frame(self) -> geopandas.GeoDataFrame:
        """The places as a new frame, indexed by ``adcode``, with ``name_zh``, ``name_en``, ``iso``
        where the set has it, and ``geometry`` (WGS 84)."""
        import geopandas  # only who asks for a frame waits for it

        names = self.names.values()
        columns = {"name_zh": [name.zh for name in names], "name_en": [name.en for name in names]}
        if self.iso:
            columns["iso"] = [self.iso[adcode] for adcode in self.adcodes]
        frame = geopandas.GeoDataFrame(columns, geometry=self.geometries, crs="EPSG:4326")
        return frame.set_axis(list(self.adcodes)).rename_axis("adcode")

    def some(self, adcodes: Iterable[str]) -> Boundaries:
        """Only these places, in this order."""
        kept = tuple(adcodes)
        return replace(
            self,
            polygons={adcode: self.polygons[adcode] for adcode in kept},
            names={adcode: self.names[adcode] for adcode in kept},
            iso={adcode: self.iso[adcode] for adcode in kept if self.iso},
        )

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
    if status not in STATUSES:
        return phrase("model.status", where=_where(observation), status=status)
    if value is None:
        if status in ABSENT:
            return None
        return phrase("model.absent", where=_where(observation), status=status)
    if status in ABSENT:
        return phrase("model.present", where=_where(observation), value=value, status=status)
    if not isfinite(value):
        return phrase("model.finite", where=_where(observation), value=value)
    if categories is not None and value not in range(1, categories + 1):
        return phrase("model.category", where=_where(observation), value=value)
    return None


def _where(observation: Observation) -> str:
    return f"{observation.adcode} {observation.period}".rstrip()


@dataclass(frozen=True)
class Derivation:
    """``scale * numerator / denominator``, rounded to ``round`` decimals where that is stated."""

    numerator: str
    denominator: str
    scale: float
    round: int | None = None


@dataclass(frozen=True)
class Divisor:
    """What figures were divided by: its title, its vintage, its source, and for each of their
    periods the one that was taken of it, "" where it has none. It is ``cited`` where the source of
    the figures names it too."""

    title: Text
    vintage: Text
    source: Source
    periods: Mapping[str, str] = field(hash=False)  # indicators are keys of caches
    cited: bool = False


@dataclass(frozen=True)
class Indicator:
    """A named set of figures with unit, kind, status and source.

    ``values`` hold at most one observation for each place and period, with a number if its status
    is not one of :data:`ABSENT`. Where the kind is ``category``, a value is the position of its
    name in ``categories``, counted from 1. Anything else raises :class:`LabelError`.
    ``vintage`` says which of several releases the figures are, ``trust`` is one of :data:`TRUST`,
    both empty where nobody says. ``group_id`` is the key of the catalogue's group, ``beside`` the
    id of an indicator whose figures stand beside these in tables. A ``quotient`` is of figures of
    which nobody published a digit. ``level_of`` is the id of the indicator of the provinces that
    this one is, at a lower level.
    """

    id: str
    title: Text
    group: Text
    unit: Text
    kind: Kind
    values: tuple[Observation, ...] = field(repr=False)
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
    group_id: str = ""
    trust: str = ""
    vintage: Text = Text("", "")
    divisor: Divisor | None = None
    beside: str = ""
    quotient: bool = False
    level_of: str = ""

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
        categories = len(self.categories) if self.kind == "category" else None
        seen: set[tuple[str, str]] = set()
        for o in self.values:
            fault, key = _fault(o, categories), (o.adcode, o.period)
            if key in seen:
                fault = phrase("model.twice", where=_where(o))
            seen.add(key)
            if fault:
                yield fault

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(sorted({value.period for value in self.values}))

    def to_frame(self) -> pd.DataFrame:
        """The figures, indexed by ``adcode``: ``period``, ``value`` (NaN where the source has
        none), ``status`` and ``date``."""
        import pandas as pd  # only who asks for a frame waits for it

        columns = ("adcode", "period", "value", "status", "date")
        records = [[getattr(o, name) for name in columns] for o in self.values]
        frame = pd.DataFrame(records, columns=list(columns)).set_index("adcode")
        return frame.astype({"value": float})

    def numbers(self, period: str | None = None) -> tuple[float, ...]:
        """The figures of one period, or of all; places without one are left out."""
        return tuple(
            o.value
            for o in self.values
            if o.value is not None and (period is None or o.period == period)
        )


#: Coordinates in degrees. Words alone at run time: this wing is imported for everything, and numpy
#: would be half of that time.
Degrees: TypeAlias = "NDArray[np.float64]"
