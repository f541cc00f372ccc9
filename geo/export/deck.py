"""The deck: a picture's slide, its table, and what the speaker is to know of it."""

from __future__ import annotations

from typing import Any

from geo.draw import Style, compose, draw_slide
from geo.maps import write_value
from geo.model import MARKED, Choropleth, Plate, word


def to_deck(plate: Plate, style: Style, *, template: bytes | None = None) -> bytes:
    """A .pptx: a slide of native shapes with notes, and the figures as a table.

    Raises
    ------
    DrawingError
        If the picture cannot be drawn as asked for.
    ExportError
        If the user's template cannot be used.
    """
    return draw_slide(
        compose(plate, style),
        rows=_rows(plate),
        rows_title=plate.title,
        notes=_notes(plate),
        template=template,
    )


def _rows(plate: Plate) -> list[dict[str, Any]]:
    """One record for each place: its name, and its figure on each map with its status."""
    language, first = plate.language, plate.maps[0]
    name = word("column_name", language, section="picture")
    records: list[dict[str, Any]] = []
    for i, observation in enumerate(first.places):
        record: dict[str, Any] = {name: first.name(observation.adcode)}
        for number, choropleth in enumerate(plate.maps):
            heading = _heading(plate, number)
            record[heading] = _figure(choropleth, i)
        records.append(record)
    return records


def _heading(plate: Plate, number: int) -> str:
    choropleth = plate.maps[number]
    unit = choropleth.unit or word("column_value", plate.language, section="picture")
    if not plate.panel_titles:
        return unit
    return f"{number + 1}. {plate.panel_titles[number]}"


def _figure(choropleth: Choropleth, place: int) -> str:
    """The figure as it is, with its status where it is none that was counted."""
    observation, language = choropleth.places[place], choropleth.language
    if observation.value is None:
        return word(observation.status, language)
    text = write_value(observation.value, choropleth.layer.indicator, language)
    if observation.status in MARKED:
        status = word(observation.status, language)
        return word("marked", language, section="picture", value=text, status=status)
    return text


def _notes(plate: Plate) -> str:
    """Source, method and join report of every map, one paragraph each."""
    language = plate.language
    lines = [plate.title, plate.description[language]]
    for choropleth in plate.maps:
        source, indicator = choropleth.layer.indicator.source, choropleth.layer.indicator
        parts = {
            "notes_source": source.citation[language],
            "notes_address": source.url,
            "notes_licence": source.licence[language],
            "notes_method": indicator.method[language],
            "notes_boundaries": choropleth.layer.boundaries.source.citation[language],
        }
        for key, text in parts.items():
            if text:
                lines.append(word(key, language, section="picture", text=text))
        report = choropleth.layer.report
        joined = {
            "matched": report.matched_rows,
            "rows": report.rows,
            "without": len(report.places_without_data),
            "places": len(choropleth.places),
        }
        lines.append(word("join_summary", language, section="page", **joined))
        lines += choropleth.notes
    return "\n".join(dict.fromkeys(line for line in lines if line))
