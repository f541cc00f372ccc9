"""Shapes as the browser gets them: every border once, small, and the same when they are read."""

from __future__ import annotations

import gzip
from typing import Any

import numpy as np
import pytest
import shapely

from geo.draw import browser_geometry, browser_levels, packed
from geo.draw.media.web.geometry import UNIT_METRES
from geo.draw.media.web.inline import inline_json
from geo.model import Level
from geo.places import EQUAL_AREA, drawn, load_level, read_hierarchy
from tests.browser import chromium
from tests.scripts import GEOMETRY, Script, js, sheet

__all__ = ["chromium", "js", "sheet"]

browser = pytest.mark.browser

ANHUI, HAINAN, SANSHA, SICHUAN, HEFEI = "340000", "460000", "460300", "510000", "340100"
#: Half a step, and what floating point adds.
STEP = 1 / 250 / 2 + 1e-9


def sent(told: Any) -> int:
    """Bytes as they are sent."""
    return len(gzip.compress(inline_json(told).encode()))


def polygons_of(geometry: dict[str, Any]) -> dict[str, shapely.Geometry]:
    return {
        feature["properties"]["adcode"]: shapely.multipolygons(
            [shapely.Polygon(s, h) for s, *h in feature["geometry"]["coordinates"]]
        )
        for feature in geometry["features"]
    }


@browser
def test_packed_shapes_are_the_same(js: Script) -> None:
    """Two squares side by side, one with a hole that a third fills, and a part of one of them."""
    left = [[0, 0], [0, 2], [1, 2], [1, 0], [0, 0]]
    right = [[1, 0], [1, 2], [3.25, 2], [3.25, 0], [1, 0]]
    hole = [[1.5, 0.5], [2, 0.5], [2, 1], [1.5, 0.5]]
    shapes = {"1": [[left]], "2": [[right, hole]], "3": [[hole]]}
    features = [
        {"type": "Feature", "properties": {"adcode": code},
         "geometry": {"type": "MultiPolygon", "coordinates": shape}}
        for code, shape in shapes.items()
    ]  # fmt: skip
    parts = [{"adcode": "4", "group": "2", "rings": [[right]]}]
    plain = {"type": "FeatureCollection", "features": features, "parts": parts,
             "around": [[[left]]], "bounds": [0, 0, 3.25, 2], "inset": None}  # fmt: skip
    short = packed(plain)
    # Round each square without the border between them, that border, and the hole.
    assert len(short["arcs"]) == 4
    found = js("({ unpack }, packed) => unpack(packed)", short)
    assert list(found["bounds"]) == plain["bounds"]
    for code, polygon in polygons_of(found).items():
        assert shapely.equals(polygon, polygons_of(plain)[code])
    assert shapely.equals(shapely.Polygon(found["parts"][0]["rings"][0][0]), shapely.Polygon(right))
    assert shapely.equals(shapely.Polygon(found["around"][0][0][0]), shapely.Polygon(left))
    assert js("({ unpack }, plain) => unpack(plain) === plain", GEOMETRY) is True


@browser
@pytest.mark.parametrize(("province", "within"), [(ANHUI, HEFEI), (HAINAN, SANSHA)])
def test_what_divides_a_province_is_read_as_it_is_drawn(
    js: Script, province: str, within: str
) -> None:
    levels, hierarchy = browser_levels(province), read_hierarchy()
    script = """({ divided }, [levels, asked]) =>
        asked.map(([level, within]) => divided(levels, level, within))"""
    asked: list[tuple[Level, str]] = [
        ("prefecture", province), ("county", province), ("county", within),
    ]  # fmt: skip
    for (level, place), found in zip(asked, js(script, [levels, asked]), strict=True):
        polygons = polygons_of(found)
        assert tuple(polygons) == hierarchy.members(level, place)
        shown = drawn(load_level(level, province), EQUAL_AREA).whole()
        for code, polygon in polygons.items():
            right = shapely.transform(shown[code], lambda xy: xy / UNIT_METRES)
            # Slivers narrower than a step are left out.
            apart = shapely.symmetric_difference(shapely.make_valid(polygon), right)
            assert apart.area < STEP * right.length
        west, south, east, north = found["bounds"]
        assert west < east
        assert south < north
        if place == within:
            assert found["bounds"] == pytest.approx(shapely.total_bounds(list(polygons.values())))
    assert levels["bounds"][1] > 180  # Sansha does not make Hainan small


def test_levels_share_their_borders() -> None:
    """Each prefecture has the arcs that bound its counties once, and no other."""
    levels, hierarchy = browser_levels(ANHUI), read_hierarchy()
    arcs = {
        (place["level"], place["adcode"]): [~a if a < 0 else a for part in place["arcs"]
                                            for ring in part for a in ring]
        for place in levels["places"]
    }  # fmt: skip
    for code in hierarchy.members("prefecture", ANHUI):
        counties = [a for c in hierarchy.members("county", code) for a in arcs["county", c]]
        numbers, times = np.unique(counties, return_counts=True)
        assert sorted(arcs["prefecture", code]) == sorted(numbers[times == 1].tolist())


def test_every_place_has_what_a_map_needs() -> None:
    levels, hierarchy = browser_levels(SICHUAN), read_hierarchy()
    assert {p["adcode"] for p in levels["places"] if p["level"] == "prefecture"} == set(
        hierarchy.members("prefecture", SICHUAN)
    )
    for place in levels["places"]:
        names = hierarchy.names[place["level"]][place["adcode"]]
        assert place["names"] == {"en": names.en, "zh": names.zh}
        assert place["parent"] == hierarchy.parents[place["level"]][place["adcode"]]
        assert place["room"] > 0
        west, south, east, north = levels["bounds"]
        x, y = place["label"]
        assert west < x < east
        assert south < y < north


def test_what_is_sent_is_small() -> None:
    assert sent(browser_levels(SICHUAN)) < 60_000  # the most of all provinces
    assert sent(packed(browser_geometry(load_level("prefecture")))) < 250_000
    assert sent(packed(browser_geometry(load_level("county")))) < 700_000
