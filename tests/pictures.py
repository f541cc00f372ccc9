"""What stands in a picture: an SVG file read back, and maps built once for all tests."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

from geo.export import export
from geo.indicators import list_indicators
from geo.model import LANGUAGES, Choropleth, Language
from geo.pipeline import MapRequest, build

#: Every map of the catalogue, as (indicator, language).
MAPS = [(indicator.id, language) for indicator in list_indicators() for language in LANGUAGES]

_SVG = "{http://www.w3.org/2000/svg}"
_POINT = re.compile(r"[ML] (\S+) (\S+)")


@cache
def a_map(indicator: str = "ccid-projects", language: Language = "en", **wish: Any) -> Choropleth:
    return build(MapRequest(indicator, language=language, **wish))


@cache
def an_svg(indicator: str, language: Language) -> bytes:
    return export(a_map(indicator, language), "svg")


@dataclass(frozen=True)
class Drawn:
    """An SVG picture: its texts in the order they were drawn, the fill of every place on the map
    and in the inset, and the lines of one stroke colour, by colour, as pairs of points."""

    size: tuple[str, str]
    texts: tuple[str, ...]
    fills: dict[str, str]
    inset_fills: dict[str, str]
    lines: dict[str, list[list[tuple[float, float]]]]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def read_svg(content: bytes) -> Drawn:
    parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))
    root = ET.fromstring(content.decode(), parser=parser)
    groups = {g.get("id"): g for g in root.iter(f"{_SVG}g") if g.get("id")}
    fills = {
        name: _style(path)["fill"]
        for name, group in groups.items()
        if re.fullmatch(r"(inset-)?\d{6}", name) and (path := group.find(f"{_SVG}path")) is not None
    }
    lines: dict[str, list[list[tuple[float, float]]]] = {}
    for name, group in groups.items():
        if name.startswith("LineCollection"):
            for path in group.iter(f"{_SVG}path"):
                points = [(float(x), float(y)) for x, y in _POINT.findall(path.get("d", ""))]
                lines.setdefault(_style(path).get("stroke", "none"), []).append(points)
    return Drawn(
        size=(root.get("width", ""), root.get("height", "")),
        texts=tuple(_texts(root)),
        fills={name: fill for name, fill in fills.items() if name.isdigit()},
        inset_fills={name[6:]: fill for name, fill in fills.items() if not name.isdigit()},
        lines=lines,
    )


def _texts(root: ET.Element) -> Iterator[str]:
    """matplotlib writes letters as shapes, and beside them the text as a comment."""
    for group in root.iter(f"{_SVG}g"):
        if str(group.get("id")).startswith("text_"):
            for child in group:
                if child.tag is ET.Comment and child.text:
                    # Two hyphens cannot stand in a comment.
                    yield unescape(child.text).replace("- -", "--").strip()


def _style(element: ET.Element) -> dict[str, str]:
    parts = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {key.strip(): value.strip() for key, value in parts}
