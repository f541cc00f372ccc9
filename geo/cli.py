"""The same pipe from the command line: ``python -m geo``.

Exit code 0, or 2 with one clear message on standard error; never a traceback for bad input.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.errors import ExportError, GeoError, UnknownNameError
from geo.model import KINDS, LANGUAGES, Indicator, JoinReport

if TYPE_CHECKING:
    from geo.own import Reading, Work

app = typer.Typer(
    help="Maps of China's provinces: indicators, joins and images.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

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

#: The columns of a joined table that say which place a row is.
_PLACE = ("adcode", "name_zh", "name_en")


@app.command()
def indicators(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """List the indicators."""
    from geo.indicators import list_indicators

    catalogue = list_indicators()
    if as_json:
        typer.echo(json.dumps([_describe(i) for i in catalogue], ensure_ascii=False, indent=1))
        return
    wide = max(len(indicator.id) for indicator in catalogue)
    for indicator in catalogue:
        typer.echo(
            f"{indicator.id:{wide}}  {indicator.title.en} / {indicator.title.zh} "
            f"({indicator.unit.en}; {len(indicator.numbers())} figures)"
        )


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
    ] = Path("map.png"),
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
        str | None, typer.Option(help="The period to show; of a table also its column of periods.")
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
    palette: Annotated[str | None, typer.Option(help="A palette's id.")] = None,
    lang: Annotated[str, typer.Option(help="en or zh.")] = "en",
    size: Annotated[str, typer.Option(help="Width x height in pixels.")] = "1920x1080",
    dpi: Annotated[float, typer.Option(help="Pixels per inch.")] = 144.0,
    title: Annotated[str | None, typer.Option(help="A title of your own.")] = None,
) -> None:
    """Draw a map and write it to a file; the format comes from the ending."""
    from geo import pipeline
    from geo.export import export, format_of

    file_format = format_of(output)
    if lang not in LANGUAGES:
        raise UnknownNameError("language", lang, LANGUAGES)
    if (indicator is None) == (table is None):
        raise GeoError("name an indicator, or give a table with --table: one of the two.")
    of_table = {
        "--sheet": sheet, "--header": header, "--key": key, "--value": value,
        "--aggregate": aggregate, "--where": where, "--sector": sector, "--fix": fix,
        "--sector-column": sector_column, "--duplicates": duplicates, "--kind": kind,
        "--unit": unit, "--source": source, "--report": report, "--change": change, "--crs": crs,
        "--boundaries": boundaries != "provinces",
    }  # fmt: skip
    if table is None and (given := [name for name, said in of_table.items() if said]):
        raise GeoError(f"{', '.join(given)}: only with --table.")
    if kind not in (None, *KINDS):
        raise UnknownNameError("kind", kind, KINDS)
    _check_texts(title, unit, source, *(fix or ()))
    request = pipeline.MapRequest(
        indicator=indicator or "",
        period=period,
        per=per,
        scheme=scheme,
        k=k,
        edges=_parse_edges(edges),
        palette=palette,
        language=lang,
        title=title,
    )
    pixels = _parse_size(size)
    if table is None:
        choropleth = pipeline.build(request)
    else:
        from geo import own

        work = _work(
            table, sheet=sheet, header=header, key=key, value=value, aggregate=aggregate,
            where=where, sector=sector, sector_column=sector_column, duplicates=duplicates,
            fix=fix, boundaries=boundaries, crs=crs,
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
        if period is not None and period in own.read(work).table.columns:
            work = replace(work, choices=replace(choices, period=period))
            request = replace(request, period=None)
        joined = own.join_work(work)
        _say_reading(joined.reading, one_column=True)
        _write_report(joined.report, report)
        choropleth = own.draw(joined, request)
    _write(output, export(choropleth, file_format, size=pixels, dpi=dpi))
    _say_unmatched(choropleth.layer.report)


@app.command()
def join(
    table: Annotated[Path, typer.Argument(help="A table of any kind, or saved work.")],
    sheet: Sheet = None,
    header: Header = None,
    key: Key = None,
    value: Value = None,
    period: Annotated[str | None, typer.Option(help="The column with periods.")] = None,
    aggregate: Aggregate = None,
    where: Where = None,
    sector: Sector = "",
    sector_column: SectorColumn = None,
    duplicates: Duplicates = "",
    fix: Fix = None,
    boundaries: Bounds = "provinces",
    crs: Crs = None,
    output: Output = None,
    report: Report = None,
) -> None:
    """Match a table's rows with places; write one line for each place that matched."""
    from geo import own
    from geo.export import csv_bytes

    if output is not None and output.suffix.lower() != ".csv":
        raise ExportError(f"a joined table is written as CSV; {output.name} must end in .csv.")
    work = _work(
        table, sheet=sheet, header=header, key=key, value=value, aggregate=aggregate, where=where,
        sector=sector, sector_column=sector_column, duplicates=duplicates, fix=fix,
        boundaries=boundaries, crs=crs,
    )  # fmt: skip
    work = replace(work, choices=replace(work.choices, period=period or work.choices.period))
    joined = own.join_work(work)
    _say_reading(joined.reading, one_column=joined.reading.is_list)
    _write_report(joined.report, report)
    names = joined.reading.boundaries.names
    records = [
        {
            "adcode": adcode,
            "name_zh": names[adcode].zh,
            "name_en": names[adcode].en,
            **_columns(figures),
        }
        for adcode, figures in own.figures_by_place(joined, only=value).items()
    ]
    content = csv_bytes(records)
    if output is None:
        sys.stdout.write(content.decode())
    else:
        _write(output, content)
    _say_unmatched(joined.report)


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
    duplicates: str,
    fix: list[str] | None,
    boundaries: str,
    crs: str | None,
) -> Work:
    """The table with what the options say of it; saved work keeps what they do not say."""
    from geo import own
    from geo.boundaries import list_boundaries
    from geo.saved import read_saved

    upload = None
    if boundaries not in list_boundaries():
        upload = own.open_boundaries(Path(boundaries), crs=crs)
        boundaries = "provinces"
    work = read_saved(table) or own.Work(own.open_file(table, boundary_file=upload))
    said = work.choices
    choices = replace(
        said,
        sheet=sheet if sheet is not None else said.sheet,
        header=own.parse_rows(header) if header is not None else said.header,
        key=key or said.key,
        value=value or said.value,
        aggregate=aggregate or said.aggregate,
        where=tuple(where) if where else said.where,
        sector=sector or said.sector,
        sector_column=sector_column or said.sector_column,
        duplicates=duplicates or said.duplicates,
        boundaries=boundaries if boundaries != "provinces" else said.boundaries,
    )
    upload = upload or work.boundary_file
    if crs is not None:
        if upload is None:
            raise GeoError("--crs: only for a boundary file, named by --boundaries.")
        upload = replace(upload, crs=crs)
    work = replace(work, choices=choices, boundary_file=upload)
    return own.with_fixes(work, dict(map(_parse_fix, fix or ())))


def _parse_fix(text: str) -> tuple[str, str]:
    spelling, sign, place = text.rpartition("=")
    if not sign or not spelling.strip():
        raise GeoError(
            f"fix {text!r} is no spelling and place, e.g. Shangdong=370000; nothing after = "
            "leaves the rows out."
        )
    return spelling.strip(), place.strip()


def _parse_change(text: str | None) -> tuple[str, str, str]:
    parts = text.split(":") if text is not None else ["", "", ""]
    if len(parts) == 1:
        parts += ["", ""]
    if len(parts) != 3:
        raise GeoError(
            f"change {text!r} is not difference or percent, alone or with two periods, e.g. "
            "percent:2019:2020."
        )
    return parts[0], parts[1], parts[2]


def _say_reading(reading: Reading, *, one_column: bool) -> None:
    """Say on standard error what was found and not asked for."""
    table, choices, given = reading.table, reading.choices, reading.work.choices
    found = []
    if len(reading.work.workbook.sheets) > 1 and given.sheet is None:
        found.append(f"sheet {choices.sheet!r}")
    if given.header is None and table.header != (1,):
        found.append(f"heading in row {', '.join(map(str, table.header)) or 'none'}")
    if given.aggregate is None and reading.is_list:
        found.append("a list of entries, so they are counted (--aggregate says otherwise)")
    of_several = len(reading.roles.measures) > 1 and choices.aggregate not in ("count", "share")
    if one_column and of_several and given.value is None:
        found.append(f"figures in {choices.value!r} (--value says otherwise)")
    if given.period is None and choices.period:
        found.append(f"periods in {choices.period!r}")
    if choices.sector and given.sector_column is None:
        found.append(f"sectors in {choices.sector_column!r}")
    if table.turned:
        found.append("places stand across: the numbers of rows are those of columns")
    if table.filled:
        found.append("names that stand once for several rows are written into each")
    if found:
        typer.echo(f"read: {'; '.join(found)}", err=True)
    for note in reading.work.workbook.notes:
        typer.echo(f"note: {note.en}", err=True)
    cells = set(table.cells(reading.roles.key))
    for spelling in sorted(set(choices.fixes) - cells):
        typer.echo(f"note: no row has the spelling {spelling!r} that a fix names", err=True)


def _columns(figures: Mapping[str, float | str | None]) -> dict[str, str | None]:
    """Figures as they are written; no column of the table takes the place of the place's own."""
    columns: dict[str, str | None] = {}
    for column, figure in figures.items():
        name = column
        while name in (*_PLACE, *columns):
            name += " (2)"
        columns[name] = figure if isinstance(figure, str) else _plain(figure)
    return columns


def _plain(number: float | None) -> str | None:
    """A number without separators, exponent or needless decimals."""
    if number is None:
        return None
    return f"{number:.0f}" if number.is_integer() else f"{Decimal(repr(number)):f}"


def _parse_edges(text: str | None) -> tuple[float, ...] | None:
    if text is None:
        return None
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise GeoError(
            f"edges {text!r} are no numbers separated by commas, e.g. 0,100,300."
        ) from None


def _check_texts(*texts: str | None) -> None:
    for text in filter(None, texts):
        try:
            text.encode()
        except UnicodeEncodeError:
            raise GeoError(f"{text!r} is no text in this machine's encoding.") from None


def _parse_size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise GeoError(f"size {text!r} is no width x height in pixels, e.g. 1920x1080.") from None
    return width, height


def _write(path: Path, content: bytes) -> None:
    from geo.export import write_file

    write_file(path, content)


def _write_report(report: JoinReport, path: Path | None) -> None:
    if path is not None:
        text = json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n"
        _write(path, text.encode())


def _say_unmatched(report: JoinReport) -> None:
    """Name on standard error what did not match: nothing joins silently."""
    lines = []
    for row in report.unmatched:
        near = ", ".join(place.name.en for place in row.suggestions)
        why = f" {row.why.en}" if row.why else ""
        hint = f"; near: {near}" if near else ""
        lines.append(f"not matched: row {row.row} {row.text!r}{hint}{why}")
    lines += [f"no number: row {c.row} {c.text!r} in {c.column}" for c in report.not_numbers]
    lines += [
        f"total: row {total.row} {total.text!r} is {_plain(total.total)}, the places add up to "
        f"{_plain(total.sum)}"
        for total in report.totals
        if not total.agrees
    ]
    lines += [f"set aside: row {g.row} {g.text!r} ({g.kind})" for g in report.groups]
    if len(lines) > _MOST_SAID:
        lines[_MOST_SAID:] = [f"and {len(lines) - _MOST_SAID} more: --report has all"]
    for line in lines:
        typer.echo(line, err=True)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except GeoError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
