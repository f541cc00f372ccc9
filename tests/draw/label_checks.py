"""What must hold for the labels of every picture: faults as sentences, none where all is well."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from geo.draw.callouts import longest_line
from geo.draw.scene import Group, Line, Scene, Words
from geo.maps.luminance import contrast

LEAST_CONTRAST = 3.0


def label_faults(scene: Scene) -> list[str]:
    """All of them."""
    return [*too_long(scene), *hard_to_see(scene), *unexplained(scene)]


def leaders(scene: Scene) -> dict[str, shapely.LineString]:
    """The line of each callout, by its group."""
    return {group.id: _lines(group)[-1].geometry for group in scene.of("callout")}


def too_long(scene: Scene) -> Iterator[str]:
    for group in scene.of("callout"):
        (words,) = (item for item in group.items if isinstance(item, Words))
        assert group.box
        most = longest_line(group.box.width, words.size, float("inf"))
        length = leaders(scene)[group.id].length
        if length > most + 1:
            yield f"the line of {group.id} is {length:.0f} px long and not {most:.0f}"


def hard_to_see(scene: Scene) -> Iterator[str]:
    """Lines without a rim that parts them from every fill."""
    for group in scene.of("callout"):
        rim, line = _lines(group)
        if rim.stroke.width < 2 * line.stroke.width or rim.geometry != line.geometry:
            yield f"the line of {group.id} has no rim"
        if contrast(rim.stroke.colour, line.stroke.colour) < LEAST_CONTRAST:
            yield f"the line of {group.id} is hard to tell from its rim"


def unexplained(scene: Scene) -> Iterator[str]:
    """Places without a label of which the picture says nothing."""
    left = [code for group in scene.groups for code in group.left_out]
    said = " ".join(words.text for words in scene.items("notes") if isinstance(words, Words))
    if left and not any(word in said for word in ("labelled", "Labels stand", "标注")):
        yield f"nothing is said of {left}"


def _lines(group: Group) -> list[Line]:
    return [item for item in group.items if isinstance(item, Line)]
