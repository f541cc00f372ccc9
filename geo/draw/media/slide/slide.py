"""A Scene as a PowerPoint slide of native shapes: every place a freeform whose fill can be edited,
every word text, and a second slide with the table. New in a deck of its own, or at the end of the
user's."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from geo.draw.media.slide.deck import new_slide, open_deck, without_clock
from geo.draw.media.slide.markup import clean
from geo.draw.media.slide.shapes import Writer
from geo.draw.media.slide.tables import add_tables, pages_of
from geo.draw.scene import Scene

_LONG_SIDE = 12_192_000  # of a slide of our own: 13.33 inches, as PowerPoint's 16:9


def draw_slide(
    scene: Scene,
    *,
    rows: Sequence[Mapping[str, Any]],
    rows_title: str,
    notes: str,
    template: bytes | None = None,
) -> bytes:
    """The picture as a slide, and its figures as a table on the next; the same bytes for the same
    arguments.

    Parameters
    ----------
    scene
        The picture.
    rows, rows_title
        The records of the table, with equal keys, which are its heading; and the slide's title.
    notes
        The speaker's notes.
    template
        A .pptx or .potx of the user's: the slides are added at its end, in its theme's fonts, on
        its page; nothing else of it is changed.

    Raises
    ------
    ExportError
        If the template is no PowerPoint file, has macros or a password, or has no layout.
    """
    deck = open_deck(template)
    if template is None:
        longest = max(scene.width, scene.height)
        deck.slide_width = round(scene.width / longest * _LONG_SIDE)
        deck.slide_height = round(scene.height / longest * _LONG_SIDE)
    slide = new_slide(deck)
    writer = Writer(scene, slide, deck.slide_width, deck.slide_height, own=template is None)
    writer.draw()
    slide.notes_slide.notes_text_frame.text = clean(notes)
    for page, part in enumerate(pages_of(rows), start=1):
        following = new_slide(deck)
        title = rows_title if page == 1 else f"{rows_title} ({page})"
        add_tables(following, part, title, deck, scene, own=template is None)
    properties = deck.core_properties
    if template is None:
        properties.title, properties.author = clean(scene.title), "Province Atlas"
        properties.last_modified_by = "Province Atlas"
        properties.subject, properties.keywords = clean(scene.source_line)[:255], ""
        # Without a date of its own the file would carry the clock's.
        properties.created = properties.modified = datetime(2000, 1, 1)
    buffer = io.BytesIO()
    deck.save(buffer)
    return without_clock(buffer.getvalue())
