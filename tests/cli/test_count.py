"""Counting on the command line: files, messages, exit codes; what was counted is never lost."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from geo.cli import main
from geo.registers.synthetic import Truth
from geo.registers.synthetic_file import write_register
from tests.slow import up_to

ROOT = Path(__file__).parents[2]
ROWS = 20_000

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in an empty folder: exit code, output, and what it says besides."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["geo", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        told = capsys.readouterr()
        return int(stop.value.code or 0), told.out, told.err

    return call


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    """A register with faults, and what is true of it."""
    path = tmp_path_factory.mktemp("register") / "stations.csv"
    return path, write_register(path, ROWS, faults=0.06, datum="gcj02")


def records(path: Path | str) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8") if isinstance(path, Path) else path
    return list(csv.DictReader(text.splitlines()))


def test_a_register_becomes_a_table_a_report_and_rejects(
    run: Run, made: tuple[Path, Truth], tmp_path: Path
) -> None:
    path, truth = made
    code, out, err = run(
        "count", path, "--datum", "gcj02", "--weight", "sites", "-o", "counts.csv",
        "--report", "report.json", "--rejects", "rejects.csv",
    )  # fmt: skip
    assert (code, out) == (0, "")
    lines = records(tmp_path / "counts.csv")
    assert list(lines[0]) == [
        "adcode", "name_zh", "name_en", "count", "sum_sites", "mean_sites", "per_10000_km2",
        "per_million_people",
    ]  # fmt: skip
    counts = {line["adcode"]: line["count"] for line in lines}
    assert counts == {code: str(n) if n else "" for code, n in truth.counts_by_place.items()}
    sites = {line["adcode"]: line["sum_sites"] for line in lines}
    assert sites == {code: str(n) if n else "" for code, n in truth.sites_by_place.items()}
    beijing = lines[0]
    assert float(beijing["mean_sites"]) == pytest.approx(
        truth.sites_by_place["110000"] / truth.counts_by_place["110000"]
    )
    assert float(beijing["per_million_people"]) == pytest.approx(
        truth.counts_by_place["110000"] / 21.83
    )
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["complete"] is True
    people = report["related_to"]["per_million_people"]
    assert people.startswith("Resident population, 2024: National Bureau of Statistics of China")
    assert report["rows"] == ROWS == report["counted"] + sum(report["not_counted"].values())
    assert {k: n for k, n in report["not_counted"].items() if n} == dict(truth.faults)
    assert report["datum"] == "gcj02"
    assert report["places_without_points"] == ["710000", "810000", "820000"]
    within = report["boundaries"]["points_within_tolerance_of_a_border"]
    assert 0 < within < 1000
    assert report["boundaries"]["tolerance_metres"] == 500
    rejects = records(tmp_path / "rejects.csv")
    assert len(rejects) == sum(truth.faults.values())
    source = path.read_text(encoding="utf-8").splitlines()
    for reject in rejects:
        cells = source[int(reject["row"]) - 1].split(",")
        if reject["why"] in ("no_coordinate", "not_a_number"):
            assert cells[1:3] == [reject["longitude"], reject["latitude"]]
        else:
            assert [float(c) for c in cells[1:3]] == [
                float(reject["longitude"]), float(reject["latitude"]),
            ]  # fmt: skip
    assert f"{ROWS:,} rows: {ROWS - len(rejects):,} counted; not counted: 200 at sea" in err
    assert f"{within:,} points lie within 500 m of a border" in err


def test_without_an_output_the_table_goes_to_standard_output(
    run: Run, made: tuple[Path, Truth]
) -> None:
    path, truth = made
    code, out, _ = run("count", path, "--datum", "gcj02", "--by", "operator", "--date", "opened")
    assert code == 0
    found: dict[tuple[str, str], int] = {}
    for line in records(out):
        key = (line["adcode"], line["operator"])
        found[key] = found.get(key, 0) + int(line["count"] or 0)
    assert found == dict(truth.counts)
    assert {line["period"] for line in records(out)} == {str(year) for year in range(2019, 2025)}


def test_no_datum_is_refused_and_says_how_to_find_out(run: Run, made: tuple[Path, Truth]) -> None:
    code, out, err = run("count", made[0], "-o", "counts.csv")
    assert (code, out) == (2, "")
    assert "--datum: wgs84" in err
    assert "gcj02" in err
    assert "look up one site" in err
    assert not Path("counts.csv").exists()


def test_the_names_of_columns_suggest_a_datum_but_choose_none(run: Run) -> None:
    Path("a.csv").write_text("bd_lng,bd_lat\n116.41,39.92\n", encoding="utf-8")
    code, _, err = run("count", "a.csv")
    assert code == 2
    assert "BD-09: bd_lng, bd_lat. So it may be bd09." in err


def test_swapped_columns_are_asked_about(run: Run) -> None:
    Path("a.csv").write_text("lon,lat\n39.92,116.41\n31.2,121.5\n", encoding="utf-8")
    code, _, err = run("count", "a.csv", "--datum", "wgs84")
    assert code == 2
    assert "--lon 'lat' --lat 'lon'" in err
    code, out, _ = run("count", "a.csv", "--datum", "wgs84", "--lon", "lat", "--lat", "lon")
    assert code == 0
    assert {r["adcode"] for r in records(out) if r["count"]} == {"110000", "310000"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--datum", "wgs48"], "unknown datum 'wgs48'. Did you mean wgs84?"),
        (["--engine", "spark"], "unknown engine 'spark'"),
        (["--engine", "dask"], "--scheduler tcp://host:8786 go together"),
        (["--scheduler", "tcp://h:1"], "--scheduler tcp://host:8786 go together"),
        (["--every", "week", "--date", "opened"], "unknown length of periods 'week'"),
        (["--by", "operater"], "Did you mean operator"),
        (["-o", "counts.xlsx"], "counts.xlsx must end in .csv"),
        (["-o", "nowhere/counts.csv"], "there is no folder nowhere"),
        (["-o", "a.csv", "--rejects", "a.csv"], "each need a file of their own"),
        (["--boundaries", "nothing.gpkg"], "nothing.gpkg is no set of boundaries"),
        (["--lon", "lon"], "name both columns"),
        (["*.parquet"], "'*.parquet' stands for no file"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_counted(
    run: Run, made: tuple[Path, Truth], arguments: list[str], says: str
) -> None:
    datum = [] if "--datum" in arguments else ["--datum", "gcj02"]
    code, out, err = run("count", made[0], *datum, *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert not list(Path().iterdir())


def test_by_regions_and_by_a_boundary_file(run: Run, made: tuple[Path, Truth]) -> None:
    path, truth = made
    code, out, _ = run("count", path, "--datum", "gcj02", "--boundaries", "regions")
    assert code == 0
    lines = {line["adcode"]: line for line in records(out)}
    assert sum(int(line["count"] or 0) for line in lines.values()) == sum(truth.counts.values())
    northeast = sum(truth.counts_by_place[code] for code in ("210000", "220000", "230000"))
    (found,) = (line for line in lines.values() if line["name_en"] == "Northeast")
    assert int(found["count"]) == northeast
    assert float(found["per_million_people"]) == pytest.approx(northeast / 95.01)
    box = {
        "type": "Feature",
        "properties": {"code": "A1", "name": "Box"},
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[110, 30], [115, 30], [115, 35], [110, 35], [110, 30]]],
        },
    }
    content = {"type": "FeatureCollection", "features": [box]}
    Path("box.geojson").write_text(json.dumps(content), encoding="utf-8")
    code, out, err = run("count", path, "--datum", "gcj02", "--boundaries", "box.geojson")
    assert code == 0, err
    (line,) = records(out)
    assert 500 < int(line["count"]) < 5000
    assert "per_million_people" not in line
    assert float(line["per_10000_km2"]) == pytest.approx(int(line["count"]) / 25.8, rel=0.02)
    assert "within" not in err


def longitudes_of(path: Path, *, row_group: int) -> int:
    """The byte at which the longitudes of a row group begin."""
    with parquet.ParquetFile(path) as file:
        return int(file.metadata.row_group(row_group).column(1).data_page_offset)


def test_a_damaged_file_keeps_what_was_counted_before(
    run: Run, made: tuple[Path, Truth], tmp_path: Path
) -> None:
    shutil.copy(made[0], tmp_path / "a.csv")
    good = write_register(tmp_path / "b.parquet", 300_000)  # of two row groups
    whole = (tmp_path / "b.parquet").read_bytes()
    middle = longitudes_of(tmp_path / "b.parquet", row_group=1)
    (tmp_path / "c.parquet").write_bytes(whole[:middle] + bytes(9_000) + whole[middle + 9_000 :])
    code, out, err = run(
        "count", "a.csv", "b.parquet", "c.parquet", "--datum", "wgs84", "-o", "counts.csv",
        "--report", "report.json",
    )  # fmt: skip
    assert (code, out) == (2, "")
    assert "c.parquet is damaged" in err
    assert f"Until then {ROWS + good.rows:,} rows were read" in err
    assert "That is in counts.partial.csv, report.partial.json." in err
    assert not (tmp_path / "counts.csv").exists()
    report = json.loads((tmp_path / "report.partial.json").read_text(encoding="utf-8"))
    assert report["complete"] is False
    assert [file["rows"] for file in report["files"]] == [ROWS, good.rows, 0]
    total = sum(int(line["count"] or 0) for line in records(tmp_path / "counts.partial.csv"))
    assert total == report["counted"] > good.rows


def test_what_was_counted_can_be_rendered(run: Run, made: tuple[Path, Truth]) -> None:
    run("count", made[0], "--datum", "gcj02", "-o", "counts.csv")
    code, _, err = run("render", "--table", "counts.csv", "--source", "synthetic", "-o", "map.json")
    assert code == 0, err
    drawn = json.loads(Path("map.json").read_text(encoding="utf-8"))
    shown = {place["adcode"]: place["value"] for place in drawn["places"]}
    assert shown == {code: n or None for code, n in made[1].counts_by_place.items()}
    assert {p["status"] for p in drawn["places"] if not p["value"]} == {"no_data"}


def test_a_synthetic_register_says_that_it_is_one(run: Run, tmp_path: Path) -> None:
    code, _, err = run("synthesize", "-o", "s.parquet", "--rows", 1000, "--truth", "truth.csv")
    assert code == 0
    assert "synthetic stations: none of them is real" in err
    assert sum(int(line["rows"]) for line in records(tmp_path / "truth.csv")) == 1000
    code, _, err = run("synthesize", "-o", "s.xlsx")
    assert code == 2
    assert ".csv or .parquet" in err


def started(*arguments: object, folder: Path, **options: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "geo", *map(str, arguments)], cwd=folder, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, **options,
    )  # fmt: skip


@pytest.mark.slow(reads=up_to("cli"))
@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console")
@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_is_answered(tmp_path: Path) -> None:
    write_register(tmp_path / "one.parquet", 100_000, faults=0.05)
    for number in range(400):  # one file under many names: long to count, and soon there
        os.link(tmp_path / "one.parquet", tmp_path / f"copy{number:03}.parquet")
    count = started(
        "count", ".", "--datum", "bd09", "-o", "counts.csv", "--rejects", "rejects.csv",
        "--by", "operator", folder=tmp_path,
    )  # fmt: skip
    rejects = tmp_path / "rejects.csv"
    while not (rejects.exists() and rejects.stat().st_size):  # the first rows were counted
        assert count.poll() is None, count.stderr and count.stderr.read()
        time.sleep(0.02)
    count.send_signal(signal.SIGINT)
    out, err = count.communicate(timeout=60)
    assert count.returncode == 2, err
    assert out == ""
    assert "the count was stopped. Until then" in err
    assert "Traceback" not in err
    assert "counts.partial.csv" in err
    assert (tmp_path / "counts.partial.csv").is_file()
    assert not (tmp_path / "counts.csv").exists()


@pytest.mark.slow(reads=up_to("cli"))
@pytest.mark.skipif(os.name == "nt", reason="Windows bounds no file's size")
def test_no_space_for_rejects_does_not_lose_the_counts(
    made: tuple[Path, Truth], tmp_path: Path
) -> None:
    import resource

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))

    count = started(
        "count", made[0], "--datum", "gcj02", "-o", "counts.csv", "--rejects", "rejects.csv",
        folder=tmp_path, preexec_fn=small_files,
    )  # fmt: skip
    _, err = count.communicate(timeout=60)
    assert count.returncode == 2
    assert "rejects.csv has only the first" in err
    assert "The counts are not touched by that." in err
    assert "Traceback" not in err
    counts = {line["adcode"]: int(line["count"] or 0) for line in records(tmp_path / "counts.csv")}
    assert counts == made[1].counts_by_place


# -- levels -----------------------------------------------------------------------------------


def test_several_levels_are_counted_in_one_pass(run: Run, made: tuple[Path, Truth]) -> None:
    """With points elsewhere told, and the level in a column."""
    path, truth = made
    code, out, err = run(
        "count", path, "--datum", "gcj02", "--level", "county, province,prefecture",
        "--within", "安徽",
    )  # fmt: skip
    assert code == 0
    lines = records(out)
    found: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        found.setdefault(line["level"], []).append(line)
    assert list(found) == ["province", "prefecture", "county"]
    assert [len(each) for each in found.values()] == [1, 16, 104]
    sums = [sum(int(line["count"] or 0) for line in each) for each in found.values()]
    assert sums == [truth.counts_by_place["340000"]] * 3
    assert "in other parts of the country" in err


def test_without_a_level_a_part_is_counted_by_what_divides_it(
    run: Run, made: tuple[Path, Truth]
) -> None:
    for part, first in (("Anhui", "340100"), ("北京", "110101")):
        code, out, _ = run("count", made[0], "--datum", "gcj02", "--within", part)
        assert code == 0
        assert records(out)[0]["adcode"] == first


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--level", "town"], "level"),
        (["--level", "province", "--within", "合肥"], "340100"),
        (["--within", "鼓楼区"], "鼓楼区"),
        (["--level", "county", "--boundaries", "regions"], "--boundaries regions is another set"),
    ],
)
def test_levels_that_there_are_not_are_refused(
    run: Run, made: tuple[Path, Truth], options: list[str], said: str
) -> None:
    code, out, err = run("count", made[0], "--datum", "gcj02", *options)
    assert (code, out) == (2, "")
    assert said in err
