"""Polygons that take long to read or to make, kept in the user's cache folder.

What is kept goes by a hash of all it was made from, code and content, so that it is what would be
made now. What is wrong in any way is made anew, and where nothing can be kept, nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely

from geo.model import keep_newest, user_cache, whole_file
from geo.places.geometry import lighten, to_plane

Polygons = dict[str, shapely.Geometry]

# Each of at most ten megabytes, most of much less.
_MOST_KEPT = 24
_CODE = ("kept.py", "set_file.py", "geometry.py")
_COLUMN = "column-"
# With fewer, simplifying is as quick as reading.
_MANY_VERTICES = 30_000


@dataclass(frozen=True)
class Rows:
    """Polygons by adcode, with columns of texts in the same order."""

    polygons: Polygons
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def kept(made_from: Iterable[bytes], make: Callable[[], Rows]) -> Rows:
    """What ``make`` makes, from a file where it was made from the same before."""
    folder = user_cache()
    if folder is None:
        return make()
    path = folder / f"shapes-{_name(made_from)}.npz"
    with suppress(Exception):  # there is none, or it is damaged, which shows in many ways
        return _read(path)
    rows = make()
    with suppress(OSError):
        _write(path, rows)
    return rows


def kept_light(polygons: Polygons, *, tolerance: float, crs: str | None = None) -> Polygons:
    """The same as :func:`geo.places.lighten`, kept where that takes long; of polygons in degrees
    where a projection is given."""

    def make() -> Rows:
        metres = to_plane(polygons, crs) if crs else polygons
        return Rows(lighten(metres, tolerance=tolerance))

    shapes = list(polygons.values())
    if shapely.get_num_coordinates(shapes).sum() < _MANY_VERTICES:
        return make().polygons
    told = repr((list(polygons), crs, tolerance)).encode()
    return kept((told, *shapely.to_wkb(shapes)), make).polygons


def _name(made_from: Iterable[bytes]) -> str:
    """Changes with all that something is made from."""
    from hashlib import sha256  # brings OpenSSL, and not all who load this ask for it

    found = sha256(f"{shapely.__version__} {shapely.geos_version_string}".encode())
    for name in _CODE:
        found.update(Path(__file__).with_name(name).read_bytes())
    for part in made_from:
        found.update(part)
    return found.hexdigest()[:16]


def _read(path: Path) -> Rows:
    with path.open("rb") as file, np.load(file) as arrays:
        content, ends = arrays["content"].tobytes(), arrays["ends"].tolist()
        adcodes = arrays["adcodes"].tolist()
        names = [name for name in arrays.files if name.startswith(_COLUMN)]
        columns = {name.removeprefix(_COLUMN): tuple(arrays[name].tolist()) for name in names}
    parts = [content[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]
    return Rows(dict(zip(adcodes, shapely.from_wkb(parts), strict=True)), columns)


def _write(path: Path, rows: Rows) -> None:
    """Write rows, and take away those that were written longest ago.

    Raises
    ------
    OSError
        If that is not possible.
    """
    parts = shapely.to_wkb(list(rows.polygons.values())).tolist()
    arrays = {f"{_COLUMN}{name}": np.array(texts) for name, texts in rows.columns.items()}
    with whole_file(path) as file:
        np.savez(
            file,
            allow_pickle=False,
            adcodes=np.array(list(rows.polygons)),
            content=np.frombuffer(b"".join(parts), dtype=np.uint8),
            ends=np.cumsum([len(part) for part in parts]),
            **arrays,
        )
    keep_newest(path.parent, "shapes-*.npz", _MOST_KEPT)
