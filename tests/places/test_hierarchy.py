"""What lies where, at three levels."""

from __future__ import annotations

import itertools

import pytest

from geo.model import LEVELS, Level, Text, UnknownNameError
from geo.places.hierarchy import Division, read_hierarchy
from tests.gathered import gathered

HIERARCHY = read_hierarchy()


def test_every_place_is_there_with_what_it_lies_in() -> None:
    assert [len(HIERARCHY.names[level]) for level in LEVELS] == [34, 370, 2875]
    for upper, lower in itertools.pairwise(LEVELS):
        assert set(HIERARCHY.parents[lower]) == set(HIERARCHY.names[lower])
        assert set(HIERARCHY.parents[lower].values()) == set(HIERARCHY.names[upper])


def test_the_places_inside_others_are_all_places_once() -> None:
    for upper in LEVELS:
        for level in LEVELS[LEVELS.index(upper) :]:
            every = [a for code in HIERARCHY.names[upper] for a in HIERARCHY.members(level, code)]
            assert sorted(every) == sorted(HIERARCHY.names[level])
            assert HIERARCHY.members(level, "") == tuple(HIERARCHY.names[level])


@gathered(
    ("level", "adcode", "trail"),
    [
        ("province", "340000", ("340000",)),
        ("prefecture", "340100", ("340000", "340100")),
        ("county", "340104", ("340000", "340100", "340104")),
        ("county", "110101", ("110000", "110101")),  # the one prefecture of Beijing is all of it
        ("county", "500112", ("500000", "500112")),
        ("county", "419001", ("410000", "419001")),  # directly under its province
        ("county", "441900", ("440000", "441900")),  # a city without counties
        ("county", "710000", ("710000",)),
        ("county", "810001", ("810000", "810001")),
    ],
)
def test_a_trail_leads_down_from_the_province(
    level: Level, adcode: str, trail: tuple[str, ...]
) -> None:
    assert HIERARCHY.trail(level, adcode) == trail


@gathered(
    ("within", "level", "count"),
    [
        ("340000", "prefecture", 16),
        ("340100", "county", 9),
        ("110000", "county", 16),
        ("500000", "county", 38),
        ("820000", "county", 8),
        ("460300", "county", 2),
    ],
)
def test_a_place_is_divided_by_the_next_level_that_does(
    within: str, level: Level, count: int
) -> None:
    division = HIERARCHY.below(within)
    assert division is not None
    assert (division.level, len(division.adcodes)) == (level, count)


def test_some_places_are_not_divided() -> None:
    for adcode in ("710000", "441900", "419001", "340104"):
        assert HIERARCHY.below(adcode) is None
    assert Division("county", ("1", "2")) == Division("county", ("1", "2"))


def test_names_are_told_apart_from_those_of_provinces() -> None:
    names = HIERARCHY.names["prefecture"]
    assert names["340100"] == Text("Hefei", "合肥")
    assert names["220200"] == Text("Jilin City", "吉林市")
    assert names["632500"].zh == "海南州"
    assert names["110100"] == Text("Beijing", "北京")
    assert HIERARCHY.names["county"]["140302"] == Text("Chengqu", "城区")
    provinces = {name.zh for name in HIERARCHY.names["province"].values()}
    whole = {a for a in names if len(HIERARCHY.members("prefecture", a[:2] + "0000")) == 1}
    assert {a for a, name in names.items() if name.zh in provinces} == whole


def test_what_is_no_place_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="999999"):
        HIERARCHY.level_of("999999")
    with pytest.raises(UnknownNameError, match="340104"):
        HIERARCHY.members("prefecture", "340104")
