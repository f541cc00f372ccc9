"""The whole catalogue as a Frictionless Data Package: one CSV an indicator, with its label.

The descriptor ``datapackage.json`` follows the specification's version 1, a *tabular data package*
(https://specs.frictionlessdata.io/tabular-data-package/). What it says in English stands beside in
Chinese, under the same name with ``_zh``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import geo
from geo.export.bundle import zipped
from geo.export.catalogue_rows import (
    Row,
    flat,
    heading,
    indicator_rows,
    observation_row,
    place_rows,
    status_rows,
)
from geo.model import LINES, Indicator, Source, Text, both, csv_bytes, joined

#: Columns that hold no text.
_TYPES = {
    "value": "number", "scale": "number", "places": "integer", "expected": "integer",
    "figures": "integer", "has_figure": "boolean", "marked": "boolean",
}  # fmt: skip
_CREATIVE_COMMONS = re.compile(r"\bCC[ -](BY(?:-[A-Z]+)*|0)[ -](\d\.\d)")


def catalogue_package(indicators: Sequence[Indicator]) -> bytes:
    """The catalogue as ``datapackage.zip``; the same bytes for the same catalogue.

    Each figure is as the source has it, an empty cell where it has none; ``status`` says why, and
    ``statuses.csv`` what a status means. ``indicators.csv`` has the labels side by side.
    """
    files: dict[str, bytes] = {}
    resources = []
    for name, key, rows in (
        ("indicators", "id", indicator_rows(indicators)),
        ("places", "adcode", place_rows(indicators)),
        ("statuses", "id", status_rows()),
    ):
        table = [_plain(flat(row)) for row in rows]
        about = _titled(both(f"table_{name}", section="catalogue"))
        path = f"{name}.csv"
        files[path] = csv_bytes(table)
        resources.append(_resource(name, path, files[path], about | _mit(), _keyed(table, key)))
    for indicator in indicators:
        path = f"data/{indicator.id}.csv"
        table = [_plain(flat(observation_row(observation))) for observation in indicator.values]
        files[path] = csv_bytes(table)
        about = _about(indicator)
        resources.append(_resource(indicator.id, path, files[path], about, _figures(table)))
    descriptor = _descriptor(indicators, resources)
    text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
    return zipped({"datapackage.json": text.encode(), **files})


def _descriptor(indicators: Sequence[Indicator], resources: list[Row]) -> Row:
    sources = [source for indicator in indicators for source in _sources(indicator.source)]
    return {
        "profile": "tabular-data-package",
        "name": "province-atlas-catalogue",
        **_titled(both("title", section="catalogue"), both("about", section="catalogue")),
        "version": geo.__version__,
        "languages": ["en", "zh"],
        "keywords": ["China", "provinces", "new infrastructure", "GB/T 2260", "statistics"],
        "contributors": [{"title": "The Province Atlas developers", "role": "wrangler"}],
        "sources": list({source["title"]: source for source in sources}.values()),
        "resources": resources,
    }


def _resource(name: str, path: str, content: bytes, about: Row, schema: Row) -> Row:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        **about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _about(indicator: Indicator) -> Row:
    """What an indicator's label says, in the descriptor's words where it has them."""
    extras: dict[str, object] = {
        "id": indicator.id,
        "group_id": indicator.group_id,
        "kind": indicator.kind,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "boundaries": indicator.boundaries,
        "vintage": indicator.vintage,
        "trust": indicator.trust,
        "no_data": indicator.no_data,
        "method": indicator.method,
    }
    notes = (*filter(None, (indicator.vintage,)), *indicator.notes)
    return {
        **_titled(indicator.title, joined(notes, LINES)),
        **{key: value for key, value in flat(extras).items() if value != ""},
        "licenses": [_licence(indicator.source.licence)],
        "sources": list(_sources(indicator.source)),
    }


def _titled(title: Text, description: Text | None = None) -> Row:
    told = {"title": title.en, "title_zh": title.zh}
    if description:
        told |= {"description": description.en, "description_zh": description.zh}
    return told


def _licence(words: Text) -> Row:
    """A licence, which the specification wants to be named by an id of the Open Definition."""
    found = _CREATIVE_COMMONS.search(words.en)
    if found:
        name = f"CC-{found[1]}-{found[2]}"
    else:
        name = "MIT" if words.en.startswith("MIT") else "notspecified"
    return {"name": name, **_titled(words)}


def _mit() -> Row:
    return {"licenses": [_licence(Text("MIT licence", "MIT许可证"))]}


def _sources(source: Source) -> Iterable[Row]:
    said = {"publisher": source.publisher, "published": source.published}
    path = {"path": source.url} if source.url else {}
    yield {**_titled(source.citation), **path, **flat(said), "accessed": source.accessed}


def _keyed(table: Sequence[Row], key: str) -> Row:
    return _schema(table, {key}, key)


def _figures(table: Sequence[Row]) -> Row:
    """The schema of one indicator's table, whose places and statuses are those of their tables. The
    period of what has none, such as an area, is empty, and no part of the key."""
    key = ["adcode", "period"] if all(row["period"] for row in table) else ["adcode"]
    schema = _schema(table, {*key, "status"}, key)
    keys = {"adcode": ("places", "adcode"), "status": ("statuses", "id")}
    schema["foreignKeys"] = [
        {"fields": field, "reference": {"resource": resource, "fields": key}}
        for field, (resource, key) in keys.items()
    ]
    return schema


def _schema(table: Sequence[Row], always: set[str], key: str | list[str]) -> Row:
    fields = [_field(name, required=name in always) for name in table[0]]
    return {"fields": fields, "missingValues": [""], "primaryKey": key}


def _field(name: str, *, required: bool) -> Row:
    field: dict[str, Any] = {"name": name, "type": _TYPES.get(name, "string")}
    field |= _titled(heading(name))
    return field | ({"constraints": {"required": True}} if required else {})


def _plain(row: Row) -> Row:
    """Cells as the specification writes them: whole numbers without a point, true and false."""
    return {key: _cell(value) for key, value in row.items()}


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value
