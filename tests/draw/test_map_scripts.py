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
    labels = drawn.locator(".atlas-label")
    colours = labels.evaluate_all("all => all.map(one => getComputedStyle(one).color)")
    assert colours == ["rgb(255, 255, 255)", "rgb(28, 28, 28)", "rgb(28, 28, 28)"]
    assert drawn.locator(".atlas-label-halo").all_inner_texts() == ["Guangdong"]


def test_a_name_is_light_only_where_it_lies_on_its_place(drawn: Page) -> None:
    """At 4 pixels a unit a square is 80 pixels wide, and the longer name 86."""
    zhejiang = MESSAGE["places"]["330000"]
    drawn.evaluate("map.setView([10, 20], 2)")
    for name, ink, halo in (
        ("Zhejiang", "rgb(255, 255, 255)", 0),
        ("Zhejiang more", "rgb(28, 28, 28)", 1),
    ):
        paint(drawn, places=MESSAGE["places"] | {"330000": zhejiang | {"label": [name]}})
        label = drawn.locator(".atlas-label[data-of='330000']")
        assert label.inner_text() == name
        assert label.evaluate("one => getComputedStyle(one).color") == ink
        assert drawn.locator(".atlas-label-halo[data-of='330000']").count() == halo


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


STROKE = "one => getComputedStyle(one).stroke"
WHITE, GREY = "rgb(255, 255, 255)", "rgb(163, 163, 163)"


def outlined(page: Page, look: str) -> str | None:
    """Which place has an outline of this look: `selected` or `pointed`."""
    return page.locator(f".atlas-{look}").get_attribute("data-of") or None


def tip(page: Page) -> list[str]:
    """The lines of the tip; none where it is closed."""
    assert page.locator(".atlas-tip").count() == 1
    if not page.locator(".atlas-tip").is_visible():
        return []
    return page.locator(".atlas-tip > *").all_inner_texts()


def test_places_are_painted_and_outlines_lie_in_a_layer_of_their_own(drawn: Page) -> None:
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
    assert zhejiang.get_attribute("aria-label") == "Zhejiang, figure of Zhejiang"
    guangdong = drawn.locator("[data-adcode='440000']")
    assert [zhejiang.evaluate(STROKE), guangdong.evaluate(STROKE)] == [WHITE, GREY]
    marked = drawn.locator(".atlas-marked")
    assert marked.evaluate("one => getComputedStyle(one).strokeDasharray") == "3px, 2px"
    outline = marked.get_attribute("d")
    assert outline == drawn.locator("[data-adcode='810000']").get_attribute("d")
    order = "all => all.map((one) => one.dataset.adcode)"
    before = shapes.evaluate_all(order)
    paint(drawn, selected="330000")
    assert outlined(drawn, "selected") == "330000"
    guangdong.hover()
    assert outlined(drawn, "pointed") == "440000"
    assert tip(drawn) == ["Guangdong", "figure of Guangdong", "rank 1 of 2, reported, 2020"]
    drawn.mouse.move(5, 500)
    assert (outlined(drawn, "pointed"), tip(drawn)) == (None, [])
    guangdong.click()
    assert drawn.evaluate("told") == ["440000"]
    assert shapes.evaluate_all(order) == before == ["330000", "440000", "810000"]
    for code, look in ((None, None), ("440000", "440000"), ("000000", None)):
        paint(drawn, selected=code)
        assert outlined(drawn, "selected") == look


def test_a_place_is_pointed_at_from_elsewhere_without_a_tip(drawn: Page) -> None:
    point = "(adcode) => api.provinceAtlas.point(adcode)"
    drawn.evaluate(point, "440000")
    assert (outlined(drawn, "pointed"), tip(drawn)) == ("440000", [])
    drawn.evaluate(point, None)
    assert outlined(drawn, "pointed") is None


def said(page: Page) -> str:
    return page.locator(".atlas-said").inner_text()


def test_the_keyboard_goes_through_the_map(drawn: Page) -> None:
    focus = "() => { const { className, textContent } = document.activeElement;"
    focus += " return `${className.split(' ')[0]} ${textContent}`; }"
    stops = ["atlas-button +", "atlas-button −", "atlas-button ⤢", "atlas-legend-row 1 to 22"]
    stops += ["atlas-chip Hong Kong"]
    drawn.evaluate("for (const way of ['prepend', 'append'])"
                   " document.body[way](document.createElement('button'))")  # fmt: skip
    drawn.keyboard.press("Tab")
    drawn.keyboard.press("Tab")
    container = drawn.locator("#map")
    assert container.evaluate("node => document.activeElement === node")
    assert container.get_attribute("role") == "application"
    assert container.get_attribute("aria-label") == "Map: arrow keys"
    assert tip(drawn)[0] == "Zhejiang"
    for stop in stops:
        drawn.keyboard.press("Tab")
        assert drawn.evaluate(focus) == stop
    assert tip(drawn)[0] == "Hong Kong"  # of its button
    drawn.keyboard.press("Tab")
    assert drawn.evaluate("document.activeElement === document.body.lastChild")
    assert (outlined(drawn, "pointed"), tip(drawn)) == (None, [])
    for stop in reversed(stops):
        drawn.keyboard.press("Shift+Tab")
        assert drawn.evaluate(focus) == stop
    drawn.keyboard.press("Shift+Tab")
    assert container.evaluate("node => document.activeElement === node")
    drawn.keyboard.press("Shift+Tab")
    assert drawn.evaluate("document.activeElement === document.body.firstChild")
    assert tip(drawn) == []


def test_arrows_go_from_place_to_place_and_enter_chooses(drawn: Page) -> None:
    drawn.keyboard.press("Tab")
    assert said(drawn) == "Zhejiang, figure of Zhejiang"
    assert outlined(drawn, "pointed") == "330000"
    for key, place in (
        ("ArrowRight", "Guangdong"), ("ArrowRight", "Hong Kong"), ("ArrowRight", "Hong Kong"),
        ("ArrowLeft", "Guangdong"),
    ):  # fmt: skip
        drawn.keyboard.press(key)
        assert said(drawn) == f"{place}, figure of {place}"
        assert tip(drawn)[0] == place
    for key in ("Enter", "a", "Space"):
        drawn.keyboard.press(key)
    assert drawn.evaluate("told") == ["440000", "440000"]
    drawn.evaluate("api.provinceAtlas.onSelect = (selected) => api.provinceAtlas.paint("
                   "{ ...given, selected, id: 'chosen' })")  # fmt: skip
    drawn.keyboard.press("Enter")
    assert said(drawn) == "Guangdong, figure of Guangdong, selected"
    assert outlined(drawn, "selected") == "440000"
    assert drawn.locator("#map").evaluate("node => document.activeElement === node")
    drawn.keyboard.press("Escape")
    assert (outlined(drawn, "pointed"), tip(drawn)) == (None, [])
    drawn.keyboard.press("ArrowLeft")  # goes on where it was
    assert tip(drawn)[0] == "Guangdong"
    view = "() => [map.getZoom(), map.getCenter().lat, map.getCenter().lng]"
    whole = drawn.evaluate(view)
    drawn.keyboard.press("+")
    assert drawn.evaluate(view)[0] > whole[0]
    drawn.keyboard.press("Home")
    assert drawn.evaluate(view) == pytest.approx(whole, rel=1e-3)
    assert tip(drawn)[0] == "Zhejiang"
    drawn.evaluate("map.setView([10, 10], 6)")  # Guangdong is out of sight
    drawn.keyboard.press("ArrowRight")
    drawn.keyboard.press("ArrowRight")
    at = drawn.evaluate("() => map.latLngToContainerPoint([10, 30])")
    assert 0 < at["x"] < 800
    assert tip(drawn)[0] == "Guangdong"


def test_two_maps_know_nothing_of_each_other_and_one_is_taken_away(drawn: Page) -> None:
    script = """async ([geometry, message]) => {
        const node = document.body.appendChild(document.createElement("div"));
        Object.assign(node.style, { width: "700px", height: "400px" });
        node.id = "second";
        window.second = api.createAtlas();
        second.paint(message);
        await second.start(L.map(node, { crs: L.CRS.Simple }).setView([0, 0], 0), geometry);
        return second.prefix;
    }"""
    prefix = drawn.evaluate(script, [GEOMETRY, MESSAGE | {"selected": "440000"}])
    hatch = drawn.locator(f"#second #{prefix}-no_data")
    assert hatch.count() == 1
    fill = drawn.locator("#second [data-adcode='440000']").get_attribute("fill")
    assert fill == f"url(#{prefix}-no_data)"
    assert drawn.locator("#map .atlas-selected").get_attribute("data-of") == ""
    drawn.evaluate("second.point('330000')")
    assert drawn.locator("#map .atlas-pointed").get_attribute("data-of") in ("", None)
    drawn.evaluate("second.destroy()")
    assert drawn.locator("#second *").count() == 0
    drawn.evaluate("document.querySelector('#second').style.width = '300px'")
    drawn.keyboard.press("Escape")
    drawn.evaluate("second.point('330000')")
    drawn.evaluate("document.querySelector('#second').remove()")
    drawn.locator("#map [data-adcode='440000']").hover()
    assert tip(drawn)[0] == "Guangdong"


def test_a_line_of_the_legend_shows_its_places(drawn: Page) -> None:
    lit = "all => all.filter((one) => getComputedStyle(one).fillOpacity === '1')"
    lit += ".map((one) => one.dataset.adcode)"
    shapes = drawn.locator("path[data-adcode]")
    rows = drawn.locator("button.atlas-legend-row")
    every = ["330000", "440000", "810000"]
    for row, places in ((0, ["330000"]), (1, ["440000"]), (2, ["810000"])):
        rows.nth(row).hover()
        assert shapes.evaluate_all(lit) == places
    drawn.mouse.move(400, 560)
    assert shapes.evaluate_all(lit) == every
    rows.nth(1).click()
    drawn.mouse.move(400, 560)
    assert shapes.evaluate_all(lit) == ["440000"]
    assert rows.nth(1).get_attribute("aria-pressed") == "true"
    for key, places in (("ArrowUp", ["330000"]), ("End", ["810000"]), ("ArrowUp", ["440000"])):
        drawn.keyboard.press(key)
        assert shapes.evaluate_all(lit) == places
    paint(drawn, id="again")  # the focus stays
    assert rows.nth(1).evaluate("node => document.activeElement === node")
    drawn.keyboard.press("Escape")
    assert shapes.evaluate_all(lit) == every


def test_small_places_have_buttons(drawn: Page) -> None:
    chip = drawn.locator(".atlas-chip")
    assert chip.all_inner_texts() == ["Hong Kong"]
    assert chip.get_attribute("aria-pressed") == "false"
    assert chip.locator("rect").get_attribute("fill") == "#445566"
    chip.hover()
    assert tip(drawn)[0] == "Hong Kong"
    assert outlined(drawn, "pointed") == "810000"
    drawn.mouse.move(5, 300)
    assert (outlined(drawn, "pointed"), tip(drawn)) == (None, [])
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
    assert tip(sheet)[:2] == ["Hangzhou", "Zhejiang as a group: 7"]
    assert outlined(sheet, "pointed") == "330000"
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


def stop_clock(page: Page) -> None:
    """The page's clock stands from now on, and goes when it is told to."""
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)


def tab_to(page: Page, selector: str) -> None:
    while not page.locator(selector).evaluate("node => document.activeElement === node"):
        page.keyboard.press("Tab")


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
    stop_clock(film)
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


REST = 300  # milliseconds that a period stands before it is told


def test_a_film_is_stepped_by_keys_and_told_when_it_stands(film: Page) -> None:
    stop_clock(film)
    film.evaluate("window.moved = 0; map.on('movestart', () => { moved += 1; })")
    slider = film.locator(".atlas-film-slider")
    tab_to(film, ".atlas-film-button")
    for key, period in (
        ("ArrowRight", "2021"), ("End", "2022"), ("ArrowLeft", "2021"), ("Home", "2020"),
        ("ArrowRight", "2021"),
    ):  # fmt: skip
        film.keyboard.press(key)
        assert shown(film)[:2] == (period, period)
        film.clock.run_for(REST - 100)
        assert film.evaluate("told") == []
    film.clock.run_for(100)
    assert film.evaluate("told") == ["2021"]
    film.keyboard.press("Tab")
    film.keyboard.press("ArrowRight")
    film.clock.run_for(REST)
    assert shown(film) == ("2022", "2022", "#000003")
    assert slider.get_attribute("aria-valuetext") == "year 2022"
    assert film.evaluate("told") == ["2021", "2022"]
    assert film.evaluate("moved") == 0
    assert film.get_by_role("group", name="Period").get_by_role("slider", name="Period").count()
    film.clock.resume()


@pytest.mark.parametrize("pause", [33, 80, 120, 200])
def test_a_late_answer_of_the_page_does_not_move_a_film_back(film: Page, pause: int) -> None:
    """The page answers each step with what it knew of when the step before was made."""
    frames = [
        {
            **frame,
            "period": str(year),
            "label": str(year),
            "message": frame["message"] | {"id": str(year)},
        }
        for year, frame in zip(range(2020, 2026), a_film()["frames"] * 2, strict=True)
    ]
    long = a_film() | {"frames": frames, "id": "long"}
    paint(film, film=long, seq=1)
    stop_clock(film)
    film.evaluate("window.seq = 1; api.provinceAtlas.onPeriod = (period) => {"
                  " told.push(period); seq += 1; return seq; }; 0")  # fmt: skip
    tab_to(film, ".atlas-film-slider")
    for _ in range(4):
        film.keyboard.press("ArrowRight")
        film.clock.run_for(pause)
        paint(film, film=long, seq=1)
    assert shown(film)[0] == "2024"
    film.clock.run_for(REST)
    assert film.evaluate("told") == ["2024"]
    for told, at, period in ((1, 0, "2024"), (1, 2, "2024"), (2, 4, "2024"), (2, 1, "2021")):
        paint(film, film=long | {"at": at}, seq=told)
        assert shown(film)[0] == period
    film.clock.resume()


def test_a_key_that_stops_a_film_where_it_stands_is_told(film: Page) -> None:
    tab_to(film, ".atlas-film-button")
    film.keyboard.press("Space")
    assert film.get_by_role("button", name="Pause").is_visible()
    film.keyboard.press("Home")
    assert film.get_by_role("button", name="Play").is_visible()
    film.wait_for_function("told.length")
    assert film.evaluate("told") == ["2020"]


def test_a_film_goes_with_its_map_and_with_its_message(film: Page) -> None:
    bar = film.locator(".atlas-film")
    paint(film)
    assert not bar.is_visible()
    paint(film, film=a_film())
    assert bar.is_visible()
    film.evaluate("document.querySelector('#map').style.display = 'none'")  # another one is shown
    bar.wait_for(state="hidden")


def test_another_film_begins_where_it_says(film: Page) -> None:
    film.get_by_role("button", name="Play").click()
    paint(film, film=a_film(at=2, identity="another"))
    assert shown(film) == ("2022", "2022", "#000003")
    assert film.get_by_role("button", name="Play").is_visible()
    assert film.locator(".atlas-film").count() == 1


# -- controls and view ------------------------------------------------------------------------


def test_buttons_are_named_in_the_maps_language(drawn: Page) -> None:
    for selector, name in (
        (".atlas-zoom-in", "Nearer"),
        (".atlas-zoom-out", "Farther"),
        (".atlas-home", "Whole map"),
    ):
        button = drawn.locator(selector)
        assert (button.get_attribute("title"), button.get_attribute("aria-label")) == (name, name)
    assert drawn.locator("#map").get_attribute("lang") == "en"
    paint(drawn, language="zh", words=MESSAGE["words"] | {"zoomIn": "放大"})
    assert drawn.locator(".atlas-zoom-in").get_attribute("title") == "放大"
    assert drawn.locator("#map").get_attribute("lang") == "zh-CN"


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
            drawn.locator(".atlas-zoom-in").click()
        case "wheel":
            drawn.mouse.move(400, 100)
            drawn.mouse.wheel(0, -300)
            drawn.clock.run_for(200)
            assert drawn.evaluate(view) == narrower  # the wheel alone is the page's
            assert drawn.locator(".atlas-hint").inner_text() == "Hold Ctrl"
            drawn.keyboard.down("Control")
            drawn.mouse.wheel(0, -300)
            drawn.keyboard.up("Control")
            drawn.clock.run_for(200)
        case "key":
            drawn.keyboard.press("Tab")
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
    assert drawn.evaluate(view) == pytest.approx(whole, rel=1e-3)
    paint(drawn, legend=longer)
    assert drawn.evaluate(view) == pytest.approx(narrower, rel=1e-3)


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
