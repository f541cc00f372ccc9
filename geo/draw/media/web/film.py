"""The periods of a map for an HTML file: the views that the page has too, packed."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from geo.draw.media.web.inline import packed_json
from geo.draw.media.web.views import View, browser_views
from geo.maps import MANUAL, list_palettes
from geo.model import Choropleth, format_period, word


def packed_film(frames: Sequence[Choropleth], layouts: Sequence[Any]) -> str:
    """The maps of several periods as letters: JSON, deflated, in base 64.

    Parameters
    ----------
    frames
        Maps of one indicator in one language, the earliest first; the last is shown first.
    layouts
        How each is printed; null where the browser prints what it shows.
    """
    content = {
        "data": _data(frames),
        "words": _words(frames),
        "print": {
            frame.layer.period: layout for frame, layout in zip(frames, layouts, strict=True)
        },
    }
    return packed_json(content)


def _data(frames: Sequence[Choropleth]) -> dict[str, Any]:
    """What ``static/views.js`` composes a map of, as ``static/page_types.js`` describes it."""
    shown = frames[-1]
    language, indicator = shown.language, shown.layer.indicator
    scheme, category = shown.scale.classes.scheme, indicator.kind == "category"
    # The same for all periods or not, these are the classes of the film.
    pooled = not category and scheme != MANUAL
    views = [View(scheme, frame.layer.period, frame, pooled=pooled) for frame in frames[::-1]]
    content = browser_views(views)
    content["names"] = [shown.name(o.adcode) for o in shown.places]
    content["adcodes"] = [o.adcode for o in shown.places]
    periods = [(f.layer.period, format_period(f.layer.period, language)) for f in frames[::-1]]
    return {
        "id": sha256(repr(content).encode()).hexdigest()[:12],
        "boundaries": "",
        "look": {
            "indicator": indicator.id, "period": shown.layer.period, "per": None,
            "scheme": scheme, "k": shown.scale.classes.k, "edges": "", "palette": None,
            "classes": True, "place": None, "points": False, "frames": True, "seq": 0,
        },
        "offer": {"periods": periods, "category": category, "film": True},
        "map": content,
    }  # fmt: skip


def _words(frames: Sequence[Choropleth]) -> dict[str, Any]:
    """The colours of the palettes, and the words of the film's bar."""
    palettes, language = list_palettes(), frames[-1].language
    return {
        "palettes": {
            name: {
                "diverging": palettes[name].kind == "diverging",
                "colours": {str(k): list(found) for k, found in palettes[name].colours.items()},
            }
            for name in sorted({frame.scale.palette.id for frame in frames})
        },
        "film": {
            key: word(f"film_{key}", language, section="rollout")
            for key in ("play", "pause", "period")
        },
    }
