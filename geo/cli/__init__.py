"""The command line: a file a verb."""

from geo.cli.main import main

__all__ = ["main"]
