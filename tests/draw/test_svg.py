"""The SVG: one group for each place, readable by machines, words as outlines or as text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from geo.draw.composition import compose
from geo.draw.media.svg import draw_svg
from geo.draw.scene import Area, Group, Scene, Words
from geo.draw.style import Letters, Style, with_size
from geo.maps.plate import make_plate
from geo.model.text import Text
from tests.browser import chromium
from tests.pictures import a_map, a_scene, read_svg

__all__ = ["chromium"]

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"


def one(item: Area | Words) -> Scene:
    group = Group("only", "map", (item,))
    return Scene(100, 80, 96, "#ffffff", (group,), "en", "T", "S", Text("D", "述"))


@pytest.mark.parametrize("letters", ["paths", "text"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_machines_read(letters: Letters, language: str) -> None:
    choropleth = a_map("ccid-projects", language)
    content = draw_svg(a_scene(choropleth), letters=letters)
    root = ET.fromstring(content)
    assert root.findtext(f"{_SVG}title") == choropleth.title
    assert root.findtext(f"{_SVG}desc") == choropleth.description[choropleth.language]
    assert choropleth.source_line in content.decode().replace("&amp;", "&")
    groups = {g.get("id"): g for g in root.iter(f"{_SVG}g")}
    anhui = groups["place-340000"]
    assert anhui.findtext(f"{_SVG}title") == "安徽 Anhui 340000"
    assert "280" in str(anhui.findtext(f"{_SVG}desc"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert choropleth.title in read_svg(content).texts
    assert (b"<text" in content) == (letters == "text")


def test_nothing_that_inkscape_or_powerpoint_lack() -> None:
    content = draw_svg(a_scene(a_map("ccid-projects", "zh"), maritime=True))
    for absent in (b"<style", b"url(", b"clipPath", b"<pattern", b"<image", b"http://x"):
        assert absent not in content
    assert len(content) < 500_000


@pytest.mark.parametrize("theme", ["light", "transparent"])
def test_the_paper_is_drawn_only_where_there_is_one(theme: str) -> None:
    content = draw_svg(a_scene(a_map(), theme=theme))
    assert (b'id="paper"' in content) == (theme == "light")


coordinates = st.tuples(st.floats(0, 100), st.floats(0, 80))


@given(st.lists(coordinates, min_size=3, max_size=12))
def test_a_shape_is_written_to_a_tenth_of_a_pixel(points: list[tuple[float, float]]) -> None:
    polygon = shapely.Polygon(points)
    content = draw_svg(one(Area(polygon, "#123456"))).decode()
    data = re.search(r'd="(M[^"]*)z" fill="#123456"', content)
    assert data is not None
    numbers = [float(n) for n in re.findall(_NUMBER, data[1].replace("h0", ""))]
    x, y = numbers[:2]
    written = [(x, y)]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + dx, y + dy
        written.append((x, y))
    for px, py in points:
        assert min(max(abs(px - a), abs(py - b)) for a, b in written) <= 0.0501


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_is_only_text(text: str) -> None:
    words = Words((text,), 5, 5, 10, "#000000", text=text)
    root = ET.fromstring(draw_svg(replace(one(words), title=text), letters="text"))
    shown = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    normal = shown.replace("\r\n", "\n").replace("\r", "\n")
    assert (root.findtext(f"{_SVG}title") or "").split() == normal.split()


@pytest.mark.browser
@pytest.mark.parametrize("letters", ["paths", "text"])
def test_a_browser_shows_its_colours(chromium: Browser, tmp_path: Path, letters: Letters) -> None:
    choropleth = a_map("population-2020", "zh")
    scene = a_scene(choropleth)
    path = tmp_path / "map.svg"
    path.write_bytes(draw_svg(scene, letters=letters))
    page = chromium.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(path.as_uri())
    (group,) = scene.of("map")
    found = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('g[id]')].filter(g => "
        "/^place-[0-9]{6}$/.test(g.id)).map(g => [g.id.slice(6), "
        "[g.querySelector('path').getBBox().width, "
        "getComputedStyle(g.querySelector('path')).fill]]))"
    )
    assert len(found) == 34
    for item in group.items:
        if isinstance(item, Area) and item.name and item.id != "460000":
            width, fill = found[item.id]
            west, _, east, _ = item.geometry.bounds
            assert width == pytest.approx(east - west, abs=0.3)
            assert item.fill is not None
            rgb = tuple(int(item.fill[i : i + 2], 16) for i in (1, 3, 5))
            assert fill == "rgb({}, {}, {})".format(*rgb)
    page.close()


def test_estimates_are_marked_where_not_all_are() -> None:
    """Where all are, the words say it once."""
    mixed = draw_svg(a_scene(a_map("5g-stations-announced-2020"))).decode()
    assert 'id="mark-' not in draw_svg(a_scene(a_map("5g-stations-estimated"))).decode()
    assert 'id="mark-' not in draw_svg(a_scene(a_map("population-density"))).decode()
    assert 'id="mark-' in mixed


@pytest.mark.parametrize(
    ("size", "width", "height"),
    [("80x60mm", "80mm", "60mm"), ("6.5x4in", "6.5in", "4in"), ("17.1x12cm", "17.1cm", "12cm"),
     ("a4-landscape", "297mm", "210mm"), ("slide", "1920", "1080"), ("801x600", "801", "600")],
)  # fmt: skip
def test_it_is_as_large_as_was_said(size: str, width: str, height: str) -> None:
    style = with_size(Style(), size)
    root = ET.fromstring(draw_svg(replace(a_scene(a_map()), size_unit=style.size_unit,
        dpi=style.dpi, width=float(style.size[0]), height=float(style.size[1]))))  # fmt: skip
    assert (root.get("width"), root.get("height")) == (width, height)
    assert root.get("viewBox") == f"0 0 {style.size[0]} {style.size[1]}"


def test_a_composed_picture_knows_the_unit_of_its_size() -> None:
    style = with_size(Style(), "170x120mm")
    root = ET.fromstring(draw_svg(compose(make_plate([a_map()]), style)))
    assert root.get("width") == "170mm"


@pytest.mark.parametrize("look", [{}, {"labels": "both", "strip": True}, {"theme": "dark"}])
def test_a_style_sheet_finds_all_of_it(look: dict[str, Any]) -> None:
    """Every id is one that CSS can write, every group has the class of its role, and every word of
    a label is in the one group of labels."""
    content = draw_svg(a_scene(a_map("population-2020"), **look), letters="text")
    root = ET.fromstring(content)
    ids = [str(element.get("id")) for element in root.iter() if element.get("id")]
    assert all(re.fullmatch(r"[A-Za-z_][\w-]*", name) for name in ids), ids
    assert len(ids) == len(set(ids))
    groups = [g for g in root if g.tag == f"{_SVG}g"]
    assert all(g.get("class") for g in groups)
    assert len([g for g in groups if g.get("class") == "labels"]) == 1
    (labels,) = (g for g in groups if g.get("class") == "labels")
    inside = {t.text for t in labels.iter(f"{_SVG}tspan")}
    assert {"Beijing", "Hong Kong"} <= {str(text).split(" ")[0] for text in inside} | inside
    assert not [g for g in groups if g.get("class") == "callout"]
    places = [g for g in root.iter(f"{_SVG}g") if g.get("class") == "place"]
    assert len(places) >= 34
