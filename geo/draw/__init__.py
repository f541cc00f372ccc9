"""A Choropleth becomes a Scene, and a Scene a picture: elements, one file each, and media.

What composes and the back ends are loaded when they are asked for: matplotlib, python-pptx and
folium are slow to import, and no picture needs them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.draw.annotations import (
    MARKS,
    Annotation,
    Mark,
    as_annotations,
    read_annotations,
)
from geo.draw.brand import Brand, Face, Logo
from geo.draw.label_changes import LabelChange, as_label_changes, at_places, read_label_changes
from geo.draw.style import (
    DEFAULT,
    LABELS,
    LEAST_TEXT,
    LEGEND_DETAILS,
    LEGEND_PLACES,
    LEGENDS,
    LETTERS,
    MEDIA,
    MOST_BLEED,
    MOST_TEXT,
    PRESETS,
    THEMES,
    Labels,
    LegendDetail,
    LegendPlace,
    LegendShape,
    Letters,
    Medium,
    Option,
    SizeUnit,
    Style,
    Theme,
    length,
    millimetres,
    one_of,
    with_size,
)
from geo.model import later

if TYPE_CHECKING:
    from geo.draw.brand_file import read_brand
    from geo.draw.composition import compose, compose_film, cropped
    from geo.draw.layout import Box
    from geo.draw.media.animation import draw_gif
    from geo.draw.media.figure import draw_png
    from geo.draw.media.handles import Handle, Handles, handles_of
    from geo.draw.media.mp4 import draw_mp4
    from geo.draw.media.pdf.file import draw_pdf
    from geo.draw.media.scripts import STATIC, join_scripts
    from geo.draw.media.slide.slide import Ranking, SlideDeck, Told
    from geo.draw.media.svg import draw_svg
    from geo.draw.media.web.embedding import embed_snippet
    from geo.draw.media.web.file import draw_html
    from geo.draw.media.web.geometry import browser_geometry
    from geo.draw.media.web.inline import inline_json
    from geo.draw.media.web.live_map import LEAFLET
    from geo.draw.media.web.message import browser_message
    from geo.draw.media.web.series import browser_series
    from geo.draw.media.web.topology import browser_levels, packed
    from geo.draw.media.web.views import View, browser_views
    from geo.draw.typeface import writable

__all__ = [
    "DEFAULT",
    "LABELS",
    "LEAFLET",
    "LEAST_TEXT",
    "LEGENDS",
    "LEGEND_DETAILS",
    "LEGEND_PLACES",
    "LETTERS",
    "MARKS",
    "MEDIA",
    "MOST_BLEED",
    "MOST_TEXT",
    "PRESETS",
    "STATIC",
    "THEMES",
    "Annotation",
    "Box",
    "Brand",
    "Face",
    "Handle",
    "Handles",
    "LabelChange",
    "Labels",
    "LegendDetail",
    "LegendPlace",
    "LegendShape",
    "Letters",
    "Logo",
    "Mark",
    "Medium",
    "Option",
    "Ranking",
    "SizeUnit",
    "SlideDeck",
    "Style",
    "Theme",
    "Told",
    "View",
    "as_annotations",
    "as_label_changes",
    "at_places",
    "browser_geometry",
    "browser_levels",
    "browser_message",
    "browser_series",
    "browser_views",
    "compose",
    "compose_film",
    "cropped",
    "draw_gif",
    "draw_html",
    "draw_mp4",
    "draw_pdf",
    "draw_png",
    "draw_svg",
    "embed_snippet",
    "handles_of",
    "inline_json",
    "join_scripts",
    "length",
    "millimetres",
    "one_of",
    "packed",
    "read_annotations",
    "read_brand",
    "read_label_changes",
    "with_size",
    "writable",
]

_LATER = {
    "brand_file": ("read_brand",),
    "composition": ("compose", "compose_film", "cropped"),
    "typeface": ("writable",),
    "media.animation": ("draw_gif",),
    "layout": ("Box",),
    "media.figure": ("draw_png",),
    "media.handles": ("Handle", "Handles", "handles_of"),
    "media.pdf.file": ("draw_pdf",),
    "media.mp4": ("draw_mp4",),
    "media.scripts": ("STATIC", "join_scripts"),
    "media.slide.slide": ("Ranking", "SlideDeck", "Told"),
    "media.svg": ("draw_svg",),
    "media.web.embedding": ("embed_snippet",),
    "media.web.file": ("draw_html",),
    "media.web.geometry": ("browser_geometry",),
    "media.web.inline": ("inline_json",),
    "media.web.live_map": ("LEAFLET",),
    "media.web.message": ("browser_message",),
    "media.web.series": ("browser_series",),
    "media.web.topology": ("browser_levels", "packed"),
    "media.web.views": ("View", "browser_views"),
}

__getattr__ = later(__name__, _LATER)
