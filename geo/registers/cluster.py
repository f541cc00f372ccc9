"""Counting on a Dask cluster that runs already: each task is one part of a register, read where it
is counted, and only counts travel.

Dask is an optional extra, so nothing of it is imported before somebody asks for a cluster. The
scheduler reads the tasks, too: it needs the same program as the workers and whoever asks.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import struct
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo import __version__
from geo.model import CLAUSES, RegisterError, Text, joined, phrase
from geo.places import LAND
from geo.registers.count import CountPlan
from geo.registers.engines import Engine
from geo.registers.files.parts import Part
from geo.registers.part_count import Counter, PartCount, count_part, make_counter

if TYPE_CHECKING:
    from distributed import Client, Future


#: Parts under way for each thread of the cluster: enough to keep all busy while one is waited for.
PARTS_PER_THREAD = 4

# Seconds: until somebody answers, until the first worker is there, and how long a part may be
# under way before somebody asks whether there are any workers left.
_TO_CONNECT = 10.0
_TO_FIND_WORKERS = 10.0
_TO_ASK_AGAIN = 20.0
# How often a part is tried anew after a fault of a worker. A worker that is lost counts as none.
_RETRIES = 2
_MOST_SHOWN = 5
# Packages whose versions must agree, in full or in their first two numbers.
_SAME = ("dask", "distributed")
_ALIKE = ("python", "numpy", "shapely", "pyarrow", "pyogrio", "pyproj")
# What it raises to talk with somebody who is not there, says nothing, or speaks another language.
_NO_DASK = (OSError, EOFError, ValueError, LookupError, RuntimeError, MemoryError, struct.error)


#: The wings of the house that have a part in a count.
_COUNTS = ("model", "places", "registers")


@cache
def _program() -> str:
    """One number for all of the program that can change a count, as it was when it was first asked
    for: a worker that runs on keeps what it has in memory."""
    program = Path(__file__).parents[1]
    sources = sorted(p for wing in _COUNTS for p in (program / wing).rglob("*.py"))
    label = LAND.with_suffix(".toml")  # it has the hash of the land's own files
    contents = (p.read_bytes() for p in (*sources, label))
    return hashlib.sha256(b"\0".join((__version__.encode(), *contents))).hexdigest()


@contextmanager
def dask_engine(
    plan: CountPlan, scheduler: str, *, keeps_rejects: bool = False
) -> Iterator[Engine]:
    """The workers of a Dask cluster.

    Parameters
    ----------
    plan
        What to count. Its files must be there for every worker, under the same path.
    scheduler
        The scheduler's address: ``tcp://host:8786``, or ``tls://`` with the certificates that
        Dask's own configuration names.
    keeps_rejects
        Whether the rows that are not counted come back with the counts.

    Raises
    ------
    RegisterError
        If Dask is not installed, nobody answers, there are no workers, or one of them has another
        program, other versions, or not the same files. Later, if the cluster is lost.
    """
    _check_address(scheduler)
    client = _connect(scheduler)
    try:
        with _told(phrase("cluster.unusable", scheduler=scheduler), client):
            _wait_for_workers(client, scheduler)
            _check_versions(client.get_versions(packages=[*_ALIKE[1:]]))
            _check_machines(client, plan)
            threads = client.nthreads()
        # A task of its own, not data: where a worker is lost with its copy, it is made again.
        counter = _submit_counter(client, plan, keeps_rejects=keeps_rejects)
        run, numbers = counter.key, itertools.count()

        def submit(part: Part) -> _UnderWay:
            # Keys of one group are dealt out to whichever thread is free.
            with _told(_lost(scheduler), client):
                future = client.submit(
                    _count, _from_root(part), counter, _program(),
                    key=(f"count-{run}", next(numbers)), retries=_RETRIES,
                )  # fmt: skip
            return _UnderWay(part, future, client, scheduler)

        name = f"Dask: {len(threads)} workers, {sum(threads.values())} threads"
        yield Engine(name, submit, window=PARTS_PER_THREAD * sum(threads.values()))
    finally:
        with suppress(*_gone()):  # what is lost needs no closing
            client.close()


def _count(part: Part, counter: Counter, program: str) -> PartCount:
    """Count a part on a worker, which may have joined long after the others were asked."""
    if program != _program():
        raise RegisterError("cluster.other_program")
    return count_part(part, counter)


@dataclass(frozen=True, eq=False)
class _UnderWay:
    """A part that is counted somewhere."""

    part: Part
    future: Future[PartCount]
    client: Client
    scheduler: str

    def result(self) -> PartCount:
        """The count of the part.

        Raises
        ------
        RegisterError
            If the cluster is lost, or no worker can count the part. A fault of the program is
            raised as it was on the worker.
        """
        from distributed import KilledWorker

        try:
            with _told(_lost(self.scheduler), self.client):
                count = self._wait()
        except KilledWorker as error:
            raise RegisterError("cluster.part_lost", part=_name(self.part)) from error
        except (ImportError, MemoryError) as error:  # what a worker lacks
            raise RegisterError(
                "cluster.part_failed", part=_name(self.part), reason=_short(error)
            ) from error
        # The file as the plan names it.
        part = count.part and replace(count.part, file=self.part.file)
        return replace(count, part=part)

    def _wait(self) -> PartCount:
        while True:
            try:
                count: PartCount = self.future.result(timeout=_TO_ASK_AGAIN)
                return count
            except TimeoutError:
                if self.future.status == "error":
                    raise
                if not self.client.nthreads():
                    raise RegisterError(
                        "cluster.no_workers_left", scheduler=self.scheduler
                    ) from None

    def cancel(self) -> None:
        with suppress(*_gone()):  # what is lost is cancelled already
            self.future.cancel()


def _from_root(part: Part) -> Part:
    """A part whose file is named from the root: workers run in other folders."""
    return replace(part, file=replace(part.file, path=part.file.path.absolute()))


# Before the first task


def _check_address(scheduler: str) -> None:
    with suppress(ValueError):  # a port that is no number
        parts = urlsplit(scheduler)
        if parts.scheme in ("tcp", "tls") and parts.hostname and parts.port and not parts.path:
            return
    raise RegisterError("cluster.address", scheduler=scheduler)


def _connect(scheduler: str) -> Client:
    try:
        from distributed import Client
        from distributed.versions import VersionMismatchWarning
    except ImportError as error:
        raise RegisterError("cluster.no_dask") from error
    with ThreadPoolExecutor(1) as apart:  # a loop may run in this thread, as in a notebook
        apart.submit(asyncio.run, _knock(scheduler)).result()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", VersionMismatchWarning)  # checked below, and told
        try:
            return Client(scheduler, timeout=_TO_CONNECT, set_as_default=False)
        except OSError as error:  # it has gone meanwhile
            raise _no_answer(scheduler, _short(error)) from error


async def _knock(scheduler: str) -> None:
    """Ask who is there: a client would wait forever for somebody who takes calls and says nothing.

    Raises
    ------
    RegisterError
        If it is no scheduler.
    """
    from distributed import Security
    from distributed.comm import connect

    try:
        security = Security().get_connection_args("client")
        if scheduler.startswith("tls") and not security.get("ssl_context"):
            raise _no_answer(scheduler, phrase("cluster.no_certificates"))
        async with asyncio.timeout(_TO_CONNECT):
            comm = await connect(scheduler, timeout=_TO_CONNECT, **security)
            try:
                await comm.write({"op": "identity", "reply": True})
                kind = (await comm.read())["type"]
            finally:
                comm.abort()
    except _NO_DASK as error:
        raise _no_answer(scheduler, _short(error)) from error
    if kind != "Scheduler":
        raise _no_answer(scheduler, kind)


def _no_answer(scheduler: str, reason: Text | str) -> RegisterError:
    return RegisterError("cluster.no_answer", scheduler=scheduler, reason=reason)


def _wait_for_workers(client: Client, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_TO_FIND_WORKERS)
    except TimeoutError as error:
        raise RegisterError("cluster.no_worker", scheduler=scheduler) from error


def _check_versions(versions: Mapping[str, Any]) -> None:
    """Refuse versions that do not agree; a last number may differ, but not of Dask's own."""
    here = versions["client"]["packages"]
    places = {phrase("cluster.the_scheduler"): versions["scheduler"]}
    places |= {_worker(address): found for address, found in versions["workers"].items()}
    differences = [
        phrase(
            "cluster.version", package=name, place=place, here=here[name],
            there=found["packages"].get(name) or phrase("cluster.is_missing"),
        )
        for name in (*_SAME, *_ALIKE)
        for place, found in places.items()
        if _compared(name, found["packages"].get(name)) != _compared(name, here.get(name))
    ]  # fmt: skip
    if differences:
        raise RegisterError("cluster.versions", differences=_listed(differences))


def _compared(name: str, version: str | None) -> str:
    """The part of a version that must agree."""
    return ".".join(str(version).split(".")[: None if name in _SAME else 2])


@dataclass(frozen=True)
class _Machine:
    """What a worker or a scheduler says of itself: the program it has, and the bytes of a file,
    None where it sees none."""

    version: str
    program: str
    size: int | None


def _look(path: Path) -> _Machine:
    try:
        size: int | None = path.stat().st_size
    except OSError:
        size = None
    return _Machine(__version__, _program(), size)


def _check_machines(client: Client, plan: CountPlan) -> None:
    """Refuse a cluster with another program, or with workers that do not see the first file."""
    file = plan.files[0]
    path = file.path.absolute()
    scheduler = phrase("cluster.the_scheduler")
    found: dict[Text, Any] = {}
    try:
        found[scheduler] = client.run_on_scheduler(_look, path)
    except (ImportError, AttributeError) as error:
        found[scheduler] = error
    workers = client.run(_look, path, on_error="return")
    found |= {_worker(address): machine for address, machine in workers.items()}
    others = [
        phrase("cluster.no_program", place=place, reason=_short(machine))
        if isinstance(machine, Exception)
        else phrase("cluster.has_program", place=place, version=machine.version)
        for place, machine in found.items()
        if isinstance(machine, Exception) or machine.program != _program()
    ]
    if others:
        raise RegisterError("cluster.programs", version=__version__, others=_listed(others))
    blind = [
        phrase("cluster.sees_none", place=place)
        if machine.size is None
        else phrase("cluster.sees_other", place=place, size=machine.size)
        for place, machine in found.items()
        if place != scheduler and machine.size != file.size
    ]
    if blind:
        raise RegisterError("cluster.blind", path=path, size=file.size, others=_listed(blind))


def _submit_counter(client: Client, plan: CountPlan, *, keeps_rejects: bool) -> Future[Counter]:
    import dask

    # Detailed boundaries are large, but they are sent only once.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        return client.submit(
            make_counter, dict(plan.whole.polygons), datum=plan.datum,
            tolerance=plan.boundaries.tolerance, within=plan.within, above=plan.above,
            keeps_rejects=keeps_rejects, pure=False, retries=_RETRIES,
        )  # fmt: skip


# Words


def _gone() -> tuple[type[BaseException], ...]:
    """What Dask raises where a cluster is lost."""
    from distributed.client import ClosedClientError

    return OSError, RuntimeError, CancelledError, asyncio.CancelledError, ClosedClientError


@contextmanager
def _told(what: Text, client: Client) -> Iterator[None]:
    """A cluster that is lost becomes an error that says so; a fault of the program remains one."""
    try:
        yield
    except _gone() as error:
        if isinstance(error, RuntimeError) and client.status == "running":
            raise
        reason = getattr(error, "reason", "") or _short(error)
        raise RegisterError("cluster.failed", what=what, reason=reason) from error


def _lost(scheduler: str) -> Text:
    return phrase("cluster.lost", scheduler=scheduler)


def _worker(address: str) -> Text:
    return phrase("cluster.worker", address=address)


def _name(part: Part) -> Text:
    file = part.file.path.name
    if part.file.kind == "vector":
        return phrase("cluster.layer", file=file)
    if part.file.kind == "parquet":
        return phrase("cluster.row_groups", file=file, start=part.start, end=part.end)
    return phrase("cluster.bytes", file=file, start=part.start, end=part.end)


def _listed(items: list[Text]) -> Text:
    shown, more = items[:_MOST_SHOWN], len(items) - _MOST_SHOWN
    if more > 0:
        shown = [*shown, phrase("cluster.more", count=more)]
    return joined(shown, CLAUSES)


def _short(error: BaseException) -> str:
    text = " ".join(str(error).split())[:160].rstrip(".")
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
