"""The provinces by vega-lite."""

import altair
import streamlit as st
from provinces import choose, colours, polygons

fills = colours(choose())
features = [
    {
        "type": "Feature",
        "geometry": feature["geometry"],
        "fill": fills[feature["properties"]["adcode"]],
        "name": feature["properties"]["name"],
    }
    for feature in polygons()["features"]
]
chart = (
    altair.Chart(altair.Data(values=features))
    .mark_geoshape(stroke="#ffffff", strokeWidth=0.7)
    .encode(color=altair.Color("fill:N", scale=None), tooltip="name:N")
    .project("conicEqualArea", rotate=[-105, 0, 0], parallels=[25, 47])
    .properties(height=600, width=900)
)
st.altair_chart(chart)
