"""What a kind of map cannot have of a style: a tile grid or a cartogram is no map, and two
indicators need all of the colours."""

from __future__ import annotations

from geo.draw.style import Style
from geo.model import Choropleth, DrawingError


def check_kind(choropleth: Choropleth, style: Style) -> None:
    """Refuse by name what does not go with a map of this kind.

    Raises
    ------
    DrawingError
        Naming it.
    """
    if choropleth.layer.boundaries.arrangement != "map":
        for option, given in (("crop", style.crop), ("maritime", style.maritime)):
            if given:
                raise DrawingError("arranged.not_with", option=option)
    if choropleth.pair is None:
        return
    of_one = {
        "strip": style.strip, "theme grey": style.theme == "grey",
        "legend horizontal": style.legend == "horizontal",
        "detail histogram": style.detail == "histogram",
        f"labels {style.labels}": style.labels in ("values", "both"),
    }  # fmt: skip
    for option, unwanted in of_one.items():
        if unwanted:
            raise DrawingError("pair.not_with", option=option)
