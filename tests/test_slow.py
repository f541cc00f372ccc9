"""Slow tests: left out while nothing they read has changed, and never otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.slow import LOCK, ROOT, digest_of, name_of, read_lock, write_lock

pytest_plugins = ["pytester"]

CONFTEST = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from tests import slow

def pytest_addoption(parser):
    slow.add_options(parser)

def pytest_configure(config):
    config.addinivalue_line("markers", "slow(reads): as in the tests of this project")
    here = Path(__file__).parent
    config.pluginmanager.register(slow.SlowTests(config, root=here, lock=here / "slow.json"))
"""
TESTS = """
import pytest
from pathlib import Path

@pytest.mark.slow(reads=["data/**/*.txt"])
@pytest.mark.parametrize("number", [1, 2])
def test_slow(number):
    assert Path("data/deep/a.txt").read_text() != "bad" or number != 2

def test_quick():
    pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # most of the time is theirs
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(test_it=TESTS)
    (pytester.mkdir("data") / "deep").mkdir()
    write(pytester, "good")
    return pytester


def write(project: pytest.Pytester, text: str, name: str = "a.txt") -> None:
    (project.path / "data" / "deep" / name).write_text(text, encoding="utf-8")


def passed(project: pytest.Pytester, *options: str) -> tuple[int, str]:
    """How many tests passed, and what was said of slow ones."""
    digest_of.cache_clear()
    result = project.runpytest_inprocess("-p", "no:cacheprovider", *options)
    said = [line for line in result.outlines if "slow test" in line and "not run" in line]
    return result.parseoutcomes().get("passed", 0), "\n".join(said)


def test_a_slow_test_runs_until_it_passed_and_again_when_what_it_reads_changes(
    project: pytest.Pytester,
) -> None:
    left_out = (1, "2 slow tests not run: nothing they read has changed; --slow runs them")
    assert passed(project) == (3, "")
    assert passed(project) == (3, "")  # only where it is asked for, the lock is written
    assert passed(project, "--renew") == (3, "")
    assert passed(project) == left_out
    assert passed(project, "--slow") == (3, "")
    assert passed(project, "-m", "slow", "--slow") == (2, "")
    assert passed(project, "-m", "not slow") == (1, "")
    write(project, "changed")
    assert passed(project) == (3, "")
    write(project, "good")
    assert passed(project) == left_out
    write(project, "more", "b.txt")
    assert passed(project) == (3, "")
    (project.path / "data" / "deep" / "b.txt").unlink()
    test = project.path / "test_it.py"
    test.write_text(test.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert passed(project) == (3, "")


def test_a_test_that_fails_is_never_left_out(project: pytest.Pytester) -> None:
    write(project, "bad")
    assert passed(project, "--renew") == (2, "")
    assert read_lock(project.path / "slow.json") == {}
    assert passed(project) == (2, "")
    write(project, "good")
    assert passed(project, "--renew") == (3, "")
    assert list(read_lock(project.path / "slow.json")) == ["test_it.py::test_slow"]
    project.path.joinpath("test_it.py").write_text(f"{TESTS}    assert 0\n", encoding="utf-8")
    assert passed(project, "--renew") == (2, "")
    write(project, "bad")
    assert passed(project, "--renew") == (1, "")
    assert read_lock(project.path / "slow.json") == {}


def test_with_several_workers_it_is_the_same(project: pytest.Pytester) -> None:
    workers = ("-p", "xdist", "-n", "2")
    assert passed(project, *workers, "--renew") == (3, "")
    assert passed(project, *workers)[0] == 1
    assert passed(project, *workers)[1].startswith("2 slow tests not run")


@pytest.mark.parametrize("reads", ["", "reads=[]", "reads='data'", "reads=['nothing/*.txt']"])
def test_files_that_are_none_are_refused(project: pytest.Pytester, reads: str) -> None:
    text = TESTS.replace('reads=["data/**/*.txt"]', reads)
    project.makepyfile(test_it=text)
    result = project.runpytest_inprocess("-p", "no:cacheprovider")
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_the_lock_forgets_tests_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text("def test_one(): ...\n", encoding="utf-8")
    digests = {"test_a.py::test_one": "1", "test_a.py::test_two": "2", "test_b.py::test_one": "3"}
    write_lock(digests, tmp_path / "slow.json", root=tmp_path)
    assert read_lock(tmp_path / "slow.json") == {"test_a.py::test_one": "1"}


def test_the_lock_of_this_project_names_tests_that_are_there() -> None:
    text = LOCK.read_text(encoding="utf-8")
    held = json.loads(text)
    for name in held:
        file, _, test = name_of(name).partition("::")
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), name
