"""Annotations: what is said, where it stands, what it points at; in every format of pictures."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from math import hypot
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.draw import Annotation, Style, as_annotations, read_annotations
from geo.draw.annotations import about_places
from geo.draw.scene import Area, Circle, Group, Line, Rectangle, Scene, Words
from geo.export.formats import export
from geo.export.jobs import make_jobs, to_work
from geo.export.periods import build_periods
from geo.maps import MapRequest
from geo.model import DrawingError, GeoError, Language, Text, UnknownNameError
from geo.places import EQUAL_AREA, load_level, transform
from tests.draw.checks import outside, overlapping, too_small
from tests.pictures import a_map, a_scene, read_svg

ARROW = Annotation(Text("The capital", "首都"), place="北京市")
DELTA = Annotation("珠江三角洲 PRD", at=(113.3, 22.9), mark="circle", km=150)
BOX = Annotation(Text("High plateau", "高原"), place="Tibet", mark="box")


@cache
def drawn(
    *given: Annotation, language: Language = "en", size: tuple[int, int] = (1200, 900), **look: Any
) -> Scene:
    look = {"labels": "none", **look}  # which take most of the time
    return a_scene(a_map("gdp-2020", language), size, annotations=given, **look)


def items_of(group: Group, kind: type) -> list[Any]:
    return [item for item in group.items if isinstance(item, kind)]


def pixel(scene: Scene, lon: float, lat: float) -> tuple[float, float]:
    """Where a point of the ground is on the page."""
    (group,) = scene.of("map")
    metres = transform(np.array([shapely.Point(lon, lat)]), "EPSG:4326", EQUAL_AREA)[0]
    assert group.placement is not None
    point = group.placement.apply({"": metres})[""]
    return point.x, point.y


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_arrow_points_at_the_place_in_both_languages(language: Language) -> None:
    scene = drawn(ARROW, language=language)
    (group,) = scene.of("annotation")
    (words,), (head,), (line,) = (items_of(group, kind) for kind in (Words, Area, Line))
    assert words.text == ARROW.said(language)
    tip = head.geometry.exterior.coords[0]
    places = {i.id: i.geometry for i in scene.items("map") if isinstance(i, Area) and i.name}
    assert shapely.distance(places["110000"], shapely.Point(tip)) < 4
    assert shapely.distance(line.geometry, words.box.polygon) < 8


def test_a_circle_is_as_large_as_its_kilometres_and_stands_on_its_point() -> None:
    scene = drawn(DELTA)
    (group,) = scene.of("annotation")
    (circle,) = items_of(group, Circle)
    x, y = pixel(scene, 113.3, 22.9)
    assert (circle.x, circle.y) == (pytest.approx(x, abs=0.1), pytest.approx(y, abs=0.1))
    (placement,) = [g.placement for g in scene.of("map")]
    assert placement is not None
    assert circle.radius == pytest.approx(150_000 * placement.scale, rel=1e-6)


def test_a_box_goes_round_its_place_and_covers_no_furniture() -> None:
    scene = drawn(BOX)
    (group,) = scene.of("annotation")
    (box,) = items_of(group, Rectangle)
    places = {i.id: i.geometry for i in scene.items("map") if isinstance(i, Area) and i.name}
    assert box.fill is None
    inside = shapely.intersection(places["540000"], box.box.polygon).area
    assert inside > 0.8 * places["540000"].area
    assert not any(g.box.overlaps(box.box) for g in scene.of("legend") if g.box)


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(["浙江", "Xinjiang", "450000", "Heilongjiang", "Macau"]),
    st.sampled_from(["arrow", "box", "circle"]),
    st.sampled_from([(1200, 900), (700, 900), (1080, 1080)]),
    st.text("abc 首都", min_size=1, max_size=40).filter(str.strip),
)
def test_words_are_on_the_page_over_no_other_words_and_large_enough(
    place: str, mark: Any, size: tuple[int, int], text: str
) -> None:
    scene = drawn(Annotation(text, place=place, mark=mark), size=size)
    style = Style(size=size)
    assert not [*outside(scene), *overlapping(scene), *too_small(scene, style)]


def test_several_stand_apart_and_labels_keep_clear_of_them() -> None:
    scene = drawn(ARROW, DELTA, BOX, labels="auto")
    assert not [*outside(scene), *overlapping(scene)]
    assert [group.id for group in scene.of("annotation")] == [
        "annotation-1", "annotation-2", "annotation-3",
    ]  # fmt: skip


def test_words_stand_where_they_are_moved() -> None:
    moved = Annotation("here", place="Hubei", move=(0.3, -0.2))
    scene = drawn(moved)
    (group,) = scene.of("annotation")
    (words,), (head,) = items_of(group, Words), items_of(group, Area)
    tip = shapely.Point(head.geometry.exterior.coords[0])
    away = hypot(words.box.centre[0] - tip.x, words.box.centre[1] - tip.y)
    assert away == pytest.approx(900 * hypot(0.3, 0.2), abs=12)


def test_every_format_of_pictures_has_them() -> None:
    shown, bare = a_map("gdp-2020", "en"), Style(size=(800, 600), labels="none")
    style = replace(bare, annotations=(ARROW, DELTA))
    svg = read_svg(export(shown, "svg", style=style)).text
    assert "The capital" in svg
    assert export(shown, "png", style=style) != export(shown, "png", style=bare)
    assert export(shown, "pdf", style=style) != export(shown, "pdf", style=bare)
    plate = build_periods(MapRequest("population"), ("2019", "2020"))
    assert export(plate, "gif", style=style) != export(plate, "gif", style=bare)


def test_on_a_slide_they_are_shapes_and_text_to_be_edited() -> None:
    from pptx import Presentation

    style = Style(size=(1280, 720), labels="none", annotations=(ARROW, DELTA))
    deck = Presentation(io.BytesIO(export(a_map("gdp-2020", "en"), "pptx", style=style)))
    groups = {shape.name: shape for shape in deck.slides[0].shapes}
    arrow, circle = (list(groups[f"annotation-{n}"].shapes) for n in (1, 2))
    assert "The capital" in [shape.text_frame.text for shape in arrow if shape.has_text_frame]
    assert any("ellipse" in shape._element.xml for shape in circle)


def test_what_the_map_does_not_show_is_refused_by_name() -> None:
    for about in ({"place": "Tibet"}, {"at": (2.35, 48.86)}):
        with pytest.raises(DrawingError, match="'far' is about what this map does not show"):
            drawn(Annotation("far", **about), crop=("440000", "450000"))  # type: ignore[arg-type]
    with pytest.raises(DrawingError, match="'far' would stand outside of the picture"):
        drawn(Annotation("far", place="Tibet", move=(5.0, 0.0)))
    with pytest.raises(DrawingError, match="'wide' would stand outside"):
        drawn(Annotation("wide", at=(104.0, 35.0), mark="box", km=4000))


def test_words_without_any_room_are_refused() -> None:
    with pytest.raises(DrawingError, match="there is no room for the annotation"):
        drawn(Annotation("many words " * 120, place="Tibet"), size=(900, 700))


@pytest.mark.parametrize(("place", "told"), [("Atlantis", "Atlantis"), ("Beijng", "Beijing")])
def test_a_place_that_is_none_is_refused(place: str, told: str) -> None:
    with pytest.raises(GeoError, match=told):
        drawn(Annotation("x", place=place))


def test_a_name_of_several_places_is_asked_about() -> None:
    with pytest.raises(GeoError, match=r"several places of this map, .*320106.*350102"):
        about_places([Annotation("x", place="鼓楼区")], load_level("county"))


def test_a_city_is_a_point_on_a_map_of_provinces() -> None:
    provinces = load_level("province")
    (city,) = about_places([Annotation("x", place="Shenzhen")], provinces)
    assert city.at == pytest.approx((114.1, 22.6), abs=0.4)
    assert not city.place
    (province,) = about_places([Annotation("x", place="吉林")], provinces)  # and not the city
    assert province.place == "220000"
    with pytest.raises(GeoError, match=r"may be .*320106.*350102"):
        about_places([Annotation("x", place="鼓楼区")], provinces)


def test_coordinates_mean_nothing_where_places_are_arranged() -> None:
    tiles = a_map("gdp-2020", "en", arrangement="tiles")
    with pytest.raises(GeoError, match="place the annotation by a place's name"):
        a_scene(tiles, annotations=(DELTA,), labels="none")
    (group,) = a_scene(tiles, annotations=(ARROW,)).of("annotation")
    assert items_of(group, Words)[0].text == "The capital"


def test_several_maps_and_html_have_none() -> None:
    plate = build_periods(MapRequest("population"), ("2019", "2020"))
    style = Style(size=(1200, 900), annotations=(ARROW,))
    with pytest.raises(DrawingError, match="annotations need one map"):
        export(plate, "png", style=style)
    with pytest.raises(GeoError, match="html does not honour annotations"):
        export(a_map("gdp-2020", "en"), "html", style=Style(annotations=(ARROW,)))


# -- what is said -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"text": "x"}, "say what it is about"),
        ({"text": "x", "place": "a", "at": (1.0, 2.0)}, "one of the two"),
        ({"text": " ", "place": "Hubei"}, "has no words in one of the languages"),
        ({"text": Text("x", ""), "place": "Hubei"}, "has no words in one of the languages"),
        ({"text": "x", "at": (30.0, 114.0)}, "a longitude and a latitude in degrees"),
        ({"text": "x", "place": "Hubei", "km": 0.0}, "more than 0, at most 5000"),
        ({"text": "x", "place": "Hubei", "move": (0.0, 40.0)}, "moved by more than 20"),
    ],
)
def test_what_cannot_be_meant_is_refused(said: dict[str, Any], told: str) -> None:
    with pytest.raises(DrawingError, match=told):
        Annotation(**said)


def test_an_unknown_mark_is_named() -> None:
    with pytest.raises(UnknownNameError, match="mark 'star'"):
        Annotation("x", place="Hubei", mark="star")  # type: ignore[arg-type]


def test_a_file_has_words_for_one_language_or_both(tmp_path: Path) -> None:
    path = tmp_path / "notes.toml"
    path.write_text(
        '[[annotations]]\ntext = { en = "a", zh = "甲" }\nplace = "Hubei"\n'
        '[[annotations]]\ntext = "b"\nat = [113, 22.5]\nmark = "circle"\nkm = 80\n',
        encoding="utf-8",
    )
    first, second = read_annotations(path)
    assert (first.said("en"), first.said("zh"), first.mark) == ("a", "甲", "arrow")
    assert (second.said("zh"), second.at, second.km) == ("b", (113.0, 22.5), 80.0)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("annotations = 3", "annotations: "),
        ("[[annotations]]\ntext = 'x'\nplace = 'Hubei'\ncolour = 'red'", "'colour' is unknown"),
        ("[[annotations", "is no readable TOML file of annotations"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "notes.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DrawingError, match=told):
        read_annotations(path)


def test_a_batch_file_has_them_and_draws_the_same_again() -> None:
    entry = {"text": {"en": "a", "zh": "甲"}, "place": "Hubei", "mark": "box"}
    (job,) = make_jobs(
        {"jobs": [{"indicator": "gdp-2020", "annotations": [entry]}]}, where="jobs.toml"
    )
    assert job.style.annotations == as_annotations([entry])
    again = to_work(job.request, job.style)[".batch.json"]
    assert b'"mark": "box"' in again
