"""The legend of two indicators, and what a picture of them has."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright.sync_api import Browser, expect

from geo.draw import Style, browser_message
from geo.draw.elements.ink import ink_on
from geo.draw.scene import Area, Scene, Words
from geo.export.data import to_json
from geo.export.formats import export
from geo.maps import lightness
from geo.model import LANGUAGES, Choropleth, GeoError
from tests.browser import chromium, visit
from tests.draw.checks import faults
from tests.maps.test_palette_colours import distance
from tests.pictures import a_map, a_scene, read_svg
from tests.slow import up_to

__all__ = ["chromium"]


def pair(language: Any = "en", **wish: Any) -> Choropleth:
    return a_map("gdp-per-person", language, against="population-density", **wish)


@cache
def bare(language: Any = "en", theme: Any = "light") -> Scene:
    """A picture without labels, which take most of the time."""
    return a_scene(pair(language), theme=theme, labels="none")


def fields_of(scene: Scene) -> list[Area]:
    return [item for item in scene.items("legend") if isinstance(item, Area)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_square_has_a_field_for_each_pair_in_its_colour_with_its_count(language: str) -> None:
    shown = pair(language)
    scene = bare(language)
    entries = [entry for entry in shown.legend if entry.kind == "class"]
    fields = fields_of(scene)
    assert [field.fill for field in fields] == [entry.colour for entry in entries]
    words = [item for item in scene.items("legend") if isinstance(item, Words)]
    for field, entry in zip(fields, entries, strict=True):
        inside = [w for w in words if shapely.contains_xy(field.geometry, w.x, w.y)]
        assert [w.text for w in inside] == [str(entry.count)]
        assert inside[0].colour == ink_on(str(field.fill))
    assert not any(
        a.geometry.intersection(b.geometry).area > 1
        for i, a in enumerate(fields)
        for b in fields[i + 1 :]
    )


def test_the_first_rises_to_the_right_and_the_second_to_the_left() -> None:
    fields = fields_of(bare())
    x = [field.geometry.centroid.x for field in fields]
    y = [field.geometry.centroid.y for field in fields]
    assert x[2] > x[0] > x[6]
    assert y[8] < y[2] < y[0]
    assert y[2] == pytest.approx(y[6])
    (words,) = [
        item
        for item in bare().items("legend")
        if isinstance(item, Words) and item.text.startswith("↗")
    ]
    assert "GDP per person" in words.text


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [
        ("en", "light", (1920, 1080)),
        ("zh", "dark", (1080, 1080)),
        ("en", "dark", (1240, 1754)),
        ("zh", "light", (1600, 1000)),
    ],
)
def test_nothing_overlaps_or_is_too_small(language: str, theme: Any, size: tuple[int, int]) -> None:
    style = Style(size=size, theme=theme)
    assert not faults(a_scene(pair(language), size, theme=theme), style)


def test_places_have_the_colours_of_the_data_on_every_medium() -> None:
    shown = pair()
    wanted = {place["adcode"]: place["colour"] for place in to_json(shown)["places"]}
    (group,) = bare().of("map")
    assert {i.id: i.fill for i in group.items if isinstance(i, Area) and i.name} == wanted
    svg, known = read_svg(export(shown, "svg")).fills, {o.adcode for o in shown.places if o.value}
    assert {adcode: svg[adcode] for adcode in known} == {a: wanted[a] for a in known}
    places = browser_message(shown)["places"]
    assert {adcode: place["fill"] for adcode, place in places.items()} == wanted


def test_who_points_at_a_place_is_told_both_figures() -> None:
    lines = browser_message(pair())["places"]["110000"]["lines"]
    assert "164,904" in lines[0]
    assert "GDP per person" in lines[0]
    assert "1,333.9" in lines[1]
    assert "Population density" in lines[1]
    (group,) = bare().of("map")
    told = next(i.told for i in group.items if isinstance(i, Area) and i.id == "110000")
    assert "164,904" in told
    assert "1,333.9" in told


def test_on_a_dark_ground_light_is_where_both_are_high_and_hues_stay() -> None:
    light, dark = (
        [str(field.fill) for field in fields_of(bare(theme=theme))] for theme in ("light", "dark")
    )
    assert lightness(dark[8]) == max(map(lightness, dark))
    assert lightness(dark[0]) == min(map(lightness, dark))
    for corner in (2, 6):
        assert distance(dark[corner], light[corner], "normal") < 5


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ({"strip": True}, "strip"),
        ({"theme": "grey"}, "theme grey"),
        ({"legend": "horizontal"}, "legend horizontal"),
        ({"detail": "histogram"}, "detail histogram"),
        ({"labels": "values"}, "labels values"),
        ({"labels": "both"}, "labels both"),
    ],
)
def test_what_a_picture_of_two_cannot_have_is_refused(look: dict[str, Any], told: str) -> None:
    with pytest.raises(GeoError, match=f"{told} does not go with a map of two indicators"):
        a_scene(pair(), **look)


@pytest.mark.browser
@pytest.mark.slow(reads=up_to("export"))
def test_the_square_of_an_html_file_shows_the_places_of_a_field(
    chromium: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "pair.html"
    path.write_bytes(export(pair(), "html"))
    with visit(chromium, path.as_uri()) as (page, _):
        fields = page.locator(".atlas-pair-field")
        expect(fields).to_have_count(9)
        expect(page.locator(".atlas-pair-side").first).to_contain_text("↖ Population density")
        expect(page.locator("#table thead")).to_contain_text("Population density")
        top = fields.nth(2)  # of the first row laid out: the highest of both
        expect(top).to_have_attribute("aria-label", f"{top.get_attribute('title')}: 6")
        top.click()
        expect(top).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        expect(top).to_have_attribute("aria-pressed", "false")
        page.keyboard.press("Escape")
        expect(page.locator(".atlas-pair-field[aria-pressed=true]")).to_have_count(0)
