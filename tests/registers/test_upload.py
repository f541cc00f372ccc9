"""A register as a user's work: what is one, what its counts become, and the marks of its points."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.request import MapRequest
from geo.model.errors import GeoError, RegisterError, SwappedError
from geo.model.text import LANGUAGES
from geo.places.boundaries import read_boundaries
from geo.places.datums import convert
from geo.registers import upload_count
from geo.registers.count import Columns, count_points, plan_count
from geo.registers.count_report import report_json
from geo.registers.counts_table import make_work, reword
from geo.registers.marks import MOST_MARKS, mark_cells, mark_points
from geo.registers.place_grid import Raster
from geo.registers.synthetic import make_batches
from geo.registers.synthetic_file import register_bytes
from geo.registers.upload import Register, make_synthetic, take_register
from geo.registers.upload_count import (
    Asked,
    Counted,
    at_another_level,
    count_register,
    counts_csv,
    suggest,
)
from geo.tables.examples import EXAMPLES, list_examples
from geo.tables.indicator import join_work
from geo.tables.work import BoundaryUpload
from tests.drawn import draw

BY = Columns(category="operator", weight="sites", date="opened")


def taken(data: bytes, name: str = "stations.csv") -> Register:
    register = take_register(data, name)
    assert register is not None
    return register


@pytest.fixture(scope="module")
def counted() -> Counted:
    return count_register(taken(register_bytes(4000)), Asked("wgs84", BY))


def vector(tmp_path: Path, ending: str, *, polygons: bool = False) -> bytes:
    """Two places or two points as a file of that kind."""
    if polygons:
        frame = read_boundaries("provinces").frame.iloc[[0, 8]][["geometry"]]
    else:
        points = geopandas.points_from_xy([116.4, 121.5], [39.9, 31.2])
        frame = geopandas.GeoDataFrame({"kind": ["a", "b"]}, geometry=points, crs=4326)
    path = tmp_path / f"file{'.shp' * (ending == '.zip')}{ending}"
    if ending == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    return path.read_bytes()


# -- what is a register -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"lon,lat\n116.4,39.9\n"),
        ("a.txt", "基站经度\t基站纬度\n116.4\t39.9\n".encode("gb18030")),
        ("a.tsv", b"title of it\n\nlng\tlat\n116.4\t39.9\n"),
    ],
)
def test_a_text_with_coordinates_is_a_register(name: str, data: bytes) -> None:
    assert taken(data, name).name == name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "省份,项目数\n安徽,280\n".encode()),
        ("a.csv", b"lon,value\n116.4,39.9\n"),
        ("a.csv", b""),
        ("a.csv", "省份,lon,lat\n".encode("utf-16")),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.parquet", b"PAR1 cut off"),
        ("a.json", b'[{"province": "Anhui", "projects": 280}]'),
        ("a.atlas.json", b'{"format":"province-atlas-work","version":1}'),
    ],
)
def test_other_files_are_none(name: str, data: bytes) -> None:
    assert take_register(data, name) is None


def test_no_example_table_is_a_register() -> None:
    for example in list_examples():
        assert take_register((EXAMPLES / example.file).read_bytes(), example.file) is None


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".parquet", ".zip"])
def test_points_are_a_register_and_polygons_are_not(tmp_path: Path, ending: str) -> None:
    assert taken(vector(tmp_path, ending), f"a{ending}").file.columns[0] == "kind"
    polygons = vector(tmp_path, ending, polygons=True)
    if ending in (".gpkg", ".zip"):
        with pytest.raises(RegisterError, match="has no points and no columns with longitudes"):
            take_register(polygons, f"a{ending}")
    else:
        assert take_register(polygons, f"a{ending}") is None


def test_columns_of_a_file_with_geometries_that_are_no_points_are_named() -> None:
    feature = {"type": "Feature", "geometry": None, "properties": {"lng": 116.4, "lat": 39.9}}
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    assert taken(data, "a.geojson").columns == Columns("lng", "lat")


def test_what_is_no_archive_says_so() -> None:
    with pytest.raises(GeoError):
        take_register(b"no zip", "a.zip")


def test_a_table_with_places_and_coordinates_can_be_either() -> None:
    assert taken("省份,lon,lat\n安徽,117.2,31.8\n河北,114.5,38.0\n".encode()).has_places
    assert not taken(register_bytes(50)).has_places


def test_the_file_goes_with_the_register() -> None:
    register = taken(b"lon,lat\n116.4,39.9\n")
    folder = register.folder.path
    assert (folder / "stations.csv").is_file()
    del register
    gc.collect()
    assert not folder.exists()


def test_the_file_stays_as_long_as_any_that_needs_it() -> None:
    register = taken(b"lon,lat\n116.4,39.9\n0,0\n")
    folder = register.folder.path
    again = replace(register, synthetic=True)
    del register
    gc.collect()
    counted = count_register(again, Asked("wgs84"))
    del again
    gc.collect()
    assert counted.rejects.read_bytes().count(b"\n") == 2
    del counted
    gc.collect()
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../../x.csv", "C:\\temp\\x.csv", "省" * 200 + ".csv"])
def test_a_name_leads_nowhere_else(name: str) -> None:
    register = taken(b"lon,lat\n116.4,39.9\n", name)
    assert register.file.path.parent == register.folder.path


# -- counting ---------------------------------------------------------------------------------


def test_a_datum_is_suggested_and_asked_for() -> None:
    assert make_synthetic("stations.csv").synthetic
    lines = register_bytes(50_000, datum="gcj02").decode().splitlines()
    positions = "\n".join(",".join(line.split(",")[1:3]) for line in lines)
    register = taken(positions.encode(), "stations.csv")
    assert suggest(register, Asked()).datum == "gcj02"
    with pytest.raises(GeoError, match="say the datum"):
        count_register(register, Asked())


def test_swapped_columns_are_said_and_exchanged_only_when_asked() -> None:
    register = taken(register_bytes(200).replace(b"lon,lat", b"lat,lon", 1))
    with pytest.raises(SwappedError):
        suggest(register, Asked())
    asked = Asked("wgs84", Columns(lon="lat", lat="lon"))
    assert count_register(register, asked).count.counted == 200


def test_the_counts_are_those_of_the_command_line(tmp_path: Path, counted: Counted) -> None:
    path = tmp_path / "stations.csv"
    path.write_bytes(register_bytes(4000))
    plan = plan_count([str(path)], datum="wgs84", boundaries=read_boundaries("provinces"),
                      columns=BY)  # fmt: skip
    assert count_points(plan).total.tallies == counted.count.total.tallies
    table = pd.read_csv(StringIO(counts_csv(counted.count).decode()))
    assert table["count"].sum() == counted.count.counted == 4000
    report = json.loads(report_json(counted.count))
    assert (report["rows"], report["files"][0]["file"]) == (4000, "stations.csv")


def test_rows_that_are_not_counted_are_in_a_file() -> None:
    rejected = count_register(taken(b"lon,lat\n116.4,39.9\n0,0\n125.5,29.5\n"), Asked("wgs84"))
    lines = pd.read_csv(rejected.rejects)
    assert list(lines["why"]) == ["zero", "at_sea"]
    assert rejected.count.counted == 1


def test_a_count_that_is_stopped_says_so_and_keeps_the_rows() -> None:
    asked = Asked("wgs84", Columns(category="id"))
    stopped = count_register(taken(register_bytes(1001)), asked)
    assert "more than 1,000 different values" in str(stopped.problem)
    assert not stopped.count.complete


# -- a table of the counts --------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_work_has_the_right_figures(counted: Counted, language: str) -> None:
    (batch,) = make_batches(4000)
    truth = batch.truth
    work = make_work(counted, language)  # type: ignore[arg-type]
    joined = join_work(work)
    assert joined.indicator is not None
    found = {o.adcode: o.value for o in joined.indicator.values}
    wanted = {code: float(n) if n else None for code, n in truth.counts_by_place.items()}
    assert found == wanted
    assert {o.adcode for o in joined.indicator.values if o.status == "no_data"} == {
        code for code, n in truth.counts_by_place.items() if not n
    }
    assert joined.report.matched_rows == 34
    # All other measures: of each operator, of the years, of the weights.
    names = [measure.name for measure in joined.reading.roles.measures]
    values = {}
    for name in names:
        said = replace(work.choices, value=name, kind=None)
        measured = join_work(replace(work, choices=said)).indicator
        assert measured is not None
        values[name] = {(o.adcode, o.period): o.value for o in measured.values}
        assert measured.kind == ("ratio" if name == names[-1] else "count")
    operators = dict(zip(sorted({key[1] for key in truth.counts}), names[1:5], strict=True))
    for (adcode, operator), count in truth.counts.items():
        known = truth.counts_by_place[adcode] > 0
        assert values[operators[operator]][adcode, ""] == (count if known else None)
    years, sums = values[names[5]], values[names[6]]
    for adcode, count in truth.counts_by_place.items():
        assert sum(v or 0 for (code, _), v in years.items() if code == adcode) == count
        assert sums[adcode, ""] == (truth.sites_by_place[adcode] or None)
    assert sorted({period for _, period in years}) == [str(y) for y in range(2019, 2025)]


def test_titles_and_sources_are_in_the_language() -> None:
    register = take_register(register_bytes(60), "stations.csv", synthetic=True)
    assert register is not None
    counted = count_register(register, Asked("wgs84"))
    drawn = {}
    for language in LANGUAGES:
        joined = join_work(make_work(counted, language))
        drawn[language] = draw(joined, MapRequest("", language=language))
    assert drawn["en"].title == "Synthetic stations by province"
    assert drawn["zh"].title == "分地区合成站点数"
    assert "no row is a real station" in drawn["en"].source_line
    assert "均非真实站点" in drawn["zh"].source_line
    assert any("60 of 60 rows counted" in note for note in drawn["en"].notes)


def test_another_language_keeps_what_was_chosen(counted: Counted) -> None:
    work = make_work(counted, "en")
    said = replace(work.choices, value="Points · operator B", per="Points", source="the ministry")
    there = reword(replace(work, choices=said), counted, before="en", language="zh")
    assert (there.choices.value, there.choices.per) == ("点位数 · operator B", "点位数")
    assert there.choices.source == "the ministry"
    back = reword(there, counted, before="zh", language="en")
    assert back.workbook == work.workbook
    assert back.choices == said


def test_no_category_misleads_the_reader() -> None:
    categories = ("NR (5G)", "2020", "安徽", "合计", "a,b", "=1+1", "% 占比", "注：x", "x" * 300)
    rows = "".join(f'116.4,39.9,"{category}"\n' for category in categories)
    register = taken(f"lon,lat,kind\n{rows}117.2,31.8,b\n".encode())
    counted = count_register(register, Asked("wgs84", Columns(category="kind")))
    for language in LANGUAGES:
        work = make_work(counted, language)
        joined = join_work(work)
        names = [measure.name for measure in joined.reading.roles.measures]
        assert len(names) == 2 + len(categories)
        for name in names:
            said = replace(work.choices, value=name)
            indicator = join_work(replace(work, choices=said)).indicator
            assert indicator is not None
            found = sorted(o.value for o in indicator.values if o.value is not None)
            assert found == ([1, len(categories)] if name == names[0] else [0, 1])


def test_boundaries_of_ones_own(tmp_path: Path) -> None:
    frame = read_boundaries("provinces").frame.loc[["110000", "340000"]].reset_index()
    frame = frame[["geometry"]].assign(code=["7", "8"], label=["101", "合计"])
    buffer = BytesIO()
    frame.to_file(buffer, driver="GeoJSON")
    upload = BoundaryUpload("two.geojson", buffer.getvalue(), code="code", label="label")
    register = taken(b"lon,lat\n116.4,39.9\n116.5,39.9\n121.5,31.2\n")
    counted = count_register(register, Asked("wgs84", boundary_file=upload))
    assert counted.count.not_counted["outside"] == 1
    indicator = join_work(make_work(counted, "en")).indicator
    assert indicator is not None
    assert {o.adcode: o.value for o in indicator.values} == {"7": 2, "8": None}


# -- marks ------------------------------------------------------------------------------------

RASTER = Raster(west=73.0, south=17.0, step=0.05, columns=1240, rows=740)


@given(
    cells=st.dictionaries(
        st.integers(0, RASTER.columns * RASTER.rows - 1), st.integers(1, 10**6), min_size=1,
        max_size=200,
    ),
    most=st.integers(1, 50),
)  # fmt: skip
def test_merging_cells_keeps_every_point(cells: dict[int, int], most: int) -> None:
    marks = mark_cells(cells, RASTER, datum="wgs84", most=most)
    assert marks.counts.sum() == sum(cells.values())
    assert len(marks.lon) == len(marks.lat) == len(marks.counts) <= most
    assert (marks.counts > 0).all()
    lon, lat = RASTER.centres_of(np.array(list(cells)))
    inside = (marks.lon >= lon.min() - 1e-9) & (marks.lon <= lon.max() + 1e-9)
    assert (inside & (marks.lat >= lat.min() - 1e-9) & (marks.lat <= lat.max() + 1e-9)).all()


def test_cells_are_merged_no_further_than_needed() -> None:
    cells = {0: 1, 1: 2, 4: 4, RASTER.columns * 2: 8}
    assert len(mark_cells(cells, RASTER, datum="wgs84", most=4).counts) == 4
    assert sorted(mark_cells(cells, RASTER, datum="wgs84", most=3).counts) == [3, 4, 8]
    assert sorted(mark_cells(cells, RASTER, datum="wgs84", most=2).counts) == [4, 11]
    assert list(mark_cells(cells, RASTER, datum="wgs84", most=1).counts) == [15]


def test_few_points_are_marked_where_they_are(counted: Counted) -> None:
    few = count_register(taken(register_bytes(MOST_MARKS, datum="gcj02")), Asked("gcj02"))
    assert few.marks.are_points
    assert len(few.marks.counts) == MOST_MARKS
    (batch,) = make_batches(MOST_MARKS)
    lon = np.sort(batch.rows.column("lon").to_numpy())
    assert np.allclose(np.sort(few.marks.lon), lon, atol=2e-6)
    assert not counted.marks.are_points
    assert counted.marks.counts.sum() == 4000
    assert len(counted.marks.counts) <= MOST_MARKS


def test_marks_are_in_wgs84() -> None:
    lon, lat = convert(np.array([116.4]), np.array([39.9]), source="wgs84", target="bd09")
    marks = mark_points(((lon[0], lat[0]),), datum="bd09")
    assert marks.lon == pytest.approx([116.4], abs=1e-9)
    assert marks.lat == pytest.approx([39.9], abs=1e-9)


# -- levels -----------------------------------------------------------------------------------


def test_another_level_is_not_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is what a count by it finds; what depends on more than the level is counted anew."""
    register = make_synthetic("stations.csv")
    asked = Asked("gcj02", Columns(category="operator"))
    by_province = count_register(register, asked)
    monkeypatch.setattr(upload_count, "count_points", None)
    names = ("prefectures", "counties", "provinces")
    found = {}
    for name in names:
        again = at_another_level(by_province, replace(asked, boundaries=name))
        assert again is not None
        found[name] = again
        assert again.count.plan.boundaries.id == name
        assert len(make_work(again, "en").workbook.sheets[0].rows) == 2 + len(
            again.count.plan.boundaries.adcodes
        )
    assert counts_csv(found["provinces"].count) == counts_csv(by_province.count)
    assert len({again.count.counted for again in found.values()}) == 1
    for other in (
        replace(asked, boundaries="regions"), replace(asked, columns=Columns()),
        replace(asked, datum="wgs84"),
    ):  # fmt: skip
        assert at_another_level(by_province, other) is None
