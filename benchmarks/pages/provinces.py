"""What the peers' pages show: the same 34 provinces in the detail of our page, and the same figures
in the same colours; only how they are drawn differs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from geo.maps import MapRequest, build
from geo.places import equal_area, lighten, load_boundaries, project

INDICATORS = {
    "GDP": "gdp-2020",
    "Resident population": "population-2020",
    "GDP per person": "gdp-per-person",
    "Population density": "population-density",
}


@st.cache_data
def polygons() -> dict[str, Any]:
    """GeoJSON, in degrees; each place has its adcode and name."""
    import geopandas
    import shapely

    boundaries = load_boundaries("provinces")
    light = lighten(project(boundaries))
    names = [boundaries.names[adcode]["en"] for adcode in light]
    # The way round that vega-lite takes; the others take either.
    rings = list(shapely.orient_polygons(list(light.values()), exterior_cw=True))
    frame = geopandas.GeoDataFrame(
        {"adcode": list(light), "name": names},
        geometry=rings, crs=equal_area(boundaries),
    )  # fmt: skip
    found: dict[str, Any] = json.loads(frame.to_crs(4326).to_json())
    return found


@st.cache_data
def colours(indicator: str) -> dict[str, str]:
    """The colour of every place, by adcode."""
    choropleth = build(MapRequest(indicator))
    return {place.adcode: choropleth.colour_of(place) for place in choropleth.places}


def choose() -> str:
    """The indicator chosen, as a list shows them."""
    st.set_page_config(layout="wide")
    return INDICATORS[st.selectbox("Indicator", list(INDICATORS))]
