"""A small drawing from an SVG file, as areas of one colour each: what every format can draw. What
such cannot hold (letters, pictures, gradients, clips, see-through colours) is refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import shapely
from fontTools.misc.transform import Identity, Transform
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from fontTools.svgLib.path.shapes import PathBuilder
from numpy.typing import NDArray
from PIL import ImageColor

from geo.model import DrawingError

_LARGEST = 2_000_000  # bytes
_SHAPES = ("path", "rect", "circle", "ellipse", "polygon", "polyline", "line")
_GROUPS = ("svg", "g", "a")
_SILENT = ("title", "desc", "metadata", "defs", "style", "namedview")
_PAINT = {
    "fill": "#000000", "stroke": "none", "stroke-width": "1", "fill-rule": "nonzero",
    "stroke-linecap": "butt", "stroke-linejoin": "miter", "opacity": "1", "fill-opacity": "1",
    "stroke-opacity": "1", "display": "inline",
}  # fmt: skip
_CAPS = {"butt": "flat", "round": "round", "square": "square"}
_JOINS = {"miter": "mitre", "round": "round", "bevel": "bevel"}
_CURVE = 16  # straight parts of a curve
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_STEP = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")
_RULE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")

_Points = NDArray[np.float64]


@dataclass(frozen=True)
class Drawing:
    """Areas from back to front with their colours, on a page of a size; y is downwards."""

    width: float
    height: float
    areas: tuple[tuple[shapely.Geometry, str], ...]


def read_drawing(path: Path) -> Drawing:
    """The drawing of an SVG file.

    Raises
    ------
    DrawingError
        If it is none, or holds what cannot be drawn in every format.
    """
    content = path.read_bytes()
    if len(content) > _LARGEST or b"<!ENTITY" in content:
        raise DrawingError("brand.svg_large", most=_LARGEST // 10**6)
    try:
        root = ElementTree.fromstring(content)
        left, top, width, height = _page(root)
        moved = Identity.translate(-left, -top)
        areas = tuple(_Reader(_rules(root)).areas(root, dict(_PAINT), moved))
    except (ElementTree.ParseError, ValueError, IndexError, KeyError, shapely.GEOSException) as why:
        raise DrawingError("brand.svg_unreadable") from why
    if not areas:
        raise DrawingError("brand.svg_empty")
    return Drawing(width, height, areas)


def _page(root: Any) -> tuple[float, float, float, float]:
    box = [float(number) for number in re.findall(_NUMBER, root.get("viewBox", ""))]
    if len(box) == 4:
        left, top, width, height = box
    else:
        left = top = 0.0
        width, height = (float(re.match(_NUMBER, root.get(side, ""))[0])  # type: ignore[index]
                         if re.match(_NUMBER, root.get(side, "")) else 0.0
                         for side in ("width", "height"))  # fmt: skip
    if not (width > 0 and height > 0):
        raise ValueError("a drawing without a size")
    return left, top, width, height


def _rules(root: Any) -> dict[str, dict[str, str]]:
    """What the classes of a style sheet say."""
    sheets = "".join(element.text or "" for element in root.iter() if _tag(element) == "style")
    return {name: _declared(body) for name, body in _RULE.findall(sheets)}


def _declared(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


class _Reader:
    """Walks a drawing's elements, from back to front."""

    def __init__(self, rules: Mapping[str, Mapping[str, str]]) -> None:
        self._rules = rules

    def areas(
        self, element: Any, above: Mapping[str, str], moved: Transform
    ) -> Iterator[tuple[shapely.Geometry, str]]:
        tag = _tag(element)
        if tag in _SILENT:
            return
        if tag not in (*_GROUPS, *_SHAPES) or element.get("clip-path") or element.get("mask"):
            raise DrawingError("brand.svg_part", part=f"<{tag}>")
        paint = self._paint(element, above)
        if paint["display"] == "none":
            return
        moved = _transformed(element.get("transform", ""), moved)
        if tag in _GROUPS:
            for child in element:
                yield from self.areas(child, paint, moved)
            return
        rings = _rings(element, moved)
        if (fill := _colour("fill", paint)) is not None:
            area = _filled(rings, paint["fill-rule"] == "evenodd")
            if not area.is_empty:
                yield area, fill
        if (stroke := _colour("stroke", paint)) is not None:
            scale = abs(moved[0] * moved[3] - moved[1] * moved[2]) ** 0.5
            wide = float(re.match(_NUMBER, paint["stroke-width"])[0]) * scale  # type: ignore[index]
            lines = shapely.MultiLineString([ring for ring in rings if len(ring) > 1])
            yield lines.buffer(
                wide / 2, cap_style=_CAPS[paint["stroke-linecap"]],
                join_style=_JOINS[paint["stroke-linejoin"]],
            ), stroke  # fmt: skip

    def _paint(self, element: Any, above: Mapping[str, str]) -> dict[str, str]:
        """What is said of an element's colours: by its attributes, its classes, its own style."""
        said = {name: element.get(name) for name in _PAINT if element.get(name) is not None}
        for name in element.get("class", "").split():
            said |= self._rules.get(name, {})
        said |= _declared(element.get("style", ""))
        for name in ("opacity", "fill-opacity", "stroke-opacity"):
            if float(said.get(name, "1")) != 1:
                raise DrawingError("brand.svg_part", part=name)
        if said.get("filter", "none") != "none" or said.get("clip-path") or said.get("mask"):
            raise DrawingError("brand.svg_part", part="filter, clip-path, mask")
        return {**above, **{name: value for name, value in said.items() if name in _PAINT}}


def _colour(name: str, paint: Mapping[str, str]) -> str | None:
    said = paint[name]
    if said == "none" or (name == "stroke" and float(paint["stroke-width"].rstrip("px")) == 0):
        return None
    try:
        return "#{:02x}{:02x}{:02x}".format(*ImageColor.getrgb(said)[:3])
    except ValueError:
        raise DrawingError("brand.svg_part", part=f"{name}: {said}") from None


def _transformed(text: str, moved: Transform) -> Transform:
    for kind, numbers in _STEP.findall(text):
        n = [float(number) for number in re.findall(_NUMBER, numbers)]
        match kind:
            case "matrix":
                moved = moved.transform((n[0], n[1], n[2], n[3], n[4], n[5]))
            case "translate":
                moved = moved.translate(n[0], n[1] if len(n) > 1 else 0)
            case "scale":
                moved = moved.scale(n[0], n[1] if len(n) > 1 else n[0])
            case "rotate":
                x, y = n[1:3] if len(n) > 2 else (0.0, 0.0)
                moved = moved.translate(x, y).rotate(np.radians(n[0])).translate(-x, -y)
            case "skewX":
                moved = moved.skew(np.radians(n[0]), 0)
            case _:
                moved = moved.skew(0, np.radians(n[0]))
    return moved


class _Tracer(BasePen):  # type: ignore[misc]
    """Notes outlines as points, curves in straight parts."""

    def __init__(self, moved: Transform) -> None:
        super().__init__(None)
        self.rings: list[list[tuple[float, float]]] = []
        self._move = moved

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.rings.append([self._move.transformPoint(point)])

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.rings[-1].append(self._move.transformPoint(point))

    def _curveToOne(self, one: Any, two: Any, end: Any) -> None:  # noqa: N802
        a, b, c, d = (np.array(p, dtype=float) for p in (self._getCurrentPoint(), one, two, end))
        for t in np.linspace(0, 1, _CURVE + 1)[1:]:
            u = 1 - t
            x, y = u**3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t**3 * d
            self._lineTo((float(x), float(y)))

    def _closePath(self) -> None:  # noqa: N802
        self.rings[-1].append(self.rings[-1][0])


def _rings(element: Any, moved: Transform) -> list[_Points]:
    builder = PathBuilder()
    plain = ElementTree.Element(_tag(element), dict(element.attrib))
    plain.attrib.pop("transform", None)
    if not builder.add_path_from_element(plain):
        return []
    pen = _Tracer(moved)
    for path in builder.paths:
        parse_path(path, pen)
    return [np.array(ring) for ring in pen.rings]


def _filled(rings: Sequence[_Points], even_odd: bool) -> shapely.Geometry:
    """What outlines that may cross fill by the rule of the drawing."""
    closed = [np.vstack([ring, ring[:1]]) for ring in rings if len(ring) > 2]
    if not closed:
        return shapely.Polygon()
    lines = shapely.union_all([shapely.LineString(ring) for ring in closed])
    faces = shapely.get_parts(shapely.polygonize([lines]))
    kept = []
    for face in faces:
        point = np.array(face.representative_point().coords[0])
        turns = sum(_turns(ring, point) for ring in closed)
        if turns % 2 if even_odd else turns:
            kept.append(face)
    return shapely.union_all(kept)


def _turns(ring: _Points, point: _Points) -> int:
    """How often an outline goes round a point."""
    angles = np.arctan2(*(ring - point).T[::-1])
    steps = (np.diff(angles) + np.pi) % (2 * np.pi) - np.pi
    return round(float(steps.sum() / (2 * np.pi)))
