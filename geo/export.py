"""Files: a Choropleth becomes bytes, by one function for each format, listed in :data:`FORMATS`."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import shapely

from geo.draw import figure
from geo.draw.compose import compose
from geo.draw.style import DEFAULT, Style
from geo.draw.svg import draw_svg
from geo.errors import ExportError, UnknownNameError, unwritable
from geo.model import Choropleth, Observation, Plate
from geo.plate import make_plate
from geo.words import word


@dataclass(frozen=True)
class Format:
    """A file format: what browsers call it, and how a picture of maps or one map becomes its
    bytes."""

    media_type: str
    picture: Callable[[Plate, Style], bytes] | None = None
    data: Callable[[Choropleth], bytes] | None = None


def to_json(choropleth: Choropleth) -> dict[str, Any]:
    """The Choropleth as plain values; what every other format shows."""
    language, source = choropleth.language, choropleth.layer.indicator.source
    return {
        "indicator": choropleth.layer.indicator.id,
        "title": choropleth.title,
        "subtitle": choropleth.subtitle,
        "description": choropleth.description[language],
        "unit": choropleth.unit,
        "period": choropleth.layer.period,
        "language": language,
        "scheme": choropleth.scale.classes.scheme,
        "edges": list(choropleth.scale.classes.edges),
        "palette": choropleth.scale.palette.id,
        "places": [_record(choropleth, observation) for observation in choropleth.places],
        "legend": [
            {
                "kind": entry.kind,
                "label": entry.label,
                "count": entry.count,
                "colour": entry.colour,
                "low": entry.low,
                "high": entry.high,
            }
            for entry in choropleth.legend
        ],
        "source": {
            "title": source.title[language],
            "publisher": source.publisher[language],
            "url": source.url,
            "published": source.published,
            "accessed": source.accessed,
            "licence": source.licence[language],
            "citation": source.citation[language],
            "note": source.note[language],
        },
        "source_line": choropleth.source_line,
        "notes": list(choropleth.notes),
        "join": choropleth.layer.report.to_dict(),
    }


def _record(choropleth: Choropleth, observation: Observation) -> dict[str, Any]:
    language, layer = choropleth.language, choropleth.layer
    name, number = layer.boundaries.names[observation.adcode], choropleth.class_of(observation)
    return {
        "adcode": observation.adcode,
        "name_zh": name.zh,
        "name_en": name.en,
        "value": _figure(choropleth, observation),
        "status": observation.status,
        "class": None if number is None else number + 1,  # counted from one, as a reader counts
        "colour": choropleth.colour_of(observation),
        "date": observation.date or observation.period,
        "note": observation.note[language],
        "source": observation.source[language] or layer.indicator.source.title[language],
    }


def _figure(choropleth: Choropleth, observation: Observation) -> float | int | str | None:
    """The value; of a map of categories, the category's name."""
    indicator = choropleth.layer.indicator
    if indicator.kind == "category" and observation.value is not None:
        return indicator.categories[round(observation.value) - 1]
    return _plain(observation.value)


def _plain(value: float | None) -> float | int | None:
    """A whole number without a decimal point."""
    return int(value) if value is not None and value.is_integer() and abs(value) < 2**53 else value


def rows(choropleth: Choropleth) -> list[dict[str, Any]]:
    """One row for each place, with unit and source, as CSV and XLSX have them."""
    return [
        {
            "adcode": record["adcode"],
            "name_zh": record["name_zh"],
            "name_en": record["name_en"],
            "value": record["value"],
            "unit": choropleth.unit,
            "status": record["status"],
            "class": record["class"],
            "date": record["date"],
            "note": record["note"],
            "source": record["source"],
        }
        for record in to_json(choropleth)["places"]
    ]


def csv_bytes(records: Iterable[dict[str, Any]]) -> bytes:
    """Records with the same keys as UTF-8 CSV. Text that a spreadsheet would run as a formula is
    written with an apostrophe before it; a number, also as text, stays as it is."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for number, record in enumerate(records):
        if number == 0:
            writer.writerow([harmless(key) for key in record])
        writer.writerow([harmless(value) for value in record.values()])
    return buffer.getvalue().encode()


_FORMULA_STARTS = tuple("=+-@\t\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def harmless(value: Any) -> Any:
    """A cell as it may stand in a CSV: a text that a spreadsheet would run has an apostrophe."""
    if not isinstance(value, str):
        return "" if value is None else value
    value = value.replace("\r\n", "\n").replace("\r", "\n")  # the writer would not quote it
    if value.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def _png(plate: Plate, style: Style) -> bytes:
    return figure.draw_png(compose(plate, style))


def _svg(plate: Plate, style: Style) -> bytes:
    return draw_svg(compose(plate, style), letters=style.letters)


def _pdf(plate: Plate, style: Style) -> bytes:
    return figure.draw_pdf(compose(plate, style))


def _pptx(plate: Plate, style: Style) -> bytes:
    from geo.deck import to_deck  # only this format needs python-pptx

    return to_deck(plate, style)


def _html(choropleth: Choropleth) -> bytes:
    from geo.draw import web  # folium is slow to import, and only this format needs it

    return web.page(choropleth).encode()


def _geojson(choropleth: Choropleth) -> bytes:
    polygons = choropleth.layer.boundaries.frame.geometry.to_numpy()
    # RFC 7946: an outer ring runs against the clock, a hole with it.
    geometries = shapely.to_geojson(shapely.orient_polygons(polygons))
    features = []
    for record, geometry in zip(to_json(choropleth)["places"], geometries, strict=True):
        feature = {"type": "Feature", "id": record["adcode"], "properties": record}
        # The geometry is JSON already, and large.
        features.append(f'{_compact(feature)[:-1]},"geometry":{geometry}}}')
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}\n'.encode()


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _headed(choropleth: Choropleth) -> list[dict[str, Any]]:
    """The rows with their headings in the map's language."""
    language = choropleth.language
    return [
        {word(key, language, section="columns"): value for key, value in row.items()}
        for row in rows(choropleth)
    ]


def _csv(choropleth: Choropleth) -> bytes:
    # Without the mark a spreadsheet program takes UTF-8 for the system's own encoding.
    return codecs.BOM_UTF8 + csv_bytes(_headed(choropleth))


def _json(choropleth: Choropleth) -> bytes:
    return (json.dumps(to_json(choropleth), ensure_ascii=False, indent=1) + "\n").encode()


def _xlsx(choropleth: Choropleth) -> bytes:
    from xlsxwriter import Workbook  # only this format needs it

    language, content = choropleth.language, to_json(choropleth)
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    # Without a date of its own the workbook would carry the clock's.
    workbook.set_properties({"title": choropleth.title, "created": datetime(2000, 1, 1)})
    bold = workbook.add_format({"bold": True})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    decimals = choropleth.layer.indicator.decimals
    number = workbook.add_format(
        {"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")}
    )
    sheet = workbook.add_worksheet(word("sheet_data", language))
    figures = list(rows(choropleth)[0]).index("value")
    for row, record in enumerate(_headed(choropleth), start=1):
        for column, (key, value) in enumerate(record.items()):
            sheet.write_string(0, column, key, bold)
            if isinstance(value, int | float):
                sheet.write_number(row, column, value, number if column == figures else None)
            elif value:
                sheet.write_string(row, column, value)
    sheet.freeze_panes(1, 3)
    sheet.set_column(0, 2, 13)
    sheet.set_column(3, 3, 16)
    sheet.set_column(4, 7, 13)
    sheet.set_column(8, 9, 50)
    about = workbook.add_worksheet(word("sheet_source", language))
    facts = {
        "title": content["title"], "subtitle": content["subtitle"], **{
            f"source {key}": value for key, value in content["source"].items() if value
        }, **{f"note {n}": note for n, note in enumerate(content["notes"], start=1)},
    }  # fmt: skip
    for row, (key, value) in enumerate(facts.items()):
        about.write_string(row, 0, key, bold)
        about.write_string(row, 1, value, wrapped)
    about.set_column(0, 0, 18)
    about.set_column(1, 1, 110)
    workbook.close()
    return buffer.getvalue()


#: Every format by its file ending.
FORMATS: dict[str, Format] = {
    "png": Format("image/png", picture=_png),
    "svg": Format("image/svg+xml", picture=_svg),
    "pdf": Format("application/pdf", picture=_pdf),
    "pptx": Format(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation", picture=_pptx
    ),
    "html": Format("text/html", data=_html),
    "geojson": Format("application/geo+json", data=_geojson),
    "csv": Format("text/csv", data=_csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", data=_xlsx),
    "json": Format("application/json", data=_json),
}
#: Those that look as a style says.
PICTURES = tuple(ending for ending, known in FORMATS.items() if known.picture)


def export(
    picture: Choropleth | Plate,
    file_format: str,
    *,
    style: Style = DEFAULT,
    template: bytes | None = None,
) -> bytes:
    """A map or a picture of several as a file's bytes; the same request gives the same bytes.

    Parameters
    ----------
    picture
        The map, or the maps.
    file_format
        A key of :data:`FORMATS`.
    style
        How a picture looks; formats of data have no look.
    template
        A user's .pptx or .potx that a slide is added to.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    DrawingError
        If a picture cannot be drawn as asked for.
    ExportError
        If the format holds one map, and there are several; or the template cannot be used.
    """
    if file_format not in FORMATS:
        raise UnknownNameError("format", file_format, FORMATS)
    known = FORMATS[file_format]
    plate = make_plate([picture]) if isinstance(picture, Choropleth) else picture
    if template is not None:
        if file_format != "pptx":
            raise ExportError("export.template", format=file_format)
        from geo.deck import to_deck

        return to_deck(plate, style, template=template)
    if known.picture:
        return known.picture(plate, style)
    assert known.data is not None
    if len(plate.maps) > 1:
        raise ExportError(
            "export.one_map", format=file_format, count=len(plate.maps), formats=PICTURES
        )
    return known.data(plate.maps[0])


def format_of(path: Path) -> str:
    """The format that a file's ending names.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise UnknownNameError("format", ending or path.name, FORMATS)
    return ending


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then into it.

    Raises
    ------
    ExportError
        If the folder does not exist or cannot be written to.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".atlas-")
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
