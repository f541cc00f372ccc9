"""The folium map that the places are drawn on."""

from __future__ import annotations

from collections.abc import Mapping
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
            {% if this.on_select %}provinceAtlas.onSelect = {{ this.on_select }};{% endif %}
            {% if this.on_period %}provinceAtlas.onPeriod = {{ this.on_period }};{% endif %}
            provinceAtlas.start({{ this._parent.get_name() }}, {{ this.source }});
        {% endmacro %}
        """
    )

    def __init__(self, source: str, on_select: str = "", *, on_period: str = "") -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Places"
        self.source = source
        self.on_select = on_select
        self.on_period = on_period


def base_map(
    source: str,
    *,
    scripts: Mapping[str, str],
    styles: Mapping[str, str],
    on_select: str = "",
    on_period: str = "",
) -> folium.Map:
    """A folium map without tiles, whose places come from ``source``.

    Parameters
    ----------
    source
        A JavaScript expression: an address in quotes, or the geometry itself.
    scripts, styles
        Name and address of what the page must load; empty where it is written into the page.
    on_select
        A JavaScript function that is called with the adcode of a place that is chosen.
    on_period
        One that is called with the period at which a film comes to stand still.
    """
    # Under its own names for them, folium gives the zoom's limits to tiles only.
    chart = folium.Map(
        location=[0, 0], zoom_start=0, crs="Simple", tiles=None, attribution_control=False,
        minZoom=-2, maxZoom=8, zoom_snap=0, zoom_delta=0.5, wheel_px_per_zoom_level=120,
    )  # fmt: skip
    # folium adds its own addresses on CDNs, which are slow or blocked in China.
    chart.default_js = list(scripts.items())
    chart.default_css = list(styles.items())
    chart.add_child(Places(source, on_select, on_period=on_period))
    return chart
