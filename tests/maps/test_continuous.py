"""Continuous colours: by the value, by its logarithm, and between percentiles."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest

from geo.draw.scene import Line, Rectangle, Words
from geo.maps.classes import classify
from geo.maps.palettes import color_scale
from geo.maps.ticks import along, ticks_of
from geo.model.errors import ClassificationError, DrawingError
from tests.draw.checks import overlapping
from tests.pictures import a_map, a_scene

SKEWED = [1.0, 2.0, 5.0, 20.0, 50.0, 400.0, 1000.0]
SCHEMES = ("continuous", "continuous_log", "continuous_clipped")


def test_equal_ratios_are_equal_steps_of_a_logarithm() -> None:
    classes = classify(SKEWED, scheme="continuous_log")
    assert classes.is_continuous
    ratios = [b / a for a, b in pairwise(classes.edges)]
    assert max(ratios) == pytest.approx(min(ratios))
    assert along(classes, math.sqrt(1000)) == pytest.approx(0.5)


@pytest.mark.parametrize("low", [0.0, -3.0])
def test_what_has_no_logarithm_is_refused(low: float) -> None:
    with pytest.raises(ClassificationError, match="above zero"):
        classify([low, *SKEWED], scheme="continuous_log")


def test_colours_that_turn_at_zero_do_not_run_by_the_logarithm() -> None:
    classes = classify(SKEWED, scheme="continuous_log")
    with pytest.raises(DrawingError, match="turn at 0 cannot run by the logarithm"):
        color_scale(classes, "blue-red", midpoint=0.0)
    assert color_scale(classes, "blue-red", midpoint=SKEWED[0]).colours


def test_clipped_colours_run_between_percentiles() -> None:
    numbers = [float(n) for n in range(101)]
    classes = classify(numbers, scheme="continuous_clipped")
    assert classes.edges[0] == 0
    assert classes.edges[-1] == 100
    assert classes.run == (5.0, 95.0)
    assert classes.index(0.0) == classes.index(5.0) == 0
    assert classes.index(100.0) == classes.k - 1 > classes.index(95.0)
    assert (along(classes, 2.0), along(classes, 99.0)) == (0.0, 1.0)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_ticks_rise_from_end_to_end_and_are_round_between(scheme: str) -> None:
    classes = classify(SKEWED, scheme=scheme)
    ticks = ticks_of(classes)
    assert (ticks[0], ticks[-1]) == classes.run
    assert len(ticks) > 2
    assert list(ticks) == sorted(set(ticks))
    assert all(float(f"{tick:.2g}") == tick for tick in ticks[1:-1])
    places = [along(classes, tick) for tick in ticks]
    assert all(b - a >= 0.15 for a, b in pairwise(places))


@pytest.mark.parametrize("legend", ["vertical", "horizontal"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_legend_has_ticks_under_its_row(scheme: str, legend: Any) -> None:
    choropleth = a_map("gdp-2020", scheme=scheme)
    scene = a_scene(choropleth, legend=legend)
    assert overlapping(scene) == []
    (entry,) = (entry for entry in choropleth.legend if entry.kind == "continuous")
    texts = [words.text for words in scene.items("legend") if isinstance(words, Words)]
    assert {entry.ticks[0][1], entry.ticks[-1][1]} <= set(texts)
    assert any(text in texts for _, text in entry.ticks[1:-1])
    assert any(isinstance(item, Line) for item in scene.items("legend"))
    if scheme == "continuous_clipped":
        assert entry.ticks[0][1].startswith("up to")
        assert entry.ticks[-1][1].endswith("or more")


def test_the_note_says_how_colours_run() -> None:
    log, clipped = (a_map("gdp-2020", scheme=scheme).notes[0] for scheme in SCHEMES[1:])
    assert "logarithm" in log
    assert "5th to the 95th percentile" in clipped


@pytest.mark.parametrize("open_ended", [False, True])
def test_a_horizontal_legend_writes_each_edge_once(open_ended: bool) -> None:
    choropleth = a_map("gdp-2020", open_ended=open_ended)
    scene = a_scene(choropleth, legend="horizontal")
    texts = [words.text for words in scene.items("legend") if isinstance(words, Words)]
    edges = [text for entry in choropleth.legend for _, text in entry.ticks]
    assert len(set(edges)) == (4 if open_ended else 6)
    assert all(texts.count(edge) == 1 for edge in edges)
    cells = [r for r in scene.items("legend") if isinstance(r, Rectangle) and not r.hatch]
    centred = {words.text: words.x for words in scene.items("legend") if isinstance(words, Words)}
    inner = [centred[choropleth.legend[i].ticks[-1][1]] for i in range(4)]
    assert inner == pytest.approx([cell.box.right for cell in cells[:4]])
