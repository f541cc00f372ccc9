"""The examples in the words of the face do what they say."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import geo

#: Names whose words need no example: values that others make, and errors.
_NO_CALL = {"Boundaries", "Choropleth", "GeoError", "Indicator", "JoinReport"}


def examples_of(name: str) -> list[doctest.DocTest]:
    """The examples of a name of the face, and of what it has."""
    value = getattr(geo, name)
    module = import_module(value.__module__)
    found = doctest.DocTestFinder(recurse=True).find(value, f"geo.{name}", module, globs={})
    return [test for test in found if test.examples]


@pytest.mark.parametrize("name", ["geo", *geo.__all__])
def test_its_examples_work(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if name == "geo":
        tests = doctest.DocTestFinder(recurse=False).find(geo, "geo", globs={})
    else:
        tests = examples_of(name)
        assert tests or name in _NO_CALL, f"geo.{name} has no example"
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    said: list[str] = []
    for test in tests:
        assert test.examples
        runner.run(test, out=said.append)
    assert not runner.failures, "".join(said)


@pytest.mark.parametrize("name", [n for n in geo.__all__ if n[0].islower()])
def test_a_function_says_what_it_takes_gives_and_refuses(name: str) -> None:
    words = getattr(geo, name).__doc__
    for heading in ("Parameters", "Returns", "Raises", "Examples"):
        wanted = heading in ("Parameters", "Returns", "Examples") or "Error" in words
        assert f"{heading}\n    {'-' * len(heading)}\n" in words or not wanted, heading
