"""What stands beside the map: ranking and details."""

from __future__ import annotations

from html import escape

import streamlit as st

from geo.maps import describe, profile, ranks, write_value
from geo.model import Choropleth, format_period, listed, word
from geo.ui.widgets import language, words

_RANKING_STYLE = """
<style>
.rank { display: grid; grid-template-columns: 1.6em minmax(4.6em, auto) 1fr auto; gap: 0 .5em; align-items: center; font-size: .8rem; line-height: 1.42; }
.rank > div { display: contents; }
.rank .n, .rank .v { text-align: right; font-variant-numeric: tabular-nums; color: #666; }
.rank .v { color: inherit; }
.rank .bar { height: .72em; min-width: 1px; }
.rank .on { font-weight: 600; }
.rank .on.name::after { content: " ◂"; }
.facts { display: grid; grid-template-columns: 1fr auto; gap: .1em .8em; font-size: .8rem; line-height: 1.4; }
.facts .value { text-align: right; font-variant-numeric: tabular-nums; }
.facts .small { grid-column: 1 / -1; color: #666; font-size: .74rem; margin-bottom: .3em; }
.category { font-size: .8rem; margin: 0 0 .6em; }
.category span { display: inline-block; width: .8em; height: .8em; margin-right: .4em; }
.absent { color: #666; font-size: .8rem; margin-top: .5em; }
</style>
"""


def beside(choropleth: Choropleth, selected: str | None) -> None:
    """The ranking, and the details of the selected province."""
    st.html(_RANKING_STYLE)
    indicator = choropleth.layer.indicator
    by_category = indicator.kind == "category"
    key = "categories" if by_category else "ranking" if indicator.ranked else "listing"
    st.subheader(words(key), anchor=False)
    with st.container(height=280 if selected else 610, border=False):
        st.html(_categories(choropleth) if by_category else _ranking(choropleth, selected))
    if selected is not None and selected in choropleth.layer.boundaries.names:
        st.subheader(words("details", place=choropleth.name(selected)), anchor=False)
        with st.container(height=290, border=False):
            st.html(_details(choropleth.layer.boundaries.id, selected))


def _details(boundaries: str, adcode: str) -> str:
    lang = language()
    parts = []
    for fact in profile(adcode, boundaries=boundaries):
        indicator, observation = fact.indicator, fact.observation
        value = describe(observation, indicator, lang)
        small = []
        if observation.value is not None:
            date = format_period(observation.date or observation.period, lang)
            source = (observation.source or indicator.source.title)[lang]
            small = [word(observation.status, lang), date, observation.note[lang], source]
        else:
            small = [observation.note[lang]]
        parts.append(
            f"<div>{escape(indicator.title[lang])}</div><div class='value'>{escape(value)}</div>"
            f"<div class='small'>{escape(' · '.join(filter(None, small)))}</div>"
        )
    return f"<div class='facts'>{''.join(parts)}</div>"


def _ranking(choropleth: Choropleth, selected: str | None) -> str:
    """Bars from a common zero, in the map's colours, then the places without data by name."""
    indicator = choropleth.layer.indicator
    position = ranks(choropleth.layer)
    present = sorted(
        (o for o in choropleth.places if o.value is not None),
        key=lambda o: position[o.adcode],
    )
    largest = max(abs(o.value or 0) for o in present) or 1
    lines = []
    for observation in present:
        on = " on" if observation.adcode == selected else ""
        share = 100 * abs(observation.value or 0) / largest
        rank = position[observation.adcode] if indicator.ranked else ""
        lines.append(
            f"<div><span class='n'>{rank}</span>"
            f"<span class='name{on}'>{escape(choropleth.name(observation.adcode))}</span>"
            f"<span class='bar' style='width:{share:.1f}%;"
            f"background:{choropleth.colour_of(observation)}'></span>"
            f"<span class='v{on}'>{escape(write_value(observation.value or 0, indicator, choropleth.language))}</span></div>"
        )
    return f"<div class='rank'>{''.join(lines)}</div>{_absent(choropleth)}"


def _absent(choropleth: Choropleth) -> str:
    absent = [choropleth.name(o.adcode) for o in choropleth.places if o.value is None]
    if not absent:
        return ""
    names = escape(listed(absent, choropleth.language))
    reason = escape(choropleth.layer.indicator.no_data[choropleth.language])
    return f"<p class='absent'>{words('without_data')} ({len(absent)}; {reason}): {names}</p>"


def _categories(choropleth: Choropleth) -> str:
    """The places of each category."""
    parts = []
    for entry in choropleth.legend:
        if entry.kind == "class":
            names = [
                choropleth.name(o.adcode)
                for o in choropleth.places
                if o.value is not None and choropleth.colour_of(o) == entry.colour
            ]
            listing = escape(listed(names, choropleth.language))
            parts.append(
                f"<p class='category'><span style='background:{entry.colour}'></span>"
                f"<b>{escape(entry.label)}</b> ({len(names)})<br>{listing}</p>"
            )
    return "".join(parts) + _absent(choropleth)
