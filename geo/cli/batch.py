"""Many pictures at once: what ``render --batch`` does."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from geo.model import LINES, ExportError, GeoError, joined, phrase


def run_jobs(path: Path, folder: Path) -> None:
    """Draw all jobs of a file, with a bar on standard error.

    Raises
    ------
    GeoError
        If the file cannot be read, or jobs failed; they are named.
    """
    from geo.export import read_batch, run_batch

    jobs = read_batch(path)
    if not folder.is_dir():
        raise ExportError("cli.batch_folder", folder=folder)
    done = 0
    try:
        with click.progressbar(length=len(jobs), file=sys.stderr) as bar:

            def tell(number: int, total: int, name: str) -> None:
                nonlocal done
                done = number
                if sys.stderr.isatty():
                    bar.update(1)
                else:  # where a bar cannot move, a line each
                    click.echo(f"[{number}/{total}] {name}", err=True)

            report = run_batch(jobs, folder, progress=tell)
    except KeyboardInterrupt:
        raise GeoError("cli.batch_cancelled", done=done, jobs=len(jobs)) from None
    if report.failed:
        lines = [phrase("batch.of_file", file=name, why=why) for name, why in report.failed.items()]
        reasons = joined(lines, LINES)
        raise GeoError("cli.batch_failed", failed=len(lines), jobs=len(jobs), reasons=reasons)
