"""Squares and circles on every medium: the map's colours, names inside, nothing of geography."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from geo.draw import Style, browser_geometry, browser_message, draw_html
from geo.export.data import to_json
from geo.export.formats import export
from geo.export.periods import build_periods
from geo.maps import MapRequest, frames_of
from geo.model import Choropleth, DrawingError, GeoError
from tests.draw.checks import faults
from tests.pictures import a_map, a_scene, labels_of, places_of, read_svg

SIZES = ((1920, 1080), (1080, 1080), (1600, 1200), (900, 700))


def tiles(language: Any = "en") -> Choropleth:
    return a_map("gdp-2020", language, arrangement="tiles")


def circles(language: Any = "en") -> Choropleth:
    return a_map("gdp-per-person", language, arrangement="dorling", sized_by="population-2020")


def colours(choropleth: Choropleth) -> dict[str, str]:
    return {place["adcode"]: place["colour"] for place in to_json(choropleth)["places"]}


@pytest.mark.parametrize("make", [tiles, circles])
def test_every_medium_has_the_colours_of_the_data(make: Any) -> None:
    shown = make()
    wanted = colours(shown)
    (group,) = a_scene(shown).of("map")
    fills = {item.id: item.fill for item in group.items if getattr(item, "name", "")}
    assert fills == wanted
    svg = read_svg(export(shown, "svg")).fills
    known = {o.adcode for o in shown.places if o.value is not None}
    assert {adcode: svg[adcode] for adcode in known} == {a: wanted[a] for a in known}
    places = browser_message(shown)["places"]
    assert {adcode: place["fill"] for adcode, place in places.items()} == wanted
    features = json.loads(export(shown, "geojson"))["features"]
    assert {f["id"]: f["properties"]["colour"] for f in features} == wanted
    arrangement = shown.layer.boundaries.arrangement
    assert {f["properties"]["arrangement"] for f in features} == {arrangement}


@pytest.mark.parametrize("make", [tiles, circles])
def test_there_is_no_inset_no_scale_bar_and_no_island_far_away(make: Any) -> None:
    scene = a_scene(make())
    assert not scene.of("inset")
    assert not scene.of("scale-bar")
    assert browser_geometry(make().layer.boundaries)["inset"] is None


@pytest.mark.parametrize(("language", "size"), [*zip(("zh", "en", "zh", "en"), SIZES, strict=True)])
def test_each_square_has_its_name_and_figure_inside(language: str, size: tuple[int, int]) -> None:
    shown = tiles(language)
    scene = a_scene(shown, size)
    labels, squares = labels_of(scene), places_of(scene)
    assert set(labels) == set(squares) == set(shown.layer.boundaries.adcodes)
    for adcode, words in labels.items():
        assert shapely.contains(squares[adcode], words.box.grown(-2).polygon), adcode
    assert len({words.size for words in labels.values()}) == 1
    figures = [o.adcode for o in shown.places if o.value is not None]
    assert all(any(c.isdigit() for c in labels[adcode].lines[-1]) for adcode in figures)
    assert not faults(scene, Style(size=size))


@pytest.mark.parametrize(("language", "size"), [*zip(("en", "zh", "en", "zh"), SIZES, strict=True)])
def test_circles_are_named_and_nothing_overlaps(language: str, size: tuple[int, int]) -> None:
    scene = a_scene(circles(language), size)
    assert not faults(scene, Style(size=size))
    for adcode, words in labels_of(scene).items():
        place = places_of(scene)[adcode]
        assert shapely.contains(place.buffer(2), words.box.grown(-3).polygon), adcode


def test_names_alone_or_none_at_all_can_be_written() -> None:
    names = labels_of(a_scene(tiles(), labels="names"))
    assert all(not any(c.isdigit() for c in words.text) for words in names.values())
    assert not labels_of(a_scene(tiles(), labels="none"))


@pytest.mark.parametrize("look", [{"crop": ("110000",)}, {"maritime": True}])
def test_what_is_of_a_map_is_refused_by_name(look: dict[str, Any]) -> None:
    with pytest.raises(GeoError, match=f"{next(iter(look))} does not go with a tile grid"):
        a_scene(tiles(), **look)


def test_a_film_in_html_needs_one_set_of_circles() -> None:
    request = MapRequest("population", arrangement="dorling")
    plate = build_periods(request, ("2015", "2020"))
    assert len(frames_of(plate)) == 2
    with pytest.raises(DrawingError, match="each period has its own circles"):
        draw_html(plate.maps[-1], frames=plate.maps)
    areas = [sum(p.area for p in places_of(a_scene(one)).values()) for one in plate.maps]
    assert areas[0] != areas[1]


def test_a_square_in_a_browser_has_its_figure_too() -> None:
    place = browser_message(tiles())["places"]["150000"]
    assert place["label"][:2] == ["Inner", "Mongolia"]
    assert any(c.isdigit() for c in place["label"][-1])
