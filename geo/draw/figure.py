"""The picture: a Choropleth drawn by matplotlib, for PNG, SVG and PDF.

The figure has one set of axes whose unit is the pixel, so the layout is plain arithmetic and the
same in every format. All sizes scale with the picture's short side; at 1080 pixels one unit is one
pixel. Nothing is drawn over any territory: the title gives way, and callouts look for free places.
"""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from geo.draw import face
from geo.draw.ink import ink_on
from geo.draw.layout import Box, FreePlaces, Placement, fit
from geo.errors import DrawingError
from geo.geometry import Bounds, inset_bounds, lighten, main_bounds, pole, project, small_places
from geo.model import ABSENT, MARKED, Choropleth, LegendEntry, Observation
from geo.words import format_number, word

DEFAULT_SIZE = (1920, 1080)
DEFAULT_DPI = 144.0
SMALLEST_SIDE, LARGEST_SIDE, MOST_PIXELS = 200, 20_000, 120_000_000

INK, GREY, HAIRLINE, PAPER = "#1c1c1c", "#666666", "#ffffff", "#ffffff"
OUTLINE, BORDER = "#8c8c8c", "#a3a3a3"
_TITLE, _SUBTITLE, _TEXT, _LABEL, _SMALL = 38.0, 21.0, 18.0, 14.5, 13.5
_MARGIN = 48.0
_LEADING = 1.45
_DASHES = (0, (3.0, 2.0))

#: Up to so many figures, each is written on the map.
FEW_VALUES = 10

# matplotlib's settings are global to the process, and the page serves many users at once.
_LOCK = threading.Lock()
_SETTINGS = {
    "svg.hashsalt": "province-atlas",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "path.simplify": False,
    # Hinting rounds widths to whole pixels, so a line would be wider in one format than in another.
    "text.hinting": "none",
}

Polygons = dict[str, shapely.Geometry]


def draw(
    choropleth: Choropleth,
    *,
    size: tuple[int, int] = DEFAULT_SIZE,
    dpi: float = DEFAULT_DPI,
) -> Figure:
    """Draw one map.

    Parameters
    ----------
    choropleth
        What to draw.
    size
        Width and height in pixels.
    dpi
        Pixels per inch: the size of the page in PDF and the density written into a PNG.

    Raises
    ------
    DrawingError
        If the size or dpi is out of range, there is no room for the map, or a text has a
        character that the face lacks.
    """
    _check_size(size, dpi)
    with _LOCK, mpl.rc_context(_SETTINGS):
        return _Drawing(choropleth, size, dpi).figure


def save(figure: Figure, file_format: str, *, metadata: Mapping[str, str | None]) -> bytes:
    """A drawn figure as bytes; the same for the same figure."""
    buffer = io.BytesIO()
    with _LOCK, mpl.rc_context(_SETTINGS):
        figure.savefig(buffer, format=file_format, dpi=figure.dpi, metadata=dict(metadata))
    return buffer.getvalue()


def _check_size(size: tuple[int, int], dpi: float) -> None:
    width, height = size
    if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in size):
        raise DrawingError(
            f"a picture of {width} x {height} pixels cannot be drawn: each side must be "
            f"{SMALLEST_SIDE} to {LARGEST_SIDE}."
        )
    if width * height > MOST_PIXELS:
        raise DrawingError(f"{width} x {height} is more than {MOST_PIXELS:,} pixels.")
    if not 10 <= dpi <= 2400:
        raise DrawingError(f"{dpi:g} dpi is out of range: choose 10 to 2400.")


class _Drawing:
    """One figure while it is being drawn: the layout's boxes and the axes they are drawn on."""

    def __init__(self, choropleth: Choropleth, size: tuple[int, int], dpi: float) -> None:
        self.map = choropleth
        self.width, self.height = map(float, size)
        self.unit = min(size) / 1080
        self.points = 72 / dpi  # points a pixel
        self.margin = _MARGIN * self.unit
        self.landscape = self.width >= 1.3 * self.height
        self.polygons = project(choropleth.layer.boundaries)
        self.figure = Figure(figsize=(size[0] / dpi, size[1] / dpi), dpi=dpi, facecolor=PAPER)
        FigureCanvasAgg(self.figure)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, self.width), ylim=(self.height, 0))
        self.axes.set_axis_off()
        header = self._header()
        self._body(header, self._footer() - 18 * self.unit)

    # -- text ---------------------------------------------------------------------------------

    def _text(self, x: float, y: float, text: str, size: float, **style: Any) -> None:
        """One line with its middle at ``y``; ``size`` in units."""
        text = face.writable(text, self.map.language)
        self.axes.text(
            x, y, text, fontproperties=face.font(size * self.unit * self.points),
            color=style.pop("color", INK), verticalalignment=style.pop("va", "center_baseline"),
            horizontalalignment=style.pop("ha", "left"), clip_on=False, parse_math=False, **style,
        )  # fmt: skip

    def _lines(
        self, left: float, top: float, text: str, size: float, wide: float, color: str
    ) -> Box:
        """Wrapped text from ``top`` downwards; returns the box it takes."""
        lines = face.wrap(text, size * self.unit, wide)
        leading = size * self.unit * _LEADING
        for i, line in enumerate(lines):
            self._text(left, top + (i + 0.5) * leading, line, size, color=color)
        widest = max(face.width(line, size * self.unit) for line in lines)
        return Box(left, top, left + widest, top + len(lines) * leading)

    def _header(self) -> Box:
        wide = (self.width - 2 * self.margin) * (0.62 if self.landscape else 1.0)
        top = self.margin * 0.7
        title = self._lines(self.margin, top, self.map.title, _TITLE, wide, INK)
        subtitle = self._lines(self.margin, title.bottom, self.map.subtitle, _SUBTITLE, wide, GREY)
        return Box(title.left, title.top, max(title.right, subtitle.right), subtitle.bottom)

    def _footer(self) -> float:
        """Notes and source along the foot; returns the top of the block."""
        wide = self.width - 2 * self.margin
        gap = " " if self.map.language == "en" else ""
        lines = sum(
            (
                face.wrap(text, _SMALL * self.unit, wide)
                for text in (gap.join(self.map.notes), self.map.source_line)
                if text
            ),
            (),
        )
        leading = _SMALL * self.unit * _LEADING
        top = self.height - self.margin * 0.7 - len(lines) * leading
        for i, line in enumerate(lines):
            self._text(self.margin, top + (i + 0.5) * leading, line, _SMALL, color=GREY)
        return top

    # -- layout -------------------------------------------------------------------------------

    def _body(self, header: Box, bottom: float) -> None:
        unit, margin = self.unit, self.margin
        bounds, has_inset = main_bounds(self.map.layer.boundaries, self.polygons)
        legend_width, legend_height = self._legend_size()
        legend = Box(margin, bottom - legend_height, margin + legend_width, bottom)
        right = self.width - margin
        inset = None
        if has_inset:
            west, south, east, north = inset_bounds()
            high = 232 * unit
            inset = Box(
                right - high * (east - west) / (north - south), bottom - high, right, bottom
            )
        taken = [header, legend, *([inset] if inset else [])]
        placement = self._place_map(bounds, header, legend, inset, bottom)
        drawn = placement.apply(lighten(self.polygons, tolerance=0.5 / placement.scale))
        edge = min(bottom, placement.top - placement.scale * bounds[1] + 4 * unit)
        window = Box(0, 0, self.width, edge if has_inset else bottom)
        self._places(drawn, window)
        page = Box(margin * 0.6, margin * 0.6, self.width - margin * 0.6, bottom)
        self._labels(drawn, window, FreePlaces(list(drawn.values()), page, taken, unit))
        self._legend(legend)
        if inset:
            self._inset(inset)

    def _place_map(
        self, bounds: Bounds, header: Box, legend: Box, inset: Box | None, bottom: float
    ) -> Placement:
        """The largest place for the map where title, legend and inset cover none of it."""
        margin, gap = self.margin, 14 * self.unit
        coarse = {
            adcode: part
            for adcode, polygon in lighten(self.polygons, tolerance=10_000).items()
            for part in [shapely.intersection(polygon, shapely.box(*bounds))]
        }
        side = 130 * self.unit  # room for the callouts of the coast
        under = min([legend.top, *([inset.top] if inset else [])]) - gap
        wide = Box(margin + legend.width * 0.7, margin, self.width - margin - side, bottom)
        areas = [
            wide,
            Box(legend.right + gap, margin, wide.right, bottom),
            Box(legend.right + gap, header.bottom + gap, wide.right, bottom),
            Box(margin, header.bottom + gap, self.width - margin - side, bottom),
            Box(margin, header.bottom + gap, self.width - margin - side, under),
        ]
        boxes = [
            header.grown(gap / 2),
            legend.grown(gap / 2),
            *([inset.grown(gap / 2)] if inset else []),
        ]
        found = []
        for area in areas:
            if area.width > 0 and area.height > 0:
                placement = fit(bounds, area)
                placed = np.asarray(list(placement.apply(coarse).values()))
                if not any(shapely.intersects(box.polygon, placed).any() for box in boxes):
                    found.append(placement)
        # The last area is free whatever the shape of the map.
        return max(found, key=lambda p: p.scale) if found else fit(bounds, areas[-1])

    # -- the map ------------------------------------------------------------------------------

    def _places(self, drawn: Polygons, window: Box, *, inset: bool = False) -> None:
        """Fills with white hairlines, hatch, dashes for marked figures, and the outer line.

        Places without data have grey hairlines, which a white one would not show on the hatch; in
        the inset all have, so that islets show.
        """
        absent = [o for o in self.map.places if o.value is None]
        present = [o for o in self.map.places if o.value is not None]
        for observation in (*absent, *present):
            polygon = PathPatch(
                _path(drawn[observation.adcode]),
                facecolor=self.map.colour_of(observation),
                edgecolor=OUTLINE if inset else BORDER if observation in absent else HAIRLINE,
                linewidth=0.9 * self.unit * self.points,
                joinstyle="round",
                zorder=1 if observation in absent else 2.5,
            )
            polygon.set_gid(f"inset-{observation.adcode}" if inset else observation.adcode)
            self._add(polygon, window)
        if absent:
            self._hatch([drawn[o.adcode] for o in absent], window)
        if not self.map.layer.common_mark:
            for observation in self.map.places:
                if observation.status in MARKED:
                    inner = shapely.buffer(drawn[observation.adcode], -1.5 * self.unit)
                    self._add(self._dashed(_path(inner)), window)
        if not inset:
            whole = shapely.coverage_union_all(list(drawn.values()))
            outline = PathPatch(_path(whole), facecolor="none", edgecolor=OUTLINE, zorder=3,
                                linewidth=self.unit * self.points)  # fmt: skip
            outline.set_gid("outline")
            self._add(outline, window)

    def _add(self, artist: Artist, window: Box | None = None) -> None:
        self.axes.add_artist(artist)
        if window:
            clip = Rectangle((window.left, window.top), window.width, window.height,
                             transform=self.axes.transData)  # fmt: skip
            artist.set_clip_path(clip)

    def _hatch(
        self, polygons: Sequence[shapely.Geometry], window: Box | None = None, zorder: float = 2
    ) -> None:
        """Diagonal lines over polygons, as lines and not as a pattern, so that they are the same
        in every format and at every size."""
        area = shapely.coverage_union_all(np.asarray(polygons))
        if window:
            area = shapely.intersection(area, window.polygon)
        if area.is_empty:
            return
        left, top, right, bottom = area.bounds
        step = 7 * self.unit
        starts = np.arange(math.floor((left + top) / step), math.ceil((right + bottom) / step) + 1)
        lines = shapely.multilinestrings(
            [[(start - top, top), (start - bottom, bottom)] for start in starts * step]
        )
        parts = shapely.get_parts(shapely.intersection(lines, area))
        segments = [shapely.get_coordinates(p).round(1) for p in parts[shapely.length(parts) > 0]]
        self._add(
            LineCollection(
                segments,
                colors=self.map.scale.no_data_lines,
                zorder=zorder,
                linewidths=1.1 * self.unit * self.points,
            )  # fmt: skip
        )

    def _dashed(self, path: Path) -> PathPatch:
        return PathPatch(path, facecolor="none", edgecolor=INK, linestyle=_DASHES, zorder=4,
                         linewidth=1.1 * self.unit * self.points)  # fmt: skip

    # -- labels and callouts ------------------------------------------------------------------

    def _labels(self, drawn: Polygons, window: Box, free: FreePlaces) -> None:
        """Names on the places, with figures where they are few; callouts where there is no room."""
        few = sum(o.value is not None for o in self.map.places) <= FEW_VALUES
        small = small_places(self.polygons)
        callouts = []
        for observation in self.map.places:
            adcode, has_value = observation.adcode, observation.value is not None
            lines = [self.map.name(adcode)]
            if has_value and (few or adcode in small):
                lines.append(self._value(observation))
            shown = shapely.intersection(drawn[adcode], window.polygon)
            if shown.is_empty:
                continue
            x, y, _ = pole(shown, self.unit)
            box = self._label_box((x, y), lines)
            if adcode not in small and shapely.within(
                box.grown(-3 * self.unit).polygon, drawn[adcode]
            ):
                self._label((x, y), lines, self.map.colour_of(observation))
            elif adcode in small or (few and has_value):
                callouts.append((observation, (x, y), lines))
        # From north to south, so that the lines of a coast do not cross.
        for observation, point, lines in sorted(callouts, key=lambda callout: callout[1][1]):
            self._callout(observation, point, lines, free)

    def _value(self, observation: Observation) -> str:
        assert observation.value is not None
        text = format_number(observation.value, self.map.layer.indicator.decimals)
        text += "%" if self.map.unit == "%" else ""
        if observation.status in MARKED and not self.map.layer.common_mark:
            text += f" ({word(observation.status, self.map.language)})"
        return text

    def _label_box(self, centre: tuple[float, float], lines: Sequence[str]) -> Box:
        size = _LABEL * self.unit
        half = max(face.width(line, size) for line in lines) / 2
        high = len(lines) * size * 1.25 / 2
        return Box(centre[0] - half, centre[1] - high, centre[0] + half, centre[1] + high)

    def _label(self, centre: tuple[float, float], lines: Sequence[str], fill: str) -> None:
        leading = _LABEL * self.unit * 1.25
        # The hatch would run through the letters.
        hatched = fill == self.map.scale.no_data
        halo = (
            [withStroke(linewidth=4 * self.unit * self.points, foreground=fill)] if hatched else []
        )
        for i, line in enumerate(lines):
            y = centre[1] + (i - (len(lines) - 1) / 2) * leading
            self._text(centre[0], y, line, _LABEL, ha="center", color=ink_on(fill), zorder=6,
                       path_effects=halo)  # fmt: skip

    def _callout(
        self,
        observation: Observation,
        point: tuple[float, float],
        lines: Sequence[str],
        free: FreePlaces,
    ) -> None:
        """Swatch and words at the nearest free place, with a line to the place."""
        unit = self.unit
        swatch, text = 15 * unit, "  ".join(lines)
        box = free.take(point, swatch + 7 * unit + face.width(text, _LABEL * unit), 20 * unit)
        if box is None:
            return
        x, y = box.centre
        if box.left <= point[0] <= box.right:
            end = (point[0], box.top if point[1] < y else box.bottom)
        else:
            end = (box.left - 4 * unit if point[0] < box.left else box.right + 4 * unit, y)
        self._add(LineCollection([[point, end]], colors=INK, zorder=5,
                                 linewidths=0.8 * unit * self.points))  # fmt: skip
        self.axes.plot(*point, marker="o", markersize=3 * unit * self.points, color=INK, zorder=5)
        square = Box(box.left, y - swatch / 2, box.left + swatch, y + swatch / 2)
        self._swatch(square, self.map.colour_of(observation), hatched=observation.value is None)
        self._text(square.right + 7 * unit, y, text, _LABEL, zorder=6)

    # -- legend and inset ---------------------------------------------------------------------

    def _legend_size(self) -> tuple[float, float]:
        """Width and height; the count's column stands right of the longest label."""
        unit = self.unit
        labels = max(face.width(entry.label, _TEXT * unit) for entry in self.map.legend)
        rows = 46 * unit + labels + 24 * unit + self._count_width()
        title = face.width(self.map.legend_title, _TEXT * unit) + 24 * unit + self._count_width()
        return max(rows, title), (len(self.map.legend) + 1) * 30 * unit

    def _count_width(self) -> float:
        heading = word("places", self.map.language)
        texts = (heading, *(str(entry.count) for entry in self.map.legend))
        return max(face.width(text, _SMALL * self.unit) for text in texts)

    def _legend(self, box: Box) -> None:
        unit, row = self.unit, 30 * self.unit
        self._text(box.left, box.top + row / 2, self.map.legend_title, _TEXT)
        heading = word("places", self.map.language)
        self._text(box.right, box.top + row / 2, heading, _SMALL, ha="right", color=GREY)
        for i, entry in enumerate(self.map.legend, start=1):
            y = box.top + (i + 0.5) * row
            self._legend_swatch(
                entry, Box(box.left, y - 10 * unit, box.left + 34 * unit, y + 10 * unit)
            )
            self._text(box.left + 46 * unit, y, entry.label, _TEXT)
            self._text(box.right, y, str(entry.count), _SMALL, ha="right", color=GREY)

    def _legend_swatch(self, entry: LegendEntry, box: Box) -> None:
        if entry.kind in MARKED:
            self._add(self._dashed(_path(box.grown(-1.5 * self.unit).polygon)))
        else:
            self._swatch(box, entry.colour, hatched=entry.kind in ABSENT)

    def _swatch(self, box: Box, colour: str, *, hatched: bool) -> None:
        swatch = Rectangle((box.left, box.top), box.width, box.height, facecolor=colour, zorder=5,
                           edgecolor=OUTLINE if hatched else "none",
                           linewidth=0.7 * self.unit * self.points)  # fmt: skip
        self._add(swatch)
        if hatched:
            self._hatch([box.polygon], zorder=5.5)

    def _inset(self, box: Box) -> None:
        placement = fit(inset_bounds(), box)
        drawn = placement.apply(lighten(self.polygons, tolerance=0.5 / placement.scale))
        self._places(drawn, box, inset=True)
        frame = Rectangle((box.left, box.top), box.width, box.height, facecolor="none", zorder=7,
                          edgecolor=OUTLINE, linewidth=0.9 * self.unit * self.points)  # fmt: skip
        frame.set_gid("inset")
        self._add(frame)
        name = word("south_china_sea", self.map.language)
        self._text(box.centre[0], box.bottom - 12 * self.unit, name, _SMALL, ha="center",
                   color=GREY, zorder=7)  # fmt: skip


def _path(geometry: shapely.Geometry) -> Path:
    """Polygons as one compound path."""
    rings = [
        shapely.get_coordinates(ring)
        for polygon in shapely.get_parts(geometry)
        for ring in shapely.get_rings(polygon)
    ]
    if not rings:
        return Path(np.zeros((0, 2)))
    codes = [
        np.array([Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY], dtype=np.uint8)
        for ring in rings
    ]
    # A tenth of a pixel is more than any format shows, and keeps vector files small.
    return Path(np.concatenate(rings).round(1), np.concatenate(codes))
