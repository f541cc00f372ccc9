"""What a page shows of a picture: the very file, and its labels by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from geo.draw import DEFAULT, Handles, Style, compose, draw_png, handles_of
from geo.maps import make_plate
from geo.model import Choropleth, Plate


@dataclass(frozen=True)
class Preview:
    """A picture as a PNG file, and its labels, which can be moved over it."""

    png: bytes
    labels: Handles


def preview(picture: Choropleth | Plate, *, style: Style = DEFAULT) -> Preview:
    """A picture and its labels, laid out once.

    Raises
    ------
    DrawingError
        If it cannot be drawn as asked for.
    """
    plate = make_plate([picture]) if isinstance(picture, Choropleth) else picture
    scene = compose(plate, style)
    return Preview(draw_png(scene), handles_of(scene))
