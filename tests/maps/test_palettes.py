"""Colours: one for each class, never two alike, and a midpoint that stays in the middle."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.classes import classify
from geo.maps.palettes import NO_DATA, NO_DATA_LINES, PALETTES, color_scale, list_palettes
from geo.model.errors import DrawingError, LabelError, UnknownNameError
from geo.model.maps import Classes
from tests.gathered import gathered

PALETTE = list_palettes()
BY_KIND = {
    kind: [p.id for p in PALETTE.values() if p.kind == kind]
    for kind in ("sequential", "diverging", "qualitative")
}


def classes(*edges: float) -> Classes:
    return Classes("manual", edges)


def test_palettes_are_listed_by_kind_and_name() -> None:
    order = ("sequential", "diverging", "qualitative")
    found = [(order.index(p.kind), p.id) for p in PALETTE.values()]
    assert found == sorted(found)
    assert {path.stem for path in PALETTES.glob("*.toml")} == set(PALETTE)
    assert [len(BY_KIND[kind]) for kind in order] >= [8, 4, 2]


@gathered("palette", BY_KIND["sequential"])
@gathered("k", range(1, 10))
def test_every_class_has_the_colour_that_its_palette_lists(palette: str, k: int) -> None:
    scale = color_scale(classes(*range(k + 1)), palette)
    assert scale.colours == PALETTE[palette].colours[k]
    assert len(set(scale.colours)) == k
    assert [scale.colour(i + 0.5) for i in range(k)] == list(scale.colours)
    assert scale.midpoint is None


@gathered("palette", PALETTE)
def test_no_data_is_no_class(palette: str) -> None:
    scale = color_scale(classes(0, 1, 2, 3), palette, midpoint=1.5)
    assert scale.colour(None) == scale.no_data == NO_DATA
    assert scale.no_data_lines == NO_DATA_LINES
    assert not {NO_DATA, NO_DATA_LINES} & set(scale.colours)


def test_a_midpoint_is_for_diverging_palettes_only() -> None:
    assert color_scale(classes(0, 1, 2), "blues", midpoint=1).midpoint is None
    assert color_scale(classes(0, 1, 2), "blue-red", midpoint=1).midpoint == 1
    with pytest.raises(DrawingError, match="the diverging palette blue-red needs a midpoint"):
        color_scale(classes(0, 1, 2), "blue-red")


def test_an_unknown_palette_is_named_with_its_neighbours() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown palette 'blus'. Did you mean blues"):
        color_scale(classes(0, 1, 2), "blus")


@pytest.mark.parametrize("palette", BY_KIND["qualitative"])
def test_a_palette_with_fewer_colours_than_classes_is_refused(palette: str) -> None:
    most = max(PALETTE[palette].colours)
    assert color_scale(classes(*range(most + 1)), palette).classes.k == most
    with pytest.raises(
        DrawingError, match=rf"{palette} has at most {most} colours, and {most + 1} are needed"
    ):
        color_scale(classes(*range(most + 2)), palette)


@gathered(
    ("edges", "midpoint", "listed", "shown"),
    [
        ((0, 10, 20, 30, 40), 20, 4, slice(0, 4)),  # an edge in the middle
        ((0, 10, 20, 30), 15, 3, slice(0, 3)),  # a class in the middle
        ((0, 10, 20, 30, 40), 10, 6, slice(2, 6)),  # fewer classes below
        ((0, 10, 20, 30, 40), 30, 6, slice(0, 4)),  # fewer classes above
        ((0, 10, 20, 30, 40), 5, 7, slice(3, 7)),  # the middle class is the lowest
        ((0, 10, 20), -5, 4, slice(2, 4)),  # nothing below
        ((0, 10, 20), 0, 4, slice(2, 4)),
        ((0, 10, 20), 20, 4, slice(0, 2)),  # nothing above
        ((0, 10, 20), 99, 4, slice(0, 2)),
    ],
)
def test_a_diverging_palette_turns_at_its_midpoint(
    edges: tuple[float, ...], midpoint: float, listed: int, shown: slice
) -> None:
    scale = color_scale(classes(*edges), "blue-red", midpoint=midpoint)
    assert scale.colours == PALETTE["blue-red"].colours[listed][shown]


def test_single_values_take_the_side_they_are_on() -> None:
    scale = color_scale(classify([1, 2, 3, 8]), "blue-red", midpoint=2.5)
    assert scale.colours == PALETTE["blue-red"].colours[4]
    scale = color_scale(classify([1, 8, 9]), "blue-red", midpoint=2.5)
    assert scale.colours == PALETTE["blue-red"].colours[4][1:]


@given(
    st.sets(st.integers(-50, 50), min_size=2, max_size=10).map(sorted),
    st.floats(-60, 60),
    st.sampled_from(BY_KIND["diverging"]),
)
def test_any_midpoint_gives_every_class_its_own_colour(
    edges: list[int], midpoint: float, palette: str
) -> None:
    scale = color_scale(classes(*edges), palette, midpoint=midpoint)
    assert len(scale.colours) == len(set(scale.colours)) == len(edges) - 1
    listed = next(c for c in PALETTE[palette].colours.values() if set(scale.colours) <= set(c))
    half = len(listed) / 2
    for (low, high), colour in zip(pairwise(edges), scale.colours, strict=True):
        position = listed.index(colour) + 0.5
        if high <= midpoint:
            assert position < half
        elif low >= midpoint:
            assert position > half
        else:
            assert position == half


# Palette files of one's own


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(PALETTES / "blues.toml", tmp_path)
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "blues.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_palette_is_a_new_file(folder: Path) -> None:
    text = (folder / "blues.toml").read_text(encoding="utf-8")
    (folder / "mine.toml").write_text(text.replace('"blues"', '"mine"'), encoding="utf-8")
    assert color_scale(classes(0, 1, 2), "mine", folder=folder).palette.id == "mine"


@pytest.mark.parametrize("key", ["kind", "title", "source", "colours"])
def test_an_incomplete_palette_is_named(folder: Path, key: str) -> None:
    path = folder / "blues.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"(?m)^(\[?){key}\b", rf"\1not_{key}", text, count=1), encoding="utf-8")
    with pytest.raises(LabelError, match=rf"blues\.toml lacks {key}\."):
        list_palettes(folder)


def test_an_unknown_kind_is_named(folder: Path) -> None:
    change(folder, '"sequential"', '"rainbow"')
    with pytest.raises(LabelError, match="kind 'rainbow' is none of sequential, diverging, qual"):
        list_palettes(folder)


@pytest.mark.parametrize("colours", ['"#4a8dc9", "#3974b2"', '"red"', '"#4A8DC9"', ""])
def test_a_list_that_is_not_what_its_number_says_is_named(folder: Path, colours: str) -> None:
    change(folder, '1 = ["#4a8dc9"]', f"1 = [{colours}]")
    with pytest.raises(LabelError, match=r"blues\.toml \[colours\]: 1 must be as many different"):
        list_palettes(folder)


def test_a_colour_that_stands_twice_is_named(folder: Path) -> None:
    change(folder, '"#74b2e0", "#3974b2"', '"#3974b2", "#3974b2"')
    with pytest.raises(LabelError, match=r"\[colours\]: 2 must be as many different colours"):
        list_palettes(folder)
