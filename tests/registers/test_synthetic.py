"""Synthetic registers: what they say is true of them is found again by other means."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyarrow
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from geo.indicators.catalogue import read_indicator
from geo.model.errors import ExportError, GeoError, UnknownNameError
from geo.model.values import Boundaries
from geo.places.datums import Datum, convert
from geo.registers import synthetic
from geo.registers.synthetic import FAULTS, SEA, Truth, make_batches
from geo.registers.synthetic_file import register_bytes, write_register

HEADING = "id,lon,lat,operator,band,status,opened,sites"
WITHOUT_POPULATION = ("710000", "810000", "820000")


def make(
    rows: int, *, seed: int = 1, datum: Datum = "wgs84", faults: float = 0.0
) -> tuple[pd.DataFrame, Truth]:
    batches = list(make_batches(rows, seed=seed, datum=datum, faults=faults))
    frame = pyarrow.Table.from_batches([b.rows for b in batches]).to_pandas()
    return frame, sum((b.truth for b in batches[1:]), start=batches[0].truth)


@pytest.fixture(scope="module")
def large() -> tuple[pd.DataFrame, Truth]:
    """More than one batch."""
    frame, truth = make(300_000)
    assert len(frame) > synthetic._BATCH
    return frame, truth


def places_of(lon: np.ndarray, lat: np.ndarray, provinces: Boundaries) -> np.ndarray:
    """The position of the one province around each point, strictly inside."""
    tree = shapely.STRtree(shapely.points(lon, lat))
    place, point = tree.query(provinces.frame.geometry.to_numpy(), predicate="contains_properly")
    assert np.array_equal(np.sort(point), np.arange(len(lon)))
    return place[np.argsort(point)]


@pytest.fixture(scope="module")
def large_places(large: tuple[pd.DataFrame, Truth], provinces: Boundaries) -> np.ndarray:
    frame, _ = large
    return places_of(frame["lon"].to_numpy(), frame["lat"].to_numpy(), provinces)


def test_truth_is_what_pandas_and_geopandas_count(tmp_path: Path, provinces: Boundaries) -> None:
    truth = write_register(tmp_path / "r.csv", 50_000, seed=7, faults=0.1)
    frame = pd.read_csv(tmp_path / "r.csv", na_values="待定")
    points = geopandas.GeoDataFrame(
        frame, geometry=geopandas.points_from_xy(frame["lon"], frame["lat"]), crs="EPSG:4326"
    )
    found = points.sjoin(provinces.frame, predicate="within")
    assert len(found) == 45_000
    by_place = found.groupby("adcode")
    assert by_place.size().to_dict() == {k: n for k, n in truth.counts_by_place.items() if n}
    assert by_place["sites"].sum().to_dict() == {k: n for k, n in truth.sites_by_place.items() if n}
    by_operator = found.groupby(["adcode", "operator"])
    assert by_operator.size().to_dict() == {k: n for k, n in truth.counts.items() if n}
    assert by_operator["sites"].sum().to_dict() == {k: n for k, n in truth.sites.items() if n}


def test_every_point_lies_strictly_in_its_province(
    large: tuple[pd.DataFrame, Truth], large_places: np.ndarray, provinces: Boundaries
) -> None:
    frame, truth = large
    codes = np.array(provinces.adcodes)[large_places]
    assert Counter(zip(codes, frame["operator"], strict=True)) == Counter(truth.counts)


def test_no_rounding_leaves_a_province(provinces: Boundaries) -> None:
    """Triangles are convex, so it is enough to look at their corners."""
    triangles = synthetic._triangles()
    one, two = triangles.sides
    corners = np.stack([triangles.corner, triangles.corner + one, triangles.corner + two], axis=1)
    signs = np.array([(-1, -1), (-1, 1), (1, -1), (1, 1)])
    moved = corners[:, :, None] + 1e-6 * signs  # twice as far as rounding moves
    for place, polygon in enumerate(provinces.frame.geometry):
        here = moved[triangles.place == place].reshape(-1, 2)
        shapely.prepare(polygon)
        assert shapely.contains_xy(polygon, here[:, 0], here[:, 1]).all()


def test_triangles_fill_the_provinces_that_have_a_population(provinces: Boundaries) -> None:
    triangles = synthetic._triangles()
    one, two = triangles.sides
    area = np.abs(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]) / 2
    filled = dict(zip(provinces.adcodes, np.bincount(triangles.place, area, 34), strict=True))
    whole = dict(zip(provinces.adcodes, shapely.area(provinces.frame.geometry), strict=True))
    for adcode in WITHOUT_POPULATION:
        assert filled.pop(adcode) == 0
        del whole[adcode]
    assert len(filled) == 31
    assert filled == pytest.approx(whole, rel=1e-3)


def chi_square(found: np.ndarray, expected: np.ndarray) -> float:
    return float(((found - expected) ** 2 / expected).sum())


def test_stations_are_shared_out_by_population(large: tuple[pd.DataFrame, Truth]) -> None:
    _, truth = large
    people = {o.adcode: o.value for o in read_indicator("population-2020").values}
    found = truth.counts_by_place
    assert [adcode for adcode, n in found.items() if n == 0] == list(WITHOUT_POPULATION)
    share = np.array(list(people.values())) / sum(people.values())
    # Of 30 degrees of freedom: the mean is 30, and 60 is passed once in a thousand.
    assert chi_square(np.array([found[a] for a in people]), share * truth.rows) < 60


def test_positions_are_uniform_in_their_province(
    large: tuple[pd.DataFrame, Truth], large_places: np.ndarray, provinces: Boundaries
) -> None:
    """Each province is cut through the middle of its bounds, both ways."""
    frame, truth = large
    lon, lat = frame["lon"].to_numpy(), frame["lat"].to_numpy()
    total = 0.0
    for place, (adcode, polygon) in enumerate(provinces.frame.geometry.items()):
        n = truth.counts_by_place[adcode]
        if n == 0:
            continue
        west, south, east, north = polygon.bounds
        x, y = (west + east) / 2, (south + north) / 2
        for axis, half in (
            (lon < x, shapely.box(west, south, x, north)),
            (lat < y, shapely.box(west, south, east, y)),
        ):
            part = polygon.intersection(half).area / polygon.area
            inside = np.count_nonzero(axis & (large_places == place))
            total += chi_square(np.array([inside, n - inside]), n * np.array([part, 1 - part]))
    assert total < 62 + 5 * np.sqrt(2 * 62)


def test_rows_come_in_random_order(
    large: tuple[pd.DataFrame, Truth], large_places: np.ndarray
) -> None:
    _, truth = large
    shares = np.array(list(truth.counts_by_place.values())) / truth.rows
    for lag in (1, synthetic._BATCH):  # no batch repeats another
        same = np.mean(large_places[lag:] == large_places[:-lag])
        assert same == pytest.approx((shares**2).sum(), abs=0.003)


def test_columns_hold_what_they_promise(large: tuple[pd.DataFrame, Truth]) -> None:
    frame, _ = large
    assert list(frame.columns) == HEADING.split(",")
    assert frame["id"].tolist() == [f"synthetic-{n:08}" for n in range(1, len(frame) + 1)]
    assert set(frame["operator"]) == {f"operator {letter}" for letter in "ABCD"}
    assert set(frame["band"]) == {"700 MHz", "2.6 GHz", "3.5 GHz"}
    assert set(frame["status"]) == {"in service", "planned", "under construction"}
    opened = frame["opened"]
    assert (str(opened.min()), str(opened.max())) == ("2019-06-01", "2024-06-30")
    assert frame["sites"].min() == 1
    assert frame["sites"].mean() == pytest.approx(2, abs=0.02)
    for column in ("lon", "lat"):
        assert np.array_equal(frame[column], frame[column].round(6))


@settings(max_examples=40)
@given(
    rows=st.integers(0, 2000),
    seed=st.integers(0, 2**70),
    faults=st.floats(0, 1) | st.sampled_from([0.1, 0.3, 0.5]),
)
def test_everything_adds_up(rows: int, seed: int, faults: float) -> None:
    batches = list(make_batches(rows, seed=seed, faults=faults))
    assert sum(b.rows.num_rows for b in batches) == rows
    for batch in batches:
        truth = batch.truth
        assert truth.rows == rows
        assert sum(truth.faults.values()) == int(rows * Fraction(str(faults)))
        assert max(truth.faults.values()) - min(truth.faults.values()) <= 1
        assert sum(truth.counts_by_place.values()) == sum(truth.counts.values())
        assert truth.faults == faults_seen(batch.rows)


def faults_seen(rows: pyarrow.RecordBatch) -> dict[str, int]:
    lon, lat = (rows.column(name).to_numpy(zero_copy_only=False) for name in ("lon", "lat"))
    missing = rows.column("lon").is_null().to_numpy(zero_copy_only=False)
    assert np.array_equal(missing, rows.column("lat").is_null().to_numpy(zero_copy_only=False))
    west, south, east, north = SEA
    seen = (
        (lon == 0) & (lat == 0),
        missing,
        np.isnan(lon) & np.isnan(lat) & ~missing,
        lon == 999,
        (lon > 0) & (lon < 60) & (lat > 70),
        (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north),
    )
    return dict(zip(FAULTS, (int(one.sum()) for one in seen), strict=True))


def test_no_province_lies_in_the_sea(provinces: Boundaries) -> None:
    assert not provinces.frame.intersects(shapely.box(*SEA).buffer(1)).any()


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 10, 600])
def test_as_many_faults_as_asked_for(rows: int) -> None:
    for faults, expected in ((0, 0), (0.3, rows * 3 // 10), (1, rows)):
        for batch in make_batches(rows, faults=faults):
            assert sum(batch.truth.faults.values()) == expected


def test_faults_go_on_where_the_last_batch_ended() -> None:
    _, truth = make(synthetic._BATCH + 10, faults=0.3)
    assert sum(truth.faults.values()) == (synthetic._BATCH + 10) * 3 // 10
    assert max(truth.faults.values()) - min(truth.faults.values()) <= 1


def test_faults_as_a_csv_writes_them(tmp_path: Path) -> None:
    truth = write_register(tmp_path / "r.csv", 600, faults=1)
    assert set(truth.faults.values()) == {100}
    frame = pd.read_csv(tmp_path / "r.csv", dtype=str, keep_default_na=False)
    pairs = list(zip(frame["lon"], frame["lat"], strict=True))
    for pair in (("0", "0"), ("", ""), ("待定", "待定")):
        assert pairs.count(pair) == 100
    assert frame["lon"].tolist().count("999") == 100


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_other_datums_hold_the_same_stations(datum: Datum, provinces: Boundaries) -> None:
    frame, truth = make(20_000, datum=datum)
    plain, same = make(20_000)
    assert truth == same
    lon, lat = convert(
        frame["lon"].to_numpy(), frame["lat"].to_numpy(), source=datum, target="wgs84"
    )
    assert np.abs(lon - plain["lon"]).max() < 2e-6
    assert np.abs(lat - plain["lat"]).max() < 2e-6
    assert np.abs(frame["lon"] - plain["lon"]).mean() > 1e-3
    places = places_of(lon, lat, provinces)
    counts = np.bincount(places, minlength=len(provinces.adcodes)).tolist()
    assert dict(zip(provinces.adcodes, counts, strict=True)) == truth.counts_by_place
    rest = ["id", "operator", "band", "status", "opened", "sites"]
    assert frame[rest].equals(plain[rest])


def test_csv_and_parquet_hold_the_same(tmp_path: Path) -> None:
    for faults in (0.0, 0.2):
        one = write_register(tmp_path / "r.csv", 5000, faults=faults)
        other = write_register(tmp_path / "r.parquet", 5000, faults=faults)
        assert one == other
        kept = parquet.read_table(tmp_path / "r.parquet").to_pandas()
        read = pd.read_csv(tmp_path / "r.csv", na_values="待定", parse_dates=["opened"])
        kept["opened"] = pd.to_datetime(kept["opened"])
        pd.testing.assert_frame_equal(read, kept, check_dtype=False, check_exact=True)


@pytest.mark.parametrize("ending", ["csv", "parquet", "CSV"])
def test_same_arguments_same_bytes(tmp_path: Path, ending: str) -> None:
    def content(rows: int = 3000, *, seed: int = 5, datum: Datum = "wgs84") -> bytes:
        path = tmp_path / f"r.{ending}"
        write_register(path, rows, seed=seed, datum=datum, faults=0.05)
        return path.read_bytes()

    first = content()
    others = [content(seed=6), content(datum="gcj02"), content(3001)]
    assert content() == first
    assert len({first, *others}) == 4


def test_the_register_stays_the_same() -> None:
    """An example that ships as a recipe must not change by itself."""
    assert register_bytes(3).decode() == (
        f"{HEADING}\n"
        "synthetic-00000001,111.494475,22.453142,operator B,700 MHz,in service,2021-01-24,3\n"
        "synthetic-00000002,131.169392,44.305729,operator D,3.5 GHz,in service,2023-02-15,1\n"
        "synthetic-00000003,111.104714,29.019907,operator A,2.6 GHz,in service,2019-12-09,1\n"
    )


def test_bytes_are_those_of_the_file(tmp_path: Path) -> None:
    write_register(tmp_path / "r.csv", 1000, seed=3, datum="gcj02")
    assert register_bytes(1000, seed=3, datum="gcj02") == (tmp_path / "r.csv").read_bytes()


def test_every_row_and_file_says_that_it_is_synthetic(tmp_path: Path) -> None:
    lines = register_bytes(1000).decode().splitlines()
    assert lines[0] == HEADING
    assert all(line.startswith("synthetic-") for line in lines[1:])
    write_register(tmp_path / "r.parquet", 10)
    metadata = parquet.read_schema(tmp_path / "r.parquet").metadata
    assert metadata[b"synthetic"] == b"true"
    assert b"No row is a real station" in metadata[b"note"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_no_rows_leave_a_heading(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"r.{ending}"
    truth = write_register(path, 0)
    assert truth.rows == 0
    assert len(truth.counts_by_place) == 34
    frame = pd.read_csv(path) if ending == "csv" else parquet.read_table(path).to_pandas()
    assert list(frame.columns) == HEADING.split(",")
    assert len(frame) == 0


def test_the_truth_is_written_beside(tmp_path: Path) -> None:
    truth = write_register(tmp_path / "r.csv", 1000, faults=0.06, truth=tmp_path / "truth.csv")
    table = pd.read_csv(tmp_path / "truth.csv", dtype={"adcode": str})
    assert list(table.columns) == ["adcode", "operator", "fault", "rows", "sites"]
    assert table["rows"].sum() == 1000
    assert table.groupby("adcode")["rows"].sum().to_dict() == truth.counts_by_place
    assert table.groupby("adcode")["sites"].sum().to_dict() == truth.sites_by_place
    assert table.dropna(subset="fault").set_index("fault")["rows"].to_dict() == truth.faults
    assert truth.to_csv() == (tmp_path / "truth.csv").read_text("utf-8")


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    rows = synthetic._BATCH + 1
    write_register(tmp_path / "r.parquet", rows, progress=told.append)
    assert told == [synthetic._BATCH, rows]


def test_what_is_broken_off_leaves_the_old_file(tmp_path: Path) -> None:
    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "r.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        write_register(path, 10, progress=stop)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_bad_arguments_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    with pytest.raises(GeoError, match="cannot have -1 rows; 0 or more"):
        make_batches(-1)
    with pytest.raises(GeoError, match="seed is -1"):
        make_batches(1, seed=-1)
    with pytest.raises(UnknownNameError, match=r"unknown datum 'wgs48'.*Did you mean wgs84"):
        make_batches(1, datum="wgs48")  # type: ignore[arg-type]
    for faults in (-0.01, 1.01, float("nan"), float("inf")):
        with pytest.raises(GeoError, match=rf"faulty rows is {faults}; it must be from 0 to 1"):
            write_register(path, 1, faults=faults)
    for name in ("r.xlsx", "r", "r.csv.gz"):
        with pytest.raises(ExportError, match=r"written as \.csv or \.parquet"):
            write_register(tmp_path / name, 1)
    with pytest.raises(ExportError, match=r"no folder .*nowhere"):
        write_register(tmp_path / "nowhere" / "r.csv", 1)
    with pytest.raises(ExportError, match=r"no folder .*nowhere"):
        write_register(path, 1, truth=tmp_path / "nowhere" / "truth.csv")
    with pytest.raises(ExportError, match="cannot both be written"):
        write_register(path, 1, truth=path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "r.parquet"
    folder.mkdir()
    with pytest.raises(ExportError, match=r"r\.parquet cannot be written: Is a directory"):
        write_register(folder, 1)
    assert list(tmp_path.iterdir()) == [folder]
