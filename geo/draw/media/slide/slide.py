"""Scenes as PowerPoint slides of native shapes: every place a freeform whose fill can be edited,
every word text, a ranking a chart, and slides with the table at the end. New in a deck of its own,
or at the end of the user's, in its theme."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.draw.brand import Brand
from geo.draw.layout import Box
from geo.draw.media.slide.chart import Ranking
from geo.draw.media.slide.deck import open_deck, without_clock
from geo.draw.media.slide.markup import clean, rgb
from geo.draw.media.slide.own_theme import fit_layouts, set_theme
from geo.draw.media.slide.properties import Told, put_thumbnail, say_properties
from geo.draw.media.slide.shapes import Writer
from geo.draw.media.slide.sheet import sheet_of
from geo.draw.media.slide.tables import Look, add_tables, pages_of
from geo.draw.media.slide.theme_colours import ThemeColours
from geo.draw.scene import Scene
from geo.draw.style import MOST_TEXT, Style, Theme
from geo.draw.theme import colours_of
from geo.maps import is_dark
from geo.model import Text

_LONG_SIDE = 12_192_000  # of a slide of our own: 13.33 inches, as PowerPoint's 16:9
_INCH = 914_400
_LONG_PIXELS = 1920.0  # of a template's slide: as fine as pictures are laid out


class SlideDeck:
    """A presentation that pictures and tables are added to.

    Parameters
    ----------
    style
        How pictures are to look. On the user's deck they have its ground and ink instead, unless
        the theme is dark and the deck is not.
    template
        A .pptx or .potx of the user's: the slides are added at its end, in its theme's fonts and
        colours, under titles of its own; nothing else of it is changed.
    accents
        Colours of tables and charts of a deck of our own.

    Raises
    ------
    ExportError
        If the template is no PowerPoint file, has macros or a password, or has no layout.
    """

    def __init__(self, style: Style, template: bytes | None, accents: Sequence[str] = ()) -> None:
        self._deck, self._own = open_deck(template), template is None
        self._old = len(self._deck.slides)
        self._ground: str | None = None  # of a slide whose theme is not the deck's
        if self._own:
            long = max(style.size)
            fit_layouts(self._deck, *(round(side / long * _LONG_SIDE) for side in style.size))
            colours = colours_of(style)
            set_theme(self._deck, colours, accents, style.faces)
            self.style, self._sheet = style, sheet_of(self._deck)
            self._sheet = replace(self._sheet, room=self._page)
            self._theme = {colours.ink: _named("tx1"), colours.grey: _named("tx2")}
            return
        self._sheet = sheet_of(self._deck)
        found = ThemeColours(self._sheet.layout, (self._deck.slide_width, self._deck.slide_height))
        self._theme = found.markup()
        self.style = self._on_template(style, found)

    @property
    def _page(self) -> Box:
        return Box(0.0, 0.0, float(self._deck.slide_width), float(self._deck.slide_height))

    @property
    def titled(self) -> bool:
        """Whether pictures have their titles themselves, and not a template's slide."""
        return self._own or self._sheet.title is None

    def _on_template(self, style: Style, found: ThemeColours) -> Style:
        """A style for the room that a template's slide has, with its ground and ink."""
        page, room = self._page, self._sheet.room
        pixels = _LONG_PIXELS / max(page.width, page.height)  # per EMU
        dark = is_dark(found.ground)
        theme: Theme = "transparent-dark" if dark else "transparent"
        if style.theme == "grey" and not dark:
            theme = "grey"
        colours = {"paper": found.ground, "hairline": found.ground, "ink": found.ink,
                   "grey": found.grey}  # fmt: skip
        if style.theme == "dark" and not dark:
            theme, self._theme, colours = "dark", {}, {}
            self._ground = colours_of(style).ground
        # Letters are as large as on a picture that has the whole slide.
        larger = min(page.width, page.height) / min(room.width, room.height)
        brand = style.brand or Brand(Path(), Text("", ""))
        if colours:
            key = {"transparent": "light", "transparent-dark": "dark"}.get(theme, theme)
            brand = replace(brand, colours={key: colours})
        return replace(
            style, theme=theme, brand=replace(brand, faces=()), medium="slide",
            size=(round(room.width * pixels), round(room.height * pixels)),
            dpi=pixels * _INCH, text_size=min(style.text_size * larger, MOST_TEXT),
        )  # fmt: skip

    def _slide(self, title: str) -> Any:
        """A slide with its title alone; what else the layout has is taken away."""
        slide = self._deck.slides.add_slide(self._sheet.layout)
        for shape in list(slide.placeholders):
            if shape.placeholder_format.idx != 0:
                shape._element.getparent().remove(shape._element)
        if self._ground:
            slide.background.fill.solid()
            slide.background.fill.fore_color.rgb = rgb(self._ground)
        if slide.shapes.title is not None and not self._own:
            frame = slide.shapes.title.text_frame
            frame.text = clean(title)
            size = self._sheet.fitting(title)
            for run in frame.paragraphs[0].runs:
                if size is not None:
                    run.font.size = round(size * 12_700)
                if self._ground:
                    run.font.color.rgb = rgb(colours_of(self.style).ink)
        return slide

    def add_picture(self, scene: Scene, notes: str, ranking: Ranking | None = None) -> None:
        """A slide of a picture, with the speaker's notes."""
        slide = self._slide(scene.title)
        Writer(scene, slide, self._sheet.room, theme=self._theme, ranking=ranking).draw()
        slide.notes_slide.notes_text_frame.text = clean(notes)

    def add_rows(self, rows: Sequence[Mapping[str, Any]], title: str, key: str) -> None:
        """Slides of a table's records, with equal keys, which are its heading, over a ``key``."""
        colours = colours_of(self.style)
        for number, page in enumerate(pages_of(rows), start=1):
            heading = title if number == 1 else f"{title} ({number})"
            look = Look(colours, self._theme, own=self._own)
            add_tables(self._slide(heading), page, heading, self._page, self._sheet, look, key=key)

    def saved(self, told: Told, first: Scene) -> bytes:
        """The file; the same bytes for the same slides."""
        say_properties(self._deck, told, own=self._own)
        if not self._old:
            put_thumbnail(self._deck, first, colours_of(self.style).ground, self._sheet.room)
        buffer = io.BytesIO()
        self._deck.save(buffer)
        return without_clock(buffer.getvalue())


__all__ = ["Ranking", "SlideDeck", "Told"]


def _named(name: str) -> str:
    return f"<a:schemeClr val='{name}'/>"
