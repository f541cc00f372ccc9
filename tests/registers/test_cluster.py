"""Counting on a cluster: a real scheduler and workers as processes of this machine, and all that
can be wrong with them."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow.csv
import pytest
from distributed import Client
from pyarrow import parquet

from geo import __version__
from geo.model.errors import RegisterError
from geo.model.values import Boundaries
from geo.registers import cluster
from geo.registers.cluster import PARTS_PER_THREAD, dask_engine
from geo.registers.count import (
    Columns,
    Count,
    CountPlan,
    StoppedError,
    TakeRejects,
    count_points,
    counter_of,
    plan_count,
)
from geo.registers.files.find import parts_of
from geo.registers.files.parts import Part, RegisterFile
from geo.registers.part_count import Rejects
from geo.registers.synthetic_file import write_register
from tests.gathered import gathered
from tests.slow import up_to

pytestmark = pytest.mark.cluster

ROOT = Path(__file__).parents[2]
COLUMNS = Columns(category="operator", weight="sites", date="opened")
PARTS = 24


def free_address() -> str:
    """An address where nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{found.getsockname()[1]}"


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@dataclass
class Cluster:
    """A scheduler, and workers of one thread each, in a folder that is none of the tests'."""

    folder: Path
    address: str = field(default_factory=free_address)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, program: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.dask_{program}"]
        process = subprocess.Popen(
            [*command, *arguments, "--no-dashboard", "--host", "127.0.0.1"],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def start_scheduler(self, **environment: str) -> subprocess.Popen[bytes]:
        port = self.address.rpartition(":")[2]
        return self.start("scheduler", "--port", port, **environment)

    def start_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        options = ("--no-nanny", "--nthreads", "1", "--memory-limit", "0", "--death-timeout", "30")
        return self.start("worker", self.address, *options, **environment)

    def wait_for(self, workers: int) -> None:
        """Wait until the scheduler knows of exactly so many workers."""
        with Client(self.address, timeout=30, set_as_default=False) as client:
            wait_until(lambda: len(client.nthreads()) == workers)

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()


@contextmanager
def a_cluster(folder: Path, workers: int, **environment: str) -> Iterator[Cluster]:
    made = Cluster(folder)
    try:
        made.start_scheduler(**environment)
        for _ in range(workers):
            made.start_worker()
        made.wait_for(workers)
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with a_cluster(tmp_path_factory.mktemp("healthy"), 2) as made:
        yield made


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "sites.csv"
    write_register(path, 40_000, datum="gcj02", faults=0.05)
    return path


def planned(path: Path | str, provinces: Boundaries, columns: Columns = COLUMNS) -> CountPlan:
    """A plan of small parts."""
    plan = plan_count([str(path)], datum="gcj02", boundaries=provinces, columns=columns)
    (file,), (fields,) = plan.files, plan.fields
    if file.kind == "parquet":
        with parquet.ParquetFile(file.path) as opened:
            groups = opened.num_row_groups
        parts = [Part(file, fields, n, n + 1, file.size // groups) for n in range(groups)]
    else:
        parts = parts_of(file, fields, part_bytes=file.size // PARTS + 1)
    return replace(plan, parts=tuple(parts))


@pytest.fixture(scope="module")
def plan(register: Path, provinces: Boundaries) -> CountPlan:
    return planned(register, provinces)


@pytest.fixture(scope="module")
def expected(plan: CountPlan) -> Count:
    return count_points(plan)


def same(one: Count, other: Count) -> bool:
    return (
        (one.total, one.files, one.complete, one.notes)
        == (other.total, other.files, other.complete, other.notes)
    )  # fmt: skip


# Counts


@pytest.mark.slow(reads=up_to("registers"))
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_figures_and_rejects_are_those_of_the_local_engine(
    ending: str, register: Path, provinces: Boundaries, healthy: Cluster, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)  # the name says nothing to a worker that runs elsewhere
    if ending == "csv":
        shutil.copy(register, "sites.csv")
    else:
        parquet.write_table(pyarrow.csv.read_csv(register), "sites.parquet", row_group_size=3000)
    plan = planned(f"sites.{ending}", provinces)
    assert len(plan.parts) > 10
    rejected: dict[str, list[Any]] = {"local": [], "dask": []}

    def into(name: str) -> TakeRejects:
        def take(file: RegisterFile, before: int, rejects: Rejects) -> None:
            columns = (rejects.lon.to_pylist(), rejects.lat.to_pylist(), rejects.faults.tolist())
            numbers = (before + rejects.numbers).tolist()
            rejected[name] += zip(numbers, *columns, strict=True)

        return take

    local = count_points(plan, take_rejects=into("local"))
    engine = dask_engine(plan, healthy.address, keeps_rejects=True)
    found = count_points(plan, engine=engine, take_rejects=into("dask"))
    assert same(found, local)
    assert found.engine == "Dask: 2 workers, 2 threads"
    assert found.rows == 40_000
    assert sum(tally.total for tally in found.total.tallies.values()) > 0
    assert len({key.category for key in found.total.tallies}) > 1
    assert len({key.period for key in found.total.tallies}) > 1
    assert len(rejected["local"]) == sum(found.not_counted.values()) > 100
    assert rejected["dask"] == rejected["local"]


@pytest.mark.slow(reads=up_to("registers"))
def test_rejected_rows_travel_only_where_they_are_asked_for(
    plan: CountPlan, healthy: Cluster
) -> None:
    for asked in (False, True):
        with dask_engine(plan, healthy.address, keeps_rejects=asked) as engine:
            count = engine.submit(plan.parts[3]).result()
        assert bool(count.rejects) is asked
        assert count.rows > 0


@pytest.mark.slow(reads=up_to("registers"))
def test_quotations_go_on_across_parts(
    provinces: Boundaries, healthy: Cluster, tmp_path: Path
) -> None:
    text = "\n".join("116.4,39.9" for _ in range(40))  # what looks like rows and is none
    rows = "".join(f'"{text if n % 3 else ""}",121.47,31.23\n' for n in range(120))
    path = tmp_path / "notes.csv"
    path.write_text(f"note,lon,lat\n{rows}", encoding="utf-8")
    plan = planned(path, provinces, Columns())
    found = count_points(plan, engine=dask_engine(plan, healthy.address))
    assert (found.rows, found.points_by_place) == (120, {"310000": 120})
    assert same(found, count_points(plan))


@pytest.mark.slow(reads=up_to("registers"))
def test_a_cluster_can_be_asked_many_times(
    plan: CountPlan, expected: Count, healthy: Cluster
) -> None:
    with dask_engine(plan, healthy.address) as engine:
        assert engine.window == 2 * PARTS_PER_THREAD
        under_way = [engine.submit(plan.parts[0]) for _ in range(3)]
        first, *others = [one.result() for one in under_way]
        assert all(other == first for other in others)
    assert same(count_points(plan, engine=dask_engine(plan, healthy.address)), expected)


def test_it_works_inside_a_running_event_loop(
    plan: CountPlan, expected: Count, healthy: Cluster
) -> None:
    """As in a notebook, whose cells run in one."""

    async def cell() -> Count:
        return count_points(plan, engine=dask_engine(plan, healthy.address))

    assert same(asyncio.run(cell()), expected)


# What is lost half-way


def once(at: int, act: Callable[[], object]) -> Callable[[int, int, int], None]:
    """What is told of progress, and acts when so many parts are counted."""
    told = []

    def progress(done: int, total: int, rows: int) -> None:
        told.append(done)
        if len(told) == at:
            assert done < total / 2
            act()

    return progress


def kill(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        process.send_signal(signal.SIGKILL)
        process.wait()


def check_partial(error: StoppedError) -> None:
    """What was counted until then is there."""
    partial = error.partial
    assert not partial.complete
    assert 0 < partial.rows < 40_000
    assert partial.rows == partial.counted + sum(partial.not_counted.values())
    assert f"{partial.rows:,} rows were read" in str(error)


@pytest.mark.slow(reads=up_to("registers"))
def test_workers_that_are_killed_lose_nothing_while_there_are_any(
    plan: CountPlan, expected: Count, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_cluster(tmp_path, 2) as frail:
        _, one, other = frail.processes
        engine = dask_engine(plan, frail.address)
        found = count_points(plan, engine=engine, progress=once(4, lambda: kill(one)))
        assert same(found, expected)
        frail.wait_for(1)

        def replace_the_only_one() -> None:  # and with it the only copy of the grids
            kill(other)
            frail.start_worker()

        engine = dask_engine(plan, frail.address)
        found = count_points(plan, engine=engine, progress=once(2, replace_the_only_one))
        assert same(found, expected)

        monkeypatch.setattr(cluster, "_TO_ASK_AGAIN", 0.2)
        last = frail.processes[-1]
        engine = dask_engine(plan, frail.address)
        with pytest.raises(StoppedError, match=r"all workers .* are gone") as stop:
            count_points(plan, engine=engine, progress=once(3, lambda: kill(last)))
        check_partial(stop.value)


@pytest.mark.slow(reads=up_to("registers"))
def test_a_part_that_takes_its_workers_along_and_a_scheduler_that_goes(
    plan: CountPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_TO_FIND_WORKERS", 0.2)
    allowed = "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"
    with a_cluster(tmp_path, 1, **{allowed: "0"}) as frail:
        scheduler, worker = frail.processes
        with (
            dask_engine(plan, frail.address) as engine,
            Client(frail.address, set_as_default=False) as client,
        ):
            assert engine.submit(plan.parts[0]).result().rows > 0
            worker.send_signal(signal.SIGSTOP)
            under_way = engine.submit(plan.parts[1])
            wait_until(lambda: any(client.processing().values()))
            kill(worker)
            with pytest.raises(RegisterError, match="lost with every worker that") as refusal:
                under_way.result()
            assert "the part of sites.csv from" in str(refusal.value)

        message = refused(plan, frail.address)
        assert f"has no worker. Start some: dask worker {frail.address}" in message

        frail.start_worker()
        frail.wait_for(1)
        engine = dask_engine(plan, frail.address)
        with pytest.raises(StoppedError, match=r"connection to the scheduler .* was lost") as stop:
            count_points(plan, engine=engine, progress=once(3, lambda: kill(scheduler)))
        assert frail.address in str(stop.value)
        check_partial(stop.value)


@pytest.mark.slow(reads=up_to("registers"))
@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_stops_the_cluster_too(plan: CountPlan, healthy: Cluster) -> None:
    def interrupt() -> None:
        os.kill(os.getpid(), signal.SIGINT)

    engine = dask_engine(plan, healthy.address)
    with pytest.raises(StoppedError, match="the count was stopped") as stop:
        count_points(plan, engine=engine, progress=once(3, interrupt))
    check_partial(stop.value)
    with Client(healthy.address, set_as_default=False) as client:
        wait_until(lambda: client.run_on_scheduler(lambda dask_scheduler: not dask_scheduler.tasks))


@pytest.mark.slow(reads=up_to("registers"))
def test_a_damaged_file_is_told_as_it_is_locally(
    register: Path, provinces: Boundaries, healthy: Cluster, tmp_path: Path
) -> None:
    path = tmp_path / "sites.parquet"
    parquet.write_table(pyarrow.csv.read_csv(register), path, row_group_size=4000)
    plan = planned(path, provinces)
    content = bytearray(path.read_bytes())
    half, most = len(content) // 2, len(content) * 4 // 5
    content[half:most] = bytes(most - half)
    path.write_bytes(content)
    messages = []
    for engine in (None, dask_engine(plan, healthy.address)):
        with pytest.raises(StoppedError, match=r"sites\.parquet is damaged") as stop:
            count_points(plan, engine=engine)
        check_partial(stop.value)
        messages.append(str(stop.value))
    assert messages[0] == messages[1]


# What is a fault of the program


def test_a_fault_before_the_first_task_is_no_missing_scheduler(
    plan: CountPlan, healthy: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, fault in (("_knock", TypeError), ("_check_versions", RuntimeError)):

        def faulty(*_: object, fault: type[Exception] = fault) -> None:
            raise fault("a fault")

        with monkeypatch.context() as patch:
            patch.setattr(cluster, name, faulty)
            with pytest.raises(fault, match="a fault"), dask_engine(plan, healthy.address):
                pass


def test_a_fault_on_a_worker_is_told_as_it_is(plan: CountPlan, healthy: Cluster) -> None:
    part = replace(plan.parts[0], fields=None)  # type: ignore[arg-type]
    with dask_engine(plan, healthy.address) as engine, pytest.raises(AttributeError):
        engine.submit(part).result()


# What is wrong before the first task


def refused(plan: CountPlan, address: str) -> str:
    """What is said of a cluster that cannot be used."""
    with pytest.raises(RegisterError) as refusal, dask_engine(plan, address):
        pass
    return str(refusal.value)


@gathered(
    "address",
    ["", "127.0.0.1:8786", "tcp://", "tcp://127.0.0.1", "tcp://:8786", "http://127.0.0.1:8786",
     "tcp://127.0.0.1:eighty", "tcp://127.0.0.1:99999", "tcp://127.0.0.1:0",
     "tcp://127.0.0.1:8786/status", "inproc://1/2/3"],
)  # fmt: skip
def test_an_address_that_is_none(plan: CountPlan, address: str) -> None:
    assert "tcp://host:8786" in refused(plan, address)


@pytest.mark.parametrize("scheme", ["tcp", "tls"])
def test_nobody_is_there(plan: CountPlan, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_TO_CONNECT", 0.5)
    address = free_address().replace("tcp", scheme)
    assert f"no Dask scheduler answers at {address}" in refused(plan, address)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n" * 99])
def test_somebody_else_is_there(
    plan: CountPlan, answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_TO_CONNECT", 0.5)
    held = []

    def serve() -> None:
        with socket.socket() as taken:
            while True:
                try:
                    taken, _ = listening.accept()
                except OSError:
                    return
                held.append(taken)
                taken.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        address = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        assert f"no Dask scheduler answers at {address}" in refused(plan, address)
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
    for taken in held:
        taken.close()


@pytest.mark.slow(reads=up_to("registers"))
def test_the_address_of_a_worker(plan: CountPlan, healthy: Cluster) -> None:
    with Client(healthy.address, set_as_default=False) as client:
        address = next(iter(client.nthreads()))
    assert f"no Dask scheduler answers at {address} (Worker)" in refused(plan, address)


@contextmanager
def one_more(healthy: Cluster, path: Path) -> Iterator[None]:
    """A worker that finds its modules in another folder first."""
    worker = healthy.start_worker(PYTHONPATH=f"{path}{os.pathsep}{ROOT}")
    try:
        healthy.wait_for(1 + 2)
        yield
    finally:
        kill(worker)
        healthy.wait_for(2)


@pytest.mark.slow(reads=up_to("registers"))
def test_a_worker_with_another_version_of_the_program(
    plan: CountPlan, healthy: Cluster, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "geo", tmp_path / "geo", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "shapes").symlink_to(ROOT / "shapes")
    first = tmp_path / "geo" / "__init__.py"
    first.write_text(
        first.read_text(encoding="utf-8").replace(__version__, "0.0.9"), encoding="utf-8"
    )
    with one_more(healthy, tmp_path):
        message = refused(plan, healthy.address)
    assert "worker tcp://127.0.0.1:" in message
    assert "has 0.0.9" in message


@pytest.mark.slow(reads=up_to("registers"))
def test_a_worker_that_knows_nothing_of_the_program(
    plan: CountPlan, healthy: Cluster, tmp_path: Path
) -> None:
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "__init__.py").touch()
    with one_more(healthy, tmp_path):
        message = refused(plan, healthy.address)
    assert "worker tcp://127.0.0.1:" in message
    assert "cannot import it" in message
    assert "No module named 'geo." in message


@pytest.mark.slow(reads=up_to("registers"))
def test_a_scheduler_that_knows_nothing_of_the_program(plan: CountPlan, tmp_path: Path) -> None:
    with a_cluster(tmp_path, 0, PYTHONPATH="") as bare:
        bare.start_worker()
        message = refused(plan, bare.address)
    assert "the scheduler cannot import it (ModuleNotFoundError" in message


def test_a_worker_that_joins_late_with_another_version(plan: CountPlan) -> None:
    counter = counter_of(plan)
    assert cluster._count(plan.parts[0], counter, cluster._program()).rows > 0
    with pytest.raises(RegisterError, match="another version of the program"):
        cluster._count(plan.parts[0], counter, "another")


@pytest.mark.slow(reads=up_to("registers"))
def test_a_worker_with_other_versions_of_packages(
    plan: CountPlan, healthy: Cluster, tmp_path: Path
) -> None:
    for package in ("distributed", "shapely"):
        about = tmp_path / f"{package}-1.8.0.dist-info"
        about.mkdir()
        text = f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.8.0\n"
        (about / "METADATA").write_text(text, encoding="utf-8")
    with one_more(healthy, tmp_path):
        message = refused(plan, healthy.address)
    for package in ("distributed", "shapely"):
        assert f"{package} 1.8.0 on worker tcp://127.0.0.1:" in message
    assert message.count("1.8.0") == 2


@gathered(
    ("package", "there", "agrees"),
    [
        ("python", "3.11.99.final.0", True),
        ("python", "3.10.7.final.0", False),
        ("numpy", "2.4.99", True),
        ("numpy", "2.5.0", False),
        ("numpy", None, False),
        ("dask", "2026.8.1", False),
        ("distributed", None, False),
    ],
)
@gathered("place", ["scheduler", "worker"])
def test_which_versions_agree(package: str, there: str | None, agrees: bool, place: str) -> None:
    here = {"python": "3.11.7.final.0", "numpy": "2.4.6", "dask": "2026.8.0",
            "distributed": "2026.8.0", "shapely": "2.1.2", "pyarrow": "26.0.1",
            "pyogrio": "0.12.1", "pyproj": "3.7.2"}  # fmt: skip
    other = {"packages": {**here, package: there}}
    versions = {
        "client": {"packages": here},
        "scheduler": other if place == "scheduler" else {"packages": here},
        "workers": {"tcp://a:1": {"packages": here}, "tcp://b:2": other if place == "worker" else
                    {"packages": here}},
    }  # fmt: skip
    if agrees:
        cluster._check_versions(versions)
        return
    with pytest.raises(RegisterError, match=f"{package} {there or 'is missing'} on") as refusal:
        cluster._check_versions(versions)
    assert ("worker tcp://b:2" if place == "worker" else "the scheduler") in str(refusal.value)


@pytest.mark.slow(reads=up_to("registers"))
@pytest.mark.parametrize("there", ["none", "one of 8 bytes"])
def test_workers_that_see_other_files(
    there: str, register: Path, provinces: Boundaries, healthy: Cluster, tmp_path: Path
) -> None:
    path = tmp_path / "sites.csv"
    shutil.copy(register, path)
    plan = planned(path, provinces)
    if there == "none":
        path.unlink()
    else:
        path.write_text("lon,lat\n", encoding="utf-8")
    message = refused(plan, healthy.address)
    assert f"sees {there}" in message
    assert str(path) in message
    assert message.count("worker tcp://127.0.0.1:") == 2


def test_dask_is_not_installed(plan: CountPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    message = refused(plan, "tcp://127.0.0.1:8786")
    assert "pip install 'province-atlas[cluster]'" in message


def test_nothing_of_dask_is_imported_before_it_is_asked_for() -> None:
    code = "import sys, geo.registers.cluster; print({'dask', 'distributed'} & {*sys.modules})"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
