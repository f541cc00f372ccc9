"""A map that shows itself, and how one of the catalogue is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from geo.draw import (
    DEFAULT,
    Annotation,
    Brand,
    LabelChange,
    Labels,
    LegendDetail,
    LegendPlace,
    LegendShape,
    Letters,
    Medium,
    Style,
    Theme,
    at_places,
    read_brand,
    with_size,
)
from geo.export import (
    Slides,
    build_periods,
    choose_periods,
    export,
    for_file,
    format_of,
    make_bundle,
    maps_of,
    to_work,
    write_file,
)
from geo.indicators import relate
from geo.maps import (
    ClassesFrom,
    ClassesOf,
    MapRequest,
    draw_indicator,
    make_plate,
)
from geo.maps import build as build_map
from geo.model import (
    Arrangement,
    Choropleth,
    ExportError,
    GeoError,
    Indicator,
    Language,
    Level,
    Plate,
)
from geo.notebook.frames import frame_of, with_polygons
from geo.notebook.telling import told_in
from geo.places import find_part, load_boundaries
from geo.tables import Work, find_codes, read_period, to_saved

if TYPE_CHECKING:
    import geopandas
    import pandas as pd

#: Where no HTML is shown, a picture this wide is: pixels.
_PREVIEW = 960
_HEIGHT = 640  # of the map in a notebook, pixels


@dataclass(frozen=True, eq=False)
class Map:
    """A map that shows itself: interactive where HTML is shown, else as a picture.

    Parameters
    ----------
    choropleth
        The map as a value: places, classes, colours, words.
    style
        How pictures of it look.
    request
        What was asked for.
    work
        The table that it was made of, if it was.

    Examples
    --------
    >>> import geo
    >>> people = geo.build("population-2020")
    >>> people
    <Map 'Census population by province, 2020': 31 of 34 places, quantiles, 5 classes>
    >>> int(people.to_frame().loc["310000", "value"])
    24870895
    """

    choropleth: Choropleth
    style: Style = DEFAULT
    request: MapRequest = field(default=MapRequest(""), repr=False)
    work: Work | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        classes, places = self.choropleth.scale.classes, self.choropleth.places
        known = sum(place.value is not None for place in places)
        return (
            f"<Map {self.choropleth.title!r}: {known} of {len(places)} places, "
            f"{classes.scheme}, {classes.k} classes>"
        )

    def _repr_html_(self) -> str:
        """The interactive map, which needs no network and reaches nothing of the page."""
        page = escape(export(self.choropleth, "html").decode())
        return (
            f'<iframe title="{escape(self.choropleth.title)}" srcdoc="{page}" '
            'sandbox="allow-scripts" '
            f'style="width: 100%; height: {_HEIGHT}px; border: 0"></iframe>'
        )

    def _repr_png_(self) -> bytes:
        return self._preview

    @cached_property
    def _preview(self) -> bytes:
        width, height = self.style.size
        scale = min(1.0, _PREVIEW / width)
        size = (round(width * scale), round(height * scale))
        return export(self.choropleth, "png", style=replace(self.style, size=size))

    def to_frame(self) -> pd.DataFrame:
        """What is shown, a row a place.

        Returns
        -------
        DataFrame
            Indexed by ``adcode``: ``name_zh``, ``name_en``, below the provinces also ``level``, the
            places above and ``within``, then ``value`` (NaN where there is none), ``unit``,
            ``status``, ``class`` (from 1, the lowest), ``date``, ``note``, ``source``.
        """
        return frame_of(self.choropleth)

    def to_geodataframe(self) -> geopandas.GeoDataFrame:
        """What is shown, with ``colour`` and the polygons in WGS 84 (EPSG:4326)."""
        frame = self.to_frame().assign(
            colour=[self.choropleth.colour_of(place) for place in self.choropleth.places]
        )
        return with_polygons(frame, self.choropleth.layer.boundaries)

    def save(
        self, path: str | Path, *, template: str | Path | None = None,
        formats: Sequence[str] = ("png",), periods: str | int | Sequence[str | int] = (),
        slides: Slides = "together",
    ) -> Path:  # fmt: skip
        """Write the map to a file; the format comes from the ending.

        Parameters
        ----------
        path
            png, svg, pdf, pptx, gif, mp4, html, geojson, csv, xlsx or json; or zip for
            a bundle with the data and how to cite them.
        template
            A .pptx that the slide is added to.
        formats
            Of a .zip: the formats of its pictures.
        periods
            Several periods in one file, as its format shows them: ``all``, a list such as
            ``[2010, 2020]``, or ranges such as ``2010..2024``; only this one when left out.
        slides
            Of a .pptx of several periods: ``together`` on one slide, or a slide each (``periods``).

        Returns
        -------
        Path
            Where it was written.

        Raises
        ------
        UnknownNameError
            If there is no such format.
        ExportError
            If the file cannot be written, or the template not be used.
        DrawingError
            If the picture cannot be drawn in its style.

        Examples
        --------
        >>> import geo
        >>> geo.build("gdp-2020", theme="dark", size="640x480").save("gdp.svg")
        PosixPath('gdp.svg')
        """
        path = Path(path)
        with told_in(self.choropleth.language):
            picture = self._of(periods) if periods else self.choropleth
            if path.suffix.lower() == ".zip":
                if periods:
                    raise ExportError("cli.one_map")
                content = make_bundle(
                    self.choropleth, tuple(formats), style=self.style, work=self._again()
                )
            else:
                ending = format_of(path)
                deck = None if template is None else _read(Path(template))
                content = export(
                    picture,
                    ending,
                    style=for_file(self.style, ending),
                    template=deck,
                    slides=slides,
                )
            write_file(path, content)
        return path

    def _of(self, periods: str | int | Sequence[str | int]) -> Plate:
        """The same map of several periods."""
        wished = str(periods) if isinstance(periods, int) else periods
        if self.request.indicator:
            return build_periods(self.request, wished)
        layer = self.choropleth.layer
        chosen = choose_periods(wished, layer.indicator.periods, of=layer.indicator.id)
        # What was asked for of the figures is done.
        request = replace(self.request, language=self.choropleth.language, change=None, since=None)
        maps = maps_of(
            layer.indicator, request, chosen, report=layer.report, boundaries=layer.boundaries
        )
        return make_plate(maps, title=self.request.title)

    def _again(self) -> dict[str, bytes]:
        """What opens the map again, by its ending."""
        if self.work is not None:
            return {} if self.work.places else {".atlas.json": to_saved(self.work)}
        return to_work(self.request, self.style) if self.request.indicator else {}


def build(
    indicator: str | Indicator, *, period: str | int | None = None, per: str | None = None,
    scheme: str = "quantiles", k: int = 5, edges: Iterable[float] | None = None,
    classes_of: ClassesOf = "shown", palette: str | None = None,
    language: Language = "en", title: str | None = None, open_ended: bool = False,
    decimals: int | None = None, unit: str | None = None, notes: str = "full",
    symbols: str | None = None, minus: str | None = None, minus_period: str | int | None = None,
    change: str | None = None, since: str | int | None = None,
    level: Level | None = None, within: str | int | None = None,
    classes_from: ClassesFrom = "part",
    arrangement: Arrangement = "map", sized_by: str | None = None, against: str | None = None,
    size: str | tuple[int, int] = "slide", dpi: float | None = None, theme: Theme = "light",
    labels: Labels = "auto", legend: LegendShape = "vertical", detail: LegendDetail = "counts",
    strip: bool = False, maritime: bool = False, highlight: str | Iterable[str] = (),
    crop: str | Iterable[str] = (), letters: Letters = "paths",
    labels_changed: Iterable[LabelChange] = (), annotations: Iterable[Annotation] = (),
    legend_place: LegendPlace = "auto", text_size: float = 1.0,
    medium: Medium = "auto",
    brand: Brand | str | Path | None = None,
) -> Map:  # fmt: skip
    """A map of an indicator; the options are those of ``province-atlas render``.

    Parameters
    ----------
    indicator
        An id of the catalogue (:func:`geo.list_indicators`), or an indicator itself.
    period
        The period to show, e.g. ``2020`` or ``2020-06``; the latest when left out.
    per
        What figures are related to: ``population``, ``area`` or ``gdp``.
    scheme, k, edges, classes_of
        How classes are made, see :func:`geo.classify`; from what is ``shown`` or ``all`` periods.
    palette
        A palette's id.
    language
        ``en`` or ``zh``: of all words, and of errors.
    title, open_ended
        A title of your own; whether the outer classes are written without their outer edges.
    decimals, unit
        Those of all numbers of the map, such as ``billion yuan``, in place of what suits them.
    notes
        What stands under the map: ``full``, ``short``, ``none``, or a text of your own.
    symbols
        A count that circles show; the indicator's own makes a map of circles alone.
    minus, minus_period
        An indicator and a period to take away.
    change, since
        The ``difference`` between the period ``since``, the earliest when left out, and ``period``;
        or that in ``percent``, or in per cent ``per_year``.
    level
        ``province``, ``prefecture`` or ``county``.
    within
        A province or prefecture, by name or code: the map is of the places in it, by the level
        that divides it where none is named.
    classes_from
        Whose figures the classes of such a ``part`` are made from: its own, or the ``country``'s.
    arrangement, sized_by
        Where places stand: as on a ``map``, a square each (``tiles``), or as circles (``dorling``)
        whose areas are in proportion to a count, the indicator's own where none is named.
    against
        A second indicator, for a map of both in nine colours.
    size, dpi
        Of pictures: ``slide``, ``4k``, ``a4-landscape``, ``170x120mm``, or pixels as (width,
        height); pixels an inch.
    theme, labels, legend, detail, strip, maritime, letters, legend_place, text_size,
    medium
        How pictures look, see :class:`geo.Style`.
    highlight, crop
        Places, by name or code, to outline or to cut pictures to.
    labels_changed
        Labels to leave out, to move or to reword, see :class:`geo.LabelChange`.
    brand
        An office's fonts, colours, logo and footer, or their .toml, see :func:`geo.read_brand`.
    annotations
        Words of your own with an arrow, a box or a circle, see :class:`geo.Annotation`.

    Returns
    -------
    Map
        It shows itself in a notebook.

    Raises
    ------
    UnknownNameError
        If a name or an option is none that is known; the nearest is named.
    ClassificationError, DrawingError, GeoError
        If it cannot be done as asked.

    Examples
    --------
    >>> import geo
    >>> geo.build("population-density", k=6, language="zh")
    <Map '2024年分地区人口密度': 31 of 34 places, quantiles, 6 classes>
    >>> geo.build("population-2020", within="Anhui")
    <Map 'Census population by prefecture, Anhui, 2020': 16 of 16 places, quantiles, 5 classes>
    """
    with told_in(language):
        request = MapRequest(
            indicator if isinstance(indicator, str) else "", period=as_period(period), per=per,
            scheme=scheme, k=k, edges=as_edges(edges), palette=palette, language=language,
            title=title, open_ended=open_ended, decimals=decimals, unit=unit, notes=notes,
            symbols=symbols, minus=minus,
            minus_period=as_period(minus_period), classes_of=classes_of, change=change,
            since=as_period(since), level=level, classes_from=classes_from,
            arrangement=arrangement, sized_by=sized_by, against=against,
            within=None if within in (None, "") else find_part(str(within)),
        )  # fmt: skip
        style = Style(theme=theme, labels=labels, legend=legend, detail=detail, strip=strip,
                      maritime=maritime, letters=letters, legend_place=legend_place,
                      text_size=text_size, medium=medium, annotations=tuple(annotations),
                      brand=as_brand(brand))  # fmt: skip
        request = replace(request, palettes=style.palettes)
        if isinstance(indicator, str):
            choropleth = build_map(request)
        else:
            choropleth = draw_indicator(_related(indicator, request), request)
        style = sized(style, choropleth, size, dpi, highlight, crop, labels_changed)
        return Map(choropleth, style, request)


def _related(indicator: Indicator, request: MapRequest) -> Indicator:
    """An indicator that is not in the catalogue, related to what the request says."""
    asked = {"minus": request.minus, "minus_period": request.minus_period}
    if given := [name for name, said in asked.items() if said]:
        raise GeoError("cli.of_catalogue", options=given)
    if request.per is not None:
        indicator = relate(indicator, request.per, load_boundaries(indicator.boundaries))
    return indicator


def as_period(text: str | int | None) -> str | None:
    """A period as the catalogue writes it: 2020年6月 is 2020-06."""
    return None if text is None else read_period(str(text)) or str(text)


def as_brand(brand: Brand | str | Path | None) -> Brand | None:
    """A brand, or that of a file."""
    return read_brand(Path(brand)) if isinstance(brand, str | Path) else brand


def as_edges(edges: Iterable[float] | None) -> tuple[float, ...] | None:
    """Edges of classes as numbers."""
    return None if edges is None else tuple(map(float, edges))


def sized(
    style: Style, choropleth: Choropleth, size: str | tuple[int, int], dpi: float | None,
    highlight: str | Iterable[str], crop: str | Iterable[str],
    labels_changed: Iterable[LabelChange] = (),
) -> Style:  # fmt: skip
    """A style with its size, and with places by their codes."""
    text = size if isinstance(size, str) else "x".join(map(str, size))
    places = choropleth.layer.boundaries
    return replace(
        with_size(style, text, dpi=dpi),
        highlight=find_codes(highlight, places),
        crop=find_codes(crop, places),
        labels_changed=at_places(tuple(labels_changed), places),
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GeoError("cli.unreadable", path=path, reason=error.strerror or str(error)) from error
