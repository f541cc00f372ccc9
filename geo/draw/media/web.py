"""The map in a browser: folium draws the places once, and a message repaints them.

There are no tiles, so nothing binds the map to Web Mercator: it is drawn in the equal-area
projection, as the pictures are. Leaflet's plane (its ``Simple`` CRS) counts 10 km as one unit on a
map of the country.
"""

from __future__ import annotations

import html
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import folium
import numpy as np
import shapely
from branca.element import Element, MacroElement
from folium.template import Template
from pyproj import Transformer

from geo.draw.elements.ink import ink_on
from geo.draw.media.scripts import STATIC, join_scripts
from geo.maps import describe, has_few_values, in_language, ranks, write_value
from geo.model import (
    LANGUAGES,
    MARKED,
    Boundaries,
    Choropleth,
    ColorScale,
    DrawingError,
    Layer,
    LegendEntry,
    Marks,
    Observation,
    Text,
    UnknownNameError,
    format_number,
    format_period,
    word,
)
from geo.places import (
    PAGE_TOLERANCE_METRES,
    equal_area,
    extent,
    group,
    inset_bounds,
    lighten,
    main_bounds,
    pole,
    project,
    small_places,
)

LEAFLET = Path(str(files("js_lib_leaflet"))) / "static" / "js_lib_leaflet"

#: Metres of one unit of Leaflet's plane, on a map of the country.
UNIT_METRES = 10_000.0
_ISLAND_METRES2 = 2e9
_DECIMALS = 2  # 100 m, a tenth of a pixel at the first zoom


def browser_geometry(boundaries: Boundaries) -> dict[str, Any]:
    """What the browser draws: a GeoJSON FeatureCollection in units of 10 km, with the bounds of
    the first view and of the South China Sea inset. A map of a province or a city has smaller
    units, so that to the browser it is as large as the country. ``parts`` are what groups were
    dissolved from."""
    unit = _unit(boundaries)
    size = unit / UNIT_METRES
    polygons = lighten(
        project(boundaries.parts or boundaries), tolerance=PAGE_TOLERANCE_METRES * size
    )
    parts = {adcode: _mainland(polygons[adcode]) for adcode in boundaries.part_of}
    polygons = group(polygons, boundaries.part_of)
    bounds, has_inset = main_bounds(boundaries, polygons)
    small = small_places(polygons, extent=size)
    features = []
    for adcode, polygon in polygons.items():
        x, y, room = pole(polygon, 1000.0 * size)
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "adcode": adcode,
                    "label": _units(x, y, unit=unit),
                    "room": round(room / unit, _DECIMALS),
                    "small": adcode in small,
                },
                "geometry": {"type": "MultiPolygon", "coordinates": _rings(polygon, unit)},
            }
        )
    return {
        "type": "FeatureCollection",
        "features": features,
        "parts": [
            {"adcode": adcode, "group": boundaries.part_of[adcode], "rings": _rings(part, unit)}
            for adcode, part in parts.items()
        ],
        "bounds": _units(*bounds, unit=unit),
        "inset": _units(*inset_bounds(), unit=unit) if has_inset else None,
    }


def _mainland(polygon: shapely.Geometry) -> shapely.Geometry:
    """A part without its islands, which have no border to show: half as much to send."""
    pieces = shapely.get_parts(polygon)
    areas = shapely.area(pieces)
    return shapely.multipolygons(pieces[areas >= min(_ISLAND_METRES2, areas.max())])


def _unit(boundaries: Boundaries) -> float:
    """Metres of one unit of Leaflet's plane on a map of these places."""
    return UNIT_METRES * extent(main_bounds(boundaries, project(boundaries))[0])


def _units(*metres: float, unit: float) -> list[float]:
    return [round(value / unit, _DECIMALS) for value in metres]


def _rings(polygon: shapely.Geometry, unit: float) -> list[list[list[list[float]]]]:
    return [
        [
            (shapely.get_coordinates(ring) / unit).round(_DECIMALS).tolist()
            for ring in shapely.get_rings(part)
        ]
        for part in shapely.get_parts(polygon)
    ]


def browser_message(
    choropleth: Choropleth, *, selected: str | None = None, marks: Marks | None = None
) -> dict[str, Any]:
    """What repaints the map: a few kilobytes, all words in the map's language. ``marks`` are points
    that are drawn over the places."""
    language = choropleth.language
    position = ranks(choropleth.layer)
    few = has_few_values(choropleth.layer)
    content = {
        "language": language,
        "selected": selected,
        "places": {
            o.adcode: _place(choropleth, o, position, few) for o in choropleth.places
        },
        "legend": {
            "title": choropleth.legend_title,
            "places": word("places", language),
            "entries": [
                {
                    "label": entry.label,
                    "count": entry.count,
                    "colour": entry.colour,
                    "swatch": _swatch(entry.kind, choropleth.layer),
                    **_ramp(entry, choropleth.scale),
                }
                for entry in choropleth.legend
            ],
        },
        "parts": {
            adcode: name[language] for adcode, name in _parts(choropleth.layer.boundaries).items()
        },
        "noData": {
            "ground": choropleth.scale.no_data, "lines": choropleth.scale.no_data_lines
        },
        "words": {
            "inset": word("south_china_sea", language),
            "zoomIn": word("zoom_in", language),
            "zoomOut": word("zoom_out", language),
            "home": word("whole_map", language),
        },
    }  # fmt: skip
    if marks is not None and len(marks.counts):
        content["marks"] = _marks(marks, choropleth)
    content["id"] = sha256(inline_json(content).encode()).hexdigest()[:12]
    return content


def _marks(marks: Marks, choropleth: Choropleth) -> dict[str, Any]:
    """Marks in the units of the plane, the number of points of each, and which number has a line in
    the legend."""
    boundaries, language = choropleth.layer.boundaries, choropleth.language
    to_plane = Transformer.from_crs("EPSG:4326", equal_area(boundaries), always_xy=True)
    unit = _unit(boundaries)
    x, y = to_plane.transform(marks.lon, marks.lat)
    shown = 1 if marks.are_points else _round_down(int(marks.counts.max()))
    key = "point_mark" if marks.are_points else "points_mark"
    return {
        "x": _units(*x, unit=unit),
        "y": _units(*y, unit=unit),
        "counts": marks.counts.tolist(),
        "most": int(marks.counts.max()),
        "arePoints": marks.are_points,
        "shown": shown,
        "label": word(key, language, count=format_number(shown, 0)),
    }


def _round_down(number: int) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 … that is no larger."""
    digits = str(number)
    step = max(step for step in (1, 2, 5) if step <= int(digits[0]))
    return int(f"{step}{'0' * (len(digits) - 1)}")


def browser_film(
    frames: Sequence[Choropleth], *, shown: str, selected: str | None = None
) -> dict[str, Any]:
    """The message of the frame shown, with the other periods', which the browser plays by itself.

    Parameters
    ----------
    frames
        One map for each period, all with the same places, classes and language.
    shown
        The period that is shown first.
    selected
        The adcode of the selected place.

    Raises
    ------
    DrawingError
        If the maps differ in more than their period.
    UnknownNameError
        If no map is of that period.
    """
    periods = [choropleth.layer.period for choropleth in frames]
    if shown not in periods:
        raise UnknownNameError("period", shown, periods)
    first = frames[0]
    if len(set(periods)) < len(periods) or any(
        (f.layer.boundaries, f.scale, f.language)
        != (first.layer.boundaries, first.scale, first.language)
        for f in frames
    ):
        raise DrawingError("drawing.film")
    messages = [_with_status(browser_message(choropleth), choropleth) for choropleth in frames]
    at = periods.index(shown)
    language = first.language
    told = [
        {
            "period": period,
            "label": format_period(period, language),
            "message": {key: found[key] for key in ("places", "legend", "id")},
        }
        for period, found in zip(periods, messages, strict=True)
    ]
    words = {
        key: word(f"film_{key}", language, section="rollout") for key in ("play", "pause", "period")
    }
    content = {"frames": told, "words": words}
    content["id"] = sha256(inline_json(content).encode()).hexdigest()[:12]
    return {**messages[at], "selected": selected, "film": {**content, "at": at}}


def _with_status(content: dict[str, Any], choropleth: Choropleth) -> dict[str, Any]:
    """A message whose legend says of all figures whether they are reported or estimated."""
    found = {o.status for o in choropleth.places if o.value is not None}
    if len(found) != 1:
        return content
    language = choropleth.language
    title = f"{content['legend']['title']} · {word(found.pop(), language)}"
    return {**content, "legend": {**content["legend"], "title": title}}


def _parts(boundaries: Boundaries) -> Mapping[str, Text]:
    """What groups were dissolved from, and its names."""
    if boundaries.parts is None:
        return {}
    names = boundaries.parts.names
    return {adcode: names[adcode] for adcode in boundaries.part_of}


def _ramp(entry: LegendEntry, scale: ColorScale) -> dict[str, list[str]]:
    """Some of the colours of a continuous scale, from the lowest to the highest value."""
    if entry.kind != "continuous":
        return {}
    last = len(scale.colours) - 1
    return {"ramp": [scale.colours[round(i * last / 12)] for i in range(13)]}


def _swatch(kind: str, layer: Layer) -> str:
    if kind in MARKED:
        return "mark" if layer.marks(kind) else "none"
    return kind


def _place(
    choropleth: Choropleth, observation: Observation, position: Mapping[str, int], few: bool
) -> dict[str, Any]:
    language, layer = choropleth.language, choropleth.layer
    indicator = layer.indicator
    name = choropleth.name(observation.adcode)
    absent = observation.value is None
    lines = [describe(observation, indicator, language)]
    if not absent:
        if indicator.ranked:
            rank = position[observation.adcode]
            lines.append(word("rank", language, rank=rank, total=len(position)))
        date = format_period(observation.date or observation.period, language)
        facts = [word(observation.status, language), date]
        lines.append(word("separator", language).join(filter(None, facts)))
    if observation.note:
        lines.append(observation.note[language])
    if not absent:
        source = observation.source or indicator.source.title
        lines.append(word("source", language, source=source[language]))
    owned = ""
    if observation.adcode in layer.boundaries.part_of.values():
        group_name = word("group_name", language, section="rollout", name=name)
        owned = word("told", language, section="picture", name=group_name, value=lines[0])
    colour = choropleth.colour_of(observation)
    label = [name]
    if few and observation.value is not None:
        label.append(write_value(observation.value, indicator, language))
    return {
        "name": name,
        "fill": colour,
        "absent": observation.status if absent else None,
        "marked": layer.marks(observation.status),
        "lines": lines,
        "owned": owned,
        "label": label,
        "ink": ink_on(colour),
    }


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


class Paint(folium.FeatureGroup):
    """Repaints the places; a feature group, so that it can be sent to a map that is shown."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.featureGroup();
            provinceAtlas.paint({{ this.message }});
        {% endmacro %}
        """
    )

    def __init__(self, content: Mapping[str, Any]) -> None:
        super().__init__(control=False)
        # streamlit-folium looks for the variable under the name of a feature group.
        self._name = "FeatureGroup"
        self.message = inline_json(content)


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


def draw_html(choropleth: Choropleth) -> str:
    """The map as one HTML file that needs no network: map, ranking, sortable table, in both
    languages, the map's own first."""
    chart = base_map(
        inline_json(_packed(browser_geometry(choropleth.layer.boundaries))), scripts={}, styles={}
    )
    root: Any = chart.get_root()
    # folium numbers its elements at random; the same request must give the same bytes.
    for number, item in enumerate((root, chart, *chart._children.values())):
        item._id = f"atlas{number}"
    chart._children = OrderedDict((item.get_name(), item) for item in chart._children.values())
    root._children = OrderedDict({chart.get_name(): chart})
    language, unit = choropleth.language, _unit(choropleth.layer.boundaries)
    both = {
        each: _file_words(
            choropleth if each == language else in_language(choropleth, each), unit=unit
        )
        for each in LANGUAGES
    }
    escaped = {key: html.escape(str(value)) for key, value in both[language].items()}
    root.title = escaped["title"]
    for name in ("leaflet.css", "atlas.css", "file.css"):
        root.header.add_child(Element(f"<style>{_asset(name)}</style>"), name=name)
    for name, script in (("leaflet.js", _asset("leaflet.js")), ("file.js", join_scripts("file"))):
        raw = f"<script>{{% raw %}}{script}{{% endraw %}}</script>"  # braces would be executed
        root.header.add_child(Element(raw), name=name)
    # Elements are templates, so a user's words never go into one: braces would be executed.
    text: str = root.render()
    head = (
        '<header><button id="switch">{other}</button><h1 id="title">{title}</h1>'
        '<p id="subtitle">{subtitle}</p></header>\n<main aria-label="{description}">'
    ).format_map(escaped)
    foot = (
        '<aside><table id="table"><thead></thead><tbody></tbody></table></aside></main>'
        '<footer><p id="notes">{notes}</p><p id="source">{source}</p></footer>'
        '<svg id="print" aria-hidden="true"></svg>'
    ).format_map(escaped)
    start = f"<script>atlasFile.start({inline_json(both)}, {inline_json(language)});</script>"
    text = text.replace("<html>", f'<html lang="{escaped["language"]}">', 1)
    text = text.replace("<body>", f"<body>\n{head}", 1)
    text = text.replace("</body>", f"{foot}\n</body>", 1)
    return text.replace("</html>", f"{start}\n</html>", 1)


def _file_words(choropleth: Choropleth, *, unit: float) -> dict[str, Any]:
    """Everything that is worded in one language: the page's texts, the map's message, the table."""
    language = choropleth.language
    position = ranks(choropleth.layer) if choropleth.layer.indicator.ranked else {}
    rows = [
        {
            "adcode": o.adcode,
            "rank": position.get(o.adcode),
            "name": choropleth.name(o.adcode),
            "value": o.value,
            "text": "" if o.value is None
            else write_value(o.value, choropleth.layer.indicator, language),
            "status": word(o.status, language),
        }
        for o in choropleth.places
    ]  # fmt: skip
    columns = [
        (key, word(f"column_{key}", language, section="picture"))
        for key in ("rank", "name", "value", "status")
    ]
    return {
        "language": "zh-CN" if language == "zh" else "en",
        "other": word("language_name", "en" if language == "zh" else "zh", section="picture"),
        "title": choropleth.title,
        "subtitle": choropleth.subtitle,
        "description": choropleth.description[language],
        "notes": (" " if language == "en" else "").join(choropleth.notes),
        "source": choropleth.source_line,
        "message": browser_message(choropleth),
        "table": {"columns": columns, "rows": rows},
        "print": _printed(choropleth, unit=unit),
    }


def _printed(choropleth: Choropleth, *, unit: float) -> dict[str, Any] | None:
    """The layout of the print view; None where our face cannot write the words, and the browser's
    can: it then prints what is on the screen."""
    from geo.draw.media.printed import (
        layout,  # matplotlib is slow to import, and only files need it
    )

    try:
        return layout(choropleth, unit=unit)
    except DrawingError:
        return None


def _packed(collection: dict[str, Any]) -> dict[str, Any]:
    """Rings as steps in hundredths of a unit: half as long to write."""
    features = []
    for feature in collection["features"]:
        steps = _all_steps(feature["geometry"]["coordinates"])
        features.append({**feature, "geometry": {"type": "MultiPolygon", "steps": steps}})
    parts = [{**part, "rings": _all_steps(part["rings"])} for part in collection["parts"]]
    return {**collection, "features": features, "parts": parts}


def _all_steps(polygons: list[list[list[list[float]]]]) -> list[list[list[int]]]:
    return [[_steps(ring) for ring in polygon] for polygon in polygons]


def _steps(ring: list[list[float]]) -> list[int]:
    whole = np.rint(np.asarray(ring) * 10**_DECIMALS).astype(int)
    flat: list[int] = np.diff(whole, axis=0, prepend=0).ravel().tolist()
    return flat


@cache
def _asset(name: str) -> str:
    """A script or style to be written into a page, without the reference to its source map."""
    folder = LEAFLET if name.startswith("leaflet") else STATIC
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))


def inline_json(content: Any) -> str:
    """JSON that can stand in a script and in folium's templates: no end tag, no line separator
    that ends a statement, and no opening of a template's expression, which would be executed."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    for character in "{%#":  # two of them side by side stand in strings only
        text = text.replace("{" + character, f"{{\\u{ord(character):04x}")
    return text
