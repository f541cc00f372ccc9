"""The address: each choice is a step that Back and Forward take, and nonsense in it is told."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from geo.indicators.catalogue import list_indicators
from geo.model.text import LANGUAGES
from tests.browser import READS, app, chromium, painted, repainted, the_map, visit
from tests.gathered import gathered
from tests.ui.shown import choose, data_of
from tests.ui.test_pages import APP, open_page

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
    app = open_page(lang="en")
    visited = [({"lang": "en"}, look_of(app))]
    for step in STEPS:
        choose(app, **step)
        assert not app.exception
        visited.append((dict(app.query_params), look_of(app)))
    first, *others = visited
    assert len({str(address) for address, _ in others}) == len(STEPS)
    assert all(address["lang"] == "en" for address, _ in visited)
    for address, look in (*reversed(others), *others):
        go(app, address)
        assert not app.exception
        assert not app.warning
        assert look_of(app) == look
        assert dict(app.query_params) == address
    assert first[1]["indicator"] == list_indicators()[0].id


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
        ("indicator", "nonsense", "gdp-2020"),
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
