"""The folium map that the places of a file are drawn on."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import folium
from branca.element import MacroElement
from folium.template import Template

LEAFLET = Path(str(files("js_lib_leaflet"))) / "static" / "js_lib_leaflet"


class Places(MacroElement):
    """Starts the drawing of the places on a folium map."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            provinceAtlas.start({{ this._parent.get_name() }}, {{ this.source }});
        {% endmacro %}
        """
    )

    def __init__(self, source: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Places"
        self.source = source


def base_map(source: str) -> folium.Map:
    """A folium map without tiles, whose places come from ``source``, a JavaScript expression. It
    loads nothing: its page has the scripts and styles."""
    # Under its own names for them, folium gives the zoom's limits to tiles only.
    chart = folium.Map(
        location=[0, 0], zoom_start=0, crs="Simple", tiles=None, attribution_control=False,
        minZoom=-2, maxZoom=8, zoom_snap=0, zoom_delta=0.5, wheel_px_per_zoom_level=120,
    )  # fmt: skip
    # folium adds its own addresses on CDNs, which are slow or blocked in China.
    chart.default_js, chart.default_css = [], []
    chart.add_child(Places(source))
    return chart
