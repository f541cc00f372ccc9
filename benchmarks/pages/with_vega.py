"""The provinces by vega-lite."""

import altair
import streamlit as st
from provinces import choose, colours, polygons

fills = colours(choose())
places = [
    {"adcode": adcode, "fill": fill, "name": feature["properties"]["name"]}
    for (adcode, fill), feature in zip(fills.items(), polygons()["features"], strict=True)
]
chart = (
    altair.Chart(altair.Data(values=polygons()["features"]))
    .transform_lookup(
        "properties.adcode", altair.LookupData(altair.Data(values=places), "adcode", ["fill"])
    )
    .mark_geoshape(stroke="#ffffff", strokeWidth=0.7)
    .encode(color=altair.Color("fill:N", scale=None), tooltip="properties.name:N")
    .project("conicEqualArea", rotate=[-105, 0, 0], parallels=[25, 47], reflectY=False)
    .properties(height=600)
)
st.altair_chart(chart, key="map")
