"""Statuses on a map: each that is in the legend is drawn, and each that is drawn is in the legend,
in every medium; what a list leaves out and what is unconfirmed have a look of their own."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Page

from geo.draw.composition import compose
from geo.draw.media.figure import draw_png
from geo.draw.media.pdf.file import draw_pdf
from geo.draw.media.slide.markup import filled
from geo.draw.media.svg import draw_svg
from geo.draw.media.web.message import browser_message
from geo.draw.media.web.printed import layout
from geo.draw.media.web.views import View, browser_views
from geo.draw.scene import Area, Circle, Line, Rectangle, Scene
from geo.draw.style import THEMES, Style, Theme
from geo.export.data import to_json
from geo.export.formats import export
from geo.indicators.catalogue import read_indicator
from geo.maps.pipeline import draw_indicator
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest
from geo.model.maps import Choropleth
from geo.model.text import Language
from geo.model.values import ABSENT, MARKED, STATUSES, Observation, Status
from geo.model.words import word
from geo.places.boundaries import load_boundaries
from tests.browser import chromium
from tests.scripts import GEOMETRY, MESSAGE, Script, draw, js, sheet

__all__ = ["chromium", "js", "sheet"]

browser = pytest.mark.browser

_PLACES = 34
SLANTS = {"no_data": "rising", "not_applicable": "falling", "not_listed": "level"}
PATTERNS = dict.fromkeys(MARKED, "dashes") | {"unconfirmed": "dots"}
#: Every status, in turn.
ALL: tuple[Status, ...] = tuple(STATUSES[i % len(STATUSES)] for i in range(_PLACES))


def a_map(statuses: Sequence[Status] = ALL, language: Language = "en", **wish: Any) -> Choropleth:
    """A map of figures of our own, whose statuses these are in the order of the provinces."""
    observations = tuple(
        Observation(adcode, "2020", None if status in ABSENT else 10.0 + 7 * i, status)
        for i, (adcode, status) in enumerate(zip(load_boundaries().adcodes, statuses, strict=True))
    )
    indicator = replace(read_indicator("gdp-2020"), id="ours", values=observations)
    return draw_indicator(indicator, MapRequest("ours", language=language, **wish))


def a_scene(choropleth: Choropleth, **look: Any) -> Scene:
    style = Style(size=(1280, 720), labels=look.pop("labels", "none"), **look)
    return compose(make_plate([choropleth]), style)


def look_of(item: Area | Rectangle | Circle | Line) -> str:
    """How an item shows a status; empty where it shows none."""
    if not isinstance(item, Circle | Line) and item.hatch:
        return item.hatch.slant
    return item.stroke.pattern if item.stroke and item.stroke.dashes else ""


def looks_in(scene: Scene, *roles: str) -> set[str]:
    items = (i for role in roles for i in scene.items(role))
    return {look_of(i) for i in items if isinstance(i, Area | Rectangle | Circle | Line)} - {""}


def expected(choropleth: Choropleth) -> dict[str, str]:
    """The looks of the statuses that the legend names, but for what it says of all."""
    kinds = {entry.kind for entry in choropleth.legend}
    looks = {kind: SLANTS[kind] for kind in kinds if kind in SLANTS}
    return looks | {k: PATTERNS[k] for k in kinds if choropleth.layer.marks(k)}


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(STATUSES), min_size=_PLACES - 2, max_size=_PLACES - 2))
def test_the_legend_has_what_is_drawn_and_the_map_what_the_legend_has(
    statuses: list[Status],
) -> None:
    choropleth = a_map((*statuses, "reported", "revised"))
    scene = a_scene(choropleth, strip=False)
    looks = set(expected(choropleth).values())
    assert looks_in(scene, "map") == looks_in(scene, "legend") == looks
    counts = Counter(o.status for o in choropleth.places)
    told = {e.kind: e.count for e in choropleth.legend if e.kind in (*ABSENT, *MARKED)}
    assert told == {s: counts[s] for s in (*ABSENT, *MARKED) if counts[s]}
    message = browser_message(choropleth)
    entries = {e.get("status", e["swatch"]): e["count"] for e in message["legend"]["entries"]}
    for kind, count in told.items():
        places = message["places"].values()
        assert entries[kind] == count
        assert count == sum(kind in (p["absent"], p.get("status")) for p in places)


@pytest.mark.parametrize("theme", THEMES)
def test_they_are_told_apart_in_every_theme(theme: Theme) -> None:
    scene = a_scene(a_map(), theme=theme)
    slants = {i.hatch.slant for i in scene.items("map") if isinstance(i, Area) and i.hatch}
    assert slants == set(SLANTS.values())
    pixels = np.asarray(Image.open(io.BytesIO(draw_png(scene))).convert("L")).astype(int)
    seen = set()
    for item in scene.items("map"):
        if not (isinstance(item, Area) and item.hatch):
            continue
        room = shapely.maximum_inscribed_circle(max(item.geometry.geoms, key=shapely.area), 1.0)
        (x, y), half = shapely.get_coordinates(room)[0], int(room.length / 2)
        box = pixels[int(y) - half : int(y) + half, int(x) - half : int(x) + half]
        if half >= 12:  # across lines there is more to see than along them
            rows, columns = box.mean(axis=1).std(), box.mean(axis=0).std()
            assert (rows > 3 * columns) == (item.hatch.slant == "level"), (theme, item.id)
            assert np.ptp(box) > 40
            seen.add(item.hatch.slant)
    assert seen == set(SLANTS.values())


def test_level_lines_are_level_and_run_on() -> None:
    """In a picture of squares of any place, they lie at the same heights."""
    scene = a_scene(a_map(["not_listed"] * 32 + ["reported"] * 2))
    areas = [i for i in scene.items("map") if isinstance(i, Area) and i.hatch]
    assert len(areas) == 32
    heights = set()
    for area in areas:
        assert area.hatch is not None
        coordinates, owners = shapely.get_coordinates(
            shapely.get_parts(area.hatch.lines), return_index=True
        )
        for owner in set(owners):
            assert np.ptp(coordinates[owners == owner, 1]) < 1e-6
        heights |= set(coordinates[:, 1].round(3))
    steps = np.array(sorted(heights)) / (7 * scene.unit)
    assert np.allclose(steps, steps.round(), atol=1e-3)


def test_unconfirmed_figures_are_dotted_and_estimates_dashed() -> None:
    choropleth = a_map()
    scene = a_scene(choropleth)
    found = {i.id: look_of(i) for i in scene.items("map") if isinstance(i, Line)}
    marks = [o for o in choropleth.places if f"mark-{o.adcode}" in found]
    assert all(found[f"mark-{o.adcode}"] == PATTERNS[o.status] for o in marks)
    small = [o for o in choropleth.places if o.status in MARKED and o not in marks]
    assert len(small) <= 2  # in which no line has room
    strokes = {look_of(i): i.stroke.dashes for i in scene.items("legend")
               if isinstance(i, Rectangle) and i.stroke and i.stroke.dashes}  # fmt: skip
    assert sum(strokes["dots"]) < 0.8 * sum(strokes["dashes"])
    strip = a_scene(choropleth, strip=True)
    assert {"dots", "dashes"} <= looks_in(strip, "strip")


def test_circles_and_callouts_show_them_too() -> None:
    counts = replace(a_map().layer.indicator, kind="count")
    circled = draw_indicator(counts, MapRequest("ours", symbols="ours"))
    assert circled.symbols is not None
    scene = a_scene(circled)
    assert {"dots", "dashes"} <= looks_in(scene, "symbols")
    listed = ["not_listed"] * 30 + ["reported"] * 4
    assert "level" in looks_in(a_scene(a_map(listed), labels="names"), "callout")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_all_figures_share_is_said_once(language: Language) -> None:
    choropleth = a_map(["unconfirmed"] * 28 + ["not_listed"] * 6, language)
    assert not [e for e in choropleth.legend if e.kind == "unconfirmed"]
    status = word("unconfirmed", language)
    assert choropleth.notes.count(word("told_all_marked", language, status=status)) == 1
    assert status in choropleth.subtitle
    assert looks_in(a_scene(choropleth), "map", "legend") == {"level"}
    assert not any(p["marked"] for p in browser_message(choropleth)["places"].values())


def test_an_svg_has_level_lines_and_two_kinds_of_dashes() -> None:
    svg = draw_svg(a_scene(a_map())).decode()
    dashes = set(re.findall(r'stroke-dasharray="([^"]+)"', svg))
    assert len(dashes) == 2
    plain = draw_svg(a_scene(a_map(["reported"] * 32 + ["estimated"] * 2))).decode()
    assert len(set(re.findall(r'stroke-dasharray="([^"]+)"', plain))) == 1
    colour = a_map().scale.no_data_lines
    level = re.findall(rf'<path d="(M[^"]+)" fill="none" stroke="{colour}"', svg)
    assert any(re.fullmatch(r"(?:M[\d.]+ [\d.]+l-?[\d.]+ 0)+", path) for path in level)


def test_a_pdf_has_two_kinds_of_dashes() -> None:
    pdf = draw_pdf(a_scene(a_map()))
    streams = re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    content = b"".join(zlib.decompress(s) for s in streams if s[:1] == b"x")
    dashes = set(re.findall(rb"\[(\d[\d. ]*)\]0 d", content))
    assert len(dashes) == 2


def test_a_slide_has_patterns_of_its_own() -> None:
    def slide(choropleth: Choropleth) -> str:
        content = export(choropleth, "pptx", style=Style(labels="none"))
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return file.read("ppt/slides/slide1.xml").decode()

    told = slide(a_map())
    for preset in ("ltUpDiag", "ltDnDiag", "ltHorz", "sysDash", "sysDot"):
        assert re.search(rf"""["']{preset}["']""", told), preset
    plain = slide(a_map(["reported"] * 30 + ["no_data"] * 2 + ["estimated"] * 2))
    for preset in ("ltDnDiag", "ltHorz", "sysDot"):
        assert preset not in plain
    assert filled(None, None, 1.0) == "<a:noFill/>"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_they_are_told_in_words_everywhere(language: Language) -> None:
    choropleth = a_map(ALL, language)
    unlisted, unconfirmed = (
        next(o.adcode for o in choropleth.places if o.status == status)
        for status in ("not_listed", "unconfirmed")
    )
    not_in_list, doubted = word("not_listed", language), word("unconfirmed", language)
    places = browser_message(choropleth)["places"]
    why = word("not_listed", language, section="statuses")
    assert places[unlisted]["lines"] == [not_in_list, why]
    assert doubted in places[unconfirmed]["lines"][1]
    with zipfile.ZipFile(io.BytesIO(export(choropleth, "pptx"))) as file:
        table = file.read("ppt/slides/slide2.xml").decode()
    assert table.count(f"<a:t>{not_in_list}</a:t>") == sum(s == "not_listed" for s in ALL)
    assert table.count(doubted) == sum(s == "unconfirmed" for s in ALL)
    told = {p["adcode"]: p["status"] for p in to_json(choropleth)["places"]}
    assert (told[unlisted], told[unconfirmed]) == ("not_listed", "unconfirmed")
    notes = " ".join(choropleth.notes)
    count = sum(s == "not_listed" for s in ALL)
    assert word("unlisted_note", language, count=count, total=_PLACES,
                names="").rstrip("。. ")[:30] in notes  # fmt: skip
    absent = browser_views([View("quantiles", "2020", choropleth)])["absent"]
    assert f"{not_in_list} ({count})" in absent or f"{not_in_list}（{count}）" in absent
    shown = {t for t in a_scene(choropleth, strip=True).items("strip") if hasattr(t, "text")}
    assert any(not_in_list in t.text for t in shown)


def test_those_a_list_leaves_out_are_not_counted_as_without_data() -> None:
    many = a_map(["not_listed"] * 24 + ["reported"] * 10)
    assert any("24 of 34 places are not in the source's list" in note for note in many.notes)
    assert not any("without data" in note for note in many.notes)
    both = a_map(["not_listed"] * 2 + ["no_data"] * 2 + ["reported"] * 30)
    assert any("2 of 34 places without data" in note for note in both.notes)
    assert any("2 of 34 places are not in the source's list" in note for note in both.notes)


def test_the_print_view_says_which_hatch_and_which_dashes() -> None:
    groups = layout(a_map(), unit=10_000.0, style=Style())["groups"]
    boxes = [item for _, items in groups for item in items if item[0] == "r"]
    assert {box[8] for box in boxes} == {0, 1, 2}
    assert {box[9] for box in boxes} == {0, 1, 2, 3}
    assert [place[4] for place, _ in groups if place] == [0, 1]  # the map and its inset


# In a browser


HATCH = """({ hatches, fillOf, isHatched, swatch }, status) => {
    const svg = hatches({ ground: "#f4f4f4", lines: "#b9b9b9" }, "p", 6);
    const pattern = svg.querySelector(`#p-${status}`);
    const box = (kind, more) => swatch("#112233", kind, "p", more).querySelector("rect");
    return [pattern?.getAttribute("patternTransform"), fillOf({ absent: status }, "p"),
            isHatched(status), box(status)?.getAttribute("fill"),
            box("mark", { status })?.getAttribute("stroke-dasharray")];
}"""


@pytest.mark.parametrize(("status", "turned"), [
    ("no_data", "rotate(45)"), ("not_applicable", "rotate(-45)"), ("not_listed", "rotate(90)"),
])  # fmt: skip
def test_the_browser_has_a_pattern_for_each(js: Script, status: str, turned: str) -> None:
    assert js(HATCH, status) == [turned, f"url(#p-{status})", True, f"url(#p-{status})", "3 2"]


@browser
def test_marks_in_the_browser_are_dashed_or_dotted(js: Script) -> None:
    dots = {status: js(HATCH, status)[4] for status in MARKED}
    assert dots == dict.fromkeys(MARKED, "3 2") | {"unconfirmed": "1.4 2.6"}
    assert js(HATCH, "estimated")[:4] == [None, "url(#p-estimated)", False, None]


@browser
def test_the_browser_draws_dots_round_unconfirmed_figures(sheet: Page) -> None:
    places = MESSAGE["places"] | {
        "330000": MESSAGE["places"]["330000"] | {"marked": True, "status": "unconfirmed"},
        "440000": MESSAGE["places"]["440000"] | {"absent": "not_listed"},
        "810000": MESSAGE["places"]["810000"] | {"status": "estimated"},
    }
    entries = [
        {"label": "unconfirmed", "count": 1, "colour": "", "swatch": "mark",
         "status": "unconfirmed"},
        {"label": "Not in the list", "count": 1, "colour": "#f4f4f4", "swatch": "not_listed"},
    ]  # fmt: skip
    legend = MESSAGE["legend"] | {"entries": entries}
    draw(sheet, MESSAGE | {"places": places, "legend": legend}, GEOMETRY)
    for look, code in (("unconfirmed", "330000"), ("marked", "810000")):
        line = sheet.locator(f".atlas-{look}")
        assert line.get_attribute("d") == sheet.locator(f"[data-adcode='{code}']").get_attribute(
            "d"
        )
    dots = sheet.locator(".atlas-unconfirmed").evaluate(
        "one => [getComputedStyle(one).strokeDasharray, getComputedStyle(one).strokeLinecap]"
    )
    assert dots == ["1.4px, 2.6px", "butt"]
    filled = sheet.locator("[data-adcode='440000']").get_attribute("fill")
    assert filled == "url(#atlas-not_listed)"
    assert sheet.locator("pattern#atlas-not_listed").count() == 1
    rows = sheet.locator(".atlas-legend button.atlas-legend-row")
    swatches = rows.locator("rect").evaluate_all(
        "all => all.map(one => [one.getAttribute('fill'), one.getAttribute('stroke-dasharray')])"
    )
    assert swatches == [["none", "1.4 2.6"], ["url(#atlas-not_listed)", None]]
    rows.nth(1).hover()
    lit = sheet.locator("path.atlas-lit").evaluate_all("all => all.map(one => one.dataset.adcode)")
    assert lit == ["440000"]
