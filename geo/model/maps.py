"""The values of a map: layer, classes, colours, words, and the choropleth that holds them all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from geo.model.errors import ClassificationError
from geo.model.tables import JoinReport
from geo.model.text import Language, Text
from geo.model.units import Notation
from geo.model.values import MARKED, Boundaries, Degrees, Indicator, Observation, Status

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Layer:
    """Boundaries with one observation for every place, in the order of the boundaries. Where these
    are a part of the country whose classes are the country's, ``country`` has the figures that
    those are made from. ``sizes`` are the counts that the areas of a cartogram's circles are by."""

    boundaries: Boundaries
    indicator: Indicator
    period: str
    values: tuple[Observation, ...]
    report: JoinReport
    country: tuple[float, ...] = ()
    sizes: Layer | None = None

    @cached_property
    def figures(self) -> int:
        """How many places have a figure."""
        return sum(o.value is not None for o in self.values)

    @cached_property
    def common_mark(self) -> Status | None:
        """The marked status that all figures share, if they do; it is then said once for all. Where
        some rest on a doubtful figure, it is that of all others."""
        found = {o.status for o in self.values if o.value is not None}
        shared = found - {"unconfirmed"} or found
        status = shared.pop() if len(shared) == 1 else None
        return status if status in MARKED else None

    @property
    def below_zero(self) -> tuple[Text, ...]:
        """The names of the places whose figures are negative."""
        names = self.boundaries.names
        return tuple(names[o.adcode] for o in self.values if o.value is not None and o.value < 0)

    def marks(self, status: str) -> bool:
        """Whether each figure of a status is drawn with a mark: not where all share it, for then
        the words say it once."""
        return status in MARKED and status != self.common_mark


#: The scheme of a scale whose colours run on from the lowest to the highest value: so many narrow
#: classes that none is seen.
CONTINUOUS = "continuous"
#: The same by the logarithm of values, and with one colour for the lowest and one for the highest
#: twentieth of them.
LOGARITHMIC, CLIPPED = "continuous_log", "continuous_clipped"
CONTINUOUS_SCHEMES = (CONTINUOUS, LOGARITHMIC, CLIPPED)


#: What classes are made from: the figures of one map, of all periods of its indicator, of all maps
#: that are shown together, or of the whole country where a map is of a part.
MadeFrom = Literal["map", "periods", "maps", "country"]


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

    @property
    def is_continuous(self) -> bool:
        """Whether colours run on from class to class, and none is told apart."""
        return self.scheme in CONTINUOUS_SCHEMES

    @property
    def run(self) -> tuple[float, float]:
        """From where to where colours change; all of the classes unless the ends are clipped."""
        ends = self.edges[1:-1] if self.scheme == CLIPPED else self.edges
        return ends[0], ends[-1]

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
    """Colours for every number of classes: ``colours[k]`` are k colours, low values first. A
    bivariate one has nine: those of the second's lowest class, the first's rising, come first."""

    id: str
    kind: Literal["sequential", "diverging", "qualitative", "bivariate"]
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
    the last. ``low`` and ``high`` are set for classes and ``continuous``, which has ``ticks``: how
    far along the row, from 0 to 1, and a figure in words. Those of a class are its edges, where
    those of its neighbours are the same; an open one has none."""

    kind: str
    label: str
    count: int
    colour: str
    low: float | None = None
    high: float | None = None
    ticks: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Figures:
    """What is written of one map: figures of places, the edges that are to be told apart, and with
    how many decimals the figures are known."""

    numbers: tuple[float, ...]
    edges: tuple[float, ...] = ()
    decimals: int = 0


@dataclass(frozen=True)
class Symbols:
    """Circles on a map, whose areas are in proportion to a count.

    ``largest`` is the figure of the largest circle; ``steps`` are the circles of the legend, a
    figure and its wording each, the largest first; ``notation`` is how figures are written. A place
    without a figure has no circle.
    """

    layer: Layer
    colour: str
    legend_title: str
    largest: float
    steps: tuple[tuple[float, str], ...]
    notation: Notation

    def radius(self, value: float) -> float:
        """The radius of a figure's circle as a part of the largest."""
        return float((max(value, 0.0) / self.largest) ** 0.5)


#: How much is said under a map: all, what reading it takes, or nothing.
NOTES = ("full", "short", "none")


@dataclass(frozen=True)
class Pair:
    """Two indicators on one map: both layers with all of their figures, the ``classes`` of the
    second, and what each says in the legend: its title with its unit, and the edges of its classes
    in words.

    The map's own layer has no figure where one of the two has none, and its colours are for each
    class of the second those of the first's.
    """

    first: Layer
    second: Layer
    classes: Classes
    titles: tuple[str, str] = ("", "")
    edges: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    @cached_property
    def others(self) -> Mapping[str, Observation]:
        """The second's figures by place."""
        return {o.adcode: o for o in self.second.values}

    @cached_property
    def own(self) -> Mapping[str, Observation]:
        """The first's figures by place."""
        return {o.adcode: o for o in self.first.values}


@dataclass(frozen=True)
class Wording:
    """What a user asked for about the words: a title in place of the suggested one, whether the
    first and the last class are worded without their outer edge, the decimals and the unit of all
    numbers in place of those that suit them, and one of :data:`NOTES`, or a text in their place.
    """

    title: str | None = None
    open_ended: bool = False
    decimals: int | None = None
    unit: str | None = None
    notes: str = "full"


@dataclass(frozen=True)
class Choropleth:
    """Everything a back end needs to draw one map, in one language.

    ``unit`` is that of the figures, ``notation`` how all of them are written in the picture, in
    a unit of its own; where it is one of several, ``together`` is what all of them write. The
    ``description`` tells the map in words, in both languages, to whoever cannot see it. Where there
    are ``symbols`` of the same layer, they alone show its figures, and the scale has one colour. Of
    a ``pair`` of indicators, each class is one of both, and the scale has a colour for each pair.
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
    notation: Notation
    description: Text = Text("", "")
    symbols: Symbols | None = None
    wording: Wording = Wording()
    pair: Pair | None = None
    together: tuple[Figures, ...] = ()

    @property
    def places(self) -> tuple[Observation, ...]:
        return self.layer.values

    def name(self, adcode: str) -> str:
        return self.layer.boundaries.names[adcode][self.language]

    def class_of(self, value: Observation) -> int | None:
        if value.value is None:
            return None
        index = self.scale.classes.index(value.value)
        if self.pair is None:
            return index
        other = self.pair.others[value.adcode].value
        return (
            None if other is None else self.scale.classes.k * self.pair.classes.index(other) + index
        )

    def colour_of(self, value: Observation) -> str:
        if self.pair is None:
            return self.scale.colour(value.value)
        number = self.class_of(value)
        return self.scale.no_data if number is None else self.scale.colours[number]


@dataclass(frozen=True)
class Plate:
    """One picture of one map or of several side by side, all in one language.

    ``panel_titles`` stand over the maps where there are several. ``shared`` says that one legend
    speaks for all of them: they have the same classes, colours and unit. Of parts of the country,
    ``whole`` is the map by province that they are gone into from, where there is one.
    """

    maps: tuple[Choropleth, ...]
    title: str
    subtitle: str
    source_line: str
    notes: tuple[str, ...]
    description: Text
    panel_titles: tuple[str, ...] = ()
    shared: bool = False
    whole: Choropleth | None = None

    @property
    def language(self) -> Language:
        return self.maps[0].language


@dataclass(frozen=True, eq=False)
class Marks:
    """Marks on a map: longitude and latitude (WGS 84 degrees) and the number of points of each,
    all of shape (n,). ``are_points`` says that each mark is one point, where it stands."""

    lon: Degrees = field(repr=False)
    lat: Degrees = field(repr=False)
    counts: NDArray[np.int64] = field(repr=False)
    are_points: bool
