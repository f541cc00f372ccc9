"""The national timeline of 5G base stations as a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from geo.indicators import Timeline, read_timeline
from geo.model import format_period
from geo.ui.method import describe_source
from geo.ui.widgets import language, segments, words

# Told apart by shape and by colour, on a light ground and on a dark one.
_SHAPES = {
    "reported": "circle",
    "announced": "diamond",
    "revised": "square",
    "forecast": "triangle-up",
    "derived": "cross",
}
_LIGHT = {
    "reported": "#1f5a8f",
    "announced": "#b3541e",
    "revised": "#2f7a4d",
    "forecast": "#8a3a8f",
    "derived": "#5b6670",
}
_DARK = {
    "reported": "#86b8ea",
    "announced": "#eda06b",
    "revised": "#7cc79a",
    "forecast": "#d795dc",
    "derived": "#b4bec6",
}

# Where the words of a mark stand: alignment, and pixels to the right and down.
_WRITTEN = {
    "revised": ("right", -9, -9),
    "announced": ("left", 9, 3),
    "forecast": ("left", 9, 12),
}

_TICKS = [100_000, 200_000, 500_000, 1_000_000, 2_000_000, 4_000_000]


def show_timeline() -> None:
    """The chart with its scale to choose, its warning, and its source."""
    timeline = read_timeline()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(words("timeline"), anchor=False, width="content")
        names = {scale: words(f"scale_{scale}") for scale in ("log", "linear")}
        scale = segments(words("scale"), list(names), "scale", names.__getitem__)
    st.vega_lite_chart(_chart(timeline, log=scale == "log"), width="stretch")
    st.caption(words("timeline_note"))
    with st.expander(words("method")):
        st.markdown(describe_source(timeline.source))
        st.markdown("\n".join(f"- {note[language()]}" for note in timeline.notes))


def _chart(timeline: Timeline, *, log: bool) -> dict[str, Any]:
    """The timeline as a Vega-Lite chart: a line through what was reported, and marks by status."""
    lang = language()
    names = {status: words(f"timeline_{status}") for status in _SHAPES}
    dark = st.context.theme.type == "dark"
    colours, written = (_DARK, "#ababab") if dark else (_LIGHT, "#5c5c5c")
    points = [
        {
            "day": _day(o.period),
            "date": format_period(o.period, lang),
            "value": o.value,
            "status": names[o.status],
            "source": o.source[lang],
            "note": o.note[lang],
        }
        for o in timeline.values
    ]
    told = [words("told_stations", **point) for point in points]
    return {
        "data": {"values": points},
        "height": 300,
        # Read out as a whole; what Vega would say of each mark is English.
        "description": " ".join((words("timeline"), *told)),
        "config": {
            "view": {"stroke": None},
            "axis": {"labelColor": written, "titleColor": written, "aria": False},
            "legend": {"labelColor": written, "aria": False},
        },
        "encoding": _axes([_day(o.period) for o in timeline.values], log=log),
        "layer": [
            {
                "transform": [{"filter": {"field": "status", "equal": names["reported"]}}],
                "mark": {
                    "type": "line",
                    "color": colours["reported"],
                    "strokeWidth": 1.5,
                    "aria": False,
                },
            },
            _marks(names, colours),
            *(_written(names[status], status, colours[status]) for status in _WRITTEN),
        ],
    }


def _axes(days: Sequence[str], *, log: bool) -> dict[str, Any]:
    """Time across, stations up."""
    x = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%Y", "tickCount": "year", "grid": False},
        # Stated, since the chart is first drawn before its data arrive.
        "scale": {"domain": [min(days), max(days)]},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": words("axis_stations" if log else "axis_stations_linear"),
        "axis": {"format": ",d"} | ({"values": _TICKS} if log else {}),
        "scale": {"type": "log", "domain": [100_000, 5_000_000]} if log else {"zero": True},
    }
    return {"x": x, "y": y}


def _marks(names: Mapping[str, str], colours: Mapping[str, str]) -> dict[str, Any]:
    """A mark for each figure, told apart by its status, with its words on a tip."""

    def told_apart_by(values: Mapping[str, str]) -> dict[str, Any]:
        scale = {"domain": list(names.values()), "range": [values[status] for status in names]}
        legend = {"title": None, "orient": "top"}
        return {"field": "status", "type": "nominal", "scale": scale, "legend": legend}

    titles = {"date": "axis_date", "value": "axis_stations", "status": "col_status",
              "source": "col_source", "note": "col_note"}  # fmt: skip
    tips = [
        {
            "field": field,
            "title": words(title),
            "type": "quantitative" if field == "value" else "nominal",
            **({"format": ","} if field == "value" else {}),
        }
        for field, title in titles.items()
    ]
    return {
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1, "aria": False},
        "encoding": {
            "shape": told_apart_by(_SHAPES),
            "color": told_apart_by(colours),
            "tooltip": tips,
        },
    }


def _written(name: str, status: str, colour: str) -> dict[str, Any]:
    """The words beside the marks of one status, placed so that those of one date stay apart."""
    align, dx, dy = _WRITTEN[status]
    return {
        "transform": [
            {"filter": {"field": "status", "equal": name}},
            {"calculate": "format(datum.value, ',') + '  ' + datum.status", "as": "words"},
        ],
        "mark": {
            "type": "text",
            "align": align,
            "dx": dx,
            "dy": dy,
            "color": colour,
            "aria": False,
        },
        "encoding": {"text": {"field": "words", "type": "nominal"}},
    }


def _day(period: str) -> str:
    """A day to draw a period at: the end of a month that is given without a day."""
    if len(period) == 10:
        return period
    ends = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}
    return f"{period}-{ends.get(period[5:7], '31')}"
