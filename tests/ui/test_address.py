"""The address: each choice is a step that Back and Forward take, and nonsense in it is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from geo.indicators.catalogue import list_indicators
from tests.browser import READS, app, chromium, fills, painted, repainted, the_map, visit
from tests.gathered import gathered
from tests.ui.shown import choose, data_of
from tests.ui.test_page import title_of
from tests.ui.test_pages import open_page

__all__ = ["app", "chromium"]

#: What a person changes, one after the other, and what must be back when it is undone.
STEPS: tuple[dict[str, Any], ...] = (
    {"indicator": "gdp-2020"},
    {"scheme": "fisher_jenks"},
    {"k": 7},
    {"palette": "blue-red"},
    {"place": "340000"},
    {"place": "440000"},
    {"indicator": "ccid-projects", "palette": None},
    {"per": "population"},
    {"place": None},
    {"indicator": "5g-stations-region", "per": None},
    {"period": "2022-05"},
    {"classes": True},
    {"scheme": "manual", "edges": "100000, 500000, 1000000, 2000000"},
)


def go(app: AppTest, address: dict[str, Any]) -> AppTest:
    """What Back, Forward and an address that is written by hand do."""
    app.query_params.clear()
    for key, value in address.items():
        app.query_params[key] = value
    return app.run()


def look_of(app: AppTest) -> dict[str, Any]:
    """The look, without what counts the browser's changes."""
    look: dict[str, Any] = data_of(app)["look"]
    return {key: value for key, value in look.items() if key not in ("seq", "frames")}


def test_every_step_leads_back_and_on_again() -> None:
    first = list_indicators()[0].id
    app = open_page(lang="en", indicator=first)
    visited = [(dict(app.query_params), look_of(app))]
    for step in STEPS:
        choose(app, **step)
        assert not app.exception
        visited.append((dict(app.query_params), look_of(app)))
    assert len({str(address) for address, _ in visited}) == len(STEPS) + 1
    assert all(address["lang"] in ("en", ["en"]) for address, _ in visited)
    for address, look in (*reversed(visited), *visited):
        go(app, address)
        assert not app.exception
        assert not app.warning
        assert look_of(app) == look
        assert dict(app.query_params) == address
    assert visited[0][1]["indicator"] == first


def test_a_key_that_is_missing_means_the_default() -> None:
    app = open_page(indicator="gdp-2020", lang="en", k="7", place="340000", palette="reds")
    go(app, {"indicator": "gdp-2020", "lang": "en"})
    look = look_of(app)
    assert (look["k"], look["place"], look["palette"]) == (5, None, None)
    # An address that says nothing, as a link to the page has it, leaves everything as it was.
    choose(app, k=6)
    go(app, {})
    assert look_of(app)["k"] == 6


@gathered(
    ("key", "text", "known"),
    [
        ("indicator", "nonsense", "ccid-projects"),
        ("per", "head", "population"),
        ("scheme", "<script>", "fisher"),
        ("k", "99", "2–9"),
        ("k", "-1", "2–9"),
        ("palette", "none", "blue-red"),
        ("classes", "some", "all"),
        ("place", "999999", "110000"),
        ("period", "1066", "2020"),
        ("lang", "fr", "zh"),
    ],
)
def test_what_is_not_understood_is_told_by_name(key: str, text: str, known: str) -> None:
    app = open_page(**{"indicator": "gdp-2020", "lang": "en", key: text})
    assert not app.exception
    assert not app.error
    (warning,) = (warning.value.replace("\\", "") for warning in app.warning)
    assert f"{key} = {text}" in warning
    assert known in warning
    assert app.query_params.get(key) not in (text, [text])
    assert not app.run().warning  # once


@gathered(
    ("key", "text", "known"),
    [
        ("way", "sideways", "scenario"),
        ("by", "moon", "population-2020"),
        ("by", "own", "population-2020"),
        ("measure", "difference", "stations"),
        ("series", "4g", ""),
        ("total", "many", "1"),
        ("weight", "2", "0–1"),
        ("controls", "1999-01", "2024-06"),
        ("period", "1999-01", "2020"),
        ("place", "1", "110000"),
    ],
)
def test_the_rollout_tells_it_too(key: str, text: str, known: str) -> None:
    page = AppTest.from_string(
        "import streamlit as st\n"
        "from geo.ui import rollout\n"
        "st.session_state['lang'] = 'en'\n"
        "rollout.show()\n",
        default_timeout=60,
    )
    go(page, {"way": "scenario", "lang": "en", key: text})
    assert not page.exception
    told = [warning.value.replace("\\", "") for warning in page.warning]
    assert any(f"{key} = {text}" in one and known in one for one in told), told


def test_markup_in_the_address_is_told_as_text() -> None:
    app = open_page(lang="en", palette="![x](http://x.test/a.png)")
    (warning,) = app.warning
    assert "![x](" not in warning.value
    assert "x.test" in warning.value


# -- in the browser -------------------------------------------------------------------------------


def field(page: Page, name: str) -> Any:
    return page.get_by_label(name, exact=True)


def said(page: Page) -> dict[str, str]:
    """What the address says."""
    return dict(parse_qsl(urlsplit(page.url).query))


def wait_for_address(page: Page, wanted: dict[str, str]) -> None:
    page.wait_for_function(
        "wanted => JSON.stringify([...new URLSearchParams(location.search)].sort()) === wanted",
        arg=_sorted(wanted),
        timeout=30_000,
    )


def _sorted(said: dict[str, str]) -> str:
    return json.dumps(sorted(map(list, said.items())), separators=(",", ":"))


#: The place that is marked in the ranking.
SELECTED = """() =>
    document.querySelector(".atlas-rank-row[aria-pressed=true]")?.dataset.place ?? ''"""


def controls_of(page: Page) -> dict[str, Any]:
    """What the controls and the headings show."""
    return {
        "title": page.locator("h1.atlas-title").inner_text(),
        "indicator": page.get_by_role("combobox", name="Indicator").inner_text(),
        "scheme": field(page, "Classes by").input_value(),
        "k": field(page, "Number of classes").input_value(),
        "palette": field(page, "Palette").input_value(),
        "place": page.evaluate(SELECTED),
        "per": page.locator(".atlas-way[aria-pressed=true]").all_inner_texts(),
        "fills": fills(the_map(page)),
    }


def choose_with_keys(page: Page, title: str) -> None:
    """Another indicator by its first letters."""
    page.get_by_role("combobox", name="Indicator").press("Enter")
    page.keyboard.type(title)
    page.keyboard.press("Enter")


@pytest.mark.slow(reads=READS)
@pytest.mark.browser
def test_back_and_forward_do_what_a_person_expects(chromium: Browser, app: str) -> None:
    first = list_indicators()[0].id
    with visit(chromium, f"{app}/") as (page, seen):
        the_map(page)
        now = {"indicator": first, "lang": "en"}
        wait_for_address(page, now)
        visited = [(now, controls_of(page))]

        def step(do: Callable[[], object], **change: str) -> None:
            nonlocal now
            now = {**now, **change}
            do()
            wait_for_address(page, now)
            page.locator('.atlas-main[aria-busy="false"]').wait_for()
            visited.append((now, controls_of(page)))

        step(lambda: choose_with_keys(page, "new-infrastructure pro"), indicator="ccid-projects")
        step(lambda: page.get_by_role("button", name="per million").click(), per="population")
        step(lambda: field(page, "Palette").select_option("blue-red"), palette="blue-red")
        step(
            lambda: field(page, "Classes by").select_option("equal_interval"),
            scheme="equal_interval",
        )
        step(lambda: field(page, "Number of classes").press("ArrowLeft"), k="4")
        step(lambda: the_map(page).locator('path[data-adcode="340000"]').click(), place="340000")
        assert len({json.dumps(shown) for _, shown in visited}) == len(visited)

        for address, shown in reversed(visited[:-1]):
            page.go_back(wait_until="commit")
            wait_for_address(page, address)
            shows(page, shown)
        for address, shown in visited[1:]:
            page.go_forward(wait_until="commit")
            wait_for_address(page, address)
            shows(page, shown)
        page.evaluate(f"history.go(-{len(visited) - 1})")
        wait_for_address(page, visited[0][0])
        shows(page, visited[0][1])
        assert seen.console == []
        # Before its first entry there is only what was there before the app.
        page.go_back(wait_until="commit")
        assert page.url == "about:blank"


def shows(page: Page, wanted: dict[str, Any]) -> None:
    """Wait until the page is as it was."""
    for _ in range(60):
        if (found := controls_of(page)) == wanted:
            return
        page.wait_for_timeout(150)
    assert found == wanted


@pytest.mark.slow(reads=READS)
@pytest.mark.browser
def test_each_page_keeps_its_look_and_says_its_language(
    chromium: Browser, app: str, subtests: pytest.Subtests
) -> None:
    def open_page(name: str) -> None:
        page.locator(".st-key-atlas_pages").get_by_role("link", name=name, exact=True).click()

    with visit(chromium, f"{app}/?lang=zh", locale="en-US") as (page, seen):
        the_map(page)
        with subtests.test("the language is in the address of every page"):
            for name in ("5G建设", "您的数据", "论文数据", "数据来源", "地图"):
                link = page.locator(".st-key-atlas_pages").get_by_role("link")
                link.nth(("地图", "5G建设", "您的数据", "论文数据", "数据来源").index(name)).click()
                page.wait_for_url(re.compile(r"[?&]lang=zh"), timeout=30_000)
            page.goto(f"{app}/sources")
            page.wait_for_url(re.compile(r"[?&]lang=en"), timeout=30_000)

        page.goto(f"{app}/?lang=en&indicator=gdp-2020&palette=reds&scheme=pretty_breaks&k=4")
        shown = the_map(page)
        with subtests.test("place and zoom survive a detour through a map of regions"):
            shown.locator(".atlas-zoom-in").click()
            page.wait_for_timeout(600)
            page.get_by_role("combobox", name="Find a place").click()
            page.keyboard.insert_text("Anhui")
            page.locator('.atlas-option[data-adcode="340000"]:visible').wait_for()
            page.keyboard.press("Enter")
            page.wait_for_url("**place=340000**")
            anhui = shown.locator('path[data-adcode="340000"]')
            width = anhui.evaluate("path => path.getBoundingClientRect().width")
            for title, count in ((title_of("5g-stations-region"), 7), ("gross", 34)):
                before = painted(shown)
                choose_with_keys(page, title)
                repainted(shown, before)
                assert shown.locator("path[data-adcode]").count() == count
            assert page.evaluate(SELECTED) == "340000"
            there = anhui.evaluate("path => path.getBoundingClientRect().width")
            assert there == pytest.approx(width, rel=0.01)
            assert page.get_by_role("heading", name="All figures of Anhui").is_visible()

        with subtests.test("the look of a page is its own, and there when one comes back"):
            look = controls_of(page)
            assert (look["palette"], look["scheme"], look["k"]) == ("reds", "pretty_breaks", "4")
            open_page("5G rollout")
            page.wait_for_url(re.compile("/rollout"))
            expect(field(page, "Palette")).to_have_value("")
            assert field(page, "Classes by").input_value() == "quantiles"
            assert "palette" not in said(page)
            field(page, "Palette").select_option("greens")
            page.wait_for_url("**palette=greens**")
            open_page("Sources")
            page.get_by_role("heading", name="Sources", level=1).wait_for()
            open_page("Map")
            expect(field(page, "Palette")).to_have_value("reds")
            shows(page, look)
            page.wait_for_url("**palette=reds**")
            assert said(page)["place"] == "340000"
        assert seen.console == []
