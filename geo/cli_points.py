"""The verbs of the command line for registers of points: ``count`` and ``synthesize``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo.cli_words import Lang, language_of, say, words
from geo.model import (
    CLAUSES,
    LINES,
    ExportError,
    GeoError,
    Language,
    Text,
    UnknownNameError,
    joined,
    listed,
    phrase,
)

if TYPE_CHECKING:
    from geo.model import Boundaries
    from geo.registers import Count, Plan, Progress


ENGINES = ("local", "dask")


def count(
    files: Annotated[
        list[str], typer.Argument(help="Files, folders or patterns such as 'cells/*.csv'.")
    ],
    datum: Annotated[
        str | None, typer.Option(help="The datum of the coordinates: wgs84, gcj02 or bd09.")
    ] = None,
    lon: Annotated[str | None, typer.Option(help="The column with longitudes.")] = None,
    lat: Annotated[str | None, typer.Option(help="The column with latitudes.")] = None,
    by: Annotated[
        str, typer.Option(help="A column to count by, e.g. the operator or the status.")
    ] = "",
    weight: Annotated[str, typer.Option(help="A column to add up and average.")] = "",
    date: Annotated[str, typer.Option(help="A column with dates, to count by period.")] = "",
    every: Annotated[
        str, typer.Option(help="How long a period is: year, quarter, month or day.")
    ] = "year",
    boundaries: Annotated[
        str, typer.Option(help="provinces, regions, or a file: zip, geojson, gpkg.")
    ] = "provinces",
    engine: Annotated[str, typer.Option(help="local, or dask on a cluster that runs.")] = "local",
    scheduler: Annotated[
        str | None, typer.Option(help="The address of the Dask scheduler: tcp://host:8786.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads of the local engine; by default the cores.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The CSV file to write.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write what became of every row (JSON) to this file.")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Write the rows that are not counted (CSV) to this file.")
    ] = None,
    lang: Lang = "en",
) -> None:
    """Count the points of a register by place; write one line for each place."""
    from geo.export import write_file
    from geo.model import csv_bytes
    from geo.registers import (
        EVERY,
        Columns,
        StoppedError,
        count_points,
        open_rejects,
        plan_count,
        records,
        report_json,
    )

    language = language_of(lang)
    if engine not in ENGINES:
        raise UnknownNameError("engine", engine, ENGINES)
    if (engine == "dask") != (scheduler is not None):
        raise GeoError("cli.engine")
    if every not in EVERY:
        raise UnknownNameError("length of periods", every, EVERY)
    _check_outputs(output, report, rejects)
    plan = plan_count(
        files,
        datum=datum,
        boundaries=_boundaries(boundaries),
        columns=Columns(lon, lat, by, weight, date, every),
    )
    problems: list[GeoError | Text] = []
    with open_rejects(rejects) as held, _progress(plan, language) as progress:
        try:
            counted = count_points(
                plan,
                engine=_engine(plan, scheduler, threads, keeps_rejects=held is not None),
                progress=progress,
                take_rejects=held.take if held is not None else None,
            )
        except StoppedError as error:
            counted = error.partial
            output, report = _partial(output), _partial(report)
            kept = [path for path in (output, report) if path is not None]
            problems.append(phrase("cli.kept", problem=error, files=kept) if kept else error)
    content = csv_bytes(records(counted))
    if output is not None:
        write_file(output, content)
    elif counted.complete:
        sys.stdout.write(content.decode())
    if report is not None:
        write_file(report, report_json(counted, paths=True))
    _say(counted, language)
    if held is not None and held.problem is not None:
        problems.append(held.problem)
    if problems:
        raise GeoError("cli.problems", problems=joined(problems, LINES))


def _partial(path: Path | None) -> Path | None:
    """Where the figures of a count go that was stopped: they must not pass for whole ones."""
    return path and path.with_name(f"{path.stem}.partial{path.suffix}")


def _check_outputs(output: Path | None, report: Path | None, rejects: Path | None) -> None:
    """Nobody should wait for a count that cannot be written."""
    for path, ending in ((output, ".csv"), (report, ".json"), (rejects, ".csv")):
        if path is None:
            continue
        if path.suffix.lower() != ending:
            raise ExportError("cli.ending", file=path.name, ending=ending)
        if not path.parent.is_dir():
            raise ExportError("export.no_folder", path=path, folder=path.parent)
    given = [path.resolve() for path in (output, report, rejects) if path is not None]
    if len(set(given)) < len(given):
        raise ExportError("cli.same_file")


def _boundaries(name: str) -> Boundaries:
    from geo.places import list_boundaries, load_boundaries
    from geo.tables import load_places, open_boundaries

    if name in list_boundaries():
        return load_boundaries(name)
    return load_places("", open_boundaries(Path(name)))[0]


def _engine(plan: Plan, scheduler: str | None, threads: int | None, *, keeps_rejects: bool) -> Any:
    from geo.registers import counter_of, local_engine

    if scheduler is not None:
        from geo.registers import dask_engine

        return dask_engine(plan, scheduler, keeps_rejects=keeps_rejects)
    return local_engine(counter_of(plan, keeps_rejects=keeps_rejects), threads=threads)


@contextmanager
def _progress(plan: Plan, language: Language) -> Iterator[Progress | None]:
    """A bar on standard error, where one can move."""
    if not sys.stderr.isatty():
        yield None
        return
    label = words("counting", language)
    with typer.progressbar(length=plan.size, file=sys.stderr, label=label) as bar:

        def tell(done: int, total: int, rows: int) -> None:
            bar.label = words("rows", language, rows=rows)
            bar.update(done - bar.pos)

        yield tell


def _say(counted: Count, language: Language) -> None:
    """Say on standard error what became of the rows."""
    said = [words("counted", language, rows=counted.rows, counted=counted.counted)]
    reasons = [
        words(f"fault_{why}", language, count=number)
        for why, number in counted.not_counted.items()
        if number
    ]
    if reasons:
        said.append(words("not_counted", language, reasons=listed(reasons, language)))
    typer.echo(joined(said, CLAUSES)[language], err=True)
    tolerance, total = counted.plan.boundaries.tolerance, counted.total
    if tolerance is not None:
        say("close", language, count=total.close, metres=tolerance)
    if total.undated:
        say("undated", language, count=total.undated)
    for note in counted.notes:
        say("note", language, text=note[language])


def synthesize(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The file to write: .csv or .parquet.")
    ],
    rows: Annotated[int, typer.Option(help="How many rows.")] = 50_000,
    seed: Annotated[int, typer.Option(help="Another seed makes another register.")] = 1,
    datum: Annotated[str, typer.Option(help="wgs84, gcj02 or bd09.")] = "wgs84",
    faults: Annotated[
        float, typer.Option(help="The part of the rows that have a fault, 0 to 1.")
    ] = 0.0,
    truth: Annotated[Path | None, typer.Option(help="Write the true counts to this file.")] = None,
    lang: Lang = "en",
) -> None:
    """Write a synthetic register of 5G base stations, whose true counts are known."""
    from geo.registers import write_register

    language = language_of(lang)
    with _bar(rows) as progress:
        write_register(
            output, rows, seed=seed, datum=datum, faults=faults,  # type: ignore[arg-type]
            truth=truth, progress=progress,
        )  # fmt: skip
    say("synthetic", language, rows=rows)


@contextmanager
def _bar(rows: int) -> Iterator[Any]:
    if not sys.stderr.isatty():
        yield None
        return
    with typer.progressbar(length=rows, file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)
