"""The message of a map whose periods the browser plays by itself."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from geo.draw.media.web.inline import inline_json
from geo.draw.media.web.message import browser_message
from geo.model import (
    Choropleth,
    DrawingError,
    UnknownNameError,
    format_period,
    word,
)


def browser_film(
    frames: Sequence[Choropleth], *, shown: str, selected: str | None = None
) -> dict[str, Any]:
    """The message of the frame shown, with the other periods', which the browser plays by itself.

    Parameters
    ----------
    frames
        One map for each period, all with the same places, classes and language.
    shown
        The period that is shown first.
    selected
        The adcode of the selected place.

    Raises
    ------
    DrawingError
        If the maps differ in more than their period.
    UnknownNameError
        If no map is of that period.
    """
    periods = [choropleth.layer.period for choropleth in frames]
    if shown not in periods:
        raise UnknownNameError("period", shown, periods)
    first = frames[0]
    if len(set(periods)) < len(periods) or any(
        (f.layer.boundaries, f.scale, f.language)
        != (first.layer.boundaries, first.scale, first.language)
        for f in frames
    ):
        raise DrawingError("drawing.film")
    messages = [_with_status(browser_message(choropleth), choropleth) for choropleth in frames]
    at = periods.index(shown)
    language = first.language
    told = [
        {
            "period": period,
            "label": format_period(period, language),
            "message": {key: found[key] for key in ("places", "legend", "id")},
        }
        for period, found in zip(periods, messages, strict=True)
    ]
    words = {
        key: word(f"film_{key}", language, section="rollout") for key in ("play", "pause", "period")
    }
    content = {"frames": told, "words": words}
    content["id"] = sha256(inline_json(content).encode()).hexdigest()[:12]
    return {**messages[at], "selected": selected, "film": {**content, "at": at}}


def _with_status(content: dict[str, Any], choropleth: Choropleth) -> dict[str, Any]:
    """A message whose legend says of all figures whether they are reported or estimated."""
    found = {o.status for o in choropleth.places if o.value is not None}
    if len(found) != 1:
        return content
    language = choropleth.language
    title = f"{content['legend']['title']} · {word(found.pop(), language)}"
    return {**content, "legend": {**content["legend"], "title": title}}
