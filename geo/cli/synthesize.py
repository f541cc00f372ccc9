"""The verb ``synthesize``: a register to try things with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import click

from geo.cli.options import Option
from geo.cli.words import Lang, language_of, say


def synthesize(
    output: Annotated[Path, Option("-o", "--output", help="The file to write: .csv or .parquet.")],
    rows: Annotated[int, Option(help="How many rows.")] = 50_000,
    seed: Annotated[int, Option(help="Another seed makes another register.")] = 1,
    datum: Annotated[str, Option(help="wgs84, gcj02 or bd09.")] = "wgs84",
    faults: Annotated[float, Option(help="The part of the rows that have a fault, 0 to 1.")] = 0.0,
    truth: Annotated[Path | None, Option(help="Write the true counts to this file.")] = None,
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
    with click.progressbar(length=rows, file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)
