"""The map of a page without a browser: what the page gives its component to show, in words and
colours, and the look changed as a browser changes it."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest

from geo.ui import served

#: The name of the map's component.
ATLAS = "atlas"


def data_of(app: AppTest) -> dict[str, Any]:
    """What the page's only map is told."""
    found: dict[str, Any] = json.loads(zlib.decompress(_proto(app).bytes))
    return found


def _proto(app: AppTest) -> Any:
    (proto,) = (
        element.proto
        for element in app.get("bidi_component")
        if element.proto.component_name == ATLAS
    )
    return proto


def choose(app: AppTest, **fields: Any) -> AppTest:
    """Change fields of the look, and tell the app as the browser does."""
    proto = _proto(app)
    before = data_of(app)["look"]
    look = before | fields | {"seq": before["seq"] + 1}
    states = app._tree.get_widget_states()
    states.widgets.add(id=proto.id, json_value=json.dumps({"look": look}))
    return app._run(states)


@dataclass(frozen=True)
class Shown:
    """What a visitor reads of a map: ``ranking`` from the largest figure to the smallest, by place
    and figure; ``details`` of the selected place; colours by adcode."""

    title: str
    subtitle: str
    notes: tuple[str, ...]
    source: str
    legend: tuple[str, ...]
    ranking: dict[str, str]
    absent: str
    details: dict[str, str]
    colours: dict[str, str]

    @property
    def words(self) -> str:
        """All of it as one text."""
        lines = (self.title, self.subtitle, self.source, self.absent, *self.notes, *self.legend)
        figures = (f"{k}: {v}" for part in (self.ranking, self.details) for k, v in part.items())
        return "\n".join((*lines, *figures))


def shown(app: AppTest) -> Shown:
    """The map that the page shows first: what ``static/views.js`` makes of it, and Python once
    more, for tests that need no browser."""
    data = data_of(app)
    content, words = data["map"], fetched(data["words"])
    frame, view = content["frames"][0], content["views"][0]

    def said(text: str | int) -> str:
        return content["texts"][text] if isinstance(text, int) else text

    listed = fetched(data["names"]) if data.get("names") else ()
    places = dict(words["places"].get(data["boundaries"], listed))
    adcodes = content.get("adcodes", list(places))
    names = content.get("names", list(places.values()))
    bars = frame["bars"]
    order = sorted(
        (i for i, figure in enumerate(frame["figures"]) if figure is not None),
        key=lambda i: -bars[i] if bars[i] is not None else 0,
    )
    return Shown(
        title=frame["title"],
        subtitle=frame["subtitle"],
        notes=tuple(map(said, view["notes"])),
        source=said(frame["source"]),
        legend=(said(view["legend"]), *(said(entry[0]) for entry in view["entries"])),
        ranking={names[i]: frame["figures"][i] for i in order},
        absent=content["absent"],
        details=_details(data, adcodes),
        colours=dict(zip(adcodes, _colours(content, view, words), strict=True)),
    )


def fetched(address: str) -> Any:
    """The content of an address that the app serves."""
    return json.loads((served.cache_folder() / address.rpartition("/")[2]).read_bytes())


def _details(data: dict[str, Any], adcodes: list[str]) -> dict[str, str]:
    """All figures of the selected place, by what they are of."""
    place = data["look"]["place"]
    if place not in adcodes:
        return {}
    facts = fetched(data["facts"]) if data["facts"] else {}
    every = [*data["own"].get(place, ()), *facts.get(place, ())]
    return {title: value for title, value, _ in every}


def _colours(content: dict[str, Any], view: dict[str, Any], words: dict[str, Any]) -> list[str]:
    ground = content["shared"]["noData"]["ground"]
    if "fills" in view:
        return [f"#{fill}" if fill else ground for fill in view["fills"]]
    palette = words["palettes"][content["palette"]]
    count, first = view["turning"] if palette["diverging"] else (view["k"], 0)
    colours = palette["colours"][str(count)][first : first + view["k"]]
    return [ground if of is None else colours[of] for of in view["classes"]]
