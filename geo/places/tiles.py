"""A tile grid: a square of one size for each province, so that the smallest can be read as well as
the largest. Where squares stand is data, ``data/places/tiles.csv``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
import shapely

from geo.model import Boundaries, GeoError, Source, Text, read_label, read_rows, source_of
from geo.places.geometry import EQUAL_AREA, transform
from geo.places.hierarchy import level_of_set
from geo.places.spelling import PLACES

#: The side of a square and the gap between two, metres: the whole is about as large as the country.
SIDE, GAP = 500_000.0, 15_000.0
# Where the middle of the grid stands in the plane of the projection, metres.
_MIDDLE = (0.0, 4_000_000.0)


@dataclass(frozen=True)
class Tiles:
    """Row and column of each place, counted from the north-west corner; names for places with
    little room; and whose arrangement it is."""

    cells: dict[str, tuple[int, int]]
    short: dict[str, Text]
    source: Source


@cache
def read_tiles() -> Tiles:
    """The arrangement of the provinces.

    Raises
    ------
    LabelError
        If the list does not match its label.
    """
    path = PLACES / "tiles.csv"
    label = read_label(path.with_suffix(".toml"))
    rows = read_rows(label, path)
    return Tiles(
        {row["adcode"]: (int(row["row"]), int(row["column"])) for row in rows},
        {row["adcode"]: Text(row["short_en"], row["short_zh"]) for row in rows},
        source_of(label),
    )


@lru_cache(maxsize=8)
def as_tiles(places: Boundaries) -> Boundaries:
    """The provinces as squares in a grid.

    Raises
    ------
    GeoError
        If these are not the provinces, all of them.
    """
    tiles = read_tiles()
    if level_of_set(places.id) != "province" or set(places.adcodes) != set(tiles.cells):
        raise GeoError("arranged.no_tiles", set=places.title, count=len(tiles.cells))
    squares = transform(_squares(tiles, places.adcodes), EQUAL_AREA, "EPSG:4326")
    return replace(
        places,
        polygons=dict(zip(places.adcodes, squares, strict=True)),
        arrangement="tiles",
        source=tiles.source,
        short=tiles.short,
        islands=None,
        tolerance=None,
    )


def _squares(tiles: Tiles, adcodes: tuple[str, ...]) -> np.ndarray:
    """The squares in the plane of the projection, metres."""
    cells = np.array([tiles.cells[adcode] for adcode in adcodes], dtype=float)
    first, last = cells.min(axis=0), cells.max(axis=0)
    rows, columns = (cells - (first + last) / 2).T
    x, y = _MIDDLE[0] + columns * (SIDE + GAP), _MIDDLE[1] - rows * (SIDE + GAP)
    half = SIDE / 2
    return np.asarray(shapely.box(x - half, y - half, x + half, y + half))
