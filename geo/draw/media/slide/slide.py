"""Scenes as PowerPoint slides of native shapes: every place a freeform whose fill can be edited,
every word text, and slides with the table at the end. New in a deck of its own, or at the end of
the user's."""

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


def draw_slides(
    scenes: Sequence[Scene],
    *,
    rows: Sequence[Mapping[str, Any]],
    rows_title: str,
    notes: Sequence[str],
    rows_key: str = "",
    template: bytes | None = None,
) -> bytes:
    """Each picture as a slide, and the figures as tables on the last; the same bytes for the same
    arguments.

    Parameters
    ----------
    scenes
        The pictures, of equal size.
    rows, rows_title, rows_key
        The records of the table, with equal keys, which are its heading; its slides' title; and
        what stands under it.
    notes
        The speaker's notes of each picture.
    template
        A .pptx or .potx of the user's: the slides are added at its end, in its theme's fonts, on
        its page; nothing else of it is changed.

    Raises
    ------
    ExportError
        If the template is no PowerPoint file, has macros or a password, or has no layout.
    """
    deck, first, own = open_deck(template), scenes[0], template is None
    if own:
        longest = max(first.width, first.height)
        deck.slide_width = round(first.width / longest * _LONG_SIDE)
        deck.slide_height = round(first.height / longest * _LONG_SIDE)
    for scene, told in zip(scenes, notes, strict=True):
        slide = new_slide(deck)
        Writer(scene, slide, deck.slide_width, deck.slide_height, own=own).draw()
        slide.notes_slide.notes_text_frame.text = clean(told)
    for number, page in enumerate(pages_of(rows), start=1):
        title = rows_title if number == 1 else f"{rows_title} ({number})"
        add_tables(new_slide(deck), page, title, deck, first, own=own, key=rows_key)
    if own:
        _say_properties(deck.core_properties, rows_title if len(scenes) > 1 else first.title, first)
    buffer = io.BytesIO()
    deck.save(buffer)
    return without_clock(buffer.getvalue())


def _say_properties(properties: Any, title: str, scene: Scene) -> None:
    properties.title, properties.author = clean(title), "Province Atlas"
    properties.last_modified_by = "Province Atlas"
    properties.subject, properties.keywords = clean(scene.source_line)[:255], ""
    # Without a date of its own the file would carry the clock's.
    properties.created = properties.modified = datetime(2000, 1, 1)
