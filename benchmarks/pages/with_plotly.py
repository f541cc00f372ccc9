"""The provinces by plotly."""

import plotly.graph_objects as go
import streamlit as st
from provinces import choose, colours, polygons

fills = colours(choose())
ramp = sorted(set(fills.values()))
figure = go.Figure(
    go.Choropleth(
        geojson=polygons(),
        featureidkey="properties.adcode",
        locations=list(fills),
        z=[ramp.index(fill) for fill in fills.values()],
        colorscale=ramp,
        showscale=False,
        marker_line_color="#ffffff",
    )
)
figure.update_geos(fitbounds="locations", visible=False)
figure.update_layout(height=600, margin={"l": 0, "r": 0, "t": 0, "b": 0})
st.plotly_chart(figure, key="map")
