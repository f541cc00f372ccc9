"""The message that repaints the map in a browser: colours, words, legend, marks."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pyproj import Transformer

from geo.draw.elements.ink import ink_on
from geo.draw.media.web.geometry import in_units, unit_of
from geo.draw.media.web.inline import inline_json
from geo.maps import describe_pair, has_few_values, ranks, write_label
from geo.model import (
    MARKED,
    Boundaries,
    Choropleth,
    ColorScale,
    Layer,
    LegendEntry,
    Marks,
    Observation,
    Text,
    format_number,
    format_period,
    word,
)
from geo.places import (
    equal_area,
)


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
        "legend": browser_legend(choropleth),
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
            "map": word("map_keys", language),
            "selected": word("is_selected", language),
            "wheel": word("zoom_by_wheel", language),
            "touch": word("move_by_touch", language),
            "country": word("country", language),
            "trail": word("map_trail", language),
            "arrived": word("map_arrived", language, name="{name}", count="{count}"),
        },
    }  # fmt: skip
    if marks is not None and len(marks.counts):
        content["marks"] = _marks(marks, choropleth)
    content["id"] = sha256(inline_json(content).encode()).hexdigest()[:12]
    return content


def browser_legend(choropleth: Choropleth) -> dict[str, Any]:
    """The legend of such a message."""
    return {
        **_square(choropleth),
        "title": choropleth.legend_title,
        "places": word("places", choropleth.language),
        "entries": [
            {
                "label": entry.label,
                "count": entry.count,
                "colour": entry.colour,
                "swatch": _swatch(entry.kind, choropleth.layer),
                **({"status": entry.kind} if entry.kind in MARKED else {}),
                **_ramp(entry, choropleth.scale),
                **({"ink": ink_on(entry.colour)} if choropleth.pair else {}),
            }
            for entry in choropleth.legend
        ],
    }


def _square(choropleth: Choropleth) -> dict[str, Any]:
    """What turns the classes of two indicators into a square: how many each has, which stand in
    the order of the colours, and what rises to the right and to the left."""
    pair = choropleth.pair
    if pair is None:
        return {}
    return {
        "pair": {
            "columns": choropleth.scale.classes.k,
            "rows": pair.classes.k,
            "titles": list(pair.titles),
            "edges": [list(texts) for texts in pair.edges],
        }
    }


def _marks(marks: Marks, choropleth: Choropleth) -> dict[str, Any]:
    """Marks in the units of the plane, the number of points of each, and which number has a line in
    the legend."""
    boundaries, language = choropleth.layer.boundaries, choropleth.language
    to_plane = Transformer.from_crs("EPSG:4326", equal_area(boundaries), always_xy=True)
    unit = unit_of(boundaries)
    x, y = to_plane.transform(marks.lon, marks.lat)
    shown = 1 if marks.are_points else _round_down(int(marks.counts.max()))
    key = "point_mark" if marks.are_points else "points_mark"
    return {
        "x": in_units(*x, unit=unit),
        "y": in_units(*y, unit=unit),
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
    lines = [*describe_pair(choropleth, observation)]
    if choropleth.pair:
        dates = (layer.period, choropleth.pair.second.period)
        lines.append(" / ".join(format_period(date, language) for date in dict.fromkeys(dates)))
    elif not absent:
        rank = (
            word("rank", language, rank=position[observation.adcode], total=len(position))
            if indicator.ranked
            else ""
        )
        date = format_period(observation.date or observation.period, language)
        facts = [rank, word(observation.status, language), date]
        lines.append(word("separator", language).join(filter(None, facts)))
    else:
        meaning = word(observation.status, language, section="statuses")
        lines.append(observation.note[language] or meaning)
    owned = ""
    if observation.adcode in layer.boundaries.part_of.values():
        group_name = word("group_name", language, section="rollout", name=name)
        owned = word("told", language, section="picture", name=group_name, value=lines[0])
    colour = choropleth.colour_of(observation)
    label = [name]
    if layer.boundaries.arrangement == "tiles":  # a square has room for more lines
        label = name.split(" ")
        few = choropleth.pair is None
    if choropleth.pair is None and few and observation.value is not None:
        label.append(write_label(observation.value, choropleth))
    return {
        "name": name,
        "fill": colour,
        "absent": observation.status if absent else None,
        "marked": layer.marks(observation.status),
        **({"status": observation.status} if layer.marks(observation.status) else {}),
        "lines": lines,
        "owned": owned,
        "label": label,
        "ink": ink_on(colour),
    }
