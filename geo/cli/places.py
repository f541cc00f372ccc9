"""The options that say of which places a picture is: their level, and the part of the country."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.options import Options
from geo.model import LEVELS

if TYPE_CHECKING:
    from geo.maps import MapRequest


@dataclass(frozen=True)
class PlaceOptions(Options):
    """The level of the places, and whether only some part of the country is shown."""

    level: Annotated[
        str | None, typer.Option(help="The level of the places: province, prefecture or county.")
    ] = None
    within: Annotated[
        str | None,
        typer.Option(help="Only the places in a province or prefecture: 安徽, Hefei, 340000."),
    ] = None
    classes_from: Annotated[
        str,
        typer.Option(help="With --within, whose figures make the classes: part or country."),
    ] = "part"
    by_province: Annotated[
        bool, typer.Option("--by-province", help="A map of each province, by prefecture or county.")
    ] = False

    def added(self, request: MapRequest) -> MapRequest:
        """The request with what these options say.

        Raises
        ------
        GeoError
            If an option cannot be understood, or no place is called so.
        """
        from geo.draw import one_of
        from geo.maps import CLASSES_FROM, find_within

        return replace(
            request,
            level=one_of("level", self.level, LEVELS) if self.level else None,
            within=find_within(self.within) if self.within else None,
            classes_from=one_of("choice of classes", self.classes_from, CLASSES_FROM),
        )
