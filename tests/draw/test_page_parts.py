"""Parts of the page's map with real keys and clicks: the list of indicators, the ranking, steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import chromium
from tests.gathered import gathered
from tests.scripts import Script, js, sheet

__all__ = ["chromium", "js", "sheet"]

pytestmark = pytest.mark.browser


@gathered(
    ("key", "at", "count", "to"),
    [
        ("ArrowDown", 0, 3, 1),
        ("ArrowDown", 2, 3, 2),
        ("ArrowDown", -1, 3, 0),
        ("ArrowUp", 2, 3, 1),
        ("ArrowUp", 0, 3, 0),
        ("ArrowUp", -1, 3, 0),
        ("Home", 2, 3, 0),
        ("End", 0, 3, 2),
        ("End", 0, 0, None),
        ("ArrowDown", -1, 0, None),
        ("Enter", 1, 3, None),
        ("ArrowLeft", 1, 3, None),
    ],
)
def test_a_key_leads_through_a_list(
    js: Script, key: str, at: int, count: int, to: int | None
) -> None:
    script = "({ moved }, [key, at, count]) => moved(key, at, count)"
    assert js(script, [key, at, count]) == to


# -- the order of a ranking -----------------------------------------------------------------------


def order(
    js: Script, places: Sequence[tuple[str, float | None]], by: str, *, falling: bool, lang: str
) -> list[str]:
    """Names in the order in which the ranking has them; ranks as Python gives them."""
    values = [value for _, value in places]
    present = [value for value in values if value is not None]
    given: dict[str, Any] = {
        "order": {"by": by, "falling": falling},
        "shown": {
            "adcodes": [str(i) for i in range(len(places))],
            "frame": {
                "figures": [None if v is None else f"{v:g}" for v in values],
                "bars": [
                    None if v is None else round(1000 * v / max(map(abs, present))) for v in values
                ],
                "ranks": [
                    None if v is None else 1 + sum(other > v for other in present) for v in values
                ],
            },
            "message": {
                "language": lang,
                "places": {str(i): {"name": name} for i, (name, _) in enumerate(places)},
            },
        },
    }
    script = """({ ordered }, { shown, order }) =>
        ordered(shown, order).map(i => shown.message.places[i].name)"""
    found: list[str] = js(script, given)
    return found


FIGURES = (("b", 10_000.1), ("d", -5.0), ("a", 10_000.2), ("x", None), ("c", 7.0), ("e", 7.0))


def test_a_ranking_is_ordered_by_the_figures_and_not_by_their_bars(js: Script) -> None:
    """Two figures that make the same bar keep their order, equal ones that of the places, and a
    place without a figure is left out."""
    falling = order(js, FIGURES, "value", falling=True, lang="en")
    assert falling == ["a", "b", "c", "e", "d"]
    rising = order(js, FIGURES, "value", falling=False, lang="en")
    assert rising == ["d", "c", "e", "b", "a"]


def test_names_are_in_the_order_of_their_language(js: Script) -> None:
    names = [("重庆", 1.0), ("安徽", 2.0), ("浙江", 3.0), ("北京", 4.0), ("上海", None)]
    found = order(js, names, "name", falling=False, lang="zh")
    assert found == ["安徽", "北京", "重庆", "浙江"]  # by sound, and 重 is chóng here
    english = [("Ürümqi", 1.0), ("Anhui", 2.0), ("zhejiang", 3.0), ("Beijing", 4.0)]
    assert order(js, english, "name", falling=True, lang="en") == [
        "zhejiang", "Ürümqi", "Beijing", "Anhui",
    ]  # fmt: skip


# -- the list of indicators -----------------------------------------------------------------------


ITEMS = [
    ["area", "Area (computed)", "places", "area (computed)\n面积\nplaces\n地区\nkm2"],
    ["density", "Population density", "places", "population density\n人口密度\nplaces\n地区"],
    ["gdp", "Gross domestic product", "economy", "gross domestic product\n生产总值\neconomy\n经济"],
    ["share", "Share of projects", "economy", "share of projects\n项目占比\neconomy\n经济\n%"],
]
GROUPS = [["places", "Places", "Where and how large"], ["economy", "Economy", ""]]


@pytest.fixture
def listbox(sheet: Page, js: Script) -> Page:
    """A list of four between two buttons; what is chosen is painted as the page does it."""
    js(
        """({ Listbox }, [items, groups]) => {
            const said = {
                label: "Indicator", search: "Find", none: "none", found: "{count} found",
            };
            document.body.replaceChildren();
            const button = (text) => Object.assign(document.createElement("button"),
                { textContent: text });
            const box = document.createElement("div");
            document.body.append(button("before"), box, button("after"));
            window.told = [];
            const list = new Listbox(box, (id) => {
                told.push(id);
                list.paint(items, groups, id, said);
            });
            list.paint(items, groups, "density", said);
        }""",
        [ITEMS, GROUPS],
    )
    sheet.get_by_text("before").click()
    sheet.keyboard.press("Tab")
    return sheet


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Indicator")


def active(page: Page) -> str:
    """The option that the keys have reached."""
    id_ = page.get_by_role("combobox", name="Find").get_attribute("aria-activedescendant")
    return page.locator(f"#{id_}").inner_text() if id_ else ""


def test_the_list_is_used_with_keys_alone(listbox: Page) -> None:
    page, keys = listbox, listbox.keyboard
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_text("Population density")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    keys.press("ArrowDown")  # opens on what is chosen
    assert active(page) == "Population density"
    expect(page.get_by_role("option", selected=True)).to_have_text("Population density")
    keys.press("ArrowDown")
    assert active(page) == "Gross domestic product"
    keys.press("End")
    keys.press("ArrowDown")
    assert active(page) == "Share of projects"
    keys.press("Home")
    assert active(page) == "Area (computed)"
    assert page.evaluate("told") == []
    keys.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field(page)).to_have_text("Population density")
    keys.press("Enter")
    keys.press("End")
    keys.press("Enter")
    assert page.evaluate("told") == ["share"]
    expect(field(page)).to_have_text("Share of projects")
    expect(field(page)).to_be_focused()
    keys.press(" ")
    expect(page.get_by_role("combobox", name="Find")).to_be_focused()
    keys.press("Enter")  # the same again tells nothing
    assert page.evaluate("told") == ["share"]
    keys.press("Tab")
    expect(page.get_by_text("after")).to_be_focused()


def offered(page: Page) -> list[str]:
    return page.locator(".atlas-option:visible").all_inner_texts()


def test_typed_letters_search_titles_groups_and_units_in_both_languages(listbox: Page) -> None:
    page, keys = listbox, listbox.keyboard
    keys.type("gross d")  # a space that is typed chooses nothing
    assert active(page) == "Gross domestic product"
    assert offered(page) == ["Gross domestic product"]
    expect(page.get_by_role("status")).to_have_text("1 found")
    expect(page.get_by_role("group", name="Places: Where and how large")).to_be_hidden()
    for words, found in (
        ("PROJECT", ["Share of projects"]),
        ("populations", ["Population density"]),
        ("人口", ["Population density"]),
        ("经济", ["Gross domestic product", "Share of projects"]),
        ("km²", ["Area (computed)"]),
        ("economy %", ["Share of projects"]),
        ("zz", []),
    ):
        keys.press("Control+a")
        keys.insert_text(words)
        assert offered(page) == found, words
        assert active(page) == (found[0] if found else "")
    expect(page.get_by_role("status")).to_have_text("none")
    keys.press("Enter")  # chooses nothing
    assert page.evaluate("told") == []
    expect(field(page)).to_be_focused()
    keys.type("p")
    assert active(page) == "Population density"  # which begins so, though others have it
    keys.press("ArrowDown")
    keys.press("Enter")
    assert page.evaluate("told") == ["gdp"]


def test_a_list_that_is_left_is_closed_and_tells_nothing(listbox: Page) -> None:
    page = listbox
    field(page).click()
    expect(page.get_by_role("listbox")).to_be_visible()
    page.get_by_text("after").click()
    expect(page.get_by_role("listbox")).to_be_hidden()
    field(page).click()
    page.get_by_text("Economy").click()  # a group is no option
    expect(page.get_by_role("listbox")).to_be_visible()
    page.mouse.click(790, 590)
    expect(page.get_by_role("listbox")).to_be_hidden()
    field(page).click()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.evaluate("told") == []
    field(page).click()
    page.get_by_role("option", name="Area").click()
    assert page.evaluate("told") == ["area"]
    expect(field(page)).to_be_focused()
