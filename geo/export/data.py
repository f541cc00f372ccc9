"""A choropleth as data: JSON, GeoJSON, CSV and XLSX, row by row."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Sequence
from typing import Any

import shapely

from geo.export.by_period import add_periods, columns_of, told_looks
from geo.export.pairs import pair_facts, pair_headings, pair_record
from geo.export.parents import parents_of
from geo.export.workbook import new_workbook, number_format
from geo.indicators import load_indicator
from geo.model import Choropleth, Observation, Plate, csv_bytes, word
from geo.places import thinned


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
        **_part(choropleth),
        **_arranged(choropleth),
        **pair_facts(choropleth),
        "scheme": choropleth.scale.classes.scheme,
        "edges": list(choropleth.scale.classes.edges),
        "palette": choropleth.scale.palette.id,
        "places": [_record(choropleth, observation) for observation in choropleth.places],
        "legend_title": choropleth.legend_title,
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
    colour = choropleth.colour_of(observation)
    if choropleth.pair:  # on the map a place lacks both where it lacks one
        observation = choropleth.pair.own[observation.adcode]
    return {
        "adcode": observation.adcode,
        "name_zh": name.zh,
        "name_en": name.en,
        **parents_of(layer.boundaries, observation.adcode),
        "value": _figure(choropleth, observation),
        "status": observation.status,
        "class": None if number is None else number + 1,  # counted from one, as a reader counts
        "colour": colour,
        "date": observation.date or observation.period,
        "note": observation.note[language],
        "source": observation.source[language] or layer.indicator.source.title[language],
        **pair_record(choropleth, observation.adcode),
    }


def _part(choropleth: Choropleth) -> dict[str, str]:
    """The level of the places and the part of the country, below the provinces."""
    boundaries = choropleth.layer.boundaries
    found = parents_of(boundaries, boundaries.adcodes[0])
    return {key: found[key] for key in ("level", "within") if key in found}


def _arranged(choropleth: Choropleth) -> dict[str, str]:
    """Where the places stand, unless it is as on a map; and what circles are sized by."""
    layer = choropleth.layer
    if layer.boundaries.arrangement == "map":
        return {}
    found: dict[str, str] = {"arrangement": layer.boundaries.arrangement}
    if layer.sizes is not None:
        found |= {"sized_by": layer.sizes.indicator.id, "sized_period": layer.sizes.period}
    return found


def _figure(choropleth: Choropleth, observation: Observation) -> float | int | str | None:
    """The value; of a map of categories, the category's name."""
    indicator = choropleth.layer.indicator
    if indicator.kind == "category" and observation.value is not None:
        return indicator.categories[round(observation.value) - 1]
    return _plain(observation.value)


def _plain(value: float | None) -> float | int | None:
    """A whole number without a decimal point."""
    return int(value) if value is not None and value.is_integer() and abs(value) < 2**53 else value


def data_rows(choropleth: Choropleth) -> list[dict[str, Any]]:
    """One row for each place, with unit and source, as CSV and XLSX have them; where the indicator
    has another to stand ``beside`` it, with the figure of that."""
    beside = _beside(choropleth)
    return [
        {
            "adcode": record["adcode"],
            "name_zh": record["name_zh"],
            "name_en": record["name_en"],
            **parents_of(choropleth.layer.boundaries, record["adcode"]),
            "value": record["value"],
            "unit": choropleth.unit,
            "status": record["status"],
            "class": record["class"],
            "date": record["date"],
            "note": record["note"],
            "source": record["source"],
        }
        | pair_record(choropleth, record["adcode"])
        | ({"beside": beside.get(record["adcode"])} if beside else {})
        for record in to_json(choropleth)["places"]
    ]


def _beside(choropleth: Choropleth) -> dict[str, float | int | None]:
    """The newest figures of the indicator that stands beside that of the map, by place."""
    other = choropleth.layer.indicator.beside
    return {o.adcode: _plain(o.value) for o in load_indicator(other).values} if other else {}


def beside_title(choropleth: Choropleth) -> str:
    """What stands beside the figures of a map, with its unit; "" where nothing does."""
    other, language = choropleth.layer.indicator.beside, choropleth.language
    if not other:
        return ""
    indicator = load_indicator(other)
    return word("unit_of", language, what=indicator.title[language], unit=indicator.unit[language])


def to_geojson(choropleth: Choropleth) -> bytes:
    """The places with their values and colours (RFC 7946), borders as fine as a map shows them."""
    polygons = thinned(choropleth.layer.boundaries)
    # RFC 7946: an outer ring runs against the clock, a hole with it.
    geometries = shapely.to_geojson(shapely.orient_polygons(polygons))
    features = []
    for record, geometry in zip(to_json(choropleth)["places"], geometries, strict=True):
        properties = record | _arranged(choropleth)
        feature = {"type": "Feature", "id": record["adcode"], "properties": properties}
        # The geometry is JSON already, and large.
        features.append(f'{_compact(feature)[:-1]},"geometry":{geometry}}}')
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}\n'.encode()


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _headed(picture: Choropleth | Plate) -> list[dict[str, Any]]:
    """The rows of all maps with their headings in the picture's language."""
    maps, language = picture.maps if isinstance(picture, Plate) else (picture,), picture.language
    titles = {"beside": beside_title(maps[0]), **pair_headings(maps[0])}
    return [
        {titles.get(key) or word(key, language, section="columns"): v for key, v in row.items()}
        for choropleth in maps
        for row in data_rows(choropleth)
    ]


def to_csv(picture: Choropleth | Plate) -> bytes:
    # Without the mark a spreadsheet program takes UTF-8 for the system's own encoding.
    return codecs.BOM_UTF8 + csv_bytes(_headed(picture))


def to_json_file(choropleth: Choropleth) -> bytes:
    return (json.dumps(to_json(choropleth), ensure_ascii=False, indent=1) + "\n").encode()


def to_xlsx(picture: Choropleth | Plate) -> bytes:
    """A workbook: the rows, where there are several periods a column for each, and the source."""
    first = picture.maps[0] if isinstance(picture, Plate) else picture
    columns = columns_of(picture)
    buffer = io.BytesIO()
    workbook = new_workbook(buffer, picture.title)
    _add_rows(workbook, picture, first)
    looks: list[str] = []
    if len(columns) > 1:
        add_periods(workbook, first, columns)
        looks = told_looks(first, columns)
    _add_source(workbook, picture, first, looks)
    workbook.close()
    return buffer.getvalue()


def _add_rows(workbook: Any, picture: Choropleth | Plate, first: Choropleth) -> None:
    bold = workbook.add_format({"bold": True})
    number = workbook.add_format({"num_format": number_format(first.layer.indicator.decimals)})
    sheet = workbook.add_worksheet(word("sheet_data", picture.language))
    figures = list(data_rows(first)[0]).index("value")
    for row, record in enumerate(_headed(picture), start=1):
        for column, (key, value) in enumerate(record.items()):
            sheet.write_string(0, column, key, bold)
            if isinstance(value, int | float):
                sheet.write_number(row, column, value, number if column == figures else None)
            elif value:
                sheet.write_string(row, column, value)
    sheet.freeze_panes(1, 3)
    sheet.set_column(0, figures - 1, 13)
    sheet.set_column(figures, figures, 16)
    sheet.set_column(figures + 1, figures + 4, 13)
    sheet.set_column(figures + 5, figures + 6, 50)


def _add_source(
    workbook: Any, picture: Choropleth | Plate, first: Choropleth, looks: Sequence[str]
) -> None:
    bold = workbook.add_format({"bold": True})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    about = workbook.add_worksheet(word("sheet_source", picture.language))
    source, colon = to_json(first)["source"], ": " if picture.language == "en" else "："
    sheet = word("sheet_periods", picture.language)
    second = pair_facts(first).get("against", {}).get("source", {})
    facts = {
        "title": picture.title, "subtitle": picture.subtitle,
        **{f"source {key}": value for key, value in source.items() if value},
        **{f"second source {key}": value for key, value in second.items() if value},
        **{f"note {n}": note for n, note in enumerate(picture.notes, start=1)},
        **{f"mark {n}": f"{sheet}{colon}{look}" for n, look in enumerate(looks, start=1)},
    }  # fmt: skip
    for row, (key, value) in enumerate(facts.items()):
        about.write_string(row, 0, key, bold)
        about.write_string(row, 1, value, wrapped)
    about.set_column(0, 0, 18)
    about.set_column(1, 1, 110)
