"""How fast a register of points becomes counts by province, beside its peers and beside merely
reading the file.

    python benchmarks/points.py                    10 million rows, peers, then 10^5 to 10^7
    python benchmarks/points.py --largest 1e8      the growth up to 10^8 rows (1.8 GB on the disk)
    python benchmarks/points.py --rows 1e6 --runs 1

Every measurement runs in a process of its own: seconds from after the imports to the counts, and
the most memory that the process held (with Dask, the sum of all its processes). Each is the median
of several runs, and peers that are not installed are left out by name. The registers are synthetic
and their true counts are known; whoever counts anything else is marked.

DuckDB needs its spatial extension: pip install duckdb duckdb-extensions duckdb-extension-spatial;
SedonaDB: pip install sedonadb geoarrow-types.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from math import log10
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from geo.places.boundaries import load_boundaries
from geo.registers.synthetic import Truth
from geo.registers.synthetic_file import write_register

RUNS = 3
MEMORY_TARGET = 1.5
TIMES_FASTER_TARGET = 15.0
TIMES_READING_TARGET = 3.0

TWO_COLUMNS = ["lon", "lat"]

Counts = dict[str, int]


def places() -> Any:
    return load_boundaries().frame.reset_index()[["adcode", "geometry"]]


def atlas(path: Path) -> Callable[[], Counts]:
    from geo.registers.count import count_points, plan_count

    def run() -> Counts:
        plan = plan_count([str(path)], datum="wgs84", boundaries=load_boundaries())
        return count_points(plan).points_by_place

    return run


def atlas_by_operator(path: Path) -> Callable[[], Counts]:
    from geo.registers.count import Columns, count_points, plan_count

    def run() -> Counts:
        plan = plan_count(
            [str(path)],
            datum="wgs84",
            boundaries=load_boundaries(),
            columns=Columns(category="operator", weight="sites", date="opened"),
        )
        return count_points(plan).points_by_place

    return run


def atlas_gcj02(path: Path) -> Callable[[], Counts]:
    """The same positions taken for GCJ-02: what the way back costs. Its counts differ."""
    from geo.registers.count import count_points, plan_count

    def run() -> Counts:
        plan = plan_count([str(path)], datum="gcj02", boundaries=load_boundaries())
        count_points(plan)
        return {}

    return run


def dask(path: Path) -> Callable[[], Counts]:
    import distributed

    from geo.registers.cluster import dask_engine
    from geo.registers.count import count_points, plan_count

    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    )

    def run() -> Counts:
        plan = plan_count([str(path)], datum="wgs84", boundaries=load_boundaries())
        engine = dask_engine(plan, cluster.scheduler_address)
        return count_points(plan, engine=engine).points_by_place

    return run


def reading(path: Path) -> Callable[[], Counts]:
    """The same parts by the same engine, two columns, and nothing done with them."""
    from concurrent.futures import ThreadPoolExecutor

    from geo.registers.count import plan_count
    from geo.registers.files.find import read_part

    def rows(part: Any) -> int:
        return sum(len(batch.lon) for batch in read_part(part).batches)

    def run() -> Counts:
        plan = plan_count([str(path)], datum="wgs84", boundaries=load_boundaries())
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            sum(pool.map(rows, plan.parts))
        return {}

    return run


def pyarrow_stream(path: Path) -> Callable[[], Counts]:
    """pyarrow's own way to read in bounded memory, two columns."""
    import pyarrow.csv
    import pyarrow.parquet

    def run() -> Counts:
        columns = ["lon", "lat"]
        if path.suffix == ".csv":
            options = pyarrow.csv.ConvertOptions(include_columns=columns)
            blocks = pyarrow.csv.ReadOptions(block_size=2**24)
            with pyarrow.csv.open_csv(
                path, convert_options=options, read_options=blocks
            ) as batches:
                sum(batch.num_rows for batch in batches)
        else:
            file = pyarrow.parquet.ParquetFile(path)
            sum(batch.num_rows for batch in file.iter_batches(columns=columns))
        return {}

    return run


def pyarrow_whole(path: Path) -> Callable[[], Counts]:
    """The whole file, all its columns, into memory."""
    import pyarrow.csv
    import pyarrow.parquet

    def run() -> Counts:
        read = pyarrow.csv.read_csv if path.suffix == ".csv" else pyarrow.parquet.read_table
        read(path)
        return {}

    return run


def _coordinates(path: Path, columns: list[str] | None = TWO_COLUMNS) -> Any:
    import pandas

    if path.suffix == ".csv":
        return pandas.read_csv(path, usecols=columns)
    return pandas.read_parquet(path, columns=columns)


def sjoin(path: Path) -> Callable[[], Counts]:
    return _sjoin(path, None)


def sjoin_of_two_columns(path: Path) -> Callable[[], Counts]:
    return _sjoin(path, TWO_COLUMNS)


def _sjoin(path: Path, columns: list[str] | None) -> Callable[[], Counts]:
    import geopandas

    def run() -> Counts:
        table = _coordinates(path, columns)
        points = geopandas.GeoDataFrame(
            geometry=geopandas.points_from_xy(table.lon, table.lat), crs="EPSG:4326"
        )
        joined = geopandas.sjoin(points, places(), predicate="within")
        return joined.groupby("adcode").size().to_dict()

    return run


def str_tree(path: Path) -> Callable[[], Counts]:
    import numpy as np
    import shapely

    def run() -> Counts:
        table, frame = _coordinates(path), places()
        polygons = frame.geometry.to_numpy()
        tree = shapely.STRtree(shapely.points(table.lon.to_numpy(), table.lat.to_numpy()))
        shapely.prepare(polygons)
        owners, _ = tree.query(polygons, predicate="intersects")
        counts = np.bincount(owners, minlength=len(polygons)).tolist()
        return dict(zip(frame.adcode, counts, strict=True))

    return run


def contains_xy(path: Path) -> Callable[[], Counts]:
    """Prepared polygons behind a filter of bounding boxes."""
    import shapely

    def run() -> Counts:
        table, counts = _coordinates(path), {}
        lon, lat = table.lon.to_numpy(), table.lat.to_numpy()
        for adcode, polygon in places().itertuples(index=False):
            shapely.prepare(polygon)
            west, south, east, north = polygon.bounds
            near = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
            counts[adcode] = int(shapely.intersects_xy(polygon, lon[near], lat[near]).sum())
        return counts

    return run


def duckdb(path: Path) -> Callable[[], Counts]:
    import duckdb as engine
    from duckdb_extensions import import_extension

    import_extension("spatial")
    session = engine.connect()
    session.load_extension("spatial")

    def run() -> Counts:
        table = places()
        table["geometry"] = table.geometry.to_wkb()
        session.register("wkb", table)
        session.execute(
            "create or replace table places as "
            "select adcode, ST_GeomFromWKB(geometry) as shape from wkb"
        )
        found = session.execute(
            f"select adcode, count(*) from '{path}' join places "
            "on ST_Intersects(shape, ST_Point(lon, lat)) group by adcode"
        )
        return dict(found.fetchall())

    return run


def sedonadb(path: Path) -> Callable[[], Counts]:
    import sedonadb as engine

    if path.suffix == ".csv":
        raise ImportError("reads no CSV")
    session = engine.connect()

    def run() -> Counts:
        session.create_data_frame(places()).to_view("places", overwrite=True)
        session.read_parquet(str(path)).to_view("points", overwrite=True)
        found = session.sql(
            "select adcode, count(*) as n from places join "
            "(select ST_SetSRID(ST_Point(lon, lat), 4326) as point from points) "
            "on ST_Intersects(geometry, point) group by adcode"
        ).to_pandas()
        return dict(zip(found.adcode, found.n, strict=True))

    return run


PEERS: dict[str, Callable[[Path], Callable[[], Counts]]] = {
    "atlas": atlas,
    "atlas, by operator, year, weight": atlas_by_operator,
    "atlas, from GCJ-02": atlas_gcj02,
    "atlas on Dask, 2 workers": dask,
    "merely reading, same parts": reading,
    "merely reading, pyarrow's stream": pyarrow_stream,
    "merely reading, all columns": pyarrow_whole,
    "read and sjoin": sjoin,
    "read two columns and sjoin": sjoin_of_two_columns,
    "read and STRtree": str_tree,
    "read and prepared contains": contains_xy,
    "DuckDB spatial": duckdb,
    "SedonaDB": sedonadb,
}


def measure_here(name: str, path: Path) -> None:
    """Run one peer in this process and print what it took."""
    try:
        run = PEERS[name](path)
    except ImportError as error:
        print(json.dumps({"missing": str(error)}))
        return
    started = perf_counter()
    counts = run()
    seconds = perf_counter() - started
    print(json.dumps({
        "seconds": seconds,
        "gigabytes": _held() / 1e6,
        "counts": {code: int(n) for code, n in counts.items() if n},
    }))  # fmt: skip


def _held() -> int:
    """The most kilobytes that this process and its children held."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for line in subprocess.run(
        ["ps", "-o", "rss=", "--ppid", str(os.getpid())], capture_output=True, text=True
    ).stdout.split():
        own += int(line)
    return own


def measure(name: str, path: Path, runs: int) -> dict[str, Any]:
    """The median of several runs, each in a process of its own."""
    found = []
    for _ in range(runs):
        command = [sys.executable, __file__, "--peer", name, "--file", str(path)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return {"missing": (done.stderr.strip().splitlines() or ["failed"])[-1][:80]}
        found.append(json.loads(done.stdout.strip().splitlines()[-1]))
        if "missing" in found[-1]:
            return found[-1]
    return {
        "seconds": median(run["seconds"] for run in found),
        "gigabytes": max(run["gigabytes"] for run in found),
        "counts": found[0]["counts"],
    }


def compare(path: Path, truth: Truth, runs: int) -> dict[str, dict[str, Any]]:
    """All peers side by side on one file."""
    rows = truth.rows
    right = {code: n for code, n in truth.counts_by_place.items() if n}
    print(f"\n{path.name}: {rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
    print(f"{'':34}{'seconds':>9}{'x atlas':>9}{'GB':>7}{'M rows/s':>10}  counts")
    results: dict[str, dict[str, Any]] = {}
    for name in PEERS:
        found = results[name] = measure(name, path, runs)
        if "missing" in found:
            print(f"{name:34}  not run: {found['missing']}")
            continue
        ratio = found["seconds"] / results["atlas"]["seconds"]
        verdict = "" if not found["counts"] else "true" if found["counts"] == right else "WRONG"
        print(
            f"{name:34}{found['seconds']:9.2f}{ratio:9.2f}{found['gigabytes']:7.2f}"
            f"{rows / found['seconds'] / 1e6:10.2f}  {verdict}",
            flush=True,
        )
    return results


def judge(results: dict[str, dict[str, Any]], kind: str) -> None:
    """Whether the targets are kept."""
    own = results["atlas"]
    faster = results["read and sjoin"].get("seconds", 0.0) / own["seconds"]
    checks = [
        (f"memory {own['gigabytes']:.2f} GB", own["gigabytes"] < MEMORY_TARGET, MEMORY_TARGET),
        (f"{faster:.1f} times faster than sjoin", faster >= TIMES_FASTER_TARGET,
         TIMES_FASTER_TARGET),
    ]  # fmt: skip
    for name in PEERS:
        if name.startswith("merely") and "seconds" in results[name]:
            times = own["seconds"] / results[name]["seconds"]
            checks.append(
                (f"{times:.2f} times {name}", times <= TIMES_READING_TARGET, TIMES_READING_TARGET)
            )
    for text, kept, target in checks:
        print(f"  {kind}: {text} (target {target:g}: {'kept' if kept else 'MISSED'})")


def grow(folder: Path, largest: float, runs: int) -> None:
    """The cost from 10^5 rows on: linear means a slope of 1 between the logarithms."""
    print(f"\n{'rows':>14}{'Parquet MB':>12}{'seconds':>9}{'log10':>8}{'slope':>7}{'GB':>7}")
    before: tuple[float, float] | None = None
    for power in range(5, round(log10(largest)) + 1):
        path = folder / f"1e{power}.parquet"
        write_register(path, 10**power, seed=power)
        found = measure("atlas", path, runs)
        at = (float(power), log10(found["seconds"]))
        slope = "" if before is None else f"{(at[1] - before[1]) / (at[0] - before[0]):.2f}"
        print(
            f"{10**power:14,}{path.stat().st_size / 1e6:12,.0f}{found['seconds']:9.2f}{at[1]:8.2f}"
            f"{slope:>7}{found['gigabytes']:7.2f}",
            flush=True,
        )
        path.unlink()
        before = at


def main() -> None:
    parser = argparse.ArgumentParser(description="Counting points, beside peers.")
    parser.add_argument("--rows", type=float, default=1e7, help="rows of the comparison")
    parser.add_argument("--largest", type=float, default=1e7, help="rows of the largest growth")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peer:
        measure_here(given.peer, given.file)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("csv", "parquet"):
            path = folder / f"register.{kind}"
            truth = write_register(path, round(given.rows))
            results = compare(path, truth, given.runs)
            judge(results, kind)
            path.unlink()
        grow(folder, given.largest, given.runs)


if __name__ == "__main__":
    main()
