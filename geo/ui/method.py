"""Where a map's figures and borders come from, and what was done to them, in words."""

from __future__ import annotations

import streamlit as st

from geo.model import Choropleth, Source, format_period, word
from geo.places import central_meridian
from geo.ui.widgets import language, plain, words


def method(choropleth: Choropleth) -> None:
    """The formula, the sources of figures and borders, and the caveats."""
    layer, lang = choropleth.layer, choropleth.language
    indicator, boundaries, report = layer.indicator, layer.boundaries, layer.report
    parts = []
    if indicator.method:
        parts.append(f"**{words('formula')}**  \n{plain(indicator.method[lang])}")
    parts.append(describe_source(indicator.source))
    if indicator.notes:
        notes = "\n".join(f"- {plain(note[lang])}" for note in indicator.notes)
        parts.append(f"**{words('caveats')}**\n\n{notes}")
    summary = words(
        "join_summary", matched=report.matched_rows, rows=report.rows,
        without=len(report.places_without_data), places=len(layer.values),
    )  # fmt: skip
    scheme = choropleth.notes[0]
    parts.append(f"**{words('join_report')}**  \n{summary}  \n{plain(scheme)}")
    policy = [boundaries.policy[lang], *(note[lang] for note in boundaries.notes)]
    policy.append(word("projection", lang, meridian=central_meridian(boundaries)))
    gap = " " if lang == "en" else ""
    parts.append(f"**{words('boundary_policy')}**  \n{plain(gap.join(policy))}")
    parts.append(describe_source(boundaries.source))
    st.markdown("\n\n".join(parts))


def describe_source(source: Source) -> str:
    """A source with all its parts, as Markdown."""
    lang = language()
    parts = {
        "citation": source.citation[lang],
        "publisher": source.publisher[lang],
        "published": format_period(source.published, lang),
        "accessed": format_period(source.accessed, lang) if source.accessed[0].isdigit() else "",
        "licence": source.licence[lang],
        "address": source.url,
    }
    lines = [f"**{plain(source.title[lang])}**"]
    lines += [
        words("named", name=words(key), text=plain(text)) for key, text in parts.items() if text
    ]
    if source.note:
        lines.append(plain(source.note[lang]))
    return "  \n".join(lines)
