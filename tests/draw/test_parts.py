"""Pictures of a part of the country, and of the country by prefecture and county."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import shapely

from geo.draw.composition import compose
from geo.draw.scene import Area, Scene, Words
from geo.draw.style import Style
from geo.export.formats import export
from geo.indicators.derive import load_indicator
from geo.maps.pipeline import draw_indicator
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest
from geo.model.maps import Choropleth
from geo.model.values import Observation
from geo.places.parts import load_level
from tests.draw.test_slide import opened
from tests.pictures import a_map, a_scene, callouts_of, labels_of

PALE = "#ebebeb"
ANHUI, HAINAN, SHANGHAI, SANSHA = "340000", "460000", "310000", "460300"


@cache
def by_county(within: str, language: Any = "en") -> Choropleth:
    """Counties with figures of one's own: each its number in the order of the codes."""
    places = load_level("county", within)
    values = tuple(
        Observation(adcode, "2024", float(i + 1), "reported")
        for i, adcode in enumerate(places.adcodes)
    )
    figures = replace(load_indicator("population-2020"), values=values, boundaries="counties")
    return draw_indicator(figures, MapRequest("", language=language), boundaries=places)


def areas_of(scene: Scene) -> dict[str, Area]:
    return {item.id: item for item in scene.items("map") if isinstance(item, Area) and item.name}


def check_part(scene: Scene, choropleth: Choropleth) -> None:
    """The places in their colours, all else pale, and no word over another or over a place that is
    not its own."""
    unit, areas = scene.unit, areas_of(scene)
    places = {o.adcode: areas[o.adcode].geometry for o in choropleth.places}
    assert {a: areas[a].fill for a in places} == {
        o.adcode: choropleth.colour_of(o) for o in choropleth.places
    }
    around = {name: area for name, area in areas.items() if name not in places}
    assert around
    assert {area.fill for area in around.values()} == {PALE}
    assert not any(area.hatch for area in around.values())
    labels, callouts = labels_of_map(scene), callouts_of(scene)
    for a, b in itertools.combinations([*(w.box for w in labels.values()), *callouts.values()], 2):
        assert not a.grown(-0.1 * unit).overlaps(b)
    for adcode, words in labels.items():
        inner = words.box.grown(-3 * unit).polygon
        assert shapely.contains(places[adcode].buffer(unit), inner), adcode
    land = list(places.values())
    enlarged = [group.box for group in scene.of("enlarged") if group.box]
    for box in (*callouts.values(), *enlarged):
        assert not shapely.intersects(land, box.polygon).any()
    pale = [w for w in scene.items("neighbours") if isinstance(w, Words)]
    for words, box in itertools.product(pale, [*callouts.values(), *enlarged]):
        assert not words.box.overlaps(box)


def labels_of_map(scene: Scene) -> dict[str, Words]:
    """Labels on the map itself, without those of enlargements."""
    return {
        words.id.removeprefix("label-"): words
        for words in scene.items("labels")
        if isinstance(words, Words) and words.id.startswith("label-")
    }


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Census population by prefecture, Anhui, 2020"),
        ("zh", "2020年安徽分地市普查常住人口"),
    ],
)
def test_a_province_by_prefecture_has_its_surroundings_pale(language: Any, title: str) -> None:
    choropleth = a_map("population-2020", language, within=ANHUI)
    scene = a_scene(choropleth)
    assert scene.title == title
    check_part(scene, choropleth)
    assert labels_of(scene).keys() | callouts_of(scene).keys() == {
        o.adcode for o in choropleth.places
    }
    (bar,) = scene.of("scale-bar")
    assert [w.text for w in bar.items if isinstance(w, Words)] == [
        "100 km" if language == "en" else "100千米"
    ]
    counts = [w.text for w in scene.items("legend") if isinstance(w, Words) and w.text.isdigit()]
    assert sum(map(int, counts)) == 16
    assert not scene.of("inset")
    names = {w.text for w in scene.items("neighbours") if isinstance(w, Words)}
    assert ("Jiangsu" if language == "en" else "江苏") in names


@pytest.mark.parametrize(
    ("within", "where"),
    [("110000", "北京市分区"), ("820000", "澳门分堂区"), ("340100", "合肥分县区")],
)
def test_counties_are_called_what_they_are(within: str, where: str) -> None:
    assert by_county(within, "zh").title == f"2024年{where}普查常住人口"


def test_small_places_in_a_crowd_are_drawn_larger() -> None:
    choropleth = by_county(SHANGHAI)
    scene = a_scene(choropleth)
    check_part(scene, choropleth)
    (enlarged,) = scene.of("enlarged")
    assert enlarged.placement is not None
    (whole,) = scene.of("map")
    assert whole.placement is not None
    assert enlarged.placement.scale > 1.6 * whole.placement.scale
    fills = {
        i.id.rpartition("-")[2]: i.fill for i in enlarged.items if isinstance(i, Area) and i.name
    }
    huangpu = next(o for o in choropleth.places if o.adcode == "310101")
    assert fills["310101"] == choropleth.colour_of(huangpu)
    named = labels_of(scene).keys() | callouts_of(scene).keys()
    assert named == {o.adcode for o in choropleth.places}
    assert not a_scene(choropleth, labels="none").of("enlarged")


def test_only_hainan_has_the_inset_and_sansha_is_all_islands() -> None:
    hainan = a_map("population-2020", "zh", within=HAINAN)
    scene = a_scene(hainan)
    check_part(scene, hainan)
    assert scene.of("inset")
    (group,) = scene.of("map")
    assert group.clip is not None
    island = shapely.union_all([areas_of(scene)[a].geometry for a in ("460100", "460200")])
    assert island.bounds[3] - island.bounds[1] > 0.7 * group.clip.height  # the main island fills it
    sansha = a_scene(by_county(SANSHA))
    assert not sansha.of("inset")
    assert {"460301", "460302"} <= areas_of(sansha).keys()


def test_the_country_by_prefecture_names_the_largest_and_marks_provinces() -> None:
    choropleth = a_map("population-2020", "zh", level="prefecture")
    scene = a_scene(choropleth)
    areas = areas_of(scene)
    assert len(areas) == 370
    assert scene.of("inset")
    assert not callouts_of(scene)
    assert 20 < len(labels_of(scene)) < 120
    for adcode, words in labels_of(scene).items():
        inner = words.box.grown(-3 * scene.unit).polygon
        assert shapely.contains(areas[adcode].geometry.buffer(scene.unit), inner), adcode
    widths = {area.stroke.width for area in areas.values() if area.stroke}
    assert max(widths) < 0.7 * scene.unit
    upper = {i.id for i in scene.items("map") if isinstance(i, Area) and "upper" in i.id}
    assert len(upper) == 34
    assert "upper-340000" in upper


def test_a_slide_has_a_shape_of_each_unit_and_a_table_only_of_few() -> None:
    choropleth = a_map("population-2020", "en", within=ANHUI)
    deck = opened(export(choropleth, "pptx"))
    assert len(deck.slides) == 2
    (group,) = (shape for shape in deck.slides[0].shapes if shape.name == "map")
    names = {shape.name for shape in group.shapes}
    assert {f"{choropleth.layer.boundaries.names[o.adcode].zh}" for o in choropleth.places} <= {
        name.split()[0] for name in names
    }
    crowd = a_map("population-2020", "en", level="prefecture")
    assert len(opened(export(crowd, "pptx")).slides) == 1 + 11


@pytest.mark.parametrize("size", [(1080, 1080), (1240, 1754), (640, 360)])
def test_a_part_is_drawn_at_any_size(size: tuple[int, int]) -> None:
    choropleth = a_map("population-2020", "zh", within=ANHUI)
    check_part(compose(make_plate([choropleth]), Style(size=size)), choropleth)
