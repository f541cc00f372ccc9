"""The verb ``render``: a map as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from geo.cli.batch import run_jobs
from geo.cli.files import read_file, write_report
from geo.cli.looks import StyleOptions
from geo.cli.options import Argument, Option, Options, Report, gathered
from geo.cli.periods import PeriodOptions
from geo.cli.places import PlaceOptions
from geo.cli.remarks import say_embedding, say_reading, say_unmatched
from geo.cli.table import TableOptions
from geo.cli.words import Lang, language_of
from geo.model import (
    ARRANGEMENTS,
    KINDS,
    Choropleth,
    ClassificationError,
    ExportError,
    GeoError,
    Language,
    Plate,
)

if TYPE_CHECKING:
    from geo.draw import Style
    from geo.maps import MapRequest
    from geo.tables import Choices, Work

DEFAULT_OUTPUT = Path("map.png")


@dataclass(frozen=True)
class FigureOptions(Options):
    """What is said of a table's figures, beside how they are read, and of what became of it."""

    kind: Annotated[str | None, Option(help="count, ratio, index or category, for a table.")] = None
    unit: Annotated[
        str | None,
        Option(help="The unit of a table's figures; of the catalogue's, as --shown-in."),
    ] = None
    source: Annotated[str | None, Option(help="The source of a table's figures.")] = None
    report: Report = None

    def choices(self, said: Choices, *, per: str | None, time: PeriodOptions) -> Choices:
        """What was decided of a table, with what the options say.

        Raises
        ------
        GeoError
            If an option cannot be understood.
        """
        from geo.draw import one_of

        # Of several periods, each map is of a change of its own.
        how, first, last = ("", None, None) if time.periods else time.span()
        return replace(
            said,
            per=per or said.per,
            change=how or said.change,
            change_from=(first if how else None) or said.change_from,
            change_to=(last if how else None) or said.change_to,
            kind=said.kind if self.kind is None else one_of("kind", self.kind, KINDS),
            unit=said.unit if self.unit is None else self.unit,
            source=said.source if self.source is None else self.source,
        )


@dataclass(frozen=True)
class MapOptions(Options):
    """What a map shows, and how its classes and colours are made."""

    per: Annotated[
        str | None, Option(help="population, area or gdp; of a table also a column.")
    ] = None
    scheme: Annotated[str, Option(help="How classes are made.")] = "quantiles"
    k: Annotated[int, Option(help="Number of classes, 2 to 9.")] = 5
    edges: Annotated[str | None, Option(help="Edges of the classes, e.g. 0,100,300.")] = None
    classes_of: Annotated[
        str,
        Option(help="Whose figures make the classes: what is shown, all periods, each map."),
    ] = "shown"
    palette: Annotated[str | None, Option(help="A palette's id.")] = None
    title: Annotated[str | None, Option(help="A title of your own.")] = None
    open_ended: Annotated[
        bool, Option("--open-ended", help="First and last class without their outer edge.")
    ] = False
    symbols: Annotated[
        str | None,
        Option(help="A count to show as circles; the indicator's own: circles alone."),
    ] = None
    shown_in: Annotated[
        str | None, Option(help="The unit of all numbers of the picture: billion yuan, 万人.")
    ] = None
    decimals: Annotated[int | None, Option(help="The decimals of all numbers of the picture.")] = (
        None
    )
    notes: Annotated[
        str, Option(help="Under the map: full, short, none, or a text of your own.")
    ] = "full"
    arrangement: Annotated[
        str, Option(help="Where places stand: map, tiles (a square each) or dorling.")
    ] = "map"
    sized_by: Annotated[
        str | None, Option(help="The count that the circles of a dorling are by.")
    ] = None
    against: Annotated[
        str | None, Option(help="A second indicator, for a map of both in nine colours.")
    ] = None

    def request(
        self, indicator: str, catalogue: CatalogueOptions, time: PeriodOptions, language: Language
    ) -> MapRequest:
        """The map that is asked for; a table's has no indicator.

        Raises
        ------
        GeoError
            If an option cannot be understood.
        """
        from geo.draw import one_of
        from geo.maps import CLASSES_OF, MapRequest

        how, first, last = time.span()
        return MapRequest(
            indicator=indicator,
            period=last,
            per=self.per,
            scheme=self.scheme,
            k=self.k,
            edges=_parse_edges(self.edges),
            palette=self.palette,
            language=language,
            title=self.title,
            open_ended=self.open_ended,
            symbols=self.symbols,
            unit=self.shown_in,
            decimals=self.decimals,
            notes=self.notes,
            minus=catalogue.minus,
            minus_period=catalogue.minus_period,
            classes_of=one_of("choice of classes", self.classes_of, CLASSES_OF),
            change=how,
            since=first,
            arrangement=one_of("arrangement", self.arrangement, ARRANGEMENTS),
            sized_by=self.sized_by,
            against=self.against,
        )


@dataclass(frozen=True)
class CatalogueOptions(Options):
    """What is only asked for of indicators of the catalogue."""

    minus: Annotated[str | None, Option(help="An indicator to take away.")] = None
    minus_period: Annotated[str | None, Option(help="A period to take away.")] = None
    with_: Annotated[
        list[str] | None,
        Option("--with", help="A map beside: gdp-2020, or gdp-2020:2020; repeatable."),
    ] = None

    def picture(
        self, request: MapRequest, periods: str | None, *, by_province: bool = False
    ) -> Choropleth | Plate:
        """The map, or several: of provinces, of periods, and of other indicators beside.

        Raises
        ------
        GeoError
            If it cannot be drawn as asked for.
        """
        from geo.export import requests_of
        from geo.maps import beside, build, build_by_province, build_plate

        if by_province:
            if self.with_ or periods:
                raise GeoError("cli.by_province_alone")
            return build_by_province(request)
        if not (self.with_ or periods):
            return build(request)
        wished = requests_of(request, periods) if periods else (request,)
        others = [beside(wished, other) for other in self.with_ or ()]
        requests = [replace(wish, title=None) for wish in (*wished, *others)]
        return build_plate(requests, title=request.title)


@gathered
def render(
    indicator: Annotated[str | None, Argument(help="An indicator's id.")] = None,
    *,
    output: Annotated[
        Path,
        Option(
            "-o",
            "--output",
            help="png, svg, pdf, pptx, gif, mp4, html, geojson, csv, xlsx or json.",
        ),
    ] = DEFAULT_OUTPUT,
    table: Annotated[Path | None, Option(help="Your own table instead, or saved work.")] = None,
    reading: TableOptions,
    figures: FigureOptions,
    wish: MapOptions,
    where: PlaceOptions,
    time: PeriodOptions,
    catalogue: CatalogueOptions,
    looks: StyleOptions,
    template: Annotated[Path | None, Option(help="A .pptx that the slide is added to.")] = None,
    formats: Annotated[
        str, Option(help="For a .zip: the formats of its pictures, e.g. png,pptx.")
    ] = "png",
    batch: Annotated[
        Path | None, Option(help="A TOML or JSON file of jobs; -o is then a folder.")
    ] = None,
    lang: Lang = "en",
) -> None:
    """Draw a map and write it to a file; the format comes from the ending. A .zip has the map in
    several formats, with its data and how to cite it."""
    language = language_of(lang)
    if batch is not None:
        if indicator or table:
            raise GeoError("cli.batch_alone")
        run_jobs(batch, Path() if output == DEFAULT_OUTPUT else output)
        return
    from geo.export import export, format_of, write_file

    if table is None:  # whose unit is known: what is said is the one to be shown
        wish = replace(wish, shown_in=wish.shown_in or figures.unit)
        figures = replace(figures, unit=None)
    bundled = output.suffix.lower() == ".zip"
    file_format = "zip" if bundled else format_of(output)
    _check_one_of_two(indicator, table, [*reading.said(), *figures.said()], catalogue.said())
    _check_texts(
        wish.title, wish.shown_in, wish.notes, figures.unit, figures.source, *(reading.fix or ())
    )
    style, slides = looks.style(), time.how_slides()
    request = where.added(wish.request(indicator or "", catalogue, time, language))
    request = replace(request, palettes=style.palettes)
    if table is None:
        picture = catalogue.picture(request, time.periods, by_province=where.by_province)
    else:
        picture = _of_table(table, reading, figures, request, time, where=where)
    layer = (picture.maps[0] if isinstance(picture, Plate) else picture).layer
    style = looks.with_places(style, layer.boundaries)
    if bundled:
        content = _bundle(picture, formats, style=style, request=request, table=table)
    else:
        deck = read_file(template) if template is not None else None
        content = export(picture, file_format, style=style, template=deck, slides=slides)
    write_file(output, content)
    if file_format == "html":
        say_embedding(output, picture)
    say_unmatched(layer.report, language=language, places=layer.boundaries)


def _check_one_of_two(
    indicator: str | None, table: Path | None, of_table: list[str], of_catalogue: list[str]
) -> None:
    """A map is of an indicator or of a table, and options of the other one say nothing."""
    if (indicator is None) == (table is None):
        raise GeoError("cli.one_of_two")
    if table is not None and of_catalogue:
        raise GeoError("cli.of_catalogue", options=of_catalogue)
    if table is None and of_table:
        raise GeoError("cli.of_table", options=of_table)


def _of_table(
    table: Path,
    reading: TableOptions,
    figures: FigureOptions,
    request: MapRequest,
    time: PeriodOptions,
    *,
    where: PlaceOptions,
) -> Choropleth | Plate:
    """The map of a user's table, or those of its periods; says what was found in it, and writes its
    report."""
    from geo.export import choose_periods, maps_of
    from geo.maps import build_by_province, draw_indicator, make_plate
    from geo.tables import indicator_of, join_work, of_period

    # Classes of the country are made from the whole table.
    whole = where.by_province or (request.within is not None and request.classes_from == "country")
    work = reading.work(table, request.level, "" if whole else where.within_said())
    request = replace(request, level=None, within=request.within if whole else None)
    work = replace(work, choices=figures.choices(work.choices, per=request.per, time=time))
    changed = bool(work.choices.change)
    joined = join_work(work)
    asked = None if changed else time.periods or request.period
    found = of_period(joined, asked)
    say_reading(found.reading, one_column=True, language=request.language)
    write_report(found.report.to_dict(), figures.report)
    indicator, boundaries = indicator_of(found), found.boundaries
    if where.by_province:
        if time.periods:
            raise GeoError("cli.by_province_alone")
        plate = build_by_province(request, indicator, report=found.report, boundaries=boundaries)
        return replace(plate, whole=_added_up(work, asked, request))
    if not time.periods:
        request = replace(request, change=None, since=None)
        request = replace(request, period=None) if changed else request
        return draw_indicator(indicator, request, report=found.report, boundaries=boundaries)
    chosen = choose_periods(time.periods, indicator.periods, of=table.name)
    maps = maps_of(indicator, request, chosen, report=found.report, boundaries=boundaries)
    return make_plate(maps, title=request.title)


def _added_up(work: Work, period: str | None, request: MapRequest) -> Choropleth | None:
    """The map by province of a table of a lower level; None where nothing adds up to it."""
    from geo.maps import draw_indicator
    from geo.tables import indicator_of, join_work, of_period

    above = replace(work, choices=replace(work.choices, sum_to="province"))
    try:
        found = of_period(join_work(above), period)
        return draw_indicator(
            indicator_of(found), request, report=found.report, boundaries=found.boundaries
        )
    except GeoError:
        return None


def _bundle(
    picture: Choropleth | Plate,
    formats: str,
    *,
    style: Style,
    request: MapRequest,
    table: Path | None,
) -> bytes:
    from geo.export import make_bundle, to_work

    if isinstance(picture, Plate):
        raise ExportError("cli.one_map")
    wished = [part.strip().lower() for part in formats.split(",") if part.strip()]
    if table is None:
        work = to_work(request, style)
    elif table.name.lower().endswith(".atlas.json"):
        work = {".atlas.json": read_file(table)}
    else:
        work = {}
    return make_bundle(picture, wished, style=style, work=work)


def _parse_edges(text: str | None) -> tuple[float, ...] | None:
    if text is None:
        return None
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise ClassificationError("classify.edges", text=text) from None


def _check_texts(*texts: str | None) -> None:
    for text in filter(None, texts):
        try:
            text.encode()
        except UnicodeEncodeError:
            raise GeoError("cli.encoding", text=text) from None
