"""Several periods of one indicator, each as a picture of its own: the frames of a film, the slides
of a deck. They say the same where the periods agree, so that from one to the next only figures
change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.maps.plate import are_over_parts, are_over_time, common_title, make_plate
from geo.model import ABSENT, MARKED, Choropleth, LegendEntry, Plate, format_period, word

_CLASSES = ("class", "continuous")


def is_over_time(plate: Plate) -> bool:
    """Whether the maps of a picture are different periods of one indicator."""
    return are_over_time(plate.maps)


def is_over_parts(plate: Plate) -> bool:
    """Whether the maps of a picture are different parts of the country, of one indicator."""
    return are_over_parts(plate.maps)


def frames_of(plate: Plate) -> tuple[Plate, ...]:
    """Each map of a picture as a picture of its own, whose title names its period or its part of
    the country."""
    own_title = plate.title if plate.title != common_title(plate.maps) else None
    if is_over_parts(plate):
        return tuple(make_plate([choropleth]) for choropleth in plate.maps)
    return tuple(
        Plate(
            (replace(choropleth, legend=_legend(choropleth, plate.maps)),)
            if plate.shared
            else (choropleth,),
            _titled(choropleth, own_title),
            choropleth.subtitle,
            choropleth.source_line,
            choropleth.notes,
            choropleth.description,
        )
        for choropleth in plate.maps
    )


def _titled(choropleth: Choropleth, title: str | None) -> str:
    if title is None:
        return choropleth.title
    period = format_period(choropleth.layer.period, choropleth.language)
    return word("dated", choropleth.language, section="picture", title=title, period=period)


def _legend(choropleth: Choropleth, maps: Sequence[Choropleth]) -> tuple[LegendEntry, ...]:
    """The map's legend with a line for every status that any of the maps has."""
    classes = [entry for entry in choropleth.legend if entry.kind in _CLASSES]
    own = {entry.kind: entry for entry in choropleth.legend}
    every = {entry.kind: entry for one in maps for entry in one.legend}
    rest = [
        own.get(status) or replace(every[status], count=0, label=word(status, choropleth.language))
        for status in (*MARKED, *ABSENT)
        if status in every
    ]
    return (*classes, *rest)
