"""The figures of a map as a table: one of the page's own, which is light and can be read aloud, or
Streamlit's where there are more rows than anyone reads through."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from geo.export import beside_title, data_rows
from geo.maps import write_value
from geo.model import Choropleth, format_period, word
from geo.ui.widgets import words

#: More rows are drawn by Streamlit's table, which holds only those in sight.
MOST_ROWS = 400

#: The columns behind place, code and value; of each, what all rows share is said once above.
_FURTHER = (
    "against_value", "against_status", "status", "class", "date", "beside", "note", "source",
)  # fmt: skip


def table(choropleth: Choropleth) -> None:
    """The table with every place of the map."""
    rows = _rows(choropleth)
    if len(rows) <= MOST_ROWS:
        st.html(_html(choropleth, rows))
    else:
        _large(choropleth, rows)


def _rows(choropleth: Choropleth) -> list[dict[str, Any]]:
    """What a file of data has, in words where it has ids."""
    lang = choropleth.language
    return [
        row | {
            "name": row["name_zh" if lang == "zh" else "name_en"],
            "status": word(row["status"], lang),
            "date": format_period(row["date"], lang),
        } | _second(choropleth, row)
        for row in data_rows(choropleth)
    ]  # fmt: skip


def _second(choropleth: Choropleth, row: dict[str, Any]) -> dict[str, Any]:
    """The figure of the second indicator, where there are two, as the map writes it."""
    if choropleth.pair is None:
        return {}
    lang, value = choropleth.language, row["against_value"]
    status = word(row["against_status"], lang)
    second = choropleth.pair.second.indicator
    written = status if value is None else write_value(value, second, lang)
    return {"against_value": written, "against_status": status}


def _titles(choropleth: Choropleth) -> dict[str, str]:
    """The headings that another indicator gives."""
    found = {"beside": beside_title(choropleth)}
    if choropleth.pair is not None:
        title = choropleth.pair.titles[1]
        found |= {"against_value": title, "against_status": words("col_against", name=title)}
    return found


def _html(choropleth: Choropleth, rows: Sequence[dict[str, Any]]) -> str:
    """Closing tags are left out where HTML needs none: the table travels with every map."""
    shared, further = _parted(rows)
    colours = [choropleth.colour_of(observation) for observation in choropleth.places]
    names = ["col_name" if choropleth.layer.boundaries.level == "province" else "col_place"]
    names += ["col_adcode", "col_value", *(f"col_{key}" for key in further)]
    beside = {f"col_{key}": title for key, title in _titles(choropleth).items()}
    head = "".join(f"<th scope=col>{escape(beside.get(n) or words(n))}" for n in names)
    lines = []
    for row, colour in zip(rows, colours, strict=True):
        absent = row["value"] is None
        cells = f"<td>{escape(row['adcode'])}<td>{escape(_value(choropleth, row))}"
        cells += "".join(_cell(key, row, colour) for key in further)
        lines.append(
            f"<tr{' class=absent' if absent else ''}><th scope=row>{escape(row['name'])}{cells}"
        )
    unit = words("table_unit", unit=choropleth.unit) if choropleth.unit else ""
    caption = escape(" · ".join(filter(None, (unit, *shared))))
    return (
        f"<p class=figures-of id=figures-of>{caption}</p>"
        f"<div class=figures tabindex=0 role=region aria-label='{escape(choropleth.title)}'>"
        f"<table aria-describedby=figures-of><thead><tr>{head}</thead>"
        f"<tbody>{''.join(lines)}</table></div>"
    )


def _parted(rows: Sequence[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """What all places with a figure share, and the columns in which they differ."""
    shared, further = [], []
    for key in (key for key in _FURTHER if key in rows[0]):
        of_figures = {row[key] for row in rows if row["value"] is not None}
        of_all = {row[key] for row in rows if row[key]}
        if len(of_figures) > 1 or (key == "note" and of_all):
            further.append(key)
        elif key not in ("class", "beside", "note"):
            shared += [text for text in of_figures if text]
    return shared, further


def _cell(key: str, row: dict[str, Any], colour: str) -> str:
    """A place without a figure has at most a note, which says why."""
    if key in ("note", "source"):
        absent = key == "source" and row["value"] is None
        return f"<td class=text>{'' if absent else escape(row[key])}"
    if key == "beside":
        return "<td>" if row[key] is None else f"<td>{row[key]:,.0f}"
    if row["value"] is None:
        return "<td>"
    if key == "class":
        return f"<td><i style='background:{colour}'></i>{row['class']}"
    return f"<td>{escape(row[key])}"


def _value(choropleth: Choropleth, row: dict[str, Any]) -> str:
    """A figure as the map writes it, a category, or why there is none."""
    value = row["value"]
    if value is None:
        return str(row["status"])
    if isinstance(value, str):
        return value
    return write_value(value, choropleth.layer.indicator, choropleth.language)


def _large(choropleth: Choropleth, rows: Sequence[dict[str, Any]]) -> None:
    decimals = choropleth.layer.indicator.decimals
    keys = [k for k in ("name", "adcode", "value", "unit", *_FURTHER) if k in rows[0]]
    named = {"name": words("col_place")} | _titles(choropleth)
    titles = {key: named.get(key) or words(f"col_{key}") for key in keys}
    config = {}
    if choropleth.layer.indicator.kind != "category":
        shown_as = "localized" if not decimals else f"%.{decimals}f"
        config[titles["value"]] = st.column_config.NumberColumn(format=shown_as)
    st.dataframe(
        [{title: row[key] for key, title in titles.items()} for row in rows],
        hide_index=True, height=380, column_config=config,
        placeholder=word("no_data", choropleth.language),
    )  # fmt: skip
