"""How fast and how small the three levels are, beside counting by province alone.

    python benchmarks/levels.py                    10 million rows as CSV and as Parquet
    python benchmarks/levels.py --rows 1e6 --runs 1

Counting by county, from which prefectures and provinces are added up, is measured beside counting
by province: every run in a process of its own, the two by turns, seconds of the clock and of all
processors from after the imports to the counts. The registers are synthetic and their true counts
are known; whoever counts anything else is marked. The first run keeps the grid of the counties in
the user's cache folder, which takes it some two seconds more. Besides: what the sets take to load,
and what the browser is sent, as it is compressed on the way.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from geo.model import LEVELS
from geo.places import SETS, load_level, read_boundaries, read_hierarchy

RUNS = 3
TIMES_TARGET = 1.3
SHAPES_TARGET, LOADING_TARGET = 15e6, 1.0
PROVINCE_TARGET, PREFECTURES_TARGET, COUNTIES_TARGET = 60e3, 250e3, 700e3
ADDRESSES, ADDRESSES_TARGET = 1_000_000, 20.0


def told(what: str, figure: float, unit: str, target: float) -> None:
    """A line with a figure, and whether it keeps its target."""
    kept = "kept" if figure <= target else "MISSED"
    print(f"{what:44}{figure:12,.2f} {unit:4} (target {target:,g}: {kept})", flush=True)


def count_here(path: Path, *, levels: bool) -> None:
    """Count in this process, by province or at all levels, and print what it took."""
    from geo.registers import add_up, count_points, plan_count

    clock, work = perf_counter(), process_time()
    boundaries = load_level("county" if levels else "province")
    count = count_points(plan_count([str(path)], datum="wgs84", boundaries=boundaries))
    every = [add_up(count, level) for level in LEVELS] if levels else [count]
    print(json.dumps({
        "seconds": perf_counter() - clock,
        "processor": process_time() - work,
        "counts": every[0].points_by_place,
        "sums": [sum(each.points_by_place.values()) for each in every],
    }))  # fmt: skip


def compare_counts(path: Path, right: dict[str, int], runs: int) -> None:
    """All levels beside the provinces alone."""
    found: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    for _ in range(runs):
        for levels, runs_of in found.items():
            command = [sys.executable, __file__, "--file", str(path), *(["--levels"] * levels)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            runs_of.append(json.loads(done.stdout))
    for levels, runs_of in found.items():
        true = all(run["counts"] == right and len(set(run["sums"])) == 1 for run in runs_of)
        name = "three levels" if levels else "provinces alone"
        seconds, processor = (
            median(run[key] for run in runs_of) for key in ("seconds", "processor")
        )
        print(f"  {path.suffix[1:]:8}{name:18}{seconds:8.2f} s{processor:8.2f} s of processors"
              f"  {'true' if true else 'WRONG'}")  # fmt: skip
    for key, name in (("seconds", "by the clock"), ("processor", "processors")):
        one, every = (median(run[key] for run in runs_of) for runs_of in found.values())
        told(f"  {path.suffix[1:]}: times provinces, {name}", every / one, "", TIMES_TARGET)


def compare_registers(rows: int, runs: int) -> None:
    from geo.registers.synthetic_file import write_register

    print(f"\n{rows:,} points")
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("csv", "parquet"):
            path = Path(folder) / f"register.{kind}"
            truth = write_register(path, rows)
            right = {code: n for code, n in truth.counts_by_place.items() if n}
            compare_counts(path, right, runs)
            path.unlink()


def shapes() -> None:
    """What the shapefiles weigh, and how long they take to be read and checked."""
    from geo.model import SHAPES

    print("\nshapes")
    sizes = [p.stat().st_size for name in SETS.values() for p in SHAPES.glob(f"{name}.[!t]*")]
    told("  three sets", sum(sizes), "B", SHAPES_TARGET)
    for name in SETS.values():
        told(
            f"  reading {name}",
            _seconds(lambda name=name: read_boundaries(name)),
            "s",
            LOADING_TARGET,
        )


def _seconds(run: Callable[[], object]) -> float:
    found = []
    for _ in range(RUNS):
        started = perf_counter()
        run()
        found.append(perf_counter() - started)
    return median(found)


def browser() -> None:
    """What the browser is sent."""
    from geo.draw import browser_geometry, browser_levels, inline_json, packed

    def sent(content: Any) -> int:
        return len(gzip.compress(inline_json(content).encode()))

    print("\nsent to the browser, compressed")
    files = {code: sent(browser_levels(code)) for code in read_hierarchy().names["province"]}
    worst = max(files, key=lambda code: files[code])
    told(f"  what lies in a province (most: {worst})", files[worst], "B", PROVINCE_TARGET)
    print(f"{'  what lies in all of them':44}{sum(files.values()):12,.2f} B")
    for level, target in (("prefecture", PREFECTURES_TARGET), ("county", COUNTIES_TARGET)):
        whole = packed(browser_geometry(load_level(level)))  # type: ignore[arg-type]
        told(f"  the country by {level}", sent(whole), "B", target)


def addresses() -> None:
    """Made-up addresses, each of a street and number of its own, read by county. Every one begins
    with the full names of a county and of what that lies in, so that it must be found."""
    from geo.places import read_addresses, read_gazetteer

    hierarchy = read_hierarchy()
    full = {level: read_gazetteer(SETS[level]).places for level in LEVELS}
    begins = []
    for county in hierarchy.names["county"]:
        above = [hierarchy.ancestor(county, "county", level) for level in LEVELS]
        names = [full[level][code].full.zh for level, code in zip(LEVELS, above, strict=True)]
        begins.append((county, "".join(dict.fromkeys(names))))
    texts = [
        f"{begins[n % len(begins)][1]}建设路{n}号" for n in range(ADDRESSES)
    ]  # fmt: skip
    started = perf_counter()
    found = read_addresses(texts, "county")
    seconds = perf_counter() - started
    right = sum(
        one.adcode == begins[n % len(begins)][0] for n, one in enumerate(found)
    )  # fmt: skip
    print("\naddresses")
    told(f"  {ADDRESSES:,} by county ({right:,} found)", seconds, "s", ADDRESSES_TARGET)


def main() -> None:
    parser = argparse.ArgumentParser(description="The three levels, measured.")
    parser.add_argument("--rows", type=float, default=1e7, help="rows of the registers")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--levels", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.file:
        count_here(given.file, levels=given.levels)
        return
    shapes()
    browser()
    addresses()
    compare_registers(round(given.rows), given.runs)


if __name__ == "__main__":
    main()
