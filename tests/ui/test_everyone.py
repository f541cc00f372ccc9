"""The frame round all pages, for everyone, in a real Chromium cut off from all but this machine.

axe-core looks at each page in both languages, light and dark, and at the states behind a press.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from geo.model.text import LANGUAGES, Language
from geo.model.words import word
from geo.tables.examples import list_examples
from tests.browser import READS, app, chromium, visit

__all__ = ["app", "chromium"]

pytestmark = pytest.mark.browser

PAGES = {
    "map": "",
    "rollout": "rollout",
    "data": "data",
    "figures": "figures",
    "sources": "sources",
}
CODES = {"en": "en", "zh": "zh-CN"}

LATIN = re.compile(r"[A-Za-z]{2,}")
#: Names, units and kinds of files, which Chinese writes in Latin letters too.
PROPER = frozenset(
    re.findall(
        r"\w+",
        """English Province Atlas AutoNavi cnmaps data cnmetlab PyPI Natural Earth ISC MIT MIIT
        Fisher Jenks Okabe Ito Excel WPS GDP MB KB GBK GB WGS GCJ gbk csv pptx https github com
        CSV TSV TXT XLSX XLSM XLS ODS PARQUET JSON GEOJSON GPKG ZIP GEOPARQUET PQ PDF PNG SVG
        PPTX POTX HTML billion yuan east central west northeast""",
    )
)

#: Each text and name on the page that is seen or read out, but for quotations of another language.
SAID = """() => {
    const said = [];
    const seen = (node) => node.checkVisibility({ checkVisibilityCSS: true });
    for (const node of document.querySelectorAll('body *')) {
        if (node.closest('[lang="en"]:not(html), script, style, [aria-hidden="true"]')) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
            if (node.hasAttribute(name)) said.push(node.getAttribute(name));
        for (const child of node.childNodes)
            if (child.nodeType === Node.TEXT_NODE && child.nodeValue.trim() && seen(node))
                said.push(child.nodeValue.trim());
    }
    return said;
}"""

#: Levels of the headings that are seen, in their order.
LEVELS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter(node => node.checkVisibility()).map(node => Number(node.tagName[1]))"""

#: How far the page is wider than its window.
TOO_WIDE = """() => {
    const main = document.querySelector('.stMain');
    return main.scrollWidth - main.clientWidth;
}"""

#: Buttons and links that are smaller than 24 pixels each way, but for those in lines of text.
SMALL = """() => [...document.querySelectorAll('button, a[href], [role="radio"], select, summary')]
    .filter(node => node.checkVisibility({ checkVisibilityCSS: true }) && !node.closest('p, li'))
    .map(node => [node, node.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < 23.5 || box.height < 23.5))
    .map(([node, box]) => `${node.ariaLabel ?? node.textContent} ${box.width}×${box.height}`)"""


def opened(page: Page) -> None:
    """Wait until a page is finished."""
    page.locator("h1").first.wait_for(timeout=120_000)
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for(timeout=60_000)
    page.wait_for_timeout(600)


def barriers(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe-core finds serious or critical, frames included; by some of its rules or all."""
    for frame in page.frames:
        frame.evaluate(AXE_SCRIPT)
    asked = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = page.evaluate("asked => axe.run(document, asked)", asked)
    return [
        f"{violation['id']} ({violation['help']}): {node['target']} {node['html'][:120]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def words(key: str, language: Language) -> str:
    return word(key, language, section="page")


def states(page: Page, path: str, language: Language) -> Iterator[str]:
    """A page as it opens, then with what is behind its buttons."""
    yield "opened"
    if path == "data":
        page.get_by_role(
            "button", name=next(e for e in list_examples() if e.id == "gbk").title[language]
        ).first.click()
        page.locator("[data-painted]").last.wait_for(timeout=60_000)
        opened(page)
        yield "with a table"
    if path in ("", "data"):
        for tab in page.get_by_role("tab").all()[1:]:
            tab.click()
            opened(page)
            yield tab.inner_text()


@pytest.mark.slow(reads=READS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_is_open_to_everyone(
    chromium: Browser, app: str, language: Language, subtests: pytest.Subtests
) -> None:
    with visit(chromium, f"{app}/?lang={language}") as (page, _):
        for name, path in PAGES.items():
            page.goto(f"{app}/{path}?lang={language}")
            opened(page)
            with subtests.test("the document says its language and title", page=name):
                assert page.locator("html").get_attribute("lang") == CODES[language]
                title = f"{words(f'page_{name}', language)} · {words('atlas', language)}"
                assert page.title() == title

            for state in states(page, path, language):
                with subtests.test("headings are in order", page=name, state=state):
                    levels = page.evaluate(LEVELS)
                    assert levels.count(1) == 1
                    assert all(b - a <= 1 for a, b in pairwise(levels)), levels

                with subtests.test("no barrier", page=name, state=state):
                    assert barriers(page) == []
                with subtests.test("no barrier in the dark", page=name, state=state):
                    page.emulate_media(color_scheme="dark")
                    page.locator("html.atlas-dark").wait_for(state="attached")
                    page.wait_for_timeout(300)
                    assert barriers(page, ["color-contrast"]) == []
                page.emulate_media(color_scheme="light")

                if language == "zh":
                    with subtests.test("no English word", page=name, state=state):
                        said = [
                            text
                            for text in page.evaluate(SAID)
                            if set(LATIN.findall(text)) - PROPER
                        ]
                        assert said == []

                for width in (390, 700):
                    page.set_viewport_size({"width": width, "height": 844})
                    page.wait_for_timeout(300)
                    with subtests.test("nothing is lost", page=name, state=state, width=width):
                        assert page.evaluate(TOO_WIDE) <= 0
                        assert page.evaluate(SMALL) == []
                        if state == "opened":
                            assert_frame_in_sight(page, width)
                page.set_viewport_size({"width": 1400, "height": 900})


def assert_frame_in_sight(page: Page, width: int) -> None:
    """All pages and both languages stand in the window, none over another."""
    parts = page.locator(".st-key-atlas_top").locator("a, [role=radio]")
    boxes: list[dict[str, Any]] = [part.bounding_box() for part in parts.all()]  # type: ignore[misc]
    assert len(boxes) == len(PAGES) + len(LANGUAGES)
    for number, box in enumerate(boxes):
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert 0 <= box["y"] < 200
        for other in boxes[number + 1 :]:
            apart_across = (
                box["x"] + box["width"] <= other["x"] + 1
                or other["x"] + other["width"] <= box["x"] + 1
            )
            apart_down = (
                box["y"] + box["height"] <= other["y"] + 1
                or other["y"] + other["height"] <= box["y"] + 1
            )
            assert apart_across or apart_down
