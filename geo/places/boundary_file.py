"""The user's own boundary file, of any level, becomes :class:`Boundaries`.

What such files often have wrong is put right and said in ``Boundaries.notes``: the encoding of the
names, broken rings, features without a polygon, features that are no places, places in several
features. What cannot be put right is refused in words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePosixPath

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from geo.model import Boundaries, BoundaryError, Islands, Source, Text
from geo.places.boundaries import load_boundaries
from geo.places.boundary_columns import (
    Choice,
    agree,
    call_features,
    choose_columns,
    choose_parents,
    keep_places,
)
from geo.places.boundary_crs import find_crs
from geo.places.dbf_text import CHINESE
from geo.places.features import Features, Geometries
from geo.places.file_words import MOST_NAMES, file_name, note, one_by_one, reason, some
from geo.places.geometry import polygons_of, repair
from geo.places.set_file import check_frame
from geo.places.vector_file import MOST_BYTES, read_features

#: The column in which the recipe in ``shapes/`` writes by how many metres borders are simplified.
TOLERANCE_COLUMN = "tolerance_m"
#: The column in which it writes how large the islands are drawn that the provinces' label names.
ISLANDS_COLUMN = "islands_km2"


@dataclass(frozen=True)
class BoundaryFile:
    """What was found in a file, and what was done to it (``boundaries.notes``).

    ``columns`` are all attribute columns, to choose the code and the name from; ``code_column`` is
    empty where the places are numbered, ``name_column`` where they are called by their codes.
    """

    boundaries: Boundaries
    columns: tuple[str, ...]
    code_column: str
    name_column: str


def read_boundary_file(
    data: bytes,
    name: str,
    *,
    crs: str | None = None,
    code: str | None = None,
    label: str | None = None,
    layer: str | None = None,
    most_bytes: int = MOST_BYTES,
) -> BoundaryFile:
    """Read a boundary file from its bytes.

    Parameters
    ----------
    data, name
        The bytes, and the file's name, whose ending says what it is; see
        :data:`geo.places.features.KINDS`.
    crs
        The coordinate reference system, e.g. ``EPSG:4326``; used only if the file names none.
    code, label
        The columns with codes and with names. They are found by themselves when left out; an empty
        text is for none.
    layer
        The shapefile of a ZIP, or the layer of a GeoPackage, where there are several.
    most_bytes
        The largest file that is read.

    Returns
    -------
    BoundaryFile
        The boundaries are in WGS 84, sorted by code; their id follows from content and choices.
        Their tolerance is that of the column ``tolerance_m``, and the size of islands that of
        ``islands_km2``, if it is one positive number.

    Raises
    ------
    MissingCrsError
        If the file names no coordinate reference system, and ``crs`` is not given.
    UnknownNameError
        If there is no such column or layer.
    BoundaryError
        For everything else that keeps the file from being used.

    Examples
    --------
    >>> import geo, geopandas, shapely
    >>> squares = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    >>> frame = geopandas.GeoDataFrame({"name": ["Left", "Right"]}, geometry=squares)
    >>> found = geo.read_boundary_file(frame.to_json().encode(), "squares.geojson")
    >>> found.name_column, found.boundaries.adcodes
    ('name', ('1', '2'))
    """
    name = file_name(name)
    features = read_features(data, name, layer=layer, most_bytes=most_bytes)
    return find_boundaries(features, name, data, crs=crs, code=code, label=label, layer=layer)


def find_boundaries(
    features: Features,
    name: str,
    data: bytes,
    *,
    crs: str | None = None,
    code: str | None = None,
    label: str | None = None,
    layer: str | None = None,
) -> BoundaryFile:
    """The places among features; see :func:`read_boundary_file`. Of ``data``, what the features
    were read from, and the choices follows the id."""
    try:
        with np.errstate(all="ignore"):  # coordinates that are no numbers are checked for
            found = _boundaries(features, name, crs, code, label)
    except (shapely.errors.GEOSException, pyproj.exceptions.ProjError) as error:
        raise BoundaryError("boundary_file.unusable", file=name, reason=reason(error)) from error
    choice = (name, features.crs or crs, found.code_column, found.name_column, layer)
    digest = sha256(data + json.dumps(choice).encode()).hexdigest()[:12]
    return replace(found, boundaries=replace(found.boundaries, id=f"own-{digest}"))


def _boundaries(
    features: Features, name: str, crs: str | None, code: str | None, label: str | None
) -> BoundaryFile:
    notes = list(features.notes)
    table, shapes = keep_places(features, code, label, notes)
    polygons, nowhere = _polygons(shapes, name)
    choice = choose_columns(table[~shapely.is_missing(polygons) | nowhere], code, label, name)
    called = call_features(table, choice)
    if nowhere.any():
        raise BoundaryError("boundary_file.coordinates", file=name, names=some(called[nowhere]))
    system = find_crs(features.crs, crs, polygons, name, notes)
    repaired, polygons = repair(polygons)
    lost = shapely.is_missing(polygons)
    if lost.all():
        raise BoundaryError("boundary_file.flat", file=name)
    for key, which in (("repaired", repaired), ("left_out", lost)):
        if which.any():
            notes.append(note(key, names=called[which]))
    frame = _frame(table[~lost], polygons[~lost], choice, name, notes)
    frame = check_frame(frame.set_crs(system), name)
    if choice.code:
        frame = frame.sort_index()
    return BoundaryFile(
        boundaries=_own_set(_repaired(frame, name), name, notes, table),
        columns=tuple(map(str, table)),
        code_column=choice.code,
        name_column=choice.name,
    )


def _polygons(shapes: Geometries, name: str) -> tuple[Geometries, NDArray[np.bool_]]:
    """The polygons of shapes, and which shapes have coordinates that are no numbers."""
    coordinates, owners = shapely.get_coordinates(shapes, return_index=True)
    nowhere = np.zeros(len(shapes), dtype=bool)
    nowhere[owners[~np.isfinite(coordinates).all(axis=1)]] = True
    polygons = np.array([*map(polygons_of, shapes), None], dtype=object)[:-1]
    if shapely.is_missing(polygons).all() and not nowhere.any():
        kinds = sorted({shape.geom_type for shape in shapes if shape is not None})
        nothing = Text("features without geometry", "没有几何图形的要素")
        raise BoundaryError("boundary_file.no_polygons", file=name, found=kinds or nothing)
    return polygons, nowhere


def _repaired(frame: geopandas.GeoDataFrame, name: str) -> geopandas.GeoDataFrame:
    """Places in degrees: few vertices moved by rounding are enough to break a ring again."""
    _, turned = repair(frame.geometry.to_numpy())
    flat = shapely.is_missing(turned)
    if flat.any():
        names = some(frame["name_zh"][flat])
        raise BoundaryError("boundary_file.too_small", file=name, names=names)
    return frame.set_geometry(turned, crs=frame.crs)


def _own_set(
    frame: geopandas.GeoDataFrame, name: str, notes: list[Text], table: pd.DataFrame
) -> Boundaries:
    """A boundary set of which nothing is known but what a file holds."""
    stem = PurePosixPath(name).stem.strip() or name
    unstated = note("unstated")
    return Boundaries(
        id="own",
        title=Text(stem, stem),
        level="own",
        polygons=dict(zip(frame.index, frame.geometry.to_numpy(), strict=True)),
        names={
            code: Text(en, zh)
            for code, en, zh in zip(frame.index, frame["name_en"], frame["name_zh"], strict=True)
        },
        parents={code: names for code, names in frame["parents"].items() if any(names)},
        source=Source(
            title=Text(name, name),
            publisher=unstated,
            licence=unstated,
            citation=note("citation", file=name),
            published="",
            accessed="unknown",
        ),
        policy=note("policy"),
        notes=tuple(notes),
        tolerance=_only_number(table, TOLERANCE_COLUMN),
        islands=_islands(table),
    )


def _islands(table: pd.DataFrame) -> Islands | None:
    """What the provinces' label wants drawn as islands, in the size that the file states."""
    most_km2 = _only_number(table, ISLANDS_COLUMN)
    islands = load_boundaries().islands if most_km2 else None
    return replace(islands, most_km2=most_km2) if islands and most_km2 else None


def _only_number(table: pd.DataFrame, column: str) -> float | None:
    """The positive number that a whole column holds; None where it holds anything else."""
    cells = set(table.get(column, ()))
    try:
        number = float(cells.pop()) if len(cells) == 1 else 0.0
    except ValueError:  # no number
        return None
    return number if 0 < number < math.inf else None


def _frame(
    table: pd.DataFrame, polygons: Geometries, choice: Choice, file: str, notes: list[Text]
) -> geopandas.GeoDataFrame:
    """One row a place: features with the same code are merged."""
    if choice.code:
        codes = _code_text(table[choice.code])
    else:
        codes = pd.Series([str(i + 1) for i in range(len(table))], table.index, dtype=object)
        notes.append(note("numbered"))
    blank = codes.index[codes == ""]
    if len(blank):
        raise BoundaryError(
            "boundary_file.blank_code",
            file=file,
            column=choice.code,
            features=some(map(str, blank)),
        )
    names = table[choice.name].map(_one_script) if choice.name else codes
    english = table[choice.english].map(_one_script) if choice.english else names
    parents = table[choose_parents(table, choice)].map(_one_script)
    if not agree(codes, names):
        several = names.groupby(codes, sort=False).unique()
        shared = several[several.map(len) > 1][:MOST_NAMES].items()
        raise BoundaryError(
            "boundary_file.shared_code",
            file=file,
            column=choice.code,
            places=one_by_one(_stands_for(str(code), called[:3]) for code, called in shared),
        )
    rows: dict[str, list[int]] = {}
    for row, code in enumerate(codes):
        rows.setdefault(code, []).append(row)
    merged = [f"{names.iloc[own[0]]} ({len(own)})" for own in rows.values() if len(own) > 1]
    if merged:
        notes.append(note("merged", names=merged))
    first = [own[0] for own in rows.values()]
    texts = pd.DataFrame({"zh": names, "en": english, "code": codes}).iloc[first]
    return geopandas.GeoDataFrame(
        {
            "adcode": list(rows),
            "name_zh": [zh or en or code for zh, en, code in texts.to_numpy()],
            "name_en": [en or zh or code for zh, en, code in texts.to_numpy()],
            "parents": list(parents.iloc[first].itertuples(index=False, name=None)),
        },
        geometry=[
            polygons[own[0]] if len(own) == 1 else polygons_of(shapely.union_all(polygons[own]))
            for own in rows.values()
        ],
    )


def _code_text(cells: pd.Series[str]) -> pd.Series[str]:
    """Codes as text: 340100.0 is 340100, and 156340100 (GB/T 2260 with the country) too."""
    codes = cells.str.replace(r"^(\d+)\.0+$", r"\1", regex=True)
    return codes.str[3:] if codes.str.fullmatch(r"156\d{6}").all() else codes


def _one_script(name: str) -> str:
    """Of a name in both scripts (重慶|重庆), as GADM has them, the one in simplified characters."""
    forms = [form.strip() for form in name.split("|") if form.strip()]
    return min(forms, key=_traditional) if len(forms) > 1 and CHINESE.search(name) else name


def _traditional(text: str) -> int:
    """How many characters of a text are not in simplified Chinese."""
    return sum(not character.encode("gb2312", "ignore") for character in text)


def _stands_for(code: str, names: Iterable[str]) -> Text:
    nameless = Text("(no name)", "（无名称）")
    every = [Text(name, name) if name else nameless for name in names]
    en, zh = " and ".join(name.en for name in every), "、".join(name.zh for name in every)
    return Text(f"{code} stands for {en}", f"{code}对应{zh}")
