"""The page *5G rollout*: three ways that are never mixed, scenarios, and periods that play."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Locator
from streamlit.testing.v1 import AppTest

from geo.indicators.derive import load_indicator
from geo.indicators.scenario import covered_places
from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from geo.model.numbers import format_period
from geo.tables.indicator import Joined, join_work
from geo.tables.work import Work, open_bytes
from geo.ui.choices import DONE
from tests.browser import READS, app, chromium, the_map, visit
from tests.gathered import gathered
from tests.ui.shown import choose, data_of, shown
from tests.ui.test_pages import everything, open_page, open_part, table_of

__all__ = ["app", "chromium"]

WAYS = ("region", "percent", "announced", "estimated", "scenario")
HAN = re.compile("[\u4e00-\u9fff]")

PAGE = """
import streamlit as st
from geo.ui import rollout
st.session_state.setdefault("lang", "{language}")
rollout.show()
"""


def opened(language: str = "en", **address: str) -> AppTest:
    page = AppTest.from_string(PAGE.format(language=language), default_timeout=60)
    for key, value in address.items():
        page.query_params[key] = value
    return page.run()


@gathered("language", ["en", "zh"])
@gathered("way", WAYS)
def test_every_way_is_drawn_with_its_source(way: str, language: str) -> None:
    page = opened(language, way=way)
    assert not page.exception
    assert not page.error
    assert page.get("vega_lite_chart")
    told = everything(page)
    if language == "en":
        blocks = [block.proto.body for block in page.get("html")]
        # The table below the map cites sources by the titles they have.
        assert not any(HAN.search(body) for body in blocks if "class=figures" not in body)
        assert not HAN.search(shown(page).words)
    if way in ("region", "percent"):
        assert ("MIIT" if language == "en" else "工业和信息化部") in told
    if way in ("estimated", "scenario"):
        assert ("estimated" if language == "en" else "估算") in told
        tables = [list(frame.value.columns) for frame in page.dataframe]
        assert any(("Announced" if language == "en" else "公布数") in t for t in tables)


def test_regions_are_related_to_people() -> None:
    page = opened(way="region", per="population")
    assert not page.exception
    assert not page.error
    assert "per million people" in shown(page).title


def test_announced_figures_are_narrowed_by_status_and_date() -> None:
    page = opened(way="announced")
    page.multiselect(key="rollout statuses en").select("derived").run()
    assert not page.exception
    assert set(shown(page).ranking) == {"Inner Mongolia", "Hebei"}
    page.multiselect(key="rollout dates en").select("2020-09-25").run()
    assert page.warning[0].value.startswith("No announced figure meets this choice")


@pytest.mark.parametrize("key", ["gdp-2020", "area"])
def test_the_key_changes_the_estimates_and_the_address(key: str) -> None:
    page = opened(way="estimated", by=key, period="2020-02")
    assert not page.exception
    stations = load_indicator("5g-stations-estimated").numbers("2020-02")
    largest = f"{max(stations):,.0f}"
    assert largest not in shown(page).ranking.values()
    assert page.query_params["by"] in (key, [key])
    assert page.query_params["period"] in ("2020-02", ["2020-02"])


def test_a_scenario_lives_in_the_address() -> None:
    page = opened(way="scenario", total="718000", by="gdp-2020", cost="100000", measure="cost")
    assert not page.exception
    assert "Cost of 5G base stations for a national total of 718,000" in shown(page).words
    assert "71.800 billion yuan" in everything(page)
    assert page.query_params["total"] in ("718000", ["718000"])


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ({"controls": "2022-02"}, "add up to 1,506,000"),
        ({"date": "soon"}, "write a year, a month or a day"),
    ],
)
def test_what_cannot_be_planned_is_said_and_the_map_stays(
    address: dict[str, str], message: str
) -> None:
    page = opened(way="scenario", **address)
    assert not page.exception
    assert message in page.error[0].value
    assert "650,000" in shown(page).words


def test_a_target_is_written_or_slid() -> None:
    page = opened(way="scenario")
    page.slider(key="total slider").set_value(718_000).run()
    assert not page.exception
    assert page.number_input(key="total").value == 718_000
    assert "718,000" in shown(page).words
    page.number_input(key="total").set_value(718_001).run()
    assert "718,001" in shown(page).words
    page.number_input(key="total").set_value(9_000_000).run()  # beyond the slider
    assert not page.exception
    assert "9,000,000" in shown(page).words


def test_estimates_meet_the_regions_where_they_are_known() -> None:
    page = open_part(opened(way="estimated", period="2024-06"), "table", page="rollout")
    page.toggle(key="controlled").set_value(True).run()
    assert not page.exception
    assert not page.error
    values = {row["Province"]: row["Value"] for row in table_of(page)}
    northeast = (values[name] for name in ("Liaoning", "Jilin", "Heilongjiang"))
    assert sum(int(value.replace(",", "")) for value in northeast) == 245_000


def test_totals_that_are_none_are_said() -> None:
    page = opened(way="scenario")
    for total in (0, -5, 10**9 + 1):
        page.number_input(key="total").set_value(total).run()
        assert not page.exception
        assert "above zero and no more than 1,000,000,000" in page.error[0].value


def joined(rows: str) -> Joined:
    """A table of the user's as the page *Your data* leaves it behind."""
    return join_work(Work(open_bytes(rows.encode(), "mine.csv")))


def test_a_table_of_ones_own_is_a_key() -> None:
    names = [name.zh for name in covered_places().values()]
    rows = "\n".join(["省份,站址数", *(f"{name},{i + 1}" for i, name in enumerate(names))])
    page = AppTest.from_string(PAGE.format(language="en"), default_timeout=60)
    page.query_params["way"] = "scenario"
    page.session_state[DONE] = joined(rows)
    page.query_params["by"] = "own"
    page.query_params["total"] = "496"  # 1 + 2 + … + 31
    page.session_state["below rollout"] = "table"
    page.run()
    assert not page.exception
    assert not page.error
    values = [row["Value"] for row in table_of(page)]
    assert sorted(int(value) for value in values if value != "No data") == list(range(1, 32))


def test_a_table_with_gaps_is_refused_or_they_are_left_out() -> None:
    page = AppTest.from_string(PAGE.format(language="en"), default_timeout=60)
    page.query_params["way"] = "scenario"
    page.session_state[DONE] = joined("省份,站址数\n安徽,1\n河北,2\n山东,1\n")
    page.query_params["by"] = "own"
    page.run()
    assert "no figure of Beijing, Tianjin" in page.error[0].value
    page.selectbox(key="missing en").select("leave_out").run()
    assert not page.error
    assert not page.exception
    assert "162,500" in shown(page).words  # a quarter of 650,000


def test_two_scenarios_are_compared() -> None:
    page = opened(way="scenario", total="650000")
    page.button(key="keep").click().run()
    page.number_input(key="total").set_value(718_000).run()
    page.get("button_group")  # the measures
    page.session_state["measure"] = "difference"
    page.run()
    assert not page.exception
    assert not page.error
    first, second = "total of 718,000 (estimated)", "total of 650,000 (estimated)"
    assert f"Difference between 5G base stations for a national {first}" in shown(page).title
    assert f"and 5G base stations for a national {second}" in shown(page).title


@pytest.mark.parametrize("way", ["region", "estimated"])
def test_all_periods_are_exported_side_by_side(way: str) -> None:
    page = opened(way=way)
    open_part(page, "export", page="rollout")
    page.toggle(key="export rollout all_periods en").set_value(True).run()
    assert not page.exception
    assert not page.error
    assert len(page.get("image")) == 1
    assert "All periods (ZIP of PNG)" in page.selectbox(key="more_files en").options


def test_a_period_has_its_own_classes_until_all_are_asked_for() -> None:
    page = opened(way="region")
    assert data_of(page)["look"]["classes"] is False
    assert "classes" not in page.query_params
    choose(page, classes=True)
    assert not page.exception
    assert page.query_params["classes"] in ("all", ["all"])
    assert data_of(opened(way="region", classes="all"))["look"]["classes"] is True


def period_of(frame: Locator) -> str:
    return frame.page.locator(".atlas-film:visible").get_attribute("data-period") or ""


def at(frame: Locator, period: str) -> None:
    frame.page.locator(f'.atlas-film[data-period="{period}"]:visible').wait_for(timeout=30_000)


#: Keeps what is shown at each period: on a busy machine a test would look too late.
WATCH = """film => {
  window.shownAt = {};
  new MutationObserver(() => requestAnimationFrame(() => {
    const paths = [...film.ownerDocument.querySelectorAll("path[data-adcode]")];
    window.shownAt[film.dataset.period] = Object.fromEntries(
      paths.map((path) => [path.dataset.adcode, path.getAttribute("fill")]),
    );
  })).observe(film, { attributes: true });
}"""


@pytest.mark.slow(reads=READS)
@pytest.mark.browser
def test_the_timeline_plays_with_the_fills_of_every_date(chromium: Browser, app: str) -> None:
    indicator = load_indicator("5g-stations-region")
    expected = {
        p: {o.adcode: c.colour_of(o) for o in c.places if o.value is not None}
        for p in indicator.periods
        for c in [build(MapRequest(indicator.id, period=p, classes_of="all"))]
    }
    assert len({json.dumps(colours, sort_keys=True) for colours in expected.values()}) > 3
    with visit(chromium, f"{app}/rollout?lang=en&way=region&classes=all") as (page, seen):
        frame = the_map(page)
        first, before, last = indicator.periods[0], *indicator.periods[-2:]
        at(frame, last)
        film = page.locator(".atlas-film:visible")
        film.evaluate(WATCH)
        page.get_by_role("button", name="Play").click()
        page.get_by_role("button", name="Pause").wait_for()
        # It comes to its end, and the page follows.
        page.get_by_role("button", name="Play").wait_for(timeout=60_000)
        shown = film.evaluate("() => window.shownAt")
        assert list(shown) == list(indicator.periods)
        for period, colours in expected.items():
            assert {a: shown[period][a] for a in colours} == colours, period
        page.locator(".atlas-film-slider:visible").click()  # which has the focus then
        page.keyboard.press("End")
        page.keyboard.press("ArrowLeft")
        at(frame, before)
        page.get_by_role("heading", name=format_period(before, "en")).wait_for()
        assert period_of(frame) == before
        page.keyboard.press("Home")
        at(frame, first)
        page.get_by_role("heading", name=format_period(first, "en")).wait_for()
        page.wait_for_url(f"**period={first}**")
        assert seen.console == []
        assert seen.refused == []


@pytest.mark.slow(reads=READS)
@pytest.mark.browser
def test_hovering_a_province_names_the_region_the_figure_belongs_to(
    chromium: Browser, app: str
) -> None:
    with visit(chromium, f"{app}/rollout?lang=zh&way=region") as (page, _):
        frame = the_map(page)
        frame.locator('path[data-part="340000"]').hover()
        tip = frame.locator(".atlas-tip")
        assert tip.locator("strong").inner_text() == "安徽"
        assert tip.locator("div").first.inner_text().startswith("中部地区：887,000")
        frame.locator('path[data-part="340000"]').click()
        page.get_by_role("heading", name="中部地区").wait_for()


@pytest.mark.slow(reads=READS)
@pytest.mark.browser
def test_playing_asks_nothing_of_the_server(chromium: Browser, app: str) -> None:
    with visit(chromium, f"{app}/rollout?lang=en&way=estimated&period=2019-12&classes=all") as (
        page,
        _,
    ):
        sent: list[object] = []
        page.on(
            "websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame))
        )
        page.reload()
        frame = the_map(page)
        at(frame, "2019-12")
        page.wait_for_timeout(1500)
        assert sent  # what the page does say to the server is seen
        page.locator(".atlas-film:visible").hover()  # which fetches the frames
        page.wait_for_timeout(3000)
        page.on("request", lambda request: sent.append(request))
        sent.clear()
        heading = page.get_by_role("heading", name="December 2019")
        page.get_by_role("button", name="Play").click()
        page.locator('.atlas-film:not([data-period="2019-12"]):visible').wait_for()
        assert sent == []
        assert heading.is_visible()  # the page's words wait until the film stands still
        page.get_by_role("button", name="Pause").click()
        stands = format_period(period_of(frame), "en")
        page.get_by_role("heading", name=stands).wait_for()
        for _ in range(100):
            if sent:
                break
            page.wait_for_timeout(50)
        assert sent


def test_the_page_is_in_the_navigation() -> None:
    assert not open_page(lang="zh").exception


def test_words_of_the_address_are_no_markup() -> None:
    page = opened(way="scenario", date="![x](http://x.test/a.png)")
    assert not page.exception
    assert "![x](" not in page.error[0].value
    assert "x.test" in page.error[0].value
