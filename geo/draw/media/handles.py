"""The labels of a picture by themselves: what a page lays over it, so that they can be moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from geo.draw.layout import Box
from geo.draw.media.svg import draw_svg
from geo.draw.scene import Circle, Group, Item, Line, Scene, Words

_EDGE, _GAP = 29.0, 19.0  # units
_ROLES = ("labels", "callout", "enlarged")


@dataclass(frozen=True)
class Handle:
    """A label that can be taken hold of: its place, what it says, where it stands, and the point
    from which moves are counted, in pixels."""

    place: str
    text: str
    box: Box
    point: tuple[float, float]


@dataclass(frozen=True)
class Handles:
    """The labels of a picture of so many pixels: ``room`` is where they may stand, ``drawing`` an
    SVG of the same size with a group for each of the ``handles``, in their order."""

    width: float
    height: float
    room: Box
    handles: tuple[Handle, ...]
    drawing: str


def handles_of(scene: Scene) -> Handles:
    """The labels of a picture, by themselves."""
    found = tuple(_found(scene))
    groups = tuple(
        Group(f"handle-{number}", "handle", group.items) for number, (_, group) in enumerate(found)
    )
    drawing = draw_svg(replace(scene, groups=groups, paper=None)).decode()
    handles = tuple(handle for handle, _ in found)
    return Handles(
        scene.width, scene.height, _room(scene), handles, drawing[drawing.index("<svg") :]
    )


def _room(scene: Scene) -> Box:
    """The page within its margins, above what is written at its foot."""
    edge, gap = _EDGE * scene.unit, _GAP * scene.unit
    feet = [group.box.top for group in (*scene.of("notes"), *scene.of("source")) if group.box]
    bottom = min([scene.height - edge, *(top - gap for top in feet)])
    return Box(edge, edge, scene.width - edge, bottom)


def _moved_with(words: Words, group: Group) -> tuple[tuple[Item, ...], Box]:
    """What is moved with words, and its box: the swatch of a callout, not its line to the place."""
    if group.role != "callout" or group.box is None:
        return (words,), words.box
    return tuple(i for i in group.items if not isinstance(i, Line | Circle)), group.box


def _found(scene: Scene) -> Iterator[tuple[Handle, Group]]:
    for group in scene.groups:
        if group.role not in _ROLES:
            continue
        for item in group.items:
            if not isinstance(item, Words) or item.names is None:
                continue
            items, box = _moved_with(item, group)
            text = item.text or "\n".join(item.lines)
            yield (
                Handle(item.names.place, text, box, (item.names.x, item.names.y)),
                replace(group, items=items),
            )
