"""The provinces by streamlit-folium."""

import folium
from provinces import choose, colours, polygons
from streamlit_folium import st_folium

fills = colours(choose())
chart = folium.Map([36, 104], zoom_start=4, tiles=None)
folium.GeoJson(
    polygons(),
    style_function=lambda feature: {
        "fillColor": fills[feature["properties"]["adcode"]],
        "color": "#ffffff",
        "weight": 0.7,
        "fillOpacity": 1,
    },
    tooltip=folium.GeoJsonTooltip(["name"]),
).add_to(chart)
st_folium(chart, height=600, width=900, returned_objects=["last_active_drawing"])
