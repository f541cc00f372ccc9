"""The map's scripts on a small map in a browser: what is drawn, and what pointer and keys do."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import chromium
from tests.scripts import GEOMETRY, MESSAGE, draw, drawn, paint, sheet

__all__ = ["chromium", "drawn", "sheet"]

pytestmark = pytest.mark.browser


# -- labels, legend, inset --------------------------------------------------------------------


LABELS = """() => [...document.querySelectorAll(".atlas-label")].map((node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    return [node.innerText, Math.round(left + width / 2), Math.round(top + height / 2)];
})"""


def test_labels_stand_on_their_places_at_every_zoom(drawn: Page) -> None:
    at = "([x, y]) => { const p = map.latLngToContainerPoint([y, x]); return [p.x, p.y]; }"
    drawn.evaluate("map.setView([10, 20], 3)")  # 8 pixels a unit
    for names, zoom in (
        (["Zhejiang", "Guangdong"], 3),
        (["Zhejiang", "Guangdong", "Hong Kong"], 6),
    ):
        drawn.evaluate("(zoom) => map.setZoom(zoom)", zoom)
        found = drawn.evaluate(LABELS)
        assert [name for name, *_ in found] == names
        shapes = [feature["properties"]["label"] for feature in GEOMETRY["features"]]
        for (_, x, y), label in zip(found, shapes, strict=False):
            assert [x, y] == pytest.approx(drawn.evaluate(at, label), abs=1.5)
    colours = drawn.locator(".atlas-label").evaluate_all("all => all.map(one => one.style.color)")
    assert colours == ["rgb(255, 255, 255)", "rgb(28, 28, 28)", "rgb(28, 28, 28)"]
    assert drawn.locator(".atlas-label-absent").all_inner_texts() == ["Guangdong"]


ROWS = """(rows) => rows.map((row) => [
    ...[...row.querySelectorAll("span")].map((one) => one.textContent),
    ...[...row.querySelectorAll("rect")].map((one) => one.getAttribute("fill")),
])"""


def test_the_legend_has_a_row_for_each_entry(drawn: Page) -> None:
    head = drawn.locator(".atlas-legend-head span").all_inner_texts()
    assert head == ["people", "places"]
    rows = drawn.locator(".atlas-legend-row")
    assert rows.evaluate_all(ROWS) == [
        ["1 to 2", "2", "#112233"],
        ["No data", "1", "url(#atlas-no_data)"],
        ["estimated", "1", "none"],
    ]
    assert rows.nth(2).locator("rect").get_attribute("stroke-dasharray") == "3 2"
    ramp = {"label": "low to high", "count": 3, "colour": "#00f", "swatch": "continuous"}
    entries = [ramp | {"ramp": ["#f00", "#0f0", "#00f"]}, ramp | {"swatch": "none"}]
    paint(drawn, legend={"title": "", "places": "", "entries": entries})
    assert rows.evaluate_all(ROWS) == [
        ["low to high", "3", "#f00", "#0f0", "#00f"],
        ["low to high", "3"],
    ]
    ramps = rows.first.locator("rect").evaluate_all("all => all.map(one => one.getAttribute('x'))")
    assert [float(x) for x in ramps] == pytest.approx([0.5, 0.5 + 25 / 3, 0.5 + 50 / 3])


def test_the_inset_has_what_reaches_into_it(drawn: Page) -> None:
    inset = drawn.locator(".atlas-inset svg")
    assert inset.get_attribute("viewBox") == "30 -5 15 10"
    assert inset.get_attribute("aria-label") == "South China Sea"
    paths = inset.locator("path").evaluate_all(
        "all => all.map(one => [one.getAttribute('fill'), one.getAttribute('d')])"
    )
    assert paths == [
        ["#f4f4f4", "M20 0L40 0L40 -20L20 -20L20 0Z"],
        ["#445566", "M40 0L41 0L41 -1L40 -1L40 0Z"],
    ]
    draw(drawn, geometry=GEOMETRY | {"inset": None})
    assert drawn.locator(".atlas-inset").count() == 0


# -- places -----------------------------------------------------------------------------------


ORDER = "() => [...document.querySelectorAll('path[data-adcode]')].map((one) => one.dataset.adcode)"


def test_places_are_painted_and_the_selected_lies_over_all(drawn: Page) -> None:
    shapes = drawn.locator("path[data-adcode]")
    fills = shapes.evaluate_all(
        "all => Object.fromEntries(all.map(one => [one.dataset.adcode, one.getAttribute('fill')]))"
    )
    assert fills == {
        "330000": "#112233", "440000": "url(#atlas-no_data)", "810000": "#445566",
    }  # fmt: skip
    ground = drawn.locator("pattern#atlas-no_data rect").first
    assert ground.get_attribute("fill") == "#f4f4f4"
    zhejiang = drawn.locator("[data-adcode='330000']")
    assert zhejiang.get_attribute("aria-label") == (
        "Zhejiang, figure of Zhejiang, rank 1 of 2, Source: a yearbook"
    )
    assert drawn.evaluate(ORDER) == ["330000", "440000", "810000"]
    paint(drawn, selected="330000")
    assert drawn.evaluate(ORDER)[-1] == "330000"
    assert zhejiang.get_attribute("stroke-width") == "2.4"
    guangdong = drawn.locator("[data-adcode='440000']")
    guangdong.hover()
    assert drawn.evaluate(ORDER)[-1] == "440000"
    assert guangdong.get_attribute("stroke") == "#5a5a5a"
    assert drawn.locator(".atlas-tip strong").inner_text() == "Guangdong"
    drawn.mouse.move(5, 500)
    assert drawn.evaluate(ORDER)[-1] == "330000"
    assert guangdong.get_attribute("stroke") == "#a3a3a3"
    guangdong.click()
    assert drawn.evaluate("told") == ["440000"]
    marked = {code: place | {"marked": True} for code, place in MESSAGE["places"].items()}
    paint(drawn, places=marked | {"440000": MESSAGE["places"]["440000"]})
    assert drawn.evaluate(ORDER)[0] == "440000"


def test_a_place_is_reached_and_chosen_with_the_keyboard(drawn: Page) -> None:
    zhejiang = drawn.locator("[data-adcode='330000']")
    assert zhejiang.get_attribute("tabindex") == "0"
    zhejiang.focus()
    assert drawn.locator(".atlas-tip strong").inner_text() == "Zhejiang"
    assert zhejiang.get_attribute("stroke") == "#5a5a5a"
    for key in ("Enter", "a", "Space"):
        drawn.keyboard.press(key)
    assert drawn.evaluate("told") == ["330000", "330000"]
    script = """(node) => ["Enter", " ", "a"].map((key) =>
        node.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true })))"""
    assert zhejiang.evaluate(script) == [False, False, True]  # the page must not scroll
    zhejiang.blur()
    assert drawn.locator(".atlas-tip").count() == 0
    assert zhejiang.get_attribute("stroke") == "#ffffff"


def test_small_places_have_buttons(drawn: Page) -> None:
    chip = drawn.locator(".atlas-chip")
    assert chip.all_inner_texts() == ["Hong Kong"]
    assert chip.get_attribute("aria-pressed") == "false"
    assert chip.locator("rect").get_attribute("fill") == "#445566"
    place = drawn.locator("[data-adcode='810000']")
    chip.hover()
    assert drawn.locator(".atlas-tip strong").inner_text() == "Hong Kong"
    assert place.get_attribute("stroke") == "#5a5a5a"
    drawn.mouse.move(5, 300)
    assert drawn.locator(".atlas-tip").count() == 0
    chip.click()
    assert drawn.evaluate("told") == ["810000"]
    paint(drawn, selected="810000")
    assert chip.get_attribute("aria-pressed") == "true"


def test_a_part_is_named_and_chooses_its_group(sheet: Page) -> None:
    ring = [[0, 0], [20, 0], [20, 20], [0, 20], [0, 0]]
    part = {"adcode": "330100", "group": "330000", "rings": [[ring]]}
    draw(sheet, geometry=GEOMETRY | {"parts": [part]})
    shape = sheet.locator("path[data-part='330100']")
    shape.hover()
    assert sheet.locator(".atlas-tip > *").all_inner_texts()[:2] == [
        "Hangzhou", "Zhejiang as a group: 7",
    ]  # fmt: skip
    group = sheet.locator("[data-adcode='330000']")
    assert group.get_attribute("stroke") == "#5a5a5a"
    shape.click()
    assert sheet.evaluate("told") == ["330000"]


# -- marks ------------------------------------------------------------------------------------


MARKS = {
    "x": [10, 30], "y": [10, 10], "counts": [25, 100], "most": 100,
    "arePoints": False, "shown": 50, "label": "circle: 50 points",
}  # fmt: skip


#: How many pixels above and below each point are covered by a mark, on a screen without scaling.
HEIGHTS = """(points) => {
    const canvas = document.querySelector(".leaflet-marks-pane canvas");
    const { left, top } = canvas.getBoundingClientRect();
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    Object.assign(pen.canvas, { width: canvas.width, height: canvas.height });
    pen.drawImage(canvas, 0, 0);
    return points.map(([x, y]) => {
        const at = map.latLngToContainerPoint([y, x]);
        const [column, middle] = [Math.round(at.x - left), Math.round(at.y - top)];
        const { data } = pen.getImageData(column, middle - 20, 1, 40);
        return data.filter((one, i) => i % 4 === 3 && one > 100).length;
    });
}"""


def test_marks_lie_over_the_places_and_leave_them_the_pointer(drawn: Page) -> None:
    container = drawn.locator("#map")
    assert container.get_attribute("data-marks") == "0"
    rows = drawn.locator(".atlas-legend-row").count()
    paint(drawn, marks=MARKS)
    drawn.clock.run_for(100)  # the canvas is drawn with the next frame
    assert container.get_attribute("data-marks") == "2"
    heights = drawn.evaluate(HEIGHTS, [[10, 10], [30, 10], [20, 10]])
    assert heights == pytest.approx([8, 16, 0], abs=1.5)
    last = drawn.locator(".atlas-legend-row").last
    assert last.inner_text() == "circle: 50 points"
    radius = last.locator("circle").get_attribute("r") or ""
    assert float(radius) == pytest.approx(8 * 0.5**0.5)
    at = drawn.evaluate(
        "() => { const p = map.latLngToContainerPoint([10, 10]); return [p.x, p.y]; }"
    )
    drawn.mouse.click(*at)
    assert drawn.evaluate("told") == ["330000"]
    paint(drawn)
    drawn.clock.run_for(100)
    assert drawn.evaluate(HEIGHTS, [[30, 10]]) == [0]
    assert container.get_attribute("data-marks") == "0"
    assert drawn.locator(".atlas-legend-row").count() == rows


# -- film -------------------------------------------------------------------------------------


def a_film(*, at: int = 0, identity: str = "film") -> dict[str, Any]:
    """Three years, in each of which the first place has another colour."""
    frames = []
    for year, fill in ((2020, "#000001"), (2021, "#000002"), (2022, "#000003")):
        places = MESSAGE["places"] | {"330000": MESSAGE["places"]["330000"] | {"fill": fill}}
        said = {"id": str(year), "places": places, "legend": MESSAGE["legend"]}
        frames.append({"period": str(year), "label": f"year {year}", "message": said})
    words = {"play": "Play", "pause": "Pause", "period": "Period"}
    return {"id": identity, "at": at, "frames": frames, "words": words}


def shown(page: Page) -> tuple[str | None, ...]:
    """The period at the bar, the id that the map says, and the first place's colour."""
    return (
        page.locator(".atlas-film").get_attribute("data-period"),
        page.locator("#map").get_attribute("data-painted"),
        page.locator("[data-adcode='330000']").get_attribute("fill"),
    )


@pytest.fixture
def film(sheet: Page) -> Page:
    """The small map with a film, and a clock that stands still."""
    draw(sheet, MESSAGE | {"film": a_film()})
    return sheet


def test_a_film_plays_a_frame_a_second_and_tells_its_end(film: Page) -> None:
    assert shown(film) == ("2020", "2020", "#000001")
    film.clock.pause_at(film.evaluate("Date.now() + 1000"))
    film.get_by_role("button", name="Play").click()
    film.clock.run_for(900)
    assert shown(film) == ("2020", "2020", "#000001")
    film.clock.run_for(200)
    assert shown(film) == ("2021", "2021", "#000002")
    paint(film, film=a_film(), id="again")  # the same film plays on
    assert shown(film) == ("2021", "2021", "#000002")
    film.clock.run_for(1000)
    assert shown(film) == ("2022", "2022", "#000003")
    assert film.evaluate("told") == []
    film.clock.run_for(1100)
    assert film.evaluate("told") == ["2022"]
    assert film.locator(".atlas-film-label").inner_text() == "year 2022"
    film.get_by_role("button", name="Play").click()  # from the beginning
    assert shown(film) == ("2020", "2020", "#000001")
    film.get_by_role("button", name="Pause").click()
    film.clock.run_for(3000)
    assert shown(film) == ("2020", "2020", "#000001")
    assert film.evaluate("told") == ["2022", "2020"]
    film.clock.resume()


def test_a_film_is_stepped_by_keys_and_slider(film: Page) -> None:
    film.locator("#map").focus()
    film.evaluate("window.moved = 0; map.on('movestart', () => { moved += 1; })")
    for key, period in (
        ("ArrowRight", "2021"), ("End", "2022"), ("ArrowRight", "2022"), ("ArrowLeft", "2021"),
        ("Home", "2020"),
    ):  # fmt: skip
        film.keyboard.press(key)
        assert shown(film)[:2] == (period, period)
    assert film.evaluate("told") == ["2021", "2022", "2021", "2020"]
    assert film.evaluate("moved") == 0  # Leaflet has not taken the arrows for its own
    slider = film.locator(".atlas-film-slider")
    slider.focus()
    film.keyboard.press("ArrowRight")
    assert shown(film) == ("2021", "2021", "#000002")
    assert slider.get_attribute("aria-valuetext") == "year 2021"
    assert film.evaluate("told").pop() == "2021"


def test_a_key_that_stops_a_film_where_it_stands_is_told(film: Page) -> None:
    film.locator("#map").focus()
    film.keyboard.press("Space")
    assert film.get_by_role("button", name="Pause").is_visible()
    film.keyboard.press("Home")
    assert film.get_by_role("button", name="Play").is_visible()
    assert film.evaluate("told") == ["2020"]


def test_another_film_begins_where_it_says(film: Page) -> None:
    film.get_by_role("button", name="Play").click()
    paint(film, film=a_film(at=2, identity="another"))
    assert shown(film) == ("2022", "2022", "#000003")
    assert film.get_by_role("button", name="Play").is_visible()
    assert film.locator(".atlas-film").count() == 1


# -- controls and view ------------------------------------------------------------------------


def test_buttons_are_named_in_the_maps_language(drawn: Page) -> None:
    for selector, name in (
        (".leaflet-control-zoom-in", "Nearer"),
        (".leaflet-control-zoom-out", "Farther"),
        (".atlas-home", "Whole map"),
    ):
        button = drawn.locator(selector)
        assert (button.get_attribute("title"), button.get_attribute("aria-label")) == (name, name)
    assert drawn.locator("#map").get_attribute("lang") == "en"
    paint(drawn, language="zh", words=MESSAGE["words"] | {"zoomIn": "放大"})
    assert drawn.locator(".leaflet-control-zoom-in").get_attribute("title") == "放大"
    assert drawn.locator("#map").get_attribute("lang") == "zh-CN"


def test_a_control_over_a_place_is_seen_to_cover_it(drawn: Page) -> None:
    script = """([x, y]) => {
        const at = map.latLngToContainerPoint([y, x]);
        const node = document.body.appendChild(document.createElement("div"));
        node.style = "position: fixed; width: 20px; height: 20px";
        [node.style.left, node.style.top] = [`${at.x - 10}px`, `${at.y - 10}px`];
        const found = api.covers(map, api.provinceAtlas.geometry(), node);
        node.remove();
        return found;
    }"""
    assert drawn.evaluate(script, [20, 20]) is True
    assert drawn.evaluate(script, [20, 30]) is False
    boxes = "(names) => names.map((name) => api.covers(map, api.provinceAtlas.geometry(),"
    boxes += " document.querySelector(name)))"
    assert drawn.evaluate(boxes, [".atlas-legend", ".atlas-chips", ".atlas-inset"]) == [False] * 3


@pytest.mark.parametrize("way", ["button", "wheel", "key", "drag"])
def test_the_view_is_the_whole_map_until_the_user_moves_it(drawn: Page, way: str) -> None:
    view = "() => [map.getZoom(), map.getCenter().lat, map.getCenter().lng]"
    corners = "() => [[0, 0], [20, 41]].map((one) => map.latLngToContainerPoint(one))"
    low, high = drawn.evaluate(corners)
    assert 0 < low["x"] < high["x"] < 800
    assert 0 < high["y"] < low["y"] < 600
    whole = drawn.evaluate(view)
    entries = [MESSAGE["legend"]["entries"][0] | {"label": "a long line, " * 6}] * 14
    longer = MESSAGE["legend"] | {"entries": entries}
    paint(drawn, legend=longer)
    narrower = drawn.evaluate(view)
    assert narrower[0] < whole[0]
    match way:
        case "button":
            drawn.locator(".leaflet-control-zoom-in").click()
        case "wheel":
            drawn.mouse.move(400, 100)
            drawn.mouse.wheel(0, -300)
            drawn.clock.run_for(200)
        case "key":
            drawn.locator("#map").focus()
            drawn.keyboard.press("+")
        case "drag":
            drawn.mouse.move(600, 150)
            drawn.mouse.down()
            drawn.mouse.move(650, 190, steps=3)
            drawn.mouse.up()
            drawn.clock.run_for(2000)
    moved = drawn.evaluate(view)
    assert moved != narrower
    paint(drawn, id="two")
    assert drawn.evaluate(view) == moved
    drawn.locator(".atlas-home").click()
    assert drawn.evaluate(view) == pytest.approx(whole)
    paint(drawn, legend=longer)
    assert drawn.evaluate(view) == pytest.approx(narrower)


def test_a_message_waits_for_the_places(sheet: Page) -> None:
    draw(sheet)
    script = """([geometry, message]) => {
        document.querySelector("#map").remove();
        const node = Object.assign(document.createElement("div"), { id: "map" });
        document.body.append(node);
        api.provinceAtlas.paint(message);
        const before = node.dataset.painted;
        api.provinceAtlas.start(L.map(node, { crs: L.CRS.Simple }).setView([0, 0], 0), geometry);
        return [before, node.dataset.painted];
    }"""
    assert sheet.evaluate(script, [GEOMETRY, MESSAGE | {"id": "kept"}]) == [None, "kept"]
