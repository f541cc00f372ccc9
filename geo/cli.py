"""The same pipe from the command line: ``python -m geo``.

Exit code 0, or 2 with one clear message on standard error; never a traceback for bad input.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from geo.errors import ExportError, GeoError, UnknownNameError
from geo.model import LANGUAGES, Indicator, JoinReport

app = typer.Typer(
    help="Maps of China's provinces: indicators, joins and images.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Output = Annotated[Path | None, typer.Option("-o", "--output", help="The file to write.")]
Key = Annotated[str | None, typer.Option(help="The column with names or codes.")]
Value = Annotated[str | None, typer.Option(help="The column with numbers.")]
Report = Annotated[Path | None, typer.Option(help="Write the join report (JSON) to this file.")]

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
    table: Annotated[Path | None, typer.Option(help="Your own table instead.")] = None,
    key: Key = None,
    value: Value = None,
    report: Report = None,
    period: Annotated[str | None, typer.Option(help="One of the indicator's periods.")] = None,
    per: Annotated[str | None, typer.Option(help="population, area or gdp, for a count.")] = None,
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
    if table is None and (key or value or report):
        raise GeoError("--key, --value and --report go with --table.")
    _check_text(title)
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
        from geo.tables import read_table

        read = read_table(table)
        joined = pipeline.read_joined(read, key=key, value=value)
        _write_report(joined.report, report)
        own = pipeline.table_indicator(read, joined)
        choropleth = pipeline.draw_indicator(own, request, joined=joined)
    _write(output, export(choropleth, file_format, size=pixels, dpi=dpi))
    _say_unmatched(choropleth.layer.report)


@app.command()
def join(
    table: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, XLS or ODS.")],
    key: Key = None,
    value: Value = None,
    output: Output = None,
    report: Report = None,
) -> None:
    """Match a table's rows with provinces; write one line for each place that matched."""
    from geo import pipeline
    from geo.export import csv_bytes
    from geo.join import refuse_duplicates
    from geo.tables import read_table

    if output is not None and output.suffix.lower() != ".csv":
        raise ExportError(f"a joined table is written as CSV; {output.name} must end in .csv.")
    joined = pipeline.read_joined(read_table(table), key=key, value=value)
    _write_report(joined.report, report)
    boundaries = pipeline.load_boundaries()
    refuse_duplicates(joined, boundaries)
    records = [
        {
            "adcode": adcode,
            "name_zh": boundaries.names[adcode].zh,
            "name_en": boundaries.names[adcode].en,
            **{
                column if column not in _PLACE else f"{column} (2)": _plain(number)
                for column, number in numbers.items()
            },
        }
        for adcode, numbers in joined.values.items()
    ]
    content = csv_bytes(records)
    if output is None:
        sys.stdout.write(content.decode())
    else:
        _write(output, content)
    _say_unmatched(joined.report)


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


def _check_text(title: str | None) -> None:
    try:
        (title or "").encode()
    except UnicodeEncodeError:
        raise GeoError(f"title {title!r} is no text in this machine's encoding.") from None


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
    for row in report.unmatched:
        hint = f"; near: {', '.join(row.suggestions)}" if row.suggestions else ""
        typer.echo(f"not matched: row {row.row} {row.text!r}{hint}", err=True)
    for cell in report.not_numbers:
        typer.echo(f"no number: row {cell.row} {cell.text!r} in {cell.column}", err=True)


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
