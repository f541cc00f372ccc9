"""How fast a user's table becomes figures, beside what reading it costs anyway.

    python benchmarks/tables.py

Each is the median of several runs. The peer reads the same file with pandas and counts with a dict
of exact names: it understands no layout, no spelling and no report.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

import pandas

from geo.places.boundaries import load_boundaries
from geo.tables.indicator import Joined, join_figures, join_work
from geo.tables.reading import read_work, understand
from geo.tables.rows import match_reading
from geo.tables.work import Choices, Work, open_file

ROWS = 1_000_000
RUNS = 5
TARGETS = {"a million rows": 5.0, "31 rows": 0.05}


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return median(times)


def write_register(path: Path) -> None:
    """A register of projects: name, province, sector, investment, state."""
    chance = random.Random(1)
    names = [name.zh for name in load_boundaries().names.values()][:31]
    sectors = ["5G基站", "大数据中心", "人工智能", "特高压", "充电桩", "城际铁路", "工业互联网"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["项目名称", "省份", "领域", "总投资", "状态"])
        for number in range(ROWS):
            money = chance.randint(1, 9999) / 10
            state = chance.choice(["在建", "拟建"])
            writer.writerow(
                [f"项目{number}", chance.choice(names), chance.choice(sectors), money, state]
            )


def figures(path: Path, choices: Choices) -> Joined:
    return join_work(Work(open_file(path), choices))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        write_register(path)
        found = seconds(lambda: figures(path, Choices()), 3)
        sums = seconds(lambda: figures(path, Choices(aggregate="sum", where=("状态=在建",))), 3)
        peer = seconds(lambda: pandas.read_csv(path).groupby("省份").size(), 3)
    table = Path(__file__).parents[1] / "geo" / "data" / "examples" / "clean.csv"
    opened = read_work(Work(open_file(table)))

    def join() -> None:
        reading = understand(opened)
        join_figures(reading, match_reading(reading))

    small = seconds(join, 21)
    for name, time in (("a million rows", found), ("31 rows", small)):
        kept = "kept" if time <= TARGETS[name] else "MISSED"
        print(f"{name}: {time:.3f} s (target {TARGETS[name]} s: {kept})")
    print(f"a million rows, sum of a column under a condition: {sums:.3f} s")
    print(f"a million rows beside pandas.read_csv and groupby: {found / peer:.1f} times")


if __name__ == "__main__":
    main()
