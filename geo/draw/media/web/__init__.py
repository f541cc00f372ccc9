"""The map in a browser: folium draws the places once, and a message repaints them."""
