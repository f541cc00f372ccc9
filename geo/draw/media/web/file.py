"""The map as one HTML file that needs no network."""

from __future__ import annotations

import html
import json
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from branca.element import Element

from geo.draw.media.scripts import STATIC, join_scripts
from geo.draw.media.web.branded import brand_foot, brand_sheet, with_footer
from geo.draw.media.web.film import packed_film
from geo.draw.media.web.geometry import browser_geometry, unit_of
from geo.draw.media.web.inline import inline_json, packed_json
from geo.draw.media.web.live_map import LEAFLET, base_map
from geo.draw.media.web.looks import CLASS_OF, look_of, looked
from geo.draw.media.web.message import browser_message
from geo.draw.media.web.scriptless import without_script
from geo.draw.media.web.topology import browser_prefectures, packed
from geo.draw.style import DEFAULT, Style
from geo.maps import in_language, ranks, what_is_shown, write_label, write_value
from geo.model import (
    LANGUAGES,
    Choropleth,
    DrawingError,
    Language,
    Observation,
    word,
)

# folium forbids to zoom the page.
_VIEWPORT = re.compile(r'name="viewport" content="[^"]*"')


def draw_html(
    choropleth: Choropleth,
    *,
    frames: Sequence[Choropleth] = (),
    parts: Sequence[Choropleth] = (),
    style: Style = DEFAULT,
) -> str:
    """The map as one HTML file that needs no network: map, ranking, sortable table, in both
    languages, the map's own first. Where no script runs, it has the picture and the table.

    Parameters
    ----------
    choropleth
        The map, that of the latest period where there are several.
    frames
        The maps of all periods, the earliest first: the file plays them as a film.
    parts
        Maps of provinces by prefecture, which can be gone into from a map by province.
    style
        Its theme, labels, highlight and crop are honoured; without a theme the page is light or
        dark as its reader has it.

    Raises
    ------
    DrawingError
        If a place of the style is none of the map's, a theme has not as many colours, or a map
        whose provinces can be gone into is to be cut.
    """
    if any(f.layer.boundaries is not choropleth.layer.boundaries for f in frames):
        raise DrawingError("drawing.film_of_sizes")
    if parts and style.crop:
        raise DrawingError("export.crop_and_parts")
    choropleth, *others = (looked(one, style) for one in (choropleth, *frames))
    frames = others
    parts = [looked(one, replace(style, highlight=(), crop=())) for one in parts]
    chart = base_map(inline_json(packed(browser_geometry(choropleth.layer.boundaries))))
    root: Any = chart.get_root()
    # folium numbers its elements at random; the same request must give the same bytes.
    for number, item in enumerate((root, chart, *chart._children.values())):
        item._id = f"atlas{number}"
    chart._children = OrderedDict((item.get_name(), item) for item in chart._children.values())
    root._children = OrderedDict({chart.get_name(): chart})
    language, unit = choropleth.language, unit_of(choropleth.layer.boundaries)
    both = {each: _worded(choropleth, frames, each, unit=unit, style=style) for each in LANGUAGES}
    levels = _add_parts(both, [one for one in parts if len(one.places) > 1])
    escaped = {key: html.escape(str(value)) for key, value in both[language].items()}
    root.title = escaped["title"]
    for name in ("leaflet.css", "atlas.css", "file.css"):
        root.header.add_child(Element(f"<style>{_asset(name)}</style>"), name=name)
    if style.brand:
        sheet = brand_sheet(style.brand, json.dumps(both, ensure_ascii=False))
        root.header.add_child(Element(f"<style>{sheet}</style>"), name="brand")
    for name, script in (("leaflet.js", _asset("leaflet.js")), ("file.js", join_scripts("file"))):
        raw = f"<script>{{% raw %}}{script}{{% endraw %}}</script>"  # braces would be executed
        root.header.add_child(Element(raw), name=name)
    # Elements are templates, so a user's words never go into one: braces would be executed.
    text: str = root.render()
    head = (
        '<header><h1 id="title">{title}</h1><p id="subtitle">{subtitle}</p>'
        '<button id="switch" type="button">{other}</button></header>\n'
        '<svg id="print" aria-hidden="true"></svg>'
        '<main aria-label="{description}"><div class="around">'
    ).format_map(escaped)
    foot = (
        '</div><aside aria-labelledby="title"><div id="details" hidden></div>'
        '<table id="table" aria-labelledby="title"><thead></thead><tbody></tbody></table>'
        "</aside></main>{scriptless}"
        '<footer><p id="notes">{notes}</p><p id="source">{source}</p>{logo}</footer>'
    ).format_map(
        {
            **escaped,
            "scriptless": without_script(choropleth, both[language]["table"], style),
            "logo": brand_foot(style, language),
        }
    )
    told = f"{inline_json(both)}, {inline_json(language)}, {inline_json(look_of(style))}{levels}"
    start = f"<script>atlasFile.start({told});</script>"
    text = _VIEWPORT.sub('name="viewport" content="width=device-width, initial-scale=1"', text)
    theme = f' class="{CLASS_OF[style.theme]}"' if CLASS_OF[style.theme] else ""
    text = text.replace("<html>", f'<html lang="{escaped["language"]}"{theme}>', 1)
    text = text.replace("<body>", f"<body>\n{head}", 1)
    text = text.replace("</body>", f"{foot}\n</body>", 1)
    return text.replace("</html>", f"{start}\n</html>", 1)


def _worded(
    choropleth: Choropleth,
    frames: Sequence[Choropleth],
    language: Language,
    *,
    unit: float,
    style: Style,
) -> dict[str, Any]:
    """The map in one language, with its film where it has one."""

    def said(one: Choropleth) -> Choropleth:
        return one if one.language == language else in_language(one, language)

    words = _file_words(said(choropleth))
    words["source"] = with_footer(words["source"], style, language)
    words["print"] = _printed(said(choropleth), unit=unit, style=style)
    if frames:
        others = [said(frame) for frame in frames]
        layouts = [_printed(frame, unit=unit, style=style) for frame in others[:-1]]
        words["film"] = packed_film(others, [*layouts, words["print"]])
    return words


def _add_parts(both: Mapping[Language, dict[str, Any]], parts: Sequence[Choropleth]) -> str:
    """Add the words of the provinces that can be gone into; their shapes are one argument more."""
    if not parts:
        return ""
    for language in LANGUAGES:
        both[language].update(_parts(parts, language))
    return f", {inline_json({'levels': packed_json(browser_prefectures())})}"


def _parts(parts: Sequence[Choropleth], language: Language) -> dict[str, str]:
    """The provinces that can be gone into, in one language; the browser prints what it shows."""
    words = {
        one.layer.boundaries.within: _file_words(
            one if one.language == language else in_language(one, language)
        )
        for one in parts
    }
    return {
        "parts": packed_json(words),
        "open": word("open_prefecture", language, section="page"),
    }


def _file_words(choropleth: Choropleth) -> dict[str, Any]:
    """Everything that is worded in one language: the page's texts, the map's message, the table."""
    language = choropleth.language
    pair = choropleth.pair
    ranked = pair.first if pair else choropleth.layer
    position = ranks(ranked) if ranked.indicator.ranked else {}
    rows = [
        {
            "adcode": o.adcode,
            "rank": position.get(o.adcode),
            "name": choropleth.name(o.adcode),
            "value": o.value,
            "text": "" if o.value is None
            else write_value(o.value, choropleth.layer.indicator, language),
            "status": word(o.status, language),
            "short": "" if o.value is None or pair else write_label(o.value, choropleth),
            "more": _more(o, language),
            **_second(choropleth, o.adcode),
        }
        for o in (pair.first.values if pair else choropleth.places)
    ]  # fmt: skip
    columns = [_column(key, choropleth) for key in ("rank", "name", "value", "status")]
    if pair:  # each figure under what it is of
        first, second = (
            what_is_shown(layer.indicator, language) for layer in (pair.first, pair.second)
        )
        columns[2] = _titled("value", first, language)
        columns.insert(3, _titled("against", second, language))
    return {
        "language": "zh-CN" if language == "zh" else "en",
        "other": word("language_name", "en" if language == "zh" else "zh", section="picture"),
        "title": choropleth.title,
        "subtitle": choropleth.subtitle,
        "description": choropleth.description[language],
        "notes": (" " if language == "en" else "").join(choropleth.notes),
        "source": choropleth.source_line,
        "message": browser_message(choropleth),
        "table": {"columns": columns, "rows": rows},
        "print": None,
    }


def _second(choropleth: Choropleth, adcode: str) -> dict[str, Any]:
    """The second figure of a place, of a map of two indicators."""
    if choropleth.pair is None:
        return {}
    value, indicator = choropleth.pair.others[adcode].value, choropleth.pair.second.indicator
    text = "" if value is None else write_value(value, indicator, choropleth.language)
    return {"against": value, "againstText": text}


def _titled(key: str, heading: str, language: Language) -> tuple[str, str, str]:
    return key, heading, word("sort_by", language, section="picture", column=heading)


def _column(key: str, choropleth: Choropleth) -> tuple[str, str, str]:
    """A column's key, its heading, and what a click on that does; figures are in their own unit,
    which is not always that of the picture."""
    language = choropleth.language
    heading = word(f"column_{key}", language, section="picture")
    if key == "value" and choropleth.notation.power:
        heading = word("unit_of", language, what=heading, unit=choropleth.unit)
    return key, heading, word("sort_by", language, section="picture", column=heading)


def _more(observation: Observation, language: Language) -> list[str]:
    """What is told of a place only when it is selected: the figure's note, and its own source."""
    lines = [observation.note[language]] if observation.note else []
    if observation.source:
        lines.append(word("source", language, source=observation.source[language]))
    return lines


def _printed(choropleth: Choropleth, *, unit: float, style: Style) -> dict[str, Any] | None:
    """The layout of the print view; None where our face cannot write the words, and the browser's
    can: it then prints what is on the screen."""
    from geo.draw.media.web.printed import (
        layout,  # matplotlib is slow to import, and only files need it
    )

    try:
        return layout(choropleth, unit=unit, style=style)
    except DrawingError:
        return None


@cache
def _asset(name: str) -> str:
    """A script or style to be written into a page, without the reference to its source map."""
    folder = LEAFLET if name.startswith("leaflet") else STATIC
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))
