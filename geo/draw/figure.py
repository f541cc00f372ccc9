"""The picture: a Choropleth drawn by matplotlib, for PNG, SVG and PDF.

The figure has one set of axes whose unit is the pixel, so the layout is plain arithmetic and the
same in every format. All sizes scale with the picture's short side; at 1080 pixels one unit is one
pixel. Nothing is drawn over any territory: the title gives way, and callouts look for free places.
"""

from __future__ import annotations

import io
import itertools
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
from matplotlib.patheffects import Stroke
from matplotlib.typing import RcKeyType

from geo.choropleth import has_few_values, write_value
from geo.draw import face
from geo.draw.ink import ink_on
from geo.draw.layout import Box, FreePlaces, Placement, fit, fit_beside, place_within
from geo.errors import DrawingError
from geo.geometry import (
    Bounds,
    extent,
    inset_bounds,
    lighten,
    main_bounds,
    pole,
    project,
    small_places,
    unite,
)
from geo.model import ABSENT, MARKED, Choropleth, LegendEntry, Observation
from geo.words import word

DEFAULT_SIZE = (1920, 1080)
DEFAULT_DPI = 144.0
SMALLEST_SIDE, LARGEST_SIDE, MOST_PIXELS = 200, 20_000, 120_000_000

INK, GREY, HAIRLINE, PAPER = "#1c1c1c", "#666666", "#ffffff", "#ffffff"
OUTLINE, BORDER = "#8c8c8c", "#a3a3a3"
_TITLE, _SUBTITLE, _TEXT, _LABEL, _SMALL = 38.0, 21.0, 18.0, 14.5, 13.5
_MARGIN = 48.0
_LEADING, _LABEL_LEADING = 1.45, 1.25
_NEAR = 90.0  # how far a callout may be that only names a place
_MOST_VERTICES = 200_000  # with more, what no pixel can show is dropped before all else
_MOST_HAIRLINES = 150  # with more places, the lines between them are thinner
_MOST_NAMED = 60  # with more places, names stand only where there is room for them
_ROW, _LEGEND_TITLE = 30.0, 300.0  # a line of the legend; how wide its title is without need
_DASHES = (0, (3.0, 2.0))

# matplotlib's settings are global to the process, and the page serves many users at once.
_LOCK = threading.Lock()
_SETTINGS: dict[RcKeyType, Any] = {
    "svg.hashsalt": "province-atlas",
    "svg.fonttype": "path",
    # This face has CFF outlines, which 42 declares as TrueType (matplotlib issue 20870).
    "pdf.fonttype": 3,
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
        return Drawing(choropleth, size, dpi).figure


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


class Drawing:
    """One drawn figure, with the boxes of its layout and the places in pixels."""

    def __init__(self, choropleth: Choropleth, size: tuple[int, int], dpi: float) -> None:
        self.map = choropleth
        self.width, self.height = map(float, size)
        self.unit = min(size) / 1080
        self.points = 72 / dpi  # points a pixel
        self.margin = _MARGIN * self.unit
        self.landscape = self.width >= 1.3 * self.height
        self.polygons = project(choropleth.layer.boundaries)
        # Where hundreds of borders meet they must not be all there is to see.
        thin = (_MOST_HAIRLINES / max(len(self.polygons), _MOST_HAIRLINES)) ** 0.5
        self.hairline = 0.9 * self.unit * self.points * thin
        bounds, has_inset = main_bounds(choropleth.layer.boundaries, self.polygons)
        self.extent = extent(bounds)
        if shapely.get_num_coordinates(list(self.polygons.values())).sum() > _MOST_VERTICES:
            finest = fit(bounds, Box(0, 0, self.width, self.height))
            self.polygons = lighten(self.polygons, tolerance=0.25 / finest.scale)
        self.figure = Figure(figsize=(size[0] / dpi, size[1] / dpi), dpi=dpi, facecolor=PAPER)
        FigureCanvasAgg(self.figure)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, self.width), ylim=(self.height, 0))
        self.axes.set_axis_off()
        self.labels: dict[str, Box] = {}
        self.callouts: dict[str, Box] = {}
        self.header = self._header()
        self.footer = self._footer()
        bottom = self.footer.top - 18 * self.unit
        self.legend = self._legend_box(bottom)
        self.inset = self._inset_box(bottom) if has_inset else None
        placement = self._place_map(bounds, bottom)
        self.drawn = placement.apply(lighten(self.polygons, tolerance=0.5 / placement.scale))
        edge = min(bottom, placement.top - placement.scale * bounds[1] + 4 * self.unit)
        #: What of the page the main map may cover; south of it there is the inset.
        self.window = Box(0, 0, self.width, edge if has_inset else bottom)
        self._places(self.drawn, self.window)
        self._labels(bottom)
        self._legend(self.legend)
        if self.inset:
            self._inset(self.inset)

    @property
    def furniture(self) -> tuple[Box, ...]:
        """The boxes besides the map and its labels."""
        return (self.header, self.footer, self.legend, *([self.inset] if self.inset else []))

    # -- text ---------------------------------------------------------------------------------

    def _text(self, x: float, y: float, text: str, size: float, **style: Any) -> None:
        """One line with its middle at ``y``; ``size`` in units."""
        self.axes.text(
            x, y, self._writable(text), fontproperties=face.font(size * self.unit * self.points),
            color=style.pop("color", INK), verticalalignment=style.pop("va", "center_baseline"),
            horizontalalignment=style.pop("ha", "left"), clip_on=False, parse_math=False, **style,
        )  # fmt: skip

    def _writable(self, text: str) -> str:
        return face.writable(text, self.map.language)

    def _wrap(self, text: str, size: float, wide: float) -> tuple[str, ...]:
        return face.wrap(self._writable(text), size * self.unit, wide)

    def _lines(self, left: float, top: float, lines: Sequence[str], size: float, color: str) -> Box:
        """Lines of text from ``top`` downwards; returns the box they take."""
        leading = size * self.unit * _LEADING
        for i, line in enumerate(lines):
            self._text(left, top + (i + 0.5) * leading, line, size, color=color)
        widest = max((face.width(line, size * self.unit) for line in lines), default=0.0)
        return Box(left, top, left + widest, top + len(lines) * leading)

    def _header(self) -> Box:
        wide = (self.width - 2 * self.margin) * (0.62 if self.landscape else 1.0)
        left, top = self.margin, self.margin * 0.7
        title = self._lines(left, top, self._wrap(self.map.title, _TITLE, wide), _TITLE, INK)
        subtitle = self._lines(
            left, title.bottom, self._wrap(self.map.subtitle, _SUBTITLE, wide), _SUBTITLE, GREY
        )
        return Box(left, top, max(title.right, subtitle.right), subtitle.bottom)

    def _footer(self) -> Box:
        """Notes and source along the foot."""
        gap = " " if self.map.language == "en" else ""
        wide = self.width - 2 * self.margin
        lines = [
            line
            for text in (gap.join(self.map.notes), self.map.source_line)
            for line in self._wrap(text, _SMALL, wide)
        ]
        high = len(lines) * _SMALL * self.unit * _LEADING
        return self._lines(self.margin, self.height - self.margin * 0.7 - high, lines, _SMALL, GREY)

    # -- layout -------------------------------------------------------------------------------

    def _legend_box(self, bottom: float) -> Box:
        """The count's column stands right of the longest label; a long unit takes more lines."""
        unit = self.unit
        counts = 24 * unit + self._count_width()
        labels = max(face.width(entry.label, _TEXT * unit) for entry in self.map.legend)
        rows = 46 * unit + labels + counts
        self.legend_title = self._wrap(
            self.map.legend_title, _TEXT, max(rows - counts, _LEGEND_TITLE * unit)
        )
        title = max(face.width(line, _TEXT * unit) for line in self.legend_title) + counts
        high = (len(self.legend_title) * _TEXT * _LEADING + 4 + len(self.map.legend) * _ROW) * unit
        return Box(self.margin, bottom - high, self.margin + max(rows, title), bottom)

    def _inset_box(self, bottom: float) -> Box:
        west, south, east, north = inset_bounds()
        right, high = self.width - self.margin, 232 * self.unit
        return Box(right - high * (east - west) / (north - south), bottom - high, right, bottom)

    def _place_map(self, bounds: Bounds, bottom: float) -> Placement:
        """The largest place for the map where title, legend and inset cover none of it."""
        gap = 14 * self.unit
        boxes = [box.grown(gap / 2) for box in (self.header, self.legend, self.inset) if box]
        under = min(box.top for box in (self.legend, self.inset) if box)
        coarse = lighten(self.polygons, tolerance=10_000 * self.extent).values()
        shape = shapely.clip_by_rect(unite(list(coarse)), *bounds)
        side = 130 * self.unit  # room for the callouts of the coast
        page = Box(self.margin, self.margin, self.width - self.margin - side, bottom)
        centre = (self.width / 2, (self.header.bottom + under) / 2)
        placement = fit_beside(shape, bounds, page, boxes, centre=centre)
        if placement is None or any(
            a.overlaps(b) for a, b in itertools.combinations(self.furniture, 2)
        ):
            raise DrawingError(
                "there is no room left for the map: make the picture wider or higher, or the "
                "title shorter."
            )
        return placement

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
                linewidth=self.hairline,
                joinstyle="round",
                zorder=1 if observation in absent else 2.5,
            )
            polygon.set_gid(f"inset-{observation.adcode}" if inset else observation.adcode)
            self._add(polygon, window)
        for status in ABSENT:
            self._hatch([drawn[o.adcode] for o in absent if o.status == status], status, window)
        if not self.map.layer.common_mark:
            for observation in self.map.places:
                if observation.status in MARKED:
                    inner = shapely.buffer(drawn[observation.adcode], -1.5 * self.unit)
                    self._add(self._dashed(_path(inner)), window)
        if not inset or len(drawn) > _MOST_HAIRLINES:
            whole = unite(list(drawn.values()))
            outline = PathPatch(_path(whole), facecolor="none", edgecolor=OUTLINE, zorder=3,
                                linewidth=self.unit * self.points)  # fmt: skip
            outline.set_gid("inset-outline" if inset else "outline")
            self._add(outline, window)

    def _add(self, artist: Artist, window: Box | None = None) -> None:
        self.axes.add_artist(artist)
        if window:
            clip = Rectangle((window.left, window.top), window.width, window.height,
                             transform=self.axes.transData)  # fmt: skip
            artist.set_clip_path(clip)

    def _hatch(
        self,
        polygons: Sequence[shapely.Geometry],
        status: str,
        window: Box | None = None,
        zorder: float = 2,
    ) -> None:
        """Diagonal lines over polygons, falling where a figure is not applicable and rising where
        there is none. They are lines and no pattern, to be the same in every format and size."""
        area = unite(polygons)
        if window:
            area = shapely.intersection(area, window.polygon)
        if area.is_empty:
            return
        left, top, right, bottom = area.bounds
        step = 7 * self.unit
        slant = 1 if status == "not_applicable" else -1
        ends = [x - slant * y for x in (left, right) for y in (top, bottom)]
        starts = np.arange(math.floor(min(ends) / step), math.ceil(max(ends) / step) + 1) * step
        lines = shapely.multilinestrings(
            [[(start + slant * top, top), (start + slant * bottom, bottom)] for start in starts]
        )
        parts = shapely.get_parts(shapely.intersection(lines, area))
        segments = [shapely.get_coordinates(p).round(1) for p in parts[shapely.length(parts) > 0]]
        self._add(
            LineCollection(
                segments,
                colors=self.map.scale.no_data_lines,
                zorder=zorder,
                linewidths=1.1 * self.unit * self.points,
            )
        )

    def _dashed(self, path: Path) -> PathPatch:
        return PathPatch(path, facecolor="none", edgecolor=INK, linestyle=_DASHES, zorder=4,
                         linewidth=1.1 * self.unit * self.points)  # fmt: skip

    # -- labels and callouts ------------------------------------------------------------------

    def _labels(self, bottom: float) -> None:
        """Names on the places, with figures where they are few; callouts where there is no room."""
        few = has_few_values(self.map.layer)
        small = small_places(self.polygons, extent=self.extent)
        callouts, names = [], []
        for observation in self.map.places:
            adcode, has_value = observation.adcode, observation.value is not None
            lines = [self.map.name(adcode)]
            if has_value and (few or adcode in small):
                lines.append(self._value(observation))
            shown = shapely.intersection(self.drawn[adcode], self.window.polygon)
            if shown.is_empty:
                continue
            x, y, _ = pole(shown, self.unit)
            box = None if adcode in small else self._label_box((x, y), lines, shown)
            if box:
                self.labels[adcode] = box
                self._label(box.centre, lines, self.map.colour_of(observation))
            elif adcode in small or (few and has_value):
                callouts.append((observation, (x, y), lines))
            else:
                names.append((observation, (x, y), lines))
        edge = self.margin * 0.6
        page = Box(edge, edge, self.width - edge, bottom)
        taken = [*self.furniture, *self.labels.values()]
        free = FreePlaces(list(self.drawn.values()), page, taken, self.unit)
        # From north to south, so that the lines of a coast do not cross.
        for observation, point, lines in sorted(callouts, key=lambda callout: callout[1][1]):
            self._callout(observation, point, lines, free, reach=0.6 * page.width)
        # A name alone is not worth a long line across other places.
        if len(self.map.places) > _MOST_NAMED:
            return
        for observation, point, lines in sorted(names, key=lambda name: name[1][1]):
            self._callout(observation, point, lines, free, reach=_NEAR * self.unit)

    def _value(self, observation: Observation) -> str:
        assert observation.value is not None
        text = write_value(observation.value, self.map.layer.indicator, self.map.language)
        if observation.status in MARKED and not self.map.layer.common_mark:
            text += f" ({word(observation.status, self.map.language)})"
        return text

    def _label_box(
        self, centre: tuple[float, float], lines: Sequence[str], shown: shapely.Geometry
    ) -> Box | None:
        """Where the words fit into a place, as near to a centre as can be; a letter may touch the
        border before a name is left out."""
        size = _LABEL * self.unit
        wide = max(face.width(line, size) for line in lines)
        high = size * ((len(lines) - 1) * _LABEL_LEADING + 0.95)  # of the letters
        step, over = 5 * self.unit, 3 * self.unit
        box = place_within(shown, wide, high, centre, step=step)
        if box or not (box := place_within(shown, wide - 2 * over, high, centre, step=step)):
            return box
        wider = Box(box.left - over, box.top, box.right + over, box.bottom)
        return None if any(wider.overlaps(label) for label in self.labels.values()) else wider

    def _label(self, centre: tuple[float, float], lines: Sequence[str], fill: str) -> None:
        leading = _LABEL * self.unit * _LABEL_LEADING
        for i, line in enumerate(lines):
            y = centre[1] + (i - (len(lines) - 1) / 2) * leading
            if fill == self.map.scale.no_data:  # the hatch would run through the letters
                # A stroke of its own: text with an effect is no longer text in SVG and PDF.
                halo = Stroke(linewidth=4 * self.unit * self.points, foreground=fill)
                self._text(centre[0], y, line, _LABEL, ha="center", zorder=5.8,
                           path_effects=[halo])  # fmt: skip
            self._text(centre[0], y, line, _LABEL, ha="center", color=ink_on(fill), zorder=6)

    def _callout(
        self,
        observation: Observation,
        point: tuple[float, float],
        lines: Sequence[str],
        free: FreePlaces,
        *,
        reach: float,
    ) -> None:
        """Swatch and words at the nearest free place, with a line to the place."""
        unit = self.unit
        swatch, text = 15 * unit, "  ".join(lines)
        wide = swatch + 7 * unit + face.width(text, _LABEL * unit)
        found = free.take(point, wide, 20 * unit, reach=reach)
        if found is None:
            return
        box, (_, y) = found.box, found.box.centre
        self.callouts[observation.adcode] = box
        self._add(LineCollection([[point, found.end]], colors=INK, zorder=5,
                                 linewidths=0.8 * unit * self.points))  # fmt: skip
        self.axes.plot(*point, marker="o", markersize=3 * unit * self.points, color=INK, zorder=5)
        square = Box(box.left, y - swatch / 2, box.left + swatch, y + swatch / 2)
        self._swatch(square, self.map.colour_of(observation), observation.status)
        self._text(square.right + 7 * unit, y, text, _LABEL, zorder=6)

    # -- legend and inset ---------------------------------------------------------------------

    def _count_width(self) -> float:
        heading = word("places", self.map.language)
        texts = (heading, *(str(entry.count) for entry in self.map.legend))
        return max(face.width(text, _SMALL * self.unit) for text in texts)

    def _legend(self, box: Box) -> None:
        unit = self.unit
        title = self._lines(box.left, box.top, self.legend_title, _TEXT, INK)
        heading, y = word("places", self.map.language), box.top + _TEXT * unit * _LEADING / 2
        self._text(box.right, y, heading, _SMALL, ha="right", color=GREY)
        for i, entry in enumerate(self.map.legend):
            y = title.bottom + (4 + (i + 0.5) * _ROW) * unit
            self._legend_swatch(
                entry, Box(box.left, y - 10 * unit, box.left + 34 * unit, y + 10 * unit)
            )
            self._text(box.left + 46 * unit, y, entry.label, _TEXT)
            self._text(box.right, y, str(entry.count), _SMALL, ha="right", color=GREY)

    def _legend_swatch(self, entry: LegendEntry, box: Box) -> None:
        if entry.kind not in MARKED:
            self._swatch(box, entry.colour, entry.kind)
        elif entry.kind != self.map.layer.common_mark:
            self._add(self._dashed(_path(box.grown(-1.5 * self.unit).polygon)))

    def _swatch(self, box: Box, colour: str, status: str) -> None:
        hatched = status in ABSENT
        swatch = Rectangle((box.left, box.top), box.width, box.height, facecolor=colour, zorder=5,
                           edgecolor=OUTLINE if hatched else "none",
                           linewidth=0.7 * self.unit * self.points)  # fmt: skip
        self._add(swatch)
        if hatched:
            self._hatch([box.polygon], status, zorder=5.5)

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
