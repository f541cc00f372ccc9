"""What a map cannot have of a style: places that are not on it; a tile grid or a cartogram is no
map, and two indicators need all of the colours."""

from __future__ import annotations

from geo.draw.style import Style
from geo.model import Choropleth, DrawingError


def check_style(choropleth: Choropleth, style: Style) -> None:
    """Refuse by name what does not go with a map.

    Raises
    ------
    DrawingError
        Naming it.
    """
    known = choropleth.layer.boundaries.names
    changed = (change.place for change in style.labels_changed)
    unknown = [code for code in (*style.highlight, *style.crop, *changed) if code not in known]
    if unknown:
        raise DrawingError("drawing.no_place", places=unknown, example=next(iter(known)))
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
