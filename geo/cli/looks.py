"""The options that say how a picture looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from geo.cli.options import Option, Options

if TYPE_CHECKING:
    from geo.draw import Brand, Style
    from geo.model import Boundaries


@dataclass(frozen=True)
class StyleOptions(Options):
    """What a presenter chooses about a picture."""

    size: Annotated[
        str,
        Option(
            help="slide, 4k, a4-landscape, a4-portrait, square, or a width x height such as "
            "1920x1080, 170x120mm, 6.5x4in."
        ),
    ] = "slide"
    dpi: Annotated[float | None, Option(help="Pixels per inch.")] = None
    theme: Annotated[
        str, Option(help="auto, light, dark, transparent, transparent-dark or grey.")
    ] = "auto"
    labels: Annotated[str, Option(help="On the places: auto, names, values, both or none.")] = (
        "auto"
    )
    legend: Annotated[str, Option(help="vertical or horizontal.")] = "vertical"
    detail: Annotated[str, Option(help="Beside the classes: counts, histogram or none.")] = "counts"
    legend_place: Annotated[str, Option(help="At the map's left, right, top or bottom; auto.")] = (
        "auto"
    )
    text_size: Annotated[float, Option(help="What the sizes of all letters are multiplied by.")] = (
        1.0
    )
    medium: Annotated[
        str, Option(help="slide, print or screen: how small letters may be; auto.")
    ] = "auto"
    strip: Annotated[bool, Option("--strip", help="A ranking beside the map.")] = False
    maritime: Annotated[bool, Option("--maritime", help="The maritime lines.")] = False
    highlight: Annotated[
        list[str] | None, Option(help="A place to outline, dimming the rest; repeatable.")
    ] = None
    crop: Annotated[list[str] | None, Option(help="A place to cut the map to; repeatable.")] = None
    letters: Annotated[str, Option(help="In an SVG: paths or text.")] = "paths"
    labels_file: Annotated[
        Path | None,
        Option(help="A TOML file of labels to leave out, to move or to reword."),
    ] = None
    bleed: Annotated[str, Option(help="Of a PDF for print: ground beyond the edges, e.g. 3mm.")] = (
        "0mm"
    )
    brand: Annotated[
        Path | None, Option(help="A .toml of your office's fonts, colours, logo and footer.")
    ] = None
    annotations: Annotated[
        Path | None, Option(help="A TOML file of words with an arrow, a box or a circle.")
    ] = None

    def style(self) -> Style:
        """The style, but for its places, which only the map knows; see :meth:`with_places`.

        Raises
        ------
        GeoError
            If an option cannot be understood.
        """
        from geo.draw import (
            LABELS,
            LEGEND_DETAILS,
            LEGEND_PLACES,
            LEGENDS,
            LETTERS,
            MEDIA,
            THEMES,
            Style,
            millimetres,
            one_of,
            read_annotations,
            with_size,
        )

        chosen = Style(
            theme=one_of("theme", self.theme, THEMES),
            labels=one_of("labels", self.labels, LABELS),
            legend=one_of("legend", self.legend, LEGENDS),
            detail=one_of("detail", self.detail, LEGEND_DETAILS),
            legend_place=one_of("legend place", self.legend_place, LEGEND_PLACES),
            medium=one_of("medium", self.medium, MEDIA),
            text_size=self.text_size,
            letters=one_of("letters", self.letters, LETTERS),
            strip=self.strip,
            maritime=self.maritime,
            bleed=millimetres(self.bleed),
            brand=self._brand(),
            annotations=read_annotations(self.annotations) if self.annotations else (),
        )
        return with_size(chosen, self.size, dpi=self.dpi)

    def _brand(self) -> Brand | None:
        if self.brand is None:
            return None
        from geo.draw import read_brand  # slow to import, for fonts and pictures are looked into

        return read_brand(self.brand)

    def with_places(self, style: Style, boundaries: Boundaries) -> Style:
        """The style with the places to outline and to cut the map to, and with changed labels.

        Raises
        ------
        GeoError
            If there is no such place, or the file of labels is wrong.
        """
        if self.labels_file is not None:
            from geo.draw import read_label_changes

            changed = read_label_changes(self.labels_file, boundaries)
            style = replace(style, labels_changed=changed)
        if not (self.highlight or self.crop):
            return style
        from geo.tables import find_codes  # slow to import, and most pictures need none of it

        return replace(
            style,
            highlight=find_codes(self.highlight or (), boundaries),
            crop=find_codes(self.crop or (), boundaries),
        )
