"""The page *The paper in figures*: every figure of the paper, with its sentence."""

from __future__ import annotations

from html import escape

import streamlit as st

from geo.indicators import Figure, read_paper
from geo.model import format_number, format_period
from geo.ui import address
from geo.ui.method import describe_source
from geo.ui.widgets import language, words

_STYLE = """
<style>
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr)); gap: 1.2rem 1.6rem; margin: .2rem 0 1.4rem; }
.card { border-top: 2px solid var(--atlas-line); padding-top: .5rem; font-size: .85rem; line-height: 1.45; }
.card .figure { font-size: 1.5rem; line-height: 1.25; }
.card .figure small { font-size: .9rem; }
.card .marked { border-bottom: 2px dashed var(--atlas-caution); }
.card .status { color: var(--atlas-muted); }
.card .caution { color: var(--atlas-caution); }
.card q { color: var(--atlas-muted); font-style: italic; }
</style>
"""


def show() -> None:
    """Draw the page."""
    st.html(_STYLE)
    address.write({"lang": language()})
    st.title(words("page_figures"), anchor=False)
    paper = read_paper()
    for theme, title in paper.themes.items():
        st.header(title[language()], anchor=False)
        cards = "".join(_card(figure) for figure in paper.figures if figure.theme == theme)
        st.html(f"<div class='cards'>{cards}</div>")
    st.markdown("\n".join(f"- {note[language()]}" for note in paper.notes))
    st.markdown(describe_source(paper.source))


def _card(figure: Figure) -> str:
    lang = language()
    value = escape(_value(figure.value))
    unit = escape(figure.unit[lang])
    parts = [
        f"<div>{escape(words('named', name=figure.place[lang], text=figure.measure[lang]))}</div>",
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
    section = words("named", name=words("quote_of", number=figure.section), text="")
    parts.append(f"<div>{escape(section)}<q lang='en'>{escape(figure.quote)}</q></div>")
    return f"<div class='card'>{''.join(parts)}</div>"


def _value(text: str) -> str:
    """A printed figure with thousands separators and the decimals it was printed with."""
    return format_number(float(text), len(text.partition(".")[2]))
