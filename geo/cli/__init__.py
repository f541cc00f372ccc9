"""The command line: a file a verb."""

from geo.cli.program import main

__all__ = ["main"]
