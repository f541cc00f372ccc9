"""What must hold for every picture, as the faults that are found in one: sentences, none where all
is well."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from geo.draw.layout import Box
from geo.draw.lettering import lettering_of
from geo.draw.scene import Line, Scene, Words
from geo.draw.style import Style
from tests.draw.label_checks import label_faults

_CLOSE = 0.5  # pixels that roundings may take


def faults(scene: Scene, style: Style) -> list[str]:
    """All of them."""
    return [
        *outside(scene), *overlapping(scene), *crossing(scene), *tangled(scene),
        *too_small(scene, style), *label_faults(scene),
    ]  # fmt: skip


def outside(scene: Scene) -> list[str]:
    """Texts and boxes that reach over the edge of the page."""
    page = Box(0, 0, scene.width, scene.height).grown(_CLOSE)
    boxes = [(_said(words), words.box) for words in _words(scene)]
    boxes += [(group.id, group.box) for group in scene.groups if group.box]
    return [f"{name} is outside the page" for name, box in boxes if not box.within(page)]


def overlapping(scene: Scene) -> list[str]:
    """Texts over other texts, each in the box of its letters."""
    boxes = [(words, _letters(words)) for words in _words(scene)]
    return [
        f"{_said(one)} overlaps {_said(other)}"
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if a.overlaps(b)
    ]


def too_small(scene: Scene, style: Style) -> list[str]:
    """Letters smaller than can be read where the picture is shown."""
    least = lettering_of(style).least
    return [
        f"{_said(words)} has {words.size:.1f} px and not {least:.1f}"
        for words in _words(scene)
        if words.size < least * (1 - 1e-6)
    ]


def crossing(scene: Scene) -> list[str]:
    """Boxes of title, notes, legend and the like that overlap each other."""
    roles = ("title", "subtitle", "notes", "source", "legend", "inset", "strip", "scale-bar")
    boxes = [(group.id, group.box) for role in roles for group in scene.of(role) if group.box]
    return [
        f"{one} overlaps {other}"
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if a.grown(-_CLOSE).overlaps(b)
    ]


def tangled(scene: Scene) -> list[str]:
    """Lines from places to their labels that cross each other, or run through words."""
    lines = {
        group.id: item.geometry
        for group in scene.of("callout")
        for item in group.items
        if isinstance(item, Line)
    }
    words = [(words, _letters(words).polygon) for words in _words(scene)]
    return [
        f"{one} crosses {other}"
        for (one, a), (other, b) in itertools.combinations(lines.items(), 2)
        if a.intersects(b)
    ] + [
        f"{name} runs through {_said(text)}"
        for name, line in lines.items()
        for text, box in words
        if line.intersects(box)
    ]


def _words(scene: Scene) -> Iterator[Words]:
    for item in scene.items():
        if isinstance(item, Words) and any(item.lines):
            yield item


def _letters(words: Words) -> Box:
    """Without the room above and below the letters, which lines may share."""
    box = words.box
    return Box(box.left, box.top + 0.12 * words.size, box.right, box.bottom - 0.12 * words.size)


def _said(words: Words) -> str:
    return repr(" / ".join(words.lines)[:40])
