"""Many cases of one rule as one test, which names every case that fails."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest

Test = Callable[..., None]

_MOST_NAMED = 20


def gathered(
    names: str | tuple[str, ...],
    cases: Iterable[Any],
    *,
    ids: Callable[[Any], object] | Iterable[str] | None = None,
) -> Callable[[Test], Test]:
    """``pytest.mark.parametrize`` for cases that are cheap: one test runs them all.

    A test's collection, fixtures and report cost more than most cases do. All cases share the
    fixtures, so that none may leave anything behind in them. A case that fails does not keep the
    others from being run.
    """
    keys = [n.strip() for n in names.split(",")] if isinstance(names, str) else list(names)
    named = dict(_named(list(cases), keys, ids))

    def decorate(test: Test) -> Test:
        @wraps(test)
        def every_case(**fixtures: Any) -> None:
            failures: list[BaseException] = []
            failed = []
            for name, values in named.items():
                try:
                    test(**fixtures, **dict(zip(keys, values, strict=True)))
                except (Exception, BaseExceptionGroup, pytest.fail.Exception) as failure:
                    failure.add_note(f"the case: {name}")
                    failures.append(failure)
                    failed.append(name)
            if failures:
                shown = ", ".join(failed[:_MOST_NAMED]) + " …" * (len(failed) > _MOST_NAMED)
                told = f"{len(failed)} of {len(named)} cases fail: {shown}"
                raise BaseExceptionGroup(told, failures)

        known = inspect.signature(test)
        missing = set(keys) - set(known.parameters)
        assert not missing, f"{test.__name__} does not take {missing}"
        fixtures = [p for p in known.parameters.values() if p.name not in keys]
        every_case.__signature__ = known.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return every_case

    return decorate


def _named(cases: list[Any], keys: list[str], ids: Any) -> Iterable[tuple[str, tuple[Any, ...]]]:
    """The cases with a name for each; those of one name are numbered."""
    assert cases, "a test without a case proves nothing"
    given = list(ids) if ids is not None and not callable(ids) else [None] * len(cases)
    taken: dict[str, int] = {}
    for case, name in zip(cases, given, strict=True):
        marked = isinstance(case, type(pytest.param()))
        bare = case.values if marked else (case,) if len(keys) == 1 else tuple(case)
        if marked:
            assert not case.marks, "a case with a mark needs a test of its own"
            name = case.id or name
        if name is None:
            parts = [ids(value) if callable(ids) else None for value in bare]
            name = "-".join(
                str(part) if part is not None else _short(value)
                for part, value in zip(parts, bare, strict=True)
            )
        taken[name] = times = taken.get(name, 0) + 1
        yield name if times == 1 else f"{name} ({times})", bare


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
