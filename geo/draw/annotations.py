"""Annotations: words of a presenter's own on a map, with an arrow to a place, or a box or a circle
round it. A small TOML file holds them:

    [[annotations]]
    text = { en = "First 5G city", zh = "首个5G城市" }
    place = "Shenzhen"

    [[annotations]]
    text = "京津冀"
    at = [116.4, 39.6]
    mark = "circle"
    km = 200
    move = [0.2, -0.1]
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from geo.draw.entries import as_entries, read_entries
from geo.model import (
    LEVELS,
    DrawingError,
    GeoError,
    Language,
    Text,
    UnknownNameError,
)

if TYPE_CHECKING:
    from geo.model import Boundaries

Mark = Literal["arrow", "box", "circle"]
MARKS: tuple[Mark, ...] = get_args(Mark)

_FARTHEST = 20.0  # short sides of the picture
_MOST_KM = 5000.0
_KEY = "annotations"


@dataclass(frozen=True)
class Annotation:
    """Words on a map, and what they are about.

    Parameters
    ----------
    text
        What is written, in both languages or the same for both; may have several lines.
    place, at
        What it is about: a place by any spelling of its name or by its code, or a point (longitude
        and latitude, WGS 84 degrees); one of the two.
    mark
        An ``arrow`` from the words to it, or a ``box`` or a ``circle`` round it.
    km
        How far box and circle reach from their middle, kilometres; as far as the place does, and
        60 km round a point, where it is left out.
    move
        Where the middle of the words stands, seen from what they are about: to the right and
        downwards, in parts of the picture's short side. Where it is left out, the words find a
        place of their own.

    Raises
    ------
    DrawingError
        If nothing is said, or not what about, or a number is none that can be meant.
    UnknownNameError
        If there is no such mark.

    Examples
    --------
    >>> import geo
    >>> first = geo.Annotation("First 5G city", place="Shenzhen", move=(0.1, 0.05))
    >>> geo.build("gdp-2020", annotations=[first]).save("noted.png")
    PosixPath('noted.png')
    """

    text: str | Text
    place: str = ""
    at: tuple[float, float] | None = None
    mark: Mark = "arrow"
    km: float | None = None
    move: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        said = [self.said("en"), self.said("zh")]
        if not all(text.strip() for text in said):
            raise DrawingError("drawing.annotation_words", place=self.place or self.at or "")
        if bool(self.place) == (self.at is not None):
            raise DrawingError("drawing.annotation_about", text=said[0])
        if self.mark not in MARKS:
            raise UnknownNameError("mark", self.mark, MARKS)
        if self.at and not (abs(self.at[0]) <= 180 and abs(self.at[1]) <= 90):
            raise DrawingError("drawing.annotation_point", lon=self.at[0], lat=self.at[1])
        if self.km is not None and not 0 < self.km <= _MOST_KM:
            raise DrawingError("drawing.annotation_km", km=self.km, most=_MOST_KM)
        far = self.move or (0.0, 0.0)
        if not all(math.isfinite(part) and abs(part) <= _FARTHEST for part in far):
            raise DrawingError("drawing.annotation_move", text=said[0], most=_FARTHEST)

    def said(self, language: Language) -> str:
        """Its words in a language."""
        return self.text if isinstance(self.text, str) else self.text[language]


def read_annotations(path: Path) -> tuple[Annotation, ...]:
    """The annotations of a TOML file, whose places are codes or names.

    Raises
    ------
    DrawingError
        If the file cannot be read, or what is wrong in it.
    """
    return read_entries(path, Annotation, key=_KEY)


def as_annotations(entries: Sequence[Mapping[str, Any]]) -> tuple[Annotation, ...]:
    """Annotations from a list of tables such as a batch file has.

    Raises
    ------
    DrawingError
        If something is wrong in one of them.
    """
    return as_entries(entries, Annotation, key=_KEY)


def about_places(
    annotations: Sequence[Annotation], boundaries: Boundaries
) -> tuple[Annotation, ...]:
    """Annotations whose places are codes or names, with the codes of places of the map; what lies
    in one of these, such as a city on a map of provinces, becomes a point.

    Raises
    ------
    GeoError
        If there is no such place, or several may be meant.
    """
    known = boundaries.names
    return tuple(
        _found(one, boundaries) if one.place and one.place not in known else one
        for one in annotations
    )


def _found(annotation: Annotation, boundaries: Boundaries) -> Annotation:
    # Slow to import, and most pictures need none of it.
    from geo.places import find_places, level_of_set, load_level
    from geo.tables import find_codes

    try:
        return replace(annotation, place=find_codes(annotation.place, boundaries)[0])
    except GeoError:
        level = level_of_set(boundaries.id)
        if level is None:  # of boundaries of one's own
            raise
        below = [
            found
            for found in find_places(annotation.place)
            if LEVELS.index(found.level) > LEVELS.index(level)
        ]
        if not below:
            raise
    highest = [found for found in below if found.level == below[0].level]
    if len(highest) > 1:
        places = [
            Text(f"{f.place.full.en} ({f.adcode})", f"{f.place.full.zh}（{f.adcode}）")
            for f in highest
        ]
        raise GeoError("places.several", text=annotation.place, places=places)
    polygon = load_level(highest[0].level).polygons[highest[0].adcode]
    middle = polygon.point_on_surface()
    return replace(annotation, place="", at=(middle.x, middle.y))
