"""What the page tells its map, as streamlit's AppTest sees it: the component itself is drawn by a
browser only."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from geo.draw.media.web.views import View, browser_views
from geo.maps.classes import DEFAULT_SCHEME
from geo.model.maps import Choropleth

#: What of a period's map is the same whatever else is sent with it.
_FRAME = ("title", "subtitle", "description", "source", "figures", "ranks")


def told(app: AppTest, component: str) -> Any:
    """What the page tells one of its components."""
    (proto,) = (
        element.proto
        for element in app.get("bidi_component")
        if element.proto.component_name == component
    )
    return json.loads(proto.bytes or proto.json)


def map_of(app: AppTest) -> dict[str, Any]:
    """What the map shows first."""
    (first, *_) = told(app, "atlas")["map"]["frames"]
    return {name: first[name] for name in _FRAME}


def map_in(choropleth: Choropleth) -> dict[str, Any]:
    """The same of a map that was drawn."""
    (first,) = browser_views([View(DEFAULT_SCHEME, choropleth)])["frames"]
    return {name: first[name] for name in _FRAME}
