"""Grids of the levels, made once and kept in the user's cache folder, for all of their shapes take
as long as counting millions of points.

A kept grid goes by a hash of all it was made from, code and coordinates, so that it is the one that
would be made now. What is wrong in any way is made anew, and where nothing can be kept, nothing is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import keep_newest, whole_file
from geo.places import LARGEST_SHIFT_DEGREES, Datum
from geo.registers.coverage_grid import CoverageGrid, Pieces, Views, make_coverage_grid
from geo.registers.place_grid import Raster

# Of each some 120 MB.
_MOST_KEPT = 4
_CODE = ("coverage_grid.py", "place_grid.py", "kept_grids.py")
_ARRAYS = ("cells", "fine")
_PARTS: dict[str, type] = {
    "raster": Raster, "fine_raster": Raster, "views": Views, "pieces": Pieces,
}  # fmt: skip


def kept_grid(
    folder: Path | None,
    places: Mapping[str, shapely.Geometry],
    *,
    datum: Datum,
    tolerance: float,
    above: Sequence[Mapping[str, str]],
) -> CoverageGrid:
    """The grid that :func:`make_coverage_grid` makes of the same, from a file in the folder where
    that has one; else it is made and kept there. Without a folder it is made."""
    places = dict(sorted(places.items()))

    def make() -> CoverageGrid:
        return make_coverage_grid(places, datum=datum, tolerance=tolerance, above=above)

    if folder is None:
        return make()
    name = _name(places, datum, tolerance, above)
    path = folder / f"grid-{name}.npz"
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            parts = _parts(dict(arrays))
    except Exception:  # there is none, or it is damaged, which shows in many ways
        grid = make()
        with suppress(OSError):
            _keep(grid, path)
        return grid
    polygons = np.array(list(places.values()))
    return CoverageGrid(tuple(places), polygons, datum, tolerance=tolerance, **parts)


def _name(
    places: Mapping[str, shapely.Geometry],
    datum: Datum,
    tolerance: float,
    above: Sequence[Mapping[str, str]],
) -> str:
    """Changes with all that a grid is made from."""
    parents = [[parent[adcode] for adcode in places] for parent in above]
    told = repr((list(places), datum, LARGEST_SHIFT_DEGREES[datum], tolerance, parents))
    found = sha256(told.encode())
    for name in _CODE:
        found.update(Path(__file__).with_name(name).read_bytes())
    for polygon in shapely.to_wkb(list(places.values())):
        found.update(polygon)
    return found.hexdigest()[:16]


def _keep(grid: CoverageGrid, path: Path) -> None:
    """Write the grid, and take away those that were written longest ago.

    Raises
    ------
    OSError
        If that is not possible.
    """
    arrays: dict[str, Any] = {name: getattr(grid, name) for name in _ARRAYS}
    for part, kind in _PARTS.items():
        for each in fields(kind):
            arrays[f"{part}.{each.name}"] = getattr(getattr(grid, part), each.name)
    with whole_file(path) as file:
        np.savez(file, **arrays)
    keep_newest(path.parent, "grid-*.npz", _MOST_KEPT)


def _parts(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """What :func:`_keep` wrote; numbers are arrays of no dimension there."""
    found: dict[str, Any] = {name: arrays[name] for name in _ARRAYS}
    for part, kind in _PARTS.items():
        values = {each.name: arrays[f"{part}.{each.name}"] for each in fields(kind)}
        found[part] = kind(**{n: v if v.ndim else v.item() for n, v in values.items()})
    return found
