"""The HTML file as it was chosen to look, without script, on paper, and at the widths of phones and
tablets."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from geo.draw.media.web.embedding import embed_snippet
from geo.draw.media.web.file import draw_html
from geo.draw.style import Style
from geo.export.periods import build_periods
from geo.maps.request import MapRequest
from geo.model.errors import DrawingError
from tests import programs
from tests.browser import chromium
from tests.pictures import a_map
from tests.slow import up_to

__all__ = ["chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.slow(reads=up_to("draw"))]

_BOXES = """() => {
  const names = ["header", ".folium-map", ".atlas-shelf", "aside", "#table", "footer"];
  const inside = { "#table": "aside" };
  const seen = names.map((name) => [name, document.querySelector(name)?.getBoundingClientRect()])
    .filter(([name, box]) => box && box.width && box.height);
  const scrolls = getComputedStyle(document.querySelector("aside")).overflowY === "auto";
  return seen.flatMap(([a, p], i) => seen.slice(i + 1).flatMap(([b, q]) => {
    if (inside[b] === a || (scrolls && a === "#table")) return [];
    const over = Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1 &&
      Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 1;
    return over ? [`${a} ${b}`] : [];
  }));
}"""


def opened(browser: Browser, folder: Path, content: str, **context: Any) -> Page:
    path = folder / "map.html"
    path.write_text(content, encoding="utf-8")
    page = browser.new_context(**context).new_page()
    page.goto(path.as_uri())
    if context.get("java_script_enabled", True):
        page.wait_for_selector("[data-painted]")
    return page


def test_nothing_lies_over_anything_at_any_width(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, draw_html(a_map("population-2020", "zh")))
    for width, height in (
        (320, 480), (390, 844), (600, 900), (820, 1180), (844, 390), (901, 600), (960, 640),
        (1024, 768), (1180, 820), (1400, 900),
    ):  # fmt: skip
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(250)
        assert page.evaluate(_BOXES) == [], (width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_script_there_are_picture_and_table(
    chromium: Browser, tmp_path: Path, language: str
) -> None:
    choropleth = a_map("ccid-projects", language)
    content = draw_html(choropleth)
    page = opened(
        chromium, tmp_path, content, java_script_enabled=False,
        viewport={"width": 820, "height": 1000},
    )  # fmt: skip
    assert not page.locator("main").is_visible()
    assert page.locator("svg.atlas-picture").is_visible()
    box = page.locator("svg.atlas-picture").bounding_box()
    assert box
    assert box["width"] > 700
    rows = page.locator("noscript table tbody tr")
    assert rows.count() == 34
    assert rows.first.locator("td").all_inner_texts()[:3] == [
        "1", choropleth.name("340000"), "280",
    ]  # fmt: skip
    assert page.locator("#title").inner_text() == choropleth.title
    shown = page.locator("svg.atlas-picture text").all_text_contents()
    assert any(choropleth.name("340000") in text for text in shown)
    (part,) = re.findall("(?s)<noscript>(.*?)</noscript>", content)
    assert len(part) < 120_000
    assert set(re.findall(r'id="([^"]*)"', part)) <= {f"hatch-{i}" for i in range(4)}


def test_a_theme_that_is_named_is_kept_and_one_that_is_not_follows(
    chromium: Browser, tmp_path: Path
) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    white, black, none = "rgb(255, 255, 255)", "rgb(23, 24, 26)", "rgba(0, 0, 0, 0)"
    grounds: dict[Any, tuple[str, str]] = {
        "auto": (white, black), "light": (white, white), "dark": (black, black),
        "grey": (white, white), "transparent": (none, none),
    }  # fmt: skip
    for theme, expected in grounds.items():
        page = opened(chromium, tmp_path, draw_html(a_map(), style=Style(theme=theme)))
        for scheme, colour in zip(("light", "dark"), expected, strict=True):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert page.evaluate(ground) == colour, (theme, scheme)
        if theme == "grey":
            fills = page.locator("path[data-adcode]").evaluate_all(
                "nodes => nodes.map((node) => node.getAttribute('fill'))"
            )
            greys = [fill for fill in fills if not fill.startswith("url")]
            assert greys
            assert all(fill[1:3] == fill[3:5] == fill[5:7] for fill in greys)
        page.context.close()


@pytest.mark.parametrize(
    ("labels", "expected"),
    [("names", ["Xinjiang"]), ("values", ["25.9"]), ("both", ["Xinjiang", "25.9"]), ("none", [])],
)
def test_labels_are_those_that_were_chosen(
    chromium: Browser, tmp_path: Path, labels: Any, expected: list[str]
) -> None:
    content = draw_html(a_map("population-2020", "en"), style=Style(labels=labels))
    page = opened(chromium, tmp_path, content, viewport={"width": 1400, "height": 900})
    found = page.locator(".atlas-label[data-of='650000'] div").all_inner_texts()
    assert found == expected
    count = page.locator(".atlas-label").count()
    assert count == 0 if labels == "none" else count > 10


def test_labels_are_kept_from_period_to_period(chromium: Browser, tmp_path: Path) -> None:
    plate = build_periods(MapRequest("population"), ["2019", "2020"])
    style = Style(labels="values", highlight=("650000",))
    content = draw_html(plate.maps[-1], frames=plate.maps, style=style)
    page = opened(chromium, tmp_path, content, viewport={"width": 1400, "height": 900})
    label = page.locator(".atlas-label[data-of='650000']")
    page.wait_for_selector(".atlas-film-slider")
    last = label.inner_text()
    page.locator(".atlas-film-slider").focus()
    page.keyboard.press("Home")
    page.wait_for_function(
        "last => document.querySelector(\".atlas-label[data-of='650000']\").innerText !== last",
        arg=last,
    )
    assert re.fullmatch(r"[\d.,]+", label.inner_text())
    assert page.locator("path[data-adcode].atlas-lit").count() == 1


def test_highlighted_places_are_outlined_and_the_rest_dimmed(
    chromium: Browser, tmp_path: Path
) -> None:
    style = Style(highlight=("340000", "330000"))
    page = opened(chromium, tmp_path, draw_html(a_map("population-2020"), style=style))
    opacity = "adcode => getComputedStyle(document.querySelector(`[data-adcode='${adcode}']`))" \
        ".fillOpacity"  # fmt: skip
    assert float(page.evaluate(opacity, "340000")) == 1
    assert float(page.evaluate(opacity, "330000")) == 1
    assert float(page.evaluate(opacity, "650000")) < 0.3
    assert page.locator(".atlas-ring").get_attribute("data-of") == "330000 340000"
    page.locator(".atlas-legend-row").first.hover()
    page.locator("#title").hover()  # and back
    assert float(page.evaluate(opacity, "650000")) < 0.3


def test_a_crop_is_a_map_of_its_places_alone(chromium: Browser, tmp_path: Path) -> None:
    style = Style(crop=("340000", "330000", "320000"))
    page = opened(chromium, tmp_path, draw_html(a_map("gdp-2020", "en"), style=style))
    assert page.locator("path[data-adcode]").count() == 3
    assert page.locator("#table tbody tr").count() == 3
    assert page.locator("path.atlas-around").count() == 31
    counts = page.locator(".atlas-legend-row .atlas-count").all_inner_texts()
    assert sum(map(int, counts)) == 3
    assert "0" not in counts
    with pytest.raises(DrawingError, match="no such place"):
        draw_html(a_map(), style=Style(crop=("999999",)))
    with pytest.raises(DrawingError, match="no such place"):
        draw_html(a_map(), style=Style(highlight=("999999",)))


@pytest.mark.parametrize("theme", ["auto", "dark"])
def test_paper_has_the_picture_and_then_the_table(
    chromium: Browser, tmp_path: Path, theme: Any
) -> None:
    choropleth = a_map("population-2020", "en")
    page = opened(chromium, tmp_path, draw_html(choropleth, style=Style(theme=theme)))
    paper = tmp_path / "paper.pdf"
    page.pdf(path=str(paper), prefer_css_page_size=True)
    program = programs.find("pdftotext", package="poppler-utils")
    command = [program, "-layout", str(paper), "-"]
    text = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=60)
    pages = text.stdout.split("\f")
    assert "National Bureau of Statistics" in pages[0]
    assert "126,012,510" not in pages[0]
    assert re.search(r"1 +Guangdong +126,012,510", pages[1])
    assert re.search(r"31 +Tibet +3,648,100", pages[1])
    assert not "".join(pages[2:]).strip()


def test_the_markup_that_takes_it_into_a_page_is_whole(chromium: Browser, tmp_path: Path) -> None:
    title = 'Rollout "5G" <2020>'
    snippet = embed_snippet("map 1.html", title)
    assert "<2020>" not in snippet
    (tmp_path / "map 1.html").write_text(draw_html(a_map()), encoding="utf-8")
    outer = tmp_path / "outer.html"
    outer.write_text(f"<!DOCTYPE html><body>{snippet}</body>", encoding="utf-8")
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("[data-painted]").wait_for()
    assert page.locator("iframe").get_attribute("title") == unescape(title)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert frame.locator("html").evaluate("node => node.scrollWidth <= node.clientWidth")
    page.close()
