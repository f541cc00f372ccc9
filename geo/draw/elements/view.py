"""One map as it lies on the page: what its areas, circles, labels and legend are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import shapely

from geo.draw.elements.ground import Ground
from geo.draw.elements.hatching import SLANTS, lines_over, lines_over_each
from geo.draw.label_changes import LabelChange
from geo.draw.layout import Box, Placement, inside, near
from geo.draw.pen import Pen
from geo.draw.scene import Hatch, Named, Slant
from geo.draw.style import Style
from geo.draw.theme import PATTERNS, has_patterns, mixed
from geo.maps import describe, describe_pair
from geo.model import ABSENT, MARKED, Choropleth, Indicator, Observation, word
from geo.places import areas_of, pole

# How much of the ground's colour places have that stand back behind the highlighted ones.
_VEIL = 0.7


@dataclass(frozen=True)
class View:
    """``window`` is what of the page the map may cover; ``prefix`` keeps ids apart where several
    maps stand on one page."""

    choropleth: Choropleth
    ground: Ground
    pen: Pen
    style: Style
    placement: Placement
    window: Box
    prefix: str = ""

    @cached_property
    def drawn(self) -> dict[str, shapely.Geometry]:
        """The places in pixels, in the detail that half a pixel shows."""
        return self.placement.apply(self.ground.light(0.5 / self.placement.scale))

    @cached_property
    def inner_lines(self) -> dict[str, shapely.Geometry]:
        """The borders inside groups of places, in pixels."""
        if not self.ground.parts:
            return {}
        return self.placement.apply(self.ground.inner_lines(0.5 / self.placement.scale))

    @cached_property
    def surroundings(self) -> dict[str, shapely.Geometry]:
        """What lies round a part of the country, in pixels."""
        return self.placement.apply(self.ground.around(0.5 / self.placement.scale))

    @cached_property
    def land(self) -> shapely.Geometry:
        """What is seen of foreign land about a part of the country, in pixels."""
        if self.choropleth.layer.boundaries.around is None:
            return shapely.Point()
        found = self.placement.apply({"": self.ground.land})[""]
        seen = self.window.grown(self.window.width / 8)  # so that no cut edge is in the window
        found = shapely.clip_by_rect(found, *seen.polygon.bounds)
        return shapely.simplify(found, 0.5)

    @cached_property
    def land_ends(self) -> shapely.Geometry:
        """Where the survey of land ends and not the land, in pixels, as wide as a line."""
        ends = self.placement.apply({"": self.ground.land_ends})[""]
        return shapely.buffer(ends, 2 * self.pen.unit)

    @cached_property
    def upper(self) -> dict[str, shapely.Geometry]:
        """The places of the level above, in pixels, where there are several."""
        return self.placement.apply(self.ground.upper(0.5 / self.placement.scale))

    @cached_property
    def outline(self) -> shapely.Geometry:
        """The line round the whole, in pixels."""
        whole = self.ground.united(0.5 / self.placement.scale)
        return self.placement.apply({"": whole})[""]

    @cached_property
    def shown(self) -> dict[str, shapely.Geometry]:
        """What the window leaves of those places that the map is about."""
        codes = [o.adcode for o in self.choropleth.places if self.is_about(o.adcode)]
        whole = inside([self.drawn[adcode] for adcode in codes], self.window)
        found = {}
        for adcode, is_whole in zip(codes, whole, strict=True):
            polygon = self.drawn[adcode]
            if not is_whole:
                polygon = shapely.intersection(polygon, self.window.polygon)
                if polygon.is_empty:
                    continue
            found[adcode] = polygon
        return found

    @cached_property
    def areas(self) -> dict[str, float]:
        """The area of what is shown of each, in square pixels."""
        return areas_of(self.shown)

    def in_window(self) -> list[Observation]:
        """The places of which the window may show something."""
        places = self.choropleth.places
        seen = near([self.drawn[o.adcode] for o in places], self.window)
        return [o for o, is_seen in zip(places, seen, strict=True) if is_seen]

    @cached_property
    def label_changes(self) -> dict[str, LabelChange]:
        """What the user wishes of labels, by the place's code."""
        return {change.place: change for change in self.style.labels_changed}

    def pole(self, adcode: str) -> tuple[float, float]:
        """The pole of inaccessibility of what is shown of a place, in pixels."""
        polygon, tolerance = self.shown[adcode], self.pen.unit / self.placement.scale
        if polygon is self.drawn[adcode]:
            x, y = self.ground.pole(adcode, tolerance)
        else:
            return pole(polygon, self.pen.unit)[:2]
        placement = self.placement
        return placement.left + x * placement.scale, placement.top - y * placement.scale

    def named(self, adcode: str) -> Named:
        """The place that a label is of, for its words."""
        return Named(adcode, *self.pole(adcode))

    def is_about(self, adcode: str) -> bool:
        """Whether a place is no mere surrounding of the region that the map is cut to."""
        return not self.style.crop or adcode in self.style.crop

    def stands_back(self, adcode: str) -> bool:
        """Whether others are highlighted and the place is not."""
        return bool(self.style.highlight) and adcode not in self.style.highlight

    def fill(self, observation: Observation) -> str:
        colours = self.pen.colours
        if not self.is_about(observation.adcode):
            return colours.surroundings
        fill = self.choropleth.colour_of(observation)
        if self.stands_back(observation.adcode):
            return mixed(fill, colours.ground, _VEIL)
        return fill

    def is_hatched(self, observation: Observation) -> bool:
        """Whether there are lines over a place."""
        return self._lines(observation) is not None

    def hatch(self, observation: Observation, shape: shapely.Geometry) -> Hatch | None:
        """The lines over a place, in a shape: that it has no figure, or its category in print."""
        lines = self._lines(observation)
        return lines_over(shape, lines[0], pen=self.pen, colour=lines[1]) if lines else None

    def hatches(self, observations: Sequence[Observation]) -> dict[str, Hatch]:
        """The lines over places, by their codes."""
        alike: dict[tuple[Slant, str], list[str]] = {}
        for observation in observations:
            if lines := self._lines(observation):
                alike.setdefault(lines, []).append(observation.adcode)
        found: dict[str, Hatch] = {}
        for (slant, colour), codes in alike.items():
            shapes = [self.drawn[adcode] for adcode in codes]
            hatches = lines_over_each(shapes, slant, pen=self.pen, colour=colour)
            found.update(zip(codes, hatches, strict=True))
        return found

    def _lines(self, observation: Observation) -> tuple[Slant, str] | None:
        """The direction and the colour of the lines over a place, if there are any."""
        if not self.is_about(observation.adcode):
            return None
        found: tuple[Slant, str] | None = None
        if observation.status in ABSENT:
            found = SLANTS[observation.status], self.choropleth.scale.no_data_lines
        elif observation.value is not None and has_patterns(self.choropleth, self.style.theme):
            found = PATTERNS.get(self.choropleth.colour_of(observation))
        if found and self.stands_back(observation.adcode):
            return found[0], mixed(found[1], self.fill(observation), 0.5)
        return found

    def is_marked(self, observation: Observation) -> bool:
        """Whether a figure has a mark of its own."""
        layer = self.choropleth.layer
        return layer.marks(observation.status) and self.is_about(observation.adcode)

    def name(self, adcode: str) -> str:
        """What selects the place's shape in a slide: names in both languages and the code."""
        boundaries = self.choropleth.layer.boundaries
        if adcode not in boundaries.names and boundaries.around:  # of the surroundings
            boundaries = boundaries.around
        name = boundaries.names[adcode]
        return " ".join(dict.fromkeys(filter(None, (name.zh, name.en, adcode))))

    def told(self, observation: Observation, indicator: Indicator) -> str:
        """A place and its figure, for those who point at it or cannot see it."""
        language = self.choropleth.language
        figure = describe(observation, indicator, language)
        if self.choropleth.pair:
            figure = word("clause", language).join(describe_pair(self.choropleth, observation))
        elif observation.status in MARKED:
            status = word(observation.status, language)
            figure = word("marked", language, section="picture", value=figure, status=status)
        name = self.choropleth.name(observation.adcode)
        return word("told", language, section="picture", name=name, value=figure)
