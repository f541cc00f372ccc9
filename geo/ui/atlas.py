"""The map with its controls, ranking and details: one component in the page's own document.

What the browser can show by itself is sent along, and what it is told in return is a
:class:`~geo.ui.look.Look`. What never changes, words, names, palettes, shapes, the browser fetches
once from addresses that follow their content.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from hashlib import sha256
from typing import Any

import streamlit as st

from geo.draw import browser_views
from geo.indicators import CHANGES, load_catalogue, read_groups, searchable
from geo.maps import (
    FIXED_K,
    MANUAL,
    MAX_K,
    MIN_K,
    NAMES,
    PAIR_K,
    PAIR_SCHEMES,
    Fact,
    MapRequest,
    describe,
    list_palettes,
    profiles,
)
from geo.model import (
    ARRANGEMENTS,
    LANGUAGES,
    LEVELS,
    Choropleth,
    Indicator,
    Language,
    Level,
    Marks,
    format_period,
    read_words,
    word,
)
from geo.places import SETS, level_of_set, list_boundaries, load_boundaries
from geo.ui import controls, parts, served
from geo.ui import look as looks
from geo.ui.kinds import Kinds
from geo.ui.look import Look
from geo.ui.mounting import as_json, mount, packed
from geo.ui.parts import Part
from geo.ui.sent import has_film, series_of, views_of

# The room that the map will take, so that nothing moves when it comes.
_HTML = "<div class='atlas-page' style='min-height: calc(100vh - 150px)'></div>"

#: The sets of places below the provinces: thousands, of which a map has few.
_LOWER = frozenset(SETS[level] for level in LEVELS[1:])

_STYLES = ("leaflet.css", "atlas.css", "page.css")

#: The words of the controls.
_WORDS = (
    "indicator", "search", "search_none", "search_found", "show", "show_figures",
    "change_difference", "change_percent", "change_per_year",
    "period", "since", "until", "scheme", "k", "k_unused", "classes_all", "edges", "edges_help",
    "palette", "palette_default", "place", "place_hint", "count_warning", "per_none", "ranking",
    "listing", "details", "categories", "points_show", "let_go", "sort_value", "sort_name",
    "level", "arrangement", "sized_by", "against", "classes_country", "open_prefecture", "open_county", "find", "find_hint", "find_none",
)  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """What can be chosen beside the look of the map itself.

    ``indicators`` whether another of the catalogue, ``per`` what a count can be divided by (id and
    title; empty for none), ``classes`` the words of the switch between the classes of one period
    and of all, ``facts`` figures of the user's own by place, ``level`` which level of heading the
    map's title is, ``levels`` those of the places that the map can be of, ``kinds`` its kinds.
    """

    indicators: bool = False
    per: Mapping[str, str] = field(default_factory=dict)
    classes: str = ""
    points: bool = False
    facts: Mapping[str, Sequence[Fact]] = field(default_factory=dict)
    level: int = 1
    levels: Sequence[Level] = ()
    kinds: Kinds = field(default_factory=Kinds)


def show(
    page: str,
    look: Look,
    choropleth: Choropleth,
    request: MapRequest,
    draw: Callable[[MapRequest], Choropleth],
    *,
    indicator: Indicator,
    offer: Offer,
    marks: Marks | None = None,
    address: str = "",
    part: Part | None = None,
) -> None:
    """Show a map.

    Parameters
    ----------
    page
        Whose look the browser changes.
    look
        The look, as it is shown.
    choropleth, request
        The map, and what it was asked for by.
    draw
        Draws it as asked for otherwise.
    indicator
        The figures of all periods.
    offer
        What can be chosen.
    marks
        Points over the places.
    address
        What the browser writes into an address that says nothing.
    part
        The part of the country that is looked at.
    """
    data = data_for(
        look, choropleth, request, draw, indicator=indicator, offer=offer, marks=marks,
        address=address, part=part,
    )  # fmt: skip
    key = f"atlas {page}"
    mount("atlas", known_as="atlasPage", html=_HTML)(
        key=key,
        data=packed(data),
        on_look_change=lambda: looks.take_browser(page, st.session_state[key].get("look")),
    )


def data_for(
    look: Look,
    choropleth: Choropleth,
    request: MapRequest,
    draw: Callable[[MapRequest], Choropleth],
    *,
    indicator: Indicator,
    offer: Offer,
    marks: Marks | None = None,
    address: str = "",
    part: Part | None = None,
) -> dict[str, Any]:
    """What the browser is told of a map: the data of :func:`show`, as ``static/page_types.js``
    describes it."""
    lang, boundaries = choropleth.language, choropleth.layer.boundaries
    asked = replace(request, period=request.period or indicator.periods[-1])
    views = views_of(choropleth, asked, draw, indicator=indicator, frames=look.frames)
    data = {
        "script": served.script("page"),
        "style": served.style(*_STYLES),
        "words": _words_address(lang),
        "geometry": served.geometry(boundaries),
        "facts": _facts_address(boundaries.id, lang),
        "opens": level_of_set(boundaries.id) is not None
        and not boundaries.within
        and boundaries.arrangement == ARRANGEMENTS[0],
        "names": _names_address(boundaries.id, lang) if not boundaries.within else "",
        "boundaries": boundaries.id,
        "address": address,
        "look": looks.to_browser(replace(look, period=asked.period)),
        "offer": _offered(offer, choropleth, asked, indicator),
        "map": browser_views(views, marks=marks),
        "series": series_of(indicator, asked, choropleth, place=look.place),
        "own": {
            adcode: [_fact(fact, lang) for fact in facts] for adcode, facts in offer.facts.items()
        },
    }
    data["id"] = sha256(as_json(data["map"])).hexdigest()[:12]
    if part is None and data["opens"]:
        part = parts.part_of(look, request, draw)
    data["part"] = (
        None
        if part is None
        else {
            "source": word("boundaries", lang, source=boundaries.source.title[lang]),
            **_part(part, look, draw, indicator=indicator),
        }
    )
    return data


def _part(
    part: Part, look: Look, draw: Callable[[MapRequest], Choropleth], *, indicator: Indicator
) -> dict[str, Any]:
    """What the browser is told of the part of the country that is looked at: its map, as if there
    were no other, or why there is none."""
    lang, within = part.request.language, part.request.within or ""
    told: dict[str, Any] = parts.to_browser(part) | {
        "levels": parts.levels_worded(parts.levels_in(within), lang),
        "facts": _facts_address(SETS[part.level], lang),
        "map": None,
    }
    told["id"] = sha256(as_json(told)).hexdigest()[:12]
    if part.choropleth is None:
        return told
    of_level = part.indicator or indicator
    asked = replace(part.request, period=part.request.period or of_level.periods[-1])
    views = views_of(part.choropleth, asked, draw, indicator=of_level, frames=look.frames)
    offer = Offer(classes=word("classes_all", lang, section="page"))
    shown = browser_views(views)
    return told | {
        "id": sha256(as_json(shown)).hexdigest()[:12],
        "map": shown,
        "period": asked.period,
        "offer": _offered(offer, part.choropleth, asked, of_level),
        "country": word("classes_country", lang, section="page"),
    }


def _offered(
    offer: Offer, choropleth: Choropleth, request: MapRequest, indicator: Indicator
) -> dict[str, Any]:
    category, lang = indicator.kind == "category", choropleth.language
    kinds, pair = offer.kinds, choropleth.pair is not None
    several, by_hand = len(indicator.periods) > 1, request.scheme == MANUAL
    return {
        "indicators": offer.indicators,
        "per": [[key, title] for key, title in offer.per.items()],
        "periods": [[p, format_period(p, lang)] for p in indicator.periods[::-1]],
        "changes": list(CHANGES) if controls.can_change(indicator) and not pair else [],
        "schemes": [] if category else list(PAIR_SCHEMES if pair else NAMES),
        "fixed": list(FIXED_K),
        "k": [PAIR_K, PAIR_K] if pair else [MIN_K, MAX_K],
        "example": controls.example_edges(choropleth.layer.indicator),
        "palettes": [
            p.id
            for p in list_palettes().values()
            if not pair and (not category or p.kind == "qualitative")
        ],
        "classes": offer.classes if several and not by_hand else "",
        "film": has_film(request, indicator),
        "points": offer.points,
        "category": category,
        "level": offer.level,
        "levels": parts.levels_worded(offer.levels, lang) if len(offer.levels) > 1 else [],
        "arrangements": list(kinds.arrangements.items()),
        "sizes": list(kinds.sizes.items()),
        "against": list(kinds.against.items()),
    }


def files() -> list[tuple[str, str]]:
    """The addresses of what every map needs, and of what kind each is."""
    return [(served.script("page"), "script"), (served.style(*_STYLES), "style")]


def make_files() -> None:
    """Make what browsers fetch, before the first one asks."""
    files()
    for lang in LANGUAGES:
        _words_address(lang)
        for boundaries in list_boundaries():
            if boundaries in _LOWER:
                continue
            _facts_address(boundaries, lang)


@cache
def _words_address(lang: Language) -> str:
    return served.content(f"words-{lang}", words_of(lang))


def words_of(lang: Language) -> dict[str, Any]:
    """What is said in one language and never changes."""
    page, rollout = read_words("page"), read_words("rollout")
    return {
        "words": {key: page[key][lang] for key in _WORDS},
        "schemes": {key: text[lang] for key, text in read_words("schemes").items()},
        "palettes": {
            p.id: {
                "title": p.title[lang],
                "kind": word(f"palette_{p.kind}", lang, section="page"),
                "diverging": p.kind == "diverging",
                "colours": {str(k): list(colours) for k, colours in p.colours.items()},
            }
            for p in list_palettes().values()
        },
        "indicators": [[i.id, i.title[lang], i.group_id, searchable(i)] for i in load_catalogue()],
        "groups": [[g.id, g.title[lang], g.line[lang]] for g in read_groups().values()],
        "places": {name: _names(name, lang) for name in list_boundaries() if name not in _LOWER},
        "ways": {
            province: way | {"file": served.levels(province)}
            for province, way in parts.ways_down().items()
        },
        "find": served.later(f"find-{lang}", partial(parts.findable, lang)),
        "film": {key: rollout[f"film_{key}"][lang] for key in ("play", "pause", "period")},
    }


def _names(boundaries: str, lang: Language) -> list[list[str]]:
    return [[adcode, name[lang]] for adcode, name in load_boundaries(boundaries).names.items()]


@cache
def _names_address(boundaries: str, lang: Language) -> str:
    """The address of the names of places of which there are too many to be sent to everyone; empty
    where they are among the words, or come with the map."""
    if boundaries not in _LOWER:
        return ""
    return served.content(f"names-{boundaries}-{lang}", _names(boundaries, lang))


@cache
def _facts_address(boundaries: str, lang: Language) -> str:
    """The address of all figures of each place; empty for places that the catalogue does not
    know."""
    if boundaries not in list_boundaries():
        return ""
    name, facts = f"facts-{boundaries}-{lang}", partial(_facts, boundaries, lang)
    return served.later(name, facts) if boundaries in _LOWER else served.content(name, facts())


def _facts(boundaries: str, lang: Language) -> dict[str, list[list[str]]]:
    return {
        adcode: [_fact(fact, lang) for fact in facts]
        for adcode, facts in profiles(boundaries).items()
    }


def _fact(fact: Fact, lang: Language) -> list[str]:
    """A figure in words: what, how much, and of when and whom."""
    indicator, observation = fact.indicator, fact.observation
    small = []
    if observation.value is not None:
        date = format_period(observation.date or observation.period, lang)
        source = (observation.source or indicator.source.title)[lang]
        small = [word(observation.status, lang), date, source]
    if observation.note:
        small.append(observation.note[lang])
    value = describe(observation, indicator, lang)
    return [indicator.title[lang], value, " · ".join(filter(None, small))]
