"""Sheets over the map, the way down, and the search of places: the scripts on small shapes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from geo.draw import browser_levels
from geo.places import read_hierarchy
from geo.ui.parts import findable, ways_down
from tests.browser import chromium
from tests.scripts import MESSAGE, Script, _place, _square, draw, drawn, js, sheet

__all__ = ["chromium", "drawn", "js", "sheet"]

pytestmark = pytest.mark.browser


def _half(adcode: str, x: float) -> dict[str, Any]:
    half = _square(adcode, x, 10)
    ring = [[x, 0], [x + 10, 0], [x + 10, 20], [x, 20], [x, 0]]
    return half | {"geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}}


#: Two halves of the first square.
HALVES: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [_half("330100", -0.1), _half("330200", 9.9)],
    "parts": [],
    "bounds": [0, 0, 20, 20],
    "inset": None,
}

INSIDE: dict[str, Any] = MESSAGE | {
    "id": "inside",
    "places": {
        "330100": _place("Hangzhou", "#aa0000"),
        "330200": _place("Ningbo", "#00aa00"),
    },
    "legend": {"title": "", "places": "", "entries": []},
    "words": MESSAGE["words"] | {"country": "China", "arrived": "{name}: {count} places."},
}

OVER = [{"key": "330000/prefecture", "name": "Zhejiang", "geometry": HALVES, "message": INSIDE}]

LAY = """([message, over]) => {
    api.provinceAtlas.opens = (adcode) => adcode === "330000";
    api.provinceAtlas.onOpen = (adcode) => told.push(`open ${adcode}`);
    api.provinceAtlas.onRise = (depth) => told.push(`rise ${depth}`);
    api.provinceAtlas.paint(message, over);
}"""


def lay(page: Page, over: list[dict[str, Any]], message: dict[str, Any] = MESSAGE) -> None:
    page.evaluate(LAY, [message, over])


def test_a_sheet_lies_over_the_place_that_it_divides(drawn: Page) -> None:
    lay(drawn, OVER)
    box = drawn.locator("#map")
    assert box.get_attribute("data-sheet") == "330000/prefecture"
    assert box.get_attribute("data-painted") == "inside"
    fills = "all => all.map(path => [path.dataset.adcode, path.getAttribute('fill')])"
    upper = drawn.locator(".leaflet-pane:not(.atlas-below) > svg path[data-adcode]")
    assert upper.evaluate_all(fills) == [["330100", "#aa0000"], ["330200", "#00aa00"]]
    lower = drawn.locator(".atlas-below path[data-adcode]")
    assert [adcode for adcode, _ in lower.evaluate_all(fills)] == ["330000", "440000", "810000"]
    assert drawn.locator(".atlas-trail button").all_inner_texts() == ["China", "Zhejiang"]
    assert drawn.locator(".atlas-said").inner_text() == "Zhejiang: 2 places."
    names = drawn.locator(".atlas-below .atlas-label").all_inner_texts()
    assert "Zhejiang" not in names  # what is covered has no name
    assert not drawn.locator(".atlas-legend").is_visible()
    assert not drawn.locator(".atlas-inset").is_visible()

    lay(drawn, [])
    assert box.get_attribute("data-sheet") == ""
    assert upper.count() == 3
    assert drawn.locator("path[data-adcode='330100']").count() == 0
    assert not drawn.locator(".atlas-trail").is_visible()


def test_only_the_top_sheet_is_chosen_from(drawn: Page) -> None:
    lay(drawn, OVER)
    drawn.locator("path[data-adcode='330100']").click()
    drawn.locator("path[data-adcode='440000']").click(force=True, position={"x": 3, "y": 60})
    assert drawn.evaluate("told") == ["330100"]


def test_a_double_click_chooses_once_and_opens(drawn: Page) -> None:
    lay(drawn, [])
    drawn.locator("path[data-adcode='330000']").dblclick()
    assert drawn.evaluate("told") == ["330000", "open 330000"]
    drawn.evaluate("() => { told.length = 0; }")
    drawn.locator("path[data-adcode='440000']").dblclick()  # nothing divides it
    assert drawn.evaluate("told") == ["440000", "440000"]


def test_keys_go_in_and_up(drawn: Page) -> None:
    lay(drawn, [], MESSAGE | {"selected": "330000", "id": "chosen"})
    drawn.keyboard.press("Tab")
    drawn.keyboard.press("Enter")
    assert drawn.evaluate("told") == ["open 330000"]
    lay(drawn, OVER)
    said = drawn.locator(".atlas-said")
    assert said.inner_text() == "Zhejiang: 2 places. Hangzhou, figure of Hangzhou"
    drawn.keyboard.press("ArrowRight")
    assert said.inner_text() == "Ningbo, figure of Ningbo"
    drawn.keyboard.press("Escape")
    assert drawn.evaluate("told.at(-1)") == "rise 0"


def test_what_did_not_change_is_not_painted_anew(drawn: Page) -> None:
    lay(drawn, [])
    drawn.evaluate(
        """() => {
            window.touched = [];
            new MutationObserver((changes) => touched.push(...changes.map(
                ({ target, attributeName }) => `${target.dataset.adcode} ${attributeName}`)))
            .observe(document.querySelector(".leaflet-overlay-pane svg g"),
                     { subtree: true, attributeFilter: ["fill", "aria-label"], childList: true });
        }"""
    )
    lay(drawn, OVER)
    lay(drawn, OVER)
    lay(drawn, [])
    assert drawn.evaluate("touched") == []


@pytest.fixture(scope="module")
def anhui() -> dict[str, Any]:
    return browser_levels("340000")


STEPS = """({ Drill }, [ways, levels]) => {
    const drill = new Drill(ways, () => Promise.resolve(levels));
    const steps = (...asked) => drill.steps(...asked).map(({ within, level }) => [within, level]);
    return drill.load("340100").then(() => ({
        opens: ["340000", "340100", "340104", "441900", "710000"].map((one) => drill.opens(one)),
        steps: [steps(null, null), steps("340000", null), steps("340000", "county"),
                steps("340100", null), steps("340100", null, true), steps("110000", null)],
        inside: drill.shapes({ within: "340100", level: "county" })
            .features.map(({ properties }) => properties.adcode),
        again: drill.shapes({ within: "340100", level: "county" }) ===
            drill.shapes({ within: "340100", level: "county" }),
        elsewhere: drill.shapes({ within: "110000", level: "county" }),
        name: drill.name("340100", "zh"),
    }));
}"""


def test_the_way_down(js: Script, anhui: dict[str, Any]) -> None:
    ways = {code: way | {"file": code} for code, way in ways_down().items()}
    found = js(STEPS, [ways, anhui])
    assert found["opens"] == [True, True, False, False, False]
    assert found["steps"] == [
        [],
        [["340000", "prefecture"]],
        [["340000", "county"]],
        [["340000", "prefecture"], ["340100", "county"]],
        [["340100", "county"]],
        [["110000", "county"]],
    ]
    assert sorted(found["inside"]) == sorted(read_hierarchy().members("county", "340100"))
    assert found["again"] is True
    assert found["elsewhere"] is None
    assert found["name"] == "合肥"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("合肥", "340100"), ("hefei", "340100"), ("Xi’an", "610100"), ("xian", "610100"),
        ("襄樊", "420600"), ("340104", "340104"), ("安徽合肥蜀山区", "340104"),
        ("chaoyang beijing", "110105"), ("吉林", "220000"), ("Peking", "110000"),
    ],
)  # fmt: skip
def test_places_are_found_by_any_spelling(js: Script, words: str, first: str) -> None:
    find = "({ findPlaces }, [places, words]) => findPlaces(places, words).map((one) => one[1])"
    for language in ("en", "zh"):
        found = js(find, [findable(language), words])
        assert found[0] == first


def test_places_of_one_name_are_all_found(js: Script) -> None:
    find = "({ findPlaces }, places) => findPlaces(places, '鼓楼区').map((one) => one[1])"
    assert set(js(find, findable("zh"))) == {"320106", "320302", "350102", "410204"}
    none = "({ findPlaces }, places) => findPlaces(places, ' ').length"
    assert js(none, findable("zh")) == 0


def test_a_flight_ends_where_the_map_is(drawn: Page) -> None:
    drawn.evaluate("() => { map.options.zoomAnimation = true; }")
    lay(drawn, OVER)
    assert drawn.locator("#map.atlas-flying .atlas-ghost").count() == 1
    drawn.locator("#map:not(.atlas-flying)").wait_for()
    assert drawn.locator(".atlas-ghost").count() == 0
    west = drawn.evaluate("map.latLngToContainerPoint([0, -0.1]).x")
    seen = drawn.locator("path[data-adcode='330100']").evaluate(
        "path => path.getBoundingClientRect().left"
    )
    assert seen == pytest.approx(west, abs=2)
    draw(drawn)


def test_a_map_that_is_taken_away_in_flight_or_zooming_is_not_asked_where_it_lies(
    drawn: Page,
) -> None:
    errors: list[str] = []
    drawn.on("pageerror", lambda error: errors.append(str(error)))
    drawn.evaluate("() => { map.options.zoomAnimation = map._zoomAnimated = true; }")
    lay(drawn, OVER)
    assert drawn.locator("#map.atlas-flying").count() == 1
    drawn.evaluate("api.provinceAtlas.destroy()")
    drawn.evaluate("() => Promise.all(document.getAnimations().map((one) => one.finished))")

    draw(drawn)
    drawn.evaluate(
        """() => {
            map.options.zoomAnimation = map._zoomAnimated = true;
            map.zoomIn(1);
        }"""
    )
    drawn.clock.run_for(100)
    assert drawn.evaluate("map._animatingZoom") is True
    drawn.evaluate("api.provinceAtlas.destroy()")
    drawn.clock.run_for(1000)
    assert errors == []
    draw(drawn)


KEPT = """({ show }, link) => {
    const told = [];
    const data = {
        session: "one", taken: true, entries: {}, link: "", address: "", unkept: "", words: null,
    };
    const shown = (parentElement) => show({
        data, parentElement, setTriggerValue: (name, value) => told.push([name, value]),
    });
    const line = document.body.appendChild(document.createElement("div"));
    shown(line);
    line.remove(); // a run is under way
    location.hash = link;
    return new Promise((done) => addEventListener("hashchange", () => {
        const before = told.length;
        const next = document.body.appendChild(document.createElement("div"));
        shown(next);
        next.remove();
        done([before, told, location.hash]);
    }, { once: true }));
}"""


def test_work_that_a_link_brings_during_a_run_is_handed_over_after_it(js: Script) -> None:
    found = js(KEPT, "#work=abc")
    assert found == [0, [["back", {"link": "abc", "kept": {}}]], ""]
