"""Whole pictures: everything on the page, nothing over anything else, no territory covered."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely

from geo.draw import typeface
from geo.draw.composition import compose
from geo.draw.layout import Box
from geo.draw.scene import Area, Circle, Line, Rectangle, Scene, Words
from geo.draw.style import LABELS, LEGEND_DETAILS, LEGENDS, PRESETS, THEMES, Style, with_size
from geo.draw.theme import themed
from geo.maps.cut import cut_to
from geo.maps.plate import make_plate
from geo.model.errors import DrawingError
from geo.model.maps import Choropleth
from geo.places.geometry import project, small_places
from tests.gathered import gathered
from tests.pictures import MAPS, a_map, a_scene, callouts_of, labels_of, places_of
from tests.slow import up_to

SIZES = [(1920, 1080), (1080, 1080), (1240, 1754), (400, 300), (600, 200), (200, 500), (2400, 600)]
LONG = {
    "en": "Projects for new infrastructure in the annual plans of key projects of the "
    "provinces, as compiled by CCID in the spring of 2020",
    "zh": "二〇二〇年全国各省、自治区、直辖市新型基础设施建设重点项目数量及其占全部基础设施"
    "项目总数的比重与区域分布情况示意总图（草稿）",
}  # fmt: skip
DELTA = ("310000", "320000", "330000", "340000")


def test_the_long_titles_are_long() -> None:
    assert len(LONG["en"]) >= 120
    assert len(LONG["zh"]) >= 60


def group_box(scene: Scene, name: str) -> Box:
    box = next(group.box for group in scene.groups if group.id == name)
    assert box is not None
    return box


def check(scene: Scene) -> None:
    """Everything on the page, nothing over anything else, no place covered."""
    page, unit = Box(0, 0, scene.width, scene.height), scene.unit
    places = places_of(scene)
    land = np.asarray(list(places.values()))
    roles = ("title", "subtitle", "notes", "source", "legend", "inset", "strip")
    furniture = {group.id: group.box for role in roles for group in scene.of(role) if group.box}
    labels, callouts = labels_of(scene), callouts_of(scene)
    words = {**{a: w.box for a, w in labels.items()}, **callouts}
    for box in (*furniture.values(), *words.values()):
        assert box.within(page.grown(-20 * unit))
    for box in (*furniture.values(), *callouts.values()):
        assert not shapely.intersects(land, box.polygon).any()
    for (one, a), (other, b) in itertools.combinations(furniture.items(), 2):
        assert not a.overlaps(b), (one, other)
    for a, b in itertools.combinations(words.values(), 2):
        assert not a.grown(-0.1 * unit).overlaps(b)
    for a, b in itertools.product(furniture.values(), words.values()):
        assert not a.overlaps(b)
    for adcode, label in labels.items():
        # The letters without ascent and descent; the first and the last may touch the border.
        box = label.box
        inner = Box(box.left + 3 * unit, box.top + 0.5 * unit, box.right - 3 * unit,
                    box.bottom - 0.5 * unit)  # fmt: skip
        assert shapely.contains(places[adcode].buffer(0.1 * unit), inner.polygon), adcode
    assert shapely.within(shapely.box(*shapely.total_bounds(land)), page.polygon)
    check_letters(scene)


def check_letters(scene: Scene) -> None:
    """No word leaves the page, and none of the same element lies over another."""
    page = Box(0, 0, scene.width, scene.height)
    for group in scene.groups:
        boxes = [item.box for item in group.items if isinstance(item, Words)]
        for box in boxes:
            assert box.within(page), group.id
        for a, b in itertools.combinations(boxes, 2):
            assert not a.grown(-0.12 * a.height).overlaps(b.grown(-0.12 * b.height)), group.id
        for box in boxes:
            if group.box:
                assert box.grown(-0.15 * box.height).within(group.box.grown(scene.unit)), group.id


@pytest.mark.slow(reads=up_to("draw"))
@gathered(("indicator", "language"), MAPS)
def test_nothing_overlaps(indicator: str, language: str) -> None:
    check(a_scene(a_map(indicator, language)))


@pytest.mark.slow(reads=up_to("draw"))
@gathered("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@gathered("language", ["en", "zh"])
def test_nothing_overlaps_at_any_size_under_a_long_title(
    size: tuple[int, int], language: str
) -> None:
    check(a_scene(a_map("ccid-share", language, title=LONG[language]), size))


@pytest.mark.slow(reads=up_to("draw"))
@gathered("preset", PRESETS)
@gathered("language", ["en", "zh"])
def test_long_titles_at_every_preset(preset: str, language: str) -> None:
    choropleth = a_map("population-2020", language, title=LONG[language])
    scene = compose(make_plate([choropleth]), with_size(Style(), preset))
    check(scene)
    (title,) = (item for item in scene.items("title") if isinstance(item, Words))
    assert "".join("".join(title.lines).split()) == "".join(LONG[language].split())


@pytest.mark.slow(reads=up_to("draw"))
@gathered("legend", LEGENDS)
@gathered("detail", LEGEND_DETAILS)
@gathered("size", [(1920, 1080), (1080, 1080), (1240, 1754)])
def test_legends_and_strip_cover_nothing(legend: Any, detail: Any, size: tuple[int, int]) -> None:
    choropleth = a_map("5g-stations-announced-2020", "en")
    check(a_scene(choropleth, size, legend=legend, detail=detail))
    check(a_scene(choropleth, size, legend=legend, detail=detail, strip=True))


@gathered("labels", LABELS)
@gathered("language", ["en", "zh"])
def test_labels_cover_nothing(labels: Any, language: str) -> None:
    scene = a_scene(a_map("population-2020", language), labels=labels)
    check(scene)
    named = labels_of(scene).keys() | callouts_of(scene).keys()
    assert bool(named) == (labels != "none")
    if labels == "values":  # places without a figure have none to write
        assert named.isdisjoint({"710000", "810000", "820000"})


@pytest.mark.parametrize("size", [(1080, 1080), (400, 300), (1240, 1754)])
def test_many_classes_and_long_notes_leave_room(size: tuple[int, int]) -> None:
    check(a_scene(a_map("5g-stations-announced-2020", "en", k=9), size))


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1080), (1240, 1754), (2400, 600)])
def test_small_places_and_few_figures_are_never_left_out(size: tuple[int, int]) -> None:
    choropleth = a_map("ccid-projects", "en")
    scene = a_scene(choropleth, size)
    callouts = callouts_of(scene)
    assert set(small_places(project(choropleth.layer.boundaries))) <= callouts.keys()
    assert {"330000", "340000", "440000"} <= labels_of(scene).keys() | callouts.keys()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_slide_every_place_is_named(language: str) -> None:
    scene = a_scene(a_map("ccid-projects", language))
    assert labels_of(scene).keys() | callouts_of(scene).keys() == places_of(scene).keys()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_long_unit_wraps_in_the_legend(language: str) -> None:
    unit = "Number of all registered base stations of the fifth generation 第五代移动通信基站总数"
    choropleth = replace(a_map("ccid-share", language), unit=unit, legend_title=unit * 2)
    scene = a_scene(choropleth, (1080, 1080))
    check(scene)
    assert group_box(scene, "legend").width < 0.4 * scene.width


def test_margins_are_equal() -> None:
    scene = a_scene(a_map())
    title, legend, source, inset = (
        group_box(scene, name) for name in ("title", "legend", "source", "inset")
    )
    assert title.left == legend.left == source.left == 48
    assert scene.width - inset.right == 48
    assert title.top == pytest.approx(scene.height - source.bottom)


def test_everything_scales_with_the_short_side() -> None:
    small, large = (a_scene(a_map(), size) for size in ((1920, 1080), (3840, 2160)))
    # Borders are finer in the large one, so that a name that just fits may stand elsewhere there.
    fixed, larger = (
        [g for g in scene.groups if g.role not in ("callout", "label-key")]
        for scene in (small, large)
    )
    assert [group.id for group in fixed] == [group.id for group in larger]
    for one, two in zip(fixed, larger, strict=True):
        if one.box and two.box:
            assert (2 * one.box.left, 2 * one.box.bottom) == pytest.approx(
                (two.box.left, two.box.bottom), rel=1e-3
            )
    sizes = [{round(w.size, 3) for w in s.items() if isinstance(w, Words)} for s in (small, large)]
    assert sizes[1] == {round(2 * size, 3) for size in sizes[0]}


def test_the_inset_stands_for_what_the_main_map_leaves_out() -> None:
    scene = a_scene(a_map())
    (group,) = scene.of("map")
    assert group.clip is not None
    shapes = [item.geometry for item in group.items if isinstance(item, Area) and item.name]
    outside = shapely.difference(shapely.union_all(shapes), group.clip.polygon)
    assert not outside.is_empty  # the islands of the South China Sea
    assert outside.bounds[1] >= group.clip.bottom - 1e-6
    (inset,) = scene.of("inset")
    assert inset.placement is not None
    assert inset.clip is not None
    polygons = project(a_map().layer.boundaries)
    there = inset.placement.apply(polygons)
    seen = {f"inset-{a}" for a, shape in there.items() if shape.intersects(inset.clip.polygon)}
    drawn = {item.id for item in inset.items if isinstance(item, Area) and item.name}
    assert seen <= drawn
    assert {"inset-460000", "inset-710000"} <= seen
    assert "inset-650000" not in drawn


def test_a_title_has_more_width_where_that_makes_one_line_of_it() -> None:
    def lines_of(title: str) -> tuple[str, ...]:
        scene = a_scene(replace(a_map(), title=title))
        (words,) = (item for item in scene.items("title") if isinstance(item, Words))
        return words.lines

    one = "New-infrastructure projects by province, 2020"
    assert lines_of(one) == (one,)
    two = lines_of(f"{one}, as planned")
    assert len(two) == 2
    assert typeface.width(two[0], 56) < 0.62 * (1920 - 2 * 48)


@pytest.mark.parametrize("title", [LONG["en"] * 60, LONG["zh"] * 60])
def test_a_title_that_leaves_no_room_is_an_error(title: str) -> None:
    choropleth: Choropleth = replace(a_map(), title=title)
    with pytest.raises(DrawingError, match="no room"):
        a_scene(choropleth, (1080, 1080))


def of_categories() -> Choropleth:
    """The three figures of CCID as if they were categories."""
    choropleth = a_map()
    places = [o.adcode for o in choropleth.layer.values if o.value is not None]
    values = tuple(
        replace(o, value=places.index(o.adcode) + 1.0) if o.value is not None else o
        for o in choropleth.layer.values
    )
    kind = replace(
        choropleth.layer.indicator, kind="category", categories=tuple("abc"), values=values
    )
    return replace(choropleth, layer=replace(choropleth.layer, indicator=kind, values=values))


@pytest.mark.parametrize("title", ["words and more words " * 14, "很长的标题" * 30])
def test_a_long_title_is_drawn_whole_or_refused(title: str) -> None:
    choropleth = a_map("ccid-projects", "zh", title=title)
    scene = a_scene(choropleth)
    check(scene)
    (words,) = (item for item in scene.items("title") if isinstance(item, Words))
    assert "".join(words.lines).replace(" ", "") == title.replace(" ", "")
    with pytest.raises(DrawingError, match="there is no room left for the map"):
        a_scene(choropleth, (400, 200))
    for far in ("x" * 10_000, "图" * 10_000):
        with pytest.raises(DrawingError, match="letters wide"):
            a_map("ccid-projects", "zh", title=far)


# -- themes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_changes_colours_and_moves_nothing(theme: Any) -> None:
    choropleth = a_map("population-2020", "zh")
    light, scene = a_scene(choropleth), a_scene(choropleth, theme=theme)
    check(scene)
    assert [group.box for group in scene.groups] == [group.box for group in light.groups]
    assert (scene.paper is None) == theme.startswith("transparent")


def test_greys_are_grey_in_order_and_far_apart() -> None:
    scene = a_scene(a_map("population-2020", "zh"), theme="grey")
    fills = [r.fill for r in scene.items("legend") if isinstance(r, Rectangle) and not r.hatch]
    assert len(fills) == 5
    levels = []
    for fill in fills:
        assert fill is not None
        assert fill[1:3] == fill[3:5] == fill[5:7]
        levels.append(int(fill[1:3], 16))
    assert all(a - b >= 25 for a, b in itertools.pairwise(levels))


def test_too_many_categories_for_grey_are_refused() -> None:
    choropleth = of_categories()
    many = replace(choropleth.scale, colours=choropleth.scale.colours * 4)
    with pytest.raises(DrawingError, match="cannot be told apart in grey"):
        themed(replace(choropleth, scale=many), Style(theme="grey"))


# -- highlight, region, maritime lines ----------------------------------------------------------


def test_highlighted_places_keep_their_colour_and_the_rest_stands_back() -> None:
    choropleth = a_map("population-2020", "en")
    scene = a_scene(choropleth, highlight=("340000",))
    fills = {item.id: item.fill for item in scene.items("map") if isinstance(item, Area)}
    colours = {o.adcode: choropleth.colour_of(o) for o in choropleth.places}
    assert fills["340000"] == colours["340000"]
    assert all(fills[code] != colours[code] for code in colours if code != "340000")
    assert "highlight-340000" in fills
    assert labels_of(scene).keys() == {"340000"}
    assert not callouts_of(scene)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1080), (1240, 1754)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_region_fills_its_frame_and_its_surroundings_are_plain(
    size: tuple[int, int], language: str
) -> None:
    choropleth = a_map("population-2020", language)
    scene = a_scene(choropleth, size, crop=DELTA)
    check(scene)
    frame = group_box(scene, "frame")
    (group,) = scene.of("map")
    assert group.clip == frame
    cut = cut_to(choropleth, DELTA)
    about = {o.adcode: cut.colour_of(o) for o in cut.places}
    for item in group.items:
        if isinstance(item, Area) and item.name:
            surroundings = "#ebebeb"
            assert item.fill == about.get(item.id, surroundings)
            if item.id in about:
                assert shapely.within(item.geometry, frame.polygon)
    region = shapely.total_bounds([a.geometry for a in group.items if a.id in about])  # type: ignore[union-attr]
    assert max(
        (region[2] - region[0]) / frame.width, (region[3] - region[1]) / frame.height
    ) == pytest.approx(1 / 1.12, abs=0.02)  # fmt: skip
    assert labels_of(scene).keys() | callouts_of(scene).keys() == set(DELTA)
    counts = [w.text for w in scene.items("legend") if isinstance(w, Words) and w.text.isdigit()]
    assert sum(map(int, counts)) == len(DELTA)


def test_a_region_has_the_inset_only_where_it_has_islands_there() -> None:
    choropleth = a_map("population-2020", "en")
    assert not a_scene(choropleth, crop=DELTA).of("inset")
    assert a_scene(choropleth, crop=("440000", "460000")).of("inset")


@pytest.mark.parametrize("look", [{"highlight": ("999999",)}, {"crop": ("340000", "999999")}])
def test_a_place_that_is_not_on_the_map_is_refused(look: dict[str, Any]) -> None:
    with pytest.raises(DrawingError, match="999999: no such place"):
        a_scene(a_map(), **look)


def test_maritime_lines_are_drawn_only_when_asked_for() -> None:
    choropleth = a_map("population-2020", "zh")

    def lines(scene: Scene) -> dict[str, int]:
        return {
            item.id: len(shapely.get_parts(item.geometry))
            for item in scene.items()
            if isinstance(item, Line) and "maritime" in item.id
        }

    without, drawn = a_scene(choropleth), a_scene(choropleth, maritime=True)
    check(drawn)
    assert not lines(without)
    assert lines(drawn)["maritime"] >= 2
    assert lines(drawn)["inset-maritime"] >= 7
    notes = [w.text for w in drawn.items("notes") if isinstance(w, Words)]
    assert "海上界线按高德公布的绘制。" in notes[0]
    assert "海上界线" not in "".join(w.text for w in without.items("notes") if isinstance(w, Words))


# -- the strip --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1920, 1080), (1240, 1754)])
def test_bars_are_in_proportion_and_in_the_colours_of_the_map(size: tuple[int, int]) -> None:
    choropleth = a_map("population-2020", "en")
    scene = a_scene(choropleth, size, strip=True)
    bars = {r.id[-6:]: r for r in scene.items("strip") if isinstance(r, Rectangle)}
    values = {o.adcode: o.value for o in choropleth.places if o.value is not None}
    assert list(bars) == sorted(values, key=lambda code: -values[code])
    longest = bars["440000"].box.width / values["440000"]
    for observation in choropleth.places:
        if observation.value is not None:
            bar = bars[observation.adcode]
            assert bar.fill == choropleth.colour_of(observation)
            assert bar.box.width == pytest.approx(observation.value * longest)
    texts = " ".join(w.text for w in scene.items("strip") if isinstance(w, Words))
    assert "No data: Taiwan, Hong Kong, Macau" in texts


def test_categories_have_no_strip() -> None:
    with pytest.raises(DrawingError, match="needs numbers"):
        a_scene(of_categories(), strip=True)


# -- several maps -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1920, 1080), (1240, 1754)])
def test_maps_side_by_side_share_a_legend_where_they_can(size: tuple[int, int]) -> None:
    one = a_map("population-2020", "en")
    plate = make_plate([one, one], title="Twice")
    assert plate.shared
    scene = compose(plate, Style(size=size))
    assert len(scene.of("map")) == len(scene.of("panel-title")) == 2
    (legend,) = scene.of("legend")
    assert legend.id == "legend"
    ids = [item.id for item in scene.items() if isinstance(item, Area | Circle) and item.id]
    assert len(ids) == len(set(ids))
    other = make_plate([one, a_map("gdp-per-person", "en")])
    assert not other.shared
    both = compose(other, Style(size=size))
    assert [group.id for group in both.of("legend")] == ["p1-legend", "p2-legend"]
    for drawn in (scene, both):
        maps = [shapely.union_all([i.geometry for i in g.items if isinstance(i, Area) and i.name])
                for g in drawn.of("map")]  # fmt: skip
        boxes = [g.box for g in drawn.groups if g.box and g.role != "map"]
        for group, shape in zip(drawn.of("map"), maps, strict=True):
            assert group.clip is not None
            shown = shapely.intersection(shape, group.clip.polygon)
            assert not any(shapely.intersects(shown, box.polygon) for box in boxes)


def test_a_strip_needs_one_map() -> None:
    plate = make_plate([a_map(), a_map()])
    with pytest.raises(DrawingError, match="needs one map"):
        compose(plate, Style(strip=True))
