"""Choices whose values are in the browser are painted at once, and none undoes a later one: real
keys in a real Chromium, and what goes to and from the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from geo.indicators.derive import load_indicator
from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from tests.browser import READS, Seen, app, chromium, fills, the_map, visit
from tests.drawn import fills_of

__all__ = ["app", "chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.slow(reads=READS)]

#: Keeps when something was chosen, painted, sent to the server and received from it.
WATCH = """
window.log = [];
const note = (what, more) => log.push([what, performance.now(), more]);
const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (...parts) { note("sent"); return send.apply(this, parts); };
const Plain = WebSocket;
window.WebSocket = class extends Plain {
    constructor(...parts) {
        super(...parts);
        this.addEventListener("message", () => note("received"));
    }
};
for (const kind of ["change", "click"])
    addEventListener(kind, () => note("chosen"), true);
new MutationObserver((changes) => changes.forEach(({ target }) =>
    note("painted", target.dataset.painted))
).observe(document, { subtree: true, attributeFilter: ["data-painted"] });
"""


@contextmanager
def watched(chromium: Browser, address: str) -> Iterator[tuple[Page, Seen]]:
    """A page that keeps its log, once it is quiet."""
    with visit(chromium, "about:blank") as (page, seen):
        page.add_init_script(WATCH)
        page.goto(address)
        the_map(page)
        quiet(page)
        yield page, seen
        assert seen.console == []


def quiet(page: Page) -> None:
    """Wait until nothing has gone to or come from the server for a second."""
    page.wait_for_function(
        """() => {
            const last = log.findLast(([what]) => what !== "painted" && what !== "chosen");
            return !last || performance.now() - last[1] > 1000;
        }""",
        timeout=60_000,
    )


def events(page: Page) -> list[str]:
    return [what for what, _, _ in page.evaluate("log")]


def field(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


def expected(request: MapRequest) -> dict[str, str]:
    return fills_of(build(request))


def test_what_is_there_is_painted_before_the_server_hears_of_it(
    chromium: Browser, app: str, subtests: pytest.Subtests
) -> None:
    choices: dict[str, Callable[[Page], object]] = {
        "scheme": lambda page: field(page, "Classes by").press("ArrowDown"),
        "palette": lambda page: field(page, "Palette").press("ArrowDown"),
        "place": lambda page: page.locator('path[data-adcode="650000"]').click(),
        "another place, by the ranking": lambda page: (
            page.locator(".atlas-rank-row").nth(3).click()
        ),
        "letting it go": lambda page: page.locator(".atlas-close").click(),
    }
    with watched(chromium, f"{app}/?lang=en&indicator=gdp-2020") as (page, _):
        for name, choose in choices.items():
            with subtests.test("first painted, then told", choice=name):
                page.evaluate("() => { log.length = 0; }")
                choose(page)
                page.wait_for_function("() => log.some(([what]) => what === 'received')")
                before = events(page)[: events(page).index("sent")]
                assert before.count("painted") >= 1
                assert "received" not in before
                assert before.index("chosen") < before.index("painted")
                quiet(page)
        with subtests.test("an order of the ranking is told to nobody"):
            page.evaluate("() => { log.length = 0; }")
            first = page.locator(".atlas-rank-row").first.inner_text()
            page.get_by_role("button", name="By name").click()
            assert page.locator(".atlas-rank-row").first.inner_text() != first
            page.wait_for_timeout(600)
            assert "sent" not in events(page)


@pytest.mark.parametrize("pause", [30, 200])
def test_no_answer_undoes_a_later_choice(chromium: Browser, app: str, pause: int) -> None:
    """Four quick changes that the browser makes itself, then four that the server must make."""
    with watched(chromium, f"{app}/?lang=en&indicator=gdp-2020") as (page, _):
        palette, k = field(page, "Palette"), field(page, "Number of classes")
        palette.focus()
        page.evaluate("() => { log.length = 0; }")
        wanted = palette.locator("option").nth(4).get_attribute("value") or ""
        press(page, "ArrowDown", pause)
        page.wait_for_url(f"**palette={wanted}**")
        quiet(page)
        expect(palette).to_have_value(wanted)
        shown = [more for what, _, more in page.evaluate("log") if what == "painted"]
        order = [text.split()[3] for text in shown]
        assert order == sorted(order, key=order.index)  # none comes again
        assert [one for i, one in enumerate(order) if one not in order[:i]][-1] == order[-1]
        assert order[-1] == wanted
        assert fills(the_map(page)) == expected(MapRequest("gdp-2020", palette=wanted))

        k.focus()
        press(page, "ArrowRight", pause)
        page.wait_for_url("**k=9**")
        quiet(page)
        expect(k).to_have_value("9")
        expect(page.locator(".atlas-legend")).to_contain_text("No data")
        assert fills(the_map(page)) == expected(MapRequest("gdp-2020", k=9, palette=wanted))


def press(page: Page, key: str, pause: int) -> None:
    for _ in range(4):
        page.keyboard.press(key)
        page.wait_for_timeout(pause)


def period_of(page: Page) -> str:
    return page.locator(".atlas-film").get_attribute("data-period") or ""


def test_quick_steps_through_a_film_land_on_their_date(
    chromium: Browser, app: str, subtests: pytest.Subtests
) -> None:
    indicator = load_indicator("5g-stations-region")
    address = f"{app}/rollout?lang=en&way=region&classes=all"
    with watched(chromium, address) as (page, _):
        slider = page.locator(".atlas-film-slider")
        for _ in range(60):
            if slider.evaluate("node => node === document.activeElement"):
                break
            page.keyboard.press("Tab")
        steps = (("ArrowLeft", 33), ("ArrowRight", 90), ("ArrowLeft", 200), ("ArrowRight", 33))
        at = len(indicator.periods) - 1
        for key, pause in steps:
            at += -4 if key == "ArrowLeft" else 4
            wanted = indicator.periods[at]
            with subtests.test("picture and address are of one date", key=key, pause=pause):
                press(page, key, pause)
                page.wait_for_function(SAYS, arg=[wanted, indicator.periods[-1]], timeout=20_000)
                page.wait_for_timeout(300)
                quiet(page)
                assert period_of(page) == wanted
                asked = MapRequest(indicator.id, period=wanted, classes_of="all")
                assert fills(the_map(page)) == expected(asked)
                assert json.dumps(wanted) in json.dumps(said(page))
                assert (
                    page.locator(".atlas-film-label").inner_text()
                    in page.locator("h1.atlas-title").inner_text()
                )


#: Whether the address says a period; the newest is left out.
SAYS = """([wanted, newest]) =>
    (new URLSearchParams(location.search).get("period") ?? newest) === wanted"""


def said(page: Page) -> dict[str, Any]:
    """What the address says; the newest period stands in it too, or is left out."""
    found: dict[str, Any] = page.evaluate(
        "() => Object.fromEntries(new URLSearchParams(location.search))"
    )
    return {"period": load_indicator("5g-stations-region").periods[-1]} | found
