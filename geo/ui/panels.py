"""What stands beside and below the map: ranking, details, table, source and method, export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

import streamlit as st

from geo.export import data_rows
from geo.maps import MapRequest, describe, profile, ranks, write_value
from geo.model import Choropleth, Source, format_period, listed, word
from geo.places import central_meridian
from geo.ui.picture import download, export_panel
from geo.ui.widgets import language, plain, words

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


def below(
    choropleth: Choropleth,
    request: MapRequest,
    redraw: Callable[[MapRequest], Choropleth],
    *,
    work: Callable[[], Mapping[str, bytes]] | None = None,
    frames: Sequence[Choropleth] = (),
) -> None:
    """The tabs under the map; ``redraw`` draws it anew with a title of the user's own, ``work``
    saves what the user did, ``frames`` are the maps of all periods."""
    st.caption("  \n".join((*choropleth.notes[:4], choropleth.source_line)).replace("$", r"\$"))
    table, method, files = st.tabs([words("table"), words("method"), words("export")])
    with table:
        _table(choropleth)
    with method:
        _method(choropleth)
    with files:
        export_panel(choropleth, request, redraw, work=work, frames=frames)


def _table(choropleth: Choropleth) -> None:
    lang = choropleth.language
    name = "name_zh" if lang == "zh" else "name_en"
    decimals = choropleth.layer.indicator.decimals
    place = "col_name" if choropleth.layer.boundaries.level == "province" else "col_place"
    records = [
        {
            words(place): record[name],
            words("col_adcode"): record["adcode"],
            words("col_value"): record["value"],
            words("col_unit"): record["unit"],
            words("col_status"): word(record["status"], lang),
            words("col_class"): record["class"],
            words("col_date"): format_period(record["date"], lang),
            words("col_note"): record["note"],
            words("col_source"): record["source"],
        }
        for record in data_rows(choropleth)
    ]
    config = {}
    if choropleth.layer.indicator.kind != "category":
        shown_as = "localized" if not decimals else f"%.{decimals}f"
        config[words("col_value")] = st.column_config.NumberColumn(format=shown_as)
    st.dataframe(records, hide_index=True, height=380, column_config=config)
    with st.container(horizontal=True):
        for file_format in ("csv", "xlsx"):
            download(choropleth, file_format)


def _method(choropleth: Choropleth) -> None:
    layer, lang = choropleth.layer, choropleth.language
    indicator, boundaries, report = layer.indicator, layer.boundaries, layer.report
    if indicator.method:
        st.markdown(f"**{words('formula')}**  \n{plain(indicator.method[lang])}")
    _source(indicator.source)
    if indicator.notes:
        notes = "\n".join(f"- {plain(note[lang])}" for note in indicator.notes)
        st.markdown(f"**{words('caveats')}**\n\n{notes}")
    summary = words(
        "join_summary", matched=report.matched_rows, rows=report.rows,
        without=len(report.places_without_data), places=len(layer.values),
    )  # fmt: skip
    scheme = choropleth.notes[0]
    st.markdown(f"**{words('join_report')}**  \n{summary}  \n{plain(scheme)}")
    policy = [boundaries.policy[lang], *(note[lang] for note in boundaries.notes)]
    policy.append(word("projection", lang, meridian=central_meridian(boundaries)))
    gap = " " if lang == "en" else ""
    st.markdown(f"**{words('boundary_policy')}**  \n{plain(gap.join(policy))}")
    _source(boundaries.source)


def _source(source: Source) -> None:
    st.markdown(describe_source(source))


def describe_source(source: Source) -> str:
    """A source with all its parts, as Markdown."""
    lang = language()
    parts = {
        "citation": source.citation[lang],
        "publisher": source.publisher[lang],
        "published": format_period(source.published, lang),
        "accessed": format_period(source.accessed, lang),
        "licence": source.licence[lang],
        "address": source.url,
    }
    lines = [f"**{plain(source.title[lang])}**"]
    lines += [f"{words(key)}: {plain(text)}" for key, text in parts.items() if text]
    if source.note:
        lines.append(plain(source.note[lang]))
    return "  \n".join(lines)
