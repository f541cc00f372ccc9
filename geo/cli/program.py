"""The program of all verbs.

Exit code 0, or 2 with one clear message on standard error; never a traceback for bad input.
"""

from __future__ import annotations

import sys
import warnings
from importlib import import_module

import click

from geo.cli.options import command
from geo.cli.periods import WithPeriods
from geo.cli.words import asked_language, say
from geo.model import GeoError

#: Every verb in the order of the help, each in a file of its name.
_VERBS = ("indicators", "export", "render", "join", "allocate", "count", "synthesize", "app")


class _Program(click.Group):
    """The verbs, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names."""
        return list(_VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """A verb; None where there is none of this name."""
        if name not in _VERBS:
            return None
        verb = getattr(import_module(f"geo.cli.{name}"), name)
        kind = WithPeriods if name == "render" else click.Command
        return command(verb, kind, passes_on=name == "app")


program = _Program(help="Maps of China's provinces: indicators, joins and images.")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # of libraries; what matters of them is said in words
    try:
        program()
    except GeoError as error:
        language = asked_language(sys.argv)
        say("error", language, message=error.told(language))
        sys.exit(2)
