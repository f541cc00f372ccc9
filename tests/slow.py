"""Slow tests run again only when what they read has changed.

    @pytest.mark.slow(reads=("shapes/**", *up_to("places")))

``tests/slow.json`` keeps for each such test the digest of what it read when it last passed: the
files that its patterns name, and the file it stands in. Where that is still so, the test is left
out, and the last lines of the run say how many were.

    python -m pytest --slow             run all of them
    python -m pytest --slow --renew     and write down which of them passed
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.floors import FLOORS

#: What every test may depend on besides.
SHARED = (
    "geo/*.py", "geo/data/**/*", "shapes/**/*", "requirements*.txt", "tests/pictures.py",
    "tests/drawn.py", "tests/random_tables.py", "tests/golden/*", "tests/office/*",
)  # fmt: skip

ROOT = Path(__file__).parents[1]
LOCK = Path(__file__).with_name("slow.json")

_DIGEST = "digest of what it reads"
_LEFT_OUT = "slow tests left out"


def add_options(parser: pytest.Parser) -> None:
    group = parser.getgroup("slow tests")
    group.addoption("--slow", action="store_true", help="run slow tests whatever has changed")
    group.addoption("--renew", action="store_true", help=f"write {LOCK.name} for those that pass")


def up_to(wing: str) -> tuple[str, ...]:
    """What a test of a wing reads: the wing, all floors below, their data, and the packages."""
    below: list[str] = []
    for floor in FLOORS:
        if wing in floor:
            return (*(f"geo/{name}/**/*" for name in (*below, wing)), *SHARED)
        below += floor
    raise pytest.UsageError(f"there is no wing {wing!r}")


@cache
def digest_of(patterns: tuple[str, ...], root: Path = ROOT) -> str:
    """The digest of all files that the patterns name, each of which names one at least."""
    found = hashlib.sha256()
    for pattern in sorted(set(patterns)):
        found_here = (path for path in root.glob(pattern) if path.is_file())
        paths = sorted(path for path in found_here if "__pycache__" not in path.parts)
        if not paths:
            raise pytest.UsageError(f"a slow test reads {pattern!r}, and there is no such file")
        for path in paths:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            found.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return found.hexdigest()


def read_lock(path: Path = LOCK) -> dict[str, str]:
    """The digests with which tests passed, by test."""
    held: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return held


def name_of(nodeid: str) -> str:
    """The name of a test, whatever its parameters."""
    return nodeid.partition("[")[0]


class SlowTests:
    """Leaves out slow tests that would read what they read before; renews the lock."""

    def __init__(self, config: pytest.Config, *, root: Path = ROOT, lock: Path = LOCK) -> None:
        self.config, self.root, self.lock = config, root, lock
        self.left_out = 0
        self.passed: dict[str, str] = {}
        self.others: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        held = read_lock(self.lock)
        kept, left = [], []
        for item in items:
            mark = item.get_closest_marker("slow")
            if mark is None:
                kept.append(item)
                continue
            itself = item.path.relative_to(self.root).as_posix()
            digest = digest_of((itself, *_reads(item, mark)), self.root)
            item.user_properties.append((_DIGEST, digest))
            same = held.get(name_of(item.nodeid)) == digest
            every = config.getoption("slow") or config.getoption("renew")
            (left if same and not every else kept).append(item)
        if left:
            items[:] = kept
            config.hook.pytest_deselected(items=left)
        self.left_out = len(left)
        if hasattr(config, "workeroutput"):
            config.workeroutput[_LEFT_OUT] = self.left_out

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """All workers collect all tests: each leaves out the same."""
        self.left_out = max(self.left_out, getattr(node, "workeroutput", {}).get(_LEFT_OUT, 0))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        digest = dict(report.user_properties).get(_DIGEST)
        if digest is None:
            return
        name = name_of(report.nodeid)
        if report.when == "call" and report.passed:
            self.passed[name] = str(digest)
        elif not report.passed:
            self.others.add(name)

    def pytest_sessionfinish(self) -> None:
        if self.config.getoption("renew") and not hasattr(self.config, "workeroutput"):
            known = {**read_lock(self.lock), **self.passed}
            passed = {name: digest for name, digest in known.items() if name not in self.others}
            write_lock(passed, self.lock, root=self.root)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.left_out:
            tests = "1 slow test" if self.left_out == 1 else f"{self.left_out} slow tests"
            terminalreporter.write_line(
                f"{tests} not run: nothing they read has changed; --slow runs them"
            )


def _reads(item: pytest.Item, mark: pytest.Mark) -> Iterable[str]:
    reads = mark.kwargs.get("reads", ())
    if not reads or isinstance(reads, str):
        raise pytest.UsageError(f"{item.nodeid}: @pytest.mark.slow names no files that it reads")
    return tuple(reads)


def write_lock(passed: dict[str, str], path: Path = LOCK, *, root: Path = ROOT) -> None:
    """Write the digests of tests whose files are still there."""
    there = {name: passed[name] for name in sorted(passed) if _is_there(name, root)}
    path.write_text(json.dumps(there, indent=1) + "\n", encoding="utf-8")


def _is_there(name: str, root: Path) -> bool:
    file, _, test = name.partition("::")
    path = root / file
    return path.is_file() and f"def {test}(" in path.read_text(encoding="utf-8")
