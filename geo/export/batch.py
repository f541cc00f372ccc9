"""Many pictures at once: a file of jobs (TOML or JSON) is read as a whole, checked as a whole, and
drawn by all the processor's cores.

    [defaults]
    lang = ["en", "zh"]
    format = ["png", "pptx"]

    [[jobs]]
    indicator = ["gdp-2020", "population-2020"]
    theme = "dark"

A list makes one picture for each of its entries, ``period = "all"`` one for each period.
"""

from __future__ import annotations

import itertools
import json
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from copy import copy
from dataclasses import dataclass, fields
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from geo.draw import Style, with_size
from geo.export.files import write_file
from geo.export.formats import FORMATS, export
from geo.indicators import load_indicator
from geo.maps import MapRequest, build
from geo.model import LANGUAGES, POINTS, GeoError, Text, joined, phrase

Progress = Callable[[int, int, str], None]

_NAME = "{indicator}-{period}-{lang}.{format}"
#: What may be a list that makes a picture for each entry.
_EXPANDED = ("indicator", "period", "lang", "format", "size", "theme", "per")
_OF_MAP = {field.name for field in fields(MapRequest)} - {"language"}
_OF_STYLE = {field.name for field in fields(Style)} - {"size", "dpi"}
_KEYS = {*_OF_MAP, *_OF_STYLE, "lang", "format", "size", "dpi", "name"}
_FEWEST_FOR_POOL = 6  # below it, starting more processes takes longer than it saves


@dataclass(frozen=True)
class Job:
    """One file: what it shows, how it looks, and what it is called."""

    name: str
    request: MapRequest
    style: Style
    file_format: str


@dataclass(frozen=True)
class BatchReport:
    """The files that were written, and what failed by name."""

    written: tuple[str, ...]
    failed: Mapping[str, GeoError]


def to_work(request: MapRequest, style: Style) -> dict[str, bytes]:
    """A map of the catalogue as a batch file of one job, by its ending: what draws it again."""
    job: dict[str, Any] = {"lang": request.language, "dpi": style.dpi}
    job["size"] = f"{style.size[0]}x{style.size[1]}"
    usual_map, usual_style = MapRequest(""), Style()
    for value, usual, keys in ((request, usual_map, _OF_MAP), (style, usual_style, _OF_STYLE)):
        job |= {
            key: getattr(value, key)
            for key in sorted(keys)
            if getattr(value, key) != getattr(usual, key)
        }
    text = json.dumps({"jobs": [job]}, ensure_ascii=False, indent=1) + "\n"
    return {".batch.json": text.encode()}


def read_batch(path: Path) -> tuple[Job, ...]:
    """The jobs of a file.

    Raises
    ------
    GeoError
        If the file cannot be read, or naming every fault of every job.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:  # of both formats, and of text that is no UTF-8
        raise GeoError("batch.unreadable", path=path, reason=str(error)) from error
    return make_jobs(content, where=path.name)


def make_jobs(content: Any, *, where: str) -> tuple[Job, ...]:
    """Jobs from a batch file's content; see :func:`read_batch`."""
    content = content if isinstance(content, dict) else {}
    jobs, defaults = content.get("jobs"), content.get("defaults", {})
    if (
        not isinstance(jobs, list)
        or not jobs
        or not all(isinstance(entry, dict) for entry in (defaults, *jobs))
    ):
        raise GeoError("batch.no_jobs", where=where)
    unknown = sorted(content.keys() - {"jobs", "defaults"})
    faults: list[Text] = [phrase("batch.unknown_part", key=key) for key in unknown]
    made: list[Job] = []
    for number, job in enumerate(jobs, start=1):
        wished = {**defaults, **job}
        for key in sorted(wished.keys() - _KEYS):
            faults.append(phrase("batch.unknown_key", job=number, key=key, known=sorted(_KEYS)))
        try:
            made += _expanded({key: value for key, value in wished.items() if key in _KEYS})
        except GeoError as error:
            faults.append(phrase("batch.job", job=number, fault=error))
        except (TypeError, ValueError) as error:
            faults.append(phrase("batch.job", job=number, fault=str(error)))
    names = [job.name.casefold() for job in made]
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.append(phrase("batch.twice", name=name, count=names.count(name)))
    if faults:
        raise GeoError("batch.faults", where=where, faults=joined(faults, POINTS))
    return tuple(made)


def _expanded(wished: Mapping[str, Any]) -> Iterator[Job]:
    """The jobs that one entry stands for."""
    if not wished.get("indicator"):
        raise GeoError("batch.no_indicator")
    choices = {key: _list(wished[key]) for key in _EXPANDED if key in wished}
    for values in itertools.product(*choices.values()):
        one = {**wished, **dict(zip(choices, values, strict=True))}
        every = one.get("period") == "all"
        periods = load_indicator(one["indicator"], one.get("per")).periods if every else None
        for period in periods or (one.get("period"),):
            yield _job({**one, "period": None if period is None else str(period)})


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _job(one: Mapping[str, Any]) -> Job:
    language, file_format = one.get("lang", "en"), one.get("format", "png")
    if language not in LANGUAGES:
        raise GeoError("batch.language", language=language, known=LANGUAGES)
    if file_format not in FORMATS:
        raise GeoError("batch.format", format=file_format, known=tuple(FORMATS))
    asked = {key: one[key] for key in _OF_MAP if one.get(key) is not None}
    edges = tuple(map(float, asked.pop("edges", ()))) or None
    request = MapRequest(**asked, edges=edges, language=language)
    indicator = load_indicator(request.indicator, request.per)  # names what is unknown
    if request.period is not None and request.period not in indicator.periods:
        raise GeoError(
            "batch.period",
            indicator=indicator.id, period=request.period, known=indicator.periods,
        )  # fmt: skip
    look = {key: one[key] for key in _OF_STYLE if key in one}
    for key in ("highlight", "crop"):
        if key in look:
            look[key] = tuple(map(str, _list(look[key])))
    style = with_size(Style(**look), str(one.get("size", "slide")), dpi=one.get("dpi"))
    return Job(_file_name(one, indicator.periods, file_format), request, style, file_format)


def _file_name(one: Mapping[str, Any], periods: Sequence[str], file_format: str) -> str:
    """A file's name by its pattern, without anything that a system takes for a folder."""
    values = {
        "indicator": one["indicator"],
        "period": one.get("period") or (periods[-1] if periods else ""),
        "lang": one.get("lang", "en"),
        "format": file_format,
        "size": one.get("size", "slide"),
        "theme": one.get("theme", "light"),
        "per": one.get("per") or "",
    }
    pattern = one.get("name", _NAME)
    try:
        name = str(pattern).format_map(values)
    except (KeyError, ValueError, IndexError) as error:
        known = [f"{{{key}}}" for key in values]
        raise GeoError("batch.name", name=pattern, known=known) from error
    name = "".join("-" if c in '<>:"/\\|?*' or c < " " else c for c in name).strip(" .")
    while "--" in name or "-." in name:
        name = name.replace("--", "-").replace("-.", ".")
    if not name.endswith(f".{file_format}"):
        name += f".{file_format}"
    return name


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
        return export(build(job.request), job.file_format, style=job.style)
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
