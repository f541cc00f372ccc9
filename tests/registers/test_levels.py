"""One pass, three levels: what counties have adds up to what their prefecture and province have."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.model import LEVELS, GeoError, Level, UnknownNameError
from geo.places import load_boundaries, load_level, read_hierarchy
from geo.registers import Columns, Count, add_up, count_points, plan_count, records, report
from geo.registers.synthetic_file import write_register
from tests.slow import up_to

ANHUI, HEFEI, BEIJING = "340000", "340100", "110000"
ROWS = 3_000
NO_COLUMNS = Columns()


def count_by(path: Path, level: Level, within: str = "", columns: Columns = NO_COLUMNS) -> Count:
    plan = plan_count(
        [str(path)], datum="wgs84", boundaries=load_level(level, within), columns=columns
    )
    return count_points(plan)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random positions, and vertices where borders of provinces meet those of counties."""
    path = tmp_path_factory.mktemp("levels") / "sites.csv"
    rng = np.random.default_rng(18)
    lon, lat = rng.uniform(114, 120, ROWS), rng.uniform(29, 35, ROWS)
    border = shapely.get_coordinates(load_level("province").frame.geometry[ANHUI])[::20]
    rows = [*np.column_stack((lon, lat)).tolist(), *border.tolist()]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("lon", "lat", "owner", "power"))
        writer.writerows((repr(x), repr(y), "AB"[i % 2], i % 7) for i, (x, y) in enumerate(rows))
    return path


@pytest.fixture(scope="module")
def by_county(register: Path) -> Count:
    return count_by(register, "county", columns=Columns(category="owner", weight="power"))


@pytest.mark.parametrize("level", ["province", "prefecture"])
def test_counties_add_up_to_what_is_counted_above(
    register: Path, by_county: Count, level: Level
) -> None:
    """By owner, with the weights, and on borders, too."""
    columns = Columns(category="owner", weight="power")
    counted, added = count_by(register, level, columns=columns), add_up(by_county, level)
    assert counted.counted > ROWS / 2
    assert records(added) == records(counted)
    assert added.not_counted == counted.not_counted
    assert added.total.close[0] == counted.total.close[0] < by_county.total.close[0]


def test_the_lowest_county_lies_in_the_lowest_place_above() -> None:
    """On which the rule for points on a border rests."""
    hierarchy = read_hierarchy()
    for level in LEVELS[:-1]:
        above = [hierarchy.ancestor(c, "county", level) for c in sorted(hierarchy.names["county"])]
        assert above == sorted(above)


def test_points_elsewhere_are_told_as_such(register: Path, by_county: Count) -> None:
    inside = count_by(register, "county", ANHUI)
    columns = {line["adcode"]: line["count"] for line in records(inside)}
    members = read_hierarchy().members("county", ANHUI)
    assert set(columns) == set(members)
    assert inside.points_by_place == {
        a: n for a, n in by_county.points_by_place.items() if a in members
    }
    assert inside.not_counted["elsewhere"] == by_county.counted - inside.counted
    assert sum(inside.not_counted.values()) + inside.counted == inside.rows
    told = report(inside, above=[add_up(inside, "prefecture"), add_up(inside, "province")])
    assert (told["boundaries"]["level"], told["boundaries"]["within"]) == ("county", ANHUI)
    assert [(each["level"], each["places"]) for each in told["levels_above"]] == [
        ("prefecture", 16), ("province", 1),
    ]  # fmt: skip
    assert add_up(inside, "province").points_by_place == {ANHUI: inside.counted}
    assert "elsewhere" not in by_county.not_counted


def test_a_part_has_no_level_above_itself(register: Path) -> None:
    inside = count_by(register, "county", HEFEI)
    assert add_up(inside, "prefecture").points_by_place == {HEFEI: inside.counted}
    with pytest.raises(UnknownNameError):
        add_up(inside, "province")


def test_what_is_of_no_lower_level_is_not_added_up(by_county: Count) -> None:
    by_province = add_up(by_county, "province")
    assert add_up(by_province, "province") is by_province
    with pytest.raises(GeoError, match="cannot be added up by county"):
        add_up(by_province, "county")
    regions = replace(
        by_county, plan=replace(by_county.plan, boundaries=load_boundaries("regions"))
    )
    with pytest.raises(GeoError, match="Economic regions cannot be added up by province"):
        add_up(regions, "province")


@pytest.mark.slow(reads=up_to("registers"))
def test_a_million_points_add_up(tmp_path: Path) -> None:
    path = tmp_path / "register.parquet"
    truth = write_register(path, 1_000_000)
    counts = {level: count_by(path, level) for level in LEVELS}
    assert counts["province"].points_by_place == {
        code: n for code, n in truth.counts_by_place.items() if n
    }
    for level in LEVELS[:-1]:
        assert add_up(counts["county"], level).points_by_place == counts[level].points_by_place
    assert {count.counted for count in counts.values()} == {1_000_000}
