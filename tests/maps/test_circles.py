"""Circles: areas in proportion to figures, round steps, and pictures of them."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from unittest.mock import patch

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.draw.elements.circles import disc
from geo.draw.scene import Circle
from geo.indicators.derive import load_indicator
from geo.maps import request as request_module
from geo.maps.circles import make_symbols, round_steps
from geo.maps.layer import join
from geo.maps.pipeline import PLAIN_COLOUR, draw_indicator
from geo.maps.request import MapRequest
from geo.model.errors import ClassificationError
from geo.model.values import Boundaries
from tests.pictures import a_map, a_scene, places_of


@pytest.mark.parametrize(
    ("largest", "steps"),
    [
        (126_012_510, (1e8, 2e7, 5e6)),
        (280, (200, 50, 10)),
        (10, (10, 2, 0.5)),
        (1, (1, 0.2, 0.05)),
        (0.3, (0.2, 0.05, 0.01)),
    ],
)
def test_steps_are_round(largest: float, steps: tuple[float, ...]) -> None:
    assert round_steps(largest) == pytest.approx(steps)


@pytest.mark.parametrize(("largest", "steps"), [(10, (10, 2)), (1, (1,)), (0.3, (0.2,))])
def test_no_step_is_less_than_one_of_what_is_counted(
    largest: float, steps: tuple[float, ...]
) -> None:
    assert round_steps(largest, least=1) == pytest.approx(steps)


@given(st.floats(1e-3, 1e12))
def test_steps_fall_and_never_pass_the_largest(largest: float) -> None:
    steps = round_steps(largest)
    assert largest * (1 + 1e-9) >= steps[0] > largest / 2.6
    assert all(b <= a / 3.9 for a, b in itertools.pairwise(steps))


def circles_of(indicator: str, symbols: str, language: str = "en") -> dict[str, Circle]:
    scene = a_scene(a_map(indicator, language, symbols=symbols))
    return {c.id[-6:]: c for c in scene.items("symbols") if isinstance(c, Circle) and c.id}


@pytest.mark.parametrize("indicator", ["population-2020", "gdp-per-person"])
def test_areas_are_in_proportion_to_the_figures(indicator: str) -> None:
    circles = circles_of(indicator, "population-2020")
    values = {o.adcode: o.value for o in load_indicator("population-2020").values if o.value}
    assert circles.keys() == values.keys()
    area = math.pi * circles["440000"].radius ** 2 / values["440000"]
    for adcode, circle in circles.items():
        assert math.pi * circle.radius**2 == pytest.approx(values[adcode] * area)
    radii = [circle.radius for circle in circles.values()]
    assert radii == sorted(radii, reverse=True)  # small ones lie over large ones


def test_nothing_but_the_map_and_its_own_name_is_under_a_circle() -> None:
    scene = a_scene(a_map("gdp-per-person", "en", symbols="population-2020"))
    discs = {c.id[-6:]: disc(c) for c in scene.items("symbols") if isinstance(c, Circle) and c.id}
    boxes = [g.box.polygon for g in scene.groups if g.box]
    assert not any(shapely.intersects(d, box) for d in discs.values() for box in boxes)
    for label in scene.items("labels"):
        letters = label.box.grown(-0.2 * label.size).polygon  # type: ignore[union-attr]
        for adcode, found in discs.items():
            inside = adcode == label.id[-6:] and shapely.within(letters, found)
            assert inside or not shapely.intersects(found, letters)


def test_circles_alone_stand_on_one_plain_colour() -> None:
    choropleth = a_map("population-2020", "zh", symbols="population-2020")
    assert {entry.kind for entry in choropleth.legend} == {"no_data"}
    fills = {choropleth.colour_of(o) for o in choropleth.places}
    assert fills == {PLAIN_COLOUR, choropleth.scale.no_data}
    assert places_of(a_scene(choropleth)).keys() == {o.adcode for o in choropleth.places}
    assert "圆圈面积" in "".join(choropleth.notes)


def test_over_a_ratio_both_are_told() -> None:
    choropleth = a_map("gdp-per-person", "en", symbols="population-2020")
    assert "circles: census population" in choropleth.subtitle
    assert "Circles: Communiqué of the Seventh" in choropleth.source_line
    assert choropleth.symbols is not None
    assert choropleth.symbols.legend_title == "million persons"
    assert [label for _, label in choropleth.symbols.steps] == ["100", "20", "5"]


def test_a_count_lies_as_circles_over_its_own_ratio() -> None:
    choropleth = a_map("ccid-projects", "en", per="population", symbols="ccid-projects")
    assert choropleth.layer.indicator.kind == "ratio"
    assert {entry.kind for entry in choropleth.legend} == {"class", "no_data"}
    assert choropleth.symbols is not None
    assert choropleth.symbols.layer.indicator.id == "ccid-projects"
    assert (choropleth.symbols.largest, choropleth.symbols.layer.period) == (280, "2020")


def test_circles_are_of_the_period_of_the_colours() -> None:
    count = load_indicator("population-2020")
    earlier = tuple(replace(o, period="2010", value=(o.value or 0) / 2) for o in count.values)
    both = replace(count, id="people", values=(*earlier, *count.values))
    shown = replace(load_indicator("gdp-2020"), kind="ratio", id="shown")
    years = replace(shown, values=tuple(replace(o, period="2010") for o in shown.values))
    request = MapRequest("shown", symbols="people")
    with patch.object(request_module, "load_indicator", return_value=both):
        for indicator, largest in ((shown, 126_012_510), (years, 63_006_255)):
            symbols = draw_indicator(indicator, request).symbols
            assert symbols is not None
            assert symbols.largest == largest


def test_a_figure_of_zero_has_no_circle_and_is_no_gap(provinces: Boundaries) -> None:
    layer = join(provinces, load_indicator("population-2020"))
    values = tuple(replace(o, value=0.0) if o.adcode == "340000" else o for o in layer.values)
    zero = replace(layer.indicator, values=values)
    choropleth = draw_indicator(zero, MapRequest(zero.id, symbols=zero.id))
    assert choropleth.symbols is not None
    assert choropleth.symbols.radius(0.0) == 0
    anhui = next(o for o in choropleth.places if o.adcode == "340000")
    assert choropleth.colour_of(anhui) == PLAIN_COLOUR
    circles = [c.id for c in a_scene(choropleth).items("symbols") if isinstance(c, Circle)]
    assert len(circles) == 30
    assert not any(name.endswith("340000") for name in circles)


def test_only_counts_that_are_not_negative(provinces: Boundaries) -> None:
    with pytest.raises(ClassificationError, match="circles show counts"):
        make_symbols(join(provinces, load_indicator("gdp-per-person")), language="en")
    layer = join(provinces, load_indicator("population-2020"))
    below = tuple(replace(o, value=-1.0) if o.adcode == "340000" else o for o in layer.values)
    with pytest.raises(ClassificationError, match="below zero: Anhui"):
        make_symbols(replace(layer, values=below), language="en")
    none = tuple(replace(o, value=0.0) for o in layer.values)
    with pytest.raises(ClassificationError, match="no figure above zero"):
        make_symbols(replace(layer, values=none), language="en")
