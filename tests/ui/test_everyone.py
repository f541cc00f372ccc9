"""The frame round all pages, for everyone, in a real Chromium cut off from all but this machine.

axe-core looks at each page in both languages, light and dark, and at the states behind a press.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from fontTools.ttLib import TTFont
from matplotlib import get_data_path
from playwright.sync_api import Browser, Page

from geo.model.files import DATA
from geo.model.text import LANGUAGES, Language, read_texts
from geo.model.words import WORDS, word
from geo.tables.examples import list_examples
from tests.browser import READS, app, chromium, launch_options, path_of, quiet, visit

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

STREAMLIT = read_texts(DATA / "streamlit_words.toml")["page"]
SKIP, UPLOAD = STREAMLIT["skip"], STREAMLIT["upload"]

LATIN = re.compile(r"[A-Za-z]{2,}")
#: Names, units and kinds of files, which Chinese writes in Latin letters too.
PROPER = frozenset(
    re.findall(
        r"\w+",
        """English Province Atlas AutoNavi cnmaps data cnmetlab PyPI Natural Earth ISC MIT MIIT
        Fisher Jenks Okabe Ito Excel WPS GDP MB KB GBK GB WGS GCJ gbk csv pptx https github com
        CSV TSV TXT XLSX XLSM XLS ODS PARQUET JSON GEOJSON GPKG ZIP GEOPARQUET PQ PDF PNG SVG
        PPTX POTX HTML GeoJSON CNNIC CC BY billion yuan east central west northeast Lei Dong SSRN
        Enter Esc Home""",
    )
)
#: Addresses, and codes with stops in them: no words of any language.
ADDRESS = re.compile(r"https?://\S+|[A-Za-z][\w-]*(?:\.[\w-]+)+", re.ASCII)

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
    .filter(node => node.checkVisibility())
    .map(node => Number(node.ariaLevel ?? node.tagName[1]))"""

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
    page.locator("[aria-current=page]").wait_for(timeout=60_000)
    quiet(page)
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
        for part in ("table", "method", "export"):
            page.get_by_role("radio", name=words(part, language), exact=True).click()
            opened(page)
            yield part


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
                            if set(LATIN.findall(ADDRESS.sub("", text))) - PROPER
                        ]
                        assert said == []

                for width in (390, 700):
                    page.set_viewport_size({"width": width, "height": 844})
                    with subtests.test("nothing is lost", page=name, state=state, width=width):
                        # A chart follows its window a moment later.
                        page.wait_for_function(f"() => ({TOO_WIDE})() <= 0", timeout=10_000)
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


#: What has the focus, by its name, and whether a ring is drawn round it.
FOCUSED = """() => {
    const node = document.activeElement;
    return [node.ariaLabel ?? node.textContent.trim(), getComputedStyle(node).outlineStyle];
}"""


@pytest.mark.slow(reads=READS)
def test_a_phone_and_its_keyboard_reach_all_pages_and_both_languages(
    chromium: Browser, app: str, subtests: pytest.Subtests
) -> None:
    with visit(chromium, f"{app}/sources?lang=en", width=390, height=844) as (page, _):
        opened(page)
        current = page.get_by_role("navigation").locator("[aria-current=page]")

        with subtests.test("the first key press offers to skip what all pages have"):
            page.keyboard.press("Tab")
            assert page.evaluate(FOCUSED)[0] == SKIP.en
            page.keyboard.press("Enter")
            assert page.evaluate(FOCUSED)[0] == words("page_sources", "en")
            page.reload()
            opened(page)

        with subtests.test("each page has a stop of its own, with a ring round it"):
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")  # the content as a whole, which the arrow keys then scroll
            for name in PAGES:
                page.keyboard.press("Tab")
                assert page.evaluate(FOCUSED) == [words(f"page_{name}", "en"), "solid"]
            assert current.all_inner_texts() == [words("page_sources", "en")]

        with subtests.test("Enter opens a page in the same language"):
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("Enter")
            page.wait_for_url("**/figures?lang=en")
            page.get_by_role("heading", name=words("page_figures", "en"), level=1).wait_for()
            opened(page)
            assert current.all_inner_texts() == [words("page_figures", "en")]

        with subtests.test("the language is chosen by keys, and everything follows"):
            for _ in range(3):
                page.keyboard.press("Tab")
                if page.evaluate(FOCUSED)[0] == "English":
                    break
            page.keyboard.press("ArrowRight")
            page.keyboard.press("Space")
            page.get_by_role("heading", name=words("page_figures", "zh"), level=1).wait_for()
            page.locator('html[lang="zh-CN"]').wait_for(state="attached")
            assert page.get_by_role("navigation", name=words("pages", "zh")).count() == 1

        with subtests.test("and by a touch, with what Streamlit says itself"):
            page.get_by_role("link", name=words("page_data", "zh")).click()
            page.get_by_text(UPLOAD.zh, exact=True).wait_for()
            page.get_by_role("radio", name="English").click()
            page.get_by_text(UPLOAD.en, exact=True).wait_for()


#: Whether all characters are drawn as the same box.
BOXES = """([family, characters]) => {
    const drawn = [...characters].map(character => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 40 });
        const pen = canvas.getContext('2d');
        pen.font = `30px ${family}`;
        pen.fillText(character, 2, 32);
        return canvas.toDataURL();
    });
    return new Set(drawn).size === 1;
}"""

HAN = """() => Object.fromEntries(
    [...document.fonts].filter(f => f.family.includes('Han')).map(f => [f.family, f.status])
)"""


@pytest.mark.slow(reads=READS)
def test_the_page_brings_chinese_characters_where_the_system_has_none(
    chromium: Browser, app: str, tmp_path: Path
) -> None:
    latin = Path(get_data_path()) / "fonts" / "ttf"
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{latin}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    )
    options = launch_options(path_of(chromium.browser_type) or "")
    environment = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    bare = chromium.browser_type.launch(**options, env=environment)
    try:
        with visit(bare, f"{app}/?lang=zh") as (page, _):
            page.locator("[data-painted]").wait_for(timeout=120_000)
            opened(page)
            assert page.evaluate(BOXES, ["sans-serif", "省域图集"])
            for part in ("h1", ".atlas-rank", ".leaflet-container"):
                family = page.locator(part).first.evaluate(
                    "node => getComputedStyle(node).fontFamily"
                )
                assert not page.evaluate(BOXES, [family, "省域图集"]), part
            assert page.evaluate(HAN) == {
                "Atlas Han": "loaded", "Atlas Han Common": "unloaded", "Atlas Han Rare": "unloaded",
            }  # fmt: skip
            page.evaluate("document.querySelector('h1').append('鑫')")
            page.wait_for_function(f"() => ({HAN})()['Atlas Han Rare'] === 'loaded'")
    finally:
        bare.close()


def test_the_faces_have_every_character_that_the_project_writes() -> None:
    faces = [TTFont(path) for path in sorted((DATA / "fonts").glob("*.woff2"))]
    assert len(faces) == 3
    parts = [set(face.getBestCmap()) for face in faces]
    assert sum(map(len, parts)) == len(set().union(*parts)), "no character twice"
    written = {
        character
        for path in (*WORDS.glob("*.toml"), DATA / "streamlit_words.toml")
        for character in path.read_text("utf-8")
        if "\u2e80" <= character <= "\uffef"
    }
    assert written <= set(map(chr, set().union(*parts)))
