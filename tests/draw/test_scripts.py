"""The map's scripts: how modules are joined, and what their functions answer in a browser."""

from __future__ import annotations

import re
from graphlib import CycleError
from pathlib import Path

import pytest
from playwright.sync_api import Page

from geo.draw import STATIC, browser_geometry, join_scripts
from geo.model import Boundaries
from geo.ui import served
from tests.browser import chromium
from tests.scripts import GEOMETRY, MESSAGE, Script, js, sheet

__all__ = ["chromium", "js", "sheet"]

browser = pytest.mark.browser


# -- joined -----------------------------------------------------------------------------------


SAY = """
const own = "{0}";
/** Says
 * its name. */
export function say{0}() {{
  return own;
}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three modules that have a name in common."""
    sources = {
        "main": 'import { again, sayA } from "./a.js";\nimport { sayB } from "./b.js";\n'
        'const own = "main";\nwindow.said = [sayA(), sayB(), again(), own];\n',
        "a": 'import {\n  sayB,\n} from "./b.js";\n'
        + SAY.format("A")
        + "export const again = sayB;",
        "b": SAY.format("B"),
    }
    for name, source in sources.items():
        (tmp_path / f"{name}.js").write_text(source, encoding="utf-8")
    return tmp_path


@browser
def test_joined_modules_keep_their_names_to_themselves(sheet: Page, folder: Path) -> None:
    text = join_scripts("main", folder=folder)
    assert "Says" not in text
    sheet.evaluate(text)
    assert sheet.evaluate("said") == ["A", "B", "B", "main"]
    assert sheet.evaluate("typeof modules + typeof own") == "undefinedundefined"


def test_modules_that_import_each_other_are_refused(folder: Path) -> None:
    (folder / "b.js").write_text('import { sayA } from "./a.js";', encoding="utf-8")
    with pytest.raises(CycleError):
        join_scripts("main", folder=folder)


@pytest.mark.parametrize(
    "line",
    [
        'import "./b.js";',
        'import * as b from "./b.js";',
        'import { sayB } from "https://x.test/b.js";',
        "export default 1;",
        "export { again };",
        "export let later;",
    ],
)
def test_what_cannot_be_joined_is_refused(folder: Path, line: str) -> None:
    (folder / "b.js").write_text(SAY.format("B") + line, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(f"b.js: cannot be joined: {line}")):
        join_scripts("main", folder=folder)


def test_every_module_is_used_and_short() -> None:
    used = {
        name
        for entry in ("page", "file", "frame", "lettering")
        for name in re.findall(r"^modules\.(\w+) = ", join_scripts(entry), re.MULTILINE)
    }
    sources = {path.stem: path.read_text(encoding="utf-8") for path in STATIC.glob("*.js")}
    alone = {name for name in sources if name.endswith("types")} | {"keep"}
    assert used == set(sources) - alone
    assert {name for name, text in sources.items() if text.count("\n") > 400} == set()


def test_the_page_gets_one_script_named_by_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "cache_folder", lambda: tmp_path)
    make = served.script.__wrapped__  # it is made once
    address = make("page")
    (path,) = tmp_path.iterdir()
    assert address.endswith(f"/{path.name}")
    assert path.read_text(encoding="utf-8").endswith(join_scripts("page"))
    monkeypatch.setattr(served, "join_scripts", lambda _: "another")
    assert make("page") != address


# -- labels, tips, places, marks --------------------------------------------------------------


@browser
def test_a_chinese_character_is_as_wide_as_two_letters(js: Script) -> None:
    widths = js("({ textWidth }, texts) => texts.map(textWidth)", ["", "ab", "北京", "a京"])
    assert widths == pytest.approx([0, 13.2, 24, 18.6])


@browser
@pytest.mark.parametrize(
    ("label", "room", "small", "pixels", "written"),
    [
        (["北京"], 4.7, False, 1, True),  # 24 pixels of 24.2
        (["北京"], 4.6, False, 1, False),  # … of 23.96
        (["北京"], 0.4, False, 12, True),
        (["北京"], 50, True, 11.9, False),
        (["北京"], 50, True, 12, True),
        (["北京", "7%"], 0.1, True, 1, True),
    ],
)
def test_a_name_is_written_where_it_fits_and_a_figure_always(
    js: Script, label: list[str], room: float, small: bool, pixels: float, written: bool
) -> None:
    shape = {"room": room, "small": small}
    script = "({ isWritten }, given) => isWritten(...given)"
    assert js(script, [label, shape, pixels]) is written


@browser
def test_a_tip_says_the_places_lines_and_a_part_whose_figure_it_is(js: Script) -> None:
    script = "({ tip }, [message, ...codes]) => tip(message, ...codes).map(one =>"
    script += " `${one.localName}: ${one.textContent}`)"
    facts = "div: rank 1 of 2, reported, 2020"
    assert js(script, [MESSAGE, "330000"]) == [
        "strong: Zhejiang", "div: figure of Zhejiang", facts,
    ]  # fmt: skip
    assert js(script, [MESSAGE, "330000", "330100"]) == [
        "strong: Hangzhou", "div: Zhejiang as a group: 7", facts,
    ]  # fmt: skip


@browser
@pytest.mark.parametrize(
    ("at", "covered", "finger", "spot"),
    [
        ([200, 200], [], False, [214, 146]),  # right above
        ([200, 200], [[214, 146]], False, [214, 214]),  # right below
        ([200, 200], [[214, 146], [214, 214]], False, [86, 146]),  # left above
        ([390, 200], [], False, [296, 146]),  # inside the frame
        ([200, 10], [], False, [214, 4]),
        ([200, 200], [], True, [150, 130]),  # above the finger
        ([200, 20], [], True, [230, 4]),  # beside it
    ],
)
def test_a_tip_covers_least_and_stays_inside(
    js: Script, at: list[int], covered: list[list[int]], finger: bool, spot: list[int]
) -> None:
    script = """({ placeTip }, [at, covered, finger]) => placeTip(at, [100, 40], [400, 300],
        ([x, y]) => covered.some(([a, b]) => a === x && b === y) ? 5 : 0, finger)"""
    assert js(script, [at, covered, finger]) == spot


@browser
def test_words_are_text_and_never_markup(js: Script) -> None:
    script = """({ element, svgElement }, text) =>
        [element("div", "", text), svgElement("text", {}, text)]
            .map((node) => [node.childElementCount, node.textContent])"""
    hostile = "<img src=x onerror=alert(1)>&amp;"
    assert js(script, hostile) == [[0, hostile], [0, hostile]]


@browser
def test_borders_are_thin_where_there_are_many(js: Script) -> None:
    widths = js("({ hairline }, counts) => counts.map(hairline)", [34, 150, 600, 2400])
    assert widths == pytest.approx([0.8, 0.8, 0.4, 0.2])


@browser
def test_a_circles_area_is_as_its_number_and_dots_are_alike(js: Script) -> None:
    script = "({ radiusOf }, [marks, ...counts]) => counts.map((one) => radiusOf(marks, one))"
    circles = {"arePoints": False, "most": 100}
    assert js(script, [circles, 100, 25, 1]) == pytest.approx([8, 4, 0.8])
    assert js(script, [circles | {"arePoints": True}, 100, 1]) == pytest.approx([1.8, 1.8])


# -- keys -------------------------------------------------------------------------------------


@browser
@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("ArrowRight", "near"),
        ("ArrowLeft", "west"),
        ("ArrowUp", "aside"),  # nobody is ahead, so the one at a slant
        ("ArrowDown", None),
        ("Enter", None),
    ],
)
def test_an_arrow_goes_to_the_nearest_place_in_its_direction(
    js: Script, key: str, found: str | None
) -> None:
    places = {"here": [0, 0], "near": [5, 1], "far": [9, 0], "aside": [3.5, 3], "west": [-7, 0]}
    script = "({ nextPlace }, [places, key]) => nextPlace(places, 'here', key)"
    assert js(script, [places, key]) == found


@browser
def test_the_arrows_reach_every_place(js: Script, provinces: Boundaries) -> None:
    features = browser_geometry(provinces)["features"]
    places = {f["properties"]["adcode"]: f["properties"]["label"] for f in features}
    script = """({ nextPlace }, places) => {
        const seen = new Set([Object.keys(places)[0]]);
        for (const one of seen) {
            for (const way of ["Left", "Right", "Up", "Down"]) {
                const next = nextPlace(places, one, `Arrow${way}`);
                if (next) seen.add(next);
            }
        }
        return seen.size;
    }"""
    assert js(script, places) == len(places) == 34


# -- geometry ---------------------------------------------------------------------------------


@browser
def test_a_box_lies_inside_where_no_border_runs_into_it(js: Script) -> None:
    script = "({ holdsBox }, [boxes, polygons]) => boxes.map((box) => holdsBox(box, polygons))"
    square = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
    hole = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]
    boxes = [[1, 1, 3, 3], [8, 8, 11, 9], [20, 20, 21, 21], [1, 1, 9, 9], [4.5, 4.5, 5.5, 5.5]]
    assert js(script, [boxes, [[square, hole]]]) == [True, False, False, False, False]
    assert js(script, [[[-5, 4, 15, 5]], [[square]]]) == [False]  # no corner of either in the other


@browser
def test_the_place_at_a_point_is_the_one_round_it(js: Script) -> None:
    script = "({ placeAt }, [geometry, points]) => points.map((one) => placeAt(geometry, one))"
    points = [[5, 5], [25, 5], [40.5, 0.5], [40.5, 5], [-1, 5]]
    assert js(script, [GEOMETRY, points]) == ["330000", "440000", "810000", None, None]


@browser
def test_land_is_under_a_box_that_has_any_of_it(js: Script) -> None:
    script = """({ groundOf }, [geometry, boxes]) => {
        const ground = groundOf(geometry);
        return boxes.map((box) => ground.isUnder(box));
    }"""
    boxes = [[5, 5, 6, 6], [-9, 19, -1, 40], [42, 2, 50, 9], [39, 19, 50, 30], [-9, -9, 60, 60]]
    assert js(script, [GEOMETRY, boxes]) == [True, False, False, True, True]


@browser
@pytest.mark.parametrize(
    ("taken", "left", "width"),
    [
        ([], 8, 784),  # as wide as the frame
        ([[0, 0, 90, 300]], 96, 696),
        ([[0, 0, 90, 300], [700, 0, 800, 300]], 96, 596),
        ([[0, 500, 300, 600]], 8, 784),  # below the land
    ],
)
def test_the_whole_map_is_as_large_as_it_can_be_with_nothing_over_it(
    js: Script, taken: list[list[int]], left: int, width: int
) -> None:
    script = "({ fit }, [geometry, taken]) => fit(geometry, [800, 600], taken)"
    found = js(script, [GEOMETRY, taken])
    assert found["left"] == pytest.approx(left, abs=8)
    assert 41 * found["scale"] == pytest.approx(width, rel=0.03)
    assert found["top"] == 6


# -- the file's ranking and print view --------------------------------------------------------


ROWS_OF_TABLE = [
    {"adcode": "1", "rank": 2, "name": "北京", "value": 5, "text": "5.0", "status": "b"},
    {"adcode": "2", "rank": None, "name": "澳门", "value": None, "text": "", "status": "a"},
    {"adcode": "3", "rank": 1, "name": "安徽", "value": 40, "text": "40.0", "status": "b"},
]


@browser
@pytest.mark.parametrize(
    ("column", "falling", "order"),
    [
        ("rank", False, "312"),
        ("rank", True, "132"),
        ("value", False, "132"),  # as numbers: 5 before 40
        ("value", True, "312"),
        ("name", False, "321"),  # ān, ào, běi
        ("status", True, "132"),
    ],
)
def test_rows_are_ordered_and_those_without_a_figure_are_last(
    js: Script, column: str, falling: bool, order: str
) -> None:
    script = """({ compareRows }, [rows, order]) =>
        rows.sort((a, b) => compareRows(a, b, order, "zh")).map((row) => row.adcode).join("")"""
    assert js(script, [ROWS_OF_TABLE, {"column": column, "falling": falling}]) == order


@browser
def test_a_second_click_on_a_heading_turns_the_order(js: Script) -> None:
    script = "({ reorder }, [order, column]) => reorder(order, column)"
    rising = {"column": "value", "falling": False}
    falling = {"column": "value", "falling": True}
    assert js(script, [rising, "value"]) == falling
    assert js(script, [falling, "value"]) == rising
    assert js(script, [falling, "name"]) == {"column": "name", "falling": False}


@browser
def test_the_ranking_says_its_order_and_what_is_selected(js: Script) -> None:
    script = """({ paintTable, element }, rows) => {
        const textOf = (one) => one.textContent;
        const table = element("table");
        table.append(element("thead"), element("tbody"));
        const said = [];
        const named = [["rank", "Rank", "By rank"], ["name", "Place"], ["value", "Figure"]];
        const columns = named.map(([key, text, told = ""]) => [key, text, told]);
        const state = { order: { column: "rank", falling: false }, language: "zh", selected: "1" };
        const told = {
            sort: (column) => said.push(column),
            choose: (adcode) => said.push(adcode),
            point: (adcode) => said.push(adcode),
        };
        paintTable(table, { columns, rows }, state, told);
        table.querySelector("th.value button").click();
        table.querySelector("tbody tr:last-child button").click();
        table.querySelector("tbody tr").dispatchEvent(new PointerEvent("pointerenter"));
        return {
            sorted: [...table.querySelectorAll("th")].map((one) => one.ariaSort),
            cells: [...table.tBodies[0].rows].map((row) => [...row.cells].map(textOf)),
            on: [...table.querySelectorAll("tr.on td.name")].map(textOf),
            pressed: [...table.querySelectorAll("td button")].map((one) => one.ariaPressed),
            told: table.querySelector("th button").title,
            said,
        };
    }"""
    assert js(script, ROWS_OF_TABLE) == {
        "sorted": ["ascending", "none", "none"],
        "cells": [["1", "安徽", "40.0"], ["2", "北京", "5.0"], ["", "澳门", ""]],
        "on": ["北京"],
        "pressed": ["false", "true", "false"],
        "told": "By rank",
        "said": ["value", "2", "3"],
    }


PRINT = """({ paintPrint, svgElement }, [selector, ...given]) => {
    const svg = svgElement("svg", {});
    paintPrint(svg, ...given);
    const look = (one) => Object.fromEntries([...one.attributes].map((a) => [a.name, a.value]));
    return [...svg.querySelectorAll(selector)].map((one) =>
        ({ tag: one.localName, text: one.textContent, ...look(one) }));
}"""


@browser
def test_the_print_view_draws_what_the_layout_says(js: Script) -> None:
    items = [
        ["r", 1, 2, 3, 4, "#aaaaaa", "#000000", 0.5, 1, 0],
        ["r", 1, 2, 3, 4, "none", "none", 0, 0, 2],
        ["c", 5, 6, 7, "#bbbbbb", "none", 0.5],
        ["l", [[[0, 1], [2, 3]], [[4, 5], [6, 7]]], "#cccccc", 1.5],
        ["t", ["one", "two"], 8, 9, 10, 20, "#dddddd", "middle", "#eeeeee"],
    ]
    layout = {"size": [160, 90], "groups": [[None, items]], "noData": MESSAGE["noData"]}
    box, hatched, circle, line, one, two = js(
        PRINT, [":scope > :not(defs)", layout, MESSAGE, GEOMETRY]
    )
    assert {"tag": "rect", "fill": "#aaaaaa", "stroke-dasharray": "3 2"}.items() <= box.items()
    assert hatched["fill"] == "url(#print-not_applicable)"
    assert "stroke-dasharray" not in hatched
    assert {"tag": "circle", "cx": "5", "r": "7", "fill-opacity": "0.5"}.items() <= circle.items()
    assert {"d": "M0 1L2 3M4 5L6 7", "stroke-width": "1.5"}.items() <= line.items()
    assert [(word["text"], word["y"]) for word in (one, two)] == [("one", "9"), ("two", "19")]
    assert two["stroke"] == "#eeeeee"
    assert float(two["stroke-width"]) == pytest.approx(0.28 * 20)


@browser
def test_the_print_views_map_is_placed_and_layered(js: Script) -> None:
    groups = [[["2", 10, 80, [0, 0, 160, 90]], []]]
    layout = {"size": [160, 90], "groups": groups, "noData": MESSAGE["noData"]}
    paths = js(PRINT, ["g > path", layout, MESSAGE, GEOMETRY])
    assert [(path["fill"], path["stroke"]) for path in paths] == [
        *[("none", "#8c8c8c")] * 3,
        ("url(#print-no_data)", "#a3a3a3"),
        ("#112233", "#ffffff"),
        ("#445566", "#ffffff"),
        ("none", "#1c1c1c"),
    ]
    assert paths[6]["stroke-dasharray"] == "3 2"
    hong_kong = "M90.0 80.0L92.0 80.0L92.0 78.0L90.0 78.0L90.0 80.0Z"
    assert {paths[i]["d"] for i in (2, 5, 6)} == {hong_kong}
    hatches = js(PRINT, ["pattern", layout, MESSAGE, GEOMETRY])
    assert [(one["id"], one["patternTransform"]) for one in hatches] == [
        ("print-no_data", "rotate(45)"),
        ("print-not_applicable", "rotate(-45)"),
        ("print-not_listed", "rotate(90)"),
    ]
