"""Gathered cases: all run, and those that fail are named."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from tests.gathered import gathered


def test_every_case_runs_with_the_fixtures_and_the_failing_ones_are_named() -> None:
    ran = []

    @gathered(("a", "b"), [(1, 2), pytest.param(3, 4, id="odd"), (5, 6)])
    @gathered("c", ["x", "y"], ids=str.upper)
    def case(a: int, b: int, c: str, folder: Path) -> None:
        ran.append((a, b, c, folder))
        assert (a, c) != (3, "y")
        if a == 5:
            pytest.fail("never five")

    assert list(inspect.signature(case).parameters) == ["folder"]
    with pytest.raises(BaseExceptionGroup, match="2 of 3 cases fail: odd, 5-6") as failures:
        case(folder=Path())
    assert [(a, c) for a, _, c, _ in ran] == [(a, c) for a in (1, 3, 5) for c in "xy"]
    odd, five = failures.value.exceptions
    assert "1 of 2 cases fail: Y" in str(odd)
    assert odd.__notes__ == ["the case: odd"]
    assert len(five.exceptions) == 2  # type: ignore[attr-defined]


def test_cases_of_one_name_are_numbered_and_none_is_no_test() -> None:
    @gathered("a", [1, 1])
    def case(a: int) -> None:
        raise ValueError

    with pytest.raises(BaseExceptionGroup, match=r"2 of 2 cases fail: 1, 1 \(2\)"):
        case()
    with pytest.raises(AssertionError, match="without a case"):
        gathered("a", [])


def test_a_case_with_a_mark_or_an_unknown_name_is_refused() -> None:
    with pytest.raises(AssertionError, match="mark"):
        gathered("a", [pytest.param(1, marks=pytest.mark.xfail)])
    with pytest.raises(AssertionError, match="does not take"):
        gathered("b", [1])(test_a_skip_skips_and_a_ctrl_c_stops)


def test_a_skip_skips_and_a_ctrl_c_stops() -> None:
    for stop in (pytest.skip.Exception, KeyboardInterrupt):

        @gathered("a", [1])
        def case(a: int, stop: type[BaseException] = stop) -> None:
            raise stop

        with pytest.raises(stop):
            case()
