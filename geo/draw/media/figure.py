"""A Scene drawn by matplotlib, for PNG. It decides nothing: what stands where, and how it
looks, is in the Scene.

It draws on matplotlib's canvas of pixels itself, letters too, by their outlines: figures and axes
would take as long to load as the rest of a map to draw, and its own words twice as long as that.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import shapely
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from geo.draw import typeface
from geo.draw.layout import Box, inside
from geo.draw.scene import (
    Area,
    Circle,
    Hatch,
    Item,
    Line,
    Picture,
    Rectangle,
    Scene,
    Stroke,
    Words,
    box_of,
)

_MOST_LINES = 500


def draw_png(scene: Scene) -> bytes:
    """The picture as PNG, with its density and metadata; the same bytes for the same scene."""
    image = draw_image(scene)
    told = {
        "Title": scene.title,
        "Source": scene.source_line,
        "Description": scene.description[scene.language],
        **scene.metadata,
    }
    info = PngInfo()
    for key, text in told.items():
        if text:
            info.add_text(key, text)
    buffer = io.BytesIO()
    # Flat colours and hatches are found by the quickest search as well as by any other.
    image.save(buffer, "png", pnginfo=info, dpi=(scene.dpi, scene.dpi), compress_level=1)
    return buffer.getvalue()


def draw_image(scene: Scene) -> Image.Image:
    """The picture as pixels: RGB, or RGBA where it has no paper."""
    size = int(scene.width), int(scene.height)
    renderer = RendererAgg(*size, scene.dpi)  # type: ignore[no-untyped-call]
    brush = _Brush(renderer)
    if scene.paper:
        page = Box(0, 0, scene.width, scene.height)
        brush.draw_all([Rectangle(page, scene.paper)], None)
    for group in scene.groups:
        brush.draw_all(group.items, group.clip)
    pixels = renderer.buffer_rgba()  # type: ignore[no-untyped-call]
    image = Image.frombuffer("RGBA", size, pixels)
    return image.convert("RGB") if scene.paper else image  # a quarter less to pack


class _Brush:
    """Draws items, whose y goes downwards, on a canvas whose y goes upwards."""

    def __init__(self, renderer: RendererAgg) -> None:
        self._renderer = renderer
        self._pens: dict[tuple[Box | None, Stroke | None, bool | None], GraphicsContextBase] = {}
        self._height = renderer.height
        self._points = 72 / renderer.dpi  # a pixel; matplotlib counts widths in them
        self._upwards = Affine2D().scale(1, -1).translate(0, self._height)

    def draw_all(self, items: Sequence[Item], clip: Box | None) -> None:
        """Items in their order, without what is outside the clip."""
        shapes = [item.geometry for item in items if isinstance(item, Area)]
        paths, whole = iter(paths_of(shapes)), iter(inside(shapes, clip) if clip else ())
        for item in items:
            # A line along the edge of the clip stays whole.
            if clip and (next(whole) if isinstance(item, Area) else box_of(item).within(clip)):
                self._draw(item, None, paths)
            else:
                self._draw(item, clip, paths)

    def _draw(self, item: Item, clip: Box | None, paths: Iterator[Path]) -> None:
        match item:
            case Area():
                self._fill(next(paths), self._pen(clip, item.stroke), item.fill)
                self._hatch(item.hatch, clip)
            case Rectangle():
                box = item.box
                frame = Affine2D().scale(box.width, box.height).translate(box.left, box.top)
                path = Path.unit_rectangle().transformed(frame)
                self._fill(path, self._pen(clip, item.stroke), item.fill)
                self._hatch(item.hatch, clip)
            case Circle():
                disc = Affine2D().scale(item.radius).translate(item.x, item.y)
                path = Path.unit_circle().transformed(disc)
                self._fill(path, self._pen(clip, item.stroke), item.fill, item.opacity)
            case Line():
                self._lines(item.geometry, item.stroke, clip)
            case Words():
                self._write(item, clip)
            case Picture():
                self._paste(item, clip)

    def _pen(
        self, clip: Box | None, stroke: Stroke | None = None, *, snap: bool | None = None
    ) -> GraphicsContextBase:
        """What thousands of shapes have in common is made once."""
        known = self._pens.get((clip, stroke, snap))
        if known is None:
            known = self._pens[clip, stroke, snap] = self._new_pen(clip, stroke, snap)
        return known

    def _new_pen(
        self, clip: Box | None, stroke: Stroke | None, snap: bool | None
    ) -> GraphicsContextBase:
        pen = self._renderer.new_gc()
        pen.set_snap(snap)
        if clip:
            pen.set_clip_rectangle(self._bounds(clip))
        pen.set_linewidth(0)
        if stroke:
            pen.set_foreground(stroke.colour)
            pen.set_linewidth(stroke.width * self._points)
            if stroke.dashes:
                pen.set_dashes(0, [dash * self._points for dash in stroke.dashes])
        return pen

    def _bounds(self, box: Box) -> Bbox:
        corners = [[box.left, self._height - box.bottom], [box.right, self._height - box.top]]
        return Bbox(corners)

    def _fill(
        self, path: Path, pen: GraphicsContextBase, fill: str | None, opacity: float = 1.0
    ) -> None:
        colour = to_rgba(fill, opacity) if fill else None
        self._renderer.draw_path(pen, path, self._upwards, colour)  # type: ignore[no-untyped-call]

    def _hatch(self, hatch: Hatch | None, clip: Box | None) -> None:
        if hatch:
            self._lines(hatch.lines, hatch.stroke, clip)

    def _lines(self, lines: shapely.Geometry, stroke: Stroke, clip: Box | None) -> None:
        pen = self._pen(clip, stroke)
        points, of = _points(shapely.get_parts(lines))
        starts = _starts(of)
        # A few at a time: as one path, those of a large hatch have more pixels than it may.
        for first, last in pairwise([*starts[::_MOST_LINES], len(points)]):
            codes = np.full(last - first, Path.LINETO, dtype=np.uint8)
            codes[starts[(first <= starts) & (starts < last)] - first] = Path.MOVETO
            path = Path(points[first:last], codes)
            path.should_simplify = False  # whatever matplotlib is set to
            self._renderer.draw_path(pen, path, self._upwards)  # type: ignore[no-untyped-call]

    def _paste(self, picture: Picture, clip: Box | None) -> None:
        box = picture.box
        size = max(1, round(box.width)), max(1, round(box.height))
        image = Image.open(io.BytesIO(picture.content)).convert("RGBA")
        pixels = np.asarray(image.resize(size, Image.Resampling.LANCZOS))
        left, bottom = round(box.left), round(self._height - box.bottom)
        self._renderer.draw_image(self._pen(clip), left, bottom, pixels[::-1])

    def _write(self, words: Words, clip: Box | None) -> None:
        letters = _letters(words)  # whose strokes stand where they were designed, and snap nowhere
        if words.halo:
            rim = Stroke(words.halo, words.halo_width)
            self._fill(letters, self._pen(clip, rim, snap=False), words.halo)
        self._fill(letters, self._pen(clip, snap=False), words.colour)


def _letters(words: Words) -> Path:
    """The outlines of all letters as one compound path."""
    vertices: list[NDArray[np.float64]] = [np.zeros((0, 2))]
    codes: list[int] = []
    scale = words.size / typeface.EM
    for line, baseline in zip(words.lines, words.baselines, strict=True):
        left = words.left_of(line)
        for character, begin, face in typeface.letters(line, words.size, words.faces):
            glyph = typeface.glyph(character, face)
            vertices.append(glyph.vertices * (scale, -scale) + (left + begin, baseline))
            codes += glyph.codes
    return Path(np.concatenate(vertices), codes)


def _points(parts: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The points of lines or rings, to a tenth of a pixel, which is more than is seen; and of which
    part each is."""
    points, of = shapely.get_coordinates(parts, return_index=True)
    return points.round(1), of


def _starts(of: NDArray[np.intp]) -> NDArray[np.intp]:
    """Which points are the first of their part."""
    return np.flatnonzero(np.diff(of, prepend=-1))


def paths_of(polygons: Sequence[shapely.Geometry]) -> list[Path]:
    """Each one as a compound path. They are taken apart together: of thousands, one at a time, that
    would take longer than drawing them."""
    parts, part_of = shapely.get_parts(polygons, return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    points, of = _points(rings)
    starts = _starts(of)
    codes = np.full(len(points), Path.LINETO, dtype=np.uint8)
    codes[starts] = Path.MOVETO
    codes[starts[1:] - 1] = Path.CLOSEPOLY
    codes[-1:] = Path.CLOSEPOLY
    # Where the rings of each polygon begin, and the points of these.
    first = np.searchsorted(part_of[ring_of], np.arange(len(polygons) + 1))
    bounds = np.searchsorted(of, first).tolist()
    return [Path(points[a:b], codes[a:b]) for a, b in pairwise(bounds)]
