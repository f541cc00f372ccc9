"""The page *The paper in figures*: the national timeline of 5G, and every figure of the paper."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from geo.figures import Figure, Timeline, read_paper, read_timeline
from geo.ui.frame import language, words
from geo.ui.panels import describe_source
from geo.words import format_number, format_period

_STYLE = """
<style>
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr)); gap: 1.2rem 1.6rem; margin: .2rem 0 1.4rem; }
.card { border-top: 2px solid #d6d6d6; padding-top: .5rem; font-size: .85rem; line-height: 1.45; }
.card .figure { font-size: 1.5rem; line-height: 1.25; }
.card .figure small { font-size: .9rem; }
.card .marked { border-bottom: 2px dashed #8a4b00; }
.card .status { color: #666; }
.card .caution { color: #8a4b00; }
.card q { color: #666; font-style: italic; }
</style>
"""

# Told apart by shape and by colour.
_MARKS = {
    "reported": ("circle", "#1f5a8f"),
    "announced": ("diamond", "#b3541e"),
    "revised": ("square", "#2f7a4d"),
    "forecast": ("triangle-up", "#8a3a8f"),
}

# Where the words of a mark stand: alignment, and pixels to the right and down.
_WRITTEN = {
    "revised": ("right", -9, -9),
    "announced": ("left", 9, 3),
    "forecast": ("left", 9, 12),
}


def show() -> None:
    """Draw the page."""
    st.html(_STYLE)
    st.title(words("page_figures"), anchor=False)
    timeline = read_timeline()
    st.subheader(words("timeline"), anchor=False)
    st.caption(words("timeline_note"))
    st.vega_lite_chart(_chart(timeline), width="stretch", theme=None)
    with st.expander(words("method")):
        st.markdown(describe_source(timeline.source))
        st.markdown("\n".join(f"- {note[language()]}" for note in timeline.notes))
    paper = read_paper()
    for theme, title in paper.themes.items():
        st.subheader(title[language()], anchor=False)
        cards = "".join(_card(figure) for figure in paper.figures if figure.theme == theme)
        st.html(f"<div class='cards'>{cards}</div>")
    st.markdown("\n".join(f"- {note[language()]}" for note in paper.notes))
    st.markdown(describe_source(paper.source))


def _chart(timeline: Timeline) -> dict[str, Any]:
    """The timeline as a Vega-Lite chart: a line through what was reported, and marks by status."""
    lang = language()
    names = {status: words(f"timeline_{status}") for status in _MARKS}
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
    days = [_day(o.period) for o in timeline.values]
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
        "title": words("axis_stations"),
        "axis": {
            "format": ",d",
            "values": [100_000, 200_000, 500_000, 1_000_000, 2_000_000, 4_000_000],
        },
        "scale": {"type": "log", "domain": [100_000, 5_000_000]},
    }
    shapes, colours = zip(*_MARKS.values(), strict=True)
    legend = {"title": None, "orient": "top"}

    def told_apart_by(values: tuple[str, ...]) -> dict[str, Any]:
        scale = {"domain": list(names.values()), "range": list(values)}
        return {"field": "status", "type": "nominal", "scale": scale, "legend": legend}

    titles = {"date": "axis_date", "value": "axis_stations", "status": "col_status",
              "source": "col_source", "note": "col_note"}  # fmt: skip
    return {
        "data": {"values": points},
        "height": 400,
        "config": {"view": {"stroke": None}, "axis": {"gridColor": "#ececec"}},
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "transform": [{"filter": {"field": "status", "equal": names["reported"]}}],
                "mark": {"type": "line", "color": _MARKS["reported"][1], "strokeWidth": 1.5},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
                "encoding": {
                    "shape": told_apart_by(shapes),
                    "color": told_apart_by(colours),
                    "tooltip": [
                        {
                            "field": field,
                            "title": words(title),
                            "type": "quantitative" if field == "value" else "nominal",
                            **({"format": ","} if field == "value" else {}),
                        }
                        for field, title in titles.items()
                    ],
                },
            },
            *(_written(names[status], status) for status in _WRITTEN),
        ],
    }


def _written(name: str, status: str) -> dict[str, Any]:
    """The words beside the marks of one status, placed so that those of one date stay apart."""
    align, dx, dy = _WRITTEN[status]
    return {
        "transform": [
            {"filter": {"field": "status", "equal": name}},
            {"calculate": "format(datum.value, ',') + '  ' + datum.status", "as": "words"},
        ],
        "mark": {"type": "text", "align": align, "dx": dx, "dy": dy, "color": _MARKS[status][1]},
        "encoding": {"text": {"field": "words", "type": "nominal"}},
    }


def _day(period: str) -> str:
    """A day to draw a period at: the end of a month that is given without a day."""
    if len(period) == 10:
        return period
    ends = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}
    return f"{period}-{ends.get(period[5:7], '31')}"


def _card(figure: Figure) -> str:
    lang = language()
    value = escape(_value(figure.value))
    unit = escape(figure.unit[lang])
    parts = [
        f"<div>{escape(figure.place[lang])}: {escape(figure.measure[lang])}</div>",
        f"<div class='figure'><span class='{'marked' if figure.reading else ''}'>{value}"
        f" <small>{unit}</small></span></div>",
    ]
    if figure.reading:
        reading = words("reading", value=_value(figure.reading), unit=figure.reading_unit[lang])
        parts.append(f"<div class='caution'><b>{escape(reading)}</b></div>")
    date = format_period(figure.period, lang)
    status = escape(figure.status_words[lang])
    parts.append(f"<div class='status'>{escape(date)} · {status}</div>")
    if figure.caution:
        parts.append(f"<div class='caution'>{escape(figure.caution[lang])}</div>")
    section = words("quote_of", number=figure.section)
    parts.append(f"<div>{escape(section)}: <q lang='en'>{escape(figure.quote)}</q></div>")
    return f"<div class='card'>{''.join(parts)}</div>"


def _value(text: str) -> str:
    """A printed figure with thousands separators and the decimals it was printed with."""
    return format_number(float(text), len(text.partition(".")[2]))
