"""A Scene drawn by matplotlib, for PNG. It decides nothing: what stands where, and how it
looks, is in the Scene."""

from __future__ import annotations

import io
import threading
import zlib
from collections.abc import Iterator
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.image import BboxImage
from matplotlib.patches import Circle as Disc
from matplotlib.patches import Patch, PathPatch
from matplotlib.patches import Rectangle as Frame
from matplotlib.path import Path
from matplotlib.patheffects import Stroke as Rim
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedBbox
from matplotlib.typing import RcKeyType
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from geo.draw import typeface
from geo.draw.layout import Box
from geo.draw.scene import (
    Anchor,
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

# matplotlib's settings are global to the process, and the page serves many users at once.
_LOCK = threading.Lock()
_SETTINGS: dict[RcKeyType, Any] = {
    "path.simplify": False,
    # Hinting rounds widths to whole pixels, so a line would be wider in one format than in another.
    "text.hinting": "none",
}

_ALIGNED: dict[Anchor, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}


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
    # Run lengths suit flat colours: nearly as small as the slower kinds of search.
    image.save(
        buffer, "png", pnginfo=info, dpi=(scene.dpi, scene.dpi), compress_type=zlib.Z_RLE
    )  # fmt: skip
    return buffer.getvalue()


def draw_image(scene: Scene) -> Image.Image:
    """The picture as pixels: RGB, or RGBA where it has no paper."""
    with _LOCK, mpl.rc_context(_SETTINGS):
        canvas = FigureCanvasAgg(_figure(scene))
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    image = Image.frombuffer("RGBA", canvas.get_width_height(), pixels)
    return image.convert("RGB") if scene.paper else image  # a quarter less to pack


def _figure(scene: Scene) -> Figure:
    size = scene.width / scene.dpi, scene.height / scene.dpi
    figure = Figure(figsize=size, dpi=scene.dpi, facecolor=scene.paper or "none")
    # From pixels with y downwards to inches, which each format has its own number of dots for.
    pixels = Affine2D().scale(1 / scene.dpi, -1 / scene.dpi).translate(0, size[1])
    to_page = pixels + figure.dpi_scale_trans
    brush = _Brush(72 / scene.dpi, to_page)
    for group in scene.groups:
        for item in group.items:
            for artist, bounds in brush.artists(item):
                artist.set_transform(to_page)
                artist.set_zorder(len(figure.artists))
                figure.add_artist(artist)
                if group.clip and not bounds.within(group.clip):
                    clip = group.clip
                    frame = Frame((clip.left, clip.top), clip.width, clip.height, transform=to_page)
                    artist.set_clip_path(frame)
    return figure


class _Brush:
    """Makes matplotlib's artists of items; ``points`` a pixel."""

    def __init__(self, points: float, to_page: Transform) -> None:
        self._points = points
        self._to_page = to_page

    def artists(self, item: Item) -> Iterator[tuple[Artist, Box]]:
        """What draws an item, from back to front, each with the room it takes."""
        box = box_of(item)
        match item:
            case Area():
                patch = PathPatch(path_of(item.geometry))
                yield self._styled(patch, item.fill, item.stroke), box
                yield from self._hatch(item.hatch, box)
            case Rectangle():
                frame = Frame((box.left, box.top), box.width, box.height)
                yield self._styled(frame, item.fill, item.stroke), box
                yield from self._hatch(item.hatch, box)
            case Circle():
                disc = Disc((item.x, item.y), item.radius)
                yield self._styled(disc, item.fill, item.stroke, item.opacity), box
            case Line():
                yield self._lines(item.geometry, item.stroke), box
            case Words():
                for text in self._texts(item):
                    yield text, box
            case Picture():
                yield self._image(item), box

    def _styled(
        self, patch: Patch, fill: str | None, stroke: Stroke | None, opacity: float = 1.0
    ) -> Patch:
        patch.set_facecolor(to_rgba(fill, opacity) if fill else "none")
        patch.set_joinstyle("round")
        if stroke is None:
            patch.set_edgecolor("none")
            patch.set_linewidth(0)
            return patch
        patch.set_edgecolor(stroke.colour)
        patch.set_linewidth(stroke.width * self._points)
        if stroke.dashes:  # which matplotlib counts in widths of the line
            patch.set_linestyle((0, tuple(dash / stroke.width for dash in stroke.dashes)))
        return patch

    def _hatch(self, hatch: Hatch | None, box: Box) -> Iterator[tuple[Artist, Box]]:
        if hatch:
            yield self._lines(hatch.lines, hatch.stroke), box

    def _lines(self, lines: shapely.Geometry, stroke: Stroke) -> LineCollection:
        segments = _pieces(shapely.get_parts(lines))
        style = "solid"
        if stroke.dashes:
            style = (0, tuple(dash / stroke.width for dash in stroke.dashes))  # type: ignore[assignment]
        return LineCollection(
            segments, colors=stroke.colour, linewidths=stroke.width * self._points, linestyles=style
        )

    def _image(self, picture: Picture) -> BboxImage:
        box = picture.box
        room = Bbox([[box.left, box.bottom], [box.right, box.top]])
        image = BboxImage(TransformedBbox(room, self._to_page), interpolation="lanczos")
        image.set_data(np.asarray(Image.open(io.BytesIO(picture.content))))
        return image

    def _texts(self, words: Words) -> Iterator[Text]:
        pairs = zip(words.lines, words.baselines, strict=True)
        for run, baseline in ((run, y) for line, y in pairs for run in words.runs(line)):
            font = typeface.font(words.size * self._points, run.face)
            for halo in [True, False] if words.halo else [False]:
                text = Text(
                    run.x, baseline, run.text, fontproperties=font, color=words.colour,
                    horizontalalignment=_ALIGNED[run.anchor], verticalalignment="baseline",
                    parse_math=False,
                )  # fmt: skip
                if halo:
                    wide = words.halo_width * self._points
                    text.set_path_effects([Rim(linewidth=wide, foreground=words.halo)])
                yield text


def _pieces(parts: NDArray[np.object_]) -> list[NDArray[np.float64]]:
    """The points of each line or ring: to a tenth of a pixel, which is more than is seen."""
    points, of = shapely.get_coordinates(parts, return_index=True)
    pieces: list[NDArray[np.float64]] = np.split(points.round(1), np.flatnonzero(np.diff(of)) + 1)
    return pieces if len(points) else []


def path_of(geometry: shapely.Geometry) -> Path:
    """Polygons as one compound path."""
    rings = _pieces(shapely.get_rings(shapely.get_parts(geometry)))
    if not rings:
        return Path(np.zeros((0, 2)))
    points = np.concatenate(rings)
    codes = np.full(len(points), Path.LINETO, dtype=np.uint8)
    ends = np.cumsum([len(ring) for ring in rings])
    codes[ends - 1] = Path.CLOSEPOLY
    codes[[0, *ends[:-1]]] = Path.MOVETO
    return Path(points, codes)
