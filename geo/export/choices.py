"""What a user chose about the picture to take away, as one small value that can be stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from geo.draw import (
    DEFAULT,
    LabelChange,
    Labels,
    LegendDetail,
    LegendPlace,
    LegendShape,
    Letters,
    Medium,
    Style,
    Theme,
    with_size,
    writable,
)
from geo.maps import MapRequest
from geo.model import Choropleth

#: The size that is written by hand, in ``own_size`` and ``dpi``.
OWN_SIZE = "own"


@dataclass(frozen=True)
class ExportChoices:
    """The choices of the export tab; everything left out needs no change.

    ``size`` is a preset's name or ``own``, and ``own_size`` then written as
    :func:`geo.draw.with_size` reads it. ``circles`` is the id of a count, and ``beside`` are those
    of the indicators whose maps stand beside the map. ``all_periods`` puts the maps of several
    periods side by side instead: of those in ``periods``, or of all where there are none.
    ``labels_changed`` are labels moved, reworded or left out; their words are those of one map,
    which ``labels_of`` tells. ``unit`` and ``decimals`` are empty for those that suit the figures;
    ``notes`` of one's own are in ``own_notes``; ``branded`` takes the operator's brand. The other
    fields are those of :class:`geo.draw.Style` and :class:`geo.maps.MapRequest`.
    """

    title: str = ""
    size: str = "slide"
    own_size: str = "170x120mm"
    dpi: float = 300.0
    theme: Theme = "auto"
    labels: Labels = "auto"
    legend: LegendShape = "vertical"
    detail: LegendDetail = "counts"
    letters: Letters = "paths"
    strip: bool = False
    maritime: bool = False
    open_ended: bool = False
    highlight: tuple[str, ...] = ()
    crop: tuple[str, ...] = ()
    circles: str = ""
    beside: tuple[str, ...] = ()
    all_periods: bool = False
    periods: tuple[str, ...] = ()
    labels_changed: tuple[LabelChange, ...] = ()
    labels_of: str = ""
    text_size: float = 1.0
    legend_place: LegendPlace = "auto"
    medium: Medium = "auto"
    bleed: float = 0.0
    unit: str = ""
    decimals: Literal["", "0", "1", "2", "3"] = ""
    notes: Literal["full", "short", "none", "own"] = "full"
    own_notes: str = ""
    branded: bool = True

    def style(self, choropleth: Choropleth) -> Style:
        """How the picture of a map looks, by those of the choices that the map has room for.

        Raises
        ------
        DrawingError
            If a size of one's own cannot be read or is out of range.
        """
        places = choropleth.layer.boundaries.names
        style = replace(
            DEFAULT, theme=self.theme, labels=self.labels, legend=self.legend, detail=self.detail,
            letters=self.letters, maritime=self.maritime,
            text_size=self.text_size, legend_place=self.legend_place, medium=self.medium,
            bleed=self.bleed,
            strip=self.strip and choropleth.layer.indicator.kind != "category",
            highlight=tuple(adcode for adcode in self.highlight if adcode in places),
            crop=tuple(adcode for adcode in self.crop if adcode in places),
            labels_changed=self.changes_on(choropleth),
        )  # fmt: skip
        own = self.size == OWN_SIZE
        return with_size(style, self.own_size if own else self.size, dpi=self.dpi if own else None)

    def changes_on(self, choropleth: Choropleth) -> tuple[LabelChange, ...]:
        """The changes of labels of those places that a map has. Words are kept on the map that they
        were written for: they may be a figure, and in its language."""
        changes = self.labels_changed
        if self.labels_of != map_of(choropleth):
            changes = tuple(
                replace(change, text=None)
                for change in changes
                if change.text is None or change.move is not None
            )
        places = choropleth.layer.boundaries.names
        return tuple(change for change in changes if change.place in places)

    def with_changes(self, changes: Sequence[LabelChange], choropleth: Choropleth) -> ExportChoices:
        """The choices with other changes of the labels of a map."""
        return replace(self, labels_changed=tuple(changes), labels_of=map_of(choropleth))

    def chosen(self, periods: Sequence[str]) -> tuple[str, ...]:
        """Those of the periods of a map that were chosen; all where none was."""
        return tuple(period for period in periods if period in self.periods) or tuple(periods)

    def request(self, request: MapRequest) -> MapRequest:
        """The request of a map, with the words and circles chosen for its picture.

        Raises
        ------
        DrawingError
            If the title has characters that no face of the program has.
        """
        title, notes = self.title.strip(), self.own_notes.strip()
        for text in (title, notes):
            if text:
                writable(text, request.language)
        return replace(
            request,
            title=title or None,
            open_ended=self.open_ended,
            symbols=self.circles or None,
            unit=self.unit or None,
            decimals=int(self.decimals) if self.decimals else None,
            notes=(notes or "none") if self.notes == "own" else self.notes,
        )


def map_of(choropleth: Choropleth) -> str:
    """Which map words on it are of: figures, period and language."""
    layer = choropleth.layer
    return " ".join((layer.indicator.id, layer.period, choropleth.language))
