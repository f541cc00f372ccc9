"""The options that say which places a map is of, for every verb that has places of its own
choosing: their level, and the part of the country they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from geo.cli.options import Options
from geo.model import LEVELS, GeoError, Level, UnknownNameError


@dataclass(frozen=True)
class LevelOptions(Options):
    """The level, and a province or prefecture by any spelling of its name, or its code."""

    level: Annotated[str | None, typer.Option(help="province, prefecture or county.")] = None
    within: Annotated[
        str | None,
        typer.Option(help="A province or prefecture that all places lie in; all: the country."),
    ] = None

    def level_said(self) -> Level | None:
        """The level, None where none is said.

        Raises
        ------
        UnknownNameError
            If there is no such level.
        """
        found = next((level for level in LEVELS if level == self.level), None)
        if self.level is not None and found is None:
            raise UnknownNameError("level", self.level, LEVELS)
        return found

    def within_said(self) -> str | None:
        """The code of the place, "" for the whole country, None where nothing is said.

        Raises
        ------
        GeoError
            If no province or prefecture is called so.
        """
        if self.within is None or self.within.strip().casefold() in ("", "all"):
            return None if self.within is None else ""
        from geo.places import SETS, read_gazetteer

        for level in LEVELS[:2]:
            match = read_gazetteer(SETS[level]).resolve(self.within)
            if match is not None:
                return match.adcode
        raise GeoError("cli.no_part", text=self.within)
