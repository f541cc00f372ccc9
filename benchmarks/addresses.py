"""How long a million addresses take to read: python benchmarks/addresses.py

Every address has a street number of its own, so that none is known from the one before. The target
is 20 s for a million at any level; names and polygons of nothing else are read. Seconds are of this
machine; the rows below show what they are made of.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.model import LEVELS  # noqa: E402
from geo.places import read_addresses, read_gazetteer  # noqa: E402
from geo.places.address_names import address_names  # noqa: E402

MOST = 1_000_000


def addresses(count: int) -> list[str]:
    """Addresses in every county by turns, complete, without the province, and in short."""
    found = []
    places = [place for place in read_gazetteer("counties").places.values() if place.parents]
    for number in range(count):
        place = places[number % len(places)]
        prefecture, province = place.parents
        short = prefecture.removesuffix("市")
        begin = (province + prefecture, prefecture, province + short, short)[number % 4]
        found.append(f"{begin}{place.full.zh}人民路{number}号")
    return found


def timed(what: str, run: Callable[[], object]) -> None:
    start = time.perf_counter()
    run()
    print(f"{what:<50}{time.perf_counter() - start:8.2f} s")


def main(count: int) -> None:
    texts = addresses(count)
    timed("the names, read once", address_names)
    for level in LEVELS:
        timed(f"{count:,} addresses by {level}", partial(read_addresses, texts, level))
    found = sum(bool(one.adcode) for one in read_addresses(texts, "county"))
    print(f"{found:,} of {count:,} lie in a county for certain")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MOST)
