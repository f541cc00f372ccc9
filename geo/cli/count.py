"""The verb ``count``: the points of a register by place."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click

from geo.cli.files import check_ending, write_report, write_table
from geo.cli.options import Argument, Bounds, Option, Options, gathered
from geo.cli.words import Lang, language_of, say, words
from geo.model import (
    CLAUSES,
    LEVELS,
    LINES,
    ExportError,
    GeoError,
    Language,
    Level,
    Text,
    UnknownNameError,
    joined,
    listed,
    phrase,
)

if TYPE_CHECKING:
    from geo.model import Boundaries
    from geo.registers import Columns, Count, CountPlan, Progress

ENGINES = ("local", "dask")


@dataclass(frozen=True)
class ColumnOptions(Options):
    """Which columns of a register hold what."""

    lon: Annotated[str | None, Option(help="The column with longitudes.")] = None
    lat: Annotated[str | None, Option(help="The column with latitudes.")] = None
    by: Annotated[str, Option(help="A column to count by, e.g. the operator or the status.")] = ""
    weight: Annotated[str, Option(help="A column to add up and average.")] = ""
    date: Annotated[str, Option(help="A column with dates, to count by period.")] = ""
    every: Annotated[str, Option(help="How long a period is: year, quarter, month or day.")] = (
        "year"
    )

    def columns(self) -> Columns:
        """The columns.

        Raises
        ------
        UnknownNameError
            If there are no periods of this length.
        """
        from geo.registers import EVERY, Columns

        if self.every not in EVERY:
            raise UnknownNameError("length of periods", self.every, EVERY)
        return Columns(self.lon, self.lat, self.by, self.weight, self.date, self.every)


@dataclass(frozen=True)
class EngineOptions(Options):
    """What counts: this machine, or a cluster."""

    engine: Annotated[str, Option(help="local, or dask on a cluster that runs.")] = "local"
    scheduler: Annotated[
        str | None, Option(help="The address of the Dask scheduler: tcp://host:8786.")
    ] = None
    threads: Annotated[
        int | None, Option(least=1, help="Threads of the local engine; by default the cores.")
    ] = None

    def check(self) -> None:
        """Refuse an engine that is none.

        Raises
        ------
        GeoError
            If it is unknown, or a scheduler is missing or idle.
        """
        if self.engine not in ENGINES:
            raise UnknownNameError("engine", self.engine, ENGINES)
        if (self.engine == "dask") != (self.scheduler is not None):
            raise GeoError("cli.engine")

    def start(self, plan: CountPlan, *, keeps_rejects: bool) -> Any:
        """The engine for a count."""
        from geo.registers import counter_of, local_engine

        if self.scheduler is not None:
            from geo.registers import dask_engine

            return dask_engine(plan, self.scheduler, keeps_rejects=keeps_rejects)
        counter = counter_of(plan, keeps_rejects=keeps_rejects)
        return local_engine(counter, threads=self.threads)


@gathered
def count(
    files: Annotated[list[str], Argument(help="Files, folders or patterns such as 'cells/*.csv'.")],
    *,
    datum: Annotated[
        str | None, Option(help="The datum of the coordinates: wgs84, gcj02 or bd09.")
    ] = None,
    register: ColumnOptions,
    boundaries: Bounds = "provinces",
    level: Annotated[
        str,
        Option(help="province, prefecture or county; several with commas, in one pass."),
    ] = "",
    within: Annotated[
        str, Option(help="Only points in a province or prefecture: 安徽, Hefei, 340000.")
    ] = "",
    engine: EngineOptions,
    output: Annotated[Path | None, Option("-o", "--output", help="The CSV file to write.")] = None,
    report: Annotated[
        Path | None, Option(help="Write what became of every row (JSON) to this file.")
    ] = None,
    rejects: Annotated[
        Path | None, Option(help="Write the rows that are not counted (CSV) to this file.")
    ] = None,
    lang: Lang = "en",
) -> None:
    """Count the points of a register by place; write one line for each place."""
    from geo.registers import StoppedError, count_points, open_rejects, plan_count

    language = language_of(lang)
    engine.check()
    columns = register.columns()
    _check_outputs(output, report, rejects)
    levels = _levels(level)
    places = _boundaries(boundaries, levels, within)
    plan = plan_count(files, datum=datum, boundaries=places, columns=columns)
    problems: list[GeoError | Text] = []
    with open_rejects(rejects) as held, _progress(plan, language) as progress:
        try:
            counted = count_points(
                plan,
                engine=engine.start(plan, keeps_rejects=held is not None),
                progress=progress,
                take_rejects=held.take if held is not None else None,
            )
        except StoppedError as error:
            counted = error.partial
            output, report = _partial(output), _partial(report)
            kept = [path for path in (output, report) if path is not None]
            problems.append(phrase("cli.kept", problem=error, files=kept) if kept else error)
    _write(counted, levels, output, report)
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
        check_ending(path, ending)
        if path is not None and not path.parent.is_dir():
            raise ExportError("export.no_folder", path=path, folder=path.parent)
    given = [path.resolve() for path in (output, report, rejects) if path is not None]
    if len(set(given)) < len(given):
        raise ExportError("cli.same_file")


def _levels(text: str) -> tuple[Level, ...]:
    """The levels that were asked for, the highest first; none where nothing is said."""
    from geo.draw import one_of

    said = [one_of("level", word.strip(), LEVELS) for word in text.split(",") if word.strip()]
    return tuple(level for level in LEVELS if level in said)


def _boundaries(name: str, levels: Sequence[Level], within: str) -> Boundaries:
    """The places to count by: of levels those of the lowest, which add up to the others."""
    from geo.places import (
        find_part,
        list_boundaries,
        load_boundaries,
        load_level,
        read_hierarchy,
    )
    from geo.tables import load_places, open_boundaries

    if levels or within:
        if name != "provinces":
            raise GeoError("cli.level_of_own", boundaries=name)
        part = within and find_part(within)
        if not levels:
            below = read_hierarchy().below(part)
            levels = [below.level if below else "county"]
        # All of them are looked up, so that nobody waits for one that there is not.
        return [load_level(level, part) for level in levels][-1]
    if name in list_boundaries():
        return load_boundaries(name)
    return load_places("", open_boundaries(Path(name)))[0]


@contextmanager
def _progress(plan: CountPlan, language: Language) -> Iterator[Progress | None]:
    """A bar on standard error, where one can move."""
    if not sys.stderr.isatty():
        yield None
        return
    label = words("counting", language)
    with click.progressbar(length=plan.size, file=sys.stderr, label=label) as bar:

        def tell(done: int, total: int, rows: int) -> None:
            bar.label = words("rows", language, rows=rows)
            bar.update(done - bar.pos)

        yield tell


def _write(
    counted: Count, levels: Sequence[Level], output: Path | None, report: Path | None
) -> None:
    """Write the figures, those of a stopped count to a file only, and the report; of several levels
    the places of all, the highest first."""
    from geo.registers import add_up, records
    from geo.registers import report as report_of

    every = [add_up(counted, level) for level in levels]
    if output is not None or counted.complete:
        if len(levels) > 1:
            both = zip(levels, map(records, every), strict=True)
            write_table([{"level": level, **line} for level, r in both for line in r], output)
        else:
            write_table(records(counted), output)
    if report is not None:
        write_report(report_of(counted, above=every[:-1]), report)


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
    click.echo(joined(said, CLAUSES)[language], err=True)
    tolerance, total = counted.plan.boundaries.tolerance, counted.total
    if tolerance is not None:
        say("close", language, count=total.close[0], metres=tolerance)
    if total.undated:
        say("undated", language, count=total.undated)
    for note in counted.notes:
        say("note", language, text=note[language])
