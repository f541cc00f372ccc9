"""Reefs and banks drawn as islands: all of them, where they lie, no larger than the label says;
and the territory that is counted and written stays whole."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.draw.elements.ground import ground_of
from geo.draw.media.web.geometry import UNIT_METRES, browser_geometry
from geo.export.data import to_geojson
from geo.model.errors import LabelError
from geo.model.values import Boundaries, Islands
from geo.places.boundaries import load_boundaries, read_boundaries
from geo.places.boundary_file import read_boundary_file
from geo.places.geometry import PAGE_TOLERANCE_METRES, group, project
from geo.places.islands import Drawn, Geometries, drawn
from tests.pictures import a_map
from tests.places.test_boundaries import folder as folder

HAINAN = "460000"
#: Metres that pictures from a thumbnail to print, and the page, are simplified by.
TOLERANCES = [0.0, 300.0, PAGE_TOLERANCE_METRES, 5_400.0, 11_000.0]


@pytest.fixture(scope="module")
def shapes(provinces: Boundaries) -> Drawn:
    return drawn(provinces)


@pytest.fixture(scope="module")
def features(shapes: Drawn) -> Geometries:
    """Sansha's features as the polygon has them."""
    return shapes.islands[HAINAN]


def islands_among(polygon: shapely.Geometry, shapes: Drawn) -> Geometries:
    """What is drawn of a place beside its mainland and the islets off that."""
    parts = shapely.get_parts(polygon)
    mainland = shapely.buffer(shapes.polygons[HAINAN], 50_000)
    return np.asarray(parts[~shapely.intersects(parts, mainland)])


def all_marked(features: Geometries, islands: Geometries) -> bool:
    found, _ = shapely.STRtree(islands).query(features, predicate="intersects")
    return set(found) == set(range(len(features)))


def test_every_feature_is_an_island_of_its_own(
    shapes: Drawn, features: Geometries, provinces: Boundaries
) -> None:
    before, after = project(provinces)[HAINAN], shapes.whole()[HAINAN]
    islands = islands_among(after, shapes)
    assert len(islands) == len(features) == 233
    assert len(shapely.get_parts(after)) == len(shapely.get_parts(before))
    assert shapely.intersects(islands, features).all()
    assert shapely.area(islands).max() <= shapes.most * (1 + 1e-9)
    small = shapely.area(features) <= shapes.most
    assert small.any()
    assert shapely.equals_exact(islands[small], features[small], tolerance=1e-3).all()


@pytest.mark.parametrize("tolerance", TOLERANCES)
def test_none_is_lost_in_less_detail(shapes: Drawn, features: Geometries, tolerance: float) -> None:
    found = shapes.light(tolerance) if tolerance else shapes.whole()
    assert found[HAINAN].is_valid
    islands = islands_among(found[HAINAN], shapes)
    assert all_marked(features, islands)
    assert shapely.area(islands).min() >= (tolerance / 2) ** 2 * (1 - 1e-9)
    # Those that have come to touch are one, and larger; they are few where detail is usual.
    if tolerance <= PAGE_TOLERANCE_METRES:
        large = shapely.area(islands) > shapes.most * (1 + 1e-9)
        assert large.sum() + len(features) - len(islands) <= 5


def test_other_places_are_drawn_as_they_are(shapes: Drawn, provinces: Boundaries) -> None:
    before, after = project(provinces), shapes.whole()
    assert list(after) == list(before)
    assert [a for a in after if not after[a].equals_exact(before[a], 1e-9)] == [HAINAN]


def test_the_map_of_regions_draws_them_too(features: Geometries, regions: Boundaries) -> None:
    assert regions.parts is not None
    east, shapes = ground_of(regions).light(3_000.0)[regions.part_of[HAINAN]], drawn(regions.parts)
    islands = islands_among(shapely.intersection(east, shapely.union_all(
        shapely.buffer(shapes.light(3_000.0)[HAINAN], 1.0))), shapes)  # fmt: skip
    assert all_marked(features, islands)
    assert east.area < group(project(regions.parts), regions.part_of)[regions.part_of[HAINAN]].area


def test_the_page_has_them_as_pictures_have(shapes: Drawn, provinces: Boundaries,
                                            features: Geometries) -> None:  # fmt: skip
    (feature,) = (
        f for f in browser_geometry(provinces)["features"] if f["properties"]["adcode"] == HAINAN
    )
    polygon = shapely.from_geojson(json.dumps(feature["geometry"]))
    islands = islands_among(shapely.transform(polygon, lambda xy: xy * UNIT_METRES), shapes)
    near = shapely.buffer(features, 0.01 * UNIT_METRES)  # what the page rounds to
    assert all_marked(near, islands)
    assert shapely.area(islands).max() < 2 * shapes.most


@pytest.mark.parametrize(
    ("reef", "inside"),
    [((115.53, 9.90), True), ((112.99, 9.55), False), ((114.08, 10.92), True)],
)
def test_a_point_on_a_reef_is_counted_as_before(
    provinces: Boundaries, reef: tuple[float, float], *, inside: bool
) -> None:
    polygons = provinces.frame.geometry
    found = polygons.index[polygons.contains(shapely.Point(reef))]
    assert list(found) == ([HAINAN] if inside else [])


def test_data_are_written_with_the_whole_territory(provinces: Boundaries) -> None:
    written = json.loads(to_geojson(a_map("area")))
    (hainan,) = (f for f in written["features"] if f["properties"]["adcode"] == HAINAN)
    polygon = shapely.from_geojson(json.dumps(hainan["geometry"]))
    whole = provinces.frame.geometry[HAINAN]
    parts, islands = shapely.get_parts(polygon), shapely.get_parts(whole)
    assert len(parts) == len(islands)
    assert all_marked(islands, parts)
    assert polygon.area == pytest.approx(whole.area, rel=0.02)  # with fewer vertices


def test_the_label_says_what_is_left_out(
    provinces: Boundaries, shapes: Drawn, features: Geometries
) -> None:
    km2 = shapely.area(features) / 1e6
    most = shapes.most / 1e6
    said = [
        len(features), round(km2.sum()), round(km2.max()), (km2 > most).sum(), round(most),
        round(np.maximum(km2 - most, 0).sum()),
    ]  # fmt: skip
    note = next(note for note in provinces.notes if "Sansha" in note.en)
    for text in note.en, note.zh:
        numbers = [int(n) for n in re.findall(r"\d+", text.replace(",", ""))]
        assert list(dict.fromkeys(numbers)) == said


# The rule itself


def test_a_shape_whose_middle_lies_outside_stays_where_it_is() -> None:
    ring = shapely.Point(0, 0).buffer(2).difference(shapely.Point(0.5, 0).buffer(1.9))
    shapes = Drawn({"1": shapely.box(50, 50, 60, 60)}, {"1": np.array([ring])}, most=0.01)
    mark = min(shapely.get_parts(shapes.whole()["1"]), key=shapely.area)
    assert mark.area == pytest.approx(0.01)
    assert mark.intersects(ring)


def test_islands_that_come_to_touch_are_one() -> None:
    near = shapely.box([0, 1.1], [0, 0], [1, 2.1], [1, 1])
    shapes = Drawn({"1": shapely.box(500, 500, 900, 900)}, {"1": near}, most=1.0)
    light = shapes.light(6.0)["1"]
    assert light.is_valid
    assert len(shapely.get_parts(light)) == 2


def test_a_place_of_islands_alone_is_drawn_as_it_is(provinces: Boundaries) -> None:
    rule = Islands(HAINAN, ((70.0, 0.0, 140.0, 60.0),), 10.0)
    found = drawn(replace(provinces, islands=rule))
    assert not found.islands
    assert found.whole()[HAINAN].equals(project(provinces)[HAINAN])


def test_sets_without_the_place_or_a_rule_are_drawn_as_they_are(provinces: Boundaries) -> None:
    for rule in (None, Islands("999999", ((108.5, 3.0, 119.0, 17.6),), 10.0)):
        assert not drawn(replace(provinces, islands=rule)).islands


@pytest.mark.parametrize(
    "table",
    [
        "", 'adcode = "460000"\nmost_km2 = 10',
        'adcode = 46\nwindows = [[1, 2, 3, 4]]\nmost_km2 = 1',
        'adcode = "460000"\nwindows = []\nmost_km2 = 10',
        'adcode = "460000"\nwindows = [[1, 2, 3]]\nmost_km2 = 10',
        'adcode = "460000"\nwindows = [[3, 2, 1, 4]]\nmost_km2 = 10',
        'adcode = "460000"\nwindows = [[1, 2, 3, "4"]]\nmost_km2 = 10',
        'adcode = "460000"\nwindows = [[1, 2, 3, 4]]\nmost_km2 = 0',
        'adcode = "460000"\nwindows = [[1, 2, 3, 4]]\nmost_km2 = "10"',
        'adcode = "460000"\nwindows = [[1, 2, 3, 4]]\nmost_km2 = inf',
    ],
)  # fmt: skip
def test_a_table_that_is_no_rule_is_refused(folder: Path, table: str) -> None:
    path = folder / "mine.toml"
    text, found = re.subn(
        r"\[islands\].*?\n\n", f"[islands]\n{table}\n\n", path.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )  # fmt: skip
    assert found == 1
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LabelError, match=r"mine\.toml \[islands\] needs adcode, most_km2"):
        read_boundaries("mine", folder=folder)


@pytest.mark.parametrize(("cells", "most_km2"), [(25.0, 25.0), (0.0, None), ("many", None)])
def test_a_file_may_ask_for_islands_too(
    provinces: Boundaries, cells: object, most_km2: float | None
) -> None:
    frame = provinces.frame.loc[[HAINAN, "440000"]].reset_index().assign(islands_km2=cells)
    found = read_boundary_file(frame.to_json().encode(), "mine.geojson")
    rule = found.boundaries.islands
    assert (rule and rule.most_km2) == most_km2
    if rule:
        assert rule.windows == load_boundaries().islands.windows  # type: ignore[union-attr]
        assert len(drawn(found.boundaries).islands[HAINAN]) == 233
