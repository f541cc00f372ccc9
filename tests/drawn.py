"""A joined table drawn, as the page and the command line draw it."""

from __future__ import annotations

from geo.maps import MapRequest, draw_indicator
from geo.model import Choropleth
from geo.tables import Joined, indicator_of


def draw(joined: Joined, request: MapRequest) -> Choropleth:
    return draw_indicator(
        indicator_of(joined), request, report=joined.report, boundaries=joined.reading.boundaries
    )
