"""What stands in a picture: an SVG file read back, and maps built once for all tests."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import shapely

from geo.draw.composition import compose
from geo.draw.layout import Box
from geo.draw.scene import Area, Scene, Words
from geo.draw.style import Style
from geo.export.formats import export
from geo.indicators.catalogue import list_indicators
from geo.maps.pipeline import build
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest
from geo.model.maps import Choropleth
from geo.model.text import LANGUAGES, Language

#: Every map of the catalogue, as (indicator, language).
MAPS = [(indicator.id, language) for indicator in list_indicators() for language in LANGUAGES]

_SVG = "{http://www.w3.org/2000/svg}"
_COMMAND = re.compile(r"([Mlhz])|(-?(?:\d+\.?\d*|\.\d+))")


@cache
def a_map(indicator: str = "ccid-projects", language: Language = "en", **wish: Any) -> Choropleth:
    return build(MapRequest(indicator, language=language, **wish))


#: The group of a place: its code, or that of a region.
_PLACE = r"(inset-)?(\d{6}|east|central|west|northeast)"


@cache
def an_svg(indicator: str, language: Language) -> bytes:
    return export(a_map(indicator, language), "svg")


def a_scene(choropleth: Choropleth, size: tuple[int, int] = (1920, 1080), **look: Any) -> Scene:
    """A map laid out on a page of a size."""
    return compose(make_plate([choropleth]), Style(size=size, **look))


def labels_of(scene: Scene) -> dict[str, Words]:
    return {w.id.rpartition("-")[2]: w for w in scene.items("labels") if isinstance(w, Words)}


def callouts_of(scene: Scene) -> dict[str, Box]:
    return {g.id.rpartition("-")[2]: g.box for g in scene.of("callout") if g.box}


def places_of(scene: Scene) -> dict[str, Any]:
    """The places of the main map, as far as it shows them."""
    (group,) = scene.of("map")
    assert group.clip is not None
    return {
        item.id: shapely.intersection(item.geometry, group.clip.polygon)
        for item in group.items
        if isinstance(item, Area) and item.name
    }


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
    root = ET.fromstring(content)
    groups = {
        str(g.get("id")).removeprefix("place-"): g for g in root.iter(f"{_SVG}g") if g.get("id")
    }
    fills = {
        name: path.get("fill", "")
        for name, group in groups.items()
        if re.fullmatch(_PLACE, name) and (path := group.find(f"{_SVG}path")) is not None
    }
    lines: dict[str, list[list[tuple[float, float]]]] = {}
    for path in root.iter(f"{_SVG}path"):
        if path.get("fill") == "none":
            lines.setdefault(path.get("stroke", "none"), []).extend(_lines(path.get("d", "")))
    return Drawn(
        size=(root.get("width", ""), root.get("height", "")),
        texts=tuple(_texts(root)),
        fills={name: fill for name, fill in fills.items() if not name.startswith("inset-")},
        inset_fills={
            name.removeprefix("inset-"): fill
            for name, fill in fills.items()
            if name.startswith("inset-")
        },
        lines=lines,
    )


def _lines(data: str) -> Iterator[list[tuple[float, float]]]:
    """The lines of a path as points; later ones are written relative to the first."""
    for part in data.split("M")[1:]:
        numbers = [float(number) for _, number in _COMMAND.findall(part) if number]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        points = [pairs[0]]
        for dx, dy in pairs[1:]:
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        yield points


def _texts(root: ET.Element) -> Iterator[str]:
    """Letters are outlines, and their words a label; or they are text."""
    for element in root.iter():
        if element.tag == f"{_SVG}g" and element.get("aria-label") is not None:
            yield element.get("aria-label", "")
        elif element.tag == f"{_SVG}text" and element.get("aria-hidden") is None:
            yield " ".join("".join(line.itertext()) for line in element)
