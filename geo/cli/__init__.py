"""The command line: a file a verb."""

from geo.cli.render import main

__all__ = ["main"]
