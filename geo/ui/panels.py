"""What stands below the map: table, source and method, export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from geo.export import data_rows
from geo.maps import MapRequest
from geo.model import Choropleth, Source, format_period, word
from geo.places import central_meridian
from geo.ui.picture import download, export_panel
from geo.ui.widgets import language, plain, words


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
