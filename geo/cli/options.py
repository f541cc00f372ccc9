"""Options: how a verb's parameters become those of the command line, alone or in groups.

A verb says in the type of a parameter how it is given: ``Annotated[str, Option(help=...)]``. A
group of options is one parameter, so that what belongs together is said, checked and passed on
together.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin

import click


@dataclass(frozen=True)
class Argument:
    """What is given without a name."""

    help: str
    metavar: str | None = None


class Option:
    """What is given by name: by that of its parameter where no other is said. A number may have a
    ``least``; ``metavar`` is what stands for its value in the help."""

    def __init__(
        self, *names: str, help: str = "", metavar: str | None = None, least: int | None = None
    ) -> None:
        self.names = names
        self.help = help
        self.metavar = metavar
        self.least = least


Output = Annotated[Path | None, Option("-o", "--output", help="The file to write.")]
Report = Annotated[Path | None, Option(help="Write the join report (JSON) to this file.")]
Value = Annotated[str | None, Option(help="The column with figures (or with categories).")]
Bounds = Annotated[str, Option(help="provinces, regions, or a file: zip, geojson, gpkg.")]


@dataclass(frozen=True)
class Options:
    """Base of a group of options: each field is one, annotated as parameters are, with a default.
    A name that Python keeps to itself ends with an underscore."""

    def said(self) -> list[str]:
        """The names of the options that were given, such as ``--sheet``."""
        given = ((field, getattr(self, field.name)) for field in fields(self))
        names = [field.name for field, value in given if value and value != field.default]
        return ["--" + name.rstrip("_").replace("_", "-") for name in names]


def gathered(verb: Callable[..., None]) -> Callable[..., None]:
    """A verb that takes groups of options, with a parameter for each field of a group instead.

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


def command(
    verb: Callable[..., None], kind: type[click.Command] = click.Command, *, passes_on: bool = False
) -> click.Command:
    """A verb as a command of its name, with what its parameters and docstring say; one that
    ``passes_on`` takes options that it does not know as arguments."""
    parameters = inspect.signature(verb, eval_str=True).parameters.values()
    lists = {one.name for one in parameters if _type_of(one)[1]}

    def _run(**given: Any) -> None:
        # The option library has an empty tuple for a list of which nothing was said.
        verb(**{k: list(v or ()) or None if k in lists else v for k, v in given.items()})

    return kind(
        verb.__name__,
        callback=_run,
        params=[_click_parameter(one) for one in parameters],
        help=inspect.getdoc(verb),
        context_settings={"ignore_unknown_options": passes_on},
    )


def _type_of(parameter: inspect.Parameter) -> tuple[type, bool]:
    """The type of a parameter's value, and whether it takes a list of such."""
    kind = get_args(parameter.annotation)[0]
    if isinstance(kind, UnionType):
        kind = next(one for one in get_args(kind) if one is not NoneType)
    return (get_args(kind)[0], True) if get_origin(kind) is list else (kind, False)


def _click_parameter(parameter: inspect.Parameter) -> click.Parameter:
    kind, is_list = _type_of(parameter)
    said: Argument | Option = get_args(parameter.annotation)[1]
    required = parameter.default is inspect.Parameter.empty
    taken: click.ParamType[Any] | type = click.Path(path_type=Path) if kind is Path else kind
    if isinstance(said, Argument):
        return click.Argument(
            [parameter.name], required, said.help,
            type=taken, nargs=-1 if is_list else 1, metavar=said.metavar,
        )  # fmt: skip
    if said.least is not None:
        taken = click.IntRange(min=said.least)
    name = parameter.name.rstrip("_").replace("_", "-")
    both = f"--{name}/--no-{name}" if kind is bool else f"--{name}"
    default = None if required else parameter.default
    return click.Option(
        [parameter.name, *(said.names or (both,))], bool(default),
        is_flag=kind is bool, multiple=is_list, type=None if kind is bool else taken,
        help=said.help, required=required, metavar=said.metavar, default=default,
    )  # fmt: skip
