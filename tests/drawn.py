"""A joined table drawn, as the page and the command line draw it, and the fills that a browser must
show of a map."""

from __future__ import annotations

from geo.export.data import to_json
from geo.maps import MapRequest, draw_indicator
from geo.model import Choropleth
from geo.tables import Joined, indicator_of


def draw(joined: Joined, request: MapRequest) -> Choropleth:
    return draw_indicator(
        indicator_of(joined), request, report=joined.report, boundaries=joined.boundaries
    )


def fills_of(choropleth: Choropleth) -> dict[str, str]:
    """The fill of every place by the JSON file of a map; what has no figure is hatched."""
    return {
        place["adcode"]: (
            place["colour"] if place["value"] is not None else f"url(#atlas-{place['status']})"
        )
        for place in to_json(choropleth)["places"]
    }
