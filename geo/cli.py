"""The same pipe from the command line: ``python -m geo``.

Exit code 0, or 2 with one clear message on standard error; never a traceback for bad input.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli_points import count as count_
from geo.cli_points import synthesize
from geo.cli_words import Lang, asked_language, language_of, say, words
from geo.model import (
    CLAUSES,
    KINDS,
    LANGUAGES,
    LINES,
    Boundaries,
    Choropleth,
    ClassificationError,
    ExportError,
    GeoError,
    Indicator,
    JoinReport,
    Language,
    Plate,
    Text,
    UnknownNameError,
    joined,
    listed,
    phrase,
    plain_number,
)
from geo.tables import read_period

if TYPE_CHECKING:
    from geo.draw import Style
    from geo.maps import MapRequest
    from geo.tables import Reading, Work


DEFAULT_OUTPUT = Path("map.png")

app = typer.Typer(
    help="Maps of China's provinces: indicators, joins and images.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command()(count_)
app.command()(synthesize)

Output = Annotated[Path | None, typer.Option("-o", "--output", help="The file to write.")]
Report = Annotated[Path | None, typer.Option(help="Write the join report (JSON) to this file.")]
# What a user decides about a table; everything left out is found, and said.
Sheet = Annotated[str | None, typer.Option(help="The sheet of a workbook.")]
Header = Annotated[str | None, typer.Option(help="The rows of the heading: 3, 3-4 or none.")]
Key = Annotated[str | None, typer.Option(help="The column with names or codes.")]
Value = Annotated[str | None, typer.Option(help="The column with figures (or with categories).")]
Aggregate = Annotated[
    str | None, typer.Option(help="For a list: count, sum, mean or share; rows: a row is a place.")
]
Where = Annotated[
    list[str] | None, typer.Option(help="A condition rows must meet: status=built, cost>=10.")
]
PeriodColumn = Annotated[
    str | None, typer.Option(help="The column with periods; none where there is none.")
]
Duplicates = Annotated[str, typer.Option(help="A place in several rows: first, last, sum or mean.")]
Fix = Annotated[list[str] | None, typer.Option(help="What a spelling means: Shangdong=370000.")]
Bounds = Annotated[
    str, typer.Option("--boundaries", help="provinces, regions, or a file: zip, geojson, gpkg.")
]
Crs = Annotated[str | None, typer.Option(help="The CRS of a boundary file that states none.")]
Sector = Annotated[str, typer.Option(help="Only rows of one sector, e.g. 5g.")]
SectorColumn = Annotated[str | None, typer.Option(help="The column that says a row's sector.")]

#: So many rows are named on standard error; the report has all.
_MOST_SAID = 50
#: So many rows of one text are named.
_ROWS_SAID = 3

#: The columns of a joined table that say which place a row is.
_PLACE = ("adcode", "name_zh", "name_en")


@app.command()
def indicators(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False, lang: Lang = "en"
) -> None:
    """List the indicators."""
    from geo.indicators import list_indicators

    language, catalogue = language_of(lang), list_indicators()
    if as_json:
        typer.echo(json.dumps([_describe(i) for i in catalogue], ensure_ascii=False, indent=1))
        return
    wide = max(len(indicator.id) for indicator in catalogue)
    for indicator in catalogue:
        about = words(
            "indicator", language, en=indicator.title.en, zh=indicator.title.zh,
            unit=indicator.unit[language], count=len(indicator.numbers()),
        )  # fmt: skip
        typer.echo(f"{indicator.id:{wide}}  {about}")


def _describe(indicator: Indicator) -> dict[str, object]:
    return {
        "id": indicator.id,
        "title": {lang: indicator.title[lang] for lang in LANGUAGES},
        "unit": {lang: indicator.unit[lang] for lang in LANGUAGES},
        "kind": indicator.kind,
        "periods": list(indicator.periods),
        "figures": len(indicator.numbers()),
        "statuses": sorted({o.status for o in indicator.values}),
        "source": indicator.source.citation.en,
    }


@app.command()
def render(
    indicator: Annotated[str | None, typer.Argument(help="An indicator's id.")] = None,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help="png, svg, pdf, html, geojson, csv, xlsx or json."),
    ] = DEFAULT_OUTPUT,
    table: Annotated[
        Path | None, typer.Option(help="Your own table instead, or saved work.")
    ] = None,
    sheet: Sheet = None,
    header: Header = None,
    key: Key = None,
    value: Value = None,
    aggregate: Aggregate = None,
    where: Where = None,
    sector: Sector = "",
    sector_column: SectorColumn = None,
    period_column: PeriodColumn = None,
    duplicates: Duplicates = "",
    fix: Fix = None,
    boundaries: Bounds = "provinces",
    crs: Crs = None,
    kind: Annotated[
        str | None, typer.Option(help="count, ratio, index or category, for a table.")
    ] = None,
    unit: Annotated[str | None, typer.Option(help="The unit of a table's figures.")] = None,
    source: Annotated[str | None, typer.Option(help="The source of a table's figures.")] = None,
    report: Report = None,
    period: Annotated[
        str | None, typer.Option(help="The period to show: 2020, 2020-06, 2020年6月.")
    ] = None,
    per: Annotated[
        str | None, typer.Option(help="population, area or gdp; of a table also a column.")
    ] = None,
    change: Annotated[
        str | None,
        typer.Option(help="difference or percent, first to last or percent:2019:2020."),
    ] = None,
    scheme: Annotated[str, typer.Option(help="How classes are made.")] = "quantiles",
    k: Annotated[int, typer.Option(help="Number of classes, 2 to 9.")] = 5,
    edges: Annotated[str | None, typer.Option(help="Edges of the classes, e.g. 0,100,300.")] = None,
    classes_of: Annotated[
        str,
        typer.Option(help="Whose figures make the classes: what is shown, or all periods."),
    ] = "shown",
    palette: Annotated[str | None, typer.Option(help="A palette's id.")] = None,
    lang: Lang = "en",
    size: Annotated[
        str,
        typer.Option(
            help="slide, 4k, a4-landscape, a4-portrait, square, or a width x height such as "
            "1920x1080, 170x120mm, 6.5x4in."
        ),
    ] = "slide",
    dpi: Annotated[float | None, typer.Option(help="Pixels per inch.")] = None,
    theme: Annotated[str, typer.Option(help="light, dark, transparent or grey.")] = "light",
    labels: Annotated[
        str, typer.Option(help="On the places: auto, names, values, both or none.")
    ] = "auto",
    legend: Annotated[str, typer.Option(help="vertical or horizontal.")] = "vertical",
    detail: Annotated[
        str, typer.Option(help="Beside the classes: counts, histogram or none.")
    ] = "counts",
    strip: Annotated[bool, typer.Option("--strip", help="A ranking beside the map.")] = False,
    maritime: Annotated[bool, typer.Option("--maritime", help="The maritime lines.")] = False,
    highlight: Annotated[
        list[str] | None, typer.Option(help="A place to outline, dimming the rest; repeatable.")
    ] = None,
    crop: Annotated[
        list[str] | None, typer.Option(help="A place to cut the map to; repeatable.")
    ] = None,
    letters: Annotated[str, typer.Option(help="In an SVG: paths or text.")] = "paths",
    title: Annotated[str | None, typer.Option(help="A title of your own.")] = None,
    open_ended: Annotated[
        bool, typer.Option("--open-ended", help="First and last class without their outer edge.")
    ] = False,
    symbols: Annotated[
        str | None,
        typer.Option(help="A count to show as circles; the indicator's own: circles alone."),
    ] = None,
    minus: Annotated[str | None, typer.Option(help="An indicator to take away.")] = None,
    minus_period: Annotated[str | None, typer.Option(help="A period to take away.")] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option("--with", help="A map beside: gdp-2020, or gdp-2020:2020; repeatable."),
    ] = None,
    periods: Annotated[
        bool, typer.Option("--periods", help="One map for each period, side by side.")
    ] = False,
    template: Annotated[
        Path | None, typer.Option(help="A .pptx that the slide is added to.")
    ] = None,
    formats: Annotated[
        str, typer.Option(help="For a .zip: the formats of its pictures, e.g. png,pptx.")
    ] = "png",
    batch: Annotated[
        Path | None, typer.Option(help="A TOML or JSON file of jobs; -o is then a folder.")
    ] = None,
) -> None:
    """Draw a map and write it to a file; the format comes from the ending. A .zip has the map in
    several formats, with its data and how to cite it."""
    language = language_of(lang)
    if batch is not None:
        _run_batch(batch, output, given=indicator or table, language=language)
        return
    from geo.draw import LABELS, LEGEND_DETAILS, LEGENDS, LETTERS, THEMES, Style, one_of, with_size
    from geo.export import export, format_of
    from geo.maps import CLASSES_OF, MapRequest, build, build_plate, draw_indicator, multiples
    from geo.maps import beside as beside_

    bundled = output.suffix.lower() == ".zip"
    file_format = "zip" if bundled else format_of(output)
    if (indicator is None) == (table is None):
        raise GeoError("cli.one_of_two")
    of_table = {
        "--sheet": sheet, "--header": header, "--key": key, "--value": value,
        "--aggregate": aggregate, "--where": where, "--sector": sector, "--fix": fix,
        "--sector-column": sector_column, "--period-column": period_column,
        "--duplicates": duplicates, "--kind": kind, "--unit": unit,
        "--source": source, "--report": report, "--change": change, "--crs": crs,
        "--boundaries": boundaries != "provinces",
    }  # fmt: skip
    of_catalogue = {
        "--minus": minus, "--minus-period": minus_period, "--with": beside, "--periods": periods,
    }  # fmt: skip
    if table is not None and (given := [name for name, said in of_catalogue.items() if said]):
        raise GeoError("cli.of_catalogue", options=given)
    if table is None and (given := [name for name, said in of_table.items() if said]):
        raise GeoError("cli.of_table", options=given)
    if kind not in (None, *KINDS):
        raise UnknownNameError("kind", kind, KINDS)
    _check_texts(title, unit, source, *(fix or ()))
    request = MapRequest(
        indicator=indicator or "",
        period=period and (read_period(period) or period),
        per=per,
        scheme=scheme,
        k=k,
        edges=_parse_edges(edges),
        palette=palette,
        language=language,
        title=title,
        open_ended=open_ended,
        symbols=symbols,
        minus=minus,
        minus_period=minus_period,
        classes_of=one_of("choice of classes", classes_of, CLASSES_OF),
    )
    style = with_size(
        Style(theme=one_of("theme", theme, THEMES), labels=one_of("labels", labels, LABELS),
              legend=one_of("legend", legend, LEGENDS), strip=strip, maritime=maritime,
              detail=one_of("detail", detail, LEGEND_DETAILS),
              letters=one_of("letters", letters, LETTERS)),
        size, dpi=dpi,
    )  # fmt: skip
    picture: Choropleth | Plate
    if table is None and (beside or periods):
        wished = multiples(request) if periods else (request,)
        others = [beside_(wished, other) for other in beside or ()]
        requests = [replace(wish, title=None) for wish in (*wished, *others)]
        picture = build_plate(requests, title=title)
        choropleth = picture.maps[0]
    elif table is None:
        picture = choropleth = build(request)
    else:
        from geo.tables import indicator_of, join_work, of_period

        work = _work(
            table, sheet=sheet, header=header, key=key, value=value, aggregate=aggregate,
            where=where, sector=sector, sector_column=sector_column, period_column=period_column,
            duplicates=duplicates, fix=fix, boundaries=boundaries, crs=crs,
        )  # fmt: skip
        how, first, last = _parse_change(change)
        choices = replace(
            work.choices,
            per=per or work.choices.per,
            change=how or work.choices.change,
            change_from=first or work.choices.change_from,
            change_to=last or work.choices.change_to,
            kind=kind or work.choices.kind,
            unit=unit if unit is not None else work.choices.unit,
            source=source if source is not None else work.choices.source,
        )
        work = replace(work, choices=choices)
        table_map = of_period(join_work(work), request.period)
        _say_reading(table_map.reading, one_column=True, language=language)
        _write_report(table_map.report, report)
        picture = choropleth = draw_indicator(
            indicator_of(table_map), request,
            report=table_map.report, boundaries=table_map.reading.boundaries,
        )  # fmt: skip
    places = choropleth.layer.boundaries
    style = replace(
        style,
        highlight=_codes(highlight, places),
        crop=_codes(crop, places),
    )
    if bundled:
        _write(output, _bundle(picture, formats, style=style, request=request, table=table))
    else:
        slides = _read(template) if template is not None else None
        _write(output, export(picture, file_format, style=style, template=slides))
    _say_unmatched(choropleth.layer.report, language=language)


@app.command()
def join(
    table: Annotated[Path, typer.Argument(help="A table of any kind, or saved work.")],
    sheet: Sheet = None,
    header: Header = None,
    key: Key = None,
    value: Value = None,
    period: Annotated[str | None, typer.Option(help="Only this period: 2020, 2020-06.")] = None,
    aggregate: Aggregate = None,
    where: Where = None,
    sector: Sector = "",
    sector_column: SectorColumn = None,
    period_column: PeriodColumn = None,
    duplicates: Duplicates = "",
    fix: Fix = None,
    boundaries: Bounds = "provinces",
    crs: Crs = None,
    output: Output = None,
    report: Report = None,
    lang: Lang = "en",
) -> None:
    """Match a table's rows with places; write one line for each place that matched."""
    from geo.model import csv_bytes
    from geo.tables import figures_by_place, join_work, of_period

    language = language_of(lang)
    if output is not None and output.suffix.lower() != ".csv":
        raise ExportError("cli.joined_csv", file=output.name)
    work = _work(
        table, sheet=sheet, header=header, key=key, value=value, aggregate=aggregate, where=where,
        sector=sector, sector_column=sector_column, period_column=period_column,
        duplicates=duplicates, fix=fix, boundaries=boundaries, crs=crs,
    )  # fmt: skip
    period = period and (read_period(period) or period)
    found = of_period(join_work(work), period)
    _say_reading(found.reading, one_column=found.reading.is_list, language=language)
    _write_report(found.report, report)
    names = found.reading.boundaries.names
    records = [
        {
            "adcode": adcode,
            "name_zh": names[adcode].zh,
            "name_en": names[adcode].en,
            **_columns(figures),
        }
        for adcode, figures in figures_by_place(found, only=value, period=period).items()
    ]
    content = csv_bytes(records)
    if output is None:
        sys.stdout.write(content.decode())
    else:
        _write(output, content)
    _say_unmatched(found.report, language=language)


@app.command()
def allocate(
    total: Annotated[str, typer.Option(help="Stations in the whole country.")],
    by: Annotated[
        str, typer.Option(help="The key: an indicator's id, or a table of your own.")
    ] = "population-2020",
    value: Value = None,
    blend: Annotated[
        str | None, typer.Option(help="A second key and its weight: gdp-2020:0.4.")
    ] = None,
    regions: Annotated[
        str | None,
        typer.Option(help="Regional figures to meet exactly: 5g-stations-region:2022-02."),
    ] = None,
    unit_cost: Annotated[str, typer.Option(help="Yuan of one station.")] = "160000",
    missing: Annotated[
        str, typer.Option(help="Places that the key has no figure of: refuse or leave_out.")
    ] = "refuse",
    output: Output = None,
    lang: Lang = "en",
) -> None:
    """Share a national figure out over the provinces; write stations and cost of each."""
    from geo.indicators import OWN, REGIONAL, Scenario, allocation_method, covered_places, make_plan
    from geo.model import csv_bytes
    from geo.tables import indicator_of, join_work

    language = language_of(lang)
    if output is not None and output.suffix.lower() != ".csv":
        raise ExportError("cli.allocation_csv", file=output.name)
    table = None
    if Path(by).is_file():
        found = join_work(_work_of(Path(by), value=value))
        _say_reading(found.reading, one_column=True, language=language)
        _say_unmatched(found.report, language=language)
        table = indicator_of(found)
    elif value is not None:
        raise GeoError("cli.value_of_table")
    second, weight = _parse_pair(blend, "--blend", "gdp-2020:0.4")
    regional, period = _parse_pair(regions, "--regions", f"{REGIONAL}:2022-02")
    if regional and regional != REGIONAL:
        raise UnknownNameError("regional indicator", regional, (REGIONAL,))
    plan = make_plan(
        Scenario(
            total=_parse_number(total, "--total"),
            by=by if table is None else OWN,
            blend=second,
            weight=_parse_number(weight, "--blend") if weight else 0.0,
            controls=period,
            missing=missing,
            unit_cost=_parse_number(unit_cost, "--unit-cost"),
        ),
        own=table,
    )
    names = covered_places()
    records = [
        {
            "adcode": share.adcode,
            "name_zh": names[share.adcode].zh,
            "name_en": names[share.adcode].en,
            "stations": str(share.stations),
            "cost": plain_number(share.cost),
        }
        for share in plan.shares
    ]
    content = csv_bytes(records)
    if output is None:
        sys.stdout.write(content.decode())
    else:
        _write(output, content)
    say("note", language, text=allocation_method(plan.allocation)[language])


def _work_of(table: Path, *, value: str | None) -> Work:
    return _work(
        table, sheet=None, header=None, key=None, value=value, aggregate=None, where=None,
        sector="", sector_column=None, period_column=None, duplicates="", fix=None,
        boundaries="provinces", crs=None,
    )  # fmt: skip


def _parse_pair(text: str | None, option: str, example: str) -> tuple[str, str]:
    if text is None:
        return "", ""
    first, sign, second = text.rpartition(":")
    if not (sign and first and second):
        raise GeoError("cli.pair", option=option, text=text, example=example)
    return first, second


def _parse_number(text: str, option: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise GeoError("cli.number", option=option, text=text) from None


def _work(
    table: Path,
    *,
    sheet: str | None,
    header: str | None,
    key: str | None,
    value: str | None,
    aggregate: str | None,
    where: list[str] | None,
    sector: str,
    sector_column: str | None,
    period_column: str | None,
    duplicates: str,
    fix: list[str] | None,
    boundaries: str,
    crs: str | None,
) -> Work:
    """The table with what the options say of it; saved work keeps what they do not say."""
    from geo.places import list_boundaries
    from geo.tables import Work, open_boundaries, open_file, parse_rows, read_saved, with_fixes

    upload = None
    if boundaries not in list_boundaries():
        upload = open_boundaries(Path(boundaries), crs=crs)
        boundaries = "provinces"
    work = read_saved(table) or Work(open_file(table, boundary_file=upload))
    said = work.choices
    choices = replace(
        said,
        sheet=sheet if sheet is not None else said.sheet,
        header=parse_rows(header) if header is not None else said.header,
        key=key or said.key,
        value=value or said.value,
        aggregate=aggregate or said.aggregate,
        where=tuple(where) if where else said.where,
        sector=sector or said.sector,
        sector_column=sector_column or said.sector_column,
        period_column=_none(period_column) if period_column is not None else said.period_column,
        duplicates=duplicates or said.duplicates,
        boundaries=boundaries if boundaries != "provinces" else said.boundaries,
    )
    upload = upload or work.boundary_file
    if crs is not None:
        if upload is None:
            raise GeoError("cli.crs_of_file")
        upload = replace(upload, crs=crs)
    work = replace(work, choices=choices, boundary_file=upload)
    return with_fixes(work, dict(map(_parse_fix, fix or ())))


def _none(text: str) -> str:
    """A column's name; "" where it is said that there is none."""
    return "" if text.strip().casefold() == "none" else text


def _parse_fix(text: str) -> tuple[str, str]:
    spelling, sign, place = text.rpartition("=")
    if not sign or not spelling.strip():
        raise GeoError("cli.fix", text=text)
    return spelling.strip(), place.strip()


def _parse_change(text: str | None) -> tuple[str, str, str]:
    parts = text.split(":") if text is not None else ["", "", ""]
    if len(parts) == 1:
        parts += ["", ""]
    if len(parts) != 3:
        raise GeoError("cli.change", text=text)
    return parts[0], parts[1], parts[2]


def _say_reading(reading: Reading, *, one_column: bool, language: Language) -> None:
    """Say on standard error what was found and not asked for."""
    from geo.tables import blank_periods

    table, choices, given = reading.table, reading.choices, reading.work.choices
    found = []
    if len(reading.work.workbook.sheets) > 1 and given.sheet is None:
        counts = (f"{name} {count}" for name, count in reading.places_by_sheet.items())
        found.append(words("sheet", language, sheet=choices.sheet, places=listed(counts, language)))
    if given.header is None and table.header != (1,):
        rows = listed(map(str, table.header), language)
        found.append(
            words("heading", language, rows=rows) if rows else words("no_heading", language)
        )
    if given.aggregate is None and reading.is_list:
        found.append(words("list", language))
    of_several = len(reading.roles.measures) > 1 and choices.aggregate not in ("count", "share")
    if one_column and of_several and given.value is None:
        found.append(words("figures", language, column=choices.value))
    elif given.value is None and choices.kind == "category":
        found.append(words("categories", language, column=choices.value))
    if given.period_column is None and choices.period_column:
        found.append(words("periods", language, column=choices.period_column))
    blank = blank_periods(reading)
    if blank:
        found.append(words("blank_periods", language, periods=listed(blank, language)))
    if reading.roles.dates:
        found.append(words("dates", language, column=reading.roles.dates))
    if reading.is_list and reading.row_periods:
        count = len(set(reading.row_periods))
        found.append(words("pooled", language, count=count, column=choices.period_column))
    if choices.sector and given.sector_column is None:
        found.append(words("sectors", language, column=choices.sector_column))
    if table.turned:
        found.append(words("turned", language))
    if table.filled:
        found.append(words("filled", language))
    below = [aside.row for aside in table.asides if aside.kind == "table"]
    if below:
        found.append(words("other_table", language, first=below[0], last=below[-1]))
    if found:
        say("read", language, found=joined(found, CLAUSES)[language])
    notes = reading.work.workbook.notes
    if reading.work.boundary_file is not None:
        notes += reading.boundaries.notes
    for note in notes:
        say("note", language, text=note[language])
    cells = set(table.cells(reading.roles.key))
    for spelling in sorted(set(choices.fixes) - cells):
        say("note", language, text=words("idle_fix", language, spelling=spelling))


def _columns(figures: Mapping[str, float | str | None]) -> dict[str, str | None]:
    """Figures as they are written; no column of the table takes the place of the place's own."""
    columns: dict[str, str | None] = {}
    for column, figure in figures.items():
        name = column
        while name in (*_PLACE, *columns):
            name += " (2)"
        columns[name] = plain_number(figure) if isinstance(figure, float) else figure
    return columns


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
    else:
        work = {".atlas.json": _read(table)} if table.name.lower().endswith(".atlas.json") else {}
    return make_bundle(picture, wished, style=style, work=work)


def _run_batch(path: Path, folder: Path, *, given: object, language: Language) -> None:
    """Draw all jobs of a file; those that fail are named, and the exit code is then 2."""
    from geo.export import read_batch, run_batch

    if given is not None:
        raise GeoError("cli.batch_alone")
    jobs = read_batch(path)
    folder = Path() if folder == DEFAULT_OUTPUT else folder
    if not folder.is_dir():
        raise ExportError("cli.batch_folder", folder=folder)
    done = 0
    try:
        with typer.progressbar(length=len(jobs), file=sys.stderr) as bar:

            def tell(number: int, total: int, name: str) -> None:
                nonlocal done
                done = number
                if sys.stderr.isatty():
                    bar.update(1)
                else:  # where a bar cannot move, a line each
                    typer.echo(f"[{number}/{total}] {name}", err=True)

            report = run_batch(jobs, folder, progress=tell)
    except KeyboardInterrupt:
        raise GeoError("cli.batch_cancelled", done=done, jobs=len(jobs)) from None
    if report.failed:
        lines = [phrase("batch.of_file", file=name, why=why) for name, why in report.failed.items()]
        reasons = joined(lines, LINES)
        raise GeoError("cli.batch_failed", failed=len(lines), jobs=len(jobs), reasons=reasons)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GeoError("cli.unreadable", path=path, reason=error.strerror or str(error)) from error


def _codes(texts: list[str] | None, boundaries: Boundaries) -> tuple[str, ...]:
    """Places of a map by code or by any spelling of their names, each once."""
    from geo.tables import gazetteer_of

    gazetteer = gazetteer_of(boundaries)
    found = {}
    for text in texts or ():
        match = gazetteer.resolve(text)
        if match is None:
            near = [_either(place.name) for place in gazetteer.suggest(text)]
            if near:
                raise GeoError("cli.near_place", text=text, near=near)
            raise GeoError("cli.no_place", text=text)
        found[match.adcode] = True
    return tuple(found)


def _either(name: Text) -> Text:
    """A name in both languages; where one has none, in the other."""
    return Text(name.en or name.zh, name.zh or name.en)


def _write(path: Path, content: bytes) -> None:
    from geo.export import write_file

    write_file(path, content)


def _write_report(report: JoinReport, path: Path | None) -> None:
    if path is not None:
        text = json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n"
        _write(path, text.encode())


def _say_unmatched(report: JoinReport, *, language: Language) -> None:
    """Name on standard error what did not match: nothing joins silently."""
    lines = []
    for one in report.unmatched_texts:
        names = dict.fromkeys(_either(place.name)[language] for place in one.suggestions)
        near = listed(names, language)
        hint = words("near", language, places=near) if near else ""
        if one.why:
            hint += words("why", language, why=one.why[language])
        where = _in_rows(one.text, one.rows, language)
        lines.append(words("not_matched", language, where=where, hint=hint))
    lines += [
        words("no_number", language, row=cell.row, text=cell.text, column=cell.column)
        for cell in report.not_numbers
    ]
    lines += [
        words("inexact", language, row=cell.row, text=cell.text, column=cell.column)
        for cell in report.inexact
    ]
    for text, totals in report.totals_by_name.items():
        wrong = [total for total in totals if not total.agrees]
        if wrong:
            first, others = wrong[0], len(wrong) - 1
            more = words("total_more", language, period=first.period, count=others)
            told = words(
                "total", language, row=first.row, text=text, total=plain_number(first.total),
                sum=plain_number(first.sum),
            )  # fmt: skip
            lines.append(told + more * bool(others))
    parts = tuple(group.row for group in report.groups if group.kind == "part")
    if parts:
        lines.append(words("parts", language, count=len(parts), rows=_rows(parts, language)))
    for group in report.groups:
        if group.kind != "part":
            kind = words(f"group_{group.kind}", language)
            lines.append(words("set_aside", language, row=group.row, text=group.text, kind=kind))
    if len(lines) > _MOST_SAID:
        lines[_MOST_SAID:] = [words("more", language, count=len(lines) - _MOST_SAID)]
    for line in lines:
        typer.echo(line, err=True)


def _in_rows(text: str, rows: Sequence[int], language: Language) -> str:
    """A text and where it stands; of many rows, the first."""
    if len(rows) == 1:
        return words("in_row", language, row=rows[0], text=text)
    return words("in_rows", language, count=len(rows), rows=_rows(rows, language), text=text)


def _rows(rows: Sequence[int], language: Language) -> str:
    """The numbers of rows; of many, the first."""
    first = joined(rows[:_ROWS_SAID])[language]
    return words("first_rows", language, rows=first) if len(rows) > _ROWS_SAID else first


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except GeoError as error:
        language = asked_language(sys.argv)
        say("error", language, message=error.told(language))
        sys.exit(2)
