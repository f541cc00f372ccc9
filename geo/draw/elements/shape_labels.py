"""Names and figures in squares and circles: in their middles, on the squares of a grid all in one
size and by the same kind of name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import shapely

from geo.draw.elements.label_inside import words_in
from geo.draw.elements.label_words import figure_of
from geo.draw.elements.view import View
from geo.draw.layout import Box
from geo.draw.pen import LABEL, LABEL_LEADING
from geo.draw.scene import Group, Words
from geo.maps import has_few_values
from geo.model import Observation

# Of a label's letters; on squares the first that all fit.
_SIZES = (1.5, 1.3, 1.15, 1.0, 0.85, 0.72)
_PADDING = 4.0

Lines = tuple[str, ...]


@dataclass(frozen=True)
class ShapeLabels:
    """Labels in shapes, by place."""

    labels: Mapping[str, Words]

    @property
    def adcodes(self) -> frozenset[str]:
        """The places that are labelled."""
        return frozenset(self.labels)

    def joined(self, groups: Sequence[Group]) -> tuple[Group, ...]:
        """Groups of labels, of which those on places have these, too."""
        return tuple(
            replace(group, items=(*self.labels.values(), *group.items))
            if group.role == "labels"
            else group
            for group in groups
        )


def draw_shape_labels(view: View) -> ShapeLabels:
    """The labels that have room in their shapes.

    On squares all have: what does not fit is shortened for all of them. Circles keep whole names;
    those without room are left to stand beside theirs.
    """
    labels: dict[str, Words] = {}
    if view.style.labels != "none":
        shown = [o for o in view.choropleth.places if _is_labelled(view, o)]
        tiles = view.choropleth.layer.boundaries.arrangement == "tiles"
        labels = _alike(view, shown) if tiles else _each(view, shown)
    return ShapeLabels(labels)


def _is_labelled(view: View, observation: Observation) -> bool:
    adcode = observation.adcode
    changed = {change.place for change in view.style.labels_changed}
    return adcode in view.shown and adcode not in changed and not view.stands_back(adcode)


def _alike(view: View, shown: Sequence[Observation]) -> dict[str, Words]:
    """Labels of one kind and size; where nothing fits, the shortest in the smallest size."""
    figures = view.style.labels in ("auto", "both", "values")
    for kind in _kinds(view, figures=figures):
        lines = {o.adcode: kind[o.adcode] for o in shown}
        for size in _SIZES:
            if all(_fits(view, adcode, lines[adcode], size) for adcode in lines):
                return {o.adcode: _words(view, o, lines[o.adcode], size) for o in shown}
    return {}


def _each(view: View, shown: Sequence[Observation]) -> dict[str, Words]:
    """Labels of circles, each as much as it has room for; figures on all of them or on none."""
    labels = view.style.labels
    few = labels == "auto" and has_few_values(view.choropleth.layer)
    figures = labels in ("both", "values") or few
    kind = next(iter(_kinds(view, figures=figures)))
    return {
        o.adcode: _words(view, o, kind[o.adcode], 1.0)
        for o in shown
        if _fits(view, o.adcode, kind[o.adcode], 1.0)
    }


def _kinds(view: View, *, figures: bool) -> Iterator[Mapping[str, Lines]]:
    """What may be written in the shapes, the fullest first: names and figures, short names and
    figures, short names."""
    choropleth, labels = view.choropleth, view.style.labels
    values = {o.adcode: figure_of(view, o) if figures else () for o in choropleth.places}
    if labels == "values":
        yield values
        return
    names = {adcode: _broken(view, adcode) for adcode in values}
    yield {adcode: (*names[adcode], *values[adcode]) for adcode in values}
    short = choropleth.layer.boundaries.short
    brief = {
        adcode: (short[adcode][choropleth.language],) if adcode in short else names[adcode]
        for adcode in values
    }
    if figures:
        yield {adcode: (*brief[adcode], *values[adcode]) for adcode in values}
    yield brief


def _broken(view: View, adcode: str) -> Lines:
    """A name, in as many lines as it has words."""
    return tuple(view.choropleth.name(adcode).split(" "))


def _fits(view: View, adcode: str, lines: Lines, size: float) -> bool:
    if not lines:
        return True
    pen, shape = view.pen, view.drawn[adcode]
    wide = max(pen.width(line, LABEL * size) for line in lines) + 2 * _PADDING * pen.unit
    high = len(lines) * LABEL_LEADING * pen.size(LABEL * size) + _PADDING * pen.unit
    return bool(shapely.contains(shape, Box.about(view.pole(adcode), wide, high).polygon))


def _words(view: View, observation: Observation, lines: Lines, size: float) -> Words:
    return words_in(
        view, observation, lines, view.pen.size(LABEL * size), view.pole(observation.adcode)
    )
