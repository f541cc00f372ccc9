"""What the page's map shows by itself: it puts together exactly what Python draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.draw.elements.ink import ink_on
from geo.draw.media.web.message import browser_message
from geo.draw.media.web.views import View, _Said, _Texts, browser_views
from geo.indicators import list_indicators, load_indicator
from geo.maps import list_palettes
from geo.maps.classes import FIXED_K, MANUAL, MAX_K, MIN_K, NAMES
from geo.maps.request import MapRequest
from geo.model.errors import GeoError
from geo.model.maps import Choropleth
from geo.model.text import LANGUAGES, Language
from geo.model.values import Indicator
from geo.tables.indicator import join_work
from geo.tables.work import Work, open_pasted
from geo.ui.atlas import Offer, data_for, words_of
from geo.ui.look import Look
from tests.browser import READS, chromium
from tests.drawn import draw
from tests.gathered import gathered
from tests.pictures import a_map
from tests.scripts import Script, js, sheet

__all__ = ["chromium", "js", "sheet"]

#: Colours do not depend on the language, nor words on the palette: so each language has others.
PALETTES: dict[str, tuple[str | None, ...]] = {
    "en": (None,),
    "zh": ("blue-red", "oranges", "teal-brown", "okabe-ito"),
}


def _kind_of(indicator: Indicator) -> tuple[object, ...]:
    """What tells apart how figures are classed, coloured and worded."""
    statuses = frozenset(o.status for o in indicator.values)
    some = indicator.kind, indicator.boundaries, indicator.palette, indicator.ranked
    return (*some, indicator.midpoint is not None, statuses)


#: One map of each kind, in both languages.
SOME_MAPS = [
    (indicator.id, language)
    for indicator in {_kind_of(i): i for i in reversed(list_indicators())}.values()
    for language in LANGUAGES
]

#: What a look shows: the look is sent as what differs from the one that the data answers.
COMPOSE = """({ compose }, { data, words, looks }) => looks.map((change) => {
    const found = compose(data, { ...data.look, ...change }, words);
    return found && { ...found.message, title: found.frame.title };
})"""


def drawn(request: MapRequest) -> Choropleth:
    """The map asked for, made once for all tests."""
    asked = {
        "period": request.period,
        "scheme": request.scheme,
        "palette": request.palette,
        "classes_of": request.classes_of,
        "change": request.change,
        "since": request.since,
    }
    return a_map(request.indicator, request.language, **asked)


def data_of(look: Look, request: MapRequest) -> dict[str, Any]:
    """What the browser is told of a map of the catalogue."""
    first = drawn(request)
    indicator = load_indicator(request.indicator, request.per)
    offer = Offer(indicators=True, classes="all")
    return data_for(look, first, request, drawn, indicator=indicator, offer=offer)


@dataclass(frozen=True)
class Case:
    """A change of a look, and the map that Python draws of it; None where the server is asked."""

    look: dict[str, Any]
    wanted: Choropleth | None


def cases(request: MapRequest) -> Iterator[Case]:
    """Each scheme of the period shown, in some palettes."""
    wishes: list[dict[str, Any]] = [{"scheme": scheme} for scheme in NAMES if scheme != MANUAL]
    palettes = PALETTES[request.language]
    for number, wish in enumerate(wishes):
        palette = palettes[number % len(palettes)]
        try:
            wanted = drawn(replace(request, **wish, palette=palette))
        except GeoError:  # too few colours, or figures that cannot be classed so
            wanted = None
        shown = drawn(request).scale.palette.id
        if palette not in ("", None, shown) and wanted and wanted.scale.classes.is_continuous:
            wanted = None  # the browser has no more colours of a ramp than it shows
        yield Case({**wish, "palette": palette}, wanted)


def check(composed: dict[str, Any] | None, wanted: Choropleth | None) -> None:
    assert (composed is None) == (wanted is None)
    if composed is None or wanted is None:
        return
    message = browser_message(wanted)
    assert composed["title"] == wanted.title
    # Place by place, so that what differs is told in a line.
    for adcode, place in message["places"].items():
        shown = dict(composed["places"][adcode])
        shown.pop("figure")  # for the labels of a file, which say what was chosen for them
        assert shown == place, adcode
    assert composed["places"].keys() == message["places"].keys()
    for key in ("legend", "language", "noData", "words", "parts"):
        assert composed[key] == message[key], key


@pytest.mark.slow(reads=(*READS, "tests/scripts.py"))
@pytest.mark.browser
@gathered(("indicator", "language"), SOME_MAPS)
def test_the_browser_puts_together_what_python_draws(
    js: Script, indicator: str, language: Language
) -> None:
    request = MapRequest(indicator, language=language)
    data = data_of(Look(indicator), request)
    asked = list(cases(request))
    given = {"data": data, "words": words_of(language), "looks": [case.look for case in asked]}
    found = js(COMPOSE, given)
    assert sum(case.wanted is not None for case in asked) >= len(NAMES) - len(FIXED_K) - 1
    for case, composed in zip(asked, found, strict=True):
        try:
            check(composed, case.wanted)
        except AssertionError as error:
            error.add_note(str(case.look))
            raise


@pytest.mark.slow(reads=(*READS, "tests/scripts.py"))
@pytest.mark.browser
@gathered(
    "wish",
    [
        {"indicator": "5g-stations-region", "language": "zh"},
        {"indicator": "population", "change": "per_year", "since": "2015", "period": "2024"},
    ],
)
def test_every_period_is_put_together_in_classes_of_its_own_and_of_all(
    js: Script, wish: dict[str, Any]
) -> None:
    request = MapRequest(**wish)
    look = Look(request.indicator, change=request.change, since=request.since, frames=True)
    data = data_of(look, request)
    periods = [p for p, _ in data["offer"]["periods"] if p > (request.since or "")]
    looks = [{"period": p, "classes": pooled} for p in periods for pooled in (False, True)]
    found = js(COMPOSE, {"data": data, "words": words_of(request.language), "looks": looks})
    assert len(found) > 8
    for look_of_it, composed in zip(looks, found, strict=True):
        made_of = "all" if look_of_it["classes"] else "shown"
        wanted = drawn(replace(request, period=look_of_it["period"], classes_of=made_of))
        check(composed, wanted)
        film = composed["film"]
        assert film["isApart"] is not look_of_it["classes"]
        assert film["frames"][film["at"]]["period"] == look_of_it["period"]


@pytest.mark.slow(reads=(*READS, "tests/scripts.py"))
@pytest.mark.browser
@gathered("palette", ["blue-red", "greens", "okabe-ito"])
def test_a_film_is_every_period_in_one_set_of_classes(js: Script, palette: str) -> None:
    request = MapRequest("5g-stations-region", classes_of="all", language="zh")
    first = drawn(request)
    data = data_of(Look(request.indicator, classes=True, frames=True), request)
    change = {"palette": palette, "period": "2022-05", "place": "east"}
    (message,) = js(COMPOSE, {"data": data, "words": words_of("zh"), "looks": [change]})
    film, periods = message["film"], first.layer.indicator.periods
    assert message["selected"] == "east"
    assert [frame["period"] for frame in film["frames"]] == list(periods)
    assert film["at"] == periods.index("2022-05") == 2
    assert film["frames"][2]["label"] == "2022年5月"
    assert len({frame["message"]["id"] for frame in film["frames"]}) == len(periods)
    assert message["places"] == film["frames"][2]["message"]["places"]
    titles = {frame["message"]["legend"]["title"] for frame in film["frames"]}
    assert len(titles) == 1
    assert "各期统一分级" in titles.pop()
    for frame in film["frames"]:
        wanted = browser_message(drawn(replace(request, period=frame["period"], palette=palette)))
        for place in frame["message"]["places"].values():
            place.pop("figure")  # for the labels of a file
        for part in ("places", "legend"):
            assert frame["message"][part] == wanted[part], frame["period"]


@pytest.mark.browser
@pytest.mark.parametrize("palette", [None, "tol-muted"])
def test_words_of_ones_own_table_are_composed_like_figures(js: Script, palette: str | None) -> None:
    joined = join_work(Work(open_pasted("省份,状态\n安徽,在建\n河北,拟建\n", name="mine.csv")))
    first, wanted = (draw(joined, MapRequest("", palette=p)) for p in (None, palette))
    data = data_for(
        Look(), first, MapRequest(""), lambda _: first, indicator=first.layer.indicator,
        offer=Offer(),
    )  # fmt: skip
    looks = [{"palette": palette, "scheme": "pretty_breaks"}]
    (found,) = js(COMPOSE, {"data": data, "words": words_of("en"), "looks": looks})
    check(found, wanted)
    assert {found["places"][a]["fill"] for a in ("340000", "130000")} == set(wanted.scale.colours)


@pytest.mark.browser
def test_what_the_answer_is_not_of_is_left_to_the_server(js: Script) -> None:
    request = MapRequest("gdp-2020")
    data = data_of(Look("gdp-2020"), request)
    asked: list[dict[str, Any]] = [
        {"k": 7}, {"indicator": "area"}, {"per": "population"}, {"scheme": "manual"},
        {"change": "percent"}, {"since": "2019"}, {"period": "1999"}, {"edges": "1, 2"},
        {"palette": "okabe-ito"}, {"place": "340000"}, {"seq": 9},
    ]  # fmt: skip
    found = js(COMPOSE, {"data": data, "words": words_of("en"), "looks": asked})
    answered = [look for look, message in zip(asked, found, strict=True) if message]
    assert answered == [{"palette": "okabe-ito"}, {"place": "340000"}, {"seq": 9}]


@pytest.mark.browser
def test_the_colours_of_classes_are_those_of_the_palette(js: Script) -> None:
    """Of each palette and number of classes, wherever a diverging one turns."""
    words = words_of("en")
    views: list[dict[str, Any]] = [
        {"k": k, "turning": [count, first]}
        for k in range(MIN_K, MAX_K + 1)
        for count in range(k, MAX_K + 1)
        for first in range(count - k + 1)
    ]
    script = """({ coloursOf }, { views, words }) =>
        Object.keys(words.palettes).map(id => views.map(view => coloursOf(view, id, words)))"""
    found = js(script, {"views": views, "words": words})
    for palette, colours in zip(list_palettes().values(), found, strict=True):
        for view, here in zip(views, colours, strict=True):
            k, (count, first) = view["k"], view["turning"]
            if palette.kind != "diverging":
                count, first = k, 0
            there = palette.colours.get(count)
            assert here == (list(there[first : first + k]) if there else None), (palette.id, view)


@pytest.mark.browser
def test_letters_have_the_same_ink_in_the_browser(js: Script) -> None:
    fills = {f for p in list_palettes().values() for colours in p.colours.values() for f in colours}
    greys = [f"#{n:02x}{n:02x}{n:02x}" for n in range(256)]
    every = sorted({*fills, *greys, *(f"#{n:02x}00{255 - n:02x}" for n in range(256))})
    found: list[str] = js("({ inkOn }, fills) => fills.map(inkOn)", every)
    assert found == [ink_on(fill) for fill in every]
    assert len(set(found)) == 2


# -- texts sent once ------------------------------------------------------------------------------

_LEAF = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=3))
_TEXT = st.text(max_size=2).map(lambda text: ("said", text))
_CONTENT = st.recursive(
    _LEAF | _TEXT,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(min_size=1, max_size=3), _CONTENT, max_size=4))
def test_shortened_texts_lose_nothing(given_content: dict[str, Any]) -> None:
    """A text that may be a number is one only where it is sent once for several."""
    texts = _Texts()

    def say(part: Any) -> Any:
        if isinstance(part, tuple):
            return texts.said(part[1])
        if isinstance(part, dict):
            return {key: say(value) for key, value in part.items()}
        return [say(item) for item in part] if isinstance(part, list) else part

    content = {f"_{key}": say(value) for key, value in given_content.items()}
    short = texts.shortened(content)
    sent, counted = short.pop("texts"), Counter[str]()
    assert len(set(sent)) == len(sent)

    def compare(part: Any, before: Any) -> None:
        if isinstance(before, _Said) and isinstance(part, int):
            counted[sent[part]] += 1
            assert sent[part] == before
        elif isinstance(before, dict):
            assert list(part) == list(before)
            for key in before:
                compare(part[key], before[key])
        elif isinstance(before, list):
            assert len(part) == len(before)
            for one, other in zip(part, before, strict=True):
                compare(one, other)
        else:
            assert part == before

    compare(short, content)
    assert set(counted) == set(sent)
    assert all(count > 1 for count in counted.values())


def test_a_period_is_sent_once_however_many_views_it_has() -> None:
    maps = [a_map("gdp-2020", scheme=scheme) for scheme in ("quantiles", "pretty_breaks")]
    found = browser_views([View(m.scale.classes.scheme, m.layer.period, m) for m in maps])
    assert len(found["frames"]) == 1
    assert [view["scheme"] for view in found["views"]] == ["quantiles", "pretty_breaks"]
