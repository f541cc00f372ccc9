"""A Scene as a PowerPoint slide of native shapes: every place a freeform whose fill can be edited,
every word text, and a second slide with the table. New in a deck of its own, or at the end of the
user's."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.exc import PackageNotFoundError
from pptx.oxml import parse_xml

from geo.draw.layout import Box
from geo.draw.scene import Area, Circle, Group, Hatch, Item, Line, Rectangle, Scene, Stroke, Words
from geo.model import ExportError

_EMU = 914_400  # an inch
_POINT = 12_700
_LONG_SIDE = 12_192_000  # of a slide of our own: 13.33 inches, as PowerPoint's 16:9
#: Faces of a deck of our own that Office has: about as wide as ours, so that lines break alike.
_FACES = {"latin": "Calibri", "ea": "Microsoft YaHei"}
_ALIGNED = {"start": "l", "middle": "ctr", "end": "r"}
_LONGEST_DECK = 500_000_000  # bytes unpacked
_NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
_DECLARED = " ".join(f'xmlns:{key}="{value}"' for key, value in _NAMESPACES.items())
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ROWS, _COLUMNS_OF_ROWS = 17, 2


def draw_slide(
    scene: Scene,
    *,
    rows: Sequence[Mapping[str, Any]],
    rows_title: str,
    notes: str,
    template: bytes | None = None,
) -> bytes:
    """The picture as a slide, and its figures as a table on the next; the same bytes for the same
    arguments.

    Parameters
    ----------
    scene
        The picture.
    rows, rows_title
        The records of the table, with equal keys, which are its heading; and the slide's title.
    notes
        The speaker's notes.
    template
        A .pptx or .potx of the user's: the slides are added at its end, in its theme's fonts, on
        its page; nothing else of it is changed.

    Raises
    ------
    ExportError
        If the template is no PowerPoint file, has macros or a password, or has no layout.
    """
    deck = _open(template)
    if template is None:
        longest = max(scene.width, scene.height)
        deck.slide_width = round(scene.width / longest * _LONG_SIDE)
        deck.slide_height = round(scene.height / longest * _LONG_SIDE)
    slide = _new_slide(deck)
    writer = _Writer(scene, slide, deck.slide_width, deck.slide_height, own=template is None)
    writer.draw()
    slide.notes_slide.notes_text_frame.text = _clean(notes)
    for page, part in enumerate(_pages(rows), start=1):
        following = _new_slide(deck)
        title = rows_title if page == 1 else f"{rows_title} ({page})"
        _tables(following, part, title, deck, scene, own=template is None)
    properties = deck.core_properties
    if template is None:
        properties.title, properties.author = _clean(scene.title), "Province Atlas"
        properties.last_modified_by = "Province Atlas"
        properties.subject, properties.keywords = _clean(scene.source_line)[:255], ""
        # Without a date of its own the file would carry the clock's.
        properties.created = properties.modified = datetime(2000, 1, 1)
    buffer = io.BytesIO()
    deck.save(buffer)
    return _without_clock(buffer.getvalue())


# -- decks --------------------------------------------------------------------------------------


def _open(template: bytes | None) -> Any:
    if template is None:
        return Presentation()
    if template[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ExportError("drawing.template_locked")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            names = archive.namelist()
            if sum(info.file_size for info in archive.infolist()) > _LONGEST_DECK:
                raise ExportError("drawing.template_large", most=_LONGEST_DECK // 10**6)
            types = archive.read("[Content_Types].xml").decode()
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, NotImplementedError) as error:
        raise ExportError("drawing.template_unreadable") from error
    if "macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise ExportError("drawing.template_macros")
    try:
        deck = Presentation(io.BytesIO(_as_deck(template, types)))
    except (PackageNotFoundError, ValueError, KeyError, AttributeError,
            etree.XMLSyntaxError, zipfile.BadZipFile) as error:  # fmt: skip
        raise ExportError("drawing.template_unreadable") from error
    if not len(deck.slide_layouts):
        raise ExportError("drawing.template_layouts")
    return deck


def _as_deck(template: bytes, types: str) -> bytes:
    """A .potx as the .pptx it would be saved as."""
    kind = "presentationml.template.main+xml"
    if kind not in types:
        return template
    changed = types.replace(kind, "presentationml.presentation.main+xml").encode()
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return _zipped({**parts, "[Content_Types].xml": changed})


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content,
                             zipfile.ZIP_DEFLATED)  # fmt: skip
    return buffer.getvalue()


def _without_clock(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _zipped({name: archive.read(name) for name in archive.namelist()})


def _new_slide(deck: Any) -> Any:
    """A slide of the layout that has a title and least else; what else it has is taken away."""

    def least(layout: Any) -> tuple[bool, int]:
        kinds = [shape.placeholder_format.idx for shape in layout.placeholders]
        return 0 not in kinds, len(kinds)

    slide = deck.slides.add_slide(min(deck.slide_layouts, key=least))
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)
    return slide


# -- shapes -------------------------------------------------------------------------------------


class _Writer:
    """Writes a scene's items as shapes, fitted into a slide of a size in EMU."""

    def __init__(self, scene: Scene, slide: Any, width: int, height: int, *, own: bool) -> None:
        self._scene, self._slide, self._own = scene, slide, own
        self._scale = min(width / scene.width, height / scene.height)
        self._left = (width - scene.width * self._scale) / 2
        self._top = (height - scene.height * self._scale) / 2
        self._ids = itertools.count(max(shape.shape_id for shape in slide.shapes) + 1
                                    if len(slide.shapes) else 2)  # fmt: skip

    def draw(self) -> None:
        scene = self._scene
        if scene.paper and (self._own or scene.paper != "#ffffff"):
            fill = self._slide.background.fill
            fill.solid()
            fill.fore_color.rgb = _rgb(scene.paper)
        tree = self._slide.shapes._spTree
        for group in scene.groups:
            if group.role == "title" and self._slide.shapes.title is not None:
                self._title(group)
                continue
            shapes = [shape for item in group.items for shape in self._shapes(item, group.clip)]
            if not shapes:
                continue
            if len(shapes) == 1:
                tree.append(shapes[0])
                continue
            tree.append(self._group(group, shapes))

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
        element = _element(
            f"<p:grpSp {_DECLARED}><p:nvGrpSpPr>{self._named(group.id, told)}<p:cNvGrpSpPr/>"
            "<p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='0' cy='0'/>"
            "<a:chOff x='0' y='0'/><a:chExt cx='0' cy='0'/></a:xfrm></p:grpSpPr></p:grpSp>"
        )
        for shape in shapes:
            element.append(shape)
        offsets = [
            [int(value) for part in ("off", "ext") for value in shape.find(
                f".//a:xfrm/a:{part}", _NAMESPACES).attrib.values()]
            for shape in shapes
        ]  # fmt: skip
        left, top = min(o[0] for o in offsets), min(o[1] for o in offsets)
        right = max(o[0] + o[2] for o in offsets)
        bottom = max(o[1] + o[3] for o in offsets)
        frame = element.find("p:grpSpPr/a:xfrm", _NAMESPACES)
        for kind in ("", "ch"):
            off, ext = ("chOff", "chExt") if kind else ("off", "ext")
            frame.find(f"a:{off}", _NAMESPACES).attrib.update({"x": str(left), "y": str(top)})
            frame.find(f"a:{ext}", _NAMESPACES).attrib.update(
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
        return _element(
            f"<p:sp {_DECLARED}><p:nvSpPr>{self._named(name, told)}<p:cNvSpPr/><p:nvPr/>"
            f"</p:nvSpPr><p:spPr>{geometry}{_filled(fill, hatch, opacity)}{self._line(stroke)}"
            f"</p:spPr></p:sp>"
        )

    def _text(self, words: Words) -> Any:
        body = etree.tostring(self._text_body(words), encoding="unicode")
        left, top, width, height = self._box(self._room(words))
        return _element(
            f"<p:sp {_DECLARED}><p:nvSpPr>{self._named(words.id or 'text', '')}"
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
        size = max(round(words.size * self._scale / _POINT * 100), 100)
        leading = f"<a:lnSpc><a:spcPct val='{_leading(words)}'/></a:lnSpc>"
        faces = "".join(
            f"<a:{kind} typeface='{face}'/>" for kind, face in _FACES.items() if self._own
        )
        language = {"en": "en-US", "zh": "zh-CN"}[self._scene.language]
        style = (
            f"lang='{language}' sz='{size}' b='0' dirty='0'><a:solidFill><a:srgbClr "
            f"val='{words.colour[1:].upper()}'/></a:solidFill>{faces}"
        )
        paragraphs = "".join(
            f"<a:p><a:pPr algn='{_ALIGNED[words.anchor]}'>{leading}<a:spcBef><a:spcPts val='0'/>"
            f"</a:spcBef></a:pPr><a:r><a:rPr {style}</a:rPr><a:t>{_escaped(line)}</a:t></a:r></a:p>"
            for line in lines
        )
        return _element(
            f"<p:txBody {_DECLARED}><a:bodyPr wrap='{'square' if wrapped else 'none'}' lIns='0' "
            f"tIns='0' rIns='0' bIns='0' anchor='{'t' if wrapped else 'ctr'}' rtlCol='0'>"
            f"<a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody>"
        )

    def _named(self, name: str, told: str) -> str:
        described = f" descr={_quoted(told)}" if told else ""
        return f"<p:cNvPr id='{next(self._ids)}' name={_quoted(name or 'shape')}{described}/>"

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
        dashes = "<a:prstDash val='sysDash'/>" if stroke.dashes else ""
        return (
            f"<a:ln w='{max(round(stroke.width * self._scale), 1)}'>{_solid(stroke.colour)}"
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


def _filled(fill: str | None, hatch: Hatch | None, opacity: float) -> str:
    if fill is None:
        return "<a:noFill/>"
    if hatch is None:
        return _solid(fill, opacity)
    pattern = "ltUpDiag" if hatch.rising else "ltDnDiag"
    return (
        f"<a:pattFill prst='{pattern}'><a:fgClr>{_colour(hatch.stroke.colour)}</a:fgClr>"
        f"<a:bgClr>{_colour(fill)}</a:bgClr></a:pattFill>"
    )


def _solid(colour: str, opacity: float = 1.0) -> str:
    return f"<a:solidFill>{_colour(colour, opacity)}</a:solidFill>"


def _colour(colour: str, opacity: float = 1.0) -> str:
    alpha = f"<a:alpha val='{round(opacity * 100_000)}'/>" if opacity < 1 else ""
    return f"<a:srgbClr val='{colour[1:].upper()}'>{alpha}</a:srgbClr>"


def _element(text: str) -> Any:
    return parse_xml(text)


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _escaped(text: str) -> str:
    text = _clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\n", " ")


def _quoted(text: str) -> str:
    return '"' + _escaped(text).replace('"', "&quot;") + '"'


# -- tables -------------------------------------------------------------------------------------


def _pages(rows: Sequence[Mapping[str, Any]]) -> list[Sequence[Mapping[str, Any]]]:
    most = _ROWS * _COLUMNS_OF_ROWS
    return [rows[i : i + most] for i in range(0, len(rows), most)]


def _tables(
    slide: Any,
    rows: Sequence[Mapping[str, Any]],
    title: str,
    deck: Any,
    scene: Scene,
    *,
    own: bool,
) -> None:
    """Native tables side by side, under a title."""
    width, height = deck.slide_width, deck.slide_height
    margin, gap = round(0.035 * width), round(0.025 * width)
    dark = own and scene.paper not in (None, "#ffffff")
    if dark and scene.paper:
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = _rgb(scene.paper)
    if slide.shapes.title is not None:
        heading = slide.shapes.title
        heading.left, heading.top = margin, round(0.03 * height)
        heading.width, heading.height = width - 2 * margin, round(0.1 * height)
        heading.text_frame.text = _clean(title)
        run = heading.text_frame.paragraphs[0].runs[0] if title else None
        if run is not None:
            run.font.size = round(0.038 * height)
            if dark:
                run.font.color.rgb = _rgb("#f3f3f3")
    top = round(0.15 * height)
    room = height - top - margin
    columns = -(-len(rows) // _ROWS)
    wide = (width - 2 * margin - (columns - 1) * gap) // max(columns, 1)
    if columns == 1:
        wide = min(wide, round(0.6 * width))
    for column in range(columns):
        part = rows[column * _ROWS : (column + 1) * _ROWS]
        high = round(room / (_ROWS + 1) * (len(part) + 1))
        frame = slide.shapes.add_table(
            len(part) + 1, len(part[0]), margin + column * (wide + gap), top, wide, high
        )
        _fill_table(frame.table, part, round(room / (_ROWS + 1)))


def _fill_table(table: Any, rows: Sequence[Mapping[str, Any]], high: int) -> None:
    for j, key in enumerate(rows[0]):
        numbers = all(isinstance(row[key], int | float) or row[key] in ("", None) for row in rows)
        for i, value in enumerate([key, *(row[key] for row in rows)]):
            cell = table.cell(i, j)
            cell.margin_top = cell.margin_bottom = 0
            cell.margin_left = cell.margin_right = round(0.2 * high)
            cell.text = _clean("" if value is None else str(value))
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size = round(0.5 * high)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            aligned = numbers or (i > 0 and str(value).replace(",", "").replace(".", "").isdigit())
            if aligned and j:
                paragraph._p.get_or_add_pPr().set("algn", "r")
    for row in table.rows:
        row.height = high
