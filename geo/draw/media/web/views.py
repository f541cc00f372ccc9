"""What the page's map can show without asking again: the figures of each period, and each way to
class and colour them, short enough to be sent with every choice.

A *frame* has what belongs to a period: figures and words. A *view* is a way to show a frame:
classes and legend. The colours of every palette the browser has already. Texts that stand in
several places are sent once, and their number stands for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.draw.media.web.message import browser_legend, browser_message
from geo.maps import ranks, turning, write_value
from geo.model import (
    Choropleth,
    Indicator,
    Language,
    Marks,
    Observation,
    format_period,
    listed,
    word,
)


@dataclass(frozen=True)
class View:
    """A map that can be shown, and what it is asked for by: its scheme, its period, of a change the
    last, and ``pooled`` where its classes are made from all periods."""

    scheme: str
    period: str
    choropleth: Choropleth
    pooled: bool = False


def browser_views(views: Sequence[View], *, marks: Marks | None = None) -> dict[str, Any]:
    """The first view, which is shown, and those that may be shown instead.

    Parameters
    ----------
    views
        Maps of the same places, in the same language.
    marks
        Points over the places.

    Returns
    -------
    dict
        What ``static/views.js`` reads.
    """
    first = views[0].choropleth
    found = {view.period: view.choropleth for view in reversed(views)}
    texts = _Texts()
    periods = dict.fromkeys(view.period for view in views)
    frames = [_frame(period, found[period], texts) for period in periods]
    message = browser_message(first, marks=marks)
    content = {
        "frames": frames,
        "views": [
            _own_figures(view, found[view.period]) | _view(view, texts, first.scale.palette.id)
            for view in views
        ],
        "palette": first.scale.palette.id,
        "shared": {key: message[key] for key in ("language", "noData", "words", "parts")},
        "places": message["legend"]["places"],
        "absent": _absent(first),
        "marks": message.get("marks"),
    }
    if first.layer.boundaries.level == "own" or first.layer.boundaries.within:
        content["names"] = [first.name(o.adcode) for o in first.places]
        content["adcodes"] = [o.adcode for o in first.places]
    return texts.shortened(content)


class _Texts:
    """Texts by their number."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()

    def said(self, text: str) -> _Said:
        self._count[text] += 1
        return _Said(text)

    def shortened(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """The content with the number of each text that stands in it more than once."""
        numbers = {text: i for i, text in enumerate(t for t, n in self._count.items() if n > 1)}

        def shorten(part: Any) -> Any:
            if isinstance(part, _Said):
                return numbers.get(part, part)
            if isinstance(part, dict):
                return {key: shorten(value) for key, value in part.items()}
            return [shorten(item) for item in part] if isinstance(part, list) else part

        return {**shorten(dict(content)), "texts": list(numbers)}


class _Said(str):
    """A text that may be sent as a number."""

    __slots__ = ()


def _frame(period: str, choropleth: Choropleth, texts: _Texts) -> dict[str, Any]:
    layer, language = choropleth.layer, choropleth.language
    indicator, places = layer.indicator, browser_message(choropleth)["places"]
    position = ranks(layer)
    largest = max((abs(o.value) for o in choropleth.places if o.value is not None), default=0) or 1
    shown = [places[o.adcode] for o in choropleth.places]
    return {
        "period": period,
        "title": choropleth.title,
        "subtitle": choropleth.subtitle,
        "description": choropleth.description[language],
        "source": texts.said(choropleth.source_line),
        "ranked": indicator.ranked,
        "few": any(len(place["label"]) > 1 for place in shown),
        "figures": [
            None if o.value is None else write_value(o.value, indicator, language)
            for o in choropleth.places
        ],
        **_shown_figures(choropleth),
        # In thousandths of the longest bar.
        "bars": [
            None if o.value is None else round(1000 * o.value / largest) for o in choropleth.places
        ],
        "ranks": [position.get(o.adcode) for o in choropleth.places],
        "lines": [[texts.said(line) for line in place["lines"]] for place in shown],
        "more": [
            [texts.said(line) for line in _more(o, indicator, language)] for o in choropleth.places
        ],
        "absent": [place["absent"] for place in shown] if len(position) < len(shown) else None,
        "marked": {i: place["status"] for i, place in enumerate(shown) if place["marked"]},
        "owned": [place["owned"] for place in shown] if layer.boundaries.part_of else None,
    }


def _shown_figures(choropleth: Choropleth) -> dict[str, Any]:
    """The unit of the picture, and the figures in it where these are not those in full."""
    notation, indicator = choropleth.notation, choropleth.layer.indicator
    if indicator.kind == "category":
        return {"unit": ""}
    unit = {"unit": notation.unit}
    if not notation.power and notation.decimals == indicator.decimals:
        return unit
    shown = [None if o.value is None else notation.label(o.value) for o in choropleth.places]
    return {**unit, "shown": shown}


def _more(observation: Observation, indicator: Indicator, language: Language) -> list[str]:
    """What is told of a figure beside the tip: its status and date, its note, its source."""
    note = observation.note[language] if observation.note else ""
    if observation.value is None:
        return [note] if note else []
    date = format_period(observation.date or observation.period, language)
    source = (observation.source or indicator.source.title)[language]
    return [t for t in (word(observation.status, language), date, note, source) if t]


def _own_figures(view: View, framed: Choropleth) -> dict[str, Any]:
    """The figures of a view whose classes need another number of decimals than its frame."""
    notation, places = view.choropleth.notation, view.choropleth.places
    if notation == framed.notation or view.choropleth.layer.indicator.kind == "category":
        return {}
    return {"shown": [None if o.value is None else notation.label(o.value) for o in places]}


def _view(view: View, texts: _Texts, palette: str) -> dict[str, Any]:
    """A view; its suggested palette is told where it is not that of the first."""
    choropleth = view.choropleth
    legend = browser_legend(choropleth)
    own = choropleth.scale.palette.id
    return {
        "period": view.period,
        "scheme": view.scheme,
        **({"all": True} if view.pooled else {}),
        **({"palette": own} if own != palette else {}),
        "notes": [texts.said(note) for note in choropleth.notes],
        "legend": texts.said(legend["title"]),
        "entries": [
            [texts.said(e["label"]), e["count"], e["swatch"]]
            if e["swatch"] in ("class", "continuous")
            else [texts.said(e["label"]), e["count"], e["swatch"], e["colour"], e.get("status")]
            for e in legend["entries"]
        ],
        **_colours(choropleth),
    }


def _colours(choropleth: Choropleth) -> dict[str, Any]:
    """The class of each place, and which colours of a palette the classes have; of continuous
    colours those of the palette shown."""
    if choropleth.pair is not None:  # whose classes are pairs, and whose palette no other map has
        return {
            "fills": [
                None if o.value is None else choropleth.colour_of(o)[1:] for o in choropleth.places
            ],
            "ramp": list(choropleth.scale.colours),
            "palette": choropleth.scale.palette.id,
            "pair": browser_legend(choropleth)["pair"],
        }
    if choropleth.scale.classes.is_continuous:
        fills = [
            None if o.value is None else choropleth.colour_of(o)[1:] for o in choropleth.places
        ]
        ramp = next(
            e["ramp"] for e in browser_message(choropleth)["legend"]["entries"] if "ramp" in e
        )
        return {"fills": fills, "ramp": ramp, "palette": choropleth.scale.palette.id}
    k = choropleth.scale.classes.k
    return {
        "classes": [choropleth.class_of(o) for o in choropleth.places],
        "k": k,
        "turning": turning(choropleth) if choropleth.layer.indicator.kind != "category" else (k, 0),
    }


def _absent(choropleth: Choropleth) -> str:
    """Which places have no figure, and why; those that a list leaves out are told by themselves."""
    language = choropleth.language
    absent = [o for o in choropleth.places if o.value is None]
    reason = choropleth.layer.indicator.no_data[language]
    told = []
    for label, why, found in (
        (word("without_data", language, section="page"), [reason],
         [o for o in absent if o.status != "not_listed"]),
        (word("not_listed", language), [], [o for o in absent if o.status == "not_listed"]),
    ):  # fmt: skip
        facts = ("；" if language == "zh" else "; ").join([str(len(found)), *why])
        names = listed((choropleth.name(o.adcode) for o in found), language)
        form = "{}（{}）：{}" if language == "zh" else "{} ({}): {}"
        told += [form.format(label, facts, names)] if found else []
    return ("。" if language == "zh" else ". ").join(told)
