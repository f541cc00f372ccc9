"""Labels as a presenter wants them: left out, moved, or in words of their own. A small TOML file
holds them:

    [[labels]]
    place = "Chongqing"
    move = [0.05, -0.03]

    [[labels]]
    place = "440000"
    text = "Guangdong\\nProvince"

    [[labels]]
    place = "Macau"
    drop = true
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.draw.entries import as_entries, read_entries
from geo.model import DrawingError

if TYPE_CHECKING:
    from geo.model import Boundaries

FARTHEST = 20.0
_KEY = "labels"


@dataclass(frozen=True)
class LabelChange:
    """What becomes of one place's label.

    Parameters
    ----------
    place
        The place's code.
    drop
        Whether the label is left out; nothing else is said of it then.
    text
        What is written instead of name and figure; may have several lines.
    move
        Where the label's middle stands, seen from the middle of its place (its pole of
        inaccessibility): to the right and downwards, in parts of the picture's short side, so that
        it is the same in every size.

    Raises
    ------
    DrawingError
        If nothing is changed, a dropped label is changed too, or a move leads nowhere.

    Examples
    --------
    >>> import geo
    >>> changes = [geo.LabelChange("820000", drop=True), geo.LabelChange("110000", text="Capital")]
    >>> geo.build("gdp-2020", labels_changed=changes).save("labelled.png")
    PosixPath('labelled.png')
    """

    place: str
    drop: bool = False
    text: str | None = None
    move: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        changed = self.text is not None or self.move is not None
        if self.drop == changed or (self.text is not None and not self.text.strip()):
            raise DrawingError("drawing.label_change", place=self.place)
        if self.move and not all(
            math.isfinite(part) and abs(part) <= FARTHEST for part in self.move
        ):
            raise DrawingError("drawing.label_move", place=self.place, most=FARTHEST)


def read_label_changes(path: Path, boundaries: Boundaries) -> tuple[LabelChange, ...]:
    """The changes of a TOML file, whose places are codes or names.

    Raises
    ------
    DrawingError
        If the file cannot be read, or what is wrong in it.
    GeoError
        If there is no such place.
    """
    changes = read_entries(path, LabelChange, key=_KEY)
    return at_places(changes, boundaries)


def as_label_changes(entries: Sequence[Mapping[str, Any]]) -> tuple[LabelChange, ...]:
    """Changes from a list of tables such as a batch file has.

    Raises
    ------
    DrawingError
        If something is wrong in one of them.
    """
    return as_entries(entries, LabelChange, key=_KEY)


def at_places(changes: Sequence[LabelChange], boundaries: Boundaries) -> tuple[LabelChange, ...]:
    """Changes whose places are codes or names, with their codes.

    Raises
    ------
    GeoError
        If there is no such place.
    """
    from geo.tables import find_codes  # slow to import, and most pictures need none of it

    return tuple(
        replace(change, place=find_codes(change.place, boundaries)[0]) for change in changes
    )
