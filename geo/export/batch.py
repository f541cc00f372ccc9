"""Many pictures at once: jobs drawn by all the processor's cores, and written into a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from copy import copy
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from geo.export.files import write_file
from geo.export.jobs import Job, draw_job
from geo.model import GeoError

Progress = Callable[[int, int, str], None]

# Below it, starting more processes takes longer than it saves: to load the program in each takes as
# long as to draw some five pictures.
_FEWEST_FOR_POOL = 10


@dataclass(frozen=True)
class BatchReport:
    """The files that were written, and what failed by name."""

    written: tuple[str, ...]
    failed: Mapping[str, GeoError]


def draw_batch(
    jobs: Sequence[Job], *, progress: Progress, workers: int | None = None
) -> Iterator[tuple[Job, bytes | GeoError]]:
    """Every job with its file's bytes, or with why it failed, in the order of the jobs; they do not
    depend on the number of workers."""
    count = workers if workers is not None else min(os.cpu_count() or 1, len(jobs))
    if count < 2 or len(jobs) < _FEWEST_FOR_POOL:
        yield from _told(jobs, map(_draw, jobs), progress)
        return
    # spawn, for threads may run, and so that it is the same on every system
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        try:
            yield from _told(jobs, pool.map(_draw, jobs), progress)
        finally:
            pool.shutdown(cancel_futures=True)


def _told(
    jobs: Sequence[Job], results: Iterator[bytes | GeoError], progress: Progress
) -> Iterator[tuple[Job, bytes | GeoError]]:
    for number, (job, result) in enumerate(zip(jobs, results, strict=True), start=1):
        yield job, result
        progress(number, len(jobs), job.name)


def _draw(job: Job) -> bytes | GeoError:
    try:
        return draw_job(job)
    except GeoError as error:
        return copy(error)  # without its traceback, which holds all that was drawn until then


def run_batch(
    jobs: Sequence[Job], folder: Path, *, progress: Progress, workers: int | None = None
) -> BatchReport:
    """Write every job's file into a folder, whole or not at all; one that fails stops no other.

    Raises
    ------
    ExportError
        If a file cannot be written: the disk is full, or the folder missing.
    """
    written: list[str] = []
    failed: dict[str, GeoError] = {}
    for job, result in draw_batch(jobs, progress=progress, workers=workers):
        if isinstance(result, GeoError):
            failed[job.name] = result
        else:
            write_file(folder / job.name, result)
            written.append(job.name)
    return BatchReport(tuple(written), failed)
