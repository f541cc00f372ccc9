"""The program of all verbs.

Exit code 0, or 2 with one clear message on standard error; never a traceback for bad input.
"""

from __future__ import annotations

import sys
import warnings

import typer

from geo.cli.allocate import allocate
from geo.cli.app import app
from geo.cli.count import count
from geo.cli.export import export
from geo.cli.indicators import indicators
from geo.cli.join import join
from geo.cli.periods import WithPeriods
from geo.cli.render import render
from geo.cli.synthesize import synthesize
from geo.cli.words import asked_language, say
from geo.model import GeoError

program = typer.Typer(
    help="Maps of China's provinces: indicators, joins and images.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for _verb in (indicators, export, render, join, allocate, count, synthesize):
    program.command(cls=WithPeriods if _verb is render else None)(_verb)
program.command(context_settings={"ignore_unknown_options": True})(app)


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
