"""Where things go on a picture: nothing lies over anything else, and no territory is covered."""

from __future__ import annotations

import itertools
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.draw.figure import Drawing, draw
from geo.draw.layout import Box, FreePlaces, Placement, fit, fit_beside, place_within
from geo.errors import DrawingError
from geo.geometry import small_places
from geo.model import Choropleth
from tests.pictures import MAPS, a_map

PAGE = Box(0, 0, 1000, 600)
SIZES = [(1920, 1080), (1080, 1080), (1240, 1754), (400, 300), (600, 200), (200, 500), (2400, 600)]
LONG = {
    "en": "Projects for new infrastructure in the annual plans of key projects of the "
    "provinces, as compiled by CCID in the spring of 2020",
    "zh": "二〇二〇年全国各省、自治区、直辖市新型基础设施建设重点项目数量及其占全部基础设施"
    "项目总数的比重与区域分布情况示意总图（草稿）",
}  # fmt: skip


def test_the_long_titles_are_long() -> None:
    assert len(LONG["en"]) >= 120
    assert len(LONG["zh"]) >= 60


# -- boxes and placing ------------------------------------------------------------------------


def test_boxes() -> None:
    box = Box(10, 20, 40, 60)
    assert (box.width, box.height, box.centre) == (30, 40, (25, 40))
    assert box.grown(5) == Box(5, 15, 45, 65)
    assert box.polygon.bounds == (10, 20, 40, 60)
    assert box.within(PAGE)
    assert not box.within(Box(11, 0, 100, 100))
    assert box.overlaps(Box(39, 59, 100, 100))
    assert not box.overlaps(Box(40, 20, 100, 60))  # side by side


def test_fit_fills_one_side_and_is_centred() -> None:
    placement = fit((0, 0, 100, 100), Box(0, 0, 300, 200))
    moved = placement.apply({"a": shapely.box(0, 0, 100, 100)})["a"]
    assert moved.bounds == pytest.approx((50, 0, 250, 200))


def test_placement_turns_north_up() -> None:
    moved = Placement(2.0, 10.0, 500.0).apply({"a": shapely.Point(5, 100)})["a"]
    assert (moved.x, moved.y) == (20, 300)


@pytest.mark.parametrize("area", [Box(0, 0, 0, 10), Box(0, 0, 10, -5)])
def test_no_room_is_an_error(area: Box) -> None:
    with pytest.raises(DrawingError, match="no room"):
        fit((0, 0, 1, 1), area)


@given(
    boxes=st.lists(
        st.builds(
            lambda x, y, w, h: Box(x, y, x + w, y + h),
            st.floats(0, 900), st.floats(0, 500), st.floats(1, 600), st.floats(1, 400),
        ),
        max_size=4,
    )
)  # fmt: skip
def test_a_map_beside_boxes_touches_none(boxes: list[Box]) -> None:
    shape = shapely.Polygon([(0, 0), (100, 0), (100, 40), (40, 40), (40, 100), (0, 100)])
    found = fit_beside(shape, shape.bounds, PAGE, boxes, centre=PAGE.centre)
    if found is None:
        return
    placed = found.apply({"a": shape})["a"]
    assert shapely.within(placed, PAGE.grown(1e-6).polygon)
    assert not any(shapely.intersects(placed, box.polygon) for box in boxes)


def test_a_map_beside_boxes_uses_the_gap_in_its_shape() -> None:
    shape = shapely.Polygon([(0, 0), (100, 0), (100, 40), (40, 40), (40, 100), (0, 100)])
    corner = Box(700, 0, 1000, 300)
    found = fit_beside(shape, shape.bounds, PAGE, [corner], centre=(850, 300))
    assert found is not None
    assert found.scale == pytest.approx(6)  # as large as without the box


def test_a_full_page_has_no_place_for_a_map() -> None:
    shape = shapely.box(0, 0, 10, 10)
    assert fit_beside(shape, shape.bounds, PAGE, [PAGE], centre=(0, 0)) is None
    assert fit_beside(shape, shape.bounds, Box(0, 0, -1, 5), [], centre=(0, 0)) is None


def test_words_stand_at_the_centre_or_near_it_and_always_inside() -> None:
    shape = shapely.Polygon([(0, 0), (300, 0), (300, 60), (60, 60), (60, 300), (0, 300)])
    assert place_within(shape, 40, 20, (30, 30), step=5) == Box(10, 20, 50, 40)
    moved = place_within(shape, 120, 20, (30, 30), step=5)
    assert moved is not None
    assert shapely.contains(shape, moved.polygon)
    assert place_within(shape, 120, 90, (30, 30), step=5) is None


def test_callouts_take_free_places_and_their_lines_do_not_cross() -> None:
    land = shapely.box(400, 200, 600, 400)
    free = FreePlaces([land], PAGE, [Box(0, 0, 200, 600)], 1)
    points = [(590, 210 + 20 * i) for i in range(8)]
    found = [free.take(point, 120, 20, reach=500) for point in points]
    callouts = [callout for callout in found if callout]
    assert len(callouts) == len(points)
    for callout in callouts:
        assert callout.box.within(PAGE)
        assert not shapely.intersects(callout.box.polygon, land)
        assert not callout.box.overlaps(Box(0, 0, 200, 600))
    for a, b in itertools.combinations(callouts, 2):
        assert not a.box.overlaps(b.box)
    lines = [
        shapely.LineString([point, callout.end])
        for point, callout in zip(points, callouts, strict=True)
    ]
    assert not any(a.intersects(b) for a, b in itertools.combinations(lines, 2))


def test_a_callout_prefers_the_east_and_gives_up_out_of_reach() -> None:
    free = FreePlaces([], PAGE, [], 1)
    first = free.take((500, 300), 100, 20, reach=100)
    assert first is not None
    assert first.box.left > 500
    walled = FreePlaces([PAGE.polygon], PAGE, [], 1)
    assert walled.take((500, 300), 100, 20, reach=400) is None


# -- whole pictures ---------------------------------------------------------------------------


def check(drawing: Drawing) -> None:
    """Everything on the page, nothing over anything else, no place covered."""
    page, unit = Box(0, 0, drawing.width, drawing.height), drawing.unit
    land = np.asarray(list(drawing.drawn.values()))
    # What lies beyond the window is not drawn there but in the inset.
    land = shapely.intersection(land, drawing.window.polygon)
    words = {**drawing.labels, **drawing.callouts}
    for box in (*drawing.furniture, *words.values()):
        assert box.within(page)
        assert box.left >= 0.5 * drawing.margin
        assert box.right <= drawing.width - 0.5 * drawing.margin + 0.01
    for box in (*drawing.furniture, *drawing.callouts.values()):
        assert not shapely.intersects(land, box.polygon).any()
    for a, b in itertools.combinations(drawing.furniture, 2):
        assert not a.overlaps(b)
    for a, b in itertools.combinations(words.values(), 2):
        assert not a.overlaps(b)
    for a, b in itertools.product(drawing.furniture, words.values()):
        assert not a.overlaps(b)
    for adcode, box in drawing.labels.items():
        inner = Box(box.left + 3 * unit, box.top, box.right - 3 * unit, box.bottom)
        assert shapely.contains(drawing.drawn[adcode], inner.polygon)
    everywhere = shapely.box(*shapely.total_bounds(land))
    assert shapely.within(everywhere, page.polygon)


def check_texts(drawing: Drawing) -> None:
    """No letter leaves the page, measured as it is drawn."""
    renderer = drawing.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    for text in drawing.axes.texts:
        with mpl.rc_context({"text.hinting": "none"}):  # as the picture is saved
            box = text.get_window_extent(renderer)
        assert box.x0 >= 0, text.get_text()
        assert box.x1 <= drawing.width, text.get_text()
        assert box.y0 >= 0, text.get_text()
        assert box.y1 <= drawing.height, text.get_text()


@pytest.mark.parametrize(("indicator", "language"), MAPS)
def test_nothing_overlaps(indicator: str, language: str) -> None:
    drawing = Drawing(a_map(indicator, language), (1920, 1080), 144)
    check(drawing)
    check_texts(drawing)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_overlaps_at_any_size_under_a_long_title(
    size: tuple[int, int], language: str
) -> None:
    drawing = Drawing(a_map("ccid-share", language, title=LONG[language]), size, 144)
    check(drawing)
    check_texts(drawing)


@pytest.mark.parametrize("size", [(1080, 1080), (400, 300), (1240, 1754)])
def test_many_classes_and_long_notes_leave_room(size: tuple[int, int]) -> None:
    check(Drawing(a_map("5g-stations-announced-2020", "en", k=9), size, 144))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_small_places_and_few_figures_are_never_left_out(size: tuple[int, int]) -> None:
    drawing = Drawing(a_map("ccid-projects", "en"), size, 144)
    named = drawing.labels.keys() | drawing.callouts.keys()
    assert set(small_places(drawing.polygons)) <= drawing.callouts.keys()
    assert {"330000", "340000", "440000"} <= named


def test_in_chinese_every_place_is_named() -> None:
    drawing = Drawing(a_map("ccid-projects", "zh"), (1920, 1080), 144)
    assert drawing.labels.keys() | drawing.callouts.keys() == set(drawing.drawn)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_long_unit_wraps_in_the_legend(language: str) -> None:
    unit = "Number of all registered base stations of the fifth generation 第五代移动通信基站总数"
    choropleth = replace(a_map("ccid-share", language), unit=unit, legend_title=unit * 2)
    drawing = Drawing(choropleth, (1080, 1080), 144)
    check(drawing)
    check_texts(drawing)
    assert drawing.legend.width < 0.4 * drawing.width


def test_margins_are_equal() -> None:
    drawing = Drawing(a_map(), (1920, 1080), 144)
    assert drawing.inset is not None
    assert drawing.header.left == drawing.legend.left == drawing.footer.left == drawing.margin
    assert drawing.width - drawing.inset.right == drawing.margin
    assert drawing.header.top == pytest.approx(drawing.height - drawing.footer.bottom)


def test_everything_scales_with_the_short_side() -> None:
    small, large = (Drawing(a_map(), size, 144) for size in ((1920, 1080), (3840, 2160)))
    for one, two in zip(small.furniture, large.furniture, strict=True):
        assert (2 * one.left, 2 * one.top, 2 * one.right, 2 * one.bottom) == pytest.approx(
            (two.left, two.top, two.right, two.bottom), rel=1e-3
        )
    sizes = [{round(t.get_fontsize(), 3) for t in d.axes.texts} for d in (small, large)]
    assert sizes[1] == {round(2 * size, 3) for size in sizes[0]}


def test_the_inset_stands_for_what_the_main_map_leaves_out() -> None:
    drawing = Drawing(a_map(), (1920, 1080), 144)
    assert drawing.inset is not None
    outside = shapely.difference(
        shapely.union_all(list(drawing.drawn.values())), drawing.window.polygon
    )
    assert not outside.is_empty  # the islands of the South China Sea
    assert outside.bounds[1] >= drawing.window.bottom


@pytest.mark.parametrize("title", [LONG["en"] * 8, LONG["zh"] * 10])
def test_a_title_that_leaves_no_room_is_an_error(title: str) -> None:
    choropleth: Choropleth = replace(a_map(), title=title)
    with pytest.raises(DrawingError, match="no room"):
        draw(choropleth, size=(1080, 1080))
