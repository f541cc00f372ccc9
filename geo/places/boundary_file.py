"""The user's own boundary file, of any level, becomes :class:`Boundaries`.

What such files often have wrong is put right and said in ``Boundaries.notes``: the encoding of the
names, broken rings, features without a polygon, features that are no places, places in several
features. What cannot be put right is refused in words.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import PurePosixPath

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from geo.model import (
    DATA,
    Boundaries,
    BoundaryError,
    MissingCrsError,
    Source,
    Text,
    UnknownNameError,
    phrase,
    sentence,
)
from geo.places.boundaries import check_frame, in_degrees
from geo.places.dbf_text import CHINESE
from geo.places.geometry import Bounds, mend
from geo.places.vector_file import (
    MOST_BYTES,
    MOST_NAMES,
    READ_ERRORS,
    Features,
    Geometries,
    file_name,
    note,
    plain,
    read_features,
    reason,
    some,
)

_COLUMNS = DATA / "boundary_columns.toml"
_LATIN = re.compile("[A-Za-z]")
_OBJECT = re.compile(r"[{\[]")  # JSON, as in DataV's {"adcode": 340000}
#: China in GB/T 2260.
_COUNTRY = "100000"
#: The column in which the recipe in ``shapes/`` writes by how many metres borders are simplified.
TOLERANCE_COLUMN = "tolerance_m"


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


@dataclass(frozen=True)
class _Choice:
    """The columns that hold codes and names; empty where there is none."""

    code: str
    name: str
    english: str = ""


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
        The bytes, and the file's name, whose ending says what it is: one of ``vector_files.KINDS``.
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
        Their tolerance is that of the column ``tolerance_m``, if it is one positive number.

    Raises
    ------
    MissingCrsError
        If the file names no coordinate reference system, and ``crs`` is not given.
    UnknownNameError
        If there is no such column or layer.
    BoundaryError
        For everything else that keeps the file from being used.
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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of coordinates that are no numbers, checked for below
        try:
            found = _boundaries(features, name, crs, code, label)
        except (shapely.errors.GEOSException, pyproj.exceptions.ProjError) as error:
            raise BoundaryError(
                "boundary_file.unusable", file=name, reason=reason(error)
            ) from error
    choice = (name, features.crs or crs, found.code_column, found.name_column, layer)
    digest = sha256(data + json.dumps(choice).encode()).hexdigest()[:12]
    return replace(found, boundaries=replace(found.boundaries, id=f"own-{digest}"))


def _boundaries(
    features: Features, name: str, crs: str | None, code: str | None, label: str | None
) -> BoundaryFile:
    notes = list(features.notes)
    table, shapes = _places(features, code, label, notes)
    coordinates, owners = shapely.get_coordinates(shapes, return_index=True)
    nowhere = np.zeros(len(shapes), dtype=bool)
    nowhere[owners[~np.isfinite(coordinates).all(axis=1)]] = True
    polygons = np.array([*map(_polygonal, shapes), None], dtype=object)[:-1]
    there = ~shapely.is_missing(polygons) | nowhere
    if not there.any():
        kinds = sorted({shape.geom_type for shape in shapes if shape is not None})
        nothing = Text("features without geometry", "没有几何图形的要素")
        raise BoundaryError("boundary_file.no_polygons", file=name, found=kinds or nothing)
    choice = _choose(table[there], code, label, name)
    called = _called(table, choice)
    if nowhere.any():
        raise BoundaryError("boundary_file.coordinates", file=name, names=some(called[nowhere]))
    system = _crs(features.crs, crs, polygons, name, notes)
    repaired, polygons = _repair(polygons)
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
    # Few vertices moved by rounding are enough to break a ring again.
    _, turned = _repair(frame.geometry.to_numpy())
    flat = shapely.is_missing(turned)
    if flat.any():
        raise BoundaryError(
            "boundary_file.too_small", file=name, names=some(frame["name_zh"][flat])
        )
    stem = PurePosixPath(name).stem.strip() or name
    unstated = note("unstated")
    return BoundaryFile(
        boundaries=Boundaries(
            id="own",
            title=Text(stem, stem),
            level="own",
            frame=frame.set_geometry(turned, crs=frame.crs)[["name_zh", "name_en", "geometry"]],
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
            tolerance=_tolerance(table),
        ),
        columns=tuple(map(str, table)),
        code_column=choice.code,
        name_column=choice.name,
    )


def _tolerance(table: pd.DataFrame) -> float | None:
    """The number that the whole column of tolerances holds; None where it holds anything else."""
    cells = set(table.get(TOLERANCE_COLUMN, ()))
    try:
        metres = float(cells.pop()) if len(cells) == 1 else 0.0
    except ValueError:  # no number
        return None
    return metres if 0 < metres < math.inf else None


def _polygonal(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """The polygons of a shape as one; None where it has none."""
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shape)
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    found = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return shapely.multipolygons(found) if len(found) else None


def _repair(polygons: Geometries) -> tuple[NDArray[np.bool_], Geometries]:
    """Which polygons were broken, and all of them valid; those without an area become None."""
    broken = ~shapely.is_missing(polygons) & ~shapely.is_valid(polygons)
    found = polygons.copy()
    for i in np.flatnonzero(broken):
        found[i] = mend(found[i])
    found[~(shapely.area(found) > 0)] = None
    return broken & ~shapely.is_missing(found), found


# -- columns ------------------------------------------------------------------------------------


def _places(
    features: Features, code: str | None, label: str | None, notes: list[Text]
) -> tuple[pd.DataFrame, Geometries]:
    """The features that are places; those with neither a name nor a place's code are none.

    Such is the dashed line at sea that DataV.GeoAtlas has as a polygon with the code 100000_JD.
    """
    table = features.table
    names = [label] if label and label in table else _known(table, "names", "english")
    codes = [code] if code and code in table else _known(table, "codes") or _known(table, "numbers")
    nameless = (table[names] == "").all(axis="columns")
    others = table.loc[nameless, [column for column in table if column not in codes]]
    strange = nameless & ~others.map(lambda cell: bool(CHINESE.search(cell))).any(axis="columns")
    if strange.all():
        return table, features.shapes  # places may well have codes alone
    for column in codes:
        forms = table[column].map(_form)
        strange &= ~forms.isin({*forms[~strange]} - {""})
    if strange.any():
        called = _called(table, _Choice(next(iter(codes), ""), ""))
        notes.append(note("no_place", names=called[strange]))
    return table[~strange], features.shapes[~strange]


def _form(code: str) -> str:
    """What a code is made of: codes of places are alike. That of the whole country is none."""
    return "" if code == _COUNTRY else re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "A", code))


def _choose(table: pd.DataFrame, code: str | None, label: str | None, name: str) -> _Choice:
    """The columns with codes and names, as they are given or as they look.

    A code is the better the fewer places share it; what is no code of single places may still be
    one of places in several features, if the names say so.
    """
    for wanted in (code, label):
        if wanted and wanted not in table:
            raise UnknownNameError("column", wanted, map(str, table))
    whole = [column for column in _known(table, "codes") if (table[column] != "").all()]
    whole = [column for column in whole if not _mostly(table[column], CHINESE)]
    if code is None:
        code = next((column for column in whole if table[column].is_unique), None)
    if code:
        codes = table[code]

        def fits(column: str) -> bool:
            several = 2 * table[column].nunique() >= codes.nunique()
            return several and column != code and _agree(codes, table[column])

        return _Choice(code, *_choose_names(table, label, fits))
    names = _choose_names(table, label, lambda c: table[c].nunique() > 1 or len(table) == 1)
    if code is None and names[0]:
        code = next((column for column in whole if _agree(table[column], table[names[0]])), None)
    if code is None:
        numbers = (c for c in _known(table, "numbers") if (table[c] != "").all())
        code = next((column for column in numbers if table[column].is_unique), None)
    if code is None and not names[0] and label is None:
        if table.columns.empty:
            raise BoundaryError("boundary_file.no_columns", file=name)
        shown = [
            f"{column} ({', '.join(cells[cells != ''].unique()[:3])})"
            for column, cells in table.iloc[:, :20].items()
        ]
        raise BoundaryError("boundary_file.no_known_column", file=name, columns=_one_by_one(shown))
    return _Choice(code or "", *names)


def _choose_names(table: pd.DataFrame, label: str | None, fits: Callable[[str], bool]) -> list[str]:
    """The column with names, and one with English names where the first is Chinese."""
    if label is not None:
        return [label]
    known = [c for c in _known(table, "names", "english") if (table[c] != "").mean() >= 0.5]
    known = [column for column in known if fits(column)]
    chinese = [column for column in known if _mostly(table[column], CHINESE)]
    latin = [c for c in known if c not in chinese and _mostly(table[c], _LATIN)]
    if not chinese:
        whole = (c for c in map(str, table) if (table[c] != "").all() and table[c].is_unique)
        chinese = [column for column in whole if _mostly(table[column], CHINESE)]
    if not chinese:
        return latin[:1] or [""]
    return [chinese[0], *[column for column in _known(table, "english") if column in latin][:1]]


def _choose_parents(table: pd.DataFrame, choice: _Choice) -> list[str]:
    """The columns that name what the places lie in, the nearest first."""
    if not choice.name:
        return []
    names = table[choice.name]
    places = table[choice.code] if choice.code else pd.Series(table.index)
    shared = names.nunique() < places.nunique()
    return [
        column
        for column in _known(table, "parents")
        if column not in (choice.code, choice.name, choice.english)
        and (_mostly(table[column], CHINESE) or _mostly(table[column], _LATIN))
        and not _mostly(table[column], _OBJECT)
        # One for each place may be its capital.
        and (shared or table[column].nunique() < places.nunique())
        and (table[column] == names).mean() < 0.5
    ]


@cache
def _usual_names() -> dict[str, list[str]]:
    """What columns with codes, numbers, names and English names are called."""
    return tomllib.loads(_COLUMNS.read_text(encoding="utf-8"))


def _known(table: pd.DataFrame, *kinds: str) -> list[str]:
    """The columns that are called as those of some kinds are, the likeliest first."""
    own = {column.casefold(): column for column in reversed([*map(str, table)])}
    names = (name for kind in kinds for name in _usual_names()[kind])
    return list(dict.fromkeys(own[name] for name in names if name in own))


def _mostly(cells: pd.Series[str], pattern: re.Pattern[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and 2 * sum(bool(pattern.search(cell)) for cell in filled) >= len(filled)


def _agree(codes: pd.Series[str], names: pd.Series[str]) -> bool:
    """Whether no code stands for two names."""
    return len(set(zip(codes, names, strict=True))) == codes.nunique()


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


def _one_by_one(items: Iterable[Text | str]) -> Text:
    """Things that have commas in them as one enumeration."""
    every = [Text(item, item) if isinstance(item, str) else item for item in items]
    return Text("; ".join(item.en for item in every), "；".join(item.zh for item in every))


def _called(table: pd.DataFrame, choice: _Choice) -> pd.Series[str]:
    """What each feature is called in a note or an error."""
    called = pd.Series([f"#{number}" for number in table.index], table.index, dtype=object)
    for column in (choice.code, choice.name):
        if column:
            called = table[column].where(table[column] != "", called)
    return called


def _frame(
    table: pd.DataFrame, polygons: Geometries, choice: _Choice, file: str, notes: list[Text]
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
    parents = table[_choose_parents(table, choice)].map(_one_script)
    if not _agree(codes, names):
        several = names.groupby(codes, sort=False).unique()
        shared = several[several.map(len) > 1][:MOST_NAMES].items()
        raise BoundaryError(
            "boundary_file.shared_code",
            file=file,
            column=choice.code,
            places=_one_by_one(_stands_for(str(code), called[:3]) for code, called in shared),
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
            polygons[own[0]] if len(own) == 1 else _polygonal(shapely.union_all(polygons[own]))
            for own in rows.values()
        ],
    )


# -- coordinate reference systems ---------------------------------------------------------------


def _crs(
    written: str | None, given: str | None, polygons: Geometries, name: str, notes: list[Text]
) -> pyproj.CRS:
    """The system the coordinates are in; what was taken for granted goes into ``notes``."""
    bounds = tuple(shapely.total_bounds(polygons).tolist())
    if written:
        system = _known_crs(written, name)
    elif given:
        system = _known_crs(given, name)
        notes.append(note("crs", crs=plain(given)))
    elif name.lower().endswith("json") and in_degrees(bounds):
        system = pyproj.CRS.from_epsg(4326)  # RFC 7946 leaves no other
    else:
        likely, why = _likely_crs(bounds)
        zipped = name.lower().endswith(".zip")
        west, south, east, north = (f"{side:.10g}" for side in bounds)
        raise MissingCrsError(
            "boundary_file.no_crs_in_prj" if zipped else "boundary_file.no_crs",
            likely=likely, file=name, why=why, west=west, south=south, east=east, north=north,
        )  # fmt: skip
    if not (system.is_geographic or system.is_projected):
        raise BoundaryError("boundary_file.no_map", file=name, system=system.name)
    return system


def _known_crs(text: str, name: str) -> pyproj.CRS:
    text = text.strip()
    try:
        # "+init" would read a file that the text names.
        if "init" in text.casefold().split("=")[0]:
            raise ValueError("it is a reference to a file")
        return pyproj.CRS.from_user_input(f"EPSG:{text}" if text.isdecimal() else text)
    except READ_ERRORS as error:
        raise BoundaryError("boundary_file.unknown_crs", file=name, crs=plain(text)[:80]) from error


def _likely_crs(bounds: Bounds) -> tuple[str, Text]:
    """An EPSG code that positions fit, or nothing; and what they look like."""
    west, south, east, north = bounds
    if in_degrees(bounds):
        in_china = 73 <= west <= east <= 136 and 3 <= south <= north <= 54
        return "EPSG:4326", sentence(
            "boundary_file.likely_degrees_in_china" if in_china else "boundary_file.likely_degrees"
        )
    zone = int(west // 1_000_000)
    if zone == int(east // 1_000_000) and 0 < south <= north < 6_000_000:
        if 25 <= zone <= 45:
            code = f"EPSG:{4513 + zone - 25}"
            return code, phrase("boundary_file.likely_zone_3", zone=zone, code=code)
        if 13 <= zone <= 23:
            code = f"EPSG:{4491 + zone - 13}"
            return code, phrase("boundary_file.likely_zone_6", zone=zone, code=code)
    if 8.1e6 <= west <= east <= 15.2e6 and 3e5 <= south <= north <= 7.2e6:
        return "EPSG:3857", sentence("boundary_file.likely_mercator")
    return "", sentence("boundary_file.likely_none")
