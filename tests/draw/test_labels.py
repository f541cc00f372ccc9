"""Labels of whole pictures: each place is named, by as little as there is room for, and what is
not is said."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import shapely

from geo.draw.composition import compose
from geo.draw.elements.circles import are_hollow
from geo.draw.label_changes import LabelChange, as_label_changes, read_label_changes
from geo.draw.left_out import say_left_out
from geo.draw.scene import Circle, Group, Line, Scene, Words
from geo.draw.style import Style
from geo.maps.pipeline import build
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest
from geo.model.errors import DrawingError, GeoError
from geo.places.boundaries import load_boundaries
from tests.draw.checks import faults
from tests.draw.label_checks import leaders
from tests.pictures import a_map, a_scene, callouts_of, labels_of, places_of

CHONGQING, HEBEI, MACAU = "500000", "130000", "820000"


def keyed(scene: Scene) -> list[str]:
    """The numbers on the map, and those of the key."""
    return [w.text for w in scene.items("label-key") if isinstance(w, Words)]


def crossed(scene: Scene, group: Group) -> set[str]:
    """The other places that a callout's line runs over."""
    line, own = leaders(scene)[group.id], group.id.rpartition("-")[2]
    return {code for code, shape in places_of(scene).items() if line.intersects(shape)} - {own}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_by_default_every_province_is_named_and_no_line_goes_far(language: Any) -> None:
    scene = a_scene(a_map("gdp-2020", language))
    assert labels_of(scene).keys() | callouts_of(scene).keys() == places_of(scene).keys()
    assert not scene.of("label-key")
    assert not faults(scene, Style())
    assert max(len(crossed(scene, group)) for group in scene.of("callout")) <= 2


def test_a_name_is_smaller_before_it_stands_beside_the_map() -> None:
    """Guangdong is wide but not high; Ningxia is too small for its name in any size."""
    scene = a_scene(a_map("gdp-2020"))
    labels = labels_of(scene)
    usual = labels["650000"].size
    assert 0.8 * usual <= labels["440000"].size < usual
    assert "640000" in callouts_of(scene)


def test_where_a_letter_reaches_over_the_border_a_rim_parts_it_from_the_neighbour() -> None:
    choropleth = a_map("gdp-2020")
    scene = a_scene(choropleth)
    shapes, labels = places_of(scene), labels_of(scene)
    fills = {o.adcode: choropleth.colour_of(o) for o in choropleth.places}
    over = set()
    for adcode, words in labels.items():
        middle = shapely.LineString([(words.box.left, words.y), (words.box.right, words.y)])
        if not shapely.contains(shapes[adcode], middle):
            over.add(adcode)
            assert words.halo == fills[adcode]
    assert over
    assert labels["650000"].halo is None


def test_figures_stand_on_all_labels_or_on_none() -> None:
    def figures(scene: Scene) -> set[bool]:
        texts = [w.text for role in ("labels", "callout") for w in scene.items(role)
                 if isinstance(w, Words)]  # fmt: skip
        return {any(c.isdigit() for c in text) for text in texts}

    assert figures(a_scene(a_map("gdp-2020"))) == {False}
    few = a_map("ccid-projects")
    scene = a_scene(few)
    with_figure = {o.adcode for o in few.places if o.value is not None}
    labels = labels_of(scene)
    assert all(any(c.isdigit() for c in labels[a].text) for a in with_figure & labels.keys())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_many_labels_do_not_tangle_and_what_has_no_room_has_a_number(language: Any) -> None:
    style = Style(size=(1080, 1080), labels="both", strip=True)
    scene = compose(make_plate([a_map("gdp-2020", language)]), style)
    assert not faults(scene, style)
    rows = keyed(scene)
    numbers = rows[::2]
    assert numbers == [str(i + 1) for i in range(len(numbers))]
    on_map = [w.text for role in ("labels", "callout") for w in scene.items(role)
              if isinstance(w, Words) and w.text.isdigit()]  # fmt: skip
    assert sorted(on_map, key=int) == numbers
    named = labels_of(scene).keys() | callouts_of(scene).keys()
    assert named | {c for g in scene.groups for c in g.left_out} == places_of(scene).keys()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_maps_side_by_side_do_not_tangle_and_say_what_is_left_out(language: Any) -> None:
    maps = [a_map(name, language) for name in ("gdp-2020", "population-2020", "gdp-per-person")]
    style = Style(labels="both")
    scene = compose(make_plate(maps), style)
    assert not faults(scene, style)
    assert any(group.left_out for group in scene.groups)
    (notes,) = (w.text for w in scene.items("notes") if isinstance(w, Words))
    assert notes.startswith("Labels stand" if language == "en" else "有空间处")


def test_those_without_a_label_are_named_where_they_are_few() -> None:
    plate = make_plate([a_map("gdp-2020")])
    few = Group("labels", "labels", (), left_out=(HEBEI, MACAU))
    assert say_left_out([few], plate) == "Not labelled for want of room: Hebei, Macau."
    many = Group("labels", "labels", (), left_out=tuple(a_map("gdp-2020").layer.boundaries.names))
    assert say_left_out([many], plate).startswith("Labels stand where there is room: on 0 of 34")
    assert say_left_out([], plate) == ""


def test_who_asks_for_labels_is_told_where_there_are_none() -> None:
    def notes(**look: Any) -> str:
        scene = a_scene(a_map("gdp-2020"), (320, 240), **look)
        assert not labels_of(scene)
        return " ".join(w.text for w in scene.items("notes") if isinstance(w, Words))

    assert "There is no room for labels." in notes(labels="names")
    assert "labels" not in notes(labels="none")


def test_names_of_regions_run_through_no_border_inside_them() -> None:
    for language in ("en", "zh"):
        scene = a_scene(a_map("5g-stations-region", language), labels="both")
        inner = [i.geometry for i in scene.items("map") if isinstance(i, Line) and "parts" in i.id]
        assert inner
        for words in labels_of(scene).values():
            box = words.box.grown(-0.12 * words.size).polygon
            assert not any(line.intersects(box) for line in inner), words.text


def test_a_long_name_is_broken_into_lines() -> None:
    change = LabelChange("650000", text="The Large Region in the Far North-West of the Country")
    scene = a_scene(a_map("gdp-2020"), (900, 900), labels_changed=(change,))
    (words,) = (w for w in labels_of(scene).values() if w.text.startswith("The"))
    assert len(words.lines) > 1
    assert shapely.contains(places_of(scene)["650000"].buffer(4), words.box.polygon)
    chinese = LabelChange("540000", text="青藏高原及其周边地区暨雅鲁藏布江流域自治行政区")
    scene = a_scene(a_map("gdp-2020", "zh"), (700, 700), labels_changed=(chinese,))
    assert len(labels_of(scene)["540000"].lines) > 1


def test_lines_have_a_rim_in_every_theme() -> None:
    for theme in ("light", "dark", "transparent", "transparent-dark", "grey"):
        style = Style(theme=theme)
        assert not faults(compose(make_plate([a_map("gdp-2020")]), style), style)


def circled(scene: Scene) -> dict[str, Circle]:
    return {i.id[-6:]: i for i in scene.items("symbols") if isinstance(i, Circle) and i.id}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_circle_is_named_at_its_circle(language: Any) -> None:
    choropleth = build(MapRequest("gdp-2020", symbols="gdp-2020", language=language))
    scene = a_scene(choropleth)
    circles, labels = circled(scene), labels_of(scene)
    assert not faults(scene, Style())
    named = labels.keys() | callouts_of(scene).keys()
    assert circles.keys() <= named
    at_their_own = 0
    for code, words in labels.items():
        away = {c: shapely.distance(words.box.polygon, shapely.Point(i.x, i.y)) - i.radius
                for c, i in circles.items()}  # fmt: skip
        if code in circles:
            at_their_own += 1
            assert min(away, key=lambda c: away[c]) == code, words.text
            others = [c for c, distance in away.items() if distance < 0 and c != code]
            assert not others, (words.text, others)
    assert at_their_own >= 0.8 * len(circles)
    for group in scene.of("callout"):
        if group.id[-6:] in circles:
            circle = circles[group.id[-6:]]
            assert leaders(scene)[group.id].coords[0] == (circle.x, circle.y)


def test_circles_over_classes_are_hollow_with_a_rim_that_every_fill_shows() -> None:
    for theme in ("light", "grey", "dark"):
        choropleth = build(MapRequest("gdp-per-person", symbols="gdp-2020"))
        assert are_hollow(choropleth)
        scene = a_scene(choropleth, theme=theme)
        found = [i for i in scene.items("symbols") if isinstance(i, Circle)]
        for casing, circle in zip(found[::2], found[1::2], strict=True):
            assert (casing.fill, circle.fill) == (None, None)
            assert casing.radius == circle.radius
            assert casing.stroke
            assert circle.stroke
            assert casing.stroke.width > 2 * circle.stroke.width
    alone = a_scene(build(MapRequest("gdp-2020", symbols="gdp-2020")))
    assert all(circle.fill for circle in circled(alone).values())


def test_a_border_between_two_marked_places_has_one_dashed_line() -> None:
    scene = a_scene(a_map("5g-stations-announced-2020"))
    marks = [i for i in scene.items("map") if isinstance(i, Line) and "mark-" in i.id]
    assert marks
    for one, other in itertools.combinations(marks, 2):
        near = shapely.intersection(shapely.buffer(one.geometry, 2 * scene.unit), other.geometry)
        assert near.length < 0.2 * min(one.geometry.length, other.geometry.length)


# -- labels that are changed --------------------------------------------------------------------


def test_a_label_is_left_out_or_has_other_words() -> None:
    changes = (LabelChange(HEBEI, drop=True), LabelChange("650000", text="Far\nWest"))
    scene = a_scene(a_map("gdp-2020"), labels_changed=changes)
    assert HEBEI not in labels_of(scene).keys() | callouts_of(scene).keys()
    assert labels_of(scene)["650000"].lines == ("Far", "West")
    assert not any(HEBEI in group.left_out for group in scene.groups)  # it was wished


@pytest.mark.parametrize("size", [(1920, 1080), (1200, 800), (3840, 2160)])
def test_a_label_stands_where_it_is_moved_to_in_every_size(size: tuple[int, int]) -> None:
    inside, outside = (
        LabelChange("650000", move=(0.02, -0.03)),
        LabelChange("540000", move=(0, 0.2)),
    )
    scene = a_scene(a_map("gdp-2020"), size, labels_changed=(inside, outside))
    usual = a_scene(a_map("gdp-2020"), size, labels="names")
    side = min(size)
    poles = {g.id[-6:]: leaders(scene)[g.id].coords[0] for g in scene.of("callout")}
    box = callouts_of(scene)["540000"]
    assert box.centre == pytest.approx((poles["540000"][0], poles["540000"][1] + 0.2 * side))
    words, before = labels_of(scene)["650000"].box, labels_of(usual)["650000"].box
    assert words.centre[0] - before.centre[0] == pytest.approx(0.02 * side, abs=0.01 * side)
    assert words.centre[1] - before.centre[1] == pytest.approx(-0.03 * side, abs=0.01 * side)
    assert not [fault for fault in faults(scene, Style(size=size)) if "px long" not in fault]


def test_what_cannot_be_changed_is_refused() -> None:
    choropleth = a_map("gdp-2020")
    with pytest.raises(DrawingError, match="outside of the picture"):
        a_scene(choropleth, labels_changed=(LabelChange(HEBEI, move=(3, 0)),))
    with pytest.raises(DrawingError, match="no such place"):
        a_scene(choropleth, labels_changed=(LabelChange("999999", drop=True),))
    with pytest.raises(DrawingError, match="changed twice"):
        Style(labels_changed=(LabelChange(HEBEI, drop=True), LabelChange(HEBEI, text="x")))
    for wrong in ({}, {"drop": True, "text": "x"}, {"text": "  "}):
        with pytest.raises(DrawingError, match="say drop = true"):
            LabelChange(HEBEI, **wrong)
    with pytest.raises(DrawingError, match="by more than 20"):
        LabelChange(HEBEI, move=(float("nan"), 0))
    for entry in ({"place": HEBEI, "drop": True, "colour": "red"}, {"drop": True}):
        with pytest.raises(DrawingError, match="labels: "):
            as_label_changes([entry])


def test_a_file_of_labels_names_places_as_people_do(tmp_path: Any) -> None:
    path = tmp_path / "office-labels.toml"
    path.write_text(
        '[[labels]]\nplace = "重庆"\nmove = [0.1, -0.05]\n\n'
        '[[labels]]\nplace = "Guangdong"\ntext = "Guangdong\\nProvince"\n\n'
        f'[[labels]]\nplace = "{MACAU}"\ndrop = true\n',
        encoding="utf-8",
    )
    provinces = load_boundaries("provinces")
    assert read_label_changes(path, provinces) == (
        LabelChange(CHONGQING, move=(0.1, -0.05)),
        LabelChange("440000", text="Guangdong\nProvince"),
        LabelChange(MACAU, drop=True),
    )
    path.write_text('[[labels]]\nplace = "Atlantis"\ndrop = true\n', encoding="utf-8")
    with pytest.raises(GeoError, match="Atlantis"):
        read_label_changes(path, provinces)
    for text, fault in (("labels = 3", "labels: "), ("[[labels", "no readable TOML")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DrawingError, match=fault):
            read_label_changes(path, provinces)
