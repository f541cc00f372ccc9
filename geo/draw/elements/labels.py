"""Names and figures on a map: on the place where it has room for them, else beside the map with a
swatch and a line to the place; then in smaller letters, then the name alone, then a number that a
key explains. Nothing is written over any other place, and no line crosses another or a word."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import shapely

from geo.draw.callouts import Callout, Callouts, Wish, longest_line
from geo.draw.elements.circle_names import name_circles
from geo.draw.elements.circles import disc
from geo.draw.elements.label_callouts import callout_size, draw_callout
from geo.draw.elements.label_inside import free_shape, least_area, measure, words_in, write_inside
from geo.draw.elements.label_key import draw_label_key
from geo.draw.elements.label_words import Rung, first_rung, last_rung, lines_of, rungs_of, sizes_of
from geo.draw.elements.view import View
from geo.draw.layout import Box
from geo.draw.room import Room
from geo.draw.scene import Circle, Group, Words
from geo.model import DrawingError, Observation
from geo.places import extent, small_places

_CELL = 2.5  # of the grid that says what is free, in units
_MOST_NAMED = 60  # with more places, names stand only where there is room for them
_MOST_NUMBERED = 40
_LEAST_AREA = 0.25  # of a letter's square: no name stands on a smaller place


def draw_labels(
    view: View,
    *,
    page: Box,
    taken: Sequence[Box],
    circles: Sequence[Circle] = (),
    strokes: Sequence[shapely.Geometry] = (),
    clear: Sequence[shapely.Geometry] = (),
    without: frozenset[str] = frozenset(),
    callouts: bool = True,
) -> tuple[Group, ...]:
    """The labels on the places as one group, one group for each callout, and the key of numbers.

    Parameters
    ----------
    view
        The map.
    page, taken
        Where callouts may stand, and the boxes there that they keep clear of.
    circles, strokes
        Symbols, and lines at sea, which no label covers.
    clear
        What stands on the places, too, and is kept free there.
    without
        Places that are labelled elsewhere.
    callouts
        Whether what has no room on its place stands beside it.

    Raises
    ------
    DrawingError
        If a label is moved to where there is no page.
    """
    if view.style.labels == "none":
        return ()
    found = {circle.id.rpartition("-")[2]: circle for circle in circles if circle.id}
    sheet = _Sheet(view, page, taken, found, strokes, clear, beside=callouts)
    wanted = {
        o.adcode: (o, lines)
        for o in _largest_first(view)
        if o.adcode in view.shown and o.adcode not in without and (lines := lines_of(view, o))
    }
    left = sheet.write(wanted)
    return sheet.groups(left if callouts else {})


@dataclass
class _Sheet:
    """What is written already, and what room that leaves."""

    view: View
    page: Box
    taken: Sequence[Box]
    circles: Mapping[str, Circle]
    strokes: Sequence[shapely.Geometry]
    clear: Sequence[shapely.Geometry]
    beside: bool
    words: dict[str, Words] = field(default_factory=dict)
    at_circles: dict[str, tuple[Observation, Rung]] = field(default_factory=dict)
    moved: dict[str, _Beside] = field(default_factory=dict)
    callouts: dict[str, _Beside] = field(default_factory=dict)
    key: Group | None = None

    @cached_property
    def _room(self) -> Room:
        """What is free; only asked for where something stands beside its place."""
        room = Room(self.page, _CELL * self.view.pen.unit, list(self._places.values()))
        room.fill([*self.strokes, *self.clear, *map(disc, self.circles.values())])
        for box in self.taken:
            room.fill_box(box)
        return room

    @cached_property
    def _finder(self) -> Callouts:
        return Callouts(self._room, self.view.pen.unit)

    @cached_property
    def _places(self) -> dict[str, shapely.Geometry]:
        """The places that no callout covers; where the map is cut to some, those."""
        drawn = self.view.drawn
        return {adcode: shape for adcode, shape in drawn.items() if self.view.is_about(adcode)}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {adcode: number for number, adcode in enumerate(self._places)}

    def write(self, wanted: _Wanted) -> _Wanted:
        """Write as much as has room; what has none."""
        view, small = self.view, _small(self.view) if self.beside else frozenset()
        left = {a: want for a, want in wanted.items() if not self._moved(*want)}
        crowded, usual = len(view.choropleth.places) > _MOST_NAMED, sizes_of(view.pen)[0]
        rungs: dict[str, tuple[Rung, ...]]
        if crowded:
            least = _LEAST_AREA * usual**2
            tried = {*small, *self.circles, *(a for a in left if view.areas[a] >= least)}
            rungs = {a: (first_rung(left[a][1], usual),) for a in left if a in tried}
        else:
            rungs = {a: rungs_of(view, o, lines) for a, (o, lines) in left.items()}
        for step in range(max(map(len, rungs.values()), default=0)):
            now = {a: (left[a][0], some[step]) for a, some in rungs.items()
                   if a in left and step < len(some)}  # fmt: skip
            done = self._at_circles(now)
            done |= {a for a, one in now.items()
                     if a not in {*done, *small, *self.circles} and self._inside(*one)}  # fmt: skip
            if self.beside:
                may = (
                    small
                    if crowded
                    else {a for a in now if now[a][1].most or a not in self.circles}
                )
                self._outside({a: one for a, one in now.items()
                               if a in may - done and one[1].most is not None})  # fmt: skip
            left = {a: want for a, want in wanted.items()
                    if a not in {*self.words, *self.moved, *self.callouts}}  # fmt: skip
        return left if crowded or not self.beside else self._numbered(left)

    def groups(self, left: _Wanted) -> tuple[Group, ...]:
        """All groups from back to front; ``left`` has no label."""
        name = f"{self.view.prefix}labels"
        on_places = Group(name, "labels", tuple(self.words.values()), left_out=tuple(left))
        beside = [
            draw_callout(self.view, one.observation, one.rung, one.callout)
            for one in (*self.moved.values(), *self.callouts.values())
        ]
        return (on_places, *beside, *([self.key] if self.key else []))

    def _moved(self, observation: Observation, lines: tuple[str, ...]) -> bool:
        """Write a label where the user wants it, if that is said."""
        view, adcode = self.view, observation.adcode
        change = view.label_changes.get(adcode)
        if change is None or change.move is None:
            return False
        side, (x, y) = view.pen.short_side, view.pole(adcode)
        centre = (x + change.move[0] * side, y + change.move[1] * side)
        rung = rungs_of(view, observation, lines)[0]
        if shapely.contains_xy(view.drawn[adcode], *centre):
            wide, high = measure(view, lines, rung.size)
            box = Box.about(centre, wide, high)
            whole = shapely.contains(view.drawn[adcode], box.polygon)
            halo = None if whole else view.fill(observation)
            self._check_on_page(adcode, box)
            self.words[adcode] = words_in(view, observation, lines, rung.size, centre, halo=halo)
            return True
        box = Box.about(centre, *callout_size(view, rung))
        self._check_on_page(adcode, box)
        callout = Callout.to(box, (x, y))
        self.moved[adcode] = _Beside(observation, rung, callout)
        return True

    def _check_on_page(self, adcode: str, box: Box) -> None:
        if not box.within(self.page):
            raise DrawingError("drawing.label_outside", place=adcode)

    def _at_circles(self, wanted: Mapping[str, tuple[Observation, Rung]]) -> set[str]:
        """Write at circles; what stands there already moves for it."""
        more = {adcode: one for adcode, one in wanted.items() if adcode in self.circles}
        if not more:
            return set()
        beside = [one.callout.box for one in self.callouts.values()]
        taken = [*self.taken, *self._boxes(but=self.at_circles), *beside]
        wishes = {**self.at_circles, **more}
        found = name_circles(self.view, wishes, self.circles, taken, self.page, before=self.words)
        self.words |= found
        self.at_circles = {adcode: wishes[adcode] for adcode in found}
        return set(found)

    def _inside(self, observation: Observation, rung: Rung) -> bool:
        adcode = observation.adcode
        if self.view.areas[adcode] < least_area(self.view, rung):
            return False
        beside = (*self.moved.values(), *self.callouts.values())
        shape = free_shape(self.view, adcode, [one.callout.line for one in beside])
        covered = [*map(disc, self.circles.values()), *self.clear]
        if covered:
            shape = shapely.difference(shape, shapely.union_all(covered))
        words = write_inside(self.view, observation, rung, shape, self._boxes())
        if words:
            self.words[adcode] = words
        return words is not None

    def _outside(self, wanted: Mapping[str, tuple[Observation, Rung]]) -> None:
        """Write beside the places, from north to south; what stands there already moves for it."""
        if not wanted:
            return
        view = self.view
        every = {a: (one.observation, one.rung) for a, one in self.callouts.items()}
        every |= wanted
        order = sorted(every, key=lambda adcode: (view.pole(adcode)[1], adcode))
        most = max(rung.most or 0 for _, rung in every.values())
        wishes = [self._wish(adcode, every[adcode][1], most) for adcode in order]
        lines = [one.callout for one in self.moved.values()]
        found = self._finder.place(wishes, words=[*self.taken, *self._boxes()], lines=lines)
        self.callouts = {
            adcode: _Beside(every[adcode][0], every[adcode][1], callout)
            for adcode, callout in zip(order, found, strict=True)
            if callout
        }

    def _wish(self, adcode: str, rung: Rung, most: int) -> Wish:
        west, north, east, south = self.view.outline.bounds
        wide, high = callout_size(self.view, rung)
        map_size = math.inf if rung.far else max(east - west, south - north)
        reach = longest_line(wide, rung.size, map_size)
        return Wish(self.view.pole(adcode), wide, high, self._numbers[adcode], reach, most)

    def _boxes(self, but: Collection[str] = ()) -> list[Box]:
        """Of all words that stay where they are."""
        moved = [one.callout.box for one in self.moved.values()]
        return [*(words.box for a, words in self.words.items() if a not in but), *moved]

    def _numbered(self, left: _Wanted) -> _Wanted:
        """Write numbers on what has no room for more, and explain them in a key."""
        view = self.view
        if not left or len(left) > _MOST_NUMBERED:
            return left
        words, callouts = dict(self.words), dict(self.callouts)
        size, numbers = sizes_of(view.pen)[-1], {a: str(i + 1) for i, a in enumerate(left)}
        now = {a: (o, last_rung((numbers[a],), size)) for a, (o, _) in left.items()}
        at = self._at_circles(now)
        self._outside({a: one for a, one in now.items() if a not in at and not self._inside(*one)})
        done = {*self.words, *self.callouts} & {*left}
        beside = (*self.moved.values(), *self.callouts.values())
        self._room.fill([one.callout.line for one in beside])
        for box in (*self._boxes(), *(one.callout.box for one in self.callouts.values())):
            self._room.fill_box(box)
        rows = [(numbers[a], "  ".join(lines)) for a, (_, lines) in left.items() if a in done]
        name = f"{view.prefix}label-key"
        self.key = draw_label_key(rows, self._room, view.pen, id=name)
        if self.key is None:  # numbers that nothing explains say nothing
            self.words, self.callouts = words, callouts
            return left
        return {a: want for a, want in left.items() if a not in done}


@dataclass(frozen=True)
class _Beside:
    """A label that stands beside its place."""

    observation: Observation
    rung: Rung
    callout: Callout


_Wanted = Mapping[str, tuple[Observation, tuple[str, ...]]]


def _largest_first(view: View) -> Sequence[Observation]:
    """The places, where there are too many to name them all the largest first."""
    places = view.choropleth.places
    if len(places) <= _MOST_NAMED:
        return places
    return sorted(places, key=lambda o: (-view.areas.get(o.adcode, 0.0), o.adcode))


def _small(view: View) -> frozenset[str]:
    polygons = {adcode: view.ground.polygons[adcode] for adcode in view.shown}
    return frozenset(small_places(polygons, extent=extent(view.ground.bounds)))
