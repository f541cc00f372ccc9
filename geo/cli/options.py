"""Options in groups, and those that several verbs share.

A verb takes a group of options as one parameter, so that what belongs together is said, checked and
passed on together. Typer knows no such parameters; :func:`gathered` shows it one for each option.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

Output = Annotated[Path | None, typer.Option("-o", "--output", help="The file to write.")]
Report = Annotated[Path | None, typer.Option(help="Write the join report (JSON) to this file.")]
Value = Annotated[str | None, typer.Option(help="The column with figures (or with categories).")]
Bounds = Annotated[str, typer.Option(help="provinces, regions, or a file: zip, geojson, gpkg.")]


@dataclass(frozen=True)
class Options:
    """Base of a group of options: each field is one, annotated as typer's parameters are, with a
    default. A name that Python keeps to itself ends with an underscore."""

    def said(self) -> list[str]:
        """The names of the options that were given, such as ``--sheet``."""
        given = ((field, getattr(self, field.name)) for field in fields(self))
        names = [field.name for field, value in given if value and value != field.default]
        return ["--" + name.rstrip("_").replace("_", "-") for name in names]


def gathered(verb: Callable[..., None]) -> Callable[..., None]:
    """A verb that takes groups of options, as typer is to see it: with an option for each field of
    a group.

    Raises
    ------
    ValueError
        If two options have the same name.
    """
    groups: dict[str, type[Options]] = {}
    options: list[inspect.Parameter] = []
    for parameter in inspect.signature(verb, eval_str=True).parameters.values():
        kind = parameter.annotation
        if isinstance(kind, type) and issubclass(kind, Options):
            groups[parameter.name] = kind
            options += inspect.signature(kind, eval_str=True).parameters.values()
        else:
            options.append(parameter)

    @wraps(verb)
    def _run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        verb(**given)

    by_name = [option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in options]
    _run.__signature__ = inspect.Signature(by_name)  # type: ignore[attr-defined]
    return _run
