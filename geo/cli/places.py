"""The options that say of which places a picture is: their level, and the part of the country."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from geo.cli.options import Option, Options
from geo.model import LEVELS, Level

if TYPE_CHECKING:
    from geo.maps import MapRequest


#: The whole country, where it has to be said.
_ALL = ("", "all", "中国", "全国")


@dataclass(frozen=True)
class LevelOptions(Options):
    """The level of the places, and the part of the country in which they lie."""

    level: Annotated[
        str | None, Option(help="The level of the places: province, prefecture or county.")
    ] = None
    within: Annotated[
        str | None,
        Option(help="Only the places in a province or prefecture: 安徽, Hefei, 340000; all."),
    ] = None

    def level_said(self) -> Level | None:
        """The level, None where none is said.

        Raises
        ------
        UnknownNameError
            If there is no such level.
        """
        from geo.draw import one_of

        return one_of("level", self.level, LEVELS) if self.level else None

    def within_said(self) -> str | None:
        """The code of the part, "" for the whole country, None where nothing is said.

        Raises
        ------
        GeoError
            If no province or prefecture is called so, or several are.
        """
        if self.within is None or self.within.strip().casefold() in _ALL:
            return None if self.within is None else ""
        from geo.places import find_part

        return find_part(self.within)


@dataclass(frozen=True)
class PlaceOptions(LevelOptions):
    """Those of a map: also whose figures make its classes, and whether each province has one."""

    classes_from: Annotated[
        str,
        Option(help="With --within, whose figures make the classes: part or country."),
    ] = "part"
    by_province: Annotated[
        bool, Option("--by-province", help="A map of each province, by prefecture or county.")
    ] = False

    def added(self, request: MapRequest) -> MapRequest:
        """The request with what these options say.

        Raises
        ------
        GeoError
            If an option cannot be understood, or no place is called so.
        """
        from geo.draw import one_of
        from geo.maps import CLASSES_FROM

        return replace(
            request,
            level=self.level_said(),
            within=self.within_said() or None,
            classes_from=one_of("choice of classes", self.classes_from, CLASSES_FROM),
        )
