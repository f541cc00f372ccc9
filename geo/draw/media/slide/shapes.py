"""The items of a scene as native shapes of a slide."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from lxml import etree

from geo.draw.layout import Box
from geo.draw.media.slide.chart import (
    Bar,
    Ranking,
    add_chart,
    bars_of,
    columns_of,
    without_bars,
)
from geo.draw.media.slide.markup import (
    DECLARED,
    NAMESPACES,
    colour_of,
    element_of,
    escaped,
    filled,
    quoted,
)
from geo.draw.scene import (
    Area,
    Circle,
    Group,
    Hatch,
    Item,
    Line,
    Picture,
    Rectangle,
    Scene,
    Stroke,
    Words,
)

_POINT = 12_700  # EMU

_DASHES = {"solid": "", "dashes": "sysDash", "dots": "sysDot"}

_ALIGNED = {"start": "l", "middle": "ctr", "end": "r"}


class Writer:
    """Writes a scene's items as shapes, fitted into a room of a slide in EMU.

    ``theme`` is the markup of colours that the deck's theme has, ``ranking`` what the bars of a
    ranking strip stand for.
    """

    def __init__(
        self, scene: Scene, slide: Any, room: Box, *, theme: Mapping[str, str],
        ranking: Ranking | None = None,
    ) -> None:  # fmt: skip
        self._scene, self._slide, self._theme, self._ranking = scene, slide, theme, ranking
        self._scale = min(room.width / scene.width, room.height / scene.height)
        self._left = room.left + (room.width - scene.width * self._scale) / 2
        self._top = room.top + (room.height - scene.height * self._scale) / 2
        self._ids = itertools.count(max(shape.shape_id for shape in slide.shapes) + 1
                                    if len(slide.shapes) else 2)  # fmt: skip

    def draw(self) -> None:
        scene = self._scene
        tree = self._slide.shapes._spTree
        for group in scene.groups:
            if group.role == "title" and self._slide.shapes.title is not None:
                self._title(group)
                continue
            bars = bars_of(group) if group.role == "strip" and self._ranking else ()
            if bars and self._ranking:
                for chart in self._charts(bars, self._ranking):
                    tree.append(chart)
                group = replace(group, items=tuple(without_bars(group)))
            shapes = [shape for item in group.items for shape in self._shapes(item, group.clip)]
            if not shapes:
                continue
            if len(shapes) == 1:
                tree.append(shapes[0])
                continue
            tree.append(self._group(group, shapes))

    def _charts(self, bars: Sequence[Bar], ranking: Ranking) -> Iterator[Any]:
        """A native chart for each column of the bars, of one scale."""
        figures = [ranking.figures[bar.adcode] for bar in bars]
        # Beyond the longest bar there is room for its figure.
        ends = min(0.0, 1.25 * min(figures)), max(0.0, 1.25 * max(figures)) or 1.0
        told = ". ".join(filter(None, (self._scene.title, ranking.unit, ranking.source)))
        letters = bars[0].letters
        columns = columns_of(bars)
        right = max(group.box.right for group in self._scene.of("strip") if group.box)
        lefts = [column[0].row.left for column in columns]
        for column, end in zip(columns, [*lefts[1:], right], strict=True):
            rows = [bar.row for bar in column]
            half = (rows[1].centre[1] - rows[0].centre[1]) / 2 if len(rows) > 1 else letters.size
            box = Box(rows[0].left, rows[0].centre[1] - half, end, rows[-1].centre[1] + half)
            chart = add_chart(
                self._slide, self._box(box), column, ranking, size=self._points(letters.size),
                ends=ends, ink=self._colour(letters.colour), told=told,
            )  # fmt: skip
            chart.nvGraphicFramePr.cNvPr.set("id", str(next(self._ids)))
            yield chart

    def _points(self, pixels: float) -> float:
        return pixels * self._scale / _POINT

    def _colour(self, colour: str) -> str:
        """The markup of a colour: the theme's, where it has it."""
        return self._theme.get(colour) or colour_of(colour)

    def _title(self, group: Group) -> None:
        """The title is the slide's own, so that the outline and screen readers have it."""
        (words,) = (item for item in group.items if isinstance(item, Words))
        title = self._slide.shapes.title
        box = self._box(self._room(words))
        title.left, title.top, title.width, title.height = box
        body = title._element.txBody
        made = self._text_body(words)
        for child in list(body):
            body.remove(child)
        for child in made:
            body.append(child)

    def _group(self, group: Group, shapes: Sequence[Any]) -> Any:
        told = self._scene.description[self._scene.language] if group.role == "map" else ""
        element = element_of(
            f"<p:grpSp {DECLARED}><p:nvGrpSpPr>{self._named(group.id, told)}<p:cNvGrpSpPr/>"
            "<p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='0' cy='0'/>"
            "<a:chOff x='0' y='0'/><a:chExt cx='0' cy='0'/></a:xfrm></p:grpSpPr></p:grpSp>"
        )
        for shape in shapes:
            element.append(shape)
        offsets = [
            [int(value) for part in ("off", "ext") for value in shape.find(
                f".//a:xfrm/a:{part}", NAMESPACES).attrib.values()]
            for shape in shapes
        ]  # fmt: skip
        left, top = min(o[0] for o in offsets), min(o[1] for o in offsets)
        right = max(o[0] + o[2] for o in offsets)
        bottom = max(o[1] + o[3] for o in offsets)
        frame = element.find("p:grpSpPr/a:xfrm", NAMESPACES)
        for kind in ("", "ch"):
            off, ext = ("chOff", "chExt") if kind else ("off", "ext")
            frame.find(f"a:{off}", NAMESPACES).attrib.update({"x": str(left), "y": str(top)})
            frame.find(f"a:{ext}", NAMESPACES).attrib.update(
                {"cx": str(right - left), "cy": str(bottom - top)}
            )
        return element

    def _shapes(self, item: Item, clip: Box | None) -> Iterator[Any]:
        match item:
            case Area():
                geometry = _cut(item.geometry, clip)
                if not geometry.is_empty:
                    name = item.name or item.id
                    path = self._freeform(geometry, closed=True)
                    yield self._shape(name, item.told, path, item.fill, item.stroke, item.hatch)
            case Rectangle():
                geometry = self._preset("rect", item.box)
                yield self._shape(item.id, "", geometry, item.fill, item.stroke, item.hatch)
            case Circle():
                box = Box(item.x, item.y, item.x, item.y).grown(item.radius)
                geometry = self._preset("ellipse", box)
                yield self._shape(
                    item.name or item.id, item.told, geometry, item.fill, item.stroke,
                    opacity=item.opacity,
                )  # fmt: skip
            case Line():
                geometry = _cut(item.geometry, clip)
                if not geometry.is_empty:
                    path = self._freeform(geometry, closed=False)
                    yield self._shape(item.id, "", path, None, item.stroke)
            case Words():
                if any(item.lines):
                    yield self._text(item)
            case Picture():
                yield self._picture(item)

    def _picture(self, picture: Picture) -> Any:
        content = io.BytesIO(picture.content)
        element = self._slide.shapes.add_picture(content, *self._box(picture.box))._element
        told = {"id": str(next(self._ids)), "name": picture.name, "descr": picture.name}
        element.find("p:nvPicPr/p:cNvPr", NAMESPACES).attrib.update(told)
        return element

    def _shape(
        self,
        name: str,
        told: str,
        geometry: str,
        fill: str | None,
        stroke: Stroke | None,
        hatch: Hatch | None = None,
        opacity: float = 1.0,
    ) -> Any:
        return element_of(
            f"<p:sp {DECLARED}><p:nvSpPr>{self._named(name, told)}<p:cNvSpPr/><p:nvPr/>"
            f"</p:nvSpPr><p:spPr>{geometry}{filled(fill, hatch, opacity)}{self._line(stroke)}"
            f"</p:spPr></p:sp>"
        )

    def _text(self, words: Words) -> Any:
        body = etree.tostring(self._text_body(words), encoding="unicode")
        left, top, width, height = self._box(self._room(words))
        return element_of(
            f"<p:sp {DECLARED}><p:nvSpPr>{self._named(words.id or 'text', '')}"
            f"<p:cNvSpPr txBox='1'/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x='{left}' "
            f"y='{top}'/><a:ext cx='{width}' cy='{height}'/></a:xfrm><a:prstGeom prst='rect'>"
            f"<a:avLst/></a:prstGeom><a:noFill/></p:spPr>{body}</p:sp>"
        )

    def _room(self, words: Words) -> Box:
        """Where a text box stands; words that wrap have all the width they may take."""
        box = words.box
        if words.wide and words.anchor == "start":
            return Box(box.left, box.top, max(box.left + words.wide, box.right), box.bottom)
        return box

    def _text_body(self, words: Words) -> Any:
        """Words that wrap are one paragraph, to be edited as one; others have a line each."""
        wrapped = words.wide > 0
        lines = [words.text or "".join(words.lines)] if wrapped else list(words.lines)
        size = max(round(self._points(words.size) * 100), 100)
        leading = f"<a:lnSpc><a:spcPct val='{_leading(words)}'/></a:lnSpc>"
        language = {"en": "en-US", "zh": "zh-CN"}[self._scene.language]
        style = (
            f"lang='{language}' sz='{size}' b='0' dirty='0'><a:solidFill>"
            f"{self._colour(words.colour)}</a:solidFill>"
        )
        paragraphs = "".join(
            f"<a:p><a:pPr algn='{_ALIGNED[words.anchor]}'>{leading}<a:spcBef><a:spcPts val='0'/>"
            f"</a:spcBef></a:pPr><a:r><a:rPr {style}</a:rPr><a:t>{escaped(line)}</a:t></a:r></a:p>"
            for line in lines
        )
        return element_of(
            f"<p:txBody {DECLARED}><a:bodyPr wrap='{'square' if wrapped else 'none'}' lIns='0' "
            f"tIns='0' rIns='0' bIns='0' anchor='{'t' if wrapped else 'ctr'}' rtlCol='0'>"
            f"<a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody>"
        )

    def _named(self, name: str, told: str) -> str:
        described = f" descr={quoted(told)}" if told else ""
        return f"<p:cNvPr id='{next(self._ids)}' name={quoted(name or 'shape')}{described}/>"

    def _box(self, box: Box) -> tuple[int, int, int, int]:
        left, top = self._point(box.left, box.top)
        right, bottom = self._point(box.right, box.bottom)
        return left, top, max(right - left, 1), max(bottom - top, 1)

    def _point(self, x: float, y: float) -> tuple[int, int]:
        return round(self._left + x * self._scale), round(self._top + y * self._scale)

    def _preset(self, kind: str, box: Box) -> str:
        left, top, width, height = self._box(box)
        return (
            f"<a:xfrm><a:off x='{left}' y='{top}'/><a:ext cx='{width}' cy='{height}'/></a:xfrm>"
            f"<a:prstGeom prst='{kind}'><a:avLst/></a:prstGeom>"
        )

    def _freeform(self, geometry: shapely.Geometry, *, closed: bool) -> str:
        left, top, width, height = self._box(Box(*shapely.bounds(geometry)))
        parts = []
        for points in _runs(geometry, closed=closed):
            scaled = np.rint(points * self._scale + (self._left - left, self._top - top))
            (x, y), *rest = scaled.astype(int).tolist()
            steps = "".join(f"<a:lnTo><a:pt x='{a}' y='{b}'/></a:lnTo>" for a, b in rest)
            end = "<a:close/>" if closed else ""
            parts.append(f"<a:moveTo><a:pt x='{x}' y='{y}'/></a:moveTo>{steps}{end}")
        fill = "" if closed else " fill='none'"
        return (
            f"<a:xfrm><a:off x='{left}' y='{top}'/><a:ext cx='{width}' cy='{height}'/></a:xfrm>"
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l='0' t='0' r='r' b='b'/>"
            f"<a:pathLst><a:path w='{width}' h='{height}'{fill}>{''.join(parts)}</a:path>"
            "</a:pathLst></a:custGeom>"
        )

    def _line(self, stroke: Stroke | None) -> str:
        if stroke is None:
            return "<a:ln><a:noFill/></a:ln>"
        preset = _DASHES[stroke.pattern]
        dashes = f"<a:prstDash val='{preset}'/>" if preset else ""
        return (
            f"<a:ln w='{max(round(stroke.width * self._scale), 1)}'>"
            f"<a:solidFill>{self._colour(stroke.colour)}</a:solidFill>"
            f"{dashes}<a:round/></a:ln>"
        )


def _runs(geometry: shapely.Geometry, *, closed: bool) -> Iterator[Any]:
    """The rings or lines of a geometry as points, without those that nobody sees."""
    for part in shapely.get_parts(geometry):
        if closed and part.geom_type == "Polygon":
            lines = list(shapely.get_rings(part))
        elif not closed and part.geom_type == "LineString":
            lines = [part]
        else:
            continue
        for line in lines:
            points = shapely.get_coordinates(line)
            points = points[:-1] if closed else points
            moved = np.any(np.diff(points.round(1), axis=0), axis=1)
            kept = points[np.concatenate(([True], moved))]
            if len(kept) >= (3 if closed else 2):
                yield kept


def _cut(geometry: shapely.Geometry, clip: Box | None) -> shapely.Geometry:
    if clip is None or Box(*shapely.bounds(geometry)).within(clip):
        return geometry
    return shapely.intersection(geometry, clip.polygon)


def _leading(words: Words) -> int:
    """The distance of lines in thousandths of a per cent of the face's own, about 1.2 sizes."""
    return round(words.leading / words.size / 1.2 * 100_000) if words.leading else 100_000
