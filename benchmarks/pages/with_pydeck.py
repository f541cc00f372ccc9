"""The provinces by pydeck."""

from typing import Any

import pydeck
import streamlit as st
from provinces import choose, colours, polygons


def coloured(feature: dict[str, Any]) -> dict[str, Any]:
    """The feature with its colour as pydeck takes it."""
    fill = fills[feature["properties"]["adcode"]]
    colour = [int(fill[i : i + 2], 16) for i in (1, 3, 5)]
    return feature | {"properties": feature["properties"] | {"colour": colour}}


fills = colours(choose())
layer = pydeck.Layer(
    "GeoJsonLayer",
    {"type": "FeatureCollection", "features": [coloured(f) for f in polygons()["features"]]},
    get_fill_color="properties.colour",
    get_line_color=[255, 255, 255],
    line_width_min_pixels=0.7,
    pickable=True,
)
view = pydeck.ViewState(latitude=36, longitude=104, zoom=3)
st.pydeck_chart(
    pydeck.Deck(layer, initial_view_state=view, map_style=None, map_provider=None), height=600
)
